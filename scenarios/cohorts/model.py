"""
What a cohort is made of. Everything is frozen, and everybody in it is made up.

Protected characteristics stand beside a case and never in it: no rule reads them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from placement.cases.registers import SYNTHETIC as REFERENCES

if TYPE_CHECKING:
    from datetime import date

    from placement.cases import Case
    from placement.cases.registers import Placement

PREFIX = REFERENCES
SYNTHETIC = "Synthetic: this person does not exist. The postcodes are real; nothing else is."


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """
    One figure that a cohort rests on.

    ``status`` is ``published`` (of this area, in the source named), ``carried over`` (published
    of another area or of other people, and taken for these: that it holds is an assumption) or
    ``assumption`` (agreed by nobody).
    """

    name: str
    label: str
    status: str
    value: str
    source: str

    def as_data(self) -> dict[str, str]:
        """Return the mark as JSON has it."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristics:
    """
    Protected characteristics, for the equality tables alone.

    The columns of ``placement monitor --equality``: ``ethnicity`` is an 18+1 code, and what was
    not stated is ``not_stated`` or ``NS``, as a register would have it.
    """

    reference: str
    sex: str
    age: int
    ethnicity: str
    religion: str
    disability: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticPerson:
    """
    One made-up person.

    Parameters
    ----------
    reference
        The pseudonym, which begins with SYN.
    known_on
        The day on which the case becomes known: it is referred, and assessed first.
    case
        The case with both its files read, as the product's own reader gives it.
    tables, protected
        The tables of the two files; ``protected`` is None where nothing is.
    characteristics
        Held apart from the case.
    stay_days
        How long a placement of this person would last. No rule reads it; a simulation does.
    """

    reference: str
    known_on: date
    case: Case
    tables: dict[str, Any]
    protected: dict[str, Any] | None
    characteristics: Characteristics
    stay_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """
    The people who become known from ``start``, in the order in which they do.

    ``placements`` are those who live in the area at the start, as a register has them; how much
    longer each would stay is in ``standing_days``, in the same order, which no register knows.
    """

    profile: str
    seed: int
    start: date
    days: int
    people: tuple[SyntheticPerson, ...]
    placements: tuple[Placement, ...]
    standing_days: tuple[int, ...]
    marks: tuple[Mark, ...]
