"""
When a vacancy may be looked at: real, confirmed by somebody else, a day old, linked to one case.

An address that anybody could make up and ask about would let housing feel for a victim's home.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from placement.records.policy import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from placement.parameters import Numbers
    from placement.records.kinds.register import Vacancy, VacancyConfirmation, VacancyLink

_YES: Final = Answer(True)


def may_link(
    vacancy: Vacancy,
    confirmations: Iterable[VacancyConfirmation],
    *,
    linked_elsewhere: bool,
    day: date,
) -> Answer:
    """Say whether a vacancy may be linked to a case."""
    if not any(each.on <= day for each in confirmations):
        return Answer(
            False,
            "Nobody has confirmed this vacancy as it stands now: another office does, or somebody "
            "gives the landlord's reference for it.",
        )
    if vacancy.end is not None and vacancy.end <= day:
        return Answer(False, "This vacancy has ended.")
    if linked_elsewhere:
        return Answer(False, "This vacancy is not free to be linked. Ask the MAPPA coordinator.")
    return _YES


def may_check(
    vacancy: Vacancy,
    confirmations: Iterable[VacancyConfirmation],
    links: Iterable[VacancyLink],
    *,
    entered_on: date,
    day: date,
    numbers: Numbers,
) -> Answer:
    """
    Say whether the address of a vacancy may be checked for a case.

    Parameters
    ----------
    links
        Those of this vacancy to this case.
    entered_on
        The day on which its first version was recorded, by the record's own clock.
    """
    if vacancy.postcode is None:
        return Answer(False, "This vacancy has no postcode yet. Add it, and have it confirmed.")
    confirmed = may_link(vacancy, confirmations, linked_elsewhere=False, day=day)
    if not confirmed.allowed:
        return confirmed
    if not any(each.start <= day and (each.end is None or day < each.end) for each in links):
        return Answer(False, "This vacancy is not linked to this case. Link it first.")
    days = numbers["records.vacancy_days_before_check"]
    open_on = entered_on + timedelta(days=days)
    if day < open_on:
        plural = "day" if days == 1 else "days"
        return Answer(
            False,
            f"A vacancy is {days} {plural} old before its address is checked: this one may be "
            f"from {open_on}.",
        )
    return _YES
