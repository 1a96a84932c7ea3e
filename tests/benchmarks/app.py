"""
How fast the app is, as a browser shows it: ``python -m tests.benchmarks app``.

The server, with the demonstration's record, and Chromium share the machine's cores, so elapsed
times are pessimistic; beside each stands the server's own processor time, which other work on the
machine moves less. An interaction is timed from the act to the last change that it makes to the
page. The load is printed, because elapsed times mean nothing without it.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.async_api import async_playwright

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from playwright.async_api import Browser, Page

    Act = Callable[[Page, int], Awaitable[object]]

AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'
MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")
QUIET_MS = 120
FLAGS = ["--no-sandbox", "--disable-gpu"]
TURNS = 12
APART_S = 0.4  # people look before they act again


@dataclass
class Server:
    """The server under measurement: where it is, when it was ready, its processor time."""

    address: str
    pid: int
    ready: float

    def processor_ms(self) -> float:
        """Return the processor time that the server has used, all threads, in milliseconds."""
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as file:
            fields = file.read().rpartition(") ")[2].split()
        return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Timed:
    """What one kind of interaction took: elapsed, and the server's processor, in milliseconds."""

    name: str
    elapsed: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


@contextmanager
def serving() -> Iterator[Server]:
    """Serve the demonstration on a free port until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "placement.cli", "app", "--demo", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        while True:
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.02)
        yield Server(address, process.pid, time.monotonic())
    finally:
        process.terminate()
        process.wait(timeout=20)


async def rest(page: Page) -> None:
    """Wait until the page is at rest."""
    await page.locator(AT_REST).wait_for()
    await page.wait_for_timeout(250)
    await page.locator(AT_REST).wait_for()


async def first_page(server: Server, page: Page) -> float:
    """Open the app as soon as the server answers; return seconds until its heading stands."""
    await page.goto(server.address)
    await page.get_by_role("heading", name="Cases", level=1).wait_for()
    return time.monotonic() - server.ready


async def turn_to(page: Page, name: str, heading: str) -> None:
    """Turn to a page and wait for it."""
    await page.get_by_role("link", name=name, exact=True).click()
    await page.get_by_role("heading", name=heading, level=1).wait_for()
    await rest(page)


async def open_case(page: Page) -> None:
    """Open the demonstration's worked case."""
    await rest(page)
    await page.get_by_role("button", name="Open this case").click()
    await page.get_by_role("heading", name="Which LHA should be asked?").wait_for()
    await page.locator("svg.marks path[aria-roledescription='geoshape']").first.wait_for()
    await rest(page)


async def timed(server: Server, page: Page, what: Timed, act: Act, turns: int = TURNS) -> Timed:
    """Do an act several times; time each from the act to the last change of the page."""
    for turn in range(turns):
        await rest(page)
        await asyncio.sleep(APART_S)
        before = server.processor_ms()
        await page.evaluate("window.placementMeasure()")
        await act(page, turn)
        took = await page.evaluate("window.placementDone")
        if took is not None:
            what.elapsed.append(float(took))
            what.processor.append(server.processor_ms() - before)
    return what


async def _key(page: Page, label: str, key: str) -> None:
    await page.get_by_role("slider", name=label).focus()
    await page.keyboard.press(key)


async def _slide(page: Page, turn: int) -> None:
    await page.keyboard.press("ArrowRight" if turn % 6 < 3 else "ArrowLeft")


async def _radio(page: Page, turn: int) -> None:
    await page.keyboard.press("ArrowRight" if turn % 10 < 5 else "ArrowLeft")


def _clicks(*names: str) -> Act:
    async def act(page: Page, turn: int) -> None:
        name = names[turn % len(names)]
        await page.evaluate(
            """(name) => {
                const found = [...document.querySelectorAll('button, label, a')]
                    .find((each) => each.innerText.trim() === name);
                found.click();
            }""",
            name,
        )

    return act


async def one_person(server: Server, page: Page) -> list[Timed]:
    """Time what one person does all day, page by page."""
    found: list[Timed] = []

    async def time_it(name: str, act: Act) -> None:
        found.append(await timed(server, page, Timed(name), act))

    await open_case(page)
    await page.evaluate(f"({MEASURE})({QUIET_MS})")
    await page.get_by_role("radio", name="East Cambridgeshire", exact=True).focus()
    await time_it("Options: another LHA's reasons", _radio)
    await turn_to(page, "Compare", "Compare LHAs")
    await time_it("Compare: one LHA more or fewer", _clicks("Cambridge", "Fenland"))
    await page.get_by_role("slider").first.focus()
    await time_it("Compare: a weight moved", _slide)
    await turn_to(page, "Case", "The case")
    await time_it(
        "Case: another part of the form", _clicks("First options (6)", "Management (6(b))")
    )
    await page.get_by_text("The person and their status").first.click()
    await rest(page)

    async def typed(page: Page, turn: int) -> None:
        await page.get_by_role("spinbutton", name="Level").fill(str(2 + turn % 2))
        await page.keyboard.press("Tab")

    await time_it("Case: a fact typed, kept as a draft", typed)
    await turn_to(page, "What if", "What if?")
    await time_it("What if: another kind of change", _clicks("A number", "A weight"))
    await turn_to(page, "Meeting", "The meeting: DEMO-014")
    await time_it("Meeting: another part", _clicks("Attendance", "Screen"))
    pages = ("Cases", "Options", "Compare", "Protocol", "Meeting", "Case")
    await time_it("Turning to another page", _clicks(*pages))
    return found


async def three_people(server: Server, browser: Browser) -> tuple[Timed, Timed]:
    """Time a weight being moved by one person alone, then by three at once, one a second each."""
    pages = [page async for page in _windows(browser, server, 3)]

    async def moved(page: Page, what: Timed) -> None:
        await timed(server, page, what, _slide)

    alone, together = Timed("one person"), Timed("three people at once")
    await moved(pages[0], alone)
    began = server.processor_ms()
    await asyncio.gather(*(moved(page, together) for page in pages))
    each = (server.processor_ms() - began) / max(1, len(together.elapsed))
    together.processor = [each] * len(together.elapsed)
    for page in pages:
        await page.close()
    return alone, together


async def _windows(browser: Browser, server: Server, count: int) -> AsyncIterator[Page]:
    for _ in range(count):
        page = await browser.new_page(viewport={"width": 1366, "height": 900})
        page.set_default_timeout(90_000)
        await page.goto(server.address)
        await open_case(page)
        await turn_to(page, "Compare", "Compare LHAs")
        await page.evaluate(f"({MEASURE})({QUIET_MS})")
        await page.get_by_role("slider").first.focus()
        yield page


def say(line: str) -> None:
    """Print a line as soon as it is known."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def at(share: float, values: list[float]) -> float:
    """Return the value below which a share of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def _row(what: Timed) -> str:
    if not what.elapsed:
        return f"{what.name:42} nothing changed"
    elapsed, processor = what.elapsed, what.processor
    return (
        f"{what.name:42}{statistics.median(elapsed):8.0f}{at(0.95, elapsed):8.0f}"
        f"{statistics.median(processor):10.0f}{at(0.95, processor):8.0f}"
    )


async def measure() -> None:
    """Measure, and print the table."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.exit("Chromium is not installed: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        say(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        with serving() as server:
            page = await browser.new_page(viewport={"width": 1366, "height": 900})
            page.set_default_timeout(90_000)
            took = await first_page(server, page)
            say(f"first page: {took:.1f} s after the server was ready (asked: 3)")
            say(f"{'milliseconds':42}{'median':>8}{'p95':>8}{'server':>10}{'p95':>8}")
            found = await one_person(server, page)
            every: dict[str, list[float]] = {"elapsed": [], "processor": []}
            for what in found:
                say(_row(what))
                every["elapsed"] += what.elapsed
                every["processor"] += what.processor
            say(_row(Timed("every interaction (asked: p95 of 300)", **every)))
            await page.close()
            alone, together = await three_people(server, browser)
            say(_row(alone))
            say(_row(together))
            if alone.elapsed and together.elapsed:
                ratio = statistics.median(together.elapsed) / statistics.median(alone.elapsed)
                say(f"three at once take {ratio:.1f} times as long as one alone (median)")
        say(f"load after: {os.getloadavg()[0]:.1f}")
        await browser.close()


def run() -> None:
    """Run the benchmark."""
    asyncio.run(measure())
