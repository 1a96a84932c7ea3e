"""
Whole-number prices, and what they prove.

Prices for a place, a group, a pair or a circle at a place, and a unit of room bound every plan
from below: no plan pays less than each case alone would pay where its charged cost is least, with
each place and group then filled to suit the prices. Any prices give a true bound, whoever found
them, so a bound is claimed only after it has been reckoned again here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from placement.planning.task import Task

    Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Prices:
    """
    What is charged beyond the costs themselves.

    Attributes
    ----------
    place, group
        What a person pays for the others at a place (its group's part included) and in a group.
    charge
        (pair or circle, place): what each of its cases pays there; given back once. Numbered as
        in ``Apart``.
    room
        What a unit of capacity costs at each place.
    """

    place: Ints
    group: Ints
    room: Ints
    charge: dict[tuple[int, int], int] = field(default_factory=dict)

    @classmethod
    def none(cls, task: Task) -> Prices:
        """Charge nothing."""
        nothing = np.zeros(task.places, np.int64)
        groups = 0 if task.concentration is None else len(task.concentration.cost)
        return cls(nothing, np.zeros(groups, np.int64), nothing)

    def charged(self, task: Task) -> Ints:
        """Put every price on the costs, cases x places."""
        cost = task.cost + self.place
        if self.room.any() and task.instance.size is not None:
            cost += task.instance.size[:, None] * self.room
        if self.charge:
            keys = np.array(list(self.charge), np.int64)
            paid = np.fromiter(self.charge.values(), np.int64, len(self.charge))
            row, case = task.apart.spread_out(keys[:, 0])
            np.add.at(cost, (case, keys[row, 1]), paid[row])
        return cost

    def alone(self, task: Task) -> Ints:
        """Give what a person pays at the place itself, without its group's part."""
        return self.place if task.group is None else self.place - self.group[task.group]


def bound(task: Task, prices: Prices, charged: Ints | None = None) -> int:
    """Reckon what every plan costs at least; ``charged`` is ``prices.charged``, if at hand."""
    charged = prices.charged(task) if charged is None else charged
    total = int(charged.min(axis=1).sum()) - sum(prices.charge.values())
    total += task.spread.below(prices.alone(task), task.limit)
    if task.concentration is not None:
        total += task.concentration.below(prices.group, np.full(len(prices.group), task.cases))
    if task.instance.capacity is not None:
        total -= int(prices.room @ task.instance.capacity)
    return total
