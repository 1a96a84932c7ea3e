"""What-if asked of the engine, of a case from the record or from files, for whoever reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from placement.cases.source import read_toml
from placement.days import in_words
from placement.errors import PlacementError
from placement.ui import intake, kept, session, state
from placement.ui.words import plainly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.what_if.changes import Change
    from scenarios.what_if.difference import Difference


def what_if(changes: Sequence[Change]) -> dict[str, Any]:
    """Return what changes to a copy of the case in hand would move, as the reader may have it."""
    from scenarios.what_if.difference import difference_as_data

    return difference_as_data(_difference(changes), state.reader())


def _difference(changes: Sequence[Change]) -> Difference:
    from scenarios.what_if.ask import what_if as ask
    from scenarios.what_if.recorded import what_if_of

    if session.has_record():
        return what_if_of(session.desk(), kept.needed().id, changes, state.kept_setting())
    now = state.held()
    if now is None:
        raise PlacementError(state.NO_CASE)
    base = intake.base_of(now, state.reader())
    return ask(base, changes, replace(state.files_setting(now), placements=None))


def entries_of(lists: Sequence[str]) -> list[tuple[str, int, str]]:
    """
    Return the entries of lists of the case in hand: list, number from 1, and words for it.

    Numbers go over the case file first and its protected part after it, as a change counts them.
    """
    now = state.in_hand()
    texts = kept_texts(now.id) if now else _file_texts()
    tables = [read_toml(text, "the case") for text in texts if text]
    found = []
    for name in lists:
        entries = [entry for each in tables for entry in each.get(name) or []]
        for place, entry in enumerate(entries, 1):
            said = [str(entry.get(key)) for key in ("kind", "relation", "view", "source", "lha")]
            words = ", ".join(each.replace("_", " ") for each in said if each != "None")
            found.append((name, place, f"{name.replace('_', ' ')} {place}: {words}"))
    return found


def value_of(key: str) -> str:
    """Return what the case in hand says of one fact, in words; empty where it says nothing."""
    now = state.in_hand()
    texts = kept_texts(now.id) if now else _file_texts()
    for text in texts:
        found: Any = read_toml(text, "the case") if text else {}
        for part in key.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        if found is not None:
            return _said(found)
    return ""


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_said(each) for each in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return in_words(value)
    return state.lhas().get(str(value)) or plainly(str(value))


def kept_texts(case: str) -> tuple[str, str | None]:
    """Return the texts of a recorded case that this person may hold."""
    desk = session.desk()
    text = desk.read(case, reason="to change a copy of it").data["text"]
    if state.reader().housing:
        return text, None
    protected = desk.list("protected", case=case)
    return text, protected[-1].data["text"] if protected else None


def _file_texts() -> tuple[str, str | None]:
    now = state.held()
    return ("", None) if now is None else now.texts
