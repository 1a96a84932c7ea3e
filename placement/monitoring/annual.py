"""
The year's records behind the standard MAPPA tables: who was managed how, and what happened.

A year runs from 1 April to 31 March. The snapshot is of its last day; everything else is of the
whole year, so that the two are never compared or subtracted. Counted are people in the community:
a spell in prison or hospital is no row here. A person managed at both Levels 2 and 3 in the year is
counted once, at the highest, in the category of the latest spell at that level.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from placement.errors import InputError
from placement.monitoring.reading import Field, read_fields
from placement.monitoring.stays import YEAR_STARTS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SPELL = "spell"
NOTIFICATION_BREACH = "notification_breach"
NOTIFICATION_REVOKED = "notification_revoked"
SRO_BREACH = "sro_breach"
ORDERS = ("shpo", "shpo_foreign_travel", "notification_order")
RETURNS = ("returned_licence", "returned_sopo")
EVENTS = (NOTIFICATION_BREACH, NOTIFICATION_REVOKED, SRO_BREACH, *ORDERS, *RETURNS)
CATEGORIES = (1, 2, 3, 4)
LEVELS = (1, 2, 3)

FIELDS = (
    Field(
        name="kind",
        meaning="spell: managed in the community from one day to another; else what happened",
        allowed=(SPELL, *EVENTS),
        needed=True,
    ),
    Field(name="person", meaning="a pseudonymous reference", needed=True),
    Field(name="from", meaning="first day of the spell, or the day", kind=date, needed=True),
    Field(name="to", meaning="a spell's first day no longer; blank: goes on", kind=date),
    Field(name="level", meaning="of a spell", allowed=tuple(map(str, LEVELS))),
    Field(name="category", meaning="of a spell", allowed=tuple(map(str, CATEGORIES))),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """One person managed in the community at one level in one category; half-open days."""

    person: str
    level: int
    category: int
    start: date
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to one person on one day: one of ``EVENTS``."""

    person: str
    kind: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRecords:
    """The spells and events of any number of years."""

    spells: tuple[Spell, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCounts:
    """One year's numbers by (level, category), by kind, and by (kind, level, category)."""

    first: date
    last: date
    snapshot: Counter[tuple[int, int]]
    total: Counter[tuple[int, int]]
    happened: Counter[str]
    returned: Counter[tuple[str, int, int]]

    @property
    def name(self) -> str:
        """The year as it is written: 2019/20."""
        return f"{self.first.year}/{self.last.year % 100:02d}"


def read_year_records(path: str | Path) -> YearRecords:
    """
    Read spells and events from a table: kind, person, from, to, level, category.

    Raises
    ------
    InputError
        With every problem of the file.
    """
    spells, events, problems = [], [], []
    for number, row in enumerate(read_fields(path, FIELDS), 2):
        if row["kind"] != SPELL:
            events.append(Event(person=row["person"], kind=row["kind"], on=row["from"]))
            continue
        if not row["level"] or not row["category"]:
            problems.append(f"row {number}: a spell needs its level and its category.")
            continue
        spell = Spell(
            person=row["person"],
            level=int(row["level"]),
            category=int(row["category"]),
            start=row["from"],
            end=row["to"],
        )
        if spell.end is not None and spell.end <= spell.start:
            problems.append(f"row {number}: a spell ends after the day on which it begins.")
        spells.append(spell)
    if problems:
        raise InputError(str(path), problems)
    return YearRecords(spells=tuple(spells), events=tuple(events))


def last_whole_year(day: date) -> date:
    """Return the first day of the last year that was over on ``day``."""
    year = day.year if (day.month, day.day) >= YEAR_STARTS else day.year - 1
    return date(year - 1, *YEAR_STARTS)


def count_year(records: YearRecords, first: date) -> YearCounts:
    """
    Count one year from 1 April.

    Raises
    ------
    InputError
        Where a record contradicts another: category 3 at Level 1, two spells of one person on one
        day, a return to custody of somebody who was not at Level 2 or 3 in the weeks before.
    """
    after = date(first.year + 1, *YEAR_STARTS)
    last = after - timedelta(days=1)
    problems = _contradictions(records.spells)
    snapshot = Counter((s.level, s.category) for s in records.spells if s.holds_on(last))
    during = [s for s in records.spells if s.start < after and (s.end is None or s.end > first)]
    happened = [e for e in records.events if first <= e.on < after]
    total = Counter(_once(s for s in during if s.level > 1).values())
    returned: Counter[tuple[str, int, int]] = Counter()
    for event in happened:
        if event.kind in RETURNS:
            before = [s for s in records.spells if s.person == event.person and s.start <= event.on]
            latest = max(before, key=lambda s: s.start, default=None)
            if latest is None or latest.level == 1 or not _until(latest, event.on):
                problems.append(
                    f"a return to custody on {event.on} is of somebody who was not managed at "
                    "Level 2 or 3 up to that day."
                )
                continue
            returned[event.kind, latest.level, latest.category] += 1
    if problems:
        raise InputError("The year's records", problems)
    kinds = Counter(e.kind for e in happened if e.kind not in RETURNS)
    return YearCounts(
        first=first, last=last, snapshot=snapshot, total=total, happened=kinds, returned=returned
    )


def _until(spell: Spell, day: date) -> bool:
    """Whether a spell reaches a day: a return to custody is the day on which it ends."""
    return spell.end is None or spell.end >= day


def _once(spells: Iterable[Spell]) -> dict[str, tuple[int, int]]:
    """Return each person's highest level, and the category of the latest spell at it."""
    chosen: dict[str, tuple[int, date, int]] = {}
    for spell in spells:
        mine = (spell.level, spell.start, spell.category)
        chosen[spell.person] = max(chosen.get(spell.person, mine), mine)
    return {person: (level, category) for person, (level, _, category) in chosen.items()}


def _contradictions(spells: Iterable[Spell]) -> list[str]:
    problems = []
    ends: dict[str, date] = {}
    for spell in sorted(spells, key=lambda s: (s.person, s.start)):
        if (spell.level, spell.category) == (1, 3):
            problems.append(
                f"a spell from {spell.start} is of category 3 at Level 1, which cannot be."
            )
        if spell.start < ends.get(spell.person, date.min):
            problems.append(f"a spell from {spell.start} begins before the person's last one ends.")
        ends[spell.person] = spell.end or date.max
    return problems
