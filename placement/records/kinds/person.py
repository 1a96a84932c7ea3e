"""The person's own words, what they choose and agree to, and their request that it be looked at."""

# ruff: noqa: RUF009 - the call declares the field

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from placement.records.kinds import words
from placement.records.kinds.reading import Clash, Record, clash, needed, optional
from placement.records.kinds.values import DAY, ID, LHA, LONG_TEXT, TEXT, one_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Voice(Record):
    """
    The person's own words, their choice of LHA, and the consents of the duty to refer.

    The duty to refer (Housing Act 1996 s.213B) has three conditions: consent to be referred, the
    person's own choice of LHA, consent to their contact details being passed on. A MAPPA referral
    under protocol 6 is another thing and needs none of them.
    """

    called: ClassVar[str] = "What the person said"

    on: date = needed(DAY)
    heard_by: str = needed(TEXT)
    interpreter: str | None = optional(TEXT)
    own_words: str | None = optional(LONG_TEXT)
    chosen_lha: str | None = optional(LHA)
    consent_to_refer: str = needed(one_of(words.CONSENT))
    consent_to_contact: str = needed(one_of(words.CONSENT))
    duty_referred_on: date | None = optional(DAY)

    @property
    def duty_to_refer_met(self) -> bool:
        """Whether all three conditions of the duty to refer hold."""
        return (
            self.consent_to_refer == "given"
            and self.consent_to_contact == "given"
            and self.chosen_lha is not None
        )

    def check(self) -> Iterator[Clash]:
        """See that nobody is referred under the duty without the three conditions."""
        if self.duty_referred_on and not self.duty_to_refer_met:
            yield clash(
                "is given, and the duty to refer needs consent to refer, the LHA that the person "
                "chose and consent to pass on their contact details. A referral under protocol 6 "
                "is recorded as a referral.",
                "duty_referred_on",
                "consent_to_refer",
                "consent_to_contact",
                "chosen_lha",
            )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ReviewRequest(Record):
    """The person asks that a decision be looked at again; a homelessness review is the LHA's."""

    called: ClassVar[str] = "The request for review"

    decision: str = needed(ID, link="decision")
    on: date = needed(DAY)
    asked_by: str = needed(one_of(("person", "representative", "family_or_friend", "agency")))
    text: str = needed(LONG_TEXT)
    answer_due: date | None = optional(DAY)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ReviewAnswer(Record):
    """The answer to a request for review."""

    called: ClassVar[str] = "The answer"

    request: str = needed(ID, link="review_request")
    on: date = needed(DAY)
    outcome: str = needed(one_of(("upheld", "changed", "not_ours")))
    told_on: date | None = optional(DAY)
    text: str = needed(LONG_TEXT)
