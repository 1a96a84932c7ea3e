"""
What stands round every page: the side bar, the style, the provenance line, and the one catch.

A ``PlacementError`` was written for the person reading it and is shown as it is. Anything else is
a fault of ours: the page gives a reference, and the log gives that reference with the place in the
code, never the error's own words, which could hold facts about people.
"""

from __future__ import annotations

import gc
import logging
import secrets
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from placement.errors import PlacementError
from placement.ui import markup, state, words

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from placement.ui.intake import Held

STYLE = Path(__file__).parent / "style.css"
LOG = logging.getLogger(__name__)
NOT_A_LOCK = (
    "Pages show what this role may read. It is a view, not a lock: whoever has the case file can "
    "read all of it."
)


def show(page: StreamlitPage) -> None:
    """Show a page inside its frame; say in plain English what went wrong, if anything did."""
    _settle()
    st.html(STYLE)
    try:
        _side_bar()
        page.run()
        st.html(markup.paragraph(" ".join(state.provenance()), "p-provenance"))
    except PlacementError as error:
        say(str(error))
    except Exception as error:
        reference = secrets.token_hex(4)
        LOG.error("fault %s: %s at %s", reference, type(error).__name__, _where(error))
        st.error(
            f"Something went wrong here that is not your doing. Nothing was saved or sent. Reload "
            f"the page; if it happens again, report the reference {reference}."
        )


def say(error: str) -> None:
    """Show an error's lines as they are: its first, and its problems as a list."""
    first, *rest = error.split("\n")
    lines = [f"- {markup.literally(line.removeprefix('  - '))}" for line in rest]
    st.error("\n".join([markup.literally(first), "", *lines]))


def _side_bar() -> None:
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


def _in_hand(now: Held) -> list[str]:
    people = "not given" if now.placements is None else f"{len(now.placements)} people"
    return [f"Case: {now.case.reference} ({now.label})", f"Placements: {people}"]


def _where(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " > ".join(f"{Path(each.filename).name}:{each.lineno}" for each in frames[-4:])


@st.cache_resource(show_spinner=False)
def _settle() -> bool:
    """Load what pages need once, then keep it out of the collection that follows every run."""
    import altair  # noqa: F401

    from placement import charts

    charts.use_theme()
    state.provenance()
    gc.collect()
    gc.freeze()
    return True
