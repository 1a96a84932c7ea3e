"""The comparison of one area in a few sentences, each worked out from the figures below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios.simulation.report.words import figure, inside, signed, unit_of, with_interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FEW = 3


def in_short(found: Mapping[str, Any], area: Mapping[str, Any]) -> list[str]:
    """Return what a reader should take away, nothing that the figures do not bear."""
    summed = area["found"]
    titles = {policy["name"]: policy["title"] for policy in found["policies"]}
    first = summed["compared_with"]
    said = [_first(titles[first], summed["policies"][first]["measures"])]
    if summed["repetitions"] < 2:
        return [*said, "One repetition: no difference between ways can be told from chance."]
    for measure, words in (
        ("below_points", "Points below people's own best (fewer is better)"),
        ("crowded_share", "Placed where the number is already more than chance gives"),
        ("waited_days", "Days without a home (fewer is better)"),
    ):
        if len(titles) > 1:
            said.append(_told(summed, titles, first, measure, words))
    said.append(_hindsight(summed, titles, first))
    said.append(_outcomes(summed["policies"][first]["outcomes"]))
    return said


def _first(title: str, measures: Mapping[str, Any]) -> str:
    below = with_interval(measures["below_points"], "points")
    crowded = figure(measures["crowded_share"]["mean"], "share")
    away = figure(measures["away_share"]["mean"], "share")
    return (
        f"{title}, as the panel follows it: people are placed {below} points below their own best "
        f"LHA on average, {crowded} of them where the number is already more than chance gives, "
        f"and {away} of those who have an original LHA here away from it."
    )


def _told(
    summed: Mapping[str, Any], titles: Mapping[str, str], first: str, measure: str, words: str
) -> str:
    """Say which ways differ from the first by more than repetition alone gives."""
    more: list[tuple[float, str]] = []
    fewer: list[tuple[float, str]] = []
    unit = unit_of(measure)
    for name, title in titles.items():
        gap = summed["policies"][name]["difference"][measure]
        if name == first or gap["low"] is None or gap["low"] <= 0 <= gap["high"]:
            continue
        said = f"\u201c{title}\u201d ({signed(gap['mean'], unit)})"
        (more if gap["low"] > 0 else fewer).append((gap["mean"], said))
    rest = len(titles) - 1 - len(more) - len(fewer)
    if not more and not fewer:
        return (
            f"{words}: no other way can be told from {inside(titles[first])}; repetition alone "
            "gives differences as large."
        )
    parts = [f"fewer with {_some(fewer)}"] if fewer else []
    parts += [f"more with {_some(more)}"] if more else []
    parts += [f"for the other {rest} no difference can be told"] if rest > 1 else []
    parts += ["for the other way no difference can be told"] if rest == 1 else []
    return f"{words}. Beside {inside(titles[first])}: {'; '.join(parts)}."


def _hindsight(summed: Mapping[str, Any], titles: Mapping[str, str], first: str) -> str:
    def least(name: str) -> float:
        found = summed["policies"][name]["of_hindsight"]["if_followed_at_least"]["mean"]
        return float(found or 0.0)

    near = summed["policies"][first]["of_hindsight"]["if_followed_at_most"]["mean"]
    best = max(titles, key=least)
    text = (
        f"Against having known the whole year in advance, {inside(titles[first])}, always "
        f"followed, comes to between {figure(least(first), 'share')} and {figure(near, 'share')}"
    )
    another = "The 98% and under 90% published of refugees answer another question (below)."
    if best == first:
        return f"{text}; none of the other ways is shown to come nearer. {another}"
    nearest = f"{inside(titles[best])} comes nearest, to {figure(least(best), 'share')} at least"
    return f"{text}; {nearest}. {another}"


def _outcomes(outcomes: Mapping[str, Any]) -> str:
    shares = {name: figure(mean["mean"], "share") for name, mean in outcomes.items()}
    return (
        f"At first the recommendation was clear in {shares['clear']} of cases, close in "
        f"{shares['close']}, to start with the original LHA in {shares['origin']}, none in "
        f"{shares['none']}, and short of information in {shares['not_enough_information']}."
    )


def _some(gaps: Sequence[tuple[float, str]]) -> str:
    """Name a few ways with their differences; of many, how many and the ends."""
    if len(gaps) <= FEW:
        return _and(said for _, said in gaps)
    ordered = sorted(gaps, key=lambda gap: abs(gap[0]))
    return f"{len(gaps)} other ways, from {ordered[0][1]} to {ordered[-1][1]}"


def _and(words: Iterable[str]) -> str:
    held = list(words)
    return held[0] if len(held) == 1 else f"{', '.join(held[:-1])} and {held[-1]}"
