"""A document can be read by eye, by a screen reader and by a machine, and tells of no machine."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from datetime import date, datetime
from itertools import pairwise

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm

from placement.documents.annex import annex
from placement.documents.page import MARKING, TEXT_CM, new_document, saved
from placement.documents.referral_pack import facts_for_pack, referral_pack
from placement.documents.tables import key_values, paragraph, table

from .making import BARE, DECISION, WORKED, cells, full, housing, opened, parts, said

MAKERS = {
    "full": lambda: annex(full(), version="full"),
    "full, decided": lambda: annex(full(), version="full", decision=DECISION),
    "housing": lambda: annex(housing(), version="housing"),
    "all unknown": lambda: annex(full(BARE, placed=False), version="full"),
    "referral pack": lambda: referral_pack(housing(), facts_for_pack(WORKED), lha="E07000009"),
}


@pytest.fixture(scope="module", params=MAKERS)
def file(request):
    """Each document in turn, made once."""
    return MAKERS[request.param]()


def test_headings_follow_one_another_without_a_gap(file):
    names = [p.style.name for p in opened(file).paragraphs]
    assert names[0] == "Title"
    assert names.count("Title") == 1
    levels = [int(name[-1]) for name in names if name.startswith("Heading")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_header_row_a_title_and_a_description(file):
    for made in opened(file).tables:
        first, *others = made.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.find(f".//{qn('w:tblHeader')}") is None for row in others)
        assert others, "a table has rows"
        assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in made.rows)
        assert made._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert made._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


def test_tables_fit_the_text_and_cells_agree_with_their_columns(file):
    for made in opened(file).tables:
        widths = [column.width for column in made.columns]
        assert abs(sum(widths) - Cm(TEXT_CM)) < Cm(0.05)
        assert all([cell.width for cell in row.cells] == widths for row in made.rows)


def test_nothing_is_left_empty_and_nothing_is_spaced_with_empty_paragraphs(file):
    document = opened(file)
    assert all(each.text.strip() for each in document.paragraphs)
    for made in document.tables:
        assert all(text.strip() for row in cells(made) for text in row)


def test_the_language_is_british_english_throughout(file):
    written = parts(file)
    found = [
        language
        for name in ("word/styles.xml", "word/settings.xml", "word/document.xml")
        for language in re.findall(r'<w:(?:lang|themeFontLang)[^>]*w:val="([^"]+)"', written[name])
    ]
    assert set(found) == {"en-GB"}


def test_properties_hold_the_title_the_day_and_nothing_of_a_person_or_a_machine(file):
    core = opened(file).core_properties
    assert core.title
    assert core.language == "en-GB"
    assert core.created == core.modified == datetime(2026, 11, 21, tzinfo=core.created.tzinfo)
    assert (core.author, core.last_modified_by, core.revision) == ("placement", "placement", 1)
    assert (core.comments, core.keywords, core.subject) == ("", "", "")
    assert "DEMO" not in parts(file)["docProps/core.xml"]
    assert "DEMO" not in parts(file)["docProps/app.xml"]


def test_nothing_of_the_template_is_left_but_styles(file):
    names = parts_of(file)
    assert not [n for n in names if re.search(r"thumbnail|customXml|stylesWithEffects", n)]
    assert "python-docx" not in "".join(parts(file).values())


def test_no_picture_goes_without_words(file):
    assert "<w:drawing" not in parts(file)["word/document.xml"]


def test_every_page_is_marked_numbered_and_carries_the_case(file):
    (section,) = opened(file).sections
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    assert head.text.startswith(f"{MARKING}  |  Case DEMO-0")
    fields = [each.get(qn("w:instr")).strip() for each in foot._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert abs(section.page_width - Cm(21.0)) < Cm(0.01)
    assert abs(section.page_height - Cm(29.7)) < Cm(0.01)
    assert section.orientation == WD_ORIENT.PORTRAIT


def test_days_are_written_as_people_write_them(file):
    assert not re.search(r"\d{4}-\d{2}-\d{2}", said(file))


def test_colour_is_never_needed(file):
    colours = set(
        re.findall(r'<w:color w:val="([0-9A-Fa-f]{6})"', parts(file)["word/document.xml"])
    )
    assert colours <= {"0B0C0C"}


@pytest.mark.parametrize("name", MAKERS)
def test_the_same_data_give_the_same_bytes(name):
    assert MAKERS[name]() == MAKERS[name]()


def test_the_files_inside_have_one_fixed_time(file):
    with zipfile.ZipFile(io.BytesIO(file)) as given:
        entries = given.infolist()
    assert {each.date_time for each in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {each.create_system for each in entries} == {0}
    assert entries[0].filename == "[Content_Types].xml"


def test_a_table_of_the_wrong_shape_is_refused():
    with pytest.raises(ValueError, match="every row and the widths have 2 columns"):
        table(blank(), title="T", header=("A", "B"), rows=[("1",)], widths_cm=(8.5, 8.5))


def test_a_space_to_fill_in_says_so():
    document = blank()
    key_values(document, title="T", rows={"A": None, "B": "", "C": ["", "x"], "D": "\x0b"})
    assert cells(opened(saved(document)).tables[0])[1:] == [
        ["A", "To be completed"],
        ["B", "To be completed"],
        ["C", "x"],
        ["D", "To be completed"],
    ]


def test_characters_that_a_document_cannot_hold_are_left_out():
    document = blank()
    paragraph(document, "a\x00b\x0bc\ud800d <&> \U0001f3e0")
    assert opened(saved(document)).paragraphs[0].text == "abcd <&> \U0001f3e0"


def test_the_engine_starts_without_the_word_library():
    script = "import placement.cli, placement, sys\nprint('docx' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def blank():
    return new_document(title="T", reference="R-1", kind="K", day=date(2026, 11, 21))


def parts_of(file):
    with zipfile.ZipFile(io.BytesIO(file)) as given:
        return given.namelist()
