"""The Monitoring page: how placements are spread, as its reader may have the figures (10)."""

from __future__ import annotations

from placement.errors import PlacementError
from placement.ui import (
    frame,
    markup,
    monitoring_figures,
    monitoring_parts,
    monitoring_released,
    session,
    waiting,
)
from placement.ui.spoken import st


def page() -> None:
    """Show what was released; ask the coordinator for whom, and work the figures out."""
    st.title("Monitoring", anchor=False)
    role = session.desk().actor.role
    st.html(markup.paragraph(monitoring_parts.FOR_WHOM[role]))
    if role != "coordinator":
        monitoring_released.show()
        return
    monitoring_released.ask()
    monitoring_released.begin_if_asked()
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
        monitoring_released.begin()
        monitoring_released.list_of_releases()
        return
    monitoring_parts.show(report)
