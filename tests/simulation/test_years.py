"""A year on made-up people: what the simulation says on a day is what the engine says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from placement.assess import assess
from placement.cases.registers import Placement
from scenarios.simulation.assumptions import shipped
from scenarios.simulation.caseload import NOWHERE, recommendation
from scenarios.simulation.policies import policies_of
from scenarios.simulation.replication import (
    Order,
    base_of,
    cohort_of,
    pool_of,
    replicate,
    settings,
    world_of,
)
from scenarios.simulation.year import NO_HOME, NO_LHA, NO_ORIGIN, PLACED, Present, World, live

from .making import LHAS, area_in, caseload, world

START = date(2026, 12, 1)
ORDER = Order(
    profile="cambridgeshire",
    people=24,
    years=1,
    seed=3,
    start=START,
    policies=("protocol", "quarterly=5", "first-come", "random", "day-of-need", "looking-ahead"),
    supposed=tuple((name, each.value) for name, each in shipped().items()),
)


@pytest.fixture(scope="module")
def made():
    cohort = cohort_of(ORDER, 0)
    base = base_of(ORDER, cohort, changed=False)
    on = settings(ORDER, base)
    return cohort, on, world_of(ORDER, 0, pool_of(ORDER), cohort, base, on)


def as_a_register(cohort, year, whole, day):
    """The placements file that a year would have on a day."""
    areas, lhas = whole.crowding.places.areas, whole.crowding.codes
    rows = []
    for person, left in zip(cohort.placements, cohort.standing_days, strict=True):
        until = START + timedelta(days=int(left))
        rows.append(replace(person, end=until if person.end is None else person.end))
    for i in np.flatnonzero(year.placed).tolist():
        person = cohort.people[whole.load.person[i]]
        rows.append(
            Placement(
                reference=f"{person.reference}-{i}",
                lha=lhas[year.lha[i]],
                area=areas[year.area[i]][0],
                level=person.case.level,
                category=1,
                setting="private_rent",
                start=START + timedelta(days=int(year.begin[i])),
                end=START + timedelta(days=int(whole.load.end[i])),
            )
        )
    return tuple(row for row in rows if row.start <= day)


def test_a_choice_in_the_year_is_the_ranking_that_the_engine_gives_that_day(made):
    cohort, on, whole = made
    year = live(replace(whole, departs_share=0.0), policies_of(["protocol"])[0])
    firm = np.flatnonzero(~whole.load.waits & ~whole.load.moved).tolist()
    checked = set()
    for i in firm[:: max(1, len(firm) // 8)]:
        case = cohort.people[whole.load.person[i]].case
        day = START + timedelta(days=int(year.decided[i]))
        assert day == case.assessed_on
        register = as_a_register(cohort, year, whole, day)
        ranking = assess(case, replace(on(day), placements=register))
        options = {option.lha: option for option in ranking.options}
        for lha, code in enumerate(whole.crowding.codes):
            assert year.spread[i, lha] == options[code].factors["spread"].points
            assert whole.load.connection[i, lha] == options[code].factors["connection"].points
            assert whole.load.management[i, lha] == options[code].factors["management"].points
            assert whole.load.open_[i, lha] == (options[code].status == "open")
        told = ranking.recommendation
        spread = whole.crowding.findings(year.counts[i])
        mine = recommendation(whole.load.people[whole.load.person[i]], spread, on(day))
        assert mine == (told.outcome, told.lhas)
        first = next(o for o in ranking.options if o.status == "open")
        wanted = told.lhas[0] if told.outcome == "origin" else first.lha
        assert whole.crowding.codes[year.lha[i]] == wanted
        checked.add(told.outcome)
    assert len(checked) > 1


def test_everybody_is_accounted_for_and_no_gate_is_passed(made):
    _, _, whole = made
    for policy in policies_of(ORDER.policies):
        year = live(whole, policy)
        rows = np.flatnonzero(year.placed)
        assert whole.load.open_[rows, year.lha[rows]].all()
        assert (year.begin[rows] >= whole.load.ready[rows]).all()
        assert (year.begin[rows] >= year.decided[rows]).all()
        assert (year.begin[rows] < whole.load.end[rows]).all()
        assert (year.lha[~year.placed] == NOWHERE).all()


def test_the_same_order_gives_the_same_repetition_and_another_number_another():
    order = replace(ORDER, people=6, policies=("protocol", "random"))
    one, again, other = (replicate(order, n, None) for n in (0, 0, 1))
    assert one == again
    assert one["before"] != other["before"]


def test_equal_changes_move_nothing_and_another_weight_only_what_comes_after():
    from scenarios.what_if.changes import changes_from_text

    order = replace(ORDER, people=8, policies=("protocol",))
    same = replicate(replace(order, changes=changes_from_text(["weight spread = 1"])), 0, None)
    assert same["before"] == same["after"]
    moved = replicate(replace(order, changes=changes_from_text(["weight management = 0"])), 0, None)
    assert moved["before"] == same["before"]
    assert moved["after"]["weights"] == [1, 0, 1]


def test_people_are_counted_from_the_day_they_come_until_the_day_they_leave():
    now = Present(world(caseload([]), [(0, area_in(0), 20)]))
    now.comes(5, 9, 1, area_in(1))
    seen = []
    for day in (0, 5, 8, 9, 20):
        now.advance(day)
        seen.append(now.counts.here[:2].tolist())
    assert seen == [[1, 0], [1, 1], [1, 1], [1, 0], [0, 0]]


def test_the_panel_departs_as_often_as_is_supposed_and_never_to_a_closed_lha():
    may = [True, True, False, False, False, False]
    rows = [(30 + i, 400, [10, 0, 0, 0, 0, 0], may) for i in range(10)]
    load = caseload(rows, departs=np.arange(10) / 10)
    year = live(world(load, departs_share=0.3), policies_of(["protocol"])[0])
    assert year.chosen.tolist() == [0] * 10
    assert year.lha.tolist() == [1, 1, 1, *[0] * 7]


def test_a_meeting_comes_on_its_day_and_whoever_needs_a_home_before_waits_for_it():
    load = caseload([(40, 400, [0] * LHAS, [True] * LHAS), (150, 400, [0] * LHAS, [True] * LHAS)])
    year = live(world(load), policies_of(["quarterly=5"])[0])
    assert year.decided.tolist() == [91, 182]
    assert year.begin.tolist() == [91, 182]


def test_true_supply_limits_and_whoever_finds_none_waits_for_a_home_to_open():
    from scenarios.simulation.supply import Supply

    load = caseload([(30, 400, [10] + [0] * (LHAS - 1), [True] * LHAS) for _ in range(3)])
    supply = Supply(
        lha=np.array([0, 0]),
        area=np.array([area_in(0), -1]),
        start=np.array([0, 120]),
        end=np.array([10**6, 10**6]),
        lhas=LHAS,
        suits=np.ones((3, 2), bool),
    )
    for name in ("protocol", "quarterly=5"):
        year = live(world(load, supply=supply), policies_of([name])[0])
        assert sorted(year.lha.tolist()) == [NOWHERE, 0, 0]
        assert (year.fate == NO_HOME).sum() == 1
        assert 120 in year.begin.tolist()


def test_a_closed_original_lha_is_not_said_to_be_a_want_of_homes():
    from scenarios.simulation.supply import Supply

    first, none = [True] + [False] * (LHAS - 1), [False] * LHAS
    opens = [first, [not each for each in first], first, none, first]
    load = caseload(
        [(30, 400, [0] * LHAS, each) for each in opens], home=np.array([0, 0, NOWHERE, 0, 0])
    )
    one_home = Supply(
        lha=np.array([0]),
        area=np.array([-1]),
        start=np.array([0]),
        end=np.array([10**6]),
        lhas=LHAS,
        suits=np.ones((5, 1), bool),
    )
    policy = policies_of(["origin-only"])[0]
    shut = [NO_ORIGIN, NO_ORIGIN, NO_LHA]
    limited = live(world(load, supply=one_home), policy).fate.tolist()
    assert limited == [PLACED, *shut, NO_HOME]
    assert live(world(load), policy).fate.tolist() == [PLACED, *shut, PLACED]
    protocol = live(world(load, supply=one_home), policies_of(["protocol"])[0]).fate.tolist()
    assert protocol == [PLACED, NO_HOME, NO_HOME, NO_LHA, NO_HOME]


def test_world_is_small_to_send():
    import pickle

    pool = pool_of(replace(ORDER, people=10))
    assert pool.people == ()
    assert len(pickle.dumps(pool)) < 50_000
    assert isinstance(world(caseload([])), World)


def test_prices_hold_for_a_quarter_and_are_the_same_again(made):
    _, _, whole = made
    futures = whole.futures.fresh()
    held = Present(whole)
    held.advance(0)
    first = futures.pressure(held.counts, 10, whole)
    assert first.tolist() == whole.futures.fresh().pressure(held.counts, 10, whole).tolist()
    assert futures.pressure(held.counts, 90, whole) is first
    assert futures.pressure(held.counts, 91, whole) is not first


def test_what_is_expected_on_the_day_itself_is_what_the_ranking_reads(made):
    _, _, whole = made
    held = Present(whole)
    held.advance(0)
    expected = whole.futures.own(held.counts, [], 0, whole)
    assert expected.tolist() == whole.crowding.points(held.counts).tolist()


def test_a_meeting_is_the_plan_that_the_planner_makes_of_the_same_people(made):
    """The planner's own question, asked of the cases of one meeting: the same worth."""
    from placement.planning.cases import plan_cases
    from scenarios.simulation.policies import planned

    cohort, on, whole = made
    firm = np.flatnonzero(~whole.load.waits & ~whole.load.moved)[:10]
    cases = [cohort.people[p].case for p in whole.load.person[firm].tolist()]
    now = Present(whole)
    now.advance(0)
    asked = _asked(whole, now, firm)
    mine = planned(asked, regret=5)
    setting = replace(on(START), placements=cohort.placements)
    theirs = plan_cases(cases, setting, regret=5)
    codes = whole.crowding.codes
    where = [codes.index(theirs.answer.plan[case.reference].lha) for case in cases]
    assert _plan_worth(asked, mine) == _plan_worth(asked, np.array(where))


def _asked(whole, now, rows):
    from scenarios.simulation.policies import Asked

    load = whole.load
    return Asked(
        connection=load.connection[rows],
        management=load.management[rows],
        order=load.order[rows],
        open_=load.open_[rows],
        start_at=load.start_at[rows],
        home=load.home[rows],
        spread=whole.crowding.points(now.counts),
        chance=load.chance[rows],
        weights=whole.weights,
        rooms=None,
        table=lambda people: whole.crowding.table(now.counts, people),
        expected=lambda: np.zeros((len(rows), LHAS)),
        pressure=lambda: np.zeros(LHAS),
    )


def _plan_worth(asked, lha):
    cost = np.maximum.accumulate(100 - asked.table(len(lha)), axis=1)
    taken = np.bincount(lha, minlength=LHAS)
    spent = sum(int(cost[i, : taken[i]].sum()) for i in range(LHAS))
    return int(asked.merit()[np.arange(len(lha)), lha].sum()) - spent
