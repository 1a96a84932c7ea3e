"""
Many repetitions at once: on all cores through joblib, or unchanged on a Dask cluster.

The results are those of ``replicate`` and of nothing else, put in the order of their numbers, so
that they are the same on one core, on many and on any number of workers, and whichever of them
were worked out before a kill. Where they are worked out is for ``placement.machines``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from placement.errors import InputError
from placement.machines import OTHER_WORKER, How, worked_out
from scenarios.simulation.folder import Kept, canonical, fingerprint
from scenarios.simulation.policies import NEEDS_FUTURES
from scenarios.simulation.replication import pools_of, replicate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from scenarios.simulation.replication import Order, Pools

    Progress = Callable[[int, int], None]


class Stopped(Exception):  # noqa: N818 - it is no error: somebody pressed Ctrl-C
    """Somebody stopped the run: what is done is kept, if there is a folder."""

    def __init__(self, done: int, asked: int) -> None:
        self.done, self.asked = done, asked
        super().__init__(f"{done} of {asked}")


def run(
    orders: Sequence[Order],
    repetitions: int,
    how: How,
    *,
    folders: Sequence[Path] | None = None,
    resume: bool = False,
    progress: Progress = lambda done, asked: None,
) -> list[list[dict[str, Any]]]:
    """
    Work out so many repetitions of each area, and return them by area, in order.

    ``progress`` is called with how many are done and how many there are to be.

    Raises
    ------
    InputError
        A folder is of something else, or the cluster cannot be used.
    Stopped
        On Ctrl-C.
    """
    kept = None
    if folders is not None:
        paired = zip(folders, orders, strict=True)
        kept = [Kept(folder, order, resume=resume) for folder, order in paired]
    found: list[dict[int, dict[str, Any]]] = [{} for _ in orders]
    if kept is not None:
        for mine, each in zip(found, kept, strict=True):
            mine |= {n: result for n, result in each.done().items() if n < repetitions}
    asked = repetitions * len(orders)
    progress(sum(map(len, found)), asked)
    wanted = [
        (area, number)
        for number in range(repetitions)
        for area in range(len(orders))
        if number not in found[area]
    ]
    try:
        for area, number, text in _worked_out(orders, wanted, how):
            found[area][number] = json.loads(text)
            if kept is not None:
                kept[area].keep(number, found[area][number])
            progress(sum(map(len, found)), asked)
    except KeyboardInterrupt:
        raise Stopped(sum(map(len, found)), asked) from None
    return [[mine[number] for number in range(repetitions)] for mine in found]


def work_out(
    order: Order, area: int, number: int, pools: Pools | None, wanted: str
) -> tuple[int, int, str]:
    """
    Work out one repetition somewhere; text, so that nothing changes on its way back.

    ``wanted`` is the fingerprint where the run began: a worker that has another one refuses.
    """
    if fingerprint(order) != wanted:
        raise InputError("--cluster", [OTHER_WORKER])
    return area, number, canonical(replicate(order, number, pools))


def _worked_out(
    orders: Sequence[Order], wanted: Sequence[tuple[int, int]], how: How
) -> Iterator[tuple[int, int, str]]:
    if not wanted:
        return
    pools = {
        area: pools_of(orders[area]) if {*NEEDS_FUTURES} & {*orders[area].policies} else None
        for area in sorted({area for area, _ in wanted})
    }
    ours = {area: fingerprint(orders[area]) for area in pools}
    pieces = [(orders[area], area, number, pools[area], ours[area]) for area, number in wanted]
    yield from worked_out(work_out, pieces, how)
