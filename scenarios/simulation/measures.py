"""
What is measured of one simulated year: sums and counts, so that repetitions can be put together.

``None`` is where there is nothing to measure. Nothing here judges a policy; merit is counted in
points below a person's own best open LHA on the day, as the planner's ``regret`` counts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from placement.monitoring.concentration import dissimilarity, herfindahl
from scenarios.simulation.caseload import NOWHERE
from scenarios.simulation.policies import SHUT
from scenarios.simulation.worth import worth
from scenarios.simulation.year import NO_HOME, NO_LHA, NO_ORIGIN, TOO_LATE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from scenarios.simulation.year import World, Year

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

MONTH_DAYS = 365 / 12
CHANCE_DRAWS = 400
OUTCOMES = ("origin", "clear", "close", "none", "not_enough_information")


@dataclass(frozen=True)
class Measured:
    """The measures of one year under one policy."""

    world: World
    year: Year
    regret: int
    followed_days: int

    @cached_property
    def units(self) -> Ints:
        """What each placement was worth (E,)."""
        return worth(self.world, self.year.lha)

    @cached_property
    def below(self) -> NDArray[np.float64]:
        """Points below their own best open LHA on the day of the choice (E,), where placed."""
        load, (a, b, c) = self.world.load, self.world.weights
        at_the_time = a * load.connection + b * load.management + c * self.year.spread
        best = np.where(load.open_, at_the_time, SHUT).max(axis=1, initial=SHUT)
        return self._missing_where_not_placed((best - self._at(at_the_time)) / (a + b + c))

    @cached_property
    def fit_below(self) -> NDArray[np.float64]:
        """The same of connection and management alone, as if nobody else lived anywhere."""
        load, (a, b, _) = self.world.load, self.world.weights
        fit = a * load.connection + b * load.management
        best = np.where(load.open_, fit, SHUT).max(axis=1, initial=SHUT)
        return self._missing_where_not_placed((best - self._at(fit)) / max(1, a + b))

    @cached_property
    def crowded(self) -> NDArray[np.float64]:
        """
        Whether the number in the LHA was more than chance gives, on the day of the choice.

        Where residents are not known (a part of an LHA that is split) nobody can tell.
        """
        found = np.zeros(len(self.year.lha))
        if self.world.crowding.shares is None:
            return np.full(len(found), np.nan)
        for i in np.flatnonzero(self.year.placed).tolist():
            counts = self.year.counts[i]
            if counts is not None:
                level = self.world.crowding.level(counts.here, counts.total)
                found[i] = level[self.year.lha[i]] > 0
        return self._missing_where_not_placed(found)

    @cached_property
    def travel(self) -> NDArray[np.float64]:
        """Median minutes to the farthest place of the plan (E,), where placed and known."""
        return self._missing_where_not_placed(self._at(self.world.load.travel))

    @cached_property
    def away(self) -> NDArray[np.float64]:
        """Whether somebody whose original LHA is in the area was placed elsewhere (E,)."""
        home = self.world.load.home
        away = np.where(home == NOWHERE, np.nan, self.year.lha != home)
        return self._missing_where_not_placed(away)

    @cached_property
    def notice(self) -> NDArray[np.float64]:
        """Days from the choice to the day on which the home is needed (E,), 0 at least."""
        days = np.maximum(0, self.world.load.ready - self.year.decided)
        return self._missing_where_not_placed(days.astype(float))

    @cached_property
    def waited(self) -> NDArray[np.float64]:
        """Days without the home after it was needed (E,), where placed."""
        days = (self.year.begin - self.world.load.ready).astype(float)
        return self._missing_where_not_placed(days)

    @cached_property
    def month_ends(self) -> Ints:
        """Months x LHAs: people counted at the end of each month."""
        load, year, standing = self.world.load, self.year, self.world.standing
        days = np.rint(np.arange(1, int(self.followed_days / MONTH_DAYS) + 1) * MONTH_DAYS)
        held = np.flatnonzero(year.placed & load.counted)
        lha = np.concatenate([standing.lha, year.lha[held]])
        begin = np.concatenate([np.full(len(standing.lha), -1), year.begin[held]])
        end = np.concatenate([standing.end, load.end[held]])
        there = (begin[None, :] <= days[:, None]) & (end[None, :] > days[:, None])
        member = np.eye(len(self.world.crowding.codes), dtype=np.int64)[lha]
        months: Ints = there.astype(np.int64) @ member
        return months

    def as_data(self, groups: Sequence[Mapping[str, str]]) -> dict[str, Any]:
        """Return everything of the year; ``groups`` are the characteristics of each person."""
        year, placed = self.year, self.year.placed
        return {
            "episodes": len(year.lha),
            "placed": int(placed.sum()),
            "no_lha": int((year.fate == NO_LHA).sum()),
            "no_origin": int((year.fate == NO_ORIGIN).sum()),
            "no_home": int((year.fate == NO_HOME).sum()),
            "too_late": int((year.fate == TOO_LATE).sum()),
            "departed": int((placed & (year.chosen != year.lha)).sum()),
            "worth": int(self.units.sum()),
            "below_points": _mean(self.below),
            "over_regret_share": _mean(
                np.where(np.isnan(self.below), np.nan, self.below > self.regret)
            ),
            "fit_below_points": _mean(self.fit_below),
            "away_share": _mean(self.away),
            "crowded_share": _mean(self.crowded),
            "travel_min": _mean(self.travel),
            "notice_days": _mean(self.notice),
            "waited_days": _mean(self.waited),
            **self._concentration(),
            "by_lha": self._by_lha(),
            "by_group": self._by_group(groups),
        }

    def _concentration(self) -> dict[str, float | None]:
        shares, months = self.world.crowding.shares, self.month_ends
        months = months[months.sum(axis=1) > 0]
        names = ("dissimilarity", "dissimilarity_by_chance", "herfindahl")
        none: dict[str, float | None] = dict.fromkeys(names)
        if not len(months):
            return none
        found: dict[str, float | None] = {
            "herfindahl": float(herfindahl(months, np.ones(months.shape[1])).mean())
        }
        if shares is None:
            return none | found
        people = int(np.rint(months.sum(axis=1).mean()))
        lots = np.random.default_rng(people).multinomial(people, shares, size=CHANCE_DRAWS)
        return found | {
            "dissimilarity": float(dissimilarity(months, shares).mean()),
            "dissimilarity_by_chance": float(dissimilarity(lots, shares).mean()),
        }

    def _by_lha(self) -> dict[str, dict[str, float | None]]:
        crowding, year = self.world.crowding, self.year
        months = self.month_ends
        over = [crowding.level(here - 1, int(here.sum()) - 1) > 0 for here in months]
        over = [] if crowding.shares is None else over
        return {
            code: {
                "placed": int((year.lha == i).sum()),
                "counted": float(months[:, i].mean()) if len(months) else None,
                "crowded_months_share": float(np.mean([o[i] for o in over])) if over else None,
                "below_points": _mean(np.where(year.lha == i, self.below, np.nan)),
            }
            for i, code in enumerate(crowding.codes)
        }

    def _by_group(self, groups: Sequence[Mapping[str, str]]) -> dict[str, dict[str, Any]]:
        """Return sums by characteristic and value, to be put together over repetitions."""
        load, year = self.world.load, self.year
        found: dict[str, dict[str, Any]] = {}
        kinds = sorted({kind for each in groups for kind in each})
        for kind in kinds:
            values = np.array([groups[p].get(kind, "") for p in load.person.tolist()], object)
            for value in sorted(set(values.tolist())):
                here = values == value
                found[f"{kind}: {value}"] = {
                    "episodes": int(here.sum()),
                    "placed": int((here & year.placed).sum()),
                    "below_points": _sum(self.below, here),
                    "travel_min": _sum(self.travel, here),
                    "away_share": _sum(self.away, here),
                    "crowded_share": _sum(self.crowded, here),
                    "waited_days": _sum(self.waited, here),
                }
        return found

    def _at(self, table: NDArray[Any]) -> NDArray[Any]:
        """Return each episode's entry at the LHA where it lives (anything where nowhere)."""
        rows = np.arange(len(table))
        return np.asarray(table[rows, np.maximum(self.year.lha, 0)])

    def _missing_where_not_placed(self, values: NDArray[Any]) -> NDArray[np.float64]:
        return np.where(self.year.placed, values, np.nan)


def _mean(values: NDArray[np.float64]) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None


def _sum(values: NDArray[np.float64], here: Flags) -> list[float]:
    """Return how many are known, and their sum."""
    known = values[here & ~np.isnan(values)]
    return [len(known), float(known.sum())]
