"""
Make two files of a case file: one that housing may hold, and one that holds what is protected.

The text is cut and never written anew, so values, order and comments stay as they are. What is
written is first read back: together the two files give the same case, or nothing is written.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from placement.cases.blocks import Block, blocks, comments
from placement.cases.conditions import is_shared
from placement.cases.reader import read_case_text
from placement.cases.source import read_text
from placement.cases.spelling import postcode, sector
from placement.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from placement.cases.model import Case

HOLDS_PROTECTED = (
    "placement: warning: {path} itself holds victims or zones not shared with housing. Keep them "
    "in a second file (`placement case split {path}`) and give it with --protected."
)
"""What is said of a case file that was not split; ``path`` is the file."""
_OWNER_ONLY = 0o600
_HEAD = "# Protected: for the offender manager and the victim liaison unit only."


def split_case(path: str | Path, out_dir: str | Path) -> tuple[Path, Path]:
    """
    Write ``NAME-housing.toml`` and ``NAME-protected.toml`` beside each other in ``out_dir``.

    Victims and conditions that are not shared with housing go to the second, which only its owner
    may read; all else stays in the first, with ``protected_elsewhere = true`` added. Comments stay
    where they stand: read the first file before it is sent.

    Raises
    ------
    InputError
        If the case cannot be read, holds nothing protected, cannot be cut cleanly, or either file
        is there already.
    """
    source, folder = Path(path), Path(out_dir)
    text = read_text(source)
    case = read_case_text(text, source=str(source), directory=source.parent)
    _check_can_be_split(case, source, folder)
    housing, protected = split_text(text, str(source))
    _check_same(case, housing, protected, source)
    targets = folder / f"{source.stem}-housing.toml", folder / f"{source.stem}-protected.toml"
    _write_new(zip(targets, (housing, protected), strict=True))
    return targets


def split_text(text: str, source: str = "the case") -> tuple[str, str]:
    """
    Return the text for housing and the protected text of a case that has been read.

    Raises
    ------
    InputError
        If shared and unshared conditions stand in one list in square brackets, or a comment that
        housing would get names a protected place.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    text = text if text.endswith("\n") else text + newline
    kept: list[Block] = []
    cut: list[Block] = []
    for block in blocks(text):
        (cut if _is_protected(block, source) else kept).append(block)
    added = ["protected_elsewhere = true"]
    cut_keys, kept_keys = {block.key for block in cut}, {block.key for block in kept}
    if "conditions" in cut_keys - kept_keys:
        added.append("conditions = []")
    housing = "".join(
        block.text + ("".join(line + newline for line in added) if block.key == "reference" else "")
        for block in kept
    )
    _check_comments(housing, "".join(block.text for block in cut), text, source)
    reference = next(block for block in kept if block.key == "reference").tables["reference"]
    statements = [block.text for block in cut if not block.header]
    tables = [block.text for block in cut if block.header]
    head = f'{_HEAD}{newline}reference = "{reference}"{newline}'
    return housing, head + "".join([*statements, newline, *tables])


def _is_protected(block: Block, source: str) -> bool:
    if block.key == "victims":
        return True
    if block.key != "conditions" or block.tables["conditions"] == []:
        return False
    conditions = block.tables["conditions"]
    shared = {is_shared(condition) for condition in conditions} if _is_list(conditions) else set()
    if len(shared) != 1:
        raise InputError(
            source,
            [
                "conditions: cannot be cut as they stand. Write each as [[conditions]] with all "
                "its keys below it, and split the file again."
            ],
        )
    return not shared.pop()


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _check_can_be_split(case: Case, source: Path, folder: Path) -> None:
    if not case.holds_protected:
        raise InputError(
            str(source),
            ["it holds no victims and no unshared conditions: there is nothing to cut."],
        )
    zones = [condition.zone for condition in case.conditions or () if condition.zone]
    named = [zone.geometry for zone in zones if zone.geometry and not zone.geometry.is_absolute()]
    if named and folder.resolve() != source.parent.resolve():
        raise InputError(
            str(source),
            [
                "its zones name geometry files beside it, which would not be found from "
                f"{folder}. Split it into its own folder, or name the files by their full paths."
            ],
        )


def _check_same(case: Case, housing: str, protected: str, source: Path) -> None:
    """Refuse to write two texts that do not give the case back."""
    both = read_case_text(
        housing, source=str(source), directory=source.parent, protected_text=protected
    )
    read_case_text(housing, source=str(source), housing_role=True)
    same = Counter(both.conditions or ()) == Counter(case.conditions or ())
    if not same or replace(both, conditions=None) != replace(
        case, conditions=None, holds_protected=False
    ):
        raise InputError(
            str(source),
            [
                "it cannot be cut without a loss. Write victims as [[victims]] and each condition "
                "as [[conditions]], with all their keys below them, and split the file again."
            ],
        )


def _check_comments(housing: str, protected: str, text: str, source: str) -> None:
    """Refuse a comment left for housing that holds a postcode or sector of the protected file."""
    quoted = re.findall(r"""["']([^"'\n]+)["']""", protected)
    places = {_squeezed(value) for value in quoted if postcode(value) or sector(value)}
    lines = text.split("\n")
    problems = [
        f"line {next(n for n, line in enumerate(lines, 1) if comment.strip() in line)}: a comment "
        "that housing would get holds a protected place. Remove it, and split the file again."
        for comment in comments(housing)
        if any(place in _squeezed(comment) for place in places)
    ]
    if problems:
        raise InputError(source, problems)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s-]", "", text).upper()


def _write_new(files: Iterable[tuple[Path, str]]) -> None:
    """Write files that are not there yet, each whole or not at all, for their owner only."""
    made: list[Path] = []
    try:
        for path, text in files:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
            made.append(path)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".toml")
            made.append(Path(name))
            with open(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            os.replace(made.pop(), path)
    except OSError as error:
        for path in made:
            with contextlib.suppress(OSError):
                path.unlink()
        problem = (
            "it is there already. Move it away, or split into another folder."
            if isinstance(error, FileExistsError)
            else f"it cannot be written ({error.strerror}). Check the folder and who may write."
        )
        raise InputError(str(error.filename or "the folder"), [problem]) from None
