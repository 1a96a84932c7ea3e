"""The specification by itself: what is valid, and what it is worth, on plans written by hand."""

from __future__ import annotations

import pytest

from placement.planning.question import Spot, merits_first
from placement.planning.together import best
from placement.planning.valid import Worth, check, price

from .made import person, question

ONE, TWO = Spot("E1"), Spot("E2")


def test_a_plan_must_say_of_everybody_where():
    asked = question(person("P-1", {"E1": 9}), person("P-2", {"E1": 9}))
    assert "P-2" in check(asked, {"P-1": ONE})[0]
    assert check(asked, {"P-1": ONE, "P-2": None}) == []


def test_a_closed_place_is_named_with_what_closes_it():
    asked = question(person("P-1", {"E1": 9, "E2": 3}, closed={"E1": ("zone",)}))
    assert check(asked, {"P-1": ONE}) == ["P-1 at E1: Closed: zone."]
    assert check(asked, {"P-1": TWO}) == []


def test_one_home_is_for_one_case():
    home = Spot("E1", "V-1", "A")
    people = [person(name, {"E1": 9}, spots=[home]) for name in ("P-1", "P-2")]
    asked = question(*people, spots=[home])
    assert "one home" in check(asked, {"P-1": home, "P-2": home})[0]
    assert check(asked, {"P-1": home, "P-2": None}) == []


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        (Spot("E1", "V-1", "A"), Spot("E1", "V-2", "B"), True),
        (Spot("E1", "V-1", "A"), Spot("E1", "V-2", "A"), False),
        (Spot("E1", "V-1", "A"), Spot("E1", "V-2", ""), False),  # an area not known may be any
        (Spot("E1", "V-1", "A"), Spot("E2", "V-2", "A"), True),
    ],
)
def test_people_to_be_kept_apart_are_not_given_homes_of_one_area(one, other, may):
    spots = [one, other]
    people = [person(name, {"E1": 9, "E2": 9}, spots=spots) for name in ("P-1", "P-2")]
    asked = question(*people, spots=spots, apart=frozenset({("P-1", "P-2")}))
    assert (check(asked, {"P-1": one, "P-2": other}) == []) is may


@pytest.mark.parametrize(("rooms", "may"), [(("A", "B"), True), (("A",), False), ((), False)])
def test_people_to_be_kept_apart_may_share_an_lha_that_has_an_area_for_each(rooms, may):
    people = [person(name, {"E1": 9}, areas={"E1": frozenset(rooms)}) for name in ("P-1", "P-2")]
    asked = question(*people, apart=frozenset({("P-1", "P-2")}))
    assert (check(asked, {"P-1": ONE, "P-2": ONE}) == []) is may
    assert best(asked).worth.placed == (2 if may else 1)


def test_three_who_must_all_be_apart_need_three_areas():
    pairs = frozenset({("P-1", "P-2"), ("P-1", "P-3"), ("P-2", "P-3")})

    def asked(*rooms):
        names = ("P-1", "P-2", "P-3")
        everywhere = {"E1": frozenset(rooms)}
        people = [person(name, {"E1": 9}, areas=everywhere) for name in names]
        return question(*people, apart=pairs)

    assert best(asked("A", "B")).worth.placed == 2
    assert best(asked("A", "B", "C")).worth.placed == 3


@pytest.mark.parametrize(("units", "may"), [(15, True), (14, False)])
def test_nobody_is_placed_further_below_their_own_best_than_the_limit(units, may):
    made = person("P-1", {"E1": 250, "E2": 235}, own_best="E1")
    bounded = merits_first(made, units)
    assert bounded.may(TWO) is may
    assert bounded.may(ONE)


def test_whoever_is_fixed_is_placed_there_however_far_below_it_lies():
    made = person("P-1", {"E1": 250, "E2": 100}, own_best="E1", fixed="panel")
    assert merits_first(made, 0).may(TWO)


def test_each_further_person_costs_what_the_table_says_and_the_last_cost_goes_on():
    people = [person(f"P-{i}", {"E1": 100}) for i in range(4)]
    asked = question(*people, costs={"E1": (0, 10, 30)})
    everybody = {each.reference: ONE for each in people}
    assert price(asked, everybody).objective == 400 - 0 - 10 - 30 - 30


def test_worth_is_told_step_by_step():
    before = {"P-1": Spot("E1"), "P-2": Spot("E2", "V-1"), "P-3": Spot("E1")}
    home = Spot("E2", "V-2")
    one = person("P-1", {"E1": 10, "E2": 8}, liking={"E2": 3}, ties={"E1": 0, "E2": 1})
    two = person("P-2", {"E1": 7, "E2": 7}, spots=[ONE, home], doubts={home: ("beds", "area")})
    asked = question(one, two, person("P-3", {"E1": 1}), previous=before)
    worth = price(asked, {"P-1": TWO, "P-2": home, "P-3": None})
    assert worth == Worth(
        fixed=0, placed=2, objective=15, liking=3, unchanged=-(2 + 1 + 2), certain=-2, tie=-1
    )


def test_most_cases_placed_comes_before_any_merit():
    home = Spot("E1", "V-1", "A")
    far = Spot("E2", "V-2", "B")
    picky = person("P-1", {"E1": 900, "E2": 0}, spots=[home, far])
    only = person("P-2", {"E1": 1, "E2": 1}, spots=[home, far], closed={far: ("gate",)})
    asked = question(picky, only, spots=[home, far])
    assert best(asked).plan == {"P-1": far, "P-2": home}


def test_whoever_people_have_fixed_is_placed_before_anybody_else():
    home = Spot("E1", "V-1", "A")
    fixed = person("P-1", {"E1": 1}, spots=[home], fixed="panel")
    better = person("P-2", {"E1": 900}, spots=[home])
    assert best(question(fixed, better, spots=[home])).plan == {"P-1": home, "P-2": None}


def test_preference_decides_before_the_earlier_plan_and_that_before_the_code():
    level = {"E1": 9, "E2": 9}
    alone = person("P-1", level, ties={"E1": 0, "E2": 1})
    assert best(question(alone)).plan == {"P-1": ONE}
    assert best(question(alone, previous={"P-1": TWO})).plan == {"P-1": TWO}
    likes = person("P-1", level, ties={"E1": 0, "E2": 1}, liking={"E1": 1})
    assert best(question(likes, previous={"P-1": TWO})).plan == {"P-1": ONE}


def test_a_point_of_merit_outweighs_every_preference():
    asked = question(person("P-1", {"E1": 10, "E2": 9}, liking={"E2": 33}))
    assert best(asked).plan == {"P-1": ONE}
