"""
Bring registers (CSV or XLSX) and case files (TOML) into the record: a dry run, then all or none.

``plan_import`` reads everything and writes nothing: it lists every problem of every file by row and
column. ``carry_out`` writes what a plan without problems holds, in one transaction.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Final

from placement.cases.columns import cells_of, column_names
from placement.cases.reader import read_case_text
from placement.cases.sheets import read_rows
from placement.cases.source import read_text
from placement.cases.table import Table
from placement.errors import InputError
from placement.records.geometry import beside, kept
from placement.records.kinds.directory import Office
from placement.records.kinds.reading import Counted, Record
from placement.records.kinds.register import Placement, Vacancy
from placement.records.policy import may_act, require

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path


REGISTERS: Final[Mapping[str, tuple[type[Record], tuple[str, ...]]]] = {
    "placement": (
        Placement,
        ("reference", "lha", "area", "level", "category", "setting", "from", "to"),
    ),
    "vacancy": (
        Vacancy,
        (
            *("reference", "lha", "postcode", "kind", "from", "to"),
            *("bedrooms", "supported", "accepts"),
        ),
    ),
    "office": (Office, ("lha", "post", "staff", "name", "telephone", "email", "from", "to")),
}
_WHOLE: Final = ("level", "category", "bedrooms")
_YES_NO: Final = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One record to be written: its kind, its data, and the reference of its case if it has one."""

    kind: str
    where: str
    data: Mapping[str, Any] = field(repr=False)
    reference: str | None = field(default=None, repr=False)
    protected: str | None = field(default=None, repr=False)
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would write, and every problem that keeps it from being written."""

    items: tuple[Item, ...]
    problems: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many records of each kind it would write."""
        return dict(Counter(item.kind for item in self.items))

    def in_words(self) -> str:
        """Say what the import would do, or what is wrong."""
        if self.problems:
            return str(InputError("The import", self.problems))
        parts = [f"{n} of {kind.replace('_', ' ')}" for kind, n in sorted(self.counts.items())]
        return f"Nothing is wrong. The import would record: {', '.join(parts) or 'nothing'}."


def plan_import(
    *,
    placements: Path | None = None,
    vacancies: Path | None = None,
    offices: Path | None = None,
    cases: Iterable[tuple[Path, Path | None]] = (),
    references: Iterable[str] = (),
    held_vacancies: Iterable[str] = (),
) -> Plan:
    """
    Read files for the record and write nothing.

    Parameters
    ----------
    placements, vacancies, offices
        Registers, CSV or XLSX, with their columns named in the first row.
    cases
        Case files, each with its protected file or None.
    references
        Of the cases that the record holds: one of the same reference is refused.
    held_vacancies
        References of the vacancies that the record holds; likewise.
    """
    items: list[Item] = []
    problems: list[str] = []
    for kind, path in (("placement", placements), ("vacancy", vacancies), ("office", offices)):
        if path is not None:
            _register(kind, path, items, problems)
    for path, protected in cases:
        _case(path, protected, items, problems)
    _once(items, frozenset(references), frozenset(held_vacancies), problems)
    return Plan(items=tuple(items), problems=tuple(problems))


def carry_out(plan: Plan, desk: Any, *, reason: str) -> dict[str, int]:  # noqa: ANN401 - a Desk
    """
    Write a plan, all of it or nothing; return how many records of each kind were written.

    Raises
    ------
    InputError
        If the plan has problems.
    NotAllowed
        If this person's role does not import.
    """
    if plan.problems:
        raise InputError("The import", plan.problems)
    require(may_act(desk.actor, "import"))
    with desk.transaction():
        known = {row.reference: row.id for row in desk.cases()}
        for item in plan.items:
            if item.kind == "case":
                row = desk.open_case(
                    item.reference,
                    item.data["text"],
                    protected=item.protected,
                    files=item.files,
                    reason=reason,
                )
                known[item.reference] = row.id
        for item in plan.items:
            if item.kind != "case":
                case = known.get(item.reference) if item.kind == "placement" else None
                desk.save(item.kind, dict(item.data), case=case, reason=reason)
    return plan.counts


def _register(kind: str, path: Path, items: list[Item], problems: list[str]) -> None:
    model, columns = REGISTERS[kind]
    try:
        items += _items(kind, model, path, columns)
    except InputError as error:
        problems += [f"{path.name}: {problem}" for problem in error.problems]


def _items(kind: str, model: type[Record], path: Path, columns: Sequence[str]) -> Iterable[Item]:
    rows = read_rows(path)
    if not rows:
        problem = f"it is empty. The first row names the columns: {', '.join(columns)}."
        raise InputError(str(path), [problem])
    header, *body = rows
    problems = Counted()
    names = column_names(header, columns, model.keys(), problems)
    problems.refuse_any(str(path))
    read = []
    for row in body:
        table = Table(
            {name: _plain(name, cell) for name, cell in cells_of(row, names, problems)},
            problems,
            path=f"row {row.number}, ",
            form=f"a register of {kind}s",
            cells=True,
        )
        record = model.from_table(table)
        table.close()
        read.append((row.number, record))
    problems.refuse_any(str(path))
    return [
        Item(
            kind=kind,
            where=f"{path.name}: row {number}",
            data=record.to_data(),
            reference=getattr(record, "reference", None),
        )
        for number, record in read
    ]


def _plain(name: str, cell: object) -> object:
    """Return a cell as the kind of value that its column has, where it is one without doubt."""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    if name == "supported" and isinstance(cell, str):
        return _YES_NO.get(cell.lower(), cell)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if name in _WHOLE:
        return int(cell) if isinstance(cell, str) and re.fullmatch("[0-9]{1,4}", cell) else cell
    return str(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def _case(path: Path, protected: Path | None, items: list[Item], problems: list[str]) -> None:
    """Read one case file, with its protected one; what is protected must stand apart."""
    try:
        text = read_text(path)
        second = None if protected is None else read_text(protected)
        alone = read_case_text(text, source=path.name, directory=path.parent)
        if alone.holds_protected:
            text_ = "it holds what is protected. Make two files of it: placement case split."
            raise InputError(path.name, [text_])
        if second is not None and protected is not None:
            read_case_text(
                text,
                source=path.name,
                directory=path.parent,
                protected_text=second,
                protected_source=protected.name,
                protected_directory=protected.parent,
            )
        files = _geometry(path, text, protected, second)
    except InputError as error:
        problems += [f"{path.name}: {problem}" for problem in error.problems]
        return
    items.append(
        Item(
            files=files,
            kind="case",
            where=path.name,
            data={"text": text},
            reference=alone.reference,
            protected=second,
        )
    )


def _geometry(
    path: Path, text: str, protected: Path | None, second: str | None
) -> dict[str, bytes]:
    """Read the geometry files of a case, and see in the dry run that they can be kept."""
    problems: list[str] = []
    files = beside(path.parent, text, problems)
    theirs = beside(protected.parent, second, problems) if protected and second else {}
    problems += [
        f"{name}: the protected file names another geometry file so. Give one a new name."
        for name, content in theirs.items()
        if files.get(name, content) != content
    ]
    if problems:
        raise InputError(path.name, problems)
    kept(text, files, hidden=False)
    if second is not None:
        kept(second, theirs, hidden=True)
    return files | theirs


def _once(
    items: list[Item],
    references: frozenset[str],
    held_vacancies: frozenset[str],
    problems: list[str],
) -> None:
    """Note what is there twice: in the files, or in a file and in the record."""
    _each_once(items, "case", lambda item: item.reference, references, problems)
    _each_once(items, "vacancy", lambda item: item.reference, held_vacancies, problems)
    _each_once(
        items,
        "placement",
        lambda item: (item.reference, item.data["from"]),
        frozenset(),
        problems,
    )
    _each_once(
        items,
        "office",
        lambda item: (item.data["lha"], item.data["post"], item.data["from"]),
        frozenset(),
        problems,
    )


def _each_once(
    items: list[Item],
    kind: str,
    key: Callable[[Item], object],
    held: frozenset[str],
    problems: list[str],
) -> None:
    first: dict[object, str] = {}
    for item in items:
        if item.kind != kind:
            continue
        told = key(item)
        if told in held:
            problems.append(f"{item.where}: the record holds this {kind} already. Leave it out.")
        elif told in first:
            problems.append(f"{item.where}: the same {kind} is in {first[told]} too. Keep one.")
        first.setdefault(told, item.where)
