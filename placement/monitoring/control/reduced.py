"""
The attacker's question in fewer unknowns, without changing its answer.

Two steps, both exact. A total that the structure defines is written as the sum of its parts, down
to cells that nothing defines, so that a line which follows from the others vanishes. Then cells
that stand alike in every line (two areas of one LHA, of which nothing is published) are taken
together: a reader can share their sum out among them as they like, so one question answers for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from placement.monitoring.control.cells import Key, Offer, Reader, Statement, World

Form = dict[int, int]
"""Coefficients of unknowns by their number."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line in the reduced unknowns; ``offer`` is the number of the offer that it is, or -1."""

    form: tuple[tuple[int, int], ...]
    lower: int | None
    upper: int | None
    offer: int


@dataclass(frozen=True, slots=True)
class Asked:
    """
    A target in the reduced unknowns: greatest as the sum of ``most``, least as that of ``least``.

    ``constant`` is what the reader knows of it already. Targets with the same ``Asked`` have the
    same range.
    """

    most: tuple[tuple[int, int], ...]
    least: tuple[tuple[int, int], ...]
    constant: int


class Reduced:
    """What one reader can reckon with, in reduced unknowns (see the module)."""

    def __init__(self, world: World, offers: Sequence[Offer], reader: Reader) -> None:
        self._number = {key: i for i, key in enumerate(world.counts)}
        self._counts = list(world.counts.values())
        self._fixed: dict[int, int] = {}
        self._parts: dict[int, Form] = {}
        self._fix(world, reader)
        rest = self._define([*world.known, *reader.also])
        self._preferred: dict[tuple[Key, bool], dict[int, int]] = {}
        self._forms: dict[int, tuple[Form, int]] = {}
        lines = [(statement, -1) for statement in rest]
        lines += [
            (statement, i)
            for i, offer in enumerate(offers)
            if not offer.barred
            for statement in offer.statements
        ]
        rows = [row for row in (self._row(statement, i) for statement, i in lines) if row]
        rows += self._not_negative(world)
        self._group(world, rows)
        self._sum_up()

    def asked(self, key: Key) -> Asked:
        """Return what the range of a cell is, in reduced unknowns."""
        form, constant = self._expand(self._number[key])
        most: Form = {}
        least: Form = {}
        touched: dict[int, list[int]] = {}
        for leaf, coefficient in form.items():
            touched.setdefault(self._group_of[leaf], []).append(coefficient)
        for group, coefficients in touched.items():
            whole = len(coefficients) == self._size[group]
            top, bottom = max(coefficients), min(coefficients)
            most[group] = top if whole else max(top, 0)
            least[group] = bottom if whole else min(bottom, 0)
        return Asked(_tidy(most), _tidy(least), constant)

    def prefer(self, key: Key, *, greatest: bool) -> dict[int, int]:
        """Return, for each group behind a cell, the cell to hold all of it for that cell's end."""
        if (key, greatest) in self._preferred:
            return self._preferred[key, greatest]
        found: dict[int, int] = {}
        form, _ = self._expand(self._number[key])
        by_group: dict[int, dict[int, int]] = {}
        for leaf, coefficient in form.items():
            by_group.setdefault(self._group_of[leaf], {})[leaf] = coefficient
        for group, inside in by_group.items():
            leaves = {leaf: inside.get(leaf, 0) for leaf in self.leaves[group]}
            found[group] = (max if greatest else min)(leaves, key=leaves.__getitem__)
        self._preferred[key, greatest] = found
        return found

    def table(
        self, values: Mapping[int, float], prefer: Mapping[int, int], base: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return every cell of a table, from the groups that are not as in ``base``."""
        table = base.copy()
        for group, value in values.items():
            leaves = self.leaves[group]
            if len(leaves) == 1:
                table[leaves[0]] = value
                continue
            now = sum(base[leaf] for leaf in leaves)
            if value == now:
                continue
            if group in prefer:
                table[leaves] = 0
                table[prefer[group]] = value
            elif not now:
                table[leaves[0]] = value
            else:
                table[leaves] *= value / now
        table[self._defined] = self._sums @ table + self._constants
        return table

    def _fix(self, world: World, reader: Reader) -> None:
        """Note the cells whose number this reader knows for certain."""
        for key in reader.knows:
            count = world.counts.get(key)
            if count is not None:
                self._fixed[self._number[key]] = count
        for line in world.known:
            (key, coefficient), *others = line.terms
            if not others and line.lower == line.upper and line.lower is not None:
                self._fixed.setdefault(self._number[key], line.lower // coefficient)

    def _define(self, known: Iterable[Statement]) -> list[Statement]:
        """Write each total by one line that defines it; return the lines that define nothing."""
        rest = []
        for line in known:
            (total, coefficient), *parts = line.terms
            at = self._number[total]
            numbers = [self._number[key] for key, _ in parts]
            defines = (
                line.lower == line.upper == 0
                and parts
                and coefficient == 1
                and at not in self._parts
                and at not in self._fixed
                and not self._reaches(numbers, at)
            )
            if defines:
                self._parts[at] = {n: -c for n, (_, c) in zip(numbers, parts, strict=True)}
            else:
                rest.append(line)
        return rest

    def _reaches(self, starts: Iterable[int], goal: int) -> bool:
        """Whether a cell is among others, or among what they are made of."""
        todo, seen = list(starts), set()
        while todo:
            at = todo.pop()
            if at == goal:
                return True
            if at not in seen:
                seen.add(at)
                todo += self._parts.get(at, ())
        return False

    def _expand(self, number: int) -> tuple[Form, int]:
        """Return a cell as a sum of undefined cells, and a constant."""
        if number in self._fixed:
            return {}, self._fixed[number]
        if number not in self._parts:
            return {number: 1}, 0
        known = self._forms.get(number)
        if known is None:
            form: Form = {}
            constant = 0
            for part, coefficient in self._parts[number].items():
                inner, extra = self._expand(part)
                constant += coefficient * extra
                for leaf, times in inner.items():
                    form[leaf] = form.get(leaf, 0) + coefficient * times
            known = self._forms[number] = ({k: v for k, v in form.items() if v}, constant)
        return known

    def _row(self, statement: Statement, offer: int) -> Row | None:
        """Return a statement in undefined cells; None where it says nothing new."""
        form: Form = {}
        constant = 0
        for key, coefficient in statement.terms:
            inner, extra = self._expand(self._number[key])
            constant += coefficient * extra
            for leaf, times in inner.items():
                form[leaf] = form.get(leaf, 0) + coefficient * times
        tidy = _tidy(form)
        if not tidy:
            return None
        lower = None if statement.lower is None else statement.lower - constant
        upper = None if statement.upper is None else statement.upper - constant
        return Row(tidy, lower, upper, offer)

    def _not_negative(self, world: World) -> list[Row]:
        """Return the lines that keep defined cells at 0 or more, where that is not plain."""
        rows = []
        for key, number in self._number.items():
            if number in self._parts and key not in world.signed:
                form, constant = self._expand(number)
                if any(coefficient < 0 for coefficient in form.values()):
                    rows.append(Row(_tidy(form), -constant, None, -1))
        return rows

    def _sum_up(self) -> None:
        """Note how every defined cell follows from those that nothing defines."""
        forms = {n: self._expand(n) for n in self._parts if n not in self._fixed}
        self._defined = np.array(list(forms), dtype=np.int64)
        self._constants = np.array([float(constant) for _, constant in forms.values()])
        rows = [i for i, (form, _) in enumerate(forms.values()) for _ in form]
        columns = [leaf for form, _ in forms.values() for leaf in form]
        values = [float(times) for form, _ in forms.values() for times in form.values()]
        shape = (len(forms), len(self._number))
        self._sums = csr_array((values, (rows, columns)), shape=shape)

    def _group(self, world: World, rows: list[Row]) -> None:
        """Take undefined cells together that stand alike in every line."""
        columns: dict[int, list[tuple[int, int]]] = {
            n: [] for n in range(len(self._number)) if n not in self._parts and n not in self._fixed
        }
        for i, row in enumerate(rows):
            for leaf, coefficient in row.form:
                columns[leaf].append((i, coefficient))
        signed = {self._number[key] for key in world.signed}
        groups: dict[object, int] = {}
        self._group_of: dict[int, int] = {}
        self._size: list[int] = []
        self.free: list[bool] = []
        self.leaves: list[list[int]] = []
        for leaf, column in columns.items():
            name: object = ("alone", leaf) if leaf in signed else tuple(column)
            group = groups.setdefault(name, len(groups))
            if group == len(self._size):
                self._size.append(0)
                self.free.append(leaf in signed)
                self.leaves.append([])
            self._size[group] += 1
            self.leaves[group].append(leaf)
            self._group_of[leaf] = group
        self.rows = [
            Row(_grouped(row.form, self._group_of), row.lower, row.upper, row.offer) for row in rows
        ]


def _tidy(form: Form) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((number, value) for number, value in form.items() if value))


def _grouped(
    form: tuple[tuple[int, int], ...], group_of: dict[int, int]
) -> tuple[tuple[int, int], ...]:
    """Return a form in groups: every cell of a group has the same coefficient in it."""
    return tuple(sorted({group_of[leaf]: coefficient for leaf, coefficient in form}.items()))
