"""
Prices for families that bound as sharply as filling each place by itself can.

First a subgradient walk, cheap and soon near; then a linear programme that chooses among all the
fillings seen so far, kept near the best prices by charging for going further (a box), until
little is gained. Nothing here is a proof: ``rooms`` reckons every bound again in whole numbers.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from placement.planning.rooms import NEVER, Rooms, adds, fill

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Marks = NDArray[np.bool_]

PATIENCE = 7
KEPT = 80  # fillings that the linear programme begins with
BOX = 3 / 100  # how far it may go at first, in parts of what one more choice adds
WALKS, STEPS = 60, 30  # a turn goes so far on foot, and then by the linear programme
AGAIN, LEAST_GAIN = 10, 0.97  # most turns; another one only if the last left so much of the choices


@dataclass(frozen=True)
class Narrowed:
    """
    What is left to decide if a plan is to cost less than some value.

    Attributes
    ----------
    rooms, worth
        The families that still have a choice, and their prices.
    least
        No plan cheaper than the value costs less than this.
    hopeless
        Whether there is no such plan at all.
    """

    rooms: Rooms
    worth: Ints
    least: int
    hopeless: bool = False


def narrowed(
    rooms: Rooms, worth: Ints, below: int, grain: int, deadline: float, turns: int = AGAIN
) -> Narrowed:
    """
    Close every choice that no plan cheaper than ``below`` can make, climbing in between.

    Parameters
    ----------
    rooms, worth
        The question, and prices to start from.
    below
        Only cheaper plans are asked for.
    grain
        Every plan costs a multiple of this.
    deadline
        When to stop, by ``time.perf_counter``.
    turns
        The most turns to take; fewer where little more is closed.
    """
    now = _closed(Narrowed(rooms, worth, fill(rooms, worth)[0]), below, grain)
    for _ in range(turns):
        if now.hopeless or not len(now.worth) or time.perf_counter() > deadline:
            break
        choices = now.rooms.open_.sum()
        worth, seen = _walk(now.rooms, now.worth, below, grain, deadline)
        closer = _closed(Narrowed(now.rooms, worth, now.least), below, grain)
        if not closer.hopeless and len(closer.worth):
            inside = np.isin(now.rooms.case, closer.rooms.case)
            seen = [(bound, taken[inside]) for bound, taken in seen]
            worth = _step(closer.rooms, closer.worth, seen, grain, deadline)
            closer = _closed(Narrowed(closer.rooms, worth, closer.least), below, grain)
        now = closer
        if now.rooms.open_.sum() > LEAST_GAIN * choices:
            break
    return now


def _closed(now: Narrowed, below: int, grain: int) -> Narrowed:
    """Close what the prices close, and settle who then has one choice."""
    least, added = adds(now.rooms, now.worth)
    open_ = now.rooms.open_ & (added <= below - grain - least)
    if least > below - grain or not open_.any(axis=1).all():
        return Narrowed(now.rooms, now.worth, below, hopeless=True)
    rooms, choice = now.rooms.kept(open_)
    worth = now.worth[choice]
    if (rooms.capacity < 0).any():
        return Narrowed(now.rooms, now.worth, below, hopeless=True)
    return Narrowed(rooms, worth, max(least, now.least))


def _walk(
    rooms: Rooms, worth: Ints, below: int, grain: int, deadline: float
) -> tuple[Ints, list[tuple[int, Marks]]]:
    """Walk uphill from these prices; also give the fillings seen, with their bounds."""
    best, now, since = worth, worth.astype(float), 0
    seen: list[tuple[int, Marks]] = []
    least, ahead = -NEVER, 0
    for turn in range(WALKS):
        whole = np.rint(now).astype(np.int64)
        bound, taken = fill(rooms, whole)
        seen.append((bound, taken))
        if not turn:
            ahead = min(below - bound, _further(rooms, worth))
        if bound > least:
            best, least, since = whole, bound, 0
        else:
            since += 1
        missing = 1 - taken.sum(axis=1)
        if since > PATIENCE:
            ahead, since, now = ahead // 2, 0, best.astype(float)
            if ahead < grain:
                break
            continue
        if not missing.any() or time.perf_counter() > deadline:
            break
        now = now + missing * (least + ahead - bound) / int(missing @ missing)
    return best, seen


def _further(rooms: Rooms, worth: Ints) -> int:
    """Guess how far the bound can rise: what the better half of second choices would add."""
    weight = np.sort((rooms.cost - worth[:, None])[rooms.open_])
    return max(int(weight[min(3 * len(worth) // 2, len(weight) - 1)] - weight[0]), 1)


def _step(
    rooms: Rooms,
    worth: Ints,
    seen: list[tuple[int, Marks]],
    grain: int,
    deadline: float,
) -> Ints:
    """Let a linear programme over the fillings say where to look next."""
    seen = sorted(seen, key=lambda one: -one[0])[:KEPT]
    least, taken = fill(rooms, worth)
    added = np.sort(np.where(rooms.open_, rooms.cost - worth[:, None], NEVER), axis=1)
    box = max(grain, int(np.median(added[:, 1] - added[:, 0]) * BOX))
    master = _Master(rooms, grain)
    for filling in (taken, *(one for _, one in seen)):
        master.learn(filling)
    for _ in range(STEPS):
        if time.perf_counter() > deadline:
            break
        trial = master.prices(worth, box)
        if trial is None:
            break
        bound, taken = fill(rooms, trial)
        new = master.learn(taken)
        if bound > least:
            worth, least, box = trial, bound, 1 + box * 4 // 3
        else:
            box = 1 + box * 2 // 3
        if not new:
            box *= 4
    return worth


class _Master:
    """The linear programme: one filling for each place, everybody once, or pay for the box."""

    def __init__(self, rooms: Rooms, grain: int) -> None:
        from ortools.linear_solver import pywraplp

        self.rooms, self.grain = rooms, grain
        self.solver = solver = pywraplp.Solver.CreateSolver("GLOP")
        self.far = solver.infinity()
        self.once = [solver.Constraint(1.0, 1.0) for _ in rooms.case]
        self.one_each = [solver.Constraint(-self.far, 1.0) for _ in rooms.capacity]
        self.cost = solver.Objective()
        self.cost.SetMinimization()
        self.edges = []
        for row in self.once:
            more, less = solver.NumVar(0.0, 1.0, ""), solver.NumVar(0.0, 1.0, "")
            row.SetCoefficient(more, 1.0)
            row.SetCoefficient(less, -1.0)
            self.edges.append((more, less))
        self.known: set[tuple[int, bytes]] = set()

    def learn(self, taken: Marks) -> bool:
        """Add the fillings that are new; tell whether any was."""
        new = False
        for place in range(len(self.one_each)):
            inside = np.flatnonzero(taken[:, place])
            key = (place, inside.tobytes())
            if key in self.known:
                continue
            self.known.add(key)
            new = True
            filling = self.solver.NumVar(0.0, self.far, "")
            cost = int(self.rooms.cost[inside, place].sum())
            self.cost.SetCoefficient(filling, cost / self.grain)
            self.one_each[place].SetCoefficient(filling, 1.0)
            for row in inside.tolist():
                self.once[row].SetCoefficient(filling, 1.0)
        return new

    def prices(self, centre: Ints, box: int) -> Ints | None:
        """Give the best prices as far as the fillings known tell, mostly within the box."""
        for (more, less), worth in zip(self.edges, centre.tolist(), strict=True):
            self.cost.SetCoefficient(more, (worth + box) / self.grain)
            self.cost.SetCoefficient(less, (box - worth) / self.grain)
        if self.solver.Solve() != self.solver.OPTIMAL:
            return None
        dual = np.array([row.dual_value() for row in self.once])
        found: Ints = np.rint(dual * self.grain).astype(np.int64)
        return found
