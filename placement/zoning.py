"""
What the zones and victims' areas of one case leave of each LHA, over the days looked at.

A zone that may be in force is never left out of what is *clear*; only one that is surely in force
takes anything out of what is *possible*. Which postcodes a shape touches is asked of ``geodata``;
nothing here tells who may see it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from placement.days import add_months
from placement.errors import PlacesError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    import numpy as np

    from geodata.outlines import InMemory
    from geodata.places import Places
    from placement.cases.model import Case, Condition, Zone
    from placement.parameters import Numbers

_FEW = 20  # one in so many
ZONE_KINDS = ("exclusion_zone", "restriction_zone")
NOT_CARRIED = (
    "A zone names a geometry file that the record does not hold: record the case again with the "
    "file, or name its areas, LHAs or a circle."
)
_UNSHARED_ZONE = (
    "A zone that is not shared with housing cannot be drawn (protected, so not shown here): its "
    "areas must be postcode sectors of the profile, its geometry file must be there and hold "
    "polygons. Correct it in the file that holds it."
)


@dataclass(frozen=True, slots=True)
class Cover:
    """
    Two masks over the postcodes of the profile, shape (n,).

    ``possible``: no zone that is surely in force covers it. ``clear``: no zone that may be in
    force covers it, and it lies near no zone's edge.
    """

    clear: np.ndarray
    possible: np.ndarray


@dataclass(frozen=True, slots=True)
class Left:
    """
    Postcodes still possible in each LHA, as shares of all of its postcodes.

    ``clear`` counts those that no zone covers and that lie near no zone's edge; ``possible``
    counts those that no zone covers. Between the two lies what somebody would have to look at.
    """

    clear: np.ndarray
    possible: np.ndarray


@lru_cache(maxsize=4)
def _edges(places: Places, least_m: float, share: float, most_m: float) -> np.ndarray:
    """Work out every postcode's tolerance once for a profile and its numbers."""
    from geodata.zones import edge_tolerance

    return edge_tolerance(places, least_m=least_m, share=share, most_m=most_m)


class Zoning:
    """The zones of one case against the postcodes of a profile."""

    def __init__(self, case: Case, *, places: Places, numbers: Numbers, as_of: date) -> None:
        self.case = case
        self.places = places
        self.numbers = numbers
        self.as_of = as_of
        self.move_in = move_in_of(case, as_of)
        # LHAs that are no more, and whose postcodes the places cannot tell: what stands for them.
        self.stand_for: Mapping[str, tuple[str, ...]] = {}

    @cached_property
    def horizon(self) -> date | None:
        """The last day on which the conditions are looked at, or None: move-in not known."""
        if self.move_in is None:
            return None
        return add_months(self.move_in, self.numbers["zones.tenancy_horizon_months"])

    def in_force(self, condition: Condition) -> bool:
        """Whether a condition may be in force on any day of the tenancy looked at."""
        if self.move_in is None or self.horizon is None:
            return condition.end is None or condition.end > self.as_of
        begun = condition.start is None or condition.start <= self.horizon
        return begun and (condition.end is None or condition.end > self.move_in)

    def surely_in_force(self, condition: Condition) -> bool:
        """Whether it is in force whatever the days that are not known turn out to be."""
        if condition.start is None:
            return False
        if self.move_in is not None:
            return self.in_force(condition)
        return condition.start <= self.as_of and condition.end is None

    @cached_property
    def zones(self) -> tuple[Condition, ...]:
        """The zones that may be in force on a day looked at."""
        return tuple(
            condition
            for condition in self.case.conditions or ()
            if condition.zone is not None and self.in_force(condition)
        )

    @cached_property
    def unsettled_kinds(self) -> frozenset[str]:
        """The kinds of zone of which one may, but need not, be in force."""
        return frozenset(zone.kind for zone in self.zones if not self.surely_in_force(zone))

    @cached_property
    def sectors_elsewhere(self) -> tuple[str, ...]:
        """The sectors that zones name and that hold no postcode of the profile."""
        named = {sector for zone in self.zones if zone.zone for sector in zone.zone.areas or ()}
        return tuple(sorted(named - self.places.areas_of_sector.keys()))

    @property
    def conditions_known(self) -> bool:
        """Whether the list of conditions is written, and whole: no second file is left out."""
        return self.case.conditions is not None and not self.case.protected_elsewhere

    @cached_property
    def victims_known(self) -> bool:
        """Whether every victim's area is known: none, or each with a home and a distance."""
        if self.case.victim_check == "none_known":
            return True
        if self.case.victim_check != "listed" or self.case.victims is None:
            return False
        return all(
            victim.avoid_metres == 0
            or (
                victim.avoid_metres is not None
                and victim.home is not None
                and victim.home.postcode is not None
            )
            for victim in self.case.victims
        )

    @cached_property
    def requests_known(self) -> bool:
        """Whether it is known which LHAs victims ask to be avoided, if any."""
        if self.case.victim_check == "none_known":
            return True
        if self.case.victims is None:
            return False
        return all(victim.asks_to_avoid is not None for victim in self.case.victims)

    @cached_property
    def edge_m(self) -> np.ndarray:
        """How near to an edge is not clear, in metres, for each postcode."""
        return _edges(
            self.places,
            self.numbers["zones.edge_least_m"],
            self.numbers["zones.edge_gap_share"],
            self.numbers["zones.edge_most_m"],
        )

    @cached_property
    def _covers(self) -> dict[str, Cover]:
        """For each kind of zone that there is: the postcodes that it leaves, and those clear."""
        kinds = {zone.kind for zone in self.zones}
        covers = {
            kind: self._cover(zone for zone in self.zones if zone.kind == kind)
            for kind in ZONE_KINDS
            if kind in kinds
        }
        if self.case.victims or not self.victims_known:
            covers["victim_area"] = self._victim_cover()
        return covers

    def _cover(self, zones: Iterable[Condition]) -> Cover:
        import numpy as np

        cover = self._nothing_covered()
        for condition in zones:
            if condition.zone is None:
                continue
            try:
                inside, near = self._touched(condition.zone)
            except PlacesError:
                if condition.share_with_housing:
                    raise
                raise PlacesError(_UNSHARED_ZONE) from None
            restriction = condition.kind == "restriction_zone"
            if self.stand_for and condition.zone.lhas:
                more, vague = self._vague(condition.zone, restriction=restriction)
                inside, near = np.concatenate([inside, more]), np.concatenate([near, vague])
            closed = inside
            if restriction:
                outside = np.ones(len(self.places.easting), dtype=bool)
                outside[inside] = False
                closed = np.flatnonzero(outside)
            cover.clear[closed] = False
            cover.clear[near] = False
            if self.surely_in_force(condition):
                cover.possible[closed] = False
        return cover

    def _victim_cover(self) -> Cover:
        from placement.cases.model import Zone

        cover = self._nothing_covered()
        for victim in self.case.victims or ():
            if victim.home is None or victim.home.postcode is None or not victim.avoid_metres:
                continue
            area = Zone(postcode=victim.home.postcode, metres=victim.avoid_metres)
            inside, near = self._touched(area)
            cover.clear[inside] = False
            cover.clear[near] = False
            cover.possible[inside] = False
        if not self.victims_known:
            cover.clear[:] = False
        return cover

    def _nothing_covered(self) -> Cover:
        import numpy as np

        size = len(self.places.easting)
        return Cover(np.ones(size, dtype=bool), np.ones(size, dtype=bool))

    def _touched(self, zone: Zone) -> tuple[np.ndarray, np.ndarray]:
        """Return the positions of the postcodes inside a zone, and of those near its edge."""
        from geodata.zones import shape_of

        shape = shape_of(
            self.places,
            postcode=zone.postcode,
            metres=zone.metres,
            areas=zone.areas,
            lhas=zone.lhas,
            geometry=self._file_of(zone),
        )
        touch = shape.touch(self.places, self.edge_m, self.numbers["zones.edge_most_m"])
        return touch.inside, touch.near

    def _vague(self, zone: Zone, *, restriction: bool) -> tuple[np.ndarray, np.ndarray]:
        """
        Return what is inside and near for the LHAs of a zone that no postcode can be told to be of.

        They have merged into others and the edition of the postcodes is later: any postcode of a
        successor may be inside. It is never clear, and a restriction does not close it.
        """
        import numpy as np

        runs = [
            np.arange(part.start, part.stop)
            for lha in zone.lhas or ()
            for part in map(self.places.slice, self.stand_for.get(lha, ()))
        ]
        near = np.concatenate([np.empty(0, dtype=np.intp), *runs])
        return (near if restriction else near[:0]), near

    def _file_of(self, zone: Zone) -> Path | InMemory | None:
        """Return a zone's geometry file: as it was carried here with the case, or on the disk."""
        if zone.geometry is None:
            return None
        if self.case.carried is None:
            return self.case.directory / zone.geometry
        from geodata.outlines import InMemory

        name = str(zone.geometry)
        if name not in self.case.carried:
            raise PlacesError(NOT_CARRIED)
        return InMemory(name, self.case.carried[name].encode())

    @cached_property
    def left_by(self) -> dict[str, Left]:
        """What each kind of zone leaves of each LHA, as shares."""
        import numpy as np

        whole = np.ones(len(self.places.lhas))
        everything = dict.fromkeys((*ZONE_KINDS, "victim_area"), Left(whole, whole))
        return everything | {k: self._shares(cover) for k, cover in self._covers.items()}

    @cached_property
    def left(self) -> Left:
        """What all the zones and victims' areas together leave of each LHA, as shares."""
        same = (kind for kind, cover in self._covers.items() if cover is self.together)
        kind = next(same, None)
        return self._shares(self.together) if kind is None else self.left_by[kind]

    @cached_property
    def together(self) -> Cover:
        """The postcodes clear of everything, and those that nothing surely covers."""
        if len(self._covers) == 1 and self.conditions_known:
            return next(iter(self._covers.values()))
        cover = self._nothing_covered()
        for each in self._covers.values():
            cover.clear[:] &= each.clear
            cover.possible[:] &= each.possible
        if not self.conditions_known:
            cover.clear[:] = False
        return cover

    @cached_property
    def left_shared(self) -> Left:
        """What the zones shared with housing leave of each LHA, as shares."""
        return self._shares(self._cover(z for z in self.zones if z.share_with_housing))

    def _shares(self, cover: Cover) -> Left:
        return Left(self._share(cover.clear), self._share(cover.possible))

    def _share(self, left: np.ndarray) -> np.ndarray:
        """Return the share of each LHA's postcodes that is left."""
        import numpy as np

        starts = self.places.starts
        sizes = np.diff(starts)
        kept = np.count_nonzero(left)
        if kept in (0, len(left)):  # nothing lost, or everything: usual, and seen at a glance
            return np.asarray((sizes if kept else 0 * sizes) / sizes)
        lost = np.flatnonzero(~left)
        if len(lost) > len(left) // _FEW:
            return np.asarray(np.add.reduceat(left, starts[:-1], dtype=np.int64) / sizes)
        # where few are lost, which is usual, those alone are looked at
        lha = np.searchsorted(starts, lost, side="right") - 1
        return np.asarray((sizes - np.bincount(lha, minlength=len(sizes))) / sizes)

    def areas_left(self, lha: str) -> list[tuple[str, int, int]]:
        """Return (sector, postcodes clear, postcodes in all) for each area of one LHA."""
        import numpy as np

        clear = self.together.clear
        part = self.places.slice(lha)
        counts = np.bincount(
            self.places.area[part], weights=clear[part], minlength=len(self.places.areas)
        )
        return [
            (sector, int(counts[i]), int(self.places.area_sizes[i]))
            for i, (sector, code) in enumerate(self.places.areas)
            if code == lha
        ]


def move_in_of(case: Case, as_of: date) -> date | None:
    """Return the day of moving in: release where it lies ahead, else ``as_of``; None: unknown."""
    if case.release is not None:
        return max(case.release, as_of)
    return None if case.status in ("custody", "hospital", None) else as_of
