"""A worked case is read whole or refused in one message; what differs is said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from placement.errors import InputError
from scenarios.reading import CASES, read_scenario
from scenarios.run import load_all, results_text, run, run_all

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
title = "Sixteen hours' work meet both tests."
clauses = ["6(a)", "9.1.1"]
base = "plain"
placements = []

[case]
employment = [
  { from = 2026-09-01, postcode = "CB7 4AA", hours_per_week = 16, kind = "permanent" },
]

[[expect]]
lha = "East Cambridgeshire"
part7 = "met"
connection = 65
"""


def scenario(tmp_path: Path, text: str):
    path = tmp_path / "one.toml"
    path.write_text(text, encoding="utf-8")
    return read_scenario(path, name="one", cases=CASES)


def test_the_example_is_read_and_agrees(tmp_path):
    assert run(scenario(tmp_path, GOOD)).agrees


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ("title =", "titel =", ["titel is not known", "title is missing"]),
        ('"9.1.1"', '"9.1.11"', ["9.1.11", "did you mean 9.1.1"]),
        ('["6(a)", "9.1.1"]', "[]", ["clauses is missing"]),
        ('"plain"', '"plane"', ["plane", "plain"]),
        ("placements = []", 'placements = "none.csv"', ["none.csv", "demo-014-placements.csv"]),
        ("placements = []", "placements = 3", ["placements must be"]),
        ("placements = []", 'without = ["networcs"]', ["networcs", "plain does not have"]),
        ("placements = []", 'profile = "kent"', ["kent", "cambridgeshire"]),
        ("placements = []", 'role = "judge"', ["judge", "spoc"]),
        (
            "placements = []",
            'numbers = { "spread.to_few" = 3 }',
            ["spread.to_few", "spread.too_few"],
        ),
        ("hours_per_week", "hours", ["case, employment[1].hours", "hours_per_week"]),
        ("East Cambridgeshire", "East Cambridge", ["East Cambridge", "East Cambridgeshire"]),
        ("part7 =", "part8 =", ["part8", "did you mean part7"]),
        ("connection = 65", 'connection = "65"', ["connection is '65'", "a whole number"]),
        ("connection = 65", 'says = "x"', ["says"]),
        ('part7 = "met"', 'rule = "family_ther"', ["family_ther", "family_there"]),
        ('part7 = "met"\nconnection = 65', "", ["nothing is expected of it"]),
        ("[[expect]]", "[expect]", ["[[expect]]"]),
        ('"East Cambridgeshire"', "[]", ["empty list", "every"]),
        ("connection = 65", "tied_with = 3", ["tied_with is 3", "a list of them"]),
        (
            'part7 = "met"\nconnection = 65',
            'ground = "famly"\noutcome = "met"',
            ["famly", "family"],
        ),
        ('part7 = "met"\nconnection = 65', 'home = "villa"\noutcome = "x"', ["villa", "social"]),
        (
            'part7 = "met"\nconnection = 65',
            'rule = "route_by_note_and_bid"\nsays = []',
            ["says is []"],
        ),
        ('part7 = "met"\nconnection = 65', "rule = [1]\npoints = 1", ["rule must be a text"]),
        ("placements = []", 'spoc_of = "Kent"', ["Kent", "Fenland"]),
    ],
)
def test_a_mistake_is_refused_with_what_is_allowed(tmp_path, was, now, words):
    assert was in GOOD
    with pytest.raises(InputError) as refused:
        scenario(tmp_path, GOOD.replace(was, now))
    for each in words:
        assert each in str(refused.value)


def test_every_mistake_of_a_file_is_said_at_once(tmp_path):
    broken = (
        GOOD.replace("title =", "titel =").replace("part7 =", "part8 =").replace("plain", "plane")
    )
    with pytest.raises(InputError) as refused:
        scenario(tmp_path, broken)
    assert len(refused.value.problems) >= 4


def test_a_file_that_is_not_toml_is_refused_in_words(tmp_path):
    with pytest.raises(InputError, match="line 2"):
        scenario(tmp_path, GOOD.replace('tests."', "tests."))


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ("connection = 65", "connection = 64", "connection expected 64, found 65"),
        ('part7 = "met"', 'part7 = "borderline"', "part7 expected 'borderline', found 'met'"),
        ("connection = 65", 'status = "excluded"', "status expected 'excluded', found 'open'"),
        (
            'part7 = "met"\nconnection = 65',
            'rule = "employment_there"\nsays = "Played there."',
            "should say 'Played there.'",
        ),
        (
            'part7 = "met"\nconnection = 65',
            'rule = "employment_there"\nnever_says = "Works there"',
            "should not say 'Works there'",
        ),
        (
            'lha = "East Cambridgeshire"\npart7 = "met"\nconnection = 65',
            'rule = "duty_to_refer"\napplies = false',
            "applies expected False, found True",
        ),
        (
            'lha = "East Cambridgeshire"\npart7 = "met"\nconnection = 65',
            'hides = "east cambridgeshire"',
            "should not be shown",
        ),
        (
            'part7 = "met"\nconnection = 65',
            "first_in_100_at_most = 10",
            "first in at most 10 of 100 expected, found 100.0",
        ),
        (
            'lha = "East Cambridgeshire"\npart7 = "met"\nconnection = 65',
            'recommendation = "close"',
            "recommendation expected 'close', found 'clear'",
        ),
    ],
)
def test_what_differs_is_said_and_does_not_agree(tmp_path, was, now, words):
    assert was in GOOD
    result = run(scenario(tmp_path, GOOD.replace(was, now)))
    assert not result.agrees
    assert words in result.problems[0]


def test_a_rule_not_in_force_on_the_day_is_said_to_be_missing(tmp_path):
    text = GOOD.replace("placements = []", "placements = []\nas_of = 2018-09-30")
    expected = 'lha = "East Cambridgeshire"\npart7 = "met"\nconnection = 65'
    result = run(
        scenario(tmp_path, text.replace(expected, 'rule = "duty_to_refer"\noutcome = "met"'))
    )
    assert result.problems == ("duty_to_refer: expected a finding, and there is none.",)


def test_a_table_is_changed_key_by_key_and_a_list_whole(tmp_path):
    text = GOOD.replace("[case]", "[case]\nmappa = { level = 3 }")
    case = scenario(tmp_path, text).case
    assert (case.level, case.category) == (3, 2)
    assert len(case.employment or ()) == 1


def test_a_key_left_out_of_the_base_is_unknown(tmp_path):
    text = GOOD.replace("placements = []", 'without = ["networks", "mappa.level"]')
    case = scenario(tmp_path, text).case
    assert (case.networks, case.level, case.category) == (None, None, 2)


def test_people_are_placed_by_rows(tmp_path):
    rows = '[[placements]]\nlha = "Fenland"\npeople = 2\n\n[[placements]]\nlha = "Cambridge"\n'
    read = scenario(
        tmp_path, GOOD.replace("placements = []", "").replace("[case]", f"{rows}\n[case]")
    )
    assert [person.lha for person in read.placements] == ["E07000010", "E07000010", "E07000008"]


def test_a_reference_is_one_persons(tmp_path):
    rows = '[[placements]]\nlha = "Fenland"\npeople = 2\nreference = "A-1"\n'
    with pytest.raises(InputError, match="reference is one person's"):
        scenario(tmp_path, GOOD.replace("placements = []", "").replace("[case]", f"{rows}\n[case]"))


def test_an_area_is_a_postcode_sector(tmp_path):
    rows = '[[placements]]\nlha = "Fenland"\narea = "PE15"\n'
    with pytest.raises(InputError, match="postcode sector"):
        scenario(tmp_path, GOOD.replace("placements = []", "").replace("[case]", f"{rows}\n[case]"))


def test_the_files_of_a_folder_are_refused_together(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(
            'title = "No."\nclauses = ["6(a)"]\n', encoding="utf-8"
        )
    with pytest.raises(InputError) as refused:
        load_all(tmp_path)
    assert {problem[:2] for problem in refused.value.problems} == {"a:", "b:"}


def test_an_unknown_name_is_refused_with_near_ones():
    with pytest.raises(InputError, match="sister-in-one-test-only"):
        run_all(["sister-in-one-tests"])


def test_what_differs_is_listed_below_the_table(tmp_path):
    from rich.console import Console

    result = run(scenario(tmp_path, GOOD.replace("connection = 65", "connection = 64")))
    console = Console(width=200)
    with console.capture() as captured:
        console.print(results_text([result]))
    said = captured.get()
    assert "DIFFERS" in said
    assert "connection expected 64, found 65" in said
