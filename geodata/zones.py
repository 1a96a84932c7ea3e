"""
Zones: which postcodes they leave possible, and which of those are clear of every edge.

A zone is exactly one of a circle round a postcode, named areas (postcode sectors, each the whole
sector in every LHA that it lies in), named LHAs, and a geometry file. A circle and a geometry are
tested at the postcode's point; areas and LHAs by the ONS field, so their membership is exact and
they have no edge. A point on the border counts as inside: an exclusion covers it, a restriction
allows it, and in both cases it is not clear.

A postcode's point stands for homes some way off, so a postcode is *clear* only where no geometric
zone's edge runs within its own tolerance (``edge_tolerance``). All coordinates are EPSG:27700,
metres. Nothing here names a zone in what it returns: who may see a zone is for the caller.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geodata.national import installed_sector
from geodata.shapes import Authorities, Circle, Outline, Sectors, Shape
from placement.errors import PlacesError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from geodata.outlines import InMemory
    from geodata.places import Places
    from geodata.shapes import Bools, Indices, Metres

LONGEST_RADIUS_M = 1_300_000  # the whole of Great Britain's grid: more is a slip of the pen
SECTOR = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)[\s-]+([0-9])")
LHA_CODE = re.compile(r"(?:E0[6-9]|W06|S12|N09)[0-9]{6}")


def shape_of(
    places: Places,
    *,
    postcode: str | None = None,
    metres: float | None = None,
    areas: Sequence[str] | None = None,
    lhas: Sequence[str] | None = None,
    geometry: Path | InMemory | None = None,
) -> Shape:
    """
    Make the shape of a zone from exactly one kind of description.

    Parameters
    ----------
    places
        The profile's postcodes.
    postcode, metres
        The centre of a circle, in any usual spelling and inside or outside the profile, and its
        radius in metres.
    areas
        Postcode sectors such as ``"PE15 8"``. Each must hold a postcode of the profile.
    lhas
        ONS codes of local authority districts. One outside the profile covers nothing here.
    geometry
        A file in any CRS that it names, with polygons (see ``geodata.outlines``), or one in memory.

    Raises
    ------
    PlacesError
        The description cannot be used; the text names everything that is wrong with it.
    """
    circle = postcode is not None or metres is not None
    if [circle, areas is not None, lhas is not None, geometry is not None].count(True) != 1:
        raise PlacesError(
            "A zone must be exactly one of: a postcode with metres, areas, lhas, a geometry file."
        )
    if areas is not None:
        return _sectors(places, areas)
    if lhas is not None:
        return _authorities(lhas)
    if geometry is not None:
        return _outline(places, geometry)
    return _circle(places, postcode, metres)


def inside(places: Places, shape: Shape) -> Bools:
    """Say for each postcode whether it is inside the shape, border included; shape ``(n,)``."""
    touch = shape.touch(places, _no_edge(places), 0.0)
    return _mask(places, touch.inside)


def near_edge(places: Places, shape: Shape, edge_m: Metres) -> Bools:
    """
    Say for each postcode whether the shape's edge runs within ``edge_m`` metres of its point.

    ``edge_m`` has one number a postcode. All False for areas and LHAs: membership is exact there.
    """
    touch = shape.touch(places, edge_m, _greatest(edge_m))
    return _mask(places, touch.near)


def edge_tolerance(places: Places, *, least_m: float, share: float, most_m: float) -> Metres:
    """
    Give each postcode its tolerance at a zone's edge, in metres; shape ``(n,)``.

    It is ``share`` of the distance to the next distinct postcode point, at least ``least_m`` and
    at most ``most_m``: where postcodes are far apart, each stands for homes farther off.
    """
    edge_m: Metres = np.clip(places.nearest_m * share, least_m, most_m).astype(np.float64)
    return edge_m


class Count(NamedTuple):
    """How many postcodes are clear, how many still possible, and how many there are."""

    clear: int
    possible: int
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class Remaining:
    """
    What the zones leave, one entry a postcode.

    ``possible``: covered by no exclusion and inside every restriction, by the postcode's point.
    ``clear``: possible, and near the edge of no geometric zone.
    """

    places: Places
    possible: Bools
    clear: Bools

    def by_lha(self) -> dict[str, Count]:
        """Count by LHA, in ONS-code order."""
        counts = {}
        for lha in self.places.lhas:
            part = self.places.slice(lha)
            clear = int(np.count_nonzero(self.clear[part]))
            possible = int(np.count_nonzero(self.possible[part]))
            counts[lha] = Count(clear, possible, part.stop - part.start)
        return counts

    def by_area(self) -> dict[tuple[str, str], Count]:
        """Count by area, a sector within an LHA, in the order of ``places.areas``."""
        size = len(self.places.areas)
        clear = np.bincount(self.places.area[self.clear], minlength=size).tolist()
        possible = np.bincount(self.places.area[self.possible], minlength=size).tolist()
        total = self.places.area_sizes.tolist()
        rows = zip(self.places.areas, clear, possible, total, strict=True)
        return {area: Count(*numbers) for area, *numbers in rows}


def remaining(
    places: Places,
    exclusions: Sequence[Shape],
    restrictions: Sequence[Shape],
    *,
    edge_m: Metres,
) -> Remaining:
    """
    Say which postcodes the zones leave possible, and which of those are clear.

    An added zone of either kind never adds a possible or a clear postcode. ``edge_m`` is each
    postcode's tolerance in metres, from ``edge_tolerance``.
    """
    most_m = _greatest(edge_m)
    possible = np.ones(len(places.easting), dtype=np.bool_)
    clear = np.ones_like(possible)
    for shape in exclusions:
        touch = shape.touch(places, edge_m, most_m)
        possible[touch.inside] = False
        clear[touch.near] = False
    for shape in restrictions:
        touch = shape.touch(places, edge_m, most_m)
        possible &= _mask(places, touch.inside)
        clear[touch.near] = False
    clear &= possible
    return Remaining(places, possible, clear)


def _mask(places: Places, index: Indices) -> Bools:
    mask = np.zeros(len(places.easting), dtype=np.bool_)
    mask[index] = True
    return mask


def _no_edge(places: Places) -> Metres:
    return np.broadcast_to(np.float64(0.0), places.easting.shape)


def _greatest(edge_m: Metres) -> float:
    return float(edge_m.max(initial=0.0))


def _circle(places: Places, postcode: str | None, metres: float | None) -> Circle:
    """Check a circle's radius and find its centre."""
    if postcode is None or metres is None:
        missing = "metres" if metres is None else "postcode"
        raise PlacesError(f"A circle needs a postcode and metres; {missing} is not given.")
    if not 0 < metres <= LONGEST_RADIUS_M:
        raise PlacesError(
            f"A circle's metres is {metres:g}; it must be more than 0 and at most "
            f"{LONGEST_RADIUS_M:,}."
        )
    centre = places.find(postcode)
    return Circle(centre.easting, centre.northing, float(metres))


def _sectors(places: Places, areas: Sequence[str]) -> Sectors:
    """
    Check named areas: each must hold a postcode, here or elsewhere in Great Britain.

    One that lies wholly outside the profile covers nothing here, as an LHA outside it does.
    """
    known = places.areas_of_sector.keys()
    read = {text: _sector(text) for text in areas}
    problems = [
        _sector_problem(text, sector, known)
        for text, sector in read.items()
        if sector not in known and not (sector and installed_sector(sector))
    ]
    if not read:
        problems = ["the list is empty; name at least one sector."]
    if problems:
        raise PlacesError(_all("Zone areas", problems))
    return Sectors(frozenset(sector for sector in read.values() if sector is not None))


def _sector(text: str) -> str | None:
    """Read a sector in any case and spacing; None where it cannot be one."""
    match = SECTOR.fullmatch(text.strip().upper())
    return f"{match[1]} {match[2]}" if match else None


def _sector_problem(text: str, sector: str | None, known: Iterable[str]) -> str:
    if sector is None:
        return (
            f"'{text}' is not a postcode sector; write it as 'PE15 8': the first part of the "
            "postcode, a space, and one digit."
        )
    swapped = [one for one in sorted(known) if sorted(one) == sorted(sector)]
    near = list(dict.fromkeys([*swapped, *get_close_matches(sector, sorted(known), n=3)]))[:3]
    hint = f" Near spellings: {', '.join(near)}." if near else ""
    return (
        f"'{sector}' holds no postcode of this profile, nor of the installed national data.{hint} "
        "Correct it, or name the LHAs instead."
    )


def _authorities(lhas: Sequence[str]) -> Authorities:
    """Check ONS codes by their shape; those outside the profile are allowed."""
    problems = [
        f"'{code}' is not the ONS code of a local authority district; such a code is E06, E07, "
        "E08, E09, W06, S12 or N09 and six digits, as in E07000009."
        for code in lhas
        if not LHA_CODE.fullmatch(code)
    ]
    if not lhas:
        problems = ["the list is empty; name at least one LHA."]
    if problems:
        raise PlacesError(_all("Zone lhas", problems))
    return Authorities(frozenset(lhas))


def _outline(places: Places, path: Path | InMemory) -> Outline:
    """Read and check a geometry file, and prepare it for many points."""
    import shapely

    from geodata.outlines import read_outline

    box = (
        int(places.easting.min()),
        int(places.northing.min()),
        int(places.easting.max()),
        int(places.northing.max()),
    )
    geometry = read_outline(path, box)
    border = geometry.boundary
    shapely.prepare(geometry)
    shapely.prepare(border)
    return Outline(geometry, border)


def _all(source: str, problems: Sequence[str]) -> str:
    """Put every problem into one message."""
    head = f"{source} cannot be used: {len(problems)} problem{'s' * (len(problems) != 1)}."
    return "\n".join([head, *(f"  - {problem}" for problem in problems)])
