"""
Facts about one case and each LHA: the engine's only door to the places.

``CaseFacts`` measures a case once; ``Facts`` answers for one LHA (or, without one, for the case),
by name: ``facts["homes.clear_share"]``. Names stand for measurements - shares, minutes, counts,
days - so that a recorded decision can keep them without keeping where anybody lives. ``None``
means not known, everywhere.

In the housing view (``housing=True``) the facts about zones are answered from the conditions that
the offender manager shares; of everything else that is protected a single yes or no is left for
each LHA: whether the offender manager holds information about it.
"""

from __future__ import annotations

import math
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any

from placement.cases.whereabouts import NOT_FOUND, postcodes_of
from placement.errors import InputError, PlacesError
from placement.succession import divided, stand_for
from placement.zoning import Zoning

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable
    from datetime import date

    import numpy as np

    from geodata.places import Located, Places
    from geodata.reach import Rough
    from geodata.roads import RoadGraph
    from placement.cases.model import Case, Place
    from placement.parameters import Numbers
    from placement.profile_model import LHA, Profile
    from placement.results import ConnectionTest
    from placement.spread import Register

    Rooms = tuple[np.ndarray, np.ndarray]


class CaseFacts(Zoning):
    """
    Everything measured about one case, over all the LHAs of a profile.

    Raises ``InputError`` listing every postcode, area and LHA of the case that cannot be placed.
    """

    def __init__(
        self,
        case: Case,
        *,
        profile: Profile,
        places: Places,
        numbers: Numbers,
        as_of: date,
        register: Register | None = None,
        roads: RoadGraph | None = None,
        housing: bool = False,
        held: frozenset[str] | None = None,
        read_as: tuple[str, ...] = (),
        read_as_protected: tuple[str, ...] = (),
        rooms: Rooms | None = None,
        medians: dict[str, np.ndarray] | None = None,
    ) -> None:
        super().__init__(case, places=places, numbers=numbers, as_of=as_of)
        self.profile = profile
        self.register = register
        self.housing = housing
        self.held_as_released = held
        self._rooms_given = rooms  # a large plan works them out once for everybody
        self.read_as = read_as
        self.read_as_protected = read_as_protected
        self.stand_for = stand_for(case, profile, as_of, places)
        self.how: Rough | RoadGraph = roads if roads is not None else _rough(numbers)
        self.located = self._locate()
        self._medians: dict[str, np.ndarray] = {} if medians is None else medians
        self.connections: dict[tuple[object, ...], dict[str, ConnectionTest]] = {}

    def counted_as(self, register: Register | None, rooms: Rooms) -> CaseFacts:
        """Return the same measurements beside other placements, for many counts in turn."""
        self._residents  # noqa: B018 - of the profile: worked out once, and copied
        other = copy(self)
        other.register, other._rooms_given = register, rooms
        for name in ("apart", "rates", "_rooms"):
            other.__dict__.pop(name, None)
        return other

    # --- places -----------------------------------------------------------------------------

    def _locate(self) -> dict[str, Located]:
        """Find every postcode that the case names, or say of each which cannot be found."""
        located: dict[str, Located] = {}
        problems = []
        for where, postcode, protected in postcodes_of(self.case):
            if postcode in located:
                continue
            try:
                located[postcode] = self.places.find(postcode)
            except PlacesError as error:
                text = NOT_FOUND if protected else f"{error}"
                problems.append(f"{where}: {text}")
        if problems:
            raise InputError(f"Case {self.case.reference}", problems)
        return located

    def lha_of(self, place: Place | None) -> str | None:
        """Return the ONS code of the LHA a place stands in, or None where it is not known."""
        if place is None:
            return None
        return place.lha if place.lha is not None else self.located[place.postcode or ""].lha

    @cached_property
    def divided(self) -> dict[str, frozenset[str]]:
        """What stands for each LHA that was split: which of them is meant is not known."""
        return divided(self.profile, self.as_of)

    def stands_in(self, place: Place | None, lha: str) -> bool | None:
        """Whether a place stands in an LHA; None where that is not known."""
        there = self.lha_of(place)
        if there is None or lha in self.divided.get(there, ()):
            return None
        return there == lha

    def name_of(self, code: str) -> str:
        """Return an LHA's name, or its code where the profile does not hold it."""
        return self.profile[code].name if code in self.profile else code

    @cached_property
    def named(self) -> frozenset[str | None]:
        """The LHAs and authorities that a local-connection test of the case could turn on."""
        case = self.case
        places = [stay.place for stay in case.history or ()]
        places += [job.place for job in case.employment or ()]
        places += [relative.place for relative in case.family or ()]
        codes = {self.lha_of(place) for place in places}
        for circumstance in case.special_circumstances or ():
            codes |= {circumstance.lha, circumstance.authority}
        return frozenset(codes.union(*(self.divided.get(code or "", ()) for code in codes)))

    def minutes_from(self, index: int, place: Place | None) -> float | None:
        """
        Return the median journey in minutes from all postcodes of an LHA to a place.

        None where the place is not known to a postcode, or no road reaches it.
        """
        if place is None or place.postcode is None:
            return None
        median = float(self.minutes_to(place.postcode)[index])
        return None if math.isnan(median) else median

    def minutes_to(self, postcode: str) -> np.ndarray:
        """Return the median journeys in minutes from every LHA to a postcode; NaN: no road."""
        if postcode not in self._medians:
            from geodata.reach import median_minutes

            at = self.located[postcode]
            self._medians[postcode] = median_minutes(self.places, at.easting, at.northing, self.how)
        return self._medians[postcode]

    # --- networks ---------------------------------------------------------------------------

    def protective(self, lha: str) -> tuple[frozenset[str], frozenset[str], float | None, bool]:
        """
        Return what is known of protective networks for an LHA.

        The kinds in it; the kinds whose place is not recorded at all; the median minutes to the
        nearest one outside; and whether the journey to one outside is not known.
        """
        inside, doubtful, unplaced = set(), set(), False
        minutes: list[float] = []
        for network in self.case.networks or ():
            if network.influence != "protective":
                continue
            here = self.stands_in(network.place, lha)
            if here is None or network.place is None:
                doubtful.add(network.kind)
            elif here:
                inside.add(network.kind)
            else:
                median = self.minutes_from(self.places.index(lha), network.place)
                if median is None:
                    unplaced = True
                else:
                    minutes.append(median)
        return frozenset(inside), frozenset(doubtful), min(minutes, default=None), unplaced

    def harmful(self, lha: str) -> bool | None:
        """Whether a harmful network is in an LHA; None where one's place is not recorded."""
        here = [
            self.stands_in(network.place, lha)
            for network in self.case.networks or ()
            if network.influence == "harmful"
        ]
        return True if True in here else False if None not in here else None

    # --- other people -----------------------------------------------------------------------

    @cached_property
    def apart(self) -> tuple[str, ...]:
        """The cases the person must not live near that are known to live somewhere now."""
        if self.register is None:
            return ()
        return tuple(r for r in self.case.non_association or () if r in self.register.where)

    @cached_property
    def areas_of(self) -> Counter[str]:
        """How many areas each LHA has."""
        return self.places.areas_of

    def areas_closed_by_others(self, lha: str) -> int:
        """
        Return the most areas of an LHA that those to be kept apart from could close.

        Somebody whose area is not known could live in any one of them.
        """
        closed: set[str | None] = set()
        anywhere = 0
        for reference in self.case.non_association or ():
            where = None if self.register is None else self.register.where.get(reference)
            if where is None or (where[0] == lha and where[1] is None):
                anywhere += 1
            elif where[0] == lha:
                closed.add(where[1])
        return len(closed) + anywhere

    @cached_property
    def _residents(self) -> int | None:
        """The residents of the whole profile, or None where one LHA's are not known."""
        counts = [lha.population for lha in self.options]
        return None if None in counts else sum(count or 0 for count in counts)

    def population_share(self, lha: str) -> float | None:
        """Return an LHA's share of the profile's residents, or None where it is not known."""
        residents, here = self._residents, self.profile[lha].population
        return None if residents is None or here is None else here / residents

    @cached_property
    def _rooms(self) -> Rooms:
        from placement.spread import roomy_shares

        if self.register is None:
            raise LookupError("no placements were given")
        if self._rooms_given is not None:
            return self._rooms_given
        return roomy_shares(
            self.register,
            self.places,
            limit=self.numbers["spread.area_limit"],
            with_neighbours=self.numbers["spread.area_and_neighbours_limit"],
        )

    def room(self, index: int) -> tuple[float, float]:
        """Return the least and the greatest share of an LHA's postcodes in roomy areas."""
        least, most = self._rooms
        return float(least[index]), float(most[index])

    @cached_property
    def rates(self) -> dict[str, float]:
        """The smoothed rates of the placements, for the LHAs whose residents are known."""
        from placement.spread import smoothed_rates

        residents = {lha.code: lha.population for lha in self.options}
        return smoothed_rates(self.register.by_lha if self.register else {}, residents)

    def held(self, lha: str) -> bool:
        """
        Whether the offender manager holds something protected about an LHA.

        True where less than a quarter of its postcodes is clear, or a victim asks to avoid it,
        or nowhere is left apart from others, for any reason that is not shared with housing. One
        yes or no: it does not tell these apart, nor say where or how much. A what-if reads the
        answers last released and never works them out anew, or it would tell more than they do.
        """
        if self.held_as_released is not None:
            return lha in self.held_as_released
        index = self.places.index(lha)
        quarter = self.numbers["zones.enough_share"]
        shared = self.left_shared.clear[index] < quarter
        little = self.left.clear[index] < quarter and not shared
        asked = any(lha in (v.asks_to_avoid or ()) for v in self.case.victims or ())
        areas = self.areas_of[lha]
        apart = self.case.non_association
        no_area = apart is None or self.areas_closed_by_others(lha) >= areas
        return bool(little or asked or no_area or not self.requests_known)

    @cached_property
    def options(self) -> tuple[LHA, ...]:
        """The profile's LHAs on the day, in ONS-code order."""
        return self.profile.on(self.as_of)


class Facts:
    """The facts for one LHA, or for the case as a whole where ``lha`` is None."""

    def __init__(
        self,
        measured: CaseFacts,
        lha: LHA | None = None,
        tests: dict[str, ConnectionTest] | None = None,
        later: dict[str, ConnectionTest] | None = None,
    ) -> None:
        self.measured = measured
        self.tests = tests or {}
        self.later = later or {}
        self.case = measured.case
        self.lha = lha
        self.name = lha.name if lha else ""
        self.code = lha.code if lha else ""
        self.index = measured.places.index(lha.code) if lha else -1

    def __contains__(self, name: str) -> bool:
        return name in NAMES

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        return NAMES[name](self)


def _share(pick: Callable[[CaseFacts], np.ndarray]) -> Callable[[Facts], float]:
    return lambda facts: round(float(pick(facts.measured)[facts.index]), 6)


NAMES: dict[str, Callable[[Facts], Any]] = {
    "as_of": lambda f: f.measured.as_of.isoformat(),
    "move_in": lambda f: f.measured.move_in.isoformat() if f.measured.move_in else None,
    "level": lambda f: f.case.level,
    "category": lambda f: f.case.category,
    "risk_of_serious_harm": lambda f: f.case.risk_of_serious_harm,
    "accommodation_need": lambda f: f.case.accommodation_need,
    "homelessness_duty": lambda f: f.case.homelessness_duty,
    "status": lambda f: f.case.status,
    "release": lambda f: f.case.release.isoformat() if f.case.release else None,
    "origin": lambda f: f.case.origin,
    "can_return": lambda f: f.case.can_return,
    "victim_check": lambda f: f.case.victim_check,
    "previous_home": lambda f: f.case.previous_home,
    "family_or_network": lambda f: f.case.family_or_network,
    "property_held": lambda f: f.case.property_held,
    "homes.clear_share": _share(lambda m: m.left.clear),
    "homes.possible_share": _share(lambda m: m.left.possible),
    "homes.shared_clear_share": _share(lambda m: m.left_shared.clear),
    "homes.shared_possible_share": _share(lambda m: m.left_shared.possible),
    "homes.exclusion_possible_share": _share(lambda m: m.left_by["exclusion_zone"].possible),
    "homes.restriction_possible_share": _share(lambda m: m.left_by["restriction_zone"].possible),
    "homes.victim_possible_share": _share(lambda m: m.left_by["victim_area"].possible),
    "homes.conditions_known": lambda f: f.measured.conditions_known,
    "homes.victims_known": lambda f: f.measured.victims_known,
    "homes.move_in_known": lambda f: f.measured.move_in is not None,
    "apart.areas": lambda f: f.measured.areas_of[f.code],
    "apart.closed": lambda f: f.measured.areas_closed_by_others(f.code),
    "apart.known": lambda f: f.case.non_association is not None,
    "part7.outcome": lambda f: f.tests["part7"].outcome.value,
    "connection.now": lambda f: {name: test.outcome.value for name, test in f.tests.items()},
    "connection.later": lambda f: {name: test.outcome.value for name, test in f.later.items()},
    "part7.grounds": lambda f: {g.ground: g.outcome.value for g in f.tests["part7"].grounds},
    "networks.protective": lambda f: f.measured.protective(f.code),
    "networks.harmful_here": lambda f: f.measured.harmful(f.code),
    "view": lambda f: _view(f)[0],
    "view.reason": lambda f: _view(f)[1],
    "spread.here": lambda f: _register(f).by_lha[f.code],
    "spread.doubtful": lambda f: _register(f).doubtful.get(f.code, 0),
    "spread.everywhere": lambda f: _register(f).total,
    "spread.room": lambda f: f.measured.room(f.index),
    "spread.share": lambda f: f.measured.population_share(f.code),
    "held": lambda f: f.measured.held(f.code),
    "asked_to_avoid": lambda f: any(
        f.code in (v.asks_to_avoid or ()) for v in f.case.victims or ()
    ),
    "victims.requests_known": lambda f: f.measured.requests_known,
    "population": lambda f: f.lha.population if f.lha else None,
}


def _view(f: Facts) -> tuple[str | None, str | None]:
    for view in f.case.management_views or ():
        if view.lha == f.code:
            return view.view, view.reason
    return None, None


def _register(f: Facts) -> Register:
    if f.measured.register is None:
        raise LookupError("no placements were given")
    return f.measured.register


def _rough(numbers: Numbers) -> Rough:
    from geodata.reach import Rough

    return Rough(
        fixed_min=numbers["reach.rough_fixed_min"],
        detour=numbers["reach.rough_detour"],
        speed_kmh=numbers["reach.rough_speed_kmh"],
    )
