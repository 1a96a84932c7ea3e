"""
Protocol 6(b): the most suitable location to manage the person, by a risk assessment.

The offender manager's view carries the most points; what the conditions leave of the LHA and the
journeys that the risk management plan needs carry the rest (``parameters/management.toml``).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from placement.rules.base import Verdict, met, not_met, rule, unknown

if TYPE_CHECKING:
    from placement.cases.model import Service
    from placement.facts import Facts
    from placement.parameters import Numbers

SUPERVISION = ("probation_office", "police")


@rule(clause="6(b)", question="management")
def suited_in_the_offender_managers_view(f: Facts, p: Numbers) -> Verdict:
    """The offender manager views the LHA as suitable for managing the person."""
    values = {
        "suitable": p["management.view_suitable_points"],
        "with_conditions": p["management.view_with_conditions_points"],
        "unsuitable": p["management.view_unsuitable_points"],
    }
    view, reason = f["view"], f["view.reason"]
    if view is None:
        return unknown(
            f"The offender manager's view of {f.name} is not recorded.",
            fact=f"offender manager's view of {f.code}",
            answers={
                answer.replace("_", " "): values[answer]
                for answer in ("unsuitable", "with_conditions", "suitable")
            },
        )
    words = {
        "suitable": f"The offender manager views {f.name} as suitable",
        "with_conditions": f"The offender manager views {f.name} as suitable with conditions",
        "unsuitable": f"The offender manager views {f.name} as unsuitable",
    }[view]
    verdict = not_met if view == "unsuitable" else met
    return verdict(
        f"{words}: {reason}." if reason else f"{words}.", values[view], housing=f"{words}."
    )


@rule(clause="6(b)", question="management")
def leaves_postcodes_to_live_in(f: Facts, p: Numbers) -> Verdict:
    """Enough of the LHA's postcodes are still possible under the conditions."""
    enough, few = p["management.homes_enough_points"], p["management.homes_few_points"]
    quarter = p["zones.enough_share"]
    if f.measured.housing:
        if f["held"] or f["homes.shared_clear_share"] < quarter:
            return not_met(
                f"Taken as little of {f.name}: ask the offender manager about this area.", few
            )
        return met(f"At least a quarter of the postcodes of {f.name} are still possible.", enough)
    clear, possible = f["homes.clear_share"], f["homes.possible_share"]
    if clear >= quarter:
        return met(f"{clear:.0%} of the postcodes of {f.name} are still possible.", enough)
    if possible < quarter:
        return not_met(f"Only {possible:.0%} of the postcodes of {f.name} are still possible.", few)
    return unknown(
        f"Between {clear:.0%} and {possible:.0%} of the postcodes of {f.name} are still possible: "
        "some lie near the edge of a zone, or a zone is not known.",
        fact=f"postcodes possible in {f.code}",
        answers={"less than a quarter": few, "a quarter or more": enough},
    )


@rule(clause="6(b)", question="management")
def within_reach_of_supervision(f: Facts, p: Numbers) -> Verdict:
    """Supervision (probation, police) can be reached."""
    return _reach(
        f, p, "supervision", [s for s in _services(f) if s.kind in SUPERVISION], worst=True
    )


@rule(clause="6(b)", question="management")
def within_reach_of_services(f: Facts, p: Numbers) -> Verdict:
    """Treatment, work and the other places of the plan can be reached."""
    others = [s for s in _services(f) if s.kind not in SUPERVISION]
    return _reach(f, p, "treatment, work and other services", others, worst=False)


def _services(f: Facts) -> tuple[Service, ...]:
    return f.case.services or ()


def _reach(f: Facts, p: Numbers, what: str, services: list[Service], *, worst: bool) -> Verdict:
    scale = (
        p["management.reach_far_points"],
        p["management.reach_middle_points"],
        p["management.reach_near_points"],
    )
    if f.case.services is None:
        return unknown(
            f"Where {what} would have to be reached from {f.name} is not recorded.",
            fact=f"{what} for {f.code}",
            answers={"far": scale[0], "in between": scale[1], "near": scale[2]},
        )
    if not services:
        return met(f"The plan lists no {what} to reach.", p["management.reach_not_needed_points"])
    journeys = [(s, f.measured.minutes_from(f.index, s.place)) for s in services]
    rated = [(s.visits_per_week, None if m is None else _rate(m, p)) for s, m in journeys]
    possible = _possible(rated, scale, worst=worst)
    if len(possible) > 1:
        return unknown(
            f"The place or the visits a week of {what} are not recorded closely enough for "
            f"{f.name}.",
            fact=f"{what} for {f.code}",
            answers={f"worth {value} points": value for value in possible},
        )
    points = possible[0]
    known = sorted((s.kind.replace("_", " "), m) for s, m in journeys if m is not None)
    minutes = ", ".join(f"{kind} {median:.0f}" for kind, median in known)
    sentence = f"Median minutes from {f.name} ({f.measured.how.label}): {minutes}."
    return (met if points > scale[0] else not_met)(sentence, points)


def _rate(minutes: float, p: Numbers) -> int:
    if minutes <= p["management.reach_near_min"]:
        return int(p["management.reach_near_points"])
    if minutes <= p["management.reach_far_min"]:
        return int(p["management.reach_middle_points"])
    return int(p["management.reach_far_points"])


def _possible(
    rated: list[tuple[float | None, int | None]], scale: tuple[int, ...], *, worst: bool
) -> list[int]:
    """
    Return the points that some journeys could be worth, least first.

    ``rated`` are (visits a week, points), each None where it is not known. All supervision is to
    be reached, so the worst counts; the other services count by their visits.
    """
    known = [points for _, points in rated if points is not None]
    if worst:
        least = min(known, default=max(scale))
        return [least] if len(known) == len(rated) else sorted({min(least, v) for v in scale})
    if len(known) < len(rated):
        return sorted(set(scale))
    if len(set(known)) == 1:
        return [known[0]]
    visits = [each for each, _ in rated if each is not None]
    if len(visits) < len(rated):
        return sorted(set(scale))
    weights = visits if sum(visits) else [1.0] * len(visits)
    total = math.fsum(w * points for w, points in zip(weights, known, strict=True))
    mean = total / math.fsum(weights)
    return [int(mean + 0.5)]
