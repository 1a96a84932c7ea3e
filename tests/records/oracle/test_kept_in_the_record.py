"""Questions put to a real record: what a SPOC's desk gets, what stays, what is passed on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from placement.errors import InputError, NotAllowed
from placement.load import load_setting
from placement.records import schema
from placement.records.erasure import erase_case
from placement.records.oracle.kept import (
    VaultLog,
    check_vacancy,
    last_released,
    pass_on,
    passed_on,
    release_for_housing,
)

from ..conftest import LHA
from .kept_cases import opened, vacancy


class Wait:
    def __init__(self):
        self.waited = []

    def __call__(self, seconds):
        self.waited.append(seconds)


def ask(desk, case, home, setting, wait=None):
    today = replace(setting, as_of=desk.record.clock().date())
    return check_vacancy(
        desk, case, home, today, wait=wait or Wait(), stopwatch=iter((0.0, 1.0)).__next__
    )


def test_a_spoc_gets_an_answer_and_waits_and_others_do_not_wait(spoc, desk, case, home, setting):
    wait = Wait()
    answer = ask(spoc, case, home, setting, wait)
    assert answer.answer in ("clear", "refer")
    assert wait.waited == [setting.numbers["oracle.delay_seconds"] - 1.0]
    ask(desk, case, home, setting, wait)
    assert len(wait.waited) == 1


def test_an_address_in_the_area_is_a_conflict_for_the_offender_manager(
    spoc, desk, case, clock, setting
):
    near = vacancy(desk, spoc, case, clock, postcode="CB7 4AA", reference="V-2")
    clock.go(days=2)
    assert ask(desk, case, near, setting).answer == "conflict"
    assert ask(spoc, case, near, setting).answer == "refer"


def test_before_a_day_has_passed_or_without_a_link_nothing_is_answered(
    spoc, desk, case, clock, setting
):
    made = vacancy(desk, spoc, case, clock)
    with pytest.raises(InputError, match="day"):
        ask(spoc, case, made, setting)
    other = opened(desk, "AB-2")
    clock.go(days=2)
    with pytest.raises(InputError, match="not linked"):
        ask(spoc, other, made, setting)
    with pytest.raises(InputError, match="there is none"):
        ask(spoc, case, "f" * 32, setting)


def test_somebody_of_another_lha_may_not_ask(sqlite_record, people, case, home, setting):
    other = replace(people.spoc, id="sp.two", agency="E07000010", lha="E07000010")
    with pytest.raises(NotAllowed):
        ask(sqlite_record.desk(other), case, home, setting)


def test_what_was_told_is_kept_in_the_vault_and_counts_for_the_next_question(
    sqlite_record, spoc, desk, case, home, setting, clock
):
    release_for_housing(desk, case, setting)
    ask(spoc, case, home, setting)
    with sqlite_record.writing() as transaction:
        log = VaultLog(transaction, desk)
        told = log.told()
        assert log.secret == log.secret
    assert [type(each.what).__name__ for each in told] == ["ReleaseLog", "AddressCheck"]
    assert told[1].what.about[0].key == told[0].what.about[0].key
    other = opened(desk, "AB-2")
    held = release_for_housing(desk, other, setting)
    assert held == last_released(desk, other)
    with sqlite_record.writing() as transaction:
        keys = {a.key for each in VaultLog(transaction, desk).told() for a in each.what.about}
    assert len(keys) == 1


def test_a_spoc_reads_what_was_released_and_nothing_that_it_rests_on(
    sqlite_record, spoc, desk, case, home, setting
):
    held = release_for_housing(spoc, case, setting)
    assert last_released(spoc, case) == held
    ask(spoc, case, home, setting)
    for kind in ("release_log", "address_check", "protected"):
        assert spoc.list(kind, case=case) == []
    with sqlite_record.database.reading() as connection:
        for row in connection.execute(select(schema.versions)):
            assert "metres" not in repr(tuple(row))


def test_a_refused_question_is_passed_on_with_one_call(spoc, desk, case, home, setting, people):
    ask(spoc, case, home, setting)
    (check,) = desk.list("address_check", case=case)
    assert passed_on(desk, case) == []
    with pytest.raises(InputError, match="not one of yours"):
        pass_on(desk, case, check.id)
    pass_on(spoc, case, check.id)
    assert [each.id for each in passed_on(desk, case)] == [check.id]
    with desk.transaction() as transaction:
        assert len(VaultLog(transaction, desk).told()) == 1


def test_a_withdrawn_answer_still_counts(spoc, desk, case, home, setting):
    ask(spoc, case, home, setting)
    (check,) = desk.list("address_check", case=case)
    desk.withdraw(check.id, based_on=check.version, reason="a mistake")
    with desk.transaction() as transaction:
        assert len(VaultLog(transaction, desk).told()) == 1


def test_every_question_leaves_a_disclosure_in_the_log(sqlite_record, spoc, case, home, setting):
    ask(spoc, case, home, setting)
    with sqlite_record.database.reading() as connection:
        found = [
            row for row in connection.execute(select(schema.audit)) if row.action == "disclosure"
        ]
    assert len(found) == 1
    assert "CB6" not in repr(tuple(found[0]))


# --- what a curious SPOC tries with the record's own means ---------------------------------------


def test_a_home_that_is_moved_is_to_be_confirmed_again_and_waits_again(
    desk, spoc, case, home, setting, clock
):
    moved = {**spoc.read(home).data, "postcode": "CB7 4AA"}
    spoc.save("vacancy", moved, id=home, based_on=1, reason="a slip of the pen")
    with pytest.raises(InputError, match="as it stands now"):
        ask(spoc, case, home, setting)
    again = {"vacancy": home, "lha": LHA, "on": setting.as_of.isoformat()}
    desk.save("vacancy_confirmation", again, reason="rang them again")
    with pytest.raises(InputError, match="old before its address is checked"):
        ask(spoc, case, home, setting)
    clock.go(days=1)
    assert ask(spoc, case, home, setting).answer in ("clear", "refer")


def test_who_moved_a_home_does_not_confirm_it(desk, spoc, case, home, people):
    """Nor does their office, whoever entered it first."""
    coordinator = desk.record.desk(people.coordinator)
    moved = {**spoc.read(home).data, "postcode": "CB7 4AA"}
    coordinator.save("vacancy", moved, id=home, based_on=1, reason="corrected")
    again = {"vacancy": home, "lha": LHA, "on": "2026-11-22"}
    with pytest.raises(InputError, match="you entered this one yourself"):
        coordinator.save("vacancy_confirmation", again, reason="sure of it")
    assert spoc.save("vacancy_confirmation", again, reason="it is so").version == 1


def test_a_spoc_withdraws_nothing_of_what_they_were_told(desk, spoc, case, home, setting):
    ask(spoc, case, home, setting)
    (check,) = desk.list("address_check", case=case)
    release_for_housing(desk, case, setting)
    (released,) = spoc.list("zone_release", case=case)
    for each in (check, released):
        with pytest.raises(NotAllowed, match="the record writes this itself"):
            spoc.withdraw(each.id, based_on=each.version, reason="to be asked again")


@pytest.fixture
def answered(desk, spoc, setting, clock):
    """A case with a wide area, and a home of which the true answer was told."""
    case = opened(desk, "AB-2", metres=8000)
    home = vacancy(desk, spoc, case, clock, reference="V-9")
    clock.go(days=2)
    ask(spoc, case, home, setting)
    (check,) = desk.list("address_check", case=case)
    assert check.data["answered"] is True
    return case, home


def test_a_home_is_counted_in_one_profile_only(desk, spoc, answered, setting):
    """What was told in one profile lets nothing be told in another; a SPOC gets none but theirs."""
    case, home = answered
    other = load_setting(profile="bedfordshire", as_of=setting.as_of)
    assert release_for_housing(desk, case, other) == frozenset(other.places.lhas)
    with pytest.raises(InputError, match="authority is not in it"):
        ask(spoc, case, home, other)
    assert release_for_housing(desk, case, setting) < frozenset(setting.places.lhas)


def test_what_was_told_still_counts_when_the_case_is_erased_and_opened_again(
    desk, spoc, answered, setting, clock, people
):
    with desk.transaction() as transaction:
        (before,) = VaultLog(transaction, desk).told()
    coordinator = desk.record.desk(people.coordinator)
    erase_case(coordinator, answered[0], reason="opened_in_error")
    again = opened(desk, "AB-2", metres=8000)
    with desk.transaction() as transaction:
        (told,) = VaultLog(transaction, desk).told()
    assert (told.case, told.by, told.at) == ("", "", before.at)
    assert (told.what.about, told.what.answer) == (before.what.about, before.what.answer)
    # an overlapping address, which alone would be answered, is not: the first still counts
    beside = vacancy(desk, spoc, again, clock, postcode="CB7 4AA", reference="V-2")
    clock.go(days=2)
    ask(spoc, again, beside, setting)
    (check,) = desk.list("address_check", case=again)
    assert check.data["answered"] is False


def test_an_erased_case_leaves_nobody_in_what_is_remembered(desk, spoc, answered, people):
    coordinator = desk.record.desk(people.coordinator)
    erase_case(coordinator, answered[0], reason="asked_by_the_person")
    (kept,) = coordinator.list("told_before")
    said = repr(dict(kept.data))
    assert not [each for each in (answered[0], people.spoc.id, "CB7 4EA") if each in said]
    assert spoc.list("told_before") == []
