"""
Clean the rows of a file: one valid shape in EPSG:27700 for each code, and a word on each change.

Rows without a code of the file's level, without a shape or outside Great Britain are left out;
shapes that cross themselves are repaired; rows of one code are joined. Nothing is done in silence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geodata.official.levels import OF_PREFIX, Chosen, code_of
from geodata.official.systems import in_grid, judge, to_grid

if TYPE_CHECKING:
    import numpy as np

    from geodata.official.layers import Layer

    Array = np.ndarray[Any, Any]

MOST_NAMED = 6


@dataclass(eq=False)
class Areas:
    """
    The areas of a file, sorted by code.

    ``shapes`` is an object array of valid polygons and multipolygons, EPSG:27700, metres; the
    other fields say how they came to be so.
    """

    codes: list[str]
    names: list[str]
    shapes: Array
    coordinates: str
    repaired: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def clean(layer: Layer, chosen: Chosen) -> Areas:
    """Give the valid areas of a layer; there may be none (then ``notes`` says why)."""
    import numpy as np
    import shapely

    notes: list[str] = []
    codes = [_of_level(value, chosen) for value in layer.columns[chosen.column]]
    labels = layer.columns[chosen.names] if chosen.names else [None] * len(codes)
    uncoded = [number for number, code in enumerate(codes) if code is None]
    if uncoded:
        values = [layer.columns[chosen.column][number] or "empty" for number in uncoded]
        notes.append(_left_out(len(uncoded), f"have no {chosen.level.one} code", values))
    shapes = shapely.force_2d(layer.shapes)
    usable = _usable(shapes)
    broken = [code for code, good in zip(codes, usable, strict=True) if code and not good]
    if broken:
        notes.append(_left_out(len(broken), "have no shape that can be read", broken))
    rows = [i for i, code in enumerate(codes) if code is not None and usable[i]]
    if not rows:
        return Areas([], [], np.empty(0, dtype=object), "nothing to place", notes=notes)
    reading = judge(layer.crs, shapes[rows])
    repaired, whole = _repair([codes[i] or "" for i in rows], to_grid(shapes[rows], reading.system))
    areas = Areas([], [], np.empty(0, dtype=object), reading.sentence, repaired, notes)
    _gather(areas, [(codes[i] or "", labels[i] or "") for i in rows], whole)
    return areas


def named(codes: list[str]) -> str:
    """List codes, the first few by name and the rest by number."""
    rest = len(codes) - MOST_NAMED
    return ", ".join(codes[:MOST_NAMED]) + (f" and {rest:,} more" if rest > 0 else "")


def count(number: int, one: str, many: str) -> str:
    """Write a number with its noun.

    >>> count(1, "ward", "wards"), count(1200, "ward", "wards")
    ('1 ward', '1,200 wards')
    """
    return f"{number:,} {one if number == 1 else many}"


def _of_level(value: str | None, chosen: Chosen) -> str | None:
    code = code_of(value)
    return code if code and OF_PREFIX.get(code[:3]) == chosen.level else None


def _left_out(number: int, why: str, values: list[str]) -> str:
    if number == 1:
        why = why.replace("have ", "has ", 1).replace("lie ", "lies ", 1)
    return f"left out: {count(number, 'row', 'rows')} that {why} ({named(values)})"


def _usable(shapes: Array) -> Array:
    """Say which shapes are polygons with finite coordinates."""
    import numpy as np
    import shapely

    finite = np.isfinite(shapely.bounds(shapes)).all(axis=1)
    points, rows = shapely.get_coordinates(shapes, return_index=True)
    finite[rows[~np.isfinite(points).all(axis=1)]] = False
    usable: Array = finite & np.isin(shapely.get_type_id(shapes), (3, 6, 7))
    return usable


def _repair(codes: list[str], shapes: Array) -> tuple[list[str], Array]:
    """Make every shape valid and keep its polygons; give the codes of those that were not."""
    import shapely

    finite = _usable(shapes)
    shapes = shapes.copy()
    shapes[~finite] = None
    bad = finite & ~shapely.is_valid(shapes)
    shapes[bad] = shapely.make_valid(shapes[bad], method="structure", keep_collapsed=False)
    mixed = shapely.get_type_id(shapes) == 7
    for row in mixed.nonzero()[0]:
        parts = shapely.get_parts(shapes[row])
        shapes[row] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
    return sorted({codes[row] for row in bad.nonzero()[0]}), shapes


def _gather(areas: Areas, rows: list[tuple[str, str]], shapes: Array) -> None:
    """Join the rows of each code, drop what is not in Great Britain, and say so."""
    import numpy as np
    import shapely

    by_code: dict[str, list[int]] = {}
    for row, (code, _) in enumerate(rows):
        by_code.setdefault(code, []).append(row)
    repeated = sorted(code for code, found in by_code.items() if len(found) > 1)
    if repeated:
        said = "the shapes of each were joined"
        areas.notes.append(f"codes on more than one row: {named(repeated)}; {said}")
    codes = sorted(by_code)
    joined = np.empty(len(codes), dtype=object)
    for i, code in enumerate(codes):
        parts = shapes[by_code[code]]
        joined[i] = parts[0] if len(parts) == 1 else shapely.union_all(parts)
    empty = shapely.is_missing(joined) | shapely.is_empty(joined)
    away = ~in_grid(joined) & ~empty
    for lost, why in ((empty, "have no area"), (away, "lie outside Great Britain")):
        gone = [codes[i] for i in lost.nonzero()[0]]
        if gone:
            areas.notes.append(_left_out(len(gone), why, gone))
    keep = (~empty & ~away).nonzero()[0].tolist()
    areas.codes = [codes[i] for i in keep]
    areas.names = [_name(code, [rows[row][1] for row in by_code[code]]) for code in areas.codes]
    areas.shapes = joined[keep]


def _name(code: str, names: list[str]) -> str:
    return next((name for name in names if name), code)
