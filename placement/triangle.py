"""
Where in the triangle of weights each LHA is first: exact polygons.

Units are linear in the weights, so an LHA leads on a convex polygon: the triangle cut by one line
for each rival. Corners are the weightings (1, 0, 0), (0, 1, 0) and (0, 0, 1) of connection,
management and spread; everything is in fractions, so a shared border is the same border.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Weighting = tuple[Fraction, Fraction, Fraction]
CORNERS: tuple[Weighting, ...] = (
    (Fraction(1), Fraction(0), Fraction(0)),
    (Fraction(0), Fraction(1), Fraction(0)),
    (Fraction(0), Fraction(0), Fraction(1)),
)


def regions(points: Mapping[str, Sequence[int]]) -> dict[str, tuple[Weighting, ...]]:
    """
    Return, for each LHA, the corners of the polygon of weightings in which nobody is ahead of it.

    ``points`` are the three considerations' points. An LHA that leads nowhere has no corners.
    """
    found = {}
    for lha, own in points.items():
        polygon: tuple[Weighting, ...] = CORNERS
        for rival, theirs in points.items():
            if rival != lha:
                polygon = _cut(polygon, [a - b for a, b in zip(own, theirs, strict=True)])
        found[lha] = polygon
    return found


def _cut(polygon: tuple[Weighting, ...], lead: Sequence[int]) -> tuple[Weighting, ...]:
    """Keep the part of a polygon in which a lead is not negative."""
    kept: list[Weighting] = []
    for here, after in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        one, two = _dot(here, lead), _dot(after, lead)
        if one >= 0:
            kept.append(here)
        if (one > 0 > two) or (one < 0 < two):
            part = one / (one - two)
            kept.append(
                (
                    here[0] + part * (after[0] - here[0]),
                    here[1] + part * (after[1] - here[1]),
                    here[2] + part * (after[2] - here[2]),
                )
            )
    return tuple(dict.fromkeys(kept))


def area(polygon: tuple[Weighting, ...]) -> Fraction:
    """
    Return a polygon's share of the whole triangle.

    >>> area(CORNERS)
    Fraction(1, 1)
    """
    total = Fraction(0)
    for here, after in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        total += here[0] * after[1] - after[0] * here[1]
    return abs(total)


def nearest_whole_weights(
    points: Mapping[str, Sequence[int]], lha: str, agreed: Sequence[int], largest: int = 10
) -> tuple[int, int, int] | None:
    """
    Return small whole weights under which an LHA leads alone, as near the agreed ones as can be.

    None where it leads alone under no weights up to ``largest``.
    """
    total = sum(agreed)
    target = [Fraction(weight, total) for weight in agreed]
    best: tuple[Fraction, int, tuple[int, int, int]] | None = None
    for a in range(largest + 1):
        for b in range(largest + 1):
            for c in range(largest + 1):
                if a + b + c == 0 or not _leads(points, lha, (a, b, c)):
                    continue
                size = a + b + c
                weights = (Fraction(a, size), Fraction(b, size), Fraction(c, size))
                far = sum((abs(w - t) for w, t in zip(weights, target, strict=True)), Fraction(0))
                if best is None or (far, size, (a, b, c)) < best:
                    best = (far, size, (a, b, c))
    return None if best is None else best[2]


def _leads(points: Mapping[str, Sequence[int]], lha: str, weights: tuple[int, int, int]) -> bool:
    own = _dot_int(points[lha], weights)
    return all(_dot_int(theirs, weights) < own for rival, theirs in points.items() if rival != lha)


def _dot(weighting: Weighting, lead: Sequence[int]) -> Fraction:
    return sum((w * d for w, d in zip(weighting, lead, strict=True)), Fraction(0))


def _dot_int(points: Sequence[int], weights: Sequence[int]) -> int:
    return sum(w * p for w, p in zip(weights, points, strict=True))
