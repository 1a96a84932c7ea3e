"""
What a reader can work out: the least and the greatest that a cell can be, and what gives it away.

What is published settles many cells by itself, and the rest falls into parts that have nothing to
do with each other; each part is a small linear program, kept for as long as the same lines of it
are published. Where a range is too narrow, the lines that prove it (those with a price in the
dual, and those that settled their other cells) name the offers of which one must be hidden.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.linear_solver import pywraplp

from placement.monitoring.control.reduced import Reduced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from placement.monitoring.control.cells import Offer, Reader, World
    from placement.monitoring.control.reduced import Asked, Row

ENDLESS = 10**6  # stands for no end; no area has so many people
_SMALL = 1e-7
_FEW = 8  # questions that are asked one by one
_WORTH = 20  # looking ahead goes on while it answers one in so many

Terms = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class End:
    """One end of a range: its value and the offers behind it."""

    value: float
    because: frozenset[int]


class Attacker:
    """One reader (see the module); ``show`` says what is published."""

    def __init__(self, world: World, offers: Sequence[Offer], reader: Reader) -> None:
        self.reader = reader
        self.reduced = Reduced(world, offers, reader)
        self.asked = 0
        self._rows = self.reduced.rows
        self._rows_of: dict[int, list[int]] = defaultdict(list)
        for i, row in enumerate(self._rows):
            for column, _ in row.form:
                self._rows_of[column].append(i)
        self._kept: dict[tuple[int, ...], _Part] = {}
        self.show(frozenset())

    def show(self, shown: frozenset[int]) -> None:
        """Publish these offers, by number, and no other."""
        active = [row.offer < 0 or row.offer in shown for row in self._rows]
        self._settled: dict[int, tuple[int, frozenset[int]]] = {}
        self._settle(active)
        self._part_of: dict[int, _Part] = {}
        seen: set[int] = set()
        for start in range(len(self.reduced.free)):
            if start in seen or start in self._settled:
                continue
            columns, rows = self._reach(start, active)
            seen |= columns
            name = (-1, start) if not rows else (*sorted(columns), -1, *sorted(rows))
            part = self._kept.get(name)
            if part is None:
                part = self._kept[name] = self._new_part(sorted(columns), sorted(rows))
            for column in columns:
                self._part_of[column] = part

    def end(self, asked: Asked, *, greatest: bool) -> End:
        """Return the greatest (or least) that a cell can be, given what is published."""
        value: float = asked.constant
        because: frozenset[int] = frozenset()
        by_part: dict[int, dict[int, int]] = defaultdict(dict)
        parts: dict[int, _Part] = {}
        for column, coefficient in asked.most if greatest else asked.least:
            if column in self._settled:
                number, reasons = self._settled[column]
                value += coefficient * number
                because |= reasons
            else:
                part = self._part_of[column]
                parts[id(part)] = part
                by_part[id(part)][column] = coefficient
        for name, form in by_part.items():
            found, rows, solved = parts[name].end(tuple(sorted(form.items())), greatest=greatest)
            self.asked += solved
            value += found
            because |= self._reasons(rows)
        return End(value, because)

    def may_be(self, asked: Asked, *, least: int | None, greatest: int | None) -> bool:
        """Whether tables already found show that a cell may be so little, and so much."""
        return (least is None or self._shown(asked.least, least - asked.constant, up=False)) and (
            greatest is None or self._shown(asked.most, greatest - asked.constant, up=True)
        )

    def _shown(self, terms: Terms, limit: int, *, up: bool) -> bool:
        value: float = 0
        by_part: dict[int, dict[int, int]] = defaultdict(dict)
        parts: dict[int, _Part] = {}
        for column, coefficient in terms:
            if column in self._settled:
                value += coefficient * self._settled[column][0]
            else:
                part = self._part_of[column]
                parts[id(part)] = part
                by_part[id(part)][column] = coefficient
        for name, form in by_part.items():
            value += parts[name].furthest(form, up=up)
        return value >= limit - _SMALL if up else value <= limit + _SMALL

    def look_ahead(self, asked: Iterable[tuple[Asked, int | None, int | None]]) -> None:
        """Look for tables that each answer many of some questions (asked, least, greatest)."""
        wanted: dict[tuple[int, bool], dict[int, int]] = defaultdict(dict)
        parts: dict[int, _Part] = {}
        for question, least, greatest in asked:
            for terms, limit, up in (
                (question.least, least, False),
                (question.most, greatest, True),
            ):
                if limit is None or len(terms) != 1 or terms[0][1] != 1:
                    continue
                column = terms[0][0]
                if column not in self._settled:
                    part = self._part_of[column]
                    parts[id(part)] = part
                    mine = wanted[id(part), up]
                    limit -= question.constant
                    mine[column] = (max if up else min)(mine.get(column, limit), limit)
        for (name, up), limits in wanted.items():
            self.asked += parts[name].together(limits, up=up)

    def _settle(self, active: Sequence[bool]) -> None:
        """Work out the cells that single lines give away, one after the other."""
        unknown = [len(row.form) if active[i] else 0 for i, row in enumerate(self._rows)]
        todo = [i for i, many in enumerate(unknown) if many == 1]
        while todo:
            at = todo.pop()
            row = self._rows[at]
            left = [(c, times) for c, times in row.form if c not in self._settled]
            if len(left) != 1 or row.lower != row.upper or row.lower is None:
                continue
            (column, times) = left[0]
            known = sum(k * self._settled[c][0] for c, k in row.form if c != column)
            self._settled[column] = ((row.lower - known) // times, self._reasons([at]))
            for i in self._rows_of[column]:
                if active[i]:
                    unknown[i] -= 1
                    if unknown[i] == 1:
                        todo.append(i)

    def _reasons(self, rows: Iterable[int]) -> frozenset[int]:
        """Return the offers behind some lines and behind the cells settled in them."""
        found: set[int] = set()
        for i in rows:
            row = self._rows[i]
            if row.offer >= 0:
                found.add(row.offer)
            for column, _ in row.form:
                if column in self._settled:
                    found |= self._settled[column][1]
        return frozenset(found)

    def _reach(self, start: int, active: Sequence[bool]) -> tuple[set[int], set[int]]:
        """Return the unsettled cells that lines join to one, and these lines."""
        columns, rows, todo = {start}, set(), [start]
        while todo:
            for i in self._rows_of[todo.pop()]:
                if active[i] and i not in rows:
                    rows.add(i)
                    fresh = {c for c, _ in self._rows[i].form if c not in self._settled} - columns
                    columns |= fresh
                    todo += fresh
        return columns, rows

    def _new_part(self, columns: list[int], rows: list[int]) -> _Part:
        known = {column: number for column, (number, _) in self._settled.items()}
        return _Part(columns, rows, self._rows, self.reduced.free, known)


class _Part:
    """A part of the unknown cells that stands alone, as a linear program made when first asked."""

    def __init__(
        self,
        columns: list[int],
        rows: list[int],
        all_rows: Sequence[Row],
        free: Sequence[bool],
        known: Mapping[int, int],
    ) -> None:
        self._at = {column: i for i, column in enumerate(columns)}
        self._free = [free[column] for column in columns]
        self._numbers = rows
        self._lines = []
        for i in rows:
            row = all_rows[i]
            base = sum(k * known[c] for c, k in row.form if c not in self._at)
            form = [(self._at[c], k) for c, k in row.form if c in self._at]
            lower = -ENDLESS if row.lower is None else row.lower - base
            upper = ENDLESS if row.upper is None else row.upper - base
            self._lines.append((form, lower, upper))
        self._solver: Any = None
        self._found = 0
        self._tables: NDArray[np.float64] = np.zeros((0, len(columns)))
        self._answers: dict[tuple[Terms, bool], tuple[float, tuple[int, ...]]] = {}

    def end(self, form: Terms, *, greatest: bool) -> tuple[float, tuple[int, ...], int]:
        """Return one end, the lines that prove it, and how many programs were solved for it."""
        answer = self._answers.get((form, greatest))
        if answer is not None:
            return *answer, 0
        if not self._lines:
            found = sum(
                k * (ENDLESS if (k > 0) == greatest else -ENDLESS if self._free[self._at[c]] else 0)
                for c, k in form
            )
            self._answers[form, greatest] = float(found), ()
            return float(found), (), 0
        self._build()
        objective = self._solver.Objective()
        objective.Clear()
        for column, coefficient in form:
            objective.SetCoefficient(self._columns[self._at[column]], coefficient)
        objective.SetOptimizationDirection(greatest)
        status = self._solver.Solve()
        if status != pywraplp.Solver.OPTIMAL:
            raise RuntimeError(f"the attacker's question was not answered (status {status})")
        self._note()
        because = tuple(
            number
            for number, row in zip(self._numbers, self._rows, strict=True)
            if abs(row.dual_value()) > _SMALL
        )
        self._answers[form, greatest] = objective.Value(), because
        return objective.Value(), because, 1

    def furthest(self, form: Mapping[int, int], *, up: bool) -> float:
        """Return how far a sum of cells got in the tables found so far."""
        if not self._found:
            return -ENDLESS if up else ENDLESS
        at = [self._at[column] for column in form]
        values = self._tables[: self._found, at] @ np.array(list(form.values()), dtype=np.float64)
        return float(values.max() if up else values.min())

    def together(self, limits: dict[int, int], *, up: bool) -> int:
        """
        Look for tables in which many cells reach their limits at once; return how many were solved.

        No cell need go further than its limit, so that there is more left for the others.
        """
        solved = 0
        while True:
            todo = {c: n for c, n in limits.items() if not self._reached(c, n, up=up)}
            if len(todo) < _FEW:
                return solved
            self._build()
            objective = self._solver.Objective()
            objective.Clear()
            for column, limit in todo.items():
                variable = self._columns[self._at[column]]
                objective.SetCoefficient(variable, 1)
                if up:
                    variable.SetUb(limit)
                elif limit > 0 or self._free[self._at[column]]:
                    variable.SetLb(limit)
            objective.SetOptimizationDirection(up)
            status = self._solver.Solve()
            if status == pywraplp.Solver.OPTIMAL:
                self._note()
            for column in todo:
                at = self._at[column]
                self._columns[at].SetBounds(-ENDLESS if self._free[at] else 0, ENDLESS)
            solved += 1
            left = sum(not self._reached(c, n, up=up) for c, n in todo.items())
            if len(todo) - left < max(_FEW, len(todo) // _WORTH):
                return solved

    def _reached(self, column: int, limit: int, *, up: bool) -> bool:
        if not self._found:
            return False
        got = self._tables[: self._found, self._at[column]]
        return bool(got.max() >= limit - _SMALL if up else got.min() <= limit + _SMALL)

    def _note(self) -> None:
        """Keep the table just found."""
        size = len(self._tables)
        if self._found == size:
            more = np.zeros((2 * size + _FEW, len(self._at)))
            more[:size] = self._tables
            self._tables = more
        self._tables[self._found] = [column.solution_value() for column in self._columns]
        self._found += 1

    def _build(self) -> None:
        if self._solver is not None:
            return
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._columns = [
            self._solver.NumVar(-ENDLESS if free else 0, ENDLESS, "") for free in self._free
        ]
        self._rows = []
        for form, lower, upper in self._lines:
            row = self._solver.Constraint(lower, upper)
            for at, coefficient in form:
                row.SetCoefficient(self._columns[at], coefficient)
            self._rows.append(row)
