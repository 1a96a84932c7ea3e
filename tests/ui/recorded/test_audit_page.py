import csv
import io

import pytest

from placement.errors import NotAllowed
from placement.records.logbook import entries
from placement.ui import audit_parts, audit_verify
from placement.ui.audit_parts import Asked, Found
from tests.ui.app import press, text

WHY = "an entry about a case that names Ms Example"


@pytest.fixture
def spoken(recorded, desk):
    """The record, with a reason typed about a case."""
    desk("coordinator").log(
        "disclosure", case=recorded.case(), what="letter", to_whom="landlord", reason=WHY
    )
    return recorded


def result_for(desk, *, sees=True):
    named = {row.id: row.reference for row in desk.cases()} if sees else {}
    return Found(
        asked=Asked(), entries=tuple(entries(desk, newest=20)), named=named, sees_reasons=sees
    )


def test_the_coordinator_reads_the_log_with_what_was_typed(spoken):
    said = text(spoken.at("audit", case=None))
    assert WHY in said
    assert "to landlord" in said
    assert "DEMO-014" in said


def test_an_auditor_sees_who_did_what_and_nothing_of_a_case(spoken):
    said = text(spoken.at("audit", "auditor", case=None))
    assert "coordinator-demo" in said
    assert "Given out: Letter copied as the meeting said" in said
    for word in (WHY, "landlord", "DEMO-014", "Case reference"):
        assert word not in said


def test_the_log_is_filtered_by_what_was_done_and_by_whom(spoken):
    app = spoken.at("audit", case=None)
    next(each for each in app.selectbox if each.label == "What was done").select("disclosure")
    app.text_input[0].set_value("coordinator-demo")
    said = text(press(app, "Show the log"))
    assert "1 entries" in said
    assert WHY in said


def test_the_log_of_one_case_is_asked_for_by_its_reference(spoken):
    app = spoken.at("audit", case=None)
    app.text_input[1].set_value("demo-014")
    said = text(press(app, "Show the log"))
    assert WHY in said
    assert "QTR-01" not in said


def test_a_reference_that_there_is_not_is_said_to_be_none(spoken):
    app = spoken.at("audit", case=None)
    app.text_input[1].set_value("NONE-1")
    app = press(app, "Show the log")
    assert "No case that you may see has the reference NONE-1." in app.error[0].value


def test_drawing_the_page_again_does_not_read_the_log_again(spoken, desk):
    app = spoken.at("audit", case=None)
    before = [e for e in entries(desk("auditor")) if e.what.get("kind") == "audit"]
    app.run()
    after = [e for e in entries(desk("auditor")) if e.what.get("kind") == "audit"]
    assert len(after) == len(before) + 1  # this test's own first reading


def test_a_sound_log_is_said_to_be_sound(spoken):
    app = press(spoken.at("audit", "auditor", case=None), "Verify the log")
    assert "The log is sound" in app.success[0].value


def test_a_log_that_was_changed_is_said_to_be_with_what_to_do(spoken, folder):
    import sqlite3

    app = spoken.at("audit", "auditor", case=None)
    with sqlite3.connect(folder / "record.db") as connection:
        connection.execute("DROP TRIGGER IF EXISTS audit_no_update")
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE audit SET actor = 'nobody' WHERE seq = 5")
    app = press(app, "Verify the log")
    assert "The log is not sound" in app.error[0].value
    assert "Entry 5 is not as it was written" in app.error[0].value
    assert "placement record restore" in app.error[0].value


def test_what_is_given_out_is_logged_as_a_disclosure_with_its_number(spoken, desk):
    coordinator = desk("coordinator")
    file = audit_verify.as_file(coordinator, result_for(coordinator), "auditors", "yearly audit")
    rows = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))
    assert any(row["to_whom_and_why"].endswith(WHY) for row in rows)
    (given,) = [e for e in entries(coordinator) if e.what.get("event") == "exported"]
    assert given.action == "disclosure"
    assert (given.to_whom, given.reason) == ("auditors", "yearly audit")
    assert {row["file"] for row in rows} == {given.what["file"]}


def test_what_an_auditor_gives_out_holds_nothing_of_a_case(spoken, desk):
    auditor = desk("auditor")
    file = audit_verify.as_file(auditor, result_for(auditor, sees=False), "x", "y").decode()
    assert WHY not in file
    assert "DEMO-014" not in file


@pytest.mark.parametrize("start", list("=+-@"))
def test_no_cell_is_a_formula(start):
    assert audit_verify._cell(f"{start}1+1").startswith("'")


def test_a_spoc_has_no_log(desk):
    with pytest.raises(NotAllowed):
        entries(desk("spoc", "E07000009"))


def test_every_action_of_the_log_has_a_word():
    from placement.records.audit import ACTIONS

    assert set(audit_parts.DONE) == set(ACTIONS)
