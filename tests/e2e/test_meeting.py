"""Several people in one meeting, each at a screen of their own."""

import shutil
import zipfile

import pytest
from playwright.sync_api import expect

from tests.e2e.app import Seen

pytestmark = pytest.mark.browser

FIVE_SECONDS = 5_000
PROJECTOR = {"width": 1280, "height": 720}


@pytest.fixture
def window(browser, demonstration):
    """Open windows on the meeting of the worked case, each for somebody in a role."""
    opened = []

    def at_the_meeting(role=None, lha=None):
        page = browser.new_page(viewport=PROJECTOR, accept_downloads=True)
        page.set_default_timeout(30_000)
        seen = Seen(page, demonstration)
        opened.append(seen)
        seen.open()
        page.get_by_role("button", name="Open this case").click()
        page.get_by_text("Which LHA should be asked").wait_for()
        seen.settle()
        seen.turn_to("Meeting", "The meeting: DEMO-014")
        for name, chosen in (("Take the role of", role), ("SPOC of", lha)):
            if chosen is not None:
                page.get_by_role("combobox", name=name).click()
                page.get_by_role("option", name=chosen, exact=True).click()
                seen.settle()
        return seen

    yield at_the_meeting
    for seen in opened:
        seen.page.close()
        assert seen.strangers == []
        assert seen.refusals == []


def part(seen, name):
    seen.page.locator(".st-key-meeting-controls").get_by_text(name, exact=True).click()
    seen.settle()


def save_contribution(seen, words):
    page = seen.page
    part(seen, "Contribution")
    page.get_by_text("possible", exact=True).click()
    page.get_by_text("no exclusion", exact=True).click()
    seen.settle()
    page.get_by_label("Suitable accommodation that is available").fill(words)
    page.keyboard.press("Tab")
    seen.settle()
    page.get_by_role("button", name="Save this contribution").click()
    expect(page.get_by_text("is saved. Everybody at the meeting sees it.")).to_be_visible()


def test_the_others_see_a_contribution_within_five_seconds_and_keep_what_they_type(window):
    room, chair = window(), window()
    spoc = window("Housing SPOC", "East Cambridgeshire")
    part(chair, "Attendance")
    note = chair.page.get_by_label("Note")
    note.click()
    note.press_sequentially("Begun at t")
    save_contribution(spoc, "Two flats in Ely.")
    expect(room.page.get_by_text("Two flats in Ely.")).to_be_visible(timeout=FIVE_SECONDS)
    expect(note).to_be_focused()
    note.press_sequentially("en.")
    expect(note).to_have_value("Begun at ten.")


def test_an_open_choice_on_the_screen_survives_what_others_save(window):
    room, spoc = window(), window("Housing SPOC", "East Cambridgeshire")
    choice = room.page.get_by_role("combobox", name="Show every reason for")
    choice.scroll_into_view_if_needed()
    room.page.wait_for_timeout(500)  # scrolling closes what is open
    choice.click()
    expect(room.page.get_by_role("option", name="Fenland")).to_be_visible()
    save_contribution(spoc, "A house in Soham.")
    expect(room.page.get_by_text("A house in Soham.")).to_be_attached(timeout=FIVE_SECONDS)
    expect(room.page.get_by_role("option", name="Fenland")).to_be_visible()


def test_live_updates_can_be_paused(window):
    room, spoc = window(), window("Housing SPOC", "East Cambridgeshire")
    room.page.get_by_text("Pause live updates").click()
    room.settle()
    save_contribution(spoc, "A bungalow in Sutton.")
    room.page.wait_for_timeout(FIVE_SECONDS)
    expect(room.page.get_by_text("A bungalow in Sutton.")).to_have_count(0)
    room.page.get_by_text("Pause live updates").click()
    expect(room.page.get_by_text("A bungalow in Sutton.")).to_be_visible(timeout=FIVE_SECONDS)


def test_the_answer_and_every_lha_fit_on_a_projector(window):
    room = window()
    room.page.get_by_text("Hide the menu").click()
    room.page.get_by_text("Hide the case reference").click()
    room.settle()
    last = room.page.locator("table.p-present").first.locator("tr").last
    expect(last).to_be_in_viewport(ratio=1)
    assert room.page.get_by_text("DEMO-014").locator("visible=true").count() == 0


def test_the_annex_comes_with_a_reference_of_its_own(window, tmp_path):
    chair = window()
    part(chair, "Annex and referral")
    comments = set()
    for name in ("Download the housing version", "Download the full version"):
        with chair.page.expect_download() as waited:
            chair.page.get_by_role("button", name=name).click()
        path = tmp_path / f"{len(comments)}.docx"
        shutil.copy(waited.value.path(), path)
        comments.add(zipfile.ZipFile(path).comment)
    assert len(comments) == 2
