"""
The points of spread in many worlds at once, as ``Crowding`` gives them in one.

Worlds differ in a person or two, so that what one more does to an area and its neighbours is kept
as it happens. Everybody's area is known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scenarios.simulation.crowding import Crowding

    Ints = NDArray[np.int64]


class Worlds:
    """Counts in W worlds: by LHA, by area, and by area with its neighbours."""

    def __init__(self, crowding: Crowding, worlds: int) -> None:
        self.crowding = crowding
        areas, lhas = len(crowding.places.areas), len(crowding.codes)
        self.here = np.zeros((worlds, lhas), np.int64)
        self.held = np.zeros((worlds, areas + 1), np.int64)  # the last one stands for none
        self.around = np.zeros((worlds, areas + 1), np.int64)

    def add(self, lha: Ints, area: Ints, people: int = 1) -> None:
        """Count somebody more in each world, in an LHA and area of it each, or (-1) nowhere."""
        rows = np.flatnonzero(lha >= 0)
        at, near = area[rows], self.crowding.neighbours[area[rows]]
        self.here[rows, lha[rows]] += people
        self.held[rows, at] += people
        self.around[rows[:, None], near] += people
        self.around[:, -1] = 0

    def points(self) -> Ints:
        """Return worlds x LHAs: each LHA's points with one person more."""
        crowding, totals = self.crowding, self.here.sum(axis=1)
        number = np.empty_like(self.here)
        for total in np.unique(totals).tolist():
            rows = totals == total
            number[rows] = crowding.number_points_of(self.here[rows], total)
        roomy = self.held[:, :-1] + 1 < crowding.limit
        roomy &= self.around[:, :-1] + 1 < crowding.with_neighbours
        return number + crowding.room_points_of(roomy)
