"""
How often housing may ask about addresses, who is told when it asks much, and what an answer waits.

Rations do not protect anybody by themselves - whether an answer is given does - but they keep
questions to real homes for real people, and make sweeping a map slow and seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from placement.days import in_words
from placement.records.kinds.oracle import AddressCheck

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from placement.parameters import Numbers
    from placement.records.oracle.log import Told

ALERTED = ("coordinator", "victim_liaison")


@dataclass(frozen=True, slots=True)
class Alert:
    """A message to the coordinator and victim liaison; it names no place."""

    to: tuple[str, ...]
    case: str
    about: str
    sentence: str


def over_the_ration(
    told: Sequence[Told], case: str, by: str, now: datetime, numbers: Numbers
) -> list[str]:
    """Say whose ration is used up, and from when there is some again."""
    days = numbers["oracle.window_days"]
    checks = _checks(told, now, days)
    said = []
    for found, most, whose in (
        ([t for t in checks if t.case == case], numbers["oracle.checks_per_case"], "This case has"),
        ([t for t in checks if t.by == by], numbers["oracle.checks_per_person"], "You have"),
    ):
        if len(found) >= most:
            again = (found[-most].at + timedelta(days=days)).date() + timedelta(days=1)
            said.append(
                f"{whose} had {len(found)} address checks in {days} days, and {most} are allowed. "
                f"The next is possible from {in_words(again)}; until then pass the question to "
                "the offender manager."
            )
    return said


def alerts_for(told: Sequence[Told], last: Told, numbers: Numbers) -> list[Alert]:
    """Say whom an answer just given alerts: the third `refer` on a case, the tenth to a person."""
    if not isinstance(last.what, AddressCheck) or last.what.answer != "refer":
        return []
    days = numbers["oracle.window_days"]
    refers = [t for t in (*_checks(told, last.at, days), last) if _refer(t)]
    found = []
    on_case = sum(t.case == last.case for t in refers)
    if on_case >= numbers["oracle.alert_case_refers"]:
        text = f"{on_case} address checks of this case in {days} days were answered `refer`."
        found.append(Alert(ALERTED, last.case, "case", text))
    to_person = sum(t.by == last.by for t in refers)
    if to_person >= numbers["oracle.alert_person_refers"]:
        text = f"{to_person} address checks by one person in {days} days were answered `refer`."
        found.append(Alert(ALERTED, last.case, "person", text))
    return found


def standing_alerts(told: Sequence[Told], now: datetime, numbers: Numbers) -> list[Alert]:
    """Say what the coordinator and victim liaison should look at now, each case and person once."""
    found: dict[tuple[str, str], Alert] = {}
    for i, each in enumerate(told):
        if each.at > now - timedelta(days=numbers["oracle.window_days"]):
            for alert in alerts_for(told[:i], each, numbers):
                who = each.by if alert.about == "person" else each.case
                found[alert.about, who] = alert
    return list(found.values())


def zone_changed(case: str) -> Alert:
    """Return the message that a zone or a victim's area of a case was changed."""
    text = "A zone or a victim's area of this case was changed; what housing was told may differ."
    return Alert(ALERTED, case, "zone", text)


def seconds_left(started: float, now: float, numbers: Numbers) -> float:
    """
    Return how long to wait yet, so that every answer takes the same time, in seconds.

    Where working it out took longer than the delay, it takes twice the delay, or three times: the
    time that an answer took would tell of it otherwise.
    """
    delay = float(numbers["oracle.delay_seconds"])
    return -(now - started) % delay if delay else 0.0


def _checks(told: Sequence[Told], now: datetime, days: int) -> list[Told]:
    since = now - timedelta(days=days)
    return [t for t in told if isinstance(t.what, AddressCheck) and t.at > since]


def _refer(told: Told) -> bool:
    return isinstance(told.what, AddressCheck) and told.what.answer == "refer"
