"""
What chance alone would give: exact tests, and what is done about testing many places at once.

Comparisons are many (six LHAs, some hundreds of areas), so chances are adjusted by Holm's method.
It is chosen over Benjamini and Hochberg's because each label names a council or a neighbourhood,
so that one false name is one too many, and because it holds whatever the counts have to do with
each other: shares of one whole depend on each other negatively, which the other does not cover.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.spread import expected_range, tail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from placement.parameters import Numbers

IMPROBABLE = "improbably many"
USUAL = "within what chance gives"
TOO_FEW = "too few to tell"
UNKNOWN = "not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """
    One place's number against its share of a denominator.

    ``low`` and ``high`` are the exact central range of the binomial; ``chance`` that of so many or
    more; ``adjusted`` the same with all places of the table taken together. None: not known.
    """

    count: int
    share: float | None
    expected: float | None
    low: int | None
    high: int | None
    chance: float | None
    adjusted: float | None
    label: str


def holm(chances: Sequence[float]) -> list[float]:
    """
    Return Holm's adjusted chances, in the order given.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(chances)), key=chances.__getitem__)
    adjusted = [1.0] * len(chances)
    reached = 0.0
    for rank, i in enumerate(order):
        reached = max(reached, min(1.0, (len(chances) - rank) * chances[i]))
        adjusted[i] = reached
    return adjusted


def against(
    counts: Mapping[str, int], sizes: Mapping[str, float | None], numbers: Numbers
) -> dict[str, Against]:
    """
    Set each place's number against its share of a denominator, all places taken together.

    Where one place's size is not known, no share is: the whole is then not known either. The label
    is never one for being below. It says ``improbably many`` only where the ranking would say so
    of the number by itself and the adjusted chance is below the level of the whole table.
    """
    people = sum(counts.values())
    known = [size for size in sizes.values() if size is not None]
    whole = sum(known) if len(known) == len(sizes) else 0
    if not whole:
        return {key: _unknown(n, numbers) for key, n in counts.items()}
    shares = {key: float(sizes[key] or 0) / whole for key in counts}
    chances = {key: tail(n, people, shares[key]) for key, n in counts.items()}
    adjusted = dict(zip(chances, holm(list(chances.values())), strict=True))
    coverage = numbers["spread.interval_coverage"]
    found = {}
    for key, n in counts.items():
        low, high = expected_range(people, shares[key], coverage)
        able = tail(people, people, shares[key]) * len(counts)
        found[key] = Against(
            count=n,
            share=shares[key],
            expected=people * shares[key],
            low=low,
            high=high,
            chance=chances[key],
            adjusted=adjusted[key],
            label=_label(n, chances[key], adjusted[key], able, numbers),
        )
    return found


def _label(count: int, chance: float, adjusted: float, able: float, numbers: Numbers) -> str:
    """Return the label; ``able`` is the adjusted chance if everybody were in this one place."""
    level = numbers["monitoring.family_level"]
    if count <= numbers["spread.too_few"] or able >= level:
        return TOO_FEW
    improbable = chance < numbers["spread.improbable_tail"] and adjusted < level
    return IMPROBABLE if improbable else USUAL


def _unknown(count: int, numbers: Numbers) -> Against:
    return Against(
        count=count,
        share=None,
        expected=None,
        low=None,
        high=None,
        chance=None,
        adjusted=None,
        label=TOO_FEW if count <= numbers["spread.too_few"] else UNKNOWN,
    )


def share_interval(count: int, people: int, coverage: float) -> tuple[float, float]:
    """
    Return the exact interval of a share (Clopper and Pearson 1934).

    >>> [round(end, 4) for end in share_interval(3, 10, 0.95)]
    [0.0667, 0.6525]
    """
    from scipy.stats import beta

    spare = (1 - coverage) / 2
    low = float(beta.ppf(spare, count, people - count + 1)) if count else 0.0
    high = float(beta.ppf(1 - spare, count + 1, people - count)) if count < people else 1.0
    return low, high


def rate_interval(count: int, coverage: float) -> tuple[float, float]:
    """
    Return the exact interval of a Poisson mean (Garwood 1936), in people.

    >>> [round(end, 3) for end in rate_interval(3, 0.95)]
    [0.619, 8.767]
    """
    from scipy.stats import chi2

    spare = (1 - coverage) / 2
    low = float(chi2.ppf(spare, 2 * count)) / 2 if count else 0.0
    return low, float(chi2.ppf(1 - spare, 2 * count + 2)) / 2


def mean_interval(values: Sequence[float], coverage: float) -> tuple[float, float] | None:
    """
    Return Student's interval of a mean (1908); None where there are fewer than two values.

    >>> [round(end, 3) for end in mean_interval([1.0, 2.0, 4.0], 0.95)]
    [-1.461, 6.128]
    """
    from scipy.stats import t

    many = len(values)
    if many < 2:
        return None
    mean = sum(values) / many
    spread = (sum((value - mean) ** 2 for value in values) / (many - 1) / many) ** 0.5
    reach = float(t.ppf((1 + coverage) / 2, many - 1)) * spread
    return mean - reach, mean + reach


def came_or_left(came: int, left: int) -> float:
    """
    Return the chance, if coming and leaving were as likely, of a change at least so far from none.

    The people who stayed are in both years' numbers and say nothing of a change, so they are left
    out: the exact form of McNemar's test (1947), two-sided.

    >>> round(came_or_left(8, 1), 6)
    0.039062
    """
    moved = came + left
    return min(1.0, 2 * tail(max(came, left), moved, 0.5)) if moved else 1.0
