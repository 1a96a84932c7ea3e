"""
One case as a person of a planning question: what closes each place to them, and what is in doubt.

The gates are the ranking's own. ``refer`` closes an LHA until the panel opens it; a case that
starts with its original housing authority is fixed there until people unlock it (1.5).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.planning import homes
from placement.planning.question import MERITS_FIRST, WAITING, Person, Spot
from placement.planning.wishes import Lock, Wishes, origin_of
from placement.preference import tie_break
from placement.results import Finding, Option, Outcome, Ranking, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geodata.places import Located
    from placement.assess import Setting
    from placement.cases.model import Case
    from placement.cases.registers import Vacancy


class People:
    """Makes each case a person of the question, spot by spot."""

    def __init__(
        self,
        setting: Setting,
        vacancies: tuple[Vacancy, ...] | None,
        found: Mapping[str, Located | None],
        rankings: Mapping[str, Ranking],
        wishes: Wishes,
        waiting: Mapping[str, str],
        regret: float,
    ) -> None:
        self.setting, self.rankings, self.wishes = setting, rankings, wishes
        self.waiting, self.regret, self.located = waiting, regret, found
        self.homes = {home.reference: home for home in vacancies or ()}
        spots = []
        for lha in setting.profile.on(setting.as_of):
            here = [home for home in vacancies or () if home.lha == lha.code]
            for home in here:
                at = found[home.reference]
                spots.append(Spot(lha.code, home.reference, at.sector if at else ""))
            if not here:
                spots.append(Spot(lha.code))
        self.spots = tuple(spots)
        self.supply_known = vacancies is not None

    def person(self, case: Case, cases: Sequence[Case]) -> Person:
        """Return a case as a person of the question, but for merits first."""
        ranking = self.rankings[case.reference]
        options = {option.lha: option for option in ranking.options}
        order = {o.lha: tie_break(o, case) for o in ranking.options}
        best = min(
            (o for o in ranking.options if self._is_open(o, case)),
            key=lambda o: (-o.units, order[o.lha]),
            default=None,
        )
        findings: dict[str, Finding] = {}
        if best:
            findings[MERITS_FIRST] = _finding(
                "merits_first",
                "6.6.1",
                f"Merits first: other LHAs lie more than {self.regret:g} points below their own "
                f"best, {best.name}.",
            )
        closed = {spot: tuple(self._against(spot, case, options, findings)) for spot in self.spots}
        doubts: dict[Spot, tuple[str, ...]] = {}
        if self.homes:
            measured = homes.measured_for_homes(case, self.setting)
            for spot in self.spots:
                if spot.home:
                    home, at = self.homes[spot.home], self.located[spot.home]
                    against = dict(homes.against(home, at, measured))
                    findings |= against
                    closed[spot] += tuple(against)
                    doubts[spot] = homes.doubts(home, at, case)
        ties = sorted(order, key=lambda lha: order[lha])
        liked = case.preference or ()
        return Person(
            reference=case.reference,
            merit={lha: _merit(option) for lha, option in options.items()},
            units={lha: option.units for lha, option in options.items()},
            closed=closed,
            own_best=best.lha if best else None,
            liking={lha: len(options) - i for i, lha in enumerate(liked) if lha in options},
            ties={lha: place for place, lha in enumerate(ties)},
            findings=findings,
            doubts=doubts,
            areas=self._areas(case, cases),
            fixed=self._fixed(case),
        )

    def _is_open(self, option: Option, case: Case) -> bool:
        opened = self.wishes.opens(case.reference, option.lha)
        return option.status is Status.OPEN or (option.status is Status.REFER and opened)

    def _fixed(self, case: Case) -> str:
        if self.wishes.lock(case.reference):
            return "panel"
        locked = origin_of(self.rankings[case.reference])
        return "origin" if locked and not self.wishes.unlocks(case.reference) else ""

    def _against(
        self,
        spot: Spot,
        case: Case,
        options: Mapping[str, Option],
        findings: dict[str, Finding],
    ) -> Iterable[str]:
        """Give the keys of what closes a spot to a case, and note the findings they stand for."""
        option = options[spot.lha]
        if case.reference in self.waiting:
            findings[WAITING] = _finding(
                "enough_information",
                "6(b)",
                self.waiting[case.reference],
                outcome=Outcome.UNKNOWN,
            )
            yield WAITING
        if not self._is_open(option, case):
            for gate in option.gates:
                passed = gate.outcome is Outcome.MET or (
                    gate.outcome is Outcome.UNKNOWN and self.wishes.opens(case.reference, spot.lha)
                )
                if not passed:
                    key = f"{gate.rule} in {spot.lha}"
                    findings[key] = gate
                    yield key
        yield from self._fixed_elsewhere(spot, case, findings)
        if self.supply_known and not spot.home:
            findings[f"homes in {spot.lha}"] = _finding(
                "a_home_is_available", "6.7.1", f"No home in {option.name} is on the list."
            )
            yield f"homes in {spot.lha}"

    def _fixed_elsewhere(
        self, spot: Spot, case: Case, findings: dict[str, Finding]
    ) -> Iterable[str]:
        lock = self.wishes.lock(case.reference)
        origin = origin_of(self.rankings[case.reference])
        if lock and not is_there(spot, lock):
            where = lock.home or self.setting.profile[lock.lha].name
            findings["lock"] = _finding("fixed_by_the_panel", "6.3", f"Fixed by people: {where}.")
            yield "lock"
        elif not lock and self._fixed(case) == "origin" and spot.lha != origin:
            name = self.setting.profile[origin].name
            findings["origin"] = _finding(
                "origin_is_the_starting_point",
                "1.5",
                f"The case starts with its original housing authority, {name}, until it is "
                "unlocked with a reason.",
            )
            yield "origin"

    def _areas(self, case: Case, cases: Sequence[Case]) -> dict[str, frozenset[str]]:
        """Return, for somebody to be kept apart from others here, where in each LHA they may be."""
        if not any(case.reference in pair for pair in pairs_apart(cases)):
            return {}
        measured = homes.measured_for_homes(case, self.setting)
        where = measured.register.where if measured.register else {}
        taken = {where[other] for other in case.non_association or () if other in where}
        return {
            lha.code: frozenset(
                sector
                for sector, clear, _ in measured.areas_left(lha.code)
                if clear and (lha.code, sector) not in taken
            )
            for lha in measured.options
        }


def _merit(option: Option) -> int:
    spread = option.factors["spread"]
    return option.units - spread.weight_units * spread.points


def _finding(
    rule: str, clause: str, sentence: str, *, outcome: Outcome = Outcome.NOT_MET
) -> Finding:
    return Finding(rule=rule, clause=clause, outcome=outcome, sentence=sentence)


def pairs_apart(cases: Sequence[Case]) -> frozenset[tuple[str, str]]:
    """Return every pair of the plan of whom one must not live near the other."""
    here = {case.reference for case in cases}
    return frozenset(
        (min(case.reference, other), max(case.reference, other))
        for case in cases
        for other in case.non_association or ()
        if other in here and other != case.reference
    )


def is_there(spot: Spot, lock: Lock) -> bool:
    """Whether a spot is where people have fixed a case."""
    return spot.lha == lock.lha and lock.home in ("", spot.home)
