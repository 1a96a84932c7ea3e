"""
How many minutes a service, or a person, is from the postcodes of each LHA.

Until a road graph is loaded the answer is ``Rough``: a fixed time and a detour over the straight
line at one speed, labelled "rough" wherever it is shown. A ``RoadGraph`` (``geodata.roads``)
answers by road. Both give the median over *all* postcodes of an LHA, so that an LHA's figure
does not change with the zones of a case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geodata.places import Places
    from geodata.roads import RoadGraph


@dataclass(frozen=True, slots=True)
class Rough:
    """
    A straight line made into minutes: ``fixed_min + detour * km / speed_kmh * 60``.

    Parameters
    ----------
    fixed_min
        Minutes that every journey takes however short.
    detour
        Length by road over the straight line, a plain number of 1 or more.
    speed_kmh
        Kilometres an hour, door to door.
    """

    fixed_min: float
    detour: float
    speed_kmh: float
    label: ClassVar[str] = "rough"

    def minutes(self, metres: NDArray[np.float64]) -> NDArray[np.float64]:
        """Turn straight-line metres into minutes; never falls as the distance grows."""
        return self.fixed_min + self.detour * (metres / 1000) / self.speed_kmh * 60


def median_minutes(
    places: Places, easting: int, northing: int, how: Rough | RoadGraph
) -> NDArray[np.float64]:
    """
    Give the median minutes from a point to the postcodes of each LHA.

    Parameters
    ----------
    places
        The profile's postcodes.
    easting, northing
        The point in metres, EPSG:27700.
    how
        ``Rough``, or a road graph.

    Returns
    -------
    minutes
        Shape ``(len(places.lhas),)``, in the order of ``places.lhas``; NaN for an LHA with no
        postcodes. Equal to numpy's median of the minutes of all its postcodes.
    """
    if not isinstance(how, Rough):
        return how.median_minutes(places, easting, northing)
    x, y = np.float64(easting), np.float64(northing)
    medians = np.full(len(places.lhas), np.nan)
    for number in np.flatnonzero(np.diff(places.starts)).tolist():
        medians[number] = _median(places, number, x, y, how)
    return medians


def rated_minutes(
    places: Places, easting: int, northing: int, how: Rough | RoadGraph, limits: Sequence[float]
) -> NDArray[np.float64]:
    """
    Give minutes that compare with each of some limits as ``median_minutes`` do, sooner.

    Most LHAs lie on one side of a limit whatever their median is: the boxes round their areas
    settle it. There the least limit that the median is not over stands for it, or infinity.

    Parameters
    ----------
    limits
        Minutes, the least first.
    """
    if not isinstance(how, Rough):
        return how.median_minutes(places, easting, northing)
    x, y = np.float64(easting), np.float64(northing)
    least, most = map(how.minutes, _from_boxes(places, x, y))
    sizes = np.diff(places.starts)

    def most_of(areas: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Say of which LHAs these areas hold more than half of the postcodes."""
        held = np.bincount(places.area_lha[areas], places.area_sizes[areas], len(sizes))
        more: NDArray[np.bool_] = 2 * held > sizes
        return more

    over = np.sum([most_of(least > limit) for limit in limits], axis=0)
    perhaps = np.sum([~most_of(most <= limit) for limit in limits], axis=0)
    minutes = np.where(sizes > 0, np.array([*limits, np.inf])[over], np.nan)
    for number in np.flatnonzero((over != perhaps) & (sizes > 0)).tolist():
        minutes[number] = _median(places, number, x, y, how)
    return minutes


def _from_boxes(
    places: Places, x: np.float64, y: np.float64
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Measure the metres from a point to the nearest and the farthest of the box of each area."""
    west, south, east, north = places.area_boxes
    across, up = np.maximum(west - x, x - east), np.maximum(south - y, y - north)
    near = np.sqrt(np.maximum(across, 0) ** 2 + np.maximum(up, 0) ** 2)
    far = np.sqrt(np.maximum(x - west, east - x) ** 2 + np.maximum(y - south, north - y) ** 2)
    return near, far


def _median(places: Places, number: int, x: np.float64, y: np.float64, how: Rough) -> float:
    """Find the median minutes from a point to one LHA, whose postcodes stay in the cache."""
    start, stop = places.starts[number : number + 2]
    squared = places.easting[start:stop] - x
    squared *= squared
    north = places.northing[start:stop] - y
    north *= north
    squared += north
    return float(how.minutes(np.sqrt(_middle(squared))).mean())


def _middle(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find the middle value, or the two middle ones of an even number; reorders ``values``."""
    half = len(values) // 2
    if len(values) % 2:
        values.partition(half)
        return values[half : half + 1]
    values.partition((half - 1, half))
    return values[half - 1 : half + 1]
