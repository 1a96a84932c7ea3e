"""
The release calendar: figures leave on fixed days and are about fixed days, never "as at today".

Whoever may choose the day can ask twice, a day apart, and subtract. So the days of release and the
day that each release is about are numbers of the protocol, agreed by the Board. Nobody is at a desk
on every such day: for some days after it the release can still be made, once, about the same day.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from placement.days import in_words
from placement.monitoring.control.refused import NotReleased

if TYPE_CHECKING:
    from collections.abc import Collection

    from placement.parameters import Numbers

_YEARS = 2


# an authority's release goes out with the Board's
WITH = {"lha": "smb"}


def next_release(audience: str, day: date, numbers: Numbers) -> tuple[date, date]:
    """Return the first day of release on or after a day, and the day that it is about."""
    days = _days(numbers[f"disclosure.{WITH.get(audience, audience)}_release_days"], day)
    on = min(each for each in days if each >= day)
    return on, snapshot(audience, on, numbers)


def due_release(audience: str, day: date, numbers: Numbers) -> tuple[date, date] | None:
    """Return the release that may be made on a day, due then or not long before; None if none."""
    days = _days(numbers[f"disclosure.{WITH.get(audience, audience)}_release_days"], day)
    due = max(each for each in days if each <= day)
    if (day - due).days > numbers["disclosure.release_late_days"]:
        return None
    return due, snapshot(audience, due, numbers)


def snapshot(audience: str, on: date, numbers: Numbers) -> date:
    """Return the day that a release on some day is about: the last one set before it."""
    days = _days(numbers[f"disclosure.{WITH.get(audience, audience)}_snapshot_days"], on)
    return max(each for each in days if each < on)


def on_calendar(
    audience: str, on: date, as_of: date, numbers: Numbers, *, made: Collection[date] = ()
) -> None:
    """
    Refuse a release that is not on the calendar, or not about the day that it should be.

    Parameters
    ----------
    made
        The days that this audience was already given a release about.

    Raises
    ------
    NotReleased
        With the next day on which this audience has a release, and the day that it is about.
    """
    following, about = next_release(audience, on, numbers)
    due = due_release(audience, on, numbers)
    if due is None:
        what = f"{in_words(on)} is not a day of release"
    elif as_of != due[1]:
        what = (
            f"the release of {in_words(due[0])} is about {in_words(due[1])}, not {in_words(as_of)}"
        )
    elif due[0] < on and as_of in made:
        what = (
            f"the release of {in_words(due[0])} has been made; what was corrected since goes into "
            "the next"
        )
    else:
        return
    whom = {"smb": "the Board", "public": "the public"}.get(audience, "an authority")
    raise NotReleased(
        f"Nothing is released to {whom}: {what}. The next release is on "
        f"{in_words(following)} and shows {in_words(about)}. Figures leave on fixed days, or "
        f"within {numbers['disclosure.release_late_days']} days after, because two days' figures "
        "side by side can point at one person; a draft for those who hold the register is possible "
        "on any day."
    )


def _days(written: list[str], near: date) -> list[date]:
    years = range(near.year - _YEARS, near.year + _YEARS + 1)
    return [_day(year, each) for year in years for each in written]


def _day(year: int, month_day: str) -> date:
    """Return a day of a year; the last of February where there is no 29th."""
    month, day = (int(part) for part in month_day.split("-"))
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            if not (month == 2 and day == 29):
                raise
            return date(year, 3, 1) - timedelta(days=1)
