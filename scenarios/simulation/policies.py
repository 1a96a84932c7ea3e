"""
What could be done: each way of choosing is one small pure function over what is known on the day.

A policy sees points, gates, counts as the ranking has them, and nothing of the future but what it
samples itself. It returns an LHA for each person asked about, or ``NOWHERE``. True supply (rooms)
may limit it; no policy has a quota.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from placement.errors import InputError
from scenarios.simulation.caseload import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

FULL = 100
SHUT = np.iinfo(np.int64).min // 4


@dataclass(frozen=True, kw_only=True)
class Asked:
    """
    What a policy may look at: P people to be placed on one day, L LHAs.

    Attributes
    ----------
    connection, management, order, open_
        P x L: points of 6(a) and 6(b), the order of exact ties, and whether a person may go there
        (every gate met; and a home free, where supply is known).
    start_at, home
        P: where the case starts under clause 1, and the original LHA; or ``NOWHERE``.
    spread
        L: points of 6(c) with one person more, at today's counts.
    chance
        P: a uniform draw each.
    weights
        Units of the three considerations, as agreed.
    rooms
        L: free homes, or None where supply is not known.
    table
        Gives, for so many people, L x people: points of 6(c) for the k-th of them.
    expected
        Gives P x L: the points of 6(c) expected on the day on which each needs the home.
    pressure
        Gives, by LHA, the units that one person more is expected to cost those still to come.
    """

    connection: Ints
    management: Ints
    order: Ints
    open_: NDArray[np.bool_]
    start_at: Ints
    home: Ints
    spread: Ints
    chance: NDArray[np.float64]
    weights: tuple[int, int, int]
    rooms: Ints | None
    table: Callable[[int], Ints]
    expected: Callable[[], NDArray[np.float64]]
    pressure: Callable[[], NDArray[np.float64]]

    def merit(self, weights: tuple[int, int, int] | None = None) -> Ints:
        """Return the units of the first two considerations."""
        a, b, _ = weights or self.weights
        return a * self.connection + b * self.management

    def units(self, weights: tuple[int, int, int] | None = None) -> Ints:
        """Return the ranking's exact units, at these weights or those agreed."""
        return self.merit(weights) + (weights or self.weights)[2] * self.spread


@dataclass(frozen=True, kw_only=True)
class Policy:
    """
    One way of choosing.

    ``together`` policies wait for the next meeting and settle everybody who has become known since
    the last; the others settle each person on the day. ``origin_alone`` ones look at no other LHA
    than the original one.
    """

    name: str
    title: str
    says: str
    choose: Callable[[Asked], Ints]
    together: bool = False
    origin_alone: bool = False


def first_by(worth: Ints, asked: Asked, *, origin_first: bool) -> Ints:
    """Return the open LHA of most worth for each person; clause 1's start before all."""
    lhas = worth.shape[1]
    key = np.where(asked.open_, worth * lhas - asked.order, SHUT)
    chosen = np.where(asked.open_.any(axis=1), key.argmax(axis=1), NOWHERE)
    if origin_first:
        chosen = np.where(_may_start(asked), asked.start_at, chosen)
    return chosen


def _may_start(asked: Asked) -> NDArray[np.bool_]:
    rows = np.arange(len(asked.start_at))
    may: NDArray[np.bool_] = (asked.start_at != NOWHERE) & asked.open_[rows, asked.start_at]
    return may


def as_agreed(asked: Asked, weights: tuple[int, int, int] | None = None) -> Ints:
    """Follow the recommendation: the original LHA where it is workable, else rank 1."""
    return first_by(asked.units(weights), asked, origin_first=True)


def own_best(asked: Asked) -> Ints:
    """Give each their own best by 6(a) and 6(b), whoever else lives there and whoever comes."""
    return first_by(asked.merit(), asked, origin_first=False)


def origin_only(asked: Asked) -> Ints:
    """Send everybody to their original LHA, or nowhere."""
    rows = np.arange(len(asked.home))
    there = (asked.home != NOWHERE) & asked.open_[rows, asked.home]
    return np.where(there, asked.home, NOWHERE)


def by_lot(asked: Asked) -> Ints:
    """Draw among the open LHAs."""
    count = asked.open_.sum(axis=1)
    nth = (asked.chance * count).astype(np.int64)
    chosen = (np.cumsum(asked.open_, axis=1) > nth[:, None]).argmax(axis=1)
    return np.where(count > 0, chosen, NOWHERE)


def by_day_of_need(asked: Asked) -> Ints:
    """Follow the ranking with the numbers expected on the day on which the home is needed."""
    worth = np.rint(asked.merit() + asked.weights[2] * asked.expected()).astype(np.int64)
    return first_by(worth, asked, origin_first=True)


def looking_ahead(asked: Asked) -> Ints:
    """Do the same, less the pressure that a person more puts on those still to come."""
    expected = asked.merit() + asked.weights[2] * asked.expected()
    worth = np.rint(expected - asked.pressure()).astype(np.int64)
    return first_by(worth, asked, origin_first=True)


def planned(asked: Asked, regret: int) -> Ints:
    """
    Plan everybody of a meeting together, proven, merits first (``placement.planning``).

    Nobody is placed more than ``regret`` points below their own best open LHA at today's counts.
    """
    from placement.planning import solve

    people, lhas = asked.open_.shape
    units = np.where(asked.open_, asked.units(), SHUT)
    near = units >= units.max(axis=1, keepdims=True) - regret * sum(asked.weights)
    allowed = asked.open_ & near
    starts = np.flatnonzero(_may_start(asked))
    allowed[starts] = False
    allowed[starts, asked.start_at[starts]] = True
    rows = np.flatnonzero(allowed.any(axis=1))
    chosen = np.full(people, NOWHERE, np.int64)
    if not len(rows):
        return chosen
    worth = asked.weights[2] * (FULL - asked.table(len(rows)))
    costs = np.maximum.accumulate(worth, axis=1)
    found = solve(
        **_with_left_out(asked.merit()[rows], allowed[rows], costs, asked.rooms),
        preference=np.pad(-asked.order[rows], ((0, 0), (0, 1)), constant_values=-lhas),
    )
    if found.assignment is None:
        raise RuntimeError("A meeting's plan was not found; please report this.")
    chosen[rows] = np.where(found.assignment < lhas, found.assignment, NOWHERE)
    return chosen


def _with_left_out(merit: Ints, allowed: Ints, costs: Ints, rooms: Ints | None) -> dict[str, Any]:
    """Return the arrays of ``solve`` with a last place for being left out, worse than any other."""
    people = len(merit)
    worst = -1 - people * int(np.abs(merit).max(initial=0) + costs.max(initial=0))
    arrays = {
        "merit": np.pad(merit, ((0, 0), (0, 1)), constant_values=worst),
        "allowed": np.pad(allowed, ((0, 0), (0, 1)), constant_values=True),
        "spread_cost": np.pad(costs, ((0, 1), (0, 0))),
    }
    if rooms is not None:
        arrays["capacity"] = np.append(rooms, people)
    return arrays


_AGREED = "the original housing authority where it is workable (1), else the first of the ranking"
STANDARD = (
    "protocol",
    "weights=2,1,1",
    "weights=1,2,1",
    "weights=1,1,3",
    "quarterly=5",
    "quarterly=15",
    "first-come",
    "origin-only",
    "random",
    "day-of-need",
    "looking-ahead",
)
NEEDS_FUTURES = ("day-of-need", "looking-ahead")


def _fixed() -> dict[str, Policy]:
    return {
        policy.name: policy
        for policy in (
            Policy(
                name="protocol",
                title="The protocol as agreed",
                says=f"{_AGREED}, each person on the day they become known",
                choose=as_agreed,
            ),
            Policy(
                name="first-come",
                title="First come, first served",
                says="each person's own best LHA by connection and management on the day they "
                "become known, without a look at anybody else",
                choose=own_best,
            ),
            Policy(
                name="origin-only",
                title="Original LHA only",
                says="the original housing authority where its gates are met, else nowhere",
                choose=origin_only,
                origin_alone=True,
            ),
            Policy(
                name="random",
                title="By lot",
                says="an open LHA drawn by lot: what no consideration at all would do",
                choose=by_lot,
            ),
            Policy(
                name="day-of-need",
                title="By the day of need",
                says="as the protocol, with the numbers expected on the day on which the home is "
                "needed: who may have left by then, and whose home is agreed",
                choose=by_day_of_need,
            ),
            Policy(
                name="looking-ahead",
                title="Looking ahead",
                says="as by the day of need, less what one person more in an LHA is expected to "
                "cost those still to come, priced on sampled futures",
                choose=looking_ahead,
            ),
        )
    }


_WEIGHTS = re.compile(r"weights=(\d{1,3}),(\d{1,3}),(\d{1,3})")
_QUARTERLY = re.compile(r"quarterly=(\d{1,3})")


def policies_of(names: Iterable[str]) -> tuple[Policy, ...]:
    """
    Return policies by name, each once, in the order given.

    Raises
    ------
    InputError
        With every name that is none, and what there is.
    """
    found, problems = {}, []
    for name in names:
        policy = _policy(name.strip())
        if policy is None:
            problems.append(
                f"{name!r} is no policy. There are {', '.join(_fixed())}, weights=A,B,C (whole "
                "units for connection, management and spread, not all 0) and quarterly=REGRET "
                "(points from 0 to 100)."
            )
        else:
            found[policy.name] = policy
    if problems:
        raise InputError("--policy", problems)
    return tuple(found.values())


def _policy(name: str) -> Policy | None:
    if weighing := _WEIGHTS.fullmatch(name):
        a, b, c = (int(part) for part in weighing.groups())
        if not (a or b or c):
            return None
        return Policy(
            name=f"weights={a},{b},{c}",
            title=f"Weights {a}:{b}:{c}",
            says=f"as the protocol, with connection weighed {a}, management {b} and spread {c}",
            choose=partial(as_agreed, weights=(a, b, c)),
        )
    if meeting := _QUARTERLY.fullmatch(name):
        regret = int(meeting[1])
        if regret > FULL:
            return None
        return Policy(
            name=f"quarterly={regret}",
            title=f"Planned together, regret {regret}",
            says="everybody who became known since the last meeting planned together, proven, "
            f"nobody more than {regret} points below their own best",
            choose=partial(planned, regret=regret),
            together=True,
        )
    return _fixed().get(name)
