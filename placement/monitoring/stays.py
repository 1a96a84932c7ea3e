"""
Who is counted where, on any day: the register of placements as a frame.

A stay is one row of the register, half-open: it holds from ``start`` until the day before ``end``.
The level and category are those the register gives now; it does not say what they were before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from placement.days import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from placement.cases.registers import Placement
    from placement.monitoring.specification import Specification

YEAR_STARTS = (4, 1)
COMMUNITY = "community"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A half-open run of days with its name, ``whole`` where it is not cut off by the day."""

    name: str
    start: date
    end: date
    whole: bool = True

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.end - timedelta(days=1)


def frame_of(placements: Iterable[Placement]) -> pd.DataFrame:
    """
    Return the register as a frame: reference, lha, area, level, category, setting, start, end.

    ``start`` and ``end`` are whole days (ordinals), ``end`` past all days where the stay goes on.
    """
    import pandas as pd

    rows = [
        (
            each.reference,
            each.lha,
            each.area,
            each.level,
            each.category,
            each.setting,
            each.start.toordinal(),
            each.end.toordinal() if each.end else date.max.toordinal(),
        )
        for each in placements
    ]
    names = ["reference", "lha", "area", "level", "category", "setting", "start", "end"]
    return pd.DataFrame(rows, columns=names).astype(
        {"level": "int64", "category": "int64", "start": "int64", "end": "int64"}
    )


def on(stays: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the stays that hold on a day."""
    at = day.toordinal()
    return stays[(stays["start"] <= at) & (stays["end"] > at)]


def known_by(stays: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return what a register could know at the end of ``day``: no later start or end."""
    at = day.toordinal()
    begun = stays[stays["start"] <= at].copy()
    begun.loc[begun["end"] > at, "end"] = date.max.toordinal()
    return begun


def counted(stays: pd.DataFrame, specification: Specification) -> pd.DataFrame:
    """Return the stays that the Board's specification counts: level, and in the community."""
    levels = stays["level"].isin(specification.counted_levels)
    apart = stays["setting"].isin(specification.apart)
    return stays[levels & ~apart]


def months_to(day: date, months: int) -> tuple[Period, ...]:
    """Return the last months up to and with ``day``, oldest first; the last may be cut off."""
    first = add_months(day.replace(day=1), 1 - months)
    starts = [add_months(first, i) for i in range(months + 1)]
    return tuple(_period(f"{start:%Y-%m}", start, end, day) for start, end in pairwise(starts))


def years_to(day: date, years: int) -> tuple[Period, ...]:
    """Return the last years from 1 April up to and with ``day``, oldest first."""
    this = day.year if (day.month, day.day) >= YEAR_STARTS else day.year - 1
    return tuple(
        _period(
            f"{year}/{(year + 1) % 100:02d}",
            date(year, *YEAR_STARTS),
            date(year + 1, *YEAR_STARTS),
            day,
        )
        for year in range(this - years + 1, this + 1)
    )


def a_year_before(day: date) -> date:
    """Return the same day a year before; 28 February for 29 February."""
    return add_months(day, -12)


def _period(name: str, start: date, end: date, day: date) -> Period:
    cut = min(end, day + timedelta(days=1))
    return Period(name=name, start=start, end=cut, whole=cut == end)
