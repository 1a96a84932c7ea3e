"""
Read road files as links: OS Open Roads, OpenStreetMap XML and GraphML.

A link is a stretch of road between two named nodes, with its line in EPSG:27700, its kind and its
speed. Nodes are joined by their names and not by their places, so that a bridge is no junction.
Kinds of road and their speeds are in ``road_speeds.toml``. Nothing here makes a graph: that is
``geodata.roads``.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geodata.outlines import BRITISH_GRID, to_british_grid
from placement.errors import PlacesError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Line = NDArray[np.float64]
    Box = tuple[float, float, float, float]

KMH_PER_MPH = 1.609344
BARRED_BY = ("access", "vehicle", "motor_vehicle", "motorcar")
NAMES = {
    "start": ("startnode",),
    "end": ("endnode",),
    "kind": ("roadfunction", "function", "roadclassification", "class"),
    "form": ("formofway",),
    "length": ("length",),
}


class Link(NamedTuple):
    """
    One stretch of road.

    ``line`` is ``(n, 2)`` in metres, EPSG:27700, from ``start`` to ``end``; ``length_m`` is the
    length that the file states, None where it states none.
    """

    start: str
    end: str
    line: Line
    speed_kmh: float
    length_m: float | None = None
    oneway: bool = False


@dataclass
class RoadFile:
    """What a file held: its links, and how many roads of each kind were left out."""

    source: str
    links: list[Link] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


@cache
def speeds() -> dict[str, Any]:
    """Read ``road_speeds.toml``: speeds in km/h by kind of road, and how homes join the roads."""
    return tomllib.loads(files("geodata").joinpath("road_speeds.toml").read_text("utf-8"))


def read_roads(path: Path, within: Box | None = None) -> RoadFile:
    """
    Read the roads of a file, whichever of the three kinds it is.

    ``within`` (west, south, east, north in metres, EPSG:27700) limits OS Open Roads, which covers
    Great Britain. Raises ``PlacesError`` for a file that cannot be read.
    """
    if not path.exists():
        raise PlacesError(f"Roads {path.name} cannot be used: there is no such file.")
    name = path.name.lower()
    try:
        if name.endswith((".osm", ".osm.xml")):
            return _read_osm(path)
        if name.endswith(".graphml"):
            return _read_graphml(path)
        return _read_open_roads(path, within)
    except OSError as error:
        raise _refusal(path, f"it cannot be opened ({error.strerror or error})") from None


def maxspeed_kmh(text: str | None) -> float | None:
    """
    Read an OpenStreetMap speed limit as km/h; None where it says no number.

    The lowest of several counts.

    >>> maxspeed_kmh("50"), maxspeed_kmh("signals")
    (50.0, None)
    """
    read = [_one_speed(part.strip()) for part in re.split(r"[;|,]", text or "")]
    known = [speed for speed in read if speed is not None]
    return min(known, default=None)


def _one_speed(text: str) -> float | None:
    number = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(mph|km/h|kmh|kph)?", text)
    if number is None:
        word = speeds()["maxspeed"].get(text)
        return None if word is None else float(word)
    speed = float(number[1]) * (KMH_PER_MPH if number[2] == "mph" else 1)
    return speed or None


def _read_open_roads(path: Path, within: Box | None) -> RoadFile:
    """Read OS Open Roads: a GeoPackage, a shapefile, or a folder of its tiles as shapefiles."""
    roads = RoadFile("OS Open Roads")
    tiles = sorted(path.glob("*RoadLink*.shp")) if path.is_dir() else [path]
    if not tiles:
        raise _refusal(path, "the folder holds no shapefile whose name has RoadLink in it")
    for tile in tiles:
        _read_tile(tile, within, roads)
    return roads


def _read_tile(path: Path, within: Box | None, roads: RoadFile) -> None:
    import pyogrio
    import shapely

    try:
        layer = _road_layer(path, [str(name) for name, _ in pyogrio.list_layers(path)])
        meta, _, shapes, columns = pyogrio.raw.read(path, layer=layer, bbox=within, force_2d=True)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise _refusal(path, f"its format cannot be read ({error})") from None
    if meta["crs"] is None:
        raise _refusal(path, f"it does not name its CRS; OS Open Roads is in {BRITISH_GRID}")
    try:
        change = to_british_grid(meta["crs"])
    except ValueError as error:
        raise _refusal(path, str(error)) from None
    given = _columns(path, dict(zip(meta["fields"], columns, strict=True)))
    for shape, start, end, kind, form, length in zip(
        shapely.from_wkb(shapes), *given.values(), strict=True
    ):
        speed = _open_roads_speed(kind, form, roads.left_out)
        if speed is not None:
            line = change(shapely.get_coordinates(shape))
            metres = float(length) if length else None
            roads.links.append(Link(str(start), str(end), line, speed, metres))


def _road_layer(path: Path, layers: list[str]) -> str:
    """Find the layer of road links among a file's layers."""
    found = [name for name in layers if "roadlink" in name.lower().replace("_", "")]
    if len(found) != 1:
        raise _refusal(
            path,
            f"it must have one layer of road links (road_link); its layers are {', '.join(layers)}",
        )
    return found[0]


def _columns(path: Path, given: Mapping[str, Any]) -> dict[str, Iterable[Any]]:
    """Find the columns that are needed, in the spelling of any edition and format."""
    plain = {name.lower().replace("_", ""): column for name, column in given.items()}
    found: dict[str, Iterable[Any]] = {}
    for use, names in NAMES.items():
        column = next((plain[name] for name in names if name in plain), None)
        if column is None:
            raise _refusal(
                path,
                f"it has no column {' or '.join(names)} (OS Open Roads); it has {', '.join(given)}",
            )
        found[use] = column
    return found


def _open_roads_speed(kind: str, form: str, left_out: Counter[str]) -> float | None:
    """Look up the speed of a road; count it as left out where it is not for cars."""
    table = speeds()["os_open_roads"]
    if form in speeds()["left_out"]["form_of_way"] or kind not in table:
        left_out[str(form if kind in table else kind)] += 1
        return None
    return float(table.get(f"{kind}, {form}", table[kind]))


def _tagged_speed(tags: Mapping[str, str], left_out: Counter[str]) -> float | None:
    """Look up the speed of an OpenStreetMap road, no more than its limit."""
    kind = tags["highway"]
    if kind not in speeds()["openstreetmap"]:
        left_out[kind] += 1
        return None
    if any(tags.get(tag) in speeds()["left_out"]["access"] for tag in BARRED_BY):
        left_out["closed to cars"] += 1
        return None
    usual = float(speeds()["openstreetmap"][kind])
    return min(usual, maxspeed_kmh(tags.get("maxspeed")) or usual)


def _read_osm(path: Path) -> RoadFile:
    """Read OpenStreetMap XML; ways are cut where they meet."""
    from xml.etree import ElementTree

    roads = RoadFile("OpenStreetMap contributors (ODbL)")
    places: dict[str, tuple[float, float]] = {}
    ways: list[tuple[list[str], float, str]] = []
    try:
        steps = ElementTree.iterparse(path, events=("start", "end"))
        _, root = next(steps)
        for event, element in steps:
            if event == "start":
                continue
            if element.tag == "node":
                places[element.attrib["id"]] = (
                    float(element.attrib["lon"]),
                    float(element.attrib["lat"]),
                )
            elif element.tag == "way":
                tags = {tag.attrib["k"]: tag.attrib["v"] for tag in element.iter("tag")}
                speed = _tagged_speed(tags, roads.left_out) if "highway" in tags else None
                if speed is not None:
                    nodes = [nd.attrib["ref"] for nd in element.iter("nd")]
                    ways.append((nodes, speed, _direction(tags)))
            if element.tag in ("node", "way", "relation"):
                root.clear()
    except (ElementTree.ParseError, StopIteration, KeyError, ValueError) as error:
        raise _refusal(path, f"it is not well-formed OpenStreetMap XML ({error})") from None
    roads.links = list(_cut(ways, places))
    return roads


def _direction(tags: Mapping[str, str]) -> str:
    """Say which way traffic may go: ``both``, ``forward`` or ``backward``."""
    oneway = tags.get("oneway", "")
    if oneway in ("-1", "reverse"):
        return "backward"
    implied = tags.get("junction") in ("roundabout", "circular") or tags["highway"] == "motorway"
    if oneway in ("yes", "true", "1") or (implied and oneway not in ("no", "false", "0")):
        return "forward"
    return "both"


def _cut(
    ways: list[tuple[list[str], float, str]], places: Mapping[str, tuple[float, float]]
) -> Iterable[Link]:
    """Cut ways into links at their ends and wherever a node is used twice."""
    change = to_british_grid("OGC:CRS84")
    held = [[node for node in nodes if node in places] for nodes, _, _ in ways]
    used = Counter(node for nodes in held for node in nodes)
    for nodes, (_, speed, direction) in zip(held, ways, strict=True):
        if len(nodes) < 2:
            continue
        run = nodes[::-1] if direction == "backward" else nodes
        line = change(np.array([places[node] for node in run]))
        inner = [i for i in range(1, len(run) - 1) if used[run[i]] > 1]
        for first, last in zip([0, *inner], [*inner, len(run) - 1], strict=True):
            piece = line[first : last + 1]
            yield Link(run[first], run[last], piece, speed, oneway=direction != "both")


def _read_graphml(path: Path) -> RoadFile:
    """Read GraphML as networkx or OSMnx writes it; its edges go one way, and both are written."""
    from xml.etree import ElementTree

    import networkx as nx

    roads = RoadFile("OpenStreetMap contributors (ODbL)")
    try:
        graph = nx.read_graphml(path)
        change = to_british_grid(graph.graph.get("crs", "OGC:CRS84"))
        xy = np.array([[float(at["x"]), float(at["y"])] for _, at in graph.nodes(data=True)])
    except (ElementTree.ParseError, nx.NetworkXError, KeyError, ValueError) as error:
        raise _refusal(path, f"it is not a road graph in GraphML ({error})") from None
    places = dict(zip(graph.nodes, change(xy), strict=True))
    for start, end, tags in graph.edges(data=True):
        kind = _first(tags.get("highway", "road"))
        limit = {"maxspeed": _first(str(tags["maxspeed"]))} if "maxspeed" in tags else {}
        speed = _tagged_speed({**limit, "highway": kind}, roads.left_out)
        if speed is not None:
            line = _edge_line(tags, places[start], places[end], change)
            metres = float(tags["length"]) if "length" in tags else None
            roads.links.append(Link(start, end, line, speed, metres, graph.is_directed()))
    return roads


def _first(text: str) -> str:
    """Take the first of a written list: ``['primary', 'trunk']`` is read as ``primary``."""
    return text.strip("[]").split(",")[0].strip(" '\"")


def _edge_line(
    tags: Mapping[str, Any], start: Line, end: Line, change: Callable[[Line], Line]
) -> Line:
    import shapely

    if "geometry" in tags:
        return change(shapely.get_coordinates(shapely.from_wkt(tags["geometry"])))
    return np.array([start, end])


def _refusal(path: Path, problem: str) -> PlacesError:
    return PlacesError(f"Roads {path.name} cannot be used: {problem}.")
