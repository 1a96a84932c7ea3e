"""
Points given up against concentration removed: the trade, so that people choose it and no constant.

One row for each limit on regret at which the best plan changes. Points are of the score; what is
given up is counted against everybody's own best open LHA at today's counts, and concentration is
what the numbers cost with everybody there less what they cost in the plan.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from placement.planning.question import merits_first
from placement.planning.together import best
from placement.planning.valid import concentration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from placement.planning.question import Plan, Question
    from placement.planning.together import Progress

MOST = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """One point of the frontier; all but ``placed`` in points of the score."""

    regret: float
    placed: int
    given_up: float
    concentration: float
    removed: float
    chosen: bool
    proven: bool = True


def trades(
    question: Question,
    regret: float,
    progress: Progress | None = None,
    time_limit_s: float | None = None,
) -> list[Trade]:
    """
    Return the frontier of a question, from nothing given up to everything that changes it.

    Each point has the time limit to itself; a point that is not ``proven`` says so. Ctrl-C goes
    on to the chosen point and ends there.
    """
    limits = {
        math.ceil(person.below(spot.lha) / question.weight)
        for person in question.people
        for spot in person.closed
        if person.own_best is not None and person.below(spot.lha) >= 0
    }
    limits = set(sorted(limits | {0})[:MOST])
    rows: list[Trade] = []
    for limit in sorted(limits | {regret}):
        if rows and not rows[-1].proven and limit != regret and time_limit_s is None:
            continue  # stopped by hand
        row = _trade(question, limit, progress, time_limit_s, chosen=limit == regret)
        if not rows or row.chosen or _differs(row, rows[-1]):
            rows.append(row)
    return list(_without_repeats(rows))


def _without_repeats(rows: list[Trade]) -> Iterator[Trade]:
    """Keep the chosen point where the one before it is the same plan."""
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        if after is None or not after.chosen or _differs(row, after):
            yield row


def _differs(one: Trade, other: Trade) -> bool:
    return (one.placed, one.given_up, one.concentration) != (
        other.placed,
        other.given_up,
        other.concentration,
    )


def _trade(
    question: Question,
    limit: float,
    progress: Progress | None,
    time_limit_s: float | None,
    *,
    chosen: bool,
) -> Trade:
    units = limit * question.weight
    asked = replace(question, people=tuple(merits_first(p, units) for p in question.people))
    answer = best(asked, time_limit_s=time_limit_s, progress=progress)
    plan = answer.plan
    now = concentration(question, plan)
    points = question.weight
    return Trade(
        regret=limit,
        placed=sum(spot is not None for spot in plan.values()),
        given_up=round(given_up(question, plan) / points, 2),
        concentration=round(now / points, 2),
        removed=round((_at_own_best(question, plan) - now) / points, 2),
        chosen=chosen,
        proven=answer.status == "optimal",
    )


def given_up(question: Question, plan: Plan) -> int:
    """Return the units by which everybody placed lies below their own best, at today's counts."""
    return sum(
        person.below(spot.lha)
        for person in question.people
        if (spot := plan[person.reference]) is not None and not person.fixed
    )


def _at_own_best(question: Question, plan: Plan) -> int:
    """Return what the numbers would cost with everybody placed at their own best instead."""
    held = Counter(
        person.own_best if person.own_best and not person.fixed else spot.lha
        for person in question.people
        if (spot := plan[person.reference]) is not None
    )
    return sum(question.cost(lha, nth) for lha, count in held.items() for nth in range(count))
