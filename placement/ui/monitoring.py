"""The Monitoring page: how placements are spread, as its reader may have the figures (10)."""

from __future__ import annotations

import streamlit as st

from placement.errors import PlacementError
from placement.ui import frame, markup, monitoring_figures, monitoring_parts, session, waiting


def page() -> None:
    """Ask for the figures, which takes a while; then show each table with its words."""
    st.title("Monitoring", anchor=False)
    desk = session.desk()
    st.html(markup.paragraph(monitoring_parts.FOR_WHOM[desk.actor.role]))
    if not monitoring_figures.may_show(desk.actor):
        st.info(monitoring_figures.not_released(desk.actor))
        return
    report = monitoring_figures.kept()
    work = None if report is not None else monitoring_figures.under_way()
    if work is not None:
        if not waiting.is_done(work, "Working the figures out", monitoring_parts.GO_ON):
            return
        try:
            report = monitoring_figures.take(work)
        except PlacementError as error:
            frame.say(str(error))
    if report is None:
        st.button("Work the figures out", type="primary", on_click=monitoring_figures.begin)
        st.html(markup.paragraph(monitoring_parts.TAKES_A_WHILE))
        return
    monitoring_parts.show(report)
