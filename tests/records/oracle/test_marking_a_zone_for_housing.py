"""Before a zone is shown to housing: what its shape gives away, and what could be named instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from attack.oracle.product import DAYS, case_of, measured, places, victim

from placement.cases.model import Condition, Zone
from placement.records.oracle.marking import _homes, _in_sectors, _in_the_middle, before_sharing

ELY, CAMBRIDGE = "CB7 4EA", "CB4 2AA"
CIRCLE = Condition(
    kind="exclusion_zone",
    source="licence",
    start=DAYS[0] - timedelta(days=30),
    end=None,
    share_with_housing=False,
    zone=Zone(postcode=ELY, metres=2000.0),
)


def looked_at(condition, *victims):
    facts = measured(case_of(*victims, conditions=(condition,)))
    return before_sharing(facts, condition), facts


def test_a_circle_round_a_victims_home_is_warned_of():
    warned, _ = looked_at(CIRCLE, victim(ELY, 2000.0))
    assert any("round a victim's home" in text for text in warned.because)


def test_a_circle_round_something_else_is_warned_of_too():
    warned, _ = looked_at(CIRCLE, victim(CAMBRIDGE, 500.0))
    assert warned.because[-1].startswith("The zone is a circle: ")


def test_a_zone_with_few_postcodes_is_warned_of():
    warned, _ = looked_at(replace(CIRCLE, zone=Zone(postcode=ELY, metres=300.0)))
    assert "fewer than 1,000" in warned.because[0]


def test_sectors_with_the_home_at_their_edge_and_many_postcodes_are_not():
    condition = replace(CIRCLE, zone=Zone(lhas=("E07000010",)))
    warned, _ = looked_at(condition, victim(ELY, 1000.0))
    assert warned.because == ()


def test_no_warning_names_a_place():
    warned, _ = looked_at(CIRCLE, victim(ELY, 2000.0))
    assert not any("CB7" in text for text in warned.because)


@pytest.mark.parametrize("postcode", [ELY, CAMBRIDGE, "PE15 8AA", "PE29 3AA", "PE13 2AA"])
@pytest.mark.parametrize("metres", [500.0, 2000.0, 4000.0])
def test_the_sectors_offered_cover_the_zone_and_do_not_have_the_home_in_their_middle(
    postcode, metres
):
    condition = replace(CIRCLE, zone=Zone(postcode=postcode, metres=metres))
    warned, facts = looked_at(condition, victim(postcode, metres))
    assert warned.instead
    chosen = _in_sectors(facts, warned.instead)
    x, y = places().easting.astype(float), places().northing.astype(float)
    at = places().find(postcode)
    inside = np.hypot(x - at.easting, y - at.northing) <= metres
    assert not (inside & ~chosen).any()
    assert warned.holds == chosen.sum() >= 1000
    assert warned.adds == (chosen & ~inside).sum()
    share = facts.numbers["oracle.shape_centre_share"]
    assert not _in_the_middle(facts, chosen, _homes(facts), share)


def test_a_condition_without_a_zone_has_nothing_to_warn_of():
    condition = replace(CIRCLE, kind="curfew", zone=None)
    assert looked_at(condition)[0].because == ()
