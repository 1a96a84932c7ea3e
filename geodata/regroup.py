"""
The same postcodes under other authorities: what a merger or a split makes of a profile's places.

Nothing moves: every postcode keeps its point and its sector, and only whose it is differs. Areas
are sectors within an authority, so a merger joins the two parts of a sector that a border cut, and
a split may cut one. Where the old authorities lay is kept (``Places.former``), because a zone that
names one covers its postcodes and not all of its successor's.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from placement.errors import PlacesError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from geodata.places import Places

    Numbers = NDArray[np.int64]


def merged(places: Places, into: Mapping[str, str]) -> Places:
    """Return the places with each LHA under the code that ``into`` gives it, or its own."""
    import numpy as np

    codes = [into.get(lha, lha) for lha in places.lhas]
    return regroup(places, np.repeat(np.array(codes, "U9"), np.diff(places.starts)))


def sector_codes(places: Places, lha: str, given: Mapping[str, str]) -> NDArray[np.str_]:
    """
    Return the LHA of each postcode where one LHA is divided by postcode sectors.

    ``given`` has a code for sectors (``PE28 5``) and for whole postcode districts (``PE28``); the
    sector goes before its district, and ``""`` is for the rest. Raises ``PlacesError`` naming each
    sector that is given to nobody and each entry that is no sector of the LHA.
    """
    import numpy as np

    lha_of = np.repeat(np.array(places.lhas, "U9"), np.diff(places.starts))
    of_area: dict[int, str] = {}
    used, left = set[str](), list[str]()
    for i, (sector, code) in enumerate(places.areas):
        if code != lha:
            continue
        district = sector.split(" ")[0]
        key = next((each for each in (sector, district, "") if each in given), None)
        if key is None:
            left.append(sector)
            continue
        used |= {each for each in (sector, district) if each in given}
        of_area[i] = given[key]
    problems = [f"{each} has no postcode of {lha}." for each in sorted(set(given) - used - {""})]
    if left:
        problems.append(f"{', '.join(sorted(left))} of {lha} would be nobody's: give each to one.")
    if problems:
        raise PlacesError(" ".join(problems))
    for i, code in of_area.items():
        lha_of[places.area == i] = code
    return lha_of


def regroup(places: Places, lha_of: NDArray[np.str_]) -> Places:
    """
    Return the places with every postcode (n,) under another LHA.

    The digest names the file and the grouping, so that two groupings are told apart in a record.
    """
    import numpy as np

    lhas = tuple(sorted(set(lha_of.tolist())))
    lha_at = np.searchsorted(np.array(lhas), lha_of)
    sectors = np.array([sector for sector, _ in places.areas])
    names, sector_at = np.unique(sectors, return_inverse=True)
    order = np.lexsort((places.units, sector_at[places.area], lha_at))
    key = (lha_at * len(names) + sector_at[places.area])[order]
    keys, area, sizes = np.unique(key, return_inverse=True, return_counts=True)
    areas = tuple((str(names[k % len(names)]), lhas[k // len(names)]) for k in keys.tolist())
    per_lha = np.bincount(lha_at, minlength=len(lhas)).astype(np.int64)
    moved = np.empty(len(order), dtype=np.int64)
    moved[order] = np.arange(len(order))
    grouping = f"{places.digest} {','.join(lhas)} {key.tobytes().hex()}"
    return replace(
        places,
        digest=f"{places.digest}+{hashlib.sha256(grouping.encode()).hexdigest()[:8]}",
        lhas=lhas,
        areas=areas,
        starts=np.concatenate([[0], np.cumsum(per_lha)]),
        easting=places.easting[order],
        northing=places.northing[order],
        area=area.astype(np.int32),
        area_sizes=sizes.astype(np.int64),
        nearest_m=places.nearest_m[order],
        area_edges=_edges(places, order, area, areas),
        units=places.units[order],
        large=_large(places, lha_of),
        former=_former(places, moved, lhas),
    )


def _edges(
    places: Places, order: Numbers, area: Numbers, areas: Sequence[tuple[str, str]]
) -> NDArray[np.int32]:
    """
    Return which of the new areas touch.

    Areas that only joined touch whatever their parts touched. Where an area was cut, which of its
    pieces touch what is worked out from the postcodes' points, among pairs that could.
    """
    import numpy as np

    pairs = np.unique(np.stack([places.area[order], area], axis=1), axis=0)
    pieces: dict[int, list[int]] = {}
    for old, new in pairs.tolist():
        pieces.setdefault(old, []).append(new)
    touching = {(old, old) for old in pieces} | {(a, b) for a, b in places.area_edges.tolist()}
    cut = {old for old, news in pieces.items() if len(news) > 1}
    found = set[tuple[int, int]]()
    doubtful = set[tuple[int, int]]()
    for a, b in touching:
        for x in pieces[a]:
            for y in pieces[b]:
                if x != y:
                    (doubtful if {a, b} & cut else found).add((min(x, y), max(x, y)))
    if doubtful:
        from geodata.areas import edges_between

        at = np.stack([places.easting[order], places.northing[order]], axis=1).astype(np.int64)
        points, point_of = np.unique(at, axis=0, return_inverse=True)
        near = {(a, b) for a, b in edges_between(points, point_of, area).tolist()}
        found |= doubtful & near
    return np.array(sorted(found), dtype=np.int32).reshape(-1, 2)


def _former(places: Places, moved: Numbers, lhas: Sequence[str]) -> dict[str, Numbers]:
    """Return where the postcodes of each LHA that is no more now stand, those gone before too."""
    import numpy as np

    kept = {code: np.sort(moved[held]) for code, held in places.former.items()}
    for lha in places.lhas:
        if lha not in lhas:
            part = places.slice(lha)
            kept[lha] = np.sort(moved[part.start : part.stop])
    return kept


def _large(places: Places, lha_of: NDArray[np.str_]) -> str:
    """
    Return the large users' postcodes with the LHA that their old one's postcodes went to.

    Where an LHA was split, a large user goes where the homes of its sector went, if all went one
    way; else its line is left out and the postcode is looked for in the national data.
    """
    went: dict[str, set[str]] = {}
    for lha in places.lhas:
        went[lha] = set(lha_of[places.slice(lha)].tolist())
    by_sector: dict[tuple[str, str], set[str]] = {}
    for i, area in enumerate(places.areas):
        start, stop = places.area_starts[i : i + 2].tolist()
        by_sector[area] = set(lha_of[start:stop].tolist())
    lines = []
    for line in places.large.splitlines():
        postcode, lha, rest = line.split(",", 2)
        to = went[lha] if len(went[lha]) == 1 else by_sector.get((postcode[:-2], lha), set())
        if len(to) == 1:
            lines.append(f"{postcode},{next(iter(to))},{rest}")
    return "\n".join(lines)
