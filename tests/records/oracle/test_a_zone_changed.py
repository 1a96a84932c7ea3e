"""The coordinator and victim liaison are told when a zone changes, shared with housing or not."""

from __future__ import annotations

from datetime import date

import pytest

from placement import parameters
from placement.records.alerts import alert_rows
from placement.records.oracle.kept import release_for_housing

from .kept_cases import CASE, protected_text

DAYS = parameters.load().on(date(2026, 11, 22))["oracle.window_days"]
ZONE = """
[[conditions]]
kind = "exclusion_zone"
source = "licence"
from = 2026-01-01
share_with_housing = true
areas = ["{area}"]
"""
BARE = CASE.format(reference="AB-1").replace("conditions = []\n", "")


@pytest.fixture
def coordinator(desk, people):
    return desk.record.desk(people.coordinator)


def told(desk, case):
    """The alerts of a change that somebody gets today."""
    day = desk.record.clock().date()
    numbers = parameters.load().on(day)
    rows = alert_rows(desk, {case: "AB-1"}, day, numbers)
    return [row for row in rows if row.what == "zone changed"]


def save(desk, case, text, kind="case"):
    (held,) = desk.list(kind, case=case)
    data = {"text": text}
    desk.save(kind, data, id=held.id, based_on=held.version, reason="changed")


def test_a_case_just_opened_is_no_change(coordinator, case):
    assert told(coordinator, case) == []


def test_a_victims_area_that_is_changed_is_told_to_both_and_to_nobody_else(
    coordinator,
    desk,
    spoc,
    case,
    people,
):
    save(desk, case, protected_text("AB-1", 5000), "protected")
    access = {"person": people.victim_liaison.id, "as": "victim_liaison", "from": "2026-11-01"}
    coordinator.save("access", {**access, "why": "hers"}, case=case, reason="named")
    (row,) = told(coordinator, case)
    assert row.clause == "7(ii)"
    assert "CB7" not in row.sentence
    assert told(desk.record.desk(people.victim_liaison), case) == [row]
    assert told(desk, case) == []
    assert told(spoc, case) == []


def test_a_zone_shared_with_housing_that_is_changed_is_told_too(coordinator, desk, case):
    save(desk, case, BARE + ZONE.format(area="CB4 1"))
    assert len(told(coordinator, case)) == 1


def test_a_case_changed_elsewhere_is_no_change_of_a_zone(coordinator, desk, case):
    save(desk, case, CASE.format(reference="AB-1") + "\n# a word\n")
    assert told(coordinator, case) == []


def test_a_protected_part_that_comes_later_is_a_change(coordinator, desk):
    row = desk.open_case("AB-1", CASE.format(reference="AB-1"), reason="new")
    protected = {"text": protected_text("AB-1", 5000)}
    desk.save("protected", protected, case=row.id, reason="a victim came forward")
    assert len(told(coordinator, row.id)) == 1


def test_it_is_said_for_the_whole_window_though_housing_is_told_anew(
    coordinator,
    desk,
    case,
    setting,
    clock,
):
    release_for_housing(desk, case, setting)
    save(desk, case, protected_text("AB-1", 5000), "protected")
    release_for_housing(desk, case, setting)
    clock.go(days=DAYS, seconds=-60)
    assert len(told(coordinator, case)) == 1
    clock.go(seconds=120)
    assert told(coordinator, case) == []


def test_and_for_longer_until_housing_is_told_anew(coordinator, desk, case, setting, clock):
    release_for_housing(desk, case, setting)
    save(desk, case, protected_text("AB-1", 5000), "protected")
    clock.go(days=DAYS + 40)
    assert len(told(coordinator, case)) == 1
    release_for_housing(desk, case, setting)
    assert told(coordinator, case) == []


def test_what_is_withdrawn_is_a_change(coordinator, desk, case):
    (held,) = desk.list("protected", case=case)
    desk.withdraw(held.id, based_on=held.version, reason="no longer")
    assert len(told(coordinator, case)) == 1
