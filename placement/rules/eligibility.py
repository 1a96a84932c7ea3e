"""
Who comes under the protocol (2, 3, 7). Findings, not gates: the LHA decides what duty is owed.

The level says how much management a case needs; the risk of serious harm is another thing and is
read apart. Whether both limbs of section 7 are needed is a number, because the text does not say:
``eligibility.limbs_cumulative``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.results import Finding, Outcome
from placement.rules.base import Verdict, met, not_met, rule, unknown

if TYPE_CHECKING:
    from placement.facts import Facts
    from placement.parameters import Numbers


@rule(clause="3.1", question="eligibility")
def within_levels(f: Facts, p: Numbers) -> Verdict:
    """The case is managed at Level 2 or 3; Level 1 is for advice and assistance."""
    level = f["level"]
    if level is None:
        return unknown("The MAPPA level is not recorded.", fact="level")
    if level in p["eligibility.levels"]:
        return met(f"Managed at Level {level}, to which the protocol mainly applies.")
    return not_met(f"Managed at Level {level}: advice and assistance only, no meeting is called.")


@rule(clause="2.1", question="eligibility")
def high_risk_of_serious_harm(f: Facts, p: Numbers) -> Verdict:
    """A high risk of serious harm has been assessed."""
    risk = f["risk_of_serious_harm"]
    if risk == "unknown":
        return unknown("The risk of serious harm is not recorded.", fact="risk of serious harm")
    words = risk.replace("_", " ")
    if risk in p["eligibility.high_risk"]:
        return met(f"Risk of serious harm: {words}.")
    return not_met(f"Risk of serious harm: {words}. Not shown to be high; for the LHA to decide.")


@rule(clause="7(i)", question="eligibility")
def need_best_met_here(f: Facts, p: Numbers) -> Verdict:
    """In prison and due for release, or on a community order, with a need best met in the area."""
    status, need = f["status"], f["accommodation_need"]
    if need == "none":
        return not_met("No accommodation or resettlement need.")
    if status is None or need in ("unknown", "not_assessed"):
        return unknown("Status, or the accommodation need, is not recorded.", fact="need")
    if status not in p["eligibility.limb_one_statuses"]:
        return unknown(
            f"The first limb of section 7 does not name {status.replace('_', ' ')}: for the LHA to "
            "decide.",
            fact="status",
        )
    if status == "custody" and f["release"] is None:
        return unknown(
            "In custody, and no release date is recorded: that release is due is not shown.",
            fact="need",
        )
    return met(
        f"{status.replace('_', ' ').capitalize()}, with an assessed accommodation need. That it is "
        "best met in this area rests on a connection, or on not being able to go back."
    )


@rule(clause="7(ii)", question="eligibility")
def likely_to_be_owed_a_duty(f: Facts, p: Numbers) -> Verdict:
    """A homelessness duty is likely to be owed; the LHA to which the case is referred decides."""
    duty = f["homelessness_duty"]
    if duty == "likely":
        return met("A homelessness duty is likely to be owed; the LHA decides.")
    if duty == "unlikely":
        return not_met("A homelessness duty is said to be unlikely; the LHA decides.")
    return unknown(
        "Whether a homelessness duty is likely is not recorded; the LHA decides.", fact="duty"
    )


def outcome_of(findings: dict[str, Finding], *, cumulative: bool) -> str:
    """
    Return the eligibility outcome that some findings amount to.

    One of ``advice_only``, ``not_shown``, ``unknown``, ``lha_to_decide``, ``eligible``: the first
    that applies.
    """
    level, risk = findings["within_levels"].outcome, findings["high_risk_of_serious_harm"].outcome
    first, second = findings["need_best_met_here"], findings["likely_to_be_owed_a_duty"]
    if level is Outcome.NOT_MET:
        return "advice_only"
    if risk is Outcome.NOT_MET:
        return "not_shown"
    if Outcome.UNKNOWN in (level, risk):
        return "unknown"
    limbs = (first.outcome, second.outcome)
    enough = all if cumulative else any
    if enough(limb is Outcome.MET for limb in limbs):
        return "eligible"
    if first.outcome is Outcome.NOT_MET and (cumulative or second.outcome is Outcome.NOT_MET):
        return "not_shown"
    if first.fact == "need":
        return "unknown"
    if first.outcome is Outcome.MET and second.outcome is Outcome.UNKNOWN:
        return "unknown"
    return "lha_to_decide"
