"""The commands ``geodata import`` and ``geodata fetch``, as a person types them."""

import argparse
import json

import pytest
import shapely
from boundary_files import CAMBRIDGE, EAST_CAMBS, district, districts, geojson, through_gdal

from geodata import import_commands, official, roads
from placement.errors import PlacesError


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("PLACEMENT_DATA", str(tmp_path / "data"))


def run(*words):
    parser = argparse.ArgumentParser(prog="placement geodata")
    subparsers = parser.add_subparsers(required=True)
    import_commands.add_import(subparsers)
    import_commands.add_fetch(subparsers)
    options = parser.parse_args([str(word) for word in words])
    return options.run(options)


def test_import_says_what_was_found_and_which_authorities_are_covered(tmp_path, capsys):
    run("import", geojson(tmp_path / "lad_2022.geojson", districts(CAMBRIDGE)))
    out = capsys.readouterr().out
    assert out.startswith("lad_2022.geojson: 1 local authority district\n")
    assert "codes in LAD22CD, names in LAD22NM" in out
    assert "2022 (from the column's name)" in out
    assert "covered: 1 of 6, not covered: 5 of 6" in out
    assert "Open Government Licence" in out


def test_several_files_are_imported_one_after_another(tmp_path, capsys):
    for lha in (CAMBRIDGE, EAST_CAMBS):
        geojson(tmp_path / f"{lha}.geojson", districts(lha))
    run("import", tmp_path / f"{CAMBRIDGE}.geojson", tmp_path / f"{EAST_CAMBS}.geojson")
    assert "covering 2 of 6 LHAs" in capsys.readouterr().out
    assert official.load("lad").codes == (CAMBRIDGE, EAST_CAMBS)


def test_json_is_one_document_and_nothing_else(tmp_path, capsys):
    run("import", "--json", "--dry-run", geojson(tmp_path / "b.geojson", districts(CAMBRIDGE)))
    captured = capsys.readouterr()
    (report,) = json.loads(captured.out)["imports"]
    assert (report["level"], report["covered"], report["written"]) == ("lad", [CAMBRIDGE], None)
    assert captured.err == ""
    assert official.load("lad") is None


def test_undo_takes_back_a_level(tmp_path, capsys):
    run("import", geojson(tmp_path / "b.geojson", districts(CAMBRIDGE)))
    run("import", "--undo", "lad")
    assert "Removed the imported boundaries of level lad" in capsys.readouterr().out
    assert official.load("lad") is None
    with pytest.raises(PlacesError, match="no imported boundaries of level lad"):
        run("import", "--undo", "lad")


@pytest.mark.parametrize(
    "words",
    [
        ["import"],
        ["import", "a.geojson", "--undo", "lad"],
        ["import", "--undo", "lad", "--dry-run"],
        ["import", "--undo", "county"],
        ["fetch", "county"],
        ["fetch", "--time-limit", "0"],
        ["fetch", "--time-limit", "soon"],
    ],
)
def test_wrong_usage_ends_with_two(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        run(*words)
    assert stopped.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["roads.gpkg", "roads.osm", "folder"])
def test_roads_are_handed_to_the_road_graph(tmp_path, name, monkeypatch, capsys):
    path = tmp_path / name
    if name == "roads.gpkg":
        line = shapely.LineString([(545000, 258000), (552000, 280000)])
        through_gdal(path, [({"road": "A10"}, line)], "GPKG")
    elif name == "roads.osm":
        path.write_text('<?xml version="1.0"?><osm version="0.6"></osm>')
    else:
        path.mkdir()
    handed = []

    def import_roads(path, *, within):
        handed.append((path, within))
        return "12 roads read."

    monkeypatch.setattr(roads, "import_roads", import_roads)
    run("import", path)
    assert capsys.readouterr().out == "12 roads read.\n"
    ((given, (west, south, east, north)),) = handed
    assert given == path
    left, bottom, right, top = district(CAMBRIDGE).bounds
    assert west < left < right < east
    assert south < bottom < top < north


def test_fetch_without_a_network_says_how_to_do_it_by_hand(capsys):
    with pytest.raises(PlacesError, match="placement geodata import FILE"):
        run("fetch", "--url", "http://127.0.0.1:9/services", "--time-limit", "0.5")
    assert capsys.readouterr().out == ""
