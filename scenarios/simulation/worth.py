"""
What a year was worth: each placement by the ranking's own units, on the day the home was needed.

The specification of every comparison with hindsight: a pure function of who lives where. A person
placed is worth ``wa*a + wb*b + wc*c``, with c as the rules on spread give it on the day on which
their home is needed, from everybody who lives in the area on that day (each for the days of their
own need, whenever a policy came to decide); nobody placed is worth nothing. No unit is below 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.simulation.caseload import NOWHERE
from scenarios.simulation.year import Present

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scenarios.simulation.year import World

    Ints = NDArray[np.int64]


def worth(world: World, lha: Ints) -> Ints:
    """Return the units of every episode (E,), where ``lha`` says who lives where, or NOWHERE."""
    load, crowding = world.load, world.crowding
    a, b, c = world.weights
    units = np.zeros(len(load), np.int64)
    now = Present(world)
    placed = np.flatnonzero(lha != NOWHERE)
    for i in placed[np.argsort(load.ready[placed], kind="stable")].tolist():
        day, there = int(load.ready[i]), int(lha[i])
        now.advance(day)
        spread = int(crowding.points(now.counts)[there])
        units[i] = a * load.connection[i, there] + b * load.management[i, there] + c * spread
        if load.counted[i]:
            now.comes(day, int(load.end[i]), there, int(load.area[i, there]))
    return units
