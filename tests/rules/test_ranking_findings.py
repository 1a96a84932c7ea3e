"""What is said beside the points: origin (1), rates (10), successors, and what changes by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from engine.making import (
    CAMBRIDGE,
    CAMBRIDGESHIRE,
    DAY,
    FENLAND,
    RELEASE,
    case,
    facts,
    found,
    job,
    placed,
)

from placement.results import Outcome
from placement.rules import RULES, apply

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("origin", "can_return", "outcome"),
    [
        (FENLAND, "yes", MET),
        (FENLAND, "no", NOT_MET),
        (FENLAND, "unknown", UNKNOWN),
        (None, "no", UNKNOWN),
        ("none", "no", NOT_MET),
        ("E07000245", "yes", NOT_MET),  # outside the profile: that one is asked too
        ("E07000245", "unknown", UNKNOWN),
    ],
)
def test_the_origin_is_the_starting_point_of_every_case(origin, can_return, outcome):
    finding = found("origin_is_the_starting_point", case(origin=origin, can_return=can_return))
    assert (finding.outcome, finding.clause) == (outcome, "1.5")


def test_the_rate_is_shown_and_scores_nothing():
    people = [placed(FENLAND), placed(CAMBRIDGE)]
    finding = found("rate_of_placements", case(), FENLAND, placements=people)
    assert (finding.outcome, finding.points, finding.clause) == (MET, 0, "10.1")
    assert finding.sentence.startswith("1 counted in Fenland now")
    assert found("rate_of_placements", case(), FENLAND, placements=None).outcome is UNKNOWN


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        (None, MET),
        (date(2028, 5, 15), MET),  # the horizon is 14 May 2028
        (date(2028, 5, 14), NOT_MET),
        (date(2028, 4, 1), NOT_MET),
    ],
)
def test_an_lha_that_ends_within_the_tenancy_says_so(end, outcome):
    told = facts(case(), FENLAND)
    told.lha = replace(CAMBRIDGESHIRE[FENLAND], end=end, successors=(CAMBRIDGE,))
    finding = apply(RULES["lha_stands_through_the_tenancy"], told, told.measured.numbers)
    assert finding.outcome is outcome
    if outcome is NOT_MET:
        assert "its successors: Cambridge" in finding.sentence


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, MET),
        ({"employment": (job(FENLAND, start=RELEASE),)}, NOT_MET),
        ({"employment": (job(FENLAND, end=RELEASE),)}, NOT_MET),
        ({"release": None}, UNKNOWN),
        ({"release": DAY}, MET),
    ],
)
def test_a_connection_that_changes_by_moving_in_is_a_finding(changes, outcome):
    assert found("connection_the_same_on_moving_in", case(**changes), FENLAND).outcome is outcome
