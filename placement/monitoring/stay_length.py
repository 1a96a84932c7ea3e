"""
How long people stay: the mean of a stay's days up to a horizon, with those still there counted.

The mean over stays that have ended is too short: the long ones are still going on. So the curve of
who is still there is followed (Kaplan and Meier 1958) and the area under it up to the horizon is
the mean of a stay's first so many days, with Greenwood's variance.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanStay:
    """The mean (days) of a stay's first ``horizon`` days, its interval, and what it rests on."""

    days: float
    low: float
    high: float
    ended: int
    stays: int
    horizon: int


def mean_stay(
    lengths: Sequence[int], ended: Sequence[bool], *, horizon: int, least: int, coverage: float
) -> MeanStay | None:
    """
    Return the mean stay up to a horizon, or None where fewer than ``least`` stays have ended.

    Parameters
    ----------
    lengths
        Days of each stay so far.
    ended
        Whether it has ended; otherwise it goes on and is at least so long.
    horizon
        Days of each stay that are counted at most. Where the longest stay is shorter than this,
        nothing is known beyond it, and its length is the horizon instead.
    """
    if sum(ended) < least:
        return None
    import numpy as np

    reach = min(horizon, max(lengths))
    times = np.array(lengths)
    over = np.array(ended)
    at = np.unique(times[over & (times < reach)])
    leaving = np.array([(over & (times == t)).sum() for t in at])
    there = np.array([(times >= t).sum() for t in at])
    still = np.cumprod(1 - leaving / there) if len(at) else np.array([])
    widths = np.diff(np.concatenate([[0], at, [reach]]))
    areas = np.concatenate([[1.0], still]) * widths
    after = np.cumsum(areas[::-1])[::-1][1:]  # the area under the curve from each leaving on
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(there > leaving, after**2 * leaving / (there * (there - leaving)), 0.0)
    days, spread = float(areas.sum()), float(np.sqrt(terms.sum()))
    wide = NormalDist().inv_cdf((1 + coverage) / 2) * spread
    return MeanStay(
        days=days,
        low=max(0.0, days - wide),
        high=min(float(reach), days + wide),
        ended=int(sum(ended)),
        stays=len(lengths),
        horizon=int(reach),
    )
