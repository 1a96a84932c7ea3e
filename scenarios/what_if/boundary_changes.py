"""
What if authorities merged, or one were split: the two changes of an area's own map.

Nothing of the case is changed by them. Whoever is named by an LHA that is no more is read as its
successor (``placement.succession``), and every postcode stays where it is.
"""

from __future__ import annotations

import shlex
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from placement.errors import InputError
from scenarios.what_if.change import Change

PART_KEYS = {
    "name": str,
    "sectors": list,
    "wards": list,
    "rest": bool,
    "population": int,
    "population_source": str,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeLHAs(Change):
    """
    Some LHAs are one; ``on`` a day, or as if it had always been so.

    ``lhas`` are ONS codes or names. ``unitary`` successors owe the duties to care leavers
    themselves; one that is not stays under the county that its parts share.
    """

    lhas: tuple[str, ...]
    into: str
    on: date | None = None
    unitary: bool = True
    verb: ClassVar[str] = "merge"
    form: ClassVar[str] = 'merge LHA LHA... into "NAME" [on DATE]'

    def __post_init__(self) -> None:
        object.__setattr__(self, "lhas", tuple(self.lhas))

    def says(self) -> str:
        """Return what it changes, in words."""
        return f"{_and(self.lhas)} merge into {self.into}{_on(self.on)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitLHA(Change):
    """
    One LHA is divided; ``on`` a day, or as if it had always been so.

    Each part of ``into`` has a ``name`` and the postcode ``sectors`` (``PE28 5``, or a whole
    district, ``PE26``) or ``wards`` (by code or name, of boundaries that are imported) that go to
    it; one may take the ``rest``. The ``population`` of a part needs a ``population_source``;
    without it, what rests on residents is not known. ``stand_in``: the line is not the one that
    is meant, and every name that rests on it says so.
    """

    lha: str
    into: tuple[Mapping[str, Any], ...]
    on: date | None = None
    unitary: bool = True
    stand_in: bool = False
    verb: ClassVar[str] = "split"
    form: ClassVar[str] = (
        'split LHA into [{ name = "NAME", sectors = ["PE26", "PE28 5"] }, '
        '{ name = "NAME", rest = true }] [on DATE]'
    )

    def __post_init__(self) -> None:
        parts = tuple(dict(each) for each in self.into if isinstance(each, Mapping))
        if len(parts) != len(tuple(self.into)):
            raise InputError("The what-if", [f"split: each part is a table: {self.form}."])
        object.__setattr__(self, "into", parts)
        if problems := self._problems():
            raise InputError("The what-if", [f"split {self.lha}: {each}" for each in problems])

    def _problems(self) -> list[str]:
        found = [
            f"{key} = {value!r} is not a part's; a part has {', '.join(PART_KEYS)}."
            for part in self.into
            for key, value in part.items()
            if key not in PART_KEYS or not isinstance(value, PART_KEYS[key])
        ]
        names = [part.get("name") for part in self.into]
        if len(names) < 2 or len(set(map(str, names))) < len(names) or None in names:
            found.append("give at least two parts, each with a name of its own.")
        kinds = {key for part in self.into for key in ("sectors", "wards") if key in part}
        if len(kinds) != 1:
            found.append("say by sectors or by wards what goes to each part, not by both.")
        if sum(part.get("rest") is True for part in self.into) > 1:
            found.append("only one part can take the rest.")
        entries = [each for part in self.into for key in kinds for each in part.get(key, ())]
        twice = sorted({str(each) for each in entries if entries.count(each) > 1})
        found += [f"{each} is given to two parts." for each in twice]
        for part in self.into:
            given = [key for key in ("sectors", "wards", "rest") if part.get(key)]
            if len(given) != 1:
                found.append(f"{part.get('name')}: give its sectors, its wards or rest = true.")
            if ("population" in part) != ("population_source" in part):
                found.append(f"{part.get('name')}: a population needs its population_source.")
        return found

    def says(self) -> str:
        """Return what it changes, in words."""
        parts = _and(str(p["name"]) for p in self.into)
        line = ", by a line that only stands in for the one meant" if self.stand_in else ""
        return f"{self.lha} is split into {parts}{line}{_on(self.on)}"


BoundaryChange = MergeLHAs | SplitLHA


def _on(day: date | None) -> str:
    return "" if day is None else f" on {day.isoformat()}"


def _and(names: Any) -> str:  # noqa: ANN401 - whatever holds names
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else str(last)


def _day(words: list[str]) -> dict[str, date]:
    """Read what follows the name: nothing, or on a day."""
    if not words:
        return {}
    on, day = words
    if on != "on":
        raise ValueError(on)
    return {"on": date.fromisoformat(day)}


def _merge(rest: str) -> dict[str, Any]:
    words = shlex.split(rest)
    at = words.index("into")
    if at < 2:
        raise ValueError(rest)
    return {"lhas": words[:at], "into": words[at + 1], **_day(words[at + 2 :])}


def _split(rest: str) -> dict[str, Any]:
    lha, _, after = rest.partition(" into ")
    parts, bracket, day = after.rpartition("]")
    (name,) = shlex.split(lha)
    return {
        "lha": name,
        "into": tomllib.loads(f"into = {parts}{bracket}")["into"],
        **_day(day.split()),
    }


PARTS: dict[str, Any] = {"merge": _merge, "split": _split}
