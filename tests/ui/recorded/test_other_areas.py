"""The app of another area: its demonstration, its words on every page, people's own words kept."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import pytest
import streamlit as st

from placement.cases.reader import read_case_tables
from placement.errors import PlacesError
from placement.load import load_setting
from placement.profile import load_profile
from placement.records import open_record
from placement.ui import pages, serve
from scenarios.demonstration import HOMES, OWN, PLACEMENTS, QUARTER, WORKED, make, person, story_of
from tests.ui.app import opened, press, read_out, turn_to, well
from tests.ui.recorded.app import Recorded

# Of the protocol's own area: its words for bodies and registers, places, codes of authorities.
OTHERS_WORDS = re.compile(
    r"\b(?:offender.managers?|spocs?|mappp|mappa manager|(?:mappa )?coordinator|home-link"
    r"|housing advice and options|peterborough|cambridge\w*|huntingdon\w*|fenland|band b"
    r"|(?:PE|CB)\d\d?|E07\d{6}|E06000031)\b",
    re.IGNORECASE,
)
CONTACTS = "SPOCs and absences"
AREAS = {
    "bedfordshire": ("probation practitioner", "housing representative", "MAPPA Co-ordinator"),
    "london": ("probation practitioner", "MAPPA housing contact", "MAPPA co-ordinator"),
}
OF_AN_OWN = """
base = "bedfordshire"
name = "our-area"
title = "Our area"
checked = 2026-11-29

[bodies]
smb = "Safety Board"
coordinator = "MAPPA lead"
panel = "risk meeting"
housing_contact = "the council's housing link worker"
housing_service = "the council's housing desk"
offender_manager = "community officer"
"""


class Area(Recorded):
    """The app with the demonstration of an area; ``at`` opens a page in somebody's role."""

    def __init__(self, record, profile):
        super().__init__(record)
        self.profile = profile
        self.asked = story_of(profile, record.clock().date()).asked

    def case(self, reference="DEMO-014"):
        return self.desk("coordinator").find_case(reference).id

    def desk(self, role, lha=None):
        return self.record.desk(person(role, lha, self.profile))


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """Start the app with the demonstration of a profile, made once for all tests here."""
    made, opened = {}, []
    patch = pytest.MonkeyPatch()

    def start(profile):
        if profile not in made:
            made[profile] = tmp_path_factory.mktemp(profile)
            make(made[profile], profile=profile).close()
        folder = made[profile]
        for name in (serve.CASE_VARIABLE, serve.PLACEMENTS_VARIABLE, serve.SIGN_IN_VARIABLE):
            patch.delenv(name, raising=False)
        patch.setenv(serve.RECORD_VARIABLE, f"sqlite:///{folder / 'record.db'}")
        patch.setenv(serve.KEYS_VARIABLE, str(folder / "keys"))
        patch.setenv(serve.DEMO_VARIABLE, "yes")
        patch.setenv(serve.PROFILE_VARIABLE, profile)
        _close(opened)
        opened.append(open_record(f"sqlite:///{folder / 'record.db'}", folder / "keys"))
        return Area(opened[0], profile)

    yield start
    _close(opened)
    patch.undo()


def _close(opened):
    from placement.ui import session

    while opened:
        session.record().close()
        opened.pop().close()
    st.cache_resource.clear()


def in_its_own_words(said, where):
    """Check that nothing of the protocol's own area stands on a page, but whose protocol it is."""
    said = said.replace("Cambridgeshire and Peterborough", "")
    found = {said[max(0, m.start() - 40) : m.end() + 20] for m in OTHERS_WORDS.finditer(said)}
    assert found == set(), where
    return said


PARTS = ("case-section", "enquiry-section", "meeting-part", "settings-section", "what-if-kind")


def parts_of(app):
    """Turn to every part of a page, one after the other."""
    for key in {radio.key for radio in app.radio} & set(PARTS):
        for option in app.radio(key=key).options:
            yield option, well(app.radio(key=key).set_value(option).run())


@pytest.mark.parametrize(
    ("profile", "roles", "every_part"),
    [("bedfordshire", ("coordinator",), True), ("london", ("panel", "smb"), False)],
)
def test_every_page_speaks_the_words_of_its_area(started, profile, roles, every_part):
    area, every = started(profile), ""
    for role in roles:
        case = None if role in ("smb", "auditor") else "DEMO-014"
        app = area.open(role, area.asked[0] if role == "spoc" else None, case=case)
        for name in (*pages.FOR_ROLE[role], *pages.EVERYBODY):
            app = turn_to(app, name)
            if name == "protocol":  # about a text of that area, in our words
                assert "none of this area has been read" in read_out(app)
                continue
            every += in_its_own_words(read_out(app), (role, name))
            for part, shown in parts_of(app) if every_part else ():
                every += in_its_own_words(read_out(shown), (role, name, part))
    for word in AREAS[profile]:
        assert word in every


def test_what_people_wrote_stays_as_they_wrote_it(started):
    area = started("bedfordshire")
    wrote = "The SPOC and the MAPPA Manager spoke with an offender manager."
    lha = area.asked[0]
    entry = {
        "lha": lha,
        "on": area.record.clock().date().isoformat(),
        "availability": "possible",
        "exclusion": "none",
        "accommodation": wrote,
    }
    spoc = area.desk("spoc", lha)
    saved = spoc.save("contribution", entry, case=area.case(), reason="said")
    said = read_out(area.at("meeting"))
    assert f"{wrote}" in said
    assert "What the housing representatives brought" in said
    spoc.withdraw(saved.id, based_on=saved.version, reason="said in a test")
    office = {"lha": lha, "post": "spoc", "staff": "desk-1", "name": "SPOC desk"}
    office |= {"telephone": "01234 567890", "from": entry["on"]}
    desk = area.desk("coordinator")
    named = desk.save("office", office, reason="named")
    app = area.at("settings")
    app = well(app.radio(key="settings-section").set_value(CONTACTS).run())
    assert "Ask SPOC desk, housing representative of" in read_out(app)
    desk.withdraw(named.id, based_on=named.version, reason="said in a test")


def test_a_profile_of_ones_own_has_a_demonstration_in_its_words(started, tmp_path, monkeypatch):
    (tmp_path / "our-area.toml").write_text(OF_AN_OWN, encoding="utf-8")
    monkeypatch.setenv("PLACEMENT_PROFILES", str(tmp_path))
    area = started("our-area")
    app = area.open("spoc", area.asked[0])
    said = in_its_own_words(read_out(app), "cases")
    assert "Council's housing link worker of" in said
    assert "council-s-housing-link-worker-e06000032" in said
    said = in_its_own_words(read_out(turn_to(app, "meeting")), "meeting")
    assert "The council's housing link worker says" in said
    said = in_its_own_words(read_out(area.open("coordinator")), "options")
    assert "MAPPA lead: " in said
    assert "Member of the risk meeting" in said


def test_an_area_without_outlines_has_every_page_but_the_map(started, monkeypatch):
    def none(*_):
        raise PlacesError("there are no outlines")

    monkeypatch.setattr("geodata.boundaries.load", none)
    said = read_out(started("bedfordshire").at("options"))
    assert "No map: this area has no outlines." in said
    assert "Boundaries: none." in said
    st.cache_resource.clear()


def test_with_files_alone_the_app_opens_with_the_area_and_its_own_worked_case(monkeypatch):
    for name in (serve.RECORD_VARIABLE, serve.DEMO_VARIABLE, serve.CASE_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(serve.PROFILE_VARIABLE, "bedfordshire")
    app = opened()
    in_its_own_words(read_out(app), "the area may be chosen")
    said = read_out(well(press(app, "Open the worked case")))
    assert "Ask Luton" in said
    assert "Probation practitioner" in said


def test_many_lhas_are_picked_from_a_list_and_only_some_asked_about(started):
    area = started("london")
    app = area.at("meeting", **{"meeting-part": "Decision"})
    (which,) = [box for box in app.selectbox if box.label == "Which LHA (6)"]
    assert len(which.options) == 33
    asked = [box.label for box in app.selectbox if box.label.startswith("Why not ")]
    assert len(asked) == 1
    (others,) = [one for one in app.get("button_group") if one.proto.label.startswith("Others of")]
    app.session_state[others.key] = ["E09000030"]
    asked = [box.label for box in well(app.run()).selectbox if box.label.startswith("Why not ")]
    assert "Why not Tower Hamlets" in asked


# --- the demonstration's people -------------------------------------------------------------------

DAY = date(2026, 11, 27)


@pytest.mark.parametrize("profile", ["bedfordshire", "bedfordshire-iom", "london"])
def test_the_demonstrations_people_live_on_the_areas_own_postcodes(profile):
    story, area = story_of(profile, DAY), load_profile(profile)
    places = load_setting(profile=profile, as_of=DAY).places
    for each in story.texts:
        read_case_tables(tomllib.loads(each))
        assert not re.search(r"E07\d{6}|E06000031", each)
        postcodes = set(re.findall(r'"([A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})"', each))
        assert all(places.find(one).in_profile for one in postcodes)
    assert all(home.postcode and places.find(home.postcode).lha == home.lha for home in story.homes)
    assert {one.lha for one in story.placements} <= set(area.codes)
    held = {(sector, lha) for sector, lha in places.areas}
    assert all((one.area, one.lha) in held for one in story.placements if one.area)


def test_what_was_in_one_place_is_in_one_place_in_another_area_too():
    def same(profile):
        texts = " ".join(story_of(profile, DAY).texts)
        found = re.findall(r'postcode = "([^"]+)"', texts)
        return [found.index(each) for each in found]

    own = same(OWN)
    assert len(set(own)) > 8
    assert same("london") == own


def test_the_protocols_own_area_keeps_its_demonstration():
    story = story_of(OWN, DAY)
    assert story.texts == tuple(p.read_text(encoding="utf-8") for p in (WORKED, *QUARTER))
    assert (len(story.placements), len(story.homes)) == (13, 7)
    assert PLACEMENTS.is_file()
    assert HOMES.is_file()
