"""
How many others are counted, and where (protocol 6(c) and 10): counts, chance and rates.

Counted are people at the levels the protocol counts, living in the community on the day, not in
approved premises, and not the case itself. The reference is always the whole profile, read before
any LHA is a candidate, so that leaving LHAs out changes nobody's points. Chances are exact
binomial sums; nothing here imports scipy, because ranking one case must start quickly.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    import numpy as np

    from geodata.places import Places
    from placement.cases.registers import Placement
    from placement.parameters import Numbers


@dataclass(frozen=True, slots=True)
class Register:
    """
    The placements as they stand on a day, for one case.

    ``by_lha`` counts people in each LHA of the profile; ``by_area`` counts them in each area
    (aligned with ``Places.areas``); ``unplaced`` counts, for each LHA, those counted whose area is
    not given. ``where`` says where anybody in the file lives now: (LHA, area or None).
    ``doubtful`` counts, for each LHA, those who may be in it or in another into which theirs was
    split; ``either`` is how many such people there are in all.
    """

    by_lha: dict[str, int]
    by_area: np.ndarray
    unplaced: dict[str, int]
    where: dict[str, tuple[str, str | None]]
    doubtful: dict[str, int] = field(default_factory=dict)
    either: int = 0

    @property
    def total(self) -> int:
        """Everybody counted in the profile."""
        return sum(self.by_lha.values()) + self.either


def register_of(
    placements: Iterable[Placement],
    *,
    places: Places,
    numbers: Numbers,
    as_of: date,
    leaving_out: str,
    now: Mapping[str, tuple[str, ...]] | None = None,
    every_level: bool = False,
) -> Register:
    """
    Count the placements that hold on a day, leaving out the case itself.

    ``every_level``: the register is of another cohort than MAPPA's, who have no level. ``now`` has
    what stands on the day for each LHA that is no more.
    """
    import numpy as np

    from placement.succession import placement_lhas, sectors_of

    levels = set(numbers["spread.counted_levels"])
    outside = set(numbers["spread.not_community_settings"])
    index = places.area_index
    by_lha = dict.fromkeys(places.lhas, 0)
    unplaced = dict.fromkeys(places.lhas, 0)
    by_area = np.zeros(len(places.areas), dtype=np.int64)
    where: dict[str, tuple[str, str | None]] = {}
    sectors = sectors_of(places) if now else {}
    doubtful: dict[str, int] = {}
    either = 0
    for person in placements:
        if person.start > as_of or (person.end is not None and person.end <= as_of):
            continue
        may_be = placement_lhas(person, now, sectors) if now else (person.lha,)
        lha = may_be[0] if len(may_be) == 1 else ""
        if lha:
            where[person.reference] = (lha, person.area)
        counted = (every_level or person.level in levels) and person.setting not in outside
        if not counted or person.reference == leaving_out:
            continue
        if not lha and may_be:
            either += 1
            for code in may_be:
                doubtful[code] = doubtful.get(code, 0) + 1
                if code in unplaced:
                    unplaced[code] += 1
        if lha not in by_lha:
            continue
        by_lha[lha] += 1
        at = index.get((person.area or "", lha))
        if at is None:
            unplaced[lha] += 1
        else:
            by_area[at] += 1
    return Register(by_lha, by_area, unplaced, where, doubtful, either)


@lru_cache(maxsize=65536)
def tail(at_least: int, people: int, share: float) -> float:
    """
    Return the chance that ``at_least`` or more of ``people`` fall in an LHA with this share.

    >>> round(tail(7, 20, 215669 / 894524), 3), round(tail(9, 20, 215669 / 894524), 3)
    (0.187, 0.033)
    """
    if at_least <= 0:
        return 1.0
    if at_least > people or share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    return min(1.0, math.fsum(_masses(people, share)[at_least:]))


@lru_cache(maxsize=512)
def _masses(people: int, share: float) -> array[float]:
    """
    Return the binomial probability of each count from nobody on, as far as any is more than 0.

    Of thousands of people most counts are so improbable that a number cannot hold it: they are 0.
    """
    here, elsewhere = math.log(share), math.log1p(-share)
    found = array(
        "d",
        (
            math.exp(ways + count * here + (people - count) * elsewhere)
            for count, ways in enumerate(_ways(people))
        ),
    )
    end = len(found)
    while end and found[end - 1] == 0:
        end -= 1
    return found[:end]


@lru_cache(maxsize=8)
def _ways(people: int) -> tuple[float, ...]:
    """Return the logarithm of how many ways there are to choose each count of people."""
    return tuple(
        math.lgamma(people + 1) - math.lgamma(count + 1) - math.lgamma(people - count + 1)
        for count in range(people + 1)
    )


@lru_cache(maxsize=65536)
def expected_range(people: int, share: float, coverage: float) -> tuple[int, int]:
    """
    Return the exact central range: each end leaves out at most half of what is not covered.

    The tails only fall as the count grows, so each end is found by halving.

    >>> expected_range(20, 215669 / 894524, 0.95)
    (1, 9)
    """
    spare = (1 - coverage) / 2
    counts = range(people)
    low = bisect_left(counts, True, key=lambda k: 1 - tail(k + 1, people, share) > spare)
    high = bisect_left(counts, True, key=lambda k: tail(k + 1, people, share) <= spare)
    return low, high


def smoothed_rates(counts: dict[str, int], residents: dict[str, int | None]) -> dict[str, float]:
    """
    Return empirical-Bayes rates per resident for the LHAs whose residents are known.

    Each LHA's own rate is drawn towards the rate of the whole, the more so the fewer its residents
    (method of moments; Marshall 1991). For showing only: no points rest on it.
    """
    known = {code: n for code, n in residents.items() if n}
    people = sum(counts.get(code, 0) for code in known)
    total = sum(known.values())
    if not known or total == 0 or people == 0:
        return dict.fromkeys(known, 0.0)
    mean = people / total
    rates = {code: counts.get(code, 0) / n for code, n in known.items()}
    spread = sum(n * (rates[code] - mean) ** 2 for code, n in known.items()) / total
    between = max(0.0, spread - mean / (total / len(known)))
    return {
        code: mean + (between / (between + mean / n) if between else 0.0) * (rates[code] - mean)
        for code, n in known.items()
    }


def roomy_shares(
    register: Register, places: Places, *, limit: int, with_neighbours: int
) -> tuple[np.ndarray, np.ndarray]:
    """
    Return, for each LHA, the least and the greatest share of its postcodes in roomy areas.

    An area is roomy if, after this placement, it would hold fewer than ``limit`` people, and fewer
    than ``with_neighbours`` together with its neighbouring areas over any border. People counted
    in an LHA without an area could be in any one of them: the least share supposes the worst.
    """
    around = _around(register.by_area, places)
    most = _room(register.by_area, around, limit, with_neighbours)
    least = most
    if any(register.unplaced.values()):
        own, nearby = _loose(register, places)
        least = _room(register.by_area + own, around + nearby, limit, with_neighbours)
    return _by_lha(least, places), _by_lha(most, places)


def rooms_of(
    register: Register, places: Places, lha: str, *, limit: int, with_neighbours: int
) -> Callable[[int], tuple[float, float]]:
    """
    Return what ``roomy_shares`` gives for one LHA once so many more live there, area not recorded.

    Only the LHA's own areas are looked at, so that a plan of thousands can ask for each number.
    """
    import numpy as np

    mine = places.area_lha == places.index(lha)
    own = np.flatnonzero(mine)
    around = _around(register.by_area, places)[own]
    held, sizes = register.by_area[own], places.area_sizes[own]
    touching: dict[int, set[str]] = {int(i): {lha} for i in own}
    for i, j in places.area_edges[mine[places.area_edges].any(axis=1)].tolist():
        for one, other in ((i, j), (j, i)):
            if one in touching:
                touching[one].add(places.areas[other][1])
    near = [sum(register.unplaced[code] for code in touching[int(i)]) for i in own]
    nearby, total = np.array(near, dtype=np.int64), int(sizes.sum())

    def shares(more: int) -> tuple[float, float]:
        loose = register.unplaced[lha] + more
        most = _room(held, around, limit, with_neighbours)
        least = _room(held + loose, around + nearby + more, limit, with_neighbours)
        return int(sizes[least].sum()) / total, int(sizes[most].sum()) / total

    return shares


def _room(held: np.ndarray, around: np.ndarray, limit: int, with_neighbours: int) -> np.ndarray:
    """Whether each area would still be roomy with one person more."""
    room: np.ndarray = (held + 1 < limit) & (around + 1 < with_neighbours)
    return room


def _around(by_area: np.ndarray, places: Places) -> np.ndarray:
    """Count the people of each area and of its neighbours together."""
    import numpy as np

    around = by_area.copy()
    first, second = places.area_edges[:, 0], places.area_edges[:, 1]
    np.add.at(around, first, by_area[second])
    np.add.at(around, second, by_area[first])
    return around


def _loose(register: Register, places: Places) -> tuple[np.ndarray, np.ndarray]:
    """Count, for each area, those without an area in its own LHA, and in all it touches."""
    import numpy as np

    own = np.array([register.unplaced[lha] for _, lha in places.areas], dtype=np.int64)
    touching: list[set[str]] = [{lha} for _, lha in places.areas]
    for i, j in places.area_edges.tolist():
        touching[i].add(places.areas[j][1])
        touching[j].add(places.areas[i][1])
    nearby = [sum(register.unplaced[code] for code in codes) for codes in touching]
    return own, np.array(nearby, dtype=np.int64)


def _by_lha(room: np.ndarray, places: Places) -> np.ndarray:
    """Return the share of each LHA's postcodes whose area is roomy."""
    import numpy as np

    roomy = room[places.area]
    counts = np.add.reduceat(roomy, places.starts[:-1], dtype=np.int64)
    shares: np.ndarray = counts / np.diff(places.starts)
    return shares
