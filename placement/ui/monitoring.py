"""The Monitoring page: how placements are spread, as its reader may have the figures (10)."""

from __future__ import annotations

import streamlit as st

from placement.errors import PlacementError
from placement.ui import frame, markup, monitoring_figures, monitoring_parts, session


def page() -> None:
    """Ask for the figures, which takes a while; then show each table with its words."""
    st.title("Monitoring", anchor=False)
    desk = session.desk()
    st.html(markup.paragraph(monitoring_parts.FOR_WHOM[desk.actor.role]))
    if not monitoring_figures.may_show(desk.actor):
        st.info(monitoring_figures.not_released(desk.actor))
        return
    report = monitoring_figures.kept()
    if report is None and st.button("Work the figures out", type="primary"):
        try:
            report = monitoring_figures.worked_out()
        except PlacementError as error:
            frame.say(str(error))
            return
    if report is None:
        st.html(markup.paragraph(monitoring_parts.TAKES_A_WHILE))
        return
    monitoring_parts.show(report)
