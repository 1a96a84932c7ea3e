"""Read the files that a report may be given beside the register: one row a thing, all checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.cases.sheets import read_rows
from placement.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from placement.cases.sheets import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """
    One column of a file: its name, what may stand in it, and whether it may be left blank.

    ``allowed`` are the words that may stand there, ``several`` of them with a space between; else
    ``kind`` says: text, day, or a whole number from 0.
    """

    name: str
    meaning: str
    kind: type = str
    allowed: tuple[str, ...] = ()
    several: bool = False
    needed: bool = False

    @property
    def form(self) -> str:
        """What may stand in the column, in words."""
        if self.allowed:
            many = "one or more, with a space between," if self.several else "one"
            return f"{many} of {', '.join(self.allowed)}"
        if self.several:
            return "one or more codes with a space between"
        return {date: "a day like 2026-11-21", int: "a whole number from 0"}.get(self.kind, "text")


def read_fields(path: str | Path, fields: Sequence[Field]) -> list[dict[str, Any]]:
    """
    Return the rows of a CSV or XLSX file by column; a blank cell is None.

    Raises
    ------
    InputError
        With every problem of the file. What stands in a cell is never in its text.
    """
    source = Path(path)
    rows = read_rows(source)
    names = [field.name for field in fields]
    header = [cell for cell in rows[0].cells if cell is not None] if rows else []
    if sorted(map(str, header)) != sorted(names):
        raise InputError(source.name, [f"the first row must name the columns {', '.join(names)}."])
    problems: list[str] = []
    by_name = {field.name: field for field in fields}
    ordered = [by_name[str(name)] for name in header]
    read = [_row(row, ordered, problems) for row in rows[1:]]
    if problems:
        raise InputError(source.name, problems)
    return read


def _row(row: Row, fields: Sequence[Field], problems: list[str]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    cells = (*row.cells, *[None] * len(fields))
    if any(cell is not None for cell in row.cells[len(fields) :]):
        problems.append(f"row {row.number}: has more cells than there are columns.")
    for field, cell in zip(fields, cells, strict=False):
        value = _value(cell, field)
        read[field.name] = value
        if cell is None and field.needed:
            problems.append(f"row {row.number}, {field.name}: is missing. Write {field.form}.")
        elif cell is not None and value is None:
            problems.append(
                f"row {row.number}, {field.name}: what stands there is not allowed. Write "
                f"{field.form}" + ("." if field.needed else ", or leave it blank if not known.")
            )
    return read


def _value(cell: object, field: Field) -> Any:  # noqa: ANN401 - a cell of any kind
    if isinstance(cell, bool):
        cell = "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if cell is None:
        return None
    if field.kind is date:
        return _day(cell)
    if field.kind is int:
        text = str(cell)
        return int(text) if text.isascii() and text.isdigit() else None
    text = str(cell).strip()
    if field.several:
        words = tuple(text.split())
        return words if not field.allowed or set(words) <= set(field.allowed) else None
    return text if not field.allowed or text in field.allowed else None


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    try:
        return date.fromisoformat(str(cell))
    except ValueError:
        return None
