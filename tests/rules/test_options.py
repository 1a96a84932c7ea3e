"""Homes and the way to a let (8, 9), and the conditions of a referral between LHAs (s.198)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine.making import (
    ALL,
    CAMBRIDGE,
    CAMBRIDGESHIRE,
    EAST_CAMBS,
    FENLAND,
    PETERBOROUGH,
    case,
    facts,
    found,
    job,
    rank,
    victim,
)

from placement.assess import assess, setting_of
from placement.cases.model import HouseholdMember, RiskToApplicant
from placement.profile import load_profile
from placement.results import Outcome
from placement.rules import housing_options

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def homes(lha, **changes):
    return {each.kind: each.status for each in housing_options(facts(case(**changes), lha))}


def test_every_kind_of_home_is_listed_and_a_social_tenancy_is_not_assumed():
    kinds = ["previous_home", "family", "private_rent", "supported", "social", "temporary"]
    assert list(homes(FENLAND)) == kinds
    assert "not assumed" in found("range_of_housing_options", case(), FENLAND).sentence


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("available", "available"),
        ("unsuitable", "closed"),
        ("unrealistic", "closed"),
        ("not_explored", "unknown"),
    ],
)
def test_a_previous_home_is_an_option_where_it_stands_and_nowhere_else(word, status):
    assert homes(FENLAND, previous_home=word)["previous_home"] == status
    assert homes(CAMBRIDGE, previous_home=word)["previous_home"] == "closed"
    assert homes(CAMBRIDGE, family_or_network=word)["family"] == status


def test_the_route_is_the_registers_own():
    routes = {option.lha: option.route for option in rank(case()).options}
    assert {lha: routes[lha].rule for lha in ALL} == {
        lha: "route_by_note_and_bid" if lha == PETERBOROUGH else "route_through_home_link"
        for lha in ALL
    }
    assert "red-flagged" in routes[FENLAND].sentence
    assert "the person bids" in routes[PETERBOROUGH].sentence


def test_another_areas_register_has_a_route_of_its_own():
    from geodata.places import load

    area = load_profile("bedfordshire")
    setting = setting_of(
        profile=area, places=load(area.name, area.codes), as_of=case().assessed_on, placements=()
    )
    one = case(origin="none", management_views=())
    rules = {option.route.rule for option in assess(one, setting).options}
    assert rules == {"route_of_another_register"}


def test_nobody_is_kept_from_applying_as_homeless():
    finding = found("prevention_rather_than_a_risky_application", case(), FENLAND)
    assert (finding.outcome, finding.clause) == (MET, "8.2")
    assert finding.sentence.endswith(
        "This is not a homelessness decision. Anyone may apply to any authority, and it must "
        "decide the application itself (Housing Act 1996, part 7)."
    )
    other = found("prevention_rather_than_a_risky_application", case(), PETERBOROUGH)
    assert other.outcome is UNKNOWN


# --- s.198 ----------------------------------------------------------------------------------------


def member(reference="H1", **lists):
    known = {"history": (), "employment": (), "family": (), **lists}
    return HouseholdMember(reference=reference, relation="partner", **known)


CONNECTED = "a_connection_of_the_household"


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"employment": (job(FENLAND),)}, MET),
        ({"household": (member(employment=(job(FENLAND),)),)}, MET),
        ({"household": (member(), member("H2", employment=(job(FENLAND),)))}, MET),
        ({"household": (member(),)}, NOT_MET),
        ({}, NOT_MET),
        ({"household": None}, UNKNOWN),
        ({"household": None, "employment": (job(FENLAND),)}, MET),
        ({"household": (member(employment=None),)}, UNKNOWN),
        ({"employment": None}, UNKNOWN),
    ],
)
def test_a_connection_of_anybody_in_the_household_is_enough(changes, outcome):
    assert found(CONNECTED, case(**changes), FENLAND).outcome is outcome


def test_each_member_of_the_household_is_named():
    one = case(household=(member(), member("H2", employment=(job(FENLAND),))))
    sentence = found(CONNECTED, one, FENLAND).sentence
    assert "H1 is for the LHA to consider" in sentence
    assert "H2 is connected on the facts" in sentence


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("no_domestic_abuse_risked_there", "domestic_abuse"),
        ("no_other_violence_risked_there", "other_violence"),
    ],
)
def test_a_risk_to_the_household_bars_a_referral_to_that_lha_alone(rule, kind):
    one = case(risk_to_applicant=(RiskToApplicant(lha=FENLAND, kind=kind),))
    assert found(rule, one, FENLAND).outcome is NOT_MET
    assert found(rule, one, CAMBRIDGE).outcome is MET
    assert found(rule, case(risk_to_applicant=None), FENLAND).outcome is UNKNOWN


def test_one_kind_of_risk_is_not_the_other():
    one = case(risk_to_applicant=(RiskToApplicant(lha=FENLAND, kind="domestic_abuse"),))
    assert found("no_other_violence_risked_there", one, FENLAND).outcome is MET


def test_the_risk_that_the_person_poses_bars_no_referral():
    one = case(
        risk_of_serious_harm="very_high",
        employment=(job(FENLAND),),
        victim_check="listed",
        victims=(victim("PE13 2AA", 4000.0, avoid=(FENLAND,)),),
    )
    findings = rank(one)[FENLAND].referral_198
    assert [finding.outcome for finding in findings] == [MET] * 4


def test_a_risk_to_the_household_changes_no_points_and_no_status():
    one = case(risk_to_applicant=(RiskToApplicant(lha=FENLAND, kind="other_violence"),))
    before, after = rank(case())[FENLAND], rank(one)[FENLAND]
    assert (before.units, before.status) == (after.units, after.status)


def test_a_referral_is_never_required_and_there_is_none_to_wales():
    rule = "referral_only_at_relief_or_main_duty"
    assert "never required" in found(rule, case(), EAST_CAMBS).sentence
    told = facts(case(), EAST_CAMBS)
    told.lha = replace(CAMBRIDGESHIRE[EAST_CAMBS], code="W06000015")
    from placement.rules import RULES, apply

    assert apply(RULES[rule], told, told.measured.numbers).outcome is NOT_MET
