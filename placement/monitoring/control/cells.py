"""
What disclosure control reckons with: cells that count people, and statements about them.

A **cell** is a number of people, named by what is counted and of whom: ``Key("people", lha=...,
level=...)``. A dimension that is left out is summed over, so that a margin of one table and a cell
of another are the same cell if they say the same, and tables are linked by that alone.

A **statement** is one linear line about cells: ``lower <= sum of coefficient x cell <= upper``, in
whole numbers. Margins, overlapping geographies, published figures (rounded or not), rates, labels,
known zeros and earlier releases are all statements, and nothing else is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, order=True)
class Key:
    """
    The name of a cell: what is counted, and of whom, as sorted (dimension, value) pairs.

    Examples
    --------
    >>> str(Key.of("people", lha="E07000008", level=2))
    'people|level=2|lha=E07000008'
    """

    measure: str
    at: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, measure: str, **at: object) -> Key:
        """Return the key of a cell from its dimensions by name."""
        return cls(measure, tuple(sorted((name, str(value)) for name, value in at.items())))

    @classmethod
    def read(cls, text: str) -> Key:
        """Return the key that ``str`` wrote."""
        measure, *pairs = text.split("|")
        return cls(measure, tuple((p.partition("=")[0], p.partition("=")[2]) for p in pairs))

    @cached_property
    def _hash(self) -> int:
        return hash((self.measure, self.at))

    def __hash__(self) -> int:
        return self._hash

    def __str__(self) -> str:
        return "|".join([self.measure, *(f"{name}={value}" for name, value in self.at)])

    def get(self, dimension: str) -> str | None:
        """Return the value of a dimension; None where the cell is summed over it."""
        return next((value for name, value in self.at if name == dimension), None)

    def without(self, *dimensions: str) -> Key:
        """Return the cell that is summed over some dimensions."""
        return Key(self.measure, tuple(pair for pair in self.at if pair[0] not in dimensions))

    def also(self, **at: object) -> Key:
        """Return the part of the cell with more dimensions given."""
        return Key.of(self.measure, **{**dict(self.at), **at})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """
    One line that a reader knows: ``lower <= sum of coefficient x cell <= upper``.

    ``lower`` or ``upper`` is None where there is no such end. ``why`` says in a few words where the
    reader has it from.
    """

    terms: tuple[tuple[Key, int], ...]
    lower: int | None
    upper: int | None
    why: str = ""

    def holds(self, counts: Mapping[Key, int]) -> bool:
        """Whether the line is true of these counts; they must hold every cell of it."""
        value = sum(coefficient * counts[key] for key, coefficient in self.terms)
        return (self.lower is None or value >= self.lower) and (
            self.upper is None or value <= self.upper
        )


def says(key: Key, lower: int | None, upper: int | None, why: str = "") -> Statement:
    """Return the statement that a cell lies in a range."""
    return Statement(terms=((key, 1),), lower=lower, upper=upper, why=why)


def adds_up(total: Key, parts: Iterable[Key], why: str = "a total") -> Statement:
    """Return the statement that a cell is the sum of others."""
    terms = ((total, 1), *((part, -1) for part in parts))
    return Statement(terms=terms, lower=0, upper=0, why=why)


def at_most(total: Key, parts: Iterable[Key], why: str = "parts of a total") -> Statement:
    """Return the statement that cells which do not overlap are part of another."""
    terms = ((total, 1), *((part, -1) for part in parts))
    return Statement(terms=terms, lower=0, upper=None, why=why)


@dataclass(frozen=True, kw_only=True)
class World:
    """
    Every cell that anybody could reckon with, and what everybody knows of them.

    ``counts`` are the true numbers, as held by those who release; None where they are not known
    even there (a cell hidden years ago). ``known`` is what any reader may take for granted:
    structure, known zeros and caps, all earlier releases. ``signed`` are cells that may be
    negative, such as a change; every other is 0 or more.
    """

    counts: Mapping[Key, int | None]
    known: tuple[Statement, ...] = ()
    signed: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """
    Somebody who reads a release, and what they have beforehand that not everybody has.

    ``knows`` are cells that they know exactly, ``also`` lines that only they were told.
    """

    name: str
    knows: frozenset[Key] = frozenset()
    also: tuple[Statement, ...] = ()


ANYBODY = Reader(name="anybody")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """
    A cell to be protected: what a reader must still hold possible of it.

    Either a range that must be covered (``low`` to ``high``), or, where its true number is not
    known to us, a ``width`` of the range. ``only_if`` names an offer: the target holds only where
    that offer is hidden.
    """

    key: Key
    low: int | None = None
    high: int | None = None
    width: int | None = None
    only_if: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """
    One thing that might be published: what it would say, and what hiding it would cost.

    ``key`` is the cell that it shows, where it shows a single one; ``barred`` ones are never shown.
    """

    statements: tuple[Statement, ...]
    weight: int = 1
    key: Key | None = None
    barred: bool = False
