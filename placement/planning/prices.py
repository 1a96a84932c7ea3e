"""
Prices on pairs: what sharing a place must cost before a clashing pair parts by itself.

The cheapest flow may put two people together who must be apart. Charging both of them for that
place, and giving the charge back once, bounds every plan from below. A clashing pair is charged
just enough for the cheaper of the two to move, and rerouted; a pair that was charged where
neither now is, is charged less until one would come back. Each such change can only raise the
bound. When nobody clashes and exactly one of each charged pair is where it is charged, the plan
costs what the bound says: it is proven best.
"""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from placement.planning.residual import CLOSED, SCALE, SHIFT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from placement.planning.certificate import Prices
    from placement.planning.residual import Residual

    Ints = NDArray[np.int64]

MOST_WEIGHT = 60


class Pairs:
    """
    Pair prices on a settled flow.

    Attributes
    ----------
    flow
        The rerouting graph; its plan is cheapest for the charged costs after every change.
    charge
        (pair, place): what both are charged there; only what is above 0.
    """

    def __init__(self, flow: Residual, most_rise: int) -> None:
        self.flow = flow
        self.most_rise = most_rise
        self.pairs: list[list[int]] = flow.task.partners.tolist()
        self.of: dict[int, list[int]] = {}
        for pair, (one, other) in enumerate(self.pairs):
            self.of.setdefault(one, []).append(pair)
            self.of.setdefault(other, []).append(pair)
        self.weight = [1] * len(self.pairs)
        self.charge: dict[tuple[int, int], int] = {}
        one, other = flow.task.partners.T
        np.add.at(flow.cost, (one, flow.place[other]), 1)
        np.add.at(flow.cost, (other, flow.place[one]), 1)
        flow.refresh_all()
        clashing = np.flatnonzero(flow.place[one] == flow.place[other]).tolist()
        self.clashing = dict.fromkeys(clashing)  # in the order in which they came to clash
        self.idle: set[tuple[int, int]] = set()

    def part_all(self, deadline: float, most: int) -> bool:
        """
        Charge and reroute until nobody clashes.

        Returns
        -------
        bool
            Whether nobody clashes now.
        """
        for _ in range(most):
            if not self.clashing:
                return True
            if time.perf_counter() > deadline or not self._part(next(iter(self.clashing))):
                return False
        return not self.clashing

    def settle_charges(self) -> bool:
        """Lower one charge that nobody pays; False where there is none."""
        if not self.idle:
            return False
        self._lower(*min(self.idle))
        return True

    def prices(self) -> Prices:
        """Give what is charged now."""
        return replace(self.flow.prices(), charge=dict(self.charge))

    def _part(self, pair: int) -> bool:
        flow, (one, other) = self.flow, self.pairs[pair]
        here = int(flow.place[one])
        self._heavier(pair)
        reduced = self._reduced()
        far, after = distances_to(reduced, here)
        best, mover, first = CLOSED, -1, -1
        for case in (one, other):
            reach = flow.hops(case, here) + self._prices() - self._price(here)
            reach += far[: flow.task.places]
            reach[here] = CLOSED
            there = int(reach.argmin())
            if reach[there] < best:
                best, mover, first = int(reach[there]), case, there
        if best >= CLOSED >> 1:
            return False
        rise = best >> SHIFT
        if rise:
            flow.price = flow.price + np.minimum(far >> SHIFT, rise)
            self._charge(pair, here, rise)
        walk = [(here, first)]
        while walk[-1][1] != here:
            walk.append((walk[-1][1], int(after[walk[-1][1]])))
        self._carry_out(walk, mover)
        self._firmly(pair, here, other if mover == one else one)
        return True

    def _firmly(self, pair: int, here: int, stays: int) -> None:
        """Charge half as much again as would move the one who stays, so that neither is torn."""
        flow = self.flow
        far, _ = distances_to(self._reduced(), here)
        reach = flow.hops(stays, here) + self._prices() - self._price(here)
        reach += far[: flow.task.places]
        reach[here] = CLOSED
        rise = min(int(reach.min()) >> SHIFT, self.most_rise) // 2
        if rise:
            flow.price = flow.price + np.minimum(far >> SHIFT, rise)
            self._charge(pair, here, rise)
            for case in self.pairs[pair]:
                flow.refresh(int(flow.place[case]))

    def _lower(self, pair: int, there: int) -> None:
        flow = self.flow
        away, before = distances_to(self._reduced().T, there)
        best, mover = CLOSED, -1
        for case in self.pairs[pair]:
            home = int(flow.place[case])
            reach = int(flow.hops(case, home)[there]) + self._price(there) - self._price(home)
            if reach + int(away[home]) < best:
                best, mover = reach + int(away[home]), case
        fall = min(best >> SHIFT, self.charge[pair, there])
        comes = best >> SHIFT <= self.charge[pair, there] and fall < self.charge[pair, there]
        flow.price = flow.price - np.minimum(away >> SHIFT, fall)
        self._charge(pair, there, -fall)
        if comes:
            home = int(flow.place[mover])
            back = [home]
            while back[-1] != there:
                back.append(int(before[back[-1]]))
            path = back[::-1]
            walk = [(home, there), *pairwise(path)]
            self._carry_out(walk, mover)
        else:
            for case in self.pairs[pair]:
                flow.refresh(int(flow.place[case]))

    def _carry_out(self, walk: list[tuple[int, int]], first: int) -> None:
        flow = self.flow
        before = flow.place.copy()
        moved = flow.follow(walk, first)
        touched: set[int] = set()
        for case in moved:
            was, now = int(before[case]), int(flow.place[case])
            for pair in self.of.get(case, ()):
                one, other = self.pairs[pair]
                partner = other if case == one else one
                flow.cost[partner, was] -= self.weight[pair]
                flow.cost[partner, now] += self.weight[pair]
                touched.add(int(flow.place[partner]))
        for case in self.pairs_of(moved):
            touched.add(int(flow.place[case]))
        for here in touched:
            flow.refresh(here)
        self._notice(moved)

    def pairs_of(self, moved: list[int]) -> list[int]:
        """List everybody in a pair with one of these."""
        pairs = {pair for case in moved for pair in self.of.get(case, ())}
        return [case for pair in pairs for case in self.pairs[pair]]

    def _notice(self, moved: list[int]) -> None:
        place = self.flow.place
        changed = {pair for case in moved for pair in self.of.get(case, ())}
        for pair in changed:
            one, other = self.pairs[pair]
            if place[one] == place[other]:
                self.clashing.setdefault(pair)
            else:
                self.clashing.pop(pair, None)
        for pair, there in self.charge:
            if pair in changed:
                self._idle_or_not(pair, there)

    def _idle_or_not(self, pair: int, there: int) -> None:
        one, other = self.pairs[pair]
        if there in (self.flow.place[one], self.flow.place[other]):
            self.idle.discard((pair, there))
        else:
            self.idle.add((pair, there))

    def _charge(self, pair: int, there: int, rise: int) -> None:
        now = self.charge.get((pair, there), 0) + rise
        for case in self.pairs[pair]:
            self.flow.cost[case, there] += rise * SCALE
        if now:
            self.charge[pair, there] = now
        else:
            del self.charge[pair, there]
            self.idle.discard((pair, there))

    def _heavier(self, pair: int) -> None:
        if self.weight[pair] >= MOST_WEIGHT:
            return
        self.weight[pair] += 1
        one, other = self.pairs[pair]
        self.flow.cost[one, self.flow.place[other]] += 1
        self.flow.cost[other, self.flow.place[one]] += 1

    def _reduced(self) -> Ints:
        scaled = self.flow.price << SHIFT
        reduced: Ints = self.flow.step + scaled[None, :] - scaled[:, None]
        return reduced

    def _prices(self) -> Ints:
        prices: Ints = self.flow.price[: self.flow.task.places] << SHIFT
        return prices

    def _price(self, here: int) -> int:
        return int(self.flow.price[here]) << SHIFT


def distances_to(reduced: Ints, target: int) -> tuple[Ints, Ints]:
    """
    Find the shortest way from each node to one, over steps none of which is below 0.

    Returns
    -------
    far, after
        The length (``CLOSED`` or more where there is no way) and the next node on the way.
    """
    far = np.minimum(reduced[:, target], CLOSED)
    after = np.full(len(far), target)
    far[target] = 0
    every = np.arange(len(far))
    for _ in every:
        reach = reduced + far
        best = reach.argmin(axis=1)
        value = reach[every, best]
        better = value < far
        better[target] = False
        if not better.any():
            break
        far = np.where(better, value, far)
        after = np.where(better, best, after)
    return far, after
