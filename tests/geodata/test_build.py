"""Building places: from made rows, from ONSPD and NSPL files of every vintage, and nationally."""

from __future__ import annotations

import argparse
import json
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata import build, commands, national, onspd, store
from geodata.national import Rows, Source
from geodata.places import load
from placement.errors import PlacesError

HOMES = [
    ("CB1 1AA", "E07000008", 545_800, 258_200),
    ("CB1 1AB", "E07000008", 545_810, 258_200),
    ("CB1 2AA", "E07000008", 546_300, 258_000),
    ("CB1 2AB", "E07000012", 549_000, 257_000),
    ("CB22 3AA", "E07000012", 547_000, 251_000),
    ("SG8 5AA", "E07000099", 538_000, 240_000),
]
BOTH = ["E07000012", "E07000008"]
OLD = "pcd,pcd2,pcds,dointr,doterm,oscty,oslaua,osward,usertype,oseast1m,osnrth1m"
NSPL = "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,laua"
NEW = "pcd7,pcd8,pcds,dointr,doterm,lad25cd,wd25cd,usrtypind,east1m,north1m"


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PLACEMENT_DATA", str(tmp_path / "data"))


@pytest.fixture(scope="module")
def installed():
    return national.read_installed()


def rows(listed):
    postcode, lha, easting, northing = zip(*listed, strict=True)
    return Rows(
        np.array(postcode, "S8"),
        np.array(lha, "S9"),
        np.array(easting, np.int32),
        np.array(northing, np.int32),
        np.zeros(len(listed), np.int32),
        np.zeros(len(listed), np.bool_),
    )


def source(listed=HOMES):
    return Source(rows(listed), "test edition", "test credit", True, {"rows": len(listed)})


def csv_text(header, listed):
    names = header.split(",")
    lines = [header]
    for postcode, lha, easting, northing, ended, user in listed:
        outward, inward = postcode.split()
        value = {
            "pcd": f"{outward:<4}{inward}",
            "pcd7": f"{outward:<4}{inward}",
            "pcd2": f"{outward:<4} {inward}",
            "pcd8": f"{outward:<4} {inward}",
            "pcds": postcode,
            "dointr": "198001",
            "doterm": ended,
        }
        value |= dict.fromkeys(("oslaua", "laua", "lad25cd"), lha)
        value |= dict.fromkeys(("usertype", "usrtypind"), user)
        value |= dict.fromkeys(("oseast1m", "east1m"), easting)
        value |= dict.fromkeys(("osnrth1m", "north1m"), northing)
        lines.append(",".join(f'"{value.get(name, "")}"' for name in names))
    return "\n".join(lines) + "\n"


FULL = [
    ("CB1 1AA", "E07000008", 545_800, 258_200, "", 0),
    ("CB1 1AB", "E07000008", 545_810, 258_200, "", 0),
    ("CB1 1AD", "E07000008", 545_820, 258_210, "202304", 0),
    ("CB1 9AA", "E07000008", 546_000, 258_000, "", 1),
    ("CB1 1AE", "E07000008", "", "", "", 0),
    ("CB22 3AA", "E07000012", 547_000, 251_000, "", 0),
    ("BT1 1AA", "N09000003", 333_802, 374_130, "", 0),
]


@pytest.fixture
def onspd_file(tmp_path):
    path = tmp_path / "ONSPD_NOV_2025_UK.csv"
    path.write_text(csv_text(NEW, FULL), encoding="utf-8")
    return path


def test_places_are_made_of_the_postcodes_of_the_authorities_given():
    places = build.build("two", BOTH, source())
    assert places.lhas == ("E07000008", "E07000012")
    assert places.postcodes(range(5)) == ["CB1 1AA", "CB1 1AB", "CB1 2AA", "CB1 2AB", "CB22 3AA"]
    assert places.areas == (
        ("CB1 1", "E07000008"),
        ("CB1 2", "E07000008"),
        ("CB1 2", "E07000012"),
        ("CB22 3", "E07000012"),
    )
    assert places.starts.tolist() == [0, 3, 5]
    assert places.nearest_m[:2].tolist() == [10, 10]
    assert places.find("cb12ab").lha == "E07000012"


def test_the_same_source_gives_the_same_file_byte_for_byte_in_any_order(tmp_path):
    for name, listed in (("a", HOMES), ("b", HOMES[::-1]), ("c", HOMES)):
        lhas = BOTH if name == "a" else BOTH[::-1]
        build.write("two", lhas, source(listed), tmp_path / name / "two.places")
    for kind in ("two.places", "two-lha.geojson.gz", "two-area.geojson.gz"):
        a, b, c = ((tmp_path / name / kind).read_bytes() for name in "abc")
        assert a == b == c


def test_what_is_written_is_read_back_the_same(tmp_path):
    built = build.write("two", BOTH, source(), store.built_path("two"))
    read = load("two")
    assert read.digest == built.digest
    assert read.areas == built.areas
    for name in ("starts", "easting", "northing", "area", "nearest_m", "area_edges", "units"):
        assert (getattr(read, name) == getattr(built, name)).all()
        assert getattr(read, name).dtype == getattr(built, name).dtype


def test_a_moved_postcode_changes_the_digest():
    moved = [("CB1 1AA", "E07000008", 545_801, 258_200), *HOMES[1:]]
    digests = {build.build("two", BOTH, source(listed)).digest for listed in (HOMES, moved)}
    assert len(digests) == 2


def test_a_single_postcode_makes_a_profile():
    places = build.build("one", ["E07000099"], source())
    assert (len(places), len(places.area_edges), places.nearest_m.tolist()) == (1, 0, [0.0])


def test_authorities_without_postcodes_are_refused_all_at_once():
    with pytest.raises(PlacesError, match="no postcodes in E07000001, E07000002: codes change"):
        build.build("two", ["E07000002", "E07000008", "E07000001"], source())
    with pytest.raises(PlacesError, match="no authorities were given"):
        build.build("two", [], source())


def test_a_postcode_given_twice_is_refused():
    with pytest.raises(PlacesError, match="CB1 1AA more than once"):
        build.build("two", BOTH, source([*HOMES, HOMES[0]]))


def test_a_file_that_cannot_be_written_is_said_and_nothing_is_left(tmp_path):
    (tmp_path / "folder").write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(PlacesError, match="cannot be written"):
        build.write("two", BOTH, source(), tmp_path / "folder" / "two.places")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@given(st.lists(st.integers(-(2**40), 2**40), max_size=50))
def test_whole_numbers_come_back_as_they_were(values):
    column = np.array(values, np.int64)
    assert (store._decode(*store._encode(column)) == column).all()


@pytest.mark.parametrize("header", [OLD, NSPL, NEW, NEW.upper(), "\ufeff" + OLD])
def test_every_vintage_of_columns_is_read(tmp_path, header):
    path = tmp_path / "NSPL_AUG_2024_UK.csv"
    plain = header.lower().lstrip("\ufeff")
    path.write_text(header + csv_text(plain, FULL)[len(plain) :], encoding="utf-8")
    read = onspd.read_file(path)
    assert len(read.rows) == 5
    assert not read.ended_included
    assert read.edition.startswith("National Statistics Postcode Lookup, Aug 2024")
    assert read.counts == {"rows": 7, "without_grid_reference": 1, "on_another_grid": 1}
    assert read.rows.postcode.tolist()[0] == b"CB1 1AA"
    assert read.rows.ended.tolist() == [0, 0, 202_304, 0, 0]
    assert read.rows.large.tolist() == [False, False, False, True, False]


def test_ended_postcodes_are_left_out_of_homes_and_named_with_their_end(onspd_file):
    places = build.build("two", BOTH, onspd.read_file(onspd_file))
    assert not places.ended_included
    assert places.counts["ended_left_out"] == 1
    with pytest.raises(PlacesError, match="CB1 1AD is no longer in use: it ended in 2023-04"):
        places.find("cb1 1ad")


def test_large_users_are_left_out_of_homes_and_still_found(onspd_file):
    places = build.build("two", BOTH, onspd.read_file(onspd_file))
    assert len(places) == 3
    assert places.counts["large_users_left_out"] == 1
    found = places.find("CB1 9AA")
    assert (found.easting, found.lha, found.in_profile) == (546_000, "E07000008", True)


def test_the_largest_csv_with_the_columns_is_read_from_a_zip(tmp_path, onspd_file):
    path = tmp_path / "ONSPD_NOV_2025.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(onspd_file, "Data/ONSPD_NOV_2025_UK.csv")
        archive.writestr("Documents/LA_UA names.csv", "LAD25CD,LAD25NM\n" + "x,y\n" * 2_000)
        archive.writestr("User Guide/guide.pdf", b"%PDF")
    read = onspd.read_file(path)
    assert len(read.rows) == 5
    assert read.edition == "ONS Postcode Directory, Nov 2025 (ONSPD_NOV_2025_UK.csv)"


def test_a_file_with_other_columns_is_refused_with_all_that_is_missing(tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text("postcode,lat,long\nCB1 1AA,52.2,0.1\n", encoding="utf-8")
    with pytest.raises(PlacesError) as refused:
        onspd.read_file(path)
    message = str(refused.value)
    assert "authority: oslaua, laua, lad23cd" in message
    assert "easting: oseast1m, east1m" in message
    assert "northing: osnrth1m, north1m" in message
    assert "- postcode:" not in message
    assert "postcode, lat, long" in message


def test_lines_that_cannot_be_read_are_named_by_number_all_at_once(tmp_path):
    bad = [
        ("CB1 1AA", "E07000008", "east", 258_200, "", 0),
        ("CB1 1AB", "E07000008", 545_810, 258_200, "soon", 0),
        ("CB1 1AD", "E07000008", 545_810, 258_200, "202313", 0),
        ("CB1 1AE", "E07000008", 545_810, 258_200, "", 0),
        ("?? ??", "E07000008", 545_810, 258_200, "", 0),
    ]
    path = tmp_path / "bad.csv"
    path.write_text(csv_text(OLD, bad), encoding="utf-8")
    with pytest.raises(PlacesError) as refused:
        onspd.read_file(path)
    lines = str(refused.value).splitlines()
    assert lines[1] == "  - line 2: 'east' is not a coordinate in metres"
    assert lines[2] == "  - line 3: doterm is 'soon': a year and month is wanted, as 202304"
    assert [line.split(":")[0] for line in lines[3:]] == ["  - line 4", "  - line 6"]


@pytest.mark.parametrize("content", [b"", OLD.encode() + b"\n", b"\x00\xff\xfe", b"PK\x03\x04junk"])
def test_an_empty_or_foreign_file_is_refused_in_one_message(tmp_path, content):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(PlacesError, match=r"file\.csv"):
        onspd.read_file(path)


def test_a_missing_file_and_a_zip_without_postcodes_are_refused(tmp_path):
    with pytest.raises(PlacesError, match="cannot be read"):
        onspd.read_file(tmp_path / "none.csv")
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.csv", "a,b\n1,2\n")
    with pytest.raises(PlacesError, match="holds no postcode file: 1 CSV files"):
        onspd.read_file(path)


def parsed(*words):
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers()
    two = commands.KnownProfile("two", BOTH, frozenset())
    commands.add_build(subparsers, {"two": two}.get)
    commands.add_show(subparsers)
    return parser.parse_args([str(word) for word in words])


def run(*words):
    options = parsed(*words)
    options.run(options)


def test_build_makes_a_profile_from_a_file_and_show_says_so(onspd_file, capsys):
    run("build", "two", "--from", onspd_file, "--json")
    built = json.loads(capsys.readouterr().out)
    assert built["postcodes"] == 3
    assert built["built_by_user"]
    run("show", "two")
    shown = capsys.readouterr().out
    assert "3 postcodes in use; left out: 1 ended, 1 of large users" in shown
    assert "ONS Postcode Directory, Nov 2025" in shown
    assert "indicative, for drawing" in shown
    assert "Royal Mail" in shown


def test_show_gives_every_authority_and_area_as_json(capsys):
    run("show", "cambridgeshire", "--json")
    shown = json.loads(capsys.readouterr().out)
    assert shown["ended_included"]
    assert shown["boundaries"] == "indicative, for drawing"
    assert sum(lha["postcodes"] for lha in shown["lhas"]) == shown["postcodes"] == 38_850
    assert sum(area["postcodes"] for area in shown["areas"]) == 38_850
    assert shown["lhas"][1]["name"] == "Cambridge"


def test_show_says_that_ended_postcodes_are_included(capsys):
    run("show", "cambridgeshire", "--areas")
    shown = capsys.readouterr().out
    assert "38,850 postcodes, ended ones included" in shown
    assert "PE13 1" in shown


def test_show_without_a_profile_lists_all_there_are(capsys):
    run("show", "--json")
    listed = json.loads(capsys.readouterr().out)["profiles"]
    assert [one["profile"] for one in listed] == ["bedfordshire", "cambridgeshire", "london"]


def test_a_profile_nobody_knows_needs_its_authorities_named(onspd_file, capsys):
    with pytest.raises(PlacesError, match=r"rutland is not a known profile: .*--lhas"):
        run("build", "rutland", "--from", onspd_file)
    run("build", "three", "--from", onspd_file, "--lhas", "e07000012", "--json")
    assert json.loads(capsys.readouterr().out)["lhas"][0]["code"] == "E07000012"


@pytest.mark.national
def test_the_installed_data_has_every_postcode_and_authority(installed):
    if not installed.edition.endswith("2026.1.1"):
        pytest.skip("another edition has other numbers")
    assert installed.counts["rows"] == 2_720_556
    england_and_wales = build.lha_codes_of(installed)
    assert len(england_and_wales) == 318
    assert int(np.isin(installed.rows.lha, np.array(england_and_wales, "S9")).sum()) == 2_406_090


@pytest.mark.national
@pytest.mark.parametrize("profile", ["cambridgeshire", "bedfordshire"])
def test_the_embedded_file_is_what_a_build_makes_today(installed, profile):
    embedded = load(profile)
    if installed.edition != embedded.edition:
        pytest.skip(f"made from {embedded.edition}")
    assert build.build(profile, embedded.lhas, installed).digest == embedded.digest
