"""Minutes by road: small road files over Cambridge, with every minute worked out by hand."""

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
import shapely

from geodata import reach, roads
from geodata.places import Places, load
from geodata.road_files import maxspeed_kmh, read_roads, speeds
from placement.errors import PlacesError

WEST, SOUTH = 545_000, 258_000  # in Cambridge
STEP = 1000  # metres between the crossroads of the grid
MINOR_KMH, A_KMH, ACCESS_KMH = 45, 56, 15


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PLACEMENT_DATA", str(tmp_path / "data"))


def at(column, row):
    return WEST + column * STEP, SOUTH + row * STEP


def grid_links(size=4, *, a_road_row=0):
    """Crossroads every kilometre; one row of them is an A road."""
    for column in range(size):
        for row in range(size):
            kind = "A Road" if row == a_road_row else "Minor Road"
            if column + 1 < size:
                yield (column, row), (column + 1, row), kind, "Single Carriageway"
            if row + 1 < size:
                yield (column, row), (column, row + 1), "Minor Road", "Single Carriageway"


def open_roads(path, links, *, shapefile=False, length=None):
    """Write links as OS Open Roads does, in the columns of its GeoPackage or its shapefile."""
    import geopandas

    starts, ends, kinds, forms = zip(*links, strict=True)
    names = ("start_node", "end_node", "road_function", "form_of_way")
    if shapefile:
        names = ("startNode", "endNode", "function", "formOfWay")
    columns = {
        names[0]: [str(point) for point in starts],
        names[1]: [str(point) for point in ends],
        names[2]: kinds,
        names[3]: forms,
        "length": [
            length or shapely.LineString([at(*one), at(*two)]).length
            for one, two in zip(starts, ends, strict=True)
        ],
    }
    lines = [shapely.LineString([at(*a), at(*b)]) for a, b in zip(starts, ends, strict=True)]
    frame = geopandas.GeoDataFrame(columns, geometry=lines, crs="EPSG:27700")
    if shapefile:
        frame.to_file(path)
    else:
        frame.to_file(path, layer="road_link", driver="GPKG")
    return path


def homes(*points):
    """Postcodes at given points, all in one LHA."""
    easting, northing = np.array(points, dtype=np.int32).T
    n = len(points)
    return Places(
        profile="little",
        edition="none",
        ended_included=False,
        source="none",
        digest=f"little-{points}",
        lhas=("E07000008",),
        areas=(("CB1 1", "E07000008"),),
        starts=np.array([0, n]),
        easting=easting,
        northing=northing,
        area=np.zeros(n, np.int32),
        area_sizes=np.array([n]),
        nearest_m=np.full(n, 100, np.float32),
        area_edges=np.zeros((0, 2), np.int32),
        units=np.arange(n, dtype=np.int16),
    )


def minutes(km, kmh):
    return km / kmh * 60


def test_without_an_import_there_is_no_road_graph():
    assert roads.load() is None


def test_a_way_by_the_a_road_is_worked_out_by_hand(tmp_path):
    report = roads.import_roads(open_roads(tmp_path / "oproad.gpkg", grid_links()))
    graph = roads.load()
    assert "24 stretches of road for cars read" in report
    assert "Kept: the largest connected part, 88 points and 48.0 km of lanes" in report
    assert "Dropped: 0 points and 0.0 km" in report
    assert "default, agreed by no SMB" in report
    assert graph.label == "by road"
    # Three kilometres along the A road, from a home at one end to a place at the other.
    assert graph.minutes_to(homes(at(0, 0)), *at(3, 0)) == pytest.approx([minutes(3, A_KMH)])
    # Three up and three across: up at 45, across on the A road at 56.
    expected = minutes(3, MINOR_KMH) + minutes(3, A_KMH)
    assert graph.minutes_to(homes(at(0, 0)), *at(3, 3)) == pytest.approx([expected])


def test_a_home_beside_a_road_adds_a_slow_straight_line(tmp_path):
    roads.import_roads(open_roads(tmp_path / "oproad.gpkg", grid_links()))
    x, y = at(0, 0)
    found = roads.load().minutes_to(homes((x - 300, y - 400)), *at(3, 0))
    assert found == pytest.approx([minutes(3, A_KMH) + minutes(0.5, ACCESS_KMH)])


def test_a_place_beside_a_road_adds_a_slow_straight_line_too(tmp_path):
    roads.import_roads(open_roads(tmp_path / "oproad.gpkg", grid_links()))
    x, y = at(3, 0)
    found = roads.load().minutes_to(homes(at(0, 0)), x + 600, y)
    assert found == pytest.approx([minutes(3, A_KMH) + minutes(0.6, ACCESS_KMH)])


def test_a_home_in_the_middle_of_a_long_road_joins_it_where_it_stands(tmp_path):
    roads.import_roads(open_roads(tmp_path / "oproad.gpkg", grid_links()))
    x, y = at(0, 3)
    found = roads.load().minutes_to(homes((x + 500, y)), *at(1, 3))
    assert found == pytest.approx([minutes(0.5, MINOR_KMH)])


def test_the_median_is_over_all_postcodes_and_reach_gives_it(tmp_path):
    roads.import_roads(open_roads(tmp_path / "oproad.gpkg", grid_links()))
    places = homes(at(0, 0), at(1, 0), at(2, 0), at(3, 0))
    found = reach.median_minutes(places, *at(3, 0), roads.load())
    assert found == pytest.approx([minutes(1.5, A_KMH)])


def test_a_postcode_too_far_from_any_road_is_out_of_reach_counted_and_said(tmp_path):
    roads.import_roads(open_roads(tmp_path / "oproad.gpkg", grid_links()))
    graph = roads.load()
    x, y = at(0, 0)
    places = homes((x - 1000, y), (x - 1001, y), at(1, 0))
    found = graph.minutes_to(places, *at(3, 0))
    assert np.isfinite(found).tolist() == [True, False, True]
    assert graph.out_of_reach(places) == {"E07000008": 1}
    assert "1 of 3 postcodes are more than 1,000 m from any of these roads" in graph.note(places)


def test_where_the_middle_postcode_is_out_of_reach_the_median_is_unknown(tmp_path):
    roads.import_roads(open_roads(tmp_path / "oproad.gpkg", grid_links()))
    graph = roads.load()
    x, y = at(0, 0)
    assert np.isnan(graph.median_minutes(homes(at(1, 0), (x - 9000, y)), *at(3, 0))).all()
    assert np.isnan(graph.median_minutes(homes(at(1, 0)), x - 9000, y)).all()


def test_real_postcodes_get_minutes_where_there_are_roads_and_unknown_elsewhere(tmp_path):
    roads.import_roads(open_roads(tmp_path / "oproad.gpkg", grid_links(7)))
    graph, places = roads.load(), load("cambridgeshire")
    medians = graph.median_minutes(places, *at(1, 1))
    straight = reach.median_minutes(places, *at(1, 1), reach.Rough(0, 1, A_KMH))
    cambridge = places.index("E07000008")
    assert straight[cambridge] < medians[cambridge] < 3 * straight[cambridge]
    assert np.isnan(medians[places.index("E06000031")])
    out = graph.out_of_reach(places)
    assert out["E06000031"] == places.slice("E06000031").stop - places.slice("E06000031").start
    assert f"{sum(out.values()):,} of {len(places.easting):,} postcodes" in graph.note(places)


def test_scipy_s_paths_are_networkx_s_paths(tmp_path):
    roads.import_roads(open_roads(tmp_path / "oproad.gpkg", grid_links(5, a_road_row=2)))
    graph = roads.load()
    places = homes(*((int(x), int(y)) for x, y in zip(graph.x, graph.y, strict=True)))
    by_networkx = nx.single_source_dijkstra_path_length(
        graph.graph.reverse(), int(np.argmin(graph.x + graph.y)), weight="minutes"
    )
    ours = graph.minutes_to(places, *at(0, 0))
    assert ours == pytest.approx([by_networkx[node] for node in range(len(ours))])


def test_a_road_apart_from_the_rest_is_dropped_and_said(tmp_path):
    apart = ((20, 20), (21, 20), "Minor Road", "Single Carriageway")
    report = roads.import_roads(open_roads(tmp_path / "oproad.gpkg", [*grid_links(), apart]))
    assert "Dropped: 5 points and 2.0 km of lanes" in report
    assert len(roads.load().x) == 88


def test_a_guided_busway_and_an_unknown_kind_are_left_out_and_said(tmp_path):
    others = [
        ((0, 0), (3, 3), "Local Road", "Guided Busway"),
        ((0, 0), (3, 3), "Bridleway", "Track"),
    ]
    report = roads.import_roads(open_roads(tmp_path / "oproad.gpkg", [*grid_links(), *others]))
    assert "Left out, not for cars or not known: Bridleway 1, Guided Busway 1." in report


def test_a_dual_carriageway_has_its_own_speed(tmp_path):
    dual = [(a, b, kind, "Dual Carriageway") for a, b, kind, _ in grid_links()]
    roads.import_roads(open_roads(tmp_path / "oproad.gpkg", dual))
    found = roads.load().minutes_to(homes(at(0, 0)), *at(3, 0))
    assert found == pytest.approx([minutes(3, 80)])


def test_the_length_that_the_file_states_is_taken_over_the_drawn_one(tmp_path):
    roads.import_roads(open_roads(tmp_path / "oproad.gpkg", grid_links(), length=1200))
    found = roads.load().minutes_to(homes(at(0, 0)), *at(3, 0))
    assert found == pytest.approx([minutes(3.6, A_KMH)])


def test_roads_that_cross_without_a_common_node_do_not_meet(tmp_path):
    over = [
        ((0, 1), (2, 1), "A Road", "Single Carriageway"),
        ((1, 0), (1, 2), "A Road", "Single Carriageway"),
        ((0, 1), (1, 0), "A Road", "Single Carriageway"),
    ]
    roads.import_roads(open_roads(tmp_path / "oproad.gpkg", over))
    found = roads.load().minutes_to(homes(at(2, 1)), *at(1, 2))
    assert found == pytest.approx([minutes(4 + 2**0.5, A_KMH)])


def test_a_folder_of_shapefile_tiles_is_one_network(tmp_path):
    links = list(grid_links())
    for name, part in (("TL_RoadLink", links[:12]), ("TF_RoadLink", links[12:])):
        open_roads(tmp_path / f"{name}.shp", part, shapefile=True)
    roads.import_roads(tmp_path)
    found = roads.load().minutes_to(homes(at(0, 0)), *at(3, 0))
    assert found == pytest.approx([minutes(3, A_KMH)])


def test_a_box_limits_what_is_read(tmp_path):
    path = open_roads(tmp_path / "oproad.gpkg", grid_links())
    roads.import_roads(path, within=(WEST - 10, SOUTH - 10, WEST + 1010, SOUTH + 1010))
    assert roads.load().x.max() <= WEST + 2000


def osm(path, ways, *, nodes=None):
    """Write OpenStreetMap XML; nodes are crossroads of the grid as longitude and latitude."""
    import pyproj

    to_wgs84 = pyproj.Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
    used = {point for points, _ in ways for point in points}
    number = {point: i + 1 for i, point in enumerate(sorted(used))}
    lines = ["<osm version='0.6'>"]
    for point, i in number.items():
        lon, lat = to_wgs84.transform(*at(*point))
        lines.append(f"<node id='{i}' lat='{lat:.9f}' lon='{lon:.9f}'/>")
    for i, (points, tags) in enumerate(ways):
        refs = "".join(f"<nd ref='{number[point]}'/>" for point in points)
        said = "".join(f"<tag k='{key}' v='{value}'/>" for key, value in tags.items())
        lines.append(f"<way id='{i + 1}'>{refs}{said}</way>")
    path.write_text("\n".join([*lines, "</osm>"]))
    return path


CORNERS = [(0, 0), (3, 0), (3, 3), (0, 3), (0, 0)]


def ring(**tags):
    """Four ways round a square of three kilometres, one after the other."""
    return [([*pair], tags) for pair in pairwise(CORNERS)]


def test_an_openstreetmap_way_has_its_kind_s_speed(tmp_path):
    roads.import_roads(osm(tmp_path / "map.osm", ring(highway="primary")))
    graph = roads.load()
    assert "OpenStreetMap" in graph.source
    found = graph.minutes_to(homes(at(3, 0)), *at(0, 0))
    assert found == pytest.approx([minutes(3, 56)], rel=1e-3)


def test_a_lower_limit_takes_the_place_of_the_kind_s_speed_and_a_higher_one_does_not(tmp_path):
    for limit, kmh in (("20 mph", 20 * 1.609344), ("30", 30), ("70 mph", 56)):
        path = osm(tmp_path / "map.osm", ring(highway="primary", maxspeed=limit))
        roads.import_roads(path)
        found = roads.load().minutes_to(homes(at(3, 0)), *at(0, 0))
        assert found == pytest.approx([minutes(3, kmh)], rel=1e-3)


@pytest.mark.parametrize(
    ("oneway", "there", "back"), [("yes", 9, 3), ("-1", 3, 9), ("no", 3, 3), ("", 3, 3)]
)
def test_minutes_go_from_the_home_to_the_place_along_one_way_roads(tmp_path, oneway, there, back):
    tags = {"highway": "primary", "oneway": oneway}
    roads.import_roads(osm(tmp_path / "map.osm", ring(**tags)))
    graph = roads.load()
    to_start = graph.minutes_to(homes(at(3, 0)), *at(0, 0))
    from_start = graph.minutes_to(homes(at(0, 0)), *at(3, 0))
    assert to_start == pytest.approx([minutes(there, 56)], rel=1e-3)
    assert from_start == pytest.approx([minutes(back, 56)], rel=1e-3)


def test_a_roundabout_goes_one_way_without_saying_so(tmp_path):
    tags = {"highway": "primary", "junction": "roundabout"}
    roads.import_roads(osm(tmp_path / "map.osm", ring(**tags)))
    found = roads.load().minutes_to(homes(at(3, 0)), *at(0, 0))
    assert found == pytest.approx([minutes(9, 56)], rel=1e-3)


def test_a_one_way_dead_end_is_not_reachable_both_ways_and_is_dropped(tmp_path):
    ways = [
        *ring(highway="primary"),
        ([(3, 3), (4, 3)], {"highway": "residential", "oneway": "yes"}),
    ]
    report = roads.import_roads(osm(tmp_path / "map.osm", ways))
    assert "Dropped: 4 points and 1.0 km of lanes" in report


def test_ways_meet_where_they_share_a_node(tmp_path):
    ways = [
        ([(0, 0), (1, 0), (2, 0)], {"highway": "primary"}),
        ([(1, 0), (1, 1)], {"highway": "residential"}),
    ]
    roads.import_roads(osm(tmp_path / "map.osm.xml", ways))
    found = roads.load().minutes_to(homes(at(1, 1)), *at(2, 0))
    assert found == pytest.approx([minutes(1, 56) + minutes(1, 32)], rel=1e-3)


def test_footpaths_and_private_roads_are_left_out_and_said(tmp_path):
    ways = [
        *ring(highway="primary"),
        ([(0, 0), (3, 3)], {"highway": "footway"}),
        ([(0, 0), (3, 3)], {"highway": "service", "access": "private"}),
        ([(0, 0), (3, 3)], {"highway": "primary", "motor_vehicle": "no"}),
        ([(0, 0), (3, 3)], {"waterway": "river"}),
    ]
    report = roads.import_roads(osm(tmp_path / "map.osm", ways))
    assert "closed to cars 2, footway 1." in report


def test_a_graph_that_networkx_wrote_is_read(tmp_path):
    import pyproj

    to_wgs84 = pyproj.Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
    graph = nx.MultiDiGraph(crs="epsg:4326")
    for name, point in (("1", (0, 0)), ("2", (2, 0)), ("3", (2, 1))):
        x, y = to_wgs84.transform(*at(*point))
        graph.add_node(name, x=x, y=y)
    for one, two, tags in [
        ("1", "2", {"highway": "['primary', 'secondary']", "length": "2000.0"}),
        ("2", "1", {"highway": "primary", "length": "2000.0", "maxspeed": "20 mph"}),
        ("2", "3", {"highway": "residential", "length": "1000.0"}),
        ("3", "2", {"highway": "residential", "length": "1000.0"}),
    ]:
        graph.add_edge(one, two, **tags)
    nx.write_graphml(graph, tmp_path / "map.graphml")
    roads.import_roads(tmp_path / "map.graphml")
    loaded = roads.load()
    there = loaded.minutes_to(homes(at(0, 0)), *at(2, 1))
    back = loaded.minutes_to(homes(at(2, 1)), *at(0, 0))
    assert there == pytest.approx([minutes(2, 56) + minutes(1, 32)], rel=1e-3)
    assert back == pytest.approx([minutes(2, 20 * 1.609344) + minutes(1, 32)], rel=1e-3)


@pytest.mark.parametrize(
    ("text", "kmh"),
    [
        ("50", 50),
        ("30 mph", 48.28032),
        ("30mph", 48.28032),
        ("50 km/h", 50),
        ("30 mph;20 mph", 32.18688),
        ("GB:nsl_single", 96.6),
        ("signals", None),
        ("none", None),
        ("", None),
        (None, None),
        ("0", None),
    ],
)
def test_a_speed_limit_is_read_as_kmh(text, kmh):
    assert maxspeed_kmh(text) == (None if kmh is None else pytest.approx(kmh))


def test_two_nodes_at_the_same_place_cost_nothing_and_stay_connected(tmp_path):
    frame_links = [
        ((0, 0), (1, 0), "A Road", "Single Carriageway"),
        ((1, 0), (2, 0), "A Road", "Single Carriageway"),
    ]
    path = open_roads(tmp_path / "oproad.gpkg", frame_links)
    import geopandas

    frame = geopandas.read_file(path)
    spot = shapely.LineString([at(1, 0), at(1, 0)])
    row = frame.iloc[[0]].assign(
        start_node="(1, 0)", end_node="(1, 0) b", geometry=[spot], length=0.0
    )
    row = row.set_geometry("geometry")
    frame.loc[1, "start_node"] = "(1, 0) b"
    joined = geopandas.GeoDataFrame(
        {name: [*frame[name], *row[name]] for name in frame.columns}, crs="EPSG:27700"
    )
    joined.to_file(path, layer="road_link", driver="GPKG")
    roads.import_roads(path)
    found = roads.load().minutes_to(homes(at(0, 0)), *at(2, 0))
    assert found == pytest.approx([minutes(2, A_KMH)], rel=1e-4)


def refusal(path):
    with pytest.raises(PlacesError) as refused:
        roads.import_roads(path)
    return str(refused.value)


def test_bad_road_files_are_refused_in_one_clear_message(tmp_path):
    assert "there is no such file" in refusal(tmp_path / "none.gpkg")
    (tmp_path / "bad.osm").write_text("<osm><way>")
    assert "not well-formed OpenStreetMap XML" in refusal(tmp_path / "bad.osm")
    (tmp_path / "empty.osm").write_text("")
    assert "not well-formed OpenStreetMap XML" in refusal(tmp_path / "empty.osm")
    (tmp_path / "bad.graphml").write_text("<graphml/>")
    assert "not a road graph in GraphML" in refusal(tmp_path / "bad.graphml")
    (tmp_path / "bad.gpkg").write_bytes(b"nothing")
    assert "its format cannot be read" in refusal(tmp_path / "bad.gpkg")
    (tmp_path / "folder").mkdir()
    assert "no shapefile whose name has RoadLink in it" in refusal(tmp_path / "folder")
    (tmp_path / "folder.osm").mkdir()
    assert "cannot be opened" in refusal(tmp_path / "folder.osm")
    assert "no road for cars" in refusal(osm(tmp_path / "none.osm", ring(highway="path")))


def test_a_file_of_other_columns_is_refused_with_the_columns_it_has(tmp_path):
    import geopandas

    frame = geopandas.GeoDataFrame(
        {"name": ["x"]}, geometry=[shapely.LineString([at(0, 0), at(1, 1)])], crs="EPSG:27700"
    )
    frame.to_file(tmp_path / "r.gpkg", layer="road_link", driver="GPKG")
    assert "it has no column startnode (OS Open Roads); it has name" in refusal(tmp_path / "r.gpkg")
    frame.to_file(tmp_path / "other.gpkg", layer="rivers", driver="GPKG")
    assert "its layers are rivers" in refusal(tmp_path / "other.gpkg")


def test_roads_beyond_great_britain_are_refused(tmp_path):
    path = tmp_path / "far.osm"
    path.write_text(
        "<osm><node id='1' lat='95' lon='200'/><node id='2' lat='96' lon='500'/>"
        "<way id='1'><nd ref='1'/><nd ref='2'/><tag k='highway' v='primary'/></way></osm>"
    )
    assert "no place on the British National Grid" in refusal(path)


def test_a_new_import_replaces_the_old_one(tmp_path):
    roads.import_roads(open_roads(tmp_path / "a.gpkg", grid_links()))
    assert len(roads.load().x) == 88
    roads.import_roads(open_roads(tmp_path / "b.gpkg", grid_links(3)))
    assert len(roads.load().x) == 45


def test_a_damaged_saved_graph_is_said_and_never_unpickled(tmp_path):
    roads.roads_path().parent.mkdir(parents=True)
    np.savez(roads.roads_path(), about=np.array([{"source": "x"}], dtype=object))
    with pytest.raises(PlacesError, match="cannot be read as a road graph"):
        roads.load()


def test_the_speeds_name_their_source_and_the_day_they_were_checked():
    assert speeds()["source"] == "default, agreed by no SMB"
    assert speeds()["checked"].year >= 2026


def test_every_stretch_keeps_the_speed_it_was_read_with(tmp_path):
    read = read_roads(open_roads(tmp_path / "oproad.gpkg", grid_links()))
    assert sorted({link.speed_kmh for link in read.links}) == [MINOR_KMH, A_KMH]
