"""Gates: what conditions, victims and other people leave of an LHA, over the days looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from engine.making import (
    ALL,
    BEGUN,
    CAMBRIDGE,
    DAY,
    EAST_CAMBS,
    FENLAND,
    PLACES,
    RELEASE,
    case,
    facts,
    found,
    placed,
    rank,
    victim,
    zone,
)

from placement.results import Outcome, Status

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
HORIZON = date(2028, 5, 14)
ENOUGH = "enough_postcodes_still_possible"


def shares(one, lha, **setting):
    """Return the shares of an LHA's postcodes that are clear, and that are possible by point."""
    told = facts(one, lha, **setting)
    return told["homes.clear_share"], told["homes.possible_share"]


def sectors_of(lha):
    return tuple(sector for sector, code in PLACES.areas if code == lha)


# --- which days ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "closes"),
    [
        (BEGUN, None, True),
        (BEGUN, RELEASE, False),  # `to` is the first day on which it no longer holds
        (BEGUN, RELEASE + timedelta(days=1), True),
        (HORIZON, None, True),
        (HORIZON + timedelta(days=1), None, False),
        (RELEASE + timedelta(days=30), RELEASE + timedelta(days=31), True),
    ],
)
def test_a_zone_counts_if_in_force_on_any_day_from_moving_in_to_a_year_after(start, end, closes):
    one = case(conditions=(zone(start=start, end=end, lhas=(FENLAND,)),))
    expected = NOT_MET if closes else MET
    assert found("left_by_exclusion_zones", one, FENLAND).outcome is expected


def test_how_long_after_moving_in_is_data():
    one = case(conditions=(zone(start=HORIZON + timedelta(days=1), lhas=(FENLAND,)),))
    longer = {"zones.tenancy_horizon_months": 13}
    assert found("left_by_exclusion_zones", one, FENLAND, changes=longer).outcome is NOT_MET


@pytest.mark.parametrize(
    ("start", "end", "outcome"),
    [
        (DAY, None, NOT_MET),
        (DAY + timedelta(days=1), None, UNKNOWN),  # it may have started by then
        (BEGUN, date(2030, 1, 1), UNKNOWN),  # it may have ended by then
        (BEGUN, DAY, MET),
        (None, DAY, MET),
    ],
)
def test_without_a_day_of_moving_in_a_zone_that_may_be_in_force_leaves_it_open(start, end, outcome):
    one = case(release=None, conditions=(zone(start=start, end=end, lhas=(FENLAND,)),))
    assert found(ENOUGH, one, FENLAND).outcome is outcome


@pytest.mark.parametrize("release", [RELEASE, None])
def test_a_zone_without_a_first_day_may_be_in_force_and_is_never_surely_so(release):
    one = case(release=release, conditions=(zone(start=None, lhas=(FENLAND,)),))
    assert found(ENOUGH, one, FENLAND).outcome is UNKNOWN
    assert rank(one)[FENLAND].status is Status.REFER


def test_a_zone_that_may_be_in_force_by_then_is_said():
    one = case(release=None, conditions=(zone(start=DAY + timedelta(days=1), lhas=(FENLAND,)),))
    sentence = found("left_by_exclusion_zones", one, FENLAND).sentence
    assert sentence.endswith("Others may be in force by then.")
    settled = case(release=None, conditions=(zone(areas=("PE15 8",)),))
    assert "Others" not in found("left_by_exclusion_zones", settled, FENLAND).sentence


# --- exclusion and restriction ------------------------------------------------------------------


def test_an_exclusion_zone_over_the_whole_lha_closes_it_and_no_other():
    one = case(conditions=(zone(lhas=(FENLAND,)),))
    ranking = rank(one)
    closed = [option for option in ranking.options if option.status is Status.EXCLUDED]
    assert [option.lha for option in closed] == [FENLAND]
    assert (closed[0].rank, closed[0].homes_left, closed[0].rank_shares) == (None, "none", ())


def test_a_restriction_zone_closes_every_lha_outside_it():
    one = case(conditions=(zone("restriction_zone", lhas=(FENLAND,)),))
    outcomes = {lha: found("left_by_restriction_zones", one, lha).outcome for lha in ALL}
    assert outcomes == {lha: MET if lha == FENLAND else NOT_MET for lha in ALL}


def test_two_restriction_zones_must_both_be_kept():
    both = (zone("restriction_zone", lhas=(FENLAND,)), zone("restriction_zone", lhas=(CAMBRIDGE,)))
    assert found("left_by_restriction_zones", case(conditions=both), FENLAND).outcome is NOT_MET


def test_a_sector_is_the_whole_sector_in_every_lha_it_lies_in():
    crossing = next(
        sector
        for sector, lha in PLACES.areas
        if lha == CAMBRIDGE and (sector, "E07000012") in PLACES.areas
    )
    one = case(conditions=(zone(areas=(crossing,)),))
    assert all(shares(one, lha)[1] < 1 for lha in (CAMBRIDGE, "E07000012"))


@pytest.mark.parametrize("rule", ["left_by_exclusion_zones", "left_by_restriction_zones", ENOUGH])
def test_conditions_left_out_are_unknown_never_met(rule):
    one = case(conditions=None)
    assert found(rule, one, FENLAND).outcome is UNKNOWN
    assert rank(one).options[0].status is Status.REFER


def test_an_empty_list_of_conditions_is_none():
    assert found("left_by_exclusion_zones", case(), FENLAND).outcome is MET


# --- the quarter, and the edge -------------------------------------------------------------------


@pytest.fixture
def half_of_cambridge():
    """A case with some sectors of Cambridge closed, and the share of it that is left."""
    closed = sectors_of(CAMBRIDGE)[::2]
    one = case(conditions=(zone(areas=closed),))
    return one, shares(one, CAMBRIDGE)[0]


def test_exactly_enough_is_open_and_a_hair_more_asked_for_is_refer(half_of_cambridge):
    one, left = half_of_cambridge
    at = {"zones.enough_share": left}
    past = {"zones.enough_share": left + 1e-6}
    assert found(ENOUGH, one, CAMBRIDGE, changes=at).outcome is MET
    assert found(ENOUGH, one, CAMBRIDGE, changes=past).outcome is UNKNOWN
    assert rank(one, changes=at)[CAMBRIDGE].status is Status.OPEN
    assert rank(one, changes=past)[CAMBRIDGE].status is Status.REFER


@pytest.mark.parametrize(
    ("enough", "most", "band"),
    [(0.0, 0.0, "most"), (0.0, 1e-6, "some"), (1e-6, 1e-6, "little")],
)
def test_the_bands_of_postcodes_left_at_their_limits(half_of_cambridge, enough, most, band):
    one, left = half_of_cambridge
    changes = {"zones.enough_share": left + enough, "zones.most_share": left + most}
    assert rank(one, changes=changes)[CAMBRIDGE].homes_left == band


def test_postcodes_near_an_edge_are_possible_but_not_clear():
    one = case(conditions=(zone(postcode="CB7 4EA", metres=3000.0),))
    clear, possible = shares(one, EAST_CAMBS)
    assert clear < possible < 1
    easting, northing = PLACES.find("CB7 4EA").easting, PLACES.find("CB7 4EA").northing
    away = np.hypot(PLACES.easting - easting, PLACES.northing - northing)
    tolerance = np.clip(PLACES.nearest_m * 0.5, 100, 1000)
    here = PLACES.slice(EAST_CAMBS)
    assert possible == pytest.approx((away > 3000)[here].mean(), abs=1e-6)
    assert clear == pytest.approx((away > 3000 + tolerance)[here].mean(), abs=1e-3)


def test_a_zone_that_names_areas_or_lhas_has_no_edge():
    one = case(conditions=(zone(areas=sectors_of(EAST_CAMBS)[:3]),))
    clear, possible = shares(one, EAST_CAMBS)
    assert clear == possible


def test_between_clear_and_possible_somebody_must_look():
    one = case(conditions=(zone(postcode="CB7 4EA", metres=3000.0),))
    clear, possible = shares(one, EAST_CAMBS)
    between = {"zones.enough_share": (clear + possible) / 2}
    assert found(ENOUGH, one, EAST_CAMBS, changes=between).outcome is UNKNOWN


# --- victims -------------------------------------------------------------------------------------


def test_the_area_round_a_victim_is_kept_clear_of():
    one = case(victim_check="listed", victims=(victim("PE13 2AA", 4000.0),))
    finding = found("left_by_victims_areas", one, FENLAND)
    assert (finding.outcome, finding.clause) == (MET, "7.2")
    assert facts(one, FENLAND)["homes.victim_possible_share"] < 1


def test_a_victims_area_over_the_whole_lha_closes_it():
    one = case(victim_check="listed", victims=(victim("PE13 2AA", 80_000.0),))
    assert found("left_by_victims_areas", one, FENLAND).outcome is NOT_MET


@pytest.mark.parametrize(
    "changes",
    [
        {"victim_check": "not_checked", "victims": None},
        {"victim_check": "listed", "victims": None},
        {"victim_check": "listed", "victims": (victim(home=None),)},
        {"victim_check": "listed", "victims": (victim(metres=None),)},
    ],
)
def test_a_victim_or_an_area_not_known_is_unknown_and_refers_every_lha(changes):
    one = case(**changes)
    assert found("left_by_victims_areas", one, FENLAND).outcome is UNKNOWN
    assert {option.status for option in rank(one).options} == {Status.REFER}


def test_a_distance_of_nought_needs_no_home_to_be_known():
    one = case(victim_check="listed", victims=(victim(home=None, metres=0.0),))
    assert found("left_by_victims_areas", one, FENLAND).outcome is MET


def test_a_victims_request_refers_that_lha_and_closes_nothing():
    one = case(victim_check="listed", victims=(victim(avoid=(FENLAND,), metres=0.0),))
    assert found("no_victim_asks_to_avoid_it", one, FENLAND).outcome is UNKNOWN
    assert found("no_victim_asks_to_avoid_it", one, CAMBRIDGE).outcome is MET
    assert rank(one)[FENLAND].status is Status.REFER


def test_requests_left_out_are_unknown_never_met():
    one = case(victim_check="listed", victims=(victim(avoid=None, metres=0.0),))
    assert found("no_victim_asks_to_avoid_it", one, CAMBRIDGE).outcome is UNKNOWN


# --- other people --------------------------------------------------------------------------------

APART = "an_area_apart_from_others"


def test_nobody_to_keep_apart_from_leaves_everything():
    assert found(APART, case(), FENLAND).outcome is MET


def test_whom_to_keep_apart_from_left_out_is_unknown():
    assert found(APART, case(non_association=None), FENLAND).outcome is UNKNOWN


def test_somebody_in_one_area_closes_no_lha():
    people = (placed(FENLAND, "PE15 8", name="X-1"),)
    finding = found(APART, case(non_association=("X-1",)), FENLAND, placements=people)
    assert finding.outcome is MET
    assert "At most 1 of" in finding.sentence


def test_people_who_could_be_in_every_area_refer_the_lha():
    sectors = sectors_of(FENLAND)
    names = tuple(f"X-{i + 1}" for i in range(len(sectors)))
    one = case(non_association=names)
    known = tuple(placed(FENLAND, s, name=n) for s, n in zip(sectors, names, strict=True))
    doubtful = (replace(known[0], area=None), *known[1:])
    assert found(APART, one, FENLAND, placements=known[1:]).outcome is UNKNOWN
    assert found(APART, one, FENLAND, placements=doubtful).outcome is UNKNOWN
    one_fewer = case(non_association=names[1:])
    assert found(APART, one_fewer, FENLAND, placements=known[1:]).outcome is MET


def test_people_known_to_be_in_every_area_close_the_lha():
    sectors = sectors_of(FENLAND)
    names = tuple(f"X-{i + 1}" for i in range(len(sectors)))
    known = tuple(placed(FENLAND, s, name=n) for s, n in zip(sectors, names, strict=True))
    assert found(APART, case(non_association=names), FENLAND, placements=known).outcome is NOT_MET


# --- what housing reads in their place -----------------------------------------------------------


def test_housing_reads_the_zones_shared_with_it():
    shared = case(conditions=(zone(lhas=(FENLAND,), shared=True),))
    assert found("left_by_shared_zones", shared, FENLAND, role="spoc").outcome is NOT_MET
    held = case(conditions=(zone(lhas=(FENLAND,)),))
    assert found("left_by_shared_zones", held, FENLAND, role="spoc").outcome is MET


def test_a_shared_zone_that_leaves_little_refers():
    most = sectors_of(FENLAND)[1:]
    one = case(conditions=(zone(areas=most, shared=True),))
    assert found("left_by_shared_zones", one, FENLAND, role="spoc").outcome is UNKNOWN


@pytest.mark.parametrize(
    "changes",
    [
        {"conditions": (zone(lhas=(FENLAND,)),)},
        {"victim_check": "listed", "victims": (victim("PE13 2AA", 80_000.0),)},
        {"victim_check": "listed", "victims": (victim(avoid=(FENLAND,), metres=0.0),)},
    ],
)
def test_for_housing_a_protected_reason_gives_refer_and_no_rank_whatever_it_is(changes):
    one = case(**changes)
    finding = found("nothing_held_about_the_area", one, FENLAND, role="spoc")
    assert finding.outcome is UNKNOWN
    assert finding.sentence == "The offender manager holds information about this area."
    option = rank(one, role="spoc")[FENLAND]
    assert (option.status, option.rank, option.homes_left) == (Status.REFER, None, "little")


def test_for_housing_an_lha_with_nothing_held_is_open():
    option = rank(case(), role="spoc")[FENLAND]
    assert (option.status, option.homes_left) == (Status.OPEN, "some")
    assert found("nothing_held_about_the_area", case(), FENLAND, role="spoc").outcome is MET
