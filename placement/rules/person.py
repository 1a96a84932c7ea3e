"""
Whose local connection is read, for which LHA and day, and how readings are put in order.

A test as a whole is the strongest of its grounds, in the order met, borderline, for the LHA to
decide, for the LHA to consider, unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from placement.results import Connection, Outcome
from placement.rules.base import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from placement.cases.model import Address, Employment, Place, Relative, SpecialCircumstance
    from placement.facts import CaseFacts
    from placement.profile_model import LHA

STRENGTH = (
    Connection.MET,
    Connection.BORDERLINE,
    Connection.LHA_TO_DECIDE,
    Connection.LHA_TO_CONSIDER,
    Connection.UNKNOWN,
    Connection.NOT_MET,
)


@dataclass(frozen=True, slots=True)
class Person:
    """The applicant or a member of the household, one LHA and one day: what a ground reads."""

    measured: CaseFacts
    lha: LHA
    day: date
    history: tuple[Address, ...] | None
    employment: tuple[Employment, ...] | None
    family: tuple[Relative, ...] | None
    special: tuple[SpecialCircumstance, ...] | None

    def __contains__(self, name: str) -> bool:
        return False

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        raise KeyError(name)

    def here(self, place: Place | None) -> bool | None:
        """Whether a place stands in this LHA; None where it is not known."""
        return self.measured.stands_in(place, self.lha.code)


def ground_of(outcome: Connection, sentence: str, *, unsettled: bool = False) -> Verdict:
    """Return a ground's verdict; ``unsettled`` where something missing could make it stronger."""
    plain = {Connection.MET: Outcome.MET, Connection.UNKNOWN: Outcome.UNKNOWN}
    return Verdict(
        outcome=plain.get(outcome, Outcome.NOT_MET),
        sentence=sentence,
        ground=outcome,
        fact="part of the ground" if unsettled else None,
    )


def unsettled_of(found: list[tuple[Connection, str]]) -> bool:
    """Whether one of some readings is not known: a weaker one may be shown in its place."""
    return any(outcome is Connection.UNKNOWN for outcome, _ in found)


def strongest(outcomes: Iterable[Connection]) -> Connection:
    """
    Return the strongest of some grounds; where none helps, it is for the LHA to consider.

    >>> strongest([Connection.NOT_MET, Connection.BORDERLINE, Connection.UNKNOWN]).value
    'borderline'
    >>> strongest([Connection.NOT_MET]).value
    'lha_to_consider'
    """
    best = min(outcomes, key=STRENGTH.index, default=Connection.NOT_MET)
    return Connection.LHA_TO_CONSIDER if best is Connection.NOT_MET else best


def best_of(found: list[tuple[Connection, str]], otherwise: str) -> tuple[Connection, str]:
    """Return the strongest of some readings with its sentence; a sentence where none helps."""
    if not found:
        return Connection.NOT_MET, otherwise
    outcome, sentence = min(found, key=lambda one: (STRENGTH.index(one[0]), not one[1], one[1]))
    return outcome, sentence or otherwise


def applicant(measured: CaseFacts, lha: LHA, day: date) -> Person:
    """Return the person of the case as a local-connection test reads them."""
    case = measured.case
    return Person(
        measured, lha, day, case.history, case.employment, case.family, case.special_circumstances
    )


def household(measured: CaseFacts, lha: LHA, day: date) -> list[tuple[str, Person]]:
    """Return each member of the household, by reference; what is not recorded stays unknown."""
    return [
        (
            member.reference,
            Person(measured, lha, day, member.history, member.employment, member.family, ()),
        )
        for member in sorted(measured.case.household or (), key=lambda one: one.reference)
    ]
