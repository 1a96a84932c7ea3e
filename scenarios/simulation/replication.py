"""
One repetition: one cohort, every policy on the same people, and the year known in advance.

A repetition is a pure function of its order and of the shared pool of futures, whoever works it
out and wherever, so that many can be worked out at once and any can be worked out again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from placement.errors import InputError
from scenarios.simulation.ahead import Futures
from scenarios.simulation.arrivals import Arrival, standing_of
from scenarios.simulation.attribution import Lived, difference_made
from scenarios.simulation.caseload import (
    NOWHERE,
    Drawn,
    assess_once,
    caseload_of,
    recommendation,
)
from scenarios.simulation.changing import made_to, of_the_area
from scenarios.simulation.crowding import Crowding
from scenarios.simulation.groups import groups_of
from scenarios.simulation.hindsight import hindsight
from scenarios.simulation.measures import OUTCOMES, Measured
from scenarios.simulation.policies import policies_of
from scenarios.simulation.supply import Supply, homes_of, suits
from scenarios.simulation.worth import worth
from scenarios.simulation.year import World, live
from scenarios.what_if.base import Base, in_the_area
from scenarios.what_if.base import apply as apply_changes
from scenarios.what_if.boundaries import redrawn
from scenarios.what_if.housing_changes import with_housing_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from placement.assess import Setting
    from placement.cases.registers import Vacancy
    from scenarios.cohorts import Cohort
    from scenarios.simulation.caseload import Caseload
    from scenarios.simulation.year import Year
    from scenarios.what_if.changes import Change

DAYS = 365
POOL = 10**9  # the number of a repetition that nobody asks for: the pool's own seed


class Pools(NamedTuple):
    """From whom futures are sampled: as things are, and with the changes, where there are any."""

    before: Caseload | None
    after: Caseload | None


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
    note: str | None = None  # what the changes stand for, as their file says

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
    return apply_changes(base, of_the_area(order.changes)) if changed else base


def settings(order: Order, base: Base) -> Callable[[date], Setting]:
    """Return what gives the setting of each day of the period."""
    from placement.assess import setting_of
    from placement.load import load_setting

    whole = load_setting(profile=order.profile, as_of=order.start)
    in_the_area(base, whole.profile)
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
        setting = setting_of(
            profile=profile,
            places=places,
            as_of=day,
            placements=base.placements,
            weights=base.weights,
            changes=base.numbers,
            roads=whole.roads,
        )
        return with_housing_facts(setting, base.housing_facts) if base.housing_facts else setting

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
    base = base_of(order, None, changed=changed)
    on = settings(order, base)
    if changed:
        cohort = made_to(cohort, order.changes, on(order.start).places.find).cohort
    load = caseload_of(
        arrivals_of(cohort),
        on,
        order.start,
        supposed=order.suppose,
        seed=seed_of(order.seed, POOL),
        drawn=_drawn(order, base, on(order.start)),
    )
    return load.without_cases()


def pools_of(order: Order) -> Pools:
    """Return the people from whom futures are sampled, for both sides of a comparison."""
    return Pools(pool_of(order), pool_of(order, changed=True) if order.changes else None)


def replicate(order: Order, number: int, pools: Pools | None) -> dict[str, Any]:
    """Work out one repetition: plain data, the same wherever it is worked out."""
    pools = pools or Pools(None, None)
    cohort = cohort_of(order, number)
    result: dict[str, Any] = {"number": number, "people": len(cohort.people)}
    result["before"], before = _arm(order, number, pools.before, cohort, changed=False)
    if order.changes:
        made = made_to(cohort, order.changes, before.world.crowding.places.find)
        result["after"], after = _arm(order, number, pools.after, made.cohort, changed=True)
        result["reached"] = list(made.reached)
        profile = settings(order, base_of(order, cohort, changed=True))(order.start).profile
        became = {code: profile.successors_on(code, order.start) for code in before.codes}
        result["made"] = difference_made(before, after, became)
    return result


def _drawn(order: Order, base: Base, setting: Setting) -> Drawn | None:
    """Return whose draws each LHA takes where borders are redrawn: those of what it was before."""
    if not base.boundaries:
        return None
    from placement.load import load_setting

    old = load_setting(profile=order.profile, as_of=order.start).places.lhas
    of: dict[str, int] = {}
    for place, code in enumerate(old):
        for after in setting.profile.successors_on(code, order.start):
            of.setdefault(after, place)
    return Drawn(len(old), tuple(of[code] for code in setting.places.lhas))


def _arm(
    order: Order, number: int, pool: Caseload | None, cohort: Cohort, *, changed: bool
) -> tuple[dict[str, Any], Lived]:
    base = base_of(order, cohort, changed=changed)
    on = settings(order, base)
    world = world_of(order, number, pool, cohort, base, on)
    groups = groups_of(cohort, on(order.start).numbers)
    regret = int(on(order.start).numbers["ranking.regret"])
    followed = DAYS * order.years + int(order.suppose["followed_days"])
    known: dict[Any, str] = {}
    measured: dict[str, Any] = {}
    best, first = 0, None
    for policy in policies_of(order.policies):
        year = live(_fresh(world), policy)
        first = first or year
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
    if first is None:
        raise ValueError("no way of choosing")
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
    }, Lived(world=world, year=first)


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
    load = caseload_of(
        arrivals_of(cohort),
        on,
        order.start,
        supposed=supposed,
        seed=seed,
        drawn=_drawn(order, base, setting),
    )
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
