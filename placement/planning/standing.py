"""The best plan and the best bound so far, and how each may be replaced."""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from placement.planning import specification
from placement.planning.certificate import bound
from placement.planning.plan import Plan
from placement.planning.task import Task, build

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from placement.planning.certificate import Prices
    from placement.planning.instance import Instance

    Ints = NDArray[np.int64]
    Progress = Callable[[str, int | None, int | None], None]

# How many parts of a cost a price may be, up to which size of cost.
FINE = ((240, 2**36), (16, 2**40), (1, 2**44))


class Standing:
    """
    What is known so far about one instance.

    Attributes
    ----------
    task, fine
        The question, and the same in units small enough for prices between whole costs; ``fine``
        loses choices that cannot be in a better plan.
    place, value
        The best valid plan and its cost.
    draft
        A plan that may break rules, to repair if nothing better comes.
    least
        No valid plan costs less.
    prices
        What proves ``least``, in the units of ``fine``.
    """

    def __init__(self, instance: Instance, deadline: float, progress: Progress | None) -> None:
        self.instance = instance
        self.task = build(instance)
        self.times = next((times for times, most in FINE if self.task.largest < most), 0)
        self.deadline = deadline
        self.progress = progress
        self.place: Ints | None = None
        self.draft: Ints | None = None
        self.value = 0
        self.least: int | None = None
        self.prices: Prices | None = None
        self.impossible = False
        self.proof = ""

    @cached_property
    def fine(self) -> Task:
        """Ask in small units."""
        return self.task.finer(max(self.times, 1))

    @property
    def settled(self) -> bool:
        """Tell whether nothing is left to prove."""
        return self.impossible or (self.place is not None and self.value == self.least)

    @property
    def late(self) -> bool:
        """Tell whether time is up."""
        return time.perf_counter() > self.deadline

    @property
    def left(self) -> float | None:
        """Count the seconds left, None where there is no limit."""
        return None if self.deadline == np.inf else self.deadline - time.perf_counter()

    def say(self, doing: str) -> None:
        """Tell whoever waits."""
        if self.progress is not None:
            worth = None if self.place is None else self.task.bound_on_objective(self.value)
            most = None if self.least is None else self.task.bound_on_objective(self.least)
            self.progress(doing, worth, most)

    def offer(self, place: Ints | None) -> None:
        """Keep a plan if it breaks no rule and costs less."""
        if place is None or specification.check(self.instance, place):
            return
        value = self.task.value(place)
        if self.place is None or value < self.value:
            self.place, self.value = place.copy(), value

    def better(self, place: Ints) -> None:
        """Keep a plan found in a long search, and say so."""
        self.offer(place)
        self.say("search of what is left")

    def rises(self, least: int) -> None:
        """Keep a bound found in a long search, in the units of ``fine``, and say so."""
        self.know(-(-least // self.fine.grain))
        self.say("each place by itself")

    def claim(self, prices: Prices, task: Task) -> None:
        """Keep prices if what they prove, reckoned again here, is more than was known."""
        self.know(-(-bound(task, prices) // task.grain), prices)

    def know(self, least: int, prices: Prices | None = None) -> None:
        """No plan costs less than this, or else none costs less than the plan there is."""
        if self.place is not None:
            least = min(least, self.value)
        if self.least is None or least > self.least:
            self.least = least
            self.prices = self.prices if prices is None else prices

    def settle(self, how: str) -> bool:
        """Note what proved it, the first time that plan and bound meet."""
        if self.settled and not self.proof:
            self.proof = how
        return self.settled

    def answer(self, seconds: float) -> Plan:
        """Say what may be said, priced by the specification."""
        if self.impossible:
            return Plan(None, None, None, None, "infeasible", seconds, self.proof)
        most = None if self.least is None else self.task.bound_on_objective(self.least)
        if self.place is None:
            return Plan(None, None, None, most, "unknown", seconds)
        objective, preference = specification.price(self.instance, self.place)
        if objective != self.task.bound_on_objective(self.value) or (most or objective) < objective:
            raise RuntimeError("The planner and its specification disagree; please report this.")
        status = "optimal" if self.settled else "feasible"
        return Plan(self.place, objective, preference, most, status, seconds, self.proof)
