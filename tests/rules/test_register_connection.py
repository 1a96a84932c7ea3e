"""Part 6: the register's own test (Home-Link; Peterborough has its own, which nobody has read)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from engine.making import (
    DAY,
    FENLAND,
    PETERBOROUGH,
    case,
    connection_test,
    found,
    ground,
    job,
    relative,
    special,
    stay,
)

from placement.cases.model import RiskToApplicant
from placement.results import Connection

MET, BORDERLINE, DECIDE = Connection.MET, Connection.BORDERLINE, Connection.LHA_TO_DECIDE
CONSIDER, UNKNOWN = Connection.LHA_TO_CONSIDER, Connection.UNKNOWN


def part6(*, lha=FENLAND, as_of=DAY, **changes):
    return connection_test("part6", case(**changes), lha, as_of=as_of).outcome


@pytest.mark.parametrize(
    ("hours", "outcome"), [(16, MET), (15.5, CONSIDER), (40, MET), (None, UNKNOWN)]
)
def test_work_of_sixteen_hours_a_week(hours, outcome):
    assert part6(employment=(job(FENLAND, hours=hours),)) is outcome


@pytest.mark.parametrize(
    ("days", "outcome"), [(168, CONSIDER), (169, BORDERLINE), (197, BORDERLINE), (198, MET)]
)
def test_residence_is_read_by_the_schemes_own_windows(days, outcome):
    assert part6(history=(stay(DAY - timedelta(days=days), None, FENLAND),)) is outcome


@pytest.mark.parametrize(
    ("relation", "outcome"),
    [("mother", MET), ("adult_child", MET), ("sister", CONSIDER), ("partner", CONSIDER)],
)
def test_family_on_the_face_of_the_scheme(relation, outcome):
    assert part6(family=(relative(relation, FENLAND),)) is outcome


@pytest.mark.parametrize("missing", ["history", "employment", "family", "special_circumstances"])
def test_a_list_left_out_is_unknown_never_met(missing):
    assert part6(**{missing: None}) is UNKNOWN


@pytest.mark.parametrize(
    ("kind", "age", "day", "outcome"),
    [
        ("care_leaver", 24, date(2025, 7, 10), MET),
        ("care_leaver", 24, date(2025, 7, 9), CONSIDER),  # the day before
        ("care_leaver", 25, date(2025, 7, 10), CONSIDER),
        ("care_leaver", None, date(2025, 7, 10), UNKNOWN),
        ("armed_forces", None, date(2024, 12, 31), MET),
        ("armed_forces", None, date(2024, 12, 30), CONSIDER),
    ],
)
def test_whom_the_register_may_not_test_by_date(kind, age, day, outcome):
    circumstances = (special(kind, authority="E10000003", age=age),)
    assert part6(special_circumstances=circumstances, as_of=day) is outcome


@pytest.mark.parametrize(
    ("risks", "day", "outcome"),
    [
        ((RiskToApplicant(lha=FENLAND, kind="domestic_abuse"),), date(2025, 7, 10), DECIDE),
        ((RiskToApplicant(lha=FENLAND, kind="domestic_abuse"),), date(2025, 7, 9), CONSIDER),
        ((RiskToApplicant(lha=FENLAND, kind="other_violence"),), date(2025, 7, 10), CONSIDER),
        (None, date(2025, 7, 10), UNKNOWN),
        (None, date(2025, 7, 9), CONSIDER),
    ],
)
def test_victims_of_domestic_abuse_are_for_the_lha_to_look_at(risks, day, outcome):
    assert part6(risk_to_applicant=risks, as_of=day) is outcome


def test_a_register_that_nobody_has_read_is_unknown_and_says_see_the_scheme():
    test = connection_test("part6", case(employment=(job(PETERBOROUGH),)), PETERBOROUGH)
    assert test.outcome is UNKNOWN
    assert all("see the scheme" in each.sentence for each in test.grounds)


def test_an_exemption_from_the_register_changes_nothing_in_part_7():
    one = case(special_circumstances=(special("armed_forces", lha="E07000008"),))
    assert connection_test("part7", one, FENLAND).outcome is CONSIDER


def test_the_register_scores_nothing():
    one = case(family=(relative("mother", FENLAND, since=date(2025, 1, 1)),))
    with_work = case(employment=(job(FENLAND, hours=40),))
    assert found("part7_connection", one, FENLAND).points == 0
    assert ground("register_connection", with_work, FENLAND).ground is MET
    assert found("starting_points", with_work, FENLAND).points == 30
