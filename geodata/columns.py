"""
Find the postcodes in a box quickly: by columns a kilometre wide, each in the order of northing.

The order is made once for each ``Places`` and kept as long as it lives. All numbers are metres,
EPSG:27700.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodata.places import Places

WIDTH_M = 1000
HEIGHT = 1 << 21  # more than any northing, so that a column and a northing make one key


@dataclass(frozen=True, eq=False)
class Columns:
    """
    The postcodes in column order.

    ``order`` gives each one's position in ``Places``; ``easting`` and ``northing`` stand in
    column order themselves; ``key`` is the column's number and the northing in one.
    """

    order: NDArray[np.intp]
    key: NDArray[np.int64]
    easting: NDArray[np.int32]
    northing: NDArray[np.int32]

    def in_box(self, west: float, south: float, east: float, north: float) -> NDArray[np.intp]:
        """Find where the postcodes of a box stand in column order, and a few beside the box."""
        first, last = (math.floor(edge / WIDTH_M) for edge in (west, east))
        low, high = (
            min(max(edge, 0), HEIGHT - 1) for edge in (math.ceil(south), math.floor(north))
        )
        bases = np.arange(first, last + 1, dtype=np.int64) * HEIGHT
        starts = np.searchsorted(self.key, bases + low, "left").tolist()
        stops = np.searchsorted(self.key, bases + high, "right").tolist()
        runs = [np.arange(*run) for run in zip(starts, stops, strict=True) if run[0] < run[1]]
        return np.concatenate(runs) if runs else np.empty(0, dtype=np.intp)


_KEPT: WeakKeyDictionary[Places, Columns] = WeakKeyDictionary()


def columns_of(places: Places) -> Columns:
    """Give the postcodes of a profile in column order."""
    if places not in _KEPT:
        key = places.easting.astype(np.int64) // WIDTH_M * HEIGHT + places.northing
        order = np.argsort(key, kind="stable")
        _KEPT[places] = Columns(order, key[order], places.easting[order], places.northing[order])
    return _KEPT[places]
