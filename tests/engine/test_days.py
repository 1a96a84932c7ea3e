"""Days: calendar months, half-open stays, windows."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.days import add_months, days_covered, in_words, window

DAYS = st.dates(date(2020, 1, 1), date(2022, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 8, 31), -6, date(2027, 2, 28)),
        (date(2028, 8, 31), -6, date(2028, 2, 29)),
        (date(2026, 12, 14), -6, date(2026, 6, 14)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 60, date(2029, 2, 28)),
        (date(2026, 11, 30), 14, date(2028, 1, 30)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(day, months, expected):
    assert add_months(day, months) == expected


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=6), DAYS, st.integers(0, 400))
def test_days_covered_are_the_days_that_any_stay_covers(stays, end, length):
    start, end = window(end, length)
    days = [date.fromordinal(n) for n in range(start.toordinal(), end.toordinal())]
    held = [day for day in days if any(a <= day and (b is None or day < b) for a, b in stays)]
    assert days_covered(stays, start, end) == len(held)


def test_a_window_ends_the_day_before():
    assert window(date(2026, 11, 21), 365) == (date(2025, 11, 21), date(2026, 11, 21))


def test_a_day_is_written_as_people_write_it():
    assert in_words(date(2027, 5, 4)) == "4 May 2027"
