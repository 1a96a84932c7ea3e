"""Part 7: special circumstances, asylum support, care leavers; and the test as a whole."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from engine.making import (
    ALL,
    CAMBRIDGE,
    DAY,
    FENLAND,
    PETERBOROUGH,
    case,
    connection_test,
    ground,
    special,
    stay,
)

from placement.results import Connection

MET, DECIDE = Connection.MET, Connection.LHA_TO_DECIDE
CONSIDER, UNKNOWN, NOT_MET = Connection.LHA_TO_CONSIDER, Connection.UNKNOWN, Connection.NOT_MET
COUNTY = "E10000003"


@pytest.mark.parametrize("kind", ["armed_forces", "medical", "other"])
def test_special_circumstances_are_for_the_lha_they_point_to(kind):
    one = case(special_circumstances=(special(kind, lha=FENLAND),))
    assert ground("special_circumstances_there", one, FENLAND).ground is DECIDE
    assert ground("special_circumstances_there", one, CAMBRIDGE).ground is NOT_MET


def test_a_special_circumstance_without_an_lha_is_unknown():
    one = case(special_circumstances=(special("medical"),))
    assert ground("special_circumstances_there", one, FENLAND).ground is UNKNOWN


@pytest.mark.parametrize("rule", ["special_circumstances_there", "care_leaver_of_its_authority"])
def test_special_circumstances_left_out_are_unknown_and_none_is_not_met(rule):
    assert ground(rule, case(special_circumstances=None), FENLAND).ground is UNKNOWN
    assert ground(rule, case(), FENLAND).ground is NOT_MET


def asylum(*stays, lha=FENLAND):
    return ground("asylum_support_there", case(history=stays), lha).ground


def test_asylum_support_at_any_time_gives_a_connection():
    assert asylum(stay(date(2009, 1, 1), date(2009, 2, 1), FENLAND, "asylum_support")) is MET


def test_the_last_place_of_asylum_support_counts_in_whatever_order_they_are_written():
    first = stay(date(2009, 1, 1), date(2010, 1, 1), FENLAND, "asylum_support")
    last = stay(date(2010, 1, 1), date(2011, 1, 1), CAMBRIDGE, "asylum_support")
    for history in ((first, last), (last, first)):
        assert asylum(*history) is NOT_MET
        assert asylum(*history, lha=CAMBRIDGE) is MET


def test_asylum_support_does_not_count_before_it_begins():
    assert asylum(stay(DAY, None, FENLAND, "asylum_support")) is NOT_MET
    assert asylum(stay(DAY - timedelta(days=1), None, FENLAND, "asylum_support")) is MET


@pytest.mark.parametrize(
    "history",
    [
        (stay(date(2009, 1, 1), None, None, "asylum_support"),),
        (stay(date(2009, 1, 1), None, FENLAND, "unknown"),),
        (
            stay(date(2009, 1, 1), date(2010, 1, 1), FENLAND, "asylum_support"),
            stay(date(2010, 1, 1), None, CAMBRIDGE, "unknown"),
        ),
    ],
)
def test_asylum_support_that_is_not_recorded_closely_is_unknown(history):
    assert asylum(*history) is UNKNOWN


def test_a_history_left_out_leaves_asylum_support_unknown():
    assert ground("asylum_support_there", case(history=None), FENLAND).ground is UNKNOWN


def care(lha, **circumstance):
    one = case(special_circumstances=(special("care_leaver", **circumstance),))
    return ground("care_leaver_of_its_authority", one, lha).ground


def test_a_county_owes_its_care_leavers_a_connection_in_every_district_but_not_peterborough():
    outcomes = {lha: care(lha, authority=COUNTY, age=20) for lha in ALL}
    assert outcomes == {lha: NOT_MET if lha == PETERBOROUGH else MET for lha in ALL}


def test_a_unitary_authority_owes_it_itself():
    assert care(PETERBOROUGH, authority=PETERBOROUGH, age=20) is MET
    assert care(FENLAND, authority=PETERBOROUGH, age=20) is NOT_MET


@pytest.mark.parametrize(("age", "outcome"), [(24, MET), (25, NOT_MET), (None, UNKNOWN)])
def test_a_care_leaver_keeps_it_until_25(age, outcome):
    assert care(FENLAND, authority=COUNTY, age=age) is outcome


def test_the_age_is_data():
    one = case(special_circumstances=(special("care_leaver", authority=COUNTY, age=24),))
    younger = {"part7.care_leaver_age": 24}
    assert connection_test("part7", one, FENLAND).outcome is MET
    assert connection_test("part7", one, FENLAND, changes=younger).outcome is CONSIDER


def test_an_age_not_known_matters_only_where_the_duty_is_owed():
    assert care(PETERBOROUGH, authority=COUNTY) is NOT_MET
    assert care(PETERBOROUGH, authority=None, age=20) is UNKNOWN


def test_the_whole_is_the_strongest_ground_and_otherwise_for_the_lha_to_consider():
    assert connection_test("part7", case(), FENLAND).outcome is CONSIDER
    arguable = case(special_circumstances=(special("medical", lha=FENLAND),), history=None)
    assert connection_test("part7", arguable, FENLAND).outcome is DECIDE
    assert connection_test("part7", case(employment=None), FENLAND).outcome is UNKNOWN
