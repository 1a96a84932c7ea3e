from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from placement.monitoring.stay_length import mean_stay

STAYS = st.lists(st.tuples(st.integers(1, 900), st.booleans()), min_size=1, max_size=40)


def mean(stays, horizon=730, least=1):
    return mean_stay(
        [days for days, _ in stays],
        [over for _, over in stays],
        horizon=horizon,
        least=least,
        coverage=0.95,
    )


@given(STAYS)
@settings(deadline=None)
def test_the_mean_is_the_area_under_the_curve_of_scipy(stays):
    found = mean(stays)
    if found is None:
        assert not any(over for _, over in stays)
        return
    data = stats.CensoredData(
        uncensored=[days for days, over in stays if over],
        right=[days for days, over in stays if not over],
    )
    curve = stats.ecdf(data).sf
    days = np.arange(0, found.horizon)  # the curve is a step: its value on each whole day
    assert found.days == pytest.approx(float(np.sum(curve.evaluate(days))))
    assert 0 <= found.low <= found.days <= found.high <= found.horizon


@given(st.lists(st.integers(1, 729), min_size=2, max_size=30))
@settings(deadline=None)
def test_where_every_stay_has_ended_it_is_the_plain_mean_and_its_error(lengths):
    found = mean([(days, True) for days in lengths])
    assert found.days == pytest.approx(np.mean(lengths))
    wide = 1.959964 * np.std(lengths) / np.sqrt(len(lengths))
    assert found.high - found.days == pytest.approx(
        min(wide, max(lengths) - found.days), rel=1e-5, abs=1e-6
    )


def test_the_least_number_of_ended_stays_and_one_fewer():
    stays = [(100, True)] * 5 + [(50, False)] * 3
    assert mean(stays, least=5).ended == 5
    assert mean(stays, least=6) is None


def test_people_still_there_lengthen_the_mean():
    assert mean([(100, True), (100, True), (400, False)]).days > 100


def test_the_interval_holds_the_true_mean_about_as_often_as_it_says():
    random = np.random.default_rng(11)
    held, times = 0, 300
    for _ in range(times):
        stay = random.exponential(300, size=60)
        seen = random.uniform(200, 1500, size=60)
        days = np.maximum(1, np.ceil(np.minimum(stay, seen))).astype(int)
        found = mean(list(zip(days.tolist(), (stay <= seen).tolist(), strict=True)), horizon=600)
        true = 300 * (1 - np.exp(-found.horizon / 300)) + 0.5  # days are rounded up
        held += found.low <= true <= found.high
    assert held / times > 0.91
