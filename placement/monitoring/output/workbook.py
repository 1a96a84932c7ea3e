"""The report as a workbook: notes first, then one tidy sheet a table, as data and not as layout."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from placement.monitoring.output.files import (
    DICTIONARY_COLUMNS,
    cell,
    dictionary_of,
    notes_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from placement.monitoring.tables import Report, Table

_WIDEST = 60
_SHEET_NAME = 31  # what the format allows
_FORMATS = {"share": "0.0%", "chance": "0.000", "count": "#,##0"}


def workbook(report: Report) -> bytes:
    """Return the workbook; the same report gives the same bytes but for the format's own dates."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    assert first is not None
    book.remove(first)
    _sheet(book, "notes", ("About", "Note"), notes_of(report))
    _sheet(book, "data_dictionary", DICTIONARY_COLUMNS, dictionary_of(report))
    for table in report.tables:
        _table(book, table)
    _dated(book, report.as_of, report.title)
    to = io.BytesIO()
    book.save(to)
    return to.getvalue()


def _dated(book: Workbook, day: date, title: str) -> None:
    from datetime import datetime, time

    at = datetime.combine(day, time())
    book.properties.created = book.properties.modified = at
    book.properties.title = title
    book.properties.creator = "placement"


def _table(book: Workbook, table: Table) -> None:
    names = [column.name for column in table.columns]
    rows = ([cell(table, i, name) for name in names] for i in range(len(table.frame)))
    sheet = _sheet(book, table.name[:_SHEET_NAME], names, rows)
    for place, column in enumerate(table.columns, 1):
        shape = _FORMATS.get(column.kind)
        if column.kind == "number":
            shape = "#,##0" + ("." + "0" * column.decimals if column.decimals else "")
        if shape:
            for row in range(2, len(table.frame) + 2):
                sheet.cell(row, place).number_format = shape


def _sheet(
    book: Workbook, name: str, head: Sequence[str], rows: Iterable[Sequence[object]]
) -> Worksheet:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(name)
    sheet.append(list(head))
    widths = [len(str(text)) for text in head]
    for row in rows:
        at = sheet.max_row + 1
        for place, value in enumerate(row, 1):
            _write(sheet, at, place, value)
            widths[place - 1] = max(widths[place - 1], len(_shown(value)))
    for each in sheet[1]:
        each.font = Font(bold=True)
        each.alignment = Alignment(wrap_text=True, vertical="top")
    for place, width in enumerate(widths, 1):
        letter = sheet.cell(1, place).column_letter
        sheet.column_dimensions[letter].width = min(_WIDEST, width + 2)
    sheet.freeze_panes = "A2"
    return sheet


def _write(sheet: Worksheet, row: int, place: int, value: object) -> None:
    """Write a cell; text stays text, whatever it begins with."""
    from openpyxl.styles import Alignment

    to: Any = sheet.cell(row, place)
    to.value = value
    if isinstance(value, str):
        to.data_type = "s"
        if len(value) > _WIDEST:
            to.alignment = Alignment(wrap_text=True, vertical="top")


def _shown(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
