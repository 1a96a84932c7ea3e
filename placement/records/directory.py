"""
Whom to ask in an LHA on a day: the SPOC, else the deputy, else nobody, which is said (6.1).

Nothing here falls back on a general mailbox: a referral that nobody reads is worse than one that
somebody knows cannot be sent today. See interpretation 23.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from placement.records.kinds.words import POST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from placement.records.kinds.directory import Absence, Office

_FAR = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """
    Whom to ask in an LHA on a day.

    ``office`` is the id of who is there, or None; ``instead_of`` that of the SPOC the deputy
    stands in for; ``back_on`` the first day within a year on which somebody is there again.
    """

    lha: str
    day: date
    office: str | None
    instead_of: str | None
    back_on: date | None
    sentence: str


def route(
    lha: str,
    day: date,
    *,
    offices: Mapping[str, Office],
    absences: Iterable[Absence],
    name: str | None = None,
) -> Route:
    """
    Return whom to ask in an LHA on a day.

    Parameters
    ----------
    offices, absences
        The directory: offices by id, and who is away when (both half-open).
    name
        What sentences call the LHA; its code where left out.
    """
    called = name or lha
    there = tuple(absences)
    spoc, deputy = (_holder(lha, post, day, offices) for post in POST)
    if spoc and not _away(spoc, day, there):
        return _found(lha, day, spoc, None, f"Ask {offices[spoc].name}, SPOC of {called}.")
    why = "is away" if spoc else "is not named"
    if deputy and not _away(deputy, day, there):
        text = f"Ask {offices[deputy].name}, deputy SPOC of {called}: the SPOC {why} on {day}."
        return _found(lha, day, deputy, spoc, text)
    also = "is away" if deputy else "is not named"
    back = _back(lha, day, offices, there)
    when = f" Somebody is there again from {back}." if back else ""
    return Route(
        lha=lha,
        day=day,
        office=None,
        instead_of=spoc,
        back_on=back,
        sentence=(
            f"Nobody is there for {called} on {day}: the SPOC {why} and the deputy {also}.{when} "
            "Ask the MAPPA coordinator, who asks the authority to name somebody; nothing is sent "
            "to a general mailbox."
        ),
    )


def _found(lha: str, day: date, office: str, instead_of: str | None, sentence: str) -> Route:
    return Route(
        lha=lha,
        day=day,
        office=office,
        instead_of=instead_of,
        back_on=None,
        sentence=sentence,
    )


def _holder(lha: str, post: str, day: date, offices: Mapping[str, Office]) -> str | None:
    """Return who holds a post on a day: the latest to begin, where two overlap."""
    held = [
        (office.start, id_)
        for id_, office in offices.items()
        if office.lha == lha and office.post == post and _within(office.start, office.end, day)
    ]
    return max(held)[1] if held else None


def _away(office: str, day: date, absences: Iterable[Absence]) -> bool:
    return any(each.office == office and _within(each.start, each.end, day) for each in absences)


def _back(
    lha: str, day: date, offices: Mapping[str, Office], absences: tuple[Absence, ...]
) -> date | None:
    """Return the first day within a year on which somebody holds a post and is there."""
    for days in range(1, _FAR):
        later = day + timedelta(days=days)
        holders = (_holder(lha, post, later, offices) for post in POST)
        if any(each and not _away(each, later, absences) for each in holders):
            return later
    return None


def _within(start: date, end: date | None, day: date) -> bool:
    return start <= day and (end is None or day < end)
