"""What the parts of the Settings page share: saying what was done, and who may do what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from placement.errors import PlacementError
from placement.records.kinds import KINDS
from placement.ui import frame, markup, session
from placement.ui.spoken import st

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from placement.records import Desk

SAID, ROUND = "settings-said", "settings-round"
DAY: Final = "DD/MM/YYYY"


def told() -> None:
    """Say what was just done, once."""
    said = st.session_state.pop(SAID, None)
    if said:
        st.success(markup.literally(said))


def done(what: Callable[[], object], said: str) -> None:
    """Do something; say that it was done and draw the page afresh, or say why it was not."""
    try:
        what()
    except PlacementError as error:
        frame.say(str(error))
        return
    st.session_state[SAID] = said
    st.session_state[ROUND] = turn() + 1
    st.rerun()


def turn() -> int:
    """Return a number for the keys of fields, so that they are empty once something was saved."""
    return int(st.session_state.get(ROUND, 0))


def key(name: str) -> str:
    """Return the key of a field that is emptied once something was saved."""
    return f"settings-{name}-{turn()}"


def reads(kind: str) -> bool:
    """Whether this person's role may read a kind of record at all."""
    return session.desk().actor.role in KINDS[kind].reads


def writes(kind: str) -> bool:
    """Whether this person's role may write a kind of record at all."""
    return session.desk().actor.role in KINDS[kind].writes


def cases_by_id(desk: Desk) -> dict[str, str]:
    """Return the references of the cases that this person may see, by id."""
    rows = desk.cases()
    return {row.id: row.reference + (" (limited)" if row.limited else "") for row in rows}


def without_nothing(entry: Mapping[str, object]) -> dict[str, object]:
    """Return the fields that say something, days as records write them."""
    found = {name: _written(value) for name, value in entry.items()}
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _written(value: object) -> object:
    if isinstance(value, str):
        return value.strip()
    return value.isoformat() if hasattr(value, "isoformat") else value


def day_field(label: str, name: str, value: date | None) -> date | None:
    """Ask for a day, written as people here write it."""
    return st.date_input(label, value=value, format=DAY, key=key(name))
