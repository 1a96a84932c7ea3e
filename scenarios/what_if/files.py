"""
Changes kept in a file, and wards kept in one.

A file of changes has ``[[change]]`` tables, and a ``note`` that says what they stand for. A file of
wards says where a line runs: one ward a line, by its ONS code or its name, as text or as the column
of a CSV that holds the codes. It takes the place of whatever a split gives to one of its parts.
"""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from placement.cases.source import read_text, read_toml
from placement.errors import InputError
from scenarios.what_if.boundary_changes import SplitLHA
from scenarios.what_if.changes import changes_from_text, read_changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scenarios.what_if.changes import Change

_HEADING = re.compile(r"(wd\d*cd|ward.?codes?|wards?|codes?)", re.IGNORECASE)
_CODE = re.compile(r"[EW]05\d{6}")


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


def changes_given(
    lines: Sequence[str], file: Path | None, wards: Sequence[str] = ()
) -> tuple[tuple[Change, ...], str | None]:
    """
    Return the changes of ``--change``, ``--changes`` and ``--wards``, and a note.

    Each of ``wards`` is ``PART=FILE``: the wards that go to a part of a split, by its name.

    Raises
    ------
    InputError
        With everything that is no change, no file of wards, or no part of a split.
    """
    listed, note = read_changes_file(file) if file else ((), None)
    changes = (*changes_from_text(lines), *listed)
    for each in wards:
        part, sign, name = each.partition("=")
        if not (sign and part.strip() and name.strip()):
            raise InputError("--wards", [f"{each!r} is not of the form PART=FILE."])
        changes = _with_wards(changes, part.strip(), read_wards(Path(name.strip())))
    if wards and note:
        note += f" Wards were given for {', '.join(each.partition('=')[0] for each in wards)}."
    return changes, note


def read_wards(path: Path) -> list[str]:
    """
    Return the wards that a file lists, by code or name.

    Raises
    ------
    InputError
        If it lists none, or one twice.
    """
    rows = [row for row in csv.reader(read_text(path).splitlines()) if any(map(str.strip, row))]
    rows = [row for row in rows if not row[0].lstrip().startswith("#")]
    column = 0
    if rows and not _CODE.fullmatch(rows[0][0].strip()):
        headed = [i for i, cell in enumerate(rows[0]) if _HEADING.fullmatch(cell.strip())]
        if headed:
            column, rows = headed[0], rows[1:]
    found = [row[column].strip() for row in rows if column < len(row) and row[column].strip()]
    twice = sorted({each for each in found if found.count(each) > 1})
    if not found:
        raise InputError(str(path), ["it lists no ward: give one a line, by code or name."])
    if twice:
        raise InputError(str(path), [f"{', '.join(twice)} is there twice."])
    return found


def _with_wards(changes: Iterable[Change], name: str, wards: list[str]) -> tuple[Change, ...]:
    """Return changes in which one part of a split has these wards, whatever it had."""
    found: list[Change] = []
    parts, done = list[str](), False
    for change in changes:
        if isinstance(change, SplitLHA):
            parts += [str(part["name"]) for part in change.into]
            if any(part["name"] == name for part in change.into):
                new = _redrawn(change, name, wards)
                found.append(replace(change, into=new, stand_in=False))
                done = True
                continue
        found.append(change)
    if not done:
        there = f"the parts are {', '.join(parts)}" if parts else "nothing is split"
        raise InputError("--wards", [f"{name!r} is no part of a split: {there}."])
    return tuple(found)


def _redrawn(change: SplitLHA, name: str, wards: list[str]) -> tuple[dict[str, object], ...]:
    new = []
    for part in change.into:
        kept = {k: v for k, v in part.items() if k not in ("sectors", "wards", "rest")}
        whole = {"rest": True} if part.get("rest") else {}
        if not whole and "wards" in part:
            whole = {"wards": part["wards"]}
        new.append(kept | ({"wards": wards} if part["name"] == name else whole))
    return tuple(new)
