"""Make a valid plan of one that breaks rules: one move at a time, each the cheapest there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from placement.planning.task import FAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from placement.planning.task import Task

    Ints = NDArray[np.int64]


def repaired(task: Task, plan: Ints) -> Ints | None:
    """
    Move people out of clashes and overfull places by single cheapest moves.

    Returns
    -------
    array or None
        A plan without clashes and within supply, or None where single moves do not reach one.
    """
    place = plan.copy()
    one, other = task.partners.T
    partners: list[list[int]] = [[] for _ in range(task.cases)]
    for first, second in task.partners.tolist():
        partners[first].append(second)
        partners[second].append(first)
    size, room = _supply(task)
    left = room - np.bincount(place, size, minlength=task.places).astype(np.int64)
    load = np.bincount(place, minlength=task.places).astype(np.int64)
    for _ in range(2 * task.cases):
        wrong = np.flatnonzero(place[one] == place[other])
        over = np.flatnonzero(left < 0)
        if len(wrong):
            movers = task.partners[wrong[0]].tolist()
        elif len(over):
            movers = np.flatnonzero(place == over[0]).tolist()
        else:
            return place
        best, mover, goal = FAR >> 1, -1, -1
        for case in movers:
            adds = _adds(task, place, load, case)
            adds[left < size[case]] = FAR
            adds[place[partners[case]]] = FAR
            adds[place[case]] = FAR
            there = int(adds.argmin())
            if adds[there] < best:
                best, mover, goal = int(adds[there]), case, there
        if mover < 0:
            return None
        here = place[mover]
        load[here], load[goal] = load[here] - 1, load[goal] + 1
        left[here], left[goal] = left[here] + size[mover], left[goal] - size[mover]
        place[mover] = goal
    return None


def _supply(task: Task) -> tuple[Ints, Ints]:
    size, capacity = task.instance.size, task.instance.capacity
    if size is None or capacity is None:
        return np.zeros(task.cases, np.int64), np.zeros(task.places, np.int64)
    return size, capacity


def _adds(task: Task, place: Ints, load: Ints, case: int) -> Ints:
    """Reckon what moving one case to each place would add."""
    here, every = place[case], np.arange(task.places)
    adds: Ints = np.minimum(task.cost[case], FAR) - task.cost[case, here]
    adds += task.spread.at(every, load) - task.spread.at(here, load[here] - 1)
    if task.concentration is not None and task.group is not None:
        joined = np.bincount(task.group, load, minlength=len(task.concentration.cost))
        joined = joined.astype(np.int64)
        rises = task.concentration.at(task.group, joined[task.group])
        saves = task.concentration.at(task.group[here], joined[task.group[here]] - 1)
        adds += np.where(task.group == task.group[here], 0, rises - saves)
    return adds
