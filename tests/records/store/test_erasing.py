"""Erasing a case destroys its keys: the log still verifies, numbers stay, nobody comes back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from placement.errors import InputError, NoKey, NotAllowed
from placement.records import schema
from placement.records.backup import back_up
from placement.records.erasure import erase_case, erase_record
from placement.records.kinds import KINDS
from placement.records.logbook import entries
from placement.records.restore import restore
from placement.records.retention import due
from placement.records.retention_records import (
    ENDS,
    LIKE_ITS_VACANCY,
    ON_ANY_DAY,
    records_due,
)
from placement.records.store import open_record

from ..kinds.examples import EXAMPLES
from .cases import EXAMPLE, REFERENCE, access, plain
from .test_the_log import report_of


@pytest.fixture
def case(record, people):
    return record.desk(people.offender_manager).open_case(REFERENCE, EXAMPLE, reason="new").id


@pytest.fixture
def coordinator(record, people):
    return record.desk(people.coordinator)


def test_an_erased_case_cannot_be_read_listed_or_added_to(coordinator, case):
    saved = coordinator.save("access", access(), case=case, reason="named")
    erase_case(coordinator, case, reason="asked_by_the_person")
    assert coordinator.cases() == []
    assert coordinator.find_case(REFERENCE) is None
    assert coordinator.list("access") == []
    for closed in (
        lambda: coordinator.read(saved.id),
        lambda: coordinator.history(case),
        lambda: coordinator.case(case, reason="look"),
        lambda: coordinator.save("access", access(), case=case, reason="more"),
        lambda: coordinator.log("disclosure", case=case, what="minutes", reason="late"),
        lambda: erase_case(coordinator, case, reason="retention"),
    ):
        with pytest.raises(NoKey, match="was erased"):
            closed()


def test_the_log_still_verifies_and_holds_nothing_that_was_erased(
    record, coordinator, people, case
):
    coordinator.log("disclosure", case=case, what="minutes", to_whom="A Landlord", reason="secret")
    erase_case(coordinator, case, reason="retention")
    assert report_of(record).sound
    found = entries(record.desk(people.auditor), case=case)
    erasure = next(each for each in found if each.action == "erasure")
    assert erasure.what["why"] == "retention"
    assert {each.reason for each in found if each is not erasure} == {None}
    assert "secret" not in repr(found)
    assert "Landlord" not in repr(found)


def test_its_numbers_stay_and_its_keys_and_its_reference_are_gone(record, coordinator, case):
    erase_case(coordinator, case, reason="retention")
    with record.database.reading() as connection:
        plain_kept = [row.plain for row in connection.execute(select(schema.versions))]
        kept = connection.execute(select(schema.cases)).one()
        keys = connection.execute(
            select(schema.data_keys).where(schema.data_keys.c.subject == case)
        ).all()
    assert any('"as":"offender_manager"' in text for text in plain_kept)
    assert kept.reference_index is None
    assert {row.wrapped for row in keys} == {None}
    assert len(keys) == 2


def test_the_reference_may_be_used_again(record, coordinator, case, people):
    erase_case(coordinator, case, reason="opened_in_error")
    again = record.desk(people.offender_manager).open_case(REFERENCE, EXAMPLE, reason="new")
    assert again.id != case


def test_what_is_protected_can_be_erased_alone(record, coordinator, people, case):
    erase_case(coordinator, case, reason="retention", compartments=["vault"])
    assert coordinator.list("protected", case=case) == []
    assert coordinator.find_case(REFERENCE).id == case
    assert report_of(record).sound


def test_a_record_of_no_case_can_be_erased_alone(record, coordinator):
    office = {
        "lha": "E07000009",
        "post": "spoc",
        "staff": "sp.one",
        "name": "Someone",
        "telephone": "01632 960001",
        "from": "2026-01-01",
    }
    kept = coordinator.save("office", office, reason="named")
    gone = coordinator.save("office", office, reason="named")
    erase_record(coordinator, gone.id, reason="asked_by_the_person")
    assert [each.id for each in coordinator.list("office")] == [kept.id]
    assert report_of(record).sound


def test_an_erasure_has_a_reason_from_a_list_since_a_typed_one_would_stay(coordinator, case):
    with pytest.raises(InputError, match="retention, asked_by_the_person"):
        erase_case(coordinator, case, reason="Mr Smith asked")
    with (
        pytest.raises(InputError, match="outside any other transaction"),
        coordinator.transaction(),
    ):
        erase_case(coordinator, case, reason="retention")
    assert coordinator.find_case(REFERENCE) is not None


def test_only_the_coordinator_erases(record, people, case):
    for person in (people.offender_manager, people.spoc, people.auditor):
        with pytest.raises(NotAllowed):
            erase_case(record.desk(person), case, reason="retention")


def test_a_key_that_was_destroyed_is_not_left_in_the_file(sqlite_record, people):
    desk = sqlite_record.desk(people.coordinator)
    case = desk.open_case(REFERENCE, EXAMPLE, reason="new").id
    with sqlite_record.database.reading() as connection:
        table = schema.data_keys
        wrapped = list(
            connection.execute(select(table.c.wrapped).where(table.c.subject == case)).scalars()
        )
    assert len(wrapped) == 2
    erase_case(desk, case, reason="retention")
    path = sqlite_record.database.path
    for file in (path, path.with_name(path.name + "-wal")):
        content = file.read_bytes()
        assert not any(key in content for key in wrapped), file.name


@pytest.mark.parametrize("cut", [False, True])
def test_restoring_an_older_backup_does_not_bring_an_erased_person_back(
    record, coordinator, people, case, tmp_path, sqlite_url, clock, keys, cut, monkeypatch
):
    kept = coordinator.open_case("AB-2", plain("AB-2"), reason="new").id
    back_up(coordinator, tmp_path / "before.backup")
    if cut:
        # killed once all was erased, and before the list could say that it was done
        from placement.records.erasure import Erasures

        note = Erasures.note
        monkeypatch.setattr(Erasures, "note", lambda *of: note(*of) if of[1] == "begun" else None)
    erase_case(coordinator, case, reason="asked_by_the_person")
    place = f"sqlite:///{tmp_path / 'restored.db'}"
    done = restore(
        tmp_path / "before.backup", place, keys, people.coordinator, reason="lost", clock=clock
    )
    assert done.erased == (case,)
    with open_record(place, keys, clock=clock) as restored:
        assert [row.id for row in restored.desk(people.coordinator).cases()] == [kept]
        assert report_of(restored).sound


def test_retention_reports_what_is_due_and_erases_nothing(coordinator, case):
    def on(day):
        return [each.compartments for each in due(coordinator, day)]

    assert on(date(2099, 1, 1)) == [()]
    coordinator.end_case(case, on=date(2027, 3, 1), reason="registration ended")
    assert on(date(2028, 2, 29)) == [()]
    assert on(date(2028, 3, 1)) == [("vault",)]
    assert on(date(2033, 2, 28)) == [("vault",)]
    assert on(date(2033, 3, 1)) == [("record", "vault")]
    (kept,) = due(coordinator, date(2030, 1, 1))
    assert (kept.ended_on, kept.until) == (date(2027, 3, 1), date(2033, 3, 1))
    assert coordinator.find_case(REFERENCE) is not None


def test_what_was_erased_is_not_due_again(coordinator, case):
    coordinator.end_case(case, on=date(2027, 3, 1), reason="registration ended")
    erase_case(coordinator, case, reason="retention", compartments=["vault"])
    assert [each.compartments for each in due(coordinator, date(2029, 1, 1))] == [()]
    erase_case(coordinator, case, reason="retention")
    assert due(coordinator, date(2099, 1, 1)) == []


# --- records of no case, each kind as long as its own retention says ------------------------------


def test_a_record_of_no_case_is_due_as_long_after_its_end_as_its_kind_is_kept(coordinator):
    home = {"reference": "V-1", "lha": "E07000009", "kind": "social_rent"}
    gone = coordinator.save("vacancy", {**home, "to": "2026-12-01"}, reason="new").id
    free = coordinator.save("vacancy", {**home, "reference": "V-2"}, reason="new").id
    other = coordinator.save("vacancy", {**home, "reference": "V-3"}, reason="new").id
    coordinator.withdraw(other, based_on=1, reason="entered twice")

    def on(day):
        return {each.id: each for each in records_due(coordinator, day)}

    assert on(date(2028, 11, 30))[gone].due is False
    assert on(date(2028, 12, 1))[gone].due is True
    assert on(date(2099, 1, 1))[free].until is None
    assert on(date(2028, 11, 22))[other].until == date(2028, 11, 22)
    erase_record(coordinator, gone, reason="retention")
    assert gone not in on(date(2099, 1, 1))
    assert records_due(coordinator, date(2028, 11, 22))[0].id == other


def test_a_confirmation_is_kept_as_long_as_what_it_confirms(coordinator, record, people):
    home = {"reference": "V-1", "lha": "E07000009", "kind": "social_rent", "to": "2026-12-01"}
    vacancy = record.desk(people.offender_manager).save("vacancy", home, reason="new").id
    confirmed = {"vacancy": vacancy, "lha": "E07000009", "on": "2026-11-22"}
    own = coordinator.save("vacancy_confirmation", confirmed, reason="rang them").id
    until = {each.id: each.until for each in records_due(coordinator, date(2027, 1, 1))}
    assert until[own] == until[vacancy] == date(2028, 12, 1)


def test_every_kind_that_can_be_of_no_case_says_when_it_ends():
    for name, kind in KINDS.items():
        if (kind.of_case and kind.case_needed) or name in LIKE_ITS_VACANCY:
            continue
        keys = getattr(kind.model, "keys", tuple)() or tuple(EXAMPLES[name])
        assert set(ENDS.get(name, ON_ANY_DAY)) & set(keys), name


def test_who_may_not_erase_is_told_nothing_of_what_is_due(record, people):
    for person in (people.offender_manager, people.spoc, people.auditor):
        with pytest.raises(NotAllowed):
            records_due(record.desk(person), date(2030, 1, 1))


def test_what_is_protected_goes_after_its_own_time_though_a_decision_was_frozen(
    coordinator, case, record, people
):
    data = {"body": {"format": 1}, "digest": "ab" * 32}
    coordinator.save("frozen", data, case=case, reason="decided")
    coordinator.end_case(case, on=date(2027, 3, 1), reason="registration ended")
    (kept,) = due(coordinator, date(2028, 3, 1))
    assert kept.compartments == ("vault",)
