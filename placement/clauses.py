"""
The register of clauses: the protocol as it is treated, and the law that the rules rest on.

``protocol/clauses.toml`` holds every statement of the protocol with its kind (rule, guidance,
process or outside) and the reason, and the sections of law used, each ``verified`` only where the
statute itself was read. ``load_clauses`` reads it. ``check`` compares it with the rules, the
numbers, the scenarios and the tests; ``unverified`` and ``overdue`` list what wants looking at.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from placement.clause_check import check, overdue, unverified
from placement.cohorts import cohort_clauses
from placement.errors import InputError
from placement.tables import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from placement.tables import Table

__all__ = [
    "Clause",
    "Law",
    "Protocol",
    "Register",
    "Section",
    "check",
    "load_clauses",
    "overdue",
    "unverified",
]

DIRECTORY = Path(__file__).parent / "protocol"
KINDS = ("rule", "guidance", "process", "outside")
STATUTE = "legislation.gov.uk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """The document itself: its edition, when it was read, when it is due again, its faults."""

    title: str
    edition: str
    issued: date
    checked: date
    review_months: int
    defects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A whole section of the protocol; a rule may rest on it, but it covers no statement."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """
    One statement of the protocol in our own words, its kind, and why it is treated so.

    ``answered_with`` is set for a rule whose finding is made under another clause.
    ``interpretation`` names the notes on where the text is unclear.
    """

    id: str
    kind: str
    text: str
    reason: str
    answered_with: str | None
    interpretation: tuple[str, ...]

    @property
    def section(self) -> str:
        """The number of the section: ``6`` for ``6(a)`` and for ``6.8.1``."""
        return self.id.partition("(")[0].partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A section of law: ``verified`` only where the statute itself was read, as ``seen`` says."""

    id: str
    title: str
    verified: bool
    seen: str
    checked: date
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Clauses, sections and law by id, and the interpretation notes that there are."""

    protocol: Protocol
    sections: Mapping[str, Section]
    clauses: Mapping[str, Clause]
    law: Mapping[str, Law]
    interpretations: tuple[str, ...]

    def __getitem__(self, key: str) -> Clause | Section | Law:
        """Return what has this id; ``KeyError`` where nothing does."""
        for part in (self.clauses, self.sections, self.law):
            if key in part:
                return part[key]
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        known = (self.clauses, self.sections, self.law, cohort_clauses())
        return any(key in part for part in known)

    def __iter__(self) -> Iterator[Clause]:
        """Go through the clauses in the order of the protocol."""
        return iter(self.clauses.values())

    def of_kind(self, kind: str) -> tuple[Clause, ...]:
        """Return the clauses treated in one way, in the order of the protocol."""
        return tuple(clause for clause in self if clause.kind == kind)


@lru_cache(maxsize=4)
def load_clauses(directory: Path = DIRECTORY) -> Register:
    """
    Read ``clauses.toml`` and the names of ``interpretations/*.md`` from a directory.

    Raises
    ------
    InputError
        If the file is not well formed: every problem in one message.

    Examples
    --------
    >>> load_clauses()["1.5"].kind
    'rule'
    """
    path = directory / "clauses.toml"
    problems: list[str] = []
    table = read_toml(path, problems)
    if problems:
        raise InputError(str(path), problems)
    clauses = [_clause(each) for each in table.tables("clauses", name="id")]
    law = [_law(each) for each in table.tables("law", name="id")]
    sections = _sections(table.table("sections"))
    register = Register(
        protocol=_protocol(table.table("protocol")),
        sections=MappingProxyType({each.id: each for each in sections}),
        clauses=MappingProxyType({each.id: each for each in clauses}),
        law=MappingProxyType({each.id: each for each in law}),
        interpretations=tuple(
            sorted(note.name for note in (directory / "interpretations").glob("*.md"))
        ),
    )
    table.close()
    ids = [each.id for each in clauses] + [each.id for each in sections] + [each.id for each in law]
    problems += _given_twice(ids)
    problems += _contradictions(register)
    if problems:
        raise InputError(str(path), problems)
    return register


def _protocol(table: Table) -> Protocol:
    protocol = Protocol(
        title=table.text("title"),
        edition=table.text("edition"),
        issued=table.day("issued", required=True) or date.min,
        checked=table.day("checked", required=True) or date.min,
        review_months=table.whole("review_months", least=1) or 1,
        defects=table.texts("defects"),
    )
    table.close()
    return protocol


def _sections(table: Table) -> list[Section]:
    return [Section(id=key, title=table.text(key)) for key in table.keys()]  # noqa: SIM118


def _clause(table: Table) -> Clause:
    clause = Clause(
        id=table.text("id"),
        kind=table.text("kind", allowed=KINDS),
        text=table.text("text"),
        reason=table.text("reason"),
        answered_with=table.maybe_text("with"),
        interpretation=table.texts("interpretation"),
    )
    table.close()
    return clause


def _law(table: Table) -> Law:
    law = Law(
        id=table.text("id"),
        title=table.text("title"),
        verified=table.flag("verified"),
        seen=table.text("seen"),
        checked=table.day("checked", required=True) or date.min,
        note=table.text("note"),
    )
    if law.verified and not law.seen.startswith(STATUTE):
        table.problem(f"is marked verified but was seen in {law.seen!r}; only {STATUTE} counts")
    table.close()
    return law


def _given_twice(ids: list[str]) -> list[str]:
    return [f"{key} is given {count} times" for key, count in Counter(ids).items() if count > 1]


def _contradictions(register: Register) -> list[str]:
    found = []
    for clause in register:
        if clause.section not in register.sections:
            found.append(f"clauses {clause.id}: {clause.section} is not a section of the protocol")
        if clause.answered_with is None:
            continue
        other = register.clauses.get(clause.answered_with)
        if clause.kind != "rule" or other is None or other.kind != "rule" or other.answered_with:
            found.append(
                f"clauses {clause.id}: `with` is for a rule that another rule's finding answers, "
                f"and {clause.answered_with} is not such a rule"
            )
    return found
