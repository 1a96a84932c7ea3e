"""
True supply: the homes of a vacancies file, each let once (6.7.1). Not given, nothing is limited.

Whether a home suits a person is what the planner says of it; here it is asked once for each pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from placement.succession import vacancies_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from placement.assess import Setting
    from placement.cases.registers import Vacancy
    from placement.facts import CaseFacts
    from scenarios.simulation.caseload import Caseload

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

EVER = 10**6


@dataclass(frozen=True)
class Supply:
    """
    H homes: LHA, area, and the days from and until which each may be let.

    ``suits`` (E x H) says whether a home suits an episode, its days apart.
    """

    lha: Ints
    area: Ints
    start: Ints
    end: Ints
    lhas: int
    suits: Flags

    def free(self, rows: Ints, ready: Ints, day: int, taken: set[int]) -> Flags:
        """Return rows x homes: whether a home can be had by somebody, on or after the day."""
        begin = np.maximum(np.maximum(ready, day)[:, None], self.start)
        free: Flags = self.suits[rows] & (self.start <= np.maximum(ready, day)[:, None])
        free &= begin < self.end
        free[:, sorted(taken)] = False
        return free

    def rooms(self, homes: Flags) -> Ints:
        """Return, along the last axis, how many of these homes each LHA has."""
        member = np.arange(self.lhas)[:, None] == self.lha
        found: Ints = homes.astype(np.int64) @ member.T.astype(np.int64)
        return found

    def take(self, episode: int, lha: int, load: Caseload, day: int, taken: set[int]) -> int | None:
        """Return the home of an LHA that somebody is given: the one that closes first, or None."""
        row = np.array([episode], np.int64)
        free = self.free(row, load.ready[row], day, taken)[0] & (self.lha == lha)
        at = np.flatnonzero(free)
        return int(min(at, key=lambda i: (self.end[i], i))) if len(at) else None

    def next_day(self, day: int, before: int) -> int | None:
        """Return the next day on which a home opens, if somebody can wait for it."""
        later = self.start[(self.start > day) & (self.start < before)]
        return int(later.min()) if len(later) else None


def homes_of(
    vacancies: Sequence[Vacancy], setting: Setting, start: date
) -> tuple[Ints, Ints, Ints, Ints]:
    """Return each home's LHA, area (-1 if not given), first day and the day until it may be let."""
    from placement.planning.homes import located

    places = setting.places
    vacancies = vacancies_on(vacancies, setting.profile, setting.as_of, places)
    found = located(vacancies, setting)
    index = {area: i for i, area in enumerate(places.areas)}
    rows = []
    for home in vacancies:
        at = found[home.reference]
        area = -1 if at is None else index.get((at.sector, home.lha), -1)
        opens = 0 if home.start is None else max(0, (home.start - start).days)
        closes = EVER if home.end is None else (home.end - start).days
        rows.append((places.index(home.lha), area, opens, closes))
    columns = np.array(rows, np.int64).reshape(-1, 4).T
    return columns[0], columns[1], columns[2], columns[3]


def suits(vacancies: Sequence[Vacancy], setting: Setting, measured: Sequence[CaseFacts]) -> Flags:
    """Return people x homes: whether a home suits a person, its days apart."""
    from placement.planning.homes import against, located

    vacancies = vacancies_on(vacancies, setting.profile, setting.as_of, setting.places)
    found = located(vacancies, setting)
    timely = ("day of moving in",)
    return np.array(
        [
            [
                not [
                    key
                    for key, _ in against(home, found[home.reference], facts)
                    if key not in timely and not key.startswith("days of ")
                ]
                for home in vacancies
            ]
            for facts in measured
        ],
        bool,
    ).reshape(len(measured), len(vacancies))
