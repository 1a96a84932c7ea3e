"""Hindsight is never beaten: on tiny years, by looking at every way of placing everybody."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.simulation.caseload import NOWHERE
from scenarios.simulation.hindsight import WINDOWS_DAYS, _Relaxed, hindsight
from scenarios.simulation.worth import worth

from .making import CROWDING, LHAS, area_in, caseload, world

OPEN = 3  # the LHAs that are open to anybody in a tiny year


@st.composite
def tiny_years(draw):
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        ready = draw(st.integers(0, 300))
        points = [draw(st.integers(0, 10)) * 5 for _ in range(LHAS)]
        may = [draw(st.integers(0, 3)) > 0 for _ in range(OPEN)] + [False] * (LHAS - OPEN)
        rows.append((ready, ready + draw(st.integers(5, 400)), points, may))
    there = []
    for _ in range(draw(st.integers(0, 5))):
        lha, many = draw(st.integers(0, OPEN - 1)), draw(st.integers(1, 5))
        area = draw(st.sampled_from([-1, area_in(lha), area_in(lha, 1)]))
        there += [(lha, area, draw(st.integers(1, 400)))] * many
    starts = [draw(st.sampled_from([NOWHERE, NOWHERE, 0])) for _ in rows]
    start_at = [s if s == NOWHERE or row[3][s] else NOWHERE for s, row in zip(starts, rows)]  # noqa: B905
    counted = [draw(st.integers(0, 5)) > 0 for _ in rows]
    load = caseload(rows, start_at=np.array(start_at), counted=np.array(counted))
    return world(load, there)


def every_year(year, *, origin_first=False):
    choices = []
    for i, may in enumerate(year.load.open_):
        start = year.load.start_at[i]
        allowed = np.flatnonzero(may).tolist()
        if origin_first and start != NOWHERE:
            allowed = [int(start)]
        choices.append([NOWHERE, *allowed])
    for lha in product(*choices):
        yield np.array(lha, np.int64)


@settings(max_examples=25, deadline=None)
@given(tiny_years(), st.booleans())
def test_no_way_of_placing_everybody_is_worth_more_than_the_bound(year, origin_first):
    best = max(int(worth(year, lha).sum()) for lha in every_year(year, origin_first=origin_first))
    relaxed = _Relaxed(year, year.load.open_)
    found = hindsight(year, origin_first=origin_first)
    assert best <= found.bound
    if not origin_first:
        assert all(best <= relaxed.grouped(window).bound for window in WINDOWS_DAYS)
    assert int(worth(year, found.plan).sum()) <= best


def test_where_everybody_stays_and_comes_at_once_the_bound_is_reached():
    points = [[50, 50, 0, 0, 0, 0], [50, 45, 0, 0, 0, 0]]
    load = caseload([(10, 900, each, [True] * LHAS) for each in points])
    year = world(load, [(0, area_in(0, 3), 900)] * 4)
    found = hindsight(year, origin_first=False)
    assert int(worth(year, found.plan).sum()) == found.bound
    assert found.proven


def test_nobody_is_worth_less_than_nothing_and_nobody_placed_is_worth_nothing():
    load = caseload([(10, 900, [0] * LHAS, [True] * LHAS)])
    year = world(load, [(0, -1, 900)] * 40)
    assert worth(year, np.array([NOWHERE])).tolist() == [0]
    assert worth(year, np.array([0]))[0] >= 0
    assert CROWDING.scale.min() >= 0
