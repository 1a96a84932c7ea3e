"""
The Board's monitoring report as a Word document: the same tables, on A4.

Words first, then the numbers that fit on paper. Long series stand in the workbook and are named
here; drawings stand in the page. A report for the public carries no marking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.days import in_words
from placement.documents.page import MARKING, TEXT_CM, new_document, saved
from placement.documents.tables import bullets, heading, key_values, paragraph
from placement.documents.tables import table as add_table
from placement.monitoring.layout import laid_across, laid_out, words_of
from placement.monitoring.tables import MARKS
from placement.monitoring.text import NONE_FIRST

if TYPE_CHECKING:
    from docx.document import Document as Word

    from placement.monitoring.layout import Laid
    from placement.monitoring.tables import Report, Table

NAME = "report.docx"
PUBLIC = "public"
_MOST_ROWS = 40
_MOST_COLUMNS = 13
_LETTER_CM, _PADDING_CM = 0.19, 0.42
"""How wide a letter of a table is at most, and what a cell needs beside its text."""


def monitoring_document(report: Report) -> bytes:
    """Return the report as a .docx file; the same report gives the same bytes."""
    document = new_document(
        title=report.title, reference="", kind="Monitoring report", day=report.as_of
    )
    _header(document, report)
    heading(document, report.title, 0)
    paragraph(document, f"As of {in_words(report.as_of)}. Audience: {report.audience}.")
    for warning in report.warnings:
        paragraph(document, warning, "Note")
    for place, section in enumerate(report.sections):
        heading(document, section.title, 1, new_page=place > 0)
        for said in section.intro:
            paragraph(document, said)
        for table in report.of(section.name):
            _table(document, table)
    heading(document, "What this rests on", 1, new_page=True)
    key_values(document, title="What this rests on", rows=dict(report.rests_on))
    heading(document, "Marks", 2)
    key_values(document, title="Marks", rows=dict(MARKS.values()), header=("Mark", "Meaning"))
    return saved(document)


def _header(document: Word, report: Report) -> None:
    """Put the report's own words where a case's reference would stand."""
    public = report.audience == PUBLIC
    section = document.sections[0]
    marking, about = section.header.paragraphs[0].runs[:2]
    marking.text = "" if public else MARKING
    about.text = f"{'' if public else '  |  '}Monitoring report  |  {in_words(report.as_of)}"
    if public:
        foot = section.footer.paragraphs[0].runs[0]
        foot.text = foot.text.replace(f"{MARKING}  |  ", "")
        document.core_properties.category = "OFFICIAL"


def _table(document: Word, table: Table) -> None:
    heading(document, table.title, 2)
    every, first = words_of(table), words_of(table, short=True)
    if every:
        bullets(document, first or (NONE_FIRST,))
    laid = laid_out(table, words=False, narrow=True)
    if table.across is not None:
        laid = laid_across(table)
    if not laid.rows:
        paragraph(document, "Nobody.", "Note")
    elif len(laid.rows) <= _MOST_ROWS and len(laid.headings) <= _MOST_COLUMNS:
        _numbers(document, table, laid)
    else:
        paragraph(
            document, f"The numbers stand in the workbook, on the sheet {table.name}.", "Note"
        )
    for note in table.notes:
        paragraph(document, note, "Note")


def _numbers(document: Word, table: Table, laid: Laid) -> None:
    right = [place for place, numeric in enumerate(laid.numeric) if numeric]
    totals = [
        place
        for place, row in enumerate(laid.rows)
        if {"Total", "Whole area"} & set(row[: laid.named_by])
    ]
    add_table(
        document,
        title=table.title,
        header=[text.strip() for text in laid.headings],
        rows=laid.rows,
        widths_cm=_widths(laid),
        right=right,
        strong=totals,
    )


def _widths(laid: Laid) -> list[float]:
    """Return the widths (cm) of the columns: no word broken, the rest to the longest."""
    columns = [
        [heading, *(row[place] for row in laid.rows)] for place, heading in enumerate(laid.headings)
    ]
    least = [
        _PADDING_CM
        + _LETTER_CM * max(len(word) for said in column for word in said.split() or [""])
        for column in columns
    ]
    spare = TEXT_CM - sum(least)
    if spare <= 0:
        return [each * TEXT_CM / sum(least) for each in least]
    longest = [max(len(said) for said in column[1:]) for column in columns]
    return [each + spare * long / sum(longest) for each, long in zip(least, longest, strict=True)]
