"""Tables and days as the record's commands write them to a terminal."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from placement.terminal import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def table(
    head: Sequence[str], rows: Iterable[Sequence[object]], *, wide: Sequence[int] = ()
) -> None:
    """Write a table; the columns ``wide`` (the last) take what room the others leave."""
    from rich import box
    from rich.table import Table

    found = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    shared = wide or (len(head) - 1,)
    for number, name in enumerate(head):
        found.add_column(name, overflow="fold", no_wrap=number not in shared)
    for row in rows:
        found.add_row(*(_cell(each) for each in row))
    show(found)


def _cell(value: object) -> Any:  # noqa: ANN401 - rich's own
    from rich.text import Text

    return Text("-" if value is None or value == "" else str(value))


def plain(value: object) -> Any:  # noqa: ANN401 - what JSON can hold
    """Return dataclasses, days and moments as JSON can hold them."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(each) for each in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
