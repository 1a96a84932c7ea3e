"""
Outlines of authorities and areas to draw: official ones where imported, else indicative ones.

Indicative outlines are derived from the postcodes: the Voronoi cells of each LHA's or area's
postcodes, cut at ``areas.REACH_M`` and dissolved. They are for drawing and decide nothing: which
LHA a postcode is in comes from ONS. They keep the shape of a border to within some hundred
metres, more where few people live. An area has none where all its postcodes stand on points that
are mostly another area's, as boxes at a mail office do.
"""

from __future__ import annotations

import csv
import gzip
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypedDict

from geodata import store
from geodata.areas import REACH_M
from geodata.places import load as places_of
from placement.errors import PlacesError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geodata.places import Places

INDICATIVE = "indicative, for drawing"
OFFICIAL_LEVEL = {"lha": "lad"}
DERIVED = ("lha", "area")
SIMPLER_M = 60.0
"""How coarse an indicative outline is (metres): the side of a bump as large as those left out."""

_THINNED_M = 500


class Outline(TypedDict):
    """
    One outline to draw.

    ``geometry`` is a GeoJSON geometry in EPSG:27700, whole metres. ``code`` is the ONS code, or
    ``sector@lha`` for an area; ``sector`` is empty but for areas; ``lha`` is empty where an
    official file does not say it. ``official`` is False for an indicative outline.
    """

    code: str
    name: str
    sector: str
    lha: str
    official: bool
    geometry: dict[str, Any]


def load(profile: str, level: str = "lha") -> list[Outline]:
    """
    Return the outlines of a profile at a level, sorted by code.

    ``lha``: an imported official outline where there is one, else the indicative one. ``area``
    (sector and LHA): indicative. Any other level (``ward``, ``msoa`` ...): all official outlines
    imported for it. Raises ``PlacesError`` when there are none.
    """
    official = _official(OFFICIAL_LEVEL.get(level, level))
    if level not in DERIVED:
        if not official:
            raise PlacesError(
                f"there are no boundaries of level {level!r}: import a file that has them "
                f"(placement geodata import FILE), or use one of {', '.join(DERIVED)}."
            )
        return official
    if level == "area":
        return _indicative(profile, level)
    names = lha_names()
    found = {one["code"]: _named(one, names) for one in official}
    lhas = places_of(profile).lhas
    if not set(lhas) <= set(found):
        found = {one["code"]: one for one in _indicative(profile, level)} | found
    return [found[lha] for lha in lhas if lha in found]


def _named(official: Outline, names: dict[str, str]) -> Outline:
    """Return an official outline of an LHA with the name that the LHA has everywhere else."""
    code = official["code"]
    return {**official, "name": names.get(code, official["name"]), "lha": code}


def shapes(outlines: Sequence[Outline]) -> list[BaseGeometry]:
    """Return the shapely geometries (EPSG:27700, metres) of some outlines."""
    from shapely.geometry import shape

    return [shape(outline["geometry"]) for outline in outlines]


@lru_cache(maxsize=1)
def lha_names() -> dict[str, str]:
    """Return the name of each LHA of England and Wales by ONS code."""
    path = store.EMBEDDED / "lha_names.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def path_beside(places_file: Path, level: str) -> Path:
    """Return where the indicative outlines of a places file lie, or would lie."""
    return places_file.with_name(f"{places_file.stem}-{level}.geojson.gz")


def write(places: Places, around: NDArray[np.int64], places_file: Path) -> None:
    """
    Derive the outlines of a profile, LHAs and areas, and keep them beside its places file.

    ``around`` (m, 2) are postcodes of other LHAs round about, metres, EPSG:27700.
    """
    held, cells = _cells(places, around)
    of_area = _dissolved(cells, held)
    lha_of = {i: lha for i, (_, lha) in enumerate(places.areas)}
    by_lha = {lha: [s for i, s in of_area.items() if lha_of[i] == lha] for lha in places.lhas}
    names = lha_names()
    lhas = [
        (lha, names.get(lha, lha), "", lha, _joined(parts))
        for lha, parts in by_lha.items()
        if parts
    ]
    areas = []
    for i, shape in of_area.items():
        sector, lha = places.areas[i]
        areas.append((f"{sector}@{lha}", f"{sector}, {names.get(lha, lha)}", sector, lha, shape))
    for level, found in (("lha", lhas), ("area", areas)):
        document = _document(places, level, found)
        store.write(path_beside(places_file, level), gzip.compress(document.encode(), 9, mtime=0))


def _cells(
    places: Places, around: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    """Return the area of each point of the profile, and its cell, nowhere beyond the reach."""
    import numpy as np
    import shapely

    at = np.stack([places.easting, places.northing], axis=1).astype(np.int64)
    points, area = _area_of_points(at, places.area.astype(np.int64))
    outside = np.unique(around, axis=0)
    both = np.concatenate([points, outside])
    _, first = np.unique(both, axis=0, return_index=True)
    both = both[np.sort(first)]
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(both.astype(float)), ordered=True)
    )[: len(points)]
    thinned = np.unique(at // _THINNED_M, axis=0) * _THINNED_M + _THINNED_M / 2
    land = shapely.union_all(shapely.buffer(shapely.points(thinned), REACH_M, quad_segs=4))
    shapely.prepare(land)
    beyond = ~shapely.covers(land, cells)
    cells[beyond] = shapely.intersection(cells[beyond], land)
    return area, cells


def _area_of_points(
    at: NDArray[np.int64], area: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct points, and for each the area that most of its postcodes are in."""
    import numpy as np

    points, point_of = np.unique(at, axis=0, return_inverse=True)
    pairs, many = np.unique(np.stack([point_of, area], axis=1), axis=0, return_counts=True)
    order = np.lexsort((pairs[:, 1], -many, pairs[:, 0]))
    first = np.unique(pairs[order, 0], return_index=True)[1]
    return points, pairs[order][first, 1]


def _dissolved(cells: NDArray[np.object_], area: NDArray[np.int64]) -> dict[int, BaseGeometry]:
    """Return each area's cells as one shape, simplified together so that borders still meet."""
    import numpy as np
    import shapely

    found = np.unique(area)
    joined = [shapely.coverage_union_all(cells[area == i]) for i in found]
    simpler = shapely.coverage_simplify(joined, SIMPLER_M)
    return dict(zip(found.tolist(), simpler, strict=True))


def _joined(parts: list[BaseGeometry]) -> BaseGeometry:
    import shapely

    return shapely.coverage_union_all(parts)


def _document(
    places: Places, level: str, found: Sequence[tuple[str, str, str, str, BaseGeometry]]
) -> str:
    """Return a GeoJSON feature collection in EPSG:27700, whole metres, one feature a line."""
    head = {
        "type": "FeatureCollection",
        "name": f"{places.profile}-{level}",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}},
        "note": INDICATIVE,
        "edition": places.edition,
        "source": places.source,
        "places": places.digest,
    }
    lines = []
    for code, name, sector, lha, shape in sorted(found, key=lambda one: one[0]):
        properties = {"code": code, "name": name, "sector": sector, "lha": lha}
        feature = {"type": "Feature", "properties": properties, "geometry": _whole_metres(shape)}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    start = json.dumps(head, ensure_ascii=False)[:-1]
    return f'{start}, "features": [\n' + ",\n".join(lines) + "\n]}\n"


def _whole_metres(shape: BaseGeometry) -> dict[str, Any]:
    """Return a GeoJSON geometry with whole-metre coordinates."""
    import shapely

    rounded = shapely.set_precision(shape, 1.0)
    geometry: dict[str, Any] = json.loads(shapely.to_geojson(rounded))
    geometry["coordinates"] = _integers(geometry["coordinates"])
    return geometry


def _integers(value: float | list[Any]) -> int | list[Any]:
    return [_integers(one) for one in value] if isinstance(value, list) else int(value)


def _indicative(profile: str, level: str) -> list[Outline]:
    places_file = store.places_path(profile)
    path = path_beside(places_file, level) if places_file else None
    if path is None or not path.is_file():
        raise PlacesError(
            f"there are no outlines for the profile {profile!r}. Make them: placement geodata "
            f"build {profile}. A very large profile gets none: import official boundaries instead."
        )
    return _features(gzip.decompress(path.read_bytes()), path, official=False)


def _official(level: str) -> list[Outline]:
    path = store.data_dir() / "boundaries" / f"{level}.geojson"
    return _features(path.read_bytes(), path, official=True) if path.is_file() else []


def _features(content: bytes, path: Path, *, official: bool) -> list[Outline]:
    try:
        found: list[Outline] = [
            {
                "code": feature["properties"]["code"],
                "name": feature["properties"]["name"],
                "sector": feature["properties"].get("sector", ""),
                "lha": feature["properties"].get("lha", ""),
                "official": official,
                "geometry": feature["geometry"],
            }
            for feature in json.loads(content)["features"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as reason:
        raise PlacesError(
            f"{path} cannot be read as boundaries ({reason}). Import or build them again."
        ) from None
    return sorted(found, key=lambda one: one["code"])


def drawn_small(outlines: Sequence[Outline], tolerance_m: float = 120.0) -> list[Outline]:
    """
    Return outlines with fewer corners, for a small map of many areas; shared edges stay shared.

    Good for drawing alone: a corner may move by about ``tolerance_m``.
    """
    import shapely

    simpler = shapely.coverage_simplify(shapes(outlines), tolerance_m)
    return [
        {**outline, "geometry": _whole_metres(shape)}
        for outline, shape in zip(outlines, simpler, strict=True)
    ]
