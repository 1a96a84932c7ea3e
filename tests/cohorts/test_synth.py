"""``placement synth``: what it writes, that other commands read it, and what it refuses."""

from __future__ import annotations

import csv
import json
import shlex
import stat
from glob import glob

import pytest

from placement.cases.registers import read_placements
from placement.cli import main
from placement.errors import InputError
from placement.monitoring.equality import read_equality
from scenarios.cohorts import files
from tests.cli.running import ROOT
from tests.cli.test_readme import documented

ASKED = ["synth", "--people", "5", "--seed", "7", "--start", "2026-11-21", "--days", "1"]


def synth(out, *more):
    return main([*ASKED, "--out", str(out), *more])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("synth") / "five"
    assert synth(out) == 0
    return out


def contents(folder):
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_it_writes_what_it_says(made, tmp_path, capsys):
    assert synth(tmp_path / "again", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["synthetic"] is True
    assert (data["people"], data["placements"], data["profile"]) == (5, 29, "cambridgeshire")
    assert {"published", "carried over", "assumption"} == {f["status"] for f in data["figures"]}
    written = contents(made)
    assert len([name for name in written if name.startswith("cases/")]) == 5
    hidden = [name for name in written if name.startswith("protected/")]
    assert len(hidden) == data["with_protected_file"] > 0
    assert contents(tmp_path / "again") == written
    for name in (*hidden, "apart/characteristics.csv"):
        assert stat.S_IMODE((made / name).stat().st_mode) == 0o600


def test_the_notes_name_every_figure_and_its_source(made, capsys):
    notes = (made / "README.md").read_text(encoding="utf-8")
    assert "this person does not exist" in notes
    assert "assumption, agreed by nobody" in notes
    assert "Bedfordshire MAPPA annual report 2019/20" in notes
    assert "{" not in notes


def test_other_commands_read_what_it_writes(made, capsys):
    assert len(read_placements(made / "placements.csv")) == 29
    assert len(read_equality(made / "apart" / "characteristics.csv")) == 5
    hidden = sorted((made / "protected").iterdir())[0]
    placements = ["--placements", str(made / "placements.csv"), "--as-of", "2026-11-21"]
    case = made / "cases" / hidden.name
    assert main(["rank", str(case), "--protected", str(hidden), *placements, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["case"] == hidden.stem


def test_every_row_of_a_table_says_that_it_is_made_up_and_readers_read_nothing_from_it(
    made, tmp_path
):
    for name in ("placements.csv", "apart/characteristics.csv"):
        with (made / name).open(encoding="utf-8") as file:
            table = csv.DictReader(file)
            assert table.fieldnames[-1] == "synthetic"
            assert {row["synthetic"] for row in table} == {"yes"}
    plain = tmp_path / "plain.csv"
    lines = (made / "placements.csv").read_text().splitlines()
    plain.write_text("\n".join(line.rpartition(",")[0] for line in lines))
    assert read_placements(plain) == read_placements(made / "placements.csv")
    plain.write_text("\n".join([lines[0], lines[1].removesuffix("yes") + "perhaps"]))
    with pytest.raises(InputError, match="row 2, synthetic: write yes or no"):
        read_placements(plain)


def test_a_folder_of_protected_parts_is_given_to_each_case_its_own(made, capsys):
    cases = sorted((made / "cases").iterdir())
    asked = [*map(str, cases), "--placements", str(made / "placements.csv"), "--json"]
    folder = ["--protected", str(made / "protected")]
    assert main(["rank", *asked, *folder]) == 0
    together = json.loads(capsys.readouterr().out)
    for case, ranking in zip(cases, together, strict=True):
        hidden = made / "protected" / case.name
        one = ["--protected", str(hidden)] if hidden.exists() else []
        assert main(["rank", str(case), *asked[len(cases) :], *one]) == 0
        assert json.loads(capsys.readouterr().out) == ranking
    assert main(["plan", *asked, *folder, "--as-of", "2026-11-21"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert main(["plan", *asked, "--as-of", "2026-11-21"]) == 0
    assert len(whole["assignments"]) > len(json.loads(capsys.readouterr().out)["assignments"])


def test_protected_parts_that_do_not_fit_are_all_said_at_once(made, tmp_path, capsys):
    first, second = sorted((made / "protected").iterdir())
    cases = [made / "cases" / each.name for each in (first, second)]
    folder = tmp_path / "protected"
    folder.mkdir()
    for name in (second.name, f"{second.stem}-protected.toml"):
        (folder / name).write_bytes(second.read_bytes())
    (folder / "broken.toml").write_text("[[")
    for command in ("rank", "plan"):
        assert main([command, *map(str, cases), "--protected", str(folder)]) == 1
        said = capsys.readouterr().err
        assert f"{cases[0]}: its protected part stands elsewhere, and no file here" in said
        assert f"{second.stem}-protected.toml or {second.name}" in said
        assert "broken.toml" in said
    (folder / "broken.toml").write_bytes(first.read_bytes())
    asked = ["--protected", str(folder), "--json"]
    assert main(["rank", str(cases[0]), *asked]) == 0  # by the reference that the file says
    by_reference = json.loads(capsys.readouterr().out)
    assert main(["rank", str(cases[0]), "--protected", str(first), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == by_reference


def test_a_record_takes_a_whole_cohort_with_its_protected_parts(
    made, tmp_path, capsys, monkeypatch
):
    monkeypatch.setenv("PLACEMENT_RECORD", f"sqlite:///{tmp_path / 'record.db'}")
    monkeypatch.setenv("PLACEMENT_KEYS", str(tmp_path / "keys"))
    assert main(["record", "create"]) == 0
    who = ["--user", "co", "--role", "coordinator"]
    asked = ["record", "import", *map(str, sorted((made / "cases").iterdir())), *who]
    (tmp_path / "none").mkdir()
    assert main([*asked, "--protected", str(tmp_path / "none")]) == 1
    said = capsys.readouterr().err
    for hidden in (made / "protected").iterdir():
        assert f"{hidden.name}: its protected part stands elsewhere" in said
    assert main([*asked, "--protected", str(made / "protected")]) == 0
    assert "5 of case" in capsys.readouterr().out
    reference = next((made / "protected").iterdir()).stem
    look = ["record", "look", "protected", "--case", reference, *who, "--json"]
    assert main(look) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1


def test_every_command_of_its_page_works(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    commands = list(documented((ROOT / "docs" / "synthetic.md").read_text(encoding="utf-8")))
    assert {command.split()[1] for command in commands} == {"synth", "plan", "monitor"}
    for command in commands:
        words = [glob(word) or [word] for word in shlex.split(command)[1:]]
        assert main([name for found in words for name in sorted(found)]) == 0, command
    assert "! Synthetic: everybody in the register is made up" in capsys.readouterr().out


def test_characteristics_are_in_no_other_file(made):
    with (made / "apart" / "characteristics.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["sex"] for row in rows} <= {"male", "female"}
    for name, content in contents(made).items():
        if name.endswith(".toml"):
            assert b"ethnicity" not in content
            assert b"sex" not in content


def test_a_folder_that_holds_anything_is_refused(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    assert synth(tmp_path) == 1
    assert "is not empty, and nothing is written over" in capsys.readouterr().err
    assert contents(tmp_path) == {"mine.txt": b"mine"}
    assert synth(tmp_path / "mine.txt") == 1
    assert "it is a file" in capsys.readouterr().err


def test_nothing_is_left_where_it_cannot_be_written_to_the_end(tmp_path, capsys, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "notes_text", full)
    assert synth(tmp_path / "out") == 1
    assert "No space left on device" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_nothing_behind(tmp_path, capsys, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "notes_text", stopped)
    assert synth(tmp_path / "out") == 130
    assert list(tmp_path.iterdir()) == []


def test_all_problems_are_said_at_once(tmp_path, capsys):
    asked = ["synth", "--people", "-5", "--seed", "-1", "--start", "2026-11-21", "--days", "0"]
    assert main([*asked, "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert "3 problems" in said
    assert not (tmp_path / "out").exists()


def test_an_unknown_profile_is_said(tmp_path, capsys):
    assert synth(tmp_path / "out", "--profile", "rutland") == 1
    assert "There is no profile called 'rutland'" in capsys.readouterr().err
