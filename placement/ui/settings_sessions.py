"""Settings: who is signed in, ending a session, and the role that somebody works in."""

from __future__ import annotations

from datetime import datetime

from placement.days import in_words
from placement.records.clock import system
from placement.records.sessions import end_one, open_sessions
from placement.ui import markup, session, words
from placement.ui.markup import Group, table
from placement.ui.settings_parts import done, key
from placement.ui.spoken import st


def you() -> None:
    """Say who is at the screen and in what role; take another, where several are given."""
    who = session.desk().actor
    lines = [
        f"Staff id: {who.id}",
        f"Role: {words.EVERY_ROLE[who.role]}{session.authority(who)}",
    ]
    if session.is_demo():
        lines.append("This is the demonstration: take another role in the side bar.")
    st.html(markup.items(lines))
    if not session.is_demo() and len(session.roles_open()) > 1:
        st.html(markup.paragraph("Your agency gives you several roles here. One at a time holds."))
        st.button("Work in another role", on_click=session.take_role, args=(None,))


def sessions() -> None:
    """Show who is signed in, and end one session."""
    desk, now = session.desk(), system()
    found = open_sessions(desk, now=now)
    if not found:
        st.info("Nobody is signed in" + (" in the demonstration." if session.is_demo() else "."))
        return
    rows = [
        [
            each.staff,
            words.EVERY_ROLE[each.role],
            _at(each.began),
            _at(each.seen),
            _at(each.ends),
        ]
        for _, each in found
    ]
    st.html(
        table(
            caption="Who is signed in; times are UTC. One not seen for a while ends by itself.",
            head=("Staff id", "Role", "Since", "Last seen", "Ends at the latest"),
            groups=[Group(rows=rows)],
            wide=True,
        )
    )
    called = {
        id_: f"{each.staff}, {words.EVERY_ROLE[each.role]}, since {_at(each.began)}"
        for id_, each in found
    }
    with st.form(key("end-session"), enter_to_submit=False):
        chosen = st.selectbox(
            "Session", list(called), format_func=called.__getitem__, key=key("session")
        )
        pressed = st.form_submit_button("End this session")
    if pressed:
        done(
            lambda: end_one(desk, chosen, now=system()),
            f"The session of {called[chosen]} was ended. Their next click asks them to sign in.",
        )


def _at(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return f"{in_words(moment.date())}, {moment:%H:%M}"
