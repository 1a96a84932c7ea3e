"""
Which areas and which local housing authorities (LHAs) lie next to each other.

Two areas are neighbours when their parts of the map share a border, and an area's part of the map
is all land nearer to one of its postcodes than to any other postcode (its Voronoi cells), no
farther than ``REACH_M`` from that postcode. The border between two postcodes' cells lies on the
line midway between them; in the Delaunay triangulation it runs from the centre of the circle
through one triangle's corners to that of the next. So the borders are found exactly, without
drawing a cell. The postcodes of other LHAs round about take part, so that the outer edge of a
profile is where it is and not where its last postcode happens to lie.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    from geodata.places import Places

REACH_M = 3000
"""
Land farther than this (metres) from every postcode, sea or moor, is nobody's: no border crosses it.
Of the 822 pairs of LHAs that share a border on the official map of England and Wales (December
2022), 3,000 m finds 819, and 26 more that face each other over an estuary or a river; 2,000 m
misses 8, and 5,000 m adds 39.
"""

TOUCH_M = 1.0
"""A shared border is at least this long: a corner where four cells meet is none."""


HEAP = 4
"""Where postcodes of this many areas stand on one point, they are at a mail office."""


def neighbour_graph(places: Places) -> nx.Graph[tuple[str, str]]:
    """
    Return the areas as a networkx graph, an edge where two share a border.

    Nodes are ``(sector, lha)`` with ``lha``, ``sector`` and ``postcodes`` (how many).
    """
    import networkx as nx

    graph: nx.Graph[tuple[str, str]] = nx.Graph()
    for (sector, lha), size in zip(places.areas, places.area_sizes.tolist(), strict=True):
        graph.add_node((sector, lha), sector=sector, lha=lha, postcodes=size)
    areas = places.areas
    graph.add_edges_from((areas[i], areas[j]) for i, j in places.area_edges.tolist())
    return graph


def lha_graph(places: Places) -> nx.Graph[str]:
    """Return the LHAs (ONS codes) as a networkx graph, an edge where two share a border."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    for lha in places.lhas:
        graph.add_node(lha, postcodes=len(range(*places.slice(lha).indices(len(places)))))
    graph.add_edges_from(places.lha_edges)
    return graph


def edges_between(
    points: NDArray[np.int64], point_of: NDArray[np.int64], area_of: NDArray[np.int64]
) -> NDArray[np.int64]:
    """
    Return the pairs of areas that share a border or a point, each once, the lower first (m, 2).

    ``points`` (p, 2) are distinct, metres; ``point_of`` and ``area_of`` (n,) give each postcode's
    point and area, -1 for a postcode outside the profile. Uses scipy.
    """
    import numpy as np

    inside = area_of >= 0
    held = np.unique(np.stack([point_of[inside], area_of[inside]], axis=1), axis=0)
    held = _without_mail_offices(held)
    known = np.zeros(len(points), np.bool_)
    known[held[:, 0]] = known[point_of[~inside]] = True
    renumbered = np.cumsum(known) - 1
    points = points[known]
    held[:, 0] = renumbered[held[:, 0]]
    starts = np.searchsorted(held[:, 0], np.arange(len(points) + 1))
    same = np.arange(len(points))
    pairs = np.concatenate([bordering(points), np.stack([same, same], axis=1)])
    for side in (0, 1):
        pairs = _to_areas(pairs, side, starts, held[:, 1])
    pairs = np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1)
    return np.unique(pairs, axis=0).reshape(-1, 2)


def _without_mail_offices(held: NDArray[np.int64]) -> NDArray[np.int64]:
    """
    Return the pairs of point and area without those that say nothing of where an area is.

    Where postcodes of ``HEAP`` areas or more stand on one point, they are boxes and large users
    placed at a mail office. An area with postcodes elsewhere is where those are.
    """
    import numpy as np

    heap = np.bincount(held[:, 0])[held[:, 0]] >= HEAP
    elsewhere = np.bincount(held[~heap, 1], minlength=held[:, 1].max(initial=0) + 1) > 0
    return held[~heap | ~elsewhere[held[:, 1]]]


def _to_areas(
    pairs: NDArray[np.int64], side: int, starts: NDArray[np.int64], areas: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Replace the points of one side by their areas: one pair for each area a point has."""
    import numpy as np

    first = starts[pairs[:, side]]
    many = starts[pairs[:, side] + 1] - first
    spread = np.repeat(pairs, many, axis=0)
    within = np.arange(len(spread)) - np.repeat(np.cumsum(many) - many, many)
    spread[:, side] = areas[np.repeat(first, many) + within]
    return spread


def bordering(points: NDArray[np.int64], reach_m: float = REACH_M) -> NDArray[np.int64]:
    """
    Return the pairs of points (m, 2) whose cells, cut at ``reach_m``, share a border.

    Four points are added round about, too far off to take anything within reach of the others,
    so that few points, or points in a line, are no special case.
    """
    import numpy as np
    from scipy.spatial import Delaunay

    at = np.concatenate([points, _frame(points, reach_m)]) - points.min(axis=0)
    mesh = Delaunay(at)
    corners, across = mesh.simplices.astype(np.int64), mesh.neighbors.astype(np.int64)
    found = []
    for k in range(3):
        here = np.flatnonzero(np.arange(len(across)) < across[:, k])
        beyond = across[here, k]
        p, q, r = (corners[here, (k + turn) % 3] for turn in (1, 2, 0))
        opposite = corners[beyond, np.argmax(across[beyond] == here[:, None], axis=1)]
        upper = _centre_offset(at[p], at[q], at[r])
        lower = -_centre_offset(at[p], at[q], at[opposite])
        half_gap = np.hypot(*(at[p] - at[q]).T) / 2
        half_chord = np.sqrt(np.maximum(reach_m**2 - half_gap**2, 0.0))
        shared = np.minimum(upper, half_chord) - np.maximum(lower, -half_chord)
        real = np.maximum(p, q) < len(points)
        found.append(np.stack([p, q], axis=1)[real & (shared >= TOUCH_M)])
    return np.concatenate(found)


def _frame(points: NDArray[np.int64], reach_m: float) -> NDArray[np.int64]:
    """Return the corners (4, 2) of a box three times the reach outside the points."""
    import numpy as np

    margin = int(3 * reach_m)
    (west, south), (east, north) = points.min(axis=0) - margin, points.max(axis=0) + margin
    return np.array([(west, south), (west, north), (east, south), (east, north)])


def _centre_offset(
    p: NDArray[np.int64], q: NDArray[np.int64], r: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return how far (metres) from the middle of pq, towards r, the circle through all three is."""
    import numpy as np

    (px, py), (qx, qy) = (p - r).T, (q - r).T
    crossed = np.abs(px * qy - py * qx)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.hypot(*(p - q).T) / 2 * ((px * qx + py * qy) / crossed))
