"""The tasks after a decision, each with what records it; nobody ticks what a record shows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from placement.cases.reader import read_case_text
from placement.days import in_words
from placement.profile import load_profile
from placement.record_words import task_terms
from placement.records import tasks as following
from placement.records.kinds import KINDS
from placement.ui import (
    markup,
    meeting_doing,
    meeting_forms,
    meeting_room,
    session,
    state,
    words,
)
from placement.ui.markup import Group, table, tag
from placement.ui.meeting_live import live, records
from placement.ui.spoken import quoted, said, st, terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.records import Stored
    from placement.records.tasks import Decided, Task
    from placement.ui.kept import KeptCase

STATE: Final = {"open": "to do", "done": "done", "waiting": "waiting", "not_needed": "not needed"}
NO_DECISION: Final = "Tasks follow a recorded decision that names an LHA. There is none yet."
NO_REFERRAL: Final = (
    "Tasks for your authority begin with a referral after a decision. None has reached you yet."
)
COUNTS: Final = "A task is done when its record is there; what is undone here stays in the log."


def tasks(now: KeptCase) -> None:
    """Show the tasks that follow the decision; record what does one; undo a record."""
    st.header("Tasks after the decision", anchor=False)
    decided = _decided(now)
    if decided is None:
        spoc = session.desk().actor.role == "spoc"
        st.html(markup.paragraph(NO_REFERRAL if spoc else NO_DECISION))
        return
    live(lambda: _list(now, decided))
    if not any(
        meeting_forms.may_write(kind, now.id, decided.lha) for kind in meeting_doing.KINDS_OF
    ):
        return
    st.subheader("Record what does a task", anchor=False)
    meeting_doing.record(now, decided, _tasks(now, decided))
    meeting_doing.undo(now, decided)


# --- the list ---------------------------------------------------------------------------------


def _list(now: KeptCase, decided: Decided) -> None:
    today = session.record().clock().date()
    found = _tasks(now, decided)
    open_ = sum(each.state == following.OPEN for each in found)
    name = state.lhas().get(decided.lha, decided.lha)
    its = task_terms(load_profile(state.area()), decided.lha) if terms() else {}
    rows = [_row(each, today, {**terms(), **its}) for each in found]
    st.html(
        table(
            caption=f"{name}: {open_} of {len(found)} tasks to do",
            head=("Task", "Clause", "Who", "State", "Due", "Done", "Note"),
            groups=[Group(rows=rows)],
            wide=True,
        )
        + markup.paragraph(COUNTS)
    )


def _row(task: Task, today: date, known: Mapping[str, str]) -> list[str]:
    overdue = task.overdue(today)
    stands = "overdue" if overdue else STATE[task.state]
    note = [said(f"waits for {task.waits_for}", known)] if task.waits_for else []
    note += [quoted(task.note)] if task.note else []
    return [
        said(task.title, known),
        task.clause,
        words.EVERY_ROLE[task.owner],
        tag(stands, "refer" if overdue else "plain"),
        in_words(task.due) if task.due else "-",
        in_words(task.done_on) if task.done_on else "-",
        "; ".join(note) or "-",
    ]


def _tasks(now: KeptCase, decided: Decided) -> tuple[Task, ...]:
    kinds = (*meeting_doing.KINDS_OF, "referral")
    models = {kind: [_model(each) for each in records(kind, now.id)] for kind in kinds}
    said = [_model(each) for each in records(meeting_doing.SAY, now.id)]
    return following.tasks_after(decided, models, meeting_room.setting().numbers, overrides=said)


def _model(stored: Stored) -> Any:  # noqa: ANN401 - the kind's own model
    return KINDS[stored.kind].model.from_data(stored.data)


def _decided(now: KeptCase) -> Decided | None:
    """Return what was decided: the decision itself, or for a SPOC what the referral says of it."""
    routes = {lha.code: lha.route for lha in load_profile(state.area()).lhas}
    temporary = any(
        each.data.get("setting") == "temporary_accommodation" for each in records("outcome", now.id)
    )
    if session.desk().actor.role == "spoc":
        return _as_referred(now, routes, temporary=temporary)
    stands = meeting_room.stands(now.id)
    if stands is None:
        return None
    return following.decided_from(
        stands.id,
        _model(stands),
        route=routes.get(stands.data.get("lha", ""), ""),
        meetings={each.id: _model(each) for each in meeting_room.meetings(now.id)},
        history=[_model(each) for each in records("management", now.id)],
        move_in=read_case_text(now.text).release,  # no day known: the task waits for one
        temporary=temporary,
    )


def _as_referred(now: KeptCase, routes: Mapping[str, str], *, temporary: bool) -> Decided | None:
    found = [each for each in records("referral", now.id) if each.data.get("decision")]
    if not found:
        return None
    last = max(found, key=lambda each: each.data["on"])
    lets = [each.data["how"] for each in records("bid_or_direct_let", now.id)]
    return following.Decided(
        decision=last.data["decision"],
        lha=last.data["lha"],
        on=date.fromisoformat(last.data["on"]),
        route=routes.get(last.data["lha"], ""),
        let=lets[-1] if lets else None,
        temporary=temporary,
        letters_to_named=bool(records("letter", now.id)),
    )
