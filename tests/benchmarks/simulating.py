"""One simulated year of 100 people: what it costs, beside ranking each choice anew."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import date

from placement.assess import assess
from scenarios.simulation.assumptions import shipped
from scenarios.simulation.policies import STANDARD, policies_of
from scenarios.simulation.replication import (
    Order,
    base_of,
    cohort_of,
    pools_of,
    replicate,
    settings,
    world_of,
)
from scenarios.simulation.year import live

PEOPLE, TURNS, RANKED = 100, 3, 40


def order(policies: tuple[str, ...]) -> Order:
    """One year of a hundred people in Cambridgeshire."""
    return Order(
        profile="cambridgeshire",
        people=PEOPLE,
        years=1,
        seed=1,
        start=date(2026, 12, 1),
        policies=policies,
        supposed=tuple((name, each.value) for name, each in shipped().items()),
    )


def run() -> None:
    """Print processor seconds, the best of some turns."""
    one, every = order(("protocol",)), order(STANDARD)
    replicate(one, 0, None)
    pools = pools_of(every)
    _say(f"one repetition, {PEOPLE} people, one way", _best(lambda: replicate(one, 0, None)))
    _say(f"the same, {len(STANDARD)} ways", _best(lambda: replicate(every, 0, pools)))
    cohort = cohort_of(one, 0)
    base = base_of(one, cohort, changed=False)
    on = settings(one, base)
    world = world_of(one, 0, None, cohort, base, on)
    policy = policies_of(["protocol"])[0]
    lived = _best(lambda: live(world, policy))

    def anew() -> None:
        for person in cohort.people[:RANKED]:
            assess(person.case, replace(on(person.known_on), placements=cohort.placements))

    ranked = _best(anew) / RANKED * len(world.load)
    _say(f"the {len(world.load)} choices of a year, one way, all assessed", lived)
    _say("each of them ranked anew", ranked)
    _say("ratio", ranked / lived)


def _say(what: str, figure: float) -> None:
    sys.stdout.write(f"{what}: {figure:.3g}\n")


def _best(work) -> float:
    found = []
    for _ in range(TURNS):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)
