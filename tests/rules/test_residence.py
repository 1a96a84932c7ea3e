"""Part 7: residence of choice, under the guideline of 6 of 12 months or 3 of 5 years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from engine.making import (
    CAMBRIDGE,
    DAY,
    EAST_CAMBS,
    FENLAND,
    HUNTS,
    PETERBOROUGH,
    case,
    connection_test,
    ground,
    stay,
)

from placement.days import add_months
from placement.results import Connection

MET, BORDERLINE, DECIDE = Connection.MET, Connection.BORDERLINE, Connection.LHA_TO_DECIDE
CONSIDER, UNKNOWN, NOT_MET = Connection.LHA_TO_CONSIDER, Connection.UNKNOWN, Connection.NOT_MET
YEAR_START = DAY - timedelta(days=365)
FIVE_YEARS_START = DAY - timedelta(days=1826)


def residence(*stays, lha=FENLAND, day=DAY):
    return ground("residence_of_choice", case(history=stays), lha, day=day).ground


@pytest.mark.parametrize(
    ("days", "outcome"),
    [
        (168, CONSIDER),
        (169, BORDERLINE),  # 14 days short of 183
        (183, BORDERLINE),
        (197, BORDERLINE),  # 14 days over
        (198, MET),
        (365, MET),
    ],
)
def test_the_guideline_of_six_months_in_the_last_twelve(days, outcome):
    assert residence(stay(DAY - timedelta(days=days), None, FENLAND)) is outcome


@pytest.mark.parametrize(
    ("days", "outcome"),
    [
        (1081, CONSIDER),
        (1082, BORDERLINE),  # 14 days short of 1,096
        (1096, BORDERLINE),
        (1110, BORDERLINE),
        (1111, MET),
    ],
)
def test_the_guideline_of_three_years_in_the_last_five(days, outcome):
    start = FIVE_YEARS_START - timedelta(days=400)
    one = stay(start, FIVE_YEARS_START + timedelta(days=days), FENLAND)
    assert residence(one) is outcome


def test_the_day_itself_is_not_in_the_window_and_the_first_day_of_it_is():
    whole = stay(YEAR_START, YEAR_START + timedelta(days=198), FENLAND)
    early = stay(YEAR_START - timedelta(days=1), YEAR_START + timedelta(days=197), FENLAND)
    assert (residence(whole), residence(early)) == (MET, BORDERLINE)
    assert residence(stay(DAY, None, FENLAND)) is NOT_MET


def test_stays_that_overlap_are_not_counted_twice():
    one = stay(DAY - timedelta(days=160), DAY, FENLAND)
    other = stay(DAY - timedelta(days=168), DAY - timedelta(days=10), "PE15 8AA", "with_family")
    assert residence(one, other) is CONSIDER


def test_stays_apart_are_added_up():
    one = stay(DAY - timedelta(days=100), DAY, FENLAND)
    other = stay(DAY - timedelta(days=250), DAY - timedelta(days=152), FENLAND)
    assert residence(one, other) is MET


def test_the_window_and_the_days_needed_are_data():
    one = case(history=(stay(DAY - timedelta(days=150), None, FENLAND),))
    changes = {"part7.year_needed_days": 100}
    assert connection_test("part7", one, FENLAND).outcome is CONSIDER
    assert connection_test("part7", one, FENLAND, changes=changes).outcome is MET


@pytest.mark.parametrize(
    "kind",
    [
        "owner",
        "social_rent",
        "private_rent",
        "with_family",
        "temporary_accommodation",
        "supported",
        "rough_sleeping",
        "sofa_surfing",
    ],
)
def test_kinds_of_stay_that_are_residence_of_choice(kind):
    assert residence(stay(YEAR_START, None, FENLAND, kind)) is MET


@pytest.mark.parametrize("kind", ["prison", "hospital", "asylum_support"])
def test_kinds_of_stay_that_are_not(kind):
    assert residence(stay(date(2010, 1, 1), None, FENLAND, kind)) is NOT_MET


@pytest.mark.parametrize("kind", ["approved_premises", "cas3"])
def test_approved_premises_and_cas3_are_for_the_lha_to_decide(kind):
    assert residence(stay(YEAR_START, None, PETERBOROUGH, kind), lha=PETERBOROUGH) is DECIDE
    over = FIVE_YEARS_START - timedelta(days=400)
    assert residence(stay(over, FIVE_YEARS_START, FENLAND, kind)) is NOT_MET


def test_custody_occupies_the_window_but_neither_adds_nor_wipes():
    begun = DAY - timedelta(days=425)  # 14 months in HMP Littlehey, Huntingdonshire
    history = (
        stay(begun - timedelta(days=1461), begun, "PE15 8AA"),
        stay(begun, None, "PE28 0SR", "prison"),
    )
    assert residence(*history, lha=HUNTS) is NOT_MET
    assert residence(*history, lha=FENLAND) is MET


def test_long_custody_leaves_past_residence_for_the_lha_to_consider():
    inside = DAY - timedelta(days=1900)
    history = (
        stay(inside - timedelta(days=7300), inside, "PE1 1AB"),
        stay(inside, None, HUNTS, "prison"),
    )
    assert residence(*history, lha=PETERBOROUGH) is CONSIDER
    assert connection_test("part7", case(history=history), PETERBOROUGH).outcome is CONSIDER


def test_the_place_where_the_home_stands_counts_whoever_provides_it():
    one = stay(YEAR_START, None, FENLAND, "temporary_accommodation", provided_by=CAMBRIDGE)
    assert (residence(one), residence(one, lha=CAMBRIDGE)) == (MET, NOT_MET)


def test_a_history_left_out_is_unknown_and_an_empty_one_is_not_met():
    assert ground("residence_of_choice", case(history=None), FENLAND).ground is UNKNOWN
    assert residence() is NOT_MET


@pytest.mark.parametrize(("where", "kind"), [(None, "private_rent"), (FENLAND, "unknown")])
def test_a_stay_that_could_decide_it_and_is_not_recorded_leaves_it_unknown(where, kind):
    assert residence(stay(YEAR_START, None, where, kind)) is UNKNOWN


def test_a_stay_that_could_decide_nothing_leaves_it_settled():
    short = stay(DAY - timedelta(days=3), None, None)
    long = stay(date(2015, 1, 1), DAY - timedelta(days=3), FENLAND)
    assert residence(long, short) is MET


def test_residence_is_read_on_the_facts_at_the_day():
    one = case(history=(stay(DAY - timedelta(days=150), None, EAST_CAMBS),), release=DAY)
    assert ground("residence_of_choice", one, EAST_CAMBS).ground is CONSIDER
    later = add_months(DAY, 2)
    assert ground("residence_of_choice", one, EAST_CAMBS, day=later).ground is MET
