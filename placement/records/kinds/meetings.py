"""Meetings, what a housing authority said at them, media interest, and the yearly review."""

# ruff: noqa: RUF009 - the call declares the field

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from placement.records.kinds import words
from placement.records.kinds.reading import Clash, Record, clash, many, needed, optional, parts
from placement.records.kinds.values import (
    AGENCY,
    CLAUSE,
    DAY,
    FLAG,
    ID,
    LHA,
    LONG_TEXT,
    STAFF,
    TEXT,
    one_of,
    whole,
)
from placement.rules.contributions import AVAILABILITY, EXCLUSION, SpocWord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Attendance(Record):
    """One agency at a meeting, and who came for it."""

    agency: str = needed(AGENCY)
    person: str | None = optional(STAFF)
    attended: bool = needed(FLAG)
    sent_a_report: bool | None = optional(FLAG)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Meeting(Record):
    """A level 2 or 3 meeting about one case: its day, who came, and what it settled."""

    called: ClassVar[str] = "The meeting"

    on: date = needed(DAY)
    level: int = needed(whole(2, 3))
    attendance: tuple[Attendance, ...] | None = parts(Attendance)
    lead_agency: str | None = optional(AGENCY)
    diversity_discussed: str | None = optional(one_of(words.YES_NO))
    letters_to: str | None = optional(TEXT)
    letters_agency: str | None = optional(AGENCY)
    let: str | None = optional(one_of(words.LET))
    let_lha: str | None = optional(LHA)
    next_on: date | None = optional(DAY)
    note: str | None = optional(LONG_TEXT)

    def check(self) -> Iterator[Clash]:
        """See that each agency is there once, and what was settled is whole."""
        agencies = [each.agency for each in self.attendance or () if each.person is None]
        if len(set(agencies)) < len(agencies):
            yield clash("an agency is there twice and nobody is named. Keep one.", "attendance")
        people = [each.person for each in self.attendance or () if each.person is not None]
        if len(set(people)) < len(people):
            yield clash("a person is there twice. Keep one entry each.", "attendance")
        if self.letters_to and not self.letters_agency:
            yield clash(
                "is missing: say the agency of the person who gets copies of letters (11).",
                "letters_agency",
                "letters_to",
            )
        if self.let and not self.let_lha:
            yield clash("is missing: say in which LHA (9).", "let_lha", "let")
        if self.next_on and self.next_on <= self.on:
            yield clash("comes after the day of this meeting.", "next_on", "on")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Contribution(Record):
    """
    What an LHA's SPOC brings to the meeting, under the seven heads of protocol 6.

    ``nothing_suitable`` or an exclusion makes that LHA `refer`: it closes nothing by itself, and
    ``ask`` is the office to ask. Informal knowledge stands apart from what is known.
    """

    called: ClassVar[str] = "The contribution"

    lha: str = needed(LHA)
    on: date = needed(DAY)
    accommodation: str | None = optional(LONG_TEXT)
    availability: str = needed(one_of(AVAILABILITY))
    housing_options: str | None = optional(LONG_TEXT)
    places: str | None = optional(LONG_TEXT)
    informal: str | None = optional(LONG_TEXT)
    informal_from: str | None = optional(TEXT)
    law: str | None = optional(LONG_TEXT)
    behaviour_and_arrears: str | None = optional(LONG_TEXT)
    exclusions: str | None = optional(LONG_TEXT)
    exclusion: str = needed(one_of(EXCLUSION))
    ask: str | None = optional(ID, link="office")
    holds_until: date | None = optional(DAY)

    def check(self) -> Iterator[Clash]:
        """See that informal knowledge is attributed, and that a closed door has somebody at it."""
        if self.informal and not self.informal_from:
            yield clash(
                "is missing: informal knowledge is marked as such, with whose it is (6).",
                "informal_from",
                "informal",
            )
        if self.exclusion == "excluded" and not self.exclusions:
            yield clash("is missing: say what the exclusion is (6).", "exclusions", "exclusion")
        if (self.availability == "nothing_suitable" or self.exclusion == "excluded") and (
            not self.ask
        ):
            yield clash("is missing: name the office to ask about it.", "ask", "availability")
        if self.holds_until and self.holds_until <= self.on:
            yield clash("comes after the day it was said.", "holds_until", "on")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Holder(Record):
    """Somebody who holds a recommendation, and whether they have been told that it is old."""

    agency: str = needed(AGENCY)
    person: str | None = optional(STAFF)
    told_on: date | None = optional(DAY)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MediaEvent(Record):
    """Media interest, which may put a recommendation out of date; who held the old one (13)."""

    called: ClassVar[str] = "The media event"

    on: date = needed(DAY)
    interest: str = needed(one_of(words.MEDIA))
    manager_told_on: date | None = optional(DAY)
    police_told_on: date | None = optional(DAY)
    meeting: str | None = optional(ID, link="meeting")
    changes_recommendation: bool = needed(FLAG)
    supersedes: tuple[str, ...] | None = many(ID, link="decision")
    holders: tuple[Holder, ...] | None = parts(Holder)
    what: str = needed(LONG_TEXT)

    def check(self) -> Iterator[Clash]:
        """See that a change names the decisions it supersedes and who held them."""
        if self.changes_recommendation and not self.supersedes:
            yield clash(
                "is missing: name the decisions that this supersedes (13).",
                "supersedes",
                "changes_recommendation",
            )
        if self.changes_recommendation and not self.holders:
            yield clash(
                "is missing: list who holds the old recommendation, to be told (13).",
                "holders",
                "changes_recommendation",
            )
        if self.interest == "hostile" and not self.police_told_on:
            yield clash(
                "is missing: police are told at once of hostile interest (13).",
                "police_told_on",
                "interest",
            )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ProtocolReview(Record):
    """The Board's yearly review of the protocol, and of the rules and numbers that follow it."""

    called: ClassVar[str] = "The review"

    on: date = needed(DAY)
    outcome: str = needed(one_of(words.REVIEWED))
    signatories: tuple[str, ...] | None = many(AGENCY)
    clauses: tuple[str, ...] | None = many(CLAUSE)
    approval: str = needed(TEXT)
    note: str | None = optional(LONG_TEXT)

    def check(self) -> Iterator[Clash]:
        """See that an amendment names those who consented and what it changes."""
        if self.outcome == "amended" and not self.signatories:
            yield clash(
                "is missing: an amendment needs the consent of all signatories (14); list them.",
                "signatories",
                "outcome",
            )
        if self.outcome == "amended" and not self.clauses:
            yield clash("is missing: list the clauses amended.", "clauses", "outcome")


def heard_from(
    contributions: Iterable[Contribution], *, day: date, offices: Mapping[str, str]
) -> tuple[SpocWord, ...]:
    """
    Return what a ranking reads of the contributions that hold on a day: the latest of each LHA.

    Parameters
    ----------
    offices
        Whom to ask, in words for a sentence, by the id of the office; one that is not there is
        "the SPOC of" the LHA. Never a telephone number.
    """
    latest: dict[str, Contribution] = {}
    for each in sorted(contributions, key=lambda one: one.on):
        if each.on <= day:
            latest[each.lha] = each
    return tuple(
        SpocWord(
            lha=lha,
            availability=each.availability,
            exclusion=each.exclusion,
            ask=offices.get(each.ask) if each.ask else None,
        )
        for lha, each in sorted(latest.items())
        if each.holds_until is None or day < each.holds_until
    )
