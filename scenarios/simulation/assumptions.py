"""What a simulated year supposes beyond the cohort and the protocol, each with its source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE = Path(__file__).parent / "assumptions.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One supposed number: what it is, where it is from, and between what it may lie."""

    name: str
    label: str
    unit: str
    value: float
    least: float
    most: float
    source: str
    given: bool = False

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "name": self.name,
            "label": self.label,
            "unit": self.unit,
            "value": self.value,
            "source": "given on the command line" if self.given else self.source,
        }


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Assumption]:
    """Return the assumptions of the file, by name."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: Assumption(name=name, **table) for name, table in tables.items()}


def assumed(given: Iterable[str] = ()) -> dict[str, Assumption]:
    """
    Return the assumptions, some of them set as ``NAME=VALUE``.

    Raises
    ------
    InputError
        With every one that is not known, not a number, or out of its range.
    """
    held = dict(shipped())
    problems = []
    for text in given:
        name, _, value = text.partition("=")
        known = held.get(name.strip())
        if known is None:
            problems.append(f"{text!r}: there is no assumption {name!r}; there are: {_all()}.")
            continue
        number = _number(value)
        whole = isinstance(known.value, int)
        fits = number is not None and known.least <= number <= known.most
        if number is None or not fits or (whole and not number.is_integer()):
            kind = "a whole number" if whole else "a number"
            problems.append(
                f"{text!r}: {known.label} is {kind} from {known.least:g} to {known.most:g}."
            )
            continue
        held[known.name] = Assumption(
            name=known.name,
            label=known.label,
            unit=known.unit,
            value=int(number) if whole else number,
            least=known.least,
            most=known.most,
            source=known.source,
            given=True,
        )
    if problems:
        raise InputError("--assume", problems)
    return held


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _all() -> str:
    return ", ".join(shipped())
