"""
Minutes by road, once a road graph is loaded.

``import_roads`` reads a road file, makes a graph of it with networkx, keeps the largest part in
which every point can be reached from every other, and saves that as plain arrays; ``load`` reads
them back as a ``RoadGraph``. Speeds are averages by kind of road (``road_speeds.toml``): agreed
by no SMB, with no traffic, time of day or public transport.
"""

from __future__ import annotations

import io
import json
import math
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from geodata import store
from geodata.road_files import read_roads, speeds
from geodata.road_graph import RoadGraph
from placement.errors import PlacesError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import networkx as nx

    from geodata.road_files import Box, Link, RoadFile

__all__ = ["RoadGraph", "import_roads", "load", "roads_path"]


def roads_path() -> Path:
    """Say where the imported road graph lies, or would lie."""
    return store.data_dir() / "roads" / "roads.npz"


def import_roads(path: Path, *, within: Box | None = None) -> str:
    """
    Read a road file, keep its largest connected part and save it for ``load``.

    Parameters
    ----------
    path
        OS Open Roads (GeoPackage, shapefile, folder of shapefiles), OpenStreetMap XML (``.osm``)
        or GraphML as networkx and OSMnx write it.
    within
        West, south, east, north in metres, EPSG:27700: read no more of OS Open Roads than this.

    Returns
    -------
    report
        What was read, kept and dropped, in sentences.

    Raises
    ------
    PlacesError
        The file cannot be read, or holds no road for cars.
    """
    roads = read_roads(path, within)
    if not roads.links:
        raise PlacesError(f"Roads {path.name} cannot be used: it holds no road for cars here.")
    if not all(np.isfinite(link.line).all() for link in roads.links):
        raise PlacesError(
            f"Roads {path.name} cannot be used: some of its roads have no place on the British "
            "National Grid. Its CRS or axis order may be wrong, or it reaches beyond Great Britain."
        )
    whole, xy = _build(roads.links)
    kept = _largest_part(whole)
    graph = _as_arrays(roads.source, whole, kept, xy)
    _save(graph)
    return _report(path, roads, whole, kept)


def load() -> RoadGraph | None:
    """Give the imported road graph, or None where none has been imported."""
    path = roads_path()
    return _load(path, path.stat().st_mtime_ns) if path.is_file() else None


def _build(links: Iterable[Link]) -> tuple[nx.DiGraph[int], list[tuple[float, float]]]:
    """Make a graph of links, each cut into equal pieces, and say where its nodes are."""
    import networkx as nx

    graph: nx.DiGraph[int] = nx.DiGraph()
    numbers: dict[Any, int] = {}
    xy: list[tuple[float, float]] = []
    for link in links:
        points, metres = _pieces(link, speeds()["joining"]["piece_m"])
        ends = frozenset((link.start, link.end))
        inner = [(ends, round(x), round(y)) for x, y in points[1:-1]]
        run = []
        for name, at in zip([link.start, *inner, link.end], points, strict=True):
            if name not in numbers:
                numbers[name] = len(xy)
                xy.append(at)
            run.append(numbers[name])
        minutes = metres / 1000 / link.speed_kmh * 60
        for one, other in pairwise(run):
            _add(graph, one, other, minutes, metres)
            if not link.oneway:
                _add(graph, other, one, minutes, metres)
    return graph, xy


def _pieces(link: Link, longest_m: float) -> tuple[list[tuple[float, float]], float]:
    """Cut a link into equal pieces: the points between them, ends included, and metres a piece."""
    steps = np.hypot(*np.diff(link.line, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    length = link.length_m or float(along[-1])
    count = max(1, math.ceil(float(along[-1]) / longest_m))
    at = np.linspace(0, along[-1], count + 1)
    x, y = (np.interp(at, along, link.line[:, axis]).tolist() for axis in (0, 1))
    return list(zip(x, y, strict=True)), length / count


def _add(graph: nx.DiGraph[int], one: int, other: int, minutes: float, metres: float) -> None:
    """Add a stretch; of two between the same nodes the quicker one stays."""
    if one != other and minutes < graph.get_edge_data(one, other, {}).get("minutes", math.inf):
        graph.add_edge(one, other, minutes=minutes, metres=metres)


def _largest_part(graph: nx.DiGraph[int]) -> list[int]:
    """Find the nodes of the largest part in which each can be reached from each."""
    import networkx as nx

    parts = nx.strongly_connected_components(graph)
    return sorted(max(parts, key=lambda part: (len(part), -min(part)), default=set()))


def _as_arrays(
    source: str, whole: nx.DiGraph[int], kept: list[int], xy: list[tuple[float, float]]
) -> RoadGraph:
    number = {node: i for i, node in enumerate(kept)}
    stretches = sorted(
        (number[one], number[other], minutes)
        for one, other, minutes in whole.subgraph(kept).edges(data="minutes")
    )
    places = np.array([xy[node] for node in kept], dtype=np.float64).reshape(-1, 2)
    table = np.array(stretches, dtype=np.float64).reshape(-1, 3)
    return RoadGraph(
        source=source,
        x=places[:, 0].copy(),
        y=places[:, 1].copy(),
        start=table[:, 0].astype(np.int32),
        end=table[:, 1].astype(np.int32),
        minutes=table[:, 2].copy(),
        access_kmh=float(speeds()["joining"]["access_kmh"]),
        farthest_m=float(speeds()["joining"]["farthest_m"]),
        speeds=str(speeds()["source"]),
    )


def _report(path: Path, roads: RoadFile, whole: nx.DiGraph[int], kept: list[int]) -> str:
    """Say what was read, what was kept, and what was dropped."""
    km = whole.size("metres") / 1000
    kept_km = whole.subgraph(kept).size("metres") / 1000
    dropped = len(whole) - len(kept)
    lines = [
        f"{path.name}: {roads.source}. {len(roads.links):,} stretches of road for cars read.",
        f"Kept: the largest connected part, {len(kept):,} points and {kept_km:,.1f} km of lanes.",
        f"Dropped: {dropped:,} points and {km - kept_km:,.1f} km of lanes that are not connected "
        "with it both ways.",
    ]
    if roads.left_out:
        counted = ", ".join(f"{kind} {n:,}" for kind, n in sorted(roads.left_out.items()))
        lines.append(f"Left out, not for cars or not known: {counted}.")
    lines.append(f"Speeds by kind of road: {speeds()['source']}.")
    return "\n".join(lines)


def _save(graph: RoadGraph) -> None:
    about = {
        "source": graph.source,
        "access_kmh": graph.access_kmh,
        "farthest_m": graph.farthest_m,
        "speeds": graph.speeds,
    }
    arrays = {name: getattr(graph, name) for name in ("x", "y", "start", "end", "minutes")}
    content = io.BytesIO()
    np.savez_compressed(content, about=np.array(json.dumps(about)), **arrays)
    store.write(roads_path(), content.getvalue())


@lru_cache(maxsize=1)
def _load(path: Path, changed_ns: int) -> RoadGraph:
    """Read the saved arrays; ``changed_ns`` makes a new import be read afresh."""
    try:
        with np.load(path, allow_pickle=False) as saved:
            about = json.loads(str(saved["about"]))
            arrays = {name: saved[name] for name in ("x", "y", "start", "end", "minutes")}
        return RoadGraph(**about, **arrays)
    except Exception as error:
        raise PlacesError(
            f"{path} cannot be read as a road graph ({error}). Import the roads again: "
            "placement geodata import FILE"
        ) from None
