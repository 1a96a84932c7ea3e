"""The kinds of value that a case file holds: how each is read and what each allows, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from placement.cases import spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
_LONGEST_TEXT = 2000
_WORD = re.compile(r"[a-z]+(?:_[a-z]+)*")
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """
    One kind of value.

    ``read`` returns None for what is not allowed; ``stand_in`` takes the place of a required
    value that was refused, in a case that is then never handed out.
    """

    allowed: str
    read: Callable[[object], T | None]
    stand_in: T


def _spelt(read: Callable[[str], T | None]) -> Callable[[object], T | None]:
    return lambda value: read(value) if isinstance(value, str) else None


def _day(value: object) -> date | None:
    return value if type(value) is date and EARLIEST <= value <= LATEST else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _text(value: str) -> str | None:
    if not value.strip() or len(value) > _LONGEST_TEXT:
        return None
    return value if all(c.isprintable() or c in "\n\t" for c in value) else None


def _word(value: str) -> str | None:
    return value if len(value) <= _LONGEST_WORD and _WORD.fullmatch(value) else None


def _file(value: str) -> Path | None:
    return Path(value) if _text(value) and "\n" not in value else None


DAY = Kind(
    f"a date such as 2026-11-21, without a time, from {EARLIEST} to {LATEST}",
    _day,
    EARLIEST,
)
FLAG: Kind[bool] = Kind("true or false", _flag, False)
TEXT = Kind(
    f"text, not blank, at most {_LONGEST_TEXT:,} characters, none of them invisible",
    _spelt(_text),
    "",
)
WORD = Kind("one lower-case word, such as 'licence_condition'", _spelt(_word), "")
FILE = Kind("the name of a geometry file, such as 'zone.geojson'", _spelt(_file), Path())
POSTCODE = Kind("a UK postcode, such as 'CB7 4AA'", _spelt(spelling.postcode), "")
SECTOR = Kind("a postcode sector with its space, such as 'PE15 8'", _spelt(spelling.sector), "")
LHA = Kind(
    "the ONS code of a local housing authority in England or Wales, such as 'E07000009' "
    "(E06, E07, E08, E09 or W06 and six digits; `placement geodata show` lists those in use)",
    _spelt(spelling.lha),
    "",
)
ORIGIN = Kind(
    LHA.allowed + ", or 'none'",
    _spelt(lambda text: text if text == "none" else spelling.lha(text)),
    "",
)
DUTY_AUTHORITY = Kind(
    "the ONS code of the council that owes care-leaver duties, such as 'E10000003' "
    "(E06, E08, E09, E10 or W06 and six digits; a district, E07, owes none)",
    _spelt(spelling.duty_authority),
    "",
)
REFERENCE = Kind(
    "a pseudonym such as 'DEMO-014': capitals, digits and single hyphens, at least one "
    "digit, at most 40 characters, and neither a date nor a postcode",
    _spelt(spelling.reference),
    "",
)


@cache
def one_of(words: tuple[str, ...]) -> Kind[str]:
    """Return the kind that allows just these words."""
    return Kind(listed(words), _spelt(lambda text: text if text in words else None), "")


@cache
def whole(low: int, high: int) -> Kind[int]:
    """Return the kind of whole numbers from ``low`` to ``high``, both included."""

    def read(value: object) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return value if low <= value <= high else None

    return Kind(f"a whole number from {low} to {high}", read, low)


@cache
def number(low: int, high: int) -> Kind[float]:
    """Return the kind of finite numbers from ``low`` to ``high``, both included."""

    def read(value: object) -> float | None:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        return value if low <= value <= high else None

    return Kind(f"a number from {low} to {high}", read, low)


def listed(words: Iterable[str]) -> str:
    """Join words for a sentence."""
    return ", ".join(words)
