"""
What stands round every page: the side bar, the style, the provenance line, and the one catch.

A ``PlacementError`` was written for the person reading it and is shown as it is. Anything else is
a fault of ours: the page gives a reference, and the log gives that reference with the place in the
code, never the error's own words, which could hold facts about people.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from placement.errors import PlacementError
from placement.records.sign_in import DEMO_BANNER
from placement.ui import kept, logs, markup, session, state, words
from placement.ui.spoken import st
from placement.ui.warm import warm

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from placement.ui.intake import Held

SIDE_BAR_PX = 250  # a projector's 1280 pixels leave the tables about a thousand
STYLE = Path(__file__).parent / "style.css"
NOT_A_LOCK = (
    "Pages show what this role may read. It is a view, not a lock: whoever has the case file can "
    "read all of it."
)


def pages() -> list[StreamlitPage]:
    """Return the pages to navigate between."""
    from placement.ui.pages import pages as made

    return made()


def show(page: StreamlitPage) -> None:
    """Show a page inside its frame; say in plain English what went wrong, if anything did."""
    warm()
    st.html(STYLE)
    try:
        _side_bar()
        if session.is_demo():
            st.html(markup.paragraph(DEMO_BANNER, "p-demo"))
        page.run()
        if not session.has_record() or session.actor_or_none():
            st.html(markup.paragraph(" ".join(state.provenance()), "p-provenance"))
    except PlacementError as error:
        say(str(error))
    except Exception as error:
        st.error(
            "Something went wrong here that is not your doing. What was saved before is kept. "
            f"Reload the page; if it happens again, report the reference {logs.fault(error)}."
        )


def say(error: str) -> None:
    """Show an error's lines as they are: its first, and its problems as a list."""
    first, *rest = error.split("\n")
    lines = [f"- {markup.literally(line.removeprefix('  - '))}" for line in rest]
    st.error("\n".join([markup.literally(first), "", *lines]))


def _side_bar() -> None:
    if session.has_record():
        with st.sidebar:
            _recorded_side_bar()
        return
    now = state.held()
    with st.sidebar:
        st.selectbox(
            "Show what this role sees",
            words.ROLES,
            format_func=words.ROLES.__getitem__,
            key=state.ROLE,
        )
        if state.reader().role == "spoc":
            names = state.lhas()
            st.selectbox("SPOC of", names, format_func=names.__getitem__, key=state.OWN)
        areas = state.areas()
        st.radio("MAPPA area", areas, format_func=areas.__getitem__, key=state.AREA)
        st.caption(NOT_A_LOCK)
        if now:
            st.html(markup.items(_in_hand(now)))
            st.button("Close this case", on_click=state.close_case)


def _take_a_role() -> None:
    """Ask for a role; what is chosen outlasts the widget, which Streamlit forgets between pages."""
    roles = list(words.EVERY_ROLE)
    st.session_state.setdefault(session.DEMO_ROLE, "coordinator")
    role = st.selectbox(
        "Take the role of",
        roles,
        index=roles.index(st.session_state[session.DEMO_ROLE]),
        format_func=words.EVERY_ROLE.__getitem__,
    )
    lha = session.demo_lha()
    if role == "spoc":
        names = state.lhas()
        codes = list(names)
        lha = st.selectbox(
            "SPOC of",
            codes,
            index=codes.index(lha) if lha in codes else 0,
            format_func=names.__getitem__,
        )
    if (role, lha) != (st.session_state[session.DEMO_ROLE], st.session_state.get(session.DEMO_LHA)):
        st.session_state[session.DEMO_ROLE] = role
        if lha is not None:
            st.session_state[session.DEMO_LHA] = lha
        st.rerun()


def _recorded_side_bar() -> None:
    """Say who is at the screen and which case is in hand; in the demonstration, take a role."""
    if session.is_demo():
        _take_a_role()
    who = session.actor_or_none()
    if who is None:
        return
    lines = [f"{words.EVERY_ROLE[who.role]}: {who.id}"]
    now = state.in_hand() if who.role not in ("smb", "auditor") else None
    if now is not None:
        lines.append(f"Case in hand: {now.reference}")
    st.html(markup.items(lines))
    if now is not None:
        st.button("Put this case away", on_click=kept.put_away)
    if not session.is_demo():
        st.button("Sign out", on_click=session.sign_out)


def _in_hand(now: Held) -> list[str]:
    people = "not given" if now.placements is None else f"{len(now.placements)} people"
    return [f"Case: {now.case.reference} ({now.label})", f"Placements: {people}"]
