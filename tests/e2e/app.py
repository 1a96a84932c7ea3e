"""The app as a browser shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page, Route

AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'
LEAD = "Ask East Cambridgeshire"


class Seen:
    """One window: the page, requests to anywhere else, and what the security policy refused."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.strangers: list[str] = []
        self.refusals: list[str] = []
        page.route("**/*", self._route)
        page.on("console", self._note)

    def open(self, path: str = "/") -> None:
        """Open a page of the app and wait until it is drawn."""
        self.page.goto(self.address + path)
        self.page.locator("h1").first.wait_for()
        self.settle()

    def open_worked_case(self) -> None:
        """Open the app and its worked case."""
        self.open()
        self.page.get_by_role("button", name="Open the worked case").click()
        self.page.get_by_text(LEAD).wait_for()
        self.page.locator("svg.marks path[aria-roledescription='geoshape']").first.wait_for()
        self.settle()

    def turn_to(self, name: str, heading: str) -> None:
        """Go to a page through the navigation."""
        self.page.get_by_role("link", name=name, exact=True).click()
        self.page.get_by_role("heading", name=heading, level=1).wait_for()
        self.settle()

    def settle(self) -> None:
        """Wait until the script is at rest."""
        self.page.locator(AT_REST).wait_for()
        self.page.wait_for_timeout(300)
        self.page.locator(AT_REST).wait_for()

    def _route(self, route: Route) -> None:
        url = route.request.url
        if url.startswith((self.address, "data:", "blob:")):
            route.continue_()
        else:
            self.strangers.append(url)
            route.abort()

    def _note(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.refusals.append(message.text)
