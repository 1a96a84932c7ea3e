"""Discs, coverage and the two sets of a protected home, against the product's own zones."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from attack.oracle.product import (
    DAYS,
    SECRET,
    Office,
    at,
    case_of,
    measured,
    moved,
    places,
    victim,
)

from placement.cases.model import Condition, Zone
from placement.records.oracle.coverage import Question, reach_m
from placement.records.oracle.log import Told, possible_of, release_log
from placement.records.oracle.possible import Ground, Possible, least_left, touched
from placement.records.oracle.release import release
from placement.records.oracle.things import Thing, protected_in, shown_to_housing

ELY, CAMBRIDGE, LONDON = "CB7 4EA", "CB4 2AA", "SW1A 2AA"
CITY, EAST = "E07000008", "E07000009"


@pytest.fixture(scope="module")
def ground():
    return Ground.of(measured(case_of()))


@pytest.mark.parametrize("metres", [1.0, 500.0, 1234.5, 8000.0])
def test_a_home_is_in_an_addresss_disc_exactly_if_its_area_makes_it_not_clear(metres, ground):
    rng = np.random.default_rng(5)
    homes = rng.choice(len(places()), 6, replace=False)
    addresses = rng.choice(len(places()), 400, replace=False)
    near = np.argsort(np.hypot(ground.x - ground.x[homes[0]], ground.y - ground.y[homes[0]]))
    for home in homes:
        facts = measured(case_of(victim(places().postcode(home), metres)))
        for address in (*addresses[:60], *near[:300:3]):
            disc = ground.disc(ground.x[address], ground.y[address], metres, ground.edge_m[address])
            assert disc[home] == (not facts.together.clear[address])


@pytest.mark.parametrize("metres", [4000.0, 6500.0, 12_000.0])
@pytest.mark.parametrize("lha", [CITY, EAST])
def test_an_area_closes_an_lha_exactly_where_the_zones_leave_less_than_a_quarter(
    metres, lha, ground
):
    part = places().slice(lha)
    everything = np.ones(part.stop - part.start, dtype=bool)
    closing = Question(ground, lha, everything).of(metres).closing(0.25)
    rng = np.random.default_rng(6)
    edge = np.flatnonzero(closing) if closing.any() else np.arange(len(places()))
    for home in (*rng.choice(edge, 12), *rng.choice(len(places()), 12)):
        facts = measured(case_of(victim(places().postcode(home), metres)))
        left = facts.left.clear[places().index(lha)]
        assert closing[home] == (left < 0.25)


def test_what_an_area_takes_at_most_is_what_the_worst_home_takes(ground):
    part = places().slice(CITY)
    reach = Question(ground, CITY, np.ones(part.stop - part.start, dtype=bool)).of(1500.0)
    some = np.zeros(len(places()), dtype=bool)
    some[::37] = True
    worst = int(reach.counts(np.flatnonzero(some)).max())
    assert reach.most(some) == worst <= reach.at_most(some)


def test_a_refer_that_another_may_have_caused_rules_nothing_out(ground):
    everywhere = Possible.anywhere(ground)
    near = ground.disc(ground.x[0], ground.y[0], 4000.0, 100.0)
    told = everywhere.told(near, True, alone=False)
    assert told.count == near.sum()
    assert told.outer.all()
    assert everywhere.told(near, False, alone=False).outer.sum() == (~near).sum()
    assert least_left([told, everywhere]) == told.count


# --- releases ------------------------------------------------------------------------------------


def released(case, day=DAYS[0], told=()):
    facts = measured(case, day)
    protected = protected_in(facts, SECRET, "A")
    possible = possible_of(protected.things, Ground.of(facts), told)
    return release(facts, protected, possible), facts, protected


def test_a_small_area_can_hold_no_lha_so_the_truth_is_told_of_all():
    found, _, _ = released(case_of(victim(ELY, 1000.0)))
    assert found.held == frozenset()
    assert found.told == frozenset(places().lhas)
    assert found.splits == ()


def test_a_large_area_in_the_city_is_told_and_narrows_what_is_possible():
    found, _, protected = released(case_of(victim(CAMBRIDGE, 8000.0)))
    assert CITY in found.held
    assert (CITY, True) in found.splits
    assert all(found.left[t.key].count >= 1000 for t in protected.things)


def test_a_second_release_of_the_same_things_tells_the_same_and_narrows_no_further():
    case = case_of(victim(CAMBRIDGE, 8000.0))
    first, facts, protected = released(case)
    log = release_log(first, facts, protected, shown_to_housing(facts).together.clear, None)
    told = [Told(at(DAYS[0]), "A", "om", log)]
    again, _, _ = released(case, DAYS[1], told)
    assert again.held == first.held
    assert again.splits == ()


def test_what_is_told_not_to_be_held_never_is():
    rng = np.random.default_rng(8)
    for metres in (4000.0, 8000.0, 16_000.0):
        for home in rng.choice(len(places()), 8):
            case = case_of(victim(places().postcode(home), metres))
            found, facts, _ = released(case)
            true = {lha for lha in places().lhas if facts.held(lha)}
            assert true <= found.held
            assert found.held & found.told <= true


def test_with_two_victims_only_what_no_place_could_change_is_told():
    small = case_of(victim(ELY, 1000.0), replace(victim(CAMBRIDGE, 800.0), reference="V2"))
    found, _, _ = released(small)
    assert found.held == frozenset()
    large = case_of(victim(ELY, 1000.0), replace(victim(ELY[:-1] + "B", 6000.0), reference="V2"))
    found, facts, _ = released(large)
    assert CITY in found.held
    assert not facts.held(CITY)
    assert CITY not in found.told
    assert found.splits == ()


def test_a_victim_who_lives_outside_the_area_is_answered_for_like_any_other():
    found, _, protected = released(case_of(victim(LONDON, 8000.0)))
    assert found.held.isdisjoint(found.told)
    assert all(found.left[t.key].count >= 1000 for t in protected.things)


ZONE = Condition(
    kind="exclusion_zone",
    source="licence",
    start=DAYS[0] - timedelta(days=30),
    end=None,
    share_with_housing=False,
    zone=Zone(postcode=ELY, metres=2000.0),
)


def test_a_circle_that_is_not_shared_is_protected_as_a_home_is():
    facts = measured(case_of(victim(ELY, 1000.0), conditions=(ZONE,)))
    (thing,) = protected_in(facts, SECRET, "A").things
    assert thing.radius == 2000.0
    other = protected_in(measured(case_of(victim(ELY, 500.0))), SECRET, "B").things[0]
    assert other.key == thing.key


@pytest.mark.parametrize(
    "zone",
    [
        replace(ZONE, zone=Zone(areas=("CB7 4",))),
        replace(ZONE, zone=Zone(lhas=(EAST,))),
        replace(ZONE, kind="restriction_zone"),
    ],
)
def test_while_a_zone_that_is_no_circle_is_kept_back_nothing_is_told(zone):
    found, _, protected = released(case_of(conditions=(zone,)))
    assert protected.beyond_reckoning
    assert found.held == frozenset(places().lhas)
    assert Office().check(measured(case_of(conditions=(zone,))), "A", DAYS[0], CAMBRIDGE) == "refer"
    shared, _, _ = released(case_of(conditions=(replace(zone, share_with_housing=True),)))
    assert shared.told == frozenset(places().lhas)


@pytest.mark.parametrize(
    "unknown",
    [{"conditions": None}, {"non_association": None}, {"victim_check": "not_checked"}],
    ids=str,
)
def test_while_something_is_not_known_nothing_is_told(unknown):
    case = replace(case_of(), **unknown)
    assert released(case)[0].told == frozenset()
    assert Office().check(measured(case), "A", DAYS[0], CAMBRIDGE) == "refer"


def test_an_lha_that_a_victim_asks_to_avoid_is_held_and_says_nothing_of_the_area():
    found, _, _ = released(case_of(victim(CAMBRIDGE, 8000.0, asks_to_avoid=(CITY,))))
    assert CITY in found.held
    assert CITY not in found.told
    assert CITY not in dict(found.splits)


def test_what_is_shared_counts_as_known_and_is_replayed_as_it_was():
    shared = replace(ZONE, share_with_housing=True, zone=Zone(postcode=CAMBRIDGE, metres=2500.0))
    case = case_of(victim(CAMBRIDGE, 4000.0), conditions=(shared,))
    found, facts, protected = released(case)
    log = release_log(found, facts, protected, shown_to_housing(facts).together.clear, None)
    told = [Told(at(DAYS[0]), "A", "om", type(log).from_data(log.to_data()))]
    left = possible_of(protected.things, Ground.of(facts), told)
    for thing in protected.things:
        assert (left[thing.key].inner == found.left[thing.key].inner).all()
        assert (left[thing.key].outer == found.left[thing.key].outer).all()
    if found.splits:
        assert log.closed


def test_a_victim_who_moves_is_a_new_one_and_one_who_stays_is_not():
    case = case_of(victim(ELY, 1000.0))
    one = protected_in(measured(case), SECRET, "A").things[0].key
    assert protected_in(measured(case), SECRET, "B").things[0].key == one
    assert protected_in(measured(moved(case, CAMBRIDGE)), SECRET, "A").things[0].key != one
    assert protected_in(measured(case), b"another key", "A").things[0].key != one
    assert "CB7" not in one


def test_a_case_without_a_protected_home_is_answered_like_one_whose_home_is_far_away():
    none = measured(case_of())
    (stand_in,) = protected_in(none, SECRET, "A").things
    assert stand_in == Thing(stand_in.key, 1000.0)
    far = measured(case_of(victim(LONDON, 1000.0)))
    rng = np.random.default_rng(9)
    one, other = Office(), Office()
    for address in rng.choice(len(places()), 25):
        postcode = places().postcode(address)
        assert one.check(none, "A", DAYS[0] + (gap := timedelta(days=40)), postcode) == other.check(
            far, "A", DAYS[0] + gap, postcode
        )
        one.log.kept[-1] = replace(one.log.kept[-1], at=at(DAYS[0]))
        other.log.kept[-1] = replace(other.log.kept[-1], at=at(DAYS[0]))


# --- speed that changes nothing ------------------------------------------------------------------


@pytest.mark.parametrize("metres", [0.5, 707.1067811865476, 2500.0, 8000.0, 123_456.7])
def test_trees_take_just_what_distances_one_by_one_take(metres, ground):
    part = places().slice(EAST)
    reach = Question(ground, EAST, np.ones(part.stop - part.start, dtype=bool)).of(metres)
    homes = np.random.default_rng(8).choice(len(places()), 150, replace=False)
    homes = np.append(homes, np.arange(part.start, part.start + 50))
    east, north = ground.x[homes, None] - reach.x, ground.y[homes, None] - reach.y
    plainly = touched(east, north, metres, reach.edge_m).sum(1)
    assert (reach.counts(homes) == plainly).all()
    assert reach._trees
    assert len(reach._singly)


@pytest.mark.parametrize("legs", [(3000, 4000), (2100, 2800), (1999, 1)])
def test_a_tree_takes_a_postcode_that_lies_just_on_the_edge(legs):
    """A right-angled distance is a whole number: the last that is taken, and the next."""
    away = np.hypot(*legs)
    for edge in (100.0, 250.5):
        radius = away - edge
        taken = touched(np.array([legs[0]]), np.array([legs[1]]), radius, edge)[0]
        assert (away <= reach_m(radius, edge)) == taken
        beyond = touched(np.array([legs[0] + 1]), np.array([legs[1]]), radius, edge)[0]
        assert (np.hypot(legs[0] + 1, legs[1]) <= reach_m(radius, edge)) == beyond
