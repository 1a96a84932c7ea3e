from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.monitoring.concentration import (
    concentration,
    concentration_of_the_whole,
    dissimilarity,
    herfindahl,
)

SHARES = np.array([215_669, 145_681, 87_769, 102_465, 180_834, 162_106]) / 894_524
COUNTS = st.lists(st.integers(0, 30), min_size=6, max_size=6).filter(any)


def find(counts, index=dissimilarity, draws=999, seed=7):
    return concentration(
        np.array(counts), SHARES, index, coverage=0.95, bootstrap=draws, draws=draws, seed=seed
    )


@given(COUNTS)
def test_dissimilarity_is_the_share_that_would_have_to_move(counts):
    counts = np.array(counts)
    want = SHARES * counts.sum()
    moving = np.maximum(0, counts - want).sum() / counts.sum()
    assert dissimilarity(counts, SHARES) == pytest.approx(moving)


@given(COUNTS)
def test_herfindahl_is_the_chance_of_drawing_the_same_lha_twice(counts):
    pairs = sum((n / sum(counts)) ** 2 for n in counts)
    assert herfindahl(np.array(counts), SHARES) == pytest.approx(pairs)
    assert 1 / 6 - 1e-9 <= pairs <= 1


@given(COUNTS)
@settings(max_examples=25, deadline=None)
def test_the_value_lies_in_its_interval(counts):
    for index in (dissimilarity, herfindahl):
        found = find(counts, index)
        assert 0 <= found.low <= found.value <= found.high <= 1


def test_everybody_in_one_small_lha_is_more_than_chance_and_a_fair_share_is_not():
    assert find([0, 0, 20, 0, 0, 0]).chance == pytest.approx(0.001)
    fair = np.round(SHARES * 200).astype(int)
    assert find(fair).chance > 0.9
    assert find(fair).low == 0


def test_the_chance_alone_is_that_of_every_possible_split():
    counts, shares = np.array([3, 1]), np.array([0.4, 0.6])
    from scipy.stats import binom

    split = np.array([[k, 4 - k] for k in range(5)])
    exact = binom.pmf(np.arange(5), 4, 0.4)
    values = dissimilarity(split, shares)
    value = dissimilarity(counts, shares)
    found = concentration(
        counts, shares, dissimilarity, coverage=0.95, bootstrap=99, draws=40_000, seed=3
    )
    assert found.chance == pytest.approx(exact[values >= value - 1e-12].sum(), abs=0.01)
    assert found.by_chance == pytest.approx((exact * values).sum(), abs=0.01)


@pytest.mark.parametrize(
    "true", [SHARES, np.array([0.35, 0.15, 0.05, 0.2, 0.15, 0.1])], ids=["as residents", "uneven"]
)
def test_the_interval_of_the_dissimilarity_holds_the_truth_nearly_as_often_as_it_says(true):
    random = np.random.default_rng(13)
    value = float(dissimilarity(true * 1000, SHARES))
    held = 0
    for _ in range(200):
        found = find(random.multinomial(60, true), draws=199)
        held += found.low <= value + 1e-9 and value <= found.high
    assert held / 200 > 0.8


def test_the_same_numbers_give_the_same_figures_on_another_day(basis_for):
    from datetime import date

    from .conftest import person

    register = [person(i, lha) for i, lha in enumerate(["E06000031"] * 6 + ["E07000010"] * 9)]
    one, other = (
        concentration_of_the_whole(basis_for(register, day))
        for day in (date(2026, 11, 21), date(2027, 3, 2))
    )
    assert one.rows() == other.rows()
