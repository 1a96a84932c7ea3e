"""
The one form that every figure of the monitoring report has: tidy tables that say what they hold.

A ``Table`` is a data frame with one row per thing and the meaning of each column beside it. Which
cells are counts of people, and which figures are worked out from those, is written on the columns,
because disclosure control needs to know. A cell that holds nothing carries a mark that says why:

``c``  confidential: hidden, because it could say something of one person
``n``  too few people to work a figure out honestly
``x``  not known: nothing was given
``z``  cannot occur: a structural dash, which is not zero

Every output writes a cell with ``shown``, so a number reads the same on every page and sheet.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    import pandas as pd

Kind = Literal["text", "words", "label", "day", "count", "number", "share", "chance"]
Place = Literal["whole", "lha", "area"]
Rests = Literal["column", "row", "row and total"]

MARKS: dict[str, tuple[str, str]] = {
    "c": ("[c]", "confidential: hidden, because it could say something of one person"),
    "n": ("[n]", "too few people to work the figure out honestly"),
    "x": ("[x]", "not known: nothing was given"),
    "z": ("–", "cannot occur; this is not the same as 0"),
}
TOTAL = "total"
"""What a key column holds in a row that sums over it."""

_NUMERIC = ("count", "number", "share", "chance")
_SMALLEST_CHANCE = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """
    What a column of people counts, so that the same number is known as the same in every table.

    ``measure`` is what is counted. ``by`` gives, for each dimension, the column that holds its
    value; a row that is a total over that column is summed over the dimension. ``at`` are
    dimensions that are the same for the whole column.
    """

    measure: str
    by: Mapping[str, str] = field(default_factory=dict)
    at: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """
    One column: its name in files, its heading for people, its unit and what it means.

    ``people`` is there where each cell counts people (or their stays, orders and the like), so
    that a small number could point at one. ``derived_from`` names the columns of people that a
    figure or a sentence is worked out from: where one of those is hidden, this is hidden too. Which
    of their cells is said by ``rests_on``: all, those of the row, or these and what they total to.
    """

    name: str
    title: str
    kind: Kind
    meaning: str
    unit: str = ""
    people: Count | None = None
    derived_from: tuple[str, ...] = ()
    rests_on: Rests = "column"
    decimals: int = 1

    @property
    def numeric(self) -> bool:
        """Whether cells are numbers, to be set to the right."""
        return self.kind in _NUMERIC


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """
    One table of the report.

    ``keys`` are the columns that together name a row. ``totals`` gives, for a key column, the
    value that stands for the sum over all its other values. ``place`` is the finest place that a
    row is about. ``marks`` says why a cell holds nothing, by (position of the row, column).
    ``across`` lays a table out for people: (rows, columns, cells), as its source prints it.
    ``first`` picks the rows that a short reading is given, by the value of a column; ``narrow`` the
    columns that fit on paper, where not all do. ``balances`` are the columns of people that make 0
    in every row, each with its sign; None where nobody has said whether any do. ``as_found``: a row
    is there because somebody was found for it, so that having it says something.
    """

    name: str
    title: str
    section: str
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    keys: tuple[str, ...]
    place: Place = "whole"
    totals: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    marks: Mapping[tuple[int, str], str] = field(default_factory=dict)
    across: tuple[tuple[str, ...], str, str] | None = None
    first: tuple[str, str] | None = None
    narrow: tuple[str, ...] = ()
    balances: tuple[tuple[tuple[str, int], ...], ...] | None = None
    as_found: bool = False

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if list(self.frame.columns) != names:
            raise ValueError(f"{self.name}: the frame has {list(self.frame.columns)}, not {names}")
        if not set(self.keys) <= set(names) or not set(self.totals) <= set(self.keys):
            raise ValueError(f"{self.name}: a key is not a column, or a total is not of a key")
        rests = {each for c in self.columns for each in c.derived_from}
        rests |= {each for c in self.columns if c.people for each in c.people.by.values()}
        if not rests <= set(names):
            raise ValueError(f"{self.name}: {', '.join(sorted(rests - set(names)))} is no column")
        if self.keys and self.frame.duplicated(list(self.keys)).any():
            raise ValueError(f"{self.name}: two rows have the same {', '.join(self.keys)}")
        if not self.frame.index.equals(_plain_index(len(self.frame))):
            object.__setattr__(self, "frame", self.frame.reset_index(drop=True))

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def shown(self, row: int, name: str) -> str:
        """Return a cell as it is written for people, wherever it is written."""
        value = self.frame.at[row, name]
        if (row, name) in self.marks or _is_nothing(value):
            return MARKS[self.marks.get((row, name), "x")][0]
        return written(value, self.column(name))

    def value(self, row: int, name: str) -> Any:  # noqa: ANN401 - a cell of any kind
        """Return a cell as a plain Python value; None where it holds nothing or is marked."""
        value = self.frame.at[row, name]
        if (row, name) in self.marks or _is_nothing(value):
            return None
        return value.item() if hasattr(value, "item") else value

    def mark(self, row: int, name: str) -> str | None:
        """Return why a cell holds nothing: c, n, x or z; None where it holds something."""
        if (row, name) in self.marks:
            return self.marks[row, name]
        return "x" if _is_nothing(self.frame.at[row, name]) else None

    def cell(self, row: int, name: str) -> tuple[str, dict[str, str]] | None:
        """Return what a cell of people counts, and of whom by dimension; None for other cells."""
        count = self.column(name).people
        if count is None:
            return None
        of = dict(count.at)
        for dimension, column in count.by.items():
            value = str(self.frame.at[row, column])
            if value != self.totals.get(column):
                of[dimension] = value
        return count.measure, of

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as plain values, with None where a cell holds nothing."""
        names = [column.name for column in self.columns]
        return [{name: self.value(i, name) for name in names} for i in range(len(self.frame))]

    def only(self, keep: Iterable[int]) -> Table:
        """Return the table with some rows only, by position, their marks moved with them."""
        kept = list(keep)
        moved = {old: new for new, old in enumerate(kept)}
        marks = {(moved[i], name): why for (i, name), why in self.marks.items() if i in moved}
        return replace(self, frame=self.frame.iloc[kept].reset_index(drop=True), marks=marks)

    def marked(self, marks: Mapping[tuple[int, str], str]) -> Table:
        """Return the table with more cells marked; their values are taken out of the frame."""
        import pandas as pd

        frame = self.frame.copy()
        for name in {name for _, name in marks}:
            cells = frame[name].astype("object")
            for i in (i for i, each in marks if each == name):
                cells.iloc[i] = pd.NA
            frame[name] = cells
        return replace(self, frame=frame, marks={**self.marks, **marks})


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the report: its title, and a paragraph for people who read no statistics."""

    name: str
    title: str
    intro: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """
    The whole report before it is drawn: sections, their tables, and what it rests on.

    ``rests_on`` are (what, value) pairs: register, profile, denominators, specification, versions.
    ``warnings`` are said at the top of every output.
    """

    title: str
    as_of: date
    profile: str
    audience: str
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    rests_on: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...] = ()

    def table(self, name: str) -> Table:
        """Return the table of that name; KeyError where the report has none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)

    def of(self, section: str) -> tuple[Table, ...]:
        """Return the tables of one section, in order."""
        return tuple(table for table in self.tables if table.section == section)


def written(value: object, column: Column) -> str:
    """
    Write one value for people.

    >>> written(0.0004, Column(name="p", title="", kind="chance", meaning=""))
    'under 0.001'
    >>> written(12345, Column(name="n", title="", kind="count", meaning=""))
    '12,345'
    """
    if column.kind == "count":
        return f"{int(value):,}"  # type: ignore[call-overload]
    if column.kind == "number":
        return f"{float(value):,.{column.decimals}f}"  # type: ignore[arg-type]
    if column.kind == "share":
        return f"{float(value):.{column.decimals}%}"  # type: ignore[arg-type]
    if column.kind == "chance":
        chance = float(value)  # type: ignore[arg-type]
        return f"under {_SMALLEST_CHANCE}" if chance < _SMALLEST_CHANCE else f"{chance:.3f}"
    return str(value)


def _plain_index(length: int) -> pd.Index[Any]:
    import pandas as pd

    return pd.RangeIndex(length)


def _is_nothing(value: object) -> bool:
    import pandas as pd

    return value is None or bool(pd.isna(value))
