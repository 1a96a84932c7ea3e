"""
Everything that was ever released, so that what is new is judged together with what is old.

A release keeps what was said (lines of published cells), the structure a reader could suppose, and
the names of the cells that were hidden, never their numbers. ``write_history`` and
``read_history`` put it in a JSON file; each release is sealed with the digest of the one before,
so that one left out or changed is noticed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from placement.errors import InputError
from placement.monitoring.control.cells import Key, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release: when, of which day, to whom, what it said and which cells it hid."""

    on: date
    as_of: date
    audience: str
    lha: str | None
    said: tuple[Statement, ...]
    structure: tuple[Statement, ...]
    hidden: tuple[Key, ...]
    signed: tuple[Key, ...] = ()
    numbers: str = ""
    digest: str = ""

    def to_data(self) -> dict[str, Any]:
        """Return the release as plain data, without its digest."""
        return {
            "on": self.on.isoformat(),
            "as_of": self.as_of.isoformat(),
            "audience": self.audience,
            "lha": self.lha,
            "said": [_line(each) for each in self.said],
            "structure": [_line(each) for each in self.structure],
            "hidden": [str(key) for key in self.hidden],
            "signed": [str(key) for key in self.signed],
            "numbers": self.numbers,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The releases in the order in which they were made."""

    releases: tuple[Release, ...] = field(default=())

    def with_(self, release: Release) -> History:
        """Return the history with one more release, sealed to the one before."""
        before = self.releases[-1].digest if self.releases else ""
        return History(releases=(*self.releases, replace(release, digest=_seal(before, release))))


def history_of(entries: Iterable[Mapping[str, Any]]) -> History:
    """
    Return the history of releases as plain data with their digests, the first one first.

    Raises
    ------
    ValueError
        If a release was changed, or one left out, since it was made; the day of it is said.
    """
    releases = tuple(_release(dict(each)) for each in entries)
    before = ""
    for each in releases:
        if each.digest != _seal(before, each):
            raise ValueError(f"the release of {each.on}")
        before = each.digest
    return History(releases=releases)


def write_history(history: History, path: Path) -> None:
    """Write the history to a JSON file."""
    data = {
        "format": FORMAT,
        "releases": [{**each.to_data(), "digest": each.digest} for each in history.releases],
    }
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_history(path: Path) -> History:
    """
    Read a history; a file that is not there is an empty one.

    Raises
    ------
    InputError
        If it is not a history, or a release was changed or left out since it was written.
    """
    if not path.exists():
        return History()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError("format")
        for each in data["releases"]:
            _release(each)
    except (ValueError, KeyError, TypeError, AttributeError):
        problem = "it is not a release history. Give the file that the last release wrote."
        raise InputError(path.name, [problem]) from None
    try:
        return history_of(data["releases"])
    except ValueError as error:
        problem = (
            f"{error} was changed, or one before it left out, since it was "
            "written. Without the whole history nothing can be proven: use the copy kept."
        )
        raise InputError(path.name, [problem]) from None


def _release(data: dict[str, Any]) -> Release:
    return Release(
        on=date.fromisoformat(data["on"]),
        as_of=date.fromisoformat(data["as_of"]),
        audience=data["audience"],
        lha=data["lha"],
        said=tuple(_statement(each) for each in data["said"]),
        structure=tuple(_statement(each) for each in data["structure"]),
        hidden=tuple(Key.read(each) for each in data["hidden"]),
        signed=tuple(Key.read(each) for each in data["signed"]),
        numbers=data["numbers"],
        digest=data["digest"],
    )


def _line(statement: Statement) -> list[Any]:
    terms = [[str(key), coefficient] for key, coefficient in statement.terms]
    return [terms, statement.lower, statement.upper, statement.why]


def _statement(data: list[Any]) -> Statement:
    terms, lower, upper, why = data
    return Statement(
        terms=tuple((Key.read(key), int(coefficient)) for key, coefficient in terms),
        lower=lower,
        upper=upper,
        why=why,
    )


def _seal(before: str, release: Release) -> str:
    text = json.dumps([before, release.to_data()], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
