"""Signing in through an identity provider: what a browser may see before, with and after it."""

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from placement.records import open_record
from scenarios.demonstration import make, person
from tests.e2e.app import Seen
from tests.e2e.conftest import _wait_for
from tests.e2e.provider import CLIENT, SECRET

pytestmark = pytest.mark.browser

PERSONS = {
    "spoc": {"preferred_username": "spoc-e07000010", "groups": ["g-spoc"]},
    "coordinator": {"preferred_username": "coordinator-demo", "groups": ["g-coordinator"]},
    "both": {"preferred_username": "two-hats", "groups": ["g-coordinator", "g-auditor"]},
    "nobody": {"preferred_username": "somebody", "groups": ["g-canteen"]},
    "late": {"preferred_username": "late", "groups": ["g-auditor"], "lasts": -600},
    "short": {"preferred_username": "short", "groups": ["g-auditor"], "lasts": 4},
}
SETTINGS = """
issuer = "{issuer}"
audience = "{client}"
staff_claim = "preferred_username"
roles_claim = "groups"
session_minutes = 480
idle_minutes = 30
leeway_seconds = 0
[[roles]]
value = "g-spoc"
role = "spoc"
agency = "E07000010"
lha = "E07000010"
[[roles]]
value = "g-coordinator"
role = "coordinator"
agency = "mappa_team"
[[roles]]
value = "g-auditor"
role = "auditor"
agency = "audit"
[service]
address = "{address}"
prompt = "login"
localhost_for_tests = true
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(command, url, **environment):
    server = subprocess.Popen(
        [sys.executable, "-m", *command],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(url, server)
        yield
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("signed")
    make(folder).close()
    return folder


@pytest.fixture(scope="module")
def signed_address(folder):
    """The app with a record and an identity provider beside it."""
    port, other = free_port(), free_port()
    issuer, address = f"http://localhost:{other}", f"http://localhost:{port}"
    persons, settings = folder / "persons.json", folder / "sign-in.toml"
    persons.write_text(json.dumps(PERSONS))
    settings.write_text(SETTINGS.format(issuer=issuer, address=address, client=CLIENT))
    provider = ["tests.e2e.provider", str(other), str(persons)]
    command = ["placement.cli", "app", "--port", str(port)]
    command += ["--record", f"sqlite:///{folder / 'record.db'}", "--keys", str(folder / "keys")]
    command += ["--sign-in", str(settings)]
    with (
        running(provider, f"{issuer}/.well-known/openid-configuration"),
        running(command, f"{address}/_stcore/health", PLACEMENT_CLIENT_SECRET=SECRET),
    ):
        yield address, issuer


class Signed(Seen):
    """A window that may also speak to the identity provider."""

    def __init__(self, page, address, issuer):
        super().__init__(page, address)
        self.issuer = issuer

    def _route(self, route):
        if route.request.url.startswith(self.issuer):
            route.continue_()
        else:
            super()._route(route)

    def sign_in(self, who):
        self.open()
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.choose(who)

    def choose(self, who):
        self.page.get_by_role("link", name=who, exact=True).click()
        self.page.wait_for_url(f"{self.address}/**")
        self.page.locator("h1").first.wait_for()
        self.settle()

    def heading(self, words):
        expect(self.page.get_by_role("heading", name=words, level=1)).to_be_visible()


@pytest.fixture
def windows(browser, signed_address):
    """Open a new window of its own cookies, as often as asked for."""
    contexts = []

    def window():
        contexts.append(browser.new_context(viewport={"width": 1366, "height": 1000}))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        return Signed(page, *signed_address)

    yield window
    for context in contexts:
        context.close()


def test_a_spoc_signs_in_and_sees_only_the_cases_referred_to_their_authority(windows):
    seen = windows()
    seen.sign_in("spoc")
    seen.heading("Cases")
    expect(seen.page.get_by_text("Housing SPOC: spoc-e07000010")).to_be_visible()
    body = seen.page.locator("body")
    expect(body).to_contain_text("DEMO-014")
    expect(body).not_to_contain_text("QTR-0")
    expect(seen.page.get_by_role("link", name="Audit", exact=True)).to_have_count(0)
    assert seen.refusals == []


def test_a_copied_cookie_opens_nothing_once_its_owner_has_signed_out(windows):
    seen, thief = windows(), windows()
    seen.sign_in("spoc")
    cookies = seen.page.context.cookies()
    assert any(each["name"].startswith("_streamlit_user") for each in cookies)
    seen.page.get_by_role("button", name="Sign out").click()
    seen.page.get_by_role("button", name="Sign in", exact=True).wait_for()
    thief.page.context.add_cookies(cookies)
    thief.open()
    thief.heading("Sign in")
    expect(thief.page.get_by_text("You have signed out")).to_be_visible()
    expect(thief.page.locator("body")).not_to_contain_text("DEMO-014")


def test_signing_out_in_one_tab_ends_the_other(windows):
    seen = windows()
    seen.sign_in("coordinator")
    other = Signed(seen.page.context.new_page(), seen.address, seen.issuer)
    other.page.set_default_timeout(30_000)
    other.open()
    other.heading("Cases")
    seen.page.get_by_role("button", name="Sign out").click()
    seen.page.get_by_role("button", name="Sign in", exact=True).wait_for()
    other.page.wait_for_timeout(1_200)
    other.page.get_by_role("link", name="Settings", exact=True).click()
    other.heading("Sign in")
    expect(other.page.get_by_text("You have signed out")).to_be_visible()


def test_a_group_that_nobody_named_gives_no_role_and_says_so(windows):
    seen = windows()
    seen.sign_in("nobody")
    seen.heading("Sign in")
    expect(seen.page.get_by_text("None of your groups gives a role here")).to_be_visible()
    expect(seen.page.locator("body")).not_to_contain_text("g-canteen")


def test_claims_that_have_run_out_open_nothing(windows):
    seen = windows()
    seen.sign_in("short")
    seen.page.wait_for_timeout(5_000)
    seen.open()
    seen.heading("Sign in")
    expect(seen.page.get_by_text("Your sign-in has expired")).to_be_visible()


def test_a_token_that_had_run_out_when_it_came_is_not_taken(windows):
    seen = windows()
    seen.sign_in("late")
    seen.heading("Sign in")


def test_somebody_with_two_roles_chooses_one_and_keeps_it_over_a_reload(windows):
    seen = windows()
    seen.sign_in("both")
    seen.heading("Sign in")
    seen.page.get_by_text("Auditor", exact=True).click()
    seen.page.get_by_role("button", name="Continue").click()
    seen.heading("Audit")
    seen.open()
    seen.heading("Audit")
    expect(seen.page.get_by_role("link", name="Cases", exact=True)).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "heading"),
    [("/protocol", "The protocol as it is treated here"), ("/cases", "Cases")],
)
def test_signing_in_leads_to_the_page_that_was_asked_for(windows, path, heading):
    seen = windows()
    seen.open(path)
    seen.page.get_by_role("button", name="Sign in", exact=True).click()
    seen.choose("coordinator")
    assert seen.page.url == f"{seen.address}{path}"
    seen.heading(heading)
    expect(seen.page.get_by_text("Page not found")).to_have_count(0)


def test_an_ended_session_ends_at_once(windows, folder):
    seen = windows()
    seen.sign_in("spoc")
    with open_record(f"sqlite:///{folder / 'record.db'}", folder / "keys") as record:
        from placement.records.clock import system
        from placement.records.sessions import end_one, open_sessions

        desk = record.desk(person("coordinator"))
        for id_, session in open_sessions(desk, now=system()):
            if session.staff == "spoc-e07000010":
                end_one(desk, id_, now=system())
    seen.page.wait_for_timeout(1_200)
    seen.page.get_by_role("link", name="Protocol", exact=True).click()
    seen.heading("Sign in")
    expect(seen.page.get_by_text("ended by the MAPPA coordinator")).to_be_visible()


def test_a_file_is_given_to_whoever_is_signed_in_and_to_nobody_after(windows):
    seen = windows()
    seen.sign_in("coordinator")
    seen.page.get_by_role("link", name="Audit", exact=True).click()
    for label, typed in (("To whom (staff id, office or agency)", "auditors"), ("Why", "a check")):
        seen.page.get_by_label(label).fill(typed)
        seen.page.keyboard.press("Tab")
        seen.settle()
    with seen.page.expect_download() as given:
        seen.page.get_by_role("button", name="Download the log (CSV)").click()
    assert given.value.path().read_text("utf-8-sig").startswith("entry,when_utc,")
    url = given.value.url
    assert "/media/" in url
    assert seen.page.request.get(url).status == 200
    seen.page.get_by_role("button", name="Sign out").click()
    seen.page.get_by_role("button", name="Sign in", exact=True).wait_for()
    assert seen.page.request.get(url).status == 403


@pytest.mark.parametrize("path", ["/media/0123.csv", "/_stcore/upload_file/a/b"])
def test_files_are_for_the_signed_in_alone(signed_address, path):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(signed_address[0] + path)
    refused.value.close()
    assert refused.value.code == 403
