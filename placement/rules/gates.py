"""
Gates, for one LHA over the days from moving in to a year after.

A gate that is met leaves the LHA open; one that is not met excludes it; one that is unknown makes
it ``refer``: somebody must say more first. What concerns a household, a building or an hour is
never a gate on an LHA (see ``case_findings``). The number and location of others never is either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.rules.base import Verdict, met, not_met, rule, unknown

if TYPE_CHECKING:
    from placement.facts import Facts
    from placement.parameters import Numbers

HELD = "The offender manager holds information about this area."
HIDDEN = "The offender manager holds this."


@rule(clause="6(b)", question="gate")
def left_by_exclusion_zones(f: Facts, p: Numbers) -> Verdict:
    """Exclusion zones leave some of the LHA."""
    return _left(f, "exclusion_zone", f["homes.exclusion_possible_share"])


@rule(clause="6(b)", question="gate")
def left_by_restriction_zones(f: Facts, p: Numbers) -> Verdict:
    """Restriction zones, inside which the person must stay, take in some of the LHA."""
    return _left(f, "restriction_zone", f["homes.restriction_possible_share"])


@rule(clause="7.2", question="gate")
def left_by_victims_areas(f: Facts, p: Numbers) -> Verdict:
    """The areas round victims leave some of the LHA."""
    if not f["homes.victims_known"]:
        return unknown(
            "Victims, or the area round one of them, are not known: a home cannot be looked for "
            "until the victim liaison unit has answered.",
            fact="victims",
            housing=HIDDEN,
        )
    return _left(f, "victim_area", f["homes.victim_possible_share"])


def _left(f: Facts, kind: str, possible: float) -> Verdict:
    words = _ZONES[kind]
    if possible == 0:
        return not_met(f"{words} leave no postcode of {f.name}.", housing=HIDDEN)
    if kind != "victim_area" and not f["homes.conditions_known"]:
        return unknown(
            "Licence and order conditions are not recorded.", fact="conditions", housing=HIDDEN
        )
    doubtful = kind in f.measured.unsettled_kinds
    more = " Others may be in force by then." if doubtful else ""
    if possible == 1 and not doubtful:
        return met(f"{_NOTHING_TAKEN[kind]} postcode of {f.name}.", housing=HIDDEN)
    return met(f"{words} leave {possible:.0%} of the postcodes of {f.name}.{more}", housing=HIDDEN)


_ZONES = {
    "exclusion_zone": "Exclusion zones",
    "restriction_zone": "Restriction zones",
    "victim_area": "Victims' areas",
}
_NOTHING_TAKEN = {
    "exclusion_zone": "No exclusion zone takes in any",
    "restriction_zone": "No restriction zone leaves out any",
    "victim_area": "No victim's area takes in any",
}


@rule(clause="6(b)", question="gate")
def enough_postcodes_still_possible(f: Facts, p: Numbers) -> Verdict:
    """All conditions together leave enough of the LHA to look for a home without a further word."""
    clear, possible = f["homes.clear_share"], f["homes.possible_share"]
    quarter = p["zones.enough_share"]
    if possible == 0:
        return not_met(f"All conditions together leave no postcode of {f.name}.", housing=HIDDEN)
    if clear >= quarter:
        return met(f"{clear:.0%} of the postcodes of {f.name} are still possible.", housing=HIDDEN)
    if possible < quarter:
        text = (
            f"Only {possible:.0%} of the postcodes of {f.name} are still possible, under "
            f"{quarter:.0%}: each address is to be looked at first."
        )
    else:
        why = "" if f["homes.move_in_known"] else " The day of moving in is not known."
        text = (
            f"Between {clear:.0%} and {possible:.0%} of the postcodes of {f.name} are still "
            f"possible: some lie near an edge, or a zone is not settled.{why}"
        )
    return unknown(text, fact=f"postcodes possible in {f.code}", housing=HIDDEN)


@rule(clause="7.2", question="gate")
def no_victim_asks_to_avoid_it(f: Facts, p: Numbers) -> Verdict:
    """No victim has asked that the LHA be avoided."""
    if f["asked_to_avoid"]:
        return unknown(
            f"A victim has asked that {f.name} be avoided: ask the victim liaison unit before "
            "anything is decided.",
            fact=f"victim's request about {f.code}",
            housing=HIDDEN,
        )
    if not f["victims.requests_known"]:
        return unknown(
            "Whether a victim asks that an area be avoided is not recorded: ask the victim liaison "
            "unit.",
            fact="victims' requests",
            housing=HIDDEN,
        )
    return met(f"No victim has asked that {f.name} be avoided.", housing=HIDDEN)


@rule(clause="6(b)", question="gate")
def an_area_apart_from_others(f: Facts, p: Numbers) -> Verdict:
    """Those whom the person must not live near leave an area of the LHA."""
    closed, areas = f["apart.closed"], f["apart.areas"]
    if not f["apart.known"]:
        return unknown(
            "Whom the person must not live near is not recorded.",
            fact="non-association",
            housing=HIDDEN,
        )
    if closed >= areas and _surely_all_closed(f):
        return not_met(
            f"People to be kept apart from live in every area of {f.name}.", housing=HIDDEN
        )
    if closed >= areas:
        return unknown(
            f"People to be kept apart from could live in every area of {f.name}.",
            fact=f"who lives in {f.code}",
            housing=HIDDEN,
        )
    if not f.case.non_association:
        return met("There is nobody the person must not live near.", housing=HIDDEN)
    return met(
        f"At most {closed} of the {areas} areas of {f.name} holds somebody the person must not "
        "live near.",
        housing=HIDDEN,
    )


def _surely_all_closed(f: Facts) -> bool:
    """Whether somebody to be kept apart from is known to live in each area of the LHA."""
    register = f.measured.register
    lived_in = {register.where.get(r) for r in f.case.non_association or ()} if register else set()
    return all(
        (f.code, sector) in lived_in for sector, lha in f.measured.places.areas if lha == f.code
    )


# --- what housing reads in their place -------------------------------------------------------


@rule(clause="6(b)", question="housing_gate")
def left_by_shared_zones(f: Facts, p: Numbers) -> Verdict:
    """The zones that the offender manager shares leave enough of the LHA."""
    clear, possible = f["homes.shared_clear_share"], f["homes.shared_possible_share"]
    if possible == 0:
        return not_met(f"No postcode of {f.name} is left by the conditions shared with housing.")
    if clear < p["zones.enough_share"]:
        return unknown(
            f"The conditions shared with housing leave little of {f.name}.",
            fact=f"postcodes possible in {f.code}",
        )
    return met(f"The conditions shared with housing leave enough of {f.name}.")


@rule(clause="7.2", question="housing_gate")
def nothing_held_about_the_area(f: Facts, p: Numbers) -> Verdict:
    """The offender manager holds nothing more about the LHA."""
    if f["held"]:
        return unknown(HELD, fact=f"what the offender manager holds about {f.code}")
    return met(
        f"No hold on the whole of {f.name} is shown here; that clears no address. Ask the offender "
        "manager about every address."
    )
