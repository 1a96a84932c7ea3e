"""Small boundary files made from the real places of postcodes, in every format."""

import itertools
import json
import zipfile
from functools import lru_cache

import numpy as np
import pyogrio.raw
import shapely
from pyproj import Transformer

from geodata import places

EAST_CAMBS, CAMBRIDGE = "E07000009", "E07000008"
NAMES = {EAST_CAMBS: "East Cambridgeshire", CAMBRIDGE: "Cambridge"}
CELL = 500


@lru_cache(maxsize=1)
def cambridgeshire():
    return places.load("cambridgeshire")


@lru_cache(maxsize=16)
def district(lha):
    """The half-kilometre squares in which most postcodes are the authority's, EPSG:27700."""
    here = cambridgeshire()
    lha_of = np.repeat(np.arange(len(here.lhas)), np.diff(here.starts))
    squares = np.column_stack([here.easting // CELL, here.northing // CELL])
    distinct, which = np.unique(squares, axis=0, return_inverse=True)
    counts = np.zeros((len(distinct), len(here.lhas)), dtype=int)
    np.add.at(counts, (which.ravel(), lha_of), 1)
    mine = distinct[counts.argmax(axis=1) == here.index(lha)] * CELL
    return shapely.union_all(shapely.box(*mine.T, *(mine.T + CELL)))


def wards(lha, parts=3):
    """The district cut into strips, west to east, with made-up ward codes."""
    whole = district(lha)
    left, bottom, right, top = whole.bounds
    edges = np.linspace(left, right, parts + 1)
    strips = [
        shapely.intersection(whole, shapely.box(a, bottom, b, top))
        for a, b in itertools.pairwise(edges)
    ]
    return {f"E0500{lha[-2:]}{i:02}": strip for i, strip in enumerate(strips)}


def moved(shape, system):
    if system == "EPSG:27700":
        return shape
    transformer = Transformer.from_crs("EPSG:27700", system, always_xy=True)
    return shapely.transform(
        shape, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
    )


def districts(*lhas):
    return [({"LAD22CD": lha, "LAD22NM": NAMES.get(lha, lha)}, district(lha)) for lha in lhas]


def geojson(path, rows, *, system="EPSG:27700", crs=None):
    features = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": None if shape is None else shapely.geometry.mapping(moved(shape, system)),
        }
        for properties, shape in rows
    ]
    document = {"type": "FeatureCollection", "features": features}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def through_gdal(path, rows, driver, *, system="EPSG:27700", layer=None, append=False):
    shapes = [moved(shape, system) for _, shape in rows]
    fields = list(rows[0][0])
    lines = all("Line" in shape.geom_type for shape in shapes)
    shapes = shapes if lines else [shapely.multipolygons(shapely.get_parts(s)) for s in shapes]
    pyogrio.raw.write(
        path,
        geometry=np.array(shapely.to_wkb(shapes), dtype=object),
        field_data=[np.array([row[field] for row, _ in rows], dtype=object) for field in fields],
        fields=np.array(fields, dtype=object),
        geometry_type="LineString" if lines else "MultiPolygon",
        crs=system,
        driver=driver,
        layer=layer,
        append=append,
    )
    return path


def zipped_shapefile(path, rows, *, leave_out=(), **options):
    folder = path.parent / f"{path.stem}-parts"
    folder.mkdir()
    through_gdal(folder / "boundaries.shp", rows, "ESRI Shapefile", **options)
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(folder.iterdir()):
            if part.suffix not in leave_out:
                archive.write(part, f"inner folder/{part.name}")
    return path


def kml(path, rows):
    """As ONS's own downloads: the attributes in SchemaData, beside a Name of another kind."""
    placemarks = []
    for properties, shape in rows:
        parts = []
        for part in shapely.get_parts(moved(shape, "EPSG:4326")):
            rings = [("outerBoundaryIs", part.exterior)]
            rings += [("innerBoundaryIs", ring) for ring in part.interiors]
            parts.append("<Polygon>" + "".join(_ring(*ring) for ring in rings) + "</Polygon>")
        data = "".join(
            f'<SimpleData name="{key}">{value}</SimpleData>' for key, value in properties.items()
        )
        placemarks.append(
            f'<Placemark><name>a place</name><ExtendedData><SchemaData schemaUrl="#s">{data}'
            f"</SchemaData></ExtendedData><MultiGeometry>{''.join(parts)}</MultiGeometry>"
            "</Placemark>"
        )
    schema = "".join(f'<SimpleField name="{key}" type="string"/>' for key in rows[0][0])
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        f'<Document id="root"><Schema name="s" id="s">{schema}</Schema>'
        f"<Folder><name>boundaries</name>{''.join(placemarks)}</Folder></Document></kml>",
        encoding="utf-8",
    )
    return path


def _ring(tag, ring):
    points = " ".join(f"{x:.7f},{y:.7f}" for x, y in ring.coords)
    return f"<{tag}><LinearRing><coordinates>{points}</coordinates></LinearRing></{tag}>"


def topojson(path, left_code, right_code, *, quantised=True):
    """Two oblongs over Cambridge that share one border, once forwards and once backwards."""
    here = cambridgeshire()
    mine = here.slice(CAMBRIDGE)
    east, north = here.easting[mine], here.northing[mine]
    x = [east.min() - 5, int(np.median(east)), east.max() + 5]
    y = [north.min() - 5, north.max() + 5]
    to_degrees = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True).transform
    border = [(x[1], y[0]), (x[1], y[1])]
    lines = [
        border,
        [(x[1], y[1]), (x[0], y[1]), (x[0], y[0]), (x[1], y[0])],
        [(x[1], y[0]), (x[2], y[0]), (x[2], y[1]), (x[1], y[1])],
    ]
    arcs = [[list(to_degrees(*point)) for point in line] for line in lines]
    document = {"type": "Topology"}
    if quantised:
        scale, translate = [0.00001, 0.00001], [-1.0, 51.0]
        document["transform"] = {"scale": scale, "translate": translate}
        grid = [[[round((a + 1) * 1e5), round((b - 51) * 1e5)] for a, b in arc] for arc in arcs]
        arcs = [[arc[0], *np.diff(arc, axis=0).tolist()] for arc in grid]
    document["arcs"] = arcs
    document["objects"] = {
        "areas": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "id": left_code},
                {"type": "MultiPolygon", "arcs": [[[2, -1]]], "id": right_code},
            ],
        }
    }
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
