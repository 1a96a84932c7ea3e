"""Who comes, and who lives there already: what a simulated year takes from a cohort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from placement.cohorts import MAPPA
from placement.succession import gone, placement_lhas, sectors_of
from scenarios.simulation.caseload import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from placement.assess import Setting
    from placement.cases.model import Case
    from placement.cases.registers import Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One synthetic person as a year needs them; ``groups`` is never read by a rule or a policy."""

    case: Case
    known_on: date
    stay_days: int
    groups: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Standing:
    """Those who live in the area at the start and are counted: LHA, area or -1, and last day."""

    lha: NDArray[np.int64]
    area: NDArray[np.int64]
    end: NDArray[np.int64]


def standing_of(
    placements: Sequence[Placement], left_days: Sequence[int], setting: Setting
) -> Standing:
    """
    Return those of a register who are counted on the day, as the rules count.

    Of an LHA that has been split somebody whose area is not recorded is taken to live in the part
    with the most postcodes.
    """
    places, numbers, start = setting.places, setting.numbers, setting.as_of
    now, sectors = gone(setting.profile, start), sectors_of(places)
    sizes = dict(zip(places.lhas, np.diff(places.starts).tolist(), strict=True))
    levels = set(numbers["spread.counted_levels"])
    every = setting.profile.cohort != MAPPA
    outside = set(numbers["spread.not_community_settings"])
    index = {area: i for i, area in enumerate(places.areas)}
    rows = []
    for person, left in zip(placements, left_days, strict=True):
        there = person.start <= start and (person.end is None or person.end > start)
        counted = (every or person.level in levels) and person.setting not in outside
        may_be = [code for code in placement_lhas(person, now, sectors) if places.has(code)]
        if there and counted and may_be:
            lha = max(may_be, key=lambda code: sizes[code])
            known = None if person.end is None else (person.end - start).days
            area = index.get((person.area or "", lha), NOWHERE)
            rows.append((places.index(lha), area, left if known is None else known))
    columns: Any = np.array(rows, np.int64).reshape(-1, 3).T
    return Standing(*columns)
