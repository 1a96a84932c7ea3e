"""
What of the Board's monitoring was released, to whom and when (10, 12).

A release is kept twice: what it said, line by line, for judging every later one against it, which
the coordinator alone may read; and the report itself, as those it was for may read it.
"""

# ruff: noqa: RUF009 - the call declares the field

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from placement.cases.kinds import Kind
from placement.records.kinds.reading import Clash, Record, clash, needed, optional
from placement.records.kinds.values import DAY, DIGEST, ID, LHA, TEXT, one_of, whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

AUDIENCES: Final = ("smb", "lha", "public")
_LONGEST = 20_000_000


def packed(text: str) -> str:
    """
    Return a long text in few characters; ``unpacked`` gives it back.

    >>> unpacked(packed("a long report"))
    'a long report'
    """
    return base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")


def unpacked(text: str) -> str:
    """Return the text that was packed; ``ValueError`` for what was not, or is far too long."""
    opened = zlib.decompressobj()
    found = opened.decompress(base64.b64decode(text, validate=True), _LONGEST)
    if not opened.eof:
        raise ValueError("too long, or cut off")
    return found.decode("utf-8")


def _packed(value: object) -> str | None:
    try:
        return value if isinstance(value, str) and unpacked(value) else None
    except (ValueError, zlib.error):
        return None


PACKED: Final[Kind[str]] = Kind("a text as the record packs it", _packed, "")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MonitoringRelease(Record):
    """One release: what it said and hid, sealed to the one before; ``number`` counts from 1."""

    called: ClassVar[str] = "The release"

    number: int = needed(whole(1, 100_000))
    on: date = needed(DAY)
    as_of: date = needed(DAY)
    audience: str = needed(one_of(AUDIENCES))
    lha: str | None = optional(LHA)
    digest: str = needed(DIGEST)
    body: str = needed(PACKED)

    def check(self) -> Iterator[Clash]:
        """See that a release to an LHA names it, and that it is about an earlier day."""
        if (self.audience == "lha") != (self.lha is not None):
            yield clash("goes with the audience lha, and only with it.", "lha", "audience")
        if self.on <= self.as_of:
            yield clash("comes after the day it is about.", "on", "as_of")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ReleasedReport(Record):
    """A report as the Board, or everybody, was given it."""

    called: ClassVar[str] = "The report"

    on: date = needed(DAY)
    as_of: date = needed(DAY)
    audience: str = needed(one_of(("smb", "public")))
    release: str = needed(ID, link="monitoring_release")
    title: str = needed(TEXT)
    body: str = needed(PACKED)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AuthorityReport(Record):
    """A report as one housing authority was given it: its own numbers in full."""

    called: ClassVar[str] = "The report"

    lha: str = needed(LHA)
    on: date = needed(DAY)
    as_of: date = needed(DAY)
    release: str = needed(ID, link="monitoring_release")
    title: str = needed(TEXT)
    body: str = needed(PACKED)
