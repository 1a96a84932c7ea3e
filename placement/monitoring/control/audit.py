"""
The auditor: proves of every hidden cell that it cannot be worked out, or names those that can.

It shares no method with what chose the hidden cells: it takes what is published, as it stands in
the released tables, with all that was ever published before, and looks for *whole-number tables*
that agree with every line and differ where they must: for each target one in which it is as small
as asked and one in which it is as great. Each such witness is checked in whole-number arithmetic,
so a pass rests on no solver's tolerance. Where none is found, the solver's (HiGHS) end of the range
is reported and the release fails. Limits of proof: it takes a reader to know what is published, the
structure and their own cells, not how this software chose what to hide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array, csr_array
from scipy.sparse.csgraph import connected_components

from placement.monitoring.control.cells import ANYBODY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from placement.monitoring.control.cells import Key, Reader, Statement, Target, World

Ints = NDArray[np.int64]
_ENDLESS = 10**6  # stands for no end; no area has so many people
_MANY = 40  # targets of one part that are asked together rather than one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A hidden cell that a reader could work out too closely: what they can hold possible of it."""

    target: Target
    reader: str
    least: int | None
    greatest: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """
    What was checked: ``passed`` where every target keeps its range from every reader.

    ``beyond`` counts targets whose range was narrower than asked before this release; it was
    proven that the release makes it no narrower. ``questions`` counts the programs solved,
    ``witnesses`` the whole-number tables found.
    """

    targets: int
    readers: tuple[str, ...]
    lines: int
    questions: int
    witnesses: int
    beyond: int
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing can be worked out that must not be."""
        return not self.failures


def audit(
    world: World,
    published: Sequence[Statement],
    targets: Sequence[Target],
    readers: Sequence[Reader] = (ANYBODY,),
    *,
    progress: Callable[[str], None] | None = None,
) -> Proof:
    """
    Prove each target against each reader, from what is published and known.

    Raises
    ------
    ValueError
        If a published line is not true: then nothing could be proven from it.
    """
    untrue = [line for line in published if _untrue(line, world.counts)]
    if untrue:
        raise ValueError(f"{len(untrue)} published lines are not true, such as: {untrue[0].why}")
    failures: list[Failure] = []
    questions = witnesses = beyond = 0
    found: list[Ints] = []
    proven: set[Target] = set()
    for reader in sorted(readers, key=lambda each: not (each.knows or each.also)):
        mine = [each for each in targets if each.key not in reader.knows]
        if not reader.knows and not reader.also:
            # whoever knows nothing of their own can do no more than somebody who does
            mine = [each for each in mine if each not in proven]
        if not mine:
            continue
        if progress is not None:
            progress(f"the proof, as {reader.name} would read it")
        known = [*world.known, *reader.also]
        now = _Room(world, [*known, *published], reader, found)
        open_ = now.prove(mine)
        proven.update(set(mine) - set(open_))
        before = _Room(world, known, reader) if open_ else None
        for target in open_:
            least, greatest = now.range(target.key)
            was = before.range(target.key) if before else (None, None)
            if _no_narrower(target, (least, greatest), was):
                beyond += 1
            else:
                failures.append(
                    Failure(target=target, reader=reader.name, least=least, greatest=greatest)
                )
        found += now.tables()
        rooms = [now] if before is None else [now, before]
        questions += sum(room.questions for room in rooms)
        witnesses += sum(room.witnesses for room in rooms)
    return Proof(
        targets=len(targets),
        readers=tuple(reader.name for reader in readers),
        lines=len(world.known) + len(published),
        questions=questions,
        witnesses=witnesses,
        beyond=beyond,
        failures=tuple(failures),
    )


def _untrue(line: Statement, counts: Any) -> bool:  # noqa: ANN401 - counts, some not known
    if any(counts.get(key) is None for key, _ in line.terms):
        return False
    return not line.holds(counts)


def _no_narrower(
    target: Target, now: tuple[int | None, int | None], was: tuple[int | None, int | None]
) -> bool:
    """Whether a target keeps what it asks for, or all of what it had before, whichever is less."""
    least, greatest = _end(now[0], -_ENDLESS), _end(now[1], _ENDLESS)
    least_was, greatest_was = _end(was[0], -_ENDLESS), _end(was[1], _ENDLESS)
    if target.width is not None:
        return greatest - least >= min(target.width, greatest_was - least_was)
    low = least_was if target.low is None else max(target.low, least_was)
    high = greatest_was if target.high is None else min(target.high, greatest_was)
    return (target.low is None or least <= low) and (target.high is None or greatest >= high)


def _end(value: int | None, endless: int) -> int:
    return endless if value is None else value


class _Room:
    """Every whole-number table that agrees with what one reader knows, by its independent parts."""

    def __init__(
        self,
        world: World,
        lines: Sequence[Statement],
        reader: Reader,
        found: Sequence[Ints] = (),
    ) -> None:
        self.questions = self.witnesses = 0
        self._found = found
        self._at = {key: i for i, key in enumerate(world.counts)}
        size = len(self._at)
        low = np.zeros(size, dtype=np.int64)
        for key in world.signed:
            low[self._at[key]] = -_ENDLESS
        high = np.full(size, _ENDLESS, dtype=np.int64)
        for key in reader.knows:
            count = world.counts.get(key)
            if count is not None:
                low[self._at[key]] = high[self._at[key]] = count
        row = [i for i, line in enumerate(lines) for _ in line.terms]
        column = [self._at[key] for line in lines for key, _ in line.terms]
        value = [coefficient for line in lines for _, coefficient in line.terms]
        shape = (len(lines), size)
        self._matrix = csr_array((np.array(value, dtype=np.int64), (row, column)), shape=shape)
        self._least = np.array([_end(line.lower, -_ENDLESS) for line in lines], dtype=np.int64)
        self._most = np.array([_end(line.upper, _ENDLESS) for line in lines], dtype=np.int64)
        self._low, self._high = low, high
        self._settle()
        self._part, self._parts = self._split()
        self._true = np.array([-1 if c is None else c for c in world.counts.values()])
        self._whole = all(count is not None for count in world.counts.values())

    def _settle(self) -> None:
        """Work out cells that single lines give away, again and again."""
        matrix = self._matrix
        while True:
            known = self._low == self._high
            unknowns = (matrix != 0).astype(np.int64) @ (~known).astype(np.int64)
            base = matrix @ np.where(known, self._low, 0)
            changed = False
            for i in np.flatnonzero(unknowns == 1):
                cells = matrix.indices[matrix.indptr[i] : matrix.indptr[i + 1]]
                values = matrix.data[matrix.indptr[i] : matrix.indptr[i + 1]]
                at = next(j for j, c in enumerate(cells) if not known[c])
                cell, value = int(cells[at]), int(values[at])
                ends = sorted(
                    (
                        (int(self._least[i] - base[i])) / value,
                        (int(self._most[i] - base[i])) / value,
                    )
                )
                low, high = int(np.ceil(ends[0] - 1e-9)), int(np.floor(ends[1] + 1e-9))
                if low > self._low[cell]:
                    self._low[cell], changed = low, True
                if high < self._high[cell]:
                    self._high[cell], changed = high, True
            if not changed:
                return

    def _split(self) -> tuple[Ints, dict[int, _Part]]:
        """Split what is not known into parts that no line joins."""
        unknown = np.flatnonzero(self._low < self._high)
        known = self._low == self._high
        base = self._matrix @ np.where(known, self._low, 0)
        sub = csr_array(csc_array(self._matrix)[:, unknown])
        links = (sub != 0).astype(np.int64)
        _, label = connected_components(links.T @ links, directed=False)
        part = np.full(len(self._low), -1, dtype=np.int64)
        part[unknown] = label
        first = np.array(
            [
                label[sub.indices[s]] if e > s else -1
                for s, e in zip(sub.indptr[:-1], sub.indptr[1:], strict=True)
            ],
            dtype=np.int64,
        )
        parts = {}
        order = np.argsort(first, kind="stable")
        cell_order = np.argsort(label, kind="stable")
        for number in range(int(label.max(initial=-1)) + 1):
            rows = order[slice(*np.searchsorted(first[order], [number, number + 1]))]
            at = cell_order[slice(*np.searchsorted(label[cell_order], [number, number + 1]))]
            cells = unknown[at]
            matrix = csr_array(csc_array(self._matrix[rows])[:, cells])
            parts[number] = _Part(
                cells,
                matrix,
                (self._least[rows] - base[rows], self._most[rows] - base[rows]),
                (self._low[cells], self._high[cells]),
            )
        return part, parts

    def tables(self) -> list[Ints]:
        """Return the witnesses as tables of every cell, the others as they truly are."""
        if not self._whole:
            return []
        made = []
        for part in self._parts.values():
            for witness in part.fresh:
                table = self._true.copy()
                table[part.cells] = witness
                made.append(table)
        return made

    def prove(self, targets: Sequence[Target]) -> list[Target]:
        """Look for witnesses for each target; return those for which there was none."""
        open_: list[Target] = []
        by_part: dict[int, list[Target]] = {}
        for target in targets:
            at = self._at[target.key]
            number = int(self._part[at])
            if number < 0:
                value = int(self._low[at])
                wide = target.width is None or target.width <= 0
                inside = (target.low is None or value <= target.low) and (
                    target.high is None or value >= target.high
                )
                if not (wide and inside):
                    open_.append(target)
            else:
                by_part.setdefault(number, []).append(target)
        for number, mine in by_part.items():
            part = self._parts[number]
            if self._whole:
                part.offer_witness(self._true[part.cells])
                true = self._true[part.cells]
                for table in self._found:
                    if (table[part.cells] != true).any():
                        part.offer_witness(table[part.cells])
            local = {int(cell): i for i, cell in enumerate(part.cells)}
            asked = [(local[self._at[each.key]], each) for each in mine]
            open_ += part.prove(asked)
            self.questions += part.questions
            self.witnesses += len(part.witnesses)
        return open_

    def range(self, key: Key) -> tuple[int | None, int | None]:
        """Return the least and greatest whole number that a cell can be; None where no end."""
        at = self._at[key]
        number = int(self._part[at])
        if number < 0:
            return int(self._low[at]), int(self._high[at])
        part = self._parts[number]
        cell = int(np.flatnonzero(part.cells == at)[0])
        least, greatest = part.end(cell, up=False), part.end(cell, up=True)
        return (
            None if least is None or least <= -_ENDLESS else least,
            None if greatest is None or greatest >= _ENDLESS else greatest,
        )


class _Part:
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
        return [target for cell, target in asked if not self._proven(cell, target)]

    def _proven(self, cell: int, target: Target) -> bool:
        if target.width is not None:
            least = self.end(cell, up=False)
            greatest = self.end(cell, up=True)
            if least is None or greatest is None or greatest - least < target.width:
                return False
        return (target.low is None or self._reaches(cell, target.low, up=False)) and (
            target.high is None or self._reaches(cell, target.high, up=True)
        )

    def _shown(self, cell: int, limit: int, *, up: bool) -> bool:
        if self._ends is None:
            return False
        return bool(self._ends[1][cell] >= limit if up else self._ends[0][cell] <= limit)

    def _reaches(self, cell: int, limit: int, *, up: bool) -> bool:
        if not self._shown(cell, limit, up=up):
            self._solve({cell: 1}, {cell: limit}, up=up)
        return self._shown(cell, limit, up=up)

    def end(self, cell: int, *, up: bool) -> int | None:
        """Return one end of a cell's range; None where no witness was found."""
        table = self._solve({cell: 1}, {}, up=up)
        return None if table is None else int(table[cell])

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
