"""
The parts that every document is made of: headings, paragraphs, lists and tables.

Widths are in centimetres and add up to the text's (``TEXT_CM``). A table's first row is marked as
its header and repeated on every page, a row is not broken over two pages, and each table carries a
title and a description for a screen reader. A cell is text, several paragraphs, or ``None``: a
space that a person fills in, which says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from placement.documents.page import TEXT_CM, cleaned

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from docx.document import Document as Word
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

Cell = str | Sequence[str] | None

CELL_STYLES = ("Table head", "Table text", "To complete")
TO_COMPLETE = "To be completed"
SHADE = "E7E7E7"
SPACE_CM = 0.8
"""The least height of a row with a space to fill in."""
TOGETHER = 12
"""A table of so many rows is kept on one page where it fits on one."""


def heading(document: Word, text: str, level: int = 1, *, new_page: bool = False) -> Paragraph:
    """Add a heading: level 0 is the document's title, 1 a section, 2 a part of one."""
    added: Paragraph = document.add_heading(cleaned(text), level)
    added.paragraph_format.page_break_before = new_page or None
    return added


def paragraph(document: Word, text: str, style: str | None = None) -> Paragraph:
    """Add a paragraph in a named style, or in the document's own."""
    added: Paragraph = document.add_paragraph(cleaned(text), style)
    return added


def bullets(document: Word, lines: Sequence[str]) -> None:
    """Add a list of short lines."""
    for line in lines:
        added = document.add_paragraph(cleaned(line), "List Bullet")
        added.paragraph_format.space_after = Pt(2)


def table(
    document: Word,
    *,
    title: str,
    header: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    widths_cm: Sequence[float],
    right: Collection[int] = (),
    strong: Collection[int] = (),
    caption: bool = False,
    description: str = "",
) -> Table:
    """
    Add a table whose first column names its rows.

    ``title`` is read out by a screen reader; with ``caption`` it is printed above the table too.
    ``right`` numbers the columns that hold numbers, ``strong`` the rows that are totals. Raises
    ``ValueError`` where a row or the widths do not have the header's length.
    """
    if any(len(each) != len(header) for each in (*rows, widths_cm)):
        raise ValueError(f"{title}: every row and the widths have {len(header)} columns")
    if caption:
        document.add_paragraph(cleaned(title), "Caption")
    made: Table = document.add_table(len(rows) + 1, len(header), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.LEFT
    made.autofit = False
    for column, width in zip(made.columns, widths_cm, strict=True):
        column.width = Cm(width)
    _describe(made, title, description or f"Columns: {', '.join(header)}.")
    head, *others = made.rows
    _flag(head, "w:tblHeader")
    ids = {name: document.styles[name].style_id for name in CELL_STYLES}
    for number, (cell, words) in enumerate(zip(head.cells, header, strict=True)):
        _write(cell, words, ids["Table head"], right=number in right)
        _shade(cell)
    for place, (added, row) in enumerate(zip(others, rows, strict=True)):
        if not all(map(_lines, row)):
            added.height = Cm(SPACE_CM)
        for number, (cell, content) in enumerate(zip(added.cells, row, strict=True)):
            bold = number == 0 or place in strong
            blank = not _lines(content)
            style = ids["To complete" if blank else "Table text"]
            _write(
                cell,
                TO_COMPLETE if blank else content,
                style,
                right=number in right,
                bold=bold and not blank,
            )
    for each in (head, *others):
        _flag(each, "w:cantSplit")
        for cell, width in zip(each.cells, widths_cm, strict=True):
            cell.width = Cm(width)  # some readers go by the cell, others by the column
    if len(rows) <= TOGETHER:
        for each in (head, *others[:-1]):
            each.cells[0].paragraphs[0].paragraph_format.keep_with_next = True
    return made


def key_values(
    document: Word,
    *,
    title: str,
    rows: Mapping[str, Cell],
    header: tuple[str, str] = ("Item", "Entry"),
    first_cm: float = 5.5,
    caption: bool = False,
) -> Table:
    """Add a table of two columns: what is asked for, and what is there."""
    return table(
        document,
        title=title,
        header=header,
        rows=list(rows.items()),
        widths_cm=(first_cm, TEXT_CM - first_cm),
        caption=caption,
    )


def _write(cell: _Cell, content: Cell, style: str, *, right: bool, bold: bool = False) -> None:
    """Write a cell's paragraphs in the style of an id: looking it up by name is slow."""
    for number, line in enumerate(_lines(content)):
        here = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        here._p.style = style
        if right:
            here.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = here.add_run(cleaned(line))
        if bold:
            run.bold = True


def _lines(content: Cell) -> list[str]:
    lines = [content] if isinstance(content, str) else list(content or ())
    return [line for line in lines if cleaned(line).strip()]


def _describe(made: Table, title: str, description: str) -> None:
    properties = made._tbl.tblPr
    indent = OxmlElement("w:tblInd")  # the border in line with the text, not left of it
    indent.set(qn("w:w"), "108")
    indent.set(qn("w:type"), "dxa")
    properties.insert_element_before(indent, "w:tblBorders", "w:shd", "w:tblLayout", "w:tblLook")
    for name, words in (("w:tblCaption", title), ("w:tblDescription", description)):
        element = OxmlElement(name)
        element.set(qn("w:val"), cleaned(words))
        properties.append(element)


def _flag(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _shade(cell: _Cell) -> None:
    element = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        element.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(element)
