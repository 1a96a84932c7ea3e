"""
Collect every problem of a file, so that all of them are said in one message.

A message about a protected value names the key and the rule and never the value: error text is
copied into mails and logs, and must not carry facts about people.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from placement.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_SHOWN = 200
MOST_SUGGESTED = 50
_LONGEST_SHOWN = 60
_LARGEST_SHOWN = 10**18


class Problems:
    """The problems of one reading, in the order in which they were found."""

    def __init__(self) -> None:
        self._said: list[str] = []

    def add(self, where: str, what: str) -> None:
        """Note one problem: where it is (a key path) and a sentence on what to do about it."""
        self._said.append(f"{where}: {what}")

    def extend(self, said: Iterable[str]) -> None:
        """Take over the problems of another reading, already in words."""
        self._said.extend(said)

    def nearest(self, word: str, allowed: Iterable[str]) -> str | None:
        """
        Return the allowed word closest to one that is not, or None where nothing is close.

        Past the first fifty problems nothing is suggested, so that a file of rubbish is refused
        as fast as any other.
        """
        if len(self._said) >= MOST_SUGGESTED:
            return None
        import difflib

        close = difflib.get_close_matches(word[:_LONGEST_SHOWN].lower(), list(allowed), n=1)
        return close[0] if close else None

    def refuse_any(self, source: str) -> None:
        """
        Raise if there are problems.

        Raises
        ------
        InputError
            With every problem, or the first two hundred and the number of the others.
        """
        if not self._said:
            return
        said = self._said[:MOST_SHOWN]
        if len(self._said) > MOST_SHOWN:
            said.append(
                f"and {len(self._said) - MOST_SHOWN:,} more; correct these first and read it again."
            )
        raise InputError(source, said)


def kind_of(value: object) -> str:
    """Say in plain words what sort of TOML value this is."""
    for kind, words in _KINDS:
        if isinstance(value, kind):
            return words
    return "an unknown sort of value"


_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (str, "text"),
    (int, "a whole number"),
    (float, "a number with a decimal point"),
    (dt.datetime, "a date with a time"),
    (dt.date, "a date"),
    (dt.time, "a time of day"),
    (list, "a list"),
    (dict, "a table"),
)


def shown(value: object) -> str:
    """
    Write a value for an error message: short, on one line, with nothing a terminal would obey.

    The contents of lists and tables are never written out: they may hold what is protected.
    """
    if isinstance(value, (list, dict)):
        return kind_of(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN] + "..."
        return repr(text)
    if isinstance(value, int) and abs(value) > _LARGEST_SHOWN:
        return "a number too large to show"
    return str(value)
