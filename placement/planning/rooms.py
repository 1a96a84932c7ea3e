"""
A sharper bound where whole families share limited room: each place filled as well as it can be.

Prices for the families (what it is worth to have each one placed) split the question into one
knapsack per place, solved exactly by dynamic programming over all places at once. The bound that
the prices give is whole-numbered and holds for any prices; a subgradient walk only looks for good
ones. Forwards and backwards tables together say what each single choice would add to the bound.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from placement.planning.task import FAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from placement.planning.task import Task

    Ints = NDArray[np.int64]

MOST_ENTRIES = 4_000_000  # cases x places x units of room, beyond which this takes too long
WALKS = 160
PATIENCE = 7
NEVER = FAR >> 2


@dataclass(frozen=True)
class Filled:
    """
    What filling each place by itself proves.

    Attributes
    ----------
    least
        No plan costs less.
    adds
        Cases x places: what each choice adds to that at least.
    """

    least: int
    adds: Ints


def applies(task: Task) -> bool:
    """Tell whether places are limited by room alone and small enough for this."""
    capacity = task.instance.capacity
    if capacity is None or not task.uneven or task.concentration is not None:
        return False
    entries = task.cases * task.places * (int(capacity.max(initial=0)) + 1)
    return not task.spread.cost.any() and entries <= MOST_ENTRIES


def filled(task: Task, worth: Ints, value: int | None, deadline: float) -> Filled:
    """
    Walk the families' prices uphill, and say what the best of them prove.

    Parameters
    ----------
    task
        A question to which this ``applies``.
    worth
        Prices to start from, (cases,).
    value
        What a known plan costs: the bound can rise no further.
    deadline
        When to stop, by ``time.perf_counter``.
    """
    best, least = worth, None
    now, since = worth.astype(float), 0
    ahead = _ahead(task, worth) if value is None else value - _bound(task, worth)[0]
    for _ in range(WALKS):
        whole = np.rint(now).astype(np.int64)
        bound, placed = _bound(task, whole)
        if least is None or bound > least:
            best, least, since = whole, bound, 0
        else:
            since += 1
        missing = 1 - placed
        if since > PATIENCE:
            ahead, since, now = ahead // 2, 0, best.astype(float)
            if ahead < task.grain:
                break
            continue
        if not missing.any() or time.perf_counter() > deadline:
            break
        now = now + missing * (least + ahead - bound) / int(missing @ missing)
    return Filled(*_adds(task, best))


def _ahead(task: Task, worth: Ints) -> int:
    """How far above the bound to aim at first: what the better half of second choices would add."""
    adds = np.sort(_weights(task, worth)[task.instance.allowed])
    return max(int(adds[min(3 * task.cases // 2, len(adds) - 1)] - adds[0]), task.grain)


def _weights(task: Task, worth: Ints) -> Ints:
    return np.where(task.instance.allowed, task.cost - worth[:, None], NEVER)


def _sizes(task: Task) -> tuple[Ints, Ints]:
    size, capacity = task.instance.size, task.instance.capacity
    if size is None or capacity is None:
        raise ValueError("rooms need sizes and capacities")
    return size, capacity


def _bound(task: Task, worth: Ints) -> tuple[int, Ints]:
    """Reckon the bound of these prices, and how often each case is placed in it."""
    size, capacity = _sizes(task)
    weight = _weights(task, worth)
    every = np.arange(task.places)
    best = np.zeros((task.places, int(capacity.max()) + 1), np.int64)
    taken = np.zeros((task.cases, *best.shape), bool)
    useful = np.flatnonzero((weight < 0).any(axis=1))
    for case in useful.tolist():
        units = int(size[case])
        reach = best[:, : best.shape[1] - units] + weight[case][:, None]
        better = reach < best[:, units:]
        taken[case, :, units:] = better
        best[:, units:] = np.where(better, reach, best[:, units:])
    room, placed = capacity.copy(), np.zeros(task.cases, np.int64)
    for case in useful[::-1].tolist():
        here = taken[case, every, room]
        room = room - size[case] * here
        placed[case] = here.sum()
    return int(worth.sum() + best[every, capacity].sum()), placed


def _adds(task: Task, worth: Ints) -> tuple[int, Ints]:
    """Reckon the bound, and what each choice adds: here for certain, so nowhere else."""
    size, capacity = _sizes(task)
    weight = _weights(task, worth)
    most = int(capacity.max()) + 1
    before = _tables(size, weight, most)
    after = _tables(size[::-1], weight[::-1], most)[::-1]
    every = np.arange(task.places)
    full = before[-1][every, capacity]
    room = np.arange(most)
    left = capacity[:, None] - room
    put = np.full((task.cases, task.places), NEVER)
    out = np.zeros((task.cases, task.places), np.int64)
    for case in range(task.cases):
        first, second, spare = before[case], after[case + 1], left - size[case]
        rest = np.take_along_axis(second, np.maximum(left, 0), axis=1)
        out[case] = np.where(left >= 0, first + rest, NEVER).min(axis=1) - full
        rest = np.take_along_axis(second, np.maximum(spare, 0), axis=1)
        inside = np.where(spare >= 0, first + rest, NEVER).min(axis=1)
        put[case] = np.minimum(inside + weight[case], NEVER) - full
    adds = np.minimum(put + out.sum(axis=1, keepdims=True) - out, NEVER)
    return int(worth.sum() + full.sum()), np.where(task.instance.allowed, adds, NEVER)


def _tables(size: Ints, weight: Ints, most: int) -> Ints:
    """Fill every room as well as can be from the first 0, 1, 2 ... cases."""
    tables = np.zeros((len(size) + 1, weight.shape[1], most), np.int64)
    for case, units in enumerate(size.tolist()):
        best = tables[case + 1]
        best[:] = tables[case]
        reach = tables[case][:, : most - units] + weight[case][:, None]
        np.minimum(best[:, units:], reach, out=best[:, units:])
    return tables
