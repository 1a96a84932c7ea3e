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
    for number, (start, stop) in enumerate(zip(places.starts, places.starts[1:], strict=False)):
        if stop > start:  # an LHA at a time: its postcodes stay in the processor's cache
            squared = places.easting[start:stop] - x
            squared *= squared
            north = places.northing[start:stop] - y
            north *= north
            squared += north
            middle = _middle(squared)
            medians[number] = how.minutes(np.sqrt(middle)).mean()
    return medians


def _middle(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find the middle value, or the two middle ones of an even number; reorders ``values``."""
    half = len(values) // 2
    if len(values) % 2:
        values.partition(half)
        return values[half : half + 1]
    values.partition((half - 1, half))
    return values[half - 1 : half + 1]
