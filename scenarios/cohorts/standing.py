"""Those who live in the area at the start, as a register of placements has them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from placement.cases.registers import NO_LEVEL, Placement
from placement.cohorts import MAPPA
from scenarios.cohorts.draws import Draws
from scenarios.cohorts.model import PREFIX

if TYPE_CHECKING:
    from scenarios.cohorts.figures import Figures
    from scenarios.cohorts.ground import Ground

YEAR_DAYS = 365
_STANDING = 2


def stay_days(draws: Draws, figures: Figures) -> int:
    """Return how long a placement lasts: log-normal, its mean from the two published tables."""
    snapshot, total = (sum(figures.weights(name).values()) for name in ("snapshot", "year_total"))
    mean = YEAR_DAYS * snapshot / (total * figures.value("arrivals"))
    drawn = draws.lognormal(mean, figures.value("stay", "spread"))
    return int(min(max(drawn, figures.value("stay", "least")), figures.value("stay", "most")))


def make_standing(
    count: int, *, seed: int, start: date, ground: Ground, figures: Figures
) -> list[tuple[Placement, int]]:
    """
    Return so many placements that stand at the start, and how many days each has left.

    Longer stays are likelier to be met on any one day: a stay is drawn as often as it is long, and
    the day on which it is met is uniform within it. The area of approved premises is not given.
    """
    return [_one(number, seed, start, ground, figures) for number in range(1, count + 1)]


def _one(
    number: int, seed: int, start: date, ground: Ground, figures: Figures
) -> tuple[Placement, int]:
    draws = Draws(seed, _STANDING, number)
    most = figures.value("stay", "most")
    length = stay_days(draws, figures)
    while not draws.happens(length / most):
        length = stay_days(draws, figures)
    passed = draws.whole(0, length - 1)
    level, category = map(int, draws.weighed(figures.weights("snapshot")).split("/"))
    if figures.cohort != MAPPA:
        level = category = NO_LEVEL
    setting = draws.weighed(figures.weights("standing_setting"))
    home = ground.somewhere(draws, ground.lha(draws))
    placed = Placement(
        reference=f"{PREFIX}-{seed}-P{number:05}",
        lha=ground.lha_of(home),
        area=None if setting == "approved_premises" else ground.sector(home),
        level=level,
        category=category,
        setting=setting,
        start=start - timedelta(days=passed),
        end=None,
    )
    return placed, length - passed
