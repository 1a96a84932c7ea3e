"""The outlines of a profile's LHAs for the map: the one door of monitoring to the boundaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.errors import PlacesError
from placement.monitoring.output.maps import Shape

if TYPE_CHECKING:
    from collections.abc import Mapping


def shapes_of(profile: str) -> list[Shape]:
    """Return the LHAs' outlines, official ones where imported; none if there are none."""
    from geodata.boundaries import load
    from geodata.labels import label_points

    try:
        outlines = load(profile)
    except PlacesError:
        return []
    geometries = {one["code"]: one["geometry"] for one in outlines}
    points = label_points(geometries, {one["code"]: one["name"] for one in outlines}, height_px=500)
    return [
        Shape(
            code=one["code"],
            rings=tuple(
                tuple((float(x), float(y)) for x, y, *_ in ring) for ring in _rings(one["geometry"])
            ),
            label=(float(points[one["code"]][0]), float(points[one["code"]][1])),
            indicative=not one["official"],
        )
        for one in outlines
    ]


def _rings(geometry: Mapping[str, Any]) -> list[list[list[float]]]:
    """Return every ring of a GeoJSON polygon or multipolygon."""
    parts = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        return list(parts)
    return [ring for polygon in parts for ring in polygon]
