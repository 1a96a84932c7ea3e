"""What is kept outside the vault tells no more than housing was told, and still runs the same."""

from __future__ import annotations

from datetime import date

import pytest
from attack.outputs import ground
from attack.test_nothing_protected_is_written import CASE, TRACES
from attack.test_worlds_look_alike import alike
from attack.worlds import worlds
from engine.making import case, network, placed, victim, zone
from hypothesis import given, settings
from hypothesis import strategies as st
from properties.people import cases

from placement import parameters
from placement.errors import RecordError
from placement.records.decisions.freeze import freeze
from placement.records.decisions.housing import HOUSING, for_housing
from placement.records.decisions.replay import replay, under

from .frozen import frozen_of, text_of


def housing_of(one, **setting):
    return for_housing(frozen_of(one, readers=[HOUSING], **setting))


@settings(max_examples=30)
@given(one=cases(), world=worlds)
def test_the_housing_view_of_any_world_runs_the_same(one, world):
    assert replay(housing_of(world.of(one))).identical


@settings(max_examples=10)
@given(one=cases(), several=st.lists(worlds, min_size=5, max_size=5))
def test_worlds_that_housing_cannot_tell_apart_are_kept_alike(one, several):
    for group in alike([world.of(one) for world in several]):
        first, *others = [text_of(kept_of(each)) for each in group]
        assert all(other == first for other in others)


def kept_of(one):
    """As ``bits`` measures it: on the worked day, with the worked placements."""
    return for_housing(freeze(one, ground(), [HOUSING]))


def test_no_trace_of_what_is_protected_is_in_it():
    text = text_of(housing_of(CASE, placements=(placed("E07000010"),)))
    own = ("victims and", "2 victims", "two victims", "asked that", "known associates")
    found = [t for t in TRACES if t not in own and not t.isdigit() and t in text]
    assert found == []


def test_no_share_that_a_protected_area_leaves_is_in_it():
    one = case(
        victims=(victim("PE15 8AA", 15_000.0),), victim_check="listed", networks=(network(None),)
    )
    kept = housing_of(one)
    for lha in kept.body["measured"]["lhas"].values():
        assert set(lha["homes"]) == {"shared_clear", "shared_possible"}


def test_a_shared_zone_keeps_its_days_in_it():
    one = housing_of(case(conditions=(zone(areas=("PE13 2",), shared=True),)))
    assert one.body["case"]["conditions"][0]["kind"] == "exclusion_zone"


def test_it_can_be_run_under_todays_numbers_too():

    assert under(housing_of(case()), parameters.load(), date(2027, 1, 1)).differences == ()


def test_what_was_not_frozen_for_housing_has_no_housing_view():
    with pytest.raises(RecordError, match="not frozen for a housing role"):
        for_housing(frozen_of())
