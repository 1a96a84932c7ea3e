"""
Coordinate systems: what a file's numbers mean, and how they become EPSG:27700 metres.

A stated system is believed where it puts the shapes in Great Britain. Where none is stated, or
the stated one puts them elsewhere, the range of the coordinates decides, and that is said: in
Great Britain degrees, metres of the National Grid and metres of Web Mercator cannot be confused.
Without the grid files that pyproj does not ship, shapes given in degrees come out within about
five metres; that is well under what boundaries are used for here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

NATIONAL_GRID = "EPSG:27700"
GRID_EXTENT = (0.0, 0.0, 700_000.0, 1_300_000.0)  # metres: the National Grid of Great Britain
WORDS = {
    "OGC:CRS84": "longitude and latitude (WGS84)",
    NATIONAL_GRID: "British National Grid (EPSG:27700)",
    "EPSG:3857": "Web Mercator (EPSG:3857)",
}
RANGES = {  # left, bottom, right, top of the British Isles in each system
    "OGC:CRS84": (-11.0, 49.0, 3.0, 62.0),
    NATIONAL_GRID: (-100_000.0, 1_000.0, 700_000.0, 1_300_000.0),
    "EPSG:3857": (-1_225_000.0, 6_270_000.0, 334_000.0, 8_860_000.0),
}


@dataclass(frozen=True)
class Reading:
    """Which system a file's coordinates are read in, and how that is known."""

    system: str
    sentence: str


def judge(stated: str | None, shapes: Array) -> Reading:
    """
    Decide the system that a layer's coordinates are in.

    ``stated`` is the file's own word, ``shapes`` an array of geometries with finite coordinates.
    A range that fits no system gives the stated one (or degrees), for the place check to refuse.
    """
    middle = _middle(shapes)
    by_range = next((name for name, box in RANGES.items() if _within(middle, box)), None)
    if stated is None:
        return _by_range(by_range, middle, "no system stated")
    known = _name(stated)
    if known is None:
        return _by_range(by_range, middle, f"the stated system {stated[:60]!r} is not known")
    reading = Reading(known, f"{_words(known)}, as stated")
    if by_range in (None, known) or in_grid(to_grid(shapes, reading.system)).any():
        return reading
    return _by_range(by_range, middle, f"{_words(known)} is stated but does not fit")


def to_grid(shapes: Array, system: str) -> Array:
    """Take shapes from ``system`` (x or longitude first) to EPSG:27700, metres."""
    import numpy as np
    import shapely
    from pyproj import CRS, Transformer

    if CRS.from_user_input(system) == CRS.from_user_input(NATIONAL_GRID):
        return shapes
    transformer = Transformer.from_crs(system, NATIONAL_GRID, always_xy=True)

    def project(points: Array) -> Array:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    moved: Array = shapely.transform(shapes, project)
    return moved


def in_grid(shapes: Array) -> Array:
    """Say for each shape whether any of it lies in the National Grid of Great Britain."""
    import numpy as np
    import shapely

    left, bottom, right, top = GRID_EXTENT
    box = shapely.bounds(shapes)
    with np.errstate(invalid="ignore"):
        inside: Array = (
            np.isfinite(box).all(axis=1)
            & (box[:, 0] < right)
            & (box[:, 2] > left)
            & (box[:, 1] < top)
            & (box[:, 3] > bottom)
        )
    return inside


def _middle(shapes: Array) -> tuple[float, float]:
    import numpy as np
    import shapely

    box = shapely.bounds(shapes)
    x, y = np.median((box[:, :2] + box[:, 2:]) / 2, axis=0)
    return float(x), float(y)


def _within(point: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _by_range(system: str | None, middle: tuple[float, float], why: str) -> Reading:
    if system is not None:
        return Reading(system, f"{_words(system)}, judged by the coordinates' range ({why})")
    swapped = _within((middle[1], middle[0]), RANGES["OGC:CRS84"])
    looks = "latitude seems to come first" if swapped else "the range fits no system of Britain"
    return Reading("OGC:CRS84", f"read as longitude and latitude ({why}; {looks})")


def _name(stated: str) -> str | None:
    """Give a system's short name where it has one, its own text otherwise, None if unknown."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        system = CRS.from_user_input(stated)
    except CRSError:
        return None
    if system.to_epsg() == 4326 or "CRS84" in stated.upper():
        return "OGC:CRS84"
    code = system.to_epsg()
    return f"EPSG:{code}" if code else stated


def _words(system: str) -> str:
    from pyproj import CRS

    return WORDS.get(system) or f"{CRS.from_user_input(system).name} ({system[:20]})"
