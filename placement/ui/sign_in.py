"""
The Sign in page: for whoever has not signed in, has to choose a role, or is given none.

Where the identity provider is, who is given which role, and where secrets come from stands in the
sign-in settings: ``placement.records.sign_in`` and ``placement.records.service``. What comes back
from the provider opens nothing by itself: our own record says whether a signing-in still holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.errors import PlacementError
from placement.ui import frame, session, words
from placement.ui.spoken import st

if TYPE_CHECKING:
    from placement.records import Actor

ROLE = "role-to-take"


def page() -> None:
    """Ask to sign in through the agency's identity provider; say why a sign-in was not enough."""
    st.title("Sign in", anchor=False)
    if session.claims() is None:
        st.info("This service keeps a record. Sign in with your agency's account.")
        st.button("Sign in", type="primary", on_click=session.sign_in)
        return
    try:
        who, choices = session.actor(), session.roles_open()
    except PlacementError as error:
        frame.say(str(error))
        st.button("Sign in again", type="primary", on_click=session.sign_in)
        st.button("Sign out", on_click=session.sign_out)
        return
    if who is None:
        _choose(choices)
    st.button("Sign out", key="sign-out-here", on_click=session.sign_out)


def _choose(choices: tuple[Actor, ...]) -> None:
    """Ask in which of several roles they want to work; rights are never added up."""
    st.info("Your agency gives you several roles here. Choose the one you work in now.")
    names = [words.EVERY_ROLE[each.role] + session.authority(each) for each in choices]
    st.radio("Work as", range(len(choices)), format_func=names.__getitem__, key=ROLE)
    st.button("Continue", type="primary", on_click=_take, args=(choices,))


def _take(choices: tuple[Actor, ...]) -> None:
    # what is chosen at the click, however soon after the choice it comes
    session.take_role(choices[st.session_state[ROLE]])
