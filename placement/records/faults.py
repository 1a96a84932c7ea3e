"""What a database can refuse, in words for the person who waits for it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from placement.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOTHING_CHANGED = "Nothing of this was saved, and nothing that was saved before is harmed."
# What the engines say, or the code of PostgreSQL, and what a person is told.
_SAID = (
    (
        re.compile(r"disk is full|No space left|could not extend file|53100|File too large"),
        "There is no room left on the disk of the record. Make room, then do this again.",
    ),
    (
        re.compile(r"disk I/O|58030"),
        "The disk of the record would not write: it is full, or it is failing. Look at it, then do "
        "this again.",
    ),
    (
        re.compile(r"database is locked|55P03|lock timeout|57014"),
        "The record is busy: somebody else's writing did not end in time. Try again in a moment.",
    ),
    (
        re.compile(r"readonly|read-only|25006|permission denied|42501"),
        "The record may not be written to from here. Ask whoever looks after its database.",
    ),
    (
        re.compile(r"file is not a database|malformed|XX001|XX002"),
        "The file of the record is damaged or is no record. Keep it as it is, and restore the "
        "latest backup into a new place: `placement record restore`.",
    ),
    (
        re.compile(r"placement: append-only"),
        "Something tried to change what the record only ever adds to. Nothing was changed. Run "
        "`placement audit verify`.",
    ),
)
_GONE = (
    "The database of the record cannot be reached. Check that it is running and that this machine "
    "may reach it, then do this again."
)


def explained(error: BaseException) -> Unavailable:
    """Return what a person is told of an engine's error; nothing of the data is in it."""
    inner = getattr(error, "orig", None) or error
    code = getattr(inner, "sqlstate", None) or ""
    said = f"{code} {inner}"
    for pattern, words in _SAID:
        if pattern.search(said):
            return Unavailable(f"{words} {_NOTHING_CHANGED}")
    if isinstance(error, (DBAPIError, PoolTimeout, sqlite3.Error)):
        return Unavailable(f"{_GONE} {_NOTHING_CHANGED}")
    return Unavailable(f"The database of the record refused this. {_NOTHING_CHANGED}")


class InDoubt(Unavailable):
    """The answer to a commit never came: it was saved whole, or not at all."""


def in_doubt() -> InDoubt:
    """Return what a person is told when the answer to a commit never came."""
    return InDoubt(
        "The database of the record went away while it was saving, so it is not known whether this "
        "was saved. It is saved whole or not at all: look before you do it again."
    )


@contextmanager
def plainly() -> Iterator[None]:
    """Turn an engine's errors into ``Unavailable``; the original, which holds data, is dropped."""
    refused: Unavailable | None = None
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        refused = explained(error)
    # Raised out here, so that the error, which may carry values, is not kept with it.
    if refused is not None:
        raise refused
