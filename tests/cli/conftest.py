"""A record of synthetic people to drive commands on, and a clock that tests set."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from placement.cli import main

from .running import run

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
COORDINATOR = ("--user", "coordinator-demo")
MANAGER = ("--user", "offender-manager-demo", "--role", "offender_manager")
LIAISON = ("--user", "victim-liaison-demo", "--role", "victim_liaison")
SPOC = ("--user", "spoc-e07000009", "--role", "spoc", "--lha", "E07000009")
AUDITOR = ("--user", "auditor-demo", "--role", "auditor")


class Clock:
    """The time by the record: it goes on by a second each time it is read."""

    def __init__(self, start=NOW):
        self.time = start

    def __call__(self):
        self.time += timedelta(seconds=1)
        return self.time

    def go(self, **by):
        self.time += timedelta(**by)


class Commands:
    """Commands on one record, as one person after another gives them."""

    def __init__(self, capsys, folder):
        self.capsys, self.folder = capsys, folder

    def run(self, *words):
        """Return (exit code, standard output, standard error)."""
        return run(self.capsys, *words)

    def ok(self, *words):
        """Return what a command writes that must succeed."""
        code, out, err = self.run(*words)
        assert code == 0, err + out
        return out

    def json(self, *words):
        """Return the one document that a command writes with ``--json``."""
        return json.loads(self.ok(*words, "--json"))

    def refused(self, *words, code=1):
        """Return the message of a command that must not do what was asked."""
        found, out, err = self.run(*words)
        assert found == code, out + err
        assert out == "", out
        assert err.startswith("placement: "), err
        return err

    def write(self, name, text):
        """Write a file beside the record and return its path."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def clock(monkeypatch):
    """The clock of every record that a command opens."""
    found = Clock()
    monkeypatch.setattr("placement.records.clock.system", found)
    return found


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """The demonstration's record, made once by its command; use a copy."""
    folder = tmp_path_factory.mktemp("demonstration") / "made"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("placement.records.clock.system", Clock())
        assert main(["record", "demo", str(folder)]) == 0
    return folder


def named(monkeypatch, folder):
    """Name the record of a folder, and its coordinator, as the environment does."""
    for name in ("USER", "ROLE", "LHA", "AGENCY", "PROFILE"):
        monkeypatch.delenv(f"PLACEMENT_{name}", raising=False)
    monkeypatch.setenv("PLACEMENT_RECORD", f"sqlite:///{folder / 'record.db'}")
    monkeypatch.setenv("PLACEMENT_KEYS", str(folder / "keys"))
    monkeypatch.setenv("PLACEMENT_USER", "coordinator-demo")


@pytest.fixture
def demo(capsys, monkeypatch, tmp_path, demonstration, clock):
    """Commands on a copy of the demonstration's record."""
    folder = tmp_path / "copy"
    shutil.copytree(demonstration, folder)
    named(monkeypatch, folder)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    return Commands(capsys, folder)


@pytest.fixture
def empty(capsys, monkeypatch, tmp_path, clock):
    """Commands on a record that is not made yet."""
    folder = tmp_path / "new"
    folder.mkdir()
    named(monkeypatch, folder)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    return Commands(capsys, folder)
