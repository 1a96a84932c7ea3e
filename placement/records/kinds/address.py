"""
The look at an address before somebody moves in: place, building, neighbours (6(b), 9).

The items come from a file and are chosen by the victim profile: whom the person has harmed or
might. A blanket list would ask about schools for everyone, and evidence is against that.
"""

# ruff: noqa: RUF009 - the call declares the field

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from placement.cases.kinds import Kind
from placement.records.kinds import words
from placement.records.kinds.reading import Clash, Record, clash, many, needed, optional, parts
from placement.records.kinds.values import (
    AGENCY,
    DAY,
    ID,
    LHA,
    LONG_TEXT,
    POSTCODE,
    STAFF,
    TEXT,
    one_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

PARTS = ("place", "building", "neighbours")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItem:
    """One thing to look at; ``profiles`` empty means for everybody."""

    id: str
    part: str
    text: str
    profiles: tuple[str, ...]


@cache
def check_items() -> tuple[CheckItem, ...]:
    """Return every item of the checklist, in order."""
    file = Path(__file__).with_name("address_checks.toml")
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        CheckItem(
            id=each["id"],
            part=each["part"],
            text=each["text"],
            profiles=tuple(each.get("for", ())),
        )
        for each in tables["items"]
    )


def items_for(profile: Iterable[str]) -> tuple[CheckItem, ...]:
    """Return the items that a victim profile asks for: the general ones and its own."""
    wanted = set(profile)
    return tuple(item for item in check_items() if not item.profiles or wanted & set(item.profiles))


_ITEM: Kind[str] = Kind(
    "an item of the address checklist",
    lambda v: v if isinstance(v, str) and v in {item.id for item in check_items()} else None,
    "",
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Looked(Record):
    """What was found about one item."""

    item: str = needed(_ITEM)
    found: str = needed(one_of(("no_concern", "concern", "not_looked_at")))
    note: str | None = optional(TEXT)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AddressAssessment(Record):
    """A checklist filled in before moving in; a concern says what is to be done about it."""

    called: ClassVar[str] = "The address assessment"

    lha: str = needed(LHA)
    postcode: str = needed(POSTCODE)
    vacancy: str | None = optional(ID, link="vacancy")
    on: date = needed(DAY)
    by: str = needed(STAFF)
    agencies: tuple[str, ...] | None = many(AGENCY)
    profile: tuple[str, ...] | None = many(one_of(words.VICTIM_PROFILE))
    looked: tuple[Looked, ...] | None = parts(Looked)
    result: str = needed(one_of(("suitable", "with_conditions", "not_suitable", "unfinished")))
    conditions: str | None = optional(LONG_TEXT)
    review_due: date | None = optional(DAY)

    @property
    def missing(self) -> tuple[CheckItem, ...]:
        """The items that the profile asks for and nobody has looked at."""
        done = {each.item for each in self.looked or () if each.found != "not_looked_at"}
        return tuple(item for item in items_for(self.profile or ()) if item.id not in done)

    def check(self) -> Iterator[Clash]:
        """See that nothing is called finished that is not."""
        items = [each.item for each in self.looked or ()]
        if len(set(items)) < len(items):
            yield clash("an item is there twice. Keep one entry each.", "looked")
        if self.result == "unfinished":
            return
        if not self.profile:
            yield clash(
                "is missing: say whom the person has harmed or might, since it chooses the items.",
                "profile",
                "result",
            )
        if self.missing:
            names = "; ".join(item.text for item in self.missing[:5])
            more = f" and {len(self.missing) - 5} more" if len(self.missing) > 5 else ""
            yield clash(
                f"is given, and not everything was looked at: {names}{more}. Look at it, or write "
                "unfinished.",
                "result",
                "looked",
                "profile",
            )
        concerns = any(each.found == "concern" for each in self.looked or ())
        if self.result == "suitable" and concerns:
            yield clash(
                "is suitable, and an item is a concern. Write with_conditions or not_suitable.",
                "result",
                "looked",
            )
        if self.result == "with_conditions" and not self.conditions:
            yield clash("is missing: say under which conditions.", "conditions", "result")
