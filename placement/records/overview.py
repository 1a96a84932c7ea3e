"""
What somebody finds in the record when they come in: their cases, what each waits for, what is due.

Everything is asked through their own desk, so nobody is shown a line about what they may not see.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from placement.cases.reader import read_case_text
from placement.records.alerts import alert_rows
from placement.records.attention import CaseNow, Row, Seen, attention, protocol_banner
from placement.records.decisions import for_spoc
from placement.records.kinds import KINDS
from placement.records.tasks import Decided, Task, tasks_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from placement.parameters import Numbers
    from placement.records.casework import CaseRow
    from placement.records.desk import Desk
    from placement.records.versions import Stored

ABOUT: Final = (
    "meeting",
    "voice",
    "referral",
    "placement",
    "decision",
    "address_assessment",
    "review_request",
    "review_answer",
    "media_event",
    "interview",
    "register_application",
    "home_link_flag",
    "register_note",
    "bid_or_direct_let",
    "landlord_enquiry",
    "landlord_approach",
    "disclosure",
    "letter",
    "outcome",
    "task",
)
NO_LHA: Final = "none"
_RESTS_ON: Final = {"meeting": "meeting", "duty to refer": "voice", "referral": "referral"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One case on the list: what it is, where it stands, what is next; ``asked``: which LHA is."""

    row: CaseRow
    level: int | None
    category: int | None
    release_on: date | None
    decided: str
    tasks: tuple[Task, ...]
    asked: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Somebody's cases in the order of their references, and what is due over all of them."""

    lines: tuple[Line, ...]
    due: tuple[Row, ...]
    banner: str | None


def overview(
    desk: Desk, day: date, numbers: Numbers, *, routes: Mapping[str, str], issued: date
) -> Overview:
    """
    Return what somebody finds when they come in.

    Parameters
    ----------
    routes
        The route to a let of each LHA, by its ONS code, as its profile has it.
    issued
        The day the protocol was issued.
    """
    with desk.transaction():  # one commit for all that is looked at
        return _overview(desk, day, numbers, routes, issued)


def _overview(
    desk: Desk, day: date, numbers: Numbers, routes: Mapping[str, str], issued: date
) -> Overview:
    records, told = _by_case(desk), for_spoc.told(desk)
    lines, cases = [], []
    for row in sorted(desk.cases(), key=lambda each: each.reference):
        case = read_case_text(desk.read(row.id, reason="the list of cases").data["text"])
        held = records[row.id]
        theirs = told.get(row.id)
        decided = [_seen(theirs.decision)] if theirs else held.get("decision", [])
        tasks = tasks_of(
            {**held, "decision": decided},
            numbers,
            routes,
            move_in=case.release,
            letters_named=theirs.letters_named if theirs else None,
        )
        if desk.actor.role == "spoc":  # what is others' to do rests on what a SPOC is not shown
            tasks = tuple(task for task in tasks if task.owner == "spoc")
        lines.append(
            Line(
                row=row,
                level=case.level,
                category=case.category,
                release_on=case.release,
                decided=_standing(decided),
                tasks=tasks,
                asked=last.record.lha if (last := _last_final(decided)) else None,
            )
        )
        cases.append(
            CaseNow(
                id=row.id,
                reference=row.reference,
                release_on=case.release,
                level=case.level,
                records=held,
                tasks=tasks,
            )
        )
    vacancies = [_seen(each) for each in _may_list(desk, "vacancy")]
    confirmed = [each.data["vacancy"] for each in _may_list(desk, "vacancy_confirmation")]
    reviews = [
        KINDS["protocol_review"].model.from_data(r.data) for r in _may_list(desk, "protocol_review")
    ]
    due = attention(day, numbers, cases=cases, vacancies=vacancies, confirmed=confirmed)
    return Overview(
        lines=tuple(lines),
        due=(
            *alert_rows(desk, {each.row.id: each.row.reference for each in lines}, day, numbers),
            *(row for row in due if _may_list_kind(desk, _RESTS_ON.get(row.what))),
        ),
        banner=protocol_banner(day, numbers, issued=issued, reviews=reviews),  # type: ignore[arg-type]
    )


def tasks_of(
    held: Mapping[str, Sequence[Seen]],
    numbers: Numbers,
    routes: Mapping[str, str],
    *,
    move_in: date | None = None,
    letters_named: bool | None = None,
) -> tuple[Task, ...]:
    """
    Return the tasks that follow the last final decision of a case; none before there is one.

    ``move_in``: the day a home is to be moved into, before which its address is assessed.
    ``letters_named``: whether a meeting that is not shown here named whom letters go to.
    """
    last = _last_final(held.get("decision", ()))
    if last is None:
        return ()
    meeting = max(
        (each.record for each in held.get("meeting", ())), key=lambda each: each.on, default=None
    )
    flags = [each.record for each in held.get("home_link_flag", ())]
    decided = Decided(
        decision=last.id,
        lha=last.record.lha,
        on=last.record.on,
        route=routes.get(last.record.lha, ""),
        let=last.record.let if last.record.let in ("bid", "direct_let") else None,
        move_in=move_in,
        temporary=any(
            each.record.setting == "temporary_accommodation" for each in held.get("outcome", ())
        ),
        mappa_ended_on=max((f.mappa_ended_on for f in flags if f.mappa_ended_on), default=None),
        letters_to_named=bool(meeting and meeting.letters_to)
        if letters_named is None
        else letters_named,
    )
    models = {kind: [each.record for each in seen] for kind, seen in held.items()}
    return tasks_after(decided, models, numbers, overrides=models.get("task", ()))


def _last_final(decisions: Iterable[Seen]) -> Any:  # noqa: ANN401 - a Seen of a decision
    """Return the last final decision that asks an LHA; None where there is none."""
    final = [
        each
        for each in decisions
        if each.record.standing in ("final", "to_review") and each.record.lha
    ]
    return max(final, key=lambda each: (each.record.on, each.entered_on), default=None)


def _standing(decisions: Iterable[Seen]) -> str:
    """Return how the last decision stands, as a code; ``none`` where there is none."""
    last: Any = max(decisions, key=lambda each: (each.record.on, each.entered_on), default=None)
    return NO_LHA if last is None else str(last.record.standing)


def _by_case(desk: Desk) -> Mapping[str, dict[str, list[Seen]]]:
    found: defaultdict[str, dict[str, list[Seen]]] = defaultdict(dict)
    for kind in ABOUT:
        for stored in _may_list(desk, kind):
            if stored.case is not None:
                found[stored.case].setdefault(kind, []).append(_seen(stored))
    return found


def _may_list_kind(desk: Desk, kind: str | None) -> bool:
    """Whether somebody may read what a line rests on: who may not cannot say it is missing."""
    return kind is None or desk.actor.role in KINDS[kind].reads


def _may_list(desk: Desk, kind: str) -> list[Stored]:
    """Return the records of a kind that somebody may read; none where their role never may."""
    return desk.list(kind) if _may_list_kind(desk, kind) else []


def _seen(stored: Stored) -> Seen:
    return Seen(
        id=stored.id,
        record=KINDS[stored.kind].model.from_data(stored.data),
        entered_on=stored.at.date(),
        case=stored.case,
    )
