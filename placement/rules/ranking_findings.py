"""What is said of a case or an LHA beside its points: origin (1), rates (10), what changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.days import add_months, in_words
from placement.rules.base import Verdict, met, not_met, rule, unknown

if TYPE_CHECKING:
    from placement.facts import Facts
    from placement.parameters import Numbers


@rule(clause="1.5", question="origin")
def origin_is_the_starting_point(f: Facts, p: Numbers) -> Verdict:
    """Every case starts with the person's original housing authority."""
    origin, can_return = f["origin"], f["can_return"]
    if origin is None:
        return unknown("The original housing authority is not recorded.", fact="origin")
    if origin == "none":
        return not_met("The person has no original housing authority to start with.")
    name = f.measured.name_of(origin)
    if can_return == "unknown":
        return unknown(
            f"Whether the person can go back to {name} is not recorded.", fact="can return"
        )
    if origin not in f.measured.profile:
        return not_met(f"The original housing authority, {name}, is outside this area; ask it too.")
    if can_return == "yes":
        return met(f"The person can go back to {name}: the starting point of the case.")
    return not_met(f"The person cannot go back to {name}, the original housing authority.")


@rule(clause="10.1", question="option")
def rate_of_placements(f: Facts, p: Numbers) -> Verdict:
    """How many are placed here now, and at what rate, drawn towards the whole where few live."""
    if f.measured.register is None:
        return unknown(f"How many are placed in {f.name} is not known.", fact="placements")
    here = f["spread.here"]
    rates = f.measured.rates
    per = p["spread.rate_per"]
    if f.code not in rates:
        return unknown(
            f"{here} counted in {f.name} now; its residents are not known.",
            fact=f"residents of {f.code}",
            housing=f"{f.name}: no rate is known.",
        )
    return met(
        f"{here} counted in {f.name} now; {rates[f.code] * per:.1f} per {per:,} residents, drawn "
        "towards the rate of the whole area (empirical Bayes). Shown only; it scores nothing.",
        housing=f"{f.name}: the rate is shown to its own SPOC.",
    )


@rule(clause="1.4", question="option")
def lha_stands_through_the_tenancy(f: Facts, p: Numbers) -> Verdict:
    """The LHA is not replaced by another within the tenancy looked at."""
    move_in = f.measured.move_in or f.measured.as_of
    horizon = add_months(move_in, p["zones.tenancy_horizon_months"])
    if f.lha is None or f.lha.end is None or f.lha.end > horizon:
        return met(f"{f.name} is not known to be replaced before {in_words(horizon)}.")
    successors = ", ".join(f.measured.name_of(code) for code in f.lha.successors) or "not named"
    return not_met(f"{f.name} ends on {in_words(f.lha.end)}; its successors: {successors}.")


@rule(clause="7(i)", question="option", law=("HA1996 s.199(1)",))
def connection_the_same_on_moving_in(f: Facts, p: Numbers) -> Verdict:
    """Both connection tests read the same now and on the day of moving in."""
    now, later = f["connection.now"], f["connection.later"]
    words = {"part7": "part 7", "part6": "register"}
    changed = [
        f"the {words[test]} test reads {now[test].replace('_', ' ')} now and "
        f"{later[test].replace('_', ' ')} on moving in"
        for test in now
        if now[test] != later[test]
    ]
    if f.measured.move_in is None:
        return unknown(
            "The day of moving in is not known; the tests are read as they stand now.",
            fact="release date",
        )
    if changed:
        return not_met(f"{f.name}: {'; '.join(changed)}.")
    return met(f"Both connection tests read the same for {f.name} on moving in.")
