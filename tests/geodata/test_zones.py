"""Zones: what they cover, what they allow, what lies near their edge, and what is refused."""

import json

import numpy as np
import pytest
import shapely
import shapely.affinity
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import zones
from geodata.places import Places, load
from placement.errors import PlacesError

CAMBRIDGE = "E07000008"
FENLAND = "E07000010"
SECTOR_ACROSS_A_BORDER = "CB1 9"


def little_places(points, *, nearest_m=200.0):
    """Some postcodes at given points, all in one sector of one LHA."""
    easting, northing = np.array(points, dtype=np.int32).reshape(-1, 2).T
    n = len(points)
    return Places(
        profile="little",
        edition="none",
        ended_included=False,
        source="none",
        digest=f"little-{n}",
        lhas=(CAMBRIDGE,),
        areas=(("CB1 1", CAMBRIDGE),),
        starts=np.array([0, n]),
        easting=easting,
        northing=northing,
        area=np.zeros(n, np.int32),
        area_sizes=np.array([n]),
        nearest_m=np.full(n, nearest_m, np.float32),
        area_edges=np.zeros((0, 2), np.int32),
        units=np.arange(n, dtype=np.int16),
    )


@pytest.fixture(scope="module")
def places():
    return load("cambridgeshire")


@pytest.fixture(scope="module")
def edge_m(places):
    return zones.edge_tolerance(places, least_m=100, share=0.5, most_m=1000)


def geojson(path, geometry, **more):
    path.write_text(json.dumps({**shapely.geometry.mapping(geometry), **more}))
    return path


BRITISH = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}}
SQUARE = shapely.box(540_000, 250_000, 550_000, 260_000)


def test_a_point_at_the_circle_s_radius_is_inside_and_one_metre_past_it_is_not():
    places = little_places([(545_000, 250_000), (545_000, 254_000), (545_000, 254_001)])
    circle = zones.Circle(545_000, 250_000, 4000.0)
    assert zones.inside(places, circle).tolist() == [True, True, False]


def test_the_corner_of_a_circle_s_box_is_not_in_the_circle():
    places = little_places([(548_000, 254_000), (549_000, 254_000)])  # 5 km off, and a little more
    circle = zones.Circle(545_000, 250_000, 5000.0)
    assert zones.inside(places, circle).tolist() == [True, False]


def test_near_the_edge_is_within_the_tolerance_on_either_side_and_no_more():
    rows = [253_899, 253_900, 254_000, 254_100, 254_101]
    places = little_places([(545_000, northing) for northing in rows])
    circle = zones.Circle(545_000, 250_000, 4000.0)
    near = zones.near_edge(places, circle, np.full(5, 100.0))
    assert near.tolist() == [False, True, True, True, False]


def test_each_postcode_has_its_own_tolerance():
    places = little_places([(545_000, 254_500), (545_001, 254_500)])
    circle = zones.Circle(545_000, 250_000, 4000.0)
    assert zones.near_edge(places, circle, np.array([100.0, 600.0])).tolist() == [False, True]


def test_the_tolerance_is_a_share_of_the_next_point_s_distance_within_its_limits():
    places = little_places([(1, 1)] * 3)
    places.nearest_m[:] = [40, 600, 5000]
    edge_m = zones.edge_tolerance(places, least_m=100, share=0.5, most_m=1000)
    assert edge_m.tolist() == [100, 300, 1000]


def test_a_point_on_a_polygon_s_border_is_inside_and_near(tmp_path):
    points = [(550_000, 255_000), (550_001, 255_000), (550_100, 255_000), (550_101, 255_000)]
    places = little_places([*points, (545_000, 255_000)])
    square = zones.shape_of(places, geometry=geojson(tmp_path / "z.json", SQUARE, **BRITISH))
    assert zones.inside(places, square).tolist() == [True, False, False, False, True]
    near = zones.near_edge(places, square, np.full(5, 100.0))
    assert near.tolist() == [True, True, True, False, False]


def test_a_hole_in_a_polygon_is_outside_and_has_an_edge(tmp_path):
    ring = SQUARE.difference(shapely.box(544_000, 254_000, 546_000, 256_000))
    places = little_places([(545_000, 255_000), (545_000, 254_050), (541_000, 251_000)])
    shape = zones.shape_of(places, geometry=geojson(tmp_path / "z.json", ring, **BRITISH))
    assert zones.inside(places, shape).tolist() == [False, False, True]
    assert zones.near_edge(places, shape, np.full(3, 100.0)).tolist() == [False, True, False]


@given(
    corners=st.lists(
        st.tuples(st.integers(0, 9000), st.integers(0, 9000)), min_size=3, max_size=7, unique=True
    ),
    points=st.lists(
        st.tuples(st.integers(-2000, 11_000), st.integers(-2000, 11_000)), min_size=1, max_size=30
    ),
    tolerance=st.sampled_from([0.0, 100.0, 149.0, 151.0, 700.0, 1000.0]),
)
@settings(max_examples=80, deadline=None)
def test_a_polygon_agrees_with_shapely_at_every_point(corners, points, tolerance):
    polygon = shapely.convex_hull(shapely.MultiPoint(corners))
    if polygon.geom_type != "Polygon":
        return
    polygon = shapely.affinity.translate(polygon, 540_000, 250_000)
    points = [(540_000 + x, 250_000 + y) for x, y in points]
    places = little_places(points)
    edge_m = np.linspace(0, tolerance, len(points))
    shape = zones.Outline(polygon, polygon.boundary)
    where = shapely.points(np.array(points, dtype=float))
    assert zones.inside(places, shape).tolist() == polygon.intersects(where).tolist()
    expected = [polygon.boundary.dwithin(at, e) for at, e in zip(where, edge_m, strict=True)]
    assert zones.near_edge(places, shape, edge_m).tolist() == expected


def test_a_jagged_polygon_with_a_hole_agrees_with_shapely_at_every_postcode(places, edge_m):
    star = [
        (
            545_000 + radius * np.cos(turn * np.pi / 10),
            258_000 + radius * np.sin(turn * np.pi / 10),
        )
        for turn, radius in enumerate([9000, 2500, 400, 7000] * 5)
    ]
    ring = shapely.Polygon(star).difference(shapely.Point(545_000, 258_000).buffer(300))
    shape = zones.Outline(ring, ring.boundary)
    where = shapely.points(places.easting.astype(float), places.northing.astype(float))
    assert np.array_equal(zones.inside(places, shape), shapely.intersects(ring, where))
    near = shapely.dwithin(ring.boundary, where, edge_m)
    assert np.array_equal(zones.near_edge(places, shape, edge_m), near)
    assert 500 < near.sum() < zones.inside(places, shape).sum()


def test_a_sector_is_whole_in_every_lha_that_it_lies_in(places):
    lhas = {lha for sector, lha in places.areas if sector == SECTOR_ACROSS_A_BORDER}
    assert len(lhas) > 1
    covered = zones.inside(places, zones.shape_of(places, areas=["cb1  9"]))
    wanted = [i for i, (sector, _) in enumerate(places.areas) if sector == SECTOR_ACROSS_A_BORDER]
    assert np.array_equal(covered, np.isin(places.area, wanted))


def test_an_lha_is_covered_whole_by_the_ons_field(places):
    covered = zones.inside(places, zones.shape_of(places, lhas=[FENLAND]))
    assert covered[places.slice(FENLAND)].all()
    assert covered.sum() == places.slice(FENLAND).stop - places.slice(FENLAND).start


@pytest.mark.parametrize("what", [{"areas": ["PE15 8"]}, {"lhas": [FENLAND]}])
def test_areas_and_lhas_are_exact_and_have_no_edge(places, edge_m, what):
    assert not zones.near_edge(places, zones.shape_of(places, **what), edge_m).any()


def test_an_lha_outside_the_profile_covers_nothing_here(places):
    assert not zones.inside(places, zones.shape_of(places, lhas=["E07000148"])).any()


def test_a_circle_s_centre_may_lie_outside_the_profile(places):
    norwich = zones.shape_of(places, postcode="NR1 1AA", metres=4000)
    assert not zones.inside(places, norwich).any()


def test_an_exclusion_takes_and_a_restriction_keeps(places, edge_m):
    fenland = zones.shape_of(places, lhas=[FENLAND])
    without = zones.remaining(places, [fenland], [], edge_m=edge_m).by_lha()
    within = zones.remaining(places, [], [fenland], edge_m=edge_m).by_lha()
    for lha in places.lhas:
        total = places.slice(lha).stop - places.slice(lha).start
        assert without[lha] == ((0, 0, total) if lha == FENLAND else (total, total, total))
        assert within[lha] == ((total, total, total) if lha == FENLAND else (0, 0, total))


def test_no_zone_at_all_leaves_every_postcode_clear(places, edge_m):
    left = zones.remaining(places, [], [], edge_m=edge_m)
    assert left.possible.all()
    assert left.clear.all()


def test_near_an_exclusion_s_edge_is_possible_but_not_clear():
    places = little_places([(545_000, 254_050), (545_000, 253_950), (545_000, 255_000)])
    circle = zones.Circle(545_000, 250_000, 4000.0)
    left = zones.remaining(places, [circle], [], edge_m=np.full(3, 100.0))
    assert left.possible.tolist() == [True, False, True]
    assert left.clear.tolist() == [False, False, True]


def test_near_a_restriction_s_edge_is_possible_but_not_clear():
    places = little_places([(545_000, 254_050), (545_000, 253_950), (545_000, 250_000)])
    circle = zones.Circle(545_000, 250_000, 4000.0)
    left = zones.remaining(places, [], [circle], edge_m=np.full(3, 100.0))
    assert left.possible.tolist() == [False, True, True]
    assert left.clear.tolist() == [False, False, True]


def test_the_worked_case_leaves_about_half_of_fenland(places, edge_m):
    circle = zones.shape_of(places, postcode="PE13 2AA", metres=4000)
    march = zones.shape_of(places, areas=["PE15 8", "PE15 9"])
    left = zones.remaining(places, [circle, march], [], edge_m=edge_m).by_lha()
    share = left[FENLAND].possible / left[FENLAND].total
    assert 0.4 < share < 0.6
    assert left[FENLAND].clear < left[FENLAND].possible
    assert left[CAMBRIDGE].clear == left[CAMBRIDGE].total


def test_counts_by_area_add_up_to_counts_by_lha(places, edge_m):
    circle = zones.shape_of(places, postcode="CB1 1AA", metres=3000)
    left = zones.remaining(places, [circle], [], edge_m=edge_m)
    by_area = left.by_area()
    assert list(by_area) == list(places.areas)
    for lha, count in left.by_lha().items():
        parts = [number for (_, in_lha), number in by_area.items() if in_lha == lha]
        assert count == tuple(sum(column) for column in zip(*parts, strict=True))


PLACES = load("cambridgeshire")
EDGE_M = zones.edge_tolerance(PLACES, least_m=100, share=0.5, most_m=1000)
POSTCODES = st.integers(0, len(PLACES.easting) - 1)
CIRCLES = st.builds(
    lambda i, metres: zones.Circle(int(PLACES.easting[i]), int(PLACES.northing[i]), metres),
    POSTCODES,
    st.floats(1, 40_000),
)
SECTORS = st.sets(st.sampled_from([sector for sector, _ in PLACES.areas]), min_size=1, max_size=9)
LHAS = st.sets(st.sampled_from([*PLACES.lhas, "E07000148"]), min_size=1, max_size=3)
SHAPES = st.one_of(
    CIRCLES,
    SECTORS.map(lambda names: zones.shape_of(PLACES, areas=sorted(names))),
    LHAS.map(lambda codes: zones.shape_of(PLACES, lhas=sorted(codes))),
    CIRCLES.map(lambda c: shapely.Point(c.easting, c.northing).buffer(c.metres, quad_segs=3)).map(
        lambda polygon: zones.Outline(polygon, polygon.boundary)
    ),
)


@given(
    exclusions=st.lists(SHAPES, max_size=3),
    restrictions=st.lists(SHAPES, max_size=3),
    added=SHAPES,
    kind=st.sampled_from(["exclusion", "restriction"]),
)
@settings(max_examples=60, deadline=None)
def test_an_added_zone_never_opens_a_postcode(exclusions, restrictions, added, kind):
    before = zones.remaining(PLACES, exclusions, restrictions, edge_m=EDGE_M)
    exclusions, restrictions = (
        ([*exclusions, added], restrictions)
        if kind == "exclusion"
        else (exclusions, [added, *restrictions])
    )
    after = zones.remaining(PLACES, exclusions, restrictions, edge_m=EDGE_M)
    assert not (after.possible & ~before.possible).any()
    assert not (after.clear & ~before.clear).any()
    assert not (after.clear & ~after.possible).any()


@given(shape=SHAPES)
@settings(max_examples=40, deadline=None)
def test_the_same_zone_as_exclusion_and_as_restriction_leaves_nothing(shape):
    assert not zones.remaining(PLACES, [shape], [shape], edge_m=EDGE_M).possible.any()


def test_a_zone_is_exactly_one_kind(places):
    with pytest.raises(PlacesError, match="exactly one of"):
        zones.shape_of(places, areas=["PE15 8"], lhas=[FENLAND])
    with pytest.raises(PlacesError, match="exactly one of"):
        zones.shape_of(places)


def test_a_circle_without_a_radius_is_refused(places):
    with pytest.raises(PlacesError, match="metres is not given"):
        zones.shape_of(places, postcode="CB1 1AA")


@pytest.mark.parametrize("metres", [0, -1, float("nan"), float("inf"), 1_300_001])
def test_an_impossible_radius_is_refused_with_what_is_allowed(places, metres):
    with pytest.raises(PlacesError, match="more than 0 and at most 1,300,000"):
        zones.shape_of(places, postcode="CB1 1AA", metres=metres)


def test_every_bad_sector_is_named_in_one_message_with_near_ones(places):
    with pytest.raises(PlacesError) as refused:
        zones.shape_of(places, areas=["PE51 8", "PE15 8", "PE15", "PE15 8AA"])
    text = str(refused.value)
    assert "3 problems" in text
    assert (
        "'PE51 8' holds no postcode of this profile, nor of the installed national data. Near"
        in text
    )
    assert "'PE15' is not a postcode sector" in text
    assert "'PE15 8AA' is not a postcode sector" in text


def test_a_county_s_code_is_not_an_lha_s(places):
    with pytest.raises(PlacesError, match="'E10000003' is not the ONS code of a local authority"):
        zones.shape_of(places, lhas=[FENLAND, "E10000003"])


@pytest.mark.parametrize("what", [{"areas": []}, {"lhas": []}])
def test_an_empty_list_is_no_zone(places, what):
    with pytest.raises(PlacesError, match="the list is empty"):
        zones.shape_of(places, **what)


def refusal(places, path):
    with pytest.raises(PlacesError) as refused:
        zones.shape_of(places, geometry=path)
    return str(refused.value)


def test_a_missing_geometry_file_is_said(places, tmp_path):
    assert "there is no such file" in refusal(places, tmp_path / "none.geojson")


def test_an_invalid_polygon_is_refused_with_the_place_where_it_crosses_itself(places, tmp_path):
    bow = shapely.Polygon(
        [(540_000, 250_000), (541_000, 251_000), (541_000, 250_000), (540_000, 251_000)]
    )
    text = refusal(places, geojson(tmp_path / "bow.geojson", bow, **BRITISH))
    assert "shape 1 is not a valid polygon: self-intersection at 540500 250500 (x, y)" in text


def test_every_bad_shape_of_a_file_is_named(places, tmp_path):
    features = [
        {"type": "Feature", "geometry": None},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [0.1, 52.2]}},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": []}},
    ]
    path = tmp_path / "bad.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    text = refusal(places, path)
    assert "3 problems" in text
    assert "shape 1 is empty" in text
    assert "shape 2 is a Point; a zone must be a Polygon or MultiPolygon" in text
    assert "shape 3 is empty" in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not readable as JSON"),
        ("[]", "must be one object"),
        ("{}", "not well-formed GeoJSON"),
        ('{"type": "FeatureCollection"}', "not well-formed GeoJSON"),
        ('{"type": "FeatureCollection", "features": []}', "holds no shapes"),
        ('{"type": "Polygon", "coordinates": [[[1, 2], [3, "x"]]]}', "not well-formed GeoJSON"),
        ('{"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}', "not well-formed GeoJSON"),
        ('{"type": "Polygon", "coordinates": 7}', "not well-formed GeoJSON"),
        ('{"type": "Polygon", "coordinates": [[[1, 2], [NaN, 3], [4, 5], [1, 2]]]}', "no number"),
        ('{"type": "Polygon", "coordinates": [[[1, 2], [1e300, 3], [4, 5], [1, 2]]]}', "any map"),
        ('{"type": "Circle"}', "not well-formed GeoJSON"),
        ('{"type": "Polygon", "crs": 7, "coordinates": []}', "not well-formed GeoJSON"),
    ],
)
def test_a_file_that_is_no_geojson_is_refused_in_one_message(places, tmp_path, content, words):
    path = tmp_path / "bad.geojson"
    path.write_text(content)
    assert words in refusal(places, path)


def test_an_unknown_crs_is_refused_by_its_name(places, tmp_path):
    crs = {"crs": {"type": "name", "properties": {"name": "EPSG:1"}}}
    assert "its CRS is 'EPSG:1'" in refusal(places, geojson(tmp_path / "z.json", SQUARE, **crs))


def test_wkt_must_say_its_crs(places, tmp_path):
    path = tmp_path / "zone.wkt"
    path.write_text(SQUARE.wkt)
    assert "begin it with SRID=27700;" in refusal(places, path)


def test_a_file_that_is_nothing_known_is_refused(places, tmp_path):
    path = tmp_path / "zone.gpkg"
    path.write_bytes(b"no database")
    assert "its format cannot be read" in refusal(places, path)


def test_a_zone_that_lies_elsewhere_is_refused_with_both_spans(places, tmp_path):
    cornwall = shapely.box(180_000, 40_000, 181_000, 41_000)
    text = refusal(places, geojson(tmp_path / "z.geojson", cornwall, **BRITISH))
    assert "wholly outside this profile" in text
    assert "eastings 180,000 to 181,000" in text
    assert "Its CRS or axis order may be wrong" in text
