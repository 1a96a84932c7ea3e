"""One task list after a decision: a task is done when its record is there (5, 6, 8, 9, 11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from placement import parameters
from placement.clauses import load_clauses
from placement.records.kinds import KINDS
from placement.records.tasks import TITLES, Decided, decided_from, tasks_after

from .examples import EAST, FENLAND, ID, PETERBOROUGH, example

ON = date(2026, 11, 10)
NUMBERS = parameters.load().on(ON)
DECIDED = Decided(
    decision=ID,
    lha=EAST,
    on=ON,
    route="home_link_flag",
    let="direct_let",
    move_in=date(2027, 5, 14),
    temporary=True,
    letters_to_named=True,
)


def record(kind, **changes):
    return KINDS[kind].model.from_data(example(kind, **changes))


def tasks(decided=DECIDED, *records, overrides=()):
    by_kind = {}
    for kind, model in records:
        by_kind.setdefault(kind, []).append(model)
    return {each.name: each for each in tasks_after(decided, by_kind, NUMBERS, overrides=overrides)}


def days(task):
    return timedelta(days=NUMBERS[f"records.task_{task}_days"])


def test_every_task_has_a_clause_of_the_protocol_and_an_owner():
    register = load_clauses()
    for name, (title, clause, owner) in TITLES.items():
        assert clause in register, name
        assert owner in ("offender_manager", "spoc"), name
        assert title


def test_nothing_recorded_yet_gives_days_or_what_each_waits_for():
    found = tasks()
    assert found["referral"].due == ON + days("referral")
    assert found["interview"].state == "open"
    assert found["application"].waits_for == "the interview"
    assert found["flag"].waits_for == "the register application"
    assert found["enquiry"].waits_for == "a landlord to ask"
    assert found["address"].due == date(2027, 5, 14) - days("address")
    assert "lift_flag" not in found
    assert "note" not in found


def test_peterborough_has_a_note_and_no_flag():
    found = tasks(replace(DECIDED, lha=PETERBOROUGH, route="bid_with_note", let="bid"))
    assert "note" in found
    assert "flag" not in found
    assert "approach" not in found


def test_a_register_of_neither_kind_has_neither():
    found = tasks(replace(DECIDED, route="other"))
    assert not {"note", "flag"} & set(found)


def test_the_record_of_it_makes_a_task_done_and_another_authoritys_does_not():
    assert tasks(DECIDED, ("referral", record("referral")))["referral"].done_on == date(
        2026, 11, 11
    )
    other = record("referral", lha=FENLAND)
    assert tasks(DECIDED, ("referral", other))["referral"].state == "open"


def test_what_a_referral_did_not_give_is_in_its_note():
    assert "property interest" in tasks(DECIDED, ("referral", record("referral")))["referral"].note


def test_an_interview_arranged_is_due_on_its_day_and_held_is_done():
    arranged = record("interview", state="arranged", options_discussed=None, on="2026-12-01")
    assert tasks(DECIDED, ("interview", arranged))["interview"].due == date(2026, 12, 1)
    assert tasks(DECIDED, ("interview", record("interview")))["interview"].state == "done"


def test_who_chooses_not_to_register_needs_no_band_and_no_flag():
    said = record("register_application", choice="chose_not_to", band=None, banded_on=None)
    found = tasks(DECIDED, ("register_application", said))
    assert found["application"].state == "not_needed"
    assert found["flag"].state == "waiting"


def test_the_flag_is_due_from_the_application_and_is_lifted_when_mappa_ends():
    applied = ("register_application", record("register_application"))
    flag = ("home_link_flag", record("home_link_flag"))
    assert tasks(DECIDED, applied)["flag"].due == date(2026, 11, 19) + days("flag")
    assert tasks(DECIDED, applied, flag)["flag"].state == "done"
    waiting = tasks(DECIDED, applied, flag)["lift_flag"]
    assert waiting.waits_for == "the end of MAPPA management"
    ended = replace(DECIDED, mappa_ended_on=date(2028, 1, 10))
    due = tasks(ended, applied, flag)["lift_flag"]
    assert due.due == date(2028, 1, 10) + days("lift_flag")
    assert due.overdue(due.due + timedelta(days=1))
    assert not due.overdue(due.due)
    lifted = record(
        "home_link_flag",
        state="lifted",
        text=None,
        on="2028-01-12",
        mappa_ended_on="2028-01-10",
        lifted_because="mappa_ended",
    )
    done = tasks(ended, applied, flag, ("home_link_flag", lifted))["lift_flag"]
    assert done.done_on == date(2028, 1, 12)


def test_a_note_is_removed_when_mappa_ends_too():
    decided = replace(
        DECIDED, lha=PETERBOROUGH, route="bid_with_note", mappa_ended_on=date(2028, 1, 10)
    )
    assert tasks(decided, ("register_note", record("register_note")))["lift_flag"].due
    gone = record("register_note", removed_on="2028-01-11")
    assert tasks(decided, ("register_note", gone))["lift_flag"].state == "done"


def test_an_enquiry_waits_for_whoever_has_not_answered():
    asked = record("landlord_enquiry", police="asked", police_on=None)
    found = tasks(DECIDED, ("landlord_enquiry", asked))["enquiry"]
    assert found.note == "waiting for police"
    assert found.due == date(2026, 11, 20) + days("enquiry")
    answered = tasks(DECIDED, ("landlord_enquiry", record("landlord_enquiry")))["enquiry"]
    assert answered.done_on == date(2026, 11, 22)


def test_landlords_approached_are_counted_with_those_without_an_agreement():
    one = record("landlord_approach")
    two = record("landlord_approach", sharing_agreement=False, landlord="Other Homes")
    found = tasks(DECIDED, ("landlord_approach", one), ("landlord_approach", two))["approach"]
    assert found.note == "2 approached, 1 without a sharing agreement"


def test_the_provider_of_temporary_accommodation_is_told():
    assert tasks()["disclosure"].due == ON + days("disclosure")
    assert tasks(DECIDED, ("disclosure", record("disclosure")))["disclosure"].state == "done"
    landlord = record("disclosure", to_whom="landlord")
    assert tasks(DECIDED, ("disclosure", landlord))["disclosure"].state == "open"
    assert "disclosure" not in tasks(replace(DECIDED, temporary=False))


def test_without_a_decision_of_the_meeting_there_is_no_let():
    assert "the meeting" in tasks(replace(DECIDED, let=None))["let"].waits_for


def test_an_assessment_that_is_not_finished_leaves_the_task_open():
    begun = record("address_assessment")
    assert tasks(DECIDED, ("address_assessment", begun))["address"].state == "open"


@pytest.mark.parametrize("task", ["interview", "referral", "disclosure"])
def test_a_persons_word_does_not_stand_in_for_the_record(task):
    said = record("task", task=task)
    found = tasks(overrides=[said])[task]
    assert found.state == "open"
    assert "no record shows it" in found.note


def test_a_person_may_set_a_task_aside_with_a_reason_or_give_it_another_day():
    aside = record("task", task="approach", state="not_needed", note="A landlord came to us.")
    assert tasks(overrides=[aside])["approach"].state == "not_needed"
    later = record("task", task="interview", state="open", due="2027-01-15")
    assert tasks(overrides=[later])["interview"].due == date(2027, 1, 15)
    other = record("task", task="interview", state="open", due="2027-01-15", decision="f" * 32)
    assert tasks(overrides=[other])["interview"].due == ON + days("interview")


def test_a_draft_or_a_decision_for_no_authority_has_no_tasks():
    there = {"route": "home_link_flag", "meetings": {}}
    assert decided_from(ID, record("decision", standing="draft"), **there) is None
    assert decided_from(ID, record("decision", outcome="none", lha=None), **there) is None


def test_what_the_meeting_settled_counts_for_its_own_authority():
    meetings = {ID: record("meeting")}
    ended = [record("management", to="2028-01-10")]
    decision = record("decision", meeting=ID)
    found = decided_from(ID, decision, route="home_link_flag", meetings=meetings, history=ended)
    assert (found.let, found.letters_to_named) == ("direct_let", True)
    assert found.mappa_ended_on == date(2028, 1, 10)
    elsewhere = record("decision", meeting=ID, lha=FENLAND)
    assert decided_from(ID, elsewhere, route="home_link_flag", meetings=meetings).let is None
