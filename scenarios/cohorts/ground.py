"""
Real postcodes for made-up lives: where in a profile somebody lives, and what is near.

A probation office here is a postcode in the middle of an LHA's postcodes: no real office's place
is used, and none is claimed. Prisons, hospitals and approved premises are never given a postcode.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from placement.cases import spelling
from scenarios.cohorts.model import Mark

if TYPE_CHECKING:
    from geodata.places import Places
    from placement.profile_model import Profile
    from scenarios.cohorts.draws import Draws
    from scenarios.cohorts.figures import Figures


class Ground:
    """The postcodes of one profile on one day, and how its LHAs are weighed."""

    def __init__(self, profile: Profile, places: Places, figures: Figures, day: Any) -> None:  # noqa: ANN401
        self.profile = profile
        self.figures = figures
        self._places = places
        self.lhas = tuple(lha.code for lha in profile.on(day) if places.has(lha.code))
        residents = {lha.code: lha.population for lha in profile.on(day)}
        self.by_residents = all(residents[code] for code in self.lhas)
        homes = {code: self._size(code) for code in self.lhas}
        self.weights: dict[str, float] = {
            code: float((residents[code] if self.by_residents else None) or homes[code])
            for code in self.lhas
        }
        self.residents = sum(residents[code] or 0 for code in self.lhas)
        self._sizes = places.area_sizes.tolist()
        self._starts = places.area_starts.tolist()
        self._neighbours: dict[str, list[str]] = {code: [] for code in self.lhas}
        for one, other in places.lha_edges:
            if one in self._neighbours and other in self._neighbours:
                self._neighbours[one].append(other)
                self._neighbours[other].append(one)
        # the national data has some long ended, as NPT 7TA, that no case file may hold
        self._spelt = [spelling.sector(sector) is not None for sector, _ in places.areas]
        self._offices: dict[str, str] = {}

    def lha(self, draws: Draws) -> str:
        """Return an LHA, as likely as it has residents (or postcodes, where those are unknown)."""
        return draws.weighed(self.weights)

    def somewhere(self, draws: Draws, lha: str) -> int:
        """Return the position of a postcode of an LHA, each that can be written as likely."""
        held = self._places.slice(lha)
        position = draws.whole(held.start, held.stop - 1)
        while not self._spelt[int(self._places.area[position])]:
            position = draws.whole(held.start, held.stop - 1)
        return position

    def near(self, draws: Draws, position: int, how: str | None = None) -> int:
        """Return the position of a postcode near another, as the figures say how near."""
        how = how or draws.weighed(self.figures.weights("nearness"))
        if how == "area":
            area = int(self._places.area[position])
            start = self._starts[area]
            return draws.whole(start, start + self._sizes[area] - 1)
        lha = self.lha_of(position)
        if how == "neighbour" and self._neighbours[lha]:
            lha = draws.one_of(self._neighbours[lha])
        elif how == "anywhere":
            lha = self.lha(draws)
        return self.somewhere(draws, lha)

    def postcode(self, position: int) -> str:
        """Return the postcode at a position."""
        return self._places.postcode(position)

    def sector(self, position: int) -> str:
        """Return the postcode sector at a position."""
        return self._places.areas[int(self._places.area[position])][0]

    def lha_of(self, position: int) -> str:
        """Return the ONS code of the LHA at a position."""
        return self._places.areas[int(self._places.area[position])][1]

    def around(self, lha: str) -> list[str]:
        """Return an LHA and those that share a border with it."""
        return [lha, *self._neighbours[lha]]

    def office(self, lha: str) -> str:
        """Return the postcode nearest to the middle of an LHA's postcodes."""
        if lha not in self._offices:
            held = self._places.slice(lha)
            east, north = (
                np.asarray(axis[held], dtype=np.int64)
                for axis in (self._places.easting, self._places.northing)
            )
            apart = (east - int(np.median(east))) ** 2 + (north - int(np.median(north))) ** 2
            spelt = np.array(self._spelt)[self._places.area[held]]
            nearest = np.where(spelt, apart, np.iinfo(np.int64).max).argmin()
            self._offices[lha] = self.postcode(held.start + int(nearest))
        return self._offices[lha]

    def mark(self) -> Mark:
        """Say by what people are spread over the LHAs."""
        how = "residents of each LHA" if self.by_residents else "postcodes of each LHA"
        why = "" if self.by_residents else "; residents are not known for every LHA of the profile"
        return Mark(
            name="spread_over_lhas",
            label="How people are spread over LHAs at the start and by origin",
            status="assumption",
            value=f"in proportion to the {how}",
            source=f"assumption, agreed by nobody: no area publishes it by district{why}.",
        )

    def _size(self, code: str) -> int:
        held = self._places.slice(code)
        return int(held.stop - held.start)
