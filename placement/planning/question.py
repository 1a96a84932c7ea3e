"""
One quarter's planning question in the ranking's own units: who, where, and what stands in the way.

A ``Spot`` is what a person can be given: an LHA, or one real home in it where vacancies are known.
A ``Person`` holds, for every spot, the keys of whatever closes it to them; no keys means that they
may be placed there. Nothing here knows a solver.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.results import Finding


MERITS_FIRST, WAITING = "merits first", "waiting"  # keys of what closes a spot


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """An LHA, or a home in it: ``home`` and ``area`` (a postcode sector) are empty if unknown."""

    lha: str
    home: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """
    One case as the plan needs it; mappings are by LHA, or by spot where they say so.

    Attributes
    ----------
    merit
        ``wa*a + wb*b``, in units.
    units
        The ranking's exact units at today's counts, own spread included.
    liking
        How far an LHA is preferred: more is liked better, 0 is not preferred.
    ties
        What breaks an exact tie after everything else: less comes first.
    own_best
        Their own best open LHA at today's counts; None where none is open.
    closed
        By spot: the keys of what closes it. ``findings`` says what each key stands for.
    doubts
        By spot: what has to be confirmed before the home is offered.
    areas
        By LHA: the areas in which they may live, for those who must be kept apart from others.
    fixed
        ``origin`` where the case starts there, ``panel`` where people have fixed it, else empty.
    """

    reference: str
    merit: Mapping[str, int]
    units: Mapping[str, int]
    closed: Mapping[Spot, tuple[str, ...]]
    own_best: str | None = None
    liking: Mapping[str, int] = field(default_factory=dict)
    ties: Mapping[str, int] = field(default_factory=dict)
    findings: Mapping[str, Finding] = field(default_factory=dict)
    doubts: Mapping[Spot, tuple[str, ...]] = field(default_factory=dict)
    areas: Mapping[str, frozenset[str]] = field(default_factory=dict)
    fixed: str = ""

    def may(self, spot: Spot) -> bool:
        """Whether nothing closes a spot to this person."""
        return not self.closed[spot]

    @property
    def open_spots(self) -> tuple[Spot, ...]:
        """The spots that nothing closes to this person."""
        return tuple(spot for spot in self.closed if not self.closed[spot])

    def below(self, lha: str) -> int:
        """Return by how many units an LHA lies below the person's own best, at today's counts."""
        return 0 if self.own_best is None else self.units[self.own_best] - self.units[lha]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    Everything that a plan is checked and priced against.

    Attributes
    ----------
    costs
        By LHA: what the first, second, ... person of the plan there costs in units; never falling.
        Each one after the last costs as much as the last.
    apart
        Pairs of references, the lower first, that may not live in one area.
    previous
        An earlier plan, by reference: the spot given, None for nobody's.
    weight
        ``wa + wb + wc``: units to a point of the score.
    """

    people: tuple[Person, ...]
    spots: tuple[Spot, ...]
    costs: Mapping[str, tuple[int, ...]]
    apart: frozenset[tuple[str, str]] = frozenset()
    previous: Mapping[str, Spot | None] = field(default_factory=dict)
    weight: int = 3

    def __getitem__(self, reference: str) -> Person:
        """Return one person by their reference."""
        for person in self.people:
            if person.reference == reference:
                return person
        raise KeyError(reference)

    def cost(self, lha: str, nth: int) -> int:
        """Return what the ``nth`` person of the plan in an LHA costs, counted from 0."""
        table = self.costs[lha]
        return table[min(nth, len(table) - 1)]

    def kept_from(self, reference: str) -> frozenset[str]:
        """Return everybody of the plan whom a person must not live near."""
        return frozenset(
            other
            for pair in self.apart
            if reference in pair
            for other in pair
            if other != reference
        )


def merits_first(person: Person, units: float) -> Person:
    """
    Close to a person every LHA more than so many units below their own best, and no other.

    Whoever is fixed somewhere is placed there however far below it lies.
    """
    closed = {}
    for spot, keys in person.closed.items():
        others = tuple(key for key in keys if key != MERITS_FIRST)
        far = person.own_best is not None and not person.fixed and person.below(spot.lha) > units
        closed[spot] = (*others, MERITS_FIRST) if far else others
    return replace(person, closed=closed)


Plan = dict[str, Spot | None]  # by reference; None: nobody's, left out or waiting
