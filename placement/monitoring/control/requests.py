"""
Requests under freedom of information and for a person's own data (protocol 12): where they go.

Both go to the MAPPA Manager, who agrees the answer; nothing here answers one. The record keeps them
as ``information_request`` (``placement.records.kinds``); ``routed`` says by when, and what may be
given: of figures, what was released already and nothing besides, because an answer is a publication
like any other and would have to be judged with all that was published before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from placement.days import add_months, in_words
from placement.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection

    from placement.parameters import Numbers

FREEDOM_OF_INFORMATION = "freedom_of_information"
SUBJECT_ACCESS = "subject_access"
KIND = "information_request"
"""The kind of record in which requests are kept."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """To whom a request goes, by when it is to be answered, and what is said about it."""

    to: str
    due: date | None
    clause: str
    sentences: tuple[str, ...]


def routed(
    request: str, received_on: date, numbers: Numbers, *, holidays: Collection[date] = ()
) -> Route:
    """
    Return where a request goes; ``holidays`` are bank holidays, which are no working days.

    Raises
    ------
    InputError
        If the kind of request is not one that the record knows.
    """
    figures = (
        "Figures that were released already may be given again as they were. Any other figure is a "
        "new publication: it goes through disclosure control with the whole release history."
    )
    if request == FREEDOM_OF_INFORMATION:
        due = _working_days(received_on, numbers["disclosure.foi_working_days"], holidays)
        own = figures
    elif request == SUBJECT_ACCESS:
        due = add_months(received_on, numbers["disclosure.subject_access_months"])
        own = (
            "Nothing of a victim or of another person is given; the data protection officer is "
            "asked."
        )
    elif request == "other_data_protection":
        due, own = None, "The data protection officer says which time limit holds."
    else:
        allowed = f"{FREEDOM_OF_INFORMATION}, {SUBJECT_ACCESS} or other_data_protection"
        raise InputError("The request", [f"its kind is {request!r}. Allowed: {allowed}."])
    when = "as the officer says" if due is None else f"by {in_words(due)}"
    return Route(
        to="MAPPA Manager",
        due=due,
        clause="12.1",
        sentences=(f"It goes to the MAPPA Manager, who agrees the answer (12), {when}.", own),
    )


def _working_days(start: date, days: int, holidays: Collection[date]) -> date:
    """Return the day that is so many working days after another."""
    day, left = start, days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY and day not in holidays
    return day
