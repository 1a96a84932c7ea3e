"""
What a bound and a plan leave undecided: reduced-cost fixing, and parts that can be solved apart.

A choice that adds more to the bound than the plan costs above it cannot be in a better plan.
Cases left with one choice are settled; the others fall into parts that share no place and no
group, and each part is proven by itself.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from placement.planning.certificate import Prices, bound
from placement.planning.linear import relax
from placement.planning.model import Part, search

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from placement.planning.task import Table, Task

    Ints = NDArray[np.int64]


CHOICES = 3.0  # open choices per case in a first search


@dataclass(frozen=True)
class Improved:
    """The best plan, a cost that none is below; whether the search was finished, or stopped."""

    place: Ints | None
    least: int
    proven: bool
    stopped: bool = False


def whole(task: Task) -> Part:
    """Leave everything undecided."""
    groups = 0 if task.concentration is None else len(task.concentration.cost)
    return Part(
        task,
        Prices.none(task),
        np.arange(task.cases),
        np.arange(task.places),
        np.arange(groups),
        task.instance.allowed,
        np.full(task.cases, -1),
    )


def narrowed(task: Task, prices: Prices, value: int | None) -> Task:
    """
    Ask without the choices that no plan cheaper than ``value`` can make.

    A choice that adds more to the bound than ``value`` lies above it is closed, and so is the
    place of a person who has no other choice to those who must be apart from that person.
    """
    open_ = task.instance.allowed
    if value is not None:
        charged = prices.charged(task)
        gap = value - bound(task, prices, charged)
        open_ = open_ & (charged - charged.min(axis=1, keepdims=True) <= gap)
    one, other = task.partners.T
    for first, second in ((one, other), (other, one)):
        single = open_[first].sum(axis=1) == 1
        gone = second[single], open_[first[single]].argmax(axis=1)
        open_ = open_.copy()
        open_[gone] = False
    return task.closed_but(open_)


def improve(
    task: Task,
    plan: Ints | None,
    prices: Prices,
    deadline: float,
    better: Callable[[Ints], None],
    effort: float | None = None,
) -> Improved:
    """
    Prove the plan best, or find the best one, trying the likeliest choices first.

    The search begins with the few choices that add least to the bound. What it finds there is
    best of all if every choice left out adds more than the plan does; if not, it begins again
    with more of them.

    Parameters
    ----------
    task, plan, prices
        The question, a valid plan or None, and prices that bound the question.
    deadline
        When to stop, by ``time.perf_counter``.
    better
        Told of each better plan.
    effort
        Limits each search, whatever the clock says.
    """
    charged = prices.charged(task)
    floor = bound(task, prices, charged)
    adds = charged - charged.min(axis=1, keepdims=True)
    choices = CHOICES
    ranked = np.sort(adds[task.instance.allowed])
    place = plan
    while True:
        at = min(int(choices * task.cases), len(ranked) - 1)
        reach = int(ranked[at])
        if place is not None:
            gap = task.value(place) - floor - task.grain
            if gap < 0:
                return Improved(place, min(floor, task.value(place)), proven=True)
            reach = min(reach, gap)
        open_ = task.instance.allowed & (adds <= reach)
        found = _improve_within(task, place, prices, open_, (deadline, effort), better)
        place = found.place
        everything = at == len(ranked) - 1
        if not found.proven:
            least = max(floor, min(found.least, floor + reach + 1))
            return Improved(place, least, proven=False, stopped=found.stopped)
        if everything or (place is not None and task.value(place) - floor - task.grain <= reach):
            return Improved(place, found.least, proven=True)
        choices *= 2


def _improve_within(
    task: Task,
    plan: Ints | None,
    prices: Prices,
    open_: NDArray[np.bool_],
    limits: tuple[float, float | None],
    better: Callable[[Ints], None],
) -> Improved:
    """Find the best plan that keeps to the open choices, part by part."""
    deadline, effort = limits
    prices = _nearer(task, plan, prices, open_)
    charged = prices.charged(task)
    floor = bound(task, prices, charged)
    if plan is None:
        every = replace(whole(task), prices=prices, open_=open_)
        answer = search(every, seconds=time_left(deadline), effort=effort, better=better)
        if answer.place is None:
            return Improved(None, floor, proven=answer.done)
        least = task.value(answer.place) if answer.done else floor
        return Improved(answer.place, least, proven=answer.done, stopped=answer.stopped)
    open_ = open_.copy()
    open_[np.arange(task.cases), plan] = True
    adds = _added(task, prices, charged, plan)
    place, could, proven, stopped = plan.copy(), 0, True, False
    for part in parts(task, prices, open_, plan):
        now = _of(part, adds)
        if now < task.grain:
            continue
        left = time_left(deadline)
        if stopped or (left is not None and left <= 0):
            could, proven = could + now, False
            continue
        below = now - task.grain + 1
        answer = search(part, below=below, seconds=left, effort=effort, better=better)
        if answer.place is not None:
            trial = place.copy()
            trial[part.cases] = answer.place[part.cases]
            after = _of(part, _added(task, prices, charged, trial))
            if after < now:
                place, now = trial, after
        if not answer.done:
            could, proven = could + now - min(now, answer.least or 0), False
            stopped = stopped or answer.stopped
    return Improved(place, task.value(place) - could, proven=proven, stopped=stopped)


def _nearer(task: Task, plan: Ints | None, prices: Prices, open_: NDArray[np.bool_]) -> Prices:
    """Fit the prices to the open choices, where room is what binds."""
    if not task.uneven:
        return prices
    if plan is not None:
        open_ = open_.copy()
        open_[np.arange(task.cases), plan] = True
    few = task.closed_but(open_)
    found = relax(few, prices, open_)
    if found is None or bound(few, found[0]) <= bound(few, prices):
        return prices
    return found[0]


def time_left(deadline: float) -> float | None:
    """Count the seconds left, None where there is no limit."""
    return None if deadline == np.inf else deadline - time.perf_counter()


def parts(task: Task, prices: Prices, open_: NDArray[np.bool_], plan: Ints) -> list[Part]:
    """Divide the cases that still have a choice into parts that share no place and no group."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    free = open_.sum(axis=1) > 1
    settled = np.where(free, -1, plan)
    case, place = np.nonzero(open_ & free[:, None])
    first, second = [case], [task.cases + place]
    groups = len(prices.group)
    if task.group is not None and groups:
        first.append(task.cases + np.arange(task.places))
        second.append(task.cases + task.places + task.group)
    one, two = np.concatenate(first), np.concatenate(second)
    nodes = task.cases + task.places + groups
    graph = coo_array((np.ones(len(one), np.int8), (one, two)), shape=(nodes, nodes))
    _, label = connected_components(graph, directed=False)
    found = []
    for mark in np.unique(label[: task.cases][free]):
        inside = np.flatnonzero(label == mark)
        mine = inside < task.cases
        cases = inside[mine]
        groups_here = inside[inside >= task.cases + task.places] - task.cases - task.places
        places = inside[~mine & (inside < task.cases + task.places)] - task.cases
        others = np.where(free & ~np.isin(np.arange(task.cases), cases), plan, settled)
        others[cases] = -1
        found.append(Part(task, prices, cases, places, groups_here, open_, others))
    return found


@dataclass(frozen=True)
class _Added:
    """What a plan adds to the bound: by case, by place, by group."""

    case: Ints
    place: Ints
    group: Ints


def _added(task: Task, prices: Prices, charged: Ints, plan: Ints) -> _Added:
    case = charged[np.arange(task.cases), plan] - charged.min(axis=1)
    load = np.bincount(plan, minlength=task.places)
    place = _numbers_added(task.spread, prices.alone(task), load, task.limit)
    for (number, where), charge in prices.charge.items():
        place[where] += charge * (1 - int((plan[task.apart.members(number)] == where).sum()))
    size, capacity = task.instance.size, task.instance.capacity
    if size is not None and capacity is not None:
        taken = np.zeros(task.places, np.int64)
        np.add.at(taken, plan, size)
        place += prices.room * (capacity - taken)
    group = np.zeros(len(prices.group), np.int64)
    if task.concentration is not None and task.group is not None:
        joined = np.bincount(task.group, load, minlength=len(group)).astype(np.int64)
        most = np.full(len(group), task.cases)
        group = _numbers_added(task.concentration, prices.group, joined, most)
    return _Added(case, place, group)


def _numbers_added(table: Table, price: Ints, load: Ints, most: Ints) -> Ints:
    """Reckon what the numbers cost at these prices above the least that any would."""
    added = []
    for row in range(len(price)):
        count = np.arange(most[row])
        adds = table.at(np.full(len(count), row), count) - price[row]
        used = count < load[row]
        added.append(int(np.maximum(adds[used], 0).sum() - np.minimum(adds[~used], 0).sum()))
    return np.array(added, np.int64)


def _of(part: Part, adds: _Added) -> int:
    return int(
        adds.case[part.cases].sum() + adds.place[part.places].sum() + adds.group[part.groups].sum()
    )
