"""
From repetitions to what may be said: means, intervals over repetitions, and paired differences.

A mean is over repetitions, each counting once; its interval is Student's. Policies meet the same
people in a repetition, so that a difference between two of them is worked out within each first.
Of a group of people nothing is said where there are too few of them in all repetitions together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from placement.monitoring.chance import mean_interval
from scenarios.simulation.attribution import BECAUSE
from scenarios.simulation.measures import OUTCOMES
from scenarios.simulation.year import NO_HOME, NO_LHA, NO_ORIGIN, TOO_LATE, WHY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Result = Mapping[str, Any]

DRAWS = 1000
MEASURES: dict[str, tuple[str, str]] = {
    "placed_share": ("needs of a home that were met", "share"),
    "worth_per_person": ("the ranking's score where people were placed", "points"),
    "below_points": ("points below their own best open LHA on the day", "points"),
    "over_regret_share": ("placed further below it than the plan's bound (its regret)", "share"),
    "fit_below_points": ("of connection and management alone: points below own best", "points"),
    "away_share": ("placed outside their original LHA, of those who have one here", "share"),
    "crowded_share": ("placed where the number was already more than chance gives", "share"),
    "dissimilarity": (
        "people who would have to live elsewhere to be spread as residents are (dissimilarity)",
        "share",
    ),
    "dissimilarity_by_chance": ("the same if chance alone decided", "share"),
    "herfindahl": ("chance that two people live in the same LHA (Herfindahl)", "share"),
    "travel_min": ("median minutes to the farthest place of the plan", "minutes"),
    "notice_days": ("days from the choice until the home is needed", "days"),
    "waited_days": ("days without the home after it was needed", "days"),
}
UNPLACED: dict[str, str] = {
    "no_lha": WHY[NO_LHA],
    "no_origin": WHY[NO_ORIGIN],
    "no_home": WHY[NO_HOME],
    "too_late": WHY[TOO_LATE],
}
GROUP_MEASURES = ("below_points", "travel_min", "away_share", "crowded_share", "waited_days")


def mean_of(
    values: Sequence[float | None],
    coverage: float,
    *,
    least: float | None = None,
    share: bool = False,
) -> dict[str, float | None]:
    """
    Return the mean of what is known, with its interval where there are two values at least.

    The interval of a ``share`` is cut off at 0 and 1, any other at ``least``.
    """
    known = [value for value in values if value is not None]
    if not known:
        return {"mean": None, "low": None, "high": None}
    low, high = mean_interval(known, coverage) or (None, None)
    if low is not None and high is not None:
        low = low if least is None and not share else max(least or 0.0, low)
        high = min(1.0, high) if share else high
    return {"mean": sum(known) / len(known), "low": low, "high": high}


def measure_of(result: Result, policy: str, name: str) -> float | None:
    """Return one measure of one policy in one arm of a repetition."""
    found = result["policies"][policy]
    if name == "placed_share":
        return found["placed"] / found["episodes"] if found["episodes"] else None
    if name == "worth_per_person":
        units = sum(result["weights"])
        return found["worth"] / found["placed"] / units if found["placed"] else None
    value = found[name]
    return None if value is None else float(value)


def summary_of(
    results: Sequence[Result], policies: Sequence[str], *, coverage: float, too_few: int
) -> dict[str, Any]:
    """Put one arm of all repetitions of one area together."""
    first = policies[0]
    return {
        "repetitions": len(results),
        "coverage": coverage,
        "people": mean_of([r["people"] for r in results], coverage),
        "weights": list(results[0]["weights"]),
        "moves": mean_of([r["moves"] for r in results], coverage),
        "standing": mean_of([r["standing"] for r in results], coverage),
        "compared_with": first,
        "hindsight": _hindsight(results, coverage),
        "policies": {
            policy: {
                "measures": {
                    name: mean_of(
                        [measure_of(r, policy, name) for r in results],
                        coverage,
                        least=0.0,
                        share=unit == "share",
                    )
                    for name, (_, unit) in MEASURES.items()
                },
                "difference": _differences(results, policy, first, coverage),
                "of_hindsight": of_hindsight(results, policy, coverage),
                "unplaced": {
                    why: mean_of([r["policies"][policy][why] for r in results], coverage, least=0.0)
                    for why in UNPLACED
                },
                "departed": mean_of([r["policies"][policy]["departed"] for r in results], coverage),
                "outcomes": _outcomes(results, policy, coverage),
                "by_lha": _by_lha(results, policy, coverage),
                "by_group": _by_group(results, policy, coverage, too_few),
            }
            for policy in policies
        },
    }


def change_of(
    before: Sequence[Result], after: Sequence[Result], policies: Sequence[str], *, coverage: float
) -> dict[str, Any]:
    """Return what some changes made of each measure: after less before, on the same people."""
    return {
        policy: {
            name: mean_of(
                [
                    _less(measure_of(b, policy, name), measure_of(a, policy, name))
                    for b, a in zip(before, after, strict=True)
                ],
                coverage,
            )
            for name in MEASURES
        }
        for policy in policies
    }


def made_of(results: Sequence[Result], changes: int, coverage: float) -> dict[str, Any]:
    """
    Put together what made the difference in all repetitions of one area: counts, and by clause.

    ``changes`` is how many of the changes are made to each person.
    """
    made = [result["made"] for result in results]
    rows: dict[tuple[str, str, str], list[Mapping[str, int]]] = {}
    for each in made:
        for row in each["findings"]:
            rows.setdefault((row["part"], row["clause"], row["rule"]), []).append(row)
    people = sum(each["people"] for each in made)
    findings = []
    for (part, clause, rule), held in sorted(rows.items()):
        pairs, points = sum(row["pairs"] for row in held), sum(row["points"] for row in held)
        findings.append(
            {
                "part": part,
                "clause": clause,
                "rule": rule,
                "people_share": sum(row["people"] for row in held) / people if people else None,
                "pairs": pairs,
                "points": points / pairs,
                "shut": sum(row["shut"] for row in held),
                "opened": sum(row["opened"] for row in held),
            }
        )
    needs = sum(each["needs"] for each in made)
    return {
        "reached": [
            mean_of([result["reached"][place] for result in results], coverage)
            for place in range(changes)
        ],
        "touched_share": mean_of(_shares(made, "touched", "people"), coverage, share=True),
        "spread_share": mean_of(_shares(made, "spread_differs", "needs"), coverage, share=True),
        "findings": findings,
        "moved": {
            kind: mean_of(_shares(made, kind, "needs"), coverage, share=True)
            for kind in ("elsewhere", "only_before", "only_after")
        },
        "because": {
            name: sum(each["because"][name] for each in made) / needs if needs else None
            for name in BECAUSE
        },
    }


def _shares(made: Sequence[Mapping[str, Any]], part: str, whole: str) -> list[float | None]:
    return [each[part] / each[whole] if each[whole] else None for each in made]


def _less(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else other - one


def _differences(
    results: Sequence[Result], policy: str, first: str, coverage: float
) -> dict[str, dict[str, float | None]]:
    return {
        name: mean_of(
            [_less(measure_of(r, first, name), measure_of(r, policy, name)) for r in results],
            coverage,
        )
        for name in MEASURES
    }


def _hindsight(results: Sequence[Result], coverage: float) -> dict[str, Any]:
    def share(name: str) -> list[float | None]:
        held = [r["hindsight"] for r in results]
        return [h[name] / h["bound"] if h["bound"] else None for h in held]

    return {
        "proven": all(r["hindsight"]["proven"] for r in results),
        "best_found": mean_of(share("best_found"), coverage, share=True),
        "origin_first": mean_of(share("bound_origin_first"), coverage, share=True),
    }


def of_hindsight(results: Sequence[Result], policy: str, coverage: float) -> dict[str, Any]:
    """Return how near a policy comes: at least (of the bound), at most (of the best found)."""

    def share(worth: str, of: str) -> list[float | None]:
        return [
            r["policies"][policy][worth] / r["hindsight"][of] if r["hindsight"][of] else None
            for r in results
        ]

    return {
        "if_followed_at_least": mean_of(share("worth_if_followed", "bound"), coverage, share=True),
        "if_followed_at_most": mean_of(
            share("worth_if_followed", "best_found"), coverage, share=True
        ),
        "as_followed_at_least": mean_of(share("worth", "bound"), coverage, share=True),
        "as_followed_at_most": mean_of(share("worth", "best_found"), coverage, share=True),
    }


def _outcomes(results: Sequence[Result], policy: str, coverage: float) -> dict[str, Any]:
    found = {}
    tallies = [r["policies"][policy]["outcomes"] for r in results]
    for outcome in OUTCOMES:
        shares = [t[outcome] / sum(t.values()) if any(t.values()) else None for t in tallies]
        found[outcome] = mean_of(shares, coverage, share=True)
    return found


def _by_lha(results: Sequence[Result], policy: str, coverage: float) -> dict[str, Any]:
    tables = [r["policies"][policy]["by_lha"] for r in results]
    return {
        code: {
            name: mean_of(
                [table[code][name] for table in tables],
                coverage,
                least=0.0,
                share=name.endswith("share"),
            )
            for name in ("placed", "counted", "crowded_months_share", "below_points")
        }
        for code in (tables[0] if tables else ())
    }


def _by_group(
    results: Sequence[Result], policy: str, coverage: float, too_few: int
) -> dict[str, Any]:
    tables = [r["policies"][policy]["by_group"] for r in results]
    found: dict[str, Any] = {}
    for group in sorted({name for table in tables for name in table}):
        held = [table.get(group) for table in tables]
        people = sum(each["episodes"] for each in held if each)
        found[group] = {"needs": people, "too_few": people < too_few}
        if people < too_few:
            continue
        for name in GROUP_MEASURES:
            found[group][name] = _ratio(
                [each[name] if each else [0, 0.0] for each in held], coverage
            )
        found[group]["placed_share"] = _ratio(
            [[each["episodes"], each["placed"]] if each else [0, 0.0] for each in held], coverage
        )
    return found


def _ratio(pairs: Sequence[Sequence[float]], coverage: float) -> dict[str, float | None]:
    """Return a mean over people of all repetitions, its interval by drawing repetitions anew."""
    many, total = np.array(pairs, np.float64).T
    if not many.sum():
        return {"mean": None, "low": None, "high": None}
    mean = float(total.sum() / many.sum())
    if len(many) < 2:
        return {"mean": mean, "low": None, "high": None}
    rows = np.random.default_rng(0).integers(0, len(many), (DRAWS, len(many)))
    counts = many[rows].sum(axis=1)
    drawn = total[rows].sum(axis=1)[counts > 0] / counts[counts > 0]
    spare = (1 - coverage) / 2
    low, high = np.quantile(drawn, [spare, 1 - spare])
    return {"mean": mean, "low": float(low), "high": float(high)}
