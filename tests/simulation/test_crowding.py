"""The points of spread from arrays are those of the rules, finding by finding."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from engine.making import BASE, CAMBRIDGESHIRE, DAY, PLACES
from hypothesis import example, given, settings
from hypothesis import strategies as st

from placement.assess import setting_of
from placement.facts import CaseFacts, Facts
from placement.planning.concentration import costs_of
from placement.rules import apply, rules_for
from placement.spread import Register
from scenarios.simulation.crowding import Counts, Crowding, counts_of
from scenarios.simulation.worlds import Worlds

from .making import AREAS, CROWDING, LHAS, NUMBERS

PEOPLE = st.lists(
    st.tuples(st.integers(0, AREAS - 1), st.integers(1, 6), st.booleans()), max_size=14
)


def register(rows):
    by_area = np.zeros(AREAS, np.int64)
    by_lha = dict.fromkeys(PLACES.lhas, 0)
    loose = dict.fromkeys(PLACES.lhas, 0)
    for area, people, known in rows:
        lha = PLACES.areas[area][1]
        by_lha[lha] += people
        if known:
            by_area[area] += people
        else:
            loose[lha] += people
    return Register(by_lha, by_area, loose, {})


def by_the_rules(held, lha, profile=CAMBRIDGESHIRE):
    measured = CaseFacts(
        BASE, profile=profile, places=PLACES, numbers=NUMBERS, as_of=DAY, register=held
    )
    return [apply(rule, Facts(measured, lha), NUMBERS) for rule in rules_for("spread", DAY)]


@settings(max_examples=30, deadline=None)
@given(PEOPLE)
def test_points_and_missing_facts_are_those_that_the_rules_find(rows):
    held = register(rows)
    counts = counts_of(held, PLACES)
    found = CROWDING.findings(counts)
    points = CROWDING.points(counts)
    for i, lha in enumerate(CAMBRIDGESHIRE.on(DAY)):
        rules = by_the_rules(held, lha)
        for mine, theirs in zip(found[i], rules, strict=True):
            assert (mine.rule, mine.clause) == (theirs.rule, theirs.clause)
            assert (mine.points, mine.low, mine.high) == (theirs.points, theirs.low, theirs.high)
            assert (mine.values, mine.fact) == (theirs.values, theirs.fact)
        assert points[i] == sum(finding.points for finding in rules)


def test_where_residents_are_not_known_the_number_is_unknown_as_the_rule_has_it():
    lhas = tuple(replace(lha, population=None) for lha in CAMBRIDGESHIRE.lhas)
    profile = replace(CAMBRIDGESHIRE, lhas=lhas)
    held = register([(3, 4, True), (60, 1, True)])
    found = Crowding(PLACES, profile, NUMBERS).findings(counts_of(held, PLACES))
    for i, lha in enumerate(profile.on(DAY)):
        mine, theirs = found[i][0], by_the_rules(held, lha, profile)[0]
        assert (mine.points, mine.values, mine.fact) == (theirs.points, theirs.values, theirs.fact)


@settings(max_examples=10, deadline=None)
@given(PEOPLE, st.integers(1, 6))
@example([(227, 3, True), (0, 2, False)], 5)  # the planner's row ends before five
def test_the_table_of_a_plan_is_the_planners(rows, people):
    held = register(rows)
    setting = setting_of(profile=CAMBRIDGESHIRE, places=PLACES, as_of=DAY, placements=())
    planners = {  # the last cost of a row is that of everybody after
        code: (row + row[-1:] * people)[:people]
        for code, row in costs_of(BASE, setting, held, people).items()
    }
    costs = np.maximum.accumulate(100 - CROWDING.table(counts_of(held, PLACES), people), axis=1)
    assert {code: tuple(row) for code, row in zip(PLACES.lhas, costs.tolist(), strict=True)} == (
        planners
    )


def test_many_worlds_at_once_have_the_points_of_each_by_itself():
    random = np.random.default_rng(5)
    worlds = Worlds(CROWDING, 3)
    alone = [Counts(*(np.zeros(n, np.int64) for n in (LHAS, AREAS, LHAS))) for _ in range(3)]
    for step in range(60):
        areas = random.integers(0, 30 if step % 2 else AREAS, 3)
        lhas = CROWDING.lha_of_area[areas].astype(np.int64)
        lhas[0] = -1 if step % 7 == 0 else lhas[0]
        worlds.add(lhas, areas)
        for counts, lha, area in zip(alone, lhas.tolist(), areas.tolist(), strict=True):
            if lha >= 0:
                counts.add(lha, area)
        assert worlds.points().tolist() == [CROWDING.points(each).tolist() for each in alone]


def test_more_people_never_earn_more_points_and_more_elsewhere_never_fewer():
    counts = Counts(np.zeros(LHAS, int), np.zeros(AREAS, int), np.zeros(LHAS, int))
    for total in (3, 20, 60, 300):
        number = [CROWDING.number_points(np.full(LHAS, here), total) for here in range(total)]
        assert (np.diff(number, axis=0) <= 0).all()
    for here in (0, 3, 9, 20):
        number = [CROWDING.number_points(np.full(LHAS, here), total) for total in range(20, 200)]
        assert (np.diff(number, axis=0) >= 0).all()
    assert (CROWDING.points(counts) == 100).all()


@pytest.mark.parametrize("area", [-1, 5])
def test_who_comes_and_goes_leaves_nothing_behind(area):
    counts = Counts(np.zeros(LHAS, int), np.zeros(AREAS, int), np.zeros(LHAS, int))
    lha = 2 if area < 0 else int(CROWDING.lha_of_area[area])
    counts.add(lha, area)
    assert counts.total == 1
    counts.add(lha, area, -1)
    assert not any(array.any() for array in (counts.here, counts.by_area, counts.loose))
