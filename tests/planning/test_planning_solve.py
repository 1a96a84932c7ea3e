"""``placement.planning.solve`` is never beaten by looking at every plan."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planning_questions import best_by_hand, by_hand, questions

from placement.planning import check, price, read, solve

SLOW = list(HealthCheck)


def worth(asked):
    """Status, objective and preference of the plan for one question."""
    plan = solve(**asked)
    return plan.status, plan.objective, plan.preference


def reordered(asked, cases, places):
    """The same question with its cases and places in another order."""
    back = np.argsort(cases)
    changed = dict(asked)
    for name in ("merit", "allowed", "preference"):
        if name in asked:
            changed[name] = asked[name][cases][:, places]
    for name in ("base", "spread_cost", "group", "capacity"):
        if name in asked:
            changed[name] = asked[name][places]
    if "size" in asked:
        changed["size"] = asked["size"][cases]
    if "apart" in asked:
        changed["apart"] = [(back[one], back[other]) for one, other in asked["apart"]]
    return changed


@settings(max_examples=180, deadline=None, suppress_health_check=SLOW)
@given(questions())
def test_no_plan_at_all_is_better_than_the_one_given(asked):
    plan = solve(**asked)
    best = best_by_hand(asked)
    if best is None:
        assert (plan.status, plan.assignment, plan.bound) == ("infeasible", None, None)
    else:
        assert plan.status == "optimal"
        assert (plan.objective, plan.preference) == best
        assert plan.bound == plan.objective
        assert by_hand(asked, plan.assignment.tolist()) == best


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(questions(most_cases=3, most_places=3), st.data())
def test_the_specification_agrees_with_plain_loops_on_every_plan(asked, data):
    cases, places = asked["merit"].shape
    anywhere = st.integers(0, places - 1)
    place = data.draw(st.lists(anywhere, min_size=cases, max_size=cases))
    instance = read(**asked)
    expected = by_hand(asked, place)
    assert (expected is None) == bool(check(instance, place))
    if expected is not None:
        assert price(instance, place) == expected


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(questions(most_cases=6, most_places=4), st.randoms(use_true_random=False))
def test_the_order_of_cases_and_places_does_not_matter(asked, random):
    cases, places = (list(range(length)) for length in asked["merit"].shape)
    random.shuffle(cases)
    random.shuffle(places)
    assert worth(reordered(asked, cases, places)) == worth(asked)


@settings(max_examples=30, deadline=None, suppress_health_check=SLOW)
@given(questions(most_cases=6), st.integers(-50, 50))
def test_points_given_to_a_case_everywhere_come_back_in_the_objective(asked, more):
    before = solve(**asked)
    merit = asked["merit"].copy()
    merit[0] += more
    after = solve(**{**asked, "merit": merit})
    assert after.status == before.status
    if before.status == "optimal":
        assert after.objective == before.objective + more
        assert after.preference == before.preference


@settings(max_examples=30, deadline=None, suppress_health_check=SLOW)
@given(questions(most_cases=5))
def test_closing_a_place_that_nobody_was_given_changes_nothing(asked):
    before = solve(**asked)
    if before.assignment is None:
        return
    unused = np.setdiff1d(np.arange(asked["merit"].shape[1]), before.assignment)
    allowed = asked["allowed"].copy()
    allowed[:, unused] = False
    after = solve(**{**asked, "allowed": allowed})
    assert (after.objective, after.preference) == (before.objective, before.preference)


@settings(max_examples=20, deadline=None, suppress_health_check=SLOW)
@given(questions(most_cases=6, most_places=5))
def test_the_same_question_gets_the_same_plan_twice(asked):
    first, again = solve(**asked), solve(**asked)
    assert first.status == again.status
    assert np.array_equal(first.assignment, again.assignment)


def test_one_person_alone_goes_to_the_greatest_merit_less_cost():
    plan = solve([[280, 283, 150]], [[1, 1, 1]], spread_cost=[[0], [35], [0]])
    assert plan.assignment.tolist() == [0]
    assert plan.objective == 280


def test_preference_settles_a_tie_and_never_outweighs_a_point():
    tied = solve([[5, 5]], [[1, 1]], preference=[[0, 1]])
    assert (tied.assignment.tolist(), tied.objective, tied.preference) == ([1], 5, 1)
    ahead = solve([[6, 5]], [[1, 1]], preference=[[0, 1_000]])
    assert (ahead.assignment.tolist(), ahead.objective, ahead.preference) == ([0], 6, 0)


def test_past_the_last_column_each_person_costs_what_the_last_column_says():
    plan = solve([[0]] * 4, [[1]] * 4, spread_cost=[[1, 7]], base=[1])
    assert plan.objective == -4 * 7


def test_a_group_counts_everybody_already_in_its_places():
    costs = [[0, 10, 100, 1_000]]
    plan = solve([[0, 0]], [[0, 1]], base=[2, 0], group=[0, 0], group_cost=costs)
    assert plan.objective == -100


def test_a_family_goes_whole_or_not_at_all():
    plan = solve([[9, 0], [9, 0]], [[1, 1]] * 2, size=[3, 3], capacity=[5, 3])
    assert sorted(plan.assignment.tolist()) == [0, 1]
    alone = solve([[9, 0], [9, 0]], [[1, 1]] * 2, size=[3, 3], capacity=[5, 2])
    assert alone.status == "infeasible"
