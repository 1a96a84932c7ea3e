"""The case itself, what is protected of it, and records whose inside another module checks."""

# ruff: noqa: RUF009 - the call declares the field

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from placement.cases.build import protected_fields
from placement.cases.kinds import REFERENCE as CASE_REFERENCE
from placement.cases.kinds import Kind
from placement.cases.problems import Problems
from placement.cases.reader import read_case_text
from placement.cases.source import read_toml
from placement.cases.table import Table
from placement.errors import InputError
from placement.records.geometry import is_outline
from placement.records.kinds.reading import Clash, Record, clash, needed, optional, parts
from placement.records.kinds.values import AGENCY, DAY, ID, TEXT, TOML_TEXT, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

_FILE_NAME: Kind[str] = Kind(
    "the plain name of a geometry file, such as 'zone.geojson'",
    lambda v: v if isinstance(v, str) and 0 < len(v) <= 100 and not set(v) & set("/\\\0") else None,
    "",
)


def _changes(value: object) -> str | None:
    """Read the JSON of a list of changes, each of which says what it does."""
    try:
        read = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        return None
    fits = isinstance(read, list) and all(isinstance(each, dict) and "do" in each for each in read)
    return str(value) if fits else None


CHANGES: Kind[str] = Kind("the changes of a what-if, as JSON", _changes, "[]")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GeometryFile(Record):
    """A file that a zone names, kept beside the text that names it; see ``records.geometry``."""

    called: ClassVar[str] = "The geometry file"

    name: str = needed(_FILE_NAME)
    text: str = needed(TOML_TEXT)

    def check(self) -> Iterator[Clash]:
        """See that it is an outline, and nothing but one: a file's words may name somebody."""
        if not is_outline(self.text):
            yield clash(
                "is no outline as the record keeps it. Give the file with the case.", "text"
            )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CaseFile(Record):
    """The text of a case file without what is protected; level and category are dated in it."""

    called: ClassVar[str] = "The case"

    text: str = needed(TOML_TEXT)
    geometry: tuple[GeometryFile, ...] | None = parts(GeometryFile)

    def check(self) -> Iterator[Clash]:
        """See that it is a case, and that nothing protected stands in it."""
        said: tuple[str, ...] = ()
        try:
            if read_case_text(self.text).holds_protected:
                said = ("holds what is protected. Keep victims and unshared conditions apart.",)
        except InputError as error:
            said = error.problems
        for problem in said:
            yield clash(problem, "text")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ProtectedFile(Record):
    """The text of a protected file: victims and unshared conditions, for the vault."""

    called: ClassVar[str] = "The protected file"

    text: str = needed(TOML_TEXT)
    geometry: tuple[GeometryFile, ...] | None = parts(GeometryFile)

    def check(self) -> Iterator[Clash]:
        """See that it is a protected file; no value of it stands in what is said."""
        said: tuple[str, ...] = ()
        try:
            problems = Problems()
            table = Table(
                read_toml(self.text, "the file"), problems, hidden=True, form="a protected file"
            )
            table.get("reference", CASE_REFERENCE)
            protected_fields(table, ())
            table.close()
            problems.refuse_any("The protected file")
        except InputError as error:
            said = error.problems
        for problem in said:
            yield clash(problem, "text")


class Kept:
    """A record kept as it is: its own module made it and checks it when it reads it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Keep what JSON can hold; ``InputError`` for what it cannot."""
        try:
            return cls(json.dumps(dict(data), allow_nan=False))
        except (TypeError, ValueError):
            problem = "it holds something that is neither text, number, list nor table."
        raise InputError("The record", [problem])

    def to_data(self) -> dict[str, Any]:
        """Return it as it was given."""
        kept: dict[str, Any] = json.loads(self._text)
        return kept


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Draft(Record):
    """What somebody typed and could not save: nothing of it is lost, and nothing of it holds."""

    called: ClassVar[str] = "The draft"

    for_kind: str = needed(AGENCY)
    of: str | None = optional(ID)
    based_on: int | None = optional(whole(0, 1_000_000))
    on: date | None = optional(DAY)
    why: str | None = optional(TEXT)
    typed: str = needed(TOML_TEXT)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class WhatIf(Record):
    """Changes to a copy of a case, kept under a name; they may hold what is protected."""

    called: ClassVar[str] = "The what-if"

    name: str = needed(TEXT)
    changes: str = needed(CHANGES)
