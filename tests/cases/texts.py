"""The worked example, and ways to change a line of it."""

from __future__ import annotations

from pathlib import Path

from placement.cases import read_case_text
from placement.errors import InputError

DATA = Path(__file__).parent / "data"
EXAMPLE = (DATA / "example.toml").read_text(encoding="utf-8")
SMALL = 'reference = "T-1"\nassessed_on = 2026-11-21\n'


def changed(old: str, new: str, text: str = EXAMPLE) -> str:
    """Return the text with one of its pieces replaced; the piece must be there."""
    assert old in text, old
    return text.replace(old, new, 1)


def problems(text: str, **options) -> tuple[str, ...]:
    """Return the problems for which a text is refused; none if it is read."""
    try:
        read_case_text(text, **options)
    except InputError as error:
        return error.problems
    return ()
