"""The sentences of a plan, for people who have to act on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.recommend import said_first

if TYPE_CHECKING:
    from placement.planning.cases import CasePlan
    from placement.planning.explain_plan import Assignment, Move
    from placement.planning.question import Spot
    from placement.view import Reader

ADVICE = (
    "This is advice. The offender manager accepts or refuses each place; the LHA decides what duty "
    "is owed; the meeting decides bid or direct let; the landlord decides acceptance."
)


def place(plan: CasePlan, spot: Spot | None) -> str:
    """Return a spot in words."""
    if spot is None:
        return "no place"
    name = plan.quarter.name(spot.lha)
    return f"{spot.home} in {name}" if spot.home else name


def assignment_sentence(plan: CasePlan, each: Assignment, reader: Reader) -> str:
    """Say where somebody is placed, how far below their own best, and what that bought."""
    quarter = plan.quarter
    said = [f"{place(plan, each.spot)}: {_standing(plan, each)}."]
    if reader.role != "spoc" and each.bought:
        said.append(each.housing if reader.housing and each.housing else each.bought)
    if quarter.question[each.case].liking.get(each.spot.lha):
        said.append("It is where they would like to be (6.5).")
    lock = quarter.wishes.lock(each.case)
    opened = [w for w in quarter.wishes.opened if (w.case, w.lha) == (each.case, each.spot.lha)]
    said += [f"Opened by the panel: {w.reason.rstrip('.')}." for w in opened]
    freed = [w for w in quarter.wishes.unlocked if w.case == each.case and not lock]
    said += [f"Not bound to the original authority: {w.reason.rstrip('.')}." for w in freed]
    apart = sorted(
        other
        for other in quarter.question.kept_from(each.case)
        if (spot := plan.answer.plan[other]) is not None and spot.lha == each.spot.lha
    )
    if apart and not reader.housing:
        said.append(f"In another area than {_and(apart)}, whom they must not live near.")
    doubts = quarter.question[each.case].doubts.get(each.spot, ())
    if doubts:
        said.append(f"Confirm first: {'; '.join(doubts)}.")
    case = next(case for case in quarter.cases if case.reference == each.case)
    first = said_first(case, quarter.rankings[each.case].eligibility).strip()
    return " ".join([*said, first] if first else said)


def _standing(plan: CasePlan, each: Assignment) -> str:
    """Say how a place stands beside the person's own best."""
    own = each.own_best
    below = points_words(each.below_units, plan.quarter.question.weight)
    if each.cause == "origin":
        text = "the original housing authority, where the case starts (1.5)"
    elif each.cause == "panel":
        text = "fixed by people"
    elif each.spot.lha == own:
        return "their own best"
    else:
        name = plan.quarter.name(own) if own else "none"
        return f"{below} below their own best, {name}" if each.below_units else f"level with {name}"
    if own and own != each.spot.lha and each.below_units:
        over = each.below_units > plan.quarter.regret * plan.quarter.question.weight
        more = ", more than the limit on regret" if over else ""
        text += f"; {below} below their own best, {plan.quarter.name(own)}{more}"
    return text


def points_words(units: int, weight: int) -> str:
    """
    Write units as points of the score.

    >>> points_words(15, 3), points_words(3, 3), points_words(5, 3)
    ('5 points', '1 point', '1.7 points')
    """
    value = round(units / weight, 1)
    return f"{value:g} point" + ("" if value == 1 else "s")


def accept_sentence(plan: CasePlan, each: Assignment, reader: Reader) -> str:
    """Ask the offender manager to accept a move that spread causes, with a reason that is not."""
    here = place(plan, each.spot)
    ask = f"For the offender manager to accept: {each.case} in {here}"
    if each.reason is None:
        return (
            f"{ask}. Nothing recorded under 6(a) or 6(b) speaks for it, and spread alone is no "
            "reason: it stays a draft until there is one."
        )
    return f"{ask}, because of {each.reason.clause} too: {reader.words(each.reason)}"


def left_out_sentence(plan: CasePlan) -> str:
    """Say who else could be left out; empty where nobody need be, or nobody else could."""
    sets = plan.left_out.sets
    if not sets:
        return ""
    if len(sets) == 1:
        only = "" if plan.left_out.complete else " Others may be possible."
        return f"To place as many, {_and(list(sets[0]))} must be left out.{only}"
    words = "; or ".join(_and(list(each)) for each in sets)
    more = "" if plan.left_out.complete else " There may be more."
    return (
        f"As many are placed whichever is left out: {words}.{more} This plan leaves out the first, "
        "which is best for the plan as a whole. A person chooses: --lock fixes somebody."
    )


def move_sentence(plan: CasePlan, move: Move) -> str:
    """Say what differs from the earlier plan for one person."""
    names = plan.quarter.setting.profile
    before = names[move.before.lha].name if move.before.lha in names else move.before.lha
    had = f"{move.before.home} in {before}" if move.before.home else before
    return f"{move.case}: was {had}, now {place(plan, move.after)}."


def notes(plan: CasePlan, reader: Reader) -> list[str]:
    """Return what has to be known of a plan before it is used."""
    quarter = plan.quarter
    said = [
        "Points, weights and the limit on regret are starting values: default, agreed by no SMB."
    ]
    if quarter.vacancies is None:
        said.append("No vacancies were given: supply is not known and limits nothing.")
    if quarter.register is None:
        said.append(
            "No placements were given: how many others live where is not known, so numbers move "
            "nobody."
        )
    if plan.answer.status != "optimal":
        gap = plan.answer.bound - plan.answer.worth.objective
        said.append(
            "Not proven best: the search was stopped"
            + (
                f", at most {points_words(gap, quarter.question.weight)} short among plans that "
                "place as many."
                if gap > 0
                else "."
            )
        )
    if not plan.answer.most_placed:
        said.append(
            "Whether more could be placed, and who else might be left out instead, is not known: "
            "give it longer."
        )
    if reader.housing:
        said.append(
            "Worked out from what housing is shown. The coordinator's plan, which rests on more, "
            "is the one to act on; ask the offender manager about any address."
        )
    return said


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
