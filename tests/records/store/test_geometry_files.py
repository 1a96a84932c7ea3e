"""A zone's geometry file goes into the record with its case: sealed, drawn, erased with it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from placement.errors import InputError, NoKey, PlacesError
from placement.load import load_setting
from placement.records import erasure
from placement.records.assessing import ground, ranking
from placement.records.exports import export
from placement.records.geometry import MOST_BYTES, MOST_CORNERS, kept
from placement.records.oracle.kept import release_for_housing

from .cases import plain

WHY = "for the meeting"

SECRET = "the home of V. Smith"
ZONE = """
[[conditions]]
kind = "exclusion_zone"
source = "licence"
from = 2026-01-01
share_with_housing = {shared}
geometry = "{name}"
"""


def square(west, south, side=3000, **more):
    """A square in EPSG:27700, as a drawing program saves it, with words that name somebody."""
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side]]
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return json.dumps(
        {
            "type": "FeatureCollection",
            "name": SECRET,
            "crs": {"type": "name", "properties": {"name": "EPSG:27700"}},
            "features": [{"type": "Feature", "properties": {"for": SECRET}, "geometry": shape}],
            **more,
        }
    ).encode()


OPEN, HIDDEN = square(545_000, 258_000), square(553_000, 279_000, 4000)  # Cambridge; Ely
FILES = {"open.geojson": OPEN, "hidden.geojson": HIDDEN}
TEXT = plain("DEMO-1") + ZONE.format(shared="true", name="open.geojson")
PROTECTED = 'reference = "DEMO-1"\n' + ZONE.format(shared="false", name="hidden.geojson")


@pytest.fixture(scope="module")
def setting():
    return load_setting(profile="cambridgeshire", as_of=date(2026, 11, 22))


@pytest.fixture
def opened(sqlite_record, people):
    desk = sqlite_record.desk(people.offender_manager)
    return desk, desk.open_case("DEMO-1", TEXT, protected=PROTECTED, files=FILES, reason=WHY).id


def closed_in(facts_ranking, lha):
    (option,) = [each for each in facts_ranking.options if each.lha == lha]
    return option


def test_what_was_drawn_from_files_is_drawn_from_the_record(opened, setting, tmp_path):
    from placement.assess import measure
    from placement.cases.reader import read_case_text

    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    from_files = read_case_text(TEXT, directory=tmp_path, protected_text=PROTECTED)
    desk, case = opened
    from_record = ground(desk, case, setting).case
    one, other = (measure(each, setting).together for each in (from_files, from_record))
    assert (one.clear == other.clear).all()
    assert (one.possible == other.possible).all()
    assert not one.possible.all()


def test_nothing_but_the_outline_is_kept_and_the_unshared_one_only_in_the_vault(opened, people):
    desk, case = opened
    (protected,) = desk.list("protected", case=case)
    everything = [json.dumps(dict(each.data)) for each in (desk.read(case), protected)]
    assert not any(SECRET in each for each in everything)
    assert "hidden.geojson" in everything[1]
    assert "open.geojson" in everything[0]
    assert "hidden" not in everything[0]


def test_an_export_holds_nothing_of_the_unshared_zone(opened, people):
    desk, _ = opened
    sent = export(desk, people.offender_manager, to_whom="the officer", reason="subject access")
    whole = b"".join(sent.files.values())
    assert b"open.geojson" in whole
    assert b"hidden" not in whole
    assert b"553000" not in whole


def test_neither_the_database_nor_its_backup_holds_a_corner(opened, sqlite_record, tmp_path):
    sqlite_record.close()
    for path in tmp_path.rglob("record.db*"):
        content = path.read_bytes()
        assert b"553000" not in content
        assert b"geojson" not in content


def test_a_newer_text_keeps_what_it_still_names_and_lets_go_of_what_it_does_not(opened):
    desk, case = opened
    desk.save("case", {"text": TEXT + "\n# a word more\n"}, id=case, based_on=1, reason=WHY)
    (kept_on,) = desk.read(case).data["geometry"]
    assert kept_on["name"] == "open.geojson"
    circle = TEXT.replace('geometry = "open.geojson"', 'areas = ["CB4 1"]')
    desk.save("case", {"text": circle}, id=case, based_on=2, reason=WHY)
    assert "geometry" not in desk.read(case).data


def test_erasing_the_case_erases_its_geometry(opened, sqlite_record, people, setting):
    _, case = opened
    coordinator = sqlite_record.desk(people.coordinator)
    erasure.erase_case(coordinator, case, reason="asked_by_the_person")
    with pytest.raises(NoKey):
        coordinator.read(case)


def test_a_zone_with_an_unshared_outline_lets_housing_have_no_answer(opened, setting):
    """It has no set of places that could be counted."""
    desk, case = opened
    assert release_for_housing(desk, case, setting) == frozenset(setting.places.lhas)


def test_the_ranking_of_a_decision_is_replayed_without_the_geometry(opened, setting):
    from placement.records.decisions.freeze import COORDINATOR, freeze, run
    from placement.view import ranking_as_data

    desk, case = opened
    there = ground(desk, case, setting)
    frozen = freeze(there.case, there.setting, [COORDINATOR])
    assert "geojson" not in json.dumps(frozen.body)
    assert "553000" not in json.dumps(frozen.body)
    again = ranking_as_data(run(frozen.body, housing=False), COORDINATOR)
    assert again == frozen.shown_to(COORDINATOR)
    now = ranking_as_data(ranking(desk, case, setting), COORDINATOR)
    assert [each["homes_left"] for each in again["options"]] == [
        each["homes_left"] for each in now["options"]
    ]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "a zone names it, and it is not here"),
        ({"open.geojson": b"x" * (MOST_BYTES + 1)}, "larger than 5 MB"),
        ({"open.geojson": b"no polygon"}, "open.geojson: it is not readable as JSON"),
        ({"open.geojson": b"\xff\xfe\x00"}, "open.geojson: it is not readable as JSON"),
        ({"open.geojson": square(545_000, 258_000, -3)[:-9]}, "not readable as JSON"),
        ({"open.geojson": square(5_450_000, 258_000)}, "outside Great Britain's grid"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(files, said, sqlite_record, people):
    desk = sqlite_record.desk(people.offender_manager)
    with pytest.raises(InputError, match=r"open\.geojson") as refused:
        desk.open_case("DEMO-1", TEXT, files=files, reason=WHY)
    assert said in str(refused.value)
    assert desk.cases() == []


@pytest.mark.parametrize("content", [None, b"no polygon", b"x" * (MOST_BYTES + 1)])
def test_of_a_protected_file_a_refusal_names_neither_the_file_nor_a_place(
    content, sqlite_record, people
):
    desk = sqlite_record.desk(people.offender_manager)
    files = {"open.geojson": OPEN, **({"hidden.geojson": content} if content else {})}
    with pytest.raises(InputError) as refused:
        desk.open_case("DEMO-1", TEXT, protected=PROTECTED, files=files, reason=WHY)
    assert "geometry file 1" in str(refused.value)
    assert "hidden" not in str(refused.value)


def test_the_greatest_outline_is_kept_and_one_corner_more_is_not():
    import numpy as np

    def ring(corners):
        turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
        at = np.column_stack([550_000 + 5000 * np.cos(turn), 260_000 + 5000 * np.sin(turn)])
        shape = {"type": "Polygon", "coordinates": [[*at.tolist(), at[0].tolist()]]}
        crs = {"type": "name", "properties": {"name": "EPSG:27700"}}
        return json.dumps({**shape, "crs": crs}).encode()

    text = ZONE.format(shared="true", name="ring.geojson")
    assert kept(text, {"ring.geojson": ring(MOST_CORNERS - 1)}, hidden=False)
    with pytest.raises(InputError, match="corners"):
        kept(text, {"ring.geojson": ring(MOST_CORNERS)}, hidden=False)


def test_a_geopackage_is_read_from_memory(sqlite_record, people, tmp_path):
    import geopandas
    import shapely

    from placement.records.casework import built

    path = tmp_path / "zone.gpkg"
    box = shapely.box(545_000, 258_000, 548_000, 261_000)
    geopandas.GeoDataFrame({"for": [SECRET]}, geometry=[box], crs="EPSG:27700").to_file(path)
    text = TEXT.replace("open.geojson", "zone.gpkg")
    desk = sqlite_record.desk(people.offender_manager)
    case = desk.open_case("DEMO-1", text, files={"zone.gpkg": path.read_bytes()}, reason=WHY)
    data = desk.read(case.id).data
    same = kept(TEXT, {"open.geojson": OPEN}, hidden=False)
    assert shape_in(built(data, []).carried["zone.gpkg"]) == shape_in(same[0]["text"])
    assert SECRET not in json.dumps(dict(data))


def shape_in(text):
    import shapely

    return shapely.from_geojson(text).normalize()


def test_one_name_is_not_two_outlines(opened):
    desk, case = opened
    (held,) = desk.list("protected", case=case)
    text = PROTECTED.replace("hidden", "open")
    with pytest.raises(InputError, match="new name"):
        desk.save(
            "protected",
            {"text": text},
            id=held.id,
            based_on=held.version,
            reason=WHY,
            files={"open.geojson": HIDDEN},
        )


def test_a_path_on_the_server_is_never_read(sqlite_record, people, tmp_path):
    """A text of the record that names a file elsewhere gets no answer from it."""
    (tmp_path / "there.geojson").write_bytes(OPEN)
    text = TEXT.replace("open.geojson", str(tmp_path / "there.geojson"))
    desk = sqlite_record.desk(people.offender_manager)
    with pytest.raises(InputError, match="it is not here"):
        desk.open_case("DEMO-1", text, reason=WHY)


def test_a_case_of_before_that_names_a_file_never_kept_says_so(setting):
    from placement.assess import measure
    from placement.records.casework import built

    with pytest.raises(PlacesError, match="does not hold"):
        _ = measure(built({"text": TEXT}, []), setting).left
