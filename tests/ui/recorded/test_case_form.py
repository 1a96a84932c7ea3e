"""The Case page: kept as it is typed, saved with a reason, the protected part apart."""

import json
from pathlib import Path

import pytest

from placement.ui import case_form, state
from scenarios.demonstration import person
from tests.ui.app import press, text, turn_to, well

AREAS = Path(__file__).parents[2] / "cli" / "areas"
COHORT = ("chosen", "risk_of_reoffending")
KEY = "case-{case}-1-0-mappa.level"


def shown(app):
    return " ".join(text(app).split())


@pytest.fixture
def manager(recorded):
    return recorded.at("case", "offender_manager")


def typed(recorded, app, value):
    key = KEY.format(case=recorded.case())
    return well(app.number_input(key).set_value(value).run())


def test_every_section_is_drawn_for_those_who_may_hold_it(manager):
    for title in list(manager.radio("case-section").options):
        label = title.split(" (")[0]
        option = next(o for o in manager.radio("case-section").options if o.startswith(label))
        chosen = manager.radio("case-section").options.index(option)
        manager.radio("case-section").set_value(
            __import__("placement.ui.form.fields", fromlist=["SECTIONS"]).SECTIONS[chosen].title
        ).run()
        assert label in shown(well(manager))


def test_what_is_typed_is_kept_before_it_is_saved_and_found_again(recorded, manager):
    typed(recorded, manager, 2)
    assert "kept as your draft" in shown(manager)
    again = recorded.at("case", "offender_manager")
    assert again.number_input(KEY.format(case=recorded.case())).value == 2


def test_a_change_is_saved_with_a_reason_as_a_new_version(recorded, manager):
    typed(recorded, manager, 2)
    press(manager, "Save")
    assert "Say in a few words why" in manager.error[0].value
    manager.text_input("why-saved").set_value("level changed on 20 November")
    well(press(manager, "Save"))
    assert "DEMO-014, version 2" in shown(manager)
    case = recorded.record.desk(person("offender_manager")).case(recorded.case(), reason="test")
    assert case.level == 2


def test_going_back_puts_what_was_saved_in_its_place(recorded, manager):
    typed(recorded, manager, 2)
    well(press(manager, "Go back to what was saved"))
    assert "Nothing is changed since it was saved" in shown(manager)


def test_whoever_saves_second_is_told_and_loses_nothing(recorded, manager):
    typed(recorded, manager, 2)
    desk = recorded.record.desk(person("coordinator"))
    before = desk.read(recorded.case(), reason="test")
    text_now = before.data["text"].replace(
        'risk_of_serious_harm = "high"', 'risk_of_serious_harm = "very_high"'
    )
    desk.save("case", {"text": text_now}, id=recorded.case(), based_on=1, reason="test")
    manager.text_input("why-saved").set_value("level changed")
    press(manager, "Save")
    assert not manager.exception
    assert "somebody saved version 2" in manager.error[0].value
    drafts = recorded.record.desk(person("offender_manager")).list("draft", case=recorded.case())
    assert any("level = 2" in str(each.data["typed"]) for each in drafts)
    assert "very_high" in desk.read(recorded.case(), reason="test").data["text"]
    assert "very high" in shown(manager)  # what differs is shown
    well(press(manager, "Put what I changed on top of theirs"))
    manager.text_input("why-saved").set_value("level changed").run()
    well(press(manager, "Save"))
    after = desk.read(recorded.case(), reason="test").data["text"]
    assert "very_high" in after
    assert "level = 2" in after


def test_the_protected_part_is_not_drawn_for_the_panel_or_a_spoc(recorded):
    for role, lha in (("panel", None), ("spoc", "E07000009")):
        said = shown(recorded.open(role, lha))
        assert "The case" not in said.split("Cases")[0]
        assert "PE13 2AA" not in said


def test_a_draft_holds_nothing_of_the_protected_part(recorded, manager):
    manager.radio("case-section").set_value("Victims and conditions not shared with housing").run()
    assert "PE13 2AA" in shown(well(manager))
    turn_to(manager, "case")
    manager.radio("case-section").set_value("The person and their status").run()
    typed(recorded, manager, 2)
    desk = recorded.record.desk(person("offender_manager"))
    for each in desk.list("draft", case=recorded.case()):
        assert "PE13 2AA" not in str(each.data)


def test_a_circle_round_a_victim_is_warned_of_before_housing_sees_it(recorded, manager):
    manager.radio("case-section").set_value("Management").run()
    here = f"list-{recorded.case()}-1-0-conditions-open"
    manager.selectbox(f"{here}-new-1-kind").set_value("exclusion_zone")
    manager.selectbox(f"{here}-new-1-source").set_value("licence")
    manager.text_input(f"{here}-new-1-around.postcode").set_value("PE13 2AA")
    manager.number_input(f"{here}-new-1-around.metres").set_value(2000)
    manager.button(f"{here}-add").click().run()
    said = " ".join(each.value for each in manager.warning)
    assert "circle round a victim" in said
    assert "Whole sectors could be named instead" in shown(manager)


def test_a_fault_of_ours_loses_nothing_that_was_typed(recorded, manager, monkeypatch):
    app = recorded.at("case", "offender_manager")
    level = next(each for each in app.number_input if each.label == "Level")
    level.set_value(2).run()
    with monkeypatch.context() as broken:
        broken.setattr(state, "ranking", lambda: 1 / 0)
        app.run()
        assert "report the reference" in app.error[0].value
    well(app.run())
    assert next(each for each in app.number_input if each.label == "Level").value == 2


def test_a_zone_given_as_a_file_is_kept_as_its_outline_with_the_case(recorded, manager):
    app = recorded.at("case", "offender_manager")
    app.radio(case_form.SECTION).set_value("Management").run()
    box = {each.label: each for each in app.selectbox}
    box["Kind"].set_value("exclusion_zone")
    box["From"].set_value("licence").run()
    square = [[0.1, 52.5], [0.12, 52.5], [0.12, 52.51], [0.1, 52.51], [0.1, 52.5]]
    zone = json.dumps({"type": "Polygon", "coordinates": [square]})
    app.file_uploader[0].upload("march.geojson", zone.encode(), "application/json").run()
    app = well(press(app, "Add this condition"))
    app.text_input(case_form.WHY).set_value("the licence").run()
    app = well(press(app, "Save"))
    (kept,) = (
        recorded.record.desk(person("coordinator"))
        .read(recorded.case(), reason="a test")
        .data["geometry"]
    )
    assert kept["name"] == "march.geojson"
    assert "52.5" not in kept["text"]  # in metres, and nothing but the outline


@pytest.fixture
def elsewhere(recorded, monkeypatch):
    """A case of another cohort, in the record of a profile that serves it."""
    monkeypatch.setenv("PLACEMENT_PROFILE", "bedfordshire-iom")
    text = (AREAS / "bedfordshire.toml").read_text(encoding="utf-8")
    manager = person("offender_manager", profile="bedfordshire-iom")
    recorded.record.desk(manager).open_case("BED-1", text, reason="test")
    return recorded.at("case", "offender_manager", case="BED-1")


def test_another_cohorts_own_facts_are_asked_saved_and_read_back(recorded, elsewhere):
    app, case = elsewhere, recorded.case("BED-1")
    assert "The cohort (IOM 1)" in app.radio("case-section").options
    assert "not MAPPA: the partnership says whom it has chosen" in shown(app)
    assert "2 not known" in shown(app)
    key = f"case-{case}-1-0-cohort."
    assert [app.selectbox(f"{key}{each}").value for each in COHORT] == [None, None]
    app.selectbox(f"{key}chosen").set_value("yes").run()
    app.selectbox(f"{key}risk_of_reoffending").set_value("very_high").run()
    app.text_input("why-saved").set_value("chosen by the partnership")
    well(press(app, "Save"))
    desk = recorded.record.desk(person("offender_manager", profile="bedfordshire-iom"))
    saved = desk.case(case, reason="test")
    assert (saved.in_cohort, saved.risk_of_reoffending) == ("yes", "very_high")
    again = recorded.at("case", "offender_manager", case="BED-1")
    key = f"case-{case}-2-0-cohort."
    assert [again.selectbox(f"{key}{each}").value for each in COHORT] == ["yes", "very_high"]
    protocol = shown(recorded.at("protocol", "offender_manager", case="BED-1"))
    assert "Statements of the cohort's own source and of the protocol" in protocol
    assert "Source: Central Bedfordshire community safety strategy, 2016" in protocol
    again.selectbox(f"{key}chosen").set_value("no").run()
    desk.save("case", {"text": desk.read(case, reason="test").data["text"].replace(
        'risk_of_serious_harm = "high"', 'risk_of_serious_harm = "very_high"'
    )}, id=case, based_on=2, reason="test")  # fmt: skip
    again.text_input("why-saved").set_value("no longer chosen")
    press(again, "Save")
    well(press(again, "Put what I changed on top of theirs"))  # its facts are among those put on
    again.text_input("why-saved").set_value("no longer chosen").run()
    well(press(again, "Save"))
    assert desk.case(case, reason="test").in_cohort == "no"


def test_mappas_form_asks_nothing_of_another_cohort(manager):
    assert not any("cohort" in option for option in manager.radio("case-section").options)
    assert "Statements of the protocol (" in shown(turn_to(manager, "protocol"))
