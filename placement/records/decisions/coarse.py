"""
Measurements no finer than the sentences that were said of them, and text without places.

With the radius known, six exact shares are enough to find the middle of a circle, and six exact
journeys to find a home. A frozen share or journey is therefore kept to the whole percent or minute
that its sentence gives, on the same side of every number that a rule compares it with: the rules
read the same from it, and nobody reads more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WITHHELD = "[a place or distance, not kept]"
_STEP = 0.001
_OUTWARD = r"[A-Z]{1,2}[0-9][0-9A-Z]?"
_PLACE = re.compile(rf"\b{_OUTWARD}(?:\s*[0-9][A-Z]{{2}}|\s+[0-9])\b", re.IGNORECASE)
_DISTANCE = re.compile(
    r"\b[0-9][0-9,.]*\s*-?\s*(?:m|metres?|meters?|km|kilomet(?:re|er)s?|miles?|yards?|feet|ft)\b",
    re.IGNORECASE,
)


def share_as_said(share: float, limits: Iterable[float]) -> float:
    """
    Return a share as its whole percent, kept on its side of nothing, all and each limit.

    A rule asks whether a share is at least a limit.

    >>> share_as_said(0.97351, [0.25]), share_as_said(0.2496, [0.25]), share_as_said(0.0004, [])
    (0.97, 0.249, 0.001)
    """
    if share in (0.0, 1.0):
        return share
    edges = [0.0, *limits, 1.0]
    low = max(edge for edge in edges if edge <= share)
    high = min(edge for edge in edges if edge > share)
    said = f"{share:.0%}"
    for one in (float(said.rstrip("%")) / 100, low, low + _STEP, high - _STEP):
        if 0.0 < one < 1.0 and low <= one < high and f"{one:.0%}" == said:
            return round(one, 6)
    return share


def minutes_as_said(minutes: float, limits: Iterable[float]) -> float:
    """
    Return a journey in whole minutes, kept on its side of each limit.

    A rule asks whether a journey takes at most a limit.

    >>> minutes_as_said(29.6, [30]), minutes_as_said(30.2, [30]), minutes_as_said(44.4, [30])
    (30.0, 30.001, 44.0)
    """
    limits = tuple(limits)
    low = max((limit for limit in limits if limit < minutes), default=-1.0)
    high = min((limit for limit in limits if limit >= minutes), default=float("inf"))
    said = f"{minutes:.0f}"
    for one in (float(said), low + _STEP, float(high)):
        if low < one <= high and f"{one:.0f}" == said:
            return round(one, 6)
    return minutes


def without_places(text: str) -> str:
    """
    Return text without postcodes, sectors and distances.

    >>> without_places("not within 500 m of PE13 2AA")
    'not within [a place or distance, not kept] of [a place or distance, not kept]'
    """
    return _DISTANCE.sub(WITHHELD, _PLACE.sub(WITHHELD, text))
