"""
What housing was told that rests on where a protected person lives.

Answers about addresses, and which LHAs a ranking answered for. From these, and from nothing else,
the record works out which postcodes stay possible for each protected home, so nothing here is ever
changed or left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from placement.cases.kinds import Kind
from placement.records.kinds.reading import Record, many, needed, optional, parts
from placement.records.kinds.values import (
    DAY,
    FLAG,
    ID,
    LHA,
    POSTCODE,
    TEXT,
    TOML_TEXT,
    number,
    one_of,
)

if TYPE_CHECKING:
    from datetime import date

ANSWERS: Final = ("clear", "refer")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEY: Final[Kind[str]] = Kind(
    "the keyed digest of a protected home",
    lambda value: value if isinstance(value, str) and _DIGEST.fullmatch(value) else None,
    "",
)
_METRES: Final = number(0, 1_300_000)
_SHARE: Final = number(0, 1)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class About(Record):
    """One protected home that a question was about: its digest, the radius then, in metres."""

    called: ClassVar[str] = "What a question was about"

    key: str = needed(_KEY)
    metres: float = needed(_METRES)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Split(Record):
    """An answer for one LHA that narrowed what stays possible: held for the area, or not."""

    called: ClassVar[str] = "An answer for an LHA"

    lha: str = needed(LHA)
    held: bool = needed(FLAG)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AddressCheck(Record):
    """
    One address that a housing role asked about, and what it was told.

    ``answered``: the true answer was told. ``profile`` is that whose postcodes were counted,
    ``edge_m`` the address's tolerance at an edge, in metres. The true answer is not kept where it
    was not told. ``passed_on``: the question was handed to the offender manager.
    """

    called: ClassVar[str] = "The address check"

    vacancy: str = needed(ID, link="vacancy")
    postcode: str = needed(POSTCODE)
    edge_m: float = needed(_METRES)
    about: tuple[About, ...] | None = parts(About)
    answer: str = needed(one_of(ANSWERS))
    answered: bool = needed(FLAG)
    profile: str | None = optional(TEXT)
    passed_on: bool | None = optional(FLAG)

    @property
    def tells(self) -> bool:
        """Whether the answer was the true one: one given whatever the truth tells nothing."""
        return self.answered


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ZoneRelease(Record):
    """What housing was last told: the LHAs shown as held. It may be read by those it was told."""

    called: ClassVar[str] = "The release"

    as_of: date = needed(DAY)  # noqa: RUF009
    held: tuple[str, ...] | None = many(LHA)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ReleaseLog(Record):
    """
    What a release rests on: of which LHAs the truth was told, and what that narrowed.

    ``profile`` is that whose postcodes were counted; ``closed`` names, with commas, the postcodes
    that what is shared with housing closed then; the numbers are those of the day, in metres and
    shares.
    """

    called: ClassVar[str] = "The log of a release"

    release: str | None = optional(ID, link="zone_release")
    profile: str | None = optional(TEXT)
    told: tuple[str, ...] | None = many(LHA)
    about: tuple[About, ...] | None = parts(About)
    splits: tuple[Split, ...] | None = parts(Split)
    closed: str | None = optional(TOML_TEXT)
    quarter: float = needed(_SHARE)
    edge_least_m: float = needed(_METRES)
    edge_gap_share: float = needed(_SHARE)
    edge_most_m: float = needed(_METRES)

    @property
    def tells(self) -> bool:
        """Whether the truth was told of any LHA."""
        return bool(self.told)
