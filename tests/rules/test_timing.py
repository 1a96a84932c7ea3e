"""When meetings, referrals and notice fall due (5, 8, s.213B)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from engine.making import BEGUN, DAY, RELEASE, case, found, rank, zone

from placement.results import Outcome
from placement.rules import rules_for

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("release", "as_of", "outcome"),
    [
        (date(2027, 5, 14), date(2026, 11, 14), MET),
        (date(2027, 5, 14), date(2026, 11, 15), NOT_MET),
        (date(2027, 8, 31), date(2027, 2, 28), MET),  # February has no 31st
        (date(2027, 8, 31), date(2027, 3, 1), NOT_MET),
        (date(2028, 8, 31), date(2028, 2, 29), MET),
        (date(2028, 8, 31), date(2028, 3, 1), NOT_MET),
    ],
)
def test_the_meeting_is_ideally_six_months_before(release, as_of, outcome):
    finding = found("meeting_six_months_before", case(release=release), as_of=as_of)
    assert (finding.outcome, finding.clause) == (outcome, "5.4")


@pytest.mark.parametrize("status", ["custody", "hospital"])
def test_without_a_release_date_the_meeting_and_the_move_are_unknown_and_it_says_so(status):
    one = case(status=status, release=None)
    finding = found("meeting_six_months_before", one)
    assert finding.outcome is UNKNOWN
    assert "move in" in finding.sentence
    assert rank(one).move_in is None


@pytest.mark.parametrize("status", ["community_order", "licence", "bail", "none"])
def test_somebody_in_the_community_moves_in_at_once(status):
    one = case(status=status, release=None)
    assert found("meeting_six_months_before", one).outcome is MET
    assert rank(one).move_in == DAY


@pytest.mark.parametrize(
    ("release", "move_in"),
    [(DAY + timedelta(days=1), DAY + timedelta(days=1)), (DAY, DAY), (date(2026, 1, 1), DAY)],
)
def test_moving_in_is_the_release_date_only_while_it_lies_ahead(release, move_in):
    assert rank(case(release=release)).move_in == move_in


def test_no_meeting_is_called_at_level_one():
    assert "no meeting" in found("meeting_six_months_before", case(level=1)).sentence


@pytest.mark.parametrize(("days", "outcome"), [(57, MET), (56, NOT_MET), (0, NOT_MET)])
def test_the_duty_to_refer_opens_56_days_before(days, outcome):
    one = case(release=DAY + timedelta(days=days))
    assert found("duty_to_refer", one).outcome is outcome


def test_the_duty_to_refer_is_unknown_without_a_release_date():
    assert found("duty_to_refer", case(release=None)).outcome is UNKNOWN


def test_there_was_no_duty_to_refer_the_day_before_it_came_into_force():
    names = [
        {rule.name for rule in rules_for("timing", day)}
        for day in (date(2018, 9, 30), date(2018, 10, 1))
    ]
    assert [("duty_to_refer" in each) for each in names] == [False, True]


@pytest.mark.parametrize(("days", "outcome"), [(56, MET), (55, NOT_MET)])
def test_reasonable_notice_is_taken_as_56_days(days, outcome):
    one = case(release=DAY + timedelta(days=days))
    finding = found("reasonable_notice", one)
    assert (finding.outcome, finding.clause) == (outcome, "8.5")
    assert f"{days} days' notice" in finding.sentence


def test_reasonable_notice_is_data_and_unknown_without_a_release_date():
    one = case(release=DAY + timedelta(days=55))
    shorter = {"timing.reasonable_notice_days": 28}
    assert found("reasonable_notice", one, changes=shorter).outcome is MET
    assert found("reasonable_notice", case(release=None)).outcome is UNKNOWN


HORIZON = date(2028, 5, 14)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (RELEASE, None, None),
        (RELEASE + timedelta(days=1), None, "one starts on 15 May 2027"),
        (HORIZON, None, "one starts on 14 May 2028"),
        (HORIZON + timedelta(days=1), None, None),
        (BEGUN, RELEASE, None),  # ended before the person moves in
        (BEGUN, RELEASE + timedelta(days=1), "one ends on 15 May 2027"),
        (BEGUN, HORIZON, "one ends on 14 May 2028"),
        (BEGUN, HORIZON + timedelta(days=1), None),
    ],
)
def test_a_zone_that_starts_or_ends_within_the_tenancy_is_said_with_its_dates(start, end, said):
    one = case(conditions=(zone(start=start, end=end, areas=("PE15 8",)),))
    finding = found("conditions_steady_through_the_tenancy", one)
    assert finding.outcome is (NOT_MET if said else MET)
    assert (said or "No zone starts or ends") in finding.sentence


def test_whether_zones_change_is_unknown_without_a_move_or_without_the_conditions():
    rule = "conditions_steady_through_the_tenancy"
    assert found(rule, case(release=None)).outcome is UNKNOWN
    assert found(rule, case(conditions=None)).outcome is UNKNOWN
