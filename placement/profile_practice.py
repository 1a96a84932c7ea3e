"""
What an area has written of its own practice: its meeting's order, its yearly tables, equality.

All of it is data of a profile, each part with the source it was read in and the day on which
somebody last looked. An area of which nothing was read has none, and no page says it has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.tables import Table

WHEN: Final = {
    "opening": "At the start",
    "present": "Who is in the room",
    "each_case": "Of every case",
    "person": "For the person",
}
CHARACTERISTICS: Final = ("sex", "age", "ethnicity_5", "ethnicity_18", "religion", "disability")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One thing that every meeting of the area does; ``when`` is a key of ``WHEN``."""

    when: str
    what: str
    source: str
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """
    What an area has written of its yearly tables, or of equality: sentences, and its own words.

    ``words``: for the yearly tables the heading of this product and what the area prints there; for
    equality what the area calls a characteristic, and which it is.
    """

    sentences: tuple[str, ...]
    words: Mapping[str, str]
    source: str
    checked: date

    @property
    def intro(self) -> tuple[str, ...]:
        """What a section says of it, with its source."""
        return (*self.sentences, f"Source: {self.source}.")


def read_agenda(tables: tuple[Table, ...]) -> tuple[AgendaItem, ...]:
    """Read ``[[meeting]]``."""
    items = []
    for table in tables:
        items.append(
            AgendaItem(
                when=table.text("when", allowed=tuple(WHEN)),
                what=table.text("what"),
                source=table.text("source"),
                checked=_checked(table),
            )
        )
        table.close()
    return tuple(items)


def read_practice(table: Table, words: str, allowed: tuple[str, ...] = ()) -> Practice | None:
    """Read ``[yearly]`` or ``[equality]``; None where it is not there. ``words`` is its table."""
    if not table.values:
        return None
    own = table.table(words)
    practice = Practice(
        sentences=table.texts("sentences"),
        words=MappingProxyType(
            {key: own.text(key, allowed=allowed or None) for key in own.keys()}  # noqa: SIM118
        ),
        source=table.text("source"),
        checked=_checked(table),
    )
    table.close()
    return practice


def _checked(table: Table) -> date:
    return table.day("checked", required=True) or date.min
