"""The Enquiry page: a SPOC's own question about somebody not referred yet, kept nowhere."""

from placement.ui import enquiry
from placement.ui.pages import FOR_ROLE
from tests.ui.app import text, well


def shown(app):
    return " ".join(text(app).split())


def at_the_page(recorded, **state):
    return recorded.at("enquiry", "spoc", "E07000009", case=None, **state)


def test_an_empty_enquiry_says_what_is_not_known(recorded):
    said = shown(at_the_page(recorded))
    assert "Not enough information" in said
    assert "Nothing of it is kept" in said
    assert "Victims and conditions not shared with housing" not in said


def test_what_is_typed_counts_at_once_and_reaches_no_record(recorded):
    before = recorded.record.desk  # the desk of another reads what is kept
    app = at_the_page(recorded)
    app.radio(enquiry.SECTION).set_value("Original housing authority").run()
    box = next(each for each in app.selectbox if each.label == "Original housing authority")
    box.set_value("E07000010").run()
    well(app)
    assert "Fenland origin" in shown(app)
    from scenarios.demonstration import person

    coordinator = before(person("coordinator"))
    assert all("ENQUIRY" not in row.reference for row in coordinator.cases())
    assert coordinator.list("draft") == []


def test_nobody_but_housing_has_the_page():
    assert [role for role, names in FOR_ROLE.items() if "enquiry" in names] == ["spoc"]
