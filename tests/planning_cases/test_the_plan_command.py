"""``placement plan`` as a person runs it: the contract's document, the words, the readers."""

from __future__ import annotations

import json
import re

import pytest
from engine.making import CAMBRIDGE, PETERBOROUGH

from placement.clauses import load_clauses
from placement.ui.plan_chart import frontier_chart, frontier_rows

from .quarter import DAY, FILES, PLACEMENTS, VACANCIES, command

WHOLE = (*FILES, "--placements", PLACEMENTS)
HOMES = (*WHOLE, "--vacancies", VACANCIES)
SHAPE = {
    "cases": list,
    "status": str,
    "objective": int,
    "bound": int,
    "seconds": float,
    "assignments": list,
    "unplaced": list,
    "spread": list,
}
ASSIGNMENT = {
    "case",
    "lha",
    "area",
    "vacancy",
    "own_best",
    "points_below_own_best",
    "sentence",
}
FINDING = {"rule", "clause", "outcome", "points", "low", "high", "sentence", "evidence"}
SPREAD = {"lha", "before", "after", "expected_low", "expected_high", "label"}
PROTECTED = re.compile(
    r"PE13|\b6,?000\b|6 ?km|victim|Fenland be avoided|must not live near|QTP-", re.I
)


def document(capsys, *words):
    code, out, err = command(capsys, *words, "--json")
    assert code == 0, err
    return json.loads(out)


def test_the_document_is_as_the_contract_has_it(capsys):
    data = document(capsys, *HOMES)
    for key, kind in SHAPE.items():
        assert isinstance(data[key], kind), key
    assert data["cases"] == [f"QTR-0{i}" for i in range(1, 7)]
    assert data["status"] == "optimal"
    assert data["bound"] == data["objective"]
    assert all(set(row) >= ASSIGNMENT for row in data["assignments"])
    assert all(set(row) >= SPREAD for row in data["spread"])
    for row in data["unplaced"]:
        assert all(set(finding) >= FINDING for finding in row["blocked_by"])
    placed = {row["case"] for row in data["assignments"]}
    left = {row["case"] for row in data["unplaced"]}
    assert placed | left == {*data["cases"]}
    assert not placed & left


def test_every_clause_that_a_plan_names_is_in_the_register(capsys):
    known = {*load_clauses().clauses}
    data = document(capsys, *HOMES, "--lock", "QTR-03=E07000012")
    named = {f["clause"] for row in data["unplaced"] for f in row["blocked_by"]}
    assert named
    assert named <= known
    assert {"6.6.1", "6.7.1", "1.5", "6.3", "6(b)"} <= known


def test_the_words_hold_what_a_coordinator_acts_on(capsys):
    code, out, err = command(capsys, *HOMES, "--frontier")
    text = " ".join(out.split())
    assert code == 0, err
    assert "5 of 6 cases placed, proven best." in text
    assert "QTV-4 in Cambridge" in text
    assert "QTR-02 has no place." in text
    assert "As many are placed whichever is left out: QTR-02; or QTR-03; or QTR-06." in text
    assert "this plan" in text
    assert "default, agreed by no SMB" in text
    assert "The offender manager accepts or refuses" in text
    assert max(map(len, out.splitlines())) <= 100


def test_unknown_supply_is_said(capsys):
    _, out, _ = command(capsys, *WHOLE)
    assert "supply is not known and limits nothing" in " ".join(out.split())


def test_a_plan_again_says_what_moved(capsys, tmp_path):
    first = tmp_path / "first.json"
    first.write_text(json.dumps(document(capsys, *HOMES)), encoding="utf-8")
    same = document(capsys, *HOMES, "--previous", first)
    assert same["changes"] == []
    changed = document(capsys, *HOMES, "--previous", first, "--lock", "QTR-02=QTV-4")
    moved = {row["case"]: row["to"] for row in changed["changes"]}
    assert moved["QTR-06"] is None
    assert changed["decided"]["locks"] == [{"case": "QTR-02", "lha": CAMBRIDGE, "vacancy": "QTV-4"}]


def test_why_two_do_not_swap_is_answered(capsys):
    data = document(capsys, *HOMES, "--swap", "QTR-02", "QTR-06")
    assert data["swaps"] == [
        {
            "cases": ["QTR-02", "QTR-06"],
            "sentence": "The plan as a whole would be 11.7 points worse.",
        }
    ]


# --- readers ---------------------------------------------------------------------------------


def test_a_spoc_sees_the_rows_of_their_own_lha_and_nothing_protected(capsys):
    words = (*HOMES, "--role", "spoc", "--lha", "Peterborough", "--frontier")
    data = document(capsys, *words)
    assert {row["lha"] for row in data["assignments"]} == {PETERBOROUGH}
    assert data["cases"] == [row["case"] for row in data["assignments"]]
    assert [row["lha"] for row in data["spread"]] == [PETERBOROUGH]
    assert data["spread"][0]["after"] is not None
    assert data["unplaced"] == []
    assert "frontier" not in data
    code, out, _ = command(capsys, *words)
    assert code == 0
    for written in (json.dumps(data), out):
        assert not PROTECTED.search(written)
        assert not {"QTR-02", "QTR-03", "QTR-04", "QTR-06"} & set(re.findall(r"QTR-\d+", written))


def test_a_spoc_says_which_lha_is_theirs(capsys):
    code, out, err = command(capsys, *WHOLE, "--role", "spoc")
    assert (code, out) == (1, "")
    assert "--lha" in err
    assert command(capsys, *WHOLE, "--role", "spoc", "--lha", "Nowhere")[0] == 1


def test_the_panel_sees_every_row_in_housing_words_and_no_number_of_an_lha(capsys):
    data = document(capsys, *HOMES, "--role", "panel")
    assert len(data["assignments"]) + len(data["unplaced"]) == 6
    assert all(row["before"] is None for row in data["spread"])
    assert not PROTECTED.search(json.dumps(data))


def test_the_board_sees_the_frontier_and_no_case(capsys):
    data = document(capsys, *HOMES, "--role", "smb")
    assert data["frontier"]
    assert (data["cases"], data["assignments"], data["unplaced"], data["spread"]) == ([],) * 4
    code, out, _ = command(capsys, *HOMES, "--role", "smb")
    assert code == 0
    for written in (json.dumps(data), out):
        assert not re.search(r"QTR-|QTV-|Peterborough|E0[67]0", written)


@pytest.mark.parametrize("role", ["auditor", "nobody"])
def test_an_auditor_and_a_role_that_is_none_are_refused(capsys, role):
    code, out, err = command(capsys, *WHOLE, "--role", role)
    assert (code, out) == (1, "")
    assert "--role" in err


@pytest.mark.parametrize("role", ["spoc", "panel", "smb"])
def test_a_role_that_only_sees_a_plan_neither_fixes_opens_nor_unlocks(capsys, role):
    words = (*WHOLE, "--role", role, "--lha", PETERBOROUGH, "--lock", "QTR-05=Fenland")
    code, out, err = command(capsys, *words)
    assert (code, out) == (1, "")
    assert "are for coordinator" in err


# --- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--regret", "101"), "--regret 101"),
        (("--time-limit", "0"), "--time-limit 0"),
        (("--swap", "QTR-01", "QTR-01"), "QTR-01 is given twice"),
        (("--swap", "QTR-01", "QTR-77"), "QTR-77 is not in this plan"),
        (("--vacancies", "nowhere.csv"), "nowhere.csv"),
        (("--previous", "nowhere.json"), "nowhere.json"),
        (("--protected", "x.toml"), "write CASE=FILE"),
        (("--protected", "QTR-77=x.toml"), "it is not one of the cases"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_message(capsys, words, says):
    code, out, err = command(capsys, *WHOLE, *words)
    assert (code, out) == (1, "")
    assert says in err


def test_every_problem_is_in_the_one_message(capsys):
    words = ("--regret", "-3", "--lock", "QTR-99=Fenland", "--time-limit", "0")
    code, _, err = command(capsys, *WHOLE, *words, "--vacancies", "nowhere.csv")
    assert code == 1
    assert "4 problems" in err
    assert all(part in err for part in ("--regret -3", "QTR-99", "--time-limit", "nowhere.csv"))


def test_a_case_given_twice_is_refused(capsys):
    code, out, err = command(capsys, FILES[0], *WHOLE)
    assert (code, out) == (1, "")
    assert "QTR-01 is given twice" in err


def test_cases_of_different_days_need_one_day(capsys, tmp_path):
    other = tmp_path / "other.toml"
    with open(FILES[1], encoding="utf-8") as file:
        other.write_text(file.read().replace(f"assessed_on = {DAY}", "assessed_on = 2026-12-02"))
    code, _, err = command(capsys, FILES[0], other, "--placements", PLACEMENTS)
    assert code == 1
    assert "give one day" in err
    assert command(capsys, FILES[0], other, "--as-of", "2026-12-02")[0] == 0


# --- the chart -------------------------------------------------------------------------------


def test_the_chart_holds_every_point_and_marks_the_chosen_one(capsys):
    data = document(capsys, *HOMES, "--frontier")
    rows = frontier_rows(data["frontier"])
    assert [row["Plan"] for row in rows].count("this plan") == 1
    spec = frontier_chart(rows)
    assert spec["layer"]
    assert json.dumps(spec).count("this plan") > 1
