"""
Of which homes the area would leave too little of an LHA: exactly, and quickly.

Counting every postcode of an LHA round every possible home is some 10^9 distances. Homes are taken
by the cells of a grid instead: for each cell, how many postcodes of the LHA any home in it surely
reaches, and how many it could reach at most. Only the homes of cells between the two are counted
one by one, with the same test as a zone's. Results are kept in memory, under a digest.
"""

from __future__ import annotations

import hashlib
import math
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from placement.records.oracle.possible import CELL_M, touched, within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scipy.spatial import cKDTree

    from placement.records.oracle.possible import Bools, Floats, Ground, Ints

T = TypeVar("T")
ENTRIES = 2_000_000  # distances worked out at a time
CROWD = 200  # postcodes with the same tolerance, from which a tree of them is worth planting
LEAF = 32  # postcodes in a leaf of such a tree
TOGETHER = 64  # homes counted before the best so far is looked at
KEPT = 256  # results kept in memory, by a digest of what they rest on
_kept: OrderedDict[tuple[object, ...], Any] = OrderedDict()


@dataclass(frozen=True, eq=False)
class Question:
    """Of one LHA: whether an area leaves too little of what is open (see ``Reach``)."""

    ground: Ground
    lha: str
    open_here: Bools

    def of(self, radius: float) -> Reach:
        """Ask it of areas of one radius, in metres."""
        return Reach(self.ground, self.lha, radius, self.open_here)


@dataclass(frozen=True, eq=False)
class Reach:
    """
    How much of one LHA the area round a home would close, for every home of the profile.

    ``open_here`` says of the LHA's own postcodes which are clear of what is shared with housing:
    an area can take only these away. ``radius`` in metres.
    """

    ground: Ground
    lha: str
    radius: float
    open_here: Bools

    def closing(self, quarter: float) -> Bools:
        """Say of each home whether its area would leave less than ``quarter`` of the LHA."""
        packed = _once((*self._key, quarter), lambda: np.packbits(self._closing(quarter)))
        return np.unpackbits(packed, count=len(self.ground)).astype(np.bool_)

    def _closing(self, quarter: float) -> Bools:
        size, there = len(self.open_here), len(self.x)
        taken = np.arange(there + 1)
        little = (there - taken) / size < quarter  # as a share of all its postcodes, as in zoning
        if there / size < quarter or not little.any():
            return np.zeros(len(self.ground), dtype=np.bool_)
        needed = int(np.argmax(little))
        cells = self.ground.cells
        near = np.flatnonzero(self._squares >= needed)
        sure, most = np.zeros((2, len(cells.column)), dtype=np.int64)
        sure[near], most[near] = self._reached(cells.column[near], cells.row[near], 1.0)
        found: Bools = (sure >= needed)[cells.of]
        doubtful = np.flatnonzero(((most >= needed) & (sure < needed))[cells.of])
        x, y = self.ground.x[doubtful] / CELL_M, self.ground.y[doubtful] / CELL_M
        sure, most = self._reached(x, y, 0.0)
        found[doubtful] = sure >= needed
        doubtful = doubtful[(most >= needed) & (sure < needed)]
        found[doubtful] = self.counts(doubtful) >= needed
        return found

    def at_most(self, homes: Bools) -> int:
        """Return what the area round any of some homes surely does not take more of."""
        _, most = self._bounds
        return int(most[np.unique(self.ground.cells.of[homes])].max(initial=0))

    def most(self, homes: Bools) -> int:
        """Return how many open postcodes the area round any of some homes takes at most."""
        return _once((*self._key, _digest(homes)), lambda: self._most(homes))

    def _most(self, homes: Bools) -> int:
        _, most = self._bounds
        bound = most[self.ground.cells.of]
        left = np.flatnonzero(homes)
        left = left[np.argsort(-bound[left], kind="stable")]
        best = 0
        for start in range(0, len(left), TOGETHER):
            part = left[start : start + TOGETHER]
            if bound[part[0]] <= best:
                break
            best = max(best, int(self.counts(part).max()))
        return best

    def counts(self, homes: Ints) -> Ints:
        """Return how many open postcodes the area round each of some homes takes."""
        where = np.column_stack([self.ground.x[homes], self.ground.y[homes]])
        counts = np.zeros(len(homes), dtype=np.int64)
        for tree, reach_m in self._trees:
            counts += tree.query_ball_point(where, reach_m, return_length=True)
        single = self._singly
        step = max(1, ENTRIES // max(1, len(single)))
        for start in range(0, len(homes) if len(single) else 0, step):
            part = homes[start : start + step]
            east = self.ground.x[part, None] - self.x[single]
            north = self.ground.y[part, None] - self.y[single]
            taken = touched(east, north, self.radius, self.edge_m[single])
            counts[start : start + step] += taken.sum(1)
        return counts

    # --- the LHA's open postcodes, and the cells ------------------------------------------------

    @cached_property
    def _open(self) -> Ints:
        found: Ints = np.flatnonzero(self.open_here) + self.ground.places.slice(self.lha).start
        return found

    @cached_property
    def x(self) -> Ints:
        """Eastings of the postcodes that an area could take."""
        return self.ground.x[self._open]

    @cached_property
    def y(self) -> Ints:
        """Northings of the postcodes that an area could take."""
        return self.ground.y[self._open]

    @cached_property
    def edge_m(self) -> Floats:
        """Tolerances of the postcodes that an area could take."""
        return self.ground.edge_m[self._open]

    @cached_property
    def _crowded(self) -> tuple[list[float], Ints]:
        """Return the tolerances that many open postcodes have, and each one's place among them."""
        edges, of = np.unique(self.edge_m, return_inverse=True)
        many = np.bincount(of, minlength=len(edges)) >= CROWD
        places = np.where(many, many.cumsum() - 1, -1)[of]
        return edges[many].tolist(), places

    @cached_property
    def _trees(self) -> list[tuple[cKDTree, float]]:
        """Give the postcodes of each such tolerance as a tree, with how far an area takes them."""
        from scipy.spatial import cKDTree

        edges, of = self._crowded
        return [
            (
                cKDTree(np.column_stack([self.x[of == i], self.y[of == i]]), leafsize=LEAF),
                reach_m(self.radius, edge),
            )
            for i, edge in enumerate(edges)
        ]

    @cached_property
    def _singly(self) -> Ints:
        """The positions among the open postcodes of all others."""
        found: Ints = np.flatnonzero(self._crowded[1] < 0)
        return found

    @property
    def _bounds(self) -> tuple[Ints, Ints]:
        """Return for each cell how many postcodes are surely reached, and how many at most."""
        cells = self.ground.cells
        return _once((*self._key, "bounds"), lambda: self._reached(cells.column, cells.row, 1.0))

    @cached_property
    def _squares(self) -> Ints:
        """Return for each cell how many lie in a square that holds all its homes could reach."""
        grid = self.ground.cells
        steps = int((self.radius + float(self.edge_m.max(initial=0.0)) + 1) / CELL_M) + 1
        column, row = grid.column - grid.column.min(), grid.row - grid.row.min()
        wide, high = int(column.max()) + 1, int(row.max()) + 1
        sums = np.zeros((wide + 1, high + 1), dtype=np.int64)
        at = grid.of[self._open]
        np.add.at(sums, (column[at] + 1, row[at] + 1), 1)
        sums = sums.cumsum(0).cumsum(1)
        west, east = np.maximum(column - steps, 0), np.minimum(column + steps + 1, wide)
        south, north = np.maximum(row - steps, 0), np.minimum(row + steps + 1, high)
        found: Ints = sums[east, north] - sums[west, north] - sums[east, south] + sums[west, south]
        return found

    def _reached(self, x: Ints | Floats, y: Ints | Floats, size: float) -> tuple[Ints, Ints]:
        """
        Return how many postcodes homes surely reach, and how many at most.

        The homes are anywhere in squares of ``size``, whose lower corners are ``x`` and ``y``; all
        in cells of the grid.
        """
        sure, most = np.zeros((2, len(x)), dtype=np.int64)
        for count, column, row, least_m, most_m in self._crowds() if len(x) else ():
            east, north = np.abs(x + (size - 1) / 2 - column), np.abs(y + (size - 1) / 2 - row)
            reach = (1 + size) / 2
            near = np.maximum(east - reach, 0) ** 2 + np.maximum(north - reach, 0) ** 2
            far = (east + reach) ** 2 + (north + reach) ** 2
            surely = max(0.0, self.radius + least_m - 1) / CELL_M
            perhaps = (self.radius + most_m + 1) / CELL_M
            sure += count * (far <= surely**2)
            most += count * (near <= perhaps**2)
        return sure, most

    def _crowds(self) -> Iterator[tuple[int, int, int, float, float]]:
        """Give the open postcodes by cell: how many, where, least and greatest tolerance."""
        cell = self.ground.cells.of[self._open]
        counts = np.bincount(cell)
        least = np.full(len(counts), np.inf)
        most = np.zeros(len(counts))
        np.minimum.at(least, cell, self.edge_m)
        np.maximum.at(most, cell, self.edge_m)
        for i in np.flatnonzero(counts).tolist():
            at = int(self.ground.cells.column[i]), int(self.ground.cells.row[i])
            yield int(counts[i]), *at, float(least[i]), float(most[i])

    @cached_property
    def _key(self) -> tuple[object, ...]:
        places = self.ground.places.digest
        return places, self.ground.edges, self.lha, self.radius, _digest(self.open_here)


def reach_m(radius: float, edge_m: float) -> float:
    """
    Return how far from a home a tree finds just the postcodes that ``touched`` says it takes.

    Coordinates are whole metres, so squared distances are whole numbers: half a unit past the last
    one that is taken, no rounding of a tree's can matter.
    """
    far = math.floor((radius + edge_m) ** 2)
    near = np.arange(max(0, far - 2), far + 3)
    return math.sqrt(float(near[within(near, radius, edge_m)].max()) + 0.5)


def _digest(mask: Bools) -> str:
    return hashlib.sha256(np.packbits(mask).tobytes()).hexdigest()


def _once(key: tuple[object, ...], work: Callable[[], T]) -> T:
    """Return what was worked out before under a key, or work it out and keep it for a while."""
    if key not in _kept:
        _kept[key] = work()
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return cast("T", _kept[key])
