"""The Meeting page: what the room sees, what each brings, the decision, and what follows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from placement.ui import (
    contribution_form,
    decision_form,
    files,
    kept,
    meeting_after,
    meeting_forms,
    meeting_record,
    meeting_view,
    question,
    session,
    task_list,
)
from placement.ui.spoken import st

if TYPE_CHECKING:
    from collections.abc import Callable

    from placement.ui.kept import KeptCase

STYLE: Final = Path(__file__).parent / "meeting.css"
PART: Final = "meeting-part"
SCREEN: Final = "Screen"
PARTS: Final[dict[str, tuple[Callable[[KeptCase], None], tuple[str, ...]]]] = {
    SCREEN: (meeting_view.screen, ()),
    "Contribution": (contribution_form.contribute, ("spoc", "coordinator")),
    "Attendance": (meeting_record.attendance, ("coordinator",)),
    "Decision": (decision_form.decide, ("coordinator", "offender_manager")),
    "Dissent": (meeting_record.dissent, ("panel", "coordinator", "offender_manager")),
    "Vacancy": (question.ask, ("spoc", "coordinator", "offender_manager", "victim_liaison")),
    "Annex and referral": (meeting_after.after, ()),
    "Tasks": (task_list.tasks, ()),
}


def page() -> None:
    """Show the case in hand as the meeting sees it, one part at a time."""
    now = kept.in_hand()
    st.html(STYLE)
    st.title("The meeting" if now is None else meeting_view.heading(now), anchor=False)
    if now is None:
        files.nothing_open()
        return
    role = session.desk().actor.role
    open_to = [name for name, (_, roles) in PARTS.items() if not roles or role in roles]
    with st.container(key="meeting-controls"):
        part = st.radio(
            "Part of the meeting", open_to, horizontal=True, key=PART, label_visibility="collapsed"
        )
        meeting_view.controls()
    meeting_forms.said_last()
    PARTS[part or SCREEN][0](now)
