"""
How postcodes are written: one spelling for all, sectors, and what a mistyped one may have been.

A postcode is an outward code (``PE13``) and an inward code (``1AB``: a digit and two letters).
Nothing is guessed: a spelling that is not a postcode is refused, and the near ones are named for
a person to choose from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from placement.errors import PlacesError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_POSTCODE = re.compile(rf"(GIR|[A-Z]{{1,2}}[0-9][0-9A-Z]?)([0-9][{UNIT_LETTERS}]{{2}})")
_BETWEEN = re.compile(r"[\s.\-‐‑–—_]+")
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_MISTAKEN = {"O": "0Q", "I": "1L", "S": "5", "Z": "2", "B": "8", "G": "6", "L": "1I", "Q": "O"}
_MISTAKEN |= {"0": "OQ", "1": "IL", "5": "S", "2": "Z", "8": "B", "6": "G"}
_TYPED_AT_MOST = 12


def normalise(text: str) -> str:
    """
    Return the one spelling of a postcode: capitals, one space before the inward code.

    Any case is read, and any spaces, dots or hyphens. Raises ``PlacesError`` for what cannot be a
    United Kingdom postcode, whether or not such a postcode exists.

    >>> normalise("pe131ab"), normalise(" Pe13-1ab ")
    ('PE13 1AB', 'PE13 1AB')
    """
    match = _POSTCODE.fullmatch(_squeezed(text))
    if match is None:
        raise PlacesError(
            f"{text!r} cannot be a postcode: one has an area of one or two letters, a district, "
            "then a digit and two letters, as in PE13 1AB. Check the spelling."
        )
    return f"{match[1]} {match[2]}"


def sector_of(postcode: str) -> str:
    """
    Return the sector of a postcode in any spelling: all of it but the last two letters.

    >>> sector_of("pe131ab")
    'PE13 1'
    """
    return normalise(postcode)[:-2]


def near(text: str, known: Callable[[str], bool], limit: int = 5) -> tuple[str, ...]:
    """
    Return up to ``limit`` known postcodes that ``text`` may have been meant to be.

    Letters and digits that look alike (O and 0, I and 1, S and 5) come first, then two signs
    swapped, then one sign wrong, left out or too many. ``known`` says whether a postcode in the
    one spelling exists.
    """
    typed = _squeezed(text)
    if len(typed) > _TYPED_AT_MOST:
        return ()
    found: dict[str, None] = {}
    for candidate in _variants(typed):
        match = _POSTCODE.fullmatch(candidate)
        if match is None or candidate == typed:
            continue
        postcode = f"{match[1]} {match[2]}"
        if postcode not in found and known(postcode):
            found[postcode] = None
            if len(found) == limit:
                break
    return tuple(found)


def _squeezed(text: str) -> str:
    return _BETWEEN.sub("", str(text)).upper()


def _variants(typed: str) -> Iterator[str]:
    """Give every string one slip away from what was typed, the likeliest slips first."""
    yield from _looking_alike(typed)
    places = range(len(typed))
    for i in places[:-1]:
        yield typed[:i] + typed[i + 1] + typed[i] + typed[i + 2 :]
    for i in reversed(places):
        for sign in _ALPHABET:
            yield typed[:i] + sign + typed[i + 1 :]
    for i in reversed(places):
        yield typed[:i] + typed[i + 1 :]
    for i in range(len(typed), -1, -1):
        for sign in _ALPHABET:
            yield typed[:i] + sign + typed[i:]


def _looking_alike(typed: str) -> Iterator[str]:
    """Give what was typed with any of its signs read as one that looks like it."""
    readings = [""]
    for sign in typed:
        readings = [start + one for start in readings for one in sign + _MISTAKEN.get(sign, "")]
    yield from readings
