"""The doors by themselves: hosts, proxies, cookies, and what a log record may hold."""

import asyncio
import logging
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from placement.errors import InputError
from placement.records.service import auth_section
from placement.records.sign_in import settings_from
from placement.ui import doors, headers, logs, pages

TEXT = """
issuer = "https://login.example.gov.uk/t"
audience = "placement"
staff_claim = "preferred_username"
roles_claim = "groups"
session_minutes = 480
idle_minutes = 30
leeway_seconds = 60
[[roles]]
value = "g"
role = "auditor"
agency = "audit"
[service]
address = "https://placement.example.gov.uk"
trusted_proxies = ["10.0.0.7"]
more_hosts = ["placement"]
"""
SETTINGS = settings_from(TEXT)
HERE = {b"host": b"localhost:8501"}


def opened(tmp_path, text=TEXT):
    path = tmp_path / "sign-in.toml"
    path.write_text(text)
    return doors.doors_of({"PLACEMENT_SIGN_IN": str(path)})


def answered(app_doors, path="/", given=None, *, sends=(), peer="127.0.0.1", method="GET"):
    """Ask the middleware, before an app that answers 200 with some headers."""
    sent = []

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": list(sends)})

    async def keep(message):
        sent.append(message)

    scope = {
        "type": "http",
        "path": path,
        "method": method,
        "client": (peer, 1),
        "headers": list((given or HERE).items()),
    }
    asked = headers.SecurityHeaders(app, app_doors)(scope, None, keep)
    with ThreadPoolExecutor(1) as thread:  # a browser test before may have left this one its loop
        thread.submit(asyncio.run, asked).result()
    return sent[0]["status"], sent[0]["headers"]


def test_only_the_hosts_that_are_named_are_answered_to(tmp_path):
    found = opened(tmp_path)
    for host in (b"placement.example.gov.uk", b"placement", b"localhost"):
        assert found.refusal("/", {b"host": host}) is None
    assert found.refusal("/", {b"host": b"placement.example.gov.uk.evil.example"}) == 421
    assert found.refusal("/", {}) == 421


COOKIE = (b"set-cookie", b"_streamlit_user=x; Path=/; HttpOnly; SameSite=Lax")


@pytest.mark.parametrize(
    ("peer", "said", "secure"),
    [
        ("10.0.0.7", b"https", True),
        ("10.0.0.7", b"http", False),
        ("10.0.0.8", b"https", False),
        ("10.0.0.7", b"", False),
    ],
)
def test_only_a_trusted_proxy_says_that_a_request_came_encrypted(peer, said, secure):
    found = doors.Doors(proxies=frozenset({"10.0.0.7"}))
    given = {**HERE, b"x-forwarded-proto": said}
    _, sent = answered(found, given=given, sends=[COOKIE], peer=peer)
    cookie = dict(sent)[b"set-cookie"]
    assert cookie.endswith(b"; Secure") is secure
    assert (b"strict-transport-security" in dict(sent)) is secure


def test_where_people_come_encrypted_every_cookie_is_secure(tmp_path):
    _, sent = answered(opened(tmp_path), path="/_stcore/health", sends=[COOKIE, COOKIE])
    cookies = [value for name, value in sent if name == b"set-cookie"]
    assert len(cookies) == 2
    assert all(each.endswith(b"; Secure") for each in cookies)


def test_files_are_kept_by_no_cache_whatever_streamlit_says():
    old = (b"Cache-Control", b"public, max-age=31536000")
    _, sent = answered(doors.Doors(), "/media/a.csv", sends=[old])
    assert [value for name, value in sent if name == b"cache-control"] == [b"no-store"]


def test_without_a_cookie_there_are_no_files_and_pages_lead_to_signing_in(tmp_path):
    found = opened(tmp_path)
    assert answered(found, "/media/a.csv")[0] == 403
    assert answered(found, "/_stcore/upload_file/a/b", method="PUT")[0] == 403
    status, sent = answered(found, "/meeting")
    assert status == 303
    assert dict(sent)[b"location"] == b"/"
    assert b"placement_wanted=meeting" in dict(sent)[b"set-cookie"]
    assert answered(found, "/accessibility")[0] == 200


def test_a_forged_cookie_is_nobodys(tmp_path):
    given = {**HERE, b"cookie": b'_streamlit_user="2|1:0|forged"'}
    assert answered(opened(tmp_path), "/media/a.csv", given)[0] == 403


def test_the_way_back_leads_to_our_own_pages_alone(tmp_path):
    back = [(b"location", b"/")]
    for cookie, leads in (
        (b"placement_wanted=meeting", b"/meeting"),
        (b"placement_wanted=//elsewhere.example", b"/"),
        (b"", b"/"),
    ):
        message = {"type": "http.response.start", "status": 302, "headers": back}
        sent = headers._answer_headers(
            message, headers.CALLBACK, {**HERE, b"cookie": cookie}, secure=False
        )
        assert dict(sent)[b"location"] == leads


def test_every_page_behind_signing_in_can_be_led_back_to():
    assert set(pages.TITLES) == doors.PAGES | {"accessibility", "sign-in"}


# --- what the settings say ---------------------------------------------------------------------


def test_the_secrets_come_from_the_environment_and_a_proof_key_is_always_asked_for():
    found = auth_section(SETTINGS.service, "placement", {"PLACEMENT_CLIENT_SECRET": "s3cret"})
    assert found["client_secret"] == "s3cret"
    assert found["redirect_uri"] == "https://placement.example.gov.uk/oauth2callback"
    assert found["client_kwargs"]["code_challenge_method"] == "S256"
    assert len(found["cookie_secret"]) >= 32
    again = auth_section(SETTINGS.service, "placement", {"PLACEMENT_CLIENT_SECRET": "s3cret"})
    assert again["cookie_secret"] != found["cookie_secret"]


def test_a_secret_may_stand_in_a_file_of_its_own(tmp_path):
    file, none = tmp_path / "client-secret", tmp_path / "none"
    file.write_text("s3cret\n")
    none.write_text("\n")
    named = {"PLACEMENT_CLIENT_SECRET_FILE": str(file)}
    found = auth_section(SETTINGS.service, "placement", named)
    assert found["client_secret"] == "s3cret"
    both = {"PLACEMENT_CLIENT_SECRET": "other", **named}
    with pytest.raises(InputError, match="both given"):
        auth_section(SETTINGS.service, "placement", both)
    with pytest.raises(InputError, match=r"(?s)client-secret/x.*cannot be read.*none.*is empty"):
        auth_section(
            SETTINGS.service,
            "placement",
            {
                "PLACEMENT_CLIENT_SECRET_FILE": f"{file}/x",
                "PLACEMENT_COOKIE_SECRET_FILE": str(none),
            },
        )


def test_without_a_client_secret_nothing_starts():
    with pytest.raises(InputError, match="PLACEMENT_CLIENT_SECRET"):
        auth_section(SETTINGS.service, "placement", {})
    with pytest.raises(InputError, match=r"\[service\] is missing"):
        auth_section(None, "placement", {"PLACEMENT_CLIENT_SECRET": "s3cret"})


def test_a_secret_is_in_no_text_of_the_settings():
    text = TEXT + 'client_secret = "hush-hush"\n'
    assert "hush" not in repr(settings_from(text))
    with pytest.raises(InputError) as refused:
        settings_from(TEXT + 'cookie_secret = "hush"\n')
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize("key", ["issuer", "address"])
def test_an_unencrypted_address_is_refused_unless_for_tests_on_this_machine(key):
    old = {
        "issuer": "https://login.example.gov.uk/t",
        "address": "https://placement.example.gov.uk",
    }
    local = TEXT.replace(old[key], "http://localhost:9000")
    with pytest.raises(InputError, match="begins with https"):
        settings_from(local)
    settings_from(local + "localhost_for_tests = true\n")
    elsewhere = TEXT.replace(old[key], "http://login.example.gov.uk")
    with pytest.raises(InputError, match="begins with https"):
        settings_from(elsewhere + "localhost_for_tests = true\n")


# --- the log -----------------------------------------------------------------------------------


def test_a_log_record_keeps_the_kind_and_place_of_an_error_and_not_its_words():
    try:
        raise ValueError("victim lives at PE13 2AA")
    except ValueError as error:
        record = logging.LogRecord(
            "any", logging.ERROR, __file__, 1, "went wrong: %s", (error,), sys.exc_info()
        )
    said = logging.Formatter().format(logs.without_words(record))
    assert "PE13" not in said
    assert "ValueError at test_doors.py:" in said
