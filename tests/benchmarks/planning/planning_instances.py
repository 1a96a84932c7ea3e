"""
Seeded planning instances of known kinds, for timing.

Each is a dictionary of the arguments of ``placement.planning.solve``. The same seed gives the
same instance on every machine.
"""

from __future__ import annotations

import numpy as np

KINDS = ("uniform", "coarse", "geographic", "twins")
CLOSED_SHARE = 0.3
COARSE_POINTS = np.array([0, 10, 25, 35, 60, 90])
MOST_MERIT = 200
MOST_STEP = 20
TWINS = 10  # cases in a group of identical ones, on average


def placements(kind: str, cases: int, places: int, pairs: int, seed: int) -> dict:
    """Cases to place with convex costs of numbers and pairs that may not share a place."""
    random = np.random.default_rng([KINDS.index(kind), cases, places, pairs, seed])
    likeness = np.arange(cases)
    if kind == "twins":
        likeness = random.integers(0, max(cases // TWINS, 1), cases)
    merit = _merit(kind, cases, places, random)
    allowed = random.random((cases, places)) >= CLOSED_SHARE
    allowed[np.arange(cases), random.integers(0, places, cases)] = True
    width = 4 * cases // places + 8
    return {
        "merit": merit[likeness],
        "allowed": allowed[likeness],
        "spread_cost": random.integers(0, MOST_STEP + 1, (places, width)).cumsum(axis=1),
        "apart": _pairs(cases, pairs, random),
    }


def families(cases: int, places: int, seed: int, slack: float = 1.05) -> dict:
    """
    Whole families of 1 to 9 in places with little room to spare (generalised assignment).

    The merit of a family at a place is a chance for each member, added up and given in
    millionths. Chances differ most between families and less between places, so that many
    plans are nearly as good as the best; 60 in 100 pairs of family and place are compatible.
    """
    random = np.random.default_rng([cases, places, seed])
    size = random.choice(
        np.arange(1, 10), cases, p=np.array([30, 17, 14, 12, 10, 7, 5, 3, 2]) / 100
    )
    share = random.dirichlet(np.full(places, 4.0))
    allowed = random.random((cases, places)) < 0.6
    allowed[np.arange(cases), random.integers(0, places, cases)] = True
    chance = 0.5 * random.random((cases, 1)) + 0.3 * random.random((1, places))
    chance = chance + 0.2 * random.random((cases, places))
    return {
        "merit": np.round(1_000_000 * chance * size[:, None]).astype(np.int64),
        "allowed": allowed,
        "size": size,
        "capacity": np.maximum(9, np.round(share * size.sum() * slack)).astype(np.int64),
    }


def _merit(kind: str, cases: int, places: int, random: np.random.Generator) -> np.ndarray:
    if kind == "coarse":
        return random.choice(COARSE_POINTS, (cases, places))
    if kind == "geographic":
        homes, towns = random.random((cases, 2)), random.random((places, 2))
        away = np.hypot(*(homes[:, None, :] - towns[None, :, :]).transpose(2, 0, 1))
        return np.round(MOST_MERIT * (1 - away / np.sqrt(2))).astype(np.int64)
    return random.integers(0, MOST_MERIT + 1, (cases, places))


def _pairs(cases: int, pairs: int, random: np.random.Generator) -> np.ndarray:
    drawn = random.integers(0, cases, (4 * pairs + 16, 2))
    drawn = np.unique(np.sort(drawn[drawn[:, 0] != drawn[:, 1]], axis=1), axis=0)
    return random.permutation(drawn)[:pairs]
