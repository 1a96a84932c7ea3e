"""Chance and rates: exact binomial sums, held against scipy's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from geodata.places import load
from placement.spread import (
    Register,
    expected_range,
    rooms_of,
    roomy_shares,
    smoothed_rates,
    tail,
)

SHARES = st.floats(0.001, 0.999)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 200), st.integers(-1, 201), SHARES)
def test_the_tail_is_the_binomial_one(people, at_least, share):
    assert tail(at_least, people, share) == pytest.approx(
        binom.sf(at_least - 1, people, share), rel=1e-9, abs=1e-13
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 80), SHARES, st.sampled_from([0.5, 0.8, 0.95, 0.99]))
def test_the_expected_range_leaves_out_at_most_half_of_the_rest_at_each_end(people, share, cover):
    low, high = expected_range(people, share, cover)
    spare = (1 - cover) / 2
    assert binom.cdf(low - 1, people, share) <= spare + 1e-12
    assert binom.sf(high, people, share) <= spare + 1e-12
    assert binom.cdf(low, people, share) > spare - 1e-12
    assert binom.sf(high - 1, people, share) > spare - 1e-12


@pytest.mark.parametrize(
    ("at_least", "people", "share", "chance"),
    [(0, 5, 0.3, 1.0), (6, 5, 0.3, 0.0), (1, 5, 0.0, 0.0), (5, 5, 1.0, 1.0), (1, 1, 0.2, 0.2)],
)
def test_the_tail_at_its_ends(at_least, people, share, chance):
    assert tail(at_least, people, share) == pytest.approx(chance)


def test_a_rate_is_drawn_towards_the_whole_the_more_the_fewer_live_there():
    counts = {"A": 40, "B": 2, "C": 10, "D": 10}
    residents = {"A": 100_000, "B": 2_000, "C": 100_000, "D": 100_000}
    rates = smoothed_rates(counts, residents)
    mean = 62 / 302_000
    for code in counts:
        own = counts[code] / residents[code]
        assert min(own, mean) <= rates[code] <= max(own, mean)

    def kept(code):
        return (rates[code] - mean) / (counts[code] / residents[code] - mean)

    assert kept("B") < kept("A") < 1


def test_rates_that_differ_no_more_than_chance_are_all_the_mean():
    rates = smoothed_rates({"A": 1, "B": 2}, {"A": 100_000, "B": 100_000})
    assert rates["A"] == rates["B"] == pytest.approx(1.5e-5)


def test_an_lha_whose_residents_are_not_known_has_no_rate():
    assert set(smoothed_rates({"A": 3, "B": 3}, {"A": 1_000, "B": None})) == {"A"}
    assert smoothed_rates({"A": 0}, {"A": 1_000}) == {"A": 0.0}
    assert smoothed_rates({}, {"A": None}) == {}


@pytest.mark.parametrize("profile", ["cambridgeshire", "london"])
def test_room_for_more_in_one_lha_is_that_of_the_whole(profile):
    rng = np.random.default_rng(7)
    places = load(profile)
    numbers = {"limit": 3, "with_neighbours": 5}
    by_area = rng.poisson(0.4, len(places.areas))
    loose = dict(zip(places.lhas, rng.integers(0, 3, len(places.lhas)).tolist(), strict=True))
    register = Register(dict.fromkeys(places.lhas, 0), by_area, loose, {})
    for lha in places.lhas[:6]:
        shares = rooms_of(register, places, lha, **numbers)
        for more in range(4):
            there = {**loose, lha: loose[lha] + more}
            least, most = roomy_shares(replace(register, unplaced=there), places, **numbers)
            index = places.index(lha)
            assert shares(more) == (least[index], most[index])


def test_the_range_of_thousands_is_found_at_once():
    low, high = expected_range(11_753, 145_700 / 59_597_500, 0.95)
    assert binom.cdf(low - 1, 11_753, 145_700 / 59_597_500) <= 0.025
    assert binom.sf(high, 11_753, 145_700 / 59_597_500) <= 0.025
    assert (low, high) == tuple(map(int, binom.interval(0.95, 11_753, 145_700 / 59_597_500)))
