"""Why not this LHA, what would have to differ, and LHAs side by side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.making import (
    ALL,
    CAMBRIDGE,
    EAST_CAMBS,
    FENLAND,
    HUNTS,
    PETERBOROUGH,
    PLACES,
    case,
    job,
    network,
    placed,
    rank,
    set_up,
    victim,
    view,
    zone,
)
from placement.cases import read_case
from placement.cases.registers import read_placements
from placement.errors import InputError
from placement.explain import _leads, compare, why_not
from placement.results import Outcome, Status

DATA = Path(__file__).parents[1] / "cases" / "data"
CROWD = tuple(placed(FENLAND, sector) for sector, lha in PLACES.areas if lha == FENLAND)
CAMBRIDGE_LEADS = {
    "networks": (network("CB1 1AA"), network("CB1 1AA", "faith")),
    "employment": (job(CAMBRIDGE),),
}
CASES = {
    "the worked case": read_case(DATA / "example.toml"),
    "six that tie": case(),
    "a leader": case(**CAMBRIDGE_LEADS),
    "zones": case(
        conditions=(
            zone(lhas=(FENLAND, HUNTS)),
            zone(areas=tuple(s for s, lha in PLACES.areas if lha == FENLAND)),
            zone("restriction_zone", lhas=(CAMBRIDGE, PETERBOROUGH)),
        ),
        **CAMBRIDGE_LEADS,
    ),
    "a victim": case(
        victim_check="listed",
        victims=(victim("PE13 2AA", 60_000.0, avoid=(HUNTS,)),),
        management_views=(view(FENLAND, "unsuitable"),),
    ),
    "harm everywhere": case(
        networks=(*(network(lha, "peers", "harmful") for lha in ALL), network("CB7 4EA"))
    ),
    "nothing known": case(
        conditions=None,
        networks=None,
        services=None,
        non_association=None,
        victims=None,
        victim_check="listed",
        management_views=None,
        employment=None,
    ),
}


def setting_for(name):
    if name == "the worked case":
        return set_up(placements=read_placements(DATA / "placements.csv"))
    return set_up(placements=CROWD)


@pytest.mark.parametrize(
    ("name", "lha"),
    [
        ("the worked case", CAMBRIDGE),
        ("the worked case", FENLAND),
        ("six that tie", HUNTS),
        ("a leader", CAMBRIDGE),
        ("a leader", FENLAND),
        ("zones", FENLAND),
        ("zones", PETERBOROUGH),
        ("a victim", FENLAND),
        ("a victim", HUNTS),
        ("harm everywhere", HUNTS),
        ("nothing known", CAMBRIDGE),
    ],
)
def test_all_that_would_have_to_differ_makes_it_lead_and_any_one_left_as_it_is_does_not(name, lha):
    one, setting = CASES[name], setting_for(name)
    answer = why_not(one, setting, lha)
    levers = answer.would_have_to_differ
    assert levers is not None
    assert bool(levers) is not answer.leads
    assert _leads(one, setting, lha, levers)
    for lever in levers:
        fewer = [each for each in levers if each is not lever]
        assert not _leads(one, setting, lha, fewer), lever.says


def test_the_one_that_leads_has_nothing_against_it():
    answer = why_not(CASES["a leader"], set_up(), "Cambridge")
    assert (answer.leads, answer.would_have_to_differ, answer.against) == (True, (), ())


def test_what_stands_against_an_lha_is_its_gates_and_what_gave_it_less():
    answer = why_not(CASES["zones"], set_up(), FENLAND)
    rules = [finding.rule for finding in answer.against]
    assert rules[:2] == ["left_by_exclusion_zones", "left_by_restriction_zones"]
    assert "part7_connection" in rules
    assert all(f.outcome is not Outcome.MET for f in answer.against[:2])


def test_a_closed_lha_names_each_condition_that_closes_it():
    answer = why_not(CASES["zones"], set_up(), FENLAND)
    said = [lever.says for lever in answer.would_have_to_differ]
    assert said[:3] == [
        "without condition 1 (exclusion zone, licence)",
        "without condition 2 (exclusion zone, licence)",
        "without condition 3 (restriction zone, licence)",
    ]


def test_housing_is_not_told_which_protected_thing_stands_in_the_way():
    setting = set_up(role="spoc")
    levers = why_not(CASES["zones"], setting, FENLAND).would_have_to_differ
    assert levers[0].housing == "without what the offender manager holds about this area"
    assert not any("zone" in lever.housing or "victim" in lever.housing for lever in levers)
    assert _leads(CASES["a leader"], setting, CAMBRIDGE, ())


def test_a_harmful_network_taken_away_is_one_in_that_lha_and_no_other():
    one = CASES["harm everywhere"]
    answer = why_not(one, set_up(placements=CROWD), HUNTS)
    lever = next(x for x in answer.would_have_to_differ if "harmful" in x.says)
    assert lever.says == "without a harmful network in Huntingdonshire"
    left = {n.place.lha for n in lever.change(one).networks if n.influence == "harmful"}
    assert left == set(ALL) - {HUNTS}


def test_a_case_is_not_changed_by_asking():
    one = CASES["zones"]
    before = replace(one)
    why_not(one, set_up(), FENLAND)
    assert one == before


def test_the_weights_named_would_make_it_lead():
    views = tuple(view(lha, "unsuitable" if lha == CAMBRIDGE else "suitable") for lha in ALL)
    one = case(employment=(job(CAMBRIDGE),), management_views=views)
    answer = why_not(one, set_up(), CAMBRIDGE)
    names = ("connection", "management", "spread")
    again = rank(one, weights=dict(zip(names, answer.weights, strict=True)))
    assert (again.options[0].lha, again.options[0].tied_with) == (CAMBRIDGE, ())
    assert answer.share_of_weights == pytest.approx(again[CAMBRIDGE].rank_shares[0], abs=2e-3)


def test_no_weights_are_named_for_a_closed_lha():
    answer = why_not(CASES["zones"], set_up(), FENLAND)
    assert (answer.weights, answer.share_of_weights) == (None, 0.0)
    assert answer.ranking[FENLAND].status is Status.EXCLUDED


def test_an_lha_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(InputError, match="E07000009 East Cambridgeshire"):
        why_not(case(), set_up(), "Wisbech")


# --- compare --------------------------------------------------------------------------------------


def test_lhas_stand_side_by_side_rule_by_rule_in_the_order_asked_for():
    ranking = rank(CASES["a leader"])
    options, rows = compare(ranking, ["Huntingdonshire", CAMBRIDGE])
    assert [option.lha for option in options] == [HUNTS, CAMBRIDGE]
    by_rule = {row.rule: row for row in rows}
    assert [cell.points for cell in by_rule["part7_connection"].cells] == [0, 35]
    assert by_rule["part7_connection"].differs
    assert not by_rule["starting_points"].differs
    whole = [f for name in options[0].factors for f in options[0].factors[name].findings]
    assert [row.cells[0] for row in rows if row.consideration != "gate"] == whole
    assert all(cell.rule == row.rule for row in rows for cell in row.cells)


@pytest.mark.parametrize("lhas", [[], [CAMBRIDGE], [CAMBRIDGE, "Cambridge"]])
def test_fewer_than_two_lhas_are_refused(lhas):
    with pytest.raises(InputError, match="two or more different LHAs"):
        compare(rank(case()), lhas)


def test_an_lha_named_by_its_code_or_its_name_is_the_same():
    ranking = rank(case())
    assert compare(ranking, [EAST_CAMBS, FENLAND]) == compare(
        ranking, ["east cambridgeshire", " Fenland "]
    )
