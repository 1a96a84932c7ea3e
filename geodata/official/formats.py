"""
Every format of boundary file, told by its content and not by its name.

GeoPackage, KML and shapefiles are read by GDAL through pyogrio; zipped shapefiles are unpacked
into a folder of their own, never to the paths that the archive names.
"""

from __future__ import annotations

import struct
import tempfile
import warnings
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from geodata.official import json_files
from geodata.official.layers import Layer, LinesOnlyError, refuse, text

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    RuntimeError,  # encrypted
    OSError,
    EOFError,
    ValueError,
)
LARGEST_ZIP_BYTES = 8_000_000_000  # unpacked; the fullest national file is well under half


def read(path: Path, layer: str | None = None) -> list[Layer]:
    """
    Read the layers with polygons of a boundary file.

    ``layer`` names the one to read. LinesOnlyError where the file holds roads or other lines and no
    polygons; PlacesError, with what was found and what is accepted, for anything else.
    """
    kind = _kind(path)
    if kind == "roads":
        raise LinesOnlyError(f"{path.name} holds roads (OpenStreetMap or GraphML), no boundaries.")
    if kind == "zip":
        layers = _zipped(path, layer)
    elif kind == "JSON":
        layers = _named(path, json_files.read(path), layer)
    else:
        layers = _through_gdal(path, path, kind, layer)
    return _with_polygons(path, layers)


def _kind(path: Path) -> str:
    if not path.is_file():
        what = "a folder" if path.is_dir() else "no such file"
        raise refuse(path, what, f"{path} is not a file.")
    try:
        with path.open("rb") as file:
            head = file.read(2000)
    except OSError as error:
        raise refuse(path, "a file", f"it cannot be opened ({error.strerror}).") from None
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"[")):
        return "JSON"
    if head.startswith(b"SQLite format 3"):
        return "GeoPackage"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(b"\x00\x00\x27\x0a"):
        return "shapefile"
    if b"<osm" in head or b"<graphml" in head or b"OSMHeader" in head:
        return "roads"
    if b"<kml" in head:
        return "KML"
    if b"<html" in head.lower() or b"<!doctype html" in head.lower():
        problem = "it is a web page that was saved under this name. Download the file itself."
        raise refuse(path, "a web page (HTML)", problem)
    found = "an empty file" if not head else f"a file of no known format, {path.stat().st_size:,} B"
    raise refuse(path, found, "its format is not one that is read.")


def _zipped(path: Path, layer: str | None) -> list[Layer]:
    try:
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
            stems = _unpack(path, archive, Path(folder))
            layers = []
            for number, stem in enumerate(stems):
                if layer in (None, PurePosixPath(stem).name):
                    shp = Path(folder) / str(number) / f"{PurePosixPath(stem).name}.shp"
                    layers += _through_gdal(path, shp, "zipped shapefile", None)
    except ZIP_FAULTS as error:
        raise refuse(path, "a zip file", f"it cannot be unpacked ({error}).") from None
    if not layers:
        names = ", ".join(PurePosixPath(stem).name for stem in stems)
        raise refuse(path, f"shapefiles {names}", f"it has no shapefile called {layer}.")
    return layers


def _unpack(path: Path, archive: zipfile.ZipFile, folder: Path) -> list[str]:
    """Unpack the shapefiles into one numbered folder each; give their names without ending."""
    members = {info.filename: info for info in archive.infolist() if not info.is_dir()}
    unsafe = [name for name in members if _leads_out(name)]
    if unsafe:
        found = f"a zip file with {unsafe[0]}"
        raise refuse(path, found, "it names a place outside itself, which no safe file does.")
    if sum(info.file_size for info in members.values()) > LARGEST_ZIP_BYTES:
        raise refuse(path, "a zip file", "unpacked it would be larger than 8 GB.")
    lower = {name.lower(): name for name in members if "__macosx" not in name.lower()}
    stems = sorted(name[: -len(".shp")] for low, name in lower.items() if low.endswith(".shp"))
    listing = ", ".join(sorted(members)[:6]) or "nothing"
    if not stems:
        raise refuse(path, f"a zip file with {listing}", "it holds no shapefile (.shp).")
    for number, stem in enumerate(stems):
        lacking = [end for end in (".shx", ".dbf") if (stem + end).lower() not in lower]
        if lacking:
            problem = f"beside {stem}.shp it lacks {' and '.join(lacking)}."
            raise refuse(path, f"a zip file with {listing}", problem)
        (folder / str(number)).mkdir()
        for end in PARTS:
            if name := lower.get((stem + end).lower()):
                target = folder / str(number) / (PurePosixPath(stem).name + end)
                target.write_bytes(archive.read(members[name]))
    return stems


def _leads_out(name: str) -> bool:
    pure = PurePosixPath(name.replace("\\", "/"))
    return pure.is_absolute() or ".." in pure.parts or ":" in name


def _through_gdal(path: Path, source: Path, kind: str, layer: str | None) -> list[Layer]:
    import pyogrio
    from pyogrio.errors import DataSourceError, FieldError, GeometryError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            listed = {str(name): str(held or "") for name, held in pyogrio.list_layers(source)}
            if layer is not None and layer not in listed:
                problem = f"it has no layer called {layer}."
                raise refuse(path, f"{kind} with layers {', '.join(listed)}", problem)
            lines = [name for name, shapes in listed.items() if "LineString" in shapes]
            wanted = [name for name, shapes in listed.items() if _may_hold_areas(shapes)]
            if lines and not wanted:
                raise LinesOnlyError(
                    f"{path.name} holds lines ({', '.join(lines)}) and no polygons."
                )
            wanted = wanted if layer is None else [layer]
            return [_read_layer(source, name, kind) for name in wanted]
        except (DataSourceError, FieldError, GeometryError) as error:
            raise refuse(path, f"a file that begins like {kind}", f"unreadable: {error}.") from None


def _may_hold_areas(shapes: str) -> bool:
    return "Polygon" in shapes or shapes in ("Unknown", "GeometryCollection", "Geometry")


def _read_layer(source: Path, name: str, kind: str) -> Layer:
    import shapely
    from pyogrio.raw import read as read_raw

    meta, _, shapes, fields = read_raw(source, layer=name, force_2d=True)
    columns = {
        str(field): [text(value) for value in values.tolist()]
        for field, values in zip(meta["fields"], fields, strict=True)
    }
    return Layer(name, kind, columns, shapely.from_wkb(shapes, on_invalid="ignore"), meta["crs"])


def _named(path: Path, layers: list[Layer], layer: str | None) -> list[Layer]:
    chosen = [one for one in layers if layer in (None, one.name)]
    if not chosen:
        names = ", ".join(one.name for one in layers)
        raise refuse(path, f"layers {names}", f"it has no layer called {layer}.")
    return chosen


def _with_polygons(path: Path, layers: list[Layer]) -> list[Layer]:
    """Keep the layers that hold polygons; say what there is where none does."""
    import numpy as np
    import shapely

    types = {one.name: set(shapely.get_type_id(one.shapes).tolist()) for one in layers}
    useful = [one for one in layers if types[one.name] & {3, 6, 7}]
    if useful:
        return useful
    found = set().union(*types.values()) - {-1} if types else set()
    if found & {1, 5}:
        raise LinesOnlyError(f"{path.name} holds lines and no polygons.")
    rows = int(np.sum([len(one.shapes) for one in layers]))
    what = "points" if found & {0, 4} else "no shapes"
    form = layers[0].format if layers else "a file without layers"
    raise refuse(path, f"{form}, {rows} rows with {what}", "it holds no polygons.")
