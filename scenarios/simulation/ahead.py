"""
Looking ahead: what one person more in each LHA is expected to cost those still to come.

Futures are sampled from people who are not those of the year (a pool of their own seed) and planned
together, beside those of today who have not left by half way (stays are taken as exponential with
the pool's mean). Somebody who still lives in an LHA then makes each of those who follow there cost
what the one after would have: in all, the cost of the place after the last of them less that of
the first. The mean of that over the futures, times the chance of still living there, is the LHA's
price. The person's own crowding is in the ranking already. Prices are worked out at the first
choice of each quarter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from scenarios.simulation.crowding import FULL, Counts
from scenarios.simulation.policies import Asked, planned

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scenarios.simulation.caseload import Caseload
    from scenarios.simulation.year import World

EPOCH_DAYS = 91


@dataclass
class Futures:
    """Where futures come from, and the prices worked out so far, by quarter."""

    pool: Caseload
    people: int
    days: int
    futures: int
    seed: int
    kept: dict[int, NDArray[np.float64]] = field(default_factory=dict)

    def fresh(self) -> Futures:
        """Return the same without any prices, for another year."""
        return Futures(self.pool, self.people, self.days, self.futures, self.seed)

    def pressure(self, held: Counts, day: int, world: World) -> NDArray[np.float64]:
        """Return the prices of the quarter, in units, by LHA."""
        epoch = day // EPOCH_DAYS
        if epoch not in self.kept:
            self.kept[epoch] = self._price(held, epoch, world)
        return self.kept[epoch]

    def _price(self, held: Counts, epoch: int, world: World) -> NDArray[np.float64]:
        random = np.random.default_rng([self.seed, epoch])
        lhas, weight = len(world.crowding.codes), world.weights[2]
        able = np.flatnonzero(~self.pool.moved)
        if not len(able) or not self.people:
            return np.zeros(lhas)
        stay = max(1.0, float((self.pool.end - self.pool.ready)[able].mean()))
        staying = float(np.exp(-self.days / 2 / stay))
        prices = np.zeros(lhas)
        for _ in range(self.futures):
            left = _thinned(held, staying, world, random)
            table = world.crowding.table(left, self.people + 1)
            cost = np.maximum.accumulate(weight * (FULL - table), axis=1)
            going = planned(
                _future(self.pool, random.choice(able, self.people), table, world), regret=FULL
            )
            came = np.bincount(going[going >= 0], minlength=lhas)
            prices += cost[np.arange(lhas), came] - cost[:, 0]
        return staying * prices / self.futures


def _thinned(held: Counts, staying: float, world: World, random: np.random.Generator) -> Counts:
    """Return who is left of some people where each stays with the same chance."""
    by_area = random.binomial(held.by_area, staying)
    loose = random.binomial(held.loose, staying)
    here = np.bincount(world.crowding.lha_of_area, by_area, len(loose)).astype(np.int64) + loose
    return Counts(here, by_area, loose)


def _future(
    pool: Caseload, rows: NDArray[np.int64], table: NDArray[np.int64], world: World
) -> Asked:
    return Asked(
        connection=pool.connection[rows],
        management=pool.management[rows],
        order=pool.order[rows],
        open_=pool.open_[rows],
        start_at=pool.start_at[rows],
        home=pool.home[rows],
        spread=table[:, 0],
        chance=pool.chance[rows],
        weights=world.weights,
        rooms=None,
        table=lambda people: table[:, :people],
        pressure=lambda: np.zeros(len(world.crowding.codes)),
    )
