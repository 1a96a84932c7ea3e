"""
Each page as each role: nothing that the role must not see, in what is drawn or in what was sent.

Looked through are the page's words and markup, its address, files offered for download, and every
frame of the socket, which carries tables, charts and maps whole before anything is drawn.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.app import Seen

pytestmark = pytest.mark.browser

# What is protected in the synthetic cases: where a victim lives and how far to stay away, by any
# spelling; who the victims are; and conditions that are not shared with housing.
TRACES = [
    rb"PE13\s?2AA",
    rb"PE13\s?2\b",
    rb"\b4,?000\b",
    rb"\b6,?000\s?m",
    rb"\b[46](\.0)?\s?km\b",
    rb"\bV1\b",
    rb"victims\]\]",
    rb"avoid_metres",
    rb"asks_to_avoid",
]
PAGES = {
    "spoc": [
        "Cases",
        "Options",
        "Compare",
        "What if",
        "Meeting",
        "Enquiry",
        "Protocol",
        "Settings",
    ],
    "panel": ["Cases", "Options", "Compare", "What if", "Meeting", "Protocol", "Settings"],
    "smb": ["Monitoring", "Protocol", "Settings", "Accessibility"],
    "auditor": ["Audit", "Protocol", "Settings", "Accessibility"],
}
NAMES = {
    "spoc": "Housing SPOC",
    "panel": "Panel member",
    "smb": "Board member (SMB)",
    "auditor": "Auditor",
    "offender_manager": "Offender manager",
}
# Whoever must not know of a case at all sees no reference either.
NO_CASES = [rb"DEMO-014", rb"QTR-0\d"]


class Watched(Seen):
    """A window whose every frame, address and file is kept, once somebody has taken a role."""

    def __init__(self, page, address):
        super().__init__(page, address)
        self.gathered: list[tuple[str, bytes]] = []
        page.on("websocket", lambda socket: socket.on("framereceived", self._keep))
        page.on("framenavigated", lambda frame: self._add("address", frame.url))

    def _keep(self, payload):
        self._add("socket", payload)

    def _add(self, where, what):
        self.gathered.append((where, what if isinstance(what, bytes) else what.encode()))

    def take(self, role, lha=None):
        """Take a role in the demonstration; what came before it was another role's."""
        self.open("/settings")
        self.pick("Take the role of", NAMES[role])
        if lha is not None:
            self.pick("SPOC of", lha)
        aside = self.page.get_by_test_id("stSidebar")
        expect(aside.get_by_text(f"{NAMES[role]}: ")).to_be_visible()
        self.settle()
        self.gathered.clear()

    def pick(self, box, option):
        self.page.get_by_role("combobox", name=box).click()
        self.page.get_by_role("option", name=option, exact=True).click()
        self.settle()

    def open_the_case(self):
        self.turn("Cases")
        self.page.get_by_role("button", name="Open this case").click()
        self.page.get_by_text("Case in hand: DEMO-014").wait_for()
        self.settle()
        self.look("Options, opened")

    def turn(self, name):
        self.page.get_by_role("link", name=name, exact=True).click()
        self.page.wait_for_timeout(500)
        self.settle()
        self.look(name)

    def look(self, where):
        """Keep what is drawn; open what is folded, and every file that is offered."""
        for summary in self.page.locator("details > summary").all():
            if summary.locator("..").get_attribute("open") is None:
                summary.click()
        self._add(f"{where}: markup", self.page.content())
        self._add(f"{where}: words", self.page.locator("body").inner_text())
        self._add("address", self.page.url)
        for button in self.page.get_by_test_id("stDownloadButton").locator("button").all():
            if button.is_enabled():
                with self.page.expect_download() as given:
                    button.click()
                self._add(f"{where}: file name", given.value.suggested_filename)
                self._add(f"{where}: file", _inside(given.value.path()))

    def found(self, traces):
        said = []
        for where, what in self.gathered:
            for trace in traces:
                for hit in re.finditer(trace, what):
                    around = what[max(0, hit.start() - 60) : hit.end() + 60]
                    said.append(f"{where}: {around!r}")
        return said


def _inside(path):
    """Return a file's bytes; of a document or workbook, those of everything in it."""
    import zipfile

    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())


@pytest.fixture
def watched(browser, demonstration):
    page = browser.new_page(viewport={"width": 1366, "height": 1200})
    page.set_default_timeout(60_000)
    window = Watched(page, demonstration)
    yield window
    page.close()


def test_whoever_may_see_it_is_sent_what_is_looked_for(watched):
    """Otherwise the tests below would find nothing whatever was sent."""
    watched.take("offender_manager")
    watched.open_the_case()
    watched.turn("Case")
    watched.page.get_by_text("Victims and conditions not shared with housing").first.click()
    watched.page.get_by_text("PE13 2AA").or_(watched.page.locator("input")).first.wait_for()
    watched.settle()
    watched.look("Case, protected part")
    found = watched.found(TRACES)
    assert any(each.startswith("socket") for each in found)
    assert any("PE13 2AA" in each for each in found)


@pytest.mark.parametrize(
    ("role", "lha"), [("spoc", "East Cambridgeshire"), ("spoc", "Fenland"), ("panel", None)]
)
def test_a_role_that_works_on_a_case_is_sent_nothing_protected(watched, role, lha):
    watched.take(role, lha)
    watched.open_the_case()
    for name in PAGES[role]:
        watched.turn(name)
    if role == "spoc":
        watched.turn("Monitoring")
    assert len(watched.gathered) > 20
    assert watched.found(TRACES) == []


@pytest.mark.parametrize("role", ["smb", "auditor"])
def test_a_role_without_cases_is_sent_nothing_of_any_case(watched, role):
    watched.take(role)
    for name in PAGES[role]:
        watched.turn(name)
    assert len(watched.gathered) > 10
    assert watched.found([*TRACES, *NO_CASES]) == []


def test_a_spoc_is_not_sent_the_cases_of_other_authorities(watched):
    watched.take("spoc", "South Cambridgeshire")
    for name in ("Cases", "Options", "Compare", "What if", "Meeting", "Settings"):
        watched.turn(name)
    assert watched.found([*TRACES, *NO_CASES]) == []


def test_no_address_of_a_page_says_anything_of_a_case(watched):
    watched.take("offender_manager")
    watched.open_the_case()
    for name in ("Case", "Compare", "Meeting"):
        watched.turn(name)
    addresses = [what for where, what in watched.gathered if where == "address"]
    assert addresses
    assert all(b"DEMO" not in each and b"?" not in each for each in addresses)
