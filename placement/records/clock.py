"""The clock of the record: the one place in it where the time of day is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system() -> datetime:
    """Return the time of this machine, in UTC."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """
    Return a moment as the record writes it: UTC, microseconds, always of one length.

    >>> written(datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
    '2026-11-22T09:30:00.000000Z'
    """
    if moment.tzinfo is None:
        raise ValueError("a clock of the record gives times with their zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read(text: str) -> datetime:
    """
    Return the moment that ``written`` wrote.

    >>> read("2026-11-22T09:30:00.000000Z").isoformat()
    '2026-11-22T09:30:00+00:00'
    """
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def said(moment: datetime) -> str:
    """Return a moment as a person reads it, in UTC to the second."""
    return moment.astimezone(UTC).strftime("%d %B %Y %H:%M:%S UTC").lstrip("0")
