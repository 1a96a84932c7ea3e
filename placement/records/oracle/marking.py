"""
Marking a zone for housing to see: whether its shape would give a victim away, and what would not.

A zone is drawn for somebody. A circle's middle is where that person lives, and a shape with few
homes in it leaves few to choose from. The offender manager is warned, and offered whole postcode
sectors that cover the same ground and whose middle is elsewhere. Nothing here is for housing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from placement.records.oracle.possible import Ground
from placement.zoning import Zoning

if TYPE_CHECKING:
    from geodata.places import Located
    from placement.cases.model import Condition
    from placement.facts import CaseFacts
    from placement.records.oracle.possible import Bools


@dataclass(frozen=True, slots=True)
class Warned:
    """
    What a zone's shape would show, in sentences for the offender manager; empty: nothing known.

    ``instead`` are sectors that could be named instead, and ``holds`` how many postcodes they hold.
    ``adds`` is how many postcodes they close that the zone does not.
    """

    because: tuple[str, ...]
    instead: tuple[str, ...] = ()
    holds: int = 0
    adds: int = 0


def before_sharing(measured: CaseFacts, condition: Condition) -> Warned:
    """
    Say what marking a zone for housing would show of a victim.

    Raises ``PlacesError`` where the zone cannot be drawn.
    """
    zone = condition.zone
    if zone is None:
        return Warned(())
    numbers = measured.numbers
    closed = _inside(measured, condition)
    because = []
    least = numbers["oracle.shape_least_postcodes"]
    within = int(np.count_nonzero(closed))
    if within < least:
        because.append(
            f"The zone holds {within:,} postcodes, fewer than {least:,}: whoever it is drawn for "
            "is one of few."
        )
    homes = _homes(measured)
    if zone.postcode is not None:
        centre = measured.located[zone.postcode]
        whose = any(_same(centre, home) for home in homes)
        because.append(
            "The zone is a circle round a victim's home: its middle can be worked out."
            if whose
            else "The zone is a circle: its middle can be worked out."
        )
    elif _in_the_middle(measured, closed, homes, numbers["oracle.shape_centre_share"]):
        because.append("The middle of the zone lies near a victim's home.")
    if not because or condition.kind != "exclusion_zone":
        return Warned(tuple(because))
    instead = sectors_instead(measured, closed, homes)
    chosen = _in_sectors(measured, instead)
    return Warned(
        tuple(because),
        instead=instead,
        holds=int(np.count_nonzero(chosen)),
        adds=int(np.count_nonzero(chosen & ~closed)),
    )


def sectors_instead(measured: CaseFacts, closed: Bools, homes: list[Located]) -> tuple[str, ...]:
    """
    Name whole postcode sectors that cover a zone, with enough postcodes and their middle elsewhere.

    Starts from every sector that the zone touches; while there are too few postcodes, or a victim
    lives near the middle, the sector next to them that lies farthest from the homes is added.
    Empty where no such sectors are found.
    """
    numbers, places = measured.numbers, measured.places
    areas = np.unique(places.area[closed])
    chosen = {places.areas[area][0] for area in areas.tolist()}
    ground = Ground.of(measured)
    while chosen:
        mask = _in_sectors(measured, tuple(chosen))
        few = np.count_nonzero(mask) < numbers["oracle.shape_least_postcodes"]
        if not few and not _in_the_middle(
            measured, mask, homes, numbers["oracle.shape_centre_share"]
        ):
            return tuple(sorted(chosen))
        beside = _beside(measured, chosen)
        if not beside:
            return ()
        chosen.add(max(sorted(beside), key=lambda each: _away(ground, measured, each, homes)))
    return ()


def _inside(measured: CaseFacts, condition: Condition) -> Bools:
    """Say which postcodes a zone's shape holds, whether it is to keep out of or to stay within."""
    alone = replace(condition, kind="exclusion_zone", start=measured.as_of, end=None)
    case = replace(
        measured.case,
        conditions=(alone,),
        victims=(),
        victim_check="none_known",
        protected_elsewhere=False,
        status="community",
        release=None,
    )
    only = Zoning(case, places=measured.places, numbers=measured.numbers, as_of=measured.as_of)
    only.stand_for = measured.stand_for
    inside: Bools = ~only.together.possible
    return inside


def _homes(measured: CaseFacts) -> list[Located]:
    return [
        measured.located[victim.home.postcode]
        for victim in measured.case.victims or ()
        if victim.home is not None and victim.home.postcode is not None
    ]


def _same(one: Located, other: Located) -> bool:
    return (one.easting, one.northing) == (other.easting, other.northing)


def _in_the_middle(measured: CaseFacts, mask: Bools, homes: list[Located], share: float) -> bool:
    """Whether a home lies within a share of a shape's half width of its middle, either middle."""
    if not mask.any():
        return False
    ground = Ground.of(measured)
    x, y = ground.x[mask], ground.y[mask]
    half = max(np.ptp(x), np.ptp(y)) / 2
    box = ((x.min() + x.max()) / 2, (y.min() + y.max()) / 2)
    mean = (x.mean(), y.mean())
    return any(
        np.hypot(home.easting - east, home.northing - north) <= share * half
        for home in homes
        for east, north in (box, mean)
    )


def _in_sectors(measured: CaseFacts, sectors: tuple[str, ...]) -> Bools:
    named = set(sectors)
    areas = [i for i, (sector, _) in enumerate(measured.places.areas) if sector in named]
    mask: Bools = np.isin(measured.places.area, areas)
    return mask


def _beside(measured: CaseFacts, chosen: set[str]) -> set[str]:
    """Return the sectors that share a border with some sectors and are none of them."""
    areas = measured.places.areas
    found = set()
    for one, other in measured.places.area_edges.tolist():
        first, second = areas[one][0], areas[other][0]
        if (first in chosen) != (second in chosen):
            found.add(second if first in chosen else first)
    return found


def _away(ground: Ground, measured: CaseFacts, sector: str, homes: list[Located]) -> float:
    """Return how far the middle of a sector is from the nearest home, in metres."""
    mask = _in_sectors(measured, (sector,))
    east, north = ground.x[mask].mean(), ground.y[mask].mean()
    return min((float(np.hypot(h.easting - east, h.northing - north)) for h in homes), default=0.0)
