"""A new record is held against those that are there: enquiry, meeting, office, vacancy."""

from __future__ import annotations

from datetime import date

import pytest

from placement import parameters
from placement.errors import InputError
from placement.records.held import check_against_others
from placement.records.kinds import KINDS
from placement.records.kinds.register import managed_on, mappa_ended_on
from placement.records.vacancies import may_check

from .conftest import PEOPLE
from .examples import CASE, EAST, FENLAND, ID, PROTECTED, example


@pytest.fixture
def case(desks):
    return desks["om"].open_case("SYN-001", CASE, protected=PROTECTED, reason="new").id


def save(desks, who, kind, *, case=None, **changes):
    return desks[who].save(kind, example(kind, **changes), case=case, reason="test").id


def refused(record, who, kind, *, case=None, **changes):
    """Return what would be said against a record; empty where it goes with the others."""
    model = KINDS[kind].model.from_data(example(kind, **changes))
    try:
        with record.writing() as transaction:
            check_against_others(transaction, PEOPLE[who], model, case=case)
    except InputError as error:
        return " ".join(error.problems)
    return ""


@pytest.fixture
def meeting(desks, case):
    return save(desks, "coordinator", "meeting", case=case)


@pytest.fixture
def office(desks):
    return save(desks, "coordinator", "office")


@pytest.fixture
def referred(desks, case, office):
    return save(desks, "om", "referral", case=case, office=office)


def test_a_landlords_acceptance_needs_both_answers(record, desks, case, referred):
    decision = save(desks, "coordinator", "decision", case=case)
    waiting = save(desks, "east", "landlord_enquiry", case=case, police="asked", police_on=None)
    answered = save(desks, "east", "landlord_enquiry", case=case)
    accepted = {"decision": decision, "step": "accepted", "code": None}
    assert "have not answered it yet" in refused(
        record, "east", "outcome", case=case, enquiry=waiting, **accepted
    )
    assert not refused(record, "east", "outcome", case=case, enquiry=answered, **accepted)
    assert "no such landlord enquiry" in refused(
        record, "east", "outcome", case=case, enquiry=ID, **accepted
    )
    assert "another LHA" in refused(
        record, "east", "outcome", case=case, enquiry=answered, **{**accepted, "lha": FENLAND}
    )


def test_an_enquiry_of_another_case_is_not_there(record, desks, case, referred):
    decision = save(desks, "coordinator", "decision", case=case)
    text = CASE.replace("SYN-001", "SYN-002")
    other = desks["om"].open_case("SYN-002", text, reason="new").id
    elsewhere = save(desks, "om", "landlord_enquiry", case=other)
    said = refused(
        record,
        "om",
        "outcome",
        case=case,
        decision=decision,
        step="accepted",
        code=None,
        enquiry=elsewhere,
    )
    assert "no such landlord enquiry" in said


def test_bid_or_direct_let_follows_the_meeting(record, desks, case, meeting):
    assert not refused(record, "om", "bid_or_direct_let", case=case, meeting=meeting)
    said = refused(record, "om", "bid_or_direct_let", case=case, meeting=meeting, how="bid")
    assert "is not what the meeting decided" in said
    silent = save(desks, "coordinator", "meeting", case=case, let=None, let_lha=None)
    assert "has not decided" in refused(
        record, "om", "bid_or_direct_let", case=case, meeting=silent
    )


def test_letters_are_copied_to_whom_the_meeting_named(record, case, meeting):
    assert not refused(record, "om", "letter", case=case, meeting=meeting)
    said = refused(record, "om", "letter", case=case, meeting=meeting, copied_to="B. Other")
    assert "not the person" in said
    assert "B. Other" not in said


def test_a_referral_goes_to_who_is_there_that_day(record, desks, case, office):
    assert not refused(record, "om", "referral", case=case, office=office)
    save(desks, "coordinator", "absence", office=office, **{"from": "2026-11-10"})
    assert "Nobody is there" in refused(record, "om", "referral", case=case, office=office)
    deputy = save(desks, "coordinator", "office", post="deputy", staff="dep.east")
    assert "instead_of" in refused(record, "om", "referral", case=case, office=deputy)
    assert not refused(record, "om", "referral", case=case, office=deputy, instead_of=office)
    assert "another LHA" in refused(record, "om", "referral", case=case, office=office, lha=FENLAND)


def test_a_flag_is_lifted_only_where_one_was_set(record, desks, case, referred):
    lifted = {"state": "lifted", "text": None, "lifted_because": "application_closed"}
    assert "none can be lifted" in refused(record, "east", "home_link_flag", case=case, **lifted)
    save(desks, "east", "home_link_flag", case=case)
    assert not refused(record, "east", "home_link_flag", case=case, **lifted)


def test_a_category_has_one_level_a_day_and_what_held_before_is_kept(record, desks, case):
    kept = save(desks, "om", "management", case=case, to="2026-06-01")
    again = {"case": case, "level": 3}
    assert not refused(record, "om", "management", **again, **{"from": "2026-06-01"})
    assert not refused(record, "om", "management", **again, category=2)
    assert "already" in refused(record, "om", "management", **again, **{"from": "2026-05-31"})
    spans = [KINDS["management"].model.from_data(desks["om"].read(kept).data)]
    assert managed_on(spans, date(2026, 5, 31)) == tuple(spans)
    assert managed_on(spans, date(2026, 6, 1)) == ()
    assert mappa_ended_on(spans) == date(2026, 6, 1)
    spans.append(KINDS["management"].model.from_data(example("management", category=2)))
    assert mappa_ended_on(spans) is None


# --- vacancies ---------------------------------------------------------------------------------


def test_a_vacancy_is_confirmed_by_another_person_of_another_office_or_by_a_reference(
    record, desks
):
    vacancy = save(desks, "east", "vacancy")
    confirm = {"vacancy": vacancy, "landlord_reference": None}
    assert "entered this one yourself" in refused(
        record, "east", "vacancy_confirmation", vacancy=vacancy
    )
    assert "Your office" in refused(record, "deputy", "vacancy_confirmation", **confirm)
    assert not refused(record, "deputy", "vacancy_confirmation", vacancy=vacancy)
    assert not refused(record, "coordinator", "vacancy_confirmation", **confirm)
    assert "vacancy's own" in refused(
        record, "coordinator", "vacancy_confirmation", **confirm, lha=FENLAND
    )


def test_who_changes_a_vacancy_does_not_become_who_entered_it(record, desks):
    vacancy = save(desks, "east", "vacancy")
    desks["deputy"].save(
        "vacancy", example("vacancy", bedrooms=2), id=vacancy, based_on=1, reason="corrected"
    )
    assert "yourself" in refused(record, "east", "vacancy_confirmation", vacancy=vacancy)


def test_a_vacancy_is_linked_when_confirmed_and_to_one_case(record, desks, case):
    vacancy = save(desks, "east", "vacancy")
    assert "Nobody has confirmed" in refused(
        record, "om", "vacancy_link", case=case, vacancy=vacancy
    )
    save(desks, "coordinator", "vacancy_confirmation", vacancy=vacancy)
    assert not refused(record, "om", "vacancy_link", case=case, vacancy=vacancy)
    save(desks, "om", "vacancy_link", case=case, vacancy=vacancy)
    text = CASE.replace("SYN-001", "SYN-002")
    other = desks["om"].open_case("SYN-002", text, reason="new").id
    said = refused(record, "om", "vacancy_link", case=other, vacancy=vacancy)
    assert "not free" in said
    assert case not in said


def test_an_address_is_checked_when_confirmed_linked_and_a_day_old():
    def model(kind, **changes):
        return KINDS[kind].model.from_data(example(kind, **changes))

    def asked(day, *, confirmed=True, linked=True, **changes):
        return may_check(
            model("vacancy", **changes),
            [model("vacancy_confirmation")] if confirmed else [],
            [model("vacancy_link")] if linked else [],
            entered_on=date(2026, 11, 3),
            day=date(2026, 11, day),
            numbers=parameters.load().on(date(2026, 11, day)),
        )

    assert asked(4).allowed
    assert "from 2026-11-04" in asked(3).why
    assert "confirmed this vacancy as it stands" in asked(4, confirmed=False).why
    assert "not linked" in asked(4, linked=False).why
    assert "no postcode" in asked(4, postcode=None).why
    assert "has ended" in asked(4, to="2026-11-04").why
    assert EAST not in asked(3).why
