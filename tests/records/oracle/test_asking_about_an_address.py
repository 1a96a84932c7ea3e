"""One address: who gets which answers, how often, and what happens to a refused question."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from attack.oracle.product import (
    DAYS,
    SECRET,
    Office,
    at,
    case_of,
    measured,
    places,
    victim,
)

from placement.errors import InputError, NotAllowed
from placement.records.oracle.check import Asked, check_address
from placement.records.oracle.log import Told
from placement.records.oracle.ration import (
    alerts_for,
    over_the_ration,
    seconds_left,
    standing_alerts,
    zone_changed,
)
from placement.records.policy import Answer

# Addresses round which more, or fewer, than a thousand postcodes lie within 4 km.
ELY, NEXT_TO_ELY, FAR, CROWDED = "CB7 4EA", "CB7 4AA", "PE15 8AA", "PE1 1AB"
NUMBERS = measured(case_of()).numbers


def asked(role, postcode, **other):
    given = {
        "case": "A",
        "by": "one",
        "role": role,
        "at": at(DAYS[0]),
        "vacancy_id": "0" * 32,
        "vacancy": "V-1",
        "postcode": postcode,
        "may": Answer(True),
    }
    return Asked(**{**given, **other})


def said(role, postcode, whole, office=None, **other):
    log = (office or Office()).log
    return check_address(asked(role, postcode, **other), measured(whole), log, SECRET)


ONE = case_of(victim(ELY, 4000.0))


@pytest.mark.parametrize("role", ["offender_manager", "victim_liaison", "coordinator"])
def test_those_who_hold_what_is_protected_are_told_the_truth_without_a_ration(role):
    office = Office()
    for _ in range(30):
        assert said(role, NEXT_TO_ELY, ONE, office).answer == "conflict"
    assert said(role, FAR, ONE, office).answer == "clear"
    assert office.log.kept == []


@pytest.mark.parametrize("role", ["panel", "smb", "auditor"])
def test_others_may_not_ask(role):
    with pytest.raises(NotAllowed, match="Ask one of them"):
        said(role, FAR, ONE)


def test_near_an_edge_somebody_has_to_look():
    there = places().find(FAR)
    here = places().find(ELY)
    metres = ((there.easting - here.easting) ** 2 + (there.northing - here.northing) ** 2) ** 0.5
    case = case_of(victim(ELY, metres - 20))
    answer = said("offender_manager", FAR, case)
    assert answer.answer == "refer"
    assert "somebody has to look" in answer.sentence


def test_an_lha_that_a_victim_asks_to_avoid_is_for_the_victim_liaison_unit_to_say():
    case = case_of(victim(ELY, 500.0, asks_to_avoid=("E07000010",)))
    assert said("coordinator", FAR, case).answer == "refer"
    assert said("spoc", FAR, case).answer == "refer"


def test_housing_is_never_told_conflict():
    answers = {said("spoc", postcode, ONE).answer for postcode in (ELY, NEXT_TO_ELY, FAR, CROWDED)}
    assert answers <= {"clear", "refer"}


def test_an_answer_is_told_where_both_answers_leave_enough_and_then_it_is_true():
    office = Office()
    assert said("spoc", CROWDED, ONE, office).answer == "clear"
    assert office.log.kept[0].what.answered
    own = case_of(victim(CROWDED, 4000.0))
    office = Office()
    assert said("spoc", CROWDED, own, office).answer == "refer"
    assert office.log.kept[0].what.answered


def test_the_same_question_gets_the_same_answer_again():
    office = Office()
    for _ in range(3):
        assert said("spoc", CROWDED, ONE, office).answer == "clear"
    assert [told.what.answered for told in office.log.kept] == [True, False, False]


def test_a_refused_question_and_a_true_refer_read_alike_and_can_be_passed_on():
    true = said("spoc", CROWDED, case_of(victim(CROWDED, 4000.0)))
    refused = said("spoc", FAR, case_of(victim(CROWDED, 500.0)))
    assert (true.answer, true.sentence) == (refused.answer, refused.sentence)
    assert true.can_pass_on
    assert refused.can_pass_on
    assert refused.waits


def test_two_cases_with_one_victim_share_what_is_left():
    office = Office()
    said("spoc", CROWDED, ONE, office)
    said("spoc", CROWDED, ONE, office, case="B", by="another")
    assert [told.what.answered for told in office.log.kept] == [True, False]


def test_somebody_to_be_kept_apart_from_leaves_every_question_to_the_offender_manager():
    assert said("spoc", CROWDED, replace(ONE, non_association=("DEMO-9",))).answer == "refer"


@pytest.mark.parametrize("why", ["not linked", "not confirmed"])
def test_a_home_that_may_not_be_checked_is_refused_before_anything_is_looked_at(why):
    office = Office()
    with pytest.raises(InputError, match=why):
        said("spoc", FAR, ONE, office, may=Answer(False, f"It is {why}."))
    assert office.log.kept == []


# --- how often ----------------------------------------------------------------------------------


def refers(count, **other):
    """So many answers `refer`, a day apart, the last of them on the second day."""
    office = Office()
    said("spoc", FAR, case_of(victim(CROWDED, 500.0)), office)
    one = office.log.kept[0]
    return [
        replace(one, at=at(DAYS[1]) - timedelta(days=count - 1 - i), **other) for i in range(count)
    ]


def test_a_case_has_a_ration_and_it_comes_back():
    most = NUMBERS["oracle.checks_per_case"]
    told = refers(most)
    (text,) = over_the_ration(told, "A", "another", at(DAYS[1]), NUMBERS)
    assert f"{most} are allowed" in text
    assert "pass the question to the offender manager" in text
    assert over_the_ration(told[1:], "A", "another", at(DAYS[1]), NUMBERS) == []
    later = at(DAYS[1]) + timedelta(days=NUMBERS["oracle.window_days"])
    assert over_the_ration(told, "A", "another", later, NUMBERS) == []


def test_a_person_has_a_ration_over_all_cases():
    most = NUMBERS["oracle.checks_per_person"]
    told = [replace(each, case=f"case {i}") for i, each in enumerate(refers(most))]
    assert over_the_ration(told, "A", "one", at(DAYS[1]), NUMBERS)
    assert over_the_ration(told, "A", "another", at(DAYS[1]), NUMBERS) == []


def test_a_ration_that_is_used_up_is_refused_through_the_door_too():
    office = Office()
    case = case_of(victim(CROWDED, 500.0))
    for _ in range(NUMBERS["oracle.checks_per_case"]):
        said("spoc", FAR, case, office)
    with pytest.raises(NotAllowed, match="are allowed"):
        said("spoc", FAR, case, office)


def test_the_third_refer_on_a_case_alerts_the_coordinator_and_victim_liaison():
    two, three = refers(2), refers(3)
    assert alerts_for(two[:-1], two[-1], NUMBERS) == []
    (alert,) = alerts_for(three[:-1], three[-1], NUMBERS)
    assert alert.to == ("coordinator", "victim_liaison")
    assert (alert.case, alert.about) == ("A", "case")
    assert FAR not in alert.sentence
    assert standing_alerts(three, at(DAYS[1]), NUMBERS) == [alert]
    assert standing_alerts(three, at(DAYS[1]) + timedelta(days=40), NUMBERS) == []


def test_the_tenth_refer_to_a_person_alerts_whatever_the_cases():
    ten = [replace(each, case=f"case {i}") for i, each in enumerate(refers(10))]
    assert [a.about for a in alerts_for(ten[:-1], ten[-1], NUMBERS)] == ["person"]
    assert alerts_for(ten[1:-1], ten[-1], NUMBERS) == []


def test_three_refers_more_than_thirty_days_apart_alert_nobody():
    first, second, last = refers(3)
    old = replace(first, at=first.at - timedelta(days=30))
    assert alerts_for([old, second], last, NUMBERS) == []


def test_a_zone_that_changes_alerts_them_too():
    assert zone_changed("A").to == ("coordinator", "victim_liaison")


def test_every_answer_takes_the_same_time():
    delay = NUMBERS["oracle.delay_seconds"]
    assert seconds_left(100.0, 100.5, NUMBERS) == delay - 0.5
    assert seconds_left(100.0, 100.0 + delay + 3, NUMBERS) == delay - 3
    assert seconds_left(100.0, 100.0 + delay, NUMBERS) == 0.0


def test_the_log_reads_back_what_it_kept():
    office = Office()
    said("spoc", CROWDED, ONE, office)
    told = office.log.kept[0]
    assert Told(told.at, told.case, told.by, type(told.what).from_data(told.what.to_data())) == told
    assert ELY not in repr(told)
