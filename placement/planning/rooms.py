"""
Whole families sharing limited room: each place filled as well as it can be, by itself.

Prices for the families (what it is worth to have each one placed) split the question into one
knapsack per place, solved exactly by dynamic programming over all places at once. The bound that
the prices give is whole-numbered and holds for any prices, whoever found them (``climb`` looks
for good ones). Forwards and backwards tables together say what each single choice adds to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from placement.planning.task import FAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from placement.planning.task import Task

    Ints = NDArray[np.int64]
    Marks = NDArray[np.bool_]

MOST_ENTRIES = 4_000_000  # cases x places x units of room, beyond which this takes too long
NEVER = FAR >> 2


def applies(task: Task) -> bool:
    """Tell whether places are limited by room alone and small enough for this."""
    capacity = task.instance.capacity
    if capacity is None or not task.uneven or task.concentration is not None:
        return False
    entries = task.cases * task.places * (int(capacity.max(initial=0)) + 1)
    return not task.spread.cost.any() and entries <= MOST_ENTRIES


@dataclass(frozen=True)
class Rooms:
    """
    The families that still have a choice, and the room that the others leave them.

    Attributes
    ----------
    case
        Rows of the task, one per family that has a choice.
    size, cost, open_
        Their sizes, costs and choices, families x places.
    capacity
        The room left at each place; below 0 where no plan is left.
    spent, settled
        What the settled families cost, and their places by row of the task (-1 for the others).
    """

    case: Ints
    size: Ints
    cost: Ints
    open_: Marks
    capacity: Ints
    spent: int
    settled: Ints

    @classmethod
    def of(cls, task: Task) -> Rooms:
        """Begin with the whole question."""
        size, capacity = task.instance.size, task.instance.capacity
        if size is None or capacity is None:
            raise ValueError("rooms need sizes and capacities")
        every = np.arange(task.cases)
        return cls(every, size, task.cost, task.instance.allowed, capacity, 0, every * 0 - 1)

    def kept(self, open_: Marks) -> tuple[Rooms, Marks]:
        """Close the other choices and settle who has one left; also mark who still has more."""
        choice = open_.sum(axis=1) > 1
        single = np.flatnonzero(~choice)
        place = open_[single].argmax(axis=1)
        capacity = self.capacity.copy()
        np.subtract.at(capacity, place, self.size[single])
        settled = self.settled.copy()
        settled[self.case[single]] = place
        left = Rooms(
            self.case[choice],
            self.size[choice],
            self.cost[choice],
            open_[choice],
            capacity,
            self.spent + int(self.cost[single, place].sum()),
            settled,
        )
        return left, choice


def fill(rooms: Rooms, worth: Ints) -> tuple[int, Marks]:
    """Reckon the bound of these prices, and who is where in it (families x places)."""
    weight = np.where(rooms.open_, rooms.cost - worth[:, None], NEVER)
    useful = weight < 0
    order = np.argsort(~useful, axis=0, kind="stable")[: int(useful.sum(axis=0).max(initial=0))]
    every, turns = np.arange(len(rooms.capacity)), len(order)
    gain = np.minimum(weight[order, every], 0)  # a place with nobody left to try tries nothing
    units = np.where(gain < 0, rooms.size[order], 0)
    before, most = int(units.max(initial=0)), int(rooms.capacity.max()) + 1
    padded = np.full((len(every), before + most), NEVER)  # room below 0 costs what none can pay
    best = padded[:, before:]
    best[:] = 0
    at = every[:, None] * padded.shape[1] + before + np.arange(most)
    better = np.zeros((turns, *best.shape), bool)
    for turn in range(turns):
        reach = padded.take(at - units[turn][:, None])
        reach += gain[turn][:, None]
        np.less(reach, best, out=better[turn])
        np.minimum(reach, best, out=best)
    room, taken = rooms.capacity.copy(), np.zeros(weight.shape, bool)
    for turn in range(turns - 1, -1, -1):
        here = np.flatnonzero(better[turn, every, room])
        taken[order[turn, here], here] = True
        room[here] -= units[turn, here]
    total = rooms.spent + int(worth.sum() + best[every, rooms.capacity].sum())
    return total, taken


def adds(rooms: Rooms, worth: Ints) -> tuple[int, Ints]:
    """Reckon the bound, and what each choice adds: here for certain, so nowhere else."""
    weight = np.where(rooms.open_, rooms.cost - worth[:, None], NEVER)
    most = int(rooms.capacity.max()) + 1
    before = _tables(rooms.size, weight, most)
    after = _tables(rooms.size[::-1], weight[::-1], most)[::-1]
    full = before[-1][np.arange(len(rooms.capacity)), rooms.capacity]
    left = rooms.capacity[:, None] - np.arange(most)
    put = np.full(weight.shape, NEVER)
    out = np.zeros(weight.shape, np.int64)
    for row, units in enumerate(rooms.size.tolist()):
        first, second, spare = before[row], after[row + 1], left - units
        rest = np.take_along_axis(second, np.maximum(left, 0), axis=1)
        out[row] = np.where(left >= 0, first + rest, NEVER).min(axis=1) - full
        rest = np.take_along_axis(second, np.maximum(spare, 0), axis=1)
        inside = np.where(spare >= 0, first + rest, NEVER).min(axis=1)
        put[row] = np.minimum(inside + weight[row], NEVER) - full
    added = np.minimum(put + out.sum(axis=1, keepdims=True) - out, NEVER)
    total = rooms.spent + int(worth.sum() + full.sum())
    return total, np.where(rooms.open_, added, NEVER)


def _tables(size: Ints, weight: Ints, most: int) -> Ints:
    """Fill every room as well as can be from the first 0, 1, 2 ... families."""
    tables = np.zeros((len(size) + 1, weight.shape[1], most), np.int64)
    for row, units in enumerate(size.tolist()):
        best = tables[row + 1]
        best[:] = tables[row]
        if units >= most:
            continue
        reach = tables[row][:, : most - units] + weight[row][:, None]
        np.minimum(best[:, units:], reach, out=best[:, units:])
    return tables
