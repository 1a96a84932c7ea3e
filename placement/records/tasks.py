"""
The one task list per case that follows a decision (5, 6, 8, 9, 11).

A pure function from what was decided, the route of the LHA, the records made since and the day, to
tasks: each with its clause, owner, day, state and note. A task is done when its record is there;
nobody ticks what the record already shows. A task that waits for something says for what.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from placement.records.kinds.register import mappa_ended_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from placement.parameters import Numbers
    from placement.records.decisions.decision import Decision
    from placement.records.kinds.meetings import Meeting
    from placement.records.kinds.outcomes import TaskRecord
    from placement.records.kinds.register import Management

OPEN: Final = "open"
DONE: Final = "done"
WAITING: Final = "waiting"
NOT_NEEDED: Final = "not_needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """
    What was decided, as far as tasks follow from it.

    ``let`` is bid, direct_let or None where the meeting has not said; ``route`` the LHA's, as its
    profile has it; ``move_in`` the day a home is to be moved into; ``mappa_ended_on`` the day the
    person's management under MAPPA ended; ``temporary`` whether temporary accommodation is used.
    """

    decision: str
    lha: str
    on: date
    route: str
    let: str | None = None
    move_in: date | None = None
    mappa_ended_on: date | None = None
    temporary: bool = False
    letters_to_named: bool = False


def decided_from(
    id_: str,
    decision: Decision,
    *,
    route: str,
    meetings: Mapping[str, Meeting],
    history: Iterable[Management] = (),
    move_in: date | None = None,
    temporary: bool = False,
) -> Decided | None:
    """
    Return what tasks follow from of a recorded decision; None where it chose no LHA or is a draft.

    ``meetings`` are the case's by id: what the decision's own meeting settled counts.
    """
    if decision.lha is None or decision.standing == "draft":
        return None
    meeting = meetings.get(decision.meeting or "")
    of_meeting = meeting.let if meeting and meeting.let_lha == decision.lha else None
    said = decision.let or of_meeting
    return Decided(
        decision=id_,
        lha=decision.lha,
        on=decision.on,
        route=route,
        let=said if said in ("bid", "direct_let") else None,
        move_in=move_in,
        mappa_ended_on=mappa_ended_on(history),
        temporary=temporary,
        letters_to_named=any(each.letters_to for each in meetings.values()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to be done after a decision; ``due`` is None where it waits for something."""

    name: str
    title: str
    clause: str
    owner: str
    state: str
    due: date | None = None
    done_on: date | None = None
    waits_for: str | None = None
    note: str | None = None

    def overdue(self, day: date) -> bool:
        """Whether it is past its day and still to be done."""
        return self.state == OPEN and self.due is not None and self.due < day


@dataclass(frozen=True, slots=True)
class _Made:
    """The records of one LHA made for a decision, and the numbers."""

    decided: Decided
    records: Mapping[str, Sequence[Any]]
    numbers: Numbers

    def of(self, kind: str) -> list[Any]:
        """Return the records of a kind about the LHA decided on, oldest first."""
        found = [each for each in self.records.get(kind, ()) if each.lha == self.decided.lha]
        return sorted(found, key=lambda each: _day_of(each))

    def after(self, start: date, task: str) -> date:
        """Return the day by which a task is due."""
        days: int = self.numbers[f"records.task_{task}_days"]
        return start + timedelta(days=days)


def tasks_after(
    decided: Decided,
    records: Mapping[str, Sequence[Any]],
    numbers: Numbers,
    *,
    overrides: Iterable[TaskRecord] = (),
) -> tuple[Task, ...]:
    """
    Return the tasks that follow a decision, in the order of the protocol.

    Parameters
    ----------
    records
        By kind, the case's records (models): referral, interview, register_application,
        home_link_flag, register_note, bid_or_direct_let, landlord_enquiry, landlord_approach,
        disclosure, letter, address_assessment, outcome. Those of other LHAs are left alone.
    overrides
        What people recorded of a task themselves: not needed, another day, a note.
    """
    made = _Made(decided, records, numbers)
    found = [task for build in _BUILDERS if (task := build(made)) is not None]
    said = {each.task: each for each in overrides if each.decision == decided.decision}
    return tuple(_with(task, said.get(task.name)) for task in found)


def _with(task: Task, said: TaskRecord | None) -> Task:
    """Return a task with what somebody recorded of it; the record itself is not overruled."""
    if said is None:
        return task
    task = replace(task, note=said.note or task.note, due=said.due or task.due)
    if task.state in (DONE, NOT_NEEDED) or said.state == OPEN:
        return task
    if said.state == DONE and task.name in SHOWN_BY_A_RECORD:
        why = "said to be done, and no record shows it"
        return replace(task, note=f"{task.note}; {why}" if task.note else why)
    done = said.on if said.state == DONE else None
    return replace(task, state=said.state, done_on=done, waits_for=None)


def _day_of(record: Any) -> date:  # noqa: ANN401
    day: date = record.asked_on if hasattr(record, "asked_on") else record.on
    return day


def _task(made: _Made, name: str, *, due: date | None, **rest: Any) -> Task:  # noqa: ANN401
    title, clause, owner = TITLES[name]
    state = rest.pop("state", None)
    done_on = rest.get("done_on")
    if state is None:
        state = DONE if done_on else WAITING if rest.get("waits_for") else OPEN
    return Task(name=name, title=title, clause=clause, owner=owner, state=state, due=due, **rest)


TITLES: Final[Mapping[str, tuple[str, str, str]]] = {
    "referral": (
        "Refer to the authority, with the four things it is told",
        "6.3",
        "offender_manager",
    ),
    "interview": ("Hold the Housing Options interview", "8.3.1", "spoc"),
    "application": ("Take the register application and give a band", "9.1.1", "spoc"),
    "flag": ("Set the Home-Link flag", "9.3", "spoc"),
    "note": ("Note MAPPA on the Peterborough application", "9.1", "spoc"),
    "lift_flag": ("Lift the flag or note: MAPPA has ended", "9.3", "spoc"),
    "let": ("Bid, or let directly, as the meeting decided", "9.2", "spoc"),
    "approach": ("Approach landlords for a direct let", "9.3.1", "spoc"),
    "enquiry": ("Answer the landlord's enquiry", "9.2.1", "offender_manager"),
    "disclosure": ("Tell the provider of temporary accommodation", "8.5.1", "spoc"),
    "letters": ("Copy letters to the person the meeting named", "11.2.2", "spoc"),
    "address": ("Assess the address before moving in", "6(b)", "offender_manager"),
}
# A person's word that these are done does not do: the record of what was done must be there.
SHOWN_BY_A_RECORD: Final = frozenset(TITLES) - {"letters"}


def _referral(made: _Made) -> Task:
    found = [each for each in made.of("referral") if each.on >= made.decided.on] or made.of(
        "referral"
    )
    due = made.after(made.decided.on, "referral")
    if not found:
        return _task(made, "referral", due=due)
    last = found[-1]
    note = f"not given: {', '.join(last.not_given).replace('_', ' ')}" if last.not_given else None
    return _task(made, "referral", due=due, done_on=last.on, note=note)


def _interview(made: _Made) -> Task:
    found = made.of("interview")
    held = [each for each in found if each.state == "held"]
    due = made.after(made.decided.on, "interview")
    if held:
        return _task(made, "interview", due=due, done_on=held[-1].on)
    if found and found[-1].state == "arranged":
        mode = found[-1].mode.replace("_", " ")
        return _task(made, "interview", due=found[-1].on, note=f"arranged, {mode}")
    note = found[-1].state.replace("_", " ") if found else None
    return _task(made, "interview", due=due, note=note)


def _application(made: _Made) -> Task:
    due = made.after(made.decided.on, "application")
    found = made.of("register_application")
    if found and found[-1].choice == "chose_not_to":
        note = "the person chose not to register"
        return _task(made, "application", due=due, state=NOT_NEEDED, note=note)
    if found and found[-1].band:
        note = f"band {found[-1].band.replace('_', ' ')}"
        return _task(made, "application", due=due, done_on=found[-1].banded_on, note=note)
    interviewed = any(each.state == "held" for each in made.of("interview"))
    if not found and not interviewed:
        return _task(made, "application", due=due, waits_for="the interview")
    applied = bool(found) and found[-1].choice == "applied"
    return _task(made, "application", due=due, note="applied, no band yet" if applied else None)


def _marked(made: _Made, name: str, kind: str) -> Task:
    """Return the task of marking the application, by a flag or by a note."""
    found = made.of(kind)
    applied = [each for each in made.of("register_application") if each.choice == "applied"]
    if found:
        return _task(made, name, due=None, done_on=found[0].on)
    if not applied:
        return _task(made, name, due=None, waits_for="the register application")
    return _task(made, name, due=made.after(applied[0].on, "flag" if name == "flag" else "note"))


def _flag(made: _Made) -> Task | None:
    if made.decided.route != "home_link_flag":
        return None
    return _marked(made, "flag", "home_link_flag")


def _note(made: _Made) -> Task | None:
    if made.decided.route != "bid_with_note":
        return None
    return _marked(made, "note", "register_note")


def _lift(made: _Made) -> Task | None:
    flags, notes = made.of("home_link_flag"), made.of("register_note")
    if not flags and not notes:
        return None
    lifted = [each.on for each in flags if each.state == "lifted"]
    lifted += [each.removed_on for each in notes if each.removed_on]
    standing = bool(flags and flags[-1].state == "set") or any(not n.removed_on for n in notes)
    if not standing:
        return _task(made, "lift_flag", due=None, done_on=max(lifted))
    ended = made.decided.mappa_ended_on
    if ended is None:
        return _task(made, "lift_flag", due=None, waits_for="the end of MAPPA management")
    return _task(made, "lift_flag", due=made.after(ended, "lift_flag"))


def _let(made: _Made) -> Task:
    due = made.after(made.decided.on, "let")
    if made.decided.let is None:
        waits = "the meeting to decide between bidding and a direct let"
        return _task(made, "let", due=due, waits_for=waits)
    said = {"bid": "bid", "direct_let": "direct let"}[made.decided.let]
    accepted = [
        each
        for each in made.of("outcome")
        if each.step == "accepted" and each.decision == made.decided.decision
    ]
    if accepted:
        return _task(made, "let", due=due, done_on=accepted[-1].on, note=said)
    return _task(made, "let", due=due, note=said)


def _approach(made: _Made) -> Task | None:
    if made.decided.let != "direct_let":
        return None
    found = made.of("landlord_approach")
    due = made.after(made.decided.on, "approach")
    if not found:
        return _task(made, "approach", due=due)
    without = sum(not each.sharing_agreement for each in found)
    note = f"{len(found)} approached, {without} without a sharing agreement"
    return _task(made, "approach", due=due, done_on=found[0].on, note=note)


def _enquiry(made: _Made) -> Task:
    found = made.of("landlord_enquiry")
    if not found:
        return _task(made, "enquiry", due=None, waits_for="a landlord to ask")
    waiting = [each for each in found if not each.answered]
    if waiting:
        who = [who for who in ("police", "probation") if getattr(waiting[0], who) == "asked"]
        due = made.after(waiting[0].asked_on, "enquiry")
        return _task(made, "enquiry", due=due, note=f"waiting for {' and '.join(who)}")
    last = found[-1]
    return _task(made, "enquiry", due=None, done_on=max(last.police_on, last.probation_on))


def _disclosure(made: _Made) -> Task | None:
    if not made.decided.temporary:
        return None
    told = [
        each for each in made.of("disclosure") if each.to_whom == "temporary_accommodation_provider"
    ]
    placed = [
        each.on
        for each in made.of("outcome")
        if each.step == "housed_on" and each.setting == "temporary_accommodation"
    ]
    due = made.after(min(placed, default=made.decided.on), "disclosure")
    return _task(made, "disclosure", due=due, done_on=told[-1].on if told else None)


def _letters(made: _Made) -> Task:
    due = made.after(made.decided.on, "letters")
    if not made.decided.letters_to_named:
        return _task(made, "letters", due=due, waits_for="the meeting to name somebody")
    found = made.of("letter")
    return _task(made, "letters", due=due, done_on=found[0].copied_on if found else None)


def _address(made: _Made) -> Task:
    finished = [each for each in made.of("address_assessment") if each.result != "unfinished"]
    days: int = made.numbers["records.task_address_days"]
    if finished:
        note = finished[-1].result.replace("_", " ")
        return _task(made, "address", due=None, done_on=finished[-1].on, note=note)
    if made.decided.move_in is None:
        return _task(made, "address", due=None, waits_for="an address and a day of moving in")
    return _task(made, "address", due=made.decided.move_in - timedelta(days=days))


_BUILDERS: Final[tuple[Callable[[_Made], Task | None], ...]] = (
    _referral,
    _interview,
    _application,
    _flag,
    _note,
    _lift,
    _let,
    _approach,
    _enquiry,
    _disclosure,
    _letters,
    _address,
)
