import io
from datetime import timedelta

import pytest
from docx import Document

from placement.documents.page import SYNTHETIC
from placement.records.decisions.recording import look
from placement.ui import decision_form, kept, meeting, meeting_live, meeting_view
from tests.ui.app import press, text, well

EAST, FENLAND, HUNTS = "E07000009", "E07000010", "E07000011"
PROTECTED = ("PE13", "4000 m", "4,000", "Victims' areas", "No victim has asked", "lives near")
STAFF = ("coordinator", "offender_manager", "victim_liaison")


@pytest.fixture
def released(recorded, desk):
    """The app, once something has been released to housing: the coordinator opened the meeting."""
    recorded.at("meeting")
    return recorded


def part(app, name):
    return well(app.radio(key=meeting.PART).set_value(name).run())


def keyed(widgets, ending):
    return next(each for each in widgets if str(each.key).endswith(ending))


def choose(app, ending, value):
    return well(keyed([*app.radio, *app.selectbox], ending).set_value(value).run())


def pick(app, ending, *values):
    return well(keyed(app.get("button_group"), ending).set_value(list(values)).run())


def write(app, ending, words):
    return well(keyed([*app.text_input, *app.text_area], ending).set_value(words).run())


def today(record):
    return record.clock().date()


# --- the shared screen ------------------------------------------------------------------------


@pytest.mark.parametrize("role", STAFF)
def test_the_room_sees_the_housing_view_whoever_presents(released, role):
    app = released.at("meeting", role)
    assert "Ask East Cambridgeshire" in app.info[0].value
    said = text(app)
    assert "Fenland" in said
    assert [word for word in PROTECTED if word in said] == []
    app = well(app.selectbox(key=meeting_view.REASONS).set_value(FENLAND).run())
    said = text(app)
    assert "Fenland: every reason, by clause" in said
    assert [word for word in PROTECTED if word in said] == []


def test_the_reference_is_hidden_on_demand(released):
    app = released.at("meeting")
    assert app.title[0].value == "The meeting: DEMO-014"
    app = well(app.toggle(key=meeting_view.HIDE).set_value(True).run())
    assert app.title[0].value == "The meeting"
    app = part(app, "Vacancy")
    assert app.title[0].value == "The meeting"


def test_a_panel_member_who_comes_first_sees_what_the_record_then_releases(recorded):
    said = text(recorded.at("meeting", "panel"))
    assert "East Cambridgeshire" in said
    assert "PE13" not in said


def test_what_one_person_saves_another_sees_on_the_next_tick(released, desk):
    app = released.at("meeting", "panel")
    assert "No SPOC has contributed yet" in text(app)
    contribution = {
        "lha": EAST,
        "on": today(released.record).isoformat(),
        "availability": "suitable_found",
        "exclusion": "none",
        "accommodation": "A flat in Ely.",
    }
    case = released.case()
    desk("spoc", EAST).save("contribution", contribution, case=case, reason="said")
    assert "A flat in Ely." in text(well(app.run()))


def test_looking_again_while_nothing_is_saved_puts_nothing_in_the_log(released, desk):
    from placement.records.logbook import entries

    app = released.at("meeting")
    app.session_state[meeting_live.PAUSED_KEPT] = True
    before = len(entries(desk("coordinator"), newest=5000))
    well(app.run())
    rows = entries(desk("coordinator"), newest=5000)
    assert [
        e.what.get("kind") for e in rows[: len(rows) - before] if e.what["kind"] != "audit"
    ] == []


# --- contributions ----------------------------------------------------------------------------


def test_a_spoc_contributes_for_their_own_lha_and_an_exclusion_makes_it_one_to_ask(released, desk):
    app = part(released.at("meeting", "spoc", EAST), "Contribution")
    assert "What East Cambridgeshire brings" in text(app)
    app = choose(app, "-availability", "possible")
    app = choose(app, "-exclusion", "excluded")
    assert "one to ask first" in app.warning[0].value
    app = write(app, "-informal", "A brother nearby.")
    said = text(app)
    assert "Whose informal knowledge it is is missing" in said
    assert "Exclusions from the register (6.7.7) is missing" in said
    app = write(app, "-informal_from", "a housing officer")
    app = write(app, "-exclusions", "Arrears, under appeal.")
    app = well(press(app, "Save this contribution"))
    assert "is saved" in app.success[0].value
    (saved,) = desk("coordinator").list("contribution")
    assert saved.data["lha"] == EAST
    assert saved.data["ask"]
    assert desk("spoc", EAST).list("draft") == []
    said = text(part(app, "Screen"))
    assert "Informal knowledge, never scored. From a housing officer" in said
    assert "Somebody must be asked first about East Cambridgeshire" in said


def test_what_a_spoc_typed_and_did_not_save_is_there_again(released):
    app = part(released.at("meeting", "spoc", EAST), "Contribution")
    write(app, "-places", "Ground floors in Littleport.")
    again = part(released.at("meeting", "spoc", EAST), "Contribution")
    assert keyed(again.text_area, "-places").value == "Ground floors in Littleport."


def test_where_somebody_saved_first_both_are_shown_and_one_can_go_on(released, desk):
    case, day = released.case(), today(released.record).isoformat()
    first = {"lha": EAST, "on": day, "availability": "possible", "exclusion": "none"}
    spoc = desk("spoc", EAST)
    saved = spoc.save("contribution", first, case=case, reason="said")
    app = part(released.at("meeting", "spoc", EAST), "Contribution")
    app = write(app, "-places", "Mine.")
    theirs = {**first, "places": "Theirs."}
    spoc.save("contribution", theirs, id=saved.id, based_on=1, reason="said")
    app = press(app, "Save this contribution")
    assert "somebody saved version 2" in app.error[0].value
    said = text(app)
    assert "Theirs." in said
    assert "Mine." in said
    app = well(press(app, "Keep what I typed and go on from the newest version"))
    app = well(press(app, "Save this contribution"))
    assert spoc.read(saved.id).data["places"] == "Mine."


# --- the decision -----------------------------------------------------------------------------


def deciding(released, role="coordinator"):
    return part(released.at("meeting", role), "Decision")


def complete(app, released, lha=EAST):
    app = choose(app, "-lha", lha)
    app = choose(app, "-let", "direct_let")
    app = pick(app, "-reasons", "connection_or_network")
    app = choose(app, "-diversity-discussed", "no")
    app = pick(app, "-rests-on", "electronic monitoring")
    later = today(released.record) + timedelta(days=90)
    app = well(keyed(app.date_input, "-next-review").set_value(later).run())
    toggle = keyed(app.toggle, f"{decision_form.FINDINGS}-{lha}")
    return well(toggle.set_value(True).run())


def test_what_is_missing_is_said_while_it_is_typed(released):
    app = deciding(released)
    said = text(app)
    assert "Say which LHA was chosen." in said
    assert "Give a reason." in said
    app = choose(app, "-lha", EAST)
    said = text(app)
    assert "Say which LHA was chosen." not in said
    assert "Nothing shows that you have looked at the findings of East Cambridgeshire" in said


def test_a_whole_decision_is_recorded_and_what_follows_it_is_there(released, desk):
    app = complete(deciding(released), released)
    assert "Nothing is missing: it can be recorded." in text(app)
    app = well(press(app, "Record the decision"))
    assert "The decision is recorded." in app.success[0].value
    (decision,) = desk("coordinator").list("decision")
    assert decision.data["standing"] == "final"
    assert decision.data["lha"] == EAST
    assert desk("coordinator").list("draft") == []
    assert "Ask East Cambridgeshire direct let recorded" in " ".join(
        text(part(app, "Screen")).split()
    )
    said = text(part(app, "Tasks"))
    assert "Hold the Housing Options interview" in said
    assert "Approach landlords for a direct let" in said


def test_a_decision_that_lacks_something_is_kept_as_a_draft_and_goes_on(released, desk):
    app = choose(deciding(released), "-lha", EAST)
    app = well(press(app, "Keep it as a draft"))
    assert "Kept as a draft, nothing is lost" in app.success[0].value
    (draft,) = desk("coordinator").list("decision")
    assert draft.data["standing"] == "draft"
    app = complete(deciding(released), released)
    app = well(press(app, "Record the decision"))
    (decision,) = desk("coordinator").list("decision")
    assert (decision.id, decision.data["standing"]) == (draft.id, "final")


def test_a_reason_for_departing_is_asked_for_only_where_it_departs(released):
    app = complete(deciding(released), released)
    assert not [each for each in app.selectbox if str(each.key).endswith("-departure-code")]
    app = choose(app, "-lha", HUNTS)
    assert "the recommendation is clear: East Cambridgeshire" in app.warning[0].value
    assert "Say why not East Cambridgeshire." in text(app)


def test_spread_alone_is_said_never_to_be_enough(released):
    app = choose(deciding(released), "-lha", EAST)
    app = pick(app, "-reasons", "number_and_location_of_others")
    assert "never the only reason" in app.warning[0].value


@pytest.mark.parametrize(
    ("role", "lha"), [("panel", None), ("spoc", EAST), ("victim_liaison", None)]
)
def test_who_may_not_decide_has_no_form_for_it(released, role, lha):
    app = released.at("meeting", role, lha)
    assert "Decision" not in app.radio(key=meeting.PART).options


def decided(released, desk):
    """Record a decision for East Cambridgeshire at the offender manager's desk."""
    from placement.load import load_setting
    from placement.records import assessing
    from placement.records.decisions.recording import decide

    who, case, day = desk("offender_manager"), released.case(), today(released.record)
    setting = assessing.ground(who, case, load_setting(profile="cambridgeshire", as_of=day)).setting
    look(who, case, [EAST], reason="shown")
    typed = {
        "on": day.isoformat(),
        "outcome": "lha",
        "lha": EAST,
        "let": "direct_let",
        "reasons": [{"code": "connection_or_network", "text": "a sister who lives near a victim"}],
        "diversity_discussed": "no",
        "attendance": [{"agency": "police", "attended": True}],
        "rests_on": [],
        "next_review": (day + timedelta(days=60)).isoformat(),
    }
    found = decide(who, case, typed, setting=setting, reason="decided")
    assert found.standing == "final", found.missing
    return found.id


def test_a_panel_member_dissents_and_the_room_sees_who_and_not_what(released, desk):
    decided(released, desk)
    app = part(released.at("meeting", "panel"), "Dissent")
    app = write(app, "-why", "The sister lives near a victim.")
    app = well(press(app, "Record the dissent"))
    assert "The dissent of Police is recorded." in app.success[0].value
    said = text(part(app, "Screen"))
    assert "Police" in said
    assert "lives near" not in said


def test_a_spoc_is_shown_no_words_of_a_decision(released, desk):
    decided(released, desk)
    app = released.at("meeting", "spoc", EAST)
    for name in app.radio(key=meeting.PART).options:
        assert "lives near" not in text(part(app, name))


# --- what follows -----------------------------------------------------------------------------


def test_the_offender_manager_refers_to_the_spoc_whose_tasks_then_begin(released, desk):
    id_ = decided(released, desk)
    assert "None has reached you yet" in text(part(released.at("meeting", "spoc", EAST), "Tasks"))
    app = part(released.at("meeting", "offender_manager"), "Annex and referral")
    assert "SPOC of East Cambridgeshire" in app.info[0].value
    for item in ("conditions", "risk_assessment", "housing_history", "property_interest"):
        app = choose(app, f"-{item}", "given")
    app = choose(app, "-channel", "secure_email")
    app = well(press(app, "Record the referral"))
    made = [each for each in desk("coordinator").list("referral") if each.data.get("decision")]
    assert [(each.data["lha"], each.data["decision"]) for each in made] == [(EAST, id_)]
    app = part(released.at("meeting", "spoc", EAST), "Tasks")
    said = text(app)
    assert "Take the register application and give a band" in said
    app = well(app.selectbox(key="task-of").set_value("interview").run())
    app = choose(app, "-state", "arranged")
    app = choose(app, "-mode", "telephone")
    app = choose(app, "-interpreter_needed", "no")
    app = well(press(app, "Save"))
    assert "Housing Options interview: saved." in app.success[0].value
    assert "arranged, telephone" in text(app)


def test_what_was_recorded_for_a_task_can_be_undone(released, desk):
    id_ = decided(released, desk)
    case, day = released.case(), today(released.record).isoformat()
    note = {"decision": id_, "lha": EAST, "task": "letters", "state": "done", "on": day}
    desk("coordinator").save("task", note, case=case, reason="done")
    app = part(released.at("meeting"), "Tasks")
    chosen = next(each for each in app.selectbox if each.label == "Record to undo")
    app = well(chosen.set_value(chosen.options and desk("coordinator").list("task")[0].id).run())
    why = next(each for each in app.text_input if each.label.startswith("Why it is undone"))
    app = well(why.set_value("a slip").run())
    app = well(press(app, "Undo it"))
    assert "undone" in app.success[0].value
    assert desk("coordinator").list("task") == []


def test_the_annexes_are_logged_as_disclosures_and_each_is_another_file(
    released, desk, monkeypatch
):
    from placement.records.logbook import entries
    from placement.ui import meeting_papers, meeting_room

    stored_id = decided(released, desk)
    who, case = desk("offender_manager"), released.case()
    decision = who.read(stored_id)
    monkeypatch.setattr(meeting_room, "ranking", lambda _: {})
    full = meeting_papers.annex_in_full(who, case, decision, "the minutes")
    housing = meeting_papers.annex_for_housing(who, case, decision, "the SPOC")
    one, two = housing(), housing()
    assert one != two
    assert len({len(one), len(full())}) == 2
    header = Document(io.BytesIO(one)).sections[0].header
    assert SYNTHETIC in [each.text for each in header.paragraphs]
    logged = [e for e in entries(desk("coordinator")) if e.action == "disclosure"]
    documents = [e.what["kind"] for e in logged if "export" in e.what]
    assert documents == ["annex_full", "annex_housing", "annex_housing"]
    assert not meeting_papers.may_have_full(desk("panel"), case)
    assert not meeting_papers.may_have_full(desk("spoc", EAST), case)


def test_without_a_case_in_hand_the_page_says_what_to_do(recorded):
    app = recorded.at("meeting", case=None)
    assert "No case is open" in app.info[0].value
    assert kept.CASE not in app.session_state or app.session_state[kept.CASE] is None


@pytest.mark.parametrize("role", ["coordinator", "offender_manager"])
def test_no_part_but_the_vacancy_shows_what_is_kept_from_housing(released, role):
    app = released.at("meeting", role)
    for name in app.radio(key=meeting.PART).options:
        if name != "Vacancy":
            said = text(part(app, name))
            assert [word for word in PROTECTED if word in said] == [], name


def test_lhas_stand_side_by_side_where_only_one_spoc_has_said_a_word(recorded, desk):
    spoc = desk("spoc", "E07000009")
    said = {
        "on": recorded.record.clock().date().isoformat(),
        "lha": "E07000009",
        "availability": "possible",
        "exclusion": "none",
    }
    spoc.save("contribution", said, case=recorded.case(), reason="a word")
    for role in ("coordinator", "panel"):
        app = well(recorded.at("compare", role))
        assert "Nothing of this is recorded for Huntingdonshire." in text(app)
