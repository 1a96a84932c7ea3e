"""
A road graph as arrays, and the minutes from every postcode to a point.

Minutes go from the home to the point asked for, so one-way roads count the right way round. The
shortest paths are scipy's, which gives networkx's answer in a twentieth of the time. All
coordinates are EPSG:27700, metres.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import networkx as nx
    from numpy.typing import NDArray
    from scipy.sparse import csr_array
    from scipy.spatial import cKDTree

    from geodata.places import Places

    Floats = NDArray[np.float64]


class Joined(NamedTuple):
    """The road node nearest to each postcode, and how far off it is in metres."""

    node: NDArray[np.intp]
    metres: Floats


@dataclass(frozen=True, eq=False)
class RoadGraph:
    """
    Roads as nodes and one-way stretches, every node reachable from every other.

    ``x``, ``y`` (nodes,) are metres, EPSG:27700; ``start``, ``end`` and ``minutes`` (stretches,)
    are where each stretch begins and ends and how long it takes. ``access_kmh`` is the speed
    from a home to its nearest node along the straight line; a home farther than ``farthest_m``
    from every node is out of reach. ``source`` and ``speeds`` credit the roads and their speeds.
    """

    source: str
    x: Floats
    y: Floats
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    minutes: Floats
    access_kmh: float
    farthest_m: float
    speeds: str
    label: ClassVar[str] = "by road"
    _joined: dict[str, Joined] = field(default_factory=dict, repr=False)

    def median_minutes(self, places: Places, easting: int, northing: int) -> Floats:
        """
        Give the median minutes by road from the postcodes of each LHA to a point.

        Parameters
        ----------
        places
            The profile's postcodes; the median is over all of them.
        easting, northing
            The point in metres, EPSG:27700.

        Returns
        -------
        minutes
            Shape ``(len(places.lhas),)``. A postcode out of reach counts as farther than every
            other. NaN where the middle postcode, or the point itself, is out of reach: unknown.
        """
        each = self.minutes_to(places, easting, northing)
        medians = np.full(len(places.lhas), np.nan)
        for number, lha in enumerate(places.lhas):
            part = each[places.slice(lha)]
            if part.size:
                medians[number] = np.median(part)
        medians[np.isinf(medians)] = np.nan
        return medians

    def minutes_to(self, places: Places, easting: int, northing: int) -> Floats:
        """Give the minutes from each postcode to a point; infinite where out of reach."""
        far, node = self._tree.query([easting, northing])
        if far > self.farthest_m:
            return np.full(len(places.easting), np.inf)
        joined = self._join(places)
        by_road = self._minutes_from_all(int(node))[joined.node]
        each: Floats = by_road + self._joining(joined.metres + far)
        each[joined.metres > self.farthest_m] = np.inf
        return each

    def out_of_reach(self, places: Places) -> dict[str, int]:
        """Count the postcodes of each LHA that are farther than ``farthest_m`` from any road."""
        far = self._join(places).metres > self.farthest_m
        return {lha: int(np.count_nonzero(far[places.slice(lha)])) for lha in places.lhas}

    def note(self, places: Places) -> str:
        """Say in a sentence what the minutes rest on and how many postcodes are out of reach."""
        count = sum(self.out_of_reach(places).values())
        return (
            f"By road ({self.source}; speeds: {self.speeds}). {count:,} of "
            f"{len(places.easting):,} postcodes are more than {self.farthest_m:,.0f} m from any "
            "of these roads and count as out of reach."
        )

    @cached_property
    def graph(self) -> nx.DiGraph[int]:
        """The same graph for networkx: ``minutes`` on edges, ``x`` and ``y`` on nodes."""
        import networkx as nx

        graph: nx.DiGraph[int] = nx.DiGraph()
        places = zip(self.x.tolist(), self.y.tolist(), strict=True)
        graph.add_nodes_from((i, {"x": x, "y": y}) for i, (x, y) in enumerate(places))
        stretches = zip(self.start.tolist(), self.end.tolist(), self.minutes.tolist(), strict=True)
        graph.add_weighted_edges_from(stretches, weight="minutes")
        return graph

    def _minutes_from_all(self, node: int) -> Floats:
        """Give the minutes from every node to one, by walking the stretches backwards."""
        from scipy.sparse.csgraph import dijkstra

        found: Floats = dijkstra(self._backwards, indices=node)
        return found

    def _joining(self, metres: Floats) -> Floats:
        """Give the minutes between a point and its nearest node."""
        return metres / 1000 / self.access_kmh * 60

    def _join(self, places: Places) -> Joined:
        if places.digest not in self._joined:
            points = np.column_stack([places.easting, places.northing])
            metres, node = self._tree.query(points)
            self._joined[places.digest] = Joined(node, metres)
        return self._joined[places.digest]

    @cached_property
    def _tree(self) -> cKDTree:
        from scipy.spatial import cKDTree

        return cKDTree(np.column_stack([self.x, self.y]))

    @cached_property
    def _backwards(self) -> csr_array:
        from scipy.sparse import csr_array

        size = len(self.x)
        return csr_array((self.minutes, (self.end, self.start)), shape=(size, size))
