"""The values that fields of a record may take, beside those of a case file."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from placement.cases import kinds as case_kinds
from placement.cases.kinds import (
    FLAG,
    LHA,
    POSTCODE,
    REFERENCE,
    SECTOR,
    TEXT,
    Kind,
    number,
    one_of,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "AGENCY",
    "AT",
    "CLAUSE",
    "DAY",
    "DIGEST",
    "FLAG",
    "ID",
    "LHA",
    "LONG_TEXT",
    "POSTCODE",
    "PRIVATE",
    "REFERENCE",
    "SECTOR",
    "STAFF",
    "TEXT",
    "TOML_TEXT",
    "YEAR",
    "number",
    "one_of",
    "whole",
]

_DIGEST = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[0-9a-f]{32}")
_STAFF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")
_AGENCY = re.compile(r"[a-z]+(?:_[a-z]+)*")
_CLAUSE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.() ]{0,39}")
_LONGEST_TEXT = 20_000
_LONGEST_CASE = 1_000_000


def _day(value: object) -> date | None:
    """Read a day as Python, TOML or a workbook has it, or as JSON writes it."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == len("2026-11-22") else None
        except ValueError:
            return None
    return case_kinds.DAY.read(value)


def _at(value: object) -> str | None:
    """Read a moment with its zone, kept as it is written."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return str(value) if read is not None and read.tzinfo is not None else None


def _matching(pattern: re.Pattern[str], longest: int = 100) -> Callable[[object], str | None]:
    def read(value: object) -> str | None:
        fits = isinstance(value, str) and len(value) <= longest and pattern.fullmatch(value)
        return str(value) if fits else None

    return read


def _agency(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return value if LHA.read(value) or (len(value) <= 40 and _AGENCY.fullmatch(value)) else None


def _long(value: object) -> str | None:
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST_TEXT:
        return None
    return value if all(c.isprintable() or c in "\n\t" for c in value) else None


def _toml(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= _LONGEST_CASE else None


DAY: Final[Kind[date]] = Kind(case_kinds.DAY.allowed, _day, case_kinds.DAY.stand_in)
AT: Final = Kind("a moment with its zone, such as 2026-11-22T09:30:00+00:00", _at, "")
DIGEST: Final = Kind("a digest of 64 hexadecimal digits", _matching(_DIGEST), "")
ID: Final = Kind("the id of a record", _matching(_ID), "")
STAFF: Final = Kind(
    "a staff id: letters, digits and . _ @ + -, no spaces, at most 100 characters",
    _matching(_STAFF),
    "",
)
AGENCY: Final = Kind(
    "an agency in one lower-case word, such as 'probation', 'police', 'prison' or 'landlord', or "
    "the ONS code of a local housing authority",
    _agency,
    "",
)
CLAUSE: Final = Kind("a clause, such as '6(b)' or '9.3'", _matching(_CLAUSE, 40), "")
LONG_TEXT: Final = Kind(
    f"text, not blank, at most {_LONGEST_TEXT:,} characters, none of them invisible", _long, ""
)
TOML_TEXT: Final = Kind(f"the text of a file, at most {_LONGEST_CASE:,} characters", _toml, "")
YEAR: Final = whole(1, 100)

# What never stands in a message: it may name a person or a place.
PRIVATE: Final[tuple[object, ...]] = (TEXT, LONG_TEXT, TOML_TEXT, POSTCODE, SECTOR, REFERENCE)
