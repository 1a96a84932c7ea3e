"""
Tables that a reader must hold possible, found once and kept for every reader and every choice.

A table is a number for each cell, all that are known truly taken as they are. One that agrees with
what is published shows of many cells at once how little and how much they may be: so a question is
put to a linear program only where no table answers it already. Kept are the tables as they differ
from the true one, which agrees with everything, and the offers that each would contradict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csc_array, csr_array, vstack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from placement.monitoring.control.cells import Key, Offer, Reader, Statement, World

    Numbers = NDArray[np.float64]
    Flags = NDArray[np.bool_]

ENDLESS = 10**6  # stands for no end; no area has so many people
_SMALL = 1e-6


class Pool:
    """The tables found, over the cells of a world; ``usable`` where every true number is known."""

    def __init__(self, world: World, offers: Sequence[Offer]) -> None:
        self.at = {key: i for i, key in enumerate(world.counts)}
        self._open = np.ones(len(self.at), dtype=bool)
        for key in world.signed:
            self._open[self.at[key]] = False
        lines = [
            (i, x) for i, each in enumerate(offers) if not each.barred for x in each.statements
        ]
        self._known = _Lines(world.known, self.at)
        self._offered = _Lines([line for _, line in lines], self.at)
        self._offer = np.array([i for i, _ in lines], dtype=np.int64)
        self.base = np.array([float(count or 0) for count in world.counts.values()])
        self.usable = self._complete(world, [line for _, line in lines])
        self._moved: list[tuple[NDArray[np.int64], Numbers]] = []
        self._against: list[NDArray[np.int64]] = []

    def _complete(self, world: World, offered: Sequence[Statement]) -> bool:
        """Fill in, as agrees with everything, the numbers that even we do not know any more."""
        lost = np.array([count is None for count in world.counts.values()])
        if lost.any():
            every = _Lines([*world.known, *offered], self.at)
            found = every.completed(self.base, lost, self._open)
            if found is None:
                return False
            self.base = found
        return not self._known.broken(self.base).size and not self._offered.broken(self.base).size

    def __len__(self) -> int:
        return len(self._moved)

    def add(self, table: Numbers) -> int | None:
        """Keep a table that agrees with all that is known; return its number, None where not."""
        if not self.usable or (table[self._open] < -_SMALL).any() or self._known.broken(table).size:
            return None
        moved = np.flatnonzero(np.abs(table - self.base) > _SMALL)
        self._moved.append((moved, table[moved] - self.base[moved]))
        self._against.append(np.unique(self._offer[self._offered.broken(table)]))
        return len(self._moved) - 1

    def agreeing(self, shown: Flags, start: int = 0) -> list[int]:
        """Return the tables, from one on, that contradict no offer shown."""
        several = range(start, len(self._moved))
        if not len(several):
            return []
        against = self._against[start:]
        counts = [len(each) for each in against]
        tables = np.repeat(np.arange(len(against)), counts)
        bad = np.zeros(len(against), dtype=bool)
        bad[tables[shown[np.concatenate(against)]]] = True
        return [i for i, wrong in zip(several, bad.tolist(), strict=True) if not wrong]

    def moves(self, number: int) -> tuple[NDArray[np.int64], Numbers]:
        """Return the cells in which a table differs from the true one, and by how much."""
        return self._moved[number]


class View:
    """The ends of every cell's range as far as tables show them to one reader."""

    def __init__(self, pool: Pool, reader: Reader) -> None:
        self._pool = pool
        self._fixed = np.zeros(len(pool.at), dtype=bool)
        for key in reader.knows:
            self._fixed[pool.at[key]] = True
        self._also = _Lines(reader.also, pool.at)
        self._mine: list[bool] = []
        self.show(np.zeros(0, dtype=bool))

    def show(self, shown: Flags) -> None:
        """Publish the offers flagged, and no other."""
        self._shown = shown
        self._seen = 0
        self.least = self._pool.base.copy()
        self.greatest = self._pool.base.copy()
        if len(shown):
            self.update()

    def update(self) -> None:
        """Take in the tables that were found since."""
        if not self._pool.usable:
            return
        for i in range(len(self._mine), len(self._pool)):
            cells, by = self._pool.moves(i)
            free = not self._fixed[cells].any()
            if free and len(self._also):
                table = self._pool.base.copy()
                table[cells] += by
                free = not self._also.broken(table).size
            self._mine.append(free)
        for i in self._pool.agreeing(self._shown, self._seen):
            if self._mine[i]:
                cells, by = self._pool.moves(i)
                value = self._pool.base[cells] + by
                self.least[cells] = np.minimum(self.least[cells], value)
                self.greatest[cells] = np.maximum(self.greatest[cells], value)
        self._seen = len(self._pool)

    def shows(self, cell: int, low: int | None, high: int | None, width: int | None) -> bool:
        """Whether tables show that a cell may be so little and so much, or range so widely."""
        if not self._pool.usable:
            return low is None and high is None and width is None
        least, greatest = self.least[cell], self.greatest[cell]
        return bool(
            (low is None or least <= low + _SMALL)
            and (high is None or greatest >= high - _SMALL)
            and (width is None or greatest - least >= width - _SMALL)
        )


class _Lines:
    """Statements as one sparse matrix, to be checked all at once."""

    def __init__(self, lines: Sequence[Statement], at: Mapping[Key, int]) -> None:
        rows = [i for i, line in enumerate(lines) for _ in line.terms]
        columns = [at[key] for line in lines for key, _ in line.terms]
        values = [float(c) for line in lines for _, c in line.terms]
        self._matrix = csr_array((values, (rows, columns)), shape=(len(lines), len(at)))
        self._lower = np.array(
            [-ENDLESS if x.lower is None else x.lower for x in lines], dtype=float
        )
        self._upper = np.array(
            [ENDLESS if x.upper is None else x.upper for x in lines], dtype=float
        )

    def __len__(self) -> int:
        return len(self._lower)

    def completed(self, base: Numbers, lost: Flags, open_: Flags) -> Numbers | None:
        """Return the base with what was lost filled in, so that it agrees with every line."""
        from scipy.optimize import linprog

        columns = np.flatnonzero(lost)
        matrix = csc_array(self._matrix)[:, columns]
        rest = self._matrix @ np.where(lost, 0, base)
        rows = np.flatnonzero(np.diff(csr_array(matrix).indptr))
        part = csr_array(matrix)[rows]
        found = linprog(
            np.zeros(len(columns)),
            A_ub=vstack([part, -part]),
            b_ub=np.concatenate([(self._upper - rest)[rows], (rest - self._lower)[rows]]),
            bounds=[(0 if open_[c] else -ENDLESS, ENDLESS) for c in columns],
            method="highs",
        )
        if found.x is None:
            return None
        table = base.copy()
        table[columns] = found.x
        return table

    def broken(self, table: Numbers) -> NDArray[np.int64]:
        """Return the lines that a table does not agree with."""
        sums = self._matrix @ table
        return np.flatnonzero((sums < self._lower - _SMALL) | (sums > self._upper + _SMALL))
