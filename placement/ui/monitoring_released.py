"""Parts of the Monitoring page: whom the figures are for, releasing them, and what was released."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from placement.days import in_words
from placement.errors import PlacementError
from placement.ui import frame, markup, monitoring_figures, monitoring_parts, session, state
from placement.ui.markup import Group, table
from placement.ui.spoken import st

if TYPE_CHECKING:
    from placement.records import Stored

NOTHING_YET = (
    "Nothing has been released to you yet. The MAPPA coordinator releases figures on fixed days."
)
NO_RELEASES = "Nothing has been released yet."
RELEASE = "Release it"
DRAFT = "Work the figures out"
WHAT_A_RELEASE_IS = (
    "A release is proven against every earlier one, kept in the record, and can then be read by "
    "those it is for. It cannot be taken back."
)


LATE = "The release of {} has not been made yet. It can still be made, and shows {}."


def ask() -> None:
    """Ask the coordinator for whom the figures are to be."""
    chosen = st.selectbox(
        "Figures for",
        list(monitoring_figures.AUDIENCES),
        format_func=monitoring_figures.AUDIENCES.__getitem__,
        key=monitoring_figures.FOR,
    )
    if chosen == "lha":
        names = state.lhas()
        st.selectbox(
            "Authority", list(names), format_func=names.__getitem__, key=monitoring_figures.WHICH
        )


def begin() -> None:
    """Offer to work the figures out as a draft, and on a day of release to release them."""
    chosen, _ = monitoring_figures.audience()
    due = monitoring_figures.due(chosen)
    if due is not None and due[0] < state.today():
        st.info(LATE.format(in_words(due[0]), in_words(due[1])))
    elif chosen != "internal":
        st.info(monitoring_figures.next_words(chosen))
    st.button(DRAFT, type="primary", on_click=_asked, kwargs={"draft": True})
    if due is not None:
        st.html(markup.paragraph(WHAT_A_RELEASE_IS))
        st.button(RELEASE, on_click=_asked, kwargs={"draft": False})
    st.html(markup.paragraph(monitoring_parts.TAKES_A_WHILE))


def _asked(*, draft: bool) -> None:
    # only noted here: who turns to another page at once would cut the beginning short
    st.session_state[monitoring_figures.ASKED] = (draft, monitoring_figures.audience())


def begin_if_asked() -> None:
    """Begin what was asked for, once, and only for whom it was asked; see ``_asked``."""
    draft, whom = st.session_state.get(monitoring_figures.ASKED, (None, None))
    if draft is None:
        return
    try:
        if whom == monitoring_figures.audience():
            monitoring_figures.begin(draft=draft)
    except PlacementError as error:
        frame.say(str(error))
    st.session_state.pop(monitoring_figures.ASKED, None)


def show() -> None:
    """Show the Board, or an authority, the report that was released to it."""
    role = session.desk().actor.role
    found = monitoring_figures.reports()
    st.html(markup.paragraph(monitoring_figures.next_words("smb" if role == "smb" else "lha")))
    if not found:
        st.info(NOTHING_YET)
        return
    by_id = {each.id: each for each in found}
    chosen = st.selectbox("Report", list(by_id), format_func=lambda one: _name(by_id[one]))
    if chosen:
        monitoring_parts.show(monitoring_figures.report_of(by_id[chosen]))


def list_of_releases() -> None:
    """List what was released, to whom and when."""
    st.header("What was released", anchor=False)
    found = monitoring_figures.reports()
    if not found:
        st.html(markup.paragraph(NO_RELEASES))
        return
    rows = [
        [_day(each, "on"), _day(each, "as_of"), str(each.data["title"]), each.by] for each in found
    ]
    st.html(
        table(
            caption="Releases, the latest first",
            head=("Released on", "About", "Report", "By"),
            groups=[Group(rows=rows)],
            wide=True,
        )
    )


def _name(stored: Stored) -> str:
    return f"{stored.data['title']}, about {_day(stored, 'as_of')}"


def _day(stored: Stored, name: str) -> str:
    return in_words(date.fromisoformat(stored.data[name]))
