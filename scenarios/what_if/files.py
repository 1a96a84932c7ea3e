"""Changes kept in a file: ``[[change]]`` tables, and a ``note`` that says what they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.cases.source import read_text, read_toml
from placement.errors import InputError
from scenarios.what_if.changes import read_changes

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.what_if.changes import Change


def read_changes_file(path: Path) -> tuple[tuple[Change, ...], str | None]:
    """
    Return the changes of a file and its note, None where it has none.

    Raises
    ------
    InputError
        With everything in the file that is no change.
    """
    tables = read_toml(read_text(path), str(path))
    entries, note = tables.get("change"), tables.get("note")
    if not isinstance(entries, list) or not set(tables) <= {"change", "note"}:
        raise InputError(str(path), ["it must hold [[change]] tables, and a note if need be."])
    if note is not None and not isinstance(note, str):
        raise InputError(str(path), ["note must be a text in quotes."])
    return read_changes(entries, str(path)), note
