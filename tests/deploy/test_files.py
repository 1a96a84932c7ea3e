"""The files that a server is set up with: each is read as its own program reads it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from placement.records import service
from placement.records.kinds.base import ROLES
from placement.records.sign_in import read_settings
from placement.ui import serve
from tests.cli.running import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer"))
PINNED = re.compile(r"^([a-z0-9_.-]+)==(\S+)", re.MULTILINE | re.IGNORECASE)
HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")


def missing(program):
    """Whether a test is left out for want of a program: never in CI, where it is a fault."""
    return shutil.which(program) is None and os.environ.get("CI") != "true"


def test_the_bundle_carries_what_the_page_speaks_of():
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in re.search(r"^\tcp (.*) out/bundle/$", recipe, re.MULTILINE)[1].split():
        assert list(ROOT.glob(name)), name
    page = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    for name in re.findall(r"\(\.\./deploy/([^)]+)\)", page):
        assert (DEPLOY / name).is_file(), name


def environment():
    lines = (DEPLOY / "placement.env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_environment_is_read_alike_by_systemd_and_by_a_container():
    found = environment()
    known = {
        *(serve.RECORD_VARIABLE, serve.KEYS_VARIABLE, serve.SIGN_IN_VARIABLE),
        *(serve.PROFILE_VARIABLE, service.CLIENT_SECRET, service.COOKIE_SECRET, "PLACEMENT_USER"),
    }
    assert set(found) == known
    assert not any(re.search(r"[\s'\"]", value) for value in found.values())


def test_the_secrets_as_delivered_are_refused_or_given_by_nobody():
    settings = read_settings(DEPLOY / "sign-in.toml")
    with pytest.raises(service.InputError, match="shorter than 32"):
        service.auth_section(settings.service, settings.audience, environment())


def test_the_settings_of_signing_in_name_every_role_and_are_reached_encrypted():
    settings = read_settings(DEPLOY / "sign-in.toml")
    assert {each.role for each in settings.roles} == set(ROLES)
    assert settings.service.is_https
    assert not settings.service.localhost_for_tests


@pytest.mark.skipif(missing("systemd-analyze"), reason="systemd is not installed")
def test_systemd_understands_the_units(tmp_path):
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        # a program that is not there yet, and what waits for the server's own PostgreSQL
        text = text.replace("/opt/placement/bin/placement", "/bin/true")
        (tmp_path / unit.name).write_text(text.replace(" postgresql.service", ""), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *sorted(map(str, tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_units_start_commands_that_there_are():
    from placement.cli import _parser

    for unit in UNITS:
        for line in re.findall(r"^Exec\w+=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE):
            words = shlex.split(line.replace("%%", "%"))
            words = shlex.split(words[2]) if words[0] == "/bin/sh" else words
            place = words.index("/opt/placement/bin/placement")
            _parser(words[place + 1 :]).parse_args(words[place + 1 :])


def test_the_proxy_passes_what_the_app_asks_for():
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for line in (
        "proxy_set_header Host $host;",
        "proxy_set_header X-Forwarded-Proto $scheme;",
        "proxy_set_header Upgrade $http_upgrade;",
        "proxy_pass http://127.0.0.1:8501;",
    ):
        assert line in text
    most = int(re.search(r"client_max_body_size (\d+)m;", text)[1])
    assert most > serve.configuration()["server_maxUploadSize"]
    assert text.count("{") == text.count("}")


@pytest.mark.skipif(missing("nginx"), reason="nginx is not installed")
def test_nginx_understands_its_file(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=x"
    make += f" -keyout {key} -out {certificate}"
    subprocess.run(shlex.split(make), check=True, capture_output=True)
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    site = site.replace("/etc/placement/tls/fullchain.pem", str(certificate))
    site = site.replace("/etc/placement/tls/privkey.pem", str(key))
    site = re.sub(r"error_log [^;]*", f"error_log {tmp_path / 'error.log'}", site)
    whole = tmp_path / "nginx.conf"
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own = "".join(f"{kind}_temp_path {tmp_path / kind};\n" for kind in kinds)
    whole.write_text(
        f"pid {tmp_path / 'pid'};\nevents {{}}\nhttp {{\naccess_log off;\n{own}{site}\n}}\n"
    )
    done = subprocess.run(
        ["nginx", "-t", "-q", "-p", tmp_path, "-c", whole, "-e", tmp_path / "error.log"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


# --- the lock ---------------------------------------------------------------------------------


def locked(path):
    """Each pinned package of a lock, its versions and the hashes of all of them."""
    found = {}
    parts = PINNED.split(path.read_text(encoding="utf-8"))[1:]
    for name, version, rest in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        versions, hashes = found.setdefault(name.lower(), (set(), set()))
        versions.add(version)
        hashes.update(HASH.findall(rest))
    return found


def test_one_bundle_fits_every_edition_of_one_python():
    """A marker on the last number of a Python's version would split them."""
    for path in (ROOT / "requirements.lock", DEPLOY / "requirements.lock"):
        text = path.read_text(encoding="utf-8")
        assert not re.findall(r"^.*python(?:_full)?_version.*\d\.\d+\.\d+.*$", text, re.MULTILINE)


def test_a_server_gets_the_versions_that_were_tested_and_no_tool_of_ours():
    ours, theirs = locked(ROOT / "requirements.lock"), locked(DEPLOY / "requirements.lock")
    assert {name: ours.get(name) for name in theirs} == theirs
    assert all(hashes for _, hashes in theirs.values())
    assert not {"pytest", "ruff", "mypy", "playwright", "hypothesis"} & set(theirs)


def test_a_server_gets_everything_that_the_product_imports():
    """Follow what each package says it needs, as installed here."""
    theirs, waiting, seen = locked(DEPLOY / "requirements.lock"), [("placement", "")], set()
    while waiting:
        name, extra = waiting.pop()
        for text in metadata.requires(name) or ():
            needed = Requirement(text)
            if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                canonical = re.sub(r"[-_.]+", "-", needed.name).lower()
                assert canonical in theirs, f"{canonical}, for {name}"
                for each in ("", *needed.extras):
                    if (canonical, each) not in seen:
                        seen.add((canonical, each))
                        waiting.append((canonical, each))
