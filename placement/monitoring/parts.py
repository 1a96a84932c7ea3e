"""The other parts of the report, from the files that are given beside the register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from placement.cohorts import load_cohort
from placement.errors import InputError
from placement.monitoring import (
    annual,
    annual_tables,
    composition,
    equality,
    equality_tables,
    working,
)
from placement.monitoring.caseload import SECTION as CASELOAD
from placement.monitoring.caseload import caseload, read_caseload
from placement.monitoring.denominators import RESIDENTS_10
from placement.monitoring.tables import Section, Table

if TYPE_CHECKING:
    from pathlib import Path

    from placement.monitoring.annual import YearRecords
    from placement.monitoring.basis import Basis

T = TypeVar("T")
Part = tuple[Section, Sequence[Table]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """
    What a report is given beside the placements, read already; None: not given.

    ``register`` are spells that the placements themselves imply: of Levels 2 and 3 alone, and
    without what happened in the year.
    """

    year_records: YearRecords | None = None
    caseload: Sequence[dict[str, Any]] | None = None
    referrals: Sequence[dict[str, Any]] | None = None
    equality: Sequence[dict[str, Any]] | None = None
    findings: Sequence[dict[str, Any]] = ()
    register: YearRecords | None = None
    residents: composition.Residents | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The files beside the register; a part whose file is not given is not in the report."""

    year_records: Path | None = None
    caseload: Path | None = None
    referrals: Path | None = None
    equality: Path | None = None
    findings: Path | None = None
    residents: Path | None = None


def more_parts(basis: Basis, files: Files) -> list[Part]:
    """
    Return the year's tables, the caseload, how the protocol works, and equality.

    Raises
    ------
    InputError
        Where a file cannot be used, or is given without the one that it goes with.
    """
    if files.year_records and not basis.of_mappa:
        what = load_cohort(basis.profile.cohort).title
        problem = f"the year's standard tables are MAPPA's; none of {what} were read. Leave it out."
        raise InputError("--year-records", [problem])
    if files.equality and not files.referrals:
        raise InputError("--equality", ["it goes with --referrals: give both."])
    if files.findings and not files.equality:
        raise InputError("--findings", ["it goes with --equality: give both."])
    if files.residents and (not files.equality or basis.profile.equality is None):
        problem = "it goes with --equality, in an area whose profile has [equality]."
        raise InputError("--equality-residents", [problem])
    read = Rows(
        year_records=_if(files.year_records, annual.read_year_records),
        caseload=_if(files.caseload, read_caseload),
        referrals=_if(files.referrals, working.read_working),
        equality=_if(files.equality, equality.read_equality),
        findings=_if(files.findings, equality.read_findings) or (),
        residents=_if(files.residents, partial(composition.read_residents, numbers=basis.numbers)),
    )
    return parts_of(basis, read)


def _if(path: Path | None, read: Callable[[Path], T]) -> T | None:
    return None if path is None else read(path)


def parts_of(basis: Basis, rows: Rows) -> list[Part]:
    """Return the same parts from rows that were read already, from files or from the record."""
    parts: list[Part] = []
    if rows.year_records is not None:
        counts = annual.count_year(rows.year_records, annual.last_whole_year(basis.as_of))
        aged_10 = next((d for d in basis.denominators if d.name == RESIDENTS_10), None)
        parts.append(_own_year(basis, counts, annual_tables.year_tables(counts, aged_10)))
    elif rows.register is not None and basis.of_mappa:
        counts = annual.count_year(rows.register, annual.last_whole_year(basis.as_of))
        parts.append(_own_year(basis, counts, annual_tables.tables_of_the_register(counts)))
    if rows.caseload is not None:
        parts.append((CASELOAD, [caseload(list(rows.caseload), basis.as_of)]))
    if rows.referrals is not None:
        window = working.Window(first=basis.last_year + timedelta(days=1), as_of=basis.as_of)
        cases = list(rows.referrals)
        tables = working.working_tables(cases, basis.numbers, window)
        parts.append((working.working_section(window), tables))
        if rows.equality is not None:
            made = equality_tables.equality_tables(
                rows.equality, cases, basis.numbers, window, rows.findings
            )
            parts.append(_own_equality(basis, made, rows, cases, window))
    return parts


def _own_year(basis: Basis, counts: annual.YearCounts, tables: list[Table]) -> Part:
    """Return the year's tables under the area's own headings, and what it says of them."""
    section, own = annual_tables.year_section(counts), basis.profile.yearly
    if own is None:
        return section, tables
    called = [annual_tables.with_labels(table, own.words) for table in tables]
    return replace(section, intro=(*section.intro, *own.intro)), called


def _own_equality(
    basis: Basis,
    tables: list[Table],
    rows: Rows,
    cases: list[dict[str, Any]],
    window: working.Window,
) -> Part:
    """Return the equality tables, before them those that the area itself has promised."""
    section, own = equality_tables.SECTION, basis.profile.equality
    if own is None or rows.equality is None:
        return section, tables
    who = composition.composition_tables(
        own, rows.equality, cases, basis.numbers, window, rows.residents
    )
    return replace(section, intro=(*section.intro, *own.intro)), [*who, *tables]
