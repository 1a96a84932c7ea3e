import urllib.error
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.app import Seen

pytestmark = pytest.mark.browser

PAGES = (
    ("Options", "Which LHA should be asked?"),
    ("Compare", "Compare LHAs"),
    ("Protocol", "The protocol as it is treated here"),
)


def grave(seen: Seen) -> list[str]:
    found = Axe().run(seen.page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:200]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def test_the_worked_case_is_ranked_with_its_map(worked):
    worked.turn_to(*PAGES[0])
    rows = worked.page.locator(".p-ranking tbody tr")
    expect(rows).to_have_count(6)
    expect(rows.first).to_contain_text("1. East Cambridgeshire")
    expect(rows.first).to_contain_text("recommended")
    shapes = worked.page.locator("svg.marks path[aria-roledescription='geoshape'][aria-label]")
    expect(shapes).to_have_count(6)


def test_an_lha_is_chosen_with_the_keyboard_alone(worked):
    worked.turn_to(*PAGES[0])
    page = worked.page
    page.get_by_role("radio", name="East Cambridgeshire", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="Why not Huntingdonshire?")).to_be_visible()
    expect(page.get_by_role("radio", name="Huntingdonshire", exact=True)).to_be_focused()


def test_an_lha_is_chosen_on_the_map_again_and_again(seen):
    seen.open_worked_case()
    page = seen.page
    for name in ("Fenland", "Peterborough"):
        shape = page.locator(f"svg.marks path[aria-label*='LHA: {name}']").first
        shape.click(force=True)
        expect(page.get_by_role("heading", name=f"Why not {name}?")).to_be_visible()
        seen.settle()
    page.locator(".st-key-choose").get_by_text("Cambridge", exact=True).click()
    expect(page.get_by_role("heading", name="Why not Cambridge?")).to_be_visible()
    seen.settle()
    page.locator("svg.marks path[aria-label*='LHA: Peterborough']").first.click(force=True)
    expect(page.get_by_role("heading", name="Why not Peterborough?")).to_be_visible()


def test_a_spoc_reads_the_housing_view(seen):
    seen.open_worked_case()
    page = seen.page
    expect(page.get_by_text("victim's area").first).to_be_visible()
    page.get_by_role("combobox", name="Show what this role sees").click()
    page.get_by_role("option", name="Housing SPOC").click()
    expect(page.get_by_role("combobox", name="SPOC of")).to_be_visible()
    seen.settle()
    expect(page.get_by_text("victim's area")).to_have_count(0)
    expect(page.locator(".p-ranking")).to_contain_text("not ranked")


def test_no_page_has_a_grave_accessibility_fault(worked):
    for name, heading in PAGES:
        worked.turn_to(name, heading)
        assert grave(worked) == [], name


def test_the_empty_app_has_no_grave_accessibility_fault(seen):
    seen.open()
    assert grave(seen) == []


def test_each_page_prints_without_its_controls(worked):
    page = worked.page
    for name, heading in PAGES:
        worked.turn_to(name, heading)
        assert len(page.pdf(format="A4")) > 10_000
        page.emulate_media(media="print")
        expect(page.get_by_test_id("stSidebar")).to_be_hidden()
        expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        page.emulate_media(media="screen")


def test_each_page_has_its_own_title(worked):
    for name, heading in PAGES:
        worked.turn_to(name, heading)
        expect(worked.page).to_have_title(f"{name} - Placement")


def test_nothing_runs_off_a_small_screen(seen):
    seen.page.set_viewport_size({"width": 683, "height": 768})
    seen.open_worked_case()
    wide = seen.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {}, 200),
        ("/_stcore/metrics", {}, 404),
        ("/_stcore/agent/openapi.json", {}, 404),
        ("/", {"Host": "elsewhere.example"}, 421),
        ("/", {"Origin": "https://elsewhere.example"}, 403),
    ],
)
def test_the_server_opens_only_the_doors_that_a_page_needs(address, path, headers, status):
    request = urllib.request.Request(address + path, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            found, given = answer.status, answer.headers
    except urllib.error.HTTPError as refused:
        found, given = refused.code, refused.headers
    assert found == status
    assert "default-src 'none'" in given["content-security-policy"]
    assert given["x-frame-options"] == "DENY"
