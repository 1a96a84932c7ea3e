"""
The four kinds of zone shape, and which postcodes each one touches.

A point on the border counts as inside. Areas and LHAs go by the ONS field, so their membership
is exact and they have no edge. All coordinates are EPSG:27700, metres. ``geodata.zones`` makes
shapes and puts them together; nothing else needs this module.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geodata.columns import columns_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geodata.places import Places

    Bools = NDArray[np.bool_]
    Indices = NDArray[np.intp]
    Floats = NDArray[np.float64]
    Metres = NDArray[np.floating[Any]]

FINEST_CELL_M = 150.0
FILL = 0.7  # of a cell: the greatest tolerance that it serves


class Touch(NamedTuple):
    """Positions of the postcodes inside a shape, and of those near its edge on either side."""

    inside: Indices
    near: Indices


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of a zone, made by ``shape_of`` and tested by the functions of this module."""

    def touch(self, places: Places, edge_m: Metres, most_m: float) -> Touch:
        """Test the postcodes the shape could touch; ``most_m`` is the greatest of ``edge_m``."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Circle(Shape):
    """All points at most ``metres`` from a centre in EPSG:27700."""

    easting: int
    northing: int
    metres: float

    def touch(self, places: Places, edge_m: Metres, most_m: float) -> Touch:
        """Test by squared distance, in whole numbers, so that the border is exact."""
        columns = columns_of(places)
        low, high = max(0.0, self.metres - most_m), self.metres + most_m
        x, y = self.easting, self.northing
        at = columns.in_box(x - high, y - high, x + high, y + high)
        east = columns.easting[at].astype(np.int64) - x
        north = columns.northing[at].astype(np.int64) - y
        squared = east * east + north * north
        inside = columns.order[at[squared <= math.floor(self.metres * self.metres)]]
        ring = (squared >= math.floor(low * low)) & (squared <= math.ceil(high * high))
        near = columns.order[at[ring]]
        gap = np.abs(np.sqrt(squared[ring]) - self.metres)
        return Touch(inside, near[gap <= edge_m[near]])


@dataclass(frozen=True, slots=True)
class Outline(Shape):
    """A polygon or several, in EPSG:27700, already checked and prepared."""

    geometry: BaseGeometry
    border: BaseGeometry

    def touch(self, places: Places, edge_m: Metres, most_m: float) -> Touch:
        """Test at the postcodes' points, border included."""
        import shapely

        columns = columns_of(places)
        west, south, east, north = self.geometry.bounds
        at = columns.in_box(west - most_m, south - most_m, east + most_m, north + most_m)
        x = columns.easting[at].astype(np.float64)
        y = columns.northing[at].astype(np.float64)
        here = columns.order[at]
        close = np.flatnonzero(_beside(self.border, x, y, edge_m[here]))
        points = shapely.points(x[close], y[close])
        near = shapely.dwithin(self.border, points, edge_m[here[close]])
        return Touch(here[shapely.intersects_xy(self.geometry, x, y)], here[close[near]])


@dataclass(frozen=True, slots=True)
class Sectors(Shape):
    """Whole postcode sectors, in every LHA that they lie in."""

    sectors: frozenset[str]

    def touch(self, places: Places, edge_m: Metres, most_m: float) -> Touch:
        """Take the sectors' postcodes as they stand: they are contiguous within an LHA."""
        starts = places.area_starts
        chosen = [i for sector in self.sectors for i in places.areas_of_sector.get(sector, ())]
        return _whole([slice(int(starts[i]), int(starts[i + 1])) for i in sorted(chosen)])


@dataclass(frozen=True, slots=True)
class Authorities(Shape):
    """Whole LHAs by ONS code; one outside the profile covers nothing here."""

    lhas: frozenset[str]

    def touch(self, places: Places, edge_m: Metres, most_m: float) -> Touch:
        """Take the LHAs' postcodes as they stand; of one that is no more, those that it had."""
        touch = _whole([places.slice(lha) for lha in sorted(self.lhas) if places.has(lha)])
        gone = [places.former[lha] for lha in sorted(self.lhas & places.former.keys())]
        if not gone:
            return touch
        return Touch(np.unique(np.concatenate([touch.inside, *gone])).astype(np.intp), touch.near)


def _whole(parts: list[slice]) -> Touch:
    """Take contiguous runs of postcodes as wholly inside and near no edge."""
    none = np.empty(0, dtype=np.intp)
    runs = [np.arange(part.start, part.stop) for part in parts]
    return Touch(np.concatenate([none, *runs]), none)


def _beside(border: BaseGeometry, x: Floats, y: Floats, edge_m: Metres) -> Bools:
    """
    Say roughly which points may have the border within their own tolerance.

    Leaves out no point that does, and most that do not: it only spares the exact test. Points are
    taken together with others of a like tolerance, by the cells of a grid that the border crosses.
    """
    beside = np.zeros(len(x), dtype=np.bool_)
    least, cell, most = -1.0, FINEST_CELL_M, edge_m.max(initial=0.0)
    while least < most:
        band = np.flatnonzero((edge_m > least) & (edge_m <= cell * FILL))
        if band.size:
            beside[band] = _in_crossed_cells(border, x[band], y[band], cell)
        least, cell = cell * FILL, cell * 4
    return beside


def _in_crossed_cells(border: BaseGeometry, x: Floats, y: Floats, cell: float) -> Bools:
    """
    Say which points lie in a grid cell that the border crosses, or in one beside such a cell.

    The border is sampled every half cell, so each of its points is within a quarter of a cell of
    a sample; whatever is within ``FILL`` of a cell of the border is then in a sample's cell or in
    one of the eight round it.
    """
    import shapely

    west, south = x.min(), y.min()
    column = ((x - west) * (1 / cell)).astype(np.intp) + 2
    row = ((y - south) * (1 / cell)).astype(np.intp) + 2
    columns, rows = column.max() + 3, row.max() + 3
    crossed = np.zeros((columns, rows), dtype=np.bool_)  # two spare cells on each side
    samples = shapely.get_coordinates(shapely.segmentize(border, cell / 2))
    across, up = (np.floor((samples - (west, south)) / cell).astype(np.intp) + 2).T
    here = (across >= 1) & (across < columns - 1) & (up >= 1) & (up < rows - 1)
    across, up = across[here], up[here]
    for right, above in product((-1, 0, 1), repeat=2):
        crossed[across + right, up + above] = True
    beside: Bools = crossed[column, row]
    return beside
