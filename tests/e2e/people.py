"""One person at a screen of the demonstration: takes a role, opens a case, leaves pictures."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.e2e.app import Seen

PICTURES = Path(__file__).parents[2] / "out" / "journeys"  # kept, and in no version
NAMES = {
    "coordinator": "MAPPA coordinator",
    "offender_manager": "Offender manager",
    "victim_liaison": "Victim liaison",
    "panel": "Panel member",
    "spoc": "Housing SPOC",
    "smb": "Board member (SMB)",
    "auditor": "Auditor",
}


expect.set_options(timeout=15_000)


class Person(Seen):
    """A window in which somebody works; every step leaves a picture under the person's name."""

    name = "somebody"

    def take(self, role: str, lha: str | None = None) -> Person:
        """Take a role in the demonstration."""
        self.name = role if lha is None else f"{role} {lha}"
        self.open("/settings")
        self.choose("Take the role of", NAMES[role])
        if lha is not None:
            self.choose("SPOC of", lha)
        aside = self.page.get_by_test_id("stSidebar")
        expect(aside.get_by_text(f"{NAMES[role]}: ")).to_be_visible()
        return self

    def choose(self, box: str, option: str) -> None:
        """Choose from a list; what is chosen already stays."""
        found = self.page.get_by_role("combobox", name=box, exact=True)
        if found.input_value() == option:
            return
        found.scroll_into_view_if_needed()
        self.page.wait_for_timeout(150)  # scrolling closes what is open
        found.click()
        self.page.get_by_role("option", name=option, exact=True).click()
        self.settle()

    def pick(self, group: str, choice: str) -> None:
        """Pick one of the choices that are all in view."""
        found = self.page.get_by_role("radiogroup", name=group)
        found.get_by_text(choice, exact=True).click()
        self.settle()

    def fill(self, label: str, typed: str, role: str = "textbox") -> None:
        """Type into a field and leave it."""
        self.box(label, role).fill(typed)
        self.page.keyboard.press("Tab")
        self.settle()

    def date(self, label: str, typed: str) -> None:
        """Type a day, as 24122027, into a date field."""
        field = self.page.locator('[data-testid="stDateInput"]', has_text=label)
        field.get_by_role("spinbutton").first.click()
        self.page.keyboard.type(typed)
        self.page.keyboard.press("Tab")
        self.settle()

    def box(self, label: str, role: str = "textbox") -> Locator:
        """Return a field by its label."""
        return self.page.get_by_role(role, name=label, exact=True)  # type: ignore[arg-type]

    def press(self, button: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=button, exact=True).click()
        self.settle()

    def open_case(self, reference: str = "DEMO-014") -> Person:
        """Take a case in hand, which leads to the Options page."""
        self.turn_to("Cases", "Cases")
        self.choose("Case", reference)
        self.press("Open this case")
        self.page.get_by_role("heading", name="Which LHA should be asked?").wait_for()
        self.settle()
        return self

    def part(self, name: str) -> None:
        """Turn to a part of the meeting."""
        self.page.locator(".st-key-meeting-controls").get_by_text(name, exact=True).click()
        self.settle()

    def said(self, words: str) -> None:
        """Expect words on the page."""
        expect(self.page.get_by_text(words).locator("visible=true").first).to_be_visible()

    def picture(self, step: str) -> None:
        """Keep a picture of the whole page; the window is made as tall as what is in it."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        size = self.page.viewport_size
        assert size is not None
        tall = self.page.evaluate(
            "document.querySelector('[data-testid=\"stMain\"]').scrollHeight + 20"
        )
        self.page.set_viewport_size({"width": size["width"], "height": min(4_000, int(tall))})
        self.page.wait_for_timeout(150)
        self.page.screenshot(path=PICTURES / f"{self.name}, {step}.png".replace(" ", "-"))
        self.page.set_viewport_size(size)
