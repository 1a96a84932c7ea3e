"""A new area in an hour: every command of docs/new-area.md, on an area that is not shipped."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from placement.cli import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "new-area.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line)
    for block in re.findall(r"```bash\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
]


@pytest.fixture(scope="module")
def norfolk(tmp_path_factory):
    """The area, made by the first command of the page; its folder is where names are looked for."""
    folder = tmp_path_factory.mktemp("norfolk")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLACEMENT_DATA", str(folder / "data"))
        patch.setenv("PLACEMENT_PROFILES", str(folder / "profiles"))
        made = [*COMMANDS[0][1:-1], str(folder / "profiles"), "--as-of", "2026-11-21"]
        assert COMMANDS[0][-2:] == ["--out", "profiles"]
        assert main(made) == 0
        yield folder


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("command", COMMANDS[1:], ids=lambda words: " ".join(words[1:3]))
def test_every_command_of_the_page_runs(norfolk, command, capsys):
    assert main(command[1:]) == 0
    assert capsys.readouterr().out.strip()


def test_the_seven_are_ranked_and_what_is_missing_is_unknown_not_guessed(norfolk, capsys):
    case = "docs/new-area/case-1.toml"
    assert main(["rank", case, "--profile", "norfolk", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {each["name"] for each in found["options"]} == {
        "Breckland",
        "Broadland",
        "Great Yarmouth",
        "King's Lynn and West Norfolk",
        "North Norfolk",
        "Norwich",
        "South Norfolk",
    }
    closed = next(each for each in found["options"] if each["name"] == "Great Yarmouth")
    assert closed["status"] == "excluded"
    parts = {each["local_connection"]["part6"]["outcome"] for each in found["options"]}
    assert parts == {"unknown"}


def test_the_check_says_what_matters_most_first_and_less_when_it_is_filled_in(norfolk, capsys):
    def missing():
        assert main(["profile", "check", "norfolk", "--as-of", "2026-11-21", "--json"]) == 0
        return [each["what"] for each in json.loads(capsys.readouterr().out)["lacks"]]

    before = missing()
    assert before[0] == "residents"
    path = norfolk / "profiles" / "norfolk.toml"
    text = path.read_text(encoding="utf-8")
    filled = text.replace("# population = ", "population = 100_000")
    filled = filled.replace("# [population]", "[population]").replace("# source = ", "source = ")
    filled = filled.replace("# date = 2021-03-21", "date = 2021-03-21")
    path.write_text(filled, encoding="utf-8")
    try:
        assert missing() == before[1:]
    finally:
        path.write_text(text, encoding="utf-8")


def test_without_postcodes_that_is_the_first_thing_missing(norfolk, tmp_path, capsys):
    made = ["profile", "new", "one-town", "--area", "Luton", "--out", str(tmp_path)]
    assert main([*made, "--no-postcodes", "--as-of", "2026-11-21"]) == 0
    assert "1. Its postcodes: nothing can be assessed" in capsys.readouterr().out
    assert main(["rank", "docs/new-area/case-1.toml", "--profile", str(tmp_path / "one-town.toml")])
    assert "placement geodata build one-town" in capsys.readouterr().err


def test_everything_wrong_with_a_new_area_is_said_at_once(tmp_path, capsys):
    (tmp_path / "wrong.toml").write_text("", encoding="utf-8")
    areas = ["--area", "Nowrich", "Kings Lynn", "E07000148", "Norwich", "--county", "Norfolk"]
    assert main(["profile", "new", "wrong", *areas, "--out", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    for words in (
        "wrong.toml is there already",
        "Near it: E07000148 Norwich",
        "Near it: E07000146 King's Lynn and West Norfolk",
        "E07000148 Norwich is given twice",
        "write E10000020=Norfolk County Council",
    ):
        assert words in said
    assert main(["profile", "new", "London", "--area", "Luton", "--out", str(tmp_path)]) == 1
    assert "cannot name a profile" in capsys.readouterr().err
    assert main(["profile", "new", "london", "--area", "Luton", "--out", str(tmp_path)]) == 1
    assert "is a shipped profile" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["cambridgeshire", "bedfordshire", "london"])
def test_a_shipped_profile_can_be_checked_too(name, capsys):
    assert main(["profile", "check", name, "--as-of", "2026-11-21"]) == 0
    assert "missing, what matters most first" in capsys.readouterr().out


def test_a_shipped_name_stays_the_shipped_profiles(tmp_path, monkeypatch):
    from placement.profile import DIRECTORY, found_profiles

    (tmp_path / "london.toml").write_text("name = 1", encoding="utf-8")
    monkeypatch.setenv("PLACEMENT_PROFILES", str(tmp_path))
    assert found_profiles()["london"] == DIRECTORY / "london.toml"
