"""
The auditor's search in one part of the tables that stands alone: whole-number witnesses.

A witness is a table that agrees with every line, checked in whole-number arithmetic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

if TYPE_CHECKING:
    from placement.monitoring.control.cells import Target

Ints = NDArray[np.int64]
_MANY = 40  # targets of one part that are asked together rather than one by one


class Part:
    """A part of the unknown cells that stands alone, and the witnesses found for it."""

    def __init__(
        self,
        cells: Ints,
        matrix: Any,  # noqa: ANN401 - a sparse array
        rows: tuple[Ints, Ints],
        limits: tuple[Ints, Ints],
    ) -> None:
        self.cells, self._matrix = cells, matrix
        self._rows, self._limits = rows, limits
        self._lines = [] if matrix.shape[0] == 0 else [LinearConstraint(matrix, rows[0], rows[1])]
        self.witnesses: list[Ints] = []
        self.fresh: list[Ints] = []
        self.questions = 0
        self._ends: tuple[Ints, Ints] | None = None
        self._last: dict[tuple[int, bool], int] = {}

    def offer_witness(self, table: Ints) -> bool:
        """Keep a table if it agrees with every line, in whole numbers; say whether it does."""
        sums = self._matrix @ table
        fits = bool(
            (table >= self._limits[0]).all()
            and (table <= self._limits[1]).all()
            and (sums >= self._rows[0]).all()
            and (sums <= self._rows[1]).all()
        )
        if fits:
            self.witnesses.append(table)
            low, high = self._ends or (table, table)
            self._ends = np.minimum(low, table), np.maximum(high, table)
        return fits

    def prove(self, asked: list[tuple[int, Target]]) -> list[Target]:
        """Return the targets for which no witnesses were found."""
        if len(asked) > _MANY:
            self._together([(c, t.low) for c, t in asked if t.low is not None], up=False)
            self._together([(c, t.high) for c, t in asked if t.high is not None], up=True)
            if self._ends is not None:
                least = self._ends[0]
                wide = [(c, int(least[c]) + t.width) for c, t in asked if t.width is not None]
                self._together(wide, up=True)
        return [target for cell, target in asked if not self._proven(cell, target)]

    def _proven(self, cell: int, target: Target) -> bool:
        if target.width is not None and not self._is_wide(cell, target.width):
            return False
        return (target.low is None or self._reaches(cell, target.low, up=False)) and (
            target.high is None or self._reaches(cell, target.high, up=True)
        )

    def _shown(self, cell: int, limit: int, *, up: bool) -> bool:
        if self._ends is None:
            return False
        return bool(self._ends[1][cell] >= limit if up else self._ends[0][cell] <= limit)

    def _is_wide(self, cell: int, width: int) -> bool:
        """Whether two witnesses differ by so much in a cell, those found before among them."""
        if self._ends is None:
            self.end(cell, up=False)
        if self._ends is None:
            return False
        return self._reaches(cell, int(self._ends[0][cell]) + width, up=True) or self._reaches(
            cell, int(self._ends[1][cell]) - width, up=False
        )

    def _reaches(self, cell: int, limit: int, *, up: bool) -> bool:
        if not self._shown(cell, limit, up=up) and (cell, up) not in self._last:
            table = self._solve({cell: 1}, {cell: limit}, up=up)
            if table is not None and not self._shown(cell, limit, up=up):
                # it was allowed to go further and did not: that is the end
                self._last[cell, up] = int(table[cell])
        return self._shown(cell, limit, up=up)

    def end(self, cell: int, *, up: bool) -> int | None:
        """Return one end of a cell's range; None where no witness was found."""
        if (cell, up) not in self._last:
            table = self._solve({cell: 1}, {}, up=up)
            if table is None:
                return None
            self._last[cell, up] = int(table[cell])
        return self._last[cell, up]

    def _together(self, asked: list[tuple[int, int]], *, up: bool) -> None:
        """Look for witnesses that each serve many targets at once, while that gets anywhere."""
        todo = [(cell, limit) for cell, limit in asked if not self._shown(cell, limit, up=up)]
        by_cell = csc_array(self._matrix)
        while todo:
            taken: set[int] = set()
            batch = {}
            for cell, limit in todo:
                rows = by_cell.indices[by_cell.indptr[cell] : by_cell.indptr[cell + 1]].tolist()
                if not up or not taken & set(rows):
                    batch[cell] = limit
                    taken.update(rows)
            if self._solve(dict.fromkeys(batch, 1), batch, up=up) is None:
                return
            left = [(c, limit) for c, limit in todo if not self._shown(c, limit, up=up)]
            if len(left) == len(todo):
                return
            todo = left

    def _solve(self, aim: dict[int, int], no_further: dict[int, int], *, up: bool) -> Ints | None:
        """Find a table with the aim greatest (or least), no cell further than it need be."""
        self.questions += 1
        cost = np.zeros(len(self.cells))
        for cell, weight in aim.items():
            cost[cell] = -weight if up else weight
        low, high = (limit.astype(np.float64) for limit in self._limits)
        for cell, limit in no_further.items():
            if up:
                high[cell] = min(high[cell], max(limit, low[cell]))
            else:
                low[cell] = max(low[cell], min(limit, high[cell]))
        for whole in (0, 1):
            found = milp(
                cost,
                constraints=self._lines,
                bounds=Bounds(low, high),
                integrality=np.full(len(cost), whole),
            )
            if found.x is None:
                return None
            table: Ints = np.rint(found.x).astype(np.int64)
            if np.abs(found.x - table).max(initial=0) < 1e-5 and self.offer_witness(table):
                self.fresh.append(table)
                return table
        return None
