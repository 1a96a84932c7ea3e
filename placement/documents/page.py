"""
A document on A4 in our own styles, and saving one so that the same content gives the same bytes.

Sizes are in points and centimetres. Nothing of the machine, the person or the moment is kept: the
dates inside the file are the day that the document is about.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from placement.area_words import in_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from docx.document import Document as Word
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

MARKING = "OFFICIAL-SENSITIVE"
SYNTHETIC = "Synthetic: nobody in this is real, and nothing is to be decided with it."
LANGUAGE = "en-GB"
FONT = "Arial"
INK = RGBColor(0x0B, 0x0C, 0x0C)
SOFT = RGBColor(0x50, 0x50, 0x50)
TEXT_CM = 17.0
"""The width of the text on the page, in centimetres."""

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
SIZES = {"Title": 20.0, "Heading 1": 15.0, "Heading 2": 12.0, "Heading 3": 10.5}
OWN = {  # name: size, bold, italic, space before, space after; all in points
    "Table text": (9.0, False, False, 1.0, 1.0),
    "Table head": (9.0, True, False, 2.0, 2.0),
    "Note": (9.0, False, False, 3.0, 6.0),
    "To complete": (9.0, False, True, 1.0, 1.0),
    "Answer": (12.0, True, False, 4.0, 8.0),
}
APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/extended-properties"><Application>placement'
    b"</Application></Properties>"
)
UNFIT = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML cannot hold it
DROPPED = ("thumbnail", "customXml", "stylesWithEffects")
"""Parts of the template that say nothing of our document: a picture of another, an empty list."""


def new_document(
    *, title: str, reference: str, kind: str, day: date, synthetic: bool = False
) -> Word:
    """
    Return an empty A4 document with styles, language, properties, header and footer.

    ``title`` is the document's title property and holds no reference; ``reference`` and ``kind``
    stand in the header of every page, and ``day`` is the day that the document is about.
    ``synthetic`` says in every header that nobody in it is real.
    """
    document = Document()
    for part in (document.part.package, document.part):
        for key, rel in list(part.rels.items()):
            if rel.reltype.rsplit("/", 1)[-1] in DROPPED:
                del part.rels[key]
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin, section.bottom_margin = Cm(2.3), Cm(2.0)
    section.header_distance = section.footer_distance = Cm(0.9)
    _language(document)
    _styles(document)
    _properties(document, title, day)
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.add_run(MARKING).bold = True
    head.add_run(f"  |  Case {cleaned(reference)}  |  {cleaned(kind)}")
    if synthetic:
        more = section.header.add_paragraph(SYNTHETIC)
        more.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run(f"{MARKING}  |  Page ")
    _number(foot, "PAGE")
    foot.add_run(" of ")
    _number(foot, "NUMPAGES")
    return document


def saved(
    document: Word, *, terms: Mapping[str, str] | None = None, said: Collection[str] = ()
) -> bytes:
    """
    Return the file: parts in one order, each with the same fixed time, whoever writes it.

    ``terms`` has the area's words for those of the protocol; ``said`` is what people wrote, which
    stays as they wrote it.
    """
    own = [each for each in said if in_words(each, terms or {}) != each]
    for text in document.element.iter(qn("w:t")) if terms else ():
        if text.text and not any(each in text.text for each in own):
            text.text = in_words(text.text, terms or {})
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/docProps/app.xml":
            part._blob = APP
    written = io.BytesIO()
    document.save(written)
    file = io.BytesIO()
    with (
        zipfile.ZipFile(written) as given,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed,
    ):
        names = sorted(given.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every machine
            packed.writestr(entry, given.read(name), compresslevel=9)
    return file.getvalue()


def cleaned(text: str) -> str:
    r"""
    Return text without the characters that a document cannot hold.

    >>> cleaned("a\x0bb\ud800c")
    'abc'
    """
    return UNFIT.sub("", text)


def _language(document: Word) -> None:
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), LANGUAGE)
    for element in document.settings.element.iter(qn("w:themeFontLang")):
        element.set(qn("w:val"), LANGUAGE)
    for element in document.settings.element.findall(qn("w:rsids")):
        document.settings.element.remove(element)


def _styles(document: Word) -> None:
    styles = document.styles
    for name, size in {"Normal": 10.5, **SIZES}.items():
        style: ParagraphStyle = styles[name]
        _font(style, size, bold=name != "Normal")
        style.paragraph_format.space_before = Pt(0 if name in ("Normal", "Title") else 12)
        style.paragraph_format.space_after = Pt(6 if name in ("Normal", "Title") else 4)
        style.paragraph_format.line_spacing = 1.1
    for border in list(styles["Title"].element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)
    styles["Normal"].paragraph_format.widow_control = True
    for name, (size, bold, italic, before, after) in OWN.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _font(style, size, bold=bold)
        style.font.italic = italic
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.line_spacing = 1.05
    styles["To complete"].font.color.rgb = SOFT
    _frame(styles["Answer"])
    for name in ("Header", "Footer"):
        _font(styles[name], 9.0, bold=False)
    caption: ParagraphStyle = styles["Caption"]
    _font(caption, 9.5, bold=True)
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(6), Pt(3)
    caption.paragraph_format.keep_with_next = True


def _font(style: ParagraphStyle, size: float, *, bold: bool) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.color.rgb = INK
    properties = style.element.get_or_add_rPr()
    for spacing in properties.findall(qn("w:spacing")) + properties.findall(qn("w:kern")):
        properties.remove(spacing)
    fonts = properties.find(qn("w:rFonts"))
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def _frame(style: ParagraphStyle) -> None:
    """Draw a line all round a paragraph: the answer stands out without colour."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="12" w:space="6" w:color="0B0C0C"/>'
        for side in ("top", "left", "bottom", "right")
    )
    properties = style.element.get_or_add_pPr()
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>")
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(0.25)


def _properties(document: Word, title: str, day: date) -> None:
    core, moment = document.core_properties, datetime.combine(day, time())
    core.title, core.language, core.category = cleaned(title), LANGUAGE, MARKING
    core.author = core.last_modified_by = "placement"
    core.comments = core.keywords = core.subject = core.version = ""
    core.created = core.modified = moment
    core.revision = 1


def _number(paragraph: Paragraph, field: str) -> None:
    """Add a number that the word processor works out, with a value for one that does not."""
    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), f" {field} ")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    element.append(run)
    paragraph._p.append(element)
