"""
The documents of a meeting, made when somebody clicks, and logged before they are handed over.

Everything is asked of the desk of whoever clicks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.documents.annex import annex
from placement.documents.decided import decided
from placement.documents.referral_pack import facts_for_pack, referral_pack
from placement.records import policy
from placement.records.decisions.freeze import Frozen
from placement.records.decisions.housing import HOUSING
from placement.records.kinds import KINDS
from placement.ui import meeting_room, state
from placement.ui.handing import handed_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from placement.records import Desk, Stored

Data = dict[str, Any]


def may_have_full(desk: Desk, case: str) -> bool:
    """Whether this person may have the full version: whoever may read what a decision froze."""
    return policy.may(desk.actor, "read", KINDS["frozen"], desk.standing(case)).allowed


def annex_in_full(
    desk: Desk, case: str, decision: Stored | None, to_whom: str
) -> Callable[[], bytes]:
    """Return what makes the full annex when it is asked for."""
    live = None if decision else meeting_room.full_ranking(case)

    def make() -> bytes:
        ranking = live or _frozen(desk, decision)
        said = _decided(desk, case, decision)
        return _given(
            desk,
            case,
            annex(ranking, version="full", decision=said, synthetic=desk.record.synthetic),
            _what(decision, "annex_full"),
            to_whom,
        )

    return make


def annex_for_housing(
    desk: Desk, case: str, decision: Stored | None, to_whom: str
) -> Callable[[], bytes]:
    """Return what makes the housing annex when it is asked for: as shown when it was decided."""
    live = meeting_room.ranking(case)

    def make() -> bytes:
        ranking = _shown(desk, case, decision) or live
        said = _decided(desk, case, decision)
        return _given(
            desk,
            case,
            annex(ranking, version="housing", decision=said, synthetic=desk.record.synthetic),
            _what(decision, "annex_housing"),
            to_whom,
        )

    return make


def pack(desk: Desk, case: str, lha: str, ranking: Data) -> Callable[[], bytes]:
    """Return what makes the checklist of a referral pack when it is asked for."""
    # Asked here: a click is answered by a thread without the session.
    area, day = state.area(), state.day()

    def make() -> bytes:
        from placement.load import places_on
        from placement.profile import load_profile

        places = places_on(load_profile(area), day)
        held = desk.case(case, reason="the referral pack")
        facts = facts_for_pack(held, lha_of=lambda code: places.find(code).lha)
        made = referral_pack(ranking, facts, lha=lha, synthetic=desk.record.synthetic)
        return _given(desk, case, made, {"kind": "referral_pack", "lha": lha}, lha)

    return make


def _frozen(desk: Desk, decision: Stored | None) -> Data:
    assert decision is not None
    stored = desk.read(decision.data["frozen_id"], reason="for the annex")
    return Frozen.from_data(stored.data).ranking


def _shown(desk: Desk, case: str, decision: Stored | None) -> Data | None:
    """Return the ranking as housing was shown it when it was decided, to whoever may read that."""
    if decision is None or desk.actor.role not in KINDS["shown"].reads:
        return None
    found = desk.list("shown", case=case, frozen=decision.data["frozen_id"])
    return Frozen.from_data(found[-1].data).shown_to(HOUSING) if found else None


def _decided(desk: Desk, case: str, decision: Stored | None) -> Data | None:
    if decision is None:
        return None
    met = {each.id: each.data for each in desk.list("meeting", case=case)}
    return decided(decision.data, met.get(decision.data.get("meeting", "")))


def _what(decision: Stored | None, document: str) -> Data:
    return {"kind": document, "ids": [decision.id] if decision else []}


def _given(desk: Desk, case: str, made: bytes, what: Data, to_whom: str) -> bytes:
    return handed_over(
        desk, made, what, to_whom, case=case, reason="downloaded from the meeting page"
    )
