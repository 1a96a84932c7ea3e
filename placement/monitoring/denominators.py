"""
What the numbers are set against: residents and postcodes as shipped, and others from a file.

A denominator is a number for each LHA, and perhaps for each area (postcode sector within an LHA),
with its source and day. None of them is the right one: students swell Cambridge's residents and
few of them are of the age or on the register, so the report shows every one that is loaded and
says which. A number that is not known is unknown, never zero.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from placement.cases.sheets import read_rows
from placement.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geodata.places import Places
    from placement.profile_model import Profile

RESIDENTS = "residents"
POSTCODES = "postcodes"
RESIDENTS_10 = "residents_10_and_over"
SOCIAL_HOMES = "social_rented_homes"
TITLES = {
    RESIDENTS: "residents",
    POSTCODES: "postcodes",
    RESIDENTS_10: "residents aged 10 and over",
    SOCIAL_HOMES: "social-rented homes",
}
CHIEF = (RESIDENTS_10, RESIDENTS, POSTCODES)
"""Which denominator the label and the map are read from: the first of these that is loaded."""

COLUMNS = ("lha", "area", "measure", "value", "source", "date")
_MEASURE = re.compile(r"[a-z][a-z0-9_]{2,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Denominator:
    """One denominator. ``by_area`` is keyed by (sector, LHA) and empty where no area is given."""

    name: str
    by_lha: Mapping[str, float | None]
    by_area: Mapping[tuple[str, str], float] = field(default_factory=dict)
    source: str
    date: str

    @property
    def title(self) -> str:
        """What it counts, in words."""
        return TITLES.get(self.name, self.name.replace("_", " "))

    @property
    def missing(self) -> tuple[str, ...]:
        """The LHAs for which it is not known."""
        return tuple(code for code, value in self.by_lha.items() if value is None)


def shipped(profile: Profile, places: Places, codes: Iterable[str]) -> list[Denominator]:
    """Return residents (Census 2021) and postcodes, which every profile has."""
    import numpy as np

    wanted = tuple(codes)
    sources = [s for c in wanted if (s := profile[c].population_source)]
    days = [str(d) for c in wanted if (d := profile[c].population_date)]
    sizes = dict(zip(places.lhas, np.diff(places.starts).tolist(), strict=True))
    return [
        Denominator(
            name=RESIDENTS,
            by_lha={code: profile[code].population for code in wanted},
            source="; ".join(dict.fromkeys(sources)) or "not given",
            date=", ".join(dict.fromkeys(days)),
        ),
        Denominator(
            name=POSTCODES,
            by_lha={code: sizes.get(code) for code in wanted},
            by_area=dict(zip(places.areas, places.area_sizes.tolist(), strict=True)),
            source=places.source
            + (", postcodes no longer in use included" if places.ended_included else ""),
            date=places.edition,
        ),
    ]


def read_denominators(path: str | Path, codes: Iterable[str]) -> list[Denominator]:
    """
    Read denominators from a table: lha, area, measure, value, source, date.

    ``area`` left blank: the number is the whole LHA's. ``measure`` is ``residents_10_and_over``,
    ``social_rented_homes`` or any name of one's own.

    Raises
    ------
    InputError
        With every problem of the file.
    """
    wanted = tuple(codes)
    rows = read_rows(Path(path))
    name = Path(path).name
    header = [cell for cell in rows[0].cells if cell is not None] if rows else []
    if header != list(COLUMNS):
        raise InputError(name, [f"the first row must name the columns {', '.join(COLUMNS)}."])
    problems: list[str] = []
    lhas: dict[str, dict[str, float]] = defaultdict(dict)
    areas: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    sources: dict[str, tuple[str, str]] = {}
    for row in rows[1:]:
        lha, area, measure, value, source, day = (*row.cells, *[None] * 6)[:6]
        number = _number(value)
        if lha not in wanted:
            problems.append(f"row {row.number}, lha: it is not one of {', '.join(wanted)}.")
        if not isinstance(measure, str) or not _MEASURE.fullmatch(measure):
            problems.append(f"row {row.number}, measure: write a name like {RESIDENTS_10}.")
        if number is None:
            problems.append(f"row {row.number}, value: write a number above 0.")
        if not source or not day:
            problems.append(f"row {row.number}: a number needs its source and its date.")
        if problems or number is None:
            continue
        sources.setdefault(str(measure), (str(source), str(day)[:10]))
        into: dict[object, float] = areas[str(measure)] if area else lhas[str(measure)]  # type: ignore[assignment]
        key = (area, lha) if area else lha
        if key in into:
            problems.append(
                f"row {row.number}: the same place and measure stand in an earlier row."
            )
        into[key] = number
    if problems:
        raise InputError(name, problems)
    return [
        Denominator(
            name=measure,
            by_lha={code: _of_lha(code, lhas[measure], areas[measure]) for code in wanted},
            by_area=areas[measure],
            source=sources[measure][0],
            date=sources[measure][1],
        )
        for measure in sources
    ]


def chief(loaded: Iterable[Denominator]) -> Denominator:
    """Return the denominator that the label is read from."""
    by_name = {each.name: each for each in loaded}
    complete = [n for n in CHIEF if n in by_name and not by_name[n].missing]
    return by_name[complete[0]] if complete else by_name[POSTCODES]


def _of_lha(
    code: str, lhas: Mapping[str, float], areas: Mapping[tuple[str, str], float]
) -> float | None:
    """Return an LHA's number: its own row, else the sum of its areas, else unknown."""
    if code in lhas:
        return lhas[code]
    inside = [value for (_, lha), value in areas.items() if lha == code]
    return sum(inside) if inside else None


def _number(value: object) -> float | None:
    try:
        number = float(str(value).replace(",", ""))
    except ValueError:
        return None
    return number if number > 0 and number != float("inf") else None
