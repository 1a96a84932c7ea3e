"""The quarter of ``scenarios/``: who goes where with and without homes, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from engine.making import (
    ALL,
    CAMBRIDGE,
    EAST_CAMBS,
    FENLAND,
    HUNTS,
    PETERBOROUGH,
    SOUTH_CAMBS,
    case,
    placed,
    service,
    victim,
    view,
    zone,
)

from placement.planning.explain_plan import reason_for, why_not_swap
from placement.planning.valid import check

from .quarter import CASES, HOMES, plan_of, planned, where


def test_without_vacancies_everybody_is_at_their_own_best():
    plan = planned()
    assert where(plan) == {
        "QTR-01": PETERBOROUGH,
        "QTR-02": CAMBRIDGE,
        "QTR-03": SOUTH_CAMBS,
        "QTR-04": FENLAND,
        "QTR-05": PETERBOROUGH,
        "QTR-06": EAST_CAMBS,
    }
    assert plan.answer.status == "optimal"
    assert {each.cause for each in plan.assignments} == {"origin", "own_best"}


def test_with_vacancies_supply_limits_and_the_one_left_out_is_said():
    plan = planned(homes=True)
    assert where(plan) == {
        "QTR-01": "QTV-1",
        "QTR-02": None,
        "QTR-03": "QTV-7",
        "QTR-04": "QTV-5",
        "QTR-05": "QTV-2",
        "QTR-06": "QTV-4",
    }
    assert plan.left_out.sets == (("QTR-02",), ("QTR-03",), ("QTR-06",))
    assert plan.left_out.complete
    sentences = [finding.sentence for finding in plan.unplaced[0].blocked_by]
    assert "QTV-4 is given to QTR-06 in this plan." in sentences
    assert "QTV-3 is not supported, and support is needed." in sentences


@pytest.mark.parametrize("homes", [False, True])
def test_every_plan_of_the_quarter_keeps_the_specification(homes):
    plan = planned(homes=homes)
    assert check(plan.quarter.question, plan.answer.plan) == []


def test_more_regret_places_the_one_left_out():
    plan = plan_of(CASES, homes=True, regret=8)
    assert None not in where(plan).values()


def test_one_who_could_be_left_out_is_placed_when_people_fix_them():
    plan = plan_of(CASES, homes=True, locks=["QTR-02=QTV-4"])
    assert where(plan)["QTR-02"] == "QTV-4"
    assert where(plan)["QTR-06"] is None
    assert next(a.cause for a in plan.assignments if a.case == "QTR-02") == "panel"


def test_the_limit_on_regret_is_the_protocols_where_none_is_given():
    plan = planned()
    assert plan.quarter.regret == plan.quarter.setting.numbers["ranking.regret"]


def test_a_case_with_too_little_information_waits_and_the_others_are_placed():
    waits = replace(CASES[3], victim_check="not_checked", victims=None)
    plan = plan_of([*CASES[:3], waits])
    assert where(plan)["QTR-04"] is None
    assert [u.case for u in plan.unplaced] == ["QTR-04"]
    assert "victims have not been checked for" in plan.unplaced[0].blocked_by[0].sentence
    assert plan.left_out.sets == ()
    assert None not in [where(plan)[c.reference] for c in CASES[:3]]


# --- what spread moves -----------------------------------------------------------------------

VIEWS = {PETERBOROUGH: "suitable", CAMBRIDGE: "with_conditions"}
HERE = tuple(view(lha, VIEWS.get(lha, "unsuitable")) for lha in ALL)


def alike(count, **more):
    return [
        case(reference=f"T-{i}", origin="none", management_views=HERE, **more)
        for i in range(1, count + 1)
    ]


def test_spread_moves_some_within_the_limit_and_each_move_is_to_be_accepted():
    plan = plan_of(alike(6), placements=())
    moved = [each for each in plan.assignments if each.moved_by_spread]
    assert moved
    for each in moved:
        assert (each.own_best, each.spot.lha) == (PETERBOROUGH, CAMBRIDGE)
        assert each.below_units <= 15
        assert each.reason is not None
        assert each.reason.rule == "suited_in_the_offender_managers_view"
        assert each.reason.clause == "6(b)"


def test_having_nothing_to_reach_speaks_for_no_lha():
    nothing = plan_of(alike(1), placements=()).quarter
    assert reason_for(nothing, "T-1", HUNTS) is None
    near = plan_of(alike(1, services=(service("PE29 3TN"),)), placements=())
    assert reason_for(near.quarter, "T-1", HUNTS).rule == "within_reach_of_supervision"


def test_no_limit_of_points_left_means_that_spread_moves_nobody():
    plan = plan_of(alike(6), placements=(), regret=0)
    assert {spot.lha for spot in plan.answer.plan.values()} <= {
        lha for lha in ALL if plan.quarter.question["T-1"].below(lha) <= 0
    }
    assert not any(each.moved_by_spread and each.below_units for each in plan.assignments)


def test_without_placements_nothing_is_known_of_numbers_and_they_move_nobody():
    plan = plan_of(alike(4), placements=None)
    assert set(where(plan).values()) == {PETERBOROUGH}


def test_spread_closes_nothing():
    plan = plan_of(alike(12), placements=())
    assert None not in where(plan).values()
    assert all(p.open_spots for p in plan.quarter.question.people)


def test_the_frontier_holds_the_chosen_point_and_gives_more_up_to_remove_more():
    plan = plan_of(alike(6), placements=(), with_frontier=True)
    rows = plan.frontier
    assert [row.regret for row in rows if row.chosen] == [5]
    assert [row.regret for row in rows] == sorted(row.regret for row in rows)
    least, most = rows[0], rows[-1]
    assert least.given_up <= most.given_up
    assert least.removed <= most.removed
    assert most.removed > 0


# --- apart -----------------------------------------------------------------------------------


def test_two_kept_apart_may_share_an_lha_of_many_areas_and_it_is_said():
    one, other = alike(2)
    plan = plan_of([replace(one, non_association=("T-2",)), other], placements=())
    assert set(where(plan).values()) == {PETERBOROUGH}
    assert plan.quarter.question.kept_from("T-2") == {"T-1"}


def test_two_kept_apart_are_not_given_homes_of_one_area():
    homes = tuple(
        replace(HOMES[0], reference=f"V-{i}", postcode=postcode, start=None)
        for i, postcode in enumerate(("PE1 2AA", "PE1 2AB", "PE2 8AA"))
    )
    one, other = alike(2)
    plan = plan_of([replace(one, non_association=("T-2",)), other], homes=homes, placements=())
    areas = {spot.area for spot in plan.answer.plan.values()}
    assert len(areas) == 2
    near = plan_of([replace(one, non_association=("T-2",)), other], homes=homes[:2], placements=())
    assert list(where(near).values()).count(None) == 1


def test_a_home_in_a_zone_is_not_given():
    covered = zone(areas=("PE1 2",))
    homes = (replace(HOMES[0], start=None),)
    (one,) = alike(1, conditions=(covered,))
    plan = plan_of([one], homes=homes, placements=())
    assert where(plan)["T-1"] is None
    assert "QTV-1 lies in or near a zone" in plan.unplaced[0].nearest_blocked_by[0].sentence


def test_somebody_to_be_kept_apart_from_closes_the_homes_of_their_area():
    homes = (replace(HOMES[0], start=None), replace(HOMES[1], start=None, end=None))
    (one,) = alike(1, non_association=("P-9",))
    near = placed(PETERBOROUGH, "PE1 2", name="P-9")
    plan = plan_of([one], homes=homes, placements=(near,))
    assert where(plan)["T-1"] == "QTV-2"


def test_a_housing_role_is_told_the_same_whether_or_not_a_victim_lives_round_a_home():
    homes = (replace(HOMES[0], start=None),)
    (free,) = alike(1)
    (bound,) = alike(1, victims=(victim(home="PE1 2AA", metres=300.0),), victim_check="listed")
    told = [
        where(plan_of([one], homes=homes, placements=(), role=role))["T-1"]
        for role in ("spoc", "panel")
        for one in (free, bound)
    ]
    assert told == ["QTV-1"] * 4
    assert where(plan_of([bound], homes=homes, placements=()))["T-1"] is None


# --- homes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("home", "person", "given"),
    [
        ({}, {}, True),
        ({"start": date(2027, 5, 14)}, {}, True),  # free on the very day of moving in
        ({"start": date(2027, 5, 15)}, {}, False),
        ({"end": date(2027, 5, 15)}, {}, True),
        ({"end": date(2027, 5, 14)}, {}, False),  # half-open: not on its last day
        ({"bedrooms": 1}, {"bedrooms": 1}, True),
        ({"bedrooms": 1}, {"bedrooms": 2}, False),
        ({"supported": False}, {"supported": True}, False),
        ({"supported": None}, {"supported": True}, True),  # to be confirmed
        ({"supported": False}, {"supported": None}, True),
        ({}, {"release": None}, False),  # no day to hold a home for
        ({"accepts": "not_sexual_offences"}, {"category": 1}, False),
        ({"accepts": "not_sexual_offences"}, {"category": 2}, True),
        ({"accepts": "not_arson"}, {}, True),  # to be confirmed
    ],
)
def test_whether_a_home_suits(home, person, given):
    asked = {"start": None, "end": None, "bedrooms": 1, "supported": True, "accepts": "any"}
    homes = (replace(HOMES[0], **{**asked, **home}),)
    (one,) = alike(1, **{"bedrooms": 1, "supported": False, **person})
    plan = plan_of([one], homes=homes, placements=())
    assert (where(plan)["T-1"] is not None) is given


def test_what_is_not_recorded_of_a_home_is_to_be_confirmed():
    bare = replace(
        HOMES[0], start=None, end=None, bedrooms=None, supported=None, accepts="not_arson"
    )
    (one,) = alike(1, bedrooms=1, supported=True)
    plan = plan_of([one], homes=(bare,), placements=())
    (doubts,) = plan.quarter.question["T-1"].doubts.values()
    assert set(doubts) == {
        "from when it is free",
        "how many bedrooms it has",
        "whether it is supported",
        "that it may be offered (not arson)",
    }


def test_a_home_whose_place_is_not_given_is_not_given_to_somebody_with_a_zone():
    bare = (replace(HOMES[0], start=None, postcode=None),)
    (free,) = alike(1)
    (bound,) = alike(1, conditions=(zone(areas=("PE2 8",)),))
    assert where(plan_of([free], homes=bare, placements=()))["T-1"] == "QTV-1"
    assert where(plan_of([bound], homes=bare, placements=()))["T-1"] is None


# --- swaps -----------------------------------------------------------------------------------


def test_why_two_do_not_swap():
    plan = planned(homes=True)

    def said(one, other):
        return why_not_swap(plan.quarter, plan.answer.plan, one, other).sentence

    assert "QTR-06 cannot have QTV-5" in said("QTR-04", "QTR-06")
    assert said("QTR-02", "QTR-06") == "The plan as a whole would be 11.7 points worse."


def test_a_swap_that_comes_to_the_same_says_that_people_may_choose():
    first, second = alike(2, services=(service("PE1 1AB"),))
    homes = tuple(
        replace(HOMES[0], reference=name, postcode=code, start=None)
        for name, code in (("V-1", "PE1 2AA"), ("V-2", "PE2 8AA"))
    )
    plan = plan_of([first, second], homes=homes, placements=())
    said = why_not_swap(plan.quarter, plan.answer.plan, "T-1", "T-2").sentence
    assert said == "It would come to the same: people may choose."


def test_huntingdonshire_is_not_reached_by_anybody_for_whom_it_is_too_far_below():
    plan = planned(homes=True)
    assert HUNTS not in {spot.lha for spot in plan.answer.plan.values() if spot}
