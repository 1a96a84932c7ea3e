"""
Whole families in limited room: guess what the best plan costs, and prove it on what is left.

Supposing that some plan costs less than a guess closes most choices, for certain. If the search
of the others finds a plan, the best of those is the best of all; if it finds none, no plan costs
less than the guess, which is a bound, and the next guess is higher.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from placement.planning import climb
from placement.planning.certificate import Prices, bound
from placement.planning.linear import relax
from placement.planning.model import Answer, Part, search
from placement.planning.remainder import Improved, narrowed, time_left
from placement.planning.rooms import Rooms

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from placement.planning.task import Task

    Ints = NDArray[np.int64]

FIRST_TURNS = 2
NEAR = 7  # choices per family within reach when prices are first sought
SHARE = 0.3  # a guess goes so much further as the prices have come
WIDER, FURTHER = 1.5, 4  # the next guess, near and far


def house(
    task: Task,
    plan: Ints | None,
    prices: Prices,
    deadline: float,
    better: Callable[[Ints], None],
    know: Callable[[int], None],
) -> Improved:
    """
    Find the best plan of a question to which ``rooms`` applies, or the best in time.

    Parameters
    ----------
    task, plan, prices
        The question, a valid plan or None, and prices that bound the question.
    deadline
        When to stop, by ``time.perf_counter``.
    better, know
        Told of each better plan; of each higher cost that none is below.
    """
    worst = int(np.where(task.instance.allowed, task.cost, 0).max(axis=1).sum()) + task.grain
    above = worst if plan is None else task.value(plan)
    charged = prices.charged(task)
    least = floor = bound(task, prices, charged)
    reach = _near(task, charged)
    while least < above and time.perf_counter() < deadline:
        most = min(above, max(least, floor + reach) + task.grain)
        first = climb.narrowed(
            Rooms.of(narrowed(task, prices, most)),
            charged.min(axis=1),
            most,
            task.grain,
            deadline,
            FIRST_TURNS,
        )
        least = max(least, first.least)
        know(least)
        ahead = max(int((first.least - floor) * SHARE), task.grain)
        while least < most and time.perf_counter() < deadline:
            below = min(most, first.least + ahead)
            now = climb.narrowed(first.rooms, first.worth, below, task.grain, deadline)
            if not now.hopeless:
                answer = _search(task, now.rooms, below, deadline, better)
                plan = plan if answer.place is None else answer.place
                if not answer.done:
                    least = max(least, min(now.least, below))
                    return Improved(plan, least, proven=False, stopped=answer.stopped)
                if answer.place is not None:
                    return Improved(plan, task.value(answer.place), proven=True)
            least, ahead = max(least, below), int(WIDER * ahead)
            know(least)
        reach *= FURTHER
    return Improved(plan, min(least, above), proven=least >= above)


def _near(task: Task, charged: Ints) -> int:
    """Reckon how far above the bound most plans worth a thought are."""
    added = np.sort((charged - charged.min(axis=1, keepdims=True))[task.instance.allowed])
    return int(added[min(NEAR * task.cases, len(added) - 1)])


def _search(
    task: Task, rooms: Rooms, below: int, deadline: float, better: Callable[[Ints], None]
) -> Answer:
    """Find the best plan that costs less than ``below`` among the choices left."""
    open_ = np.zeros(task.cost.shape, bool)
    open_[rooms.case] = rooms.open_
    settled = np.flatnonzero(rooms.settled >= 0)
    open_[settled, rooms.settled[settled]] = True
    few = task.closed_but(open_)
    nothing = Prices.none(few)
    found = relax(few, nothing, open_)
    prices = nothing if found is None else Prices(nothing.place, nothing.group, found[0].room)
    every = np.arange(few.places)
    part = Part(few, prices, rooms.case, every, nothing.group, open_, rooms.settled)
    below = below - task.grain + 1 - bound(few, prices)
    return search(part, below=below, seconds=time_left(deadline), better=better)
