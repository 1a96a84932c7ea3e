"""
How the protocol is working: what came of each referral (protocol 5 to 9), one row a case.

The columns that such a row has are declared here and nowhere else. Codes are those of the record
of decisions; a code that is new to this module is counted under its own name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from placement.days import add_months, in_words
from placement.monitoring.reading import Field, read_fields
from placement.monitoring.stay_length import mean_stay
from placement.monitoring.tables import Column, Count, Section, Table
from placement.monitoring.tally import NOT_KNOWN, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from placement.parameters import Numbers

ANSWERS = ("origin", "clear", "close", "none", "not_enough_information")
RECOMMENDED = ANSWERS[:3]
OPTIONS = ("private_rent", "supported", "social_bid", "social_direct_let")
NAME = "working"
REFERRED, LACKING = "referred", "lacking"
HOUSED, WAITING = {"home": "found"}, {"home": "none yet"}
"""What cells count: referrals by one thing known of each; of them, those with a home or without."""

FIELDS = (
    Field(name="reference", meaning="a pseudonymous reference of the case", needed=True),
    Field(name="referred_on", meaning="day of the referral to the LHA", kind=date),
    Field(name="release_on", meaning="day of release or discharge", kind=date),
    Field(name="answer", meaning="the recommendation's outcome", allowed=ANSWERS),
    Field(
        name="standing",
        meaning="of the decision",
        allowed=("final", "draft", "to_review", "superseded"),
    ),
    Field(name="departs", meaning="departs from the recommendation", allowed=("yes", "no")),
    Field(name="departure_code", meaning="why it departs"),
    Field(name="missing_codes", meaning="what a draft lacks", several=True),
    Field(
        name="preference",
        meaning="the person's preference and what became of it",
        allowed=("followed", "overruled", "none_stated"),
    ),
    Field(name="overruled_by", meaning="the reason that overruled the preference"),
    Field(name="accepted", meaning="an LHA or landlord accepted", allowed=("yes", "no")),
    Field(name="refusal_codes", meaning="each refusal's code", several=True),
    Field(name="housed_on", meaning="first day in a home", kind=date),
    Field(name="setting", meaning="the kind of home, as in the register of placements"),
    Field(name="let", meaning="how a social home was let", allowed=("bid", "direct_let")),
    Field(name="band", meaning="band on the housing register"),
    Field(name="unplaced_because", meaning="why nobody has housed the person"),
    Field(name="review_due", meaning="day on which the decision is looked at again", kind=date),
    Field(name="reviewed_on", meaning="day on which it was", kind=date),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The cases that a report is about: those referred from ``first`` to ``as_of``."""

    first: date
    as_of: date

    @property
    def name(self) -> str:
        """The window, as cells carry it."""
        return f"{self.first}/{self.as_of}"


def read_working(path: str | Path) -> list[dict[str, Any]]:
    """Read what came of referrals, with the columns of ``FIELDS``; ``InputError`` with all."""
    return read_fields(path, FIELDS)


def referred_in(rows: Iterable[dict[str, Any]], window: Window) -> list[dict[str, Any]]:
    """Return the cases referred in the window; one with no day of referral is none of them."""
    return [
        row
        for row in rows
        if row["referred_on"] is not None and window.first <= row["referred_on"] <= window.as_of
    ]


def working_section(window: Window) -> Section:
    """Return the section's title and what it is about."""
    return Section(
        name=NAME,
        title="How the protocol is working",
        intro=(
            f"Cases referred from {in_words(window.first)} to {in_words(window.as_of)}: how much "
            "notice there was, what was recommended and decided, and what came of it. What stands "
            "here is for learning; it judges no LHA and no officer.",
        ),
    )


def working_tables(rows: Sequence[dict[str, Any]], numbers: Numbers, window: Window) -> list[Table]:
    """Return every table on how the protocol is working, for the cases of the window."""
    cases = referred_in(rows, window)

    def of(
        name: str,
        title: str,
        what: str,
        found: Iterable[str],
        *,
        measure: str = REFERRED,
        only: Mapping[str, str] | None = None,
        counted: str = "cases",
        order: Sequence[str] = (),
        notes: tuple[str, ...] = (),
    ) -> Table:
        return tally(
            f"working_{name}",
            title,
            NAME,
            found,
            what=what,
            of=counted,
            numbers=numbers,
            count=Count(
                measure=measure, by={name: "what"}, at={"window": window.name, **(only or {})}
            ),
            order=order,
            notes=notes,
        )

    drafts = [row for row in cases if row["standing"] == "draft"]
    refusals = [code for row in cases for code in row["refusal_codes"] or ()]
    housed = [row for row in cases if row["housed_on"] and row["housed_on"] <= window.as_of]
    without = [row for row in cases if row not in housed]
    return [
        of(
            "notice",
            "Notice given to the LHA",
            "Notice",
            (notice(row, numbers) for row in cases),
            order=notice_words(numbers),
            notes=("From the referral to release or discharge (protocol 5 and 8).",),
        ),
        of("answers", "How the engine answered", "Answer", _each(cases, "answer"), order=ANSWERS),
        of(
            "followed",
            "Recommendation followed, or departed from",
            "Decision",
            map(_followed, cases),
            order=("followed", "departed", "draft", "not decided"),
            notes=("A recommendation is advice: departing from it with a reason is proper.",),
        ),
        of(
            "departures",
            "Why decisions departed from the recommendation",
            "Reason",
            _each([row for row in cases if _followed(row) == "departed"], "departure_code"),
            only={"followed": "departed"},
            counted="departures",
        ),
        of(
            "drafts",
            "What drafts lack",
            "Lacking",
            (code for row in drafts for code in row["missing_codes"] or (NOT_KNOWN,)),
            measure=LACKING,
            counted="things lacking",
            notes=("A draft may lack several. “reasons” and “departure” are want of a reason.",),
        ),
        of(
            "preference",
            "The person's preference",
            "Preference",
            map(_preference, cases),
            order=("followed", "none stated"),
        ),
        _time_to_home(cases, numbers, window),
        of(
            "options",
            "Options used",
            "Kind of home",
            map(_option, housed),
            only=HOUSED,
            counted="people housed",
            order=OPTIONS,
        ),
        of("bands", "Bands on the register", "Band", _each(cases, "band")),
        of(
            "refusals",
            "Refusals by reason",
            "Reason",
            refusals,
            measure="refusals",
            counted="refusals",
        ),
        of(
            "unplaced",
            "Not housed yet, and why",
            "Reason",
            _each(without, "unplaced_because"),
            only=WAITING,
            counted="people",
        ),
        of(
            "reviews",
            "Reviews of decisions",
            "Review",
            (review(row, window.as_of) for row in cases),
            order=("done in time", "done late", "overdue", "not due yet", "no review set"),
        ),
    ]


def notice_words(numbers: Numbers) -> tuple[str, ...]:
    """Return the steps of notice, longest first, from the numbers of the protocol."""
    months, days = numbers["timing.meeting_months_before"], numbers["timing.reasonable_notice_days"]
    return (
        f"{months} months or more",
        f"{days} days or more, under {months} months",
        f"under {days} days",
        "none: on the day or after it",
    )


def notice(row: dict[str, Any], numbers: Numbers) -> str:
    """Return how much notice a referral gave."""
    referred, release = row["referred_on"], row["release_on"]
    if referred is None or release is None:
        return NOT_KNOWN
    ample, enough, short, none = notice_words(numbers)
    if release <= referred:
        return none
    if add_months(release, -numbers["timing.meeting_months_before"]) >= referred:
        return ample
    days = (release - referred).days
    return enough if days >= numbers["timing.reasonable_notice_days"] else short


def review(row: dict[str, Any], as_of: date) -> str:
    """Return where the review of a decision stands on a day."""
    due, done = row["review_due"], row["reviewed_on"]
    if due is None:
        return "no review set"
    if done is not None and done <= as_of:
        return "done in time" if done <= due else "done late"
    return "overdue" if due < as_of else "not due yet"


def _followed(row: dict[str, Any]) -> str:
    if row["standing"] is None:
        return "not decided"
    if row["standing"] == "draft":
        return "draft"
    return {"yes": "departed", "no": "followed"}.get(row["departs"] or "", NOT_KNOWN)


def _preference(row: dict[str, Any]) -> str:
    if row["preference"] == "overruled":
        return f"overruled by: {row['overruled_by'] or 'reason not recorded'}"
    return {"followed": "followed", "none_stated": "none stated"}.get(
        row["preference"] or "", NOT_KNOWN
    )


def _option(row: dict[str, Any]) -> str:
    if row["setting"] == "social_rent":
        return f"social_{row['let']}" if row["let"] else "social_rent"
    return row["setting"] or NOT_KNOWN


def _each(rows: Iterable[dict[str, Any]], name: str) -> list[str]:
    return [row[name] or NOT_KNOWN for row in rows]


def days_to_home(cases: Iterable[dict[str, Any]], as_of: date) -> tuple[list[int], list[bool]]:
    """Return the days from referral to a home, or to ``as_of``, and whether a home was found."""
    days, found = [], []
    for row in cases:
        housed = row["housed_on"] is not None and row["housed_on"] <= as_of
        end = row["housed_on"] if housed else as_of
        days.append(max(0, (end - row["referred_on"]).days))
        found.append(housed)
    return days, found


def _time_to_home(cases: Sequence[dict[str, Any]], numbers: Numbers, window: Window) -> Table:
    """Return the mean time from referral to a home, those still waiting counted in."""
    import pandas as pd

    days, found = days_to_home(cases, window.as_of)
    mean = mean_stay(
        days,
        found,
        horizon=numbers["monitoring.stay_horizon_days"],
        least=numbers["monitoring.stay_least_ended"],
        coverage=numbers["spread.interval_coverage"],
    )
    row: dict[str, Any] = {"cases": len(days), "housed": sum(found)}
    if mean is None:
        row |= dict.fromkeys(("mean_days", "low_days", "high_days"))
        row["words"] = (
            f"{row['housed']} of {row['cases']} have been housed: too few to give a mean time."
        )
    else:
        row |= {"mean_days": mean.days, "low_days": mean.low, "high_days": mean.high}
        row["words"] = (
            f"Of the first {mean.horizon} days after a referral, people wait {mean.days:.0f} on "
            f"average (interval {mean.low:.0f} to {mean.high:.0f}); {row['housed']} of "
            f"{row['cases']} have been housed."
        )
    at = {"window": window.name}
    derived: dict[str, Any] = {
        "kind": "number",
        "unit": "days",
        "decimals": 0,
        "derived_from": ("cases", "housed"),
    }
    columns = (
        Column(
            name="cases",
            title="Referred",
            kind="count",
            meaning="cases referred",
            people=Count(measure=REFERRED, at=at),
        ),
        Column(
            name="housed",
            title="Housed",
            kind="count",
            meaning="of whom in a home by the day of the report",
            people=Count(measure=REFERRED, at={**at, **HOUSED}),
        ),
        Column(name="mean_days", title="Mean wait (days)", meaning="those waiting in", **derived),
        Column(name="low_days", title="from", meaning="interval, from", **derived),
        Column(name="high_days", title="to", meaning="interval, to", **derived),
        Column(
            name="words",
            title="In words",
            kind="words",
            meaning="the row",
            derived_from=("cases", "housed"),
        ),
    )
    return Table(
        name="working_time",
        title="From referral to a home",
        section=NAME,
        columns=columns,
        frame=pd.DataFrame([row], columns=[column.name for column in columns]),
        keys=(),
        marks={(0, key): "n" for key, value in row.items() if value is None},
        notes=("Those still waiting are counted in (Kaplan and Meier).",),
    )
