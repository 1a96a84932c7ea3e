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
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array, csr_array
from scipy.sparse.csgraph import connected_components

from placement.monitoring.control.cells import ANYBODY
from placement.monitoring.control.witness import Ints, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from placement.monitoring.control.cells import Key, Reader, Statement, Target, World

_ENDLESS = 10**6  # stands for no end; no area has so many people


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
    one = _one_table(world, [*world.known, *published])
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
        now = _Room(world, [*known, *published], reader, one, found)
        open_ = now.prove(mine)
        proven.update(set(mine) - set(open_))
        before = _Room(world, known, reader, one) if open_ else None
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
    if least > greatest:
        return False  # what the reader is taken to know cannot be: nothing was proven
    least_was, greatest_was = _end(was[0], -_ENDLESS), _end(was[1], _ENDLESS)
    if target.width is not None:
        return greatest - least >= min(target.width, greatest_was - least_was)
    low = least_was if target.low is None else max(target.low, least_was)
    high = greatest_was if target.high is None else min(target.high, greatest_was)
    return (target.low is None or least <= low) and (target.high is None or greatest >= high)


def _end(value: int | None, endless: int) -> int:
    return endless if value is None else value


def _system(lines: Sequence[Statement], at: dict[Key, int]) -> tuple[Any, Ints, Ints]:
    """Return lines as a matrix of cells, and the least and the most of each line."""
    row = [i for i, line in enumerate(lines) for _ in line.terms]
    column = [at[key] for line in lines for key, _ in line.terms]
    value = [coefficient for line in lines for _, coefficient in line.terms]
    return (
        csr_array((np.array(value, dtype=np.int64), (row, column)), shape=(len(lines), len(at))),
        np.array([_end(line.lower, -_ENDLESS) for line in lines], dtype=np.int64),
        np.array([_end(line.upper, _ENDLESS) for line in lines], dtype=np.int64),
    )


def _one_table(world: World, lines: Sequence[Statement]) -> Ints | None:
    """
    Return a table to begin from: the true one, with what even we do not know any more filled in.

    It is only offered as a witness, so that nothing rests on it; None where none was found.
    """
    counts = list(world.counts.values())
    table = np.array([count or 0 for count in counts], dtype=np.int64)
    lost = np.flatnonzero([count is None for count in counts])
    if not lost.size:
        return table
    matrix, least, most = _system(lines, {key: i for i, key in enumerate(world.counts)})
    rest = matrix @ table
    part = csc_array(matrix)[:, lost]
    low = [-_ENDLESS if key in world.signed else 0 for key, n in world.counts.items() if n is None]
    found = milp(
        np.zeros(lost.size),
        constraints=LinearConstraint(part, least - rest, most - rest),
        bounds=Bounds(np.array(low, dtype=np.float64), np.full(lost.size, float(_ENDLESS))),
        integrality=np.ones(lost.size),
    )
    if found.x is None:
        return None
    table[lost] = np.rint(found.x).astype(np.int64)
    return table


class _Room:
    """Every whole-number table that agrees with what one reader knows, by its independent parts."""

    def __init__(
        self,
        world: World,
        lines: Sequence[Statement],
        reader: Reader,
        one: Ints | None,
        found: Sequence[Ints] = (),
    ) -> None:
        self.questions = self.witnesses = 0
        self._found, self._one = found, one
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
        self._matrix, self._least, self._most = _system(lines, self._at)
        self._low, self._high = low, high
        self._settle()
        self._impossible = self._contradicted()
        self._part, self._parts = self._split()

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

    def _contradicted(self) -> bool:
        """Whether no table can agree: a line whose cells are all given away is not true of them."""
        known = self._low == self._high
        base = self._matrix @ np.where(known, self._low, 0)
        done = (self._matrix != 0).astype(np.int64) @ (~known).astype(np.int64) == 0
        untrue = done & ((base < self._least) | (base > self._most))
        return bool(untrue.any() or (self._low > self._high).any())

    def _split(self) -> tuple[Ints, dict[int, Part]]:
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
            parts[number] = Part(
                cells,
                matrix,
                (self._least[rows] - base[rows], self._most[rows] - base[rows]),
                (self._low[cells], self._high[cells]),
            )
        return part, parts

    def tables(self) -> list[Ints]:
        """Return the witnesses as tables of every cell, the others as in the one known to agree."""
        if self._one is None:
            return []
        made = []
        for part in self._parts.values():
            for witness in part.fresh:
                table = self._one.copy()
                table[part.cells] = witness
                made.append(table)
        return made

    def prove(self, targets: Sequence[Target]) -> list[Target]:
        """Look for witnesses for each target; return those for which there was none."""
        if self._impossible:
            return [*targets]
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
            if self._one is not None:
                one = self._one[part.cells]
                part.offer_witness(one)
                for table in self._found:
                    if (table[part.cells] != one).any():
                        part.offer_witness(table[part.cells])
            local = {int(cell): i for i, cell in enumerate(part.cells)}
            asked = [(local[self._at[each.key]], each) for each in mine]
            open_ += part.prove(asked)
            self.questions += part.questions
            self.witnesses += len(part.witnesses)
        return open_

    def range(self, key: Key) -> tuple[int | None, int | None]:
        """
        Return the least and greatest whole number that a cell can be; None where no end.

        Where no table agrees with what is known the least is above the greatest.
        """
        if self._impossible:
            return 1, 0
        at = self._at[key]
        number = int(self._part[at])
        if number < 0:
            return int(self._low[at]), int(self._high[at])
        part = self._parts[number]
        cell = int(np.flatnonzero(part.cells == at)[0])
        least, greatest = part.end(cell, up=False), part.end(cell, up=True)
        if least is None or greatest is None:
            return 1, 0
        return (
            None if least <= -_ENDLESS else least,
            None if greatest >= _ENDLESS else greatest,
        )
