"""
What ``placement plan`` says on standard error while it works.

A moving line on a terminal; plain lines now and then elsewhere (a log, a pipe); nothing where it
is done within a few seconds.
"""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from placement.cases import Case

EVERY_S = 5.0
STOP = "Ctrl-C gives the best plan so far"


def assessing(cases: Sequence[Case]) -> Iterable[Case]:
    """Say how many cases are assessed."""
    if len(cases) < 3:
        return cases
    if not sys.stderr.isatty():
        return _counted(cases)
    from rich.console import Console
    from rich.progress import track

    return track(cases, "Assessing", console=Console(stderr=True), transient=True)


def _counted(cases: Sequence[Case]) -> Iterator[Case]:
    said = time.monotonic()
    for done, case in enumerate(cases):
        if time.monotonic() - said >= EVERY_S:
            said = time.monotonic()
            sys.stderr.write(f"placement: assessing: {done} of {len(cases)} cases are done\n")
            sys.stderr.flush()
        yield case


@contextmanager
def planning() -> Iterator[Callable[[str, int | None, int | None], None]]:
    """Say what the search does; Ctrl-C then gives the best plan so far."""
    with _on_a_terminal() if sys.stderr.isatty() else _in_lines() as tell:
        yield tell


def _doing(doing: str, found: int | None, most: int | None) -> str:
    if found is None:
        return f"{doing}; no plan yet"
    if most is None or most <= found:
        return doing
    return f"{doing}, at most {most - found} units short"


@contextmanager
def _on_a_terminal() -> Iterator[Callable[[str, int | None, int | None], None]]:
    from rich.console import Console

    status = Console(stderr=True).status("")

    def tell(doing: str, found: int | None, most: int | None) -> None:
        status.update(f"Planning: {_doing(doing, found, most)}; {STOP}")
        status.start()

    try:
        yield tell
    finally:
        status.stop()


@contextmanager
def _in_lines() -> Iterator[Callable[[str, int | None, int | None], None]]:
    """Write a line every few seconds, also while the search itself is silent."""
    start, ended = time.monotonic(), threading.Event()
    latest = ["begins"]

    def tell(doing: str, found: int | None, most: int | None) -> None:
        latest[0] = _doing(doing, found, most)

    def speak() -> None:
        while not ended.wait(EVERY_S):
            seconds = time.monotonic() - start
            sys.stderr.write(f"placement: planning: {latest[0]} ({seconds:.0f} s); {STOP}\n")
            sys.stderr.flush()

    voice = threading.Thread(target=speak, daemon=True)
    voice.start()
    try:
        yield tell
    finally:
        ended.set()
        voice.join(1)
