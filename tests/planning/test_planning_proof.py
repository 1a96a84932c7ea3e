"""What the planner claims is proven: bounds, limits of time, and stopping by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planning_questions import best_by_hand, crowded, dense, families, questions

from placement.planning import check, price, read, solve
from placement.planning.apart import Apart
from placement.planning.certificate import Prices, bound
from placement.planning.linear import relax
from placement.planning.task import build

SLOW = list(HealthCheck)


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(questions(), st.integers(0, 2**32 - 1))
def test_any_prices_whatever_give_a_bound_that_no_plan_beats(asked, seed):
    random = np.random.default_rng(seed)
    task = build(read(**asked))
    nothing = Prices.none(task)
    numbers = len(task.partners) + len(task.apart.circles)
    charge = {
        (int(random.integers(numbers)), int(random.integers(task.places))): int(random.integers(9))
        for _ in range(3 if numbers else 0)
    }
    room = random.integers(0, 9, task.places) if task.instance.capacity is not None else 0
    prices = Prices(
        place=random.integers(-9, 9, task.places),
        group=random.integers(-9, 9, len(nothing.group)),
        room=nothing.room + room,
        charge=charge,
    )
    best = best_by_hand(asked)
    if best is not None:
        assert task.bound_on_objective(bound(task, prices)) >= best[0]


@pytest.mark.parametrize("seed", range(6))
def test_a_crowded_plan_is_proven_with_the_specification_agreeing(seed):
    asked = crowded(seed)
    plan = solve(**asked)
    instance = read(**asked)
    assert plan.status == "optimal"
    assert plan.bound == plan.objective
    assert check(instance, plan.assignment) == []
    assert price(instance, plan.assignment) == (plan.objective, plan.preference)


def test_circles_are_all_found_and_hold_the_pairs_that_are_in_none():
    apart = Apart(np.array([[0, 1], [0, 2], [1, 2], [1, 3], [2, 3], [3, 4]]))
    assert [circle.tolist() for circle in apart.circles] == [[0, 1, 2], [1, 2, 3]]
    assert [apart.members(n).tolist() for n in apart.tightest] == [[3, 4], [0, 1, 2], [1, 2, 3]]


def test_more_people_apart_than_places_is_seen_at_once():
    everybody = np.arange(40)
    apart = [(one, other) for one in everybody for other in everybody[one + 1 :]]
    merit = np.random.default_rng(1).integers(0, 100, (40, 39))
    assert solve(merit, np.ones((40, 39)), apart=apart, time_limit_s=60).status == "infeasible"


def test_circles_bound_a_dense_question_closer_than_its_pairs():
    asked = dense(0, cases=40, places=5, pairs=200)
    task = build(read(**asked)).finer(240)
    every, nothing = task.instance.allowed, Prices.none(task)
    pairs_only = replace(task, apart=Apart(task.partners))
    pairs_only.apart.circles = []
    loose, _ = relax(pairs_only, nothing, every)
    close, _ = relax(task, nothing, every)
    loosely, closely = (task.bound_on_objective(bound(task, p)) for p in (loose, close))
    assert solve(**asked, time_limit_s=60).objective <= closely < loosely


def test_families_in_limited_places_are_proven():
    asked = families(seed=1, cases=60, places=6)
    plan = solve(**asked)
    assert plan.status == "optimal"
    assert check(read(**asked), plan.assignment) == []


def test_out_of_time_gives_a_valid_plan_with_a_bound_not_below_it():
    asked = families(seed=3, cases=200, places=12)
    plan = solve(**asked, time_limit_s=0.0)
    assert plan.status in {"feasible", "unknown"}
    if plan.assignment is not None:
        assert check(read(**asked), plan.assignment) == []
        assert plan.bound >= plan.objective


def test_stopping_by_hand_returns_the_best_plan_so_far():
    def stop(doing, _worth, _most):
        if doing.startswith("search"):
            raise KeyboardInterrupt

    asked = families(seed=1, cases=60, places=6)
    plan = solve(**asked, progress=stop)
    assert plan.status == "feasible"
    assert check(read(**asked), plan.assignment) == []
    assert plan.bound >= plan.objective


def test_progress_never_shows_a_bound_below_the_plan():
    seen = []
    solve(**families(seed=2, cases=60, places=6), progress=lambda *said: seen.append(said))
    assert [said[0] for said in seen][:2] == ["flow", "linear relaxation"]
    assert all(most >= worth for _, worth, most in seen if None not in (worth, most))


def test_large_numbers_are_searched_and_still_exact():
    merit = np.array([[2**45, 2**45 + 1], [2**45, 2**45 + 1]])
    plan = solve(merit, np.ones((2, 2)), apart=[(0, 1)])
    assert (plan.status, plan.objective) == ("optimal", 2**46 + 1)
