"""Whoever cannot use a mouse, sees little, or prints: every page, in every role that has it."""

import pytest
from playwright.sync_api import expect

from placement.ui.pages import EVERYBODY, FOR_ROLE, TITLES
from tests.e2e.people import PICTURES, Person
from tests.e2e.test_app import grave

pytestmark = pytest.mark.browser

WITHOUT_CASES = ("smb", "auditor")
FEW = ("coordinator", "spoc")  # have every page and every part between them


@pytest.fixture(scope="module")
def person(browser, demonstration):
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.set_default_timeout(30_000)
    someone = Person(page, demonstration)
    yield someone
    page.close()
    assert someone.strangers == []
    assert someone.refusals == []


def turn(person, name):
    person.page.get_by_role("link", name=TITLES[name], exact=True).click()
    person.page.wait_for_timeout(300)
    person.settle()


def unfold(person):
    """Open what is folded, so that what is inside is looked at too."""
    person.page.evaluate(
        "document.querySelectorAll('details:not([open]) > summary').forEach((s) => s.click())"
    )
    person.settle()


@pytest.mark.parametrize(
    "role",
    [role if role in FEW else pytest.param(role, marks=pytest.mark.soak) for role in FOR_ROLE],
)
def test_no_page_of_a_role_has_a_grave_fault(person, role):
    person.take(role, "East Cambridgeshire" if role == "spoc" else None)
    if role not in WITHOUT_CASES:
        person.open_case()
    found = {}
    for name in (*FOR_ROLE[role], *EVERYBODY):
        turn(person, name)
        unfold(person)
        found[name] = grave(person)
        if name == "case":
            person.page.get_by_text("Victims and conditions not shared").first.click()
            person.settle()
            unfold(person)
            found["case, protected"] = grave(person)
        if name == "meeting":
            parts = person.page.locator(".st-key-meeting-controls [role=radiogroup] label")
            for part in parts.all_inner_texts():
                person.part(part)
                unfold(person)
                found[f"meeting, {part}"] = grave(person)
    assert {name: faults for name, faults in found.items() if faults} == {}


# --- the keyboard alone -------------------------------------------------------------------------


def tab_to(person, target, most=90):
    """Press Tab until something has the focus, as somebody without a mouse must."""
    for _ in range(most):
        if target.count() and target.first.evaluate("(e) => e === document.activeElement"):
            outline = target.first.evaluate(
                """(e) => {
                    const all = [e, ...e.querySelectorAll('*')];
                    for (let up = e, n = 0; up && n < 4; up = up.parentElement, n++) all.push(up);
                    return all.some((each) => getComputedStyle(each).outlineStyle === 'solid');
                }"""
            )
            assert outline, "what has the focus does not show it"
            return
        person.page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not reach it")


def test_a_spoc_reads_the_options_and_contributes_with_the_keyboard_alone(person):
    person.take("spoc", "East Cambridgeshire")
    page, keys = person.page, person.page.keyboard
    tab_to(person, page.get_by_role("link", name="Cases", exact=True))
    keys.press("Enter")
    page.get_by_role("heading", name="Cases", level=1).wait_for()
    person.settle()
    tab_to(person, page.get_by_role("button", name="Open this case"))
    keys.press("Enter")
    page.get_by_role("heading", name="Which LHA should be asked?").wait_for()
    person.settle()
    tab_to(person, page.get_by_role("radio", name="East Cambridgeshire", exact=True))
    keys.press("ArrowRight")
    expect(page.get_by_role("heading", name="Why not Huntingdonshire?")).to_be_visible()
    tab_to(person, page.get_by_role("link", name="Meeting", exact=True))
    keys.press("Enter")
    page.get_by_role("heading", name="The meeting: DEMO-014").wait_for()
    person.settle()
    tab_to(person, page.get_by_role("radio", name="Screen", exact=True))
    keys.press("ArrowRight")
    person.settle()
    tab_to(person, page.get_by_label("Suitable accommodation that is available"))
    keys.type("A flat in Littleport.")
    keys.press("Tab")
    person.settle()
    expect(page.get_by_label("Suitable accommodation that is available")).to_have_value(
        "A flat in Littleport."
    )


# --- enlarged, in forced colours, on paper ------------------------------------------------------


def open_menu(person):
    """Have the menu on the screen: in a narrow window it folds away by itself, and slides."""
    menu = person.page.get_by_test_id("stExpandSidebarButton")
    first = person.page.get_by_role("link", name=TITLES["cases"], exact=True)
    before = None
    for _ in range(50):
        box = first.bounding_box()
        if box is not None and box["x"] >= 0 and box == before:
            return
        if menu.is_visible():
            menu.click()
        before = box
        person.page.wait_for_timeout(200)
    raise AssertionError("the menu does not open")


def test_nothing_runs_off_the_screen_when_enlarged_twice(person):
    person.take("coordinator").open_case()
    person.page.set_viewport_size({"width": 640, "height": 360})  # 1280 x 720 at 200%
    try:
        for name in (*FOR_ROLE["coordinator"], *EVERYBODY):
            open_menu(person)
            turn(person, name)
            person.page.get_by_test_id("stSidebarCollapseButton").locator("button").click()
            person.page.wait_for_timeout(300)
            over = person.page.evaluate(
                """() => {
                    const main = document.querySelector('[data-testid="stMain"]');
                    return main.scrollWidth - main.clientWidth;
                }"""
            )
            assert over <= 0, name
            person.picture(f"enlarged, {name}")
    finally:
        person.page.set_viewport_size({"width": 1280, "height": 720})
        person.page.wait_for_timeout(500)
        menu = person.page.get_by_test_id("stExpandSidebarButton")
        if menu.is_visible():
            menu.click()


def test_pages_print_whole_and_can_be_read_in_forced_colours(person):
    person.take("coordinator").open_case()
    for name in ("options", "compare"):
        turn(person, name)
        person.page.pdf(path=PICTURES / f"{name}.pdf", format="A4", tagged=True)
        person.page.emulate_media(forced_colors="active")
        person.picture(f"forced colours, {name}")
        thumb = person.page.get_by_role("slider").first
        if thumb.count():
            expect(thumb).to_be_visible()
        person.page.emulate_media(forced_colors="none")
