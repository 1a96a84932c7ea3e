"""
What a reader can work out: the least and the greatest that a cell can be, and what gives it away.

What is published settles many cells by itself, and the rest falls into parts that have nothing to
do with each other; each part is a small linear program, kept for as long as the same lines of it
are published. Where a range is too narrow, the lines that prove it (those with a price in the
dual, and those that settled their other cells) name the offers of which one must be hidden.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.linear_solver import pywraplp

from placement.monitoring.control.pool import ENDLESS, Pool, View
from placement.monitoring.control.reduced import Reduced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from placement.monitoring.control.cells import Key, Offer, Reader, Target, World
    from placement.monitoring.control.reduced import Asked, Row

_SMALL = 1e-7
_FEW = 2  # questions that are asked one by one, and the least that a look ahead answers
_WORTH = 60  # looking ahead goes on while it answers one in so many

Terms = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class End:
    """One end of a range: its value and the offers behind it."""

    value: float
    because: frozenset[int]


class Attacker:
    """One reader (see the module); ``show`` says what is published."""

    def __init__(
        self, world: World, offers: Sequence[Offer], reader: Reader, pool: Pool | None = None
    ) -> None:
        self.reader = reader
        self.pool = Pool(world, offers) if pool is None else pool
        self.view = View(self.pool, reader)
        self._offers = len(offers)
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
        flags = np.zeros(self._offers, dtype=bool)
        flags[list(shown)] = True
        self.view.show(flags)
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

    def end(self, asked: Asked, *, greatest: bool, key: Key | None = None) -> End:
        """
        Return the greatest (or least) that a cell can be, given what is published.

        The table found goes to the pool; ``key`` is the cell, where it is one.
        """
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
        table: dict[int, float] = {}
        fresh = 0
        for name, form in by_part.items():
            answer = parts[name].end(tuple(sorted(form.items())), greatest=greatest)
            fresh += answer.solved
            value += answer.value
            because |= self._reasons(answer.rows)
            table.update(zip(parts[name].columns, answer.table, strict=True))
        self.asked += fresh
        if key is not None and table:
            self._keep(table, self.reduced.prefer(key, greatest=greatest))
        return End(value, because)

    def shows(self, target: Target, low: int | None, high: int | None, width: int | None) -> bool:
        """Whether tables already found show that a cell keeps the range asked for."""
        return self.view.shows(self.pool.at[target.key], low, high, width)

    def look_ahead(self, asked: Iterable[tuple[Key, Asked, int | None, int | None]]) -> None:
        """Look for tables that each answer many of some questions (key, asked, least, greatest)."""
        wanted: dict[tuple[int, bool], dict[Terms, int]] = defaultdict(dict)
        parts: dict[int, _Part] = {}
        prefer: dict[bool, dict[int, int]] = {False: {}, True: {}}
        for key, question, least, greatest in asked:
            for terms, limit, up in (
                (question.least, least, False),
                (question.most, greatest, True),
            ):
                open_ = tuple((c, times) for c, times in terms if c not in self._settled)
                within = {id(part): part for c, _ in open_ for part in (self._part_of[c],)}
                if limit is None or len(within) != 1:
                    continue
                known = sum(k * self._settled[c][0] for c, k in terms if c in self._settled)
                ((name, part),) = within.items()
                parts[name] = part
                mine = wanted[name, up]
                limit -= question.constant + known
                mine[open_] = (max if up else min)(mine.get(open_, limit), limit)
                prefer[up].update(self.reduced.prefer(key, greatest=up))
        for (name, up), limits in wanted.items():
            part = parts[name]
            for found in part.together(limits, up=up):
                self.asked += 1
                self._keep(dict(zip(part.columns, found, strict=True)), prefer[up])

    def _keep(self, table: Mapping[int, float], prefer: Mapping[int, int]) -> None:
        """Put a table of some groups into the pool, all other cells as they are."""
        if self.pool.usable:
            self.pool.add(self.reduced.table(table, prefer, self.pool.base))
            self.view.update()

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


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    """One end of a part's form: its value, the lines that prove it, the table, and the effort."""

    value: float
    rows: tuple[int, ...]
    table: NDArray[np.float64]
    solved: int


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
        self.columns = columns
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
        self._answers: dict[tuple[Terms, bool], _Answer] = {}

    def end(self, form: Terms, *, greatest: bool) -> _Answer:
        """Return one end of a sum of cells."""
        answer = self._answers.get((form, greatest))
        if answer is not None:
            return replace(answer, solved=0)
        if not self._lines:
            answer = self._alone(form, greatest=greatest)
        else:
            self._build()
            objective = self._solver.Objective()
            objective.Clear()
            for column, coefficient in form:
                objective.SetCoefficient(self._variables[self._at[column]], coefficient)
            objective.SetOptimizationDirection(greatest)
            status = self._solver.Solve()
            if status != pywraplp.Solver.OPTIMAL:
                raise RuntimeError(f"the attacker's question was not answered (status {status})")
            because = tuple(
                number
                for number, row in zip(self._numbers, self._rows, strict=True)
                if abs(row.dual_value()) > _SMALL
            )
            answer = _Answer(objective.Value(), because, self._table(), 1)
        self._answers[form, greatest] = answer
        return answer

    def _alone(self, form: Terms, *, greatest: bool) -> _Answer:
        """Return the end of cells that no line says anything of."""
        table = np.zeros(len(self.columns))
        for column, times in form:
            at = self._at[column]
            lowest = -ENDLESS if self._free[at] else 0
            table[at] = ENDLESS if (times > 0) == greatest else lowest
        value = float(sum(times * table[self._at[column]] for column, times in form))
        return _Answer(value, (), table, 0)

    def together(self, limits: dict[Terms, int], *, up: bool) -> Iterator[NDArray[np.float64]]:
        """
        Look for tables in which many sums of cells reach their limits at once; yield those found.

        None need go further than its limit, so that there is more left for the others.
        """
        todo = dict(limits)
        while len(todo) >= _FEW:
            self._build()
            objective = self._solver.Objective()
            objective.Clear()
            for form, limit in todo.items():
                variable = self._sum(form)
                objective.SetCoefficient(variable, 1)
                if up:
                    variable.SetUb(limit)
                else:
                    variable.SetLb(max(limit, variable.lb()))
            objective.SetOptimizationDirection(up)
            status = self._solver.Solve()
            table = self._table() if status == pywraplp.Solver.OPTIMAL else None
            for form in todo:
                self._sum(form).SetBounds(self._lowest(form), ENDLESS)
            if table is None:
                return
            yield table
            before = len(todo)
            todo = {f: n for f, n in todo.items() if not self._reached(table, f, n, up=up)}
            if before - len(todo) < max(_FEW, before // _WORTH):
                return

    def _sum(self, form: Terms) -> Any:  # noqa: ANN401 - a variable of the solver
        """Return a variable that is a sum of cells: the cell itself, where it is one."""
        if len(form) == 1 and form[0][1] == 1:
            return self._variables[self._at[form[0][0]]]
        if form not in self._sums:
            variable = self._solver.NumVar(-ENDLESS, ENDLESS, "")
            row = self._solver.Constraint(0, 0)
            row.SetCoefficient(variable, -1)
            for column, times in form:
                row.SetCoefficient(self._variables[self._at[column]], times)
            self._sums[form] = variable
        return self._sums[form]

    def _lowest(self, form: Terms) -> int:
        alone = len(form) == 1 and form[0][1] == 1
        return 0 if alone and not self._free[self._at[form[0][0]]] else -ENDLESS

    def _reached(self, table: NDArray[np.float64], form: Terms, limit: int, *, up: bool) -> bool:
        value = sum(times * table[self._at[column]] for column, times in form)
        return bool(value >= limit - _SMALL if up else value <= limit + _SMALL)

    def _table(self) -> NDArray[np.float64]:
        """Return the table just found."""
        return np.array([variable.solution_value() for variable in self._variables])

    def _build(self) -> None:
        if self._solver is not None:
            return
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._variables = [
            self._solver.NumVar(-ENDLESS if free else 0, ENDLESS, "") for free in self._free
        ]
        self._sums: dict[Terms, Any] = {}
        self._rows = []
        for form, lower, upper in self._lines:
            row = self._solver.Constraint(lower, upper)
            for at, coefficient in form:
                row.SetCoefficient(self._variables[at], coefficient)
            self._rows.append(row)
