"""
The protected files of many cases, found in one folder.

A file belongs to a case where its name (``X.toml`` or ``X-protected.toml``) is that of the case
file (``X.toml`` or ``X-housing.toml``) or the case's reference, or where it says the reference
itself. A case that says its protected part stands elsewhere must have one: left without, it would
be planned as if nothing were known of victims, and nobody would see why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.cases.source import read_text, read_toml
from placement.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_ENDS = ("-protected", "-housing")


def second_files(folder: Path, cases: Sequence[Path]) -> dict[Path, Path]:
    """
    Return the protected file of each case file that has one in a folder.

    Files of cases that are not among these are left alone.

    Raises
    ------
    InputError
        With every file that cannot be read, every case with two, and every case that says it has
        one and has none here.
    """
    problems: list[str] = []
    by_key: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*.toml")):
        reference, _ = _peek(path, problems)
        for key in {plain(path.stem), reference} - {""}:
            by_key.setdefault(key, []).append(path)
    found: dict[Path, Path] = {}
    taken: dict[Path, Path] = {}
    for case in cases:
        reference, elsewhere = _peek(case, [])  # whatever is wrong with it is said when it is read
        mine = sorted({*by_key.get(plain(case.stem), ()), *by_key.get(reference, ())})
        if len(mine) > 1:
            problems.append(f"{case}: it may be {' or '.join(each.name for each in mine)}.")
        elif mine and mine[0] in taken:
            problems.append(f"{mine[0].name}: it may belong to {taken[mine[0]]} or to {case}.")
        elif mine:
            found[case] = mine[0]
            taken[mine[0]] = case
        elif elsewhere:
            problems.append(
                f"{case}: its protected part stands elsewhere, and no file here is called "
                f"{plain(case.stem)}.toml or says reference = {reference!r}."
            )
    if problems:
        raise InputError(str(folder), problems)
    return found


def plain(stem: str) -> str:
    """
    Return what a case file and its second one are both called.

    >>> plain("X-housing"), plain("X-protected"), plain("X")
    ('X', 'X', 'X')
    """
    for end in _ENDS:
        stem = stem.removesuffix(end)
    return stem


def _peek(path: Path, problems: list[str]) -> tuple[str, bool]:
    """Return the reference that a file says, or nothing, and whether it says ``elsewhere``."""
    try:
        tables = read_toml(read_text(path), str(path))
    except InputError as error:
        problems += [f"{path.name}: {each}" for each in error.problems]
        return "", False
    reference = tables.get("reference")
    return str(reference or ""), tables.get("protected_elsewhere") is True
