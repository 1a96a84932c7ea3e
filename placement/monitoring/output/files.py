"""The report as CSV files with a data dictionary, one file a table."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from placement.monitoring.tables import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from placement.monitoring.tables import Report, Table

DICTIONARY = "data-dictionary.csv"
NOTES = "notes.csv"
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_files(report: Report) -> Mapping[str, str]:
    """Return the text of each CSV file by its name, with the dictionary and the notes."""
    found = {f"{table.name}.csv": _table(table) for table in report.tables}
    found[DICTIONARY] = _dictionary(report)
    found[NOTES] = _text(("about", "note"), notes_of(report))
    return found


def notes_of(report: Report) -> list[tuple[str, str]]:
    """Return what the report rests on, its warnings, what marks mean, and each table's notes."""
    return [
        ("report", report.title),
        *(("warning", said) for said in report.warnings),
        *report.rests_on,
        *((shown, meaning) for shown, meaning in MARKS.values()),
        *(
            (f"{section.name} (section)", said)
            for section in report.sections
            for said in section.intro
        ),
        *((table.name, note) for table in report.tables for note in table.notes),
    ]


def dictionary_of(report: Report) -> list[tuple[str, ...]]:
    """Return one row for each column of each table: what it holds and in what unit."""
    return [
        (
            table.name,
            table.title,
            column.name,
            column.title.strip(),
            column.kind,
            column.unit,
            column.meaning,
            "yes" if column.name in table.keys else "no",
            "yes" if column.people else "no",
        )
        for table in report.tables
        for column in table.columns
    ]


DICTIONARY_COLUMNS = (
    "table",
    "table_title",
    "column",
    "heading",
    "kind",
    "unit",
    "meaning",
    "key",
    "counts_people",
)


def cell(table: Table, row: int, name: str) -> object:
    """Return a cell for a file: the value unrounded, else the mark that says why there is none."""
    mark = table.mark(row, name)
    if mark is not None:
        return "[z]" if mark == "z" else MARKS[mark][0]
    return table.value(row, name)


def _table(table: Table) -> str:
    names = [column.name for column in table.columns]
    rows = ([cell(table, i, name) for name in names] for i in range(len(table.frame)))
    return _text(names, rows)


def _dictionary(report: Report) -> str:
    return _text(DICTIONARY_COLUMNS, dictionary_of(report))


def _text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    to = io.StringIO()
    writer = csv.writer(to, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return to.getvalue()


def _plain(value: object) -> object:
    """Keep a spreadsheet from taking text for a formula."""
    if isinstance(value, str) and value.startswith(_BEGINS_A_FORMULA):
        return f"'{value}"
    return value
