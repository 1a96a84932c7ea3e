"""Axis order, CRS and units, by distances that are known."""

import json
import math

import numpy as np
import pytest
import shapely

from geodata import zones
from geodata.outlines import to_british_grid
from geodata.places import load
from placement.errors import PlacesError

EARTH_RADIUS_M = 6_371_000
CAMBRIDGE = (52.2046, 0.1290)  # latitude, longitude, read off a map
PETERBOROUGH = (52.5743, -0.2406)


@pytest.fixture(scope="module")
def places():
    return load("cambridgeshire")


def great_circle_m(one, other):
    (north, east), (north2, east2) = (map(math.radians, point) for point in (one, other))
    chord = (
        math.sin((north2 - north) / 2) ** 2
        + math.cos(north) * math.cos(north2) * math.sin((east2 - east) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(chord))


def test_cambridge_to_peterborough_is_48_km_on_the_grid(places):
    cambridge, peterborough = places.find("CB1 1AA"), places.find("PE1 1AB")
    metres = math.hypot(
        cambridge.easting - peterborough.easting, cambridge.northing - peterborough.northing
    )
    assert metres == pytest.approx(48_000, rel=0.02)
    assert cambridge.easting > peterborough.easting
    assert cambridge.northing < peterborough.northing


def test_the_same_distance_through_longitude_and_latitude(places):
    import pyproj

    ends = [places.find(postcode) for postcode in ("CB1 1AA", "PE1 1AB")]
    to_wgs84 = pyproj.Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
    degrees = np.array([to_wgs84.transform(end.easting, end.northing) for end in ends])
    (east, north), (east2, north2) = to_british_grid("EPSG:4326")(degrees)
    back = math.hypot(east2 - east, north2 - north)
    grid = math.hypot(ends[0].easting - ends[1].easting, ends[0].northing - ends[1].northing)
    assert back == pytest.approx(grid, rel=1e-6)
    over_ground = great_circle_m(*(tuple(pair[::-1]) for pair in degrees))
    assert grid == pytest.approx(over_ground, rel=0.002)


def test_two_city_centres_read_off_a_map_land_where_they_are(places):
    degrees = np.array([CAMBRIDGE[::-1], PETERBOROUGH[::-1]])
    found = to_british_grid("OGC:CRS84")(degrees)
    for (east, north), postcode in zip(found, ("CB1 1AA", "PE1 1AB"), strict=True):
        at = places.find(postcode)
        assert math.hypot(east - at.easting, north - at.northing) < 2000
    gap = math.hypot(*(found[0] - found[1]))
    assert gap == pytest.approx(great_circle_m(CAMBRIDGE, PETERBOROUGH), rel=0.002)


@pytest.mark.parametrize("crs", ["EPSG:4326", "OGC:CRS84", "urn:ogc:def:crs:EPSG::4326"])
def test_longitude_comes_first_whatever_order_the_crs_has(crs):
    assert to_british_grid(crs)(np.array([[0.129, 52.2046]]))[0] == pytest.approx(
        [545_600, 258_300], abs=300
    )


RING = [(0.10, 52.18), (0.16, 52.18), (0.16, 52.22), (0.10, 52.22), (0.10, 52.18)]
GRID_RING = [(544_000, 257_000), (547_000, 257_000), (547_000, 260_000), (544_000, 257_000)]


def written(path, ring, crs=None):
    document = {"type": "Polygon", "coordinates": [ring]}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(document))
    return path


def test_geojson_that_names_no_crs_is_longitude_and_latitude(places, tmp_path):
    shape = zones.shape_of(places, geometry=written(tmp_path / "zone.geojson", RING))
    covered = zones.inside(places, shape)
    assert covered[places.slice("E07000008")].mean() > 0.5
    assert not covered[places.slice("E06000031")].any()


@pytest.mark.parametrize(("ring", "crs"), [(RING, None), (GRID_RING, "EPSG:27700")])
def test_a_file_with_swapped_axes_is_refused_and_told_so(places, tmp_path, ring, crs):
    swapped = [point[::-1] for point in ring]
    path = written(tmp_path / "zone.geojson", swapped, crs)
    with pytest.raises(PlacesError, match="its axes look swapped") as refused:
        zones.shape_of(places, geometry=path)
    assert "easting before northing, longitude before latitude" in str(refused.value)


def test_grid_metres_in_a_file_that_names_no_crs_are_refused(places, tmp_path):
    path = written(tmp_path / "zone.geojson", GRID_RING)
    with pytest.raises(PlacesError, match="outside Great Britain's grid"):
        zones.shape_of(places, geometry=path)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:27700", "EPSG:3857", "EPSG:32630"])
@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp", "wkt"])
def test_every_format_and_crs_gives_the_same_zone(places, tmp_path, crs, suffix):
    import geopandas

    frame = geopandas.GeoDataFrame(geometry=[shapely.Polygon(RING)], crs="EPSG:4326").to_crs(crs)
    path = tmp_path / f"zone.{suffix}"
    if suffix == "wkt":
        path.write_text(f"SRID={crs.split(':')[1]};{frame.geometry[0].wkt}")
    elif suffix == "geojson":
        written(path, list(frame.geometry[0].exterior.coords), crs)
    else:
        frame.to_file(path)
    plain = zones.shape_of(places, geometry=written(tmp_path / "plain.json", RING))
    shape = zones.shape_of(places, geometry=path)
    assert shape.geometry.hausdorff_distance(plain.geometry) < 0.01


def test_kml_is_longitude_and_latitude(places, tmp_path):
    corners = " ".join(f"{x},{y},0" for x, y in RING)
    path = tmp_path / "zone.kml"
    path.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><Polygon>'
        f"<outerBoundaryIs><LinearRing><coordinates>{corners}</coordinates></LinearRing>"
        "</outerBoundaryIs></Polygon></Placemark></Document></kml>"
    )
    plain = zones.shape_of(places, geometry=written(tmp_path / "plain.json", RING))
    shape = zones.shape_of(places, geometry=path)
    assert shape.geometry.hausdorff_distance(plain.geometry) < 0.01
