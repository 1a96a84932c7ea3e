"""Who may open which record at all, and the record that the demonstration opens."""

from __future__ import annotations

import pytest

from placement.errors import NotAllowed, PlacementError, RecordError
from placement.records import Actor
from placement.records.kinds.base import ROLES
from scenarios.demonstration import person

from .cases import EXAMPLE, REFERENCE


@pytest.mark.parametrize("name", ["Mary Smith", "", "a b", "x" * 101, "pé"])
def test_a_staff_id_is_never_a_name(name):
    with pytest.raises(NotAllowed, match="never a name") as refused:
        Actor(id=name, role="panel", agency="police")
    assert not name or name not in str(refused.value)


def test_a_role_that_the_record_does_not_know_is_refused_with_those_it_knows():
    with pytest.raises(NotAllowed, match="offender_manager, victim_liaison"):
        Actor(id="x", role="admin", agency="police")


def test_the_demonstration_opens_a_record_of_synthetic_people_and_no_other(sqlite_record):
    for role in ROLES:
        with pytest.raises(NotAllowed, match="opens only a record of synthetic people"):
            sqlite_record.desk(person(role, "E07000010"))


def test_every_refusal_of_the_record_is_one_that_a_person_can_act_on():
    assert issubclass(RecordError, PlacementError)


def test_texts_of_records_and_people_hold_nothing_of_a_case(sqlite_record, people):
    desk = sqlite_record.desk(people.offender_manager)
    row = desk.open_case(REFERENCE, EXAMPLE, reason="new")
    for thing in (desk, sqlite_record, row, desk.read(row.id), desk.list("protected")):
        for word in (REFERENCE, "PE13", "V1"):
            assert word not in repr(thing)
