"""Two forms of the What if page: what the SPOC of an LHA says, and how a kind of home stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.profile_reading import STATUSES
from placement.ui import markup, meeting_words, state, words
from placement.ui.spoken import st
from scenarios.what_if.housing_changes import HOMES

if TYPE_CHECKING:
    Data = dict[str, Any]

ADD = "Change it in the copy"
STAYS = "as it stands"


def said_by_a_spoc() -> Data | None:
    """Ask what a SPOC says (6.7): availability, exclusion, whom to ask; a blank one stays."""
    lha = whose("what-if-said-lha")
    left, right = st.columns(2)
    with left:
        available = _one_of("Availability (6.7.1)", meeting_words.AVAILABILITY, "availability")
    with right:
        excluded = _one_of("Exclusion (6.7.7)", meeting_words.EXCLUSION, "exclusion")
    asked = st.text_input("Office to ask, if need be", key="what-if-said-ask").strip()
    if not st.button(ADD):
        return None
    given = {"availability": available, "exclusion": excluded, "ask": asked or None}
    given = {name: value for name, value in given.items() if value is not None}
    if not given:
        st.warning("Still needed: one thing that the SPOC says.")
        return None
    return {"do": "say", "lha": lha, **given}


def option() -> Data | None:
    """Ask how a kind of home stands in an LHA (8.1)."""
    lha = whose("what-if-option-lha")
    left, right = st.columns(2)
    with left:
        kind = st.selectbox(
            "Kind of home", HOMES, format_func=words.plainly, key="what-if-option-kind"
        )
    with right:
        status = st.selectbox(
            "Stands as", STATUSES, format_func=words.plainly, key="what-if-option-status"
        )
    st.caption("It is shown beside the LHA. It closes nothing and moves no points.")
    return {"do": "option", "lha": lha, "kind": kind, "status": status} if st.button(ADD) else None


def whose(key: str) -> str:
    """Return the LHA it is about: a SPOC's own, or one that is chosen."""
    named, reader = state.lhas(), state.reader()
    if reader.housing and reader.lha is not None:
        st.html(markup.paragraph(f"For your own LHA: {named.get(reader.lha, reader.lha)}."))
        return reader.lha
    return st.selectbox("LHA", list(named), format_func=named.__getitem__, key=key)


def _one_of(label: str, answers: dict[str, str], name: str) -> str | None:
    return st.selectbox(
        label,
        list(answers),
        index=None,
        format_func=answers.__getitem__,
        placeholder=STAYS,
        key=f"what-if-said-{name}",
    )
