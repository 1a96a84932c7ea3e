"""
The figures of the Monitoring page: from the placements of the record, for one audience.

Figures for the Board or an LHA leave only after disclosure control has proven, with everything
released before, that nothing hidden can be found. The record keeps no list of releases yet, so a
record of real people shows them here to the coordinator alone; the demonstration, in which nobody
is real, shows the others a draft.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from placement.days import in_words
from placement.records import assessing
from placement.ui import session, state

if TYPE_CHECKING:
    from placement.monitoring.basis import Basis
    from placement.monitoring.tables import Report
    from placement.records import Actor

AUDIENCE = {"coordinator": "internal", "smb": "smb", "spoc": "lha"}
KEPT = "monitoring-figures"


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


def worked_out() -> Report:
    """Work the figures out for whoever is at the screen, saying what is being done."""
    with st.status("Working the figures out", expanded=True) as status:
        report = _report(lambda doing: status.update(label=f"Working the figures out: {doing}"))
        status.update(label="The figures are worked out.", state="complete", expanded=False)
    st.session_state[KEPT] = (_key(), report)
    return report


def _key() -> tuple[Any, ...]:
    return (session.desk().actor, state.today(), assessing.stamp(session.record()))


def _report(tell: Any) -> Report:  # noqa: ANN401 - a function that is told what is being done
    from placement.monitoring.report import basis_of, build

    desk, setting = session.desk(), state.setting_today()
    with desk.transaction() as transaction:
        placements = assessing.placed(transaction)
        what = {"kind": "placement", "list": len(placements), "event": "monitoring"}
        transaction.log(desk.actor, "consultation", what, reason="monitoring (10)")
    basis = basis_of(
        placements, profile=setting.profile, places=setting.places, as_of=setting.as_of
    )
    whole = build(basis, tell=tell)
    audience = AUDIENCE[desk.actor.role]
    return whole if audience == "internal" else _draft(whole, basis, audience, desk.actor, tell)


def _draft(whole: Report, basis: Basis, audience: str, who: Actor, tell: Any) -> Report:  # noqa: ANN401
    """Return what disclosure control would let this audience have, marked as a draft."""
    from placement.monitoring.control.history import History
    from placement.monitoring.control.release import release
    from placement.monitoring.control.shipped import shipped_links

    tell("what may be shown, and the proof that nothing hidden can be found")
    lha = who.lha if audience == "lha" else None
    released = release(
        whole.tables,
        audience,
        lha,
        History(),
        basis.numbers,
        as_of=basis.as_of,
        links=shipped_links(basis.numbers, len(basis.held)),
        draft=True,
    )
    called = "the Board" if lha is None else f"{basis.names[lha]}, its own in full"
    return replace(
        whole,
        tables=released.tables,
        audience=called,
        warnings=(*whole.warnings, *released.words),
    )
