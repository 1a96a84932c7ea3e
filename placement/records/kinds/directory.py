"""Who speaks for each local housing authority, when they are away, and who is signed in (6.1)."""

# ruff: noqa: RUF009 - the call declares the field

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from placement.records.kinds import words
from placement.records.kinds.base import ROLES
from placement.records.kinds.reading import Clash, Record, clash, needed, optional
from placement.records.kinds.values import AT, DAY, DIGEST, ID, LHA, STAFF, TEXT, one_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Office(Record):
    """A person in the post of Single Point of Contact (SPOC) or deputy of an LHA, from a day."""

    called: ClassVar[str] = "The office"

    lha: str = needed(LHA)
    post: str = needed(one_of(words.POST))
    staff: str = needed(STAFF)
    name: str = needed(TEXT)
    telephone: str | None = optional(TEXT)
    email: str | None = optional(TEXT)
    start: date = needed(DAY)
    end: date | None = optional(DAY)

    def check(self) -> Iterator[Clash]:
        """See that the person can be reached by one channel at least."""
        if not self.telephone and not self.email:
            yield clash("is missing: give a telephone number or an e-mail address.", "telephone")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Absence(Record):
    """Days on which the holder of an office is away."""

    called: ClassVar[str] = "The absence"

    office: str = needed(ID, link="office")
    lha: str = needed(LHA)
    start: date = needed(DAY)
    end: date | None = optional(DAY)
    conflict_of_interest: str | None = optional(one_of(words.YES_NO))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Session(Record):
    """
    One signing-in; whether it still holds is read here, and never from a browser's cookie.

    ``login`` is the digest of the signing-in that the identity provider vouched for.
    """

    called: ClassVar[str] = "The session"

    login: str = needed(DIGEST)
    staff: str = needed(STAFF)
    role: str = needed(one_of(ROLES))
    began: str = needed(AT)
    seen: str = needed(AT)
    ends: str = needed(AT)
    ended: str | None = optional(AT)
    ended_because: str | None = optional(one_of(("signed_out", "expired", "idle", "ended_by_us")))

    def check(self) -> Iterator[Clash]:
        """See that an end says why."""
        if (self.ended is None) != (self.ended_because is None):
            yield clash("comes with the moment it ended, and that with it.", "ended_because")
