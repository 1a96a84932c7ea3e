"""The Plan page: several cases from the record, what people have fixed, the trade."""

from time import monotonic, sleep

from placement.ui import plan_parts
from tests.ui.app import press, text, well


def shown(app):
    return " ".join(text(app).split())


def plan(app):
    """Press Plan, and wait for the process beside the app."""
    press(app, "Plan")
    until = monotonic() + 90
    while plan_parts.UNDER_WAY in app.session_state and monotonic() < until:
        sleep(0.1)
        app.run()
    return app


def test_the_coordinator_plans_the_quarter_and_sees_every_reason(recorded):
    app = recorded.at("plan", case=None)
    assert "Nothing is recorded by planning" in app.info[0].value
    said = shown(well(plan(app)))
    assert "The plan is proven best" in said
    assert "QTR-03" in said
    assert "What could be traded" in said


def test_a_lock_is_kept_and_what_moved_is_said(recorded):
    app = well(plan(recorded.at("plan", case=None)))
    case = recorded.case("QTR-02")
    app.selectbox(f"plan-fixed-{case}").set_value("E07000011").run()
    assert "Press Plan to plan again" in app.warning[0].value
    said = shown(well(plan(app)))
    assert "Huntingdonshire" in said
    assert "What moved since the last plan" in said


def test_an_lha_opened_without_a_reason_is_refused_in_words(recorded):
    app = recorded.at("plan", case=None)
    case = recorded.case("QTR-02")
    app.selectbox(f"plan-opened-{case}").set_value("E07000010").run()
    plan(app)
    assert not app.exception
    assert "reason" in app.error[0].value.lower()


def test_nobody_else_has_the_page(recorded):
    from placement.ui.pages import FOR_ROLE

    assert [role for role, names in FOR_ROLE.items() if "plan" in names] == ["coordinator"]
