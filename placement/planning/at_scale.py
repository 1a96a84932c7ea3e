"""
A plan of thousands: who goes where, proven, without the reasons.

The question is that of ``plan_cases``, in the same units: merits first, convex concentration,
origins locked, whoever waits for a fact left out, people kept apart. The cases are read one by one
and only points are kept (``light``); then one flow settles all of them. Who must be kept apart from
whom is looked at afterwards, by areas, with the specification's own check: where some could not
be, no two of them may share an LHA and the plan is made again. Plans as good in all that, and in
what people prefer, are not told apart. Homes, locks, earlier plans and explanations are for
``plan_cases``.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from placement.assess import measure
from placement.cases.model import Case
from placement.errors import InputError
from placement.machines import HERE
from placement.planning import solve
from placement.planning.assessing import assess_all
from placement.planning.concentration import costs_of, register_without
from placement.planning.people import pairs_apart
from placement.planning.question import Person, Question, Spot
from placement.planning.valid import clashes
from placement.weights import FACTORS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from placement.assess import Setting
    from placement.machines import How
    from placement.planning.light import Light

    Ints = NDArray[np.int64]

OUT = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LargePlan:
    """
    Who goes where. The arrays are by case; an LHA is its position in ``lhas``, -1 for none.

    ``waits`` are those of whom too little is known, ``starts`` those locked at their origin.
    ``below_units`` is how far the LHA given lies below their own best. ``status`` is ``optimal``
    where no plan that places as many is worth more. ``seconds`` are elapsed, by step.
    """

    references: tuple[str, ...]
    lhas: tuple[str, ...]
    assignment: Ints
    own_best: Ints
    below_units: Ints
    waits: NDArray[np.bool_]
    starts: NDArray[np.bool_]
    objective: int
    bound: int | None
    status: str
    weight: int
    seconds: Mapping[str, float]

    @property
    def placed(self) -> int:
        """How many have an LHA."""
        return int((self.assignment != OUT).sum())


def plan_at_scale(
    cases: Sequence[Case],
    setting: Setting,
    *,
    regret: float | None = None,
    how: How = HERE,
    progress: Callable[[int, int], None] = lambda done, asked: None,
) -> LargePlan:
    """
    Plan thousands of cases together.

    Parameters
    ----------
    regret
        Points of the score below their own best open LHA at which somebody may be placed at most;
        None: the protocol's number.
    how
        Where the cases are assessed; the plan is the same wherever.
    progress
        Is called with how many cases are assessed, and of how many.

    Raises
    ------
    InputError
        Where a case is given twice, none is, or some name a place that cannot be found.
    """
    _check(cases)
    began = time.perf_counter()
    lights = assess_all(cases, setting, how, progress=progress)
    assessed = time.perf_counter()
    arrays = _Arrays(lights, setting, regret)
    priced = time.perf_counter()
    given, objective, bound, status = _solved(arrays, cases, lights, setting)
    spots = np.where(given == len(arrays.codes), OUT, given)
    rows = np.arange(len(cases))
    units = np.array([light.units for light in lights], np.int64)
    placed = (spots != OUT) & (arrays.best != OUT)
    below = np.where(placed, units[rows, arrays.best] - units[rows, spots], 0)
    return LargePlan(
        references=tuple(case.reference for case in cases),
        lhas=arrays.codes,
        assignment=spots,
        own_best=arrays.best,
        below_units=below,
        waits=np.array([light.waits for light in lights], np.bool_),
        starts=np.array([light.origin != OUT for light in lights], np.bool_),
        objective=objective,
        bound=bound,
        status=status,
        weight=arrays.weight,
        seconds={
            "assessing": assessed - began,
            "pricing": priced - assessed,
            "solving": time.perf_counter() - priced,
        },
    )


class _Arrays:
    """The question as ``solve`` takes it: one column per LHA, and a last one for being left out."""

    def __init__(self, lights: Sequence[Light], setting: Setting, regret: float | None) -> None:
        self.codes = tuple(lha.code for lha in setting.profile.on(setting.as_of))
        self.weight = sum(setting.numbers[f"ranking.weight_{name}"] for name in FACTORS)
        points = setting.numbers["ranking.regret"] if regret is None else regret
        ties = np.array([_ties(light, self.codes) for light in lights], np.int64)
        liking = np.array([_liking(light, self.codes) for light in lights], np.int64)
        self.liking = np.column_stack([liking, np.zeros(len(lights), np.int64)])
        units = np.array([light.units for light in lights], np.int64)
        merit = np.array([light.merit for light in lights], np.int64)
        open_ = np.array([light.open for light in lights], np.bool_)
        # exact: units first, then what breaks a tie
        order = np.where(open_, units * (len(self.codes) + 1) - ties, np.iinfo(np.int64).min)
        self.best = np.where(open_.any(axis=1), order.argmax(axis=1), OUT)
        self.allowed = self._allowed(lights, units, open_, points * self.weight)
        some = np.flatnonzero(self.allowed.any(axis=1)).tolist()
        placing = [lights[row].case.reference for row in some]
        register = register_without(setting, frozenset(placing))
        neutral = Case(reference="PLAN-1", assessed_on=setting.as_of)
        costs = costs_of(neutral, setting, register, len(placing))
        wide = max(map(len, costs.values()))
        rows = [(*costs[code], *[costs[code][-1]] * (wide - len(costs[code]))) for code in costs]
        self.costs = np.array([*rows, [0] * wide], np.int64)
        most = 2 * int(np.abs(merit).max()) + int(self.costs.max())
        self.out = 1 + len(lights) * most
        self.merit = np.column_stack([merit, np.full(len(lights), -self.out)])

    def _allowed(
        self, lights: Sequence[Light], units: Ints, open_: NDArray[np.bool_], regret: float
    ) -> NDArray[np.bool_]:
        rows = np.arange(len(lights))
        near = units[rows, self.best][:, None] - units <= regret
        allowed: NDArray[np.bool_] = open_ & near
        for row, light in enumerate(lights):
            if light.origin != OUT:
                allowed[row] = False
                allowed[row, light.origin] = True
            if light.waits:
                allowed[row] = False
        return allowed


def _solved(
    arrays: _Arrays, cases: Sequence[Case], lights: Sequence[Light], setting: Setting
) -> tuple[Ints, int, int | None, str]:
    """Return the place of each case, the objective, its bound and whether it is proven."""
    pairs = pairs_apart(cases)
    row = {case.reference: i for i, case in enumerate(cases)}
    out = len(arrays.codes)
    apart: set[tuple[int, int]] = set()
    while True:
        found = solve(
            arrays.merit,
            np.column_stack([arrays.allowed, np.ones(len(cases), np.bool_)]),
            preference=arrays.liking,
            group=np.arange(out + 1),
            group_cost=arrays.costs,
            apart=sorted(apart),
        )
        if found.assignment is None or found.objective is None:
            raise InputError("The plan", ["no plan was found."])
        closer = {
            (row[one], row[other])
            for one, other in _too_near(found.assignment, arrays.codes, pairs, row, lights, setting)
        }
        if closer <= apart:
            break
        apart |= closer
    paid = arrays.out * int((found.assignment == out).sum())
    bound = None if found.bound is None else found.bound + paid
    proven = found.status == "optimal" and not apart  # keeping LHAs apart asks more than areas do
    return found.assignment, found.objective + paid, bound, "optimal" if proven else "feasible"


def _too_near(
    given: Ints,
    codes: Sequence[str],
    pairs: frozenset[tuple[str, str]],
    row: Mapping[str, int],
    lights: Sequence[Light],
    setting: Setting,
) -> list[tuple[str, str]]:
    """Return the pairs in one LHA of which the specification says that they cannot live apart."""
    together = [
        pair
        for pair in sorted(pairs)
        if given[row[pair[0]]] == given[row[pair[1]]] and given[row[pair[0]]] < len(codes)
    ]
    plan: dict[str, Spot | None] = {}
    people = []
    for reference in sorted({each for pair in together for each in pair}):
        spot = Spot(codes[given[row[reference]]])
        plan[reference] = spot
        areas = {spot.lha: _areas(lights[row[reference]].case, spot.lha, setting)}
        people.append(Person(reference=reference, merit={}, units={}, closed={}, areas=areas))
    question = Question(
        people=tuple(people), spots=tuple(map(Spot, codes)), costs={}, apart=frozenset(together)
    )
    caught = [{reference for reference, _ in clash.people} for clash in clashes(question, plan)]
    return [pair for pair in together if any(set(pair) <= each for each in caught)]


def _areas(case: Case, lha: str, setting: Setting) -> frozenset[str]:
    """Return where in an LHA a person may be who must be kept apart from others."""
    measured = measure(case, setting)
    where = measured.register.where if measured.register else {}
    taken = {where[other] for other in case.non_association or () if other in where}
    return frozenset(
        sector
        for sector, clear, _ in measured.areas_left(lha)
        if clear and (lha, sector) not in taken
    )


def _ties(light: Light, codes: Sequence[str]) -> list[int]:
    """Return, by LHA, its place where all else is equal: preference, then origin, then code."""
    first = [code for code in (*(light.case.preference or ()), light.case.origin) if code in codes]
    ahead = dict.fromkeys(first)
    order = [*ahead, *(code for code in codes if code not in ahead)]  # codes are in their order
    place = {code: number for number, code in enumerate(order)}
    return [place[code] for code in codes]


def _liking(light: Light, codes: Sequence[str]) -> list[int]:
    liked = light.case.preference or ()
    return [len(codes) - liked.index(code) if code in liked else 0 for code in codes]


def _check(cases: Sequence[Case]) -> None:
    count = Counter(case.reference for case in cases)
    twice = sorted(reference for reference, number in count.items() if number > 1)
    problems = [f"{reference} is given twice; give each case once." for reference in twice]
    if not cases:
        problems.append("no case is given; give at least one.")
    if problems:
        raise InputError("The plan", problems)
