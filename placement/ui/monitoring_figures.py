"""
The figures of the Monitoring page: from the placements of the record, for one audience.

Figures for the Board or an LHA leave only after disclosure control has proven, with everything
released before, that nothing hidden can be found. The record keeps no list of releases yet, so a
record of real people shows them here to the coordinator alone; the demonstration, in which nobody
is real, shows the others a draft.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from placement.days import in_words
from placement.records import assessing
from placement.ui import beside, long_work, session, state

if TYPE_CHECKING:
    from placement.monitoring.tables import Report
    from placement.records import Actor
    from placement.ui.beside import Work

AUDIENCE = {"coordinator": "internal", "smb": "smb", "spoc": "lha"}
KEPT, UNDER_WAY = "monitoring-figures", "monitoring-under-way"


def may_show(who: Actor) -> bool:
    """Whether this person may be shown figures here: the coordinator; others a draft of nobody."""
    return who.role == "coordinator" or session.is_demo()


def not_released(who: Actor) -> str:
    """Say when the next figures come, and from whom."""
    said = (
        "Figures for you are released by the MAPPA coordinator, and none have been released in "
        "this app: that part is being prepared. Until then the coordinator sends you the report."
    )
    if who.role != "smb":
        return said
    from placement.monitoring.control.calendar import next_release

    on, about = next_release("smb", state.today(), state.setting_today().numbers)
    return f"{said} The next release is on {in_words(on)} and is about {in_words(about)}."


def kept() -> Report | None:
    """Return the figures worked out before, as long as nothing was saved since."""
    found, report = st.session_state.get(KEPT, (None, None))
    result: Report | None = report if found == _key() else None
    return result


def begin() -> None:
    """Begin to work the figures out for whoever is at the screen, beside the page."""
    desk, setting = session.desk(), state.setting_today()
    with desk.transaction() as transaction:
        placements = assessing.placed(transaction)
        what = {"kind": "placement", "list": len(placements), "event": "monitoring"}
        transaction.log(desk.actor, "consultation", what, reason="monitoring (10)")
    work = beside.begin(
        long_work.FIGURES,
        placements=placements,
        profile=state.area(),
        as_of=setting.as_of,
        audience=AUDIENCE[desk.actor.role],
        lha=desk.actor.lha,
    )
    st.session_state[UNDER_WAY] = (_key(), work)


def under_way() -> Work | None:
    """Return the work on the figures, if it was begun for this person as the record stands now."""
    key, work = st.session_state.get(UNDER_WAY, (None, None))
    found: Work | None = work if key == _key() else None
    return found


def take(work: Work) -> Report:
    """Keep the figures that were worked out; raises what a person can act on."""
    del st.session_state[UNDER_WAY]
    report: Report = work.result()
    st.session_state[KEPT] = (_key(), report)
    return report


def _key() -> tuple[Any, ...]:
    return (session.desk().actor, state.today(), assessing.stamp(session.record()))
