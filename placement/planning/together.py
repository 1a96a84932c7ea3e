"""
From a planning question to the best plan, proven: arrays for ``solve``, and branching on clashes.

``solve`` places everybody at once. Being left out is one more place, which costs more than anything
else could bring, and more again for somebody whom people have fixed: so they come first, and then
most cases placed. What ``solve`` does not know - that two homes can lie in one area - the
specification finds: of the people in a clash one at least must be elsewhere, so each is tried in
turn, the best bound first, until the best plan left breaks no rule.
"""

from __future__ import annotations

import contextlib
import heapq
import time
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from placement.planning import solve
from placement.planning.valid import Worth, change, check, clashes, price

if TYPE_CHECKING:
    from collections.abc import Callable

    from placement.planning.question import Person, Plan, Question, Spot

    Progress = Callable[[str, int | None, int | None], None]

Banned = frozenset[tuple[str, "Spot"]]
MOST_OPEN = 5000
MOST_MENDED = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """A valid plan, its worth, a bound on the objective of plans that place as many, its proof."""

    plan: Plan
    worth: Worth
    bound: int
    status: str  # optimal or feasible
    seconds: float
    most_placed: bool = True  # whether it is proven that no plan places more


@dataclass(frozen=True, slots=True)
class _Node:
    plan: Plan
    bound: tuple[int, int]  # no plan of this branch is worth more: packed objective, packed rest
    proven: bool


def best(
    question: Question,
    *,
    time_limit_s: float | None = None,
    progress: Progress | None = None,
) -> Answer:
    """
    Return the best plan of a question: most placed, then each step of ``Worth``.

    ``optimal`` only where every step is proven. Within ``time_limit_s`` seconds, or until Ctrl-C.
    """
    start = time.perf_counter()
    arrays = Arrays(question)
    late = float("inf") if time_limit_s is None else start + time_limit_s

    def left() -> float | None:
        return None if time_limit_s is None else max(0.0, late - time.perf_counter())

    number = count()
    queue: list[tuple[tuple[int, int], int, Banned, _Node]] = []

    def add(banned: Banned, key: tuple[int, int]) -> bool:
        node = arrays.solve(banned, left(), progress)
        heapq.heappush(queue, (max(key, _key(node)), next(number), banned, node))
        return node.proven

    def branch() -> Plan | None:
        """Part people who clash, the best bound first; None where time or patience ended."""
        going = add(frozenset(), (-(2**62), 0))
        while True:
            key, _, banned, node = parted = queue[0]
            clash = next(iter(clashes(question, node.plan)), None)
            if clash is None and node.proven:
                return node.plan
            if not going or time.perf_counter() > late or len(queue) > MOST_OPEN:
                return None
            going = all(  # solve takes Ctrl-C as the end of its own search: then not proven
                add(banned | {(reference, spot) for spot in spots}, key)
                for reference, spots in (clash.people if clash else ())
            )
            if going:
                queue.remove(parted)
                heapq.heapify(queue)

    plan = None
    with contextlib.suppress(KeyboardInterrupt):
        plan = branch()
    if not queue:
        raise KeyboardInterrupt
    key = min(each[0] for each in queue)
    proven = plan is not None
    if plan is None:
        plan = _nearest(question, [each[3] for each in sorted(queue, key=lambda one: one[:2])])
    return _answer(question, arrays, plan, key, proven, start)


def _nearest(question: Question, nodes: list[_Node]) -> Plan:
    """Return the best plan that mending any of the plans so far gives."""
    plans = [_filled(question, _mended(question, node.plan)) for node in nodes[:MOST_MENDED]]
    return max(plans, key=lambda plan: price(question, plan))


def _key(node: _Node) -> tuple[int, int]:
    return -node.bound[0], -node.bound[1]


def _mended(question: Question, plan: Plan) -> Plan:
    """Leave out people until a plan breaks no rule."""
    plan = dict(plan)
    while found := clashes(question, plan):
        plan[found[0].people[-1][0]] = None
    return plan


def _filled(question: Question, plan: Plan) -> Plan:
    """Give whoever has no place the best one that is free, those fixed by people first."""
    plan = dict(plan)
    for person in sorted(question.people, key=lambda person: person.fixed != "panel"):
        wanted = sorted(person.open_spots, key=lambda spot: -person.merit[spot.lha])
        for spot in wanted if plan[person.reference] is None else ():
            trial = {**plan, person.reference: spot}
            if not clashes(question, trial):
                plan = trial
                break
    return plan


def _answer(
    question: Question,
    arrays: Arrays,
    plan: Plan,
    key: tuple[int, int],
    proven: bool,
    start: float,
) -> Answer:
    faults = check(question, plan)
    worth = price(question, plan)
    if faults or (proven and arrays.packed(worth) != -key[0]):
        raise RuntimeError("The planner and its specification disagree; please report this.")
    # somebody left out gives 0, which is more than a merit below it
    most = sum(max(0, max(person.merit.values(), default=0)) for person in question.people)
    bound = max(worth.objective, -key[0] + arrays.out(worth))
    return Answer(
        plan=plan,
        worth=worth,
        bound=worth.objective if proven else max(worth.objective, min(bound, most)),
        status="optimal" if proven else "feasible",
        seconds=time.perf_counter() - start,
        most_placed=proven or bound <= most,  # one more placed is worth more than all merit
    )


class Arrays:
    """A question as ``solve`` takes it: one column per spot, and a last one for being left out."""

    def __init__(self, question: Question) -> None:
        self.question = question
        people, spots = question.people, question.spots
        lhas = sorted({spot.lha for spot in spots})
        self.row = {person.reference: i for i, person in enumerate(people)}
        self.column = {spot: i for i, spot in enumerate(spots)}
        shape = (len(people), len(spots) + 1)
        self.merit = np.zeros(shape, np.int64)
        self.allowed = np.ones(shape, bool)
        self.liking = np.zeros(shape, np.int64)
        steps = self._steps()
        for i, person in enumerate(people):
            for j, spot in enumerate(spots):
                self.merit[i, j] = person.merit.get(spot.lha, 0)
                self.allowed[i, j] = person.may(spot)
                self.liking[i, j] = self._rest(person, spot, steps)
            self.liking[i, -1] = -steps[1] * change(question, person.reference, None)
        self.group = np.array([lhas.index(spot.lha) for spot in spots] + [len(lhas)], np.int64)
        wide = max((len(question.costs[lha]) for lha in lhas), default=1)
        rows = [[question.cost(lha, k) for k in range(wide)] for lha in lhas]
        self.costs = np.array([*rows, [0] * wide], np.int64)
        most = 2 * int(np.abs(self.merit).max(initial=0)) + int(np.abs(self.costs).max(initial=0))
        self.left_out = 1 + len(people) * most
        self.fixed = np.array([person.fixed == "panel" for person in people], bool)
        self.weigh_fixed = 1 + len(people)
        self.merit[:, -1] = np.where(self.fixed, -self.left_out * self.weigh_fixed, -self.left_out)
        homes = any(spot.home for spot in spots)
        rooms = [1 if spot.home else len(people) for spot in spots] + [len(people)]
        self.capacity = np.array(rooms, np.int64) if homes else None

    def _steps(self) -> tuple[int, int, int, int]:
        """Return what each step after the objective is multiplied by, so that none outweighs it."""
        people = self.question.people
        doubts = max((len(d) for p in people for d in p.doubts.values()), default=0)
        ties = max((t for p in people for t in p.ties.values()), default=0)
        many = len(people)
        certain = 1 + many * ties
        changes = certain * (1 + many * doubts)
        return changes * (1 + 2 * many), changes, certain, 1

    def _rest(self, person: Person, spot: Spot, steps: tuple[int, int, int, int]) -> int:
        return (
            steps[0] * person.liking.get(spot.lha, 0)
            - steps[1] * change(self.question, person.reference, spot)
            - steps[2] * len(person.doubts.get(spot, ()))
            - steps[3] * person.ties.get(spot.lha, 0)
        )

    def packed(self, worth: Worth) -> int:
        """Return a worth down to its objective in one number, as the arrays have it."""
        return worth.objective - self.out(worth)

    def out(self, worth: Worth) -> int:
        """Return what a plan of this worth pays for those whom it leaves out."""
        missing = len(self.question.people) - worth.placed
        fixed = int(self.fixed.sum()) - worth.fixed
        return self.left_out * (missing + (self.weigh_fixed - 1) * fixed)

    def solve(self, banned: Banned, left: float | None, progress: Progress | None) -> _Node:
        """Solve with some spots closed to some people as well."""
        allowed = self.allowed.copy()
        for reference, spot in banned:
            allowed[self.row[reference], self.column[spot]] = False
        found = solve(
            self.merit,
            allowed,
            preference=self.liking,
            group=self.group,
            group_cost=self.costs,
            capacity=self.capacity,
            time_limit_s=left,
            progress=progress,
        )
        if found.assignment is None:
            everybody: Plan = dict.fromkeys(self.row)
            most = int(self.merit[:, :-1].max(axis=1, initial=0).sum())
            return _Node(everybody, (most, 0), proven=False)
        spots = (*self.question.spots, None)
        plan = {r: spots[int(found.assignment[i])] for r, i in self.row.items()}
        bound = found.bound if found.bound is not None else found.objective
        return _Node(plan, (bound or 0, found.preference or 0), found.status == "optimal")
