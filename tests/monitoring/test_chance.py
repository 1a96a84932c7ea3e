from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from placement import parameters
from placement.monitoring.chance import (
    IMPROBABLE,
    TOO_FEW,
    UNKNOWN,
    USUAL,
    against,
    came_or_left,
    holm,
    rate_interval,
    share_interval,
)
from placement.rules.spread import number_label

NUMBERS = parameters.load().on(date(2026, 11, 21))
SIZES = {"A": 215_669, "B": 145_681, "C": 87_769, "D": 102_465, "E": 180_834, "F": 162_106}
COUNTS = st.fixed_dictionaries({key: st.integers(0, 40) for key in SIZES})


@given(COUNTS)
@settings(max_examples=60, deadline=None)
def test_chances_and_ranges_are_those_of_scipy(counts):
    people = sum(counts.values())
    for key, found in against(counts, SIZES, NUMBERS).items():
        share = SIZES[key] / sum(SIZES.values())
        assert found.expected == pytest.approx(people * share)
        assert found.chance == pytest.approx(stats.binom.sf(counts[key] - 1, people, share))
        assert stats.binom.cdf(found.low - 1, people, share) <= 0.025 + 1e-9
        assert stats.binom.sf(found.high, people, share) <= 0.025 + 1e-9
        assert stats.binom.cdf(found.low, people, share) > 0.025 - 1e-9
        assert stats.binom.sf(found.high - 1, people, share) > 0.025 - 1e-9


@given(COUNTS)
@settings(max_examples=100, deadline=None)
def test_a_label_says_improbably_many_only_where_the_ranking_would(counts):
    found = against(counts, SIZES, NUMBERS)
    for each in found.values():
        assert each.label in (IMPROBABLE, USUAL, TOO_FEW)
        assert each.adjusted >= each.chance
        if each.label == IMPROBABLE:
            assert number_label(each.chance, NUMBERS) == IMPROBABLE
            assert each.count > each.high


@given(COUNTS)
@settings(max_examples=60, deadline=None)
def test_being_below_what_is_expected_has_no_label(counts):
    for each in against(counts, SIZES, NUMBERS).values():
        if each.count < each.expected:
            assert each.label in (USUAL, TOO_FEW)


def test_at_the_limit_of_too_few_and_just_past_it():
    def labels(n):
        return against({**dict.fromkeys(SIZES, 0), "C": n}, SIZES, NUMBERS)["C"].label

    assert labels(2) == TOO_FEW
    assert labels(3) == IMPROBABLE  # all three of three in a tenth of the area: 0.00095
    assert against({"A": 3, "B": 0}, {"A": 1, "B": 1}, NUMBERS)["A"].label == TOO_FEW  # could not


def test_a_size_that_is_not_known_leaves_every_share_unknown():
    found = against({"A": 9, "B": 1}, {"A": 100, "B": None}, NUMBERS)
    assert (found["A"].label, found["A"].expected) == (UNKNOWN, None)
    assert found["B"].label == TOO_FEW


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_is_the_step_down_by_its_definition(chances):
    order = sorted(chances)
    for chance, adjusted in zip(chances, holm(chances), strict=True):
        rank = order.index(chance)
        slow = max(min(1.0, (len(order) - k) * order[k]) for k in range(rank + 1))
        assert adjusted == pytest.approx(slow)


def test_by_chance_alone_hardly_any_table_names_an_lha():
    random = np.random.default_rng(5)
    share = np.array(list(SIZES.values())) / sum(SIZES.values())
    named = 0
    for draw in random.multinomial(30, share, size=2000):
        counts = dict(zip(SIZES, draw.tolist(), strict=True))
        named += any(f.label == IMPROBABLE for f in against(counts, SIZES, NUMBERS).values())
    assert named / 2000 < 0.05


@given(st.integers(0, 60), st.integers(0, 60))
@settings(deadline=None)
def test_the_interval_of_a_share_is_the_exact_one(yes, no):
    if yes + no == 0:
        return
    low, high = share_interval(yes, yes + no, 0.95)
    known = stats.binomtest(yes, yes + no).proportion_ci(method="exact")
    assert (low, high) == pytest.approx((known.low, known.high))


@given(st.integers(0, 200))
@settings(deadline=None)
def test_the_interval_of_a_rate_is_garwood_s(count):
    low, high = rate_interval(count, 0.95)
    assert stats.poisson.cdf(count, high) == pytest.approx(0.025)
    if count:
        assert stats.poisson.sf(count - 1, low) == pytest.approx(0.025)
    else:
        assert low == 0


@given(st.integers(0, 40), st.integers(0, 40))
@settings(deadline=None)
def test_coming_and_leaving_are_compared_by_the_exact_sign_test(came, left):
    known = stats.binomtest(came, came + left).pvalue if came + left else 1.0
    assert came_or_left(came, left) == pytest.approx(known)
