"""
The official boundaries that this user has imported: one GeoJSON file a level, and its sources.

Files of one level are merged: a later one replaces the same codes and leaves the rest. Each is
written whole or not at all, in EPSG:27700 rounded to the metre, with ``sources.json`` beside them
saying which file each code came from.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from geodata import store
from geodata.official import json_files
from geodata.official.levels import LEVELS
from placement.errors import PlacesError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from shapely.geometry.base import BaseGeometry

CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}


@dataclass(frozen=True)
class Source:
    """A file that boundaries came from, and the codes that are still from it."""

    file: str
    sha256: str
    vintage: int | None
    column: str
    credit: str
    codes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Boundaries:
    """The kept boundaries of one level, sorted by code; shapes in EPSG:27700, metres."""

    level: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    shapes: np.ndarray[Any, Any]
    sources: tuple[Source, ...]

    @property
    def credit(self) -> str:
        """The credit lines that a drawing of these boundaries must show."""
        return " ".join(dict.fromkeys(source.credit for source in self.sources))


def folder() -> Path:
    """Return the folder of imported boundaries; it need not exist."""
    return store.data_dir() / "boundaries"


def path_of(level: str) -> Path:
    """Return the file that holds one level; it need not exist."""
    return folder() / f"{level}.geojson"


def sources() -> dict[str, tuple[Source, ...]]:
    """Read which files the kept boundaries came from, by level."""
    path = folder() / "sources.json"
    if not path.is_file():
        return {}
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return {
            level: tuple(Source(**{**one, "codes": tuple(one["codes"])}) for one in listed)
            for level, listed in document.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PlacesError(_damaged(path, str(error))) from None


def load(level: str) -> Boundaries | None:
    """Read the kept boundaries of a level; None where none are kept."""
    check_level(level)
    path = path_of(level)
    if not path.is_file():
        return None
    (layer,) = json_files.read(path)
    if not {"code", "name"} <= layer.columns.keys():
        raise PlacesError(_damaged(path, "it has no code and name"))
    codes = tuple(code or "" for code in layer.columns["code"])
    names = tuple(name or "" for name in layer.columns["name"])
    return Boundaries(level, codes, names, layer.shapes, sources().get(level, ()))


def keep(
    level: str, names: dict[str, str], shapes: dict[str, BaseGeometry], source: Source
) -> None:
    """Merge areas (by code) into what is kept of their level."""
    import shapely

    shapes = {code: shapely.set_precision(shape, 1.0) for code, shape in shapes.items()}
    kept = load(level)
    if kept is not None:
        names = {**dict(zip(kept.codes, kept.names, strict=True)), **names}
        shapes = {**dict(zip(kept.codes, kept.shapes, strict=True)), **shapes}
    lines = ",\n".join(_feature(code, names[code], shapes[code]) for code in sorted(shapes))
    head = f'{{"type": "FeatureCollection", "name": "{level}", "crs": {json.dumps(CRS)},'
    document = f'{head} "features": [\n{lines}\n]}}\n'
    listed = {**sources(), level: _merged(sources().get(level, ()), source)}
    store.write(path_of(level), document.encode())
    _write_sources(listed)


def undo(level: str) -> tuple[Source, ...]:
    """
    Remove everything that imports kept for a level; return the files it had come from.

    PlacesError where nothing is kept for it.
    """
    check_level(level)
    path = path_of(level)
    if not path.is_file():
        kept = [key for key in LEVELS if path_of(key).is_file()]
        have = f"Kept are: {', '.join(kept)}." if kept else "No boundaries are kept at all."
        raise PlacesError(f"There are no imported boundaries of level {level} to remove. {have}")
    listed = sources()
    removed = listed.pop(level, ())
    path.unlink()
    _write_sources(listed)
    return removed


def check_level(level: str) -> None:
    """Raise PlacesError where a level is none of those known."""
    if level not in LEVELS:
        raise PlacesError(f"{level!r} is not a level of boundaries. Levels: {', '.join(LEVELS)}.")


def _merged(earlier: tuple[Source, ...], new: Source) -> tuple[Source, ...]:
    """Put a source last and take its codes from the others; the same file stands once."""
    same = [code for one in earlier if one.sha256 == new.sha256 for code in one.codes]
    taken = {*same, *new.codes}
    new = replace(new, codes=tuple(sorted(taken)))
    rest = [
        replace(one, codes=tuple(code for code in one.codes if code not in taken))
        for one in earlier
    ]
    return (*(one for one in rest if one.codes), new)


def _feature(code: str, name: str, shape: BaseGeometry) -> str:
    import shapely

    geometry = re.sub(r"\.0(?=[,\]])", "", shapely.to_geojson(shape))
    properties = json.dumps({"code": code, "name": name}, ensure_ascii=False)
    return f'{{"type": "Feature", "properties": {properties}, "geometry": {geometry}}}'


def _write_sources(listed: dict[str, tuple[Source, ...]]) -> None:
    document = {level: [asdict(one) for one in found] for level, found in sorted(listed.items())}
    content = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    store.write(folder() / "sources.json", content.encode())


def _damaged(path: Path, why: str) -> str:
    return f"{path} is damaged ({why}). Delete it and import the boundaries again."
