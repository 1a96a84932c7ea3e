"""
Chance, from one seeded generator per person.

Each person has a stream of their own, keyed by the seed and their number, so that somebody is the
same whether five or ten thousand are asked for. Only uniform numbers are asked of numpy, whose
other distributions may change from one version to the next.
"""

from __future__ import annotations

from itertools import accumulate
from math import exp
from statistics import NormalDist
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

T = TypeVar("T")
_NORMAL = NormalDist()
_BLOCK = 64


class Draws:
    """
    A stream of chance, named by whole numbers: the seed, what is drawn, whose it is.

    >>> Draws(7, 0, 1).whole(1, 6) == Draws(7, 0, 1).whole(1, 6)
    True
    """

    def __init__(self, *key: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(key)))
        self._block: list[float] = []

    def share(self) -> float:
        """Return a number from 0 up to, not including, 1."""
        if not self._block:
            self._block = self._generator.random(_BLOCK).tolist()[::-1]
        return self._block.pop()

    def happens(self, chance: float) -> bool:
        """Say whether something of this chance happens."""
        return self.share() < chance

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included, each as likely."""
        return low + int(self.share() * (high - low + 1))

    def one_of(self, values: Sequence[T]) -> T:
        """Return one of some values, each as likely."""
        return values[int(self.share() * len(values))]

    def some_of(self, values: Sequence[T], count: int) -> list[T]:
        """Return ``count`` different ones of some values, in their order."""
        left = list(range(len(values)))
        taken = [left.pop(int(self.share() * len(left))) for _ in range(min(count, len(left)))]
        return [values[i] for i in sorted(taken)]

    def weighed(self, weights: Mapping[T, float]) -> T:
        """Return one of some values, as likely as its weight is large."""
        values, sums = list(weights), list(accumulate(weights.values()))
        at = self.share() * sums[-1]
        return next(value for value, reached in zip(values, sums, strict=True) if at < reached)

    def lognormal(self, mean: float, spread: float) -> float:
        """Return a log-normal number of this mean; ``spread`` is the deviation of its logarithm."""
        middle = max(self.share(), 1e-12)
        return mean * exp(spread * _NORMAL.inv_cdf(middle) - spread * spread / 2)
