"""
Who may not share a place: the pairs, and the larger circles of whom no two may.

Of a pair at most one is at a place; of a circle of five at most one as well, which says more than
its ten pairs do once shares of people are thought of, as prices and linear programmes think.
"""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

MOST_CIRCLES = 20_000  # the pairs of whatever is not listed stand for it


class Apart:
    """
    Pairs and circles, numbered together: the pairs first, then the circles of three or more.

    Attributes
    ----------
    pairs
        (pairs, 2), the lower case row first.
    """

    def __init__(self, pairs: Ints) -> None:
        self.pairs = pairs

    @cached_property
    def circles(self) -> list[Ints]:
        """List the circles that no further case can join, three cases or more in each."""
        import networkx

        graph = networkx.Graph()
        graph.add_edges_from(self.pairs.tolist())
        large = (sorted(c) for c in networkx.find_cliques(graph) if len(c) > 2)
        return [np.array(circle, np.int64) for circle in sorted(islice(large, MOST_CIRCLES))]

    @cached_property
    def tightest(self) -> Ints:
        """Number what is worth a row of its own: the circles, and the pairs inside none."""
        inside = {
            (int(one), int(other))
            for circle in self.circles
            for i, one in enumerate(circle)
            for other in circle[i + 1 :]
        }
        loose = [
            n for n, (one, other) in enumerate(self.pairs.tolist()) if (one, other) not in inside
        ]
        circles = range(len(self.pairs), len(self.pairs) + len(self.circles))
        return np.array([*loose, *circles], np.int64)

    def members(self, number: int) -> Ints:
        """Name the cases of one pair or circle."""
        pairs = len(self.pairs)
        members: Ints = self.pairs[number] if number < pairs else self.circles[number - pairs]
        return members

    def spread_out(self, numbers: Ints) -> tuple[Ints, Ints]:
        """
        List the cases of many pairs and circles at once.

        Returns
        -------
        row, case
            One entry per membership; ``row`` points into ``numbers``.
        """
        if not len(numbers) or numbers.max() < len(self.pairs):
            return np.repeat(np.arange(len(numbers)), 2), self.pairs[numbers].ravel()
        members = [self.members(number) for number in numbers.tolist()]
        return np.repeat(np.arange(len(numbers)), [len(m) for m in members]), np.concatenate(
            members
        )
