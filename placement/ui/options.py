"""The Options page: one case, every LHA in order, and every reason."""

from __future__ import annotations

from placement.ui import answer, files, markup, parts, state, words
from placement.ui.spoken import st


def page() -> None:
    """Show the case in hand ranked over the area's LHAs, and the reasons for the one chosen."""
    st.title("Which LHA should be asked?", anchor=False)
    if not state.has_case():
        files.nothing_open()
        return
    ranking = state.ranking()
    parts.heading_of(ranking)
    st.info(markup.literally(ranking["recommendation"]["sentence"]))
    answer.table_and_map(ranking)
    st.html(markup.paragraph(words.TABLE_KEY))
    answer.needs_and_picture(ranking)
    answer.reasons(ranking)
    answer.ask_first(ranking)
    answer.everything_about_the_case(ranking)
    answer.what_is_not_decided()
    files.other_files()
