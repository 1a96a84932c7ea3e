"""
A plan seen as a flow that can be rerouted: who could move where, at what change in cost.

A node is a place, a group of places, or the root. A step from place q to place m is the cheapest
case at q that could move to m; a step from a place up to its group (or the root) is one more
person there, a step down is one fewer. A closed walk of steps is a change of plan. Prices are
potentials: while no step is cheaper than its prices allow, no change of plan is cheaper at all.

Each cost is held times ``SCALE``; the low digits say which of equally cheap moves is the kinder
one (it puts fewer people where they clash) and never change which is cheapest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from placement.planning.certificate import Prices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from placement.planning.task import Table, Task

    Ints = NDArray[np.int64]

SHIFT = 12
SCALE = 1 << SHIFT
CLOSED = 2**60
BLOCK = 2**20  # entries of the cost table reckoned at a time


class Residual:
    """
    The rerouting graph of one plan.

    Attributes
    ----------
    place, load, joined
        The plan, the number at each place, and the number in each group.
    cost
        Cases x places: costs with pair prices, times ``SCALE``, plus unkindness.
    step
        Nodes x nodes, times ``SCALE``: cheapest steps before prices; ``CLOSED`` where none.
    price
        A potential of each node, unscaled.
    """

    def __init__(self, task: Task, place: Ints, open_: NDArray[np.bool_] | None = None) -> None:
        self.task = task
        self.place = place.copy()
        may = task.instance.allowed if open_ is None else open_
        self.cost = np.where(may, task.cost << SHIFT, CLOSED)
        self.groups = 0 if task.concentration is None else len(task.concentration.cost)
        self.nodes = task.places + self.groups + 1
        self.root = self.nodes - 1
        self.up = np.full(task.places, self.root)
        if task.group is not None:
            self.up = task.places + task.group
        self.load = np.bincount(place, minlength=task.places).astype(np.int64)
        self.joined = np.zeros(self.groups, np.int64)
        if task.group is not None:
            np.add.at(self.joined, task.group, self.load)
        order = np.argsort(place, kind="stable").tolist()
        ends = np.cumsum(self.load).tolist()
        self.members = [
            order[end - load : end] for load, end in zip(self.load.tolist(), ends, strict=True)
        ]
        self.step = np.full((self.nodes, self.nodes), CLOSED)
        self.price = np.zeros(self.nodes, np.int64)
        self.refresh_all()

    def refresh_all(self) -> None:
        """Reckon every step again, some rows of cases at a time to spare memory."""
        places = self.task.places
        order = np.argsort(self.place, kind="stable")
        held = np.flatnonzero(self.load)
        starts = (np.cumsum(self.load) - self.load)[held]
        self.step[:places, :places] = CLOSED
        for few in np.array_split(np.arange(len(held)), 1 + self.cost.size // BLOCK):
            if len(few):
                last = starts[few[-1] + 1] if few[-1] + 1 < len(held) else len(order)
                rows = order[starts[few[0]] : last]
                own = self.cost[rows, self.place[rows]] >> SHIFT << SHIFT
                self.step[held[few], :places] = np.minimum.reduceat(
                    self.cost[rows] - own[:, None], starts[few] - starts[few[0]], axis=0
                )
        every = np.arange(places)
        self.step[every, every] = CLOSED
        self._renumber(every)
        for group in range(self.groups):
            self._regroup(group)

    def prices(self, times: int = 1) -> Prices:
        """Give what places and groups cost now, in units ``times`` as small."""
        level = times * (self.price - self.price[self.root])
        places = self.task.places
        nothing = np.zeros(places, np.int64)
        return Prices(level[:places], level[places : self.root], nothing)

    def finer(self, task: Task, times: int) -> None:
        """Go over to the same question in smaller units; ``refresh_all`` must follow."""
        self.task = task
        self.cost = np.where(self.cost < CLOSED, times * self.cost, CLOSED)
        self.price = times * self.price

    def hops(self, case: int, here: int) -> Ints:
        """Reckon what it costs this case to move to each place, scaled."""
        own = self.cost[case, here] >> SHIFT << SHIFT
        moved: Ints = self.cost[case] - own
        moved[here] = CLOSED
        return moved

    def refresh(self, here: int) -> None:
        """Reckon again the steps out of one place, and to and from the node above it."""
        inside = self.members[here]
        row = self.step[here]
        if inside:
            rows = self.cost[inside]
            own = rows[:, here] >> SHIFT << SHIFT
            row[: self.task.places] = (rows - own[:, None]).min(axis=0)
        else:
            row[: self.task.places] = CLOSED
        row[here] = CLOSED

    def _renumber(self, where: Ints) -> None:
        table, limit = self.task.spread, self.task.limit
        more, fewer = _margins(table, where, self.load[where], limit[where])
        self.step[where, self.up[where]] = more
        self.step[self.up[where], where] = fewer

    def _regroup(self, group: int) -> None:
        table = self.task.concentration
        if table is None:
            return
        node, row = self.task.places + group, np.array([group])
        most = np.array([self.task.cases])
        more, fewer = _margins(table, row, self.joined[row], most)
        self.step[node, self.root] = more[0]
        self.step[self.root, node] = fewer[0]

    def mover(self, here: int, there: int) -> int:
        """Find the case whose move is the cheapest step from one place to another."""
        inside = self.members[here]
        rows = self.cost[inside, there] - (self.cost[inside, here] >> SHIFT << SHIFT)
        return int(inside[int(rows.argmin())])

    def follow(self, walk: list[tuple[int, int]], first: int | None = None) -> list[int]:
        """
        Carry out a closed walk of steps; ``first`` is the case that takes the first one.

        Returns
        -------
        list
            The cases that moved.
        """
        places = self.task.places
        moves = []
        for at, (here, there) in enumerate(walk):
            if here < places and there < places:
                case = first if at == 0 and first is not None else self.mover(here, there)
                moves.append((case, here, there))
            elif here < places:
                self.load[here] += 1
            elif there < places:
                self.load[there] -= 1
            elif there == self.root:
                self.joined[here - places] += 1
            else:
                self.joined[there - places] -= 1
        for case, here, there in moves:
            self.members[here].remove(case)
            self.members[there].append(case)
            self.place[case] = there
        touched = sorted({node for pair in walk for node in pair})
        for node in touched:
            if node < places:
                self.refresh(node)
            elif node < self.root:
                self._regroup(node - places)
        self._renumber(np.array([node for node in touched if node < places], dtype=np.int64))
        return [case for case, _, _ in moves]

    def settle(self, most_rings: int | None = None) -> bool:
        """
        Cancel every change of plan that saves, until prices show that none is left.

        Returns
        -------
        bool
            Whether the plan is now proven cheapest for these costs (pairs left aside); False
            where more than ``most_rings`` changes would be needed.
        """
        price = self.price
        after = np.full(self.nodes, -1)
        step = self.step >> SHIFT
        every = np.arange(self.nodes)
        sweep = cancelled = 0
        while most_rings is None or cancelled <= most_rings:
            reach = step + price
            best = reach.argmin(axis=1)
            value = reach[every, best]
            better = value < price
            if not better.any():
                self.price = price
                return True
            price = np.where(better, value, price)
            after[better] = best[better]
            sweep += 1
            if sweep % 4 == 0:
                rings = _rings(after)
                cancelled += len(rings)
                for ring in rings:
                    self.follow(list(zip(ring, ring[1:] + ring[:1], strict=True)))
                if rings:
                    after[:] = -1
                    step = self.step >> SHIFT
        return False


def _margins(table: Table, row: Ints, count: Ints, limit: Ints) -> tuple[Ints, Ints]:
    """Reckon the scaled cost of one more and the scaled saving of one fewer."""
    more = np.where(count < limit, table.at(row, count) << SHIFT, CLOSED)
    fewer = np.where(count > 0, -(table.at(row, np.maximum(count - 1, 0)) << SHIFT), CLOSED)
    return more, fewer


def _rings(after: Ints) -> list[list[int]]:
    """Find closed walks in a graph where each node has at most one next node."""
    follow = after.tolist()
    seen = [0] * len(follow)
    rings = []
    for start in range(len(follow)):
        node, walk = start, []
        while node >= 0 and not seen[node]:
            seen[node] = start + 1
            walk.append(node)
            node = follow[node]
        if node >= 0 and seen[node] == start + 1 and node in walk:
            rings.append(walk[walk.index(node) :])
    return rings
