"""
Read the rows of a register, from CSV or from the one filled sheet of an XLSX workbook.

Cells come back as text, dates, numbers and true or false; None is an empty cell. Rows are
numbered as a spreadsheet numbers them, the header being row 1. A formula is refused: what it
would give depends on the program that opens it.
"""

from __future__ import annotations

import csv
import io
import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from placement.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MARK = "synthetic"  # a column that marks rows about people who do not exist
LARGEST_BYTES = 20_000_000
LARGEST_UNPACKED_BYTES = 400_000_000
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that holds a formula instead of a value."""

    def __str__(self) -> str:
        return "a formula"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: its number, from 1, and its cells."""

    number: int
    cells: tuple[Any, ...]


def read_rows(path: Path) -> list[Row]:
    """
    Return the rows of a file that hold anything.

    A column ``synthetic`` (yes, no or blank) marks rows about people who do not exist, for whoever
    opens the file elsewhere: every reader accepts it, and none reads anything from it.

    Raises
    ------
    InputError
        If it is missing, too large, neither CSV nor XLSX, or not well formed.
    """
    source = str(path)
    try:
        if path.is_dir():
            raise InputError(source, ["it is a folder. Give the path of a CSV or XLSX file."])
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(source, [f"it is over {LARGEST_BYTES:,} bytes. Check the file."])
        raw = path.read_bytes()
    except FileNotFoundError:
        problem = "there is no such file. Check the path and its spelling."
        raise InputError(source, [problem]) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "the path is not well formed"
        problem = f"it cannot be opened ({reason}). Check the path and who may read it."
        raise InputError(source, [problem]) from None
    rows = _xlsx(raw, source) if raw.startswith(b"PK") else _csv(raw, source)
    rows = _without_mark(list(rows), source)
    return [row for row in rows if any(cell is not None for cell in row.cells)]


def _without_mark(rows: list[Row], source: str) -> list[Row]:
    at = rows[0].cells.index(MARK) if rows and rows[0].cells.count(MARK) == 1 else None
    if at is None:
        return rows
    marks = [(row, row.cells[at]) for row in rows[1:] if len(row.cells) > at]
    wrong = [row for row, mark in marks if mark not in (None, "yes", "no", True, False)]
    if wrong:
        numbers = ", ".join(str(row.number) for row in wrong[:5])
        raise InputError(source, [f"row {numbers}, {MARK}: write yes or no, or leave it blank."])
    return [replace(row, cells=row.cells[:at] + row.cells[at + 1 :]) for row in rows]


def _csv(raw: bytes, source: str) -> Iterable[Row]:
    if b"\0" in raw:
        problem = "it is neither CSV nor XLSX. Save it again as 'CSV UTF-8' or as XLSX."
        raise InputError(source, [problem])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = f"line {line} is not UTF-8 text. Save it again as 'CSV UTF-8' or as XLSX."
        raise InputError(source, [problem]) from None
    header = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    try:
        for cells in reader:
            rows.append(Row(len(rows) + 1, tuple(_csv_cell(cell) for cell in cells)))
    except csv.Error as error:
        problem = f"row {len(rows) + 1} is not CSV ({error}). Correct its quotation marks."
        raise InputError(source, [problem]) from None
    return rows


def _csv_cell(text: str) -> object:
    text = text.strip()
    return Formula() if text.startswith("=") else text or None


def _xlsx(raw: bytes, source: str) -> list[Row]:
    import zipfile

    import openpyxl

    file = io.BytesIO(raw)
    try:
        with zipfile.ZipFile(file) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED_BYTES:
                raise InputError(source, ["it unpacks to far more than a register. Check it."])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(file, read_only=True)
            sheets = [rows for sheet in book.worksheets if (rows := _sheet_rows(sheet))]
    except InputError:
        raise
    except Exception:  # openpyxl raises whatever the broken part of the file makes it raise
        problem = "it is not a workbook that can be read. Save it again as XLSX or as CSV UTF-8."
        raise InputError(source, [problem]) from None
    if len(sheets) > 1:
        raise InputError(source, ["more than one sheet holds something. Keep one in the file."])
    return sheets[0] if sheets else []


def _sheet_rows(sheet: ReadOnlyWorksheet) -> list[Row]:
    rows = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        values = tuple(_xlsx_cell(cell) for cell in cells)
        if any(value is not None for value in values):
            rows.append(Row(number, values))
    return rows


def _xlsx_cell(cell: ReadOnlyCell) -> object:
    if cell.data_type == "f":
        return Formula()
    if isinstance(cell.value, str):
        return cell.value.strip() or None
    return cell.value
