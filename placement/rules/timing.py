"""When things fall due (5, 8; duty to refer). Findings, never gates: "ideally" is no breach."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from placement.days import add_months, in_words
from placement.rules.base import Verdict, met, not_met, rule, unknown

if TYPE_CHECKING:
    from placement.facts import Facts
    from placement.parameters import Numbers

LEAVING = ("custody", "hospital")


@rule(clause="5.4", question="timing")
def meeting_six_months_before(f: Facts, p: Numbers) -> Verdict:
    """The meeting is ideally held six months before release or discharge."""
    if f["status"] not in LEAVING:
        return met("Not in custody or hospital: no release to count back from.")
    release = f["release"]
    if release is None:
        return unknown(
            "No release or discharge date is recorded: when the meeting is due, and when the "
            "person would move in, are not known.",
            fact="release date",
        )
    day = date.fromisoformat(release)
    if day < f.measured.as_of:
        return not_met(
            f"The release date, {in_words(day)}, has passed and the person is still recorded as in "
            f"{f['status']}: correct one of the two."
        )
    due = add_months(day, -p["timing.meeting_months_before"])
    if f["level"] == 1:
        return met(f"Level 1: no meeting is called. Release is on {in_words(day)}.")
    if f.measured.as_of <= due:
        return met(
            f"The meeting is ideally held by {in_words(due)}, before release on {in_words(day)}."
        )
    late = (f.measured.as_of - due).days
    return not_met(
        f"The meeting should ideally have been held by {in_words(due)}, {late} days ago; release "
        f"is on {in_words(day)}. Record why."
    )


@rule(clause="6.4", question="timing", law=("HA1996 s.213B",), since=date(2018, 10, 1))
def duty_to_refer(f: Facts, p: Numbers) -> Verdict:
    """Prison and probation refer somebody likely to be homeless within the days the law names."""
    days, move_in = p["timing.duty_to_refer_days"], f.measured.move_in
    if move_in is None:
        return unknown(
            "When the duty to refer starts is not known without a release date.",
            fact="release date",
        )
    opens = move_in - timedelta(days=days)
    note = "The person must consent and chooses the LHA; this is not the MAPPA referral."
    if f.measured.as_of >= opens:
        return not_met(
            f"Within {days} days of {in_words(move_in)}: the duty to refer applies now. {note}"
        )
    return met(f"The duty to refer applies from {in_words(opens)}. {note}")


@rule(clause="8.5", question="timing")
def reasonable_notice(f: Facts, p: Numbers) -> Verdict:
    """The LHA has reasonable notice to find a home."""
    days, move_in = p["timing.reasonable_notice_days"], f.measured.move_in
    if move_in is None:
        return unknown(
            "How much notice an LHA has is not known without a release date.", fact="release date"
        )
    notice = (move_in - f.measured.as_of).days
    text = f"{notice} days' notice to {in_words(move_in)}; reasonable is taken as {days}."
    if notice >= days:
        return met(text)
    return not_met(f"{text} It is unrealistic to expect that a suitable home is found in time.")


@rule(clause="6(b)", question="timing")
def conditions_steady_through_the_tenancy(f: Facts, p: Numbers) -> Verdict:
    """No zone starts or ends within the days looked at."""
    move_in, horizon = f.measured.move_in, f.measured.horizon
    if f.case.conditions is None:
        return unknown(
            "Licence and order conditions are not recorded.",
            fact="conditions",
            housing="Licence and order conditions are not recorded. Ask the offender manager.",
        )
    if move_in is None or horizon is None:
        return unknown(
            "Without a day of moving in, every zone not yet ended is taken as in force.",
            fact="release date",
            housing="Without a day of moving in, the conditions in force then are not known.",
        )
    zones = [c for c in f.measured.zones if c.share_with_housing or not f.measured.housing]
    starts = [c.start for c in zones if c.start and move_in < c.start <= horizon]
    ends = [c.end for c in zones if c.end and move_in < c.end <= horizon]
    if not starts and not ends:
        return met(
            f"No zone starts or ends between {in_words(move_in)} and {in_words(horizon)}.",
            housing="Conditions that change within the tenancy are held by the offender manager.",
        )
    said = [f"one starts on {in_words(day)}" for day in sorted(starts)]
    said += [f"one ends on {in_words(day)}" for day in sorted(ends)]
    return not_met(
        f"Zones change within the tenancy looked at: {'; '.join(said)}. All are tested throughout.",
        housing="Conditions that change within the tenancy are held by the offender manager.",
    )
