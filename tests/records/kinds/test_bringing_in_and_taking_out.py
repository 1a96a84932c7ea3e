"""An import says every problem before anything is written; an export holds nothing of the vault."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest

from placement.errors import InputError, NotAllowed
from placement.records.exports import export
from placement.records.imports import carry_out, plan_import

from .conftest import PEOPLE
from .examples import CASE, EAST, PROTECTED, example

PLACEMENTS = """reference,lha,area,level,category,setting,from,to,review_due
SYN-001,E07000009,CB7 4,2,1,private_rent,2026-06-01,,2026-12-01
SYN-777,E07000010,,3,2,social_rent,2026-01-01,2026-10-01,
"""
VACANCIES = """reference,lha,postcode,kind,from,to,bedrooms,supported,accepts
V-101,E07000009,CB7 4AA,social_rent,2026-11-01,,1,no,not_arson
V-102,E07000010,,supported,,,,yes,
"""
OFFICES = """lha,post,staff,name,telephone,email,from,to
E07000009,spoc,spoc.east,E. Cambs,01632 960001,,2026-01-01,
"""


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    given = {
        "placements": PLACEMENTS,
        "vacancies": VACANCIES,
        "offices": OFFICES,
    }
    paths = {}
    for name, text in given.items():
        paths[name] = folder / f"{name}.csv"
        paths[name].write_text(text)
    (folder / "case.toml").write_text(CASE)
    (folder / "protected.toml").write_text(PROTECTED)
    return {**paths, "cases": [(folder / "case.toml", folder / "protected.toml")]}


def test_a_dry_run_says_what_would_be_recorded_and_records_nothing(files, desks):
    plan = plan_import(**files)
    assert plan.problems == ()
    assert plan.counts == {"placement": 2, "vacancy": 2, "office": 1, "case": 1}
    assert "2 of placement" in plan.in_words()
    assert desks["coordinator"].cases() == []
    assert desks["coordinator"].list("vacancy") == []


def test_what_was_planned_is_written_and_a_placement_joins_its_case(files, desks):
    coordinator = desks["coordinator"]
    assert carry_out(plan_import(**files), coordinator, reason="first load")["case"] == 1
    (row,) = coordinator.cases()
    assert row.reference == "SYN-001"
    placed = {each.data["reference"]: each.case for each in coordinator.list("placement")}
    assert placed == {"SYN-001": row.id, "SYN-777": None}
    assert [each.data["accepts"] for each in coordinator.list("vacancy", lha=EAST)] == ["not_arson"]
    assert coordinator.list("vacancy", supported=True)[0].data["reference"] == "V-102"
    assert coordinator.list("protected", case=row.id)


def test_every_problem_is_said_by_row_and_column_and_nothing_of_a_person(files):
    files["placements"].write_text(
        PLACEMENTS.replace("private_rent", "castle").replace(",3,2,", ",9,2,")
        + "SYN-001,E07000009,Ely,2,1,private_rent,2026-06-01,,\n"
    )
    files["vacancies"].write_text(VACANCIES.replace("CB7 4AA", "Sheffield").replace("no,", "n,"))
    files["cases"][0][0].write_text(CASE.replace("level = 2", 'level = "two"'))
    problems = plan_import(**files).problems
    said = " ".join(problems)
    for where in (
        "placements.csv: row 2, setting",
        "placements.csv: row 3, level",
        "placements.csv: row 4, area",
        "vacancies.csv: row 2, postcode",
        "vacancies.csv: row 2, supported",
        "case.toml: mappa.level",
    ):
        assert where in said
    assert "Ely" not in said
    assert "Sheffield" not in said


def test_a_column_that_is_missing_or_not_known_is_said(files):
    files["offices"].write_text(OFFICES.replace("telephone", "telefone").replace("post", "posts"))
    problems = plan_import(offices=files["offices"]).problems
    assert any("Did you mean telephone?" in problem for problem in problems)
    assert any("column post is missing" in problem for problem in problems)


def test_the_same_thing_twice_is_refused(files):
    files["vacancies"].write_text(VACANCIES + VACANCIES.splitlines()[1] + "\n")
    files["placements"].write_text(PLACEMENTS + PLACEMENTS.splitlines()[1] + "\n")
    problems = plan_import(**files, references=["SYN-001"], held_vacancies=["V-102"]).problems
    assert len(problems) == 4
    assert "SYN-001" not in " ".join(problems)


def test_a_case_that_was_not_split_is_refused(files):
    path = files["cases"][0][0]
    path.write_text(CASE + '[[victims]]\nreference = "V-1"\nhome = { postcode = "CB7 4AA" }\n')
    (problem,) = plan_import(cases=[(path, None)]).problems
    assert "placement case split" in problem
    assert "CB7" not in problem


def test_a_plan_with_problems_writes_nothing(files, desks):
    files["vacancies"].write_text(VACANCIES.replace("social_rent", "castle"))
    with pytest.raises(InputError, match="castle"):
        carry_out(plan_import(**files), desks["coordinator"], reason="first load")
    assert desks["coordinator"].cases() == []


def test_an_import_that_fails_half_way_leaves_nothing(files, desks):
    plan = plan_import(**files)
    carry_out(plan_import(cases=files["cases"]), desks["coordinator"], reason="the case alone")
    with pytest.raises(InputError, match="a case is open under it"):
        carry_out(plan, desks["coordinator"], reason="all of it again")
    assert desks["coordinator"].list("vacancy") == []
    assert desks["coordinator"].list("office") == []


@pytest.mark.parametrize("who", ["om", "east"])
def test_only_the_coordinator_imports(files, desks, who):
    with pytest.raises(NotAllowed):
        carry_out(plan_import(**files), desks[who], reason="mine")


def test_a_workbook_is_read_as_a_csv_is(tmp_path):
    book = openpyxl.Workbook()
    for line in csv.reader(io.StringIO(VACANCIES)):
        book.active.append([cell or None for cell in line])
    book.active["G2"] = 1
    path = tmp_path / "v.xlsx"
    book.save(path)
    plain = tmp_path / "v.csv"
    plain.write_text(VACANCIES)
    read = [[item.data for item in plan_import(vacancies=each).items] for each in (path, plain)]
    assert read[0] == read[1]


# --- what leaves -------------------------------------------------------------------------------


@pytest.fixture
def filled(files, desks):
    carry_out(plan_import(**files), desks["coordinator"], reason="first load")
    return desks


def taken(desks, who):
    return export(desks[who], PEOPLE[who], to_whom="the board's secretary", reason="handover")


def test_an_export_holds_everything_that_is_seen_and_nothing_of_the_vault(filled):
    out = taken(filled, "coordinator")
    lines = [json.loads(line) for line in out.files["records.jsonl"].decode().splitlines()]
    assert {line["kind"] for line in lines} == {"case", "placement", "vacancy", "office"}
    assert len(lines) == sum(out.counts.values()) == 6
    whole = b"".join(out.files.values())
    assert b"CB7 4AA" in whole  # the vacancy's
    assert b"victims" not in whole
    assert b"avoid_metres" not in whole
    assert not [name for name in out.files if "protected" in name or "SYN" in name]


def test_what_leaves_is_logged_as_a_disclosure_for_each_case_with_to_whom(filled, monkeypatch):
    desk, said = filled["coordinator"], []
    (row,) = desk.cases()
    monkeypatch.setattr(desk, "log", lambda action, **rest: said.append((action, rest)))
    taken(filled, "coordinator")
    ((action, rest),) = said
    assert action == "disclosure"
    assert set(rest["case"]) == {row.id, None}
    assert rest["to_whom"] == "the board's secretary"
    with pytest.raises(NotAllowed, match="to whom"):
        export(desk, PEOPLE["coordinator"], to_whom=" ", reason="x")


def test_an_offender_manager_takes_their_own_cases_only(filled):
    out = taken(filled, "om")
    assert "case" not in out.counts
    assert "placement" not in out.counts
    with pytest.raises(NotAllowed):
        taken(filled, "east")


def test_a_cell_that_a_spreadsheet_would_run_is_plain_text(filled):
    filled["coordinator"].save(
        "office", example("office", name='=HYPERLINK("x")', post="deputy"), reason="test"
    )
    text = taken(filled, "coordinator").files["office.csv"].decode("utf-8-sig")
    names = {row["name"] for row in csv.DictReader(io.StringIO(text))}
    assert names == {"E. Cambs", '\'=HYPERLINK("x")'}


def test_files_are_written_to_an_empty_folder_for_their_owner_alone(filled, tmp_path):
    out = taken(filled, "coordinator")
    written = out.write(tmp_path / "out")
    assert {path.stat().st_mode & 0o077 for path in written} == {0}
    with pytest.raises(InputError, match="empty folder"):
        out.write(tmp_path / "out")
