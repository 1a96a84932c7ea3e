"""Whole journeys, each as one person or several would make it; pictures are kept in ``out``."""

import io
import zipfile

import pytest
from playwright.sync_api import expect

from tests.e2e.people import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def person(browser, demonstration, request):
    """Open windows, each for one person, and see that none of them spoke to a stranger."""
    opened = []
    failed = request.session.testsfailed

    def at_a_screen(role, lha=None, width=1280, height=720):
        page = browser.new_page(viewport={"width": width, "height": height}, accept_downloads=True)
        page.set_default_timeout(30_000)
        opened.append(Person(page, demonstration))
        return opened[-1].take(role, lha)

    yield at_a_screen
    for each in opened:
        if request.session.testsfailed > failed:
            each.picture(f"failed {request.node.name[:30]}")
        each.page.close()
        assert each.strangers == []
        assert each.refusals == []


def test_an_offender_manager_begins_a_case_protects_a_victim_and_refers_it(person):
    manager = person("offender_manager", height=1400)
    manager.turn_to("Cases", "Cases")
    manager.fill("Reference", "MP-0999")
    manager.press("Begin a new case")
    manager.page.get_by_role("heading", name="The case", exact=True).wait_for()
    manager.said("MP-0999, version 1")
    for label, value in (("Category", "2"), ("Level", "3")):
        manager.fill(label, value, "spinbutton")
    manager.choose("Risk of serious harm", "high")
    manager.picture("1 a new case")

    manager.page.get_by_text("Victims and conditions not shared with housing").first.click()
    manager.settle()
    manager.choose("Victim check", "listed")
    manager.page.get_by_text("Add a victim").click()
    manager.fill("Reference (never a name)", "V1")
    manager.fill("Home: postcode", "PE13 9ZZ")
    manager.said("PE13 9ZZ")  # looked up as it is typed
    manager.fill("Home: postcode", "PE13 2AA")
    manager.fill("Keep away by, in metres", "2000", "spinbutton")
    manager.press("Add this victim")
    manager.page.get_by_text("Add a condition").click()
    manager.choose("Kind", "exclusion zone")
    manager.choose("From", "licence")
    manager.page.get_by_text("Choose the sectors on a map").click()
    for sector in ("PE15 8", "PE15 9"):
        manager.page.locator(f"path[aria-label*='Sector: {sector};']").first.click()
        manager.settle()
    expect(manager.box("Zone: postcode sectors")).to_have_value("PE15 8, PE15 9")
    manager.picture("2 the protected part")
    manager.press("Add this condition")
    manager.said("PE15 8, PE15 9")
    manager.fill("Why it is changed (a few words, for the log)", "first facts")
    manager.press("Save")
    manager.said("MP-0999, version 2")
    manager.said("Saved.")
    manager.picture("3 saved")

    manager.turn_to("Meeting", "The meeting: MP-0999")
    manager.part("Annex and referral")
    manager.choose("Refer to", "East Cambridgeshire")
    manager.picture("4 referring")
    manager.choose("How it is sent", "secure email")
    for asked in (
        "Licence conditions",
        "Risk assessment that shows why return will not do",
        "Housing history",
        "Interest in other property",
    ):
        manager.pick(asked, "given")
    manager.press("Record the referral")
    manager.said("The referral to East Cambridgeshire is recorded.")

    spoc = person("spoc", "East Cambridgeshire")
    spoc.open_case("MP-0999")
    expect(spoc.page.locator("body")).not_to_contain_text("PE13")
    expect(spoc.page.locator("body")).not_to_contain_text("PE15 8")
    spoc.picture("0 a new referral")


def test_a_spoc_opens_a_referral_reads_the_options_contributes_and_asks(person):
    spoc = person("spoc", "East Cambridgeshire").open_case()
    spoc.said("Ask East Cambridgeshire")
    spoc.picture("1 options")
    spoc.turn_to("Meeting", "The meeting: DEMO-014")
    spoc.part("Contribution")
    spoc.page.get_by_text("possible", exact=True).click()
    spoc.page.get_by_text("no exclusion", exact=True).click()
    spoc.settle()
    spoc.page.get_by_label("Suitable accommodation that is available").fill("Two flats in Ely.")
    spoc.page.keyboard.press("Tab")
    spoc.settle()
    spoc.picture("2 contribution")
    spoc.press("Save this contribution")
    spoc.said("is saved. Everybody at the meeting sees it.")
    spoc.part("Vacancy")
    spoc.page.get_by_text("Link a vacancy to this case, or end a link").click()
    spoc.settle()
    box = spoc.page.get_by_role("combobox", name="Confirmed vacancy")
    box.click()
    spoc.page.get_by_role("option").first.click()
    spoc.settle()
    spoc.press("Link it to this case")
    spoc.said("is linked to this case.")
    spoc.press("Ask")
    answer = spoc.page.get_by_text("Clear.").or_(spoc.page.get_by_text("Ask the offender manager."))
    expect(answer.first).to_be_visible()
    spoc.picture("3 the question")


def test_a_panel_compares_tries_decides_and_takes_the_annex(person):
    member = person("panel").open_case()
    member.turn_to("Compare", "Compare LHAs")
    member.page.get_by_role("slider", name="Weight of connection 6(a)").focus()
    member.page.keyboard.press("ArrowRight")
    member.settle()
    member.said("The sliders explore and change nothing")
    member.picture("1 compare")
    member.turn_to("What if", "What if?")
    member.picture("2 what if")

    chair = person("coordinator").open_case()
    chair.turn_to("What if", "What if?")
    chair.choose("Fact", "Can go back")
    chair.choose("Can go back", "yes")
    chair.press("Change it in the copy")
    chair.said("Before and after")
    chair.fill("Name of this what-if", "If they could go back")
    chair.press("Keep it")
    chair.said("Kept as If they could go back")
    chair.picture("1 what if")
    chair.turn_to("Meeting", "The meeting: DEMO-014")
    chair.part("Decision")
    chair.pick("Which LHA (6)", "East Cambridgeshire")
    chair.pick("Bid or direct let (9)", "bid")
    chair.said("Still needed: 4 things")
    chair.picture("2 the decision so far")
    for pill in ("connection or network (6(a))", "It rests on none of them"):
        chair.press(pill)
    chair.fill("In words: connection or network (6(a))", "A brother in Ely.")
    chair.pick("Was diversity discussed", "no")
    chair.date("Looked at again on", "29112027")
    chair.page.get_by_text("Show the findings of East Cambridgeshire below").click()
    chair.said("Nothing is missing as far as this screen shows it.")
    chair.press("Record the decision")
    chair.said("Next: Annex and referral, then Tasks.")
    chair.picture("3 decided")

    member.turn_to("Meeting", "The meeting: DEMO-014")
    member.said("Ask East Cambridgeshire")
    member.part("Annex and referral")
    with member.page.expect_download() as given:
        member.page.get_by_role("button", name="Download the housing version").click()
    for_housing = _text_of(given.value.path())
    assert "East Cambridgeshire" in for_housing
    assert "A brother in Ely." not in for_housing  # words typed by people stay with the full one
    member.picture("3 the annex")
    chair.part("Annex and referral")
    with chair.page.expect_download() as given:
        chair.page.get_by_role("button", name="Download the full version").click()
    assert "A brother in Ely." in _text_of(given.value.path())


def test_who_saves_second_loses_nothing_and_is_told(person):
    first, second = person("coordinator"), person("offender_manager")
    for who in (first, second):
        who.open_case("QTR-01")
        who.turn_to("Case", "The case")
    first.fill("Level", "3", "spinbutton")
    second.fill("Category", "1", "spinbutton")
    first.fill("Why it is changed (a few words, for the log)", "level")
    first.press("Save")
    first.said("Saved.")
    second.fill("Why it is changed (a few words, for the log)", "category")
    second.press("Save")
    second.said("What you typed is kept above and as a draft")
    expect(second.box("Category", "spinbutton")).to_have_value("1")
    second.picture("somebody saved first")
    second.press("Put what I changed on top of theirs")
    expect(second.box("Level", "spinbutton")).to_have_value("3")
    expect(second.box("Category", "spinbutton")).to_have_value("1")
    second.press("Save")
    second.said("QTR-01, version 3")


def test_a_coordinator_sees_what_is_due_plans_and_works_the_figures_out(person):
    chair = person("coordinator", width=1366, height=900)
    chair.turn_to("Cases", "Cases")
    chair.said("What is due")
    chair.picture("a cases")
    chair.turn_to("Plan", "Plan several cases")
    chair.page.get_by_role("button", name="Plan", exact=True).click()
    chair.page.get_by_text("cases have a place").wait_for()
    chair.settle()
    chair.picture("b plan")
    chair.turn_to("Monitoring", "Monitoring")
    chair.page.get_by_role("button", name="Work the figures out").click()
    chair.turn_to("Audit", "Audit")  # nobody waits for it
    chair.picture("c audit")
    chair.turn_to("Monitoring", "Monitoring")
    chair.page.get_by_role("heading", name="Marks").wait_for(timeout=60_000)
    chair.settle()
    chair.picture("d monitoring")


def _text_of(path):
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
        return packed.read("word/document.xml").decode()
