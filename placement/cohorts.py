"""
Cohorts other than MAPPA's: whom a profile serves, by clauses from that cohort's own source.

A profile names its cohort; the cohort has a register of clauses of its own in ``protocol/cohorts``,
and its own rules on eligibility. Everything the source says nothing about stays as it is, and every
answer says whose considerations those are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from placement.errors import InputError
from placement.tables import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

MAPPA = "mappa"
TOGETHER = "what_is_commissioned_together"
"""The rule whose finding says, of an LHA, what it commissions together with others."""
DIRECTORY = Path(__file__).parent / "protocol" / "cohorts"
KINDS = ("rule", "guidance", "process", "outside")


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortClause:
    """One statement of a cohort's source, how it is treated, and why."""

    id: str
    kind: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """A cohort: its source, when that was issued and last read, whose the rest is, its clauses."""

    id: str
    title: str
    source: str
    issued: date
    checked: date
    reads: str
    clauses: Mapping[str, CohortClause]

    @property
    def note(self) -> str:
        """What every answer for this cohort says."""
        return (
            f"This is {self.title}, not MAPPA. Who is in it is read from: {self.source}. No "
            f"protocol on housing has been read for this cohort: {self.reads}."
        )


def cohort_names() -> tuple[str, ...]:
    """Return the ids of the cohorts that have a register."""
    return tuple(sorted(path.stem for path in DIRECTORY.glob("*.toml")))


@lru_cache(maxsize=8)
def load_cohort(name: str) -> Cohort:
    """
    Read a cohort's register.

    >>> load_cohort("iom").clauses["IOM 1"].kind
    'rule'
    """
    if name not in cohort_names():
        known = ", ".join((MAPPA, *cohort_names()))
        raise InputError("The cohort", [f"{name!r} is not one; there are {known}."])
    problems: list[str] = []
    table = read_toml(DIRECTORY / f"{name}.toml", problems)
    source = table.table("source")
    clauses = []
    for each in table.tables("clauses", name="id"):
        clauses.append(
            CohortClause(
                id=each.text("id"),
                kind=each.text("kind", allowed=KINDS),
                text=each.text("text"),
                reason=each.text("reason"),
            )
        )
        each.close()
    cohort = Cohort(
        id=table.text("id"),
        title=table.text("title"),
        source=source.text("title"),
        issued=source.day("issued", required=True) or date.min,
        checked=source.day("checked", required=True) or date.min,
        reads=source.text("reads"),
        clauses=MappingProxyType({each.id: each for each in clauses}),
    )
    source.close()
    table.close()
    if problems:
        raise InputError(str(DIRECTORY / f"{name}.toml"), problems)
    return cohort


def notes_of(name: str) -> list[str]:
    """
    Return what every answer for a cohort says; nothing for MAPPA's own.

    >>> notes_of("mappa"), len(notes_of("iom"))
    ([], 1)
    """
    return [] if name == MAPPA else [load_cohort(name).note]


def cohort_clauses() -> dict[str, CohortClause]:
    """Return every clause of every cohort by its id."""
    return {
        clause.id: clause
        for name in cohort_names()
        for clause in load_cohort(name).clauses.values()
    }
