"""``placement plan --at-scale``: folders in, everybody's LHA out, the same as from memory."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from placement.cases.registers import read_placements
from placement.load import load_setting
from placement.planning.at_scale import plan_at_scale
from scenarios.cohorts import make_cohort
from tests.cli.running import run

START = date(2026, 11, 21)
SEEN = ["--as-of", "2027-05-21"]


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    """A folder of people as ``placement synth`` makes it."""
    from placement.cli import main

    folder = tmp_path_factory.mktemp("made") / "people"
    words = ["--people", "9", "--seed", "3", "--start", START.isoformat()]
    assert main(["synth", *words, "--out", str(folder)]) == 0
    return folder


def test_a_folder_is_planned_as_the_same_people_from_memory(people, capsys):
    register = people / "placements.csv"
    asked = ["plan", people, "--at-scale", "--placements", register, *SEEN, "--jobs", "1"]
    code, out, said = run(capsys, *asked, "--json")
    assert code == 0
    assert "placement: 9 of 9 cases done." in said
    found = json.loads(out)
    cohort = make_cohort("cambridgeshire", 9, seed=3, start=START)
    setting = load_setting(profile="cambridgeshire", as_of=date(2027, 5, 21))
    setting = replace(setting, placements=tuple(read_placements(register)))
    cases = sorted((person.case for person in cohort.people), key=lambda case: case.reference)
    plan = plan_at_scale(cases, setting)
    assert found["status"] == plan.status == "optimal"
    assert (found["placed"], found["objective"]) == (plan.placed, plan.objective)
    for row, each in enumerate(found["assignments"]):
        place = plan.assignment[row]
        assert each["case"] == plan.references[row]
        assert each["lha"] == (plan.lhas[place] if place >= 0 else None)
        assert each["waits"] == plan.waits[row]
    assert sum(row["people"] for row in found["lhas"]) == plan.placed
    code, words, _ = run(capsys, *asked)
    assert code == 0
    assert f"{plan.placed} of 9 cases placed, proven best." in words
    assert "default, agreed by no SMB" in words


def test_victims_are_read_from_the_folder_beside_or_the_one_given(people, capsys):
    asked = ["plan", "--at-scale", *SEEN, "--jobs", "1", "--json"]
    whole = run(capsys, *asked, people)[1]
    apart = [people / "cases", "--protected", people / "protected"]
    assert run(capsys, *asked, *apart)[1] == whole
    code, out, said = run(capsys, *asked, people / "cases")
    assert (code, out == whole) == (0, False)
    assert "stand elsewhere and were not given" in said


def test_a_protected_part_is_found_as_split_names_it_and_a_missing_one_is_said(
    people, capsys, tmp_path
):
    second = sorted((people / "protected").glob("*.toml"))[0]
    housing, protected = tmp_path / "housing", tmp_path / "protected"
    for folder, from_ in ((housing, people / "cases"), (protected, people / "protected")):
        folder.mkdir()
        text = (from_ / second.name).read_text(encoding="utf-8")
        (folder / f"{second.stem}-{folder.name}.toml").write_text(text, encoding="utf-8")
    asked = ["plan", housing, "--at-scale", *SEEN, "--jobs", "1", "--protected", protected]
    code, _, said = run(capsys, *asked)
    assert (code, "elsewhere" in said) == (0, False)
    (part,) = protected.iterdir()
    part.rename(protected / "another.toml")
    code, _, said = run(capsys, *asked)
    assert code == 1
    assert f"{second.stem}-housing.toml: its protected part stands elsewhere" in said


def test_what_a_large_plan_has_not_is_refused_in_one_message(people, capsys, tmp_path):
    asked = ["plan", people, "--at-scale", *SEEN]
    code, _, said = run(capsys, *asked, "--role", "spoc", "--lock", "A=B", "--jobs", "0")
    assert code == 1
    for problem in ("3 problems", "--jobs 0", "--lock: a plan of thousands has none", "--role"):
        assert problem in said
    code, _, said = run(capsys, "plan", people, tmp_path, "--jobs", "2", *SEEN)
    assert code == 1
    assert f"{tmp_path}: no case file (*.toml) is in it." in said
    assert "--jobs: it is for --at-scale" in said
    code, _, said = run(capsys, "plan", tmp_path, "--at-scale", "--protected", "CASE=FILE", *SEEN)
    assert code == 1
    assert "no case file" in said
    assert "give a folder" in said


def test_a_folder_is_planned_with_reasons_as_its_files_are(people, capsys, monkeypatch):
    files = sorted((people / "cases").glob("*.toml"))[:8]
    asked = ["--protected", people / "protected", "--json", *SEEN]
    _, named, _ = run(capsys, "plan", *files, *asked)
    for path in sorted((people / "cases").glob("*.toml"))[8:]:
        path.rename(path.with_suffix(".aside"))
    _, folded, _ = run(capsys, "plan", people, "--json", *SEEN)
    for path in (people / "cases").glob("*.aside"):
        path.rename(path.with_suffix(".toml"))
    one, other = json.loads(folded), json.loads(named)
    assert one.pop("seconds") + other.pop("seconds") >= 0  # of the clock alone
    assert one == other
    monkeypatch.setattr("placement.planning.instance.LARGEST_TOTAL", 2)
    code, _, said = run(capsys, "plan", *files, *asked)
    assert code == 1
    assert "8 cases are more than can be planned with their reasons at once. Give --at" in said
