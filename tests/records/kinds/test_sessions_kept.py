"""Sessions as the record keeps them: two tabs, two roles, ends, and what a copied cookie gets."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from threading import Thread

import pytest

from placement.errors import NotAllowed
from placement.records import Actor, create_record
from placement.records.logbook import entries
from placement.records.sessions import (
    end_one,
    ended,
    holds,
    last_taken,
    open_sessions,
    seen,
)
from tests.records.kinds.test_signing_in import CLAIMS, NOW, SETTINGS

ONE = Actor(id="om.one", role="offender_manager", agency="probation")
OTHER = Actor(id="om.one", role="panel", agency="police")
COORDINATOR = Actor(id="co", role="coordinator", agency="mappa")


class Time:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def on(self, **more):
        self.now += timedelta(**more)
        return self.now


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def record(tmp_path, time):
    url = f"sqlite:///{tmp_path / 'record.db'}"
    with create_record(url, tmp_path / "keys", synthetic=True, clock=time) as made:
        yield made


def sessions(record):
    return record.desk(COORDINATOR).list("session")


def see(record, time, actor=ONE, claims=CLAIMS):
    seen(record, actor, claims, SETTINGS, now=time())


def test_a_signing_in_begins_one_session_however_often_it_is_seen(record, time):
    for _ in range(5):
        see(record, time)
    assert len(sessions(record)) == 1
    assert sessions(record)[0].version == 1


def test_being_drawn_again_is_no_line_in_the_log(record, time):
    see(record, time)
    before = len(entries(record.desk(COORDINATOR)))
    for _ in range(5):
        see(record, time)
        assert holds(record, CLAIMS, SETTINGS, now=time())
    assert len(entries(record.desk(COORDINATOR))) == before + 1  # the first reading here


def test_many_tabs_at_the_same_moment_begin_one_session(record, time):
    failed = []

    def tab():
        try:
            see(record, time)
        except Exception as error:
            failed.append(error)

    for _ in range(2):
        tabs = [Thread(target=tab) for _ in range(6)]
        for each in tabs:
            each.start()
        for each in tabs:
            each.join()
        time.on(minutes=10)
    assert failed == []
    (kept,) = sessions(record)
    assert kept.version == 2
    assert record.desk(ONE).list("draft") == []


def test_work_keeps_a_session_and_idleness_ends_it(record, time):
    see(record, time)
    for _ in range(3):
        time.on(minutes=15)
        see(record, time)
    assert not holds(record, CLAIMS, SETTINGS, now=time() + timedelta(minutes=31))


def test_an_idle_session_stays_ended(record, time):
    claims = {**CLAIMS, "exp": CLAIMS["exp"] + 36_000}
    see(record, time, claims=claims)
    time.on(minutes=31)
    with pytest.raises(NotAllowed, match="Nothing was done for a while"):
        see(record, time, claims=claims)
    assert sessions(record)[0].data["ended_because"] == "idle"
    with pytest.raises(NotAllowed, match="Nothing was done for a while"):
        see(record, time, claims=claims)


def test_nothing_lasts_longer_than_a_working_day(record, time):
    claims = {**CLAIMS, "exp": CLAIMS["exp"] + 360_000}
    for _ in range(16 * 3):
        see(record, time, claims=claims)
        time.on(minutes=10)
    with pytest.raises(NotAllowed, match="Your session has ended"):
        see(record, time, claims=claims)


def test_signing_out_ends_every_role_of_the_signing_in(record, time):
    see(record, time)
    see(record, time, OTHER)
    assert len(sessions(record)) == 2
    ended(record, ONE, CLAIMS, now=time())
    for actor in (ONE, OTHER, Actor(id="om.one", role="auditor", agency="audit")):
        with pytest.raises(NotAllowed, match="You have signed out"):
            see(record, time, actor)
    assert not holds(record, CLAIMS, SETTINGS, now=time())


def test_signing_in_again_begins_anew(record, time):
    see(record, time)
    ended(record, ONE, CLAIMS, now=time())
    again = {**CLAIMS, "nonce": "another"}
    see(record, time, claims=again)
    assert holds(record, again, SETTINGS, now=time())
    assert not holds(record, CLAIMS, SETTINGS, now=time())


def test_signing_out_twice_or_without_a_session_is_nothing(record, time):
    ended(record, ONE, CLAIMS, now=time())
    see(record, time)
    ended(record, ONE, CLAIMS, now=time())
    ended(record, ONE, CLAIMS, now=time())
    assert sessions(record)[0].version == 2


def test_the_coordinator_ends_one_and_everybody_else_goes_on(record, time):
    see(record, time)
    other = {**CLAIMS, "sub": "43", "preferred_username": "om.two"}
    see(record, time, Actor(id="om.two", role="offender_manager", agency="probation"), other)
    found = open_sessions(record.desk(COORDINATOR), now=time())
    mine = next(id_ for id_, session in found if session.staff == "om.one")
    end_one(record.desk(COORDINATOR), mine, now=time())
    with pytest.raises(NotAllowed, match="ended by the MAPPA coordinator"):
        see(record, time)
    assert holds(record, other, SETTINGS, now=time())
    left = open_sessions(record.desk(COORDINATOR), now=time())
    assert [session.staff for _, session in left] == ["om.two"]


def test_nobody_else_ends_a_session_that_is_not_theirs(record, time):
    see(record, time)
    (kept,) = sessions(record)
    stranger = Actor(id="x", role="panel", agency="police")
    with pytest.raises(NotAllowed):
        end_one(record.desk(stranger), kept.id, now=time())


def test_being_at_work_in_one_role_keeps_the_other(record, time):
    claims = {**CLAIMS, "exp": CLAIMS["exp"] + 36_000}
    see(record, time, claims=claims)
    for _ in range(4):
        time.on(minutes=20)
        see(record, time, OTHER, claims)
    see(record, time, ONE, claims)
    assert len(sessions(record)) == 2


def test_the_role_last_taken_is_remembered(record, time):
    assert last_taken(record, CLAIMS) is None
    see(record, time)
    time.on(minutes=5)
    see(record, time, OTHER)
    assert last_taken(record, CLAIMS) == "panel"


def test_moments_written_in_another_zone_are_the_same_moments(record, time):
    see(record, time)
    elsewhere = timezone(timedelta(hours=5))
    now: datetime = time().astimezone(elsewhere)
    assert holds(record, CLAIMS, SETTINGS, now=now)
