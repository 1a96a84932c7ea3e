"""
Take the manual's pictures from the app as it is served: ``make pictures``.

The demonstration's record is made afresh and its day stands still at 22 November 2026, so that a
picture changes only where a page does. Chromium and the development packages must be installed.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

HERE = Path(__file__).parent
FOLDER = HERE / "pictures"
BEGAN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WIDTH = 1280
AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


# --- the server -------------------------------------------------------------------------------


def serve(port: int) -> None:
    """Serve the demonstration on a day that does not change, until stopped."""
    from placement.records import clock

    started = time.monotonic()

    def system() -> datetime:
        return BEGAN + timedelta(seconds=time.monotonic() - started)

    clock.system = system  # before anything else takes it from there
    from placement.ui import serve as serving
    from placement.ui import state

    state.today = BEGAN.date
    serving.serve_demo(port=port, profile="cambridgeshire")


@contextmanager
def served() -> Iterator[str]:
    """Give the address of the demonstration while it is served by a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, __file__, "serve", str(port)])
    try:
        for _ in range(240):
            if server.poll() is not None:
                sys.exit("The app did not start.")
            try:
                urllib.request.urlopen(f"http://localhost:{port}/_stcore/health").close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.25)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


# --- the pages --------------------------------------------------------------------------------


def settle(page: Page) -> None:
    """Wait until the page is at rest and its charts are drawn."""
    for _ in range(2):
        page.locator(AT_REST).wait_for()
        page.wait_for_timeout(400)
    page.locator(AT_REST).wait_for()


def turn(page: Page, name: str) -> None:
    """Go to a page through the navigation, to its top."""
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_timeout(300)
    page.locator("h1").first.wait_for()
    settle(page)


def take_role(page: Page, role: str, lha: str | None = None) -> None:
    """Take a role of the demonstration."""
    for label, chosen in (("Take the role of", role), ("SPOC of", lha)):
        if chosen is not None:
            page.get_by_role("combobox", name=label).click()
            page.get_by_role("option", name=chosen, exact=True).click()
            settle(page)


def to_top(page: Page, selector: str) -> None:
    """Scroll until what a selector finds stands near the top."""
    found = page.locator(selector).first
    for _ in range(3):  # what is above may still be growing
        found.evaluate("each => each.scrollIntoView({block: 'start'})")
        settle(page)


def open_case(page: Page, reference: str) -> None:
    """Take a case in hand; the Options page follows."""
    turn(page, "Cases")
    choice = page.get_by_role("combobox", name="Case", exact=True)
    choice.scroll_into_view_if_needed()
    page.wait_for_timeout(600)  # scrolling closes what is open
    choice.click()
    page.get_by_role("option", name=reference, exact=True).click()
    settle(page)
    page.get_by_role("button", name="Open this case").click()
    page.get_by_text("Which LHA should be asked").wait_for()
    settle(page)


def cases(page: Page) -> None:
    """Draw the Cases page, as the coordinator opens the day with it."""
    page.locator("h1").first.wait_for()
    settle(page)


def options(page: Page) -> None:
    """Draw the answer of the worked case."""
    open_case(page, "DEMO-014")
    page.locator("svg.marks path[aria-roledescription='geoshape']").first.wait_for()
    settle(page)


def map_and_points(page: Page) -> None:
    """Draw the map and the three considerations beside it."""
    shapes = "svg.marks:has(path[aria-roledescription='geoshape'])"
    page.locator(shapes).first.evaluate("each => each.scrollIntoView({block: 'center'})")
    settle(page)


def compare(page: Page) -> None:
    """Draw the LHAs side by side."""
    turn(page, "Compare")


def what_if(page: Page) -> None:
    """Draw the worked case with one thing changed in a copy."""
    turn(page, "What if")
    page.get_by_text("A weight", exact=True).click()
    settle(page)
    page.get_by_role("slider", name="Weight in the copy").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        settle(page)
    page.get_by_role("button", name="Change it in the copy").click()
    page.get_by_text("What made the difference, by clause").or_(
        page.get_by_text("Each LHA: rank, status, score")
    ).first.wait_for()
    settle(page)
    to_top(page, "h2:has-text('Changed in the copy')")


def meeting(page: Page) -> None:
    """Draw the shared screen of the meeting, once one SPOC has been heard."""
    turn(page, "Meeting")
    take_role(page, "Housing SPOC", "East Cambridgeshire")
    controls = page.locator(".st-key-meeting-controls")
    controls.get_by_text("Contribution", exact=True).click()
    settle(page)
    for name in ("possible", "no exclusion"):
        page.get_by_text(name, exact=True).click()
        settle(page)
    page.get_by_label("Suitable accommodation that is available").fill(
        "Two flats in Ely come free in January."
    )
    page.keyboard.press("Tab")
    settle(page)
    page.get_by_role("button", name="Save this contribution").click()
    page.get_by_text("is saved. Everybody at the meeting sees it.").wait_for()
    take_role(page, "MAPPA coordinator")
    for name in ("Screen", "Hide the case reference", "Hide the menu"):
        controls.get_by_text(name, exact=True).click()
        settle(page)


def leave_the_meeting(page: Page) -> None:
    """Bring the menu back."""
    page.get_by_text("Hide the menu", exact=True).click()
    settle(page)


def weighing(page: Page) -> None:
    """Draw the triangle of all weightings, of a case in which weighing matters."""
    leave_the_meeting(page)
    open_case(page, "QTR-02")
    turn(page, "Compare")
    page.locator("svg.marks").first.evaluate("each => each.scrollIntoView({block: 'center'})")
    settle(page)


def plan(page: Page) -> None:
    """Draw a quarter's cases planned together."""
    turn(page, "Plan")
    page.get_by_role("button", name="Plan", exact=True).click()
    page.get_by_role("heading", name="The plan").wait_for(timeout=120_000)
    to_top(page, "h2:has-text('The plan')")


def monitoring(page: Page) -> None:
    """Draw the coordinator's view of how placements are spread."""
    turn(page, "Monitoring")
    page.get_by_role("button", name="Work the figures out").click()
    heading = "h2:has-text('How placements are spread')"
    page.locator(heading).first.wait_for(timeout=300_000)
    to_top(page, heading)


PICTURES: dict[str, tuple[Callable[[Page], None], int]] = {
    "cases": (cases, 720),
    "options": (options, 860),
    "map": (map_and_points, 620),
    "compare": (compare, 860),
    "what-if": (what_if, 720),
    "meeting": (meeting, 720),
    "weightings": (weighing, 720),
    "plan": (plan, 720),
    "monitoring": (monitoring, 720),
}


def main(names: list[str]) -> None:
    """Take every picture, in order; write those named, or all."""
    from playwright.sync_api import sync_playwright

    browser_at = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser_at is None:
        sys.exit("Chromium is not installed: apt-get install chromium")
    FOLDER.mkdir(exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_at, args=["--no-sandbox"])
        page = browser.new_page(reduced_motion="reduce")
        page.set_default_timeout(60_000)
        page.goto(address)
        for name, (draw, height) in PICTURES.items():
            page.set_viewport_size({"width": WIDTH, "height": height})
            draw(page)
            page.mouse.move(WIDTH - 1, height - 1)
            page.wait_for_timeout(400)
            if not names or name in names:
                page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
        browser.close()


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[2]))
    else:
        main(sys.argv[1:])
