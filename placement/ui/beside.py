"""
Long work beside the page: in a process of its own, so that nobody else's page waits for it.

The server is one process in which Python runs one thread at a time. What takes longer than a page
may (a plan, a year's figures, what housing may be told) goes to a worker; the page asks now and
then how far it is and shows that, and it may be stopped. No more workers run at once than leave a
core for the pages; one that is done waits for the next task, its imports loaded.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from placement.errors import PlacementError
from placement.ui import worker

if TYPE_CHECKING:
    from collections.abc import Callable

    Process = subprocess.Popen[bytes]

AT_ONCE: Final = max(1, (os.cpu_count() or 2) - 1)
WAITING: Final = "waiting for other work to end"
STARTING: Final = "starting"
STOPPED: Final = "It was stopped."
_room = threading.BoundedSemaphore(AT_ONCE)
_idle: list[Process] = []
_lock = threading.Lock()


class Fault(Exception):  # noqa: N818 - a fault of ours, told by its place in the code alone
    """A task failed through a fault of ours; the text is the error's kind and place."""


@dataclass(slots=True)
class Work:
    """One piece of work: what it is doing, and, once it is done, what came of it."""

    name: str
    given: dict[str, Any] = field(repr=False)
    doing: str = WAITING
    done: bool = False
    _found: Any = field(default=None, repr=False)
    _failed: Exception | None = field(default=None, repr=False)
    _process: Process | None = field(default=None, repr=False)
    _stopped: bool = field(default=False, repr=False)

    def result(self) -> Any:  # noqa: ANN401 - whatever the task returns
        """Return what came of it; raise what a person can act on, or ``Fault``."""
        if self._failed is not None:
            raise self._failed
        return self._found

    def stop(self) -> None:
        """Stop it, at once, wherever it is."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()


def begin(name: str, **given: Any) -> Work:  # noqa: ANN401 - what the task takes
    """Begin ``module:function`` with what it takes, in a process beside this one."""
    work = Work(name, given)
    threading.Thread(target=_see_to, args=(work,), daemon=True, name="long-work").start()
    return work


def _see_to(work: Work) -> None:
    with _room:
        if work._stopped:
            work._failed = PlacementError(STOPPED)
        else:
            _ask(work)
    work.done = True


def _ask(work: Work) -> None:
    work.doing = STARTING
    process = work._process = _process()
    if work._stopped:  # asked for between the two
        process.kill()
    try:
        kind, what = _talk(process, work, lambda said: setattr(work, "doing", said))
    except (EOFError, OSError, pickle.UnpicklingError):
        _end(process)
        work._failed = (
            PlacementError(STOPPED) if work._stopped else Fault("the process beside ended")
        )
        return
    finally:
        work._process = None
    with _lock:
        _idle.append(process)
    if kind == worker.DONE:
        work._found = what
    else:
        work._failed = PlacementError(what) if kind == worker.REFUSED else Fault(what)


def _talk(process: Process, work: Work, say: Callable[[str], None]) -> tuple[str, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    pickle.dump((work.name, work.given), process.stdin)
    process.stdin.flush()
    while True:
        kind, what = pickle.load(process.stdout)
        if kind != worker.SAYS:
            return kind, what
        say(what)


def _process() -> Process:
    """Return a worker: one that waits, else a new one. It ends when this process ends."""
    with _lock:
        while _idle:
            waiting = _idle.pop()
            if waiting.poll() is None:
                return waiting
    return subprocess.Popen(
        [sys.executable, "-m", worker.__name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


@atexit.register
def end_all() -> None:
    """End the workers that wait for a task; one at work ends when it finds this process gone."""
    with _lock:
        for process in _idle:
            _end(process)
        _idle.clear()


def _end(process: Process) -> None:
    with contextlib.suppress(OSError):
        process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
