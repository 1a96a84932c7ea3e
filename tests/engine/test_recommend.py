"""The outcome of a ranking: five of them, the first that applies, each with its sentence."""

from __future__ import annotations

import pytest

from engine.making import (
    ALL,
    CAMBRIDGE,
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
from placement.recommend import in_a_hundred

LEADING = {"employment": (job(CAMBRIDGE),)}


def outcome(*, setting=None, **changes):
    said = rank(case(**changes), **(setting or {})).recommendation
    return said.outcome, said.lhas


# --- (1) not enough information -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"victim_check": "not_checked", "victims": None}, "victims have not been checked for"),
        ({"risk_of_serious_harm": "unknown"}, "the risk of serious harm is not recorded"),
        ({"can_return": "unknown"}, "whether the person can go back is not recorded"),
        ({"conditions": None}, "somebody must be asked about each LHA first"),
        ({"non_association": None}, "somebody must be asked about each LHA first"),
    ],
)
def test_without_what_nobody_should_go_on_without(changes, said):
    recommendation = rank(case(**LEADING, **changes)).recommendation
    assert (recommendation.outcome, recommendation.lhas) == ("not_enough_information", ())
    assert said in recommendation.sentence


def test_every_lha_not_excluded_to_be_asked_about_is_not_enough():
    one = {
        "conditions": (zone("restriction_zone", lhas=(CAMBRIDGE, FENLAND)),),
        "victim_check": "listed",
        "victims": (victim(avoid=(CAMBRIDGE, FENLAND), metres=0.0),),
    }
    assert outcome(**one) == ("not_enough_information", ())
    one["victims"] = (victim(avoid=(CAMBRIDGE,), metres=0.0),)
    assert outcome(**one)[0] == "close"


def test_missing_information_comes_before_all_closed():
    closed = (zone(lhas=ALL),)
    assert outcome(conditions=closed, risk_of_serious_harm="unknown")[0] == "not_enough_information"


# --- (2) none -------------------------------------------------------------------------------------


def test_all_closed_is_none_even_where_the_person_can_go_back():
    assert outcome(conditions=(zone(lhas=ALL),), can_return="yes") == ("none", ())


# --- (3) origin -----------------------------------------------------------------------------------


def test_an_origin_to_go_back_to_comes_before_a_clear_leader():
    recommendation = rank(case(can_return="yes", **LEADING)).recommendation
    assert (recommendation.outcome, recommendation.lhas) == ("origin", (FENLAND,))
    assert "Start with Fenland" in recommendation.sentence
    assert "favour Cambridge, by 35 of 300 units (score 88 against 77)" in recommendation.sentence


def test_an_origin_that_the_considerations_favour_too_says_so():
    sentence = rank(case(can_return="yes", networks=(network(FENLAND),))).recommendation.sentence
    assert "favour it too" in sentence


@pytest.mark.parametrize(
    "changes",
    [
        {"conditions": (zone(lhas=(FENLAND,)),)},  # closed
        {"victim_check": "listed", "victims": (victim(avoid=(FENLAND,), metres=0.0),)},  # refer
        {"origin": "none"},
        {"origin": "E07000245"},  # outside the profile
    ],
)
def test_an_origin_that_is_not_open_is_not_the_outcome(changes):
    assert outcome(can_return="yes", **LEADING, **changes) == ("clear", (CAMBRIDGE,))


# --- (4) clear ------------------------------------------------------------------------------------


def test_a_leader_in_every_weighting_is_clear():
    assert outcome(**LEADING) == ("clear", (CAMBRIDGE,))


def test_the_share_that_is_clear_is_reached_at_it_and_not_past_it():
    views = tuple(view(lha, "with_conditions" if lha == CAMBRIDGE else "suitable") for lha in ALL)
    changes = {"management_views": views, **LEADING}
    share = rank(case(**changes)).options[0].rank_shares[0]
    assert share == pytest.approx(0.7, abs=1e-3)  # 35 points ahead on one, 15 behind on another
    at = {"changes": {"ranking.clear_share": share}}
    past = {"changes": {"ranking.clear_share": share + 1e-9}}
    assert outcome(setting=at, **changes)[0] == "clear"
    assert outcome(setting=past, **changes)[0] == "close"
    assert outcome(**changes)[0] == "close"


EASILY = {"changes": {"ranking.clear_share": 0.1}}


@pytest.mark.parametrize(
    ("word", "expected"), [("with_conditions", "clear"), ("unsuitable", "close")]
)
def test_an_unsuitable_lha_is_never_clear(word, expected):
    ranking = rank(case(management_views=tuple(view(lha, word) for lha in ALL), **LEADING))
    assert ranking.options[0].lha == CAMBRIDGE
    assert ranking.options[0].rank_shares[0] > 0.99
    assert ranking.recommendation.outcome == expected


def test_a_leader_to_be_asked_about_is_not_clear():
    asked = {"victim_check": "listed", "victims": (victim(avoid=(CAMBRIDGE,), metres=0.0),)}
    ranking = rank(case(**LEADING, **asked))
    assert ranking.options[0].lha == CAMBRIDGE
    assert ranking.recommendation.outcome == "close"
    assert "must be asked first about Cambridge" in ranking.recommendation.sentence


def test_one_missing_fact_that_would_change_the_leader_is_not_clear():
    others = tuple(view(lha) for lha in ALL if lha != CAMBRIDGE)
    missing = rank(case(management_views=others, **LEADING), **EASILY)
    assert missing.options[0].lha == CAMBRIDGE
    assert missing.recommendation.outcome == "close"
    told = case(management_views=(*others, view(CAMBRIDGE, "with_conditions")), **LEADING)
    assert rank(told, **EASILY).recommendation.outcome == "clear"


def test_a_missing_fact_that_changes_nothing_leaves_it_clear():
    others = tuple(view(lha) for lha in ALL if lha != HUNTS)
    assert outcome(management_views=others, **LEADING) == ("clear", (CAMBRIDGE,))


# --- (5) close ------------------------------------------------------------------------------------


def test_a_close_answer_names_lhas_by_how_often_they_are_first():
    views = tuple(view(lha, "suitable" if lha == HUNTS else "with_conditions") for lha in ALL)
    ranking = rank(case(management_views=views, **LEADING))
    assert ranking.recommendation.lhas == (CAMBRIDGE, HUNTS)
    assert "Cambridge (70) and Huntingdonshire (30)" in ranking.recommendation.sentence


@pytest.mark.parametrize(
    ("share", "named"), [(0.0, 2), (0.3333, 2), (0.3334, 3), (0.6666, 4), (0.6667, 5), (0.9, 6)]
)
def test_lhas_are_named_until_they_hold_the_share_two_at_least(share, named):
    """Six that tie are first in a sixth of the ways each."""
    lhas = outcome(setting={"changes": {"ranking.close_share": share}})[1]
    assert len(lhas) == named


def test_one_that_leads_by_far_and_is_not_clear_is_named_with_a_second():
    asked = {"victim_check": "listed", "victims": (victim(avoid=(CAMBRIDGE,), metres=0.0),)}
    ranking = rank(case(**LEADING, **asked))
    assert ranking[CAMBRIDGE].rank_shares[0] > 0.99
    assert ranking.recommendation.lhas == (CAMBRIDGE, FENLAND)


# --- what is said first ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("previous", "family", "beginning"),
    [
        ("available", "unsuitable", "use a previous home. "),
        ("unsuitable", "not_explored", "explore family or networks. "),
        ("available", "available", "use a previous home and family or networks. "),
        ("available", "not_explored", "use a previous home; explore family or networks. "),
    ],
)
def test_first_options_are_said_before_any_lha(previous, family, beginning):
    one = case(previous_home=previous, family_or_network=family, **LEADING)
    recommendation = rank(one).recommendation
    assert recommendation.sentence.startswith(f"Before any LHA is asked (6): {beginning}")
    assert recommendation.outcome == "clear"


def test_level_one_ranks_as_usual_and_says_that_no_meeting_is_called():
    one = case(level=1, previous_home="available", **LEADING)
    ranking = rank(one)
    assert ranking.recommendation.sentence.startswith(
        "Advice only (3): no meeting is called. Before any LHA is asked (6): use a previous home. "
    )
    assert [o.units for o in ranking.options] == [o.units for o in rank(case(**LEADING)).options]


def test_nothing_is_said_first_where_nothing_is_left_to_try():
    assert rank(case(**LEADING)).recommendation.sentence.startswith("Ask Cambridge: ")


@pytest.mark.parametrize(
    ("share", "count"), [(0.82, "82"), (0.994, "99"), (0.9994, "99"), (0.004, "1"), (0.0, "0")]
)
def test_a_share_is_said_as_ways_in_a_hundred(share, count):
    assert in_a_hundred(share) == f"in {count} of 100 ways of weighing and of filling the gaps"


def test_a_share_of_nearly_everything_is_every_way():
    assert in_a_hundred(0.9999).startswith("in every way of weighing")
