"""
Knowing the whole year in advance: a proven bound on what any way of choosing could be worth.

With stays that begin and end the year is not exactly the planner's problem, so it is relaxed, each
time in the year's favour, until it is. People are put into groups all of whom live there together
on one day, the last on which one of them needs a home. Within a group each LHA's k-th person meets
k - 1 others of the group at least, and those who lived there at the start and have not left by
that day; what more of them there is, is left out. So are all other groups, where homes of the group
lie, and the people of whom a number is a share are taken as the most there could be. What is left
is a convex cost of numbers, which ``placement.planning.solve`` settles with its own proof. Several
groupings are tried; each gives a valid bound and the least is kept. Homes of a vacancies file limit
it by LHA and by number alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from placement.planning import solve
from scenarios.simulation.caseload import NOWHERE
from scenarios.simulation.crowding import FULL, Counts
from scenarios.simulation.year import Present

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scenarios.simulation.year import World

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

WINDOWS_DAYS = (45, 91, 182, 365, 10**6)
LONGEST_S = 20.0


@dataclass(frozen=True, kw_only=True)
class Hindsight:
    """
    What the whole year could be worth at most, in units.

    ``plan`` is the assignment of the relaxed problem: a way of choosing like any other, and often
    a good one. ``proven`` says whether every part was solved to its own optimum; the bound holds
    either way.
    """

    bound: int
    plan: Ints
    proven: bool


def hindsight(world: World, *, origin_first: bool) -> Hindsight:
    """Return the bound; ``origin_first`` keeps everybody who can go back where they start (1)."""
    allowed = world.load.open_
    if origin_first:
        rows = np.flatnonzero(world.load.start_at != NOWHERE)
        kept = np.zeros_like(allowed)
        kept[rows, world.load.start_at[rows]] = True
        allowed = np.where((world.load.start_at != NOWHERE)[:, None], allowed & kept, allowed)
    relaxed = _Relaxed(world, allowed)
    found = [relaxed.grouped(window) for window in WINDOWS_DAYS]
    return min(found, key=lambda each: each.bound)


class _Relaxed:
    """The year relaxed to separate planning questions."""

    def __init__(self, world: World, allowed: Flags) -> None:
        self.world, self.load, self.allowed = world, world.load, allowed
        a, b, self.weight = world.weights
        self.merit = a * self.load.connection + b * self.load.management
        self.merit = self.merit + self.weight * FULL
        ready, end = self.load.ready, self.load.end
        self.first = [self._standing(int(day)) for day in ready]
        together = (ready[None, :] <= ready[:, None]) & (end[None, :] > ready[:, None])
        others = (together & self.load.counted[None, :]).sum(axis=1)
        self.most = np.array([c.total for c in self.first], np.int64) + others
        self.alone = [self._points(counts, int(t)) for counts, t in self._each()]

    def _each(self) -> list[tuple[Counts, int]]:
        return list(zip(self.first, self.most.tolist(), strict=True))

    def _standing(self, day: int) -> Counts:
        """Count those who lived there at the start and have not left by a day."""
        now = Present(self.world)
        now.advance(day)
        return now.counts

    def _points(self, counts: Counts, total: int) -> Ints:
        """Return the most points that one more could have, of so many people in all."""
        crowding = self.world.crowding
        room = crowding.points(counts) - crowding.number_points(counts.here, counts.total)
        return crowding.number_points(counts.here, total) + room

    def grouped(self, window: int) -> Hindsight:
        """Return the bound with the people of each window of days in one group."""
        load = self.load
        plan = np.full(len(load), NOWHERE, np.int64)
        bound, proven = 0, True
        alone = np.asarray(self.allowed.any(axis=1))
        left = np.asarray(load.counted & alone)
        for number in np.unique(load.ready[left] // window).tolist():
            rows = np.flatnonzero(left & (load.ready // window == number))
            group = _together(load.ready[rows], load.end[rows])
            more, sure = self._group(rows[group], plan)
            alone[rows[group]] = False
            bound, proven = bound + more, proven and sure
        for i in np.flatnonzero(alone).tolist():
            units = self.merit[i] - self.weight * (FULL - self.alone[i])
            units = np.where(self.allowed[i], units, -1)
            plan[i] = int(units.argmax())
            bound += max(0, int(units.max()))
        return Hindsight(bound=bound, plan=plan, proven=proven)

    def _group(self, rows: Ints, plan: Ints) -> tuple[int, bool]:
        """Plan one group; return what it could be worth at most."""
        if not len(rows):
            return 0, True
        people, lhas = len(rows), self.allowed.shape[1]
        counts = self._standing(int(self.load.ready[rows].max()))
        total = int(self.most[rows].max())
        room = self._points(counts, total) - self.world.crowding.number_points(counts.here, total)
        table = [
            self.world.crowding.number_points(counts.here + nth, total) + room
            for nth in range(people)
        ]
        cost = np.maximum.accumulate(self.weight * (FULL - np.stack(table, axis=1)), axis=1)
        arrays: dict[str, Any] = {
            "merit": np.pad(self.merit[rows], ((0, 0), (0, 1))),
            "allowed": np.pad(self.allowed[rows], ((0, 0), (0, 1)), constant_values=True),
            "spread_cost": np.pad(cost, ((0, 1), (0, 0))),
        }
        if self.world.supply is not None:
            rooms = np.bincount(self.world.supply.lha, minlength=lhas)
            arrays["capacity"] = np.append(rooms, people)
        found = solve(**arrays, time_limit_s=LONGEST_S)
        if found.assignment is None or found.bound is None:
            return int(self.merit[rows].max(axis=1).sum()), False
        plan[rows] = np.where(found.assignment < lhas, found.assignment, NOWHERE)
        return int(found.bound), found.status == "optimal"


def _together(ready: Ints, end: Ints) -> Flags:
    """Return who of a window lives there on the day on which the last of them needs a home."""
    best = np.zeros(len(ready), bool)
    for day in np.unique(ready):
        here = (ready <= day) & (end > day)
        if here.sum() > best.sum():
            best = here
    return best
