"""
The plan without pairs: a minimum-cost flow on a network cut to the arcs that can matter.

Each case starts with only the places that look cheapest for it; the flow on those is nearly
always the flow on all of them, and what is missing is found by rerouting over every arc
(``residual``), which also gives the prices that prove it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from placement.planning.residual import Residual

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from placement.planning.task import Table, Task

    Ints = NDArray[np.int64]

NEAR = 8
SAMPLE = 1_000
MOST_TURNS = 6
MOST_RINGS = 40


def relaxed(task: Task) -> Residual | None:
    """
    Find the cheapest plan, pairs and uneven sizes left aside, with the prices that prove it.

    Returns
    -------
    Residual or None
        Settled; None where not even this question has a plan.
    """
    prices = np.zeros(task.places, np.int64)
    if task.cases > 2 * SAMPLE:
        few = relaxed(_thinned(task, task.cases // SAMPLE))
        if few is not None:
            prices = few.price[: task.places] - few.price[few.root]
    arcs = nearest(task.cost + prices, task.instance.allowed, NEAR)
    for turn in range(MOST_TURNS):
        place = _flow(task, arcs)
        if place is None:
            if arcs.sum() == task.instance.allowed.sum():
                return None
            arcs = nearest(task.cost + prices, task.instance.allowed, NEAR * 4 ** (turn + 1))
            continue
        every = Residual(task, place)
        every.price[: task.places] = prices
        if every.settle(None if turn == MOST_TURNS - 1 else MOST_RINGS):
            return every
        only = Residual(task, place, arcs)
        only.price[: task.places] = prices
        only.settle()
        prices = only.price[: task.places] - only.price[only.root]
        arcs = arcs | nearest(task.cost + prices, task.instance.allowed, NEAR)
    place = _flow(task, task.instance.allowed)
    if place is None:
        return None
    every = Residual(task, place)
    every.settle()
    return every


def _thinned(task: Task, every: int) -> Task:
    """Ask the same with every few-th case only, and count numbers in as many."""
    rows = slice(None, None, every)
    concentration = task.concentration
    if concentration is not None:
        concentration = _strided(concentration, every)
    return replace(
        task,
        instance=replace(task.instance, allowed=task.instance.allowed[rows]),
        cost=task.cost[rows],
        spread=_strided(task.spread, every),
        concentration=concentration,
        limit=-(-task.limit // every),
    )


def _strided(table: Table, every: int) -> Table:
    rows, columns = table.cost.shape
    steps = np.arange(0, columns + every, every) + every // 2
    row = np.repeat(np.arange(rows), len(steps))
    cost = table.at(row, np.tile(steps, rows)).reshape(rows, len(steps))
    return replace(table, cost=cost, start=np.zeros(rows, np.int64))


def nearest(cost: Ints, allowed: NDArray[np.bool_], near: int) -> NDArray[np.bool_]:
    """Mark the ``near`` cheapest places of each case, or a few more where costs are equal."""
    if near >= cost.shape[1]:
        return allowed
    reach = np.partition(cost, near - 1, axis=1)[:, near - 1 : near]
    return allowed & (cost <= reach)


def _flow(task: Task, arcs: NDArray[np.bool_]) -> Ints | None:
    from ortools.graph.python import min_cost_flow

    case, place = np.nonzero(arcs)
    cases, places = task.cases, task.places
    root = cases + places
    above = np.full(places, root)
    tails, heads, rooms, costs = [case], [cases + place], [np.ones_like(case)], []
    costs = [task.cost[case, place]]
    if task.concentration is not None and task.group is not None:
        groups = len(task.concentration.cost)
        root += groups
        above = cases + places + task.group
        row, room, cost = runs(task.concentration, np.full(groups, cases))
        tails.append(cases + places + row)
        heads.append(np.full(len(row), root))
        rooms.append(room)
        costs.append(cost)
    row, room, cost = runs(task.spread, np.minimum(task.limit, arcs.sum(axis=0)))
    tails.append(cases + row)
    heads.append(above[row])
    rooms.append(room)
    costs.append(cost)
    network = min_cost_flow.SimpleMinCostFlow()
    network.add_arcs_with_capacity_and_unit_cost(
        np.concatenate(tails).astype(np.int32),
        np.concatenate(heads).astype(np.int32),
        np.concatenate(rooms).astype(np.int64),
        np.concatenate(costs).astype(np.int64),
    )
    supply = np.zeros(root + 1, np.int64)
    supply[:cases] = 1
    supply[root] = -cases
    network.set_nodes_supplies(np.arange(root + 1, dtype=np.int32), supply)
    if network.solve() != network.OPTIMAL:
        return None
    used = network.flows(np.arange(len(case), dtype=np.int32)) > 0
    found = np.zeros(cases, np.int64)
    found[case[used]] = place[used]
    return found


def runs(table: Table, most: Ints) -> tuple[Ints, Ints, Ints]:
    """
    Turn the steps of a convex table into arcs, equal steps together.

    Returns
    -------
    row, room, cost
        One entry per arc.
    """
    columns = table.cost.shape[1]
    first = np.minimum(table.start, columns - 1)[:, None]
    column = np.arange(columns)[None, :]
    room = np.where(column >= first, 1, 0)
    room[:, -1] = np.maximum(most - (columns - 1 - first[:, 0]), 0)
    room = np.where(column - first < most[:, None], room, 0)
    row, at = np.nonzero(room)
    cost = table.cost[row, at]
    fresh = np.ones(len(row), bool)
    fresh[1:] = (row[1:] != row[:-1]) | (cost[1:] != cost[:-1])
    start = np.flatnonzero(fresh)
    together = np.add.reduceat(room[row, at], start) if len(start) else room[row, at]
    return row[start], together, cost[start]
