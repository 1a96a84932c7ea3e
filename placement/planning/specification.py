"""
What a valid plan is, and what it is worth: the specification of ``solve``.

Pure functions of the arrays and a plan. No solver is imported here, and no method may return a
plan that ``check`` faults or that ``price`` values otherwise than the method said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from placement.planning.instance import Instance


def check(instance: Instance, assignment: ArrayLike) -> list[str]:
    """List every rule that the plan breaks; none means that the plan is valid."""
    place = np.asarray(assignment)
    if place.shape != (instance.cases,) or (place.size and place.dtype.kind not in "iu"):
        return [f"The plan must name one place for each of {instance.cases} cases."]
    outside = (place < 0) | (place >= instance.places)
    if outside.any():
        return [
            f"Case {case} is at place {place[case]}; places are 0 to {instance.places - 1}."
            for case in np.flatnonzero(outside)
        ]
    place = place.astype(np.int64)
    closed = ~instance.allowed[np.arange(instance.cases), place]
    faults = [
        f"Case {case} is at place {place[case]}, which is not allowed for it."
        for case in np.flatnonzero(closed)
    ]
    first, second = instance.apart.T
    faults += [
        f"Cases {one} and {other} may not share a place and are both at {place[one]}."
        for one, other in instance.apart[place[first] == place[second]]
    ]
    if instance.capacity is not None and instance.size is not None:
        taken = np.zeros(instance.places, np.int64)
        np.add.at(taken, place, instance.size)
        faults += [
            f"Place {full} has {instance.capacity[full]} and {taken[full]} would be taken."
            for full in np.flatnonzero(taken > instance.capacity)
        ]
    return faults


def price(instance: Instance, assignment: ArrayLike) -> tuple[int, int]:
    """Reckon the objective (merit less costs) and the preference of a plan, valid or not."""
    place = np.asarray(assignment, dtype=np.int64)
    rows = np.arange(instance.cases)
    total = int(instance.merit[rows, place].sum())
    if instance.spread_cost is not None:
        total -= concentration(instance.spread_cost, instance.base, place)
    if instance.group is not None and instance.group_cost is not None:
        groups = len(instance.group_cost)
        held = np.bincount(instance.group, instance.base, minlength=groups).astype(np.int64)
        total -= concentration(instance.group_cost, held, instance.group[place])
    liked = 0 if instance.preference is None else int(instance.preference[rows, place].sum())
    return total, liked


def concentration(
    table: NDArray[np.int64], base: NDArray[np.int64], where: NDArray[np.int64]
) -> int:
    """
    Reckon the cost of everybody who is new, row by row of a convex table.

    The k-th new person in a row costs ``table[row, base[row] + k - 1]``, or the last column past
    the end.
    """
    ordered = np.sort(where)
    nth = np.arange(len(ordered)) - np.searchsorted(ordered, ordered)
    column = np.minimum(base[ordered] + nth, table.shape[1] - 1)
    return int(table[ordered, column].sum())
