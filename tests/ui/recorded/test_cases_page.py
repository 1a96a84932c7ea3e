"""The Cases page: what is due, who sees which cases, a new one."""

from datetime import date

from tests.ui.app import press, text, turn_to, well


def shown(app):
    return " ".join(text(app).split())


def test_the_coordinator_sees_every_case_and_what_is_due(recorded, monkeypatch):
    monkeypatch.setattr("placement.ui.state.today", lambda: date(2026, 11, 29))  # before release
    said = shown(recorded.open(case=None))
    for reference in ("DEMO-014", "QTR-01", "QTR-06"):
        assert reference in said
    assert "No meeting is recorded" in said
    assert "yearly review by the Board was due" in said


def test_a_spoc_sees_the_cases_referred_to_them_and_no_other(recorded):
    said = shown(recorded.open("spoc", "E07000009", case=None))
    assert "DEMO-014" in said
    assert "QTR-01" not in said
    assert "No meeting is recorded" not in said  # a SPOC reads no meetings, so cannot say so


def test_a_spoc_to_whom_nothing_was_referred_is_told_so(recorded):
    said = shown(recorded.open("spoc", "E07000012", case=None))
    assert "No case is open to you" in said
    assert "DEMO-014" not in said


def test_a_search_finds_by_part_of_a_reference_and_says_where_nothing_has_it(recorded):
    app = recorded.open(case=None)
    app.text_input("search").set_value("qtr-03").run()
    assert "1 of 7 cases" in shown(well(app))
    app.text_input("search").set_value("zzz").run()
    assert "No case that you may see has ZZZ" in shown(well(app))


def test_an_offender_manager_begins_a_case_that_is_then_in_hand(recorded):
    app = recorded.open("offender_manager", case=None)
    app.text_input("new-reference").set_value("MP-0123")
    press(app, "Begin a new case")
    well(app)
    found = recorded.record.desk(
        __import__("scenarios.demonstration", fromlist=["person"]).person("offender_manager")
    ).find_case("MP-0123")
    assert found is not None
    assert "MP-0123" in shown(turn_to(app, "case"))


def test_a_reference_that_is_a_name_is_refused_with_what_is_allowed(recorded):
    app = recorded.open("offender_manager", case=None)
    app.text_input("new-reference").set_value("Smith")
    press(app, "Begin a new case")
    assert not app.exception
    assert "reference" in app.error[0].value


def test_nobody_but_those_who_open_cases_is_offered_to(recorded):
    for role, lha in (("spoc", "E07000009"), ("panel", None), ("victim_liaison", None)):
        app = recorded.open(role, lha, case=None)
        assert "Begin a new case" not in [button.label for button in app.button], role
