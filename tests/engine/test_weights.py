"""Rank shares over all weightings and fillings, and what to ask first."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.results import Factor, Finding, Outcome
from placement.sobol import POINTS, VALUE_BITS
from placement.weights import (
    FACTORS,
    ask_first,
    draw,
    entropy,
    field_of,
    leader_can_change,
    shares_of,
    units_of,
    weightings,
)


def finding(points=0, *, fact=None, values=()):
    return Finding(
        rule="made_up",
        clause="6(a)",
        outcome=Outcome.UNKNOWN if values else Outcome.MET,
        sentence=f"About {fact}.",
        points=points,
        fact=fact,
        values=values,
        answers=tuple(f"worth {value}" for value in values),
    )


def candidate(connection, management, spread):
    """Return factors from findings or plain points."""
    parts = (connection, management, spread)
    return {
        name: Factor(
            findings=(part if isinstance(part, Finding) else finding(part),),
            weight_units=1,
            weight=1 / 3,
        )
        for name, part in zip(FACTORS, parts, strict=True)
    }


def by_hand(units):
    """Return rank shares by their definition: whoever is level shares the ranks between them."""
    count, ranks = len(units), np.arange(len(units))[:, None]
    shares = np.zeros((count, count))
    for row in range(count):
        above, level = (units > units[row]).sum(axis=0), (units == units[row]).sum(axis=0)
        held = (above <= ranks) & (ranks < above + level)
        shares[row] = (held / level).mean(axis=1)
    return shares


def test_weightings_are_whole_not_negative_and_sum_to_one():
    weights = weightings()
    assert weights.shape == (3, POINTS)
    assert (weights >= 0).all()
    assert (weights.sum(axis=0) == 1 << VALUE_BITS).all()


def test_weightings_are_uniform_on_the_triangle():
    shares = weightings() / (1 << VALUE_BITS)
    assert shares.mean(axis=1) == pytest.approx([1 / 3] * 3, abs=1e-3)
    assert (shares > 0.5).mean(axis=1) == pytest.approx([1 / 4] * 3, abs=2e-3)


@pytest.mark.parametrize("answers", [2, 3, 4])
def test_the_answers_of_a_missing_fact_are_equally_likely(answers):
    counts = np.bincount(draw(7, answers), minlength=answers)
    assert counts.sum() == POINTS
    assert counts.max() - counts.min() <= 2


POINT = st.integers(0, 4).map(lambda n: 25 * n)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(POINT, POINT, POINT), min_size=1, max_size=5))
def test_shares_are_what_counting_by_hand_gives_and_sum_to_one(points):
    field = field_of({f"L{i}": candidate(*each) for i, each in enumerate(points)})
    ranks = shares_of(field).ranks
    assert ranks == pytest.approx(by_hand(units_of(field)), abs=1e-9)
    assert ranks.sum(axis=0) == pytest.approx(1)
    assert ranks.sum(axis=1) == pytest.approx(1)


def test_many_candidates_are_sorted_to_the_same_shares(monkeypatch):
    points = [(30 + i % 4, 50 + i % 3, 100 - i % 5) for i in range(9)]
    field = field_of({f"L{i}": candidate(*each) for i, each in enumerate(points)})
    by_pairs = shares_of(field)
    monkeypatch.setattr("placement.weights.FEW", 0)
    by_sorting = shares_of(field)
    assert by_sorting.ranks == pytest.approx(by_pairs.ranks)
    firsts = [sorted(zip(*map(list, each.first), strict=True)) for each in (by_pairs, by_sorting)]
    assert firsts[0] == firsts[1]


def test_more_than_two_dozen_candidates_have_shares_that_sum_to_one():
    points = [(i % 5, i % 7, i % 3) for i in range(30)]
    field = field_of({f"L{i:02}": candidate(*each) for i, each in enumerate(points)})
    ranks = shares_of(field).ranks
    assert ranks.sum(axis=0) == pytest.approx(1)
    assert ranks.sum(axis=1) == pytest.approx(1)


def test_equal_units_share_their_ranks_equally():
    field = field_of({name: candidate(50, 50, 50) for name in "ABC"})
    assert shares_of(field).ranks == pytest.approx(1 / 3)


def test_one_missing_fact_is_drawn_once_and_read_by_every_lha_that_it_touches():
    shared = finding(fact="shared", values=(0, 30))
    field = field_of({"A": candidate(shared, 50, 50), "B": candidate(shared, 50, 49)})
    assert shares_of(field).ranks[0, 0] > 0.99  # B never has the luck that A lacks
    apart = {
        name: candidate(finding(fact=f"of {name}", values=(0, 30)), 50, points)
        for name, points in (("A", 50), ("B", 49))
    }
    assert shares_of(field_of(apart)).ranks[0, 0] < 0.8


def test_the_shares_of_a_missing_fact_are_exact_where_the_weights_do_not_matter():
    either = finding(fact="either", values=(0, 100))
    field = field_of({"A": candidate(either, 50, 50), "B": candidate(50, 50, 50)})
    assert shares_of(field).ranks[0] == pytest.approx([0.5, 0.5], abs=1e-3)


def test_entropy_in_bits():
    assert entropy(np.array([[1.0, 0.0], [0.5, 0.5]])) == pytest.approx([0.0, 1.0])


def test_a_fact_that_settles_who_is_first_is_worth_all_the_doubt():
    either = finding(fact="either", values=(0, 100))
    field = field_of({"A": candidate(either, 50, 50), "B": candidate(50, 50, 50)})
    (question,) = ask_first(field, shares_of(field), 0.01)
    assert (question.fact, question.value) == ("either", pytest.approx(1.0, abs=1e-3))
    assert [(a.answer, a.leader) for a in question.answers] == [
        ("worth 0", "B"),
        ("worth 100", "A"),
    ]


def test_questions_stand_by_what_they_are_worth_and_small_ones_are_left_out():
    candidates = {
        "A": candidate(finding(fact="big", values=(0, 60)), 50, 50),
        "B": candidate(finding(fact="small", values=(10, 50, 70)), 50, 50),
        "C": candidate(0, finding(fact="none", values=(0, 1)), 0),
    }
    field = field_of(candidates)
    shares = shares_of(field)
    every = ask_first(field, shares, 0.0)
    assert [question.fact for question in every] == ["big", "small", "none"]
    limit = every[1].value
    below = [q.fact for q in ask_first(field, shares, limit - 1e-3)]
    above = [q.fact for q in ask_first(field, shares, limit + 1e-3)]
    assert (below, above) == (["big", "small"], ["big"])


def test_nothing_is_asked_where_nothing_could_change_the_first():
    field = field_of(
        {"A": candidate(finding(fact="idle", values=(90, 100)), 90, 90), "B": candidate(0, 0, 0)}
    )
    assert ask_first(field, shares_of(field), 0.01) == ()


def changes(candidates, *, weights=(1, 1, 1), order=("A", "B", "C")):
    field = field_of(candidates)
    points = np.array([[candidates[c][name].points for name in FACTORS] for c in field.lhas])
    ties = {name: (order.index(name), 0, name) for name in field.lhas}
    return leader_can_change(field, weights, ties, points)


@pytest.mark.parametrize(("gap", "changed"), [(13, True), (14, False), (15, False)])
def test_a_single_missing_fact_that_could_change_the_first_is_seen(gap, changed):
    """B is ranked at 128 and may reach 150; A stands at 136 and the gap, and wins a tie."""
    unclear = finding(28, fact="view of B", values=(0, 35, 50))
    candidates = {"A": candidate(50, 36 + gap, 50), "B": candidate(50, unclear, 50)}
    assert changes(candidates) is changed


def test_a_missing_fact_counts_with_its_weight():
    unclear = finding(28, fact="view of B", values=(0, 35, 50))
    candidates = {"A": candidate(50, 40, 50), "B": candidate(50, unclear, 50)}
    assert changes(candidates) is True
    assert changes(candidates, weights=(1, 0, 1), order=("A", "B", "C")) is False


def test_facts_are_changed_one_at_a_time():
    ten = {name: finding(0, fact=f"{name} of B", values=(-10, 10)) for name in ("one", "two")}
    candidates = {"A": candidate(65, 50, 50), "B": candidate(ten["one"], ten["two"], 150)}
    assert changes(candidates) is False


def test_every_filling_lies_within_the_bounds():
    values = {"x": (0, 35, 50), "y": (5, 20)}
    reach = [sum(each) for each in product(*values.values())]
    field = field_of(
        {
            "A": candidate(finding(fact="x", values=values["x"]), 0, 0),
            "B": candidate(0, finding(fact="y", values=values["y"]), 0),
        }
    )
    units, weights = units_of(field), weightings()
    assert (units[0] <= 50 * weights[0]).all()
    assert (units[1] >= 5 * weights[1]).all()
    assert (min(reach), max(reach)) == (5, 70)
