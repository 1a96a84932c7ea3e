"""What leaves: disclosures, letters, requests for information (8, 11, 12)."""

# ruff: noqa: RUF009 - the call declares the field

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from placement.records.kinds import words
from placement.records.kinds.reading import Clash, Record, clash, needed, optional
from placement.records.kinds.values import (
    AGENCY,
    DAY,
    FLAG,
    ID,
    LHA,
    LONG_TEXT,
    STAFF,
    TEXT,
    one_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Disclosure(Record):
    """What was told to a provider or landlord, on which basis, and who authorised it (8, 11)."""

    called: ClassVar[str] = "The disclosure"

    lha: str = needed(LHA)
    on: date = needed(DAY)
    to_whom: str = needed(one_of(words.DISCLOSED_TO))
    name: str = needed(TEXT)
    what: str = needed(LONG_TEXT)
    basis: str = needed(one_of(words.BASIS))
    sharing_agreement: bool = needed(FLAG)
    authorised_by: str = needed(STAFF)
    from_agency: str = needed(AGENCY)
    told_how: str = needed(one_of(words.CHANNEL))

    def check(self) -> Iterator[Clash]:
        """See that an agreement that is the basis exists."""
        if self.basis == "information_sharing_agreement" and not self.sharing_agreement:
            yield clash(
                "rests on an agreement that is said not to exist. Correct one of them.",
                "basis",
                "sharing_agreement",
            )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Letter(Record):
    """A letter to the person, and its copy to whom the meeting named (11)."""

    called: ClassVar[str] = "The letter"

    lha: str = needed(LHA)
    on: date = needed(DAY)
    sender: str = needed(AGENCY)
    about: str = needed(TEXT)
    meeting: str = needed(ID, link="meeting")
    copied_to: str = needed(TEXT)
    copied_on: date = needed(DAY)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class InformationRequest(Record):
    """A freedom of information or data protection request, for the MAPPA Manager (12)."""

    called: ClassVar[str] = "The request"

    request: str = needed(one_of(words.REQUEST))
    received_on: date = needed(DAY)
    received_by: str = needed(AGENCY)
    state: str = needed(one_of(words.REQUEST_STATE))
    passed_on: date | None = optional(DAY)
    officer_consulted: bool | None = optional(FLAG)
    answer_due: date | None = optional(DAY)
    answered_on: date | None = optional(DAY)
    asked_by: str = needed(TEXT)
    what: str = needed(LONG_TEXT)
    answer: str | None = optional(LONG_TEXT)

    def check(self) -> Iterator[Clash]:
        """See that it went to the MAPPA Manager before anything was answered."""
        if self.state != "received" and not self.passed_on:
            yield clash(
                "is missing: say when it went to the MAPPA Manager (12).", "passed_on", "state"
            )
        if self.state in ("answered", "refused") and not (self.answered_on and self.answer):
            yield clash(
                "is missing: say when and what was answered.", "answered_on", "answer", "state"
            )
        if self.passed_on and self.passed_on < self.received_on:
            yield clash("comes before the day it was received.", "passed_on", "received_on")
