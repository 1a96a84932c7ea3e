"""Which areas and authorities are neighbours: on small grids, and on the real map."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from geodata.areas import HEAP, REACH_M, bordering, edges_between, lha_graph, neighbour_graph
from geodata.places import load

NAMES = {
    "E06000031": "Peterborough",
    "E07000008": "Cambridge",
    "E07000009": "East Cambridgeshire",
    "E07000010": "Fenland",
    "E07000011": "Huntingdonshire",
    "E07000012": "South Cambridgeshire",
}


@pytest.fixture
def places(tmp_path, monkeypatch):
    monkeypatch.setenv("PLACEMENT_DATA", str(tmp_path))
    return load("cambridgeshire")


def grid(side, step):
    """Points of a square grid, row by row from the south-west."""
    return np.array([(x * step, y * step) for y in range(side) for x in range(side)])


def edges(points, areas):
    points, point_of = np.unique(np.array(points), axis=0, return_inverse=True)
    found = edges_between(points, point_of, np.array(areas))
    return {tuple(pair) for pair in found.tolist()}


def names_beside(places, name):
    graph = nx.relabel_nodes(lha_graph(places), NAMES)
    return set(graph[name])


def test_cells_that_share_a_side_are_neighbours_and_those_at_a_corner_are_not():
    found = {tuple(sorted(pair)) for pair in bordering(grid(3, 100)).tolist()}
    assert {(0, 1), (1, 2), (0, 3), (3, 4), (4, 5), (4, 7)} <= found
    assert not {(0, 4), (1, 3), (2, 4), (4, 8)} & found


def test_no_border_runs_through_land_beyond_the_reach_of_every_postcode():
    near, far = 2 * REACH_M - 2, 2 * REACH_M + 2
    assert (0, 1) in edges([(0, 0), (near, 0), (0, 10), (near, 10)], [0, 1, 0, 1])
    assert (0, 1) not in edges([(0, 0), (far, 0), (0, 10), (far, 10)], [0, 1, 0, 1])


def test_areas_with_postcodes_on_one_point_are_neighbours():
    points = [(0, 0), (0, 0), (90_000, 0), (0, 90_000)]
    assert edges(points, [0, 1, 2, 3]) == {(0, 1)}


def test_postcodes_heaped_at_a_mail_office_make_no_neighbours():
    corners = [(0, 0), (50_000, 0), (0, 50_000), (50_000, 50_000)]
    homes = list(range(HEAP))
    office = [(25_000, 24_000)]
    assert edges(corners + office * HEAP, homes + homes) == set()
    assert edges(corners + office * (HEAP - 1), homes + homes[:-1]) != set()


def test_an_area_wholly_at_a_mail_office_lies_there_and_has_neighbours():
    points = [(0, 0), (900, 0), (0, 900), (900, 900)] + [(450, 400)] * HEAP
    found = edges(points, [0, 1, 2, 3, 0, 1, 2, 4])
    assert {pair for pair in found if 4 in pair} == {(0, 4), (1, 4), (2, 4), (3, 4)}


def test_postcodes_of_others_keep_areas_apart_and_are_no_area():
    points = [(0, 0), (0, 100), (200, 0), (200, 100), (100, -50), (100, 50), (100, 150)]
    assert edges(points[:4], [0, 0, 1, 1]) == {(0, 1)}
    assert edges(points, [0, 0, 1, 1, -1, -1, -1]) == set()


def test_cambridge_is_ringed_by_south_cambridgeshire(places):
    assert names_beside(places, "Cambridge") == {"South Cambridgeshire"}


def test_peterborough_touches_huntingdonshire_and_fenland_alone(places):
    assert names_beside(places, "Peterborough") == {"Huntingdonshire", "Fenland"}


def test_fenland_touches_its_three_neighbours(places):
    assert names_beside(places, "Fenland") == {
        "East Cambridgeshire",
        "Huntingdonshire",
        "Peterborough",
    }


def test_every_edge_is_given_once_the_lower_first(places):
    pairs = [tuple(pair) for pair in places.area_edges.tolist()]
    assert len(set(pairs)) == len(pairs)
    assert all(0 <= i < j < len(places.areas) for i, j in pairs)


def test_areas_are_a_graph_with_every_area_and_its_authority(places):
    graph = neighbour_graph(places)
    assert set(graph) == set(places.areas)
    assert all(graph.nodes[area]["lha"] == area[1] for area in graph)
    assert sum(size for _, size in graph.nodes(data="postcodes")) == len(places)
    assert nx.is_connected(graph)


def test_a_sector_that_crosses_a_border_has_its_other_part_as_a_neighbour(places):
    graph = neighbour_graph(places)
    assert graph.has_edge(("PE26 2", "E07000010"), ("PE26 2", "E07000011"))
    assert graph.has_edge(("CB4 1", "E07000008"), ("CB4 1", "E07000012"))


def test_authorities_are_a_graph_with_their_postcodes(places):
    graph = lha_graph(places)
    assert graph.number_of_edges() == len(places.lha_edges) == 8
    assert graph.nodes["E07000008"]["postcodes"] == 5_920


def test_london_hangs_together_and_the_city_has_its_seven_neighbours(tmp_path, monkeypatch):
    monkeypatch.setenv("PLACEMENT_DATA", str(tmp_path))
    graph = lha_graph(load("london"))
    assert nx.is_connected(graph)
    seven = "007 012 019 022 028 030 033"  # Camden, Hackney, ... Southwark over the river ...
    assert set(graph["E09000001"]) == {f"E09000{one}" for one in seven.split()}
