from placement.cases import read_case, read_case_text
from placement.ui import state
from placement.ui.intake import WORKED, Held
from tests.ui.app import LEAD, opened, press, text, turn_to, upload, well, with_worked_case

PROTECTED = (
    "PE13",
    "V1",
    "4000 m",
    "4,000",
    "Victims' areas",
    "victim's area",
    "No victim has asked",
)
PEOPLE = "reference,lha,area,level,category,setting,from,to\n"


def test_an_empty_app_says_what_to_do_and_opens_the_worked_case():
    app = opened()
    assert "No case is open" in app.info[0].value
    assert LEAD in press(app, "Open the worked case").info[0].value


def test_the_pages_without_a_case_say_so_and_the_protocol_needs_none():
    app = opened()
    assert "No case is open" in turn_to(app, "compare").info[0].value
    assert "agreed by no SMB" in turn_to(app, "protocol").warning[0].value


def test_the_table_puts_the_considerations_before_the_status_and_the_score():
    said = text(with_worked_case())
    heads = ["Connection 6(a)", "Management 6(b)", "Spread 6(c)", "Status", "Score", "First in 100"]
    table = said[said.index("The LHAs side by side") :]
    places = [table.index(head) for head in heads]
    assert places == sorted(places)


def test_every_lha_has_its_row_with_its_interval():
    said = " ".join(text(with_worked_case()).split())
    assert (
        "2. Huntingdonshire 30 64 (36 to 86) 100 within what chance gives open 65 (55 to 72)"
        in said
    )
    assert "6. Fenland origin 35 56 (28 to 78) 65 many ask first 52 (43 to 59)" in said


def test_choosing_an_lha_shows_its_reasons_and_why_not():
    app = with_worked_case()
    app.radio(state.PICK).set_value("E07000008").run()
    said = text(well(app))
    assert "Why not Cambridge?" in said
    assert "Cambridge: every reason, by clause" in said


def test_every_page_ends_with_what_it_rests_on():
    app = with_worked_case()
    for page in ("options", "compare", "protocol"):
        said = text(turn_to(app, page))
        assert "Protocol: January 2017." in said
        assert "agreed by no SMB" in said
        assert "Office for National Statistics" in said


def test_what_this_tool_does_not_decide_stands_beside_the_answer():
    said = text(with_worked_case())
    for who in (
        "The offender manager picks",
        "The LHA decides",
        "The MAPPA meeting",
        "The landlord",
    ):
        assert who in said


def test_a_spoc_is_given_nothing_of_where_a_victim_is():
    app = with_worked_case()
    assert "victim's area" in text(app)
    app.selectbox(state.ROLE).set_value("spoc").run()
    for code in ("E07000009", "E07000010"):
        app.selectbox(state.OWN).set_value(code).run()
        app.radio(state.PICK).set_value("E07000010").run()
        for page in ("options", "compare"):
            said = text(turn_to(app, page))
            assert [word for word in PROTECTED if word in said] == []
        app = turn_to(app, "options")
    assert "The offender manager holds information about this area." in text(app)


def test_a_role_that_sees_no_cases_cannot_be_chosen():
    assert not {"smb", "auditor"} & set(opened().selectbox(state.ROLE).options)


def test_a_case_of_ones_own_replaces_the_one_shown():
    own = WORKED.read_bytes().replace(b"DEMO-014", b"DEMO-077")
    app = well(upload(with_worked_case(), ("own.toml", own)))
    assert "DEMO-077" in text(app)
    assert "Placements: not given" in text(app)


def test_placements_given_alone_are_added_to_the_case_that_is_open():
    one = PEOPLE + "P-1,E07000009,CB6 1,2,1,supported,2026-01-12,\n"
    app = well(upload(with_worked_case(), ("people.csv", one.encode())))
    assert "Placements: 1 people" in text(app)
    assert "DEMO-014" in text(app)


def test_the_register_of_another_cohort_is_taken_without_levels(monkeypatch):
    monkeypatch.setenv("PLACEMENT_PROFILE", "bedfordshire-iom")
    case = (WORKED.parents[2] / "tests" / "cli" / "areas" / "bedfordshire.toml").read_bytes()
    people = (PEOPLE + "P-1,E06000055,,,,private_rent,2026-01-12,\n").encode()
    app = well(upload(opened(), ("own.toml", case), ("people.csv", people)))
    assert "Placements: 1 people" in text(app)


def test_a_bad_upload_says_all_its_problems_and_keeps_the_last_good_case():
    broken = WORKED.read_bytes()
    broken = broken.replace(b"level = 3", b"level = 7").replace(
        b'can_return = "no"', b'can_return = "perhaps"'
    )
    app = upload(with_worked_case(), ("broken.toml", broken), ("people.csv", b"what\nx\n"))
    said = app.error[0].value
    assert "level" in said
    assert "perhaps" in said
    assert "people.csv" in said
    assert LEAD in app.info[0].value
    assert "last one that could be read" in app.warning[-1].value


def test_a_postcode_that_is_nowhere_is_refused_and_the_last_good_case_kept():
    lost = WORKED.read_bytes().replace(b'"CB7 4AA"', b'"CB7 4ZZ"')
    app = upload(with_worked_case(), ("lost.toml", lost))
    assert "CB7 4ZZ" in app.error[0].value
    assert LEAD in app.info[0].value


def test_an_uploaded_case_cannot_name_a_file_of_the_server():
    area = b'areas = ["PE15 8", "PE15 9"]'
    reaching = WORKED.read_bytes().replace(area, b'geometry = "zone.geojson"')
    app = upload(opened(), ("reaching.toml", reaching))
    assert "geometry file" in app.error[0].value


def test_a_housing_role_may_not_bring_protected_matter():
    app = opened()
    app.selectbox(state.ROLE).set_value("spoc").run()
    app = upload(app, ("case.toml", WORKED.read_bytes()))
    assert "victims" in app.error[0].value
    assert "PE13 2AA" not in app.error[0].value


def test_a_case_can_be_put_away():
    app = well(press(with_worked_case(), "Close this case"))
    assert "No case is open" in app.info[0].value


def test_the_worked_case_is_a_case_that_can_be_read():
    assert read_case(WORKED).reference == "DEMO-014"


def test_why_a_case_cannot_be_assessed_is_kept_from_housing():
    area = b'areas = ["PE15 8", "PE15 9"]'
    mistyped = WORKED.read_bytes().replace(area, b'areas = ["PE51 8"]')
    app = with_worked_case()
    app.session_state[state.HELD] = Held(
        label="mistyped", case=read_case_text(mistyped.decode()), placements=None
    )
    del app.session_state[state.ANSWERS]
    app.run()
    assert "PE51 8" in app.error[0].value
    app.selectbox(state.ROLE).set_value("spoc").run()
    assert "The offender manager" in app.error[0].value
    assert "PE51" not in app.error[0].value


def test_what_was_wrong_with_a_coordinators_file_is_not_said_again_to_housing():
    app = upload(opened(), ("bad.toml", WORKED.read_bytes().replace(b'"PE15 8"', b'"PE51 8"')))
    assert "PE51 8" in app.error[0].value
    app.selectbox(state.ROLE).set_value("spoc").run()
    assert not app.error


def test_london_shows_every_borough():
    area = b'areas = ["PE15 8", "PE15 9"]'
    elsewhere = WORKED.read_bytes().replace(area, b'areas = ["E1 8"]')
    app = opened()
    app.radio(state.AREA).set_value("london").run()
    app = upload(app, ("elsewhere.toml", elsewhere))
    assert "Hammersmith and Fulham" in text(well(app))
    assert len(app.selectbox(state.PICK).options) == 33


def test_a_moved_slider_shows_the_order_that_it_would_give_and_changes_nothing():
    app = turn_to(with_worked_case(), "compare")
    said = " ".join(text(app).split())
    assert "First in how many of 100 weightings" in said
    app.slider[0].set_value(9).run()
    moved = " ".join(text(well(app)).split())
    assert "1. 91" in moved  # (9 x 90 + 93 + 100) / 11 is 91.2
    press(app, "As agreed")
    assert app.slider[0].value == 1


def test_weights_of_nothing_at_all_are_said_to_be_none():
    app = turn_to(with_worked_case(), "compare")
    for slider in range(3):
        app.slider[slider].set_value(0).run()
    assert "At least one weight" in app.warning[0].value
