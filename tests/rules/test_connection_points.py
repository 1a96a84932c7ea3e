"""The points of 6(a): connection and support networks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from engine.making import (
    CAMBRIDGE,
    DAY,
    EAST_CAMBS,
    FENLAND,
    HUNTS,
    PETERBOROUGH,
    at,
    case,
    facts,
    found,
    job,
    network,
    relative,
    special,
    stay,
)

from placement.days import add_months
from placement.results import Outcome

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def test_every_lha_starts_with_thirty():
    for lha in (PETERBOROUGH, FENLAND):
        assert found("starting_points", case(), lha).points == 30
    assert (
        found("starting_points", case(), FENLAND, changes={"connection.start_points": 20}).points
        == 20
    )


ARGUABLE = relative("sister", FENLAND, add_months(DAY, -60))
PAST = stay(DAY - timedelta(days=3000), DAY - timedelta(days=2000), FENLAND)


@pytest.mark.parametrize(
    ("changes", "points", "outcome"),
    [
        ({"employment": (job(FENLAND),)}, 35, MET),
        ({"family": (ARGUABLE,)}, 25, NOT_MET),  # borderline
        ({"employment": (job(FENLAND, kind="voluntary"),)}, 25, NOT_MET),  # for the LHA
        ({"history": (PAST,)}, 10, NOT_MET),
        ({"employment": (job(FENLAND, kind="casual"),)}, 0, NOT_MET),  # a tie, not residence
        ({}, 0, NOT_MET),
    ],
)
def test_the_strongest_ground_of_part_7_gives_the_points(changes, points, outcome):
    finding = found("part7_connection", case(**changes), FENLAND)
    assert (finding.points, finding.low, finding.high) == (points, points, points)
    assert (finding.outcome, finding.clause) == (outcome, "6(a)")


def test_grounds_are_not_added_up():
    one = case(employment=(job(FENLAND),), family=(relative("sister", FENLAND),), history=(PAST,))
    assert found("part7_connection", one, FENLAND).points == 35


@pytest.mark.parametrize("missing", ["history", "employment", "family", "special_circumstances"])
def test_a_part_7_test_that_is_not_settled_takes_four_values(missing):
    finding = found("part7_connection", case(**{missing: None}), FENLAND)
    assert finding.outcome is UNKNOWN
    assert sorted(finding.values) == [0, 10, 25, 35]
    assert (finding.points, finding.low, finding.high) == (18, 0, 35)


@pytest.mark.parametrize(
    ("known", "values"),
    [
        ({"history": (PAST,)}, [10, 25, 35]),
        ({"family": (ARGUABLE,)}, [25, 35]),
    ],
)
def test_what_is_shown_already_bounds_what_a_missing_ground_can_give(known, values):
    finding = found("part7_connection", case(employment=None, **known), FENLAND)
    assert sorted(finding.values) == values


def test_an_unclear_relative_beside_a_borderline_one_leaves_the_points_open():
    one = case(family=(ARGUABLE, relative("mother", None)))
    assert sorted(found("part7_connection", one, FENLAND).values) == [25, 35]
    settled = case(family=(ARGUABLE, relative("mother", CAMBRIDGE)))
    assert found("part7_connection", settled, FENLAND).values == ()


def test_a_missing_ground_changes_nothing_where_the_connection_is_met():
    finding = found("part7_connection", case(employment=(job(FENLAND),), family=None), FENLAND)
    assert (finding.outcome, finding.points) == (MET, 35)


def test_part_7_points_use_the_day_of_the_assessment_not_of_moving_in():
    one = case(employment=(job(FENLAND, start=DAY + timedelta(days=1)),))
    assert found("part7_connection", one, FENLAND).points == 0
    assert found("part7_connection", one, FENLAND, as_of=DAY + timedelta(days=1)).points == 35


def test_a_care_leavers_age_is_one_fact_read_by_every_lha_that_it_touches():
    one = case(special_circumstances=(special("care_leaver", authority="E10000003"),))
    named = {lha: found("part7_connection", one, lha).fact for lha in (FENLAND, CAMBRIDGE)}
    assert len(set(named.values())) == 1
    assert found("part7_connection", one, PETERBOROUGH).fact is None


# --- networks -------------------------------------------------------------------------------------

HERE, ELSEWHERE = "CB7 4EA", "CB7 4EA"  # Ely, in East Cambridgeshire


@pytest.mark.parametrize(
    ("networks", "points", "outcome"),
    [
        ((), 0, NOT_MET),
        ((network(HERE),), 25, MET),
        ((network(EAST_CAMBS),), 25, MET),
        ((network(HERE), network(HERE)), 25, MET),  # two of one kind
        ((network(HERE), network(HERE, "faith")), 35, MET),
        ((network(HERE), network(HERE, "faith"), network(HERE, "work")), 35, MET),
        ((network(HERE, influence="neutral"),), 0, NOT_MET),
        ((network("PE1 1AB"),), 0, NOT_MET),
    ],
)
def test_protective_networks(networks, points, outcome):
    finding = found("protective_network", case(networks=networks), EAST_CAMBS)
    assert (finding.points, finding.low, finding.high) == (points, points, points)
    assert finding.outcome is outcome


def test_a_network_outside_counts_up_to_45_median_minutes_and_not_past_it():
    one = case(networks=(network("PE1 1AB"),))
    told = facts(one, HUNTS)
    minutes = told.measured.minutes_from(told.index, at("PE1 1AB"))

    def at_limit(limit):
        changes = {"connection.near_min": limit}
        finding = found("protective_network", one, HUNTS, changes=changes)
        return finding.points, finding.outcome

    assert at_limit(minutes) == (10, MET)
    assert at_limit(minutes - 0.001) == (0, NOT_MET)


def test_a_network_inside_takes_no_more_for_another_near():
    one = case(networks=(network(HERE), network("CB1 1AA", "faith")))
    assert found("protective_network", one, EAST_CAMBS).points == 25


def test_networks_left_out_take_four_values_never_nought():
    finding = found("protective_network", case(networks=None), FENLAND)
    assert (finding.outcome, finding.values) == (UNKNOWN, (0, 10, 25, 35))
    assert (finding.points, finding.low, finding.high) == (18, 0, 35)


@pytest.mark.parametrize(
    ("networks", "values"),
    [
        ((network(None),), (0, 10, 25)),  # it may be inside, near or far
        ((network(HERE), network(None, "faith")), (25, 35)),
        ((network(None), network(None, "faith")), (0, 10, 25, 35)),
        ((network(CAMBRIDGE),), (0, 10)),  # outside, and how far is not known
    ],
)
def test_a_network_whose_place_is_not_recorded_widens_the_points(networks, values):
    finding = found("protective_network", case(networks=networks), EAST_CAMBS)
    assert (finding.outcome, finding.values) == (UNKNOWN, values)


def test_a_second_network_of_the_same_kind_settles_nothing_more():
    one = case(networks=(network(HERE), network(None)))
    assert found("protective_network", one, EAST_CAMBS).values == ()


@pytest.mark.parametrize(
    ("networks", "points", "outcome"),
    [
        ((), 0, MET),
        ((network(HERE, "peers", "harmful"),), -30, NOT_MET),
        ((network(HERE, "peers", "harmful"), network(HERE, "gang", "harmful")), -30, NOT_MET),
        ((network("PE1 1AB", "peers", "harmful"),), 0, MET),
        ((network(HERE), network(HERE, "peers", "harmful")), -30, NOT_MET),
    ],
)
def test_a_harmful_network_counts_once(networks, points, outcome):
    finding = found("no_harmful_network", case(networks=networks), EAST_CAMBS)
    assert (finding.points, finding.low, finding.high) == (points, points, points)
    assert finding.outcome is outcome


@pytest.mark.parametrize("networks", [None, (network(None, "peers", "harmful"),)])
def test_a_harmful_network_not_recorded_takes_two_values(networks):
    finding = found("no_harmful_network", case(networks=networks), FENLAND)
    assert sorted(finding.values) == [-30, 0]
    assert (finding.points, finding.low, finding.high) == (-15, -30, 0)


def test_a_sister_may_score_twice():
    one = case(family=(relative("sister", HERE),), networks=(network(HERE),))
    points = [
        found(rule, one, EAST_CAMBS).points for rule in ("part7_connection", "protective_network")
    ]
    assert points == [35, 25]
