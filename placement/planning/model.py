"""
What the flow and the prices left undecided, or the whole question, for CP-SAT.

One worker and a fixed seed: one run is like the next. With ``linearization_level=2`` the linear
relaxation, which is tight here, does most of the proving. Costs are given as what each choice
adds to the proven bound, none below 0, so a limit on their sum closes most choices at once. The
model is the specification written as rows; its answer is checked and priced like any other.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from ortools.sat.python.cp_model import (
        CpModel,
        CpSolver,
        CpSolverSolutionCallback,
        CpSolverStatus,
    )

    from placement.planning.certificate import Prices
    from placement.planning.task import Table, Task

    Ints = NDArray[np.int64]

SEED = 20170401
WAIT_S = 0.2  # how often to look whether a search has ended, where Ctrl-C cannot wake us


@dataclass(frozen=True)
class Part:
    """
    Cases to place among themselves, everybody else staying where they are.

    Attributes
    ----------
    cases, places, groups
        Rows of the task that belong to this part.
    open_
        Cases of the task x places: where a case may go in this search.
    settled
        The place of each case outside the part, -1 for those inside.
    """

    task: Task
    prices: Prices
    cases: Ints
    places: Ints
    groups: Ints
    open_: NDArray[np.bool_]
    settled: Ints


@dataclass(frozen=True)
class Answer:
    """
    What a search found.

    Attributes
    ----------
    place
        The best plan found, settled cases included, or None.
    least
        What the part adds at least to the bound that its prices prove; None when not known.
    done
        Whether the search ended by itself: the plan is best, or there is none.
    stopped
        Whether it was ended by hand.
    """

    place: Ints | None
    least: int | None
    done: bool
    stopped: bool = False


def search(
    part: Part,
    *,
    hint: Ints | None = None,
    below: int | None = None,
    seconds: float | None = None,
    effort: float | None = None,
    better: Callable[[Ints], None] | None = None,
) -> Answer:
    """
    Find the plan that adds least; only such as add less than ``below``, where it is given.

    ``better`` is told of each plan found on the way; ``hint`` is one to start from. ``effort``
    limits the search by what it does and not by the clock, so that one run is like the next.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    at = _choices(model, part, hint)
    if at is None:
        return Answer(None, None, done=True)
    terms: list[tuple[Any, int]] = list(_own_costs(part, at))
    terms += _keep_apart(model, part, at)
    terms += _keep_to_supply(model, part, at)
    terms += _numbers(model, part, at)
    total = cp_model.LinearExpr.weighted_sum([v for v, _ in terms], [c for _, c in terms])
    if below is not None:
        model.add(total <= below - 1)
    model.minimize(total)
    return _answer(model, part, at, (seconds, effort), better)


def _choices(model: CpModel, part: Part, hint: Ints | None) -> dict[tuple[int, int], Any] | None:
    """Make one yes-or-no for each case and place that is open to it."""
    at: dict[tuple[int, int], Any] = {}
    for case in part.cases.tolist():
        options = []
        for place in np.flatnonzero(part.open_[case]).tolist():
            here = at[case, place] = model.new_bool_var("")
            options.append(here)
            if hint is not None:
                model.add_hint(here, bool(hint[case] == place))
        if not options:
            return None
        model.add_exactly_one(options)
    return at


def _own_costs(part: Part, at: dict[tuple[int, int], Any]) -> Iterator[tuple[Any, int]]:
    charged = part.prices.charged(part.task)
    charged -= charged.min(axis=1, keepdims=True)
    for key, here in at.items():
        if charged[key]:
            yield here, int(charged[key])


def _keep_apart(
    model: CpModel, part: Part, at: dict[tuple[int, int], Any]
) -> Iterator[tuple[Any, int]]:
    """Let one of a pair or circle at most be at a place; a charge is paid where nobody is."""
    inside = np.zeros(part.task.cases, bool)
    inside[part.cases] = True
    here = np.zeros(part.task.places, bool)
    here[part.places] = True
    apart = part.task.apart
    charged: dict[int, dict[int, int]] = {}
    for (number, place), charge in part.prices.charge.items():
        charged.setdefault(number, {})[place] = charge
    for number in sorted({*apart.tightest.tolist(), *charged}):
        members = apart.members(number)
        mine = members[inside[members]]
        if not len(mine):
            continue
        paid = charged.get(number, {})
        stay = set(part.settled[members[~inside[members]]].tolist())
        could = part.open_[mine].sum(axis=0)
        matters = here & (
            (could > 1) | ((could == 1) & np.isin(np.arange(len(here)), [*stay, *paid]))
        )
        for place in np.flatnonzero(matters).tolist():
            there = [at[case, place] for case in mine.tolist() if (case, place) in at]
            if place in stay:
                for person in there:
                    model.add(person == 0)
            elif place in paid:
                nobody = model.new_bool_var("")
                model.add_exactly_one([*there, nobody])
                yield nobody, paid[place]
            else:
                model.add_at_most_one(there)


def _keep_to_supply(
    model: CpModel, part: Part, at: dict[tuple[int, int], Any]
) -> Iterator[tuple[Any, int]]:
    """Overdraw no room; where room has a price, what is left of it costs that price."""
    from ortools.sat.python.cp_model import LinearExpr

    size, capacity = part.task.instance.size, part.task.instance.capacity
    if size is None or capacity is None:
        return
    stay = part.settled >= 0
    for place in part.places.tolist():
        here = [case for case in part.cases.tolist() if (case, place) in at]
        room = int(capacity[place]) - int(size[stay & (part.settled == place)].sum())
        price = int(part.prices.room[place])
        if size[here].sum() <= room and not price:
            continue
        left = model.new_int_var(0, max(room, 0), "") if room >= 0 else 0
        taken = LinearExpr.weighted_sum([at[case, place] for case in here], size[here].tolist())
        model.add(taken + left == room)
        if price:
            yield left, price


def _numbers(
    model: CpModel, part: Part, at: dict[tuple[int, int], Any]
) -> Iterator[tuple[Any, int]]:
    """Count those at each place and in each group, and what that adds."""
    task = part.task
    here: dict[int, list[Any]] = {place: [] for place in part.places.tolist()}
    for (_, place), there in at.items():
        here[place].append(there)
    settled = part.settled[part.settled >= 0]
    load = np.bincount(settled, minlength=task.places)
    alone = part.prices.alone(task)
    for place, members in here.items():
        room = int(task.limit[place] - load[place])
        yield from _steps(model, task.spread, place, load[place], alone[place], members, room)
    if task.concentration is None or task.group is None:
        return
    joined = np.bincount(task.group, load, minlength=len(part.prices.group)).astype(np.int64)
    for group in part.groups.tolist():
        members = [
            v for place, inside in here.items() if task.group[place] == group for v in inside
        ]
        price = part.prices.group[group]
        room = int(task.cases - joined[group])
        yield from _steps(model, task.concentration, group, joined[group], price, members, room)


def _steps(
    model: CpModel, table: Table, row: int, load: int, price: int, members: list[Any], room: int
) -> Iterator[tuple[Any, int]]:
    """Give the convex cost of a number as stretches of equal steps, none below 0."""
    most = min(len(members), room)
    if not most:
        for here in members:
            model.add(here == 0)
        return
    adds = table.at(np.full(most, row), np.arange(load, load + most)) - price
    if len(members) <= room and not adds.any():
        return
    rows = []
    start = np.flatnonzero(np.diff(adds, prepend=adds[:1] - 1))
    for first, last in zip(start, [*start[1:], len(adds)], strict=True):
        stretch = model.new_int_var(0, int(last - first), "")
        rows.append(stretch)
        if adds[first] > 0:
            yield stretch, int(adds[first])
        elif adds[first] < 0:
            missing = model.new_int_var(0, int(last - first), "")
            model.add(stretch + missing == int(last - first))
            yield missing, -int(adds[first])
    model.add(sum(members) == sum(rows))


def _answer(
    model: CpModel,
    part: Part,
    at: dict[tuple[int, int], Any],
    limits: tuple[float | None, float | None],
    better: Callable[[Ints], None] | None,
) -> Answer:
    from ortools.sat.python import cp_model

    def plan(chosen: Callable[[Any], bool]) -> Ints:
        found = part.settled.copy()
        for (case, place), here in at.items():
            if chosen(here):
                found[case] = place
        return found

    class Each(cp_model.CpSolverSolutionCallback):
        """Passes each plan on as it is found."""

        def on_solution_callback(self) -> None:
            if better is not None:
                better(plan(self.boolean_value))

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.linearization_level = 2
    if part.task.uneven:  # knapsacks: measured twice as fast so
        solver.parameters.symmetry_level = 0
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.add_zero_half_cuts = False
    seconds, effort = limits
    if seconds is not None:
        solver.parameters.max_time_in_seconds = max(seconds, 0.01)
    if effort is not None:
        solver.parameters.max_deterministic_time = effort
    status, stopped = _interruptible(solver, model, Each())
    if status == cp_model.INFEASIBLE:
        return Answer(None, None, done=True)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
        return Answer(None, None, done=False, stopped=stopped)
    least = max(0, round(solver.best_objective_bound))
    if status == cp_model.UNKNOWN:
        return Answer(None, least, done=False, stopped=stopped)
    done = status == cp_model.OPTIMAL
    return Answer(plan(solver.boolean_value), least, done=done, stopped=stopped and not done)


def _interruptible(
    solver: CpSolver, model: CpModel, each: CpSolverSolutionCallback
) -> tuple[CpSolverStatus, bool]:
    """
    Solve in a thread, so that Ctrl-C reaches this one; also tell whether it did.

    Left to itself the solver takes Ctrl-C over and does not give it back: the next one would end
    the whole program without a word.
    """
    solver.parameters.catch_sigint_signal = False
    ended: list[CpSolverStatus] = []
    faults: list[BaseException] = []
    done = threading.Event()  # a join that Ctrl-C breaks off may take a running thread for ended

    def work() -> None:
        try:
            ended.append(solver.solve(model, each))
        except BaseException as fault:
            faults.append(fault)
        finally:
            done.set()

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    stopped = False
    while not done.is_set():
        try:
            done.wait(WAIT_S)
        except KeyboardInterrupt:
            stopped = True
            solver.stop_search()
    if faults:
        raise faults[0]
    return ended[0], stopped
