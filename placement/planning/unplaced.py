"""
Nobody is left out in silence: what stands in each one's way, and who else could be left out.

What stands in the way is found by testing. All reasons together leave a person no place; each is
then dropped in turn, and stays dropped while the rest still leave none. What remains is
irreducible: these reasons alone leave nothing, and without any one of them a place opens.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from placement.planning.homes import HELD
from placement.planning.question import WAITING
from placement.planning.together import best
from placement.planning.valid import clashes
from placement.results import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from placement.planning.question import Plan, Question, Spot

MOST_SETS = 10
LONGEST_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """
    One case that a plan gives no place.

    ``blocked_by`` is irreducible; ``opens`` says, for each of its findings, which spots open
    without it (the rest of the set still in force); ``opens_alone``, which of those nothing else
    at all stands against. ``nearest`` is the spot with the fewest
    reasons against it, and ``nearest_blocked_by`` all of those; None for a case that waits.
    """

    case: str
    blocked_by: tuple[Finding, ...]
    opens: tuple[tuple[Spot, ...], ...]
    opens_alone: tuple[tuple[Spot, ...], ...]
    nearest: Spot | None
    nearest_blocked_by: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """The sets of cases of which one is left out; not ``complete`` where there may be more."""

    sets: tuple[tuple[str, ...], ...] = ()
    complete: bool = True


def unplaced(question: Question, plan: Plan) -> tuple[Unplaced, ...]:
    """Say of everybody whom a plan gives no place what stands in their way."""
    return tuple(
        _one(question, plan, reference) for reference, spot in plan.items() if spot is None
    )


def _one(question: Question, plan: Plan, reference: str) -> Unplaced:
    person = question[reference]
    findings = dict(person.findings)
    against: dict[Spot, tuple[str, ...]] = {}
    for spot, keys in person.closed.items():
        found = dict(_from_others(question, plan, reference, spot))
        findings |= found
        against[spot] = (*keys, *found)
    kept = irreducible(against)
    nearest = min(
        (spot for spot in against if WAITING not in against[spot]),
        key=lambda spot: (len(against[spot]), person.below(spot.lha), spot),
        default=None,
    )
    return Unplaced(
        case=reference,
        blocked_by=tuple(_finding(findings, key) for key in kept),
        opens=tuple(
            tuple(s for s, keys in against.items() if set(keys) & set(kept) == {key})
            for key in kept
        ),
        opens_alone=tuple(
            tuple(s for s, keys in against.items() if set(keys) == {key}) for key in kept
        ),
        nearest=nearest,
        nearest_blocked_by=tuple(
            _finding(findings, key) for key in (against[nearest] if nearest else ())
        ),
    )


def irreducible(against: Mapping[Spot, tuple[str, ...]]) -> tuple[str, ...]:
    """
    Return reasons that together close every spot, none of which can be spared.

    What closes few spots is dropped first, so that the broad reasons are named.
    """
    reach: dict[str, int] = {}
    for keys in against.values():
        for key in keys:
            reach[key] = reach.get(key, 0) + 1
    kept = sorted(reach, key=lambda key: (-reach[key], key))
    for key in reversed(tuple(kept)):
        fewer = [each for each in kept if each != key]
        if all(set(keys) & set(fewer) for keys in against.values()):
            kept = fewer
    return tuple(kept)


def _from_others(
    question: Question, plan: Plan, reference: str, spot: Spot
) -> Iterator[tuple[str, Finding]]:
    """Try a person at a spot of a plan, and give what they break together with others."""
    for clash in clashes(question, {**plan, reference: spot}):
        others = sorted(other for other, _ in clash.people if other != reference)
        if len(others) == len(clash.people):
            continue
        home = spot.home and any(plan[o] == spot for o in others)
        yield (
            f"{spot.home if home else spot.lha} with {', '.join(others)}",
            Finding(
                rule="a_home_is_available" if home else "apart_from_others_of_the_plan",
                clause="6.7.1" if home else "6(b)",
                outcome=Outcome.NOT_MET,
                sentence=f"{spot.home} is given to {others[0]} in this plan."
                if home
                else clash.sentence,
                housing=None if home else HELD,
            ),
        )


def _finding(findings: Mapping[str, Finding], key: str) -> Finding:
    return findings.get(
        key,
        Finding(rule=key, clause="6", outcome=Outcome.NOT_MET, sentence=f"Closed: {key}."),
    )


def could_be_left_out(question: Question, plan: Plan) -> LeftOut:
    """
    Name each set of cases that could be left out instead, as few as the plan leaves out.

    Only those count who could be placed if they were alone; whoever people have fixed somewhere
    is not left out for another. Up to ten sets, the plan's own first.
    """
    fixed = {p.reference for p in question.people if p.fixed == "panel"}
    out = [p.reference for p in question.people if p.open_spots and plan[p.reference] is None]
    if not out:
        return LeftOut()
    own = tuple(sorted(out))
    rivals = _rivals(question, set(out))
    search = _Search(question, fixed, len(fixed & {*own}), [own])
    for known in search.sets:  # grows while it is walked
        for leaves in known:
            for comes in rivals:
                if comes not in known:
                    search.try_out(tuple(sorted({*known, comes} - {leaves})))
    if any(one in rivals and other in rivals for one, other in question.apart):
        for chosen in combinations(rivals, len(own)):  # exchanges alone may not reach them all
            search.try_out(tuple(chosen))
    return LeftOut(sets=tuple(search.sets), complete=not search.stopped)


class _Search:
    """Sets of cases that were tried, and those without which everybody else can be placed."""

    def __init__(
        self, question: Question, fixed: set[str], may: int, sets: list[tuple[str, ...]]
    ) -> None:
        self.question, self.fixed, self.may, self.sets = question, fixed, may, sets
        self.tried = set(sets)
        self.late = time.perf_counter() + LONGEST_S
        self.stopped = False

    def try_out(self, chosen: tuple[str, ...]) -> None:
        """Keep a set if all others can be placed; stop after ten sets, or some seconds."""
        if chosen in self.tried or len(self.fixed & {*chosen}) != self.may:
            return
        if self.stopped or len(self.sets) >= MOST_SETS or time.perf_counter() > self.late:
            self.stopped = True
            return
        self.tried.add(chosen)
        placed = _all_placed(self.question, set(chosen), self.late - time.perf_counter())
        if placed:
            self.sets.append(chosen)
        self.stopped = self.stopped or placed is None


def _rivals(question: Question, out: set[str]) -> list[str]:
    """Return those who want what somebody left out wants, and so on from one to the next."""
    people = {p.reference: set(p.open_spots) for p in question.people if p.open_spots}
    reached, fresh = set(out), set(out)
    while fresh:
        spots = {spot for reference in fresh for spot in people[reference] if spot.home}
        apart = {other for reference in fresh for other in question.kept_from(reference)}
        fresh = {
            reference
            for reference, wanted in people.items()
            if reference not in reached and (wanted & spots or reference in apart)
        }
        reached |= fresh
    return sorted(reached)


def _all_placed(question: Question, out: set[str], seconds: float) -> bool | None:
    """Whether everybody else can be placed at once; None where the search for it was stopped."""
    left = tuple(p for p in question.people if p.open_spots and p.reference not in out)
    trial = replace(question, people=left, previous={}, costs=dict.fromkeys(question.costs, (0,)))
    answer = best(trial, time_limit_s=max(seconds, 0.0))
    if answer.worth.placed == len(left):
        return True
    return False if answer.status == "optimal" else None
