"""A record of synthetic people in a folder of its own, and desks at it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from placement.records.people import Actor
from placement.records.store import create_record

from .examples import EAST, FENLAND

PEOPLE = {
    "om": Actor(id="om.one", role="offender_manager", agency="probation"),
    "coordinator": Actor(id="co.one", role="coordinator", agency="mappa"),
    "east": Actor(id="spoc.east", role="spoc", agency=EAST, lha=EAST),
    "deputy": Actor(id="dep.east", role="spoc", agency=EAST, lha=EAST),
    "fenland": Actor(id="spoc.fen", role="spoc", agency=FENLAND, lha=FENLAND),
}


class Turning:
    """A clock that a test turns."""

    def __init__(self):
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock():
    return Turning()


@pytest.fixture
def record(tmp_path, clock):
    made = create_record(
        f"sqlite:///{tmp_path / 'record.db'}", tmp_path / "keys", synthetic=True, clock=clock
    )
    yield made
    made.close()


@pytest.fixture
def desks(record):
    return {name: record.desk(actor) for name, actor in PEOPLE.items()}
