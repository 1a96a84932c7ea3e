"""Which pages there are, and which of them somebody gets: by how the app was started, and role."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from placement.ui import session
from placement.ui.spoken import st

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.navigation.page import StreamlitPage

PAGES = "pages"
ROOT = "start"  # never an address: Streamlit only wants it to differ from the others
WITH_FILES = ("options", "compare", "what-if", "protocol", "accessibility")
ABOUT_CASES = ("cases", "case", "options", "compare", "what-if", "plan", "meeting")
FOR_ROLE = {
    "offender_manager": ("cases", "case", "options", "compare", "what-if", "meeting"),
    "victim_liaison": ("cases", "case", "options", "compare", "what-if", "meeting"),
    "panel": ("cases", "options", "compare", "what-if", "meeting"),
    "spoc": ("cases", "options", "compare", "what-if", "meeting", "enquiry", "monitoring"),
    "coordinator": (*ABOUT_CASES, "monitoring", "audit"),
    "smb": ("monitoring",),
    "auditor": ("audit",),
}
EVERYBODY = ("protocol", "settings", "accessibility")
TITLES = {
    "cases": "Cases",
    "case": "Case",
    "options": "Options",
    "compare": "Compare",
    "what-if": "What if",
    "plan": "Plan",
    "meeting": "Meeting",
    "enquiry": "Enquiry",
    "monitoring": "Monitoring",
    "protocol": "Protocol",
    "audit": "Audit",
    "settings": "Settings",
    "accessibility": "Accessibility",
    "sign-in": "Sign in",
}


def pages() -> list[StreamlitPage]:
    """
    Return the pages that whoever is at the screen gets, the first of them to open with.

    Streamlit serves the first at the root and nowhere else; a hidden one of the same content
    answers at its own address, which people keep and are led back to after signing in.
    """
    first, *others = names_for()
    made = {first: st.Page(_page(first), title=TITLES[first], url_path=ROOT, default=True)}
    for name in others:
        made[name] = st.Page(_page(name), title=TITLES[name], url_path=name)
    st.session_state[PAGES] = made
    again = st.Page(_page(first), title=TITLES[first], url_path=first, visibility="hidden")
    return [*made.values(), again]


def _page(name: str) -> Callable[[], None]:
    """Return a page's function; its module is loaded when it is first turned to."""

    def run() -> None:
        import_module(module_of(name)).page()

    return run


def module_of(name: str) -> str:
    """Return the module of a page."""
    return f"placement.ui.{name.replace('-', '_')}"


def names_for() -> tuple[str, ...]:
    """Return the names of the pages that whoever is at the screen gets, in order."""
    if not session.has_record():
        return WITH_FILES
    who = session.actor_or_none()
    if who is None:
        return ("sign-in", "accessibility")
    return (*FOR_ROLE[who.role], *EVERYBODY)


def to(name: str) -> StreamlitPage | None:
    """Return a page to link to, where this person has it."""
    found: StreamlitPage | None = st.session_state.get(PAGES, {}).get(name)
    return found
