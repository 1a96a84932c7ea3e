"""Commands that work: what they print, and that ``--json`` is one document and nothing else."""

from __future__ import annotations

import json

import pytest

from placement.view import NO_CASES, ROLES

from .running import CASE, DATA, PLACEMENTS, run, shell

LHAS = ("E07000009", "E07000011", "Fenland")
COMMANDS = {
    "rank": ["rank", CASE],
    "rank with placements": ["rank", CASE, "--placements", PLACEMENTS],
    "rank as of": ["rank", CASE, "--as-of", "2027-01-31"],
    "rank weights": ["rank", CASE, "--weights", "a=2,b=1,c=0"],
    "why-not": ["why-not", CASE, "E07000008"],
    "why-not by name": ["why-not", CASE, "peterborough", "--placements", PLACEMENTS],
    "compare": ["compare", CASE, *LHAS],
    "clauses": ["clauses"],
    "parameters": ["parameters", "--on", "2026-11-21"],
    "geodata show": ["geodata", "show", "cambridgeshire"],
}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_with_json_exactly_one_document_is_written(words, capsys):
    code, out, error = run(capsys, *words, "--json")
    assert code == 0, error
    assert json.loads(out)
    assert out.endswith("\n")


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_text_fits_a_hundred_columns(words, capsys):
    code, out, error = run(capsys, *words)
    assert code == 0, error
    assert out.strip()
    assert [line for line in out.splitlines() if len(line) > 100] == []


def test_the_reasons_for_one_lha_fit_a_hundred_columns(capsys):
    code, out, _ = run(capsys, "rank", CASE, "--placements", PLACEMENTS, "--reasons", "Fenland")
    assert code == 0
    assert "Fenland (E07000010)" in out
    assert max(map(len, out.splitlines())) <= 100


def test_one_case_gives_a_document_and_several_give_a_list(tmp_path, capsys):
    other = tmp_path / "other.toml"
    text = (DATA / "example.toml").read_text(encoding="utf-8")
    other.write_text(text.replace("DEMO-014", "DEMO-015"), encoding="utf-8")
    code, out, _ = run(capsys, "rank", CASE, "--json")
    assert (code, json.loads(out)["case"]) == (0, "DEMO-014")
    code, out, _ = run(capsys, "rank", CASE, other, "--json")
    assert (code, [each["case"] for each in json.loads(out)]) == (0, ["DEMO-014", "DEMO-015"])


def test_the_document_has_every_key_of_the_contract(capsys):
    _, out, _ = run(capsys, "rank", CASE, "--placements", PLACEMENTS, "--json")
    document = json.loads(out)
    assert {*document} >= {
        *("case", "as_of", "move_in", "profile", "role", "versions", "eligibility", "timing"),
        *("recommendation", "ask_first", "options"),
    }
    assert {*document["versions"]} >= {"protocol", "parameters", "geodata", "engine"}
    option = document["options"][0]
    assert {*option} >= {
        *("lha", "name", "rank", "tied_with", "status", "units", "score", "score_low"),
        *("score_high", "rank_shares", "homes_left", "factors", "gates", "local_connection"),
        *("local_connection_at_move_in", "referral_198", "housing_options", "route"),
        *("is_origin", "is_preferred", "findings"),
    }
    factor = option["factors"]["connection"]
    assert {*factor} >= {"points", "low", "high", "weight_units", "weight", "findings"}
    assert {*factor["findings"][0]} >= {
        *("rule", "clause", "outcome", "points", "low", "high", "sentence", "evidence"),
    }
    assert {*option["local_connection"]["part7"]} == {"outcome", "grounds"}
    assert document["recommendation"]["outcome"] == "clear"


@pytest.mark.parametrize("role", sorted(set(ROLES) - set(NO_CASES)))
def test_each_role_that_sees_cases_gets_an_answer(role, capsys):
    code, out, _ = run(capsys, "rank", CASE, "--role", role, "--json")
    assert (code, json.loads(out)["role"]) == (0, role)


def test_another_profile_is_assessed_by_name(tmp_path, capsys):
    case = tmp_path / "case.toml"
    case.write_text('reference = "T-1"\nassessed_on = 2026-11-21\n', encoding="utf-8")
    for profile, count in (("bedfordshire", 3), ("london", 33)):
        code, out, error = run(capsys, "rank", case, "--profile", profile, "--json")
        assert (code, error) == (0, "")
        document = json.loads(out)
        assert (document["profile"], len(document["options"])) == (profile, count)
        assert document["recommendation"]["outcome"] == "not_enough_information"


def test_as_of_overrides_the_cases_own_day(capsys):
    _, out, _ = run(capsys, "rank", CASE, "--as-of", "2027-01-31", "--json")
    assert json.loads(out)["as_of"] == "2027-01-31"


def test_weights_are_whole_units_and_those_left_out_stay_as_agreed(capsys):
    _, out, _ = run(capsys, "rank", CASE, "--weights", "a=3", "--json")
    factors = json.loads(out)["options"][0]["factors"]
    assert [factor["weight_units"] for factor in factors.values()] == [3, 1, 1]


def test_a_split_case_gives_the_same_ranking_and_no_warning(tmp_path, capsys):
    whole = tmp_path / "case.toml"
    whole.write_text((DATA / "example.toml").read_text(encoding="utf-8"), encoding="utf-8")
    code, out, _ = run(capsys, "case", "split", whole)
    assert (code, "for housing" in out) == (0, True)
    housing, protected = tmp_path / "case-housing.toml", tmp_path / "case-protected.toml"
    one = run(capsys, "rank", whole, "--json")
    both = run(capsys, "rank", housing, "--protected", protected, "--json")
    assert both[:2] == one[:2]
    assert (one[2].count("warning"), both[2]) == (1, "")


def test_the_clauses_hold(capsys):
    code, out, _ = run(capsys, "clauses", "--check", "--json")
    assert (code, json.loads(out)["problems"]) == (0, [])


@pytest.mark.parametrize("words", [["--help"], ["rank", "--help"], ["--version"]], ids=" ".join)
def test_help_is_an_answer(words, capsys):
    code, out, error = run(capsys, *words)
    assert (code, error) == (0, "")
    assert "placement" in out


def test_a_closed_pipe_is_no_fault():
    done = shell(f"set -o pipefail; placement rank '{CASE}' --json 2>/dev/null | head -c 1")
    assert done.stdout == "{"
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
