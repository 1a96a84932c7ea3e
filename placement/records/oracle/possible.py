"""
Where a protected person may still live, given all that housing was ever told.

A ``Possible`` holds two sets of a profile's postcodes for one protected home. ``inner``: for each
postcode in it, everything housing was told would have been the same had the home stood there,
*whatever the other protected places are*. ``outer``: nothing outside it agrees with what was told
(but for homes that lie outside the profile). What has to stay large is ``inner``.

Why the count of ``inner`` is a floor of what an attacker must leave possible
-----------------------------------------------------------------------------
Taken as known to the attacker: this code, every radius, the edges, what is shared with housing,
which LHAs are held for another reason, and all that housing was told in every case. Not known: the
homes. Whether a question is answered is settled from (radius, ``inner``, ``outer``) alone, which
he can work out from what he was told; so *whether* tells him nothing, and only answers count.

Claim: take the homes h_1..h_n of the things of a case, all true but h_v, which is put anywhere in
``inner`` of v. Then every answer given would have been the same. By induction over the questions:

- not answered: ``refer`` wherever the homes are. Nothing changes.
- address p answered ``clear``: the true homes are all outside their discs of p, and ``inner`` of v
  loses v's disc of p; so h_v is outside too, and the answer is ``clear``.
- address p answered ``refer``: ``inner`` of v keeps v's disc of p only; h_v is inside, which is
  enough for ``refer``, wherever the others are.
- a ranking says of an LHA whether v's area leaves little of it, asked only where v is the one thing
  of the case: ``inner`` keeps the homes that give the answer that was given.
- a ranking says of an LHA what no possible place of any of the things could change: it would have
  said so anyhow.

So each postcode in ``inner`` of v stays possible even for somebody who knows every other protected
place, and a fortiori for somebody who does not: the set he must leave for v holds ``inner`` of v.
Each question is answered only if both answers leave ``inner`` at least the least number allowed, so
it never falls below that. The true home need not be in ``inner``: a ``refer`` that another victim
caused moves it elsewhere. It stays in ``outer``, where it is in the profile at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from geodata.places import Places
    from placement.zoning import Zoning

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

CELL_M = 400


@dataclass(frozen=True)
class Edges:
    """The three numbers from which each postcode's tolerance at an edge is made, in metres."""

    least_m: float
    gap_share: float
    most_m: float


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells of a grid that hold a postcode: their columns and rows, and each one's cell."""

    column: Ints
    row: Ints
    of: Ints


@dataclass(frozen=True, eq=False)
class Ground:
    """A profile's postcodes with their tolerance at an edge: what every question is asked on."""

    places: Places
    edges: Edges

    @classmethod
    def of(cls, zoning: Zoning) -> Ground:
        """Take the postcodes and the edges that a case is measured with."""
        numbers = zoning.numbers
        return cls(
            zoning.places,
            Edges(
                numbers["zones.edge_least_m"],
                numbers["zones.edge_gap_share"],
                numbers["zones.edge_most_m"],
            ),
        )

    def __len__(self) -> int:
        return len(self.places)

    @cached_property
    def x(self) -> Ints:
        """Eastings, EPSG:27700, metres, in whole numbers that squares fit in."""
        return self.places.easting.astype(np.int64)

    @cached_property
    def y(self) -> Ints:
        """Northings, EPSG:27700, metres."""
        return self.places.northing.astype(np.int64)

    @cached_property
    def edge_m(self) -> Floats:
        """Each postcode's tolerance in metres, as zones are tested with."""
        edge: Floats = np.clip(
            self.places.nearest_m * self.edges.gap_share, self.edges.least_m, self.edges.most_m
        ).astype(np.float64)
        return edge

    @cached_property
    def cells(self) -> Cells:
        """The postcodes by the cells of a grid, to bound what many homes reach at once."""
        wide = int(self.x.max()) // CELL_M + 1
        numbers, of = np.unique(self.y // CELL_M * wide + self.x // CELL_M, return_inverse=True)
        return Cells(numbers % wide, numbers // wide, of.reshape(-1))

    def at(self, easting: int, northing: int) -> Ints:
        """Return the positions of the postcodes that stand at a point; there may be none."""
        found: Ints = np.flatnonzero((self.x == easting) & (self.y == northing))
        return found

    def disc(self, easting: int, northing: int, radius: float, edge_m: float) -> Bools:
        """
        Say of each postcode whether a home there would make a point not clear.

        The point is at ``easting``, ``northing`` and has a tolerance of ``edge_m``; the area round
        the home has ``radius``. All in metres; exact at the border, as zones are.
        """
        return touched(self.x - easting, self.y - northing, radius, edge_m)


def touched(east: Ints, north: Ints, radius: float, edge_m: Floats | float) -> Bools:
    """Say whether points so far from a circle's centre are inside it, or near its edge."""
    return within(east * east + north * north, radius, edge_m)


def within(squared: Ints, radius: float, edge_m: Floats | float) -> Bools:
    """Say it of squared distances from the centre, in whole square metres."""
    inside = squared <= math.floor(radius * radius)
    near: Bools = np.abs(np.sqrt(squared) - radius) <= edge_m
    return inside | near


@dataclass(frozen=True, eq=False)
class Possible:
    """The two sets of one protected home; see the module's docstring."""

    inner: Bools
    outer: Bools

    @classmethod
    def anywhere(cls, ground: Ground) -> Possible:
        """Start: nothing was told, so every postcode of the profile is possible."""
        everywhere = np.ones(len(ground), dtype=np.bool_)
        return cls(everywhere, everywhere)

    def both_leave(self, split: Bools, least: int) -> bool:
        """Whether a yes and a no to ``split`` would both leave at least so many postcodes."""
        yes = int(np.count_nonzero(self.inner & split))
        no = int(np.count_nonzero(self.inner)) - yes
        return min(yes, no) >= least

    def settled(self, split: Bools) -> bool | None:
        """Return the answer to ``split`` where every possible postcode gives the same."""
        yes = split[self.outer]
        return True if yes.all() else False if not yes.any() else None

    def told(self, split: Bools, answer: bool, *, alone: bool) -> Possible:
        """
        Return what stays possible after an answer.

        ``alone``: nothing but this home could have caused a yes. Where others could, a yes is
        counted as this home's all the same in ``inner``, and rules nothing out of ``outer``.
        """
        kept = split if answer else ~split
        ruled = alone or not answer
        return Possible(self.inner & kept, self.outer & kept if ruled else self.outer)

    @property
    def count(self) -> int:
        """How many postcodes are surely left possible."""
        return int(np.count_nonzero(self.inner))


def least_left(sets: Iterable[Possible]) -> int | None:
    """Return the fewest postcodes left possible for any of some homes; None for no home."""
    return min((each.count for each in sets), default=None)
