"""How it went: asked, accepted, refused with a code, housed on, ended."""

# ruff: noqa: RUF009 - the call declares the field

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from placement.cases import words as case_words
from placement.records.kinds import words
from placement.records.kinds.reading import Clash, Record, clash, needed, optional
from placement.records.kinds.values import AGENCY, DAY, ID, LHA, LONG_TEXT, one_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_CODES = tuple(dict.fromkeys((*words.REFUSED, *words.WITHDRAWN, *words.ENDED)))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Outcome(Record):
    """
    One step of what came of a decision.

    A refusal, a withdrawal and an end have a code, so that a year can be counted. A landlord's
    acceptance names the enquiry to police and probation (9): without it none can be recorded.
    """

    called: ClassVar[str] = "The outcome"

    decision: str = needed(ID, link="decision")
    lha: str = needed(LHA)
    step: str = needed(one_of(words.STEP))
    on: date = needed(DAY)
    by: str = needed(AGENCY)
    code: str | None = optional(one_of(_CODES))
    enquiry: str | None = optional(ID, link="landlord_enquiry")
    setting: str | None = optional(one_of(case_words.SETTING))
    placement: str | None = optional(ID, link="placement")
    note: str | None = optional(LONG_TEXT)

    def check(self) -> Iterator[Clash]:
        """See that each step carries what it needs."""
        allowed = words.WITH_CODE.get(self.step)
        if allowed and not self.code:
            yield clash(f"is missing. Write one of: {', '.join(allowed)}.", "code", "step")
        elif allowed and self.code not in allowed:
            yield clash(
                f"does not go with {self.step}. Allowed: {', '.join(allowed)}.", "code", "step"
            )
        elif self.code and not allowed:
            yield clash(f"is given, and {self.step} has none. Leave it out.", "code", "step")
        if self.code == "other" and not self.note:
            yield clash("is missing: say what the other reason is.", "note", "code")
        if self.step == "accepted" and self.by == "landlord" and not self.enquiry:
            yield clash(
                "is missing: a landlord's acceptance cannot be recorded without the enquiry to "
                "police and probation (9).",
                "enquiry",
                "step",
                "by",
            )
        if self.step == "housed_on" and not self.setting:
            yield clash("is missing: say in what kind of home.", "setting", "step")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Dissent(Record):
    """A member of the meeting does not agree with a decision, and why."""

    called: ClassVar[str] = "The dissent"

    decision: str = needed(ID, link="decision")
    on: date = needed(DAY)
    agency: str = needed(AGENCY)
    would_have: str | None = optional(LHA)
    why: str = needed(LONG_TEXT)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TaskRecord(Record):
    """What became of one task of the list that follows a decision."""

    called: ClassVar[str] = "The task"

    decision: str = needed(ID, link="decision")
    lha: str = needed(LHA)
    task: str = needed(AGENCY)
    state: str = needed(one_of(("open", "done", "not_needed")))
    on: date = needed(DAY)
    due: date | None = optional(DAY)
    note: str | None = optional(LONG_TEXT)

    def check(self) -> Iterator[Clash]:
        """See that a task set aside says why."""
        if self.state == "not_needed" and not self.note:
            yield clash("is missing: say why the task is not needed.", "note", "state")
