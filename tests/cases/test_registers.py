"""Placements and vacancies are read from CSV and XLSX, or refused with every problem."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
import pytest

from placement.cases.registers import (
    PLACEMENT_COLUMNS,
    VACANCY_COLUMNS,
    Placement,
    Vacancy,
    read_placements,
    read_vacancies,
)
from placement.errors import InputError

from .texts import DATA

HEAD = ",".join(PLACEMENT_COLUMNS)
ROW = "P-001,E06000031,PE1 2,2,1,supported,2026-01-12,"


def csv_file(folder, *lines, encoding="utf-8"):
    path = folder / "register.csv"
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def xlsx_file(folder, *rows, sheets=1):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for number in range(1, sheets):
        book.create_sheet(f"S{number}").append(["more"])
    path = folder / "register.xlsx"
    book.save(path)
    return path


def refusals(path, read=read_placements):
    with pytest.raises(InputError) as caught:
        read(path)
    return caught.value.problems


def test_the_example_placements_are_read():
    placements = read_placements(DATA / "placements.csv")
    assert len(placements) == 13
    assert placements[0] == Placement(
        reference="P-001",
        lha="E06000031",
        area="PE1 2",
        level=2,
        category=1,
        setting="supported",
        start=date(2026, 1, 12),
        end=None,
    )
    assert (placements[2].area, placements[12].end) == (None, date(2026, 10, 4))


def test_the_example_vacancies_are_read():
    vacancies = read_vacancies(DATA / "vacancies.csv")
    assert vacancies[2] == Vacancy(
        reference="V-103",
        lha="E07000008",
        postcode="CB4 2AA",
        kind="social_rent",
        start=date(2027, 5, 10),
        end=date(2027, 7, 1),
        bedrooms=1,
        supported=False,
        accepts="not_arson",
    )


def test_a_workbook_gives_the_same_as_a_csv_file(tmp_path):
    as_cells = ["P-001", "E06000031", "PE1 2", 2, 1.0, "supported", datetime(2026, 1, 12), None]
    workbook = xlsx_file(tmp_path, PLACEMENT_COLUMNS, as_cells)
    assert read_placements(workbook) == read_placements(csv_file(tmp_path, HEAD, ROW))
    cells = ["V-1", "E07000009", "CB6 1AA", "supported", date(2027, 4, 1), None, 1, True, "any"]
    (vacancy,) = read_vacancies(xlsx_file(tmp_path, VACANCY_COLUMNS, cells))
    assert (vacancy.start, vacancy.supported) == (date(2027, 4, 1), True)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_usual_separator_a_byte_order_mark_and_blank_lines_are_read(tmp_path, separator):
    lines = [line.replace(",", separator) for line in (HEAD, ROW, "", separator * 7)]
    path = csv_file(tmp_path, *lines, encoding="utf-8-sig")
    assert read_placements(path)[0].area == "PE1 2"


def test_the_order_of_the_columns_does_not_matter(tmp_path):
    names = ",".join(reversed(PLACEMENT_COLUMNS))
    path = csv_file(tmp_path, names, ",".join(reversed(ROW.split(","))))
    assert read_placements(path)[0].reference == "P-001"


def test_a_register_with_a_header_and_no_rows_is_an_empty_register(tmp_path):
    assert read_placements(csv_file(tmp_path, HEAD)) == ()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",E06000031,,2,1,supported,2026-01-12,", "row 2, reference: is missing"),
        ("P 1,E06000031,,2,1,supported,2026-01-12,", "row 2, reference: 'P 1' is not allowed"),
        (
            "P-1,Peterborough,,2,1,supported,2026-01-12,",
            "row 2, lha: 'Peterborough' is not allowed",
        ),
        ("P-1,E06000031,PE12,2,1,supported,2026-01-12,", "row 2, area: the value given (protected"),
        ("P-1,E06000031,,4,1,supported,2026-01-12,", "row 2, level: 4 is not allowed"),
        ("P-1,E06000031,,two,1,supported,2026-01-12,", "row 2, level: 'two' is not allowed"),
        ("P-1,E06000031,,2,0,supported,2026-01-12,", "row 2, category: 0 is not allowed"),
        (
            "P-1,E06000031,,1,3,supported,2026-01-12,",
            "row 2, level: 1 is not allowed in category 3",
        ),
        ("P-1,E06000031,,2,1,hostel,2026-01-12,", "row 2, setting: 'hostel' is not allowed. Allow"),
        ("P-1,E06000031,,2,1,supported,,", "row 2, from: is missing"),
        ("P-1,E06000031,,2,1,supported,12/01/2026,", "row 2, from: '12/01/2026' is not allowed"),
        ("P-1,E06000031,,2,1,supported,2026-02-30,", "row 2, from: '2026-02-30' is not allowed"),
        ("P-1,E06000031,,2,1,supported,2026-01-12,2026-01-12", "row 2, to: 2026-01-12 with from ="),
        ("P-1,E06000031,,2,1,supported,=TODAY(),", "row 2, from: a formula is not allowed"),
        ("P-1,E06000031,,2,1,supported,2026-01-12,,x", "row 2: has more cells than there are colu"),
        ('P-1,E06000031,"PE1 2,2,1,supported,2026-01-12,', "row 2 is not CSV"),
    ],
)
def test_one_fault_gives_one_problem_with_row_and_column(tmp_path, row, words):
    (problem,) = refusals(csv_file(tmp_path, HEAD, row))
    assert words in problem


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("V-1,E07000009,CB6,supported,2027-04-01,,1,yes,any", "row 2, postcode: 'CB6'"),
        ("V-1,E07000009,,tent,2027-04-01,,1,yes,any", "row 2, kind: 'tent'"),
        ("V-1,E07000009,,supported,2027-04-01,2027-03-01,1,yes,any", "row 2, to: 2027-03-01"),
        ("V-1,E07000009,,supported,2027-04-01,,11,yes,any", "row 2, bedrooms: 11"),
        ("V-1,E07000009,,supported,2027-04-01,,1,maybe,any", "row 2, supported: 'maybe'"),
        ("V-1,E07000009,,supported,2027-04-01,,1,yes,nobody", "row 2, accepts: 'nobody'"),
    ],
)
def test_one_fault_in_a_vacancy_gives_one_problem(tmp_path, row, words):
    path = csv_file(tmp_path, ",".join(VACANCY_COLUMNS), row)
    (problem,) = refusals(path, read_vacancies)
    assert words in problem


def test_what_is_not_known_of_a_vacancy_is_left_blank(tmp_path):
    path = csv_file(tmp_path, ",".join(VACANCY_COLUMNS), "V-1,E07000009,,supported,,,,,")
    (vacancy,) = read_vacancies(path)
    facts = (vacancy.postcode, vacancy.start, vacancy.bedrooms, vacancy.supported, vacancy.accepts)
    assert facts == (None,) * 5


def test_a_reference_is_used_once(tmp_path):
    (problem,) = refusals(csv_file(tmp_path, HEAD, ROW, "", ROW))
    assert problem == "row 4, reference: P-001 is in row 2 too. Use each reference once."


def test_columns_that_are_unknown_missing_or_there_twice_are_refused_together(tmp_path):
    head = HEAD.replace("setting", "settings").replace("category", "level")
    found = refusals(csv_file(tmp_path, head, ROW))
    assert found == (
        "row 1: the column level is there twice. Keep one.",
        "row 1: 'settings' is not a column. Did you mean setting?",
        "row 1: the column category is missing. Add it, with blank cells at least.",
        "row 1: the column setting is missing. Add it, with blank cells at least.",
    )


def test_every_problem_of_a_register_is_said_at_once(tmp_path):
    bad = ROW.replace("P-001", "P-002").replace(",2,1,", ",9,9,")
    found = refusals(csv_file(tmp_path, HEAD, bad, ROW.replace("PE1 2", "Fen")))
    assert [problem.split(":")[0] for problem in found] == [
        "row 2, level",
        "row 2, category",
        "row 3, area",
    ]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("=1+1", "row 2, level: a formula is not allowed"),
        (2.5, "row 2, level: 2.5 is not allowed"),
        (True, "row 2, level: 'yes' is not allowed"),
        (datetime(2026, 1, 1), "row 2, level: 2026-01-01 is not allowed"),
    ],
)
def test_cells_of_a_workbook_that_are_no_plain_values_are_refused(tmp_path, cell, words):
    row = ["P-1", "E06000031", None, cell, 1, "supported", date(2026, 1, 12), None]
    (problem,) = refusals(xlsx_file(tmp_path, PLACEMENT_COLUMNS, row))
    assert words in problem


def test_a_day_with_a_time_is_not_a_day(tmp_path):
    row = ["P-1", "E06000031", None, 2, 1, "supported", datetime(2026, 1, 12, 9), None]
    (problem,) = refusals(xlsx_file(tmp_path, PLACEMENT_COLUMNS, row))
    assert "row 2, from: 2026-01-12 09:00:00 is not allowed" in problem


def test_a_workbook_with_two_filled_sheets_is_refused(tmp_path):
    (problem,) = refusals(xlsx_file(tmp_path, PLACEMENT_COLUMNS, sheets=2))
    assert "more than one sheet" in problem


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "it is empty. The first row names the columns: reference, lha"),
        (b"PK\x03\x04 not a workbook", "it is not a workbook that can be read"),
        (b"\xd0\xcf\x11\xe0\0\0", "it is neither CSV nor XLSX"),
        (HEAD.encode() + b"\n\xe9", "line 2 is not UTF-8 text. Save it again as 'CSV UTF-8'"),
        (HEAD.encode() + b"\n\0", "it is neither CSV nor XLSX"),
    ],
)
def test_a_file_that_is_no_register_is_refused(tmp_path, raw, words):
    path = tmp_path / "register.csv"
    path.write_bytes(raw)
    (problem,) = refusals(path)
    assert words in problem


def test_a_register_that_is_not_there_or_a_folder_is_refused(tmp_path):
    assert "there is no such file" in refusals(tmp_path / "none.csv")[0]
    assert "it is a folder" in refusals(tmp_path)[0]
