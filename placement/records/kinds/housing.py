"""After the meeting: referral, interview, register, flag, bid or direct let, landlords (6 to 9)."""

# ruff: noqa: RUF009 - the call declares the field

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from placement.records.kinds import words
from placement.records.kinds.offences import names_an_offence
from placement.records.kinds.reading import Clash, Record, clash, needed, optional
from placement.records.kinds.values import DAY, FLAG, ID, LHA, LONG_TEXT, STAFF, TEXT, one_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

NAMES_AN_OFFENCE = (
    "says or hints at an offence, an order, a victim or a MAPPA level. Landlords read it: say only "
    "that more is to be asked before accepting (9)."
)
GIVEN = ("conditions", "risk_assessment", "housing_history", "property_interest")
_GIVEN = one_of(("given", "not_held", "withheld"))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Referral(Record):
    """
    One agency's referral to an LHA: to which office, when, how, and what was given (6).

    The four things that the SPOC is to be told: licence conditions, the risk assessment that shows
    why return will not do, housing history, interest in other property. What is withheld says why.
    """

    called: ClassVar[str] = "The referral"

    lha: str = needed(LHA)
    office: str = needed(ID, link="office")
    instead_of: str | None = optional(ID, link="office")
    on: date = needed(DAY)
    channel: str = needed(one_of(words.CHANNEL))
    conditions: str = needed(_GIVEN)
    risk_assessment: str = needed(_GIVEN)
    housing_history: str = needed(_GIVEN)
    property_interest: str = needed(_GIVEN)
    withheld_because: str | None = optional(TEXT)
    first_options: str | None = optional(TEXT)
    decision: str | None = optional(ID, link="decision")
    note: str | None = optional(LONG_TEXT)

    @property
    def not_given(self) -> tuple[str, ...]:
        """The things of the four that were not given."""
        return tuple(name for name in GIVEN if getattr(self, name) != "given")

    def check(self) -> Iterator[Clash]:
        """See that what was withheld says why, and that a deputy stands in for somebody else."""
        if any(getattr(self, name) == "withheld" for name in GIVEN) and not self.withheld_because:
            yield clash("is missing: say why it was withheld.", "withheld_because", *GIVEN)
        if self.instead_of == self.office:
            yield clash("is the office referred to. Leave it out.", "instead_of", "office")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Interview(Record):
    """The Housing Options interview that follows the meeting, face to face if possible (8)."""

    called: ClassVar[str] = "The interview"

    lha: str = needed(LHA)
    state: str = needed(one_of(words.INTERVIEW_STATE))
    on: date = needed(DAY)
    mode: str = needed(one_of(words.INTERVIEW_MODE))
    why_not_face_to_face: str | None = optional(TEXT)
    interpreter_needed: str = needed(one_of(words.YES_NO_UNKNOWN))
    interpreter: str | None = optional(TEXT)
    access_needs: str | None = optional(TEXT)
    options_discussed: str | None = optional(LONG_TEXT)

    def check(self) -> Iterator[Clash]:
        """See that an interview held says what was discussed, in a language understood."""
        if self.state != "held":
            return
        if not self.options_discussed:
            yield clash(
                "is missing: say which options were discussed (8).", "options_discussed", "state"
            )
        if self.interpreter_needed == "yes" and not self.interpreter:
            yield clash(
                "is missing: an interpreter was needed; say who or which service.",
                "interpreter",
                "interpreter_needed",
            )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RegisterApplication(Record):
    """An application to the housing register and its band; the LHA's to take and to decide (9)."""

    called: ClassVar[str] = "The register application"

    lha: str = needed(LHA)
    choice: str = needed(one_of(words.REGISTER_CHOICE))
    on: date = needed(DAY)
    scheme: str | None = optional(TEXT)
    band: str | None = optional(one_of(words.BAND))
    banded_on: date | None = optional(DAY)
    why: str | None = optional(LONG_TEXT)

    def check(self) -> Iterator[Clash]:
        """See that a band has an application and a day."""
        if self.band and self.choice != "applied":
            yield clash("is given, and nobody has applied. Correct one.", "band", "choice")
        if self.band and not self.banded_on:
            yield clash("is missing: say on which day.", "banded_on", "band")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class HomeLinkFlag(Record):
    """The red flag on a Home-Link application: set in any event, lifted when MAPPA ends (9)."""

    called: ClassVar[str] = "The flag"

    lha: str = needed(LHA)
    state: str = needed(one_of(words.FLAG_STATE))
    on: date = needed(DAY)
    text: str | None = optional(TEXT)
    mappa_ended_on: date | None = optional(DAY)
    lifted_because: str | None = optional(one_of(("mappa_ended", "application_closed", "error")))

    def check(self) -> Iterator[Clash]:
        """See that the text names no offence, and that lifting says why."""
        if self.text and names_an_offence(self.text):
            yield clash(NAMES_AN_OFFENCE, "text")
        if self.state == "set" and not self.text:
            yield clash("is missing: write what landlords are to read.", "text", "state")
        if self.state == "lifted" and not self.lifted_because:
            yield clash("is missing: say why it was lifted.", "lifted_because", "state")
        if self.lifted_because == "mappa_ended" and not self.mappa_ended_on:
            yield clash("is missing: say when it ended.", "mappa_ended_on", "lifted_because")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RegisterNote(Record):
    """Peterborough's note on the application that housing is needed under MAPPA (9)."""

    called: ClassVar[str] = "The note"

    lha: str = needed(LHA)
    on: date = needed(DAY)
    text: str = needed(TEXT)
    removed_on: date | None = optional(DAY)

    def check(self) -> Iterator[Clash]:
        """See that the text names no offence."""
        if names_an_offence(self.text):
            yield clash(NAMES_AN_OFFENCE, "text")
        if self.removed_on and self.removed_on < self.on:
            yield clash("comes before the day of the note.", "removed_on", "on")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class BidOrDirectLet(Record):
    """Bidding or a direct let, as the meeting decided, and how a bid went (9)."""

    called: ClassVar[str] = "The bid or direct let"

    lha: str = needed(LHA)
    how: str = needed(one_of(words.LET))
    meeting: str = needed(ID, link="meeting")
    on: date = needed(DAY)
    state: str | None = optional(one_of(words.BID))
    vacancy: str | None = optional(ID, link="vacancy")
    note: str | None = optional(TEXT)

    def check(self) -> Iterator[Clash]:
        """See that only a bid has the state of one."""
        if self.state and self.how != "bid":
            yield clash("belongs to a bid. Leave it out for a direct let.", "state", "how")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LandlordEnquiry(Record):
    """A landlord's enquiry to police and probation, and what they said (9)."""

    called: ClassVar[str] = "The enquiry"

    lha: str = needed(LHA)
    landlord: str = needed(TEXT)
    vacancy: str | None = optional(ID, link="vacancy")
    asked_on: date = needed(DAY)
    police: str = needed(one_of(words.ENQUIRY))
    police_on: date | None = optional(DAY)
    probation: str = needed(one_of(words.ENQUIRY))
    probation_on: date | None = optional(DAY)
    note: str | None = optional(TEXT)

    @property
    def answered(self) -> bool:
        """Whether police and probation have both answered."""
        return "asked" not in (self.police, self.probation)

    def check(self) -> Iterator[Clash]:
        """See that an answer has its day, not before the question."""
        for who in words.ASKED:
            said, on = getattr(self, who), getattr(self, f"{who}_on")
            if said != "asked" and not on:
                yield clash("is missing: say when they answered.", f"{who}_on", who)
            if on and on < self.asked_on:
                yield clash("comes before the day of asking.", f"{who}_on", "asked_on")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LandlordApproach(Record):
    """A landlord approached for a direct let, with or without an agreement to share (9, 11)."""

    called: ClassVar[str] = "The approach"

    lha: str = needed(LHA)
    landlord: str = needed(TEXT)
    on: date = needed(DAY)
    by: str | None = optional(STAFF)
    sharing_agreement: bool = needed(FLAG)
    shared: bool = needed(FLAG)
    disclosure: str | None = optional(ID, link="disclosure")
    result: str = needed(one_of(words.APPROACH))
    note: str | None = optional(TEXT)

    def check(self) -> Iterator[Clash]:
        """See that what was shared is recorded as a disclosure."""
        if self.shared and not self.disclosure:
            yield clash(
                "is missing: what was shared is recorded as a disclosure first, with its basis.",
                "disclosure",
                "shared",
            )
