import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.app import Seen

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-webgl", "--disable-3d-apis"]


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "placement.cli", "app", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        found = f"http://localhost:{port}"
        _wait_for(f"{found}/_stcore/health", server)
        yield found
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert server.poll() is None, f"the server stopped with {server.returncode}"
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
        else:
            return
    raise AssertionError("the server did not answer within a minute")


@contextmanager
def a_demonstration() -> Iterator[str]:
    """Serve a demonstration's record of its own until the block ends; give the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [sys.executable, "-m", "placement.cli", "app", "--demo", "--port", str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "TMPDIR": folder},
        )
        try:
            found = f"http://localhost:{port}"
            _wait_for(f"{found}/_stcore/health", server)
            yield found
        finally:
            server.terminate()
            assert server.wait(timeout=20) == 0
            assert not list(Path(folder).glob("placement-*")), "its record is still there"


@pytest.fixture(scope="module")
def demonstration() -> Iterator[str]:
    """The address of the app, serving a demonstration's record of the module's own."""
    with a_demonstration() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail("Chromium is not installed, and CI must run the browser tests")
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def seen(browser: Browser, address: str) -> Iterator[Seen]:
    """A new window that may speak to the server alone; what else it tried is a failure."""
    yield from _window(browser, address)


@pytest.fixture(scope="module")
def worked(browser: Browser, address: str) -> Iterator[Seen]:
    """One such window for several tests, with the worked case open."""
    for window in _window(browser, address):
        window.open_worked_case()
        yield window


def _window(browser: Browser, address: str) -> Iterator[Seen]:
    page: Page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.set_default_timeout(30_000)
    window = Seen(page, address)
    yield window
    page.close()
    assert window.strangers == []
    assert window.refusals == []
