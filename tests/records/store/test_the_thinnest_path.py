"""From nothing to a case on file, on both engines: opened, read, changed, listed, withdrawn."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from placement.errors import InputError, NotAllowed
from placement.records import schema

from .cases import EXAMPLE, REFERENCE, access, plain, protected


@pytest.fixture
def desk(record, people):
    return record.desk(people.offender_manager)


@pytest.fixture
def case(desk):
    return desk.open_case(REFERENCE, EXAMPLE, reason="new case").id


def test_a_case_opened_whole_comes_back_whole(desk, case):
    found = desk.case(case, reason="before the meeting")
    assert found.reference == REFERENCE
    assert [victim.reference for victim in found.victims] == ["V1"]
    assert len(found.conditions) == 2


def test_a_case_and_its_protected_part_given_apart_come_back_together(desk):
    text = plain("AB-1").replace("household", "conditions = []\nhousehold")
    row = desk.open_case("AB-1", text, protected=protected("AB-1"), reason="new")
    assert desk.case(row.id, reason="look").victims[0].avoid_metres == 4000


def test_what_is_protected_is_in_the_vault_and_nowhere_else(record, desk, case):
    with record.database.reading() as connection:
        kinds = {row.kind for row in connection.execute(select(schema.vault_versions))}
        open_kinds = {row.kind for row in connection.execute(select(schema.versions))}
    assert kinds == {"protected"}
    assert open_kinds == {"case", "access"}


def test_nothing_of_the_person_stands_unsealed(record, desk, case):
    desk.log("disclosure", case=case, what="minutes", to_whom="Mr Landlord", reason="he asked why")
    with record.database.reading() as connection:
        for table in schema.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                text = repr(tuple(row)).lower()
                for word in (REFERENCE.lower(), "pe13", "v1'", "landlord", "he asked"):
                    assert word not in text, table.name


def test_a_second_case_under_one_reference_is_refused(desk, case):
    with pytest.raises(InputError, match="a case is open under it"):
        desk.open_case(REFERENCE, EXAMPLE, reason="again")


def test_a_case_found_by_its_reference_is_the_one_opened(desk, case, record, people):
    assert desk.find_case(REFERENCE).id == case
    assert desk.find_case("DEMO-999") is None
    assert record.desk(people.other_manager).find_case(REFERENCE) is None


def test_only_whoever_has_to_do_with_a_case_sees_it(record, people, case):
    assert [row.reference for row in record.desk(people.coordinator).cases()] == [REFERENCE]
    for other in (people.other_manager, people.spoc, people.panel, people.auditor, people.smb):
        desk = record.desk(other)
        assert desk.cases() == []
        with pytest.raises(NotAllowed):
            desk.case(case, reason="curious")


def test_housing_holds_a_referred_case_without_what_is_protected(record, people, desk, case):
    office = {
        "lha": people.spoc.lha,
        "post": "spoc",
        "staff": people.spoc.id,
        "name": "the SPOC",
        "email": "spoc@example.org",
        "from": "2026-01-01",
    }
    there = record.desk(people.coordinator).save("office", office, reason="named").id
    desk.save("referral", referral(people, there), case=case, reason="to the authority")
    found = record.desk(people.spoc).case(case, reason="referred to us")
    assert found.victims is None
    assert found.protected_elsewhere
    assert all(condition.share_with_housing for condition in found.conditions)


def referral(people, office):
    return {
        "lha": people.spoc.lha,
        "office": office,
        "on": "2026-11-20",
        "channel": "secure_email",
        "conditions": "given",
        "risk_assessment": "given",
        "housing_history": "given",
        "property_interest": "given",
    }


def test_a_record_saved_read_changed_and_withdrawn_keeps_every_version(record, people, case):
    desk = record.desk(people.coordinator)
    first = desk.save("access", access(), case=case, reason="named")
    second = desk.save("access", access("chairs"), id=first.id, based_on=1, reason="better words")
    assert (first.version, second.version) == (1, 2)
    assert desk.read(first.id).data["why"] == "chairs"
    assert desk.read(first.id, version=1).data["why"] == "works with them"
    desk.withdraw(first.id, based_on=2, reason="named in error")
    states = [(each.version, each.state) for each in desk.history(first.id)]
    assert states == [(1, "current"), (2, "current"), (3, "withdrawn")]
    assert first.id not in [each.id for each in desk.list("access", case=case)]
    assert first.id in [each.id for each in desk.list("access", case=case, withdrawn=True)]


def test_a_list_is_narrowed_by_fields_kept_in_the_open_and_by_no_others(record, people, case):
    desk = record.desk(people.coordinator)
    saved = desk.save("access", access(person="x.y"), case=case, reason="named")
    assert [each.id for each in desk.list("access", person="x.y")] == [saved.id]
    with pytest.raises(InputError, match="why is not kept in the open"):
        desk.list("access", why="works with them")


def test_several_saves_in_one_transaction_are_one_commit(record, people, case):
    desk = record.desk(people.coordinator)

    def fails_half_way():
        with desk.transaction():
            desk.save("access", access(person="x.y"), case=case, reason="named")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_half_way()
    assert desk.list("access", case=case, person="x.y") == []
    with desk.transaction():
        for person in ("a.a", "b.b"):
            desk.save("access", access(person=person), case=case, reason="named")
    assert len(desk.list("access", case=case)) == 3


def test_a_record_opened_again_holds_what_was_saved(case, again, people):
    assert again().desk(people.offender_manager).case(case, reason="look").reference == REFERENCE


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_change_needs_a_reason(desk, reason):
    with pytest.raises(InputError, match="Say in a few words"):
        desk.open_case(REFERENCE, EXAMPLE, reason=reason)
