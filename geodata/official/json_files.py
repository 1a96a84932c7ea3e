"""
GeoJSON and TopoJSON, read with the standard library.

GeoJSON states its coordinate system in a ``crs`` member that the standard has dropped and that
much of what ONS published still carries; TopoJSON states none. TopoJSON keeps each shared border
once, as an arc, usually as whole-number steps on a grid: the borders are joined up here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from geodata.official.layers import Layer, refuse, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Json = dict[str, Any]
Ring = list[list[float]]
FAULTS = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)


def read(path: Path) -> list[Layer]:
    """Read the layers of a JSON file; PlacesError where it is none that can be read."""
    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        problem = f"it is not complete JSON ({error}). Download it again."
        raise refuse(path, "a file that begins like JSON", problem) from None
    kind = document.get("type") if isinstance(document, dict) else None
    try:
        if kind == "FeatureCollection":
            return [_layer(path.stem, "GeoJSON", document["features"], document.get("crs"))]
        if kind == "Feature":
            return [_layer(path.stem, "GeoJSON", [document], document.get("crs"))]
        if kind == "Topology":
            return _topology(document)
    except FAULTS as error:
        found = "TopoJSON" if kind == "Topology" else "GeoJSON"
        problem = f"its shapes are not well formed ({type(error).__name__}: {error})."
        raise refuse(path, found, problem) from None
    raise refuse(path, _what(document), "it is JSON, but neither GeoJSON nor TopoJSON.")


def _what(document: object) -> str:
    if isinstance(document, dict) and "geometryType" in document:
        return "Esri JSON (ask the service for f=geojson)"
    if isinstance(document, dict):
        keys = ", ".join(list(document)[:8]) or "nothing"
        return f"JSON with {keys}"
    return "JSON that is no object"


def _layer(name: str, form: str, features: list[Json], crs: object) -> Layer:
    import numpy as np
    from shapely.geometry import shape

    shapes = np.empty(len(features), dtype=object)
    rows: list[Json] = []
    for number, feature in enumerate(features):
        geometry = feature.get("geometry")
        try:
            with np.errstate(invalid="ignore"):  # not-a-number is looked for afterwards
                shapes[number] = shape(geometry) if geometry else None
        except Exception as error:
            raise ValueError(f"feature {number + 1}: {error}") from None
        identity = {} if feature.get("id") is None else {"id": feature["id"]}
        rows.append({**identity, **(feature.get("properties") or {})})
    names = list(dict.fromkeys(key for row in rows for key in row))
    columns = {name: [text(row.get(name)) for row in rows] for name in names}
    return Layer(name, form, columns, shapes, _stated(crs))


def _stated(crs: object) -> str | None:
    """Read the old ``crs`` member: a name, or a bare EPSG code."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    if not isinstance(properties, dict):
        return None
    if properties.get("name"):
        return str(properties["name"])
    return f"EPSG:{properties['code']}" if properties.get("code") else None


def _topology(document: Json) -> list[Layer]:
    arcs = [_arc(arc, document.get("transform")) for arc in document["arcs"]]
    return [
        _layer(
            name,
            "TopoJSON",
            [{**item, "geometry": _geometry(item, arcs)} for item in _leaves(item)],
            document.get("crs"),
        )
        for name, item in document["objects"].items()
    ]


def _leaves(item: Json) -> Iterator[Json]:
    if item.get("type") == "GeometryCollection":
        for inner in item["geometries"]:
            yield from _leaves(inner)
    else:
        yield item


def _arc(arc: Ring, transform: Json | None) -> Ring:
    """Undo the steps and the grid of one arc."""
    if transform is None:
        return [point[:2] for point in arc]
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    x = y = 0.0
    points = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append([x * scale_x + left, y * scale_y + bottom])
    return points


def _geometry(item: Json, arcs: list[Ring]) -> Json | None:
    kind = item.get("type")
    if kind == "Polygon":
        return {"type": kind, "coordinates": [_ring(ring, arcs) for ring in item["arcs"]]}
    if kind == "MultiPolygon":
        parts = [[_ring(ring, arcs) for ring in part] for part in item["arcs"]]
        return {"type": kind, "coordinates": parts}
    if kind == "LineString":
        return {"type": kind, "coordinates": _ring(item["arcs"], arcs)}
    if kind == "MultiLineString":
        return {"type": kind, "coordinates": [_ring(line, arcs) for line in item["arcs"]]}
    return None


def _ring(indices: list[int], arcs: list[Ring]) -> Ring:
    """Join arcs end to end; ``~i`` is arc i backwards, and a joint is written once."""
    points: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points
