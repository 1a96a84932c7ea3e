"""
One case as a plan of thousands needs it: points and status by LHA, from the same rules.

A ranking keeps every finding with its sentence and what it read: megabytes for a case over all the
authorities of England and Wales. Here the rules run as they do for a ranking, once for each kind
of LHA that the case tells apart (``alike``), and only what they found is kept: whole points and
outcomes. The numbers in the LHAs are the same for everybody who is not among them yet, and are
counted once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geodata.reach import rated_minutes
from placement.assess import measure
from placement.facts import CaseFacts, Facts
from placement.planning.alike import LIMITS, destinations, kinds_of
from placement.recommend import missing_facts
from placement.results import Outcome, Status
from placement.rules import part7, rules_for
from placement.rules.contributions import contribution_gates
from placement.rules.person import applicant
from placement.spread import roomy_shares
from placement.weights import FACTORS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from placement.assess import Setting
    from placement.cases.model import Case
    from placement.profile_model import LHA
    from placement.results import ConnectionTest
    from placement.spread import Register

    Ints = NDArray[np.int64]

SPREAD = "spread"
OWN = tuple(name for name in FACTORS if name != SPREAD)  # what is of the person and the LHA alone
MOST_KEPT = 5000  # postcodes whose journeys are kept: probation offices come again and again


@dataclass(frozen=True, slots=True, eq=False)
class Light:
    """
    One case over the LHAs of a setting, in their order.

    ``units`` are the ranking's exact units at today's counts, ``merit`` those of connection and
    management alone, ``open`` and ``excluded`` the status. ``waits`` says that too little is known
    to place the case; ``origin`` is the position of the LHA with which it starts (1.5), or -1.
    """

    case: Case
    units: Ints
    merit: Ints
    open: NDArray[np.bool_]
    excluded: NDArray[np.bool_]
    waits: bool
    origin: int


class Assessor:
    """Assesses case after case in one setting."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.lhas = setting.profile.on(setting.as_of)
        self._weights = {name: setting.numbers[f"ranking.weight_{name}"] for name in FACTORS}
        self._held = {person.reference for person in setting.placements or ()}
        self._register: Register | None = None
        self._rooms: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
        self._spread: Ints | None = None
        self._medians: dict[str, NDArray[np.float64]] = {}
        self._limits = sorted(setting.numbers[name] for name in LIMITS)

    def __call__(self, case: Case) -> Light:
        """Run the rules of 6 over every LHA; ``InputError`` where the case cannot be placed."""
        setting = self.setting
        alone = case.reference in self._held  # they are counted, and not beside themselves
        measured = self._measured(case, alone=alone)
        points = {name: np.zeros(len(self.lhas), np.int64) for name in OWN}
        open_, excluded = (np.zeros(len(self.lhas), np.bool_) for _ in range(2))
        waits = bool(missing_facts(measured.case, setting.profile.cohort))
        connections: dict[tuple[object, ...], ConnectionTest] = {}
        for first, places in kinds_of(measured, self.lhas, setting):
            lha = self.lhas[first]
            tests = {"part7": self._part7(measured, lha, connections)}
            facts = Facts(measured, lha, tests, tests)
            status = self._status(facts, lha)
            open_[places], excluded[places] = status is Status.OPEN, status is Status.EXCLUDED
            for name in OWN:
                points[name][places] = self._points(name, facts)
        merit = np.asarray(sum(self._weights[name] * points[name] for name in OWN))
        return Light(
            case=measured.case,
            units=merit + self._weights[SPREAD] * self._crowding(measured, alone=alone),
            merit=merit,
            open=open_,
            excluded=excluded,
            waits=waits,
            origin=-1 if waits else self._origin(measured.case, open_),
        )

    def _measured(self, case: Case, *, alone: bool) -> CaseFacts:
        if len(self._medians) > MOST_KEPT:
            self._medians.clear()
        measured = measure(
            case,
            self.setting,
            register=None if alone else self._register,
            rooms=None if alone else self._rooms,
            medians=self._medians,
        )
        if not alone and self._register is None and measured.register is not None:
            self._register = measured.register
            numbers = self.setting.numbers
            self._rooms = roomy_shares(
                measured.register,
                self.setting.places,
                limit=numbers["spread.area_limit"],
                with_neighbours=numbers["spread.area_and_neighbours_limit"],
            )
        for postcode in destinations(measured.case):
            if postcode not in self._medians:
                at = measured.located[postcode]
                self._medians[postcode] = rated_minutes(
                    measured.places, at.easting, at.northing, measured.how, self._limits
                )
        return measured

    def _part7(
        self, measured: CaseFacts, lha: LHA, kept: dict[tuple[object, ...], ConnectionTest]
    ) -> ConnectionTest:
        """Return the part 7 test, read once for all LHAs that it cannot tell apart."""
        key = (lha.code if lha.code in measured.named else None, lha.county, lha.country)
        if key not in kept:
            who = applicant(measured, lha, self.setting.as_of)
            kept[key] = part7(who, self.setting.numbers)
        return kept[key]

    def _crowding(self, measured: CaseFacts, *, alone: bool) -> Ints:
        """Return the points of spread by LHA: the same for all who are not counted themselves."""
        if alone or self._spread is None:
            found = np.array([self._points(SPREAD, Facts(measured, lha)) for lha in self.lhas])
            if alone:
                return found
            self._spread = found
        return self._spread

    def _points(self, question: str, facts: Facts) -> int:
        numbers = self.setting.numbers
        rules = rules_for(question, self.setting.as_of)
        return sum(rule.function(facts, numbers).points for rule in rules)

    def _status(self, facts: Facts, lha: LHA) -> Status:
        setting, day = self.setting, self.setting.as_of
        question = "housing_gate" if setting.housing else "gate"
        outcomes = {
            rule.function(facts, setting.numbers).outcome for rule in rules_for(question, day)
        }
        outcomes |= {
            gate.outcome for gate in contribution_gates(setting.heard, lha, setting.numbers, day)
        }
        if Outcome.NOT_MET in outcomes:
            return Status.EXCLUDED
        return Status.REFER if Outcome.UNKNOWN in outcomes else Status.OPEN

    def _origin(self, case: Case, open_: NDArray[np.bool_]) -> int:
        """Return the position of the LHA with which a case starts, as the recommendation does."""
        codes = [lha.code for lha in self.lhas]
        if case.can_return != "yes" or case.origin not in codes:
            return -1
        place = codes.index(case.origin)
        return place if open_[place] else -1
