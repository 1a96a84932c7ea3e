"""A backup is one file, made while people work; it opens in either engine, under its own keys."""

from __future__ import annotations

import gzip
import threading

import pytest

from placement.errors import NoKey, NotAllowed, Unavailable
from placement.records.backup import back_up
from placement.records.keys import Keyring
from placement.records.logbook import entries
from placement.records.restore import restore
from placement.records.rotation import retire, rotate
from placement.records.store import open_record

from .cases import EXAMPLE, REFERENCE, access
from .test_the_log import report_of


@pytest.fixture
def coordinator(record, people):
    return record.desk(people.coordinator)


@pytest.fixture
def case(coordinator):
    return coordinator.open_case(REFERENCE, EXAMPLE, reason="new").id


@pytest.fixture
def file(tmp_path):
    return tmp_path / "monday.backup"


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request, tmp_path, postgresql_server):
    """An empty place on either engine."""
    from .. import postgresql

    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'restored.db'}"
        return
    name, url = postgresql.new_database(postgresql_server)
    yield url
    postgresql.drop_database(postgresql_server, name)


def test_a_backup_restored_on_either_engine_is_the_same_record_and_goes_on(
    record, coordinator, case, file, elsewhere, keys, people, clock
):
    before = coordinator.history(case)
    made = back_up(coordinator, file)
    done = restore(file, elsewhere, keys, people.coordinator, reason="moved", clock=clock)
    assert done.entries == made.entries
    with open_record(elsewhere, keys, clock=clock) as restored:
        desk = restored.desk(people.coordinator)
        assert restored.id == record.id
        assert desk.history(case) == before
        assert desk.case(case, reason="look").victims[0].reference == "V1"
        desk.save("access", access(), case=case, reason="goes on")
        assert report_of(restored).sound
        log = entries(restored.desk(people.auditor))
        assert [each.reason for each in log if each.what.get("event") == "restored"] == ["moved"]
    assert report_of(record).sound


def test_what_was_said_after_the_backup_is_named_as_not_in_it(
    coordinator, case, file, keys, people, clock, tmp_path
):
    back_up(coordinator, file)
    coordinator.save("access", access(), case=case, reason="after the backup")
    place = f"sqlite:///{tmp_path / 'restored.db'}"
    done = restore(file, place, keys, people.coordinator, reason="lost", clock=clock)
    assert done.seen == done.entries + 1


def test_a_backup_holds_no_key_and_nothing_readable(coordinator, case, file, record):
    back_up(coordinator, file)
    content = gzip.decompress(file.read_bytes())
    for purpose in ("record", "vault", "audit"):
        assert record.keyring.newest(purpose).secret not in content
    for word in (b"DEMO-014", b"PE13", b"V1\\"):
        assert word not in content
    assert file.stat().st_mode & 0o077 == 0


def test_a_backup_is_of_one_moment_though_others_go_on_writing(
    record, again, coordinator, case, file, keys, people, tmp_path
):
    stop = threading.Event()

    def write():
        with open_record(record.database.engine.url.render_as_string(), keys) as other:
            desk = other.desk(people.coordinator)
            while not stop.is_set():
                with desk.transaction():
                    for person in ("a.a", "b.b"):
                        desk.save("access", access(person=person), case=case, reason="busy")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            back_up(again_with_clock(again).desk(people.coordinator), tmp_path / f"{number}")
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        place = f"sqlite:///{tmp_path / f'{number}.db'}"
        restore(tmp_path / f"{number}", place, keys, people.coordinator, reason="look")
        with open_record(place, keys) as restored:
            desk = restored.desk(people.coordinator)
            one, two = (desk.list("access", person=person) for person in ("a.a", "b.b"))
            assert len(one) == len(two)


def again_with_clock(again):
    from placement.records import clock

    record = again()
    record.writer._clock = clock.system
    return record


def test_a_backup_cut_short_or_changed_is_refused_and_leaves_nothing(
    coordinator, case, file, keys, people, tmp_path
):
    back_up(coordinator, file)
    whole = gzip.decompress(file.read_bytes())
    lines = whole.splitlines(keepends=True)
    broken = {
        "cut": b"".join(lines[:-3]),
        "row left out": b"".join([*lines[:5], *lines[6:]]),
        "changed": whole.replace(b"om.one", b"om.two").replace(b"co.one", b"co.two"),
        "nothing": b"",
        "something else": b"hello\n",
    }
    for name, content in broken.items():
        made = tmp_path / name
        made.write_bytes(gzip.compress(content))
        place = tmp_path / f"{name}.db"
        with pytest.raises(Unavailable, match=r"not whole|is no backup|cannot be read"):
            restore(made, f"sqlite:///{place}", keys, people.coordinator, reason="try")
        assert not place.exists()
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(Unavailable, match=r"cannot be read|not whole"):
        restore(file, f"sqlite:///{tmp_path / 'x.db'}", keys, people.coordinator, reason="try")


def test_a_backup_is_not_restored_over_anything_nor_with_other_keys(
    record, url, coordinator, case, file, keys, people, tmp_path
):
    back_up(coordinator, file)
    with pytest.raises(Unavailable, match="There is something in"):
        restore(file, url, keys, people.coordinator, reason="over it")
    other = Keyring.create(tmp_path / "other keys")
    with pytest.raises(NoKey, match="another audit key"):
        restore(file, f"sqlite:///{tmp_path / 'x.db'}", other, people.coordinator, reason="try")
    assert not (tmp_path / "x.db").exists()


def test_a_backup_is_not_written_over_another_nor_among_the_keys(coordinator, case, file, keys):
    back_up(coordinator, file)
    with pytest.raises(Unavailable, match="is there already"):
        back_up(coordinator, file)
    with pytest.raises(Unavailable, match="where the keys are"):
        back_up(coordinator, keys / "x.backup")
    with pytest.raises(Unavailable, match="There is no folder"):
        back_up(coordinator, file.parent / "nowhere" / "x")


def test_backups_from_before_a_retired_key_do_not_open(
    coordinator, case, file, keys, people, tmp_path
):
    back_up(coordinator, file)
    rotate(coordinator, reason="yearly")
    retire(coordinator, reason="so that old backups do not open")
    with pytest.raises(NoKey):
        restore(file, f"sqlite:///{tmp_path / 'x.db'}", keys, people.coordinator, reason="try")


def test_only_whoever_looks_after_the_record_backs_it_up(record, people, file, keys):
    with pytest.raises(NotAllowed):
        back_up(record.desk(people.spoc), file)
    assert not file.exists()
