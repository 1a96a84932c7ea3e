"""
Read the geometry file of a zone: polygons in any CRS, checked, in EPSG:27700.

Plain GeoJSON (WGS84 longitude and latitude unless it names a CRS) and WKT (with its SRID, as in
``SRID=27700;POLYGON ((...))``) are read with the standard library and shapely; every other
format through pyogrio, which takes seconds to import. Coordinates are always taken as x, y:
easting before northing, longitude before latitude, whatever order a CRS officially has. Without
a national grid-shift file, WGS84 is converted to within about 5 metres.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from placement.errors import PlacesError

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Coordinates = NDArray[np.float64]
    Box = tuple[float, float, float, float]

BRITISH_GRID = "EPSG:27700"
GRID_BOX = (0.0, 0.0, 700_000.0, 1_300_000.0)  # EPSG:27700's area of use, rounded outwards
BEYOND_ANY_MAP = 1e8  # in the units of any CRS
EWKT = re.compile(
    r"\s*(?:SRID=(\d+);)?\s*((?:MULTI)?POLYGON\b.*|GEOMETRYCOLLECTION\b.*)", re.I | re.S
)
AXES = "easting before northing, longitude before latitude"


@dataclass(frozen=True, slots=True, repr=False)
class InMemory:
    """A geometry file that lies nowhere: its name, and what it holds."""

    name: str
    content: bytes

    @property
    def suffix(self) -> str:
        """The ending of its name, with the dot."""
        return PurePath(self.name).suffix

    def is_file(self) -> bool:
        """Whether it is there."""
        return True

    def read_bytes(self) -> bytes:
        """Return what it holds."""
        return self.content

    def read_text(self, encoding: str, errors: str = "strict") -> str:
        """Return what it holds as text."""
        return self.content.decode(encoding, errors)


def read_outline(path: Path | InMemory, box: Box) -> BaseGeometry:
    """
    Read a zone's polygons as one valid geometry in EPSG:27700.

    Parameters
    ----------
    path
        GeoJSON, WKT with its SRID, or any format that pyogrio reads, with one layer: a file, or
        one that is held in memory.
    box
        West, south, east and north of the profile's postcodes, in metres, EPSG:27700. The zone
        must touch it.

    Raises
    ------
    PlacesError
        The file cannot be read, names no CRS, holds something other than valid polygons, or lies
        elsewhere; the text says which of its shapes and where.
    """
    import numpy as np

    try:
        with np.errstate(all="ignore"):
            shapes, crs = _read(path)
            numbered = enumerate(shapes, 1)
            problems = [text for number, one in numbered if (text := _problem(one, number))]
    except OSError as error:
        raise _refusal(path, [f"it cannot be opened: {error.strerror or error}."]) from None
    if not shapes:
        problems = ["it holds no shapes."]
    if problems:
        raise _refusal(path, problems)
    return _placed(path, [one for one in shapes if one is not None], crs, box)


def bare_geojson(geometry: BaseGeometry) -> str:
    """
    Return polygons in EPSG:27700 as GeoJSON to the centimetre, without any words that came along.

    A file can say in its properties whom a zone is for; nothing but the outline is kept.

    Raises ``ValueError`` where they are finer than that.
    """
    import shapely

    rounded = shapely.transform(geometry, lambda xy: xy.round(2))
    if not rounded.is_valid or rounded.is_empty:
        raise ValueError("its polygons are finer than a centimetre. Simplify them.")
    shape = json.loads(shapely.to_geojson(rounded))
    crs = {"type": "name", "properties": {"name": BRITISH_GRID}}
    return json.dumps({**shape, "crs": crs}, separators=(",", ":"))


def corners_of(geometry: BaseGeometry) -> int:
    """Return how many corners polygons have."""
    import shapely

    return int(shapely.get_num_coordinates(geometry))


def to_british_grid(crs: str) -> Callable[[Coordinates], Coordinates]:
    """
    Give a function that takes ``(n, 2)`` coordinates, x before y, from a CRS to EPSG:27700.

    Longitude comes before latitude whatever order the CRS officially has. A coordinate with no
    place on the grid becomes infinite. ValueError says that a CRS is not known.
    """
    import numpy as np
    import pyproj

    try:
        change = pyproj.Transformer.from_crs(crs, BRITISH_GRID, always_xy=True)
    except pyproj.exceptions.ProjError:
        raise ValueError(
            f"its CRS is '{crs}', which is not known; name it as in 'EPSG:27700'."
        ) from None
    return lambda xy: np.column_stack(change.transform(xy[:, 0], xy[:, 1]))


def _placed(path: Path | InMemory, parts: list[BaseGeometry], crs: str, box: Box) -> BaseGeometry:
    """Join the parts, convert them, and see that they lie where a zone of this profile can."""
    import shapely

    try:
        change = to_british_grid(crs)
    except ValueError as error:
        raise _refusal(path, [str(error)]) from None
    there = shapely.transform(shapely.union_all(parts), change)
    if not _within(there.bounds, GRID_BOX):
        hint = _swap_hint(parts, change, box)
        raise _refusal(path, [f"it lies outside Great Britain's grid.{hint}"])
    if not _touches(there.bounds, box):
        hint = _swap_hint(parts, change, box)
        raise _refusal(
            path,
            [
                f"it lies wholly outside this profile: it spans {_span(there.bounds)} and the "
                f"profile's postcodes {_span(box)} (metres, British National Grid).{hint}"
            ],
        )
    if not there.is_valid:
        raise _refusal(path, [_invalid(there, "once converted to the British National Grid, it")])
    return there


def _swap_hint(
    parts: list[BaseGeometry], change: Callable[[Coordinates], Coordinates], box: Box
) -> str:
    """Say whether the axes look swapped: read the other way round, the zone would fall here."""
    import shapely

    swapped = shapely.transform(shapely.union_all(parts), lambda xy: change(xy[:, ::-1]))
    if _touches(swapped.bounds, box):
        return (
            " Read with its axes the other way round it falls within the profile: its axes look "
            f"swapped. Write {AXES}."
        )
    return (
        f" Its CRS or axis order may be wrong: coordinates must be {AXES}, and a file that names "
        "no CRS is read as WGS84. If the zone does lie elsewhere, it holds none of these postcodes."
    )


def _problem(part: BaseGeometry | None, number: int) -> str | None:
    """Say what is wrong with one shape of the file, or None."""
    import shapely

    if part is None or part.is_empty:
        return f"shape {number} is empty."
    if part.geom_type not in ("Polygon", "MultiPolygon"):
        return f"shape {number} is a {part.geom_type}; a zone must be a Polygon or MultiPolygon."
    if not (abs(shapely.get_coordinates(part)) < BEYOND_ANY_MAP).all():
        return f"shape {number} has a coordinate that is no number, or beyond any map."
    if not part.is_valid:
        return _invalid(part, f"shape {number}")
    return None


def _invalid(geometry: BaseGeometry, name: str) -> str:
    import shapely

    reason, _, place = shapely.is_valid_reason(geometry).partition("[")
    at = f" at {place.rstrip(']')} (x, y)" if place else ""
    return f"{name} is not a valid polygon: {reason.strip().lower()}{at}. Redraw it there."


def _read(path: Path | InMemory) -> tuple[list[BaseGeometry | None], str]:
    """Read the shapes of a file and its CRS."""
    if not path.is_file():
        raise _refusal(path, ["there is no such file."])
    start = path.read_bytes()[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if path.suffix.lower() in (".geojson", ".json") or start.startswith(b"{"):
        return _read_json(path)
    if path.suffix.lower() == ".wkt" or EWKT.match(start.decode("utf-8", "replace")):
        return _read_wkt(path)
    return _read_other(path)


def _read_json(path: Path | InMemory) -> tuple[list[BaseGeometry | None], str]:
    """Read GeoJSON; a TopoJSON document goes to pyogrio."""
    try:
        document = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _refusal(path, [f"it is not readable as JSON: {error}."]) from None
    if not isinstance(document, dict):
        raise _refusal(path, ["it is not GeoJSON: it must be one object with a 'type'."])
    if document.get("type") == "Topology":
        return _read_other(path)
    try:
        crs = document["crs"]["properties"]["name"] if document.get("crs") else "OGC:CRS84"
        return [_shape(geometry) for geometry in _geometries(document)], crs
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise _refusal(path, [f"it is not well-formed GeoJSON ({_say(error)})."]) from None


def _geometries(document: dict[str, Any]) -> list[Any]:
    if document["type"] == "FeatureCollection":
        return [feature["geometry"] for feature in document["features"]]
    if document["type"] == "Feature":
        return [document["geometry"]]
    return [document]


def _shape(geometry: object) -> BaseGeometry | None:
    """Make one shape from GeoJSON; None for a feature with no geometry. Heights are dropped."""
    import shapely
    import shapely.geometry

    try:
        return shapely.force_2d(shapely.geometry.shape(geometry)) if geometry else None
    except shapely.errors.ShapelyError as error:
        raise ValueError(str(error)) from None


def _read_wkt(path: Path | InMemory) -> tuple[list[BaseGeometry | None], str]:
    import shapely

    match = EWKT.fullmatch(path.read_text("utf-8-sig", "replace"))
    if match is None:
        raise _refusal(path, ["it is not a polygon in WKT, as in SRID=27700;POLYGON ((...))."])
    if match[1] is None:
        raise _refusal(
            path,
            [
                "WKT does not say its CRS; begin it with SRID=27700; for the British National "
                "Grid in metres, or SRID=4326; for longitude and latitude."
            ],
        )
    try:
        return [shapely.force_2d(shapely.from_wkt(match[2]))], f"EPSG:{match[1]}"
    except shapely.errors.ShapelyError as error:
        raise _refusal(path, [f"its WKT cannot be read: {_say(error)}."]) from None


def _read_other(path: Path | InMemory) -> tuple[list[BaseGeometry | None], str]:
    """Read any other format through pyogrio; the file must hold one layer and name its CRS."""
    if isinstance(path, Path):
        return _read_layer(path)
    with TemporaryDirectory() as folder:  # such a library tells formats by a file's ending
        there = Path(folder) / f"zone{path.suffix}"
        there.write_bytes(path.content)
        return _read_layer(there)


def _read_layer(path: Path) -> tuple[list[BaseGeometry | None], str]:
    import pyogrio
    import shapely

    try:
        layers = [name for name, kind in pyogrio.list_layers(path) if kind is not None]
        if len(layers) != 1:
            raise _refusal(path, [f"it holds {len(layers)} layers of shapes; give it exactly one."])
        meta, _, geometries, _ = pyogrio.raw.read(path, layer=layers[0], columns=[], force_2d=True)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise _refusal(path, [f"its format cannot be read: {_say(error)}."]) from None
    if meta["crs"] is None:
        raise _refusal(path, ["it does not name its CRS; save it again with one (EPSG:27700)."])
    return list(shapely.from_wkb(geometries)), meta["crs"]


def _within(inner: Box, outer: Box) -> bool:
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and inner[2] <= outer[2]
        and inner[3] <= outer[3]
    )


def _touches(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _span(box: Box) -> str:
    west, south, east, north = (f"{value:,.0f}" for value in box)
    return f"eastings {west} to {east}, northings {south} to {north}"


def _say(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"missing {text}" if isinstance(error, KeyError) else text.rstrip(".")


def _refusal(path: Path | InMemory, problems: list[str]) -> PlacesError:
    """Put every problem of a file into one message."""
    head = f"Zone geometry {path.name} cannot be used: "
    count = "1 problem." if len(problems) == 1 else f"{len(problems)} problems."
    return PlacesError("\n".join([head + count, *(f"  - {problem}" for problem in problems)]))
