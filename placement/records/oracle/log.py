"""
What housing was told so far, and what it leaves possible: the log, replayed.

The sets of possible postcodes are never stored. They are worked out anew from the questions and
answers, so that they survive a new edition of the postcodes, new numbers and a changed radius: each
question is replayed with the radius, the edges and the shared zones that it was asked with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from placement.errors import PlacesError
from placement.records.kinds.oracle import About, AddressCheck, ReleaseLog, Split
from placement.records.oracle.coverage import Question
from placement.records.oracle.possible import Edges, Ground, Possible

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from geodata.places import Places
    from placement.facts import CaseFacts
    from placement.records.oracle.possible import Bools
    from placement.records.oracle.release import Release
    from placement.records.oracle.things import Protected, Thing


ELSEWHERE: Final = "Housing was told something that rests on the same home in another profile."


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that housing was told: when, in which case, asked by whom."""

    at: datetime
    case: str
    by: str
    what: AddressCheck | ReleaseLog


class Log(Protocol):
    """
    Where what housing was told is kept: the vault, over all cases.

    What is read and then added to must be one transaction, or two people who ask at the same moment
    could each get an answer that is safe only without the other's.
    """

    def told(self) -> Iterable[Told]:
        """Give all that housing was ever told, oldest first."""
        ...

    def add(self, told: Told) -> None:
        """Keep one more thing that housing is about to be told."""
        ...


def possible_of(
    things: Iterable[Thing], ground: Ground, told: Iterable[Told]
) -> dict[str, Possible]:
    """Return what stays possible for each of some things, by key, on a profile's postcodes."""
    left = {thing.key: Possible.anywhere(ground) for thing in things}
    for each in told:
        about = {a.key: a.metres for a in each.what.about or ()}
        for key in about.keys() & left.keys():
            left[key] = _after(left[key], each.what, about[key], ground, alone=len(about) == 1)
    return left


def _after(
    now: Possible, what: AddressCheck | ReleaseLog, metres: float, ground: Ground, *, alone: bool
) -> Possible:
    if isinstance(what, AddressCheck):
        if not what.answered:
            return now
        near = _disc(what, metres, ground)
        return now if near is None else now.told(near, what.answer == "refer", alone=alone)
    for split in what.splits or ():
        if ground.places.has(split.lha):
            now = now.told(_closing(what, split.lha, metres, ground), split.held, alone=alone)
    return now


def reckoned(protected: Protected, told: Iterable[Told], profile: str) -> Protected:
    """
    Return what is protected, beyond reckoning where housing was told of it in another profile.

    A home is counted among one profile's postcodes; answers given in two would not add up.
    """
    keys = {thing.key for thing in protected.things}
    elsewhere = any(
        each.what.profile not in (None, profile)
        and each.what.tells
        and keys & {about.key for about in each.what.about or ()}
        for each in told
    )
    if not elsewhere:
        return protected
    return replace(protected, beyond_reckoning=(*protected.beyond_reckoning, ELSEWHERE))


def _disc(check: AddressCheck, metres: float, ground: Ground) -> Bools | None:
    """Return the homes for which an address would not be clear; None: it cannot be found now."""
    try:
        at = ground.places.find(check.postcode)
    except PlacesError:
        return None
    return ground.disc(at.easting, at.northing, metres, check.edge_m)


def _closing(log: ReleaseLog, lha: str, metres: float, ground: Ground) -> Bools:
    edges = Edges(log.edge_least_m, log.edge_gap_share, log.edge_most_m)
    there = ground if edges == ground.edges else Ground(ground.places, edges)
    closed = set((log.closed or "").split(","))
    part = ground.places.slice(lha)
    names = ground.places.postcodes(range(part.start, part.stop)) if log.closed else ()
    open_here = np.ones(part.stop - part.start, dtype=np.bool_)
    open_here[[i for i, name in enumerate(names) if name in closed]] = False
    return Question(there, lha, open_here).of(metres).closing(log.quarter)


def release_log(
    found: Release, measured: CaseFacts, protected: Protected, shared: Bools, release: str | None
) -> ReleaseLog:
    """Put down what a release rests on. ``release`` is the id of what was kept for housing."""
    numbers = measured.numbers
    split = {lha for lha, _ in found.splits}
    return ReleaseLog(
        release=release,
        profile=measured.profile.name,
        told=tuple(sorted(found.told)),
        about=tuple(About(key=thing.key, metres=thing.radius) for thing in protected.things),
        splits=tuple(Split(lha=lha, held=held) for lha, held in found.splits),
        closed=_closed(measured.places, split, shared) or None,
        quarter=numbers["zones.enough_share"],
        edge_least_m=numbers["zones.edge_least_m"],
        edge_gap_share=numbers["zones.edge_gap_share"],
        edge_most_m=numbers["zones.edge_most_m"],
    )


def _closed(places: Places, lhas: set[str], shared: Bools) -> str:
    """Name the postcodes of some LHAs that what is shared with housing closes."""
    positions = [
        position
        for lha in sorted(lhas)
        for position in range(places.slice(lha).start, places.slice(lha).stop)
        if not shared[position]
    ]
    return ",".join(places.postcodes(positions))
