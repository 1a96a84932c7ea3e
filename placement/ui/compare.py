"""The Compare page: two to six LHAs, or vacancies within them, side by side; rows that differ."""

from __future__ import annotations

from placement.ui import comparing_homes, files, kept, markup, parts, state, tables, weighing
from placement.ui.spoken import st

FEWEST, MOST = 2, 6


def page() -> None:
    """Show the LHAs picked side by side, rule by rule."""
    st.title("Compare LHAs", anchor=False)
    if not state.has_case():
        files.nothing_open()
        return
    ranking = state.ranking()
    parts.heading_of(ranking)
    picked = parts.pick_to_compare(ranking)
    if not FEWEST <= len(picked) <= MOST:
        st.warning(f"Pick from {FEWEST} to {MOST} LHAs; {len(picked)} are picked.")
        return
    kept.looked_at(picked)
    st.html(tables.compare_table(state.side_by_side(picked)))
    comparing_homes.homes(ranking, picked)
    weighing.weighing(ranking)
    st.html(markup.paragraph(parts.ADVICE))
