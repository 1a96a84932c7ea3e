"""Who is placed where, and what SPOCs said, as a scenario writes it: a few rows each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from placement.cases.kinds import SECTOR
from placement.cases.registers import Placement
from placement.cases.words import SETTING
from placement.rules.contributions import AVAILABILITY, EXCLUSION, SpocWord
from placement.tables import Table
from scenarios.words import codes_of

if TYPE_CHECKING:
    from placement.profile_model import Profile


def read_people(
    rows: list[dict[str, Any]], profile: Profile | None, day: date, problems: list[str]
) -> tuple[Placement, ...]:
    """
    Read ``[[placements]]``: so many ``people`` in an ``lha``, and perhaps one ``area`` of it.

    What a row leaves out is usual: one person, level 2, category 1, private rent, since a year
    before ``day``. ``reference`` names somebody whom a case must not live near.
    """
    found: list[Placement] = []
    for number, row in enumerate(rows, start=1):
        table = Table(row, f"placements {number}", problems)
        lhas = codes_of(table.text("lha"), profile, table.where, problems)
        people = table.whole("people", least=1)
        people = 1 if people is None else people
        level, category = table.whole("level", least=1), table.whole("category", least=1)
        reference = table.maybe_text("reference")
        area = table.maybe_text("area")
        if area is not None and SECTOR.read(area) is None:
            table.problem(f"area is {area!r}; it must be {SECTOR.allowed}")
        setting = table.maybe_text("setting", allowed=SETTING) or "private_rent"
        start = table.day("from") or _a_year_before(day)
        end = table.day("to")
        table.close()
        if reference is not None and people != 1:
            table.problem("reference is one person's; leave out people")
        found += [
            Placement(
                reference=reference or f"P-{number}-{each}",
                lha=lhas[0] if lhas else "",
                area=area,
                level=level or 2,
                category=category or 1,
                setting=setting,
                start=start,
                end=end,
            )
            for each in range(people)
        ]
    return tuple(found)


def read_heard(
    rows: tuple[Table, ...], profile: Profile | None, problems: list[str]
) -> tuple[SpocWord, ...]:
    """Read ``[[contributions]]``: what the SPOC of an ``lha`` said; the rest is not known."""
    found = []
    for table in rows:
        lhas = codes_of(table.text("lha"), profile, table.where, problems)
        availability = table.maybe_text("availability", allowed=AVAILABILITY)
        exclusion = table.maybe_text("exclusion", allowed=EXCLUSION)
        ask = table.maybe_text("ask")
        table.close()
        found.append(
            SpocWord(
                lha=lhas[0] if lhas else "",
                availability=availability or "not_known",
                exclusion=exclusion or "not_known",
                ask=ask,
            )
        )
    return tuple(found)


def _a_year_before(day: date) -> date:
    return day - timedelta(days=365) if day > date(2, 1, 1) else day
