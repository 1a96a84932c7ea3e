"""
A plan as plain data for ``--json`` and for every page, each reader given what they may see.

The coordinator, the offender manager and victim liaison see the whole. The panel sees every row in
the housing words. A SPOC sees the rows of their own LHA. The Board sees the frontier and no case.
For a housing role the cases are already assessed in the housing view, so that nothing protected
enters the plan itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.area_words import reworded, terms_of
from placement.assess import versions
from placement.errors import InputError
from placement.planning.plan_words import (
    accept_sentence,
    assignment_sentence,
    left_out_sentence,
    move_sentence,
    notes,
    place,
)
from placement.planning.spread_rows import spread_rows
from placement.view import Reader, plain

if TYPE_CHECKING:
    from placement.planning.cases import CasePlan
    from placement.planning.explain_plan import Assignment
    from placement.planning.question import Spot
    from placement.planning.unplaced import Unplaced
    from placement.results import Finding


def plan_reader(role: str, lha: str | None, known: dict[str, str]) -> Reader:
    """
    Return who reads a plan, or refuse: an auditor sees no plan, a SPOC names their own LHA.

    ``known`` are the names of the profile's LHAs by code; ``lha`` may be a code or a name.
    """
    if role == "auditor":
        raise InputError("--role", ["An auditor reads the audit log and sees no plan."])
    wanted = (lha or "").casefold()
    code = next((c for c, name in known.items() if wanted in (c.casefold(), name.casefold())), lha)
    if role == "smb":
        return Reader("smb", code)
    reader = Reader(role, code).check()
    if role == "spoc" and code not in known:
        listed = ", ".join(f"{c} {name}" for c, name in known.items())
        what = f"{lha} is not one of them" if lha else "say which, with --lha"
        raise InputError("--lha", [f"A SPOC sees their own LHA's rows: {what}. {listed}."])
    return reader


def plan_as_data(plan: CasePlan, reader: Reader) -> dict[str, Any]:
    """Return a plan as the contract's JSON, for one reader, in the words of the area."""
    terms = terms_of(plan.quarter.setting.profile)
    data = reworded(_plan_as_data(plan, reader), terms)
    return {**data, "terms": terms} if terms else data


def _plan_as_data(plan: CasePlan, reader: Reader) -> dict[str, Any]:
    data = _head(plan, reader)
    if reader.role == "smb":
        return {**data, "frontier": _frontier(plan, with_placed=False)}
    own = [each for each in plan.assignments if _shown(each, reader)]
    data["assignments"] = [_assignment(plan, each, reader) for each in own]
    data["spread"] = spread_rows(plan, reader)
    data["to_accept"] = [_to_accept(plan, each, reader) for each in own if each.moved_by_spread]
    if reader.role == "spoc":
        return {**data, "cases": [each.case for each in own]}
    question = plan.quarter.question
    return {
        **data,
        "cases": [person.reference for person in question.people],
        "objective": plan.answer.worth.objective,
        "bound": plan.answer.bound,
        "placed": plan.answer.worth.placed,
        "unplaced": [_unplaced(plan, each, reader) for each in plan.unplaced],
        "left_out": {
            "sets": [list(each) for each in plan.left_out.sets],
            "complete": plan.left_out.complete,
            "sentence": left_out_sentence(plan),
        },
        "swaps": [
            {
                "cases": [each.one, each.other],
                "sentence": each.housing if reader.housing and each.housing else each.sentence,
            }
            for each in plan.swaps
        ],
        "changes": [
            {
                "case": each.case,
                "from": _spot(each.before),
                "to": _spot(each.after) if each.after else None,
                "sentence": move_sentence(plan, each),
            }
            for each in plan.moves
        ],
        "frontier": _frontier(plan, with_placed=True),
        "decided": _decided(plan),
    }


def _head(plan: CasePlan, reader: Reader) -> dict[str, Any]:
    setting = plan.quarter.setting
    return {
        "cases": [],
        "status": plan.answer.status,
        "objective": None,
        "bound": None,
        "seconds": round(plan.answer.seconds, 3),
        "as_of": setting.as_of.isoformat(),
        "profile": setting.profile.name,
        "role": reader.role,
        "versions": versions(setting),
        "units_per_point": plan.quarter.question.weight,
        "regret": plan.quarter.regret,
        "assignments": [],
        "unplaced": [],
        "spread": [],
        "notes": notes(plan, reader),
    }


def _shown(each: Assignment, reader: Reader) -> bool:
    return reader.role != "spoc" or each.spot.lha == reader.lha


def _assignment(plan: CasePlan, each: Assignment, reader: Reader) -> dict[str, Any]:
    quarter = plan.quarter
    person = quarter.question[each.case]
    return {
        "case": each.case,
        "lha": each.spot.lha,
        "name": quarter.name(each.spot.lha),
        "area": each.spot.area or None,
        "vacancy": each.spot.home or None,
        "own_best": each.own_best,
        "points_below_own_best": points(each.below_units, quarter.question.weight),
        "units_below_own_best": each.below_units,
        "cause": "other" if reader.housing and each.cause == "apart" else each.cause,
        "bought_for": [] if reader.housing else list(each.bought_for),
        "is_preferred": person.liking.get(each.spot.lha, 0) > 0,
        "to_confirm": list(person.doubts.get(each.spot, ())),
        "sentence": assignment_sentence(plan, each, reader),
    }


def points(units: int, weight: int) -> float:
    """
    Return units as points of the score: whole where they are, else to two places.

    >>> points(15, 3), points(5, 3)
    (5, 1.67)
    """
    return units // weight if units % weight == 0 else round(units / weight, 2)


def _to_accept(plan: CasePlan, each: Assignment, reader: Reader) -> dict[str, Any]:
    return {
        "case": each.case,
        "lha": each.spot.lha,
        "by": "offender manager",
        "draft": each.reason is None,
        "reason": _finding(each.reason, reader) if each.reason else None,
        "sentence": accept_sentence(plan, each, reader),
    }


def _unplaced(plan: CasePlan, each: Unplaced, reader: Reader) -> dict[str, Any]:
    person = plan.quarter.question[each.case]
    return {
        "case": each.case,
        "blocked_by": [
            {
                **_finding(finding, reader),
                "opens": [_spot(spot) for spot in opens],
                "opens_alone": [_spot(spot) for spot in alone],
            }
            for finding, opens, alone in zip(
                each.blocked_by, each.opens, each.opens_alone, strict=True
            )
        ],
        "own_best": person.own_best,
        "nearest": _nearest(plan, each, reader),
    }


def _nearest(plan: CasePlan, each: Unplaced, reader: Reader) -> dict[str, Any] | None:
    if each.nearest is None:
        return None
    why = " ".join(reader.words(finding) for finding in each.nearest_blocked_by)
    return {
        **_spot(each.nearest),
        "sentence": f"Nearest is {place(plan, each.nearest)}: {why}",
        "blocked_by": [_finding(finding, reader) for finding in each.nearest_blocked_by],
    }


def _spot(spot: Spot) -> dict[str, Any]:
    return {"lha": spot.lha, "vacancy": spot.home or None}


def _finding(finding: Finding, reader: Reader) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "clause": finding.clause,
        "outcome": finding.outcome.value,
        "points": finding.points,
        "low": finding.low,
        "high": finding.high,
        "sentence": reader.words(finding),
        "evidence": []
        if reader.housing
        else [
            {"kind": each.kind, "name": each.name, "value": plain(each.value)}
            for each in finding.evidence
        ],
    }


def _frontier(plan: CasePlan, *, with_placed: bool) -> list[dict[str, Any]] | None:
    if plan.frontier is None:
        return None
    return [
        {
            "regret": each.regret,
            "points_given_up": each.given_up,
            "concentration": each.concentration,
            "concentration_removed": each.removed,
            "chosen": each.chosen,
            "proven": each.proven,
            **({"placed": each.placed} if with_placed else {}),
        }
        for each in plan.frontier
    ]


def _decided(plan: CasePlan) -> dict[str, Any]:
    wishes = plan.quarter.wishes
    return {
        "locks": [
            {"case": each.case, "lha": each.lha, "vacancy": each.home or None}
            for each in wishes.locks
        ],
        "opened": [
            {"case": each.case, "lha": each.lha, "reason": each.reason} for each in wishes.opened
        ],
        "unlocked": [{"case": each.case, "reason": each.reason} for each in wishes.unlocked],
    }
