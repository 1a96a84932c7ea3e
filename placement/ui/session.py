"""
Who is at the screen, and the record that the app was started with, if any.

Three ways to start: with files alone (nothing is kept), with the demonstration's record (synthetic
people, anyone may take any role), or with a record of real people (signing in). What a person may
do is decided by the record's desk; pages ask it and show its answer.
"""

from __future__ import annotations

import os
from time import monotonic
from typing import TYPE_CHECKING, Any

from placement.errors import NotAllowed
from placement.ui.serve import (
    DEFAULT_PROFILE,
    DEMO_VARIABLE,
    KEYS_VARIABLE,
    RECORD_VARIABLE,
    SIGN_IN_VARIABLE,
    the_profile,
)
from placement.ui.spoken import st

if TYPE_CHECKING:
    from placement.records import Actor, Desk, Record
    from placement.records.sign_in import Settings

DEMO_ROLE, DEMO_LHA, SIGNED_AS, CHECKED = "demo-role", "demo-lha", "signed-as", "signed-checked"
BELIEVED_SECONDS = 1.0  # a page asks many times while it is drawn; an ended session shows after it


def has_record() -> bool:
    """Whether the app was started with a record."""
    return RECORD_VARIABLE in os.environ


def is_demo() -> bool:
    """Whether the record is the demonstration's: everybody in it is made up."""
    return DEMO_VARIABLE in os.environ


@st.cache_resource(show_spinner=False)
def record() -> Record:
    """Open the record once for the server."""
    from placement.records import open_record

    return open_record(os.environ[RECORD_VARIABLE], os.environ[KEYS_VARIABLE])


def actor() -> Actor | None:
    """Return who is at the screen; None where nobody has signed in yet."""
    return _demo_actor() if is_demo() else _signed_in()


def actor_or_none() -> Actor | None:
    """Return who is at the screen; None also where their signing-in gives them no role here."""
    try:
        return actor()
    except NotAllowed:
        return None


def desk() -> Desk:
    """Return the desk of whoever is at the screen; ``NotAllowed`` where nobody is."""
    who = actor()
    if who is None:
        raise NotAllowed("Nobody is signed in. Sign in first.")
    return record().desk(who)


def _demo_actor() -> Actor:
    from scenarios.demonstration import person

    role = st.session_state.get(DEMO_ROLE, "coordinator")
    lha = (demo_lha() or "E07000010") if role == "spoc" else None
    return person(role, lha, the_profile())


def demo_lha() -> str | None:
    """Return for which LHA a SPOC of the demonstration speaks: the one chosen, or one asked."""
    if DEMO_LHA in st.session_state or the_profile() == DEFAULT_PROFILE:
        return st.session_state.get(DEMO_LHA)
    from scenarios.demonstration import asked_in

    return asked_in(the_profile())


# --- signing in -------------------------------------------------------------------------------


@st.cache_resource(show_spinner=False)
def _settings() -> Settings:
    from pathlib import Path

    from placement.records.sign_in import read_settings

    return read_settings(Path(os.environ[SIGN_IN_VARIABLE]))


def claims() -> dict[str, Any] | None:
    """Return the claims of whoever signed in with the identity provider; None: nobody did."""
    if not getattr(st.user, "is_logged_in", False):
        return None
    return dict(st.user)


def roles_open() -> tuple[Actor, ...]:
    """Return every role that the claims give to whoever signed in."""
    from placement.records.clock import system
    from placement.records.sign_in import actors_of

    given = claims()
    return () if given is None else actors_of(given, _settings(), now=system())


def take_role(who: Actor | None) -> None:
    """Work in one of several roles from now on; None asks again."""
    for key in [key for key in st.session_state if key not in (SIGNED_AS, CHECKED)]:
        del st.session_state[key]  # what was open in one role is not carried into another
    st.session_state[SIGNED_AS] = None if who is None else (who.role, who.lha)


def authority(who: Actor) -> str:
    """Return for which authority somebody speaks, in brackets; nothing where for none."""
    from placement.profile import load_profile

    if who.lha is None:
        return ""
    profile = load_profile(the_profile())
    return f" ({next((lha.name for lha in profile.lhas if lha.code == who.lha), who.lha)})"


def _signed_in() -> Actor | None:
    """
    Return the person of this signing-in, if our own session of it still holds.

    None where they are given several roles and have not chosen one.
    """
    from placement.records.clock import system
    from placement.records.sessions import seen
    from placement.records.sign_in import login_of

    given = claims()
    if given is None:
        return None
    who = _chosen(given, roles_open())
    if who is None:
        return None
    checked = (login_of(given), who.role, who.lha)
    known, at = st.session_state.get(CHECKED, (None, 0.0))
    if known != checked or monotonic() - at > BELIEVED_SECONDS:
        st.session_state.pop(CHECKED, None)
        seen(record(), who, given, _settings(), now=system())
        st.session_state[CHECKED] = (checked, monotonic())
    return who


def _chosen(given: dict[str, Any], choices: tuple[Actor, ...]) -> Actor | None:
    """Return the role to work in: the only one, the one chosen, or the one last worked in."""
    from placement.records.sessions import last_taken

    if len(choices) == 1:
        return choices[0]
    if SIGNED_AS not in st.session_state:
        role = last_taken(record(), given)
        of_role = [each for each in choices if each.role == role]
        return of_role[0] if len(of_role) == 1 else None
    chosen = st.session_state[SIGNED_AS]
    return next((each for each in choices if (each.role, each.lha) == chosen), None)


def sign_in() -> None:
    """Go to the agency's identity provider."""
    st.login()


def sign_out() -> None:
    """End our own session, then the provider's cookie; the cookie goes whatever else happens."""
    from placement.records.clock import system
    from placement.records.sessions import ended

    given = claims()
    try:
        choices = roles_open()
        if given is not None and choices:
            ended(record(), choices[0], given, now=system())
    except NotAllowed:
        pass  # what the claims gave is over already
    st.session_state.pop(CHECKED, None)
    st.logout()
