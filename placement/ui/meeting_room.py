"""
What everybody in the room may see: the housing view of a case, whoever presents it.

The ranking is assessed afresh in the housing view, with what housing was last told, and worded for
a panel member: a presenter who may see more still shows no more on a shared screen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from placement.assess import assess
from placement.errors import NotAllowed, PlacementError
from placement.load import load_setting
from placement.records import assessing
from placement.records.oracle.kept import last_released, release_for_housing
from placement.ui import session, state
from placement.ui.meeting_live import once, records
from placement.ui.spoken import st
from placement.view import Reader, ranking_as_data

if TYPE_CHECKING:
    from placement.assess import Setting
    from placement.records import Stored
    from placement.records.assessing import Ground

Data = dict[str, Any]
ROOM = Reader("panel")
NOT_RELEASED = (
    "Nothing about this case has been released to housing yet, and that comes before a meeting. "
    "The coordinator or the offender manager opens this page once; then it shows here."
)


def setting() -> Setting:
    """Return what the meeting's ranking rests on beside the record: today, at agreed weights."""
    return load_setting(profile=state.area(), as_of=session.record().clock().date())


def ground(case: str) -> Ground:
    """Return what this person's ranking of a case rests on; it stays on the server."""
    try:
        return assessing.ground(session.desk(), case, setting())
    except NotAllowed:
        if session.desk().actor.role in ("panel", "victim_liaison"):
            raise PlacementError(NOT_RELEASED) from None
        raise


def _housing(case: str) -> Data:
    found = ground(case)
    under = found.setting
    if not under.housing:
        under = replace(under, housing=True, held=released(case, under))
    return ranking_as_data(assess(found.case, under), ROOM)


def released(case: str, full: Setting) -> frozenset[str]:
    """Return the LHAs that housing is shown as held, released now where nothing was before."""
    held = last_released(session.desk(), case)
    if held is not None:
        return held
    try:
        return release_for_housing(session.desk(), case, full)
    except NotAllowed:
        raise PlacementError(NOT_RELEASED) from None


def ranking(case: str) -> Data:
    """Return the ranking that the room sees."""
    found: Data = once(("room", case), lambda: _housing(case))
    return found


def full_ranking(case: str) -> Data:
    """Return the ranking as the coordinator has it, which a decision is held against."""

    def ask() -> Data:
        found = ground(case)
        return ranking_as_data(assess(found.case, found.setting), Reader("coordinator"))

    found: Data = once(("full", case), ask)
    return found


def names(case: str) -> dict[str, str]:
    """Return the LHAs of the ranking by code, in its order."""
    return {option["lha"]: option["name"] for option in ranking(case)["options"]}


def names_of(code: str) -> str:
    """Return the name of an LHA of the area; of another agency its code."""
    return state.lhas().get(code, code)


def offices() -> dict[str, Stored]:
    """Return the directory of SPOCs and deputies by id."""
    return {each.id: each for each in records("office", None)}


def contributions(case: str) -> dict[str, Stored]:
    """Return the latest contribution of each LHA that this person may read."""
    found = sorted(records("contribution", case), key=lambda each: (each.data["on"], each.at))
    return {each.data["lha"]: each for each in found if each.state == "current"}


def decisions(case: str) -> list[Stored]:
    """Return the decisions on a case, the latest first."""
    found = records("decision", case)
    return sorted(found, key=lambda each: (each.data["on"], each.at), reverse=True)


def stands(case: str) -> Stored | None:
    """Return the decision that stands: the latest that is recorded."""
    return next(
        (each for each in decisions(case) if each.data["standing"] in ("final", "to_review")), None
    )


def meetings(case: str) -> list[Stored]:
    """Return the meetings about a case, the latest first."""
    return sorted(records("meeting", case), key=lambda each: each.data["on"], reverse=True)


def moved() -> dict[str, int]:
    """Return how far the sliders of the Compare page stand from the agreed weights, in units."""
    tried: dict[str, int] = st.session_state.get(state.TRIED) or {}
    return {name: by for name, by in tried.items() if by}
