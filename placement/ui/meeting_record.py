"""The meeting itself: who came and what it settled; and a member's dissent from a decision."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from placement.days import in_words
from placement.ui import markup, meeting_forms, meeting_room, session
from placement.ui.meeting_view import agency_name
from placement.ui.spoken import st

if TYPE_CHECKING:
    from placement.ui.kept import KeptCase

WHICH: Final = "meeting-which"
NEW: Final = "new"
WHY_HERE: Final = (
    "Agencies that were there, and what the meeting settled: bid or direct let (9), who gets "
    "copies of letters (11). People named in the record stay named: it opens the case to them."
)


def attendance(now: KeptCase) -> None:
    """Ask who is here and what the meeting settled; the coordinator records it."""
    st.header("Who is here, and what the meeting settled", anchor=False)
    st.html(markup.paragraph(WHY_HERE))
    met = {each.id: each for each in meeting_room.meetings(now.id)}
    labels = {id_: f"that of {_day(one.data['on'])}" for id_, one in met.items()}
    labels[NEW] = "a new meeting"
    chosen = st.radio(
        "Which meeting",
        list(labels),
        format_func=labels.__getitem__,
        horizontal=True,
        key=f"{WHICH}-{len(met)}",
    )
    base = {"on": session.record().clock().date().isoformat()}
    form = meeting_forms.opened("meeting", now.id, base, met.get(chosen or NEW))
    meeting_forms.show_stale(form)
    typed = meeting_forms.ask_fields(form, {})
    meeting_forms.keep(form, typed)
    missing = meeting_forms.problems("meeting", typed)
    meeting_forms.still_needed(missing)
    if st.button("Save the meeting", type="primary", disabled=bool(missing)):
        meeting_forms.save(form, "The meeting is saved.")


def dissent(now: KeptCase) -> None:
    """Ask a member of the meeting why they do not agree with a decision."""
    st.header("A decision that somebody does not agree with", anchor=False)
    if not meeting_forms.may_write("dissent", now.id):
        st.html(markup.paragraph("Only those who were at the meeting may dissent."))
        return
    decisions = {
        each.id: f"that of {_day(each.data['on'])}"
        for each in meeting_room.decisions(now.id)
        if each.state == "current"
    }
    if not decisions:
        st.html(markup.paragraph("No decision is recorded yet, so nobody can dissent from one."))
        return
    actor = session.desk().actor
    base: dict[str, Any] = {
        "on": session.record().clock().date().isoformat(),
        "agency": actor.agency,
        "decision": next(iter(decisions)),
    }
    form = meeting_forms.opened("dissent", now.id, base)
    meeting_forms.show_stale(form)
    typed = meeting_forms.ask_fields(form, {"decision": decisions})
    meeting_forms.keep(form, typed)
    missing = meeting_forms.problems("dissent", typed)
    meeting_forms.still_needed(missing)
    if st.button("Record the dissent", type="primary", disabled=bool(missing)):
        agency = agency_name(typed.get("agency", ""))
        meeting_forms.save(form, f"The dissent of {agency} is recorded.")


def _day(iso: str) -> str:
    return in_words(date.fromisoformat(iso))
