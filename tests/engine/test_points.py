"""The sums: the worked row, the extremes, rounding, order, and facts that become known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.making import (
    ALL,
    CAMBRIDGE,
    DAY,
    EAST_CAMBS,
    FENLAND,
    HUNTS,
    PETERBOROUGH,
    PLACES,
    SOUTH_CAMBS,
    case,
    job,
    network,
    placed,
    rank,
    relative,
    service,
    special,
    stay,
    victim,
    view,
    zone,
)
from placement.cases import read_case
from placement.cases.registers import read_placements
from placement.results import Factor, Finding, Option, Outcome, Status
from placement.rules.base import mean_half_up

DATA = Path(__file__).parents[1] / "cases" / "data"
CROWD = [placed(FENLAND, sector) for sector, lha in PLACES.areas if lha == FENLAND] * 9


# --- the worked row of the points -----------------------------------------------------------------


@pytest.fixture(scope="module")
def worked():
    placements = read_placements(DATA / "placements.csv")
    return rank(read_case(DATA / "example.toml"), placements=placements)


@pytest.mark.parametrize(
    ("lha", "a", "b", "c", "score"),
    [
        (EAST_CAMBS, (90, 90, 90), (93, 93, 93), 100, (94, 94, 94)),
        (HUNTS, (30, 30, 30), (64, 36, 86), 100, (65, 55, 72)),
        (CAMBRIDGE, (30, 30, 30), (63, 35, 85), 100, (64, 55, 72)),
        (SOUTH_CAMBS, (30, 30, 30), (63, 35, 85), 100, (64, 55, 72)),
        (PETERBOROUGH, (30, 30, 30), (35, 35, 35), 100, (55, 55, 55)),
        (FENLAND, (35, 35, 35), (56, 28, 78), 65, (52, 43, 59)),
    ],
)
def test_the_worked_case_has_the_points_worked_out_by_hand(worked, lha, a, b, c, score):
    option = worked[lha]
    factors = option.factors

    def three(name):
        return (factors[name].points, factors[name].low, factors[name].high)

    assert (three("connection"), three("management")) == (a, b)
    assert three("spread") == (c, c, c)
    assert (option.score, option.score_low, option.score_high) == score


def test_the_worked_case_is_clear_for_east_cambridgeshire(worked):
    assert (worked.recommendation.outcome, worked.recommendation.lhas) == ("clear", (EAST_CAMBS,))
    assert worked[EAST_CAMBS].rank_shares[0] > 0.9999
    assert worked.ask_first == ()
    assert worked[FENLAND].status is Status.REFER
    assert "connection (60 points) and management (30 points)" in worked.findings[-1].sentence


# --- extremes -------------------------------------------------------------------------------------


def three(option, name):
    factor = option.factors[name]
    return factor.low, factor.points, factor.high


def test_every_consideration_reaches_a_hundred_and_no_more():
    best = case(
        employment=(job(FENLAND),),
        networks=(network(FENLAND), network(FENLAND, "faith"), network(FENLAND, "work")),
    )
    option = rank(best)[FENLAND]
    assert {name: three(option, name) for name in option.factors} == dict.fromkeys(
        ("connection", "management", "spread"), (100, 100, 100)
    )
    assert (option.units, option.score) == (300, 100)


def test_no_consideration_falls_below_nought():
    worst = case(
        networks=(network(FENLAND, "peers", "harmful"), network(FENLAND, "gang", "harmful")),
        services=(service("RG1 1AA"), service("RG1 1AA", "treatment")),
        management_views=(view(FENLAND, "unsuitable"),),
        conditions=(zone(areas=tuple(s for s, lha in PLACES.areas if lha == FENLAND)[1:]),),
    )
    option = rank(worst, placements=CROWD)[FENLAND]
    assert three(option, "connection") == (0, 0, 0)
    assert three(option, "management") == (5, 5, 5)
    assert three(option, "spread") == (20, 20, 20)


def test_where_everything_is_unknown_the_points_lie_within_their_scales():
    lists = "history employment family networks services management_views special_circumstances"
    others = "conditions victims non_association household risk_to_applicant preference"
    names = f"{lists} {others}".split()
    nothing = case(**dict.fromkeys(names), victim_check="not_checked", release=None)
    for option in rank(nothing, placements=None).options:
        assert three(option, "connection") == (0, 30 + 18 + 18 - 15, 100)
        assert three(option, "management") == (5, 28 + 13 + 8 + 8, 100)
        assert three(option, "spread") == (20, 35 + 25, 100)
        assert option.status is Status.REFER


@pytest.mark.parametrize(
    ("values", "mean"),
    [
        ((0, 10, 25, 35), 18),  # 17.5
        ((-30, 0), -15),
        ((0, 35, 50), 28),  # 28.3
        ((5, 20), 13),  # 12.5
        ((0, 8, 15), 8),  # 7.7
        ((10, 25, 45, 60), 35),
        ((10, 20, 30, 40), 25),
        ((-3, 0), -1),  # -1.5: half up is towards the greater
        ((-3, -2), -2),
    ],
)
def test_the_mean_is_rounded_half_up(values, mean):
    assert mean_half_up(values) == mean


# --- units and scores -----------------------------------------------------------------------------


def option_with(points, weights):
    def factor(value, weight):
        finding = Finding(
            rule="made_up", clause="6(a)", outcome=Outcome.MET, sentence="", points=value
        )
        return Factor(findings=(finding,), weight_units=weight, weight=0.0)

    names = ("connection", "management", "spread")
    factors = {n: factor(p, w) for n, p, w in zip(names, points, weights, strict=True)}
    return replace(rank(case()).options[0], factors=factors)


@pytest.mark.parametrize(
    ("points", "weights", "units", "score"),
    [
        ((90, 93, 100), (1, 1, 1), 283, 94),  # 94.3
        ((30, 64, 100), (1, 1, 1), 194, 65),  # 64.7
        ((1, 0, 0), (1, 1, 0), 1, 1),  # 0.5, rounded half up
        ((2, 1, 0), (1, 1, 0), 3, 2),  # 1.5
        ((60, 31, 0), (1, 3, 0), 153, 38),  # 38.25
        ((50, 40, 30), (2, 0, 1), 130, 43),  # 43.3
        ((50, 40, 30), (0, 0, 5), 150, 30),
    ],
)
def test_units_are_exact_and_the_score_is_rounded_half_up(points, weights, units, score):
    option = option_with(points, weights)
    assert isinstance(option, Option)
    assert (option.units, option.score) == (units, score)


def test_the_parts_add_up():
    mixed = case(networks=None, services=(service("CB1 1AA", "treatment"),), history=None)
    for option in rank(mixed, placements=None).options:
        for factor in option.factors.values():
            for which in ("points", "low", "high"):
                assert getattr(factor, which) == sum(getattr(f, which) for f in factor.findings)
            for finding in factor.findings:
                assert finding.low <= finding.points <= finding.high
        assert option.units == sum(f.points * f.weight_units for f in option.factors.values())


def test_the_weights_are_whole_units_and_order_by_them():
    one = case(
        networks=(network(FENLAND),), management_views=(view(FENLAND, "unsuitable"), view(HUNTS))
    )
    for_connection = rank(one, weights={"connection": 5, "management": 1, "spread": 1})
    for_management = rank(one, weights={"connection": 0, "management": 1, "spread": 0})
    assert for_connection.options[0].lha == FENLAND
    assert for_management.options[0].lha == HUNTS
    assert for_connection[FENLAND].units == 5 * 55 + 50 + 100
    assert for_connection[FENLAND].factors["connection"].weight == pytest.approx(5 / 7)


# --- order ----------------------------------------------------------------------------------------


def test_ties_go_by_preference_then_origin_then_code_and_are_listed():
    ranking = rank(case(preference=(HUNTS, CAMBRIDGE)))
    expected = [HUNTS, CAMBRIDGE, FENLAND, PETERBOROUGH, EAST_CAMBS, SOUTH_CAMBS]
    assert [option.lha for option in ranking.options] == expected
    assert [option.rank for option in ranking.options] == [1, 2, 3, 4, 5, 6]
    assert set(ranking.options[0].tied_with) == set(ALL) - {HUNTS}
    for option in ranking.options:
        assert option.rank_shares == pytest.approx([1 / 6] * 6)


def test_a_tie_is_broken_by_nothing_where_there_is_none():
    ranking = rank(case(networks=(network(CAMBRIDGE),), preference=(HUNTS,)))
    assert ranking.options[0].lha == CAMBRIDGE
    assert ranking.options[0].tied_with == ()


def test_shares_sum_to_one_by_lha_and_by_rank():
    ranked = rank(case(networks=None, history=None, services=None), placements=CROWD).options
    for option in ranked:
        assert sum(option.rank_shares) == pytest.approx(1)
    for column in zip(*(option.rank_shares for option in ranked), strict=True):
        assert sum(column) == pytest.approx(1)


def test_excluded_lhas_keep_their_row_unranked_and_the_others_share_the_ranks():
    ranking = rank(case(conditions=(zone(lhas=(CAMBRIDGE, HUNTS)),)))
    assert [option.rank for option in ranking.options] == [1, 2, 3, 4, None, None]
    assert [option.lha for option in ranking.options[4:]] == [CAMBRIDGE, HUNTS]
    assert all(len(option.rank_shares) == 4 for option in ranking.options[:4])
    for option in ranking.options[4:]:
        assert Outcome.NOT_MET in {gate.outcome for gate in option.gates}


def test_an_lha_to_be_asked_about_is_ranked_as_if_its_gates_were_passed():
    one = case(victim_check="listed", victims=(victim(avoid=(CAMBRIDGE,), metres=0.0),))
    ranking = rank(replace(one, networks=(network(CAMBRIDGE),)))
    assert (ranking[CAMBRIDGE].rank, ranking[CAMBRIDGE].status) == (1, Status.REFER)


def test_restricting_the_candidates_changes_nobodys_points():
    from engine.making import set_up
    from placement.assess import assess

    one = case(networks=(network(CAMBRIDGE),))
    whole = assess(one, set_up(placements=CROWD))
    part = assess(one, set_up(placements=CROWD), only=[FENLAND, CAMBRIDGE])
    assert [option.lha for option in part.options] == [CAMBRIDGE, FENLAND]
    for option in part.options:
        assert option.factors == whole[option.lha].factors


# --- a fact made known ----------------------------------------------------------------------------

KNOWN = {
    "history": (stay(DAY.replace(year=2022), None, FENLAND),),
    "employment": (job(CAMBRIDGE, kind="voluntary"),),
    "family": (relative("sister", EAST_CAMBS),),
    "networks": (network("CB7 4EA"), network("PE13 1AB", "peers", "harmful")),
    "services": (service("PE1 1AB"), service("CB1 1AA", "treatment")),
    "management_views": (view(FENLAND, "unsuitable"), view(CAMBRIDGE, "with_conditions")),
    "conditions": (zone(postcode="PE13 2AA", metres=4000.0),),
    "special_circumstances": (special("care_leaver", authority="E10000003", age=20),),
    "victims": (victim("PE13 2AA", 9000.0),),
}
SETTLED = tuple(KNOWN)


def bounds(ranking):
    return {
        option.lha: {
            **{name: three(option, name) for name in option.factors},
            "score": (option.score_low, option.score, option.score_high),
        }
        for option in ranking.options
    }


@settings(max_examples=4, deadline=None)
@given(st.permutations([*SETTLED, "placements"]))
def test_a_fact_made_known_keeps_points_and_score_within_the_earlier_interval(order):
    """Start from nothing known and learn one fact after another, in any order."""
    one = case(**dict.fromkeys(SETTLED), victim_check="listed")
    placements = None
    before = bounds(rank(one, placements=placements))
    for name in order:
        if name == "placements":
            placements = CROWD
        else:
            one = replace(one, **{name: KNOWN[name]})
        after = bounds(rank(one, placements=placements))
        for lha, parts in after.items():
            for part, (low, points, high) in parts.items():
                least, _, most = before[lha][part]
                assert least <= low <= points <= high <= most, (name, lha, part)
        before = after
