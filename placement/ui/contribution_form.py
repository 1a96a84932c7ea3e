"""What a SPOC brings to the meeting under the heads of protocol 6: two answers, then words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from placement.records.directory import route
from placement.records.kinds import KINDS
from placement.records.kinds.words import HEADS
from placement.ui import markup, meeting_fields, meeting_forms, meeting_room, session, state
from placement.ui.meeting_live import records
from placement.ui.spoken import quoted, st

if TYPE_CHECKING:
    from placement.records import Stored
    from placement.ui.kept import KeptCase
    from placement.ui.meeting_forms import Form

WHOSE: Final = "contribution-lha"
FIRST: Final = ("availability", "exclusion")
ASK_FIRST: Final = (
    "This makes {name} one to ask first. It closes nothing and moves no points: supply changes, "
    "and whether an exclusion holds is for the authority to decide. Name the office to ask."
)
HELP: Final = (
    "Two answers are needed; write under the heads you know about and leave the others blank. "
    "Everybody at the meeting sees it within a few seconds of saving."
)
SAVED: Final = "The contribution of {name} is saved. Everybody at the meeting sees it."


def contribute(now: KeptCase) -> None:
    """Ask for the contribution of one LHA: a SPOC's own, or for the coordinator any."""
    lha = _whose()
    if lha is None:
        return
    name = state.lhas().get(lha, lha)
    if not meeting_forms.may_write("contribution", now.id, lha):
        st.html(markup.paragraph(f"You may not contribute for {name} to this case."))
        return
    st.header(f"What {name} brings", anchor=False)
    st.html(markup.paragraph(HELP))
    before = meeting_room.contributions(now.id).get(lha)
    form = _form(now, lha, before)
    meeting_forms.show_stale(form)
    typed = _asked(form, lha, name)
    meeting_forms.keep(form, typed)
    missing = meeting_forms.problems("contribution", typed)
    meeting_forms.still_needed(missing)
    if st.button("Save this contribution", type="primary", disabled=bool(missing)):
        meeting_forms.save(form, SAVED.format(name=name))
    st.html(markup.paragraph(meeting_forms.KEPT_SAID))


def _whose() -> str | None:
    actor = session.desk().actor
    if actor.role == "spoc":
        return actor.lha
    names = state.lhas()
    return st.selectbox(
        "For which LHA, as its SPOC said it",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="choose an LHA",
        key=WHOSE,
    )


def _form(now: KeptCase, lha: str, before: Stored | None) -> Form:
    """Return the form: today's contribution goes on, an earlier one is where a new one begins."""
    today = session.record().clock().date().isoformat()
    if before is not None and before.data["on"] == today:
        return meeting_forms.opened("contribution", now.id, {}, before, slot=lha)
    base: dict[str, Any] = dict(before.data) if before else {}
    return meeting_forms.opened("contribution", now.id, {**base, "lha": lha, "on": today}, slot=lha)


def _asked(form: Form, lha: str, name: str) -> dict[str, Any]:
    model: Any = KINDS["contribution"].model
    # what may stay blank is said once, above, and not beside each head
    declared = {each.key: replace(each, needed=True) for each in model.declared()}
    typed = dict(form.typed)
    left, right = st.columns(2)
    for column, key in zip((left, right), FIRST, strict=True):
        with column:
            typed[key] = meeting_fields.ask(declared[key], typed.get(key), form.key(key), {})
    closed = typed["availability"] == "nothing_suitable" or typed["exclusion"] == "excluded"
    if closed:
        st.warning(ASK_FIRST.format(name=name))
        typed.setdefault("ask", _who_to_ask(lha))
        own = {id_: quoted(one.data["name"]) for id_, one in _offices(lha).items()}
        typed["ask"] = meeting_fields.choose(
            "Office to ask about it", own, typed["ask"], form.key("ask")
        )
    columns = st.columns(2)
    for place, head in enumerate(HEADS):
        with columns[place % 2]:
            typed[head] = meeting_fields.ask(declared[head], typed.get(head), form.key(head), {})
            if head == "informal" and typed[head]:
                key = "informal_from"
                typed[key] = meeting_fields.ask(declared[key], typed.get(key), form.key(key), {})
    until = meeting_fields.ask(
        declared["holds_until"], typed.get("holds_until"), form.key("holds_until"), {}
    )
    return meeting_forms.known({**typed, "holds_until": until})


def _offices(lha: str) -> dict[str, Stored]:
    return {id_: one for id_, one in meeting_room.offices().items() if one.data["lha"] == lha}


def _who_to_ask(lha: str) -> str | None:
    found = route(
        lha,
        session.record().clock().date(),
        offices=_models("office"),
        absences=_models("absence").values(),
    )
    return found.office


def _models(kind: str) -> dict[str, Any]:
    return {each.id: KINDS[kind].model.from_data(each.data) for each in records(kind, None)}
