"""
One campaign: two cases, two days, rankings and as many address checks as the ration allows.

The SPOC picks, of the vacancies there are, the one whose answer narrows most what he thinks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from .product import DAYS, Office, case_of, measured, places, victim
from .spoc import LEAST, Spoc, disc

CHECKS = 6  # a case in a window: the ration
VACANCIES = 40
POOL = 160
KINDS = ("one victim", "another victim in the second case", "a larger radius on the second day")


@cache
def pool():
    """Real postcodes where vacancies stand, the same for all campaigns, and where they are."""
    return np.sort(np.random.default_rng(20261122).choice(len(places()), POOL, replace=False))


@cache
def discs(metres):
    """The disc of each of the pool's addresses for one radius."""
    return np.array([disc(position, metres) for position in pool()])


class Overlaps:
    """How many homes are in each vacancy's disc, counted for all a campaign's vacancies at once."""

    def __init__(self, there):
        self.there, self.by_metres = there, {}

    def __call__(self, metres, homes):
        if metres not in self.by_metres:
            self.by_metres[metres] = discs(metres)[self.there]
        counted = np.zeros(POOL, dtype=int)
        counted[self.there] = np.count_nonzero(self.by_metres[metres] & homes, axis=1)
        return counted


@dataclass
class Outcome:
    """How a campaign ended: the homes left, also where the other home is known, and the shares."""

    left: int
    left_knowing_the_other: int
    holds_the_home: bool
    asked: int
    answered: int
    possible: np.ndarray
    transcript: list


def seeded(number):
    """Return the homes and the vacancies of one seeded campaign."""
    rng = np.random.default_rng(number)
    home, other = rng.choice(len(places()), 2, replace=False)
    return int(home), int(other), rng.choice(POOL, VACANCIES, replace=False)


def play(number, metres, *, defended=True, adaptive=True, home=None, script=None):
    """
    Play one campaign. ``home`` puts the victim elsewhere; ``script`` fixes what is asked.

    Returns an ``Outcome``; its transcript is what housing saw, in order.
    """
    own, other, there = seeded(number)
    own = own if home is None else home
    kind = KINDS[number % len(KINDS)]
    rng = np.random.default_rng(number + 1_000_000)
    spoc, office = Spoc(("v", "w"), believes_all=not defended), Office()
    transcript, asked, overlaps = [], [], Overlaps(there)
    for step, day in enumerate(DAYS):
        radius = metres * 1.5 if step and kind == KINDS[2] else metres
        for case_id in ("A", "B"):
            radii = {"v": radius}
            if case_id == "B" and kind == KINDS[1]:
                radii["w"] = metres
            homes = {"v": own, "w": other}
            victims = [victim(places().postcode(homes[n]), m) for n, m in radii.items()]
            facts = measured(case_of(*victims), day)
            held = office.ranking(facts, case_id, day)
            spoc.told_ranking(radii, held)
            transcript.append(tuple(sorted(held)))
            for _ in range(CHECKS):
                at = script[len(asked)] if script else None
                if at is None:
                    at = _choose(spoc, radii, overlaps, rng, adaptive=adaptive, asked=asked)
                asked.append(at)
                answer = office.check(facts, case_id, day, places().postcode(pool()[at]))
                transcript.append(answer)
                spoc.told_address({n: discs(m)[at] for n, m in radii.items()}, answer)
    possible = spoc.possible("v")
    knowing = spoc.possible("v", {"w": other})
    return Outcome(
        left=int(possible.sum()),
        left_knowing_the_other=int(knowing.sum()),
        holds_the_home=bool(possible[own]),
        asked=spoc.asked,
        answered=spoc.answered,
        possible=possible,
        transcript=[*transcript, tuple(asked)],
    )


def _choose(spoc, radii, overlaps, rng, *, adaptive, asked):
    """Pick the vacancy whose answer, if it is to be the true one, splits best what is left."""
    there = [int(at) for at in overlaps.there]
    free = [at for at in there if at not in asked] or there
    if not adaptive:
        return int(rng.choice(free))
    now = spoc.left["v"]
    inside = overlaps(radii["v"], now)[free]
    evenly = np.minimum(inside, now.sum() - inside)
    if not spoc.believes_all:
        evenly = np.where(evenly >= LEAST, evenly, -1)
    return free[int(evenly.argmax())]
