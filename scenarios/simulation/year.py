"""
One simulated year (or several) under one policy: who was placed where, and when.

The days go by: people become known, a policy chooses, the panel follows or departs, stays begin
and end. The counts that a choice is made on are those the ranking would read on that day: people
who live there then, and not those whose home is only agreed. Nothing here draws anything; all
chance was drawn with the caseload.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scenarios.simulation.caseload import NOWHERE
from scenarios.simulation.policies import Asked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scenarios.simulation.ahead import Futures
    from scenarios.simulation.arrivals import Standing
    from scenarios.simulation.caseload import Caseload
    from scenarios.simulation.crowding import Counts, Crowding
    from scenarios.simulation.policies import Policy
    from scenarios.simulation.supply import Supply

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

PLACED, NO_LHA, NO_HOME, TOO_LATE, NO_ORIGIN = 0, 1, 2, 3, 4
WHY = (
    "placed",
    "every LHA was closed to them or must first be asked",
    "no home that suits them was free where they may go",
    "the need had passed before anybody chose",
    "their original LHA was closed to them or must first be asked, or they have none here",
)


@dataclass(frozen=True, kw_only=True)
class World:
    """What every policy of a year meets alike."""

    load: Caseload
    standing: Standing
    crowding: Crowding
    weights: tuple[int, int, int]
    departs_share: float
    meeting_days: int
    supply: Supply | None = None
    futures: Futures | None = None


@dataclass(frozen=True, kw_only=True)
class Year:
    """
    What came of a policy, by episode (E).

    ``lha`` is where each lives, ``chosen`` what the policy chose, or ``NOWHERE``; ``decided`` and
    ``begin`` are days; ``fate`` indexes ``WHY``; ``counts`` are those of the day of the choice,
    ``spread`` (E x LHAs) the points they gave, and ``free`` (E x LHAs) says where somebody might
    go that day: every gate met and, where supply is known, a home there.
    """

    lha: Ints
    chosen: Ints
    area: Ints
    decided: Ints
    begin: Ints
    fate: Ints
    spread: Ints
    free: Flags
    counts: tuple[Counts | None, ...]

    @property
    def placed(self) -> Flags:
        """Say who was placed."""
        placed: Flags = self.fate == PLACED
        return placed


def live(world: World, policy: Policy) -> Year:
    """Let the days go by under one policy."""
    return _Life(world, policy).year()


class _Life:
    """The bookkeeping of one year."""

    def __init__(self, world: World, policy: Policy) -> None:
        self.world, self.policy, self.load = world, policy, world.load
        episodes, lhas = self.load.open_.shape
        self.lha = np.full(episodes, NOWHERE, np.int64)
        self.chosen, self.area = self.lha.copy(), self.lha.copy()
        self.decided, self.begin = self.load.settled.copy(), self.load.ready.copy()
        self.fate = np.full(episodes, NO_LHA, np.int64)
        self.spread = np.zeros((episodes, lhas), np.int64)
        self.free = np.zeros((episodes, lhas), np.bool_)
        self.counts: list[Counts | None] = [None] * episodes
        self.now = Present(world)
        self.committed: list[int] = []
        self.taken: set[int] = set()

    def year(self) -> Year:
        """Decide for everybody, in the order of days."""
        queue = [(self._day(i), i) for i in range(len(self.load))]
        heapq.heapify(queue)
        while queue:
            day, first = heapq.heappop(queue)
            batch = [first]
            while self.policy.together and queue and queue[0][0] == day:
                batch.append(heapq.heappop(queue)[1])
            for again, episode in self._settle(day, batch):
                heapq.heappush(queue, (again, episode))
        return Year(
            lha=self.lha,
            chosen=self.chosen,
            area=self.area,
            decided=self.decided,
            begin=self.begin,
            fate=self.fate,
            spread=self.spread,
            free=self.free,
            counts=tuple(self.counts),
        )

    def _day(self, episode: int) -> int:
        settled = int(self.load.settled[episode])
        if not self.policy.together:
            return settled
        return -(-settled // self.world.meeting_days) * self.world.meeting_days

    def _settle(self, day: int, batch: list[int]) -> list[tuple[int, int]]:
        """Choose for those of one day; return who is to be asked about again, and when."""
        late = [i for i in batch if self.load.end[i] <= day]
        self.fate[late], self.decided[late] = TOO_LATE, day
        batch = [i for i in batch if self.load.end[i] > day]
        if not batch:
            return []
        rows = np.array(batch, np.int64)
        self.now.advance(day)
        counts = self.now.counts.copy()
        spread = self.world.crowding.points(counts)
        asked = self._asked(rows, spread, day)
        chosen = self.policy.choose(asked)
        again = []
        for place, episode in enumerate(batch):
            self.decided[episode], self.spread[episode] = day, spread
            self.counts[episode], self.chosen[episode] = counts, chosen[place]
            self.free[episode] = asked.open_[place]
            lha = self._panel(episode, int(chosen[place]), asked.open_[place])
            retry = self._house(episode, lha, day)
            if retry is not None:
                again.append((retry, episode))
        return again

    def _asked(self, rows: Ints, spread: Ints, day: int) -> Asked:
        load, world = self.load, self.world
        open_, rooms = load.open_[rows], None
        if world.supply is not None:
            fits = world.supply.free(rows, load.ready[rows], day, self.taken)
            open_ = open_ & (world.supply.rooms(fits) > 0)
            rooms = world.supply.rooms(np.asarray(fits.any(axis=0)))
        return Asked(
            connection=load.connection[rows],
            management=load.management[rows],
            order=load.order[rows],
            open_=open_,
            start_at=load.start_at[rows],
            home=load.home[rows],
            spread=spread,
            chance=load.chance[rows],
            weights=world.weights,
            rooms=rooms,
            table=lambda people: world.crowding.table(self.now.counts, people),
            expected=lambda: self._expected(rows, day),
            pressure=lambda: self._pressure(day),
        )

    def _expected(self, rows: Ints, day: int) -> NDArray[np.float64]:
        """Return people x LHAs: the points of spread expected on the day of each one's need."""
        load, world = self.load, self.world
        if world.futures is None:
            raise LookupError("without futures nothing is expected")
        found = np.zeros((len(rows), len(world.crowding.codes)))
        for place, ready in enumerate(load.ready[rows].tolist()):
            homes = [
                (int(self.lha[i]), int(self.area[i]), int(ready - self.begin[i]))
                for i in self._agreed(day)
                if self.begin[i] <= ready
            ]
            found[place] = world.futures.own(self.now.counts, homes, ready - day, world)
        return found

    def _pressure(self, day: int) -> NDArray[np.float64]:
        """Return by LHA the units that one person more is expected to cost those to come."""
        if self.world.futures is None:
            raise LookupError("without futures nothing is expected")
        held = self._with(self._agreed(day))
        return self.world.futures.pressure(held, day, self.world)

    def _agreed(self, day: int) -> list[int]:
        """Return those counted whose home is agreed and not begun."""
        return [i for i in self.committed if self.begin[i] > day and self.load.counted[i]]

    def _with(self, agreed: list[int]) -> Counts:
        """Return the counts of today with some whose home is agreed."""
        held = self.now.counts.copy()
        for i in agreed:
            held.add(int(self.lha[i]), int(self.area[i]))
        return held

    def _panel(self, episode: int, chosen: int, open_: Flags) -> int:
        """Return where the panel sends somebody: as chosen, or, where it departs, elsewhere."""
        others = np.flatnonzero(open_)
        others = others[others != chosen]
        departs = self.load.departs[episode] < self.world.departs_share
        if chosen == NOWHERE or not departs or not len(others):
            return chosen
        return int(others[int(self.load.elsewhere[episode] * len(others))])

    def _may_go(self, episode: int) -> bool:
        """Say whether gates leave an LHA that this way of choosing would send somebody to."""
        open_, home = self.load.open_[episode], int(self.load.home[episode])
        if self.policy.origin_alone:
            return home != NOWHERE and bool(open_[home])
        return bool(open_.any())

    def _house(self, episode: int, lha: int, day: int) -> int | None:
        """House somebody; return the day to ask again where they wait for a home to come free."""
        load, supply = self.load, self.world.supply
        begin = max(int(load.ready[episode]), day)
        area = int(load.area[episode, lha])
        may_go = self._may_go(episode)
        if supply is not None and may_go:
            home = None if lha == NOWHERE else supply.take(episode, lha, load, day, self.taken)
            if home is None:
                self.fate[episode] = NO_HOME
                return supply.next_day(day, int(load.end[episode]))
            self.taken.add(home)
            begin = max(begin, int(supply.start[home]))
            area = int(supply.area[home])
        if lha == NOWHERE:
            shut = NO_ORIGIN if self.load.open_[episode].any() else NO_LHA
            self.fate[episode] = shut
            return None
        self.lha[episode], self.begin[episode], self.fate[episode] = lha, begin, PLACED
        self.area[episode] = area
        self.committed.append(episode)
        if load.counted[episode]:
            self.now.comes(begin, int(load.end[episode]), lha, area)
        return None


class Present:
    """Who is counted on the day that has been reached."""

    def __init__(self, world: World) -> None:
        from scenarios.simulation.crowding import Counts

        lhas, areas = len(world.crowding.codes), len(world.crowding.places.areas)
        self.counts = Counts(
            np.zeros(lhas, np.int64), np.zeros(areas, np.int64), np.zeros(lhas, np.int64)
        )
        self._coming: list[tuple[int, int, int, int]] = []
        self._going: list[tuple[int, int, int]] = []
        standing = world.standing
        columns = (standing.lha.tolist(), standing.area.tolist(), standing.end.tolist())
        for lha, area, end in zip(*columns, strict=True):
            self.comes(-1, end, lha, area)

    def comes(self, begin: int, end: int, lha: int, area: int) -> None:
        """Note that somebody will live there from a day until another."""
        if begin < end:
            heapq.heappush(self._coming, (begin, end, lha, area))

    def advance(self, day: int) -> None:
        """Reach a day: those who have come by then and not left are counted."""
        while self._coming and self._coming[0][0] <= day:
            _, end, lha, area = heapq.heappop(self._coming)
            self.counts.add(lha, area)
            heapq.heappush(self._going, (end, lha, area))
        while self._going and self._going[0][0] <= day:
            _, lha, area = heapq.heappop(self._going)
            self.counts.add(lha, area, -1)
