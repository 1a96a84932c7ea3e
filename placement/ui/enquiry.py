"""
The Enquiry page: a SPOC asks what the considerations would say of somebody not referred yet.

It holds what housing knows and nothing protected, reads nothing of any case in the record, and is
kept in this window alone. What it says of victims is that they have not been looked at.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from placement.assess import assess
from placement.cases.reader import read_case_tables
from placement.cases.writing import as_toml
from placement.errors import PlacementError
from placement.load import load_setting
from placement.ui import answer, case_form, frame, markup, session, state, tables, words
from placement.ui.case_form import Copy
from placement.ui.form.asked import sections, without_files
from placement.ui.form.entries import LISTED
from placement.ui.spoken import st
from placement.view import Reader, ranking_as_data

if TYPE_CHECKING:
    from placement.ui.form.fields import Section

    Data = dict[str, Any]

COPY, SECTION, REFERENCE = "enquiry", "enquiry-section", "ENQUIRY-1"
SAID: Final = (
    "What the considerations would say of somebody who is not referred yet, from what housing "
    "knows itself. Nothing of it is kept: it is gone when this window is closed. It is no referral "
    "and no application; the offender manager begins the case (6)."
)
NEVER: Final = (
    "Never enter a name, a date of birth, or anything about a victim. Where people live now is not "
    "read for an enquiry either, so spread is not known."
)
GIVE: Final = "Download it as a case file for the offender manager"


def page() -> None:
    """Ask for what is known, and show at once what it would come to."""
    st.title("Enquiry", anchor=False)
    st.html(markup.paragraph(SAID) + markup.paragraph(NEVER))
    copy = _copy()
    changed = case_form.ask_section(_section(), copy)
    if changed != copy:
        st.session_state[COPY] = changed.main
    if st.session_state.pop(LISTED, None):
        st.rerun()
    _answer(changed.main)


def _copy() -> Copy:
    blank = {"reference": REFERENCE, "assessed_on": state.today()}
    return Copy(case=COPY, main=st.session_state.get(COPY, blank), protected=None, main_version=0)


def _section() -> Section:
    open_to = {
        section.title: without_files(section)
        for section in sections()
        if not section.protected and section.title != "Equality"
    }
    chosen = st.radio(
        "Part of the enquiry",
        list(open_to),
        format_func=lambda title: f"{title} ({open_to[title].clause})",
        key=SECTION,
    )
    return open_to[chosen or next(iter(open_to))]


def _answer(given: Data) -> None:
    st.header("What it would come to", anchor=False)
    try:
        ranking = _ranking(given)
    except PlacementError as error:
        frame.say(str(error))
        return
    st.info(markup.literally(ranking["recommendation"]["sentence"]))
    st.html(tables.ranking_table(ranking))
    st.html(markup.paragraph(words.TABLE_KEY))
    answer.ask_first(ranking)
    st.download_button(
        GIVE,
        data=as_toml(given),
        file_name="enquiry.toml",
        mime="application/toml",
        on_click="ignore",
    )
    answer.what_is_not_decided()


def _ranking(given: Data) -> Data:
    reader = Reader("spoc", session.desk().actor.lha).check()
    case = read_case_tables(given, find=state.find_postcode)
    setting = load_setting(profile=state.area(), as_of=state.today(), role=reader.role)
    return ranking_as_data(assess(case, replace(setting, held=frozenset())), reader)
