"""
What exactly is monitored, as the Board agrees it each year (protocol 10.1.2): dated editions.

Changing the specification breaks a series, so nothing is changed: an edition is added, and every
series is then worked out under both from the same register, side by side.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.cases.words import SETTING
from placement.errors import InputError
from placement.parameters import UNAGREED

if TYPE_CHECKING:
    from collections.abc import Mapping

SHIPPED = Path(__file__).with_name("specification.toml")
_KEYS = {"name": str, "from": date, "approval": str, "changed": str}
_LISTS = ("counted_levels", "apart")
_LEVELS = (1, 2, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """One edition of what is monitored; see ``specification.toml`` for what each part means."""

    name: str
    start: date
    approval: str
    counted_levels: tuple[int, ...]
    apart: tuple[str, ...]
    changed: str

    @property
    def agreed(self) -> bool:
        """Whether a Board has agreed it."""
        return self.approval != UNAGREED


def editions(path: str | Path = SHIPPED) -> tuple[Specification, ...]:
    """
    Read the editions of a specification, oldest first.

    Raises
    ------
    InputError
        With every problem of the file.
    """
    source = Path(path)
    try:
        data = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(source.name, [f"it cannot be read: {why}."]) from None
    entries = data.get("editions")
    if not isinstance(entries, list) or not entries:
        raise InputError(source.name, ["it has no [[editions]]. Write one at least."])
    problems = [f"{key} is not a key; write [[editions]]." for key in data if key != "editions"]
    for place, entry in enumerate(entries, 1):
        problems += [f"editions[{place}], {said}" for said in _problems(entry)]
    if not problems:
        starts = [entry["from"] for entry in entries]
        if starts != sorted(set(starts)):
            problems.append(
                "the editions do not stand in order of their days. Put the oldest first."
            )
        names = [entry["name"] for entry in entries]
        if len(set(names)) < len(names):
            problems.append("two editions have the same name. Give each its own.")
    if problems:
        raise InputError(source.name, problems)
    return tuple(_read(entry) for entry in entries)


def in_force(found: tuple[Specification, ...], day: date) -> Specification:
    """Return the edition in force on a day; ``InputError`` where none is yet."""
    begun = [each for each in found if each.start <= day]
    if not begun:
        first = f"the first edition holds from {found[0].start}"
        raise InputError("The specification", [f"nothing is agreed for {day}: {first}."])
    return begun[-1]


def shown_together(
    found: tuple[Specification, ...], first: date, day: date
) -> tuple[Specification, ...]:
    """Return the editions in force on any day from ``first`` to ``day``: all their series."""
    now = in_force(found, day)
    later = [*(each.start for each in found[1:]), date.max]
    return tuple(
        each
        for each, until in zip(found, later, strict=True)
        if each is now or (each.start <= day and until > first)
    )


def _problems(entry: Mapping[str, Any]) -> list[str]:
    said = [
        f"{key}: is not a key. Allowed: {', '.join([*_KEYS, *_LISTS])}."
        for key in entry
        if key not in _KEYS and key not in _LISTS
    ]
    for key, kind in _KEYS.items():
        if not isinstance(entry.get(key), kind):
            wanted = "a day like 2026-04-01" if kind is date else "text in quotes"
            said.append(f"{key}: is missing or not {wanted}.")
    for key, allowed in zip(_LISTS, (_LEVELS, SETTING), strict=True):
        given = entry.get(key)
        if not isinstance(given, list) or not all(each in allowed for each in given):
            said.append(f"{key}: is missing or holds something else than {_listed(allowed)}.")
    return said


def _listed(words: tuple[object, ...]) -> str:
    return ", ".join(map(str, words))


def _read(entry: Mapping[str, Any]) -> Specification:
    return Specification(
        name=entry["name"],
        start=entry["from"],
        approval=entry["approval"],
        counted_levels=tuple(entry["counted_levels"]),
        apart=tuple(entry["apart"]),
        changed=entry["changed"],
    )
