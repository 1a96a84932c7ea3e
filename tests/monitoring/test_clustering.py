from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.monitoring.clustering import (
    area_table,
    areas_of,
    clustering_of_the_whole,
    clusters,
    found_clusters,
    neighbours,
    standardised,
)

SIDE = 6
SIZES = np.array([20.0 + 7 * (i % 5) for i in range(SIDE * SIDE)])


def grid():
    edges = [(i, i + 1) for i in range(SIDE * SIDE) if i % SIDE < SIDE - 1]
    edges += [(i, i + SIDE) for i in range(SIDE * (SIDE - 1))]
    return neighbours(np.array(edges, dtype=np.int32), SIDE * SIDE)


def by_hand(counts, beside):
    z = standardised(counts[None, :], SIZES)[0]
    lag = np.array([z[near].mean() for near in beside])
    return (z * lag).sum() / (z**2).sum(), (len(z) - 1) * z * lag / (z**2).sum()


@given(st.lists(st.integers(0, 4), min_size=36, max_size=36).filter(any))
@settings(max_examples=20, deadline=None)
def test_moran_s_i_of_esda_is_that_of_the_definition_and_of_our_draws(counts):
    counts = np.array(counts)
    if np.ptp(counts / SIZES) == 0:
        return
    found = clusters(counts, SIZES, grid(), draws=19, seed=1)
    value, local = by_hand(counts, grid())
    assert found.value == pytest.approx(value)
    assert found.local == pytest.approx(local)


def test_a_corner_that_fills_up_is_found_and_placed():
    counts = np.zeros(36, dtype=np.int64)
    counts[[0, 1, 6, 7]] = 5
    found = clusters(counts, SIZES, grid(), draws=999, seed=2)
    assert found.chance == pytest.approx(0.001)
    assert set(np.flatnonzero(found.local_chance < 0.01)) == {0, 1, 6, 7}


def test_by_chance_alone_the_chance_is_as_often_small_as_it_says():
    random = np.random.default_rng(4)
    share = SIZES / SIZES.sum()
    small = sum(
        clusters(random.multinomial(40, share), SIZES, grid(), draws=99, seed=5).chance <= 0.1
        for _ in range(150)
    )
    assert small / 150 < 0.17


def test_full_areas_side_by_side_over_a_border_count_together(places, basis_for):
    from .conftest import person

    across = next(
        (i, j) for i, j in places.area_edges.tolist() if places.areas[i][1] != places.areas[j][1]
    )
    made = [
        person(k * 10 + n, places.areas[i][1], area=places.areas[i][0])
        for k, i in enumerate(across)
        for n in range(7)
    ]
    basis = basis_for(made)
    areas = areas_of(basis)
    table = area_table(basis, areas, found_clusters(basis, areas))
    assert [row["around"] for row in table.rows()] == [14, 14]
    assert {row["label"] for row in table.rows()} == {"improbably many"}
    names = {row["name"] for row in table.rows()}
    assert all(names & set(row["over"].split(", ")) for row in table.rows())


def test_too_few_people_have_no_moran_s_i_and_it_is_said(example):
    areas = areas_of(example)
    whole = clustering_of_the_whole(example, areas, found_clusters(example, areas))
    assert whole.shown(0, "value") == "[n]"
    assert "too few to tell" in whole.value(0, "words")
