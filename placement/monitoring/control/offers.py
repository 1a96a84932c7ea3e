"""
What a release might show to whom, and how its tables look once it is decided.

Audiences: ``internal`` is shown everything. ``lha`` is shown its own rows in full, of the others
labels alone, and of the whole area what control lets through. ``smb`` (the Board) is shown
controlled counts. ``public`` is shown totals of the whole area alone, and words.

A figure that is no count and has no ``Meaning`` is shown only where every count behind its column
is shown exactly. Labels are shown for all rows or for none, because a label missing for one LHA
would itself say something of that LHA.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from placement.monitoring.control.cells import Offer, Statement, says
from placement.monitoring.control.meanings import Label, range_of, rounded
from placement.monitoring.control.reading import SNAPSHOT, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from placement.monitoring.control.cells import Key
    from placement.monitoring.control.ground import Ground
    from placement.monitoring.control.reading import Links, Read
    from placement.monitoring.tables import Column, Table

PLACES = ("lha", "area")
Spot = tuple[str, int, str]
"""A cell of a table: its table, row and column."""
_RESTS_ON_COUNTS = ("number", "chance", "label", "words")
_WEIGHT = {"whole": 12, "lha": 4, "area": 1}
_NOW = 10  # a count of the day itself weighs so many times one of the past
_HEADLINE = frozenset({SNAPSHOT, "edition", "group", "lha"})
_FIRST = 6  # how many are counted, and where, is what is asked first
_LABELS, _COARSE, _FIGURE = 40, 20, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who a release is for: its name, the LHA where it is one, the rounding base."""

    name: str
    lha: str | None
    base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """The offers, and which spots each would fill; ``own`` are shown whatever is decided."""

    offers: tuple[Offer, ...]
    spots: tuple[tuple[Spot, ...], ...]
    coarse: frozenset[int]
    own: frozenset[Spot]


def kept(table: Table, audience: Audience) -> Table | None:
    """Return the rows of a table that an audience may be shown; None where there are none."""
    places = [name for name in PLACES if name in table.keys]
    if audience.name != "public":
        return table
    if not places:
        return table if table.place == "whole" else None
    rows = [
        i
        for i in range(len(table.frame))
        if all(table.frame.at[i, name] == table.totals.get(name) for name in places)
    ]
    return table.only(rows) if rows else None


def offers_of(
    tables: Sequence[Table],
    read: Read,
    ground: Ground,
    audience: Audience,
    links: Links,
    limits: tuple[int, bool],
    as_of: date,
) -> Offered:
    """
    Return everything that might be shown.

    ``limits`` are the threshold and whether 0 is hidden; ``as_of`` is the day that the release is
    about, whose counts are the last to be hidden for the sake of others.
    """
    cells: dict[Key, list[Spot]] = {}
    own: set[Spot] = set()
    for table in tables:
        for column in table.columns:
            name = (table.name, column.name)
            if not column.people and name not in links.meanings:
                continue
            for i in range(len(table.frame)):
                spot = (table.name, i, column.name)
                if _own(table, i, audience) and name not in links.kept_back:
                    own.add(spot)
                elif column.people and _may_show(table, i, column, audience, links):
                    key = _key(table, i, column.name, read)
                    if key is not None:
                        cells.setdefault(key, []).append(spot)
    offers: list[Offer] = []
    spots: list[tuple[Spot, ...]] = []
    for key, where in cells.items():
        count = read.counts[key]
        offers.append(
            Offer(
                statements=(
                    shown_count(
                        key,
                        rounded(count, audience.base),
                        audience,
                        limits,
                        never=key in ground.never,
                    ),
                ),
                weight=_weight(key, as_of),
                key=key,
                barred=key in ground.small,
            )
        )
        spots.append(tuple(where))
    coarse = set()
    for table in tables:
        for lines, filled, is_coarse in _meant(table, audience, links, own):
            if is_coarse:
                coarse.add(len(offers))
            weight = _COARSE if is_coarse else _LABELS if len(filled) > 1 else _FIGURE
            offers.append(Offer(statements=lines, weight=weight))
            spots.append(filled)
    return Offered(
        offers=tuple(offers), spots=tuple(spots), coarse=frozenset(coarse), own=frozenset(own)
    )


def shown_count(
    key: Key, shown: int, audience: Audience, limits: tuple[int, bool], *, never: bool = False
) -> Statement:
    """Return what a count says as it is shown: that it is not below the threshold, too."""
    low, high = range_of(shown, audience.base)
    threshold, zeros = limits
    if never:
        low = high = 0
    elif audience.base > 1 and (zeros or shown > 0):
        low = max(low, threshold)
    return says(key, low, high, "published")


def _own(table: Table, row: int, audience: Audience) -> bool:
    return (
        audience.lha is not None
        and "lha" in table.keys
        and table.frame.at[row, "lha"] == audience.lha
    )


def _may_show(table: Table, row: int, column: Column, audience: Audience, links: Links) -> bool:
    """Whether a count may be shown at all; of other LHAs an LHA is shown none."""
    if (table.name, column.name) in links.kept_back:
        return False
    if audience.name != "lha":
        return True
    return "lha" not in table.keys or table.frame.at[row, "lha"] == table.totals.get("lha")


def _key(table: Table, row: int, column: str, read: Read) -> Key | None:
    """Return the cell of a spot, by what it counts: rows may have moved since it was read."""
    if table.mark(row, column) not in (None, "z"):
        return None
    key = key_of(table, row, column)
    other = replace(key, measure=f"{key.measure} ({table.name})")
    return other if other in read.counts else key


def _weight(key: Key, as_of: date) -> int:
    place = "area" if key.get("area") else "lha" if key.get("lha") else "whole"
    weight = _WEIGHT[place] * (_NOW if key.get(SNAPSHOT) == as_of.isoformat() else 1)
    headline = key.get("group") == "counted" and {name for name, _ in key.at} <= _HEADLINE
    return weight * (_FIRST if headline and key.measure == "people" else 1)


def _meant(
    table: Table, audience: Audience, links: Links, own: Iterable[Spot]
) -> Iterable[tuple[tuple[Statement, ...], tuple[Spot, ...], bool]]:
    """Return what figures with a meaning would say: labels of a column together, others apart."""
    for column in table.columns:
        meaning = links.meanings.get((table.name, column.name))
        if meaning is None or (audience.base > 1 and not isinstance(meaning, Label)):
            continue
        found = {
            (table.name, i, column.name): said(table, i, column.name, links)
            for i in range(len(table.frame))
            if table.mark(i, column.name) is None and (table.name, i, column.name) not in set(own)
        }
        if not isinstance(meaning, Label):
            if audience.name != "lha":
                yield from ((lines, (spot,), False) for spot, lines in found.items())
        elif found:
            yield tuple(x for lines in found.values() for x in lines), tuple(found), False
            coarse = [
                line
                for _, i, _ in found
                for line in said(table, i, column.name, links, coarse=True)
            ]
            yield tuple(coarse), tuple(found), True


def said(
    table: Table,
    row: int,
    column: str,
    links: Links,
    *,
    coarse: bool = False,
    shown: object = None,
) -> tuple[Statement, ...]:
    """
    Return what a figure with a meaning says of the counts behind it.

    ``table`` holds the row as it is inside; ``shown`` is the figure as it went out, if it did.
    """
    meaning = links.meanings[table.name, column]
    value = table.value(row, column) if shown is None else shown
    if value is None:
        return ()
    if coarse and isinstance(meaning, Label):
        value = meaning.coarse.get(str(value), str(value))
    cells = {each.name: table.frame.at[row, each.name] for each in table.columns}
    return meaning.statements(value, cells, lambda name, over: key_of(table, row, name, over=over))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """
    What is shown.

    ``spots`` says of each spot shown whether it is made coarse; ``exact`` are the cells whose
    number is shown as it is, and ``whole`` the columns of people of which every cell is.
    """

    spots: Mapping[Spot, bool]
    exact: frozenset[Key]
    whole: frozenset[tuple[str, str]]


def dressed(table: Table, decided: Decided, audience: Audience, links: Links) -> Table:
    """Return a table as its audience sees it: cells marked, counts rounded, labels coarse."""
    marks: dict[tuple[int, str], str] = {}
    frame = table.frame.copy()
    for column in table.columns:
        if column.name in table.keys:
            continue
        meant = column.people or (table.name, column.name) in links.meanings
        changed = frame[column.name].astype("object")
        for i in range(len(frame)):
            spot = (table.name, i, column.name)
            if meant and spot in decided.spots:
                coarse = decided.spots[spot]
                changed.iloc[i] = _as_shown(table, i, column, coarse, audience, links)
            elif meant or not _open(table, i, column, audience, links, decided):
                marks[i, column.name] = "c"
        if meant:
            frame[column.name] = changed
    return replace(table, frame=frame).marked(marks) if marks else replace(table, frame=frame)


def _as_shown(
    table: Table, row: int, column: Column, coarse: bool, audience: Audience, links: Links
) -> object:
    value = table.value(row, column.name)
    if value is None or _own(table, row, audience):
        return table.frame.at[row, column.name]
    if column.people:
        return rounded(int(value), audience.base)
    meaning = links.meanings.get((table.name, column.name))
    if coarse and isinstance(meaning, Label):
        return meaning.coarse.get(str(value), str(value))
    return meaning.as_shown(value) if meaning is not None else value


def _dimensions(table: Table, column: str) -> tuple[str, ...]:
    """Return the dimensions of a column of people over which its table has totals."""
    count = table.column(column).people
    return () if count is None else tuple(d for d, c in count.by.items() if c in table.totals)


def _open(
    table: Table, row: int, column: Column, audience: Audience, links: Links, decided: Decided
) -> bool:
    """Whether a figure that is no count may be shown: what it rests on is nothing, or all shown."""
    name = (table.name, column.name)
    people = tuple(each.name for each in table.columns if each.people)
    behind = column.derived_from
    if not behind and (name in links.on_total or column.kind in _RESTS_ON_COUNTS):
        behind = people
    further = links.behind.get(table.name, ())
    if not behind and (not further or column.kind not in _RESTS_ON_COUNTS):
        return True
    alone = column.rests_on if column.derived_from else "column"
    if name in links.own_row or name in links.on_total or alone != "column":
        keys = [key_of(table, row, source) for source in behind]
        if name in links.on_total:
            keys += [key.without(*PLACES) for key in keys]
        if alone == "row and total":
            over = [
                key_of(table, row, source, over=_dimensions(table, source)) for source in behind
            ]
            keys += over
        own = _own(table, row, audience)
        return all(key in decided.exact or (own and key.get("lha") == audience.lha) for key in keys)
    return all(each in decided.whole for each in [*((table.name, b) for b in behind), *further])
