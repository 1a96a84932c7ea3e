"""
What every reader gives: named layers of rows, each row its columns as text and one shape.

Coordinates are as in the file, x (or longitude) first; ``geodata.official.systems`` takes them
to EPSG:27700.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.errors import PlacesError

if TYPE_CHECKING:
    import numpy as np

ACCEPTED = (
    "accepted: polygons with ONS codes (such as E07000008) in one column, as GeoJSON, TopoJSON, "
    "GeoPackage (.gpkg), KML, or a shapefile (.shp, or zipped with its .shx and .dbf), in any "
    "coordinate system; levels: local authority districts, wards, parishes, MSOAs, LSOAs"
)


@dataclass(frozen=True, eq=False)
class Layer:
    """
    One layer of a file, as read.

    ``columns`` maps a column to one text (or None) per row; ``shapes`` is an object array of
    shapely geometries or None, one per row; ``crs`` is the coordinate system as the file states
    it (any text that pyproj reads), None where it states none.
    """

    name: str
    format: str
    columns: dict[str, list[str | None]]
    shapes: np.ndarray[Any, Any]
    crs: str | None


class LinesOnlyError(PlacesError):
    """The file holds lines and no polygons: roads, perhaps, but no boundaries."""


def refuse(source: Path | str, found: str, problem: str) -> PlacesError:
    """Give the one message for a file that cannot be used: what is wrong, found, accepted."""
    name = source.name if isinstance(source, Path) else source
    return PlacesError(
        f"{name} cannot be used as boundaries: {problem}\n  found: {found}\n  {ACCEPTED}"
    )


def text(value: object) -> str | None:
    """Give a column's value as stripped text, None where there is nothing to read."""
    if value is None or isinstance(value, (dict, list)) or value != value:
        return None
    return str(value).strip() or None
