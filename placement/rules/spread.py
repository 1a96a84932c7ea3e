"""
Protocol 6(c), 6.6: number and location of others, and care not to over-populate, without a quota.

The points never fall below twenty of a hundred, so spread closes no LHA; being below what would be
expected earns nothing, so no LHA is owed anybody. With few people most numbers are within what
chance gives, and the sentence says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.rules.base import Verdict, met, not_met, rule, unknown
from placement.spread import expected_range, tail

if TYPE_CHECKING:
    from placement.facts import Facts
    from placement.parameters import Numbers


@rule(clause="6(c)", question="spread")
def number_within_what_chance_gives(f: Facts, p: Numbers) -> Verdict:
    """The number counted in the LHA, with this placement, is no more than chance would give."""
    scale = {
        "improbably many": p["spread.number_improbable_points"],
        "many": p["spread.number_high_points"],
        "somewhat many": p["spread.number_unusual_points"],
        "within what chance gives": p["spread.number_usual_points"],
    }
    if f.measured.register is None:
        return unknown(
            f"How many others are counted in {f.name} is not known: no placements were given.",
            fact=f"number placed in {f.code}",
            answers=scale,
        )
    here, everywhere, share = f["spread.here"] + 1, f["spread.everywhere"] + 1, f["spread.share"]
    if here + f["spread.doubtful"] <= p["spread.too_few"]:
        return met(
            f"{_people(here)} would be counted in {f.name} with this placement: too few to tell.",
            scale["within what chance gives"],
            housing=f"{f.name}: too few to tell, or within what chance gives.",
        )
    if share is None:
        return unknown(
            f"{_people(here)} would be counted in {f.name}; its share of the residents is not "
            "known.",
            fact=f"residents of {f.code}",
            answers=scale,
            housing=f"The share of residents of {f.name} is not known.",
        )
    chance = tail(here, everywhere, share)
    label, doubtful = number_label(chance, p), f["spread.doubtful"]
    most = number_label(tail(here + doubtful, everywhere, share), p) if doubtful else label
    if most != label:
        return unknown(
            f"{_people(here)} would be counted in {f.name} with this placement, and "
            f"{_people(doubtful)} more may live in it or in another part of an LHA that was split.",
            fact=f"number placed in {f.code}",
            answers={word: scale[word] for word in _between(label, most, list(scale))},
            housing=f"How many are counted in {f.name} is not certain.",
        )
    low, high = expected_range(everywhere, share, p["spread.interval_coverage"])
    text = (
        f"{_people(here)} would be counted in {f.name} with this placement, against "
        f"{everywhere * share:.1f} by its share of residents; chance gives {low} to {high} in "
        f"{p['spread.interval_coverage']:.0%} of cases: {label}."
    )
    usual = label == "within what chance gives"
    housing = f"{f.name}: {'too few to tell, or within what chance gives' if usual else label}."
    return (met if usual else not_met)(text, scale[label], housing=housing)


def _between(one: str, other: str, words: list[str]) -> list[str]:
    """Return the words from one to another, in their order."""
    first, last = sorted((words.index(one), words.index(other)))
    return words[first : last + 1]


def number_label(chance: float, p: Numbers) -> str:
    """Return the words for the chance of so many or more."""
    if chance >= p["spread.usual_tail"]:
        return "within what chance gives"
    if chance >= p["spread.unusual_tail"]:
        return "somewhat many"
    return "many" if chance >= p["spread.improbable_tail"] else "improbably many"


@rule(clause="6.6.2", question="spread")
def roomy_areas(f: Facts, p: Numbers) -> Verdict:
    """Enough of the LHA lies in areas that this placement would not over-populate."""
    steps = (
        (p["spread.location_most_share"], p["spread.location_most_points"], "three quarters"),
        (p["spread.location_half_share"], p["spread.location_half_points"], "half"),
        (p["spread.location_some_share"], p["spread.location_some_points"], "a quarter"),
        (0.0, p["spread.location_few_points"], "less than a quarter"),
    )
    if f.measured.register is None:
        return unknown(
            f"Where others live in {f.name} is not known: no placements were given.",
            fact=f"where others live in {f.code}",
            answers={f"{words} of it roomy": points for _, points, words in reversed(steps)},
        )
    least, most = f["spread.room"]
    low, high = _step(least, steps), _step(most, steps)
    if low != high:
        values = {f"{w} of it roomy": v for s, v, w in reversed(steps) if low <= v <= high}
        return unknown(
            f"The area of some who are counted in or near {f.name} is not recorded.",
            fact=f"where others live in {f.code}",
            answers=values,
        )
    text = (
        f"{most:.0%} of the postcodes of {f.name} lie in areas that would hold fewer than "
        f"{p['spread.area_limit']} people, and fewer than {p['spread.area_and_neighbours_limit']} "
        "with their neighbours."
    )
    full = high == p["spread.location_most_points"]
    words = next(words for _, points, words in steps if points == high)
    share = words if high == steps[-1][1] else f"at least {words}"
    return (met if full else not_met)(
        text, high, housing=f"{share.capitalize()} of {f.name} lies in areas with room."
    )


def _step(share: float, steps: tuple[tuple[float, int, str], ...]) -> int:
    return next(points for least, points, _ in steps if share >= least)


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
