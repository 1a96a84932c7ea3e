"""
Findings about the case that close no LHA: first options, what the SPOC is given, the plan.

A condition about a household, a building or an hour is read here, for whoever looks for a home.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.rules.base import Verdict, met, not_met, rule, unknown

if TYPE_CHECKING:
    from placement.facts import Facts
    from placement.parameters import Numbers

TRIED = ("unsuitable", "unrealistic")
MORE_LICENCE = (
    "Licence or order conditions restrict where this person may live; the offender manager holds "
    "them."
)


@rule(clause="6.2", question="case")
def first_options_explored(f: Facts, p: Numbers) -> Verdict:
    """A home held before, and family or networks, are explored before an LHA is asked."""
    previous, family = f["previous_home"], f["family_or_network"]
    named = {"a previous home": previous, "family or networks": family}
    free = [name for name, value in named.items() if value == "available"]
    if free:
        return not_met(f"Available, and to be used before any LHA is asked: {' and '.join(free)}.")
    unexplored = [name for name, value in named.items() if value not in TRIED]
    if unexplored:
        return unknown(f"Not explored yet: {' and '.join(unexplored)}.", fact="first options")
    return met(f"Explored: a previous home is {previous}, family or networks {family}.")


@rule(clause="6.8", question="case")
def spoc_is_told_why_return_is_impossible(f: Facts, p: Numbers) -> Verdict:
    """The SPOC is told why the person cannot go back to where they lived."""
    if f["can_return"] == "yes":
        return met("The person can go back.")
    if f["can_return"] == "unknown":
        return unknown("Whether the person can go back is not recorded.", fact="can return")
    reasons, shown = f.case.origin_reasons, f.case.origin_reasons_for_housing
    housing = _reasons(shown) if shown else "The offender manager holds the reasons."
    if not reasons:
        return unknown(
            "Why the person cannot go back is not recorded.", fact="reasons", housing=housing
        )
    return met(
        f"{_reasons(reasons)} With it go the conditions and a copy of the risk assessment.",
        housing=housing,
    )


def _reasons(reasons: tuple[str, ...]) -> str:
    words = ", ".join(sorted(reason.replace("_", " ") for reason in reasons))
    return f"Why the person cannot go back: {words}."


@rule(clause="6.8.2", question="case")
def property_interest_known(f: Facts, p: Numbers) -> Verdict:
    """Any interest in another property is known, with the housing history."""
    held = f["property_held"]
    if f.case.history is None:
        return unknown("The housing history is not recorded.", fact="housing history")
    if held == "unknown":
        return unknown(
            "Whether the person has an interest in a property is not recorded.",
            fact="property interest",
        )
    if held == "yes":
        return not_met(
            "The person has an interest in a property: whether social housing or deposit help is "
            "appropriate is for the LHA."
        )
    return met("The housing history is recorded, and no interest in a property.")


@rule(clause="7.2", question="case")
def victims_location_and_views(f: Facts, p: Numbers) -> Verdict:
    """Victims are checked for, and their location and views taken into account."""
    check = f["victim_check"]
    if check == "not_checked":
        return unknown(
            "Victims have not been checked for: nobody should recommend anything yet.",
            fact="victim check",
            housing="Victims have not been checked for yet. Ask the offender manager.",
        )
    by = f.case.victim_check_by or "the offender manager"
    if check == "none_known":
        return met(f"Checked by {by}: no victim is known.", housing=f"Checked by {by}.")
    missing = [v for v in f.case.victims or () if v.views not in ("received", "sought")]
    statements = sorted(
        {v.statement_for_housing for v in f.case.victims or () if v.statement_for_housing}
    )
    housing = " ".join([f"Checked by {by}.", *statements])
    if f.measured.housing:
        return met(housing)
    if f.case.victims is None:
        return unknown(
            "Victims are listed elsewhere; their part is not here.", fact="victims", housing=housing
        )
    if missing:
        return unknown(
            f"Checked by {by}. The views of {len(missing)} of {len(f.case.victims)} victims have "
            "not been sought.",
            fact="victims' views",
            housing=housing,
        )
    return met(f"Checked by {by}; victims' views have been sought.", housing=housing)


@rule(clause="5.3.1", question="case")
def plan_items_the_home_rests_on(f: Facts, p: Numbers) -> Verdict:
    """The items of the risk management plan that a home depends on are listed."""
    if f.case.risk_plan is None:
        return unknown(
            "Which items of the risk management plan a home rests on is not recorded.",
            fact="risk plan",
        )
    needed = sorted(item.item for item in f.case.risk_plan if item.needed)
    if not needed:
        return met(
            "No item of the risk management plan is said to be needed for a home.",
            housing="See the offender manager for the risk management plan.",
        )
    return met(
        f"A home rests on: {', '.join(needed)}. If one is dropped, look again.",
        housing="A home rests on items of the risk management plan, which the offender manager "
        "holds.",
    )


@rule(clause="5.3.2", question="case")
def conditions_on_the_home(f: Facts, p: Numbers) -> Verdict:
    """Conditions about a household, a building or an hour are known to whoever looks for a home."""
    if f.case.conditions is None:
        return unknown(
            "Licence and order conditions are not recorded.",
            fact="conditions",
            housing="Licence and order conditions are not recorded. Ask the offender manager.",
        )
    now = [c for c in f.case.conditions if c.zone is None and f.measured.in_force(c)]
    child = any(member.relation == "dependent_child" for member in f.case.household or ())
    shared = [c for c in now if c.share_with_housing]
    unshared = any(not c.share_with_housing for c in f.case.conditions)
    spoken = sorted(_in_words(c.kind, c.note, child=child) for c in shared)
    housing = " ".join(
        [
            *([f"For any home: {'; '.join(spoken)}."] if spoken else []),
            *([MORE_LICENCE] if unshared else []),
        ]
    )
    if f.measured.housing and housing:
        return not_met(housing)
    if f.measured.housing or not now:
        return met(
            "No condition about a household, a building or an hour.", housing=housing or None
        )
    every = "; ".join(sorted(_in_words(c.kind, c.note, child=child) for c in now))
    return not_met(f"For any home: {every}.", housing=housing or MORE_LICENCE)


def _in_words(kind: str, note: str | None, *, child: bool) -> str:
    """Put a condition in words; one about under-18s says where the household holds a child."""
    words = {
        "no_residence_with_under_18s": "no residence with anybody under 18",
        "no_contact": "no contact with named people",
        "premises_type": "kinds of premises are ruled out",
        "event_zone": "a zone at the time of events",
        "curfew": "a curfew",
        "reside_as_directed": "to live where directed",
        "region_of_residence": "to live within a region",
        "other": "another condition",
    }[kind]
    if child and kind == "no_residence_with_under_18s":
        words += ", and the household recorded holds a dependent child: settle this first"
    return f"{words} ({note})" if note else words
