"""The other parts of the report, from the files that are given beside the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from placement.errors import InputError
from placement.monitoring import annual, annual_tables, equality, equality_tables, working
from placement.monitoring.caseload import SECTION as CASELOAD
from placement.monitoring.caseload import caseload, read_caseload
from placement.monitoring.denominators import RESIDENTS_10
from placement.monitoring.tables import Section, Table

if TYPE_CHECKING:
    from pathlib import Path

    from placement.monitoring.basis import Basis

Part = tuple[Section, Sequence[Table]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The files beside the register; a part whose file is not given is not in the report."""

    year_records: Path | None = None
    caseload: Path | None = None
    referrals: Path | None = None
    equality: Path | None = None
    findings: Path | None = None


def more_parts(basis: Basis, files: Files) -> list[Part]:
    """
    Return the year's tables, the caseload, how the protocol works, and equality.

    Raises
    ------
    InputError
        Where a file cannot be used, or is given without the one that it goes with.
    """
    if files.equality and not files.referrals:
        raise InputError("--equality", ["it goes with --referrals: give both."])
    if files.findings and not files.equality:
        raise InputError("--findings", ["it goes with --equality: give both."])
    parts: list[Part] = []
    if files.year_records is not None:
        records = annual.read_year_records(files.year_records)
        counts = annual.count_year(records, annual.last_whole_year(basis.as_of))
        aged_10 = next((d for d in basis.denominators if d.name == RESIDENTS_10), None)
        parts.append(
            (annual_tables.year_section(counts), annual_tables.year_tables(counts, aged_10))
        )
    if files.caseload is not None:
        parts.append((CASELOAD, [caseload(read_caseload(files.caseload), basis.as_of)]))
    if files.referrals is not None:
        window = working.Window(first=basis.last_year + timedelta(days=1), as_of=basis.as_of)
        cases = working.read_working(files.referrals)
        tables = working.working_tables(cases, basis.numbers, window)
        parts.append((working.working_section(window), tables))
        if files.equality is not None:
            held = equality.read_equality(files.equality)
            findings = equality.read_findings(files.findings) if files.findings else []
            made = equality_tables.equality_tables(held, cases, basis.numbers, window, findings)
            parts.append((equality_tables.SECTION, made))
    return parts
