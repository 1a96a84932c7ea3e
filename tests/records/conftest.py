"""Records to test with: on SQLite and on PostgreSQL, with a clock that tests set."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest

from placement.records.people import Actor
from placement.records.store import create_record, open_record

from . import postgresql

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LHA = "E07000009"


class Clock:
    """A clock that goes on by a second each time it is read, or to where a test sets it."""

    def __init__(self, start=START):
        self.time = start

    def __call__(self):
        self.time += timedelta(seconds=1)
        return self.time

    def go(self, **by):
        self.time += timedelta(**by)


@pytest.fixture(scope="session")
def postgresql_server():
    """A PostgreSQL server; without one its tests are skipped, but fail where CI is set."""
    given = os.environ.get(postgresql.GIVEN)
    folder = postgresql.programs()
    if not given and folder is None:
        reason = f"PostgreSQL is not installed here, and {postgresql.GIVEN} is not set"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    server = postgresql.Given(given) if given else postgresql.Server(folder)
    yield server
    server.remove()


@pytest.fixture
def postgresql_url(postgresql_server):
    """The URL of an empty database."""
    name, url = postgresql.new_database(postgresql_server)
    yield url
    postgresql.drop_database(postgresql_server, name)


@pytest.fixture
def sqlite_url(tmp_path):
    """The URL of a file that is not there yet."""
    return f"sqlite:///{tmp_path / 'record.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request):
    """An empty place for a record, on either engine."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def keys(tmp_path):
    """Where the keys of the test's record are."""
    return tmp_path / "keys"


@pytest.fixture
def record(url, keys, clock):
    """A new record, on either engine."""
    with create_record(url, keys, clock=clock) as made:
        yield made


@pytest.fixture
def sqlite_record(sqlite_url, keys, clock):
    """A new record on SQLite alone, where the engine does not matter."""
    with create_record(sqlite_url, keys, clock=clock) as made:
        yield made


@pytest.fixture
def again(url, keys, clock):
    """Open the test's record once more, as another process would."""
    opened = []

    def open_again(**changes):
        made = open_record(changes.get("url", url), changes.get("keys", keys), clock=clock)
        opened.append(made)
        return made

    yield open_again
    for each in opened:
        each.close()


class People:
    """One person in each role, all of them invented."""

    offender_manager = Actor(id="om.one", role="offender_manager", agency="probation")
    other_manager = Actor(id="om.two", role="offender_manager", agency="probation")
    victim_liaison = Actor(id="vl.one", role="victim_liaison", agency="probation")
    panel = Actor(id="pa.one", role="panel", agency="police")
    spoc = Actor(id="sp.one", role="spoc", agency=LHA, lha=LHA)
    coordinator = Actor(id="co.one", role="coordinator", agency="police")
    smb = Actor(id="sm.one", role="smb", agency="police")
    auditor = Actor(id="au.one", role="auditor", agency="police")


@pytest.fixture
def people():
    return People


@pytest.fixture
def desk(sqlite_record, people):
    """The desk of the offender manager."""
    return sqlite_record.desk(people.offender_manager)


@pytest.fixture
def spoc(sqlite_record, people):
    """The desk of the SPOC."""
    return sqlite_record.desk(people.spoc)
