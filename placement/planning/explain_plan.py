"""
Why each person of a plan is where they are, what that cost them, and what it bought for whom.

Causes are found by trying: the person is put at their own best instead, alone and with the whole
plan made anew round them, and what then differs is what it bought.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from placement.planning.homes import HELD
from placement.planning.together import best
from placement.planning.valid import change, check, clashes, price
from placement.results import Finding, Outcome
from placement.rules.management import SUPERVISION

if TYPE_CHECKING:
    from collections.abc import Set as Kinds

    from placement.planning.quarter import Quarter
    from placement.planning.question import Person, Plan, Question, Spot

NOT_REASONS = ("starting_points", "leaves_postcodes_to_live_in")


LONGEST_S = 5.0  # for all plans made only to say what it would be otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """
    One person's place in a plan, and why.

    ``cause``: ``own_best``; ``origin`` or ``panel`` (fixed there); ``spread`` (their own best is
    free, but the numbers there weigh more than what is given up); ``level`` (as good for the plan,
    and preference, an earlier plan or a doubt decides); ``supply`` or ``apart`` (their own best is
    not free, or somebody whom they must not live near is there). ``bought_for`` names the cases
    that this serves; ``bought`` says what, and ``housing`` says it to whom nothing protected may
    be told. ``reason`` is what the LHA also serves under 6(a) or 6(b), where spread moved them.
    """

    case: str
    spot: Spot
    own_best: str | None
    below_units: int
    cause: str
    bought: str = ""
    housing: str | None = None
    bought_for: tuple[str, ...] = ()
    reason: Finding | None = None

    @property
    def moved_by_spread(self) -> bool:
        """Whether the offender manager is asked to accept a move that spread causes."""
        return self.cause == "spread"


def assignments(quarter: Quarter, plan: Plan, seconds: float = LONGEST_S) -> tuple[Assignment, ...]:
    """Explain every place that a plan gives, in the order of the cases, within some seconds."""
    late = time.perf_counter() + seconds
    return tuple(
        _one(quarter, plan, person, spot, late)
        for person in quarter.question.people
        if (spot := plan[person.reference]) is not None
    )


def _one(quarter: Quarter, plan: Plan, person: Person, spot: Spot, late: float) -> Assignment:
    found = Assignment(
        case=person.reference,
        spot=spot,
        own_best=person.own_best,
        below_units=person.below(spot.lha),
        cause=person.fixed or "own_best",
    )
    if person.fixed or person.own_best in (None, spot.lha):
        return found
    return _away(quarter, plan, person, found, late)


def _away(
    quarter: Quarter, plan: Plan, person: Person, found: Assignment, late: float
) -> Assignment:
    """Say why somebody is not at their own best."""
    question, name = quarter.question, quarter.name
    there = [spot for spot in person.open_spots if spot.lha == person.own_best]
    own = name(person.own_best or "")
    if not there:
        text = f"No home on the list in {own}, their own best, suits them."
        return replace(found, cause="supply", bought=text)
    trials = [{**plan, person.reference: spot} for spot in there]
    free = [trial for trial in trials if not clashes(question, trial)]
    if not free:
        return _taken(quarter, plan, person, found, trials, late)
    worths = [price(question, trial) for trial in free]
    now = price(question, plan)
    if max(worth.objective for worth in worths) >= now.objective:
        text = f"{own}, their own best today, would do the plan as a whole neither good nor harm."
        return replace(found, cause="level", bought=text)
    return _spread(quarter, plan, person, found)


def _taken(
    quarter: Quarter,
    plan: Plan,
    person: Person,
    found: Assignment,
    trials: list[Plan],
    late: float,
) -> Assignment:
    question, own = quarter.question, quarter.name(person.own_best or "")
    pairs = [clash for trial in trials for clash in clashes(question, trial)]
    others = sorted({r for clash in pairs for r, _ in clash.people if r != person.reference})
    supply = any(
        (spot := plan.get(other)) is not None and spot.home and spot.lha == person.own_best
        for other in others
    ) and not any(other in question.kept_from(person.reference) for other in others)
    instead, lost = _otherwise(question, plan, person, late)
    out = sorted(r for r, spot in instead.items() if spot is None and plan[r] is not None)
    if lost is None:
        effect = "what the plan would be otherwise was not worked out in the time"
    elif instead[person.reference] is None or out:
        effect = f"otherwise {_and(out) if out else 'somebody'} would be left without a place"
    elif lost:
        effect = f"otherwise the plan as a whole would be {_points(lost, question)} worse"
    else:
        effect = "the other way round comes to the same, and people may choose"
    if supply:
        text = f"The homes in {own}, their own best, go to {_and(others)}; {effect}."
        return replace(found, cause="supply", bought=text, bought_for=tuple(others))
    text = f"In {own}, their own best, they could not be kept apart from {_and(others)}; {effect}."
    return replace(found, cause="apart", bought=text, housing=HELD, bought_for=tuple(others))


def _spread(quarter: Quarter, plan: Plan, person: Person, found: Assignment) -> Assignment:
    question, own = quarter.question, quarter.name(person.own_best or "")
    here = quarter.name(found.spot.lha)
    held = Counter(spot.lha for spot in plan.values() if spot is not None)
    others = tuple(
        sorted(r for r, spot in plan.items() if spot is not None and spot.lha == person.own_best)
    )
    there = question.cost(person.own_best or "", held[person.own_best or ""])
    cost = question.cost(found.spot.lha, held[found.spot.lha] - 1)
    merit = person.merit[person.own_best or ""] - person.merit[found.spot.lha]
    nth = held[person.own_best or ""] + 1
    who = f", with {_and(list(others))}" if others else ""
    text = (
        f"In {own}, their own best today, they would be number {nth} of this plan{who}: the "
        f"numbers there would weigh {_points(there, question)} against {_points(cost, question)} "
        f"in {here}, and {_merit(merit, question)}."
    )
    return replace(
        found,
        cause="spread",
        bought=text,
        housing=f"The numbers in {own} would weigh more than what is given up in {here}.",
        bought_for=others,
        reason=reason_for(quarter, person.reference, found.spot.lha),
    )


def _otherwise(
    question: Question, plan: Plan, person: Person, late: float
) -> tuple[Plan, int | None]:
    """
    Make the plan anew with somebody at their own best; also the units that this would lose.

    None for these where the new plan could not be proven best in time.
    """
    only = {
        spot: keys if spot.lha == person.own_best else (*keys, "asked about")
        for spot, keys in person.closed.items()
    }
    people = tuple(
        replace(each, closed=only) if each.reference == person.reference else each
        for each in question.people
    )
    left = late - time.perf_counter()
    if left <= 0:
        return plan, None
    answer = best(replace(question, people=people), time_limit_s=left)
    if answer.status != "optimal":
        return answer.plan, None
    return answer.plan, price(question, plan).objective - answer.worth.objective


def reason_for(quarter: Quarter, reference: str, lha: str) -> Finding | None:
    """Return the weightiest thing that an LHA serves under 6(a) or 6(b), if any is recorded."""
    option = quarter.rankings[reference][lha]
    case = next(each for each in quarter.cases if each.reference == reference)
    kinds = {service.kind for service in case.services or ()}
    found = [
        finding
        for name in ("connection", "management")
        for finding in option.factors[name].findings
        if finding.outcome is Outcome.MET
        and finding.points > 0
        and finding.rule not in NOT_REASONS
        and not _of_no_journey(finding, kinds)
    ]
    return max(found, key=lambda finding: finding.points, default=None)


def _of_no_journey(finding: Finding, kinds: Kinds[str]) -> bool:
    # points for having nothing to reach are the same everywhere, and speak for no LHA
    match finding.rule:
        case "within_reach_of_supervision":
            return kinds.isdisjoint(SUPERVISION)
        case "within_reach_of_services":
            return kinds <= set(SUPERVISION)
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """Two people who do not change places, and why not; ``housing`` where that is protected."""

    one: str
    other: str
    sentence: str
    housing: str | None = None


def why_not_swap(quarter: Quarter, plan: Plan, one: str, other: str) -> Swap:
    """Say what would come of two people changing places; either may have none."""
    question = quarter.question
    mine, theirs = plan[one], plan[other]
    if mine == theirs:
        return Swap(one=one, other=other, sentence="They have the same place.")
    trial = {**plan, one: theirs, other: mine}
    for who, spot in ((one, theirs), (other, mine)):
        if spot is not None and (keys := question[who].closed[spot]):
            finding = question[who].findings[keys[0]]
            where = _place(quarter, spot)
            return Swap(
                one=one,
                other=other,
                sentence=f"{who} cannot have {where}: {finding.sentence}",
                housing=f"{who} cannot have {where}: {finding.housing or finding.sentence}",
            )
    faults = check(question, trial)
    if faults:
        return Swap(one=one, other=other, sentence=" ".join(faults), housing=HELD)
    return Swap(one=one, other=other, sentence=_dearer(question, plan, trial))


def _dearer(question: Question, plan: Plan, trial: Plan) -> str:
    now, then = price(question, plan), price(question, trial)
    if then.objective != now.objective:
        word = "worse" if then.objective < now.objective else "better"
        lost = abs(now.objective - then.objective)
        return f"The plan as a whole would be {_points(lost, question)} {word}."
    if then.liking < now.liking:
        return "Neither better nor worse in points; fewer would be where they prefer to be."
    if then.unchanged < now.unchanged:
        return "Neither better nor worse in points; more would differ from the earlier plan."
    return "It would come to the same: people may choose."


def swaps(quarter: Quarter, plan: Plan, most: int = 60) -> tuple[Swap, ...]:
    """Ask of everybody not at their own best, or left out, why not with somebody who is there."""
    question = quarter.question
    asking = [
        person
        for person in question.people
        if not person.fixed
        and person.open_spots
        and ((spot := plan[person.reference]) is None or spot.lha != person.own_best)
    ]
    pairs = [
        (person.reference, other.reference)
        for person in asking
        for other in question.people
        if (spot := plan[other.reference]) is not None and spot.lha == person.own_best
    ]
    return tuple(why_not_swap(quarter, plan, one, other) for one, other in pairs[:most])


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Somebody whose place differs from an earlier plan."""

    case: str
    before: Spot
    after: Spot | None


def moves(question: Question, plan: Plan) -> tuple[Move, ...]:
    """List what differs from the earlier plan."""
    return tuple(
        Move(case=person.reference, before=before, after=plan[person.reference])
        for person in question.people
        if (before := question.previous.get(person.reference)) is not None
        and change(question, person.reference, plan[person.reference])
    )


def _place(quarter: Quarter, spot: Spot) -> str:
    name = quarter.name(spot.lha)
    return f"{spot.home} in {name}" if spot.home else name


def _merit(units: int, question: Question) -> str:
    """Say what of connection and management is given up, gained, or neither."""
    if units == 0:
        return "connection and management are the same in both"
    done = "given up" if units > 0 else "gained"
    verb = "is" if round(abs(units) / question.weight, 1) == 1 else "are"
    return f"{_points(abs(units), question)} of connection and management {verb} {done}"


def _points(units: int, question: Question) -> str:
    """Write units as points of the score."""
    points = round(units / question.weight, 1)
    return f"{points:g} point" + ("" if points == 1 else "s")


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
