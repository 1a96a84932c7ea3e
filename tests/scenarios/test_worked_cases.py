"""The worked cases agree with the engine, cover every rule of the protocol, and can fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from placement.cases import read_case
from placement.cases.registers import read_placements, read_vacancies
from placement.clauses import load_clauses
from placement.load import load_setting
from scenarios.run import (
    DIRECTORY,
    load_all,
    results_as_data,
    results_text,
    run,
    run_all,
)

if TYPE_CHECKING:
    from pathlib import Path

SCENARIOS = {scenario.name: scenario for scenario in load_all()}
QUARTER = sorted((DIRECTORY / "quarter").glob("*.toml"))


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_worked_case_agrees(name):
    assert run(SCENARIOS[name]).problems == ()


def test_every_clause_that_is_a_rule_has_a_worked_case_of_its_own():
    shown = {clause for scenario in SCENARIOS.values() for clause in scenario.clauses}
    assert {clause.id for clause in load_clauses().of_kind("rule")} - shown == set()


def test_there_are_well_over_forty():
    assert len(SCENARIOS) >= 45


def test_no_two_worked_cases_make_the_same_point():
    titles = [scenario.title for scenario in SCENARIOS.values()]
    assert len(set(titles)) == len(titles)


def test_a_title_is_one_sentence():
    for scenario in SCENARIOS.values():
        assert scenario.title.endswith("."), scenario.name
        assert ". " not in scenario.title, scenario.name


def test_the_worked_case_is_the_contracts_own_file():
    case = read_case(DIRECTORY / "cases" / "demo-014.toml")
    assert (case.reference, case.holds_protected) == ("DEMO-014", True)


def test_one_can_be_run_by_its_name_and_a_folder_by_its_own():
    (one,) = run_all(["sister-in-one-test-only"])
    assert one.scenario.name == "connection/sister-in-one-test-only"
    assert {result.scenario.name.split("/")[0] for result in run_all(["origin"])} == {"origin"}


def test_results_are_a_table_and_plain_data():
    results = run_all(["preference/not-recorded"])
    console = Console(width=200)
    with console.capture() as captured:
        console.print(results_text(results))
    assert "1 of 1 scenarios agree." in captured.get()
    (row,) = results_as_data(results)
    assert (row["agrees"], row["clauses"], row["problems"]) == (True, ["6.5"], [])


@pytest.mark.parametrize("path", QUARTER, ids=lambda path: path.stem)
def test_a_case_of_the_quarter_reads_and_ranks(path: Path):
    from placement.assess import assess

    case = read_case(path)
    setting = load_setting(
        profile="cambridgeshire",
        as_of=case.assessed_on,
        placements=DIRECTORY / "quarter" / "placements.csv",
    )
    ranking = assess(case, setting)
    assert ranking.recommendation.outcome in ("origin", "clear", "close")
    assert len(ranking.options) == 6


def test_two_of_the_quarter_must_be_kept_apart_and_all_meet_on_one_day():
    cases = {case.reference: case for case in map(read_case, QUARTER)}
    assert len(cases) == 6
    assert "QTR-05" in cases["QTR-02"].non_association
    assert "QTR-02" in cases["QTR-05"].non_association
    assert len({case.assessed_on for case in cases.values()}) == 1


def test_the_homes_of_the_quarter_stand_where_their_rows_say():
    from geodata.places import load

    places = load("cambridgeshire")
    vacancies = read_vacancies(DIRECTORY / "quarter" / "vacancies.csv")
    assert len(vacancies) >= 6
    for vacancy in vacancies:
        assert places.find(vacancy.postcode).lha == vacancy.lha, vacancy.reference
    assert len(read_placements(DIRECTORY / "quarter" / "placements.csv")) > 10
