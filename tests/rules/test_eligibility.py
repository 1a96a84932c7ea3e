"""Who comes under the protocol (2, 3, 7): findings, never gates."""

from __future__ import annotations

import pytest
from engine.making import case, found, rank

from placement.results import Outcome

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


@pytest.mark.parametrize(("level", "outcome"), [(1, NOT_MET), (2, MET), (3, MET), (None, UNKNOWN)])
def test_the_protocol_is_for_levels_two_and_three(level, outcome):
    assert found("within_levels", case(level=level)).outcome is outcome


def test_the_levels_are_data():
    assert found("within_levels", case(), changes={"eligibility.levels": [3]}).outcome is NOT_MET


@pytest.mark.parametrize(
    ("risk", "outcome"),
    [
        ("low", NOT_MET),
        ("medium", NOT_MET),
        ("high", MET),
        ("very_high", MET),
        ("unknown", UNKNOWN),
    ],
)
def test_a_high_risk_of_serious_harm_is_read_apart_from_the_level(risk, outcome):
    finding = found("high_risk_of_serious_harm", case(risk_of_serious_harm=risk, level=1))
    assert (finding.outcome, finding.clause) == (outcome, "2.1")


@pytest.mark.parametrize(
    ("status", "need", "outcome"),
    [
        ("custody", "assessed", MET),
        ("community_order", "assessed", MET),
        ("hospital", "assessed", UNKNOWN),  # in 5 and not in 7: for the LHA
        ("licence", "assessed", UNKNOWN),
        ("suspended_sentence", "assessed", UNKNOWN),
        ("bail", "assessed", UNKNOWN),
        ("none", "assessed", UNKNOWN),
        (None, "assessed", UNKNOWN),
        ("custody", "not_assessed", UNKNOWN),
        ("custody", "unknown", UNKNOWN),
        ("custody", "none", NOT_MET),
        (None, "none", NOT_MET),
    ],
)
def test_the_first_limb_names_prison_and_community_orders(status, need, outcome):
    finding = found("need_best_met_here", case(status=status, accommodation_need=need))
    assert (finding.outcome, finding.clause) == (outcome, "7(i)")


@pytest.mark.parametrize(
    ("duty", "outcome"), [("likely", MET), ("unlikely", NOT_MET), ("unknown", UNKNOWN)]
)
def test_the_second_limb_is_only_a_likelihood_and_the_lha_decides(duty, outcome):
    finding = found("likely_to_be_owed_a_duty", case(homelessness_duty=duty))
    assert finding.outcome is outcome
    assert "the LHA decides" in finding.sentence


def eligibility(*, both=True, **changes):
    changed = {"eligibility.limbs_cumulative": both}
    return rank(case(**changes), changes=changed).eligibility.outcome


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "eligible"),
        ({"level": 1}, "advice_only"),
        ({"level": 1, "risk_of_serious_harm": "low"}, "advice_only"),
        ({"risk_of_serious_harm": "medium"}, "not_shown"),
        ({"level": None, "risk_of_serious_harm": "low"}, "not_shown"),
        ({"risk_of_serious_harm": "unknown"}, "unknown"),
        ({"level": None}, "unknown"),
        ({"accommodation_need": "none"}, "not_shown"),
        ({"accommodation_need": "not_assessed"}, "unknown"),
        ({"status": "hospital"}, "lha_to_decide"),
        ({"homelessness_duty": "unlikely"}, "lha_to_decide"),
        ({"homelessness_duty": "unknown"}, "unknown"),
    ],
)
def test_eligibility_where_both_limbs_of_section_7_are_needed(changes, outcome):
    assert eligibility(**changes) == outcome


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"homelessness_duty": "unlikely"}, "eligible"),
        ({"homelessness_duty": "unknown"}, "eligible"),
        ({"status": "hospital"}, "eligible"),
        ({"status": "hospital", "homelessness_duty": "unlikely"}, "lha_to_decide"),
        ({"accommodation_need": "none", "homelessness_duty": "unlikely"}, "not_shown"),
        ({"accommodation_need": "none", "homelessness_duty": "unknown"}, "lha_to_decide"),
        ({"accommodation_need": "unknown", "homelessness_duty": "unlikely"}, "unknown"),
        ({"accommodation_need": "unknown", "homelessness_duty": "unknown"}, "unknown"),
    ],
)
def test_eligibility_where_one_limb_of_section_7_is_enough(changes, outcome):
    assert eligibility(both=False, **changes) == outcome


def test_eligibility_closes_no_lha():
    options = rank(case(risk_of_serious_harm="low", homelessness_duty="unlikely")).options
    assert {option.status.value for option in options} == {"open"}
