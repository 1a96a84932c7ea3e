"""The app with the demonstration's record, made once and copied for each test."""

from __future__ import annotations

import shutil

import pytest
import streamlit as st

from placement.records import open_record
from placement.ui import serve
from scenarios.demonstration import make, person
from tests.ui.recorded.app import Recorded


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """The folder of a demonstration's record that nobody may write to: ``record`` copies it."""
    folder = tmp_path_factory.mktemp("demonstration")
    make(folder).close()
    return folder


@pytest.fixture
def folder(demonstration, tmp_path):
    """The folder of a record of one's own: ``record.db``, and ``keys`` beside it."""
    own = tmp_path / "record"
    shutil.copytree(demonstration, own)
    return own


@pytest.fixture
def record(folder):
    """The test's own record, opened beside the app's: what a person at another screen does."""
    with open_record(f"sqlite:///{folder / 'record.db'}", folder / "keys") as opened:
        yield opened


@pytest.fixture
def desk(record):
    """Return the desk of the demonstration's person in a role; a SPOC speaks for an LHA."""
    return lambda role, lha=None: record.desk(person(role, lha))


@pytest.fixture
def recorded(folder, record, monkeypatch):
    """The app, started with the test's own record; see ``Recorded``."""
    for name in (serve.CASE_VARIABLE, serve.PLACEMENTS_VARIABLE, serve.SIGN_IN_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(serve.RECORD_VARIABLE, f"sqlite:///{folder / 'record.db'}")
    monkeypatch.setenv(serve.KEYS_VARIABLE, str(folder / "keys"))
    monkeypatch.setenv(serve.DEMO_VARIABLE, "yes")
    monkeypatch.setenv(serve.PROFILE_VARIABLE, "cambridgeshire")
    st.cache_resource.clear()
    yield Recorded(record)
    from placement.ui import session

    session.record().close()
    st.cache_resource.clear()
