"""The same numbers everywhere, in forms that people with and without sight, or Excel, can read."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from html.parser import HTMLParser
from itertools import pairwise

import openpyxl
import pytest

from placement.documents.monitoring import monitoring_document
from placement.monitoring.annual import count_year
from placement.monitoring.annual_tables import year_section, year_tables
from placement.monitoring.layout import laid_across, laid_out
from placement.monitoring.outlines import shapes_of
from placement.monitoring.output.data import report_as_data
from placement.monitoring.output.files import DICTIONARY, csv_files
from placement.monitoring.output.page import page
from placement.monitoring.output.workbook import workbook
from placement.monitoring.output.write import write_all
from placement.monitoring.report import build
from placement.monitoring.tables import MARKS

from . import bedfordshire


@pytest.fixture(scope="module")
def report(crowd):
    counts = count_year(bedfordshire.records(), bedfordshire.FIRST)
    return build(crowd, [(year_section(counts), year_tables(counts, None))])


@pytest.fixture(scope="module")
def written(report):
    return page(report, shapes_of(report.profile))


class Reader(HTMLParser):
    """Collects the tables of a page by their captions, and every tag."""

    def __init__(self):
        super().__init__()
        self.tables, self.tags, self.cells, self.inside = {}, [], None, None
        self.links = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.links += [v for k, v in attrs if k in ("src", "href") and v]
        if tag == "table":
            self.rows = []
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th", "caption"):
            self.inside, self.text = tag, ""

    def handle_data(self, data):
        if self.inside:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "caption":
            self.caption = self.text
        elif tag in ("td", "th"):
            self.rows[-1].append(self.text)
        elif tag == "table":
            self.tables.setdefault(self.caption, []).append(self.rows)
        if tag == self.inside:
            self.inside = None


@pytest.fixture(scope="module")
def read(written):
    reader = Reader()
    reader.feed(written)
    return reader


def test_every_table_of_the_report_stands_in_the_page_with_its_numbers(report, read):
    for table in report.tables:
        laid = laid_out(table, words=False) if table.across is None else laid_across(table)
        rows = read.tables[table.title][0][1:]
        assert [tuple(row) for row in rows] == list(laid.rows), table.name


def test_the_workbook_the_csv_files_and_the_data_hold_the_same_values(report):
    book = openpyxl.load_workbook(io.BytesIO(workbook(report)))
    files = csv_files(report)
    data = {t["name"]: t for s in report_as_data(report)["sections"] for t in s["tables"]}
    for table in report.tables:
        names = [column.name for column in table.columns]
        sheet = [list(row) for row in book[table.name].iter_rows(values_only=True)]
        lines = list(csv.reader(io.StringIO(files[f"{table.name}.csv"])))
        assert sheet[0] == lines[0] == names
        assert len(sheet) == len(lines) == len(table.frame) + 1
        for i, row in enumerate(data[table.name]["rows"]):
            for place, name in enumerate(names):
                held, mark = row[name], table.mark(i, name)
                if mark is None:
                    same = pytest.approx(held) if isinstance(held, float) else held
                    assert sheet[i + 1][place] == same
                    assert lines[i + 1][place] == str(held)
                else:
                    said = "[z]" if mark == "z" else MARKS[mark][0]
                    assert held is None
                    assert sheet[i + 1][place] == lines[i + 1][place] == said


def test_the_word_version_holds_the_same_numbers(report):
    document = zipfile.ZipFile(io.BytesIO(monitoring_document(report))).read("word/document.xml")
    text = document.decode("utf-8")
    for table in report.tables:
        if table.across is not None and len(laid_across(table).rows) <= 40:
            for row in laid_across(table).rows:
                for cell in row:
                    assert f">{cell.replace('&', '&amp;')}</w:t>" in text, (table.name, cell)
    assert monitoring_document(report) == monitoring_document(report)


def test_the_page_fetches_nothing_and_runs_nothing(written, read):
    assert not [tag for tag, _ in read.tags if tag in ("script", "img", "link", "iframe", "object")]
    assert all(link.startswith("#") for link in read.links)
    assert "url(http" not in written
    assert not re.search(r"\son\w+=", written)


def test_headings_go_down_one_step_at_a_time_and_every_heading_cell_has_its_scope(read):
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert all(attrs.get("scope") in ("row", "col") for tag, attrs in read.tags if tag == "th")


def test_every_drawing_has_a_title_and_a_description_of_its_own(read, written):
    drawings = [attrs for tag, attrs in read.tags if tag == "svg"]
    assert len(drawings) == 4
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    for attrs in drawings:
        assert attrs["role"] == "img"
        assert set(attrs["aria-labelledby"].split()) <= set(ids)
    assert "Fenland" in re.search("<desc[^>]*>(.*?)</desc>", written)[1]


def test_a_hidden_number_is_in_no_output(report):
    table = report.table("against")
    row = next(i for i in range(len(table.frame)) if table.frame.at[i, "name"] == "Fenland")
    hidden = table.marked({(row, c.name): "c" for c in table.columns if c.people or c.derived_from})
    assert hidden.shown(row, "counted") == "[c]"
    assert hidden.value(row, "words") is None
    from dataclasses import replace

    shown = page(replace(report, tables=(hidden,)), shapes_of(report.profile))
    assert "Fenland [c]" in shown
    assert f"Fenland {table.shown(row, 'counted')}" not in shown


def test_the_dictionary_says_what_every_column_is(report):
    rows = list(csv.DictReader(io.StringIO(csv_files(report)[DICTIONARY])))
    assert {(r["table"], r["column"]) for r in rows} == {
        (t.name, c.name) for t in report.tables for c in t.columns
    }
    assert all(r["meaning"] and r["kind"] for r in rows)


def test_text_that_looks_like_a_formula_stays_text():
    from placement.monitoring.output.files import _plain

    assert _plain("=1+1") == "'=1+1"
    assert _plain(-1) == -1


def test_the_page_says_that_no_board_agreed_the_numbers(written):
    assert "agreed by no SMB" in written


def test_files_are_written_again_but_never_among_those_of_another_report(report, tmp_path):
    first = write_all(report, tmp_path / "out")
    assert all(path.exists() for path in first)
    assert write_all(report, tmp_path / "out") == first
    (tmp_path / "out" / "csv" / "old.csv").write_text("x", encoding="utf-8")
    with pytest.raises(Exception, match="files of another report"):
        write_all(report, tmp_path / "out")


def test_a_folder_that_cannot_be_is_said_in_words(report, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(Exception, match="cannot be written to"):
        write_all(report, tmp_path / "file")
