"""
Whether a plan of cases is valid, and what it is worth: the specification of ``placement plan``.

Pure functions without a solver. A plan gives every person of the question one spot or none.
Every plan, from whatever method, is checked and priced here before anybody sees it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from placement.planning.question import Person, Plan, Question, Spot

MOVED, SAME_LHA = 2, 1  # a change of LHA weighs more than a change of home within one


@dataclass(frozen=True, slots=True, order=True)
class Worth:
    """What a plan is worth, in the order that counts: more is better at every step."""

    fixed: int  # placed among those whom people have fixed somewhere
    placed: int
    objective: int  # merit less the cost of concentration, in units
    liking: int
    unchanged: int  # 0 where nothing differs from the earlier plan, less for each change
    certain: int  # 0 where nothing has to be confirmed, less for each doubt
    tie: int


@dataclass(frozen=True, slots=True)
class Clash:
    """A rule that several people of a plan break together: not all of them may stay there."""

    sentence: str
    people: tuple[tuple[str, frozenset[Spot]], ...]  # each with the spots they may not all keep


def check(question: Question, plan: Plan) -> list[str]:
    """List every rule that a plan breaks; none means that it is valid."""
    known = {person.reference for person in question.people}
    if set(plan) != known:
        odd = sorted(known ^ set(plan))
        return [f"The plan must say of each case where, once: see {', '.join(odd)}."]
    faults = []
    for person in question.people:
        spot = plan[person.reference]
        if spot is not None and spot not in person.closed:
            faults.append(f"{person.reference}: {spot} is not one of the places.")
        elif spot is not None:
            faults += [
                f"{person.reference} at {name(spot)}: {said(person, key)}"
                for key in person.closed[spot]
            ]
    return faults + [clash.sentence for clash in clashes(question, plan)]


def clashes(question: Question, plan: Plan) -> list[Clash]:
    """List what people break together: one home for two, and areas in which to be kept apart."""
    return [*_one_home_each(plan), *_kept_apart(question, plan)]


def _one_home_each(plan: Plan) -> Iterable[Clash]:
    held: dict[str, list[str]] = {}
    for reference, spot in plan.items():
        if spot is not None and spot.home:
            held.setdefault(spot.home, []).append(reference)
    for home, people in sorted(held.items()):
        if len(people) > 1:
            where = frozenset(s for s in plan.values() if s is not None and s.home == home)
            yield Clash(
                f"{home} is one home and is given to {_and(people)}.",
                tuple((reference, where) for reference in people),
            )


def _kept_apart(question: Question, plan: Plan) -> Iterable[Clash]:
    """Look, in each LHA, at everybody who must live in another area than somebody else there."""
    for lha in sorted({spot.lha for spot in plan.values() if spot is not None}):
        here = {r: s for r, s in plan.items() if s is not None and s.lha == lha}
        for group in _groups(here, question.apart):
            rooms = {r: rooms_of(question[r], here[r]) for r in group}
            if not _can_live_apart(rooms, question.apart):
                where = frozenset(spot for spot in question.spots if spot.lha == lha)
                yield Clash(
                    f"{_and(sorted(group))} must not live near each other and could not be kept "
                    f"in different areas of {lha}.",
                    tuple(
                        (r, frozenset(s for s in where if _same_room(s, here[r])))
                        for r in sorted(group)
                    ),
                )


def _same_room(spot: Spot, taken: Spot) -> bool:
    """Whether a spot leaves a person where they were, as far as being kept apart goes."""
    return spot.area == taken.area if taken.home else True


def rooms_of(person: Person, spot: Spot) -> frozenset[str]:
    """Return the areas in which a person given a spot may come to live: the home's, or any left."""
    if spot.home:
        return frozenset({spot.area})  # an area not known is the same as any other: see _differ
    return person.areas.get(spot.lha, frozenset())


def _groups(here: Mapping[str, Spot], apart: frozenset[tuple[str, str]]) -> list[set[str]]:
    """Return those in one LHA who must be kept apart, in connected groups."""
    groups: list[set[str]] = []
    for one, other in sorted(apart):
        if one in here and other in here:
            touching = [group for group in groups if {one, other} & group]
            groups = [group for group in groups if group not in touching]
            groups.append({one, other}.union(*touching))
    return groups


def _can_live_apart(rooms: Mapping[str, frozenset[str]], apart: frozenset[tuple[str, str]]) -> bool:
    """Whether each can be given an area, fewest choices first, with no pair to be apart in one."""
    order = sorted(rooms, key=lambda r: (len(rooms[r]), r))
    given: dict[str, str] = {}

    def place(step: int) -> bool:
        if step == len(order):
            return True
        who = order[step]
        near = [other for other in given if tuple(sorted((who, other))) in apart]
        for room in sorted(rooms[who]):
            if all(_differ(room, given[other]) for other in near):
                given[who] = room
                if place(step + 1):
                    return True
                del given[who]
        return False

    return place(0)


def _differ(one: str, other: str) -> bool:
    """Whether two areas surely differ; one that is not known may be any."""
    return bool(one and other and one != other)


def price(question: Question, plan: Plan) -> Worth:
    """Reckon what a plan is worth, valid or not."""
    placed = [(p, plan[p.reference]) for p in question.people]
    given = [(person, spot) for person, spot in placed if spot is not None]
    held = Counter(spot.lha for _, spot in given)
    return Worth(
        fixed=sum(person.fixed == "panel" for person, _ in given),
        placed=len(given),
        objective=sum(person.merit[spot.lha] for person, spot in given)
        - sum(question.cost(lha, nth) for lha, count in held.items() for nth in range(count)),
        liking=sum(person.liking.get(spot.lha, 0) for person, spot in given),
        unchanged=-sum(change(question, p.reference, spot) for p, spot in placed),
        certain=-sum(len(person.doubts.get(spot, ())) for person, spot in given),
        tie=-sum(person.ties.get(spot.lha, 0) for person, spot in given),
    )


def concentration(question: Question, plan: Plan) -> int:
    """Reckon what the numbers in the LHAs cost a plan, in units."""
    held = Counter(spot.lha for spot in plan.values() if spot is not None)
    return sum(question.cost(lha, nth) for lha, count in held.items() for nth in range(count))


def change(question: Question, reference: str, spot: Spot | None) -> int:
    """Return how much one person's place differs from the earlier plan: 0, 1 or 2."""
    before = question.previous.get(reference)
    if before is None:
        return 0
    if spot is None or spot.lha != before.lha:
        return MOVED
    return SAME_LHA if spot.home != before.home else 0


def name(spot: Spot) -> str:
    """Return a spot in few words."""
    return f"{spot.home} ({spot.lha})" if spot.home else spot.lha


def said(person: Person, key: str) -> str:
    """Return what a key stands for, in words."""
    return person.findings[key].sentence if key in person.findings else f"closed ({key})."


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
