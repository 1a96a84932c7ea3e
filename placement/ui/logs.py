"""
What may stand in the server's log: the kind of an error and its place, never its own words.

An error's words can hold what somebody typed. Streamlit and the server log every error that
escapes a page with its whole text, so the words are taken out of log records as they are made,
whoever makes them.
"""

from __future__ import annotations

import logging
import secrets
import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import TracebackType

LOG = logging.getLogger("placement")
_FRAMES = 6


def quieten() -> None:
    """Take the words of errors out of every log record of this process, and of stray errors."""
    make = logging.getLogRecordFactory()
    if getattr(make, "is_quiet", False):
        return

    def quiet(*args: Any, **kwargs: Any) -> logging.LogRecord:  # noqa: ANN401 - logging's own
        return without_words(make(*args, **kwargs))

    quiet.is_quiet = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(quiet)
    sys.excepthook = _stray
    threading.excepthook = lambda args: _stray(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )
    sys.unraisablehook = lambda args: _stray(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )


def without_words(record: logging.LogRecord) -> logging.LogRecord:
    """Return a record that says of errors what kind they are and where they were raised."""
    if record.exc_info and record.exc_info[1] is not None:
        record.exc_text = described(record.exc_info[1])
    record.exc_info = None
    if isinstance(record.args, tuple):
        record.args = tuple(map(_plain, record.args))
    if isinstance(record.msg, BaseException):
        record.msg, record.args = described(record.msg), ()
    if record.name == "asyncio" and isinstance(record.msg, str):
        record.msg = record.msg.split("\n", 1)[0]  # what follows repeats the error's words
    return record


def fault(error: BaseException) -> str:
    """Log a fault of ours; return the reference under which it stands there."""
    reference = secrets.token_hex(4)
    LOG.error("fault %s: %s", reference, described(error))
    return reference


def described(error: BaseException) -> str:
    """
    Return the kind of an error and where it was raised.

    >>> described(ValueError("PE1 1AA"))
    'ValueError'
    """
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " > ".join(f"{Path(each.filename).name}:{each.lineno}" for each in frames)
    return f"{type(error).__name__} at {places}" if places else type(error).__name__


def _plain(value: object) -> object:
    return type(value).__name__ if isinstance(value, BaseException) else value


def _stray(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    LOG.error("stray error: %s", described(error.with_traceback(trace)))
