"""
One planning question as a single sum to make least.

Objective first, preference second becomes one whole number: the objective is multiplied by more
than all preferences together can differ, and the preferences are added. The order of any two
plans is unchanged, so one proof covers both stages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from placement.planning.apart import Apart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from placement.planning.instance import Instance

    Ints = NDArray[np.int64]

FAR = 2**57  # the cost of a closed place: above any sum that instance.read lets through


@dataclass(frozen=True)
class Table:
    """
    Marginal costs of the next person, row by row; past the end the last column holds.

    Attributes
    ----------
    cost
        Rows x columns, convex along a row, int64.
    start
        The column that the first new person pays, (rows,).
    """

    cost: Ints
    start: Ints

    def at(self, row: Ints, count: Ints) -> Ints:
        """Look up the cost of one more where ``count`` are new already, element by element."""
        column = np.minimum(self.start[row] + count, self.cost.shape[1] - 1)
        cost: Ints = self.cost[row, column]
        return cost

    def below(self, price: Ints, most: Ints) -> int:
        """Find the least that up to ``most`` people can cost, less ``price`` a head."""
        columns = self.cost.shape[1]
        first = np.minimum(self.start, columns - 1)[:, None]
        column = np.arange(columns)[None, :]
        counted = (column >= first) & (column - first < most[:, None])
        gain = np.minimum(self.cost - price[:, None], 0)
        past = np.maximum(most - (columns - np.minimum(self.start, columns - 1)), 0)
        return int(gain[counted].sum() + (gain[:, -1] * past).sum())


@dataclass(frozen=True)
class Task:
    """
    The same question with one cost to make least.

    Attributes
    ----------
    cost
        Cases x places, ``FAR`` where the case may not be.
    spread, group, concentration
        Costs of numbers at places; the group of each place (0 where there are none) and the
        costs of numbers in groups, or None.
    limit
        The most cases that may be at each place, when sizes are all one; else all cases.
    apart
        Who may not share a place.
    unit
        What one point of the objective is in this cost.
    uneven
        Whether capacities bind and cases take different amounts of them.
    grain
        Every plan costs a multiple of this.
    """

    instance: Instance
    cost: Ints
    spread: Table
    group: Ints | None
    concentration: Table | None
    limit: Ints
    apart: Apart
    unit: int
    uneven: bool
    grain: int = 1

    @property
    def cases(self) -> int:
        """Count the cases."""
        return int(self.cost.shape[0])

    @property
    def places(self) -> int:
        """Count the places."""
        return int(self.cost.shape[1])

    @property
    def partners(self) -> Ints:
        """List the pairs that may not share a place."""
        return self.apart.pairs

    @cached_property
    def largest(self) -> int:
        """Find the largest single cost, either way."""
        tables = [self.spread.cost, self.cost[self.instance.allowed]]
        if self.concentration is not None:
            tables.append(self.concentration.cost)
        return max(int(np.abs(table).max(initial=0)) for table in tables)

    def value(self, place: Ints) -> int:
        """Reckon the cost of a plan."""
        total = int(self.cost[np.arange(self.cases), place].sum())
        total += _summed(self.spread, place)
        if self.concentration is not None and self.group is not None:
            total += _summed(self.concentration, self.group[place])
        return total

    def finer(self, times: int) -> Task:
        """Ask the same in smaller units, so that prices may lie between whole costs."""

        def fine(table: Table) -> Table:
            return replace(table, cost=times * table.cost)

        return replace(
            self,
            cost=np.where(self.instance.allowed, times * self.cost, FAR),
            spread=fine(self.spread),
            concentration=None if self.concentration is None else fine(self.concentration),
            unit=times * self.unit,
            grain=times * self.grain,
        )

    def closed_but(self, open_: NDArray[np.bool_]) -> Task:
        """Ask the same with only these choices open."""
        instance = replace(self.instance, allowed=open_)
        return replace(self, instance=instance, cost=np.where(open_, self.cost, FAR))

    def bound_on_objective(self, least: int) -> int:
        """Give the greatest objective that a cost of ``least`` or more leaves possible."""
        return -least // self.unit


def build(instance: Instance) -> Task:
    """Put objective and preference into one cost."""
    liked, unit = _preferences(instance)
    if instance.size is not None and instance.capacity is not None:
        fits = instance.size[:, None] <= instance.capacity
        instance = replace(instance, allowed=instance.allowed & fits)
    cost = np.where(instance.allowed, -unit * instance.merit - liked, FAR)
    concentration = None
    if instance.group is not None and instance.group_cost is not None:
        held = np.bincount(instance.group, instance.base, minlength=len(instance.group_cost))
        concentration = Table(unit * instance.group_cost, held.astype(np.int64))
    if instance.spread_cost is None:
        spread = Table(
            np.zeros((instance.places, 1), np.int64), np.zeros(instance.places, np.int64)
        )
    else:
        spread = Table(unit * instance.spread_cost, instance.base)
    return Task(
        instance=instance,
        cost=cost,
        spread=spread,
        group=None if concentration is None else instance.group,
        concentration=concentration,
        limit=_limits(instance),
        apart=Apart(instance.apart),
        unit=unit,
        uneven=instance.size is not None and len(np.unique(instance.size)) > 1,
    )


def _preferences(instance: Instance) -> tuple[Ints, int]:
    """Count preference from each case's least; also one more than all can come to."""
    if instance.preference is None or not instance.cases or not instance.places:
        return np.zeros((1, 1), np.int64), 1
    high = np.where(instance.allowed, instance.preference, np.iinfo(np.int64).min).max(axis=1)
    low = np.where(instance.allowed, instance.preference, np.iinfo(np.int64).max).min(axis=1)
    can = instance.allowed.any(axis=1)
    spread = int(np.where(can, high - np.where(can, low, 0), 0)[can].sum())
    liked = np.where(instance.allowed, instance.preference - np.where(can, low, 0)[:, None], 0)
    return liked, 1 + spread


def _limits(instance: Instance) -> Ints:
    most = np.full(instance.places, instance.cases, np.int64)
    if instance.capacity is None or instance.size is None or not instance.cases:
        return most
    least = int(instance.size.min())
    if least == 0:
        return most
    return np.minimum(most, instance.capacity // least)


def _summed(table: Table, where: Ints) -> int:
    ordered = np.sort(where)
    nth = np.arange(len(ordered)) - np.searchsorted(ordered, ordered)
    return int(table.at(ordered, nth).sum())
