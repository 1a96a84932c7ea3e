"""What an import checks, repairs, refuses, keeps and takes back."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely
from boundary_files import (
    CAMBRIDGE,
    EAST_CAMBS,
    cambridgeshire,
    district,
    districts,
    geojson,
    through_gdal,
    wards,
    zipped_shapefile,
)

from geodata import official
from placement.errors import PlacesError

SIX = ("E06000031", "E07000008", "E07000009", "E07000010", "E07000011", "E07000012")


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("PLACEMENT_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def import_rows(tmp_path, rows, name="b.geojson", **options):
    path = geojson(tmp_path / name, rows)
    return official.import_file(path, cambridgeshire(), **options)


def refusal(path):
    with pytest.raises(PlacesError) as refused:
        official.import_file(path, cambridgeshire())
    return str(refused.value)


def test_each_authority_is_covered_partly_covered_or_not_covered(tmp_path):
    half = wards(EAST_CAMBS, parts=2)
    rows = [
        ({"LAD22CD": CAMBRIDGE}, district(CAMBRIDGE)),
        ({"LAD22CD": EAST_CAMBS}, next(iter(half.values()))),
    ]
    report = import_rows(tmp_path, rows)
    assert report.lhas("covered") == (CAMBRIDGE,)
    assert report.lhas("partly covered") == (EAST_CAMBS,)
    assert set(report.lhas("not covered")) == set(SIX) - {CAMBRIDGE, EAST_CAMBS}
    text = report.text()
    assert "partly covered: 1 of 6" in text
    assert "not covered: 4 of 6" in text
    assert "postcodes, ended ones included" in text


def test_every_district_at_once_covers_all_and_counts_every_postcode_once(tmp_path):
    report = import_rows(tmp_path, districts(*SIX))
    assert report.lhas("covered") == SIX
    assert sum(one.postcodes for one in report.coverage) == len(cambridgeshire())
    assert sum(one.inside + one.inside_others for one in report.coverage) == len(cambridgeshire())


def test_a_ward_belongs_to_the_authority_of_most_of_its_postcodes(tmp_path):
    mixed = shapely.union_all([district(CAMBRIDGE), next(iter(wards(EAST_CAMBS, 9).values()))])
    report = import_rows(tmp_path, [({"WD24CD": "E05002702"}, mixed)])
    assert report.lhas("not covered") == tuple(lha for lha in SIX if lha != CAMBRIDGE)
    east = next(one for one in report.coverage if one.lha == EAST_CAMBS)
    assert east.inside == 0
    assert east.inside_others > 0


def test_a_rough_outline_that_leaves_its_edge_to_a_neighbour_still_covers_and_is_said(tmp_path):
    here = cambridgeshire()
    mine = here.slice(CAMBRIDGE)
    east = np.sort(here.easting[mine])
    cut = int(east[int(0.94 * len(east))])
    left, bottom, _, top = district(CAMBRIDGE).bounds
    west = shapely.intersection(district(CAMBRIDGE), shapely.box(left, bottom, cut, top))
    rest = shapely.difference(district(CAMBRIDGE), west)
    alone = [({"LAD22CD": CAMBRIDGE}, west)]
    assert import_rows(tmp_path, alone, dry_run=True).lhas("partly covered") == (CAMBRIDGE,)
    neighbour = ({"LAD22CD": "E07000012"}, shapely.union(district("E07000012"), rest))
    report = import_rows(tmp_path, [*alone, neighbour], dry_run=True)
    assert CAMBRIDGE in report.lhas("covered")
    assert any("outlines of E07000008 are rough" in note for note in report.notes)


def test_a_share_just_short_of_the_whole_is_not_shown_as_the_whole(tmp_path):
    report = import_rows(tmp_path, districts(*SIX))
    for one in report.coverage:
        assert (one.share == 1) == (one.inside == one.postcodes)
        assert ("100.0%" in one.line()) == (one.inside == one.postcodes)


def test_a_shape_that_crosses_itself_is_repaired_and_named(tmp_path):
    left, bottom, right, top = district(CAMBRIDGE).bounds
    corners = [(left, bottom), (right, top), (right, bottom), (left, top)]
    report = import_rows(tmp_path, [({"WD24CD": "E05002702"}, shapely.Polygon(corners))])
    assert report.repaired == ("E05002702",)
    assert "repaired     E05002702" in report.text()
    assert shapely.is_valid(official.load("ward").shapes).all()


def test_rows_that_cannot_be_used_are_left_out_and_named(tmp_path):
    rows = [
        *districts(CAMBRIDGE, EAST_CAMBS),
        *districts("E07000012", "E07000010", "E07000011"),
        ({"LAD22CD": None, "LAD22NM": "nowhere"}, shapely.box(0, 0, 1000, 1000)),
        ({"LAD22CD": "E06000031", "LAD22NM": "Peterborough"}, None),
        ({"LAD22CD": "E06000099", "LAD22NM": "Ocean"}, shapely.box(-9e5, 0, -8e5, 1e5)),
    ]
    notes = " | ".join(import_rows(tmp_path, rows).notes)
    assert "1 row that has no local authority district code (empty)" in notes
    assert "1 row that has no shape that can be read (E06000031)" in notes
    assert "1 row that lies outside Great Britain (E06000099)" in notes
    assert "E06000099" not in official.load("lad").codes


def test_rows_of_one_code_are_joined_and_said(tmp_path):
    rows = [({"LAD22CD": CAMBRIDGE}, strip) for strip in wards(CAMBRIDGE).values()]
    report = import_rows(tmp_path, rows)
    assert report.areas == 1
    assert report.lhas("covered") == (CAMBRIDGE,)
    assert any("more than one row: E07000008" in note for note in report.notes)


def test_overlapping_shapes_are_counted_once_and_said(tmp_path):
    rows = [({"WD24CD": f"E0500000{i}"}, district(CAMBRIDGE)) for i in range(2)]
    report = import_rows(tmp_path, rows)
    cambridge = next(one for one in report.coverage if one.lha == CAMBRIDGE)
    assert cambridge.inside <= cambridge.postcodes
    assert any("in more than one shape" in note for note in report.notes)


def test_an_authority_under_a_successors_code_is_named(tmp_path):
    rows = [*districts(CAMBRIDGE), ({"LAD28CD": "E06000077"}, district(EAST_CAMBS))]
    rows = [({"LAD28CD": row.get("LAD22CD") or row["LAD28CD"]}, shape) for row, shape in rows]
    report = import_rows(tmp_path, rows)
    assert EAST_CAMBS in report.lhas("not covered")
    assert any(f"{EAST_CAMBS} is not in the file" in n and "E06000077" in n for n in report.notes)


def test_codes_that_do_not_fit_their_shapes_are_refused(tmp_path):
    rows = [
        ({"LAD22CD": EAST_CAMBS}, district(CAMBRIDGE)),
        ({"LAD22CD": CAMBRIDGE}, district(EAST_CAMBS)),
    ]
    assert "codes do not fit its shapes" in refusal(geojson(tmp_path / "b.geojson", rows))


def test_a_file_of_another_place_is_refused_with_where_it_lies(tmp_path):
    rows = [({"LAD22CD": "E06000052"}, shapely.box(150_000, 30_000, 200_000, 60_000))]
    message = refusal(geojson(tmp_path / "cornwall.geojson", rows))
    assert "wholly outside cambridgeshire: eastings 150,000 to 200,000" in message
    assert "accepted:" in message


def test_a_file_of_another_country_is_refused(tmp_path):
    path = geojson(
        tmp_path / "b.geojson",
        [({"code": "E07000008"}, shapely.box(600_000, 200_000, 610_000, 210_000))],
        system="EPSG:4326",
    )
    text = path.read_text()
    document = json.loads(text)
    document["features"][0]["geometry"] = shapely.geometry.mapping(shapely.box(13, 52, 13.5, 52.5))
    path.write_text(json.dumps(document))
    assert "Great Britain" in refusal(path)


def test_shapes_without_codes_are_refused_with_the_columns_found(tmp_path):
    rows = [({"WD13CDO": "12UBFQ", "NAME": "Abbey"}, district(CAMBRIDGE))]
    message = refusal(geojson(tmp_path / "b.geojson", rows))
    assert "no column holds ONS codes" in message
    assert "columns WD13CDO, NAME" in message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "an empty file"),
        (b"hello", "no known format"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "a web page"),
        (b'{"type": "FeatureCollection", "features": [{"type":', "not complete JSON"),
        (b'{"type": "FeatureCollection"}', "not well formed"),
        (b'{"type": "FeatureCollection", "features": [7]}', "not well formed"),
        (b'{"geometryType": "esriGeometryPolygon", "features": []}', "f=geojson"),
        (b"[1, 2]", "neither GeoJSON nor TopoJSON"),
        (b"[" * 100_000, "not complete JSON"),
        (b"\xff\xfe{", "no known format"),
        (b"{\xff}", "not complete JSON"),
        (b"SQLite format 3\x00 and then nothing", "unreadable"),
        (b"PK\x03\x04 and then nothing", "cannot be unpacked"),
        (b"\x00\x00\x27\x0a and then nothing", "unreadable"),
        (b"<kml><Document>", "KML"),
        (b'{"type": "FeatureCollection", "features": []}', "no polygons"),
        (
            b'{"type": "Feature", "properties": {"LAD22CD": "E07000008"},'
            b' "geometry": {"type": "Polygon", "coordinates": [[[0, 52], ["x", 1]]]}}',
            "feature 1",
        ),
        (
            b'{"type": "Feature", "properties": {"LAD22CD": "E07000008"},'
            b' "geometry": {"type": "Polygon", "coordinates": [[[0,52],[NaN,1],[1,1],[0,52]]]}}',
            "no shape that can be read",
        ),
        (
            b'{"type": "Feature", "properties": {"LAD22CD": "E07000008"},'
            b' "geometry": {"type": "Point", "coordinates": [0, 52]}}',
            "1 rows with points",
        ),
    ],
)
def test_what_is_no_boundary_file_is_refused_in_one_message(tmp_path, content, words):
    path = tmp_path / "file.bin"
    path.write_bytes(content)
    message = refusal(path)
    assert words in message
    assert message.startswith("file.bin cannot be used as boundaries: ")
    assert message.count("accepted:") == 1


def test_a_missing_file_is_said(tmp_path):
    assert "is not a file" in refusal(tmp_path / "none.geojson")


@pytest.mark.parametrize("member", ["../out.shp", "/etc/out.shp", "a\\..\\..\\out.shp", "C:/x.shp"])
def test_a_zip_that_names_a_place_outside_itself_is_refused(tmp_path, member):
    path = tmp_path / "deep" / "b.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, b"x")
    assert "outside itself" in refusal(path)
    assert not (tmp_path / "out.shp").exists()


def test_a_zip_without_a_shapefile_is_refused_with_what_it_holds(tmp_path):
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
    message = refusal(tmp_path / "b.zip")
    assert "holds no shapefile" in message
    assert "readme.txt" in message


def test_a_zipped_shapefile_that_lacks_a_part_is_refused_by_its_name(tmp_path):
    path = zipped_shapefile(tmp_path / "b.zip", districts(CAMBRIDGE), leave_out=(".dbf",))
    assert "lacks .dbf" in refusal(path)


@pytest.mark.parametrize(("ending", "driver"), [("gpkg", "GPKG"), ("geojson", "GeoJSON")])
def test_lines_are_no_boundaries_but_may_be_roads(tmp_path, ending, driver):
    rows = [({"road": "A10"}, shapely.LineString([(545000, 258000), (552000, 280000)]))]
    path = through_gdal(tmp_path / f"roads.{ending}", rows, driver)
    with pytest.raises(official.LinesOnlyError):
        official.import_file(path, cambridgeshire())


def test_files_of_one_level_add_up_and_a_later_one_replaces_the_same_codes(tmp_path, data):
    first = import_rows(tmp_path, districts(CAMBRIDGE, EAST_CAMBS), "lad_2022.geojson")
    half = next(iter(wards(EAST_CAMBS, parts=2).values()))
    rows = [({"LAD24CD": EAST_CAMBS, "LAD24NM": "East"}, half), *districts("E07000010")]
    rows = [({"LAD24CD": r.get("LAD24CD") or r["LAD22CD"], **r}, s) for r, s in rows]
    second = import_rows(tmp_path, rows, "lad_2024.geojson")
    kept = official.load("lad")
    assert kept.codes == (CAMBRIDGE, EAST_CAMBS, "E07000010")
    assert kept.shapes[1].area == pytest.approx(half.area, rel=0.01)
    by_file = {one.file: one for one in official.sources()["lad"]}
    assert by_file["lad_2022.geojson"].codes == (CAMBRIDGE,)
    assert by_file["lad_2024.geojson"].vintage == 2024
    assert by_file["lad_2024.geojson"].sha256 == second.sha256 != first.sha256
    assert "Open Government Licence" in kept.credit
    assert second.stored_lhas == (CAMBRIDGE, "E07000010")
    assert any("takes the place of 1" in note for note in second.notes)
    assert any("stands beside lad_2022.geojson of 2022" in note for note in second.notes)
    assert sorted(path.name for path in (data / "boundaries").iterdir()) == [
        "lad.geojson",
        "sources.json",
    ]


def test_only_areas_round_the_profile_are_kept_of_a_national_file(tmp_path):
    cornwall = ({"LAD22CD": "E06000052"}, shapely.box(150_000, 30_000, 200_000, 60_000))
    report = import_rows(tmp_path, [*districts(CAMBRIDGE), cornwall])
    assert (report.areas, report.near) == (2, 1)
    assert official.load("lad").codes == (CAMBRIDGE,)
    assert "1 lie round cambridgeshire" in report.text()


def test_a_dry_run_keeps_nothing(tmp_path, data):
    report = import_rows(tmp_path, districts(CAMBRIDGE), dry_run=True)
    assert report.written is None
    assert "Dry run" in report.text()
    assert not data.exists()


def test_a_refused_file_leaves_what_was_kept_as_it_was(tmp_path, data):
    import_rows(tmp_path, districts(CAMBRIDGE))
    before = {path: path.read_bytes() for path in (data / "boundaries").iterdir()}
    refusal(geojson(tmp_path / "b.geojson", [({"NAME": "x"}, district(CAMBRIDGE))]))
    assert {path: path.read_bytes() for path in (data / "boundaries").iterdir()} == before


def test_the_same_file_imported_twice_gives_the_same_bytes(tmp_path, data):
    import_rows(tmp_path, districts(*SIX))
    before = (data / "boundaries" / "lad.geojson").read_bytes()
    import_rows(tmp_path, districts(*SIX))
    assert (data / "boundaries" / "lad.geojson").read_bytes() == before
    assert len(official.sources()["lad"]) == 1


def test_undo_removes_one_level_and_no_other(tmp_path):
    import_rows(tmp_path, districts(CAMBRIDGE))
    import_rows(tmp_path, [({"WD24CD": c}, s) for c, s in wards(CAMBRIDGE).items()], "w.geojson")
    assert [one.file for one in official.undo("lad")] == ["b.geojson"]
    assert official.load("lad") is None
    assert len(official.load("ward").codes) == 3
    assert list(official.sources()) == ["ward"]
    with pytest.raises(PlacesError, match="Kept are: ward"):
        official.undo("lad")


def test_a_damaged_list_of_sources_says_what_to_do(tmp_path, data):
    import_rows(tmp_path, districts(CAMBRIDGE))
    Path(data / "boundaries" / "sources.json").write_text("[]")
    with pytest.raises(PlacesError, match="is damaged"):
        official.sources()
