"""
Looking ahead: what one person more in each LHA is expected to cost those still to come.

Futures are sampled from people who are not those of the year (a pool of their own seed): each
needs a home on some day of the time looked ahead to, is placed as the protocol would, and stays as
long as they would; those who live there today leave by chance, as the pool's mean stay has it.
Each future is lived through as it is, and again with one person more in each LHA, everything else
the same. What those to come lose by that person is the LHA's price: the others go elsewhere where
that is better, so that a price is less than what the person would take from each of them. A
person's own crowding is reckoned apart, for the day of their need, from who may still live there
then and whose home is agreed. Prices are worked out at the first choice of each quarter.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from scenarios.simulation.caseload import NOWHERE
from scenarios.simulation.crowding import Counts
from scenarios.simulation.policies import SHUT
from scenarios.simulation.worlds import Worlds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from scenarios.simulation.caseload import Caseload
    from scenarios.simulation.year import World

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

EPOCH_DAYS = 91


@dataclass
class Futures:
    """Where futures come from, and the prices worked out so far, by quarter."""

    pool: Caseload
    people: int
    days: int
    futures: int
    seed: int
    kept: dict[int, Floats] = field(default_factory=dict)

    def fresh(self) -> Futures:
        """Return the same without any prices, for another year."""
        return Futures(self.pool, self.people, self.days, self.futures, self.seed)

    @property
    def stay(self) -> float:
        """How long people stay, in days: the pool's mean."""
        return max(1.0, float((self.pool.end - self.pool.ready).mean())) if len(self.pool) else 1.0

    def pressure(self, held: Counts, day: int, world: World) -> Floats:
        """Return the prices of the quarter, in units, by LHA."""
        epoch = day // EPOCH_DAYS
        if epoch not in self.kept:
            self.kept[epoch] = self._price(held, epoch, world)
        return self.kept[epoch]

    def own(
        self, now: Counts, agreed: Sequence[tuple[int, int, int]], days: int, world: World
    ) -> Floats:
        """
        Return the points expected of each LHA so many days from now, with one person more.

        ``agreed`` are homes agreed, each as LHA, area and the days that will have been lived there.
        """
        random = np.random.default_rng([self.seed, now.total, max(0, days)])
        staying = float(np.exp(-max(0, days) / self.stay))
        found = np.zeros(len(now.here))
        for _ in range(self.futures):
            by_area, loose = (
                random.binomial(now.by_area, staying),
                random.binomial(now.loose, staying),
            )
            here = np.bincount(world.crowding.lha_of_area, by_area, len(loose)).astype(np.int64)
            then = Counts(here + loose, by_area, loose)
            for (lha, area, lived), draw in zip(agreed, random.random(len(agreed)), strict=True):
                if draw < np.exp(-lived / self.stay):
                    then.add(lha, area)
            found += world.crowding.points(then)
        return found / self.futures

    def _price(self, held: Counts, epoch: int, world: World) -> Floats:
        random = np.random.default_rng([self.seed, epoch])
        lhas = len(world.crowding.codes)
        able = np.flatnonzero(~self.pool.moved & self.pool.open_.any(axis=1))
        if not len(able) or not self.people:
            return np.zeros(lhas)
        units = np.zeros(lhas + 1)
        for _ in range(self.futures):
            rows = random.choice(able, self.people)
            days = np.sort(random.uniform(0, self.days, self.people))
            units += self._lived(rows, days, _Future(held, world, random, self.stay))
        prices: Floats = (units[0] - units[1:]) / self.futures
        return prices

    def _lived(self, rows: Ints, days: Floats, future: _Future) -> Floats:
        """Place the people of one future in turn, in every world; return their units in all."""
        pool, world = self.pool, future.world
        a, b, c = world.weights
        merit = a * pool.connection[rows] + b * pool.management[rows]
        every = np.arange(len(world.crowding.codes) + 1)
        total = np.zeros(len(every))
        for i, row in enumerate(rows.tolist()):
            units = merit[i] + c * future.on(float(days[i])).points()
            if pool.start_at[row] == NOWHERE:
                lha = np.where(pool.open_[row], units, SHUT).argmax(axis=1)
            else:
                lha = np.full(len(every), int(pool.start_at[row]))
            total += units[every, lha]
            if pool.counted[row]:
                until = float(days[i] + pool.end[row] - pool.ready[row])
                future.comes(until, lha, pool.area[row, lha])
        return total


class _Future:
    """Who lives where in one future: the same in all worlds but for one person more in each."""

    def __init__(
        self, held: Counts, world: World, random: np.random.Generator, stay: float
    ) -> None:
        self.world, crowding = world, world.crowding
        lhas = len(crowding.codes)
        self.worlds = Worlds(crowding, lhas + 1)
        self._going: list[tuple[float, int, Ints, Ints]] = []
        areas = [np.flatnonzero(crowding.lha_of_area == lha) for lha in range(lhas)]
        homes = [(int(crowding.lha_of_area[area]), area) for area in _each(held.by_area)]
        homes += [(lha, int(random.choice(areas[lha]))) for lha in _each(held.loose)]
        for (lha, area), day in zip(homes, random.exponential(stay, len(homes)), strict=True):
            self.comes(float(day), np.full(lhas + 1, lha), np.full(lhas + 1, area))
        more = np.array([NOWHERE, *(random.choice(area) for area in areas)], np.int64)
        self.comes(float(random.exponential(stay)), np.array([NOWHERE, *range(lhas)]), more)

    def on(self, day: float) -> Worlds:
        """Return the worlds on a day: those who have left by then are not there."""
        while self._going and self._going[0][0] <= day:
            _, _, lha, area = heapq.heappop(self._going)
            self.worlds.add(lha, area, -1)
        return self.worlds

    def comes(self, until: float, lha: Ints, area: Ints) -> None:
        """Have somebody live there until a day: in each world in an LHA and an area of it."""
        self.worlds.add(lha, area)
        heapq.heappush(self._going, (until, len(self._going), lha, area))


def _each(counts: Ints) -> list[int]:
    """Return each position as often as it counts people."""
    found: list[int] = np.repeat(np.arange(len(counts)), counts).tolist()
    return found
