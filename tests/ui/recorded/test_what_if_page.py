"""The What if page with a record: a copy, before and after, kept, shared and applied."""

from scenarios.demonstration import person
from tests.ui.app import press, text, well


def shown(app):
    return " ".join(text(app).split())


def without_first_condition(app):
    app.radio("what-if-kind").set_value("One entry fewer").run()
    return well(press(app, "Change it in the copy"))


def test_an_empty_copy_says_what_to_do(recorded):
    app = recorded.at("what-if")
    assert "Nothing is changed yet" in shown(app)
    assert "In the case now: 2. Left blank: as if it were not known." in shown(app)
    app.selectbox("what-if-fact").set_value("origin.lha").run()
    assert "In the case now: Fenland. Left" in shown(app)


def test_a_change_shows_before_and_after_and_leaves_the_case(recorded):
    app = without_first_condition(recorded.at("what-if"))
    said = shown(app)
    assert "without entry 1 of conditions" in said
    assert "What made the difference, by clause" in said
    assert (
        recorded.record.desk(person("coordinator")).read(recorded.case(), reason="t").version == 1
    )


def test_changes_are_taken_back(recorded):
    app = without_first_condition(recorded.at("what-if"))
    well(press(app, "Take the last one back"))
    assert "Nothing is changed yet" in shown(app)


def test_a_what_if_is_kept_under_a_name_and_opened_by_another(recorded):
    app = without_first_condition(recorded.at("what-if"))
    app.text_input("what-if-name").set_value("one zone fewer")
    well(press(app, "Keep it"))
    other = recorded.at("what-if", "offender_manager")
    without_first_condition(other)
    assert "one zone fewer" in shown(other)


def test_of_two_kept_under_one_name_the_one_chosen_is_opened(recorded):
    wrote = "![us](//x.y/z)"  # letters, and no picture
    app = without_first_condition(recorded.at("what-if"))
    app.text_input("what-if-name").set_value(wrote)
    well(press(app, "Keep it"))
    assert r"Kept as !\[us\](//x.y/z)." in app.success[0].value
    well(press(app, "Take all back"))
    app.radio("what-if-kind").set_value("A weight").run()
    well(press(app, "Change it in the copy"))
    app.text_input("what-if-name").set_value(wrote)
    well(press(app, "Keep it"))
    app.run()
    (kept,) = [box for box in app.selectbox if box.label == "Kept for this case"]
    assert kept.options == [f"{wrote} ({person('coordinator').id}) ({n} of 2)" for n in (1, 2)]
    kept.select_index(0)
    well(press(app, "Open it"))
    assert "without entry 1 of conditions" in shown(app)


def test_applying_asks_for_a_reason_and_makes_a_new_version(recorded):
    app = without_first_condition(recorded.at("what-if", "offender_manager"))
    press(app, "Apply to the case")
    assert app.error
    app.text_input("what-if-why").set_value("the court dropped it")
    well(press(app, "Apply to the case"))
    desk = recorded.record.desk(person("offender_manager"))
    assert desk.read(recorded.case(), reason="t").version == 2
    assert len(desk.case(recorded.case(), reason="t").conditions) == 1


def test_a_spocs_copy_may_change_housing_facts_and_weights_alone(recorded):
    app = recorded.at("what-if", "spoc", "E07000010")
    assert list(app.radio("what-if-kind").options) == [
        "A vacancy",
        "A weight",
        "What a SPOC says",
        "A housing option",
    ]
    app.radio("what-if-kind").set_value("A weight").run()
    app.slider("what-if-units").set_value(5).run()
    well(press(app, "Change it in the copy"))
    said = shown(app)
    assert "the weight of connection is 5" in said
    assert "as last released" in said
    for secret in ("PE13", "V1", "4000"):
        assert secret not in said
    assert "Apply to the case" not in [button.label for button in app.button]


def test_a_spoc_changes_what_they_say_and_the_options_of_their_own_lha(recorded):
    app = recorded.at("what-if", "spoc", "E07000010")
    app.radio("what-if-kind").set_value("What a SPOC says").run()
    assert "For your own LHA: Fenland." in shown(app)
    assert "what-if-said-lha" not in [each.key for each in app.selectbox]
    press(app, "Change it in the copy")
    assert "Still needed: one thing that the SPOC says" in shown(app)
    app.selectbox("what-if-said-availability").set_value("nothing_suitable")
    well(press(app, "Change it in the copy"))
    app.radio("what-if-kind").set_value("A housing option").run()
    app.selectbox("what-if-option-kind").set_value("social")
    app.selectbox("what-if-option-status").set_value("closed")
    well(press(app, "Change it in the copy"))
    said = shown(app)
    assert "the SPOC of Fenland says: nothing suitable is there" in said
    assert "6.7.1" in said
    assert "Social: closed. Supposed in this what-if" in said
    for secret in ("PE13", "V1", "4000"):
        assert secret not in said
    changes = "what-if-changes"
    case, made = app.session_state[changes]
    app.session_state[changes] = (case, [{**each, "lha": "E07000009"} for each in made])
    refused = shown(app.run())
    assert "only the SPOC of E07000009 says what is so there" in refused
    assert "What made the difference" not in refused


def test_a_spoc_opens_a_home_of_their_own_lha_alone_and_learns_nothing_of_its_address(recorded):
    app = recorded.at("what-if", "spoc", "E07000010")
    app.radio("what-if-kind").set_value("A vacancy").run()
    assert "For your own LHA: Fenland." in shown(app)
    assert "what-if-vlha" not in [each.key for each in app.selectbox]
    app.text_input("what-if-vpostcode").set_value("PE13 2AA")
    well(press(app, "Open it in the copy"))
    said = shown(app)
    assert "Whether an address may be used is for the offender manager to say" in said
    changes = "what-if-changes"
    case, (made,) = app.session_state[changes]
    other = {**made["vacancy"], "lha": "E07000009"}
    app.session_state[changes] = (case, [{**made, "vacancy": other}])
    refused = shown(app.run())
    assert "a SPOC opens and closes homes of their own LHA only, and yours is E07000010" in refused
    assert "What made the difference" not in refused


def test_a_panel_member_speaks_for_no_lha(recorded):
    app = recorded.at("what-if", "panel")
    assert list(app.radio("what-if-kind").options) == [
        "A vacancy",
        "A weight",
        "A housing option",
    ]
    assert "Your copy may change vacancies, weights and housing options." in shown(app)


def test_a_merger_says_what_became_of_each_authority_and_changes_no_case(recorded):
    app = recorded.at("what-if")
    app.radio("what-if-kind").set_value("A border").run()
    app.multiselect("what-if-merge").set_value(["E07000008", "E07000012"])
    app.text_input("what-if-merge-into").set_value("Greater Cambridge")
    well(press(app, "Merge them in the copy"))
    said = shown(app)
    assert "Cambridge and South Cambridgeshire merge into Greater Cambridge" in said
    assert "Cambridge is now Greater Cambridge (hypothetical)." in said
    assert "South Cambridgeshire &gt; Greater Cambridge" in said.replace(" > ", " &gt; ")
    app.text_input("what-if-name").set_value("merged")
    well(press(app, "Keep it"))
    assert "merged" in shown(app)
