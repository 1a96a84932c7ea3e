"""Where the person would like to live (6.5): considered last, and over-ruled only with a reason."""

from __future__ import annotations

import pytest
from engine.making import (
    CAMBRIDGE,
    EAST_CAMBS,
    FENLAND,
    HUNTS,
    case,
    job,
    network,
    rank,
    victim,
    view,
    zone,
)

from placement.results import Outcome

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
CAMBRIDGE_LEADS = {"employment": (job(CAMBRIDGE),)}


def considered(**changes):
    finding = rank(case(**changes)).findings[-1]
    assert (finding.rule, finding.clause) == ("preference_considered", "6.5")
    return finding.outcome, finding.sentence


@pytest.mark.parametrize(
    ("preference", "outcome", "said"),
    [
        (None, UNKNOWN, "not recorded"),
        ((), MET, "no preference"),
        ((CAMBRIDGE,), MET, "nothing in section 6 conflicts with it."),
        ((HUNTS,), NOT_MET, "over-ruled by connection (35 points), in which Cambridge is ahead."),
        (("E07000245",), NOT_MET, "not one of the LHAs looked at"),
        ((CAMBRIDGE, HUNTS), NOT_MET, "Preference Huntingdonshire: over-ruled"),
    ],
)
def test_a_preference_is_considered(preference, outcome, said):
    found, sentence = considered(preference=preference, **CAMBRIDGE_LEADS)
    assert found is outcome
    assert said in sentence


def test_each_consideration_that_over_rules_is_named_with_its_points():
    views = (view(CAMBRIDGE), view(HUNTS, "with_conditions"))
    outcome, sentence = considered(preference=(HUNTS,), management_views=views, **CAMBRIDGE_LEADS)
    assert outcome is NOT_MET
    assert "over-ruled by connection (35 points) and management (15 points)" in sentence


def test_choosing_a_preferred_lha_of_a_close_set_is_no_departure():
    outcome, sentence = considered(preference=(HUNTS,))
    assert outcome is MET
    assert sentence.endswith("nothing in section 6 conflicts with it; choosing it is no departure.")


@pytest.mark.parametrize(
    "closed",
    [
        {"conditions": (zone(lhas=(HUNTS,)),)},
    ],
)
def test_a_closed_lha_is_over_ruled_whatever_the_preference(closed):
    outcome, sentence = considered(preference=(HUNTS,), **closed)
    assert outcome is NOT_MET
    assert "closed by a condition" in sentence


def test_a_preferred_lha_to_be_asked_about_says_so():
    asked = {"victim_check": "listed", "victims": (victim(avoid=(HUNTS,), metres=0.0),)}
    _, sentence = considered(preference=(HUNTS,), **asked)
    assert sentence.endswith("somebody must be asked about it first.")


def test_a_preferred_leader_beside_a_workable_origin_is_told_that_the_case_starts_there():
    outcome, sentence = considered(preference=(CAMBRIDGE,), can_return="yes", **CAMBRIDGE_LEADS)
    assert outcome is MET
    assert "the case starts with the original housing authority (1)" in sentence
    assert "level with" not in sentence


def test_a_preferred_leader_is_not_level_with_itself_where_information_is_missing():
    _, sentence = considered(
        preference=(CAMBRIDGE,), risk_of_serious_harm="unknown", **CAMBRIDGE_LEADS
    )
    assert sentence == "Preference Cambridge: nothing in section 6 conflicts with it."


def test_preference_changes_no_point_no_share_and_no_set():
    changes = {"networks": (network(CAMBRIDGE), network(EAST_CAMBS, "faith")), "history": None}
    plain = rank(case(**changes))
    for preference in ((HUNTS,), (EAST_CAMBS, FENLAND), (CAMBRIDGE,)):
        wished = rank(case(preference=preference, **changes))
        for option in plain.options:
            assert wished[option.lha].factors == option.factors
            assert wished[option.lha].rank_shares == option.rank_shares
        assert set(wished.recommendation.lhas) == set(plain.recommendation.lhas)
        assert wished.recommendation.outcome == plain.recommendation.outcome
        assert wished.ask_first == plain.ask_first
