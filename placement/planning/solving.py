"""
From the arrays to a proven plan: which method runs when, and what may be claimed after each.

Each stage only offers plans and prices. A plan counts once the specification finds no fault in
it; a bound counts once it has been reckoned again from whole-number prices, or once a search has
ended. The stages stop as soon as plan and bound meet.
"""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

import numpy as np

from placement.planning import flow, rooms
from placement.planning.certificate import Prices, bound
from placement.planning.families import house
from placement.planning.linear import relax
from placement.planning.prices import Pairs
from placement.planning.remainder import improve, narrowed
from placement.planning.repair import repaired
from placement.planning.standing import Standing

if TYPE_CHECKING:
    from placement.planning.instance import Instance
    from placement.planning.plan import Plan
    from placement.planning.remainder import Improved
    from placement.planning.residual import Residual
    from placement.planning.standing import Progress

ROUNDS = 60
QUICK = 0.1  # effort of a first search, before sharper bounds are worth their time


def plan_for(
    instance: Instance,
    *,
    time_limit_s: float | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Solve one instance; ``placement.planning.solve`` says what the arguments mean."""
    start = time.perf_counter()
    deadline = np.inf if time_limit_s is None else start + time_limit_s
    standing = Standing(instance, deadline, progress)
    with contextlib.suppress(KeyboardInterrupt):
        _run(standing)
    if standing.place is None and standing.draft is not None and not standing.impossible:
        standing.offer(repaired(standing.task, standing.draft))
    return standing.answer(time.perf_counter() - start)


def _run(standing: Standing) -> None:
    task = standing.task
    if not task.instance.allowed.any(axis=1).all():
        standing.impossible = True
    elif not task.cases:
        standing.offer(np.zeros(0, np.int64))
        standing.know(0)
    elif standing.times:
        _by_flow(standing)
    if standing.settle("flow") or standing.late:
        return
    if standing.prices is not None and not standing.settled:
        _by_linear(standing)
    if standing.settled or standing.late:
        return
    _by_search(standing)
    standing.settle("search")


def _by_flow(standing: Standing) -> None:
    """Take the flow without pairs, which is often the answer, else charge the pairs."""
    task = standing.task
    standing.say("flow")
    graph = flow.relaxed(task)
    if graph is None:
        standing.impossible = True
        return
    standing.draft = graph.place.copy()
    standing.know(bound(task, graph.prices()))
    standing.offer(graph.place)
    if standing.settle("flow"):
        return
    standing.prices = graph.prices(standing.times)
    one, other = task.partners.T
    if (graph.place[one] == graph.place[other]).any():
        _by_prices(standing, graph)
    if not standing.settled:
        standing.offer(repaired(task, standing.draft))


def _by_prices(standing: Standing, graph: Residual) -> None:
    """Charge the clashing pairs until they part, and while that still raises the bound."""
    graph.finer(standing.fine, standing.times)
    pairs = Pairs(graph, standing.times * max(standing.task.largest, 1))
    standing.say("prices on pairs")
    patience = 20 + 4 * len(pairs.clashing)
    for _ in range(ROUNDS):
        if standing.late or not pairs.part_all(standing.deadline, patience):
            break
        standing.draft = graph.place.copy()
        standing.offer(standing.draft)
        standing.claim(pairs.prices(), standing.fine)
        if standing.settle("prices") or not pairs.settle_charges():
            return
    standing.claim(pairs.prices(), standing.fine)
    standing.settle("prices")


def _by_linear(standing: Standing) -> None:
    """Move prices together, by a linear program over what can still matter."""
    if standing.prices is None:
        return
    standing.say("linear relaxation")
    value = None if standing.place is None else standing.value * standing.times
    standing.fine = narrowed(standing.fine, standing.prices, value)
    found = relax(standing.fine, standing.prices, standing.fine.instance.allowed, standing.left)
    if found is None:
        return
    prices, place = found
    standing.claim(prices, standing.fine)
    standing.offer(place)
    if not standing.settle("linear"):
        standing.offer(repaired(standing.fine, place))
        standing.settle("linear")


def _by_search(standing: Standing) -> None:
    """Search what the prices leave open."""
    fine = standing.fine
    prices = standing.prices or Prices.none(fine)
    standing.say("search of what is left")
    told = standing.deadline, standing.better
    if not rooms.applies(fine):
        _note(standing, improve(fine, standing.place, prices, *told))
        return
    found = improve(fine, standing.place, prices, *told, effort=QUICK)
    _note(standing, found)
    if not (found.proven or standing.settled or standing.late):
        _note(standing, house(fine, standing.place, prices, *told, standing.rises))


def _note(standing: Standing, found: Improved) -> None:
    """Keep what a search found; go no further where it was stopped by hand."""
    if found.place is None:
        standing.impossible = found.proven
    else:
        standing.offer(found.place)
    if not standing.impossible:
        standing.know(-(-found.least // standing.fine.grain))
    if found.stopped:
        raise KeyboardInterrupt
