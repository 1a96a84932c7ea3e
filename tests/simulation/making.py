"""Small simulated worlds on the places of Cambridgeshire, made by hand from arrays."""

from __future__ import annotations

import numpy as np
from engine.making import CAMBRIDGESHIRE, DAY, PLACES

from placement import parameters
from scenarios.simulation.arrivals import Standing
from scenarios.simulation.caseload import NOWHERE, Caseload
from scenarios.simulation.crowding import Crowding
from scenarios.simulation.year import World

NUMBERS = parameters.load().on(DAY)
CROWDING = Crowding(PLACES, CAMBRIDGESHIRE, NUMBERS)
LHAS = len(PLACES.lhas)
AREAS = len(PLACES.areas)


def area_in(lha, nth=0):
    """An area of an LHA."""
    return int(np.flatnonzero(CROWDING.lha_of_area == lha)[nth])


def caseload(rows, **given):
    """Episodes from (ready, end, points by LHA, open by LHA); decided 30 days before at most."""
    ready = np.array([row[0] for row in rows], np.int64)
    count = len(rows)
    points = np.array([row[2] for row in rows], np.int64).reshape(count, LHAS)
    arrays = {
        "person": np.arange(count),
        "known": np.maximum(0, ready - 30),
        "settled": np.maximum(0, ready - 30),
        "ready": ready,
        "end": np.array([row[1] for row in rows], np.int64),
        "connection": points,
        "management": np.zeros_like(points),
        "open_": np.array([row[3] for row in rows], bool).reshape(count, LHAS),
        "order": np.tile(np.arange(LHAS), (count, 1)),
        "start_at": np.full(count, NOWHERE),
        "home": np.full(count, NOWHERE),
        "waits": np.zeros(count, bool),
        "counted": np.ones(count, bool),
        "travel": np.full((count, LHAS), 20.0),
        "area": np.tile([area_in(lha) for lha in range(LHAS)], (count, 1)),
        "moved": np.zeros(count, bool),
        "departs": np.full(count, 0.99),
        "elsewhere": np.zeros(count),
        "chance": np.zeros(count),
    }
    return Caseload(people=(), **(arrays | given))


def standing(rows):
    """People there at the start, from (LHA, area or -1, last day)."""
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    return Standing(*columns)


def world(load, there=(), **given):
    """A world in which nobody departs, at equal weights."""
    plain = {"weights": (1, 1, 1), "departs_share": 0.0, "meeting_days": 91}
    return World(load=load, standing=standing(there), crowding=CROWDING, **(plain | given))
