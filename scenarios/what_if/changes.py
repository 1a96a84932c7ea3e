"""
The vocabulary of what-if: small changes, each with a name, and words for a person.

A change says what it does and nothing about how the answer is found. Changes come from the app,
from ``--change`` on the command line (``"set mappa.level = 2"``) or from a file (``[[change]]``);
the three make the same objects. Whether a value is possible is left to the reader of cases, so a
what-if refuses exactly what a case file would.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from placement.errors import InputError
from scenarios.what_if.boundary_changes import PARTS as BOUNDARY_PARTS
from scenarios.what_if.boundary_changes import MergeLHAs, SplitLHA
from scenarios.what_if.change import Change, said
from scenarios.what_if.housing_changes import PARTS as HOUSING_PARTS
from scenarios.what_if.housing_changes import SayContribution, SetOption

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "PROTECTED_LISTS",
    "VOCABULARY",
    "AddEntry",
    "AddPlacement",
    "Change",
    "CloseSupply",
    "DropEntry",
    "EndPlacement",
    "MergeLHAs",
    "MoveService",
    "OpenSupply",
    "SayContribution",
    "SetFact",
    "SetNumber",
    "SetOption",
    "SetWeight",
    "SplitLHA",
    "changes_from_text",
    "read_changes",
    "said",
]

PROTECTED_LISTS = ("victims",)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFact(Change):
    """Another value for one key of the case; ``value`` None leaves the key out: not known."""

    key: str
    value: Any = None
    verb: ClassVar[str] = "set"
    form: ClassVar[str] = "set KEY = VALUE (a key of the case file; no value: not known)"

    def says(self) -> str:
        """Return what it changes, in words."""
        what = self.key.replace("_", " ").replace(".", ": ")
        return f"{what} is not known" if self.value is None else f"{what} is {said(self.value)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEntry(Change):
    """One more entry in a list of the case: a condition, a service, a network, a victim."""

    list: str
    entry: Mapping[str, Any]
    verb: ClassVar[str] = "add"
    form: ClassVar[str] = "add LIST { key = value, ... }"

    def says(self) -> str:
        """Return what it changes, in words; nothing of a victim but that there is one."""
        if self.list in PROTECTED_LISTS or self.entry.get("share_with_housing") is False:
            return f"one more entry in {self.list} (protected)"
        kind = self.entry.get("kind") or self.entry.get("view") or self.entry.get("item") or ""
        return f"one more entry in {self.list}: {said(kind)}".removesuffix(": ")


@dataclass(frozen=True, slots=True, kw_only=True)
class DropEntry(Change):
    """One entry fewer in a list of the case, by its number, counted from 1 as in the file."""

    list: str
    number: int
    verb: ClassVar[str] = "drop"
    form: ClassVar[str] = "drop LIST NUMBER (counted from 1)"

    def says(self) -> str:
        """Return what it changes, in words."""
        return f"without entry {self.number} of {self.list}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveService(Change):
    """A service of the risk management plan given at another postcode."""

    number: int
    postcode: str
    verb: ClassVar[str] = "move"
    form: ClassVar[str] = "move NUMBER POSTCODE (a service, counted from 1)"

    def says(self) -> str:
        """Return what it changes, in words."""
        return f"service {self.number} is given at {self.postcode}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSupply(Change):
    """One more vacancy, as a row of a vacancies file."""

    vacancy: Mapping[str, Any]
    verb: ClassVar[str] = "open"
    form: ClassVar[str] = "open { reference = ..., lha = ..., kind = ... }"
    for_housing: ClassVar[bool] = True

    def says(self) -> str:
        """Return what it changes, in words."""
        return f"vacancy {self.vacancy.get('reference', '')} in {self.vacancy.get('lha', '')} opens"


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSupply(Change):
    """One vacancy fewer, by its reference."""

    reference: str
    verb: ClassVar[str] = "close"
    form: ClassVar[str] = "close REFERENCE (a vacancy)"
    for_housing: ClassVar[bool] = True

    def says(self) -> str:
        """Return what it changes, in words."""
        return f"vacancy {self.reference} is not there"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPlacement(Change):
    """Somebody more who lives somewhere, as a row of a placements file."""

    placement: Mapping[str, Any]
    verb: ClassVar[str] = "place"
    form: ClassVar[str] = "place { reference = ..., lha = ..., level = ..., ... }"

    def says(self) -> str:
        """Return what it changes, in words."""
        who, where = self.placement.get("reference", ""), self.placement.get("lha", "")
        return f"{who} lives in {where}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPlacement(Change):
    """Somebody no longer living where they lived, from a day on."""

    reference: str
    on: date
    verb: ClassVar[str] = "end"
    form: ClassVar[str] = "end REFERENCE DATE (a placement)"

    def says(self) -> str:
        """Return what it changes, in words."""
        return f"{self.reference} has left by {self.on.isoformat()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNumber(Change):
    """Another value for a number of the protocol, by its name."""

    name: str
    value: Any
    verb: ClassVar[str] = "number"
    form: ClassVar[str] = "number NAME = VALUE (placement parameters lists them)"

    def says(self) -> str:
        """Return what it changes, in words."""
        return f"the number {self.name} is {said(self.value)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetWeight(Change):
    """Another weight for one of the three considerations, in whole units."""

    consideration: str
    units: int
    verb: ClassVar[str] = "weight"
    form: ClassVar[str] = "weight CONSIDERATION = UNITS (connection, management, spread)"
    for_housing: ClassVar[bool] = True

    def says(self) -> str:
        """Return what it changes, in words."""
        return f"the weight of {self.consideration} is {self.units}"


VOCABULARY: dict[str, type[Change]] = {
    kind.verb: kind
    for kind in (
        SetFact,
        AddEntry,
        DropEntry,
        MoveService,
        OpenSupply,
        CloseSupply,
        AddPlacement,
        EndPlacement,
        SetNumber,
        SetWeight,
        SayContribution,
        SetOption,
        MergeLHAs,
        SplitLHA,
    )
}


def read_changes(entries: Iterable[Mapping[str, Any]], source: str) -> tuple[Change, ...]:
    """
    Return the changes that ``[[change]]`` tables stand for.

    Raises
    ------
    InputError
        With every table that is not a change: what is missing, unknown or of another kind.
    """
    problems: list[str] = []
    changes = []
    for place, entry in enumerate(entries, 1):
        where = f"change {place}"
        kind = VOCABULARY.get(str(entry.get("do")))
        if kind is None:
            problems.append(f"{where}: do = {entry.get('do')!r} is not one of {_verbs()}.")
            continue
        wrong = _misfits(kind, entry)
        problems += [f"{where} ({kind.verb}): {each}" for each in wrong]
        if not wrong:
            changes.append(kind(**{k: v for k, v in entry.items() if k != "do"}))
    if problems:
        raise InputError(source, problems)
    return tuple(changes)


def _misfits(kind: type[Change], entry: Mapping[str, Any]) -> list[str]:
    named = {each.name: each for each in fields(kind)}
    wrong = [f"{key!r} is not a part of it. It is: {kind.form}." for key in entry.keys() - named]
    wrong = [each for each in wrong if "'do' is not" not in each]
    for name, each in named.items():
        expected = _EXPECTED.get(str(each.type))
        if name not in entry:
            if each.default is MISSING:
                wrong.append(f"{name!r} is missing. It is: {kind.form}.")
        elif expected and not (isinstance(entry[name], expected) and entry[name] is not True):
            wrong.append(f"{name!r} is {entry[name]!r}; it is: {kind.form}.")
    return wrong


_EXPECTED: dict[str, type | tuple[type, ...]] = {
    "str": str,
    "str | None": str,
    "int": int,
    "date": date,
    "date | None": date,
    "Mapping[str, Any]": dict,
    "tuple[str, ...]": (list, tuple),
    "tuple[Mapping[str, Any], ...]": (list, tuple),
}


def changes_from_text(lines: Iterable[str]) -> tuple[Change, ...]:
    """
    Return the changes written one a line, as ``--change`` takes them.

    Raises ``InputError`` with every line that cannot be read, and the form it should have.

    >>> changes = changes_from_text(["set mappa.level = 2", "drop conditions 1"])
    >>> [change.says() for change in changes]
    ['mappa: level is 2', 'without entry 1 of conditions']
    """
    problems: list[str] = []
    tables = []
    for line in lines:
        verb, _, rest = line.strip().partition(" ")
        try:
            tables.append({"do": verb, **_PARTS[verb](rest.strip())})
        except KeyError:
            problems.append(f"{line!r}: begin with one of {_verbs()}.")
        except (ValueError, IndexError):
            problems.append(f"{line!r} is not of the form: {VOCABULARY[verb].form}.")
    if problems:
        raise InputError("--change", problems)
    return read_changes(tables, "--change")


def _verbs() -> str:
    return ", ".join(VOCABULARY)


_PAIR = re.compile(r"\s*([\w.]+)\s*=\s*(.*)")
_BARE = re.compile(r"[A-Za-z][\w-]*")


def _pair(text: str) -> tuple[str, Any]:
    found = _PAIR.fullmatch(text)
    if not found:
        raise ValueError(text)
    value = found[2].strip()
    if value in ("true", "false") or not _BARE.fullmatch(value):
        return found[1], _value(value) if value else None
    return found[1], value  # a word may go without its quotation marks


def _value(text: str) -> Any:  # noqa: ANN401
    return tomllib.loads(f"value = {text}")["value"]


def _set(rest: str) -> dict[str, Any]:
    key, value = _pair(rest)
    return {"key": key} if value is None else {"key": key, "value": value}


def _listed(rest: str) -> tuple[str, str]:
    name, text = rest.split(None, 1)
    return name, text


_PARTS: dict[str, Any] = {
    "set": _set,
    "add": lambda rest: dict(
        zip(("list", "entry"), (_listed(rest)[0], _value(_listed(rest)[1])), strict=True)
    ),
    "drop": lambda rest: {"list": _listed(rest)[0], "number": int(_listed(rest)[1])},
    "move": lambda rest: {"number": int(_listed(rest)[0]), "postcode": _listed(rest)[1]},
    "open": lambda rest: {"vacancy": _value(rest)},
    "close": lambda rest: {"reference": rest},
    "place": lambda rest: {"placement": _value(rest)},
    "end": lambda rest: {"reference": _listed(rest)[0], "on": date.fromisoformat(_listed(rest)[1])},
    "number": lambda rest: dict(zip(("name", "value"), _pair(rest), strict=True)),
    "weight": lambda rest: dict(zip(("consideration", "units"), _pair(rest), strict=True)),
    **HOUSING_PARTS,
    **BOUNDARY_PARTS,
}
