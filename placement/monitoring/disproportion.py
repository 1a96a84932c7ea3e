"""
Whether a group fares otherwise than everybody else, and whether the numbers could show it.

Fisher's exact test, two-sided, of one group against all others. A test that finds nothing says
little where it could have found nothing: so each comes with its exact power, the chance that it
would have found a difference of an agreed size had there been one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SAME = 1 + 1e-7
"""Two tables count as equally likely within this factor, as R and scipy have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disproportion:
    """The chance of so uneven a split if all fared alike, and the power to find a difference."""

    chance: float
    power: float


def compare(
    yes: int, size: int, yes_others: int, size_others: int, *, difference: float, level: float
) -> Disproportion:
    """
    Compare a group with all others.

    Parameters
    ----------
    yes, size
        How many of the group the outcome holds for, and how many there are.
    yes_others, size_others
        The same of everybody else.
    difference
        The difference of shares that the test should be able to find.
    level
        The chance below which a difference counts as found.
    """
    if not size or not size_others:
        return Disproportion(chance=1.0, power=0.0)
    least = max(0, yes + yes_others - size_others)  # of the group, the total being fixed
    chance = float(_chances(size, size_others, yes + yes_others)[yes - least])
    share = (yes + yes_others) / (size + size_others)
    other = share - difference if share >= difference else share + difference
    return Disproportion(chance=chance, power=power(size, size_others, other, share, level))


def against_share(
    yes: int, size: int, share: float, *, difference: float, level: float
) -> Disproportion:
    """
    Compare how many of all are in a group with the group's share of somebody else: exact binomial.

    The power is the lesser of those to find so much more and so much less, as far as there can be.

    >>> found = against_share(9, 20, 0.2, difference=0.2, level=0.05)
    >>> round(found.chance, 4), round(found.power, 3)
    (0.01, 0.584)
    """
    import numpy as np
    from scipy.stats import binom

    if not size:
        return Disproportion(chance=1.0, power=0.0)
    likely = binom.pmf(np.arange(size + 1), size, share)
    order = np.argsort(likely, kind="stable")
    last = np.searchsorted(likely[order], likely * _SAME, side="right") - 1
    chances = np.minimum(1.0, np.cumsum(likely[order])[last])
    others = [each for each in (share - difference, share + difference) if 0 <= each <= 1]
    able = [float(binom.pmf(np.arange(size + 1), size, p)[chances < level].sum()) for p in others]
    return Disproportion(chance=float(chances[yes]), power=min(able, default=0.0))


def power(size: int, size_others: int, share: float, share_others: float, level: float) -> float:
    """
    Return the chance that Fisher's test finds two given shares to differ.

    >>> round(power(10, 10, 0.2, 0.8, 0.05), 3)
    0.635
    """
    import numpy as np
    from scipy.stats import binom

    mine = binom.pmf(np.arange(size + 1), size, min(1.0, share))
    others = binom.pmf(np.arange(size_others + 1), size_others, share_others)
    found = 0.0
    for total in range(size + size_others + 1):
        least = max(0, total - size_others)
        k = np.arange(least, min(size, total) + 1)
        sure = _chances(size, size_others, total) < level
        found += float((mine[k] * others[total - k])[sure].sum())
    return found


@lru_cache(maxsize=65536)
def _chances(size: int, size_others: int, total: int) -> NDArray[np.float64]:
    """Return Fisher's two-sided chance of each split of ``total``, the fewest first."""
    import numpy as np
    from scipy.stats import hypergeom

    k = np.arange(max(0, total - size_others), min(size, total) + 1)
    likely = hypergeom.pmf(k, size + size_others, total, size)
    order = np.argsort(likely, kind="stable")
    sums = np.cumsum(likely[order])
    last = np.searchsorted(likely[order], likely * _SAME, side="right") - 1
    return np.asarray(np.minimum(1.0, sums[last]))
