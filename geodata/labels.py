"""Where the name of each outline goes on a map: well inside it, and clear of the other names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

LETTER_PX, LINE_PX = 7.5, 17
_CLOSE_M = 100


def label_points(
    geometries: Mapping[str, Mapping[str, Any]], labels: Mapping[str, str], *, height_px: float
) -> dict[str, tuple[float, float]]:
    """
    Return the middle of each label, by code: easting and northing in metres, EPSG:27700.

    Small outlines are served first, and each later label keeps clear of those placed before it
    where there is room inside its own outline.

    Parameters
    ----------
    geometries
        GeoJSON geometries in EPSG:27700, metres, by code.
    labels
        The texts by code, lines parted by a line feed.
    height_px
        How high the map is drawn; a letter is taken as 7.5 pixels wide and a line as 17 high.
    """
    import shapely
    from shapely.geometry import shape

    shapes = {code: shape(geometry) for code, geometry in geometries.items()}
    if not shapes:
        return {}
    _, south, _, north = shapely.total_bounds(list(shapes.values()))
    metres = (north - south) / height_px
    found: dict[str, tuple[float, float]] = {}
    taken: list[tuple[float, float, float, float]] = []
    for code in sorted(shapes, key=lambda each: shapes[each].area):
        lines = labels[code].split("\n")
        wide = max(map(len, lines)) * LETTER_PX * metres / 2
        high = len(lines) * LINE_PX * metres / 2
        free = shapes[code]
        for x, y, w, h in taken:
            near = shapely.box(x - w - wide, y - h - high, x + w + wide, y + h + high)
            free = free.difference(near)
        room = shapes[code] if free.is_empty else free
        largest = max(shapely.get_parts(room), key=shapely.area)
        x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, _CLOSE_M))[0]
        found[code] = (float(x), float(y))
        taken.append((float(x), float(y), wide, high))
    return found
