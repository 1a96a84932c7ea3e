"""The points of 6(b): view, postcodes still possible, supervision and other services."""

from __future__ import annotations

import pytest
from engine.making import (
    CAMBRIDGE,
    EAST_CAMBS,
    FENLAND,
    PLACES,
    at,
    case,
    facts,
    found,
    service,
    view,
    zone,
)

from placement.results import Outcome

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
VIEW = "suited_in_the_offender_managers_view"
LEFT = "leaves_postcodes_to_live_in"
SUPERVISION, SERVICES = "within_reach_of_supervision", "within_reach_of_services"


@pytest.mark.parametrize(
    ("word", "points", "outcome"),
    [("suitable", 50, MET), ("with_conditions", 35, MET), ("unsuitable", 0, NOT_MET)],
)
def test_the_offender_managers_view(word, points, outcome):
    finding = found(VIEW, case(management_views=(view(FENLAND, word),)), FENLAND)
    assert (finding.points, finding.low, finding.high) == (points, points, points)
    assert (finding.outcome, finding.clause) == (outcome, "6(b)")


@pytest.mark.parametrize("views", [None, (), (view(CAMBRIDGE, "suitable"),)])
def test_a_view_not_recorded_takes_three_values(views):
    finding = found(VIEW, case(management_views=views), FENLAND)
    assert (finding.outcome, finding.values) == (UNKNOWN, (0, 35, 50))
    assert (finding.points, finding.low, finding.high) == (28, 0, 50)


def test_a_reason_is_not_for_housing():
    assert found(VIEW, case(), FENLAND).housing == "The offender manager views Fenland as suitable."


@pytest.fixture
def part_of_cambridge():
    sectors = [sector for sector, lha in PLACES.areas if lha == CAMBRIDGE]
    one = case(conditions=(zone(areas=tuple(sectors[::2])),))
    return one, facts(one, CAMBRIDGE)["homes.clear_share"]


def test_postcodes_still_possible_at_a_quarter_and_just_under(part_of_cambridge):
    one, left = part_of_cambridge

    def points(share):
        return found(LEFT, one, CAMBRIDGE, changes={"zones.enough_share": share}).points

    assert (points(left), points(left + 1e-6)) == (20, 5)


@pytest.mark.parametrize(
    "changes",
    [
        {"conditions": None},
        {"victim_check": "not_checked", "victims": None},
        {"release": None, "conditions": (zone(end=None, start=case().release, lhas=(FENLAND,)),)},
    ],
)
def test_what_is_left_takes_two_values_where_a_zone_is_not_known(changes):
    finding = found(LEFT, case(**changes), FENLAND)
    assert (finding.outcome, sorted(finding.values)) == (UNKNOWN, [5, 20])
    assert (finding.points, finding.low, finding.high) == (13, 5, 20)


def minutes_to(where, lha):
    told = facts(case(services=(service(where),)), lha)
    return told.measured.minutes_from(told.index, at(where))


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        (SUPERVISION, "probation_office"),
        (SUPERVISION, "police"),
        (SERVICES, "treatment"),
        (SERVICES, "work"),
        (SERVICES, "other"),
    ],
)
def test_a_journey_at_each_limit_and_just_past_it(rule, kind):
    one = case(services=(service("PE1 1AB", kind),))
    took = minutes_to("PE1 1AB", EAST_CAMBS)

    def points(near, far):
        changes = {"management.reach_near_min": near, "management.reach_far_min": far}
        return found(rule, one, EAST_CAMBS, changes=changes).points

    short = took - 0.001
    assert (points(took, took), points(short, took), points(short, short)) == (15, 8, 0)


def test_the_limits_are_45_and_75_minutes():
    near, middle, far = (service(where) for where in ("CB7 4EA", "PE1 1AB", "PE1 1AB"))
    assert minutes_to("CB7 4EA", EAST_CAMBS) < 45
    assert 45 < minutes_to("PE1 1AB", EAST_CAMBS) < 75 < minutes_to("PE1 1AB", CAMBRIDGE)
    assert found(SUPERVISION, case(services=(near,)), EAST_CAMBS).points == 15
    assert found(SUPERVISION, case(services=(middle,)), EAST_CAMBS).points == 8
    finding = found(SUPERVISION, case(services=(far,)), CAMBRIDGE)
    assert (finding.points, finding.outcome) == (0, NOT_MET)


@pytest.mark.parametrize("rule", [SUPERVISION, SERVICES])
def test_services_left_out_take_three_values(rule):
    finding = found(rule, case(services=None), FENLAND)
    assert (finding.outcome, finding.values) == (UNKNOWN, (0, 8, 15))
    assert (finding.points, finding.low, finding.high) == (8, 0, 15)


@pytest.mark.parametrize("rule", [SUPERVISION, SERVICES])
def test_no_service_needed_gives_full_points(rule):
    assert found(rule, case(services=()), FENLAND).points == 15


NEAR, FAR = "CB1 1AA", "PE1 1AB"  # 15 and 0 points from Cambridge


@pytest.mark.parametrize(
    ("visits_near", "visits_far", "points"),
    [
        (1, 1, 8),  # 7.5, rounded half up
        (1, 2, 5),
        (2, 1, 10),
        (1, 5, 3),  # 2.5, rounded half up and not to the even
        (1, 0, 15),
        (0, 0, 8),  # no visits a week at all: each counts the same
        (0.5, 4.5, 2),  # 1.5, rounded half up
    ],
)
def test_other_services_are_a_mean_by_visits_a_week(visits_near, visits_far, points):
    one = case(services=(service(NEAR, "treatment", visits_near), service(FAR, "work", visits_far)))
    assert found(SERVICES, one, CAMBRIDGE).points == points


def test_the_worse_of_probation_and_police_gives_the_points_of_supervision():
    one = case(services=(service(NEAR), service(FAR, "police")))
    assert found(SUPERVISION, one, CAMBRIDGE).points == 0


@pytest.mark.parametrize(
    ("rule", "services", "values"),
    [
        (SUPERVISION, (service(None),), (0, 8, 15)),
        (SUPERVISION, (service(None), service("PE1 1AB", "police")), (0, 8)),
        (SERVICES, (service(None, "work"),), (0, 8, 15)),
        (SERVICES, (service("CB7 4EA", "work", None), service(FAR, "other", 1.0)), (0, 8, 15)),
        (SERVICES, (service("CB7 4EA", "work", None),), ()),  # one service: its visits say nothing
        (SERVICES, (service(CAMBRIDGE, "work"),), (0, 8, 15)),  # an LHA is not a place to reach
    ],
)
def test_a_service_not_recorded_closely_widens_the_points(rule, services, values):
    assert found(rule, case(services=services), EAST_CAMBS).values == values


def test_housing_reads_what_the_shared_zones_leave():
    closed = case(conditions=(zone(lhas=(FENLAND,)),))
    assert found(LEFT, closed, FENLAND, role="spoc").points == 5
    assert found(LEFT, case(), FENLAND, role="spoc").points == 20
