"""Where in the triangle of weights each LHA is first."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.triangle import CORNERS, area, nearest_whole_weights, regions

POINTS = st.dictionaries(
    st.sampled_from("ABCDE"),
    st.tuples(*[st.integers(0, 20).map(lambda n: 5 * n)] * 3),
    min_size=1,
)


def first_at(points, weights):
    units = {
        name: sum(w * p for w, p in zip(weights, each, strict=True))
        for name, each in points.items()
    }
    return {name for name, value in units.items() if value == max(units.values())}


@settings(max_examples=40, deadline=None)
@given(POINTS)
def test_every_corner_of_a_region_is_a_weighting_in_which_nobody_is_ahead(points):
    for name, polygon in regions(points).items():
        for corner in polygon:
            assert sum(corner) == 1
            assert min(corner) >= 0
            assert name in first_at(points, corner)


@settings(max_examples=40, deadline=None)
@given(POINTS)
def test_the_regions_cover_the_triangle_and_overlap_only_where_points_are_equal(points):
    distinct = {each: name for name, each in points.items()}
    kept = {name: each for each, name in distinct.items()}
    assert sum(area(polygon) for polygon in regions(kept).values()) == 1


def test_two_lhas_that_mirror_each_other_halve_the_triangle():
    found = regions({"A": (100, 0, 50), "B": (0, 100, 50)})
    assert area(found["A"]) == area(found["B"]) == Fraction(1, 2)


def test_an_lha_that_is_behind_another_everywhere_has_no_region():
    assert regions({"A": (50, 50, 50), "B": (40, 40, 40)}) == {"A": CORNERS, "B": ()}


def test_a_region_can_be_one_corner_alone():
    found = regions({"A": (90, 90, 50), "B": (40, 40, 50)})
    assert found["B"] == (CORNERS[2],)
    assert area(found["B"]) == 0


@settings(max_examples=40, deadline=None)
@given(POINTS, st.tuples(*[st.integers(1, 3)] * 3))
def test_the_nearest_weights_make_it_lead_alone(points, agreed):
    for name in points:
        weights = nearest_whole_weights(points, name, agreed, largest=4)
        if weights is not None:
            assert first_at(points, weights) == {name}
        else:
            tried = [(a, b, c) for a in range(5) for b in range(5) for c in range(5) if a + b + c]
            assert all(first_at(points, each) != {name} for each in tried)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ({"A": (60, 50, 50), "B": (50, 50, 50)}, (1, 1, 1)),  # it leads already
        ({"A": (100, 0, 0), "B": (0, 60, 50)}, (2, 1, 1)),
        ({"A": (50, 50, 50), "B": (50, 50, 50)}, None),
    ],
)
def test_the_nearest_weights_stay_near_the_agreed_ones(points, expected):
    found = nearest_whole_weights(points, "A", (1, 1, 1))
    if expected == (2, 1, 1):
        shares = [Fraction(weight, sum(found)) for weight in found]
        assert Fraction(1, 3) < shares[0] < Fraction(3, 5)
        assert first_at(points, found) == {"A"}
    else:
        assert found == expected
