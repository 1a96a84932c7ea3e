"""The changes made so far in a copy of the case in hand: kept for as long as it is in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.ui import session, state
from placement.ui.spoken import st
from scenarios.what_if.changes import read_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.what_if.changes import Change

CHANGES = "what-if-changes"


def changes() -> tuple[Change, ...]:
    """Return the changes made so far, of the case in hand."""
    of, entries = st.session_state.get(CHANGES, (None, []))
    return read_changes(entries, "the changes") if of == _about() else ()


def put(entries: Sequence[dict[str, Any]]) -> None:
    """Let these be the changes made so far, as plain data."""
    st.session_state[CHANGES] = (_about(), list(entries))


def _about() -> str:
    now = state.in_hand()
    held = state.held() if not session.has_record() else None
    return now.id if now else held.case.reference if held else ""
