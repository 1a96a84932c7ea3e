"""
The numbers of the protocol, as dated data.

Each number stands in ``protocol/parameters/<part>.toml`` as one table: the clause it belongs to, a
label, a unit, the day somebody last read it against its source, and values that hold from a day on,
each with its source. A date chooses the value; nothing in Python does. Numbers that the protocol
does not give carry the source ``default, agreed by no SMB``.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DIRECTORY = Path(__file__).parent / "protocol" / "parameters"
UNAGREED = "default, agreed by no SMB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """One value and the day from which it holds; ``repealed`` ends the number on that day."""

    start: date
    value: Any
    source: str
    repealed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number of the protocol and its history, oldest value first."""

    name: str
    clause: str
    label: str
    unit: str
    checked: date | None
    values: tuple[Dated, ...]
    file: str

    def on(self, day: date) -> Dated | None:
        """Return the value that holds on a day, or None where there is none."""
        running = [value for value in self.values if value.start <= day]
        return running[-1] if running and not running[-1].repealed else None


WHOLE_UNITS = ("points", "units")  # points and weights are whole, or parts would not add up


class Numbers:
    """
    The numbers as they stand on one day: ``numbers["spread.too_few"]``.

    Asking for a number that has no value on the day is a ``ParameterError`` that names the first
    day on which it has one.
    """

    def __init__(
        self, register: Parameters, day: date, changes: Mapping[str, Any] | None = None
    ) -> None:
        self.day = day
        self.register = register
        self._values: dict[str, Any] = {}
        for number in register:
            dated = number.on(day)
            if dated is not None:
                self._values[number.name] = dated.value
        self.changes = dict(changes or {})
        for name, value in self.changes.items():
            if name not in register:
                raise ParameterError(
                    f"{name} is not a number of the protocol; see `placement parameters`."
                )
            if not _alike(value, self._values.get(name), register[name].unit):
                raise ParameterError(
                    f"{name} = {value!r} is not possible: it stands at {self._values[name]!r}, and "
                    "only a value of the same kind can take its place."
                )
            self._values[name] = value

    def changed(self, changes: Mapping[str, Any]) -> Numbers:
        """Return the numbers of the same day with some more of them changed, for a what-if."""
        return Numbers(self.register, self.day, {**self.changes, **changes})

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - numbers, lists and yes/no alike
        try:
            return self._values[name]
        except KeyError:
            raise ParameterError(self.register.why_missing(name, self.day)) from None


def _alike(value: object, other: object, unit: str) -> bool:
    """Whether a value could stand where another does: a number for a number, a list for a list."""
    if other is None or isinstance(other, bool) or isinstance(value, bool):
        return other is None or (isinstance(other, bool) and isinstance(value, bool))
    if isinstance(other, int | float):
        whole = isinstance(value, int) or unit not in WHOLE_UNITS
        return isinstance(value, int | float) and value >= 0 and whole
    return type(value) is type(other)


class Parameters:
    """Every number of the protocol, by name (``part.number``)."""

    def __init__(self, numbers: Mapping[str, Number], digest: str) -> None:
        self._numbers = dict(numbers)
        self.digest = digest

    def __iter__(self) -> Iterator[Number]:
        return iter(self._numbers.values())

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, name: str) -> bool:
        return name in self._numbers

    def __getitem__(self, name: str) -> Number:
        return self._numbers[name]

    def on(self, day: date, changes: Mapping[str, Any] | None = None) -> Numbers:
        """Return the numbers as they stand on a day, some of them changed for a what-if."""
        return Numbers(self, day, changes)

    def why_missing(self, name: str, day: date) -> str:
        """Say in one sentence why a number has no value on a day, and what to do."""
        if name not in self._numbers:
            return f"{name} is not a number of the protocol; see `placement parameters`."
        number = self._numbers[name]
        first = min((value.start for value in number.values), default=None)
        return (
            f"{name} (clause {number.clause}) has no value on {day}: the first one holds from "
            f"{first}. Decide the case on or after that day, or add the earlier value to "
            f"{number.file} with its source."
        )


@lru_cache(maxsize=4)
def load(directory: Path = DIRECTORY) -> Parameters:
    """
    Read every parameter file of a directory; all faults of the files come in one error.

    >>> load()["spread.too_few"].on(date(2026, 11, 21)).value
    2
    """
    numbers: dict[str, Number] = {}
    problems: list[str] = []
    digest = hashlib.sha256()
    for path in sorted(directory.glob("*.toml")):
        content = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + content)
        try:
            tables = tomllib.loads(content.decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(f"{path.name}: {error}")
            continue
        for key, table in tables.items():
            name = f"{path.stem}.{key}"
            numbers[name] = _number(name, table, path.name, problems)
    if problems:
        raise ParameterError("The parameter files cannot be used:\n  - " + "\n  - ".join(problems))
    return Parameters(numbers, digest.hexdigest()[:12])


def _number(name: str, table: object, file: str, problems: list[str]) -> Number:
    """Read one number's table, noting what is wrong with it."""
    if not isinstance(table, dict):
        problems.append(f"{file}: {name} is not a table: write [{name.split('.')[1]}].")
        table = {}
    for key, kind in (("clause", str), ("label", str), ("unit", str), ("checked", date)):
        if not isinstance(table.get(key), kind):
            problems.append(f"{file}: {name} has no {key}.")
    entries = table.get("values", [])
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        problems.append(f"{file}: the values of {name} are not [[{name.split('.')[1]}.values]].")
        entries = []
    elif not entries:
        problems.append(f"{file}: {name} has no [[{name.split('.')[1]}.values]].")
    values = [_dated(name, entry, file, problems) for entry in entries]
    starts = [value.start for value in values]
    if starts != sorted(set(starts)):
        problems.append(f"{file}: the values of {name} do not stand in order of their days.")
    checked = table.get("checked")
    return Number(
        name=name,
        clause=str(table.get("clause", "")),
        label=str(table.get("label", "")),
        unit=str(table.get("unit", "")),
        checked=checked if isinstance(checked, date) else None,
        values=tuple(values),
        file=file,
    )


def _dated(name: str, entry: Mapping[str, Any], file: str, problems: list[str]) -> Dated:
    """Read one dated value, noting what is wrong with it."""
    start, source = entry.get("from"), entry.get("source")
    if not isinstance(start, date) or not isinstance(source, str) or not source:
        problems.append(f"{file}: a value of {name} lacks its `from` day or its source.")
    if entry.get("value") is None and not entry.get("repealed"):
        problems.append(f"{file}: a value of {name} is neither given nor repealed.")
    return Dated(
        start=start if isinstance(start, date) else date.max,
        value=entry.get("value"),
        source=str(source or ""),
        repealed=bool(entry.get("repealed", False)),
    )
