"""
What figures that are not counts say of the counts behind them: rates, shares, labels, rounding.

A rate per 100,000 with its denominator published is the count itself, to within rounding; a share
ties a part to its whole; a label such as "improbably many" bounds the count. Each is put into
lines exactly, so that it can be shown where it gives nothing away and hidden where it does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Protocol

from placement.monitoring.control.cells import Statement, says

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from placement.monitoring.control.cells import Key


class Meaning(Protocol):
    """What one figure of a row says; ``value`` as shown, ``row`` the other cells."""

    def statements(
        self, value: object, row: Mapping[str, object], key: Callable[[str, tuple[str, ...]], Key]
    ) -> tuple[Statement, ...]:
        """Return the lines; ``key(column, over)`` names a count, summed over some dimensions."""
        ...

    def as_shown(self, value: object) -> object:
        """Return the figure no finer than ``statements`` takes it to be."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """``count`` per ``per`` of the column ``denominator``, rounded to ``decimals``."""

    count: str
    denominator: str
    per: int
    decimals: int

    def as_shown(self, value: object) -> object:
        """Return the rate rounded."""
        return round(float(str(value)), self.decimals)

    def statements(
        self, value: object, row: Mapping[str, object], key: Callable[[str, tuple[str, ...]], Key]
    ) -> tuple[Statement, ...]:
        """
        Return the range of counts whose rate is written so.

        >>> from placement.monitoring.control.cells import Key
        >>> rate = Rate(count="n", denominator="residents", per=100_000, decimals=1)
        >>> (line,) = rate.statements(4.0, {"residents": 50_000}, lambda c, over: Key(c))
        >>> line.lower, line.upper
        (2, 2)
        """
        half = Fraction(1, 2 * 10**self.decimals)
        shown = Fraction(str(round(float(str(value)), self.decimals)))
        residents = Fraction(str(row[self.denominator]))
        low = ceil((shown - half) * residents / self.per)
        high = floor((shown + half) * residents / self.per)
        return (says(key(self.count, ()), max(low, 0), high, "a rate"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """``count`` as a share (0 to 1) of the same count summed over the keys ``over``.

    ``decimals`` are those of the percentage that is shown.
    """

    count: str
    over: tuple[str, ...]
    decimals: int

    def as_shown(self, value: object) -> object:
        """Return the share rounded to the percentage's decimals."""
        return round(float(str(value)), self.decimals + 2)

    def statements(
        self, value: object, row: Mapping[str, object], key: Callable[[str, tuple[str, ...]], Key]
    ) -> tuple[Statement, ...]:
        """Return the two lines between part and whole that the percentage says."""
        scale = 2 * 100 * 10**self.decimals
        units = round(float(str(value)) * 100 * 10**self.decimals)
        part, whole = key(self.count, ()), key(self.count, self.over)
        return (
            Statement(
                terms=((part, scale), (whole, -(2 * units - 1))), lower=0, upper=None, why="a share"
            ),
            Statement(
                terms=((part, scale), (whole, -(2 * units + 1))), lower=None, upper=0, why="a share"
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """
    Words that say something of ``count``: ``bounds(label, row)`` gives the range they allow.

    ``coarse`` gives, for some labels, one that says less, where the finer ones would say too much.
    """

    count: str
    bounds: Callable[[str, Mapping[str, object]], tuple[int | None, int | None]]
    coarse: Mapping[str, str] = field(default_factory=dict)

    def as_shown(self, value: object) -> object:
        """Return the label."""
        return value

    def statements(
        self, value: object, row: Mapping[str, object], key: Callable[[str, tuple[str, ...]], Key]
    ) -> tuple[Statement, ...]:
        """Return the range of counts that have this label."""
        low, high = self.bounds(str(value), row)
        return (says(key(self.count, ()), low, high, "a label"),)


def rounded(count: int, base: int) -> int:
    """
    Return the nearest multiple of the base, halves up.

    >>> rounded(7, 5), rounded(8, 5), rounded(5, 10), rounded(7, 1)
    (5, 10, 10, 7)
    """
    return count if base <= 1 else (2 * count + base) // (2 * base) * base


def range_of(shown: int, base: int) -> tuple[int, int]:
    """
    Return the counts that are rounded to what is shown.

    >>> range_of(5, 5), range_of(10, 10), range_of(7, 1)
    ((3, 7), (5, 14), (7, 7))
    """
    if base <= 1:
        return shown, shown
    return max(0, shown - base // 2), shown + (base - 1) // 2
