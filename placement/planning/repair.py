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
    Move people out of clashes, then out of overfull places, by single cheapest moves.

    No move makes a new clash or fills a place beyond its room, so that each fault is mended once.

    Returns
    -------
    array or None
        A plan without clashes and within supply, or None where single moves do not reach one.
    """
    now = _Moves(task, plan)
    one, other = task.partners.T
    for pair in task.partners[np.flatnonzero(plan[one] == plan[other])].tolist():
        if now.place[pair[0]] == now.place[pair[1]] and not now.cheapest(pair):
            return None
    for full in np.flatnonzero(now.left < 0).tolist():
        while now.left[full] < 0:
            inside = np.flatnonzero((now.place == full) & (now.size > 0))
            if not now.cheapest(inside.tolist()):
                return None
    return now.place


class _Moves:
    """A plan that is changed one move at a time, with the numbers and the room that it leaves."""

    def __init__(self, task: Task, plan: Ints) -> None:
        self.task = task
        self.place = plan.copy()
        self.partners: list[list[int]] = [[] for _ in range(task.cases)]
        for first, second in task.partners.tolist():
            self.partners[first].append(second)
            self.partners[second].append(first)
        self.size, room = _supply(task)
        taken = np.bincount(plan, self.size, minlength=task.places).astype(np.int64)
        self.left = room - taken
        self.load = np.bincount(plan, minlength=task.places).astype(np.int64)

    def cheapest(self, movers: list[int]) -> bool:
        """Make the cheapest move of one of these; False where none can move."""
        best, mover, goal = FAR >> 1, -1, -1
        for case in movers:
            adds = _adds(self.task, self.place, self.load, case)
            adds[self.left < self.size[case]] = FAR
            adds[self.place[self.partners[case]]] = FAR
            adds[self.place[case]] = FAR
            there = int(adds.argmin())
            if adds[there] < best:
                best, mover, goal = int(adds[there]), case, there
        if mover < 0:
            return False
        here, size = self.place[mover], self.size[mover]
        self.load[here], self.load[goal] = self.load[here] - 1, self.load[goal] + 1
        self.left[here], self.left[goal] = self.left[here] + size, self.left[goal] - size
        self.place[mover] = goal
        return True


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
