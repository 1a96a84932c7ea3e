"""Writing to the terminal: tables for a person, or exactly one JSON document."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType

T = TypeVar("T")


def print_json(document: object) -> None:
    """Write one JSON document to standard output."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def say(*lines: str) -> None:
    """Write plain lines to standard output."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def warn(line: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(f"{line}\n")


def console() -> Console:
    """Return the terminal as it is; a file or a pipe gets a hundred columns."""
    from rich.console import Console

    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=100)


def show(*parts: RenderableType) -> None:
    """Write text and tables to standard output."""
    out = console()
    for part in parts:
        out.print(part, markup=False)


def progress(items: Sequence[T], label: str) -> Iterator[T]:
    """Give items one by one, with a bar on standard error where there are several and it shows."""
    if len(items) < 2 or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, description=label, console=Console(stderr=True), transient=True)
