"""
One repetition: one cohort, every policy on the same people, and the year known in advance.

A repetition is a pure function of its order and of the shared pool of futures, whoever works it
out and wherever, so that many can be worked out at once and any can be worked out again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from placement.errors import InputError
from scenarios.simulation.ahead import Futures
from scenarios.simulation.arrivals import Arrival, standing_of
from scenarios.simulation.caseload import NOWHERE, assess_once, caseload_of, recommendation
from scenarios.simulation.crowding import Crowding
from scenarios.simulation.groups import groups_of
from scenarios.simulation.hindsight import hindsight
from scenarios.simulation.measures import OUTCOMES, Measured
from scenarios.simulation.policies import policies_of
from scenarios.simulation.supply import Supply, homes_of, suits
from scenarios.simulation.worth import worth
from scenarios.simulation.year import World, live
from scenarios.what_if.base import Base
from scenarios.what_if.base import apply as apply_changes
from scenarios.what_if.boundaries import redrawn
from scenarios.what_if.boundary_changes import MergeLHAs, SplitLHA
from scenarios.what_if.changes import (
    AddPlacement,
    Change,
    CloseSupply,
    OpenSupply,
    SetNumber,
    SetWeight,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from placement.assess import Setting
    from placement.cases.registers import Vacancy
    from scenarios.cohorts import Cohort
    from scenarios.simulation.caseload import Caseload
    from scenarios.simulation.year import Year

DAYS = 365
POOL = 10**9  # the number of a repetition that nobody asks for: the pool's own seed
MAY_CHANGE = (
    SetWeight,
    SetNumber,
    OpenSupply,
    CloseSupply,
    AddPlacement,
    MergeLHAs,
    SplitLHA,
)


@dataclass(frozen=True, kw_only=True)
class Order:
    """What one repetition of one area is to be: everything that its result depends on."""

    profile: str
    people: int
    years: int
    seed: int
    start: date
    policies: tuple[str, ...]
    supposed: tuple[tuple[str, float], ...]
    vacancies: tuple[Vacancy, ...] | None = None
    changes: tuple[Change, ...] = ()

    @property
    def suppose(self) -> dict[str, float]:
        """Return the assumptions by name."""
        return dict(self.supposed)


def seed_of(seed: int, number: int) -> int:
    """Return the seed of one repetition: its own, whatever is worked out before it."""
    return int(np.random.SeedSequence([seed, number]).generate_state(1)[0])


def base_of(order: Order, cohort: Cohort | None, *, changed: bool) -> Base:
    """Return the numbers, weights, vacancies and placements of an area, changed or as they are."""
    base = Base(
        tables={},
        placements=() if cohort is None else cohort.placements,
        vacancies=order.vacancies,
    )
    return apply_changes(base, order.changes) if changed else base


def settings(order: Order, base: Base) -> Callable[[date], Setting]:
    """Return what gives the setting of each day of the period."""
    from placement.assess import setting_of
    from placement.load import load_setting

    whole = load_setting(profile=order.profile, as_of=order.start)
    profile, places = redrawn(whole.profile, whole.places, base.boundaries, order.start)
    first = {lha.code for lha in profile.on(order.start)}
    last = order.start + timedelta(days=DAYS * order.years)
    if {lha.code for lha in profile.on(last)} != first:
        raise InputError(
            "--start",
            [
                f"the LHAs of {order.profile} are not the same on {order.start.isoformat()} and "
                f"on {last.isoformat()}; simulate up to the day on which they change."
            ],
        )

    @cache
    def on(day: date) -> Setting:
        return setting_of(
            profile=profile,
            places=places,
            as_of=day,
            placements=base.placements,
            weights=base.weights,
            changes=base.numbers,
            roads=whole.roads,
        )

    return on


def cohort_of(order: Order, number: int) -> Cohort:
    """Make the people of one repetition."""
    from scenarios.cohorts import make_cohort

    return make_cohort(
        order.profile,
        order.people * order.years,
        seed=seed_of(order.seed, number),
        start=order.start,
        days=DAYS * order.years,
    )


def arrivals_of(cohort: Cohort) -> list[Arrival]:
    """Return the people of a cohort as a year needs them."""
    return [
        Arrival(case=person.case, known_on=person.known_on, stay_days=person.stay_days)
        for person in cohort.people
    ]


def pool_of(order: Order, *, changed: bool = False) -> Caseload:
    """Return the people from whom futures are sampled: a cohort of their own, as arrays."""
    cohort = cohort_of(replace(order, years=1), POOL)
    on = settings(order, base_of(order, None, changed=False))
    del changed  # points of 6(a) and 6(b) of the pool are those before any change
    load = caseload_of(
        arrivals_of(cohort), on, order.start, supposed=order.suppose, seed=seed_of(order.seed, POOL)
    )
    return load.without_cases()


def replicate(order: Order, number: int, pool: Caseload | None) -> dict[str, Any]:
    """Work out one repetition: plain data, the same wherever it is worked out."""
    cohort = cohort_of(order, number)
    result: dict[str, Any] = {"number": number, "people": len(cohort.people)}
    result["before"] = _arm(order, number, pool, cohort, changed=False)
    if order.changes:
        result["after"] = _arm(order, number, pool, cohort, changed=True)
    return result


def _arm(
    order: Order, number: int, pool: Caseload | None, cohort: Cohort, *, changed: bool
) -> dict[str, Any]:
    base = base_of(order, cohort, changed=changed)
    on = settings(order, base)
    world = world_of(order, number, pool, cohort, base, on)
    groups = groups_of(cohort, on(order.start).numbers)
    regret = int(on(order.start).numbers["ranking.regret"])
    followed = DAYS * order.years + int(order.suppose["followed_days"])
    known: dict[Any, str] = {}
    measured: dict[str, Any] = {}
    best = 0
    for policy in policies_of(order.policies):
        year = live(_fresh(world), policy)
        obeyed = live(_fresh(replace(world, departs_share=0.0)), policy)
        followed_worth = int(worth(world, obeyed.lha).sum())
        found = Measured(world, year, regret, followed).as_data(groups)
        found["outcomes"] = outcomes(world, year, on, order.start, known)
        found["worth_if_followed"] = followed_worth
        best = max(best, found["worth"], followed_worth)
        measured[policy.name] = found
    free = hindsight(world, origin_first=False)
    kept = hindsight(world, origin_first=True)
    best = max(best, int(worth(world, free.plan).sum()))
    return {
        "waits": int(world.load.waits.sum()),
        "moves": int(world.load.moved.sum()),
        "standing": len(world.standing.lha),
        "weights": list(world.weights),
        "hindsight": {
            "bound": free.bound,
            "bound_origin_first": kept.bound,
            "best_found": best,
            "proven": free.proven and kept.proven,
        },
        "policies": measured,
    }


def _fresh(world: World) -> World:
    """Return a world whose futures have not been priced yet: prices depend on the year so far."""
    return replace(world, futures=None if world.futures is None else world.futures.fresh())


def world_of(
    order: Order,
    number: int,
    pool: Caseload | None,
    cohort: Cohort,
    base: Base,
    on: Callable[[date], Setting],
) -> World:
    """Return what every policy of one repetition meets."""
    setting, supposed = on(order.start), order.suppose
    numbers, places = setting.numbers, setting.places
    seed = seed_of(order.seed, number)
    load = caseload_of(arrivals_of(cohort), on, order.start, supposed=supposed, seed=seed)
    left = [*cohort.standing_days, *[DAYS] * (len(base.placements or ()) - len(cohort.placements))]
    futures = None
    if pool is not None:
        days = int(supposed["ahead_days"])
        futures = Futures(
            pool, round(order.people * days / DAYS), days, int(supposed["futures"]), seed
        )
    return World(
        load=load,
        standing=standing_of(base.placements or (), left, setting),
        crowding=Crowding(places, setting.profile, numbers),
        weights=(
            numbers["ranking.weight_connection"],
            numbers["ranking.weight_management"],
            numbers["ranking.weight_spread"],
        ),
        departs_share=supposed["departs_share"],
        meeting_days=int(supposed["meeting_days"]),
        supply=None if base.vacancies is None else _supply(base.vacancies, load, on, order.start),
        futures=futures,
    )


def _supply(
    vacancies: Sequence[Vacancy],
    load: Caseload,
    on: Callable[[date], Setting],
    start: date,
) -> Supply:
    setting = on(start)
    lha, area, opens, closes = homes_of(vacancies, setting, start)
    facts = [assess_once(person.case, on(person.case.assessed_on))[1] for person in load.people]
    return Supply(
        lha=lha,
        area=area,
        start=opens,
        end=closes,
        lhas=len(setting.places.lhas),
        suits=suits(vacancies, setting, facts)[load.person],
    )


def outcomes(
    world: World,
    year: Year,
    on: Callable[[date], Setting],
    start: date,
    known: dict[Any, str],
) -> dict[str, int]:
    """Count what the recommendation said at first of each case; ``known`` keeps answers."""
    tally = dict.fromkeys(OUTCOMES, 0)
    load = world.load
    for i in range(len(load)):
        counts = year.counts[i]
        if load.waits[i]:
            tally["not_enough_information"] += 1
        elif load.start_at[i] != NOWHERE:
            tally["origin"] += 1
        elif counts is not None:
            spread = world.crowding.findings(counts)
            points = tuple((f.points, f.values) for both in spread for f in both)
            key = int(load.person[i]), points
            if key not in known:
                setting = on(start + timedelta(days=int(load.known[i])))
                known[key] = recommendation(load.people[load.person[i]], spread, setting)[0]
            tally[known[key]] += 1
    return tally
