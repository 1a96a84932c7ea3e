"""
Synthetic records that imply the published Bedfordshire tables of 2019/20, and nothing else.

No person here is real: references are numbers. The sums were read in the published report.
"""

from __future__ import annotations

from datetime import date, timedelta

from placement.monitoring.annual import Event, Spell, YearRecords

FIRST = date(2019, 4, 1)
LONG_AGO = date(2015, 6, 1)
SNAPSHOT = {
    (1, 1): 626, (1, 2): 237,
    (2, 1): 8, (2, 2): 6, (2, 3): 6,
    (3, 1): 0, (3, 2): 1, (3, 3): 2,
}  # fmt: skip
TOTAL = {(2, 1): 10, (2, 2): 9, (2, 3): 8, (3, 1): 2, (3, 2): 5, (3, 3): 5}
LICENCE = {(2, 1): 2, (2, 2): 4, (2, 3): 0, (3, 1): 2, (3, 2): 3, (3, 3): 2}
SOPO = {(2, 1): 1, (3, 1): 0}
HAPPENED = {
    "notification_breach": 32,
    "notification_revoked": 4,
    "shpo": 73,
    "shpo_foreign_travel": 0,
    "notification_order": 2,
    "sro_breach": 1,
}


def records() -> YearRecords:
    """People who stay to the end of the year, and others who left in it, some to custody."""
    spells: list[Spell] = []
    events: list[Event] = []

    def person() -> str:
        return f"B-{len({s.person for s in spells}) + 1:04d}"

    for (level, category), many in SNAPSHOT.items():
        for _ in range(many):
            spells.append(Spell(person=person(), level=level, category=category, start=LONG_AGO))
    back = LICENCE.copy()
    sopo = SOPO.copy()
    for cell, many in TOTAL.items():
        level, category = cell
        gone = many - SNAPSHOT[cell]
        assert gone >= 0
        for i in range(gone):
            last = FIRST + timedelta(days=30 + i)
            who = person()
            spells.append(
                Spell(person=who, level=level, category=category, start=LONG_AGO, end=last)
            )
            if back[cell]:
                back[cell] -= 1
                events.append(Event(person=who, kind="returned_licence", on=last))
            elif sopo.get(cell):
                sopo[cell] -= 1
                events.append(Event(person=who, kind="returned_sopo", on=last))
    for kind, left in (("returned_licence", back), ("returned_sopo", sopo)):
        for cell, many in left.items():  # the rest came back into the community the same year
            for i in range(many):
                at = [s for s in spells if (s.level, s.category) == cell][i]
                day = FIRST + timedelta(days=60 + i)
                events.append(Event(person=at.person, kind=kind, on=day))
    on = FIRST + timedelta(days=100)
    for kind, many in HAPPENED.items():
        events += [Event(person=f"B-{i + 1:04d}", kind=kind, on=on) for i in range(many)]
    outside = [
        Spell(person="X-1", level=3, category=1, start=LONG_AGO, end=FIRST),
        Spell(person="X-2", level=3, category=1, start=date(2020, 4, 1)),
    ]
    events.append(Event(person="X-2", kind="shpo", on=date(2020, 4, 1)))
    return YearRecords(spells=(*spells, *outside), events=tuple(events))
