"""The Settings page: who may do what, what is kept, and what the coordinator looks after."""

from __future__ import annotations

from placement.ui import (
    session,
    settings_access,
    settings_directory,
    settings_erasing,
    settings_parts,
    settings_releases,
    settings_retention,
    settings_review,
    settings_sessions,
    settings_tables,
)
from placement.ui.spoken import st

EVERYBODY = {
    "Who may do what": settings_tables.who_may_do_what,
    "What is kept, and for how long": settings_tables.kinds_of_record,
    "You": settings_sessions.you,
}
# Of those below, somebody gets the ones that the policy lets them read.
BY_KIND = {
    "SPOCs and absences": ("office", settings_directory.directory),
    "Review of the protocol": ("protocol_review", settings_review.review),
}
COORDINATOR = {
    "Need to know": settings_access.need_to_know,
    "Told to housing": settings_releases.releases,
    "Keeping and ending": settings_retention.retention,
    "Erasing": settings_erasing.erasing,
    "Sessions": settings_sessions.sessions,
}
SECTION = "settings-section"


def page() -> None:
    """Show one part of the settings at a time."""
    st.title("Settings", anchor=False)
    settings_parts.told()
    role = session.desk().actor.role
    parts = dict(EVERYBODY)
    parts |= {title: show for title, (kind, show) in BY_KIND.items() if settings_parts.reads(kind)}
    if role == "coordinator":
        parts |= COORDINATOR
    chosen = st.radio("Show", list(parts), key=SECTION, horizontal=True)
    st.header(chosen, anchor=False)
    parts[chosen]()
