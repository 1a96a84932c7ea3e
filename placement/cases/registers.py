"""
Registers: where people now live (placements) and homes that are free (vacancies).

Both are tables, CSV or XLSX, with the columns named in the first row. A cell left blank is
unknown, but for a placement's ``to``: left blank, the person still lives there. Every problem of
a file is said in one message, with its row as a spreadsheet numbers it and its column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from placement.cases import words
from placement.cases.build import CATEGORY, LEVEL, no_level_1_in_category_3
from placement.cases.columns import cells_of, column_names
from placement.cases.kinds import LHA, POSTCODE, REFERENCE, SECTOR, Kind, one_of, whole
from placement.cases.problems import Problems
from placement.cases.sheets import Row, read_rows
from placement.cases.table import Table
from placement.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

T = TypeVar("T", "Placement", "Vacancy")

NO_LEVEL = 0
"""In the register of another cohort than MAPPA's: somebody who is not under MAPPA, or not known."""
PLACEMENT_COLUMNS = ("reference", "lha", "area", "level", "category", "setting", "from", "to")
VACANCY_COLUMNS = (
    "reference",
    "lha",
    "postcode",
    "kind",
    "from",
    "to",
    "bedrooms",
    "supported",
    "accepts",
)
SYNTHETIC = "SYN"  # how the references of people who do not exist begin
_ACCEPTS = re.compile(r"any|not_[a-z_]+(?: not_[a-z_]+)*")
_BEDROOMS = whole(0, 10)
_YES_NO = one_of(("yes", "no"))
_ACCEPTED: Kind[str] = Kind(
    "any, or who is not accepted: not_arson, or several with a space between",
    lambda value: value if isinstance(value, str) and _ACCEPTS.fullmatch(value) else None,
    "any",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """
    Where one person lives: half-open days, and the area, a postcode sector, if it is known.

    ``level`` and ``category`` are MAPPA's; ``NO_LEVEL`` in the register of another cohort.
    """

    reference: str
    lha: str
    area: str | None
    level: int
    category: int
    setting: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """One home that may be offered from ``start``, until the day before ``end``."""

    reference: str
    lha: str
    postcode: str | None
    kind: str
    start: date | None
    end: date | None
    bedrooms: int | None
    supported: bool | None
    accepts: str | None


def read_placements(path: str | Path, *, mappa: bool = True) -> tuple[Placement, ...]:
    """
    Read a register of placements; of another cohort, level and category may be left blank.

    Raises
    ------
    InputError
        With every problem of the file; the area of a person's home is never in its text.
    """
    return _read(Path(path), PLACEMENT_COLUMNS, _placement if mappa else _of_another_cohort)


def read_vacancies(path: str | Path) -> tuple[Vacancy, ...]:
    """
    Read a register of vacancies.

    Raises
    ------
    InputError
        With every problem of the file.
    """
    return _read(Path(path), VACANCY_COLUMNS, _vacancy)


def placement_of(values: Mapping[str, Any], source: str) -> Placement:
    """Return one placement from its values by column; InputError with all that is wrong."""
    return _one(values, source, _placement)


def vacancy_of(values: Mapping[str, Any], source: str) -> Vacancy:
    """Return one vacancy from its values by column; InputError with all that is wrong."""
    return _one(values, source, _vacancy)


def _one(values: Mapping[str, Any], source: str, build: Callable[[Table], T]) -> T:
    problems = Problems()
    table = Table(values, problems)
    item = build(table)
    table.close()
    problems.refuse_any(source)
    return item


def _of_another_cohort(row: Table) -> Placement:
    return _placement(row, mappa=False)


def _placement(row: Table, *, mappa: bool = True) -> Placement:
    start, end = row.stay()
    read = Placement(
        reference=row.need("reference", REFERENCE),
        lha=row.need("lha", LHA),
        area=row.get("area", SECTOR, hidden=True),
        level=row.need("level", LEVEL) if mappa else row.get("level", LEVEL) or NO_LEVEL,
        category=row.need("category", CATEGORY)
        if mappa
        else row.get("category", CATEGORY) or NO_LEVEL,
        setting=row.need("setting", one_of(words.SETTING)),
        start=start,
        end=end,
    )
    no_level_1_in_category_3(row)
    return read


def _vacancy(row: Table) -> Vacancy:
    start, end = row.span()
    supported = row.get("supported", _YES_NO)
    return Vacancy(
        reference=row.need("reference", REFERENCE),
        lha=row.need("lha", LHA),
        postcode=row.get("postcode", POSTCODE),
        kind=row.need("kind", one_of(words.VACANCY)),
        start=start,
        end=end,
        bedrooms=row.get("bedrooms", _BEDROOMS),
        supported=None if supported is None else supported == "yes",
        accepts=row.get("accepts", _ACCEPTED),
    )


def _read(path: Path, columns: Sequence[str], build: Callable[[Table], T]) -> tuple[T, ...]:
    rows = read_rows(path)
    if not rows:
        problem = f"it is empty. The first row names the columns: {', '.join(columns)}."
        raise InputError(str(path), [problem])
    header, *body = rows
    problems = Problems()
    names = column_names(header, columns, columns, problems)
    problems.refuse_any(str(path))
    first_rows: dict[str, int] = {}
    read = []
    for row in body:
        table = Table(
            {name: _plain(name, cell) for name, cell in cells_of(row, names, problems)},
            problems,
            path=f"row {row.number}, ",
            cells=True,
        )
        item = build(table)
        _once(item.reference, row, first_rows, problems)
        read.append(item)
    problems.refuse_any(str(path))
    return tuple(read)


def _plain(name: str, cell: object) -> object:
    """Return a cell as the kind of value that its column has, where it is one without doubt."""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if name in ("level", "category", "bedrooms"):
        return int(cell) if isinstance(cell, str) and re.fullmatch("[0-9]{1,4}", cell) else cell
    if name in ("from", "to"):
        return _iso_day(cell)
    return str(cell) if name == "reference" and isinstance(cell, int) else cell


def _iso_day(cell: object) -> object:
    if isinstance(cell, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        try:
            return date.fromisoformat(cell)
        except ValueError:
            return cell
    return cell


def _once(reference: str, row: Row, first_rows: dict[str, int], problems: Problems) -> None:
    """Note a reference that an earlier row has too."""
    if not reference:
        return
    first = first_rows.setdefault(reference, row.number)
    if first != row.number:
        problems.add(
            f"row {row.number}, reference",
            f"{reference} is in row {first} too. Use each reference once.",
        )
