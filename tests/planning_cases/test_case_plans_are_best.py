"""The answer against every possibility: never beaten, always valid, the sets left out all found."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings

from placement.planning.together import best
from placement.planning.unplaced import MOST_SETS, could_be_left_out, irreducible, unplaced
from placement.planning.valid import check, price

from .made import best_by_hand, every_plan, questions

FEW = settings(max_examples=120, deadline=None)


@FEW
@given(questions())
def test_a_plan_is_never_beaten_by_looking_at_every_plan(asked):
    answer = best(asked)
    assert check(asked, answer.plan) == []
    assert answer.status == "optimal"
    assert answer.worth == price(asked, answer.plan) == best_by_hand(asked)
    assert answer.bound == answer.worth.objective


@FEW
@given(questions())
def test_what_stands_in_the_way_is_irreducible(asked):
    plan = best(asked).plan
    for each in unplaced(asked, plan):
        assert each.blocked_by
        assert all(each.opens), "without any one of them a place opens"


@FEW
@given(questions())
def test_the_same_question_gives_the_same_plan(asked):
    assert best(asked).plan == best(asked).plan


@settings(max_examples=60, deadline=None)
@given(questions())
def test_every_set_that_could_be_left_out_is_named(asked):
    answer = best(asked)
    can = [each.reference for each in asked.people if each.open_spots]
    out = [name for name in can if answer.plan[name] is None]
    fixed = answer.worth.fixed
    full = [
        plan
        for plan in every_plan(asked)
        if not check(asked, plan) and price(asked, plan).fixed == fixed
    ]
    by_hand = {
        missing
        for missing in combinations(sorted(can), len(out))
        if any({n for n in can if plan[n] is None} == {*missing} for plan in full)
    }
    found = could_be_left_out(asked, answer.plan)
    if not out:
        assert found.sets == ()
        return
    assert {tuple(sorted(each)) for each in found.sets} <= by_hand
    assert found.sets[0] == tuple(sorted(out))
    if len(by_hand) <= MOST_SETS:
        assert {*found.sets} == by_hand


def test_the_broad_reason_is_named_and_what_can_be_spared_is_not():
    against = {"x": ("lock", "zone x"), "y": ("lock",), "z": ("gate z",)}
    assert irreducible(against) == ("lock", "gate z")


@FEW
@given(questions())
def test_stopped_at_once_it_still_gives_a_valid_plan_and_a_bound_that_holds(asked):
    answer = best(asked, time_limit_s=0)
    assert check(asked, answer.plan) == []
    proven = best(asked)
    earlier = (answer.worth.fixed, answer.worth.placed)
    if earlier == (proven.worth.fixed, proven.worth.placed):
        assert answer.bound >= proven.worth.objective >= answer.worth.objective
    assert answer.status in ("optimal", "feasible")
