"""The side doors of the server: requests that no page makes, and what reaches the log."""

import os
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.e2e.app import Seen
from tests.e2e.conftest import _wait_for
from tests.e2e.test_sign_in import free_port

pytestmark = pytest.mark.browser

# The app with a page that fails as ours never should: with somebody's postcode in the error.
FAILING = """
from placement.ui import accessibility

def fail():
    raise ValueError("victim lives at PE13 2AA")

def broken():
    import streamlit as st
    st.title("Broken", anchor=False)
    st.button("Fail when pressed", on_click=fail)
    if st.button("Fail on the page"):
        try:
            fail()
        except ValueError as error:
            raise RuntimeError("and again PE13 2AA") from error
    if st.button("Log it with its words"):
        import logging
        try:
            fail()
        except ValueError as error:
            logging.getLogger("somewhere").exception("went wrong: %s", error)
    if st.button("Fail beside the page"):
        import threading
        threading.Thread(target=fail).start()

accessibility.page = broken
from placement.ui.serve import serve
serve(port={port})
"""


@pytest.fixture(scope="module")
def failing(browser, tmp_path_factory):
    port = free_port()
    folder = tmp_path_factory.mktemp("failing")
    log = folder / "server.log"
    script = folder / "failing.py"
    script.write_text(FAILING.replace("{port}", str(port)))
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, str(script)], stdout=out, stderr=out, env={**os.environ}
        )
        address = f"http://localhost:{port}"
        try:
            _wait_for(f"{address}/_stcore/health", server)
            page = browser.new_page()
            page.set_default_timeout(30_000)
            yield Seen(page, address), log
            page.close()
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.mark.parametrize(
    "button",
    ["Fail when pressed", "Fail on the page", "Log it with its words", "Fail beside the page"],
)
def test_an_errors_own_words_reach_neither_the_page_nor_the_log(failing, button):
    seen, log = failing
    seen.open("/accessibility")
    seen.page.get_by_role("button", name=button).click()
    seen.settle()
    if button.startswith("Fail") and "beside" not in button:
        said = seen.page.get_by_text("report the reference")
        expect(said).to_be_visible()
        reference = said.inner_text().split("reference ")[1].strip(" .")
        assert reference in log.read_text()
    assert "PE13" not in seen.page.content()
    written = log.read_text()
    assert "PE13" not in written
    assert "victim" not in written
    assert "ValueError" in written or "RuntimeError" in written


def test_a_file_for_download_is_kept_by_no_cache(address, seen):
    seen.open()
    with seen.page.expect_response(lambda answer: "/media/" in answer.url) as found:
        seen.page.get_by_role("button", name="Download the worked case").click()
    assert found.value.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/_stcore/metrics", {}, 404),
        ("/_stcore/metrics/", {}, 404),
        ("/_stcore/agent/openapi.json", {}, 404),
        ("/_stcore/agent/interact", {}, 404),
        ("/", {"Host": "placement.example.gov.uk"}, 421),
        ("/_stcore/stream", {"Origin": "https://elsewhere.example"}, 403),
        ("/media/x", {"Origin": "null"}, 403),
    ],
)
def test_a_door_that_no_page_needs_is_shut(address, path, headers, status):
    request = urllib.request.Request(address + path, headers=headers)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    refused.value.close()
    assert refused.value.code == status


def test_another_sites_page_opens_no_socket(seen):
    """Asked from a page of another origin, which the server's own answer to it is not."""
    seen.open()
    opened = seen.page.evaluate(
        """async (address) => {
            const other = address.replace('localhost', '127.0.0.1');
            const socket = new WebSocket(other.replace('http', 'ws') + '/_stcore/stream');
            return await new Promise(done => {
                socket.onopen = () => done('open');
                socket.onerror = () => done('refused');
            });
        }""",
        seen.address,
    )
    assert opened == "refused"
    seen.refusals.clear()  # the page's own policy refuses it too
