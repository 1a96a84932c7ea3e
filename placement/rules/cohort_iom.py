"""
Who comes under integrated offender management (IOM), by that cohort's own source. Findings.

The partnership says whom it has chosen, and the case file whether it has. None of this is MAPPA's:
neither the level nor the risk of serious harm is asked about here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.results import Finding, Outcome
from placement.rules.base import Verdict, met, not_met, rule, unknown

if TYPE_CHECKING:
    from placement.facts import Facts
    from placement.parameters import Numbers

QUESTION = "eligibility:iom"


@rule(clause="IOM 1", question=QUESTION)
def chosen_for_the_cohort(f: Facts, p: Numbers) -> Verdict:
    """The partnership has identified the person as one of the cohort."""
    chosen = f.case.in_cohort
    if chosen == "unknown":
        return unknown(
            "Whether the partnership has chosen this person for the cohort is not recorded.",
            fact="in the cohort",
        )
    if chosen == "no":
        return not_met("The partnership has not chosen this person for the cohort.")
    return met("The partnership has chosen this person for the cohort.")


@rule(clause="IOM 1", question=QUESTION)
def high_risk_of_reoffending(f: Facts, p: Numbers) -> Verdict:
    """The risk of reoffending is high: another thing than the risk of serious harm."""
    risk = f.case.risk_of_reoffending
    if risk == "unknown":
        return unknown("The risk of reoffending is not recorded.", fact="risk of reoffending")
    if risk in p["eligibility.iom_high_risk"]:
        return met(f"Risk of reoffending: {risk.replace('_', ' ')}.")
    return not_met(f"Risk of reoffending: {risk}. The cohort is of those at high risk.")


@rule(clause="IOM 1.1", question=QUESTION)
def by_criteria_that_were_read(f: Facts, p: Numbers) -> Verdict:
    """By which criteria the partnership chooses; the assessment of 2016 has not been read."""
    return unknown(
        "By which criteria the partnership chooses is not known here: those on serious acquisitive "
        "crime were reviewed, and the assessment of early 2016 has not been read.",
        fact="criteria of the cohort",
    )


@rule(clause="IOM 2", question=QUESTION)
def a_need_of_accommodation(f: Facts, p: Numbers) -> Verdict:
    """There is a need that accommodation and support for the cohort could meet."""
    need = f["accommodation_need"]
    if need == "none":
        return not_met("No accommodation or resettlement need.")
    if need in ("unknown", "not_assessed"):
        return unknown("The accommodation need is not recorded.", fact="need")
    return met(
        "An assessed accommodation need. In 2016 a worker for accommodation and support was on "
        "trial for the cohort in Central Bedfordshire: ask whether there still is one."
    )


@rule(clause="IOM 3", question="option:iom")
def what_is_commissioned_together(f: Facts, p: Numbers) -> Verdict:
    """What several authorities commission together serves each of them."""
    profile = f.measured.profile
    shared = [each for each in profile.commissioned if f.code in each.lhas]
    if not shared:
        return not_met(f"Nothing is recorded that {f.name} commissions together with others.")
    each = shared[0]
    names = ", ".join(f.measured.name_of(code) for code in each.lhas)
    if each.status == "in_place":
        return met(f"{names} commission {each.what} together: it serves {f.name} too.")
    if each.status == "ended":
        return not_met(f"{names} no longer commission {each.what} together.")
    return unknown(
        f"Whether {names} commission {each.what} together was under review when the source was "
        f"written; what came of it is not recorded: ask.",
        fact="commissioned together",
    )


def iom_outcome_of(findings: dict[str, Finding]) -> str:
    """Return what the findings amount to: ``not_shown``, ``unknown`` or ``eligible``."""
    asked = ("chosen_for_the_cohort", "high_risk_of_reoffending", "a_need_of_accommodation")
    outcomes = [findings[name].outcome for name in asked]
    if Outcome.NOT_MET in outcomes:
        return "not_shown"
    return "unknown" if Outcome.UNKNOWN in outcomes else "eligible"
