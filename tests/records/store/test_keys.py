"""The keys stand outside the database, can be changed, and are missed by name."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest
from sqlalchemy import select

from placement.errors import NoKey, NotAllowed, RecordError
from placement.records import schema
from placement.records.keys import Keyring
from placement.records.rotation import retire, rotate
from placement.records.seal import new_secret, seal, unseal
from placement.records.store import create_record

from .cases import EXAMPLE, REFERENCE, access
from .test_the_log import report_of


@pytest.fixture
def case(record, people):
    return record.desk(people.offender_manager).open_case(REFERENCE, EXAMPLE, reason="new").id


def sealed_bodies(record):
    with record.database.reading() as connection:
        return [
            row.sealed
            for table in (schema.versions, schema.vault_versions)
            for row in connection.execute(select(table).order_by(table.c.id, table.c.version))
        ]


def test_only_the_owner_may_read_the_keys(keys):
    Keyring.create(keys)
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys.iterdir()} == {0o600}


def test_keys_that_others_may_read_are_refused(keys):
    Keyring.create(keys)
    (keys / "record-0001.key").chmod(0o644)
    with pytest.raises(NoKey, match=r"Others on this machine may read .*chmod -R go-rwx"):
        Keyring.load(keys)


def test_no_secret_stands_in_any_text_of_a_key(keys):
    ring = Keyring.create(keys)
    for purpose in ("record", "vault", "audit"):
        key = ring.newest(purpose)
        for text in (repr(key), str(key), repr(ring), key.id):
            assert key.secret.hex() not in text
            assert repr(key.secret) not in text


def test_a_second_set_of_keys_is_not_written_over_the_first(keys):
    Keyring.create(keys)
    with pytest.raises(NoKey, match="holds keys already"):
        Keyring.create(keys)


def test_a_damaged_key_is_said(keys):
    Keyring.create(keys)
    path = keys / "audit-0001.key"
    path.write_text(path.read_text()[:-10])
    with pytest.raises(NoKey, match="is not a key as the record writes one"):
        Keyring.load(keys)


def test_no_keys_at_all_is_said(tmp_path):
    with pytest.raises(NoKey, match="cannot be used"):
        Keyring.load(tmp_path / "nowhere")


def test_a_sealed_text_opens_under_its_own_key_and_binding_alone():
    key = new_secret()
    sealed = seal(key, b"who", "versions", "id", 1)
    assert unseal(key, sealed, "versions", "id", 1) == b"who"
    for other, bound in (
        (new_secret(), ("versions", "id", 1)),
        (key, ("versions", "id", 2)),
        (key, ("vault_versions", "id", 1)),
    ):
        with pytest.raises(RecordError, match="does not open"):
            unseal(other, sealed, *bound)
    with pytest.raises(RecordError):
        unseal(key, sealed[:20], "versions", "id", 1)


def test_the_keys_of_another_record_are_refused_before_anything_is_read(again, case, tmp_path):
    other = create_record(f"sqlite:///{tmp_path / 'other.db'}", tmp_path / "other keys")
    other.close()
    with pytest.raises(NoKey) as refused:
        again(keys=tmp_path / "other keys")
    assert "another record key" in str(refused.value)
    assert "another audit key" in str(refused.value)


@pytest.mark.parametrize("purpose", ["record", "audit"])
def test_without_the_record_or_the_audit_key_the_record_does_not_open(again, case, keys, purpose):
    (keys / f"{purpose}-0001.key").unlink()
    with pytest.raises(NoKey, match=f"The {purpose} key is not in .* cannot be used"):
        again()


def test_without_the_vault_key_all_but_the_protected_works(again, case, keys, people):
    (keys / "vault-0001.key").unlink()
    record = again()
    desk = record.desk(people.coordinator)
    saved = desk.save("access", access(), case=case, reason="named")
    assert desk.read(saved.id).data["why"] == "works with them"
    assert [row.reference for row in desk.cases()] == [REFERENCE]
    for closed in (
        lambda: desk.list("protected", case=case),
        lambda: desk.case(case, reason="look"),
        lambda: desk.save("protected", {"text": "victims = []"}, case=case, reason="none"),
    ):
        with pytest.raises(NoKey, match="stays sealed; all else works"):
            closed()
    assert report_of(record).sound


def test_changing_the_keys_touches_no_sealed_body_and_all_opens_as_before(
    record, people, case, again
):
    before = sealed_bodies(record)
    desk = record.desk(people.coordinator)
    done = rotate(desk, reason="yearly")
    assert done["record"] >= 3
    assert done["vault"] == 1
    assert sealed_bodies(record) == before
    assert report_of(record).sound
    for each in (record, again()):
        found = each.desk(people.offender_manager).case(case, reason="after")
        assert found.victims[0].reference == "V1"
    with record.database.reading() as connection:
        wrapped = {row.key_id for row in connection.execute(select(schema.data_keys))}
    assert {key_id.split("-")[1] for key_id in wrapped} == {"2"}


def test_another_office_that_has_the_record_open_goes_on_after_a_change(
    record, people, case, again
):
    elsewhere = again()
    rotate(record.desk(people.coordinator), reason="yearly")
    saved = elsewhere.desk(people.coordinator).save("access", access(), case=case, reason="named")
    assert record.desk(people.coordinator).read(saved.id).version == 1


def test_a_change_that_was_cut_short_leaves_all_as_it_was_and_is_taken_up(
    record, people, case, again, monkeypatch
):
    from placement.records import datakeys

    def cut(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(datakeys, "rewrap", cut)
        with pytest.raises(KeyboardInterrupt):
            rotate(record.desk(people.coordinator), reason="yearly")
    opened = again()
    desk = opened.desk(people.coordinator)
    assert desk.case(case, reason="still there").victims[0].reference == "V1"
    rotate(desk, reason="yearly")
    assert opened.keyring.newest("record").version == 2
    assert report_of(opened).sound


def test_old_keys_are_destroyed_only_once_nothing_is_wrapped_under_them(record, people, case, keys):
    desk = record.desk(people.coordinator)
    assert retire(desk, reason="tidy") == []
    rotate(desk, purposes=["vault"], reason="yearly")
    gone = retire(desk, reason="so that old backups do not open")
    assert [key_id.split("-")[:2] for key_id in gone] == [["vault", "1"]]
    assert not (keys / "vault-0001.key").exists()
    assert desk.case(case, reason="after").victims[0].reference == "V1"
    assert report_of(record).sound


def test_only_whoever_looks_after_the_record_changes_its_keys(record, people, case):
    with pytest.raises(NotAllowed):
        rotate(record.desk(people.offender_manager), reason="why not")


def test_the_keys_are_not_in_the_database(sqlite_record, people):
    sqlite_record.desk(people.offender_manager).open_case(REFERENCE, EXAMPLE, reason="new")
    sqlite_record.database.tidy()
    kept = sqlite_record.database.path.read_bytes()
    for purpose in ("record", "vault", "audit"):
        assert sqlite_record.keyring.newest(purpose).secret not in kept
    assert b"PE13" not in kept
    assert os.stat(sqlite_record.database.path).st_mode & 0o077 == 0


def test_a_process_that_dies_while_it_writes_a_key_leaves_no_half_of_one(
    sqlite_record, keys, monkeypatch
):
    ring = Keyring.load(keys)
    before = {path.name for path in keys.glob("*.key")}

    def dies(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("placement.records.keys.os.fsync", dies)
    with pytest.raises(KeyboardInterrupt):
        ring.add("vault")
    monkeypatch.undo()
    assert {path.name for path in keys.glob("*.key")} == before
    assert Keyring.load(keys).add("vault").version == ring.newest("vault").version + 1


def test_a_process_that_dies_while_it_destroys_a_key_leaves_the_record_open(sqlite_record, keys):
    ring = Keyring.load(keys)
    old = ring.newest("vault")
    ring.add("vault")
    left = keys / f"vault-{old.version:04d}.key"
    left.rename(keys / f".gone-{left.name}")
    again = Keyring.load(keys)
    assert not again.has(old.id)
    assert not list(keys.glob(".gone-*"))


def test_what_a_process_left_that_died_while_it_wrote_a_key_is_swept_and_the_key_stays(keys):
    ring = Keyring.create(keys)
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], stdout=-1)
    left = keys / f".vault-0001.key.{int(dead.stdout)}.new"
    os.link(keys / "vault-0001.key", left)  # it died between giving the name and taking the other
    at_work = keys / f".vault-0002.key.{os.getpid()}.new"
    at_work.write_text("half of one")
    assert Keyring.load(keys).get(ring.newest("vault").id) == ring.newest("vault")
    assert left.exists()  # in another container it may be at work: its processes are not seen here
    for each in (left, at_work):
        os.utime(each, (0, 0))
    assert Keyring.load(keys).get(ring.newest("vault").id) == ring.newest("vault")
    assert not left.exists()
    assert at_work.exists()
