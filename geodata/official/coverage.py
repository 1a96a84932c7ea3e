"""
Hold a file's shapes against the postcodes, whose authority ONS states.

A district file is right where each authority's postcodes lie in the shape with its code. A finer
area belongs to the authority that most of its postcodes belong to.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from geodata.official.report import Coverage
from geodata.official.shapes import Areas, count, named

if TYPE_CHECKING:
    import numpy as np

    from geodata.places import Places

    Array = np.ndarray[Any, Any]

# Simplified outlines cut off a few postcodes along every border, in a small borough many; but
# those lie in the neighbour's shape, while the postcodes of a missing ward lie in no shape at all.
COVERED_SHARE = 0.97
LEAST_OWN_SHARE = 0.85
MISPLACED_SHARE = 0.5


def cover(areas: Areas, level: str, places: Places) -> tuple[Coverage, ...]:
    """
    Count, for each LHA of the profile, its postcodes inside the file's shapes for that LHA.

    Adds to ``areas.notes`` what a person should know of overlaps, gaps and successors.
    """
    import numpy as np

    shape_of, shared = _shapes_of_postcodes(areas, places)
    lha_of = np.repeat(np.arange(len(places.lhas)), np.diff(places.starts))
    owners = _owners(areas, level, places, shape_of, lha_of)
    held = shape_of >= 0
    right = np.zeros(len(shape_of), dtype=bool)
    right[held] = owners[shape_of[held]] == lha_of[held]
    sizes = np.diff(places.starts)
    inside = np.bincount(lha_of[right], minlength=len(places.lhas))
    anywhere = np.bincount(lha_of[held], minlength=len(places.lhas))
    if shared:
        lie = count(shared, "postcode lies", "postcodes lie")
        areas.notes.append(f"{lie} in more than one shape; each is counted in the first")
    if level == "lad":
        areas.notes.extend(_elsewhere(areas, places, shape_of, lha_of))
    found = tuple(
        _coverage(lha, int(sizes[i]), int(inside[i]), int(anywhere[i]), owners == i, areas)
        for i, lha in enumerate(places.lhas)
    )
    rough = [one.lha for one in found if one.state == "covered" and one.share < COVERED_SHARE]
    if rough:
        said = "some of their postcodes lie in a neighbour's shape"
        areas.notes.append(f"the outlines of {named(rough)} are rough here: {said}")
    return found


def misplaced(coverage: tuple[Coverage, ...], level: str) -> bool:
    """Say whether district shapes lie elsewhere than their codes say."""
    given = [one for one in coverage if one.areas]
    postcodes, inside = sum(one.postcodes for one in given), sum(one.inside for one in given)
    return level == "lad" and bool(given) and inside < MISPLACED_SHARE * postcodes


def _shapes_of_postcodes(areas: Areas, places: Places) -> tuple[Array, int]:
    """Give each postcode the index of the first shape it is in, -1 for none; count the shared."""
    import numpy as np
    import shapely

    order = places.by_easting
    x, y = places.easting[order].astype(float), places.northing[order].astype(float)
    first = np.full(len(x), -1, dtype=np.int64)
    shared = np.zeros(len(x), dtype=bool)
    left, bottom, right, top = shapely.bounds(areas.shapes).T
    start = np.searchsorted(x, left, side="left")
    stop = np.searchsorted(x, right, side="right")
    for i, shape in enumerate(areas.shapes):
        near = np.arange(start[i], stop[i])
        near = near[(y[near] >= bottom[i]) & (y[near] <= top[i])]
        if len(near) == 0:
            continue
        shapely.prepare(shape)
        hit = near[shapely.intersects_xy(shape, x[near], y[near])]
        shared[hit[first[hit] >= 0]] = True
        first[hit[first[hit] < 0]] = i
    shape_of = np.empty_like(first)
    shape_of[order] = first
    return shape_of, int(shared.sum())


def _owners(
    areas: Areas, level: str, places: Places, shape_of: Array, lha_of: Array
) -> np.ndarray[Any, Any]:
    """Give each shape the index of its LHA, -1 where it belongs to none of the profile."""
    import numpy as np

    if level == "lad":
        return np.array([places.lhas.index(c) if places.has(c) else -1 for c in areas.codes])
    held = shape_of >= 0
    table = np.zeros((len(areas.codes), len(places.lhas)), dtype=np.int64)
    np.add.at(table, (shape_of[held], lha_of[held]), 1)
    return np.where(table.sum(axis=1) > 0, table.argmax(axis=1), -1)


def _coverage(
    lha: str, postcodes: int, inside: int, anywhere: int, mine: Array, areas: Areas
) -> Coverage:
    share = inside / postcodes if postcodes else 0.0
    given = int(mine.sum())
    state = "not covered"
    if given:
        somewhere = anywhere >= COVERED_SHARE * postcodes and share >= LEAST_OWN_SHARE
        state = "covered" if somewhere else "partly covered"
    return Coverage(
        lha=lha,
        name=areas.names[areas.codes.index(lha)] if lha in areas.codes else "",
        areas=given,
        postcodes=postcodes,
        inside=inside,
        inside_others=anywhere - inside,
        share=math.floor(share * 10_000) / 10_000,  # never rounded up to the whole
        state=state,
    )


def _elsewhere(areas: Areas, places: Places, shape_of: Array, lha_of: Array) -> list[str]:
    """Name the shapes that hold the postcodes of an LHA whose own code the file lacks."""
    import numpy as np

    notes = []
    for i, lha in enumerate(places.lhas):
        if lha in areas.codes:
            continue
        held = shape_of[(lha_of == i) & (shape_of >= 0)]
        numbers = np.bincount(held, minlength=len(areas.codes))
        main = [areas.codes[j] for j in np.argsort(-numbers, kind="stable") if numbers[j] * 20 > 1]
        if len(held) * 2 > int(places.starts[i + 1] - places.starts[i]):
            notes.append(f"{lha} is not in the file; its postcodes lie in {named(main[:3])}")
    return notes
