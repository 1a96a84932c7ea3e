"""How far a long piece of work is: a bar on a terminal, now and then a line in a log or a pipe."""

from __future__ import annotations

import sys
import time
from typing import Any

from placement.terminal import warn


class Telling:
    """Tells whoever waits, on standard error, how many are done and how long the rest may take."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.bar: Any = None
        self.task: Any = None
        self.first: int | None = None
        self.began = 0.0
        self.said = -1

    def __enter__(self) -> Telling:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

            self.bar = Progress(
                "{task.description}",
                BarColumn(),
                MofNCompleteColumn(),
                "left",
                TimeRemainingColumn(elapsed_when_finished=True),
                console=Console(stderr=True),
                transient=True,
            )
            self.bar.start()
            self.task = self.bar.add_task(self.what.capitalize(), total=None)
        return self

    def __exit__(self, *problem: object) -> None:
        if self.bar is not None:
            self.bar.stop()

    def __call__(self, done: int, asked: int) -> None:
        """Show how many are done."""
        if self.bar is not None:
            self.bar.update(self.task, completed=done, total=asked)
            return
        if self.first is None:
            self.first, self.began = done, time.monotonic()
        tenth = 10 * done // max(1, asked)
        if tenth == self.said:
            return
        self.said = tenth
        new = done - self.first
        left = ""
        if new and done < asked:
            seconds = (time.monotonic() - self.began) / new * (asked - done)
            left = f", about {_length(seconds)} left"
        warn(f"placement: {done} of {asked} {self.what} done{left}.")


def _length(seconds: float) -> str:
    """
    Return a length of time as a person would say it.

    >>> _length(41), _length(200), _length(9000)
    ('40 seconds', '3 minutes', '2.5 hours')
    """
    if seconds < 90:
        return f"{max(10, round(seconds / 10) * 10)} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"
