"""Reach: rough minutes by straight line, and their median over all postcodes of an LHA."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata import reach
from geodata.places import load

ROUGH = reach.Rough(fixed_min=10, detour=1.3, speed_kmh=50)
ORDER = ["E07000008", "E07000009", "E07000010", "E07000011", "E07000012", "E06000031"]


@pytest.fixture(scope="module")
def places():
    return load("cambridgeshire")


@pytest.mark.parametrize(
    ("postcode", "minutes"),
    [
        ("CB7 4EA", [45.2, 22.8, 56.8, 58.2, 53.4, 75.4]),
        ("PE1 1AB", [85.7, 73.1, 47.3, 53.0, 81.8, 16.2]),
        ("CB1 1AA", [12.1, 43.1, 77.3, 51.5, 25.8, 88.4]),
    ],
)
def test_the_medians_of_the_worked_case(places, postcode, minutes):
    at = places.find(postcode)
    medians = reach.median_minutes(places, at.easting, at.northing, ROUGH)
    assert [round(float(medians[places.index(lha)]), 1) for lha in ORDER] == minutes


def test_rough_minutes_are_a_fixed_time_and_a_detour_at_one_speed():
    assert ROUGH.minutes(np.array([0.0, 10_000.0])) == pytest.approx([10.0, 25.6])
    assert ROUGH.label == "rough"


class Line:
    """Postcodes in one LHA at given metres east of a point, which is all that reach reads."""

    def __init__(self, metres):
        self.easting = np.array(metres, dtype=np.int32) + 500_000
        self.northing = np.full(len(metres), 250_000, dtype=np.int32)
        self.starts = np.array([0, len(metres)])
        self.lhas = ("E07000008",)


@pytest.mark.parametrize("metres", [[7000], [1000, 9000], [5000, 1000, 3000], [1, 2, 3, 50_000]])
def test_an_even_number_takes_the_mean_of_the_middle_two_minutes(metres):
    minutes = np.median(ROUGH.minutes(np.array(metres, dtype=float)))
    assert reach.median_minutes(Line(metres), 500_000, 250_000, ROUGH).tolist() == [minutes]


@given(st.lists(st.integers(0, 150_000), min_size=1, max_size=40))
def test_the_median_is_numpy_s_median_of_the_minutes(metres):
    minutes = np.median(ROUGH.minutes(np.array(metres, dtype=float)))
    assert reach.median_minutes(Line(metres), 500_000, 250_000, ROUGH).tolist() == [minutes]


def test_an_lha_with_no_postcodes_has_no_median():
    assert np.isnan(reach.median_minutes(Line([]), 500_000, 250_000, ROUGH)).all()


def test_a_road_graph_answers_in_place_of_the_straight_line(places):
    class Roads:
        def median_minutes(self, places, easting, northing):
            return np.full(len(places.lhas), float(easting - northing))

    assert reach.median_minutes(places, 5, 3, Roads()).tolist() == [2.0] * 6


@given(
    st.integers(0, 2**32),
    st.lists(st.sampled_from([11.0, 45.0, 60.0, 75.0, 90.0]), min_size=1, unique=True),
)
def test_rated_minutes_compare_with_every_limit_as_the_medians_do(seed, limits):
    places = load("cambridgeshire")
    rng = np.random.default_rng(seed)
    one = int(rng.integers(len(places)))
    x, y = (
        int(each[one] + rng.integers(-30_000, 30_000)) for each in (places.easting, places.northing)
    )
    medians = reach.median_minutes(places, x, y, ROUGH)
    rated = reach.rated_minutes(places, x, y, ROUGH, sorted(limits))
    for limit in limits:
        assert (rated <= limit).tolist() == (medians <= limit).tolist()
