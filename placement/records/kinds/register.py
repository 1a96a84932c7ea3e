"""Where people live, which homes are free, and which of them a case may look at."""

# ruff: noqa: RUF009 - the call declares the field

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from placement.cases import words as case_words
from placement.cases.build import CATEGORY, LEVEL
from placement.cases.kinds import Kind
from placement.cohorts import cohort_names
from placement.records.kinds.reading import Clash, Record, clash, needed, optional
from placement.records.kinds.values import (
    DAY,
    FLAG,
    ID,
    LHA,
    POSTCODE,
    REFERENCE,
    SECTOR,
    STAFF,
    TEXT,
    one_of,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

_ACCEPTS: Kind[str] = Kind(
    "any, or who is not accepted: not_arson, or several with a space between",
    lambda value: value if isinstance(value, str) and _is_accepts(value) else None,
    "any",
)


def _is_accepts(value: str) -> bool:
    said = value.split(" ")
    return value == "any" or all(
        word.startswith("not_") and word.replace("_", "").isalpha() and word.islower()
        for word in said
    )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Placement(Record):
    """
    Where one person lives, and the day on which that is to be looked at again.

    Level and category are MAPPA's: they may be left out of the register of another cohort alone,
    and ``cohort`` says whose it is.
    """

    called: ClassVar[str] = "The placement"

    reference: str = needed(REFERENCE)
    lha: str = needed(LHA)
    area: str | None = optional(SECTOR)
    postcode: str | None = optional(POSTCODE)
    cohort: str | None = optional(one_of(cohort_names()))
    level: int | None = optional(LEVEL)
    category: int | None = optional(CATEGORY)
    setting: str = needed(one_of(case_words.SETTING))
    start: date = needed(DAY)
    end: date | None = optional(DAY)
    review_due: date | None = optional(DAY)
    reviewed_on: date | None = optional(DAY)
    review: str | None = optional(TEXT)

    def check(self) -> Iterator[Clash]:
        """See that MAPPA's register has levels, level 1 no category 3, and reviews their words."""
        for name in ("level", "category"):
            if getattr(self, name) is None and self.cohort is None:
                yield clash("is missing. Only the register of another cohort has none.", name)
        if self.level == 1 and self.category == 3:
            yield clash("category 3 is managed at level 2 or 3. Correct one.", "level", "category")
        if self.review_due and self.review_due <= self.start:
            yield clash("comes after the day the person moved in.", "review_due", "start")
        if self.reviewed_on and not self.review:
            yield clash("is missing: say what the review found.", "review", "reviewed_on")
        if self.review and not self.reviewed_on:
            yield clash("is missing: say on which day it was reviewed.", "reviewed_on", "review")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Vacancy(Record):
    """One real home that may be offered; it is somebody's word until somebody else confirms it."""

    called: ClassVar[str] = "The vacancy"

    reference: str = needed(REFERENCE)
    lha: str = needed(LHA)
    postcode: str | None = optional(POSTCODE)
    kind: str = needed(one_of(case_words.VACANCY))
    start: date | None = optional(DAY)
    end: date | None = optional(DAY)
    bedrooms: int | None = optional(whole(0, 10))
    supported: bool | None = optional(FLAG)
    accepts: str | None = optional(_ACCEPTS)
    landlord: str | None = optional(TEXT)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class VacancyConfirmation(Record):
    """Somebody else's word that a vacancy is real: another office, or a landlord's reference."""

    called: ClassVar[str] = "The confirmation"

    vacancy: str = needed(ID, link="vacancy")
    lha: str = needed(LHA)
    on: date = needed(DAY)
    landlord_reference: str | None = optional(TEXT)
    note: str | None = optional(TEXT)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class VacancyLink(Record):
    """A confirmed vacancy that one case may look at; a vacancy is linked to one case at a time."""

    called: ClassVar[str] = "The link"

    vacancy: str = needed(ID, link="vacancy")
    lha: str = needed(LHA)
    start: date = needed(DAY)
    end: date | None = optional(DAY)
    ended_because: str | None = optional(one_of(("let_to_them", "not_suitable", "gone", "other")))

    def check(self) -> Iterator[Clash]:
        """See that a link that ended says why."""
        if self.end and not self.ended_because:
            yield clash("is missing: say why the link ended.", "ended_because", "end")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Management(Record):
    """A level and a category from one day to another, and the meeting that set the level (2)."""

    called: ClassVar[str] = "The level and category"

    level: int = needed(LEVEL)
    category: int = needed(CATEGORY)
    start: date = needed(DAY)
    end: date | None = optional(DAY)
    meeting: str | None = optional(ID, link="meeting")

    def check(self) -> Iterator[Clash]:
        """See that level 1 has no category 3."""
        if self.level == 1 and self.category == 3:
            yield clash("category 3 is managed at level 2 or 3. Correct one.", "level", "category")


def managed_on(history: Iterable[Management], day: date) -> tuple[Management, ...]:
    """Return what held on a day: nobody's level or category is one value for ever."""
    return tuple(
        each for each in history if each.start <= day and (each.end is None or day < each.end)
    )


def mappa_ended_on(history: Iterable[Management]) -> date | None:
    """Return the first day on which the person was no longer managed; None where they are."""
    spans = tuple(history)
    ends = [each.end for each in spans if each.end is not None]
    return max(ends) if spans and len(ends) == len(spans) else None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Access(Record):
    """One person's need to know one case, and as what; `limited` closes it to all not named."""

    called: ClassVar[str] = "The need to know"

    person: str = needed(STAFF)
    as_: str = needed(one_of(("offender_manager", "victim_liaison", "named")))
    sees_protected: bool | None = optional(FLAG)
    start: date = needed(DAY)
    end: date | None = optional(DAY)
    why: str = needed(TEXT)
