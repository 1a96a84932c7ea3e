"""Part 7: employment and family."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from engine.making import (
    CAMBRIDGE,
    DAY,
    EAST_CAMBS,
    FENLAND,
    RELEASE,
    case,
    connection_test,
    ground,
    job,
    relative,
)

from placement.days import add_months
from placement.results import Connection

MET, BORDERLINE, DECIDE = Connection.MET, Connection.BORDERLINE, Connection.LHA_TO_DECIDE
CONSIDER, UNKNOWN, NOT_MET = Connection.LHA_TO_CONSIDER, Connection.UNKNOWN, Connection.NOT_MET


def work(*jobs, lha=FENLAND, day=DAY):
    return ground("employment_there", case(employment=jobs), lha, day=day).ground


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [("permanent", MET), ("voluntary", DECIDE), ("casual", CONSIDER), ("study", NOT_MET)],
)
def test_kinds_of_work(kind, outcome):
    assert work(job(FENLAND, kind=kind)) is outcome


def test_work_elsewhere_is_not_work_there():
    assert work(job(FENLAND), lha=CAMBRIDGE) is NOT_MET


@pytest.mark.parametrize(
    ("start", "end", "outcome"),
    [
        (DAY, None, MET),
        (DAY + timedelta(days=1), None, NOT_MET),  # an offer: counts from its day
        (date(2020, 1, 1), DAY, NOT_MET),  # `to` is the first day that it no longer holds
        (date(2020, 1, 1), DAY + timedelta(days=1), MET),
        (None, None, UNKNOWN),
    ],
)
def test_work_must_be_current(start, end, outcome):
    assert work(job(FENLAND, start=start, end=end)) is outcome


def test_an_offer_counts_at_move_in_and_not_before():
    one = case(employment=(job(FENLAND, start=RELEASE),))
    assert ground("employment_there", one, FENLAND).ground is NOT_MET
    assert "counts from 14 May 2027" in ground("employment_there", one, FENLAND).sentence
    assert ground("employment_there", one, FENLAND, day=RELEASE).ground is MET


@pytest.mark.parametrize("unclear", [job(None), job(FENLAND, kind=None), job(FENLAND, start=None)])
def test_work_not_recorded_closely_is_unknown(unclear):
    assert work(unclear) is UNKNOWN


def test_work_left_out_is_unknown_and_none_is_not_met():
    assert ground("employment_there", case(employment=None), FENLAND).ground is UNKNOWN
    assert work() is NOT_MET


def family(*relatives, lha=FENLAND, day=DAY):
    return ground("family_there", case(family=relatives), lha, day=day).ground


FIVE_YEARS_AGO = add_months(DAY, -60)


@pytest.mark.parametrize(
    ("days_over", "outcome"),
    [(-93, CONSIDER), (-92, BORDERLINE), (0, BORDERLINE), (92, BORDERLINE), (93, MET)],
)
def test_family_must_have_lived_there_five_years(days_over, outcome):
    since = FIVE_YEARS_AGO - timedelta(days=days_over)
    assert family(relative("sister", FENLAND, since)) is outcome


def test_the_years_and_what_is_borderline_are_data():
    one = case(family=(relative("sister", FENLAND, add_months(DAY, -40)),))
    assert connection_test("part7", one, FENLAND).outcome is CONSIDER
    three = {"part7.family_years": 3}
    assert connection_test("part7", one, FENLAND, changes=three).outcome is MET
    wide = {**three, "part7.family_borderline_days": 200}
    assert connection_test("part7", one, FENLAND, changes=wide).outcome is BORDERLINE


@pytest.mark.parametrize(
    ("relation", "outcome"),
    [
        ("parent", MET),
        ("mother", MET),
        ("father", MET),
        ("adult_child", MET),
        ("brother", MET),
        ("sister", MET),
        ("partner", DECIDE),
        ("other", DECIDE),  # brought up by them, perhaps
        ("dependent_child", CONSIDER),
    ],
)
def test_which_relatives_count(relation, outcome):
    assert family(relative(relation, FENLAND)) is outcome


@pytest.mark.parametrize(
    ("one", "outcome"),
    [
        (relative("sister", FENLAND, wants=False), NOT_MET),
        (relative("sister", FENLAND, wants=None), UNKNOWN),
        (relative("sister", None), UNKNOWN),
        (relative("sister", FENLAND, since=None), UNKNOWN),
        (relative("sister", CAMBRIDGE), NOT_MET),
    ],
)
def test_the_person_must_wish_to_be_near_and_the_facts_be_known(one, outcome):
    assert family(one) is outcome


def test_the_strongest_relative_speaks():
    assert family(relative("dependent_child", FENLAND), relative("sister", FENLAND)) is MET


def test_family_left_out_is_unknown_and_none_is_not_met():
    assert ground("family_there", case(family=None), FENLAND).ground is UNKNOWN
    assert family() is NOT_MET


def test_a_sister_counts_in_part_7_and_is_not_on_the_face_of_the_register():
    one = case(family=(relative("sister", EAST_CAMBS, add_months(DAY, -96)),))
    assert connection_test("part7", one, EAST_CAMBS).outcome is MET
    assert connection_test("part6", one, EAST_CAMBS).outcome is CONSIDER
