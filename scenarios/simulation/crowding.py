"""
How crowded each LHA would be with one person more, for all LHAs at once (6(c), 6.6.2).

The rules on spread are the specification: what stands here gives their points, from counts kept in
arrays instead of a register read anew, and the tests hold the two together. Counts change with
every placement of a simulated year, and nothing else of a person's points does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from placement.results import Finding, Outcome
from placement.rules.base import mean_half_up

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodata.places import Places
    from placement.parameters import Numbers
    from placement.profile_model import Profile
    from placement.spread import Register

    Ints = NDArray[np.int64]

FULL = 100


@dataclass(frozen=True)
class Counts:
    """
    People counted where they live.

    Attributes
    ----------
    here
        By LHA, in the order of ``Places.lhas``.
    by_area
        By area, in the order of ``Places.areas``.
    loose
        By LHA: those of ``here`` whose area is not known.
    """

    here: Ints
    by_area: Ints
    loose: Ints

    @property
    def total(self) -> int:
        """Count everybody."""
        return int(self.here.sum())

    def copy(self) -> Counts:
        """Return counts that can be changed apart from these."""
        return Counts(self.here.copy(), self.by_area.copy(), self.loose.copy())

    def add(self, lha: int, area: int, people: int = 1) -> None:
        """Count so many people more in an LHA, in an area of it or (-1) nobody knows where."""
        self.here[lha] += people
        if area < 0:
            self.loose[lha] += people
        else:
            self.by_area[area] += people


def counts_of(register: Register, places: Places) -> Counts:
    """Return what a register counts, as arrays."""
    return Counts(
        np.array([register.by_lha[code] for code in places.lhas], np.int64),
        np.asarray(register.by_area, np.int64).copy(),
        np.array([register.unplaced[code] for code in places.lhas], np.int64),
    )


class Crowding:
    """The points of the third consideration for every LHA, as the counts change."""

    def __init__(self, places: Places, profile: Profile, numbers: Numbers) -> None:
        self.places, self.codes = places, places.lhas
        residents = [profile[code].population for code in self.codes]
        whole = None if None in residents else sum(n or 0 for n in residents)
        self.shares = None if whole is None else np.array([(n or 0) / whole for n in residents])
        spread = {name: numbers[f"spread.{name}"] for name in _NUMBERS}
        self.scale = np.array([spread[f"number_{name}_points"] for name in _LABELS], np.int64)
        self.tails = [spread[f"{name}_tail"] for name in ("usual", "unusual", "improbable")]
        self.too_few = spread["too_few"]
        self.limit, self.with_neighbours = spread["area_limit"], spread["area_and_neighbours_limit"]
        self.steps = np.array([spread[f"location_{name}_share"] for name in _ROOMY])
        self.room_scale = np.array(
            [spread[f"location_{name}_points"] for name in (*_ROOMY, "few")], np.int64
        )
        self._limits: dict[int, Ints] = {}
        self._mean = {
            (low, high): mean_half_up(tuple(self.room_scale[low : high + 1].tolist()))
            for low in range(len(self.room_scale))
            for high in range(low, len(self.room_scale))
        }

    @cached_property
    def lha_of_area(self) -> NDArray[np.intp]:
        """Give each area's LHA."""
        return np.array([self.places.index(code) for _, code in self.places.areas], np.intp)

    @cached_property
    def _touches(self) -> Ints:
        """Areas x LHAs: whether an area lies in an LHA or borders on it."""
        touches = np.zeros((len(self.places.areas), len(self.codes)), np.int64)
        touches[np.arange(len(touches)), self.lha_of_area] = 1
        for one, other in self.places.area_edges.tolist():
            touches[one, self.lha_of_area[other]] = 1
            touches[other, self.lha_of_area[one]] = 1
        return touches

    def points(self, counts: Counts) -> Ints:
        """Return each LHA's points with one person more, as the ranking gives them."""
        number = self.number_points(counts.here, counts.total)
        best, worst = self._rooms(counts, 0)
        return number + self._room_points(best, worst)

    def level(self, here: Ints, total: int) -> Ints:
        """Return 0 where one more is within what chance gives, to 3 where it is improbably many."""
        with_one = here + 1
        if self.shares is None:
            return np.zeros_like(with_one)
        level = (self.limits(total) <= with_one[:, None]).sum(axis=1)
        return np.where(with_one <= self.too_few, 0, level)

    def number_points(self, here: Ints, total: int) -> Ints:
        """Return the points of the number, with one person more in each LHA."""
        if self.shares is None:
            unknown = mean_half_up(tuple(self.scale.tolist()))
            return np.where(here + 1 <= self.too_few, self.scale[0], unknown)
        return self.scale[self.level(here, total)]

    def number_points_of(self, here: Ints, total: int) -> Ints:
        """Return the same for worlds x LHAs with as many people in all."""
        if self.shares is None:
            return np.stack([self.number_points(row, total) for row in here])
        with_one = here + 1
        level = (self.limits(total)[None] <= with_one[:, :, None]).sum(axis=2)
        return self.scale[np.where(with_one <= self.too_few, 0, level)]

    def room_points_of(self, roomy: NDArray[np.bool_]) -> Ints:
        """Return the points of worlds x LHAs where these of worlds x areas have room."""
        share = np.add.reduceat(roomy * self.places.area_sizes, self._first_area, axis=1)
        share = share / np.diff(self.places.starts)
        points: Ints = self.room_scale[(share[:, :, None] < self.steps).sum(axis=2)]
        return points

    @cached_property
    def _first_area(self) -> NDArray[np.intp]:
        """Give where each LHA's areas begin: they stand in the order of LHAs."""
        return np.searchsorted(self.lha_of_area, np.arange(len(self.codes)))

    @cached_property
    def neighbours(self) -> Ints:
        """Areas x most: each area and its neighbours, filled up with the number of areas."""
        areas = len(self.places.areas)
        near: list[list[int]] = [[area] for area in range(areas)]
        for one, other in self.places.area_edges.tolist():
            near[one].append(other)
            near[other].append(one)
        most = max(map(len, near), default=1)
        return np.array([each + [areas] * (most - len(each)) for each in near], np.int64)

    def limits(self, total: int) -> Ints:
        """Return, for each LHA, the least number that is somewhat many, many, improbably many."""
        if total not in self._limits:
            if self.shares is None:
                raise LookupError("the residents are not known")
            tails = _tails(total + 1, self.shares)
            self._limits[total] = np.stack([(tails >= least).sum(axis=1) for least in self.tails]).T
        return self._limits[total]

    def table(self, counts: Counts, people: int) -> Ints:
        """
        Return LHAs x people: the points of the k-th of so many whom a plan would place.

        As ``placement.planning.concentration`` has it: everybody of the plan is counted in all,
        and the area in which people of the plan will live is not known.
        """
        total = counts.total + people - 1
        columns = []
        for nth in range(people):
            best, worst = self._rooms(counts, nth)
            number = self.number_points(counts.here + nth, total)
            columns.append(number + self._room_points(best, worst))
        return np.stack(columns, axis=1) if columns else np.zeros((len(self.codes), 0), np.int64)

    def findings(self, counts: Counts) -> list[tuple[Finding, Finding]]:
        """Return, by LHA, what the two rules would find: their points and what is missing."""
        number = self.number_points(counts.here, counts.total)
        best, worst = self._rooms(counts, 0)
        points = self._room_points(best, worst)
        found = []
        for i, code in enumerate(self.codes):
            missing = self.shares is None and counts.here[i] + 1 > self.too_few
            values = tuple(self.scale[::-1].tolist()) if missing else ()
            first = _finding(_NUMBER, int(number[i]), f"residents of {code}", values)
            values = tuple(self.room_scale[best[i] : worst[i] + 1][::-1].tolist())
            values = values if len(values) > 1 else ()
            second = _finding(_ROOM, int(points[i]), f"where others live in {code}", values)
            found.append((first, second))
        return found

    def _rooms(self, counts: Counts, nth: int) -> tuple[Ints, Ints]:
        """Return the best and the worst step on the scale of roomy areas that each LHA may have."""
        around = counts.by_area.copy()
        first, second = self.places.area_edges[:, 0], self.places.area_edges[:, 1]
        around += np.bincount(first, counts.by_area[second], len(around)).astype(np.int64)
        around += np.bincount(second, counts.by_area[first], len(around)).astype(np.int64)
        best = self._step(counts.by_area, around)
        if not nth and not counts.loose.any():
            return best, best
        own = counts.loose[self.lha_of_area] + nth
        nearby = self._touches @ counts.loose + nth
        return best, self._step(counts.by_area + own, around + nearby)

    def _step(self, held: Ints, around: Ints) -> Ints:
        roomy = (held + 1 < self.limit) & (around + 1 < self.with_neighbours)
        weights = roomy * self.places.area_sizes
        count = np.bincount(self.lha_of_area, weights, len(self.codes))
        share = count / np.diff(self.places.starts)
        return np.asarray((share[:, None] < self.steps).sum(axis=1), np.int64)

    def _room_points(self, best: Ints, worst: Ints) -> Ints:
        if best is worst:
            return self.room_scale[best]
        pairs = zip(best.tolist(), worst.tolist(), strict=True)
        return np.array([self._mean[pair] for pair in pairs], np.int64)


_LABELS = ("usual", "unusual", "high", "improbable")
_ROOMY = ("most", "half", "some")
_NUMBER, _ROOM = ("number_within_what_chance_gives", "6(c)"), ("roomy_areas", "6.6.2")
_NUMBERS = (
    *(f"number_{name}_points" for name in _LABELS),
    *(f"{name}_tail" for name in ("usual", "unusual", "improbable")),
    *(f"location_{name}_share" for name in _ROOMY),
    *(f"location_{name}_points" for name in (*_ROOMY, "few")),
    "too_few",
    "area_limit",
    "area_and_neighbours_limit",
)


def _finding(rule: tuple[str, str], points: int, fact: str, values: tuple[int, ...]) -> Finding:
    return Finding(
        rule=rule[0],
        clause=rule[1],
        outcome=Outcome.UNKNOWN if values else Outcome.MET,
        sentence="",
        points=points,
        low=min(values, default=points),
        high=max(values, default=points),
        fact=fact if values else None,
        values=values,
        answers=tuple(str(value) for value in values),
    )


def _tails(people: int, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return LHAs x (people + 1): the chance of so many or more of ``people`` in each LHA."""
    count = np.arange(people + 1)
    gamma = np.array([math.lgamma(k + 1) for k in count.tolist()])
    ways = gamma[-1] - gamma - gamma[::-1]
    inside = np.clip(shares, 1e-300, 1 - 1e-16)[:, None]
    mass = np.exp(ways + count * np.log(inside) + (people - count) * np.log1p(-inside))
    tails: NDArray[np.float64] = np.minimum(1.0, np.cumsum(mass[:, ::-1], axis=1)[:, ::-1])
    tails[:, 0] = 1.0
    return tails
