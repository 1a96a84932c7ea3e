"""
How the order holds over all weightings and all values that missing facts may take.

The protocol does not weigh its three considerations against each other, so the ranking is shown at
the agreed weights and over all of them: stochastic multicriteria acceptability analysis (Lahdelma,
Hokkanen and Salminen 1998). One Sobol point is one weighting, uniform on the triangle of weights,
and one value for each missing fact, drawn once and read by every LHA that it touches. Everything
is whole numbers, so ties are exact; equal units share their ranks equally.

A share is not a probability: it says "in so many of 100 ways of weighing and of filling the gaps".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from placement.results import Answer, Question
from placement.sobol import POINTS, VALUE_BITS, dimension

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from placement.results import Factor, Finding

CHUNK = 1024  # points sorted at a time: they stay in the processor's cache
FEW = 16  # candidates up to which comparing pairs is faster than sorting
Order = tuple[int, int, str]  # what breaks an exact tie: preference, origin, ONS code
FACTORS = ("connection", "management", "spread")


@dataclass(frozen=True, slots=True)
class Gap:
    """One missing fact: each finding that reads it, as (candidate, factor, finding)."""

    fact: str
    readings: tuple[tuple[int, int, Finding], ...]

    @property
    def answers(self) -> int:
        """How many answers the fact may have."""
        return max(len(finding.values) for _, _, finding in self.readings)


@dataclass(frozen=True, slots=True)
class Field:
    """The candidates of one case: (lha, factors), in ONS-code order, and their missing facts."""

    lhas: tuple[str, ...]
    base: np.ndarray  # (candidates, 3) points of the findings that are settled
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """
    What the points show: ``ranks`` (candidates x ranks), and who is first at each.

    ``first`` holds (point, candidate, part) as three arrays: whoever is level shares first place.
    """

    ranks: np.ndarray
    first: tuple[np.ndarray, np.ndarray, np.ndarray]


def field_of(candidates: Mapping[str, Mapping[str, Factor]]) -> Field:
    """Gather the candidates' settled points and the facts that are missing, by name."""
    lhas = tuple(sorted(candidates))
    base = np.zeros((len(lhas), len(FACTORS)), dtype=np.int64)
    readings: dict[str, list[tuple[int, int, Finding]]] = {}
    for row, lha in enumerate(lhas):
        for column, name in enumerate(FACTORS):
            for finding in candidates[lha][name].findings:
                if finding.fact is not None and finding.values:
                    readings.setdefault(finding.fact, []).append((row, column, finding))
                else:
                    base[row, column] += finding.points
    gaps = tuple(Gap(fact, tuple(readings[fact])) for fact in sorted(readings))
    return Field(lhas, base, gaps)


@lru_cache(maxsize=1)
def weightings() -> np.ndarray:
    """Return (3, 16384) whole weights that sum to 2**30: uniform on the triangle."""
    one, two = dimension(0).astype(np.int64), dimension(1).astype(np.int64)
    low, high = np.minimum(one, two), np.maximum(one, two)
    weights = np.stack([low, high - low, (1 << VALUE_BITS) - high])
    weights.flags.writeable = False
    return weights


@lru_cache(maxsize=512)
def draw(number: int, answers: int) -> np.ndarray:
    """Return which of its answers the ``number``-th missing fact has at each point."""
    drawn: np.ndarray = ((dimension(2 + number).astype(np.int64) * answers) >> VALUE_BITS).astype(
        np.uint8
    )
    drawn.flags.writeable = False
    return drawn


def units_of(field: Field) -> np.ndarray:
    """Return (candidates, 16384) exact units at every point."""
    weights = weightings()
    units = np.empty((len(field.lhas), POINTS), dtype=np.int64)
    for row, (one, two, three) in enumerate(field.base):
        units[row] = one * weights[0] + two * weights[1] + three * weights[2]
    for number, gap in enumerate(field.gaps):
        for row, column, finding in gap.readings:
            values = np.array(finding.values, dtype=np.int64)
            units[row] += values[draw(number, len(values))] * weights[column]
    return units


def shares_of(field: Field) -> Shares:
    """Return how often each candidate takes each rank, over all points."""
    units = units_of(field)
    return _by_pairs(units) if len(field.lhas) <= FEW else _by_sorting(units)


def _by_pairs(units: np.ndarray) -> Shares:
    """Compare every two candidates at all points at once: quickest for a few of them."""
    count = len(units)
    better = np.zeros(units.shape, dtype=np.uint8)
    equal = np.ones(units.shape, dtype=np.uint8)
    for one in range(count):
        for other in range(one + 1, count):
            above, same = units[one] > units[other], units[one] == units[other]
            better[other] += above
            better[one] += ~(above | same)
            equal[one] += same
            equal[other] += same
    width = count + 1
    steps = np.zeros((count, width))
    for row in range(count):
        tally = np.bincount(better[row].astype(np.intp) * width + equal[row])
        for kind in np.flatnonzero(tally).tolist():
            place, level = divmod(kind, width)
            steps[row, place] += tally[kind] / level
            steps[row, place + level] -= tally[kind] / level
    who, point = np.nonzero(better == 0)
    return Shares(_ranks(steps), (point, who, 1.0 / equal[who, point]))


def _by_sorting(units: np.ndarray) -> Shares:
    """Sort each point's candidates once, some points at a time: quicker for many candidates."""
    count = len(units)
    steps = np.zeros((count, count + 1))
    first = []
    for begin in range(0, POINTS, CHUNK):
        who, start, end = _sorted_ranks(units[:, begin : begin + CHUNK])
        part = 1.0 / (end - start)
        steps += _steps(who.ravel(), start.ravel(), end.ravel(), part.ravel(), count)
        point, column = np.nonzero(start == 0)
        first.append((point + begin, who[point, column], part[point, column]))
    points, winners, parts = zip(*first, strict=True)
    held = (np.concatenate(points), np.concatenate(winners), np.concatenate(parts))
    return Shares(_ranks(steps), held)


def _sorted_ranks(units: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """
    Return, for each point and place in its order, who stands there and from where to where.

    Shapes are (points, candidates). Whoever is level stands on the same places together.
    """
    count = len(units)
    shift = count.bit_length()
    keys = np.ascontiguousarray((-units << shift).T)
    keys += np.arange(count)
    keys.sort(axis=1)
    who = keys & ((1 << shift) - 1)
    keys >>= shift
    opens = np.ones((len(keys), count + 1), dtype=bool)
    np.not_equal(keys[:, 1:], keys[:, :-1], out=opens[:, 1:-1])
    place = np.arange(1, count + 1, dtype=np.int16)
    start = np.maximum.accumulate((place - 1) * opens[:, :-1], axis=1)
    closing = np.where(opens[:, 1:], place, np.int16(count))
    return who, start, np.minimum.accumulate(closing[:, ::-1], axis=1)[:, ::-1]


def _steps(
    who: np.ndarray, start: np.ndarray, end: np.ndarray, part: np.ndarray, count: int
) -> np.ndarray:
    """Add up where each candidate's part of a run of ranks begins, less where it ends."""
    width = count + 1
    row = who * width
    begins = np.bincount(row + start, part, count * width)
    steps: np.ndarray = begins - np.bincount(row + end, part, count * width)
    return steps.reshape(count, width)


def _ranks(steps: np.ndarray) -> np.ndarray:
    """Return (candidates, ranks) shares from the steps of all points."""
    shares: np.ndarray = np.maximum(np.cumsum(steps, axis=1)[:, :-1], 0) / POINTS
    return shares


def entropy(shares: np.ndarray) -> np.ndarray:
    """Return the entropy in bits of distributions over the last axis."""
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(shares > 0, -shares * np.log2(np.where(shares > 0, shares, 1)), 0.0)
    total: np.ndarray = terms.sum(axis=-1)
    return total


def ask_first(field: Field, shares: Shares, least_bits: float) -> tuple[Question, ...]:
    """Return the missing facts by how much knowing each would settle who is first."""
    doubt = float(entropy(shares.ranks[:, 0]))
    if doubt < least_bits:
        return ()
    point, who, part = shares.first
    count = len(field.lhas)
    questions = []
    for number, gap in enumerate(field.gaps):
        answers = gap.answers
        given = draw(number, answers)
        held = np.bincount(given, minlength=answers)
        cells = given[point].astype(np.intp) * count + who
        leads = np.bincount(cells, weights=part, minlength=answers * count)
        after = leads.reshape(answers, count) / np.maximum(held, 1)[:, None]
        value = doubt - float((held / POINTS) @ entropy(after))
        if value >= least_bits:
            questions.append(_question(field, gap, value, after))
    return tuple(sorted(questions, key=lambda question: (-question.value, question.fact)))


def _question(field: Field, gap: Gap, value: float, leads: np.ndarray) -> Question:
    finding = max((reading[2] for reading in gap.readings), key=lambda f: len(f.answers))
    return Question(
        fact=gap.fact,
        sentence=finding.sentence,
        housing=finding.housing,
        value=round(value, 4),
        answers=tuple(
            Answer(answer=answer, leader=field.lhas[int(np.argmax(leads[i]))])
            for i, answer in enumerate(finding.answers)
        ),
    )


def leader_can_change(
    field: Field, weights: Sequence[int], order: Mapping[str, Order], points: np.ndarray
) -> bool:
    """
    Whether a single missing fact could by itself change who is first at the agreed weights.

    ``points`` (candidates, 3) are the points as ranked; ``order`` is the rule for exact ties.
    """
    agreed = np.array(weights, dtype=np.int64)
    units = points @ agreed
    leader = _first(field, units, order)
    for gap in field.gaps:
        for answer in range(gap.answers):
            changed = units.copy()
            for row, column, finding in gap.readings:
                value = finding.values[answer * len(finding.values) // gap.answers]
                changed[row] += agreed[column] * (value - finding.points)
            if _first(field, changed, order) != leader:
                return True
    return False


def _first(field: Field, units: np.ndarray, order: Mapping[str, Order]) -> int:
    best = np.flatnonzero(units == units.max())
    if len(best) == 1:
        return int(best[0])
    return int(min(best, key=lambda row: order[field.lhas[row]]))
