"""Outlines to draw: indicative ones from the postcodes, official ones where imported."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest
import shapely

from geodata import boundaries, store
from geodata.places import load
from placement.errors import PlacesError

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[540000, 250000], [550000, 250000], [550000, 260000], [540000, 250000]]],
}


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PLACEMENT_DATA", str(tmp_path))
    return tmp_path


def keep_official(level, code, name):
    feature = {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": SQUARE}
    document = json.dumps({"type": "FeatureCollection", "features": [feature]})
    store.write(store.data_dir() / "boundaries" / f"{level}.geojson", document.encode())


@pytest.mark.parametrize("profile", ["cambridgeshire", "bedfordshire", "london"])
def test_each_authority_has_an_outline_that_holds_its_postcodes(profile):
    places = load(profile)
    outlines = boundaries.load(profile)
    assert tuple(outline["code"] for outline in outlines) == places.lhas
    for outline, shape in zip(outlines, boundaries.shapes(outlines), strict=True):
        mine = places.slice(outline["code"])
        at = shapely.points(places.easting[mine], places.northing[mine])
        shapely.prepare(shape)
        assert shape.is_valid
        assert shapely.covers(shape, at).mean() > 0.99
        assert not outline["official"]


def test_outlines_of_authorities_do_not_overlap():
    shapes = boundaries.shapes(boundaries.load("cambridgeshire"))
    together = shapely.union_all(shapes).area
    assert sum(shape.area for shape in shapes) == pytest.approx(together, rel=0.001)


@pytest.mark.parametrize(
    ("code", "square_km"), [("E07000008", 40.7), ("E07000010", 546.4), ("E06000031", 343.4)]
)
def test_an_outline_is_about_as_large_as_the_authority(code, square_km):
    outlines = [one for one in boundaries.load("cambridgeshire") if one["code"] == code]
    assert boundaries.shapes(outlines)[0].area / 1e6 == pytest.approx(square_km, rel=0.08)


def test_areas_have_outlines_but_for_those_at_a_mail_office():
    places = load("cambridgeshire")
    outlines = boundaries.load("cambridgeshire", "area")
    found = {(outline["sector"], outline["lha"]) for outline in outlines}
    assert found <= set(places.areas)
    size = dict(zip(places.areas, places.area_sizes.tolist(), strict=True))
    assert sum(size[area] for area in found) > 0.97 * len(places)
    named = {outline["code"]: outline["name"] for outline in outlines}
    assert named["PE13 1@E07000010"] == "PE13 1, Fenland"


def test_outlines_are_whole_metres_on_the_british_grid_and_say_what_they_are():
    path = boundaries.path_beside(store.embedded_path("cambridgeshire"), "lha")
    document = json.loads(gzip.decompress(path.read_bytes()))
    assert document["note"] == "indicative, for drawing"
    assert document["crs"]["properties"]["name"].endswith("27700")
    assert document["places"] == load("cambridgeshire").digest
    at = shapely.get_coordinates(boundaries.shapes(boundaries.load("cambridgeshire")))
    assert (at == np.round(at)).all()
    assert (at.min(axis=0) > [480_000, 220_000]).all()
    assert (at.max(axis=0) < [580_000, 330_000]).all()


def test_the_shipped_outlines_of_cambridgeshire_are_small():
    sizes = [
        boundaries.path_beside(store.embedded_path("cambridgeshire"), level).stat().st_size
        for level in ("lha", "area")
    ]
    assert sum(sizes) < 600_000


def test_an_official_outline_takes_the_place_of_the_indicative_one():
    keep_official("lad", "E07000008", "City of Cambridge")
    outlines = boundaries.load("cambridgeshire")
    assert len(outlines) == 6
    official = [outline for outline in outlines if outline["official"]]
    assert [(one["code"], one["lha"], one["geometry"]) for one in official] == [
        ("E07000008", "E07000008", SQUARE)
    ]


def test_official_outlines_of_other_levels_are_read_as_they_were_imported():
    keep_official("ward", "E05013050", "Abbey")
    (ward,) = boundaries.load("cambridgeshire", "ward")
    assert (ward["code"], ward["name"], ward["official"]) == ("E05013050", "Abbey", True)


def test_a_level_that_nobody_imported_is_answered_with_what_to_do():
    with pytest.raises(PlacesError, match="no boundaries of level 'ward': import a file"):
        boundaries.load("cambridgeshire", "ward")


def test_a_profile_without_outlines_is_answered_with_what_to_do():
    with pytest.raises(PlacesError, match="no postcodes for the profile 'rutland'"):
        boundaries.load("rutland")
    store.write(store.built_path("rutland"), store.embedded_path("bedfordshire").read_bytes())
    for level in ("lha", "area"):
        with pytest.raises(PlacesError, match="no outlines for the profile 'rutland'"):
            boundaries.load("rutland", level)


def test_official_outlines_serve_a_profile_that_has_no_others():
    store.write(store.built_path("rutland"), store.embedded_path("bedfordshire").read_bytes())
    features = [
        {"type": "Feature", "properties": {"code": code, "name": code}, "geometry": SQUARE}
        for code in (*load("rutland").lhas, "E07000008")
    ]
    store.write(
        store.data_dir() / "boundaries" / "lad.geojson", json.dumps({"features": features}).encode()
    )
    outlines = boundaries.load("rutland")
    assert tuple(outline["code"] for outline in outlines) == load("rutland").lhas
    assert all(outline["official"] for outline in outlines)
    assert outlines[0]["name"] == "Luton"


def test_a_damaged_file_is_refused_in_one_message(data_folder):
    store.write(data_folder / "boundaries" / "lad.geojson", b'{"features": [{}]}')
    with pytest.raises(PlacesError, match=r"lad\.geojson cannot be read as boundaries"):
        boundaries.load("cambridgeshire")


def test_every_authority_of_the_shipped_profiles_has_a_name():
    names = boundaries.lha_names()
    assert len(names) == 318
    for profile in ("cambridgeshire", "bedfordshire", "london"):
        assert set(load(profile).lhas) <= set(names)
    assert names["E07000009"] == "East Cambridgeshire"
