"""
What is due or wrong, as plain rows for the Cases page: a pure function of the day and the records.

Each row has its clause, its day and a sentence; none of them holds a place or a person but the
case's own reference. What a reader may not see is not handed in: the desk decides, not this page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from placement.days import add_months, in_words
from placement.records.directory import route

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from placement.parameters import Numbers
    from placement.records.kinds.directory import Absence, Office
    from placement.records.kinds.meetings import ProtocolReview
    from placement.records.tasks import Task

OVERDUE, DUE, SOON = "overdue", "due", "soon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing to look at; ``case`` is None for what is of no case."""

    case: str | None
    reference: str | None
    what: str
    clause: str
    state: str
    due: date | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A record as the desk shows it: its model, and the day on which it was first recorded."""

    id: str
    record: Any
    entered_on: date
    case: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNow:
    """One case on a day: its release, and by kind the records about it."""

    id: str
    reference: str
    release_on: date | None
    level: int | None
    records: Mapping[str, Sequence[Seen]]
    tasks: tuple[Task, ...] = ()

    def of(self, kind: str) -> Sequence[Seen]:
        """Return the records of a kind."""
        return self.records.get(kind, ())


def attention(
    day: date,
    numbers: Numbers,
    *,
    cases: Iterable[CaseNow],
    vacancies: Iterable[Seen] = (),
    confirmed: Iterable[str] = (),
    placements: Iterable[Seen] = (),
) -> tuple[Row, ...]:
    """
    Return what is due or wrong on a day: first what is overdue, then by day.

    ``confirmed`` are the ids of vacancies that somebody has confirmed; ``placements`` those of
    people whose case is not kept here.
    """
    rows: list[Row] = []
    for case in cases:
        rows += _before_release(case, day, numbers)
        rows += _reviews(case, day, numbers)
        rows += _drafts(case, day, numbers)
        rows += _not_told(case, day)
        rows += [
            _row(case, "task", task.clause, OVERDUE, task.due, f"{task.title}: {_late(task.due)}")
            for task in case.tasks
            if task.overdue(day)
        ]
    rows += [row for seen in placements if (row := _placement(None, seen, day, numbers))]
    rows += _unconfirmed(vacancies, frozenset(confirmed), day)
    order = {OVERDUE: 0, DUE: 1, SOON: 2}
    last = date.max
    return tuple(
        sorted(rows, key=lambda r: (order[r.state], r.due or last, r.reference or "", r.what))
    )


def nobody_there(
    day: date,
    lhas: Mapping[str, str],
    *,
    offices: Mapping[str, Office],
    absences: Iterable[Absence],
) -> Iterator[Row]:
    """Yield the LHAs (code to name) for which neither SPOC nor deputy is there (6.1)."""
    away = tuple(absences)
    for code, name in lhas.items():
        found = route(code, day, offices=offices, absences=away, name=name)
        if found.office is None:
            yield Row(
                case=None,
                reference=None,
                what="nobody at an authority",
                clause="6.1",
                state=DUE,
                due=day,
                sentence=found.sentence,
            )


def protocol_banner(
    day: date, numbers: Numbers, *, issued: date, reviews: Iterable[ProtocolReview]
) -> str | None:
    """
    Return what every page says where the protocol's yearly review is overdue (14); else None.

    ``issued`` is the day the protocol was issued, which counts where it was never reviewed.
    """
    months: int = numbers["review.protocol_review_months"]
    held = [each.on for each in reviews if each.on <= day and each.outcome != "consulting"]
    last = max(held, default=issued)
    due = add_months(last, months)
    if day <= due:
        return None
    said = "was last reviewed" if held else "has not been reviewed since it was issued"
    return (
        f"The protocol {said} on {in_words(last)}; its yearly review by the Board was due by "
        f"{in_words(due)} (14)."
    )


def _before_release(case: CaseNow, day: date, numbers: Numbers) -> Iterator[Row]:
    release = case.release_on
    if release is None or release < day:
        return
    warn = timedelta(days=numbers["records.review_warning_days"])
    meeting_due = add_months(release, -numbers["timing.meeting_months_before"])
    if not case.of("meeting") and case.level != 1 and day >= meeting_due - warn:
        state = OVERDUE if day > meeting_due else SOON
        text = f"No meeting is recorded. Ideally there would be one by {in_words(meeting_due)}."
        yield _row(case, "meeting", "5.4", state, meeting_due, text)
    opens = release - timedelta(days=numbers["timing.duty_to_refer_days"])
    referred = any(seen.record.duty_referred_on for seen in case.of("voice"))
    if day >= opens and not referred:
        yield _row(
            case,
            "duty to refer",
            "HA1996 s.213B",
            DUE,
            opens,
            f"The duty to refer is open since {in_words(opens)}, and no referral under it is "
            "recorded. It needs the person's consent and their choice of authority.",
        )
    if not case.of("referral") and day >= opens:
        text = f"No authority has been asked, and release is on {in_words(release)}."
        yield _row(case, "referral", "6.3", DUE, opens, text)


def _reviews(case: CaseNow, day: date, numbers: Numbers) -> Iterator[Row]:
    warn = timedelta(days=numbers["records.review_warning_days"])
    for seen in case.of("placement"):
        row = _placement(case, seen, day, numbers)
        if row:
            yield row
    due = [
        (seen.record.next_review, "decision", "5.2.1", "The decision is to be reviewed")
        for seen in case.of("decision")
    ]
    due += [
        (seen.record.review_due, "address", "6(b)", "The address is to be assessed again")
        for seen in case.of("address_assessment")
    ]
    answered = {seen.record.request for seen in case.of("review_answer")}
    due += [
        (seen.record.answer_due, "request for review", "5.2.1", "A request waits for its answer")
        for seen in case.of("review_request")
        if seen.id not in answered
    ]
    for on, what, clause, text in due:
        if on is not None and day >= on - warn:
            state = OVERDUE if day > on else SOON
            yield _row(case, what, clause, state, on, f"{text}: {_late(on)}")


def _placement(case: CaseNow | None, seen: Seen, day: date, numbers: Numbers) -> Row | None:
    """Return the row for a placed person who is to be looked at again."""
    placed = seen.record
    if placed.start > day or (placed.end is not None and placed.end <= day):
        return None
    months: int = numbers["records.placement_review_months"]
    due = placed.review_due or add_months(placed.reviewed_on or placed.start, months)
    if placed.reviewed_on is not None and placed.reviewed_on >= due:
        due = add_months(placed.reviewed_on, months)
    if day < due - timedelta(days=numbers["records.review_warning_days"]):
        return None
    text = f"A placed person is to be looked at again: {_late(due)}"
    state = OVERDUE if day > due else SOON
    if case is not None:
        return _row(case, "placement", "6(b)", state, due, text)
    return Row(
        case=None,
        reference=placed.reference,
        what="placement",
        clause="6(b)",
        state=state,
        due=due,
        sentence=text,
    )


def _drafts(case: CaseNow, day: date, numbers: Numbers) -> Iterator[Row]:
    waiting = timedelta(days=numbers["records.draft_waiting_days"])
    for seen in case.of("decision"):
        if seen.record.standing != "draft":
            continue
        due = seen.entered_on + waiting
        missing = "; ".join(each.text.rstrip(".") for each in seen.record.missing or ())
        text = f"A decision is still a draft since {in_words(seen.entered_on)}"
        said = f"{text}: {missing}." if missing else f"{text}."
        yield _row(case, "draft", "6.6.1", OVERDUE if day > due else DUE, due, said)


def _not_told(case: CaseNow, day: date) -> Iterator[Row]:
    for seen in case.of("media_event"):
        event = seen.record
        if not event.changes_recommendation:
            continue
        left = sum(each.told_on is None for each in event.holders or ())
        if left:
            who = "1 holder of it has" if left == 1 else f"{left} holders of it have"
            text = (
                f"The recommendation was superseded on {in_words(event.on)}, and {who} not been "
                "told."
            )
            state = OVERDUE if day > event.on else DUE
            yield _row(case, "media", "13.1.2", state, event.on, text)


def _unconfirmed(vacancies: Iterable[Seen], confirmed: frozenset[str], day: date) -> Iterator[Row]:
    for seen in vacancies:
        ended = seen.record.end is not None and seen.record.end <= day
        if seen.id in confirmed or ended:
            continue
        yield Row(
            case=None,
            reference=seen.record.reference,
            what="vacancy",
            clause="6.7.1",
            state=DUE,
            due=seen.entered_on,
            sentence=f"A vacancy entered on {in_words(seen.entered_on)} is not confirmed: another "
            "office, or the landlord's reference, confirms it.",
        )


def _row(case: CaseNow, what: str, clause: str, state: str, due: date | None, sentence: str) -> Row:
    return Row(
        case=case.id,
        reference=case.reference,
        what=what,
        clause=clause,
        state=state,
        due=due,
        sentence=sentence,
    )


def _late(due: date | None) -> str:
    return f"due by {in_words(due)}." if due else "no day is set."
