"""What can go wrong around the record: a clear message, and no damage."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from placement.errors import Unavailable
from placement.records.database import Database
from placement.records.faults import InDoubt
from placement.records.store import create_record, open_record, upgrade_record

from .. import postgresql
from .cases import EXAMPLE, REFERENCE, access, plain
from .test_the_log import report_of

ROOT = Path(__file__).parents[3]


@pytest.fixture
def case(record, people):
    return record.desk(people.offender_manager).open_case(REFERENCE, EXAMPLE, reason="new").id


def killings(url, keys, rounds):
    done = subprocess.run(
        [sys.executable, "-m", "tests.records.store.killing", url, str(keys), "4", str(rounds)],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return int(done.stdout)


def test_a_process_killed_20_times_in_the_middle_of_writes_loses_and_halves_nothing(
    record, case, url, keys
):
    # ten on each engine
    assert killings(url, keys, 10) > 0


@pytest.mark.soak
def test_a_process_killed_200_times_in_the_middle_of_writes_loses_and_halves_nothing(
    record, case, url, keys
):
    # a hundred on each engine
    assert killings(url, keys, 100) > 0


def test_what_a_killed_process_had_prepared_is_swept_away(record, case, again, keys):
    done = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], stdout=-1)
    anchor = next(keys.glob("anchor-*.json"))
    left = anchor.with_suffix(f".{int(done.stdout)}-1")
    left.write_text("{}")
    ours = anchor.with_suffix(f".{os.getpid()}-1")
    ours.write_text("{}")
    assert report_of(again()).sound
    assert (left.exists(), ours.exists()) == (False, True)


def test_a_full_disk_is_said_and_harms_nothing(sqlite_record, people):
    desk = sqlite_record.desk(people.coordinator)
    with sqlite_record.database.reading() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar()

    @event.listens_for(sqlite_record.database.engine, "connect")
    def no_more_room(connection, _):
        connection.execute(f"PRAGMA max_page_count={pages + 6}")

    sqlite_record.database.close()
    opened = []

    def until_it_is_full():
        for number in range(100):
            opened.append(desk.open_case(f"AB-{number}", plain(f"AB-{number}"), reason="new"))

    with pytest.raises(Unavailable, match=r"no room left .* Nothing of this was saved"):
        until_it_is_full()
    event.remove(sqlite_record.database.engine, "connect", no_more_room)
    sqlite_record.database.close()
    assert [row.id for row in desk.cases()] == [row.id for row in opened]
    assert report_of(sqlite_record).sound


@pytest.fixture
def small_disk(tmp_path):
    """A file system of a megabyte and a half, where the tests may make one."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1536k", "tmpfs", str(place)]
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only the owner of the machine may make a small file system")
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no file system may be made here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True, capture_output=True)


def test_a_disk_that_is_really_full_is_said_and_harms_nothing(small_disk, keys, people):
    with create_record(f"sqlite:///{small_disk / 'record.db'}", keys) as record:
        desk = record.desk(people.coordinator)
        case = desk.open_case("AB-1", plain("AB-1"), reason="new").id

        def until_it_is_full():
            for _ in range(3000):
                desk.save("access", access("w" * 500), case=case, reason="n")

        with pytest.raises(Unavailable, match=r"no room left|would not write"):
            until_it_is_full()
    with open_record(record.database.engine.url.render_as_string(), keys) as again:
        assert report_of(again).sound


def test_no_room_beside_the_keys_is_said_and_nothing_is_saved(sqlite_url, small_disk, people):
    with create_record(sqlite_url, small_disk / "keys") as record:
        desk = record.desk(people.coordinator)
        (small_disk / "filler").write_bytes(b"x" * 1_300_000)
        with pytest.raises(OSError, match="No space"):
            (small_disk / "rest").write_bytes(b"x" * 1_000_000)
        with pytest.raises(Unavailable, match="Nothing of this was saved"):
            desk.open_case("AB-1", plain("AB-1"), reason="new")
        (small_disk / "filler").unlink()
        (small_disk / "rest").unlink()
        assert desk.cases() == []
        assert report_of(record).sound


def test_a_server_that_stops_in_the_middle_is_said_and_harms_nothing(keys, people):
    folder = postgresql.programs()
    if folder is None:
        reason = "PostgreSQL is not installed here"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    server = postgresql.Server(folder)
    try:
        url = postgresql.new_database(server)[1]
        with create_record(url, keys) as record:
            desk = record.desk(people.coordinator)
            case = desk.open_case("AB-1", plain("AB-1"), reason="new").id

            def stopped_between():
                with desk.transaction():
                    desk.save("access", access(), case=case, reason="lost")
                    server.stop("immediate")
                    desk.save("access", access(), case=case, reason="lost")

            with pytest.raises(Unavailable, match="cannot be reached"):
                stopped_between()
            with pytest.raises(Unavailable, match="cannot be reached"):
                desk.cases()
            with pytest.raises(Unavailable, match="cannot be reached"):
                open_record(url, keys)
            server.start()
            assert desk.list("access", case=case) == []
            desk.save("access", access(), case=case, reason="again")
            assert report_of(record).sound
    finally:
        server.remove()


def test_a_commit_whose_answer_never_came_is_said_to_be_in_doubt(postgresql_url):
    class Gone:
        def commit(self):
            raise OperationalError("x", {}, Exception("gone"), connection_invalidated=True)

        def rollback(self):
            raise OSError

    with Database(postgresql_url) as database, pytest.raises(InDoubt, match="not known whether"):
        database._commit(Gone())


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://here/there", "A record is named by its URL"),
        ("not a url", "A record is named by its URL"),
        ("sqlite://", "A record needs a file"),
        ("sqlite:///:memory:", "A record needs a file"),
        ("sqlite:///nowhere/at/all.db", "There is no record in nowhere"),
    ],
)
def test_a_url_that_names_no_record_is_said(url, words, keys):
    with pytest.raises(Unavailable, match=words):
        open_record(url, keys)


def test_a_password_is_in_no_message(keys):
    url = "postgresql://user:hunter2@127.0.0.1:1/none"
    with pytest.raises(Unavailable) as refused:
        open_record(url, keys_of(keys))
    assert "hunter2" not in str(refused.value)
    assert refused.value.__cause__ is None


def keys_of(keys):
    from placement.records.keys import Keyring

    return Keyring.create(keys)


def test_a_file_that_is_no_record_is_said(tmp_path, keys):
    keys_of(keys)
    (tmp_path / "other.db").write_bytes(b"not a database at all, but long enough" * 40)
    with pytest.raises(Unavailable, match="damaged or is no record"):
        open_record(f"sqlite:///{tmp_path / 'other.db'}", keys)
    (tmp_path / "empty.db").touch()
    with pytest.raises(Unavailable, match="There is no record in"):
        open_record(f"sqlite:///{tmp_path / 'empty.db'}", keys)


def test_a_record_is_not_made_where_something_is_already(record, url, tmp_path):
    with pytest.raises(Unavailable, match="There is something in"):
        create_record(url, tmp_path / "other keys")
    assert not (tmp_path / "other keys").exists()


# --- older and newer tables --------------------------------------------------------------------


@pytest.fixture
def older(url, keys, clock, people):
    """A record made by this program, taken back to its first tables, with a case in it."""
    with create_record(url, keys, clock=clock) as record:
        desk = record.desk(people.offender_manager)
        desk.open_case(REFERENCE, EXAMPLE, reason="new")
        with record.database.engine.connect() as connection, connection.begin():
            for name in ("ix_versions_kind_case", "ix_vault_versions_kind_case", "ix_audit_case"):
                connection.execute(text(f"DROP INDEX {name}"))
            for name in ("limited_access", "ended_on"):
                connection.execute(text(f"ALTER TABLE cases DROP COLUMN {name}"))
            connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    return url


def test_older_tables_are_refused_by_name_of_the_command_and_upgrading_keeps_all(
    older, keys, clock, people
):
    with pytest.raises(Unavailable, match=r"older edition .* run `placement record upgrade`"):
        open_record(older, keys)
    assert upgrade_record(older) == ("0001", "0002")
    assert upgrade_record(older) == ("0002", "0002")
    with open_record(older, keys, clock=clock) as record:
        desk = record.desk(people.offender_manager)
        (row,) = desk.cases()
        assert (row.reference, row.limited) == (REFERENCE, False)
        assert desk.case(row.id, reason="look").victims[0].reference == "V1"
        assert report_of(record).sound


def test_newer_tables_are_refused_and_left_alone(record, url, keys):
    with record.database.engine.connect() as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for tried in (lambda: open_record(url, keys), lambda: upgrade_record(url)):
        with pytest.raises(Unavailable, match=r"newer edition .* Install the newer program"):
            tried()


def test_the_tables_of_the_newest_revision_are_those_the_program_knows(record):
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from placement.records import schema
    from placement.records.migrating import known

    assert known()[-1] == schema.HEAD
    with record.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
