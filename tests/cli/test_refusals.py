"""Bad input: exit 1, one clear message that names what was given and what is allowed; usage: 2."""

from __future__ import annotations

import pytest

from .running import CASE, DATA, run

REFUSED = {
    "the Board": (["rank", CASE, "--role", "smb"], ("The Board", "sees no cases")),
    "an auditor": (["rank", CASE, "--role", "auditor"], ("auditor", "no cases")),
    "the Board, why not": (["why-not", CASE, "Fenland", "--role", "smb"], ("The Board",)),
    "an auditor, comparing": (
        ["compare", CASE, "Fenland", "Cambridge", "--role", "auditor"],
        ("auditor",),
    ),
    "no such role": (["rank", CASE, "--role", "mayor"], ("'mayor'", "offender_manager", "spoc")),
    "no such profile": (["rank", CASE, "--profile", "narnia"], ("narnia", "cambridgeshire")),
    "no such LHA to explain": (
        ["rank", CASE, "--reasons", "Rutland"],
        ("'Rutland'", "E07000008 Cambridge"),
    ),
    "no such LHA": (["why-not", CASE, "E07000999"], ("E07000999", "E07000009 East Cambridgeshire")),
    "no such LHA to compare": (["compare", CASE, "Fenland", "Rutland"], ("'Rutland'",)),
    "one LHA to compare": (["compare", CASE, "Fenland"], ("two or more",)),
    "an LHA twice": (["compare", CASE, "Fenland", "E07000010"], ("two or more different",)),
    "no such file": (["rank", "no-such-case.toml"], ("no-such-case.toml",)),
    "a directory": (["rank", str(DATA)], (str(DATA),)),
    "not a case": (["rank", str(DATA / "placements.csv")], ("placements.csv",)),
    "no such placements": (["rank", CASE, "--placements", "none.csv"], ("none.csv",)),
    "placements that are a directory": (["rank", CASE, "--placements", str(DATA)], (str(DATA),)),
    "placements that are a case": (["rank", CASE, "--placements", CASE], ("example.toml",)),
    "no such protected file": (["rank", CASE, "--protected", "none.toml"], ("none.toml",)),
    "one protected file for two cases": (
        ["rank", CASE, CASE, "--protected", CASE],
        ("--protected", "one case"),
    ),
    "splitting nothing": (["case", "split", "none.toml"], ("none.toml",)),
    "a profile that is not there": (["geodata", "show", "narnia"], ("narnia",)),
}
MISUSED = {
    "nothing at all": [],
    "no such command": ["rankle"],
    "no case": ["rank"],
    "no LHA": ["why-not", CASE],
    "no such option": ["rank", CASE, "--loud"],
    "a day that is none": ["rank", CASE, "--as-of", "2026-02-30"],
    "a day in another form": ["rank", CASE, "--as-of", "21/11/2026"],
    "weights in words": ["rank", CASE, "--weights", "a=much"],
    "weights that are negative": ["rank", CASE, "--weights", "a=-1,b=1,c=1"],
    "weights given twice": ["rank", CASE, "--weights", "a=1,a=2"],
    "weights all nothing": ["rank", CASE, "--weights", "a=0,b=0,c=0"],
    "a weight with no name": ["rank", CASE, "--weights", "d=1"],
}


@pytest.mark.parametrize("what", REFUSED)
def test_bad_input_is_refused_in_one_message(what, capsys):
    words, said = REFUSED[what]
    code, out, error = run(capsys, *words)
    message = error[error.rindex("placement: ") :] if "placement: " in error else error
    assert (code, out) == (1, "")
    assert message.startswith("placement: ")
    assert [part for part in said if part not in message] == []


@pytest.mark.parametrize("what", REFUSED)
def test_a_refusal_writes_no_document(what, capsys):
    words, _ = REFUSED[what]
    if words[0] == "case":
        return
    code, out, _ = run(capsys, *words, "--json")
    assert (code, out) == (1, "")


@pytest.mark.parametrize("what", MISUSED)
def test_wrong_usage_exits_with_two(what, capsys):
    code, out, error = run(capsys, *MISUSED[what])
    assert (code, out) == (2, "")
    assert "usage" in error


def test_weights_of_nothing_are_refused_even_where_two_are_left_as_agreed(capsys):
    code, _, _ = run(capsys, "rank", CASE, "--weights", "a=0")
    assert code == 0


def test_an_unknown_postcode_is_named_with_near_spellings(tmp_path, capsys):
    text = (DATA / "example.toml").read_text(encoding="utf-8")
    case = tmp_path / "case.toml"
    case.write_text(text.replace("PE1 1AB", "PE16 9ZZ"), encoding="utf-8")
    code, out, error = run(capsys, "rank", case, "--json")
    assert (code, out) == (1, "")
    assert "services[1]" in error
    assert "PE16 9ZZ" in error
    assert "PE16 6" in error


def test_all_problems_of_several_cases_are_said_at_once(tmp_path, capsys):
    text = (DATA / "example.toml").read_text(encoding="utf-8")
    paths = [tmp_path / "one.toml", tmp_path / "two.toml"]
    for path, wrong in zip(paths, ("level = 9", 'level = "high"'), strict=True):
        path.write_text(text.replace("level = 3", wrong, 1), encoding="utf-8")
    code, out, error = run(capsys, "rank", *paths)
    assert (code, out) == (1, "")
    assert [path.name for path in paths if path.name not in error] == []
