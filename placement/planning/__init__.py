"""
Several cases together: who goes where, merits first, proven.

``solve`` works on plain whole-number arrays and knows nothing of housing, so that instances from
elsewhere run too. ``check`` and ``price`` are its specification: pure functions without a solver
that say whether a plan keeps every rule and what it is worth. Whatever method finds a plan, the
plan is checked and priced by them before it is returned.

Importing this package is light; numpy, scipy and ortools are imported when a plan is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from placement.planning.instance import Instance
    from placement.planning.plan import Plan

__all__ = ["check", "price", "read", "solve"]


def solve(
    merit: ArrayLike,
    allowed: ArrayLike,
    *,
    preference: ArrayLike | None = None,
    apart: ArrayLike = (),
    base: ArrayLike | None = None,
    spread_cost: ArrayLike | None = None,
    group: ArrayLike | None = None,
    group_cost: ArrayLike | None = None,
    size: ArrayLike | None = None,
    capacity: ArrayLike | None = None,
    time_limit_s: float | None = None,
    progress: Callable[[str, int | None, int | None], None] | None = None,
) -> Plan:
    """
    Place every case, for the most merit less the costs of concentration, then preference.

    All numbers are whole. A table of costs is convex along each row (no cost is below the one
    before it). A row that ends before the last person does not limit anybody: each person past
    the last column costs what the last column says.

    Parameters
    ----------
    merit
        Cases x places: what it is worth to have the case there.
    allowed
        Cases x places: whether the case may be there.
    preference
        Cases x places: settles what merit less costs leaves equal, never more.
    apart
        Pairs of case rows that may not share a place.
    base
        Places: how many people are there already (0 where not given). In a group, the sum over
        its places.
    spread_cost
        Places x counts: the first new case at a place costs ``spread_cost[place, base[place]]``,
        the next one the column after it. Each case is one person here, whatever its size.
    group
        Places: the group of each place, 0 and up.
    group_cost
        Groups x counts: the same for everybody in a group of places.
    size
        Cases: how much of a capacity each takes (1 where not given).
    capacity
        Places: how much can be taken in all, true supply and never a quota; no limit where not
        given. What ``base`` counts does not take any of it.
    time_limit_s
        Seconds after which the best plan so far is returned with its proven bound.
    progress
        Called with what is being done, the best objective so far and the proven bound (either
        may be None). Ctrl-C returns the best so far.

    Returns
    -------
    Plan
        ``assignment``, ``objective``, ``preference``, ``bound``, ``status``, ``seconds``.

    Raises
    ------
    InputError
        The arrays do not fit together; every problem is in the one message.
    """
    from placement.planning.solving import plan_for

    instance = read(
        merit,
        allowed,
        preference=preference,
        apart=apart,
        base=base,
        spread_cost=spread_cost,
        group=group,
        group_cost=group_cost,
        size=size,
        capacity=capacity,
    )
    return plan_for(instance, time_limit_s=time_limit_s, progress=progress)


def read(
    merit: ArrayLike,
    allowed: ArrayLike,
    *,
    preference: ArrayLike | None = None,
    apart: ArrayLike = (),
    base: ArrayLike | None = None,
    spread_cost: ArrayLike | None = None,
    group: ArrayLike | None = None,
    group_cost: ArrayLike | None = None,
    size: ArrayLike | None = None,
    capacity: ArrayLike | None = None,
) -> Instance:
    """Check the arrays of ``solve`` and hold them together; InputError names every fault."""
    from placement.planning import instance

    return instance.read(
        merit,
        allowed,
        preference=preference,
        apart=apart,
        base=base,
        spread_cost=spread_cost,
        group=group,
        group_cost=group_cost,
        size=size,
        capacity=capacity,
    )


def check(instance: Instance, assignment: ArrayLike) -> list[str]:
    """List every rule that the plan breaks; none means that the plan is valid."""
    from placement.planning import specification

    return specification.check(instance, assignment)


def price(instance: Instance, assignment: ArrayLike) -> tuple[int, int]:
    """Reckon the objective and the preference of a plan, valid or not."""
    from placement.planning import specification

    return specification.price(instance, assignment)
