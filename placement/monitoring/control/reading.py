"""
From the report's tables to cells and lines: what is counted, and how counts hang together.

Each column of people says what it counts (``tables.Count``); a row that is a total is summed over,
so that tables are linked wherever they speak of the same people. That parts add up to a total is
taken from where a table says so, by its rows of totals; cells of another table that divide the same
total are part of it, and of areas, which leave out nobody but those whose area is not recorded, it
is taken to be known that they add up where they do. No more is read into numbers that happen to
agree: whoever supposes that a reader knows a zero beforehand no longer protects it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from placement.days import add_months
from placement.monitoring.control.cells import Key, Statement, adds_up, at_most, says

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from placement.monitoring.control.meanings import Meaning
    from placement.monitoring.tables import Table

SNAPSHOT = "on"
TIMES = (SNAPSHOT, "month", "year", "edition", "window")
PLACES = frozenset({"area"})
_MONTHS = 12
_MOST_COLUMNS = 7
_MOST_AT_ONCE = 3  # dimensions that a total may be summed over at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A value of one dimension that is made of values of another: a year of months, say."""

    dimension: str
    value: str
    of: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Measures that add up to another: for each part its measure, sign and further dimensions."""

    total: str
    parts: tuple[tuple[str, int, tuple[tuple[str, str], ...]], ...]


ALIKE = ("people_with_area",)
"""Measures that a reader takes to be the whole where they are: few leave out an area."""

WITHIN: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("people_with_area", "people", (("group", "counted"),)),
    ("came", "people", (("group", "counted"),)),
)
"""Measures that count some of those whom another counts: part, whole, the whole's dimensions."""

STAYS = Identity(total="stays", parts=(("ended", 1, ()), ("people", 1, (("group", "counted"),))))
HOMES = Identity(
    total="referred",
    parts=(
        ("referred", 1, (("home", "found"),)),
        ("referred", 1, (("home", "none yet"),)),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """
    What tables do not say by themselves.

    ``never`` are cells that cannot be anything but 0. ``between`` returns what ties cells of
    different tables together. ``meanings`` says what a figure that is no count tells of counts, by
    (table, column); a figure without one is shown only where all counts behind it are. ``behind``
    names further counts behind a table's figures, as (table, column). ``own_row`` are figures that
    rest on the counts of their own row alone, ``on_total`` those that rest on these and on their
    sum over all places. ``kept_back`` are columns of people that leave the inside in no form.
    """

    parts: tuple[Parts, ...] = ()
    identities: tuple[Identity, ...] = (STAYS, HOMES)
    within: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = WITHIN
    lines: tuple[Statement, ...] = ()
    between: Callable[[Mapping[Key, int]], Iterable[Statement]] | None = None
    never: frozenset[Key] = frozenset()
    meanings: Mapping[tuple[str, str], Meaning] = field(default_factory=dict)
    behind: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    own_row: frozenset[tuple[str, str]] = frozenset()
    on_total: frozenset[tuple[str, str]] = frozenset()
    kept_back: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The tables as cells: each cell's number, where each stands, and the lines between them."""

    counts: dict[Key, int]
    where: dict[tuple[str, int, str], Key]
    lines: tuple[Statement, ...]


def key_of(table: Table, row: int, column: str, *, over: tuple[str, ...] = ()) -> Key:
    """Return the cell that a column of people counts in one row, summed over some dimensions."""
    count = table.column(column).people
    if count is None:
        raise KeyError(f"{table.name}.{column} counts nobody")
    at = dict(count.at)
    for dimension, name in count.by.items():
        if name not in table.frame.columns:
            continue  # a table of the whole area
        value = table.frame.at[row, name]
        text = str(value.isoformat() if hasattr(value, "isoformat") else value)
        if text != table.totals.get(name) and dimension not in over:
            at[dimension] = text
    return Key.of(count.measure, **at)


def read_tables(tables: Iterable[Table], links: Links) -> Read:
    """Read tables into cells (see the module); a blank or marked cell is none, a dash is 0."""
    counts: dict[Key, int] = {}
    where: dict[tuple[str, int, str], Key] = {}
    never = set(links.never)
    lines: list[Statement] = list(links.lines)
    for table in tables:
        names = [column.name for column in table.columns if column.people]
        for name in names:
            found = _column(table, name, never)
            if any(counts.get(key, count) != count for _, key, count in found):
                # the same name for something else: not the same cells, then
                found = [
                    (i, Key(f"{key.measure} ({table.name})", key.at), n) for i, key, n in found
                ]
            for i, key, count in found:
                counts[key] = count
                where[table.name, i, name] = key
            lines += _totals(table, name, where, counts)
        lines += _columns_that_balance(table, names, where, counts)
    lines += [says(key, 0, 0, "cannot occur") for key in sorted(never) if key in counts]
    lines += _margins(counts, lines)
    lines += _named_parts(counts, links.parts)
    lines += _series(counts)
    for identity in links.identities:
        lines += _identities(counts, identity)
    for part, whole, at in links.within:
        lines += _within(counts, part, whole, dict(at))
    if links.between is not None:
        lines += [line for line in links.between(counts) if line.holds(counts)]
    return Read(counts=counts, where=where, lines=tuple(dict.fromkeys(lines)))


def _column(table: Table, name: str, never: set[Key]) -> list[tuple[int, Key, int]]:
    found = []
    for i in range(len(table.frame)):
        mark, value = table.mark(i, name), table.value(i, name)
        if mark not in (None, "z"):
            continue
        key = key_of(table, i, name)
        if mark == "z":
            never.add(key)
        found.append((i, key, 0 if mark == "z" else int(value)))
    return found


def _columns_that_balance(
    table: Table,
    names: list[str],
    where: Mapping[tuple[str, int, str], Key],
    counts: Mapping[Key, int],
) -> list[Statement]:
    """Return how columns add up, as the table says; else find those that do so in every row."""
    rows = [i for i in range(len(table.frame)) if all((table.name, i, n) in where for n in names)]
    if table.balances is not None:
        lines = []
        for signed in table.balances:
            for i in rows:
                terms = tuple((where[table.name, i, name], sign) for name, sign in signed)
                line = Statement(terms=terms, lower=0, upper=0, why=table.name)
                if line.holds(counts) and len({key for key, _ in terms}) == len(terms):
                    lines.append(line)
        return lines
    if not 2 < len(names) <= _MOST_COLUMNS or not rows:
        return []
    keys = [[where[table.name, i, n] for n in names] for i in rows]
    held = np.array([[counts[key] for key in row] for row in keys])
    held = np.where(held.any(axis=0), held, -1)  # a column of nothing is part of no sum
    lines = []
    for signs in product((-1, 0, 1), repeat=len(names)):
        first = next((s for s in signs if s), 0)
        if first != 1 or sum(map(abs, signs)) < 3 or min(signs) == 0:
            continue
        if (held @ np.array(signs) == 0).all() and not (held[0] < 0)[np.array(signs) != 0].any():
            for row in keys:
                terms = tuple((key, sign) for key, sign in zip(row, signs, strict=True) if sign)
                if len({key for key, _ in terms}) == len(terms):
                    lines.append(Statement(terms=terms, lower=0, upper=0, why=table.name))
    return lines


def _totals(
    table: Table,
    name: str,
    where: Mapping[tuple[str, int, str], Key],
    counts: Mapping[Key, int],
) -> list[Statement]:
    """Return the lines of a table's own totals: each is the sum over one key column."""
    rows = [i for i in range(len(table.frame)) if (table.name, i, name) in where]
    lines = []
    for over, total in table.totals.items():
        others = [key for key in table.keys if key != over]
        parts: dict[tuple[object, ...], list[Key]] = defaultdict(list)
        sums: dict[tuple[object, ...], Key] = {}
        for i in rows:
            rest = tuple(table.frame.at[i, other] for other in others)
            cell = where[table.name, i, name]
            if table.frame.at[i, over] == total:
                sums[rest] = cell
            else:
                parts[rest].append(cell)
        lines += [
            _sum(cell, parts[rest], counts)
            for rest, cell in sums.items()
            if parts.get(rest) and sum(counts[part] for part in parts[rest]) <= counts[cell]
        ]
    return lines


def _margins(counts: Mapping[Key, int], known: Iterable[Statement]) -> list[Statement]:
    """Find, for each cell, cells of other tables that divide it by further dimensions."""
    told = {(line.terms[0][0], part) for line in known for part, _ in line.terms[1:]}
    shapes: dict[tuple[str, frozenset[str]], list[Key]] = defaultdict(list)
    for key in counts:
        shapes[key.measure, frozenset(name for name, _ in key.at)].append(key)
    lines = []
    for (measure, whole), (other, fine) in product(shapes, shapes):
        extra = fine - whole
        fits = measure == other and whole < fine and len(extra) <= _MOST_AT_ONCE
        if not fits or extra & set(TIMES):
            continue
        children: dict[Key, list[Key]] = defaultdict(list)
        for key in shapes[other, fine]:
            children[key.without(*extra)].append(key)
        for total in shapes[measure, whole]:
            parts = children.get(total, ())
            if (
                not parts
                or (total, parts[0]) in told
                or sum(counts[p] for p in parts) > counts[total]
            ):
                continue
            lines.append(_sum(total, parts, counts) if extra <= PLACES else at_most(total, parts))
    return lines


def _named_parts(counts: Mapping[Key, int], named: Iterable[Parts]) -> list[Statement]:
    lines = []
    for each in named:
        for total in [key for key in counts if key.get(each.dimension) == each.value]:
            rest = total.without(each.dimension)
            parts = [rest.also(**{each.of: value}) for value in each.values]
            parts = [part for part in parts if part in counts]
            if parts and sum(counts[part] for part in parts) <= counts[total]:
                lines.append(_sum(total, parts, counts))
    return lines


def _sum(total: Key, parts: Sequence[Key], counts: Mapping[Key, int]) -> Statement:
    if sum(counts[part] for part in parts) == counts[total]:
        return adds_up(total, parts)
    return at_most(total, parts)


def _series(counts: Mapping[Key, int]) -> list[Statement]:
    """Tie months to years, and arrivals and departures to the numbers before and after."""
    lines = []
    years: dict[Key, list[Key]] = defaultdict(list)
    for key in counts:
        for name in ("month", "year"):
            period = key.get(name)
            if period is None:
                continue
            first, last = _days(period)
            if name == "month":
                start = first.year if first.month > 3 else first.year - 1
                year = key.without("month").also(year=f"{start}/{(start + 1) % 100:02d}")
                years[year].append(key)
            if key.measure == "arrivals":
                stock = Key("people", key.without(name).at)
                before = stock.also(on=first - timedelta(days=1))
                after, left = stock.also(on=last), Key("departures", key.at)
                line = Statement(
                    terms=((after, 1), (before, -1), (key, -1), (left, 1)),
                    lower=0,
                    upper=0,
                    why="came and left",
                )
                if all(each in counts for each, _ in line.terms) and line.holds(counts):
                    lines.append(line)
    for year, months in years.items():
        if year in counts and sum(counts[month] for month in months) <= counts[year]:
            whole = len(months) == _MONTHS
            lines.append(_sum(year, months, counts) if whole else at_most(year, months))
    return lines


def _days(period: str) -> tuple[date, date]:
    """Return the first and last day of a month ("2026-04") or a year from April ("2026/27")."""
    months = 1 if "-" in period else 12
    start = date.fromisoformat(f"{period}-01" if months == 1 else f"{period[:4]}-04-01")
    return start, add_months(start, months) - timedelta(days=1)


def _identities(counts: Mapping[Key, int], identity: Identity) -> list[Statement]:
    found: dict[tuple[str, frozenset[tuple[str, str]]], Key] = {
        (key.measure, frozenset(key.without("edition").at)): key for key in counts
    }
    lines = []
    for key in [key for key in counts if key.measure == identity.total]:
        place = frozenset(key.without("edition").at)
        parts = [(found.get((m, place | set(at))), sign) for m, sign, at in identity.parts]
        terms = ((key, 1), *((part, -sign) for part, sign in parts if part is not None))
        line = Statement(terms=terms, lower=0, upper=0, why=f"what makes up {identity.total}")
        if len(terms) == len(parts) + 1 and line.holds(counts):
            lines.append(line)
    return lines


def _within(
    counts: Mapping[Key, int], part: str, whole: str, at: Mapping[str, str]
) -> list[Statement]:
    pairs = [(Key(whole, key.at).also(**at), key) for key in counts if key.measure == part]
    return [
        _sum(total, [key], counts) if part in ALIKE else at_most(total, [key])
        for total, key in pairs
        if total in counts and counts[key] <= counts[total]
    ]
