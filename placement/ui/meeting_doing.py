"""Recording what does a task after a decision, by one form over any kind, and undoing it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from placement.days import in_words
from placement.errors import PlacementError
from placement.records.kinds import KINDS
from placement.ui import (
    frame,
    markup,
    meeting_fields,
    meeting_forms,
    meeting_homes,
    meeting_room,
    session,
    words,
)
from placement.ui.meeting_live import records
from placement.ui.spoken import st

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.records import Stored
    from placement.records.tasks import Decided, Task
    from placement.ui.kept import KeptCase

TASK, KIND, WHICH, UNDO = "task-of", "task-kind", "task-which", "task-undo"
NEW: Final = "new"
RECORDED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "interview": ("interview",),
    "application": ("register_application",),
    "flag": ("home_link_flag",),
    "note": ("register_note",),
    "lift_flag": ("home_link_flag", "register_note"),
    "let": ("bid_or_direct_let", "outcome"),
    "approach": ("landlord_approach", "disclosure"),
    "enquiry": ("landlord_enquiry",),
    "disclosure": ("disclosure",),
    "letters": ("letter",),
    "address": ("address_assessment",),
}
KINDS_OF: Final = tuple(dict.fromkeys(kind for kinds in RECORDED_BY.values() for kind in kinds))
SAY: Final = "task"
REFERRAL: Final = "A referral is recorded in the part Annex and referral."


def record(now: KeptCase, decided: Decided, found: tuple[Task, ...]) -> None:
    """Ask which task, and for the record that does it."""
    titles = {each.name: each.title for each in found}
    name = st.selectbox(
        "Task",
        list(titles),
        index=None,
        format_func=titles.__getitem__,
        placeholder="choose a task",
        key=TASK,
    )
    if name is None:
        return
    if name == "referral":
        st.html(markup.paragraph(REFERRAL))
        return
    kinds = {
        kind: KINDS[kind].label
        for kind in (*RECORDED_BY[name], SAY)
        if meeting_forms.may_write(kind, now.id, decided.lha)
    }
    kinds |= {SAY: "Another day, a note, or not needed"} if SAY in kinds else {}
    if not kinds:
        st.html(markup.paragraph("This is for somebody else to record."))
        return
    kind = st.radio(
        "Record", list(kinds), format_func=kinds.__getitem__, horizontal=True, key=f"{KIND}-{name}"
    )
    if kind is not None:
        _ask(now, decided, name, kind)


def _ask(now: KeptCase, decided: Decided, task: str, kind: str) -> None:
    fixed = {"lha": decided.lha}
    if "decision" in _keys(kind):
        fixed["decision"] = decided.decision
    if kind == SAY:
        fixed["task"] = task
    of = _which(now, decided, kind, task)
    today = session.record().clock().date().isoformat()
    first = "asked_on" if "asked_on" in _keys(kind) else "on"
    actor = session.desk().actor
    base = {first: today, "authorised_by": actor.id, "from_agency": actor.agency}
    if kind == "address_assessment":
        base["by"] = actor.id
    base = {key: value for key, value in base.items() if key in _keys(kind)}
    form = meeting_forms.opened(kind, now.id, {**base, **fixed}, of, slot=task)
    meeting_forms.show_stale(form)
    asked = meeting_forms.ask_fields(form, _links(now), omit=tuple(fixed))
    typed = {**asked, **fixed}
    if kind == "address_assessment":
        items = meeting_fields.looked(typed.get("profile"), typed.get("looked"), form.key("looked"))
        typed = meeting_forms.known({**typed, "looked": items})
    meeting_forms.keep(form, typed)
    missing = meeting_forms.problems(kind, typed)
    meeting_forms.still_needed(missing)
    if st.button("Save", type="primary", disabled=bool(missing), key=form.key("save")):
        meeting_forms.save(form, f"{KINDS[kind].label}: saved.", reason="after the decision")


def _which(now: KeptCase, decided: Decided, kind: str, task: str) -> Stored | None:
    """Ask which record of a kind: a new one, or one to go on with."""
    there = {each.id: each for each in _made(now, decided, kind)}
    if kind == SAY:
        there = {id_: one for id_, one in there.items() if one.data["task"] == task}
    if not there:
        return None
    labels = {NEW: "a new one"} | {id_: f"change: {_said(one)}" for id_, one in there.items()}
    chosen = st.radio(
        "Which record",
        list(labels),
        format_func=labels.__getitem__,
        horizontal=True,
        key=f"{WHICH}-{kind}-{task}-{len(there)}",
    )
    return there.get(chosen or NEW)


def _made(now: KeptCase, decided: Decided, kind: str) -> list[Stored]:
    found = [each for each in records(kind, now.id) if each.data.get("lha") == decided.lha]
    return [each for each in found if each.state == "current"]


def _said(one: Stored) -> str:
    day = one.data.get("on") or one.data.get("asked_on")
    when = in_words(date.fromisoformat(day)) if day else ""
    parts = [one.data.get(key) for key in ("state", "step", "choice", "result", "how", "task")]
    short = ", ".join(words.plainly(each) for each in parts if each)
    return f"{KINDS[one.kind].label}, {when}" + (f" ({short})" if short else "")


def _keys(kind: str) -> tuple[str, ...]:
    model: Any = KINDS[kind].model
    keys: tuple[str, ...] = model.keys()
    return keys


def _links(now: KeptCase) -> dict[str, dict[str, str]]:
    """Return what a field that names another record may name, in words."""
    homes = meeting_homes.linked(now.id) or meeting_homes.vacancies()
    return {
        "meeting": {
            each.id: in_words(date.fromisoformat(each.data["on"]))
            for each in meeting_room.meetings(now.id)
        },
        "vacancy": {id_: meeting_homes.called(one) for id_, one in homes.items()},
        **{
            kind: {each.id: _said(each) for each in records(kind, now.id)}
            for kind in ("landlord_enquiry", "disclosure", "placement")
        },
    }


# --- undoing ----------------------------------------------------------------------------------


def undo(now: KeptCase, decided: Decided) -> None:
    """Offer to withdraw a record made after the decision: its versions stay in the record."""
    found = {
        each.id: each
        for kind in (*KINDS_OF, SAY)
        for each in _made(now, decided, kind)
        if meeting_forms.may_write(kind, now.id, decided.lha)
    }
    if not found:
        return
    st.subheader("Undo a record", anchor=False)
    left, right = st.columns(2)
    with left:
        chosen = st.selectbox(
            "Record to undo",
            list(found),
            index=None,
            format_func=lambda id_: _said(found[id_]),
            placeholder="choose a record",
            key=f"{UNDO}-{len(found)}",
        )
    with right:
        why = st.text_input("Why it is undone (for the log)", key=f"{UNDO}-why-{len(found)}")
    ready = chosen is not None and why.strip()
    if st.button("Undo it", disabled=not ready) and chosen is not None:
        one = found[chosen]
        try:
            session.desk().withdraw(one.id, based_on=one.version, reason=why)
        except PlacementError as error:
            frame.say(str(error))
            return
        st.session_state[meeting_forms.DONE] = f"{_said(one)}: undone."
        st.rerun()
