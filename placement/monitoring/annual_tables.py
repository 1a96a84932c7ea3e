"""
The standard MAPPA tables of a year, laid out as areas publish them.

A dash is a cell that cannot occur (category 3 at Level 1; a sexual offences prevention order in
another category than 1), and is not zero. No other cell is left blank.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from placement.days import in_words
from placement.errors import ProfileError
from placement.monitoring.annual import (
    NOTIFICATION_BREACH,
    NOTIFICATION_REVOKED,
    ORDERS,
    RETURNS,
    SRO_BREACH,
)
from placement.monitoring.tables import TOTAL, Column, Count, Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from placement.monitoring.annual import YearCounts
    from placement.monitoring.denominators import Denominator

NAME = "year"
TITLES = {
    1: "Category 1: Registered sex offenders",
    2: "Category 2: Violent offenders",
    3: "Category 3: Other dangerous offenders",
    4: "Category 4: Terrorism",
}
HAPPENED = {
    NOTIFICATION_BREACH: "RSOs cautioned or convicted for breach of notification requirements",
    NOTIFICATION_REVOKED: "RSOs who have had their lifetime notification revoked on application",
    SRO_BREACH: "People who became subject to notification requirements following a breach of a "
    "Sexual Risk Order (SRO)",
}
ORDER_TITLES = dict(
    zip(
        ORDERS,
        ("SHPO", "SHPO with foreign travel restriction", "Notification orders"),
        strict=True,
    )
)
RESTRICTIVE = "Restrictive orders for Category 1 offenders, imposed by the courts"
YEAR_LEVELS = ("Level 2", "Level 3")
RETURN_TITLES = dict(zip(RETURNS, ("Breach of licence", "Breach of SOPO"), strict=True))


def year_section(counts: YearCounts) -> Section:
    """Return the section's title and what a reader must know first."""
    return Section(
        name=NAME,
        title=f"The year {counts.name}",
        intro=(
            f"The snapshot is of {in_words(counts.last)}. All else is of the year from "
            f"{in_words(counts.first)} to {in_words(counts.last)}. The two answer different "
            "questions: never compare or subtract the one from the other.",
            "Only people living in the community are counted, not those in prison or detained "
            "under the Mental Health Act. Most are managed at Level 1, without formal meetings.",
        ),
    )


def year_tables(counts: YearCounts, aged_10: Denominator | None) -> list[Table]:
    """Return the year's tables; ``aged_10`` are residents aged 10 and over, None: not given."""
    return [
        _levels(counts),
        _year_total(counts),
        _happened(counts),
        _orders(counts),
        _returned(counts),
        _rate(counts, aged_10),
    ]


MAY_BE_CALLED = (*HAPPENED.values(), ORDER_TITLES[ORDERS[-1]], RESTRICTIVE)
"""What an area may print another heading for; by the others disclosure control knows them."""


def with_labels(table: Table, labels: Mapping[str, str]) -> Table:
    """
    Return a table under an area's own headings, its numbers as they are.

    Raises
    ------
    ProfileError
        Where the area gives a heading for what has none of its own here.
    """
    if strange := [label for label in labels if label not in MAY_BE_CALLED]:
        known = "; ".join(MAY_BE_CALLED)
        raise ProfileError(f"[yearly.labels]: {strange[0]!r} is not one of: {known}.")
    frame = table.frame.copy()
    for key in set(table.keys) & {"what", "order"}:
        frame[key] = [labels.get(each, each) for each in frame[key]]
    return replace(table, title=labels.get(table.title, table.title), frame=frame)


def tables_of_the_register(counts: YearCounts) -> list[Table]:
    """Return the tables that a register of placements can give: Levels 2 and 3, no events."""
    note = (
        "From the register of placements: whoever has a stay in the community at Level 2 or 3. "
        "Level 1, orders, breaches and returns to custody are not held in it.",
    )
    return [
        replace(table, notes=(*note, *table.notes))
        for table in (_levels(counts, (2, 3)), _year_total(counts))
    ]


def _levels(counts: YearCounts, levels: tuple[int, ...] = (1, 2, 3)) -> Table:
    return _level_table(
        "year_snapshot",
        f"MAPPA-eligible offenders on {in_words(counts.last)}",
        counts.snapshot,
        levels,
        Count(
            measure="managed",
            by={"level": "level", "category": "category"},
            at={"on": f"{counts.last}"},
        ),
        ("A snapshot: not the year's total.",),
    )


def _year_total(counts: YearCounts) -> Table:
    return _level_table(
        "year_total",
        "MAPPA-eligible offenders in Levels 2 and 3 by category (yearly total)",
        counts.total,
        (2, 3),
        Count(
            measure="managed_in_year",
            by={"level": "level", "category": "category"},
            at={"year": counts.name},
        ),
        (
            "Everybody managed at Level 2 or 3 at any time of the year, once, at the highest level "
            "and in the latest category at it.",
        ),
    )


def _level_table(
    name: str,
    title: str,
    held: dict[tuple[int, int], int],
    levels: tuple[int, ...],
    count: Count,
    notes: tuple[str, ...],
) -> Table:
    """Return a table of level by category, with its totals and its dash."""
    categories = _categories(category for _, category in held)
    rows: list[tuple[str, str, int]] = []
    marks: dict[tuple[int, str], str] = {}
    for level in (*levels, TOTAL):
        for category in (*categories, TOTAL):
            n = sum(
                many
                for (lv, ct), many in held.items()
                if lv in levels and level in (lv, TOTAL) and category in (ct, TOTAL)
            )
            if (level, category) == (1, 3):
                marks[len(rows), "people"] = "z"
            rows.append((_level(level), _category(category), n))
    return _table(
        name,
        title,
        rows,
        ("level", "category"),
        count,
        across=(("level",), "category", "people"),
        marks=marks,
        notes=(*notes, "A dash: category 3 is managed at Level 2 or 3 only."),
    )


def _happened(counts: YearCounts) -> Table:
    rows = [(title, counts.happened.get(kind, 0)) for kind, title in HAPPENED.items()]
    return _table(
        "year_happened",
        "Notification requirements",
        rows,
        ("what",),
        Count(measure="happened", by={"what": "what"}, at={"year": counts.name}),
    )


def _orders(counts: YearCounts) -> Table:
    rows = [(title, counts.happened.get(kind, 0)) for kind, title in ORDER_TITLES.items()]
    return _table(
        "year_orders",
        RESTRICTIVE,
        rows,
        ("order",),
        Count(measure="orders", by={"order": "order"}, at={"year": counts.name}),
    )


def _returned(counts: YearCounts) -> Table:
    categories = _categories(category for _, _, category in counts.returned)
    rows: list[tuple[str, str, str, int]] = []
    marks: dict[tuple[int, str], str] = {}
    for kind, title in RETURN_TITLES.items():
        for level in (2, 3, TOTAL):
            for category in (*categories, TOTAL):
                n = sum(
                    many
                    for (k, lv, ct), many in counts.returned.items()
                    if k == kind and level in (lv, TOTAL) and category in (ct, TOTAL)
                )
                if kind == "returned_sopo" and category not in (1, TOTAL):
                    marks[len(rows), "people"] = "z"
                rows.append((title, _level(level), _category(category), n))
    count = Count(
        measure="returned",
        by={"reason": "reason", "level": "level", "category": "category"},
        at={"year": counts.name},
    )
    return _table(
        "year_returned",
        "Level 2 and 3 offenders returned to custody",
        rows,
        ("reason", "level", "category"),
        count,
        across=(("reason", "level"), "category", "people"),
        marks=marks,
        notes=("A dash: such an order is made for category 1 only.",),
    )


def _rate(counts: YearCounts, aged_10: Denominator | None) -> Table:
    import pandas as pd

    offenders = sum(n for (_, category), n in counts.snapshot.items() if category == 1)
    sizes = [] if aged_10 is None else list(aged_10.by_lha.values())
    known = sum(size for size in sizes if size is not None)
    rate = None if not known or None in sizes else offenders / known * 100_000
    count = Count(measure="managed", at={"on": f"{counts.last}", "category": _category(1)})
    columns = (
        Column(
            name="people",
            title="Registered sexual offenders",
            kind="count",
            unit="people",
            meaning="people in category 1 in the snapshot",
            people=count,
        ),
        Column(
            name="rate",
            title="Per 100,000 population",
            kind="number",
            decimals=0,
            unit="people per 100,000",
            meaning="of residents aged 10 and over",
            derived_from=("people",),
            rests_on="row",
        ),
    )
    source = (
        "Residents aged 10 and over were not given, so no rate is: give them with --denominators."
        if aged_10 is None
        else f"Of residents aged 10 and over: {aged_10.source}, {aged_10.date}."
    )
    return Table(
        name="year_rate",
        title="Total number of Registered Sexual Offenders per 100,000 population",
        section=NAME,
        columns=columns,
        frame=pd.DataFrame([(offenders, rate)], columns=["people", "rate"]),
        keys=(),
        notes=(source,),
    )


def _table(
    name: str,
    title: str,
    rows: list[Any],
    keys: tuple[str, ...],
    count: Count,
    *,
    across: tuple[tuple[str, ...], str, str] | None = None,
    marks: dict[tuple[int, str], str] | None = None,
    notes: tuple[str, ...] = (),
) -> Table:
    import pandas as pd

    meanings = {
        "level": "MAPPA level, or total",
        "category": "MAPPA category, or total",
        "reason": "why they were returned",
        "order": "the order",
        "what": "what happened in the year",
    }
    columns = (
        *(Column(name=k, title=k.capitalize(), kind="text", meaning=meanings[k]) for k in keys),
        Column(
            name="people",
            title="Number",
            kind="count",
            unit="people",
            meaning="people",
            people=count,
        ),
    )
    table = Table(
        name=name,
        title=title,
        section=NAME,
        columns=columns,
        frame=pd.DataFrame(rows, columns=[*keys, "people"]),
        keys=keys,
        totals={key: TOTAL for key in keys if key in ("level", "category")},
        across=across,
        notes=notes,
    )
    return table.marked(marks) if marks else table


def _categories(found: Iterable[int]) -> tuple[int, ...]:
    """Return the categories of the table: three, and category 4 where anybody is in it."""
    return (1, 2, 3, 4) if 4 in set(found) else (1, 2, 3)


def _category(category: object) -> str:
    return TITLES[category] if isinstance(category, int) else str(category)


def _level(level: object) -> str:
    return f"Level {level}" if isinstance(level, int) else str(level)
