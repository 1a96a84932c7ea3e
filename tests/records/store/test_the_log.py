"""Who did what is in the log, in a chain that shows any change: to it, or to what it speaks of."""

from __future__ import annotations

import random
import shutil
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from placement.errors import NotAllowed, Unavailable
from placement.records import schema
from placement.records.accepting import accept
from placement.records.logbook import entries, verified
from placement.records.verify import verify

from .cases import EXAMPLE, REFERENCE, access

SEEDS = 60


@pytest.fixture
def case(record, people):
    return a_little_of_everything(record, people)


def a_little_of_everything(record, people):
    desk = record.desk(people.offender_manager)
    case = desk.open_case(REFERENCE, EXAMPLE, reason="new case").id
    desk.case(case, reason="before the meeting")
    desk.log("disclosure", case=case, what="minutes", to_whom="E07000009", reason="for the meeting")
    coordinator = record.desk(people.coordinator)
    saved = coordinator.save("access", access(), case=case, reason="named")
    coordinator.save("access", access("chairs"), id=saved.id, based_on=1, reason="better")
    coordinator.save("access", access(person=people.coordinator.id), case=case, reason="theirs")
    coordinator.end_case(case, on=None, reason="not ended")
    coordinator.limit(case, limited=True, reason="known to the press")
    return case


def report_of(record):
    with record.database.reading() as connection:
        return verify(connection, record.keyring)


def behind_its_back(record, *statements):
    """Change the database as somebody with its password would: the triggers set aside."""
    with record.database.engine.connect() as connection, connection.begin():
        for table in schema.APPEND_ONLY:
            if record.database.is_sqlite:
                for verb in ("update", "delete"):
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{verb}"))
            else:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        for statement in statements:
            connection.execute(statement)


def test_every_act_is_there_with_who_when_what_to_whom_and_why(record, people, case):
    found = entries(record.desk(people.auditor), case=case)[::-1]
    acts = [(each.action, each.actor, each.what["kind"], each.reason) for each in found]
    assert ("collection", "om.one", "case", "new case") in acts
    assert ("consultation", "om.one", "case", "before the meeting") in acts
    assert ("alteration", "co.one", "access", "better") in acts
    told = next(each for each in found if each.action == "disclosure")
    assert (told.to_whom, told.reason) == ("E07000009", "for the meeting")
    assert [each.at for each in found] == sorted(each.at for each in found)


def test_an_auditor_is_not_shown_what_was_typed_about_something_protected(record, people, case):
    def reasons(person):
        found = entries(record.desk(person), case=case)
        return {each.reason for each in found if each.what["kind"] == "protected"}

    assert reasons(people.auditor) == {None}
    assert reasons(people.coordinator) == {"new case", "before the meeting"}


def test_reading_the_log_is_itself_in_the_log(record, people, case):
    entries(record.desk(people.auditor))
    newest = entries(record.desk(people.auditor), newest=1)[0]
    assert (newest.actor, newest.what["kind"]) == ("au.one", "audit")


def test_only_the_auditor_and_the_coordinator_read_the_log(record, people, case):
    for person in (people.spoc, people.panel, people.offender_manager, people.smb):
        with pytest.raises(NotAllowed):
            entries(record.desk(person))
        with pytest.raises(NotAllowed):
            verified(record.desk(person))


def test_a_log_that_nobody_touched_is_sound_and_says_how_much_was_looked_at(record, people, case):
    report = verified(record.desk(people.auditor))
    assert report.sound
    assert report.versions == 6
    assert str(report).startswith("The log is sound")


@pytest.mark.parametrize("table", schema.APPEND_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE {} SET role = 'x'", "DELETE FROM {}"])
def test_the_engine_itself_refuses_to_change_what_is_only_added_to(record, case, table, statement):
    with pytest.raises(Unavailable, match="only ever adds to"), record.writing() as transaction:
        transaction.connection.execute(text(statement.format(table)))
    assert report_of(record).sound


def test_an_entry_left_out_is_found_and_named(record, case):
    behind_its_back(record, text("DELETE FROM audit WHERE seq = 4"))
    report = report_of(record)
    assert report.problems[0].entry == 4
    assert "Entry 4 is not in the log." in str(report)
    assert "restore the latest backup" in str(report)


def test_the_end_cut_off_is_found_and_nothing_is_written_until_somebody_has_looked(
    record, people, case
):
    behind_its_back(record, text("DELETE FROM audit WHERE seq > 6"))
    assert "its end was cut off" in str(report_of(record))
    with pytest.raises(Unavailable, match="run `placement audit verify`"):
        record.desk(people.coordinator).cases()


def test_two_entries_that_changed_places_are_found(record, case):
    behind_its_back(
        record,
        text("UPDATE audit SET seq = -1 WHERE seq = 3"),
        text("UPDATE audit SET seq = 3 WHERE seq = 5"),
        text("UPDATE audit SET seq = 5 WHERE seq = -1"),
    )
    assert report_of(record).problems[0].entry == 3


def test_an_older_copy_of_the_database_is_found(sqlite_record, people, tmp_path):
    case = a_little_of_everything(sqlite_record, people)
    path = sqlite_record.database.path
    sqlite_record.database.tidy()
    shutil.copy(path, tmp_path / "older.db")
    sqlite_record.desk(people.coordinator).limit(case, limited=False, reason="quiet")
    sqlite_record.close()
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    shutil.copy(tmp_path / "older.db", path)
    assert "an older copy of the database was put in its place" in str(report_of(sqlite_record))


def test_a_missing_or_changed_anchor_is_said(record, case):
    path = next(record.keyring.directory.glob("anchor-*.json"))
    kept = path.read_text()
    path.write_text(kept.replace('"seq":', '"seq":1'))
    assert "was changed outside the program" in str(report_of(record))
    path.unlink()
    assert "is missing" in str(report_of(record))


def test_a_case_a_key_or_a_mark_changed_behind_the_logs_back_is_found(record, case):
    for statement, words in (
        ("UPDATE cases SET limited_access = {false}", "limited access of the case"),
        ("UPDATE cases SET ended_on = '2020-01-01'", "day on which the case"),
        ("UPDATE cases SET erased_at = '2020'", "was erased is not as the log says"),
        ("UPDATE about SET value = 'yes' WHERE name = 'synthetic'", "says of itself"),
        ("UPDATE about SET value = 'x' WHERE name = 'copy'", "another copy"),
        ("UPDATE data_keys SET wrapped = NULL WHERE compartment = 'vault'", "is gone, and no"),
    ):
        false = "0" if record.database.is_sqlite else "false"
        behind_its_back(record, text(statement.format(false=false)))
        assert words in str(report_of(record))


def changed(value, chance):
    """The same value with one thing in it changed."""
    if isinstance(value, bytes):
        place = chance.randrange(len(value))
        return value[:place] + bytes([value[place] ^ 1 << chance.randrange(8)]) + value[place + 1 :]
    if isinstance(value, int):
        return value + chance.choice([1000, 2000])
    place = chance.randrange(len(value)) if value else 0
    other = chance.choice([letter for letter in "0aZ" if letter != value[place : place + 1]])
    return value[:place] + other + value[place + 1 :]


def mutated(record, seed):
    """Change or remove one thing in the log or the versions; say what."""
    chance = random.Random(seed)
    table = chance.choice([schema.audit, schema.versions, schema.vault_versions])
    with record.database.reading() as connection:
        row = chance.choice(connection.execute(select(table)).mappings().all())
    key = [column == row[column.name] for column in table.primary_key.columns]
    if chance.random() < 0.15:
        return table.delete().where(*key)
    column = chance.choice([name for name, value in row.items() if value is not None])
    return table.update().where(*key).values({column: changed(row[column], chance)})


@pytest.mark.parametrize(
    "seeds", [range(SEEDS), pytest.param(range(10 * SEEDS), marks=pytest.mark.soak)], ids=len
)
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_any_one_thing_changed_at_random_in_the_log_or_the_versions_is_found(
    engine, seeds, request, people, keys, clock
):
    from placement.records.store import create_record

    url = request.getfixturevalue(f"{engine}_url")
    with create_record(url, keys, clock=clock) as record:
        a_little_of_everything(record, people)
        behind_its_back(record)
        for seed in range(SEEDS):
            with record.database.engine.connect() as connection, connection.begin() as undone:
                statement = mutated(record, seed)
                connection.execute(statement)
                assert not verify(connection, record.keyring).sound, (seed, str(statement))
                undone.rollback()
        assert report_of(record).sound


def test_a_clock_that_went_backwards_is_refused_with_both_times(record, people, case, clock):
    clock.go(hours=-2)
    with pytest.raises(Unavailable) as refused:
        record.desk(people.coordinator).cases()
    assert "The clock of this machine says 22 November 2026 07:00" in str(refused.value)
    assert "the log was made at 22 November 2026 09:00" in str(refused.value)
    clock.go(hours=2)
    record.desk(people.coordinator).cases()
    assert report_of(record).sound


def test_an_end_known_to_be_lost_can_be_accepted_with_a_reason_and_no_other_fault(
    record, people, case, url, keys, clock
):
    desk = record.desk(people.coordinator)
    desk.log("disclosure", what="minutes", reason="lost with the server")
    behind_its_back(record, text("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)"))
    with pytest.raises(NotAllowed):
        accept(url, keys, people.spoc, reason="why not", clock=clock)
    accept(url, keys, people.coordinator, reason="the server failed over", clock=clock)
    assert report_of(record).sound
    found = entries(record.desk(people.auditor), newest=1)[0]
    assert found.what["seen"] == found.what["end"] + 1
    assert found.reason == "the server failed over"
    behind_its_back(record, text("DELETE FROM audit WHERE seq = 4"))
    with pytest.raises(Unavailable, match="Entry 4 is not in the log"):
        accept(url, keys, people.coordinator, reason="again", clock=clock)


def test_after_a_clock_that_ran_ahead_somebody_accepts_it_and_the_record_goes_on(
    record, people, case, url, keys, clock
):
    clock.go(days=400)
    record.desk(people.coordinator).cases()
    clock.go(days=-400)
    with pytest.raises(Unavailable, match="`placement audit accept` goes on from it"):
        record.desk(people.coordinator).cases()
    accept(url, keys, people.coordinator, reason="the clock was wrong for an hour", clock=clock)
    record.desk(people.coordinator).cases()
    assert report_of(record).sound


def test_clocks_that_differ_by_a_second_or_two_do_not_keep_an_office_out(record, people, clock):
    record.desk(people.coordinator).cases()
    clock.time -= timedelta(seconds=4)
    record.desk(people.coordinator).cases()
    assert report_of(record).sound
