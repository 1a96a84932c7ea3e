"""Read what a case says about people: where they lived and worked, family, household, victims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.cases import words
from placement.cases.kinds import (
    DAY,
    DUTY_AUTHORITY,
    FLAG,
    LHA,
    REFERENCE,
    TEXT,
    WORD,
    number,
    one_of,
    whole,
)
from placement.cases.model import (
    Address,
    Employment,
    HouseholdMember,
    Network,
    Place,
    Relative,
    RiskToApplicant,
    Service,
    SpecialCircumstance,
    Victim,
)
from placement.cases.spelling import names_a_place

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from placement.cases.table import Table

_HOURS_PER_WEEK = number(0, 168)
_VISITS_PER_WEEK = number(0, 50)
_AGE_YEARS = whole(0, 120)
METRES = number(1, 50_000)
AVOID_METRES = number(0, 50_000)  # 0: no distance is asked for


def address(table: Table) -> Address:
    """Read one of ``[[history]]``; gaps and overlaps between stays are allowed."""
    start, end = table.stay()
    return Address(
        start=start,
        end=end,
        place=table.place(),
        kind=table.need("kind", one_of(words.SETTING)),
        provided_by=table.get("provided_by", LHA),
    )


def employment(table: Table) -> Employment:
    """Read one of ``[[employment]]``."""
    start, end = table.span()
    return Employment(
        start=start,
        end=end,
        place=table.place(),
        hours_per_week=table.get("hours_per_week", _HOURS_PER_WEEK),
        kind=table.get("kind", one_of(words.EMPLOYMENT)),
    )


def relative(table: Table) -> Relative:
    """Read one of ``[[family]]``; where they live is another person's home and never shown."""
    return Relative(
        relation=table.need("relation", one_of(words.RELATION)),
        place=table.place(hidden=True),
        since=table.get("since", DAY),
        wants_to_be_near=table.get("wants_to_be_near", FLAG),
    )


def network(table: Table) -> Network:
    """Read one of ``[[networks]]``; its place may be another person's home."""
    return Network(
        kind=table.need("kind", WORD),
        influence=table.need("influence", one_of(words.INFLUENCE)),
        place=table.place(hidden=True),
    )


def service(table: Table) -> Service:
    """Read one of ``[[services]]``."""
    return Service(
        kind=table.need("kind", one_of(words.SERVICE)),
        place=table.place(),
        visits_per_week=table.get("visits_per_week", _VISITS_PER_WEEK),
    )


def household_member(table: Table) -> HouseholdMember:
    """Read one of ``[[household]]``, with their own connections."""
    return HouseholdMember(
        reference=table.need("reference", REFERENCE),
        relation=table.get("relation", one_of(words.RELATION)),
        history=table.parts("history", address),
        employment=table.parts("employment", employment),
        family=table.parts("family", relative),
    )


def risk_to_applicant(table: Table) -> RiskToApplicant:
    """Read one of ``[[risk_to_applicant]]``: a risk to the household, never one they pose."""
    return RiskToApplicant(
        lha=table.need("lha", LHA),
        kind=table.need("kind", one_of(words.RISK_TO_APPLICANT)),
    )


def special_circumstance(table: Table) -> SpecialCircumstance:
    """Read one of ``[[special_circumstances]]``; only a care leaver has an authority and an age."""
    kind = table.need("kind", one_of(words.SPECIAL_CIRCUMSTANCE))
    read = SpecialCircumstance(
        kind=kind,
        authority=table.get("authority", DUTY_AUTHORITY),
        age=table.get("age", _AGE_YEARS),
        lha=table.get("lha", LHA),
        note=table.get("note", TEXT),
    )
    for key in ("authority", "age"):
        if kind not in ("care_leaver", "") and table.holds(key):
            table.problem(key, f"is for kind = 'care_leaver' and not for {kind!r}. Remove it.")
    note_for_other(table, kind)
    return read


def note_for_other(table: Table, kind: str) -> None:
    """Refuse ``other`` that does not say what it is."""
    if kind == "other" and not table.holds("note"):
        table.problem("note", "is missing. kind = 'other' needs a note that says what it is.")


def victim_reader(place_names: Collection[str]) -> Callable[[Table], Victim]:
    """Return the reader of one of ``[[victims]]``, given the names no statement may hold."""

    def victim(table: Table) -> Victim:
        statement = table.get("statement_for_housing", TEXT)
        if statement and names_a_place(statement, place_names):
            table.problem(
                "statement_for_housing",
                "names a place (not shown here). It is written for the housing authority: no "
                "postcode, sector, ONS code, LHA or ward name. Write it again without the place.",
            )
        return Victim(
            reference=table.need("reference", REFERENCE),
            home=_home(table),
            avoid_metres=table.get("avoid_metres", AVOID_METRES),
            asks_to_avoid=table.items("asks_to_avoid", LHA),
            contact_scheme=table.get("contact_scheme", one_of(words.YES_NO)) or "unknown",
            views=table.get("views", one_of(words.VICTIM_VIEWS)) or "unknown",
            statement_for_housing=statement,
        )

    return victim


def _home(table: Table) -> Place | None:
    home = table.part("home")
    place = home.place(needed=isinstance(table.written("home"), dict))
    home.close()
    return place
