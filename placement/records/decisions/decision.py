"""
What a meeting decided about one case, as it was recorded.

People type the fields of ``TYPED``; the others are worked out from what was frozen and are never
typed. A field left out is not known. What ``standing`` says is decided by ``judge`` and ``review``,
and a draft keeps everything that was typed beside what is missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from placement.cases.kinds import Kind
from placement.records.decisions import words
from placement.records.kinds.meetings import Attendance
from placement.records.kinds.reading import Clash, Record, clash, many, needed, optional, parts
from placement.records.kinds.values import (
    AGENCY,
    CLAUSE,
    DAY,
    FLAG,
    ID,
    LHA,
    LONG_TEXT,
    TEXT,
    number,
    one_of,
    whole,
)
from placement.records.kinds.words import YES_NO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_MOST = 1_000_000
_UNITS = whole(-_MOST, _MOST)
_EDITION: Kind[str] = Kind(
    "an edition or a digest",
    lambda v: v if isinstance(v, str) and re.fullmatch(r"[A-Za-z0-9 .,()_+:-]{1,200}", v) else None,
    "",
)
_CODE = one_of(("origin", "clear", "close", "none", "not_enough_information"))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Reason(Record):
    """One reason: its code, the clause that it rests on, and why, in words."""

    code: str = needed(one_of(tuple(words.REASONS)))
    clause: str | None = optional(CLAUSE)
    text: str | None = optional(LONG_TEXT)

    def check(self) -> Iterator[Clash]:
        """See that the clause is the code's own, where one is given."""
        own = words.REASONS.get(self.code)
        if self.clause and self.code != "other" and self.clause != own:
            yield clash(f"is not the clause of {self.code}, which is {own}.", "clause", "code")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Rejected(Record):
    """One LHA that was not chosen, and why."""

    lha: str = needed(LHA)
    code: str = needed(one_of(tuple(words.REJECTED)))
    text: str | None = optional(LONG_TEXT)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Dissenting(Record):
    """An agency that did not agree, in its own words."""

    agency: str = needed(AGENCY)
    text: str = needed(LONG_TEXT)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Considered(Record):
    """One LHA as the ranking had it: codes and numbers, and no person."""

    lha: str = needed(LHA)
    status: str = needed(one_of(("open", "refer", "excluded")))
    rank: int | None = optional(whole(1, 1000))
    units: int = needed(_UNITS)
    connection: int = needed(_UNITS)
    management: int = needed(_UNITS)
    spread: int = needed(_UNITS)
    first_share: float | None = optional(number(0, 1))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Moved(Record):
    """A weight that stood away from the agreed one, in whole units."""

    weight: str = needed(one_of(("connection", "management", "spread")))
    by: int = needed(_UNITS)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Missing(Record):
    """One thing that a draft lacks: its code, for counting, and what to do, in words."""

    code: str = needed(AGENCY)
    text: str = needed(TEXT)


TYPED: Final = (
    *("on", "meeting", "outcome", "lha", "let", "reasons", "departure_code", "departure"),
    *("rejected", "dissent", "diversity_discussed", "diversity", "attendance", "rests_on"),
    "next_review",
)
PLAIN: Final = frozenset(
    {
        *("on", "meeting", "outcome", "lha", "let", "departure_code", "diversity_discussed"),
        *("next_review", "standing", "departs", "recommended", "recommended_lhas", "considered"),
        *("weights_moved", "reason_codes", "missing_codes", "case_version", "protected_version"),
        *("frozen", "frozen_id", "parameters", "geodata", "engine", "superseded_by"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Decision(Record):
    """One decision; see the module for which of its fields people type."""

    called: ClassVar[str] = "The decision"

    on: date = needed(DAY)  # noqa: RUF009 - it declares a field, as in `kinds`
    meeting: str | None = optional(ID, link="meeting")
    outcome: str | None = optional(one_of(words.OUTCOMES))
    lha: str | None = optional(LHA)
    let: str | None = optional(one_of(words.LET))
    reasons: tuple[Reason, ...] | None = parts(Reason)
    departure_code: str | None = optional(one_of(tuple(words.REASONS)))
    departure: str | None = optional(LONG_TEXT)
    rejected: tuple[Rejected, ...] | None = parts(Rejected)
    dissent: tuple[Dissenting, ...] | None = parts(Dissenting)
    diversity_discussed: str | None = optional(one_of(YES_NO))
    diversity: str | None = optional(LONG_TEXT)
    attendance: tuple[Attendance, ...] | None = parts(Attendance)
    rests_on: tuple[str, ...] | None = many(TEXT)
    next_review: date | None = optional(DAY)  # noqa: RUF009 - the same

    standing: str | None = optional(one_of(words.STANDINGS))
    missing: tuple[Missing, ...] | None = parts(Missing)
    missing_codes: tuple[str, ...] | None = many(AGENCY)
    reason_codes: tuple[str, ...] | None = many(one_of(tuple(words.REASONS)))
    departs: bool | None = optional(FLAG)
    recommended: str | None = optional(_CODE)
    recommended_lhas: tuple[str, ...] | None = many(LHA)
    considered: tuple[Considered, ...] | None = parts(Considered)
    weights_moved: tuple[Moved, ...] | None = parts(Moved)
    case_version: int | None = optional(whole(1, _MOST))
    protected_version: int | None = optional(whole(0, _MOST))
    frozen: str | None = optional(_EDITION)
    frozen_id: str | None = optional(ID, link="frozen")
    parameters: str | None = optional(_EDITION)
    geodata: str | None = optional(_EDITION)
    engine: str | None = optional(_EDITION)
    superseded_by: str | None = optional(ID, link="media_event")
    review_because: tuple[str, ...] | None = many(TEXT)

    def check(self) -> Iterator[Clash]:
        """See that what was typed does not contradict itself; what is missing is no problem."""
        if self.lha and self.outcome in ("none", "deferred"):
            yield clash(
                f"is given, and the outcome is {self.outcome!r}: leave the LHA out, or write "
                "outcome = 'lha'.",
                "lha",
                "outcome",
            )
        lhas = [each.lha for each in self.rejected or ()]
        if len(set(lhas)) < len(lhas):
            yield clash("an LHA is there twice. Give one reason for each.", "rejected")
        if self.lha and self.lha in lhas:
            yield clash(f"{self.lha} is chosen and rejected. Correct one.", "rejected", "lha")
        if self.let and self.outcome in ("none", "deferred"):
            yield clash("is given, and no LHA was chosen. Leave it out.", "let", "outcome")
        if self.next_review and self.next_review <= self.on:
            yield clash("comes after the day of the decision.", "next_review", "on")
        if self.diversity and self.diversity_discussed == "no":
            yield clash(
                "says what was discussed, and `diversity_discussed` says no. Correct one.",
                "diversity",
                "diversity_discussed",
            )
        agencies = [each.agency for each in self.attendance or () if each.person is None]
        if len(set(agencies)) < len(agencies):
            yield clash("an agency is there twice and nobody is named. Keep one.", "attendance")

    @property
    def is_final(self) -> bool:
        """Whether a referral or an annex may be made from it."""
        return self.standing == "final"
