"""First options, what the SPOC is given, victims' views, the plan (5, 6, 7)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine.making import RELEASE, case, found, stay, victim, zone

from placement.cases.model import Condition, RiskPlanItem
from placement.results import Outcome

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("previous", "family", "outcome"),
    [
        ("unsuitable", "unrealistic", MET),
        ("unrealistic", "unsuitable", MET),
        ("available", "unrealistic", NOT_MET),
        ("unsuitable", "available", NOT_MET),
        ("available", "not_explored", NOT_MET),
        ("not_explored", "unsuitable", UNKNOWN),
        ("unsuitable", "not_explored", UNKNOWN),
    ],
)
def test_first_options_come_before_any_lha(previous, family, outcome):
    one = case(previous_home=previous, family_or_network=family)
    finding = found("first_options_explored", one)
    assert (finding.outcome, finding.clause) == (outcome, "6.2")


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"can_return": "yes"}, MET),
        ({"can_return": "unknown"}, UNKNOWN),
        ({}, MET),
        ({"origin_reasons": None}, UNKNOWN),
        ({"origin_reasons": ()}, UNKNOWN),
    ],
)
def test_the_spoc_is_told_why_return_is_impossible(changes, outcome):
    assert found("spoc_is_told_why_return_is_impossible", case(**changes)).outcome is outcome


def test_housing_reads_only_the_reasons_meant_for_it():
    one = case(origin_reasons=("victim", "licence_condition"))
    finding = found("spoc_is_told_why_return_is_impossible", one)
    assert "victim" in finding.sentence
    assert finding.housing == "Why the person cannot go back: licence condition."
    none = found(
        "spoc_is_told_why_return_is_impossible", replace(one, origin_reasons_for_housing=None)
    )
    assert none.housing == "The offender manager holds the reasons."


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"property_held": "no"}, MET),
        ({"property_held": "yes"}, NOT_MET),
        ({"property_held": "unknown"}, UNKNOWN),
        ({"property_held": "no", "history": None}, UNKNOWN),
    ],
)
def test_an_interest_in_a_property_is_known_with_the_housing_history(changes, outcome):
    one = case(history=(stay(RELEASE, None, "PE13 1AB"),))
    assert found("property_interest_known", replace(one, **changes)).outcome is outcome


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"victim_check": "not_checked", "victims": None}, UNKNOWN),
        ({"victim_check": "none_known"}, MET),
        ({"victim_check": "listed", "victims": None}, UNKNOWN),
        ({"victim_check": "listed", "victims": (victim(),)}, MET),
        ({"victim_check": "listed", "victims": (victim(views="sought"),)}, MET),
        ({"victim_check": "listed", "victims": (victim(views="not_sought"),)}, UNKNOWN),
        ({"victim_check": "listed", "victims": (victim(views="unknown"),)}, UNKNOWN),
    ],
)
def test_victims_are_checked_for_and_heard(changes, outcome):
    finding = found("victims_location_and_views", case(**changes))
    assert (finding.outcome, finding.clause) == (outcome, "7.2")


def test_housing_reads_a_victims_statement_and_not_how_many_there_are():
    told = replace(victim(views="not_sought"), statement_for_housing="Please ask first.")
    one = case(victim_check="listed", victims=(told,))
    finding = found("victims_location_and_views", one)
    assert finding.housing == "Checked by victim liaison unit. Please ask first."


@pytest.mark.parametrize(
    ("plan", "outcome"),
    [
        (None, UNKNOWN),
        ((), MET),
        ((RiskPlanItem(item="electronic monitoring", needed=True),), MET),
    ],
)
def test_what_of_the_plan_a_home_rests_on_is_listed(plan, outcome):
    finding = found("plan_items_the_home_rests_on", case(risk_plan=plan))
    assert finding.outcome is outcome
    if plan:
        assert "electronic monitoring" in finding.sentence
        assert "electronic monitoring" not in finding.housing


def curfew(**changes):
    condition = Condition(
        kind="curfew", source="licence", start=None, end=None, share_with_housing=False
    )
    return replace(condition, **changes)


@pytest.mark.parametrize(
    ("conditions", "outcome"),
    [
        (None, UNKNOWN),
        ((), MET),
        ((curfew(),), NOT_MET),
        ((curfew(end=RELEASE),), MET),  # over on the day of moving in
        ((zone(areas=("PE15 8",)),), MET),  # a zone is for the gates
    ],
)
def test_conditions_on_the_home_are_known_to_whoever_looks_for_one(conditions, outcome):
    assert found("conditions_on_the_home", case(conditions=conditions)).outcome is outcome


def test_an_unshared_condition_gives_housing_one_line():
    finding = found("conditions_on_the_home", case(conditions=(curfew(),)))
    assert finding.housing == (
        "Licence or order conditions restrict where this person may live; the offender manager "
        "holds them."
    )
    shared = found("conditions_on_the_home", case(conditions=(curfew(share_with_housing=True),)))
    assert shared.housing == "For any home: a curfew."
