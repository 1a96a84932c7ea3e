"""
A process beside the server that does long work: ``python -m placement.ui.worker``.

It is asked over its standard input and answers over its standard output, one pickled message after
another, and loads nothing of Streamlit. A task is a function named ``module:name``; it is given a
function with which it says what it is doing. Pickles are safe here because only our own server,
which started this process, writes to it. Nothing is written to a disk.
"""

from __future__ import annotations

import copyreg
import os
import pickle
import signal
import sys
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from placement.errors import PlacementError

if TYPE_CHECKING:
    from collections.abc import Callable

SAYS, DONE, REFUSED, FAULT = "says", "done", "refused", "fault"
OURS: Final = ("placement.", "scenarios.")


def frozen(held: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """Return a read-only view, which pickle alone cannot make again."""
    return MappingProxyType(held)


copyreg.pickle(MappingProxyType, lambda held: (frozen, (dict(held),)))


def main() -> None:
    """Answer one task after another until the server closes its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then stops us
    told = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer

    def answer(kind: str, what: object) -> None:
        pickle.dump((kind, what), told)
        told.flush()

    while (task := _next(sys.stdin.buffer)) is not None:
        answer(*_done(task, lambda doing: answer(SAYS, str(doing))))


def _next(stream: BinaryIO) -> tuple[str, dict[str, Any]] | None:
    try:
        name, given = pickle.load(stream)
    except EOFError:
        return None
    return str(name), dict(given)


def _done(task: tuple[str, dict[str, Any]], tell: Callable[[object], None]) -> tuple[str, object]:
    """Do a task; an error's own words stay here unless they were written for a person."""
    from placement.ui.logs import described

    name, given = task
    module, _, function = name.partition(":")
    try:
        if not module.startswith(OURS):
            return FAULT, "a task that is not ours"
        return DONE, getattr(import_module(module), function)(**given, tell=tell)
    except PlacementError as error:
        return REFUSED, str(error)
    except Exception as error:
        return FAULT, described(error)


if __name__ == "__main__":
    main()
