"""
Several cases together: ``plan_cases(cases, setting, ...) -> CasePlan``.

Everybody is assessed as for a ranking; then who goes where is settled for all of them at once, in
the ranking's own units: ``merit = wa*a + wb*b``, and each further person in an LHA costs
``wc*(100 - c)``. Most cases placed first, then merit less concentration, then what people prefer,
then fewest changes against an earlier plan, then fewest doubts about homes. Places are LHAs, or
real homes where vacancies are given. It advises: people fix, open, unlock and choose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.planning.explain_plan import (
    LONGEST_S,
    Assignment,
    Move,
    Swap,
    assignments,
    moves,
    swaps,
)
from placement.planning.frontier import Trade, trades
from placement.planning.quarter import Quarter, gather
from placement.planning.together import Answer, best
from placement.planning.unplaced import LeftOut, Unplaced, could_be_left_out, unplaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from placement.assess import Setting
    from placement.cases.model import Case
    from placement.cases.registers import Vacancy
    from placement.planning.question import Spot
    from placement.planning.together import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePlan:
    """A plan of several cases with all its reasons."""

    quarter: Quarter
    answer: Answer
    assignments: tuple[Assignment, ...]
    unplaced: tuple[Unplaced, ...]
    left_out: LeftOut
    swaps: tuple[Swap, ...]
    moves: tuple[Move, ...]
    frontier: tuple[Trade, ...] | None


def plan_cases(
    cases: Sequence[Case],
    setting: Setting,
    *,
    vacancies: Iterable[Vacancy] | None = None,
    regret: float | None = None,
    locks: Iterable[str] = (),
    opened: Iterable[str] = (),
    unlocked: Iterable[str] = (),
    previous: Mapping[str, Spot | None] | None = None,
    with_frontier: bool = False,
    time_limit_s: float | None = None,
    progress: Progress | None = None,
    assessing: Callable[[Sequence[Case]], Iterable[Case]] = iter,
) -> CasePlan:
    """
    Plan several cases together, merits first.

    Parameters
    ----------
    vacancies
        Real homes, each for one case; None: supply is not known and limits nothing.
    regret
        Points of the score below their own best open LHA at which somebody may be placed at most;
        None: the protocol's number, ``ranking.regret``.
    locks, opened, unlocked
        What people have decided, as ``CASE=LHA`` or ``CASE=VACANCY``, ``CASE=LHA:REASON`` and
        ``CASE:REASON``.
    previous
        An earlier plan, by reference: among plans as good, the one that changes least is taken.
    time_limit_s
        Seconds after which the best plan so far is returned, with its bound. So does Ctrl-C.
    progress, assessing
        Called while solving; wraps the cases while they are assessed.

    Raises
    ------
    InputError
        Everything that is wrong with the cases, the vacancies and what people decided.
    """
    quarter = gather(
        cases,
        setting,
        vacancies=vacancies,
        regret=regret,
        locks=locks,
        opened=opened,
        unlocked=unlocked,
        previous=previous,
        progress=assessing,
    )
    question = quarter.question
    answer = best(question, time_limit_s=time_limit_s, progress=progress)
    plan = answer.plan
    frontier = None
    if with_frontier:
        frontier = tuple(trades(question, quarter.regret, progress, time_limit_s))
    return CasePlan(
        quarter=quarter,
        answer=answer,
        assignments=assignments(quarter, plan, LONGEST_S if answer.status == "optimal" else 0.0),
        unplaced=unplaced(question, plan),
        left_out=could_be_left_out(question, plan)
        if answer.most_placed
        else LeftOut(complete=False),
        swaps=swaps(quarter, plan),
        moves=moves(question, plan),
        frontier=frontier,
    )
