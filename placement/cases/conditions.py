"""Read licence conditions and court orders, and the zones that some of them draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.cases import words
from placement.cases.kinds import FILE, FLAG, LHA, POSTCODE, SECTOR, TEXT, listed, one_of
from placement.cases.model import Condition, Zone
from placement.cases.people import METRES, note_for_other

if TYPE_CHECKING:
    from placement.cases.table import Table

ZONE_KEYS = ("around", "areas", "lhas", "geometry")


def is_shared(values: dict[str, object]) -> bool:
    """Say whether a condition's table marks it as one that housing may see."""
    return values.get("share_with_housing") is True


def condition(table: Table) -> Condition:
    """Read one of ``[[conditions]]``; one that is not shared with housing is protected."""
    shared = table.get("share_with_housing", FLAG) or False
    table.hidden = table.hidden or not shared
    kind = table.need("kind", one_of(words.CONDITION))
    start, end = table.span()
    note = table.get("note", TEXT)
    note_for_other(table, kind)
    return Condition(
        kind=kind,
        source=table.need("source", one_of(words.CONDITION_SOURCE)),
        start=start,
        end=end,
        share_with_housing=shared,
        zone=_zone(table, kind),
        note=note,
    )


def _zone(table: Table, kind: str) -> Zone | None:
    """Read the shape; exactly one for the two zone kinds and none for the others."""
    around = table.part("around")
    postcode = metres = None
    if isinstance(table.written("around"), dict):
        postcode, metres = around.need("postcode", POSTCODE), around.need("metres", METRES)
    around.close()
    zone = Zone(
        postcode=postcode,
        metres=metres,
        areas=table.items("areas", SECTOR),
        lhas=table.items("lhas", LHA),
        geometry=table.get("geometry", FILE),
    )
    given = [key for key in ZONE_KEYS if table.holds(key)]
    if kind in words.ZONE:
        _exactly_one(table, given)
        return zone
    for key in given if kind else ():
        table.problem(
            key, f"draws a zone, and only {listed(words.ZONE)} have one. Remove it or the kind."
        )
    return None


def _exactly_one(table: Table, given: list[str]) -> None:
    choices = listed(ZONE_KEYS)
    if len(given) > 1:
        table.problem(given[1], f"a zone is exactly one of {choices}; {len(given)} are given.")
    elif not given:
        table.problem("around", f"is missing. A zone is exactly one of {choices}. Write one.")
    for key in ("areas", "lhas"):
        if table.written(key) == []:
            table.problem(key, "is an empty list, which draws no zone. Name one entry at least.")
