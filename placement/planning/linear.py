"""
The linear relaxation of what is left, with a row for each pair or circle at each place.

Raising one charge at a time can jam where several have to rise together; the linear program
moves them all. It works on what each choice adds to the bound already proven, so its numbers are
small, and its duals correct the prices. They are rounded to whole numbers and prove nothing
until ``certificate.bound`` has reckoned with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from placement.planning.certificate import Prices

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from placement.planning.task import Table, Task

    Ints = NDArray[np.int64]


class Rows:
    """Rows of a linear program, gathered a block at a time."""

    def __init__(self) -> None:
        self.row: list[Ints] = []
        self.column: list[Ints] = []
        self.value: list[Ints] = []
        self.right: list[Ints] = []
        self.count = 0

    def new(self, right: Ints) -> Ints:
        """Begin rows with these right-hand sides."""
        self.right.append(right)
        rows = np.arange(self.count, self.count + len(right))
        self.count += len(right)
        return rows

    def put(self, row: Ints, column: Ints, value: Ints) -> None:
        """Entries of the rows."""
        self.row.append(row)
        self.column.append(column)
        self.value.append(value)


def relax(
    task: Task, prices: Prices, open_: NDArray[np.bool_], seconds: float | None = None
) -> tuple[Prices, Ints] | None:
    """
    Better prices, and the plan nearest to the linear optimum.

    Parameters
    ----------
    task, prices
        The question and the prices so far.
    open_
        Cases x places: what can still be in a better plan.
    seconds
        When to stop.

    Returns
    -------
    (Prices, array) or None
        New prices and, for each case, the place where most of it is; None where it failed.
    """
    from scipy.optimize import linprog

    case, place = np.nonzero(open_)
    arcs = len(case)
    charged = task.cost + prices.place
    costs = [charged[case, place] - charged.min(axis=1)[case]]
    most = [np.ones(arcs, np.int64)]
    same, less = Rows(), Rows()
    same.put(same.new(np.ones(task.cases, np.int64))[case], np.arange(arcs), np.ones(arcs, int))
    at_place = same.new(np.zeros(task.places, np.int64))
    same.put(at_place[place], np.arange(arcs), np.ones(arcs, int))
    row, room, cost = _stretches(task.spread, prices.alone(task), open_.sum(axis=0), task.limit)
    same.put(at_place[row], arcs + np.arange(len(row)), -np.ones(len(row), int))
    costs, most, columns = [*costs, cost], [*most, room], arcs + len(row)
    at_group = at_place[:0]
    if task.concentration is not None and task.group is not None:
        at_group = same.new(np.zeros(len(prices.group), np.int64))
        same.put(at_group[task.group[row]], arcs + np.arange(len(row)), np.ones(len(row), int))
        everybody = np.full(len(prices.group), task.cases)
        row, room, cost = _stretches(task.concentration, prices.group, everybody, everybody)
        same.put(at_group[row], columns + np.arange(len(row)), -np.ones(len(row), int))
        costs, most, columns = [*costs, cost], [*most, room], columns + len(row)
    number = np.full(open_.shape, -1)
    number[case, place] = np.arange(arcs)
    kept, where = _apart_rows(task, open_, less, number)
    at_room = _room_rows(task, open_, less, number)
    answer = linprog(
        np.concatenate(costs),
        A_ub=_matrix(less, columns),
        b_ub=np.concatenate(less.right) if less.count else None,
        A_eq=_matrix(same, columns),
        b_eq=np.concatenate(same.right),
        bounds=np.stack([np.zeros(columns), np.concatenate(most)], axis=1),
        method="highs",
        options={} if seconds is None else {"time_limit": max(seconds, 0.01)},
    )
    if answer.status != 0:
        return None
    shares = np.full(open_.shape, -1.0)
    shares[case, place] = answer.x[:arcs]
    equal, under = answer.eqlin.marginals, answer.ineqlin.marginals
    group = prices.group - np.rint(equal[at_group]).astype(np.int64)
    lift = -np.rint(equal[at_place]).astype(np.int64)
    found = Prices(
        place=prices.place + lift,
        group=group,
        room=np.maximum(-np.rint(under[at_room]).astype(np.int64), 0)
        if len(at_room)
        else prices.room,
        charge=_charges(kept, where, -under[: len(kept)]),
    )
    return found, shares.argmax(axis=1)


def _stretches(table: Table, price: Ints, most: Ints, limit: Ints) -> tuple[Ints, Ints, Ints]:
    """Equal steps of each row as one column: its row, its room, what a step adds."""
    from placement.planning.flow import runs

    row, room, cost = runs(table, np.minimum(most, limit))
    return row, room, cost - price[row]


def _apart_rows(
    task: Task, open_: NDArray[np.bool_], less: Rows, number: Ints
) -> tuple[Ints, Ints]:
    """One at most of each circle, and of each pair inside none, at each place."""
    tightest = task.apart.tightest
    member, case = task.apart.spread_out(tightest)
    could = np.zeros((len(tightest), task.places), np.int64)
    np.add.at(could, member, open_[case])
    kept, where = np.nonzero(could > 1)
    row = np.full(could.shape, -1)
    row[kept, where] = less.new(np.ones(len(kept), np.int64))
    entry, place = np.nonzero(open_[case] & (row[member] >= 0))
    less.put(row[member[entry], place], number[case[entry], place], np.ones(len(entry), int))
    return tightest[kept], where


def _room_rows(task: Task, open_: NDArray[np.bool_], less: Rows, number: Ints) -> Ints:
    size, capacity = task.instance.size, task.instance.capacity
    if size is None or capacity is None or not task.uneven:
        return np.zeros(0, np.int64)
    rows = less.new(capacity)
    case, place = np.nonzero(open_)
    less.put(rows[place], number[case, place], size[case])
    return rows


def _matrix(rows: Rows, columns: int) -> csr_array | None:
    from scipy.sparse import coo_array

    if not rows.count:
        return None
    values = np.concatenate(rows.value).astype(float)
    at = (np.concatenate(rows.row), np.concatenate(rows.column))
    return coo_array((values, at), shape=(rows.count, columns)).tocsr()


def _charges(number: Ints, where: Ints, paid: NDArray[np.float64]) -> dict[tuple[int, int], int]:
    whole = np.rint(paid).astype(np.int64)
    kept = np.flatnonzero(whole > 0)
    keys = zip(number[kept].tolist(), where[kept].tolist(), strict=True)
    return dict(zip(keys, whole[kept].tolist(), strict=True))
