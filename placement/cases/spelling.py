"""
How references, codes, postcodes and sectors are spelt, and which words give a place away.

Only the spelling is looked at. Whether a postcode or a local housing authority exists is asked of
the places later, when a profile is known.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from geodata.postcodes import normalise
from placement.errors import PlacesError

if TYPE_CHECKING:
    from collections.abc import Iterable

_OUTWARD = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
_SECTOR = re.compile(rf"({_OUTWARD})[ -]+([0-9])")
_LHA = re.compile(r"(?:E0[6-9]|W06)[0-9]{6}")
_DUTY_AUTHORITY = re.compile(r"(?:E0[689]|E10|W06)[0-9]{6}")
_REFERENCE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_LONGEST_REFERENCE = 40
_PLACE_IN_TEXT = re.compile(
    rf"\b(?:{_OUTWARD}[\s-]*[0-9](?:[A-Z]{{2}})?|[A-Z]{{2}}[0-9][A-Z0-9]?|[EW][0-9]{{8}})\b",
    re.IGNORECASE,
)
_DATE_ORDERS = ((0, 4, 6), (4, 2, 0))  # where year, month, day start: 20261121, 21112026
_SHORT_DATE_ORDERS = ((0, 2, 4), (4, 2, 0))  # 261121, 211126


def postcode(text: str) -> str | None:
    """
    Return a UK postcode in its usual spelling, or None if it cannot be one.

    >>> postcode("pe13-1ab"), postcode("Wisbech")
    ('PE13 1AB', None)
    """
    try:
        return normalise(text)
    except PlacesError:
        return None


def sector(text: str) -> str | None:
    """
    Return a postcode sector in its usual spelling, or None if it cannot be one.

    The space is needed: "PE15" without it could mean PE1 5 or the whole of PE15.

    >>> sector("pe15  8"), sector("PE158")
    ('PE15 8', None)
    """
    found = _SECTOR.fullmatch(text.strip().upper()) if text.isascii() else None
    return f"{found[1]} {found[2]}" if found else None


def lha(text: str) -> str | None:
    """Return the text if it has the shape of an ONS code of an LHA in England or Wales."""
    return text if _LHA.fullmatch(text) else None


def duty_authority(text: str) -> str | None:
    """Return the text if it has the shape of a code of a council that owes care-leaver duties."""
    return text if _DUTY_AUTHORITY.fullmatch(text) else None


def reference(text: str) -> str | None:
    """
    Return the text if it is a pseudonym: capitals, digits and hyphens, a digit, not a date.

    A postcode's spelling is refused too, since it would put a place where none is expected.

    >>> reference("DEMO-014"), reference("1985-03-02"), reference("CB7-4AA")
    ('DEMO-014', None, None)
    """
    if len(text) > _LONGEST_REFERENCE or not _REFERENCE.fullmatch(text):
        return None
    if not any(letter.isdigit() for letter in text) or _is_date(text) or postcode(text):
        return None
    return text


def _is_date(text: str) -> bool:
    digits = text.replace("-", "")
    if not digits.isdigit():
        return False
    if len(digits) == len("20261121"):
        return any(
            _real_day(digits[y : y + 4], digits[m : m + 2], digits[d : d + 2])
            for y, m, d in _DATE_ORDERS
        )
    if len(digits) == len("261121"):
        return any(
            _real_day("20" + digits[y : y + 2], digits[m : m + 2], digits[d : d + 2])
            for y, m, d in _SHORT_DATE_ORDERS
        )
    return False


def _real_day(year: str, month: str, day: str) -> bool:
    try:
        return date(int(year), int(month), int(day)).year >= 1900
    except ValueError:
        return False


def names_a_place(text: str, place_names: Iterable[str] = ()) -> bool:
    """
    Say whether a text for housing gives a place away.

    Looked for are postcodes, sectors and districts of postcodes, ONS codes, and the given names
    of local housing authorities or wards as whole words, in any case and with any hyphens.

    >>> names_a_place("They live near Cb7 4."), names_a_place("Heard in fenland", ["Fenland"])
    (True, True)
    """
    plain = unicodedata.normalize("NFKC", text)
    if _PLACE_IN_TEXT.search(plain):
        return True
    padded = f" {_words_only(plain)} "
    return any(name and f" {name} " in padded for name in map(_words_only, place_names))


def _words_only(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
