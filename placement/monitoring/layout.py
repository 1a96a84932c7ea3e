"""How a table is laid out for people: as it is, or across, as its source prints it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.monitoring.tables import TOTAL

if TYPE_CHECKING:
    from placement.monitoring.tables import Table

TITLES = {
    TOTAL: "Total",
    "counted": "Counted",
    "approved_premises": "Approved premises",
    "prison": "Prison",
    "hospital": "Hospital",
    "other_level": "Other level",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Headings, whether each column is of numbers, how many name a row, and the cells as text."""

    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    named_by: int
    rows: tuple[tuple[str, ...], ...]


def laid_out(table: Table, *, words: bool = True, narrow: bool = False) -> Laid:
    """Return a table row by row, without its sentences, or with the columns that fit on paper."""
    columns = [c for c in table.columns if words or c.kind != "words"]
    if narrow and table.narrow:
        columns = [c for c in columns if c.name in table.narrow]
    return Laid(
        headings=tuple(column.title for column in columns),
        numeric=tuple(column.numeric for column in columns),
        named_by=max(1, sum(column.name in (*table.keys, "name") for column in columns)),
        rows=tuple(
            tuple(titled(table.shown(i, column.name)) for column in columns)
            for i in range(len(table.frame))
        ),
    )


def laid_across(table: Table) -> Laid:
    """Return a table laid across where it says how, else row by row."""
    if table.across is None:
        return laid_out(table)
    down, over, cell = table.across
    said_once = [name for name in down if table.frame[name].nunique() == 1]
    down = tuple(name for name in down if name not in said_once or len(down) == 1)
    headings = list(dict.fromkeys(table.frame[over]))
    names = list(dict.fromkeys(table.frame[list(down)].itertuples(index=False, name=None)))
    cells = {
        (*(table.frame.at[i, name] for name in down), table.frame.at[i, over]): table.shown(i, cell)
        for i in range(len(table.frame))
    }
    blank = ""
    return Laid(
        headings=(
            *(table.column(name).title for name in down),
            *(titled(str(heading)) for heading in headings),
        ),
        numeric=(*(False for _ in down), *(True for _ in headings)),
        named_by=len(down),
        rows=tuple(
            (
                *(titled(str(part)) for part in name),
                *(cells.get((*name, heading), blank) for heading in headings),
            )
            for name in names
        ),
    )


def titled(text: str) -> str:
    """
    Return a code as a heading for people.

    >>> titled("approved_premises"), titled("2026-04")
    ('Approved premises', '2026-04')
    """
    if text in TITLES:
        return TITLES[text]
    plain = text.replace("_", " ")
    return plain[0].upper() + plain[1:] if "_" in text else text


def begun(thing: str) -> str:
    """Return a thing as the beginning of a sentence."""
    said = titled(thing)
    return said[:1].upper() + said[1:]


def words_of(table: Table, *, short: bool = False) -> tuple[str, ...]:
    """Return the sentences of a table, none for a hidden one; ``short``: of its first rows."""
    if short and table.first is not None:
        column, wanted = table.first
        table = table.only(i for i in range(len(table.frame)) if table.value(i, column) == wanted)
    names = [column.name for column in table.columns if column.kind == "words"]
    said = [table.value(i, name) for i in range(len(table.frame)) for name in names]
    return tuple(str(each) for each in said if each is not None)
