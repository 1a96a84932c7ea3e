"""
What a profile lacks, in the order of what it costs: the first line is the first to see to.

Nothing here is an error. What is missing is unknown in every answer, and is said there too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.profile_writing import BODIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from placement.profile_model import LHA, Profile

DISTRICT = "E07"
STALE_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """One thing that is missing: what, what it costs, what to do; the LHAs, none where all."""

    what: str
    costs: str
    do: str
    lhas: tuple[str, ...] = ()


def lacks(profile: Profile, day: date, *, places: str | None) -> tuple[Lack, ...]:
    """
    Return what a profile lacks on a day, the most costly first.

    ``places`` says why its postcodes cannot be used; None where they can.
    """
    return tuple(_lacks(profile, day, places))


def _lacks(profile: Profile, day: date, places: str | None) -> Iterator[Lack]:
    there = profile.on(day)
    if places is not None:
        yield Lack(
            what="its postcodes",
            costs=f"nothing can be assessed: {places}",
            do=f"placement geodata build {profile.name}",
        )
    if not there:
        yield Lack(what="an authority", costs=f"none stands on {day}", do="give [[lhas]]")
    yield from _each(
        there,
        "residents",
        lambda lha: lha.population is None,
        "spread (6(c)) is not known, for any authority, from the third person in one on",
        "give each a population, and its source and day under [population]",
    )
    yield from _each(
        there,
        "the county that owes care leavers",
        lambda lha: lha.code.startswith(DISTRICT) and lha.county is None,
        "a care leaver of the county has no connection with its districts",
        "name the county under [counties] and in each district",
    )
    yield from _each(
        there,
        "a register's connection test",
        lambda lha: not profile.scheme_of(lha.code).sourced,
        "the part 6 test is unknown: see the scheme",
        "read the allocation scheme; give its numbers with source and day under [[schemes]]",
    )
    yield from _each(
        there,
        "the way to a let",
        lambda lha: "is not recorded" in " ".join(lha.route_sentences) or not lha.route_sentences,
        "the answer cannot say how a let happens, or that a landlord must ask first (9)",
        "write it as a [[routes]] with an id of its own",
    )
    yield from _each(
        there,
        "what homes there are",
        lambda lha: all(each.status == "unknown" for each in lha.housing_options),
        "every kind of home of protocol 8 is unknown",
        "write what is known under [[housing_options]], with its source",
    )
    yield from _each(
        there,
        "households",
        lambda lha: lha.households is None,
        "the report has one denominator fewer",
        "give each its households, with their source",
    )
    if profile.police_area == "not recorded":
        yield Lack(
            what="the police area",
            costs="a MAPPA area is a police area (1)",
            do="name it as police_area",
        )
    defaults = [key for key, word in profile.bodies.items() if f'{key} = "{word}"' in BODIES]
    if defaults:
        yield Lack(
            what="the area's own words for its bodies",
            costs=f"{len(defaults)} of them are the general ones",
            do="ask the co-ordinator what they are called here, and change [bodies]",
        )
    if profile.cohort != "mappa" or any(
        "protocol" in note and "has been read" in note for note in profile.notes
    ):
        yield Lack(
            what="its own protocol",
            costs="findings show how that of Cambridgeshire and Peterborough would apply",
            do="ask whether there is one; clauses and numbers are data (CONTRIBUTING.md)",
        )
    if (day - profile.checked).days > STALE_MONTHS * 31:
        yield Lack(
            what="a fresh look",
            costs=f"last checked on {profile.checked}, more than {STALE_MONTHS} months ago",
            do="look at each source again and renew `checked`",
        )


def _each(
    there: tuple[LHA, ...],
    what: str,
    missing: Callable[[LHA], bool],
    costs: str,
    do: str,
) -> Iterator[Lack]:
    """Give one lack for all authorities that have it, named unless it is all of them."""
    lacking = [lha for lha in there if missing(lha)]
    if lacking:
        named = () if len(lacking) == len(there) else tuple(lha.name for lha in lacking)
        yield Lack(what=what, costs=costs, do=do, lhas=named)
