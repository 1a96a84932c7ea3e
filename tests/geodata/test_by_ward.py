"""An LHA divided by wards: each postcode on one side; what stands in none, or in two, is said."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from boundary_files import CAMBRIDGE, EAST_CAMBS, cambridgeshire, district, geojson, wards

from geodata import official
from geodata.by_ward import ward_codes
from placement.errors import PlacesError

STRIPS = wards(CAMBRIDGE)
WEST, MIDDLE, EAST = STRIPS


@pytest.fixture(scope="module", autouse=True)
def imported(tmp_path_factory):
    """Three strips of Cambridge, an edge cut off the last, and the whole of East Cambridgeshire."""
    folder = tmp_path_factory.mktemp("wards")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLACEMENT_DATA", str(folder / "data"))
        shapes = {**STRIPS, EAST: STRIPS[EAST].buffer(-60)}
        rows = [({"WD23CD": code, "WD23NM": f"Strip {code[-1]}"}, s) for code, s in shapes.items()]
        rows.append(({"WD23CD": "E05009999", "WD23NM": "Over the border"}, district(EAST_CAMBS)))
        official.import_file(geojson(folder / "wards.geojson", rows), cambridgeshire())
        yield folder


def test_each_postcode_goes_to_the_side_that_its_point_is_in():
    places = cambridgeshire()
    found = ward_codes(places, CAMBRIDGE, {WEST: "E06990001", "": "E06990002"})
    part = places.slice(CAMBRIDGE)
    points = shapely.points(places.easting[part], places.northing[part])
    inside = shapely.intersects(STRIPS[WEST], points)
    west = found.lha_of[part] == "E06990001"
    assert west[inside].all()
    assert west.sum() - inside.sum() == found.nearest["E06990001"]
    assert inside.sum() > 100
    assert set(found.lha_of[part]) == {"E06990001", "E06990002"}
    others = np.ones(len(found.lha_of), bool)
    others[part] = False
    was = np.repeat(np.array(places.lhas), np.diff(places.starts))
    assert (found.lha_of[others] == was[others]).all()


def test_those_in_no_ward_are_read_as_in_the_nearest_and_counted():
    by_code = ward_codes(cambridgeshire(), CAMBRIDGE, {WEST: "W", MIDDLE: "W", EAST: "E"})
    assert by_code.nearest["E"] > 0
    assert by_code.wards == {"W": 2, "E": 1}
    named = {"strip 0": "W", "Strip 1": "W", "": "E"}
    by_name = ward_codes(cambridgeshire(), CAMBRIDGE, named)
    assert (by_name.lha_of == by_code.lha_of).all()
    assert by_name.nearest == by_code.nearest


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({WEST: "W", EAST: "E"}, rf"would be nobody's: [\d,]+ in {MIDDLE} Strip 1"),
        ({"E05008888": "W", "": "E"}, rf"no boundary of E05008888 .* {WEST} Strip 0, {MIDDLE}"),
        ({"E05009999": "W", "": "E"}, "E05009999 has no postcode of E07000008"),
        ({WEST: "W", "Strip 0": "W", "": "E"}, "given twice, by its code and by its name"),
    ],
)
def test_what_cannot_be_divided_so_says_what_there_is(given, says):
    with pytest.raises(PlacesError, match=says):
        ward_codes(cambridgeshire(), CAMBRIDGE, given)


def test_wards_of_two_years_over_one_another_are_refused(imported):
    other = [({"WD13CD": "E05000001", "WD13NM": "All of it"}, district(CAMBRIDGE))]
    official.import_file(geojson(imported / "old.geojson", other), cambridgeshire())
    with pytest.raises(PlacesError, match=r"lie over one another \(\d+ postcodes\)"):
        ward_codes(cambridgeshire(), CAMBRIDGE, {WEST: "W", "E05000001": "W", "": "E"})
