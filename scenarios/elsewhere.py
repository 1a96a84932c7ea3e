"""
The demonstration's people told of another area: the same lives, on that area's own postcodes.

What is written of Cambridgeshire's made-up people names authorities, postcodes and postcode
sectors. Each is answered by one of the other area: neighbours by neighbours, what lay in one
sector by what lies in one. No chance is in it, so that an area's demonstration is always the same.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from placement.cases import spelling
from placement.cases.writing import as_toml
from placement.load import places_on
from scenarios.cohorts.model import SYNTHETIC

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from geodata.places import Places
    from placement.cases.registers import Placement, Vacancy
    from placement.profile_model import Profile

# Cambridgeshire's authorities by their part in the worked case: the origin, that of the family, of
# the people to keep away from, the one preferred, that of the prison, the last.
PARTS: Final = ("E07000010", "E07000009", "E06000031", "E07000008", "E07000011", "E07000012")
_COUNTY = re.compile(r"E10\d{6}")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}")
_EXAMPLE = re.compile(r"\bE0[67]\d{6}\b|\b[A-Z]{1,2}\d[A-Z\d]?(?: \d)?\b")
_SECTOR = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d")
SMALL: Final = 4  # with less than a quarter of the residents of an authority in the mean
_STEP = 97  # between postcodes taken from one sector: a prime, so that all are come to in turn


@dataclass(slots=True)
class Elsewhere:
    """What stands in another area for each place of Cambridgeshire's demonstration."""

    profile: Profile
    lhas: dict[str, str]
    _there: Places
    _here: Places
    _areas: dict[str, list[int]]
    _sectors: dict[tuple[str, str], int]
    _postcodes: dict[str, str]

    def lha(self, code: str) -> str:
        """Return the authority that takes the part of one of Cambridgeshire's."""
        return self.lhas.get(code, code)

    def sector(self, sector: str, lha: str | None = None) -> str:
        """Return the sector that stands for another; ``lha`` is that of Cambridgeshire it is in."""
        return self._there.areas[self._area(sector, lha or self._mostly(sector))][0]

    def postcode(self, postcode: str) -> str:
        """Return the postcode that stands for another, in the sector that stands for its own."""
        found = self._here.find(postcode)
        if found.postcode not in self._postcodes:
            area = self._area(found.sector, found.lha)
            size, start = int(self._there.area_sizes[area]), int(self._there.area_starts[area])
            sector = self._there.areas[area][0]
            before = sum(each[:-2] == sector for each in self._postcodes.values())
            place = start + (size // 2 + _STEP * before) % size
            self._postcodes[found.postcode] = self._there.postcode(place)
        return self._postcodes[found.postcode]

    def tables(self, tables: dict[str, Any]) -> dict[str, Any]:
        """Return the tables of a case as they are told of this area."""
        told: dict[str, Any] = self._told(tables)
        if self.profile.cohort != "mappa":
            told["cohort"] = {"chosen": "yes", "risk_of_reoffending": "high"}
        return told

    def text(self, text: str) -> str:
        """Return a text whose postcode sectors, districts and ONS codes are those of this area."""
        return _EXAMPLE.sub(lambda found: self._example(found[0]), text)

    def _example(self, given: str) -> str:
        if given in self.lhas:
            return self.lha(given)
        if " " in given:
            return self.sector(given)
        first = next(each for each, _ in self._here.areas if each.startswith(f"{given} "))
        return self.sector(first).split(" ", 1)[0]

    def _told(self, value: Any) -> Any:  # noqa: ANN401 - whatever TOML may hold
        if isinstance(value, dict):
            return {key: self._told(each) for key, each in value.items()}
        if isinstance(value, list):
            told = [self._told(each) for each in value]
            if all(isinstance(each, dict) and "view" in each for each in told):
                return list({each["lha"]: each for each in reversed(told)}.values())[::-1]
            return list(dict.fromkeys(told)) if all(isinstance(t, str) for t in told) else told
        return self._word(value) if isinstance(value, str) else value

    def _word(self, value: str) -> str:
        if _POSTCODE.fullmatch(value):
            return self.postcode(value)
        if _SECTOR.fullmatch(value):
            return self.sector(value)
        if _COUNTY.fullmatch(value):
            first = self.lhas[PARTS[0]]
            return self.profile[first].county or first
        return self.lha(value)

    def _area(self, sector: str, lha: str) -> int:
        held = self._areas[self.lha(lha)]
        key = (sector, lha)
        if key not in self._sectors:
            of_it = sum(self.lha(each) == self.lha(lha) for _, each in self._sectors)
            self._sectors[key] = held[of_it % len(held)]
        return self._sectors[key]

    def _mostly(self, sector: str) -> str:
        sizes = self._here.area_sizes.tolist()
        return max(
            (size, lha)
            for (each, lha), size in zip(self._here.areas, sizes, strict=True)
            if each == sector
        )[1]


def elsewhere(profile: Profile, day: date) -> Elsewhere:
    """Return how the demonstration is told of an area whose postcodes there are."""
    from placement.profile import load_profile

    there = places_on(profile, day)
    order = _from_the_middle({lha.code: lha.population for lha in profile.on(day)}, there)
    return Elsewhere(
        profile=profile,
        lhas={part: order[_place(i, len(order))] for i, part in enumerate(PARTS)},
        _there=there,
        _here=places_on(load_profile("cambridgeshire"), day),
        _areas={code: _areas_of(code, there) for code in order[: len(PARTS)]},
        _sectors={},
        _postcodes={},
    )


def _place(part: int, count: int) -> int:
    """
    Return which of so many authorities takes a part: each another one while there are any.

    >>> [[_place(part, count) for part in range(6)] for count in (1, 2, 3, 33)]
    [[0, 0, 0, 0, 0, 0], [0, 1, 1, 1, 1, 1], [0, 1, 2, 2, 1, 2], [0, 1, 2, 3, 4, 5]]
    """
    if part < count:
        return part
    return 0 if count == 1 else count - 1 - (part - count) % (count - 1)


def _from_the_middle(residents: Mapping[str, int | None], places: Places) -> list[str]:
    """
    Return an area's authorities, those that can be reached over the fewest borders first.

    Those with few residents, such as the City of London, come last: no story is set there.
    """
    codes = list(residents)
    known = [each for each in residents.values() if each]
    mean = sum(known) / len(known) if known else 0
    small = [code for code in codes if (residents[code] or mean) * SMALL < mean]
    beside: dict[str, list[str]] = {code: [] for code in codes}
    for one, other in places.lha_edges:
        beside[one].append(other)
        beside[other].append(one)
    order = [min(set(codes) - set(small), key=lambda code: (-len(beside[code]), code))]
    for code in order:  # grows while it is gone through
        order += [each for each in sorted(beside[code]) if each not in (*order, *small)]
    return [*order, *(code for code in codes if code not in order)]  # islands, the small ones


def _areas_of(lha: str, places: Places) -> list[int]:
    """Return an authority's sectors, those with most postcodes first that are near its largest."""
    starts, sizes = places.area_starts.tolist(), places.area_sizes.tolist()
    own = [
        (i, float(places.easting[start:stop].mean()), float(places.northing[start:stop].mean()))
        for i, ((sector, code), (start, stop)) in enumerate(
            zip(places.areas, pairwise(starts), strict=True)
        )
        if code == lha and spelling.sector(sector) is not None
    ]
    large = [each for each in own if sizes[each[0]] >= sum(sizes[i] for i, *_ in own) / len(own)]
    _, east, north = max(large, key=lambda each: sizes[each[0]])
    near = sorted(large, key=lambda each: (each[1] - east) ** 2 + (each[2] - north) ** 2)
    return [each[0] for each in near]


def case_text(text: str, told: Elsewhere) -> str:
    """Return a case file of Cambridgeshire's demonstration as it is told of another area."""
    return f"# {SYNTHETIC}\n{as_toml(told.tables(tomllib.loads(text)))}"


def placements(given: Iterable[Placement], told: Elsewhere) -> list[Placement]:
    """Return where the demonstration's people live in another area."""
    return [
        replace(each, lha=told.lha(each.lha), area=each.area and told.sector(each.area, each.lha))
        for each in given
    ]


def vacancies(given: Iterable[Vacancy], told: Elsewhere) -> list[Vacancy]:
    """Return the demonstration's homes in another area."""
    return [
        replace(
            each, lha=told.lha(each.lha), postcode=each.postcode and told.postcode(each.postcode)
        )
        for each in given
    ]
