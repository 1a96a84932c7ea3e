"""Reading official boundaries: every format, coordinate system and vintage of column names."""

import json

import pytest
import shapely
from boundary_files import (
    CAMBRIDGE,
    EAST_CAMBS,
    cambridgeshire,
    district,
    districts,
    geojson,
    kml,
    moved,
    through_gdal,
    topojson,
    wards,
    zipped_shapefile,
)

from geodata import official
from geodata.official.levels import choose, year_in_name
from placement.errors import PlacesError

ROWS = (EAST_CAMBS, CAMBRIDGE)


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("PLACEMENT_DATA", str(tmp_path / "data"))


def assert_both_are_covered(report):
    assert report.level == "lad"
    assert set(report.lhas("covered")) == set(ROWS)
    shares = [one.share for one in report.coverage if one.lha in ROWS]
    assert min(shares) > 0.98
    kept = official.load("lad")
    for code, shape in zip(kept.codes, kept.shapes, strict=True):
        true = district(code)
        assert shape.symmetric_difference(true).area < 0.02 * true.area


@pytest.mark.parametrize(
    ("system", "crs", "words"),
    [
        ("EPSG:27700", "urn:ogc:def:crs:EPSG::27700", "British National Grid"),
        ("EPSG:27700", None, "British National Grid (EPSG:27700), judged"),
        ("EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84", "longitude and latitude (WGS84), as stated"),
        ("EPSG:4326", "urn:ogc:def:crs:EPSG::4326", "longitude and latitude (WGS84), as stated"),
        ("EPSG:4326", None, "longitude and latitude (WGS84), judged"),
        ("EPSG:3857", "EPSG:3857", "Web Mercator (EPSG:3857), as stated"),
        ("EPSG:3857", None, "Web Mercator (EPSG:3857), judged"),
        ("EPSG:27700", "urn:ogc:def:crs:OGC:1.3:CRS84", "is stated but does not fit"),
        ("EPSG:27700", "EPSG:999999", "is not known"),
        ("EPSG:3035", "EPSG:3035", "Europe"),
    ],
)
def test_geojson_is_read_in_any_system_and_says_how_it_was_read(tmp_path, system, crs, words):
    path = geojson(tmp_path / "b.geojson", districts(*ROWS), system=system, crs=crs)
    report = official.import_file(path, cambridgeshire())
    assert words in report.coordinates
    assert_both_are_covered(report)


@pytest.mark.parametrize("system", ["EPSG:27700", "EPSG:4326", "EPSG:3857"])
def test_a_geopackage_is_read_in_any_system(tmp_path, system):
    path = through_gdal(tmp_path / "b.gpkg", districts(*ROWS), "GPKG", system=system)
    assert_both_are_covered(official.import_file(path, cambridgeshire()))


@pytest.mark.parametrize("system", ["EPSG:27700", "EPSG:4326"])
def test_a_zipped_shapefile_is_read_in_any_system(tmp_path, system):
    path = zipped_shapefile(tmp_path / "b.zip", districts(*ROWS), system=system)
    report = official.import_file(path, cambridgeshire())
    assert report.format == "zipped shapefile"
    assert_both_are_covered(report)


def test_a_zipped_shapefile_without_its_system_is_judged_by_range(tmp_path):
    path = zipped_shapefile(tmp_path / "b.zip", districts(*ROWS), leave_out=(".prj",))
    report = official.import_file(path, cambridgeshire())
    assert "no system stated" in report.coordinates
    assert_both_are_covered(report)


def test_an_unpacked_shapefile_is_read(tmp_path):
    path = through_gdal(tmp_path / "b.shp", districts(*ROWS), "ESRI Shapefile")
    assert_both_are_covered(official.import_file(path, cambridgeshire()))


def test_kml_with_its_attributes_in_schema_data_is_read(tmp_path):
    path = kml(tmp_path / "b.kml", districts(*ROWS))
    report = official.import_file(path, cambridgeshire())
    assert (report.column, report.names_column) == ("LAD22CD", "LAD22NM")
    assert_both_are_covered(report)


def test_kml_whose_name_is_the_code_is_read(tmp_path):
    rows = [({"Name": lha}, district(lha)) for lha in ROWS]
    path = through_gdal(tmp_path / "b.kml", rows, "LIBKML", system="EPSG:4326")
    assert_both_are_covered(official.import_file(path, cambridgeshire()))


@pytest.mark.parametrize("quantised", [True, False])
def test_topojson_arcs_are_joined_forwards_and_backwards(tmp_path, quantised):
    path = topojson(tmp_path / "b.topojson", "E05002702", "E05002703", quantised=quantised)
    report = official.import_file(path, cambridgeshire())
    assert (report.format, report.level, report.column) == ("TopoJSON", "ward", "id")
    assert report.lhas("covered") == (CAMBRIDGE,)
    left, right = official.load("ward").shapes
    assert shapely.intersection(left, right).area < 3 * shapely.length(left)
    assert left.distance(right) <= 1
    mine = cambridgeshire().slice(CAMBRIDGE)
    east, north = cambridgeshire().easting[mine], cambridgeshire().northing[mine]
    assert shapely.intersects_xy(left.buffer(5), east, north).mean() == pytest.approx(0.5, abs=0.02)


def test_a_topojson_arc_that_is_not_there_is_refused(tmp_path):
    path = topojson(tmp_path / "b.topojson", "E05002702", "E05002703")
    path.write_text(path.read_text().replace("[[0, 1]]", "[[0, 99]]"))
    with pytest.raises(PlacesError, match="not well formed"):
        official.import_file(path, cambridgeshire())


@pytest.mark.parametrize(
    ("columns", "level", "column", "names", "year"),
    [
        ({"WD13CD": "E05002702", "WD13CDO": "12UBFQ", "WD13NM": "Abbey"}, "ward", 0, 2, 2013),
        ({"areacd": "E07000008", "areanm": "Cambridge"}, "lad", 0, 1, None),
        ({"lad19cd": "e07000008 ", "lad19nm": "Cambridge"}, "lad", 0, 1, 2019),
        ({"LAD13CD": "E07000008", "LAD22CD": "E07000008"}, "lad", 1, None, 2022),
        ({"LAD22CD": "E07000008", "MSOA11CD": "E02003719"}, "msoa", 1, None, 2011),
        ({"FID": "1", "MSOA21CD": "E02003719", "MSOA21NM": "C 001"}, "msoa", 1, 2, 2021),
        ({"LSOA21CD": "E01017994", "LSOA21NM": "C 001A"}, "lsoa", 0, 1, 2021),
        ({"PARNCP22CD": "E04001740", "PARNCP22NM": "Ely"}, "parish", 0, 1, 2022),
        ({"id": "W06000001", "name": "Ynys Môn"}, "lad", 0, 1, None),
        ({"LPA": "E06000031"}, "lad", 0, None, None),
        ({"code": "E09000001"}, "lad", 0, None, None),
    ],
)
def test_the_columns_of_every_vintage_are_known(columns, level, column, names, year):
    listed = list(columns)
    chosen = choose({name: [value] for name, value in columns.items()})
    expected = (listed[column], None if names is None else listed[names])
    assert (chosen.level.key, chosen.column, chosen.names) == (level, *expected)
    assert chosen.year == year


def test_the_column_with_most_different_codes_is_read_not_the_larger_areas_beside_it():
    columns = {"LAD24CD": ["E07000008", "E07000008"], "ward": ["E05002702", "E05002703"]}
    assert choose(columns).column == "ward"


@pytest.mark.parametrize(
    ("stem", "year"),
    [
        ("Wards_December_2024_Boundaries_UK_BGC", 2024),
        ("ons-lad-2022-ew", 2022),
        ("WD_DEC_23", 2023),
        ("boundaries", None),
        ("E07000008", None),
    ],
)
def test_the_vintage_is_read_from_a_files_name(stem, year):
    assert year_in_name(stem) == year


def test_cambridge_and_peterborough_stay_47_km_apart_whatever_the_axes(tmp_path):
    centres = {CAMBRIDGE: (545000, 258300), "E06000031": (519000, 298500)}
    rows = [({"LAD22CD": c}, shapely.Point(p).buffer(9000)) for c, p in centres.items()]
    for system, crs in (("EPSG:4326", "urn:ogc:def:crs:EPSG::4326"), ("EPSG:27700", None)):
        path = geojson(tmp_path / "b.geojson", rows, system=system, crs=crs)
        official.import_file(path, cambridgeshire())
        first, second = (shape.centroid for shape in official.load("lad").shapes)
        assert first.distance(second) == pytest.approx(47_874, abs=10)


def test_latitude_first_is_refused_with_that_guess(tmp_path):
    rows = [
        (row, shapely.transform(moved(shape, "EPSG:4326"), lambda xy: xy[:, ::-1]))
        for row, shape in districts(*ROWS)
    ]
    with pytest.raises(PlacesError, match="latitude seems to come first"):
        official.import_file(geojson(tmp_path / "b.geojson", rows), cambridgeshire())


def test_of_several_layers_one_must_be_named(tmp_path):
    path = through_gdal(tmp_path / "b.gpkg", districts(*ROWS), "GPKG", layer="districts")
    smaller = [({"WD22CD": code}, shape) for code, shape in wards(CAMBRIDGE).items()]
    through_gdal(path, smaller, "GPKG", layer="wards")
    with pytest.raises(PlacesError, match=r"districts: local authority districts; wards: wards"):
        official.import_file(path, cambridgeshire())
    assert official.import_file(path, cambridgeshire(), layer="wards").level == "ward"


def test_what_is_kept_is_whole_metres_of_the_national_grid_with_code_and_name(tmp_path):
    path = geojson(tmp_path / "b.geojson", districts(*ROWS), system="EPSG:4326")
    report = official.import_file(path, cambridgeshire())
    document = json.loads((tmp_path / "data/boundaries/lad.geojson").read_text())
    assert report.written.endswith("lad.geojson")
    assert document["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::27700"
    assert [one["properties"] for one in document["features"]] == [
        {"code": CAMBRIDGE, "name": "Cambridge"},
        {"code": EAST_CAMBS, "name": "East Cambridgeshire"},
    ]
    points = shapely.get_coordinates(official.load("lad").shapes)
    assert (points == points.round()).all()
