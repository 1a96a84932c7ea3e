"""Days: half-open intervals, calendar months, and counting without counting twice."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def add_months(day: date, months: int) -> date:
    """
    Return the same day of the month some months on, or the month's last where it is shorter.

    >>> add_months(date(2026, 12, 14), -6), add_months(date(2027, 8, 31), 6)
    (datetime.date(2026, 6, 14), datetime.date(2028, 2, 29))
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_covered(
    stays: Iterable[tuple[date, date | None]], window_start: date, window_end: date
) -> int:
    """
    Count the days of ``[window_start, window_end)`` that any of some half-open stays covers.

    Stays that overlap are not counted twice; a stay without an end is still going on.

    >>> days_covered([(date(2026, 1, 1), date(2026, 1, 11)), (date(2026, 1, 6), None)],
    ...              date(2026, 1, 1), date(2026, 2, 1))
    31
    """
    clipped = sorted(
        (max(start, window_start), min(end or window_end, window_end)) for start, end in stays
    )
    total, reached = 0, window_start
    for start, end in clipped:
        start = max(start, reached)
        if end > start:
            total += (end - start).days
            reached = end
    return total


def window(day: date, length_days: int) -> tuple[date, date]:
    """Return the half-open window of a number of days that ends the day before ``day``."""
    return day - timedelta(days=length_days), day


def in_words(day: date) -> str:
    """
    Write a day as people here write it.

    >>> in_words(date(2027, 5, 14))
    '14 May 2027'
    """
    return f"{day.day} {day:%B} {day.year}"
