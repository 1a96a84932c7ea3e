from datetime import date

import pytest

from placement.errors import NoKey
from placement.records import policy
from placement.records.kinds import KINDS
from placement.ui import (
    settings,
    settings_access,
    settings_erasing,
    settings_parts,
    settings_tables,
)
from tests.ui.app import press, text

ROLES = ("offender_manager", "victim_liaison", "panel", "spoc", "coordinator", "smb", "auditor")


def at(recorded, part, role="coordinator", lha=None):
    return recorded.at("settings", role, lha, case=None, **{settings.SECTION: part})


def field(fields, label):
    return next(each for each in fields if each.label == label)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_who_may_do_what_and_what_is_kept(recorded, role):
    lha = "E07000009" if role == "spoc" else None
    said = text(at(recorded, "Who may do what", role, lha))
    assert "what this role may see and record" in said
    said = text(at(recorded, "What is kept, and for how long", role, lha))
    assert "proposed, for the data protection officer to settle" in said
    for kind in KINDS.values():
        assert kind.label in said
    offered = set(recorded.at("settings", role, lha, case=None).radio[0].options)
    assert (set(settings.COORDINATOR) <= offered) == (role == "coordinator")
    assert not set(settings.COORDINATOR) & offered or role == "coordinator"


def test_the_table_is_the_policys_own():
    assert set(settings_tables.DOES) == set(policy.ACTIONS)
    assert set(settings_access.AS) == {"offender_manager", "victim_liaison", "named"}
    from placement.records.erasure import REASONS

    assert set(settings_erasing.REASONS) == set(REASONS)


# --- the directory -----------------------------------------------------------------------------


def test_a_spoc_enters_their_own_absence_and_the_deputy_is_asked(recorded, desk):
    app = at(recorded, "SPOCs and absences", "spoc", "E07000009")
    who = field(app.selectbox, "Who")
    assert all("East Cambridgeshire" in each for each in who.options)
    who.select_index(next(i for i, each in enumerate(who.options) if "(SPOC" in each))
    app = press(app, "Add this absence")
    assert not app.error
    said = text(app)
    assert "deputy SPOC of East Cambridgeshire: the SPOC is away" in said
    (away,) = desk("coordinator").list("absence")
    assert away.data["lha"] == "E07000009"


def test_an_absence_is_ended_with_the_first_day_back(recorded, desk):
    coordinator = desk("coordinator")
    office = coordinator.list("office", lha="E07000009", post="spoc")[0]
    entry = {"office": office.id, "lha": "E07000009", "from": "2026-01-01"}
    coordinator.save("absence", entry, reason="away")
    app = press(at(recorded, "SPOCs and absences"), "End an absence")
    assert not app.error
    (away,) = coordinator.list("absence")
    assert away.data["to"] == date.today().isoformat()


def test_an_entry_that_will_not_do_says_all_that_is_wrong(recorded):
    app = press(at(recorded, "SPOCs and absences"), "Add this entry")
    assert "name" in app.error[0].value
    assert "telephone" in app.error[0].value


# --- need to know ------------------------------------------------------------------------------


def test_a_panel_member_is_marked_to_see_what_is_protected(recorded, desk):
    case = recorded.case()
    assert desk("panel").list("protected", case=case) == []
    app = at(recorded, "Need to know")
    field(app.text_input, "Staff id").set_value("panel-demo")
    field(app.selectbox, "As").select("named")
    field(app.text_input, "Why they need to know").set_value("sits on the panel")
    app.checkbox[0].check()
    app = press(app, "Name this person")
    assert not app.error
    assert "panel-demo was named for the case." in app.success[0].value
    assert len(desk("panel").list("protected", case=case)) == 1


def test_a_need_to_know_that_has_ended_opens_nothing(recorded, desk):
    case = recorded.case()
    app = at(recorded, "Need to know")
    whose = field(app.selectbox, "Whose")
    whose.select_index(next(i for i, e in enumerate(whose.options) if "victim-liaison" in e))
    app = press(app, "End it")
    assert not app.error
    assert case not in {row.id for row in desk("victim_liaison").cases()}


def test_a_case_is_limited_with_a_reason_and_whoever_limits_it_can_open_it_again(recorded, desk):
    app = at(recorded, "Need to know")
    assert "Limiting it names you too" in text(app)
    app = press(app, "Limit it to those named")
    assert "The reason" in app.error[0].value
    field(app.text_input, "Why").set_value("family of staff")
    app = press(app, "Limit it to those named")
    assert desk("panel").find_case("DEMO-014") is None
    assert desk("offender_manager").find_case("DEMO-014").limited
    field(app.text_input, "Why").set_value("no longer")
    app = press(app, "Open it to others again")
    assert desk("panel").find_case("DEMO-014") is not None


def test_a_case_limited_to_others_is_named_by_its_id_alone(recorded, desk):
    coordinator, case = desk("coordinator"), recorded.case()
    coordinator.limit(case, reason="family of staff")
    mine = next(
        each
        for each in coordinator.list("access", case=case)
        if each.data["person"] == "coordinator-demo"
    )
    coordinator.withdraw(mine.id, based_on=mine.version, reason="not mine to see")
    app = at(recorded, "Need to know")
    offered = field(app.selectbox, "Case").options
    assert f"a limited case (id {case[:8]})" in offered
    assert "DEMO-014" not in " ".join(offered)


# --- housing, retention, erasure ---------------------------------------------------------------


def test_housing_is_told_anew_only_where_something_changed(recorded, desk):
    app = press(at(recorded, "Told to housing"), "Tell housing anew")
    assert "Nothing was told" in app.error[0].value
    field(app.checkbox, "Something protected has changed since housing was last told").check()
    app = press(app, "Tell housing anew")
    assert not app.error
    (told,) = desk("coordinator").list("zone_release", case=recorded.case())
    assert "Fenland" in text(app)
    assert told.by == "coordinator-demo"


def test_a_case_that_ended_long_ago_is_due(recorded, desk):
    desk("coordinator").end_case(recorded.case(), on=date(2019, 5, 1), reason="ended")
    said = text(at(recorded, "Keeping and ending"))
    assert "1 May 2019" in said
    assert "all of it" in said


def test_the_day_on_which_a_case_ended_is_recorded(recorded, desk):
    app = at(recorded, "Keeping and ending")
    field(app.text_input, "Why").set_value("licence ended")
    app = press(app, "Record this")
    assert not app.error
    assert desk("coordinator").find_case("DEMO-014").ended_on == date.today()


def test_nothing_is_erased_unless_the_reference_is_typed(recorded, desk):
    app = at(recorded, "Erasing")
    for typed in ("", "DEMO-01"):
        field(app.text_input, "Type the reference DEMO-014 to confirm").set_value(typed)
        app = press(app, "Erase for good")
        assert "Nothing was erased" in app.error[0].value
    assert desk("coordinator").find_case("DEMO-014") is not None


def test_what_is_protected_is_erased_and_the_rest_stays(recorded, desk):
    case = recorded.case()
    app = at(recorded, "Erasing")
    field(app.text_input, "Type the reference DEMO-014 to confirm").set_value("DEMO-014")
    app = press(app, "Erase for good")
    assert "What is protected of DEMO-014 was erased" in app.success[0].value.replace("\\", "")
    assert desk("coordinator").list("protected", case=case) == []
    assert desk("coordinator").find_case("DEMO-014") is not None


def test_a_whole_case_is_erased_for_everybody(recorded, desk):
    case = recorded.case()
    app = at(recorded, "Erasing")
    field(app.radio, "What to erase").set_value("both")
    field(app.selectbox, "Why").select("order_of_a_court")
    field(app.text_input, "Type the reference DEMO-014 to confirm").set_value("DEMO-014")
    app = press(app, "Erase for good")
    assert not app.error
    with pytest.raises(NoKey):
        desk("coordinator").read(case)


# --- the yearly review, sessions ---------------------------------------------------------------


def test_the_board_records_its_review_and_when_the_next_is_due(recorded, desk):
    app = at(recorded, "Review of the protocol", "smb")
    field(app.text_input, "Approved by (minute or reference)").set_value("minute 7")
    app = press(app, "Record this review")
    assert not app.error
    assert "the next is due by" in app.info[0].value
    assert desk("smb").list("protocol_review")[0].data["approval"] == "minute 7"


def test_an_amendment_without_signatories_is_refused(recorded):
    app = at(recorded, "Review of the protocol")
    field(app.selectbox, "Outcome").select("amended")
    field(app.text_input, "Approved by (minute or reference)").set_value("minute 8")
    app = press(app, "Record this review")
    assert "all signatories" in app.error[0].value


def test_nobody_is_signed_in_in_the_demonstration(recorded):
    assert "Nobody is signed in in the demonstration." in at(recorded, "Sessions").info[0].value


def test_a_message_is_said_once(recorded):
    app = recorded.at("settings", case=None, **{settings_parts.SAID: "Done."})
    assert not app.success or app.success[0].value == "Done."
    assert not app.run().success
