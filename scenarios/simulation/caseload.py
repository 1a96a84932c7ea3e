"""
The people of a cohort as a simulated year needs them: every case assessed once, as arrays.

Points of the first two considerations, gates and what is missing do not depend on who else is
placed, so the engine's own rules are asked once for each person; only the third consideration
changes as people come and go. An **episode** is one need of a home: a person's first, and another
where the stay ends and they move within the area. Days are whole, counted from the start.

All that chance decides is drawn here, before any policy acts, so that policies meet the same
people, the same departures of the panel and the same homes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from placement.assess import in_order, measure
from placement.cohorts import MAPPA
from placement.option import option_in_brief
from placement.preference import tie_break
from placement.recommend import missing_facts
from placement.results import Outcome, Status
from placement.rules import apply
from placement.rules.base import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from placement.assess import Setting
    from placement.cases.model import Case
    from placement.facts import CaseFacts
    from placement.results import Finding, Option
    from scenarios.simulation.arrivals import Arrival

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

NOWHERE = -1


@dataclass(frozen=True)
class Drawn:
    """For how many LHAs homes are drawn, and whose draw each LHA takes (``of``, by place)."""

    lhas: int
    of: tuple[int, ...]


@dataclass(frozen=True)
class Assessed:
    """One case as the engine found it: options in ONS-code order, and the finding on its origin."""

    case: Case
    options: tuple[Option, ...]
    origin: Finding


@dataclass(frozen=True)
class Caseload:
    """
    Everybody of one year, an entry for each episode (E), in the order in which they are known.

    Attributes
    ----------
    people
        The cases as assessed; ``person`` (E,) points into them. Empty where only arrays are kept.
    known, ready, end
        The day an episode is known, the home is needed, and the stay ends (half open).
    settled
        The day from which somebody can be chosen for: ``known``, or later where facts are missing.
    connection, management
        E x LHAs: points of the first two considerations.
    open_, order
        E x LHAs: whether every gate is met (or, for those who wait, not closed); and the order in
        which exact ties are broken.
    start_at
        The LHA at which the case starts under clause 1, or ``NOWHERE``.
    home
        The original LHA, if it is one of the profile's.
    waits
        Whether the case has too little information to be placed at first.
    counted
        Whether the person is counted when numbers are (by level).
    travel
        E x LHAs: median minutes to the farthest place of the plan; not a number where unknown.
    area
        E x LHAs: the area of the home that they would be given, drawn among postcodes still
        possible for them.
    moved
        Whether this is a second episode.
    departs, elsewhere, chance
        Uniform draws: whether the panel departs, where to, and for the policy that draws lots.
    """

    people: tuple[Assessed, ...]
    person: Ints
    known: Ints
    ready: Ints
    end: Ints
    settled: Ints
    connection: Ints
    management: Ints
    open_: Flags
    order: Ints
    start_at: Ints
    home: Ints
    waits: Flags
    counted: Flags
    travel: Floats
    area: Ints
    moved: Flags
    departs: Floats
    elsewhere: Floats
    chance: Floats

    def __len__(self) -> int:
        return len(self.known)

    def only(self, which: Ints) -> Caseload:
        """Return some of the episodes, in the order given."""
        arrays = {
            name: getattr(self, name)[which]
            for name in self.__dataclass_fields__
            if name != "people"
        }
        return replace(self, **arrays)

    def without_cases(self) -> Caseload:
        """Return the arrays alone: small, and quick to send to another machine."""
        return replace(self, people=())


def assess_once(case: Case, setting: Setting) -> tuple[Assessed, CaseFacts]:
    """Ask the engine's rules about every LHA for one case."""
    measured = measure(case, setting)
    options = tuple(option_in_brief(measured, lha, setting) for lha in measured.options)
    from placement.facts import Facts

    origin = apply(RULES["origin_is_the_starting_point"], Facts(measured), setting.numbers)
    return Assessed(measured.case, options, origin), measured


def caseload_of(
    arrivals: Sequence[Arrival],
    setting_on: Callable[[date], Setting],
    start: date,
    *,
    supposed: Mapping[str, float],
    seed: int,
    drawn: Drawn | None = None,
) -> Caseload:
    """
    Assess everybody once and draw all that chance decides.

    ``setting_on`` gives the setting of a day; ``seed`` settles homes, moves and departures. Where
    borders are redrawn, ``drawn`` says whose draws each LHA takes, so that what chance decides of a
    person is the same with the new borders and without.
    """
    rows = []
    random = np.random.default_rng(seed)
    people = []
    for number, arrival in enumerate(arrivals):
        setting = setting_on(arrival.known_on)
        assessed, measured = assess_once(arrival.case, setting)
        people.append(assessed)
        lhas = len(assessed.options) if drawn is None else drawn.lhas
        # one fixed number of draws a person, so that one person's draws move nobody else's
        draws = random.random(2 * lhas + 7)
        ready = _ready(arrival, measured.move_in, start, supposed)
        homes = [draws[:lhas], draws[lhas : 2 * lhas]]
        if drawn is not None:
            homes = [each[list(drawn.of)] for each in homes]
        first = _row(assessed, measured, setting, number, homes[0], draws[2 * lhas :])
        first |= {
            "known": (arrival.known_on - start).days,
            "ready": ready,
            "end": ready + arrival.stay_days,
            "moved": False,
        }
        wait = int(supposed["answers_days"]) if first["waits"] else 0
        first["settled"] = first["known"] + wait
        rows.append(first)
        if draws[-1] < supposed["moves_share"]:
            again = _row(assessed, measured, setting, number, homes[1], draws[2 * lhas + 3 :])
            notice = int(supposed["move_notice_days"])
            again |= {
                "known": max(first["known"], first["end"] - notice),
                "ready": first["end"],
                "end": first["end"] + arrival.stay_days,
                "moved": True,
                "waits": False,
            }
            again["settled"] = max(again["known"], first["settled"])
            rows.append(again)
    order = sorted(range(len(rows)), key=lambda i: (rows[i]["known"], i))
    lhas = len(setting_on(start).places.lhas)
    return Caseload(
        people=tuple(people),
        **{name: _stacked(name, [rows[i] for i in order], lhas) for name in _KINDS},  # type: ignore[arg-type]
    )


_KINDS: dict[str, type] = {
    "person": np.int64,
    "known": np.int64,
    "ready": np.int64,
    "end": np.int64,
    "settled": np.int64,
    "connection": np.int64,
    "management": np.int64,
    "open_": np.bool_,
    "order": np.int64,
    "start_at": np.int64,
    "home": np.int64,
    "waits": np.bool_,
    "counted": np.bool_,
    "travel": np.float64,
    "area": np.int64,
    "moved": np.bool_,
    "departs": np.float64,
    "elsewhere": np.float64,
    "chance": np.float64,
}
_BY_LHA = ("connection", "management", "open_", "order", "travel", "area")


def _stacked(name: str, rows: list[dict[str, Any]], lhas: int) -> NDArray[np.generic]:
    kind = _KINDS[name]
    if rows:
        return np.array([row[name] for row in rows], kind)
    return np.zeros((0, lhas) if name in _BY_LHA else 0, kind)


def _ready(
    arrival: Arrival, move_in: date | None, start: date, supposed: Mapping[str, float]
) -> int:
    """Return the day on which the home is needed."""
    known = (arrival.known_on - start).days
    if move_in is None or arrival.case.release is None or move_in <= arrival.known_on:
        return known + int(supposed["no_release_days"])
    return (move_in - start).days


def _row(
    assessed: Assessed,
    measured: CaseFacts,
    setting: Setting,
    person: int,
    homes: Floats,
    draws: Floats,
) -> dict[str, Any]:
    case, options = assessed.case, assessed.options
    places = setting.places
    ties = {option.lha: tie_break(option, case) for option in options}
    order = {lha: i for i, lha in enumerate(sorted(ties, key=lambda code: ties[code]))}
    left = [option for option in options if option.status is not Status.EXCLUDED]
    refer = bool(left) and all(option.status is Status.REFER for option in left)
    waits = bool(missing_facts(case, setting.profile.cohort)) or refer
    closed = (Status.EXCLUDED,) if waits else (Status.EXCLUDED, Status.REFER)
    open_ = [option.status not in closed for option in options]
    home = places.index(case.origin) if case.origin and places.has(case.origin) else NOWHERE
    starts = assessed.origin.outcome is Outcome.MET and home != NOWHERE and open_[home]
    return {
        "person": person,
        "connection": [option.factors["connection"].points for option in options],
        "management": [option.factors["management"].points for option in options],
        "open_": open_,
        "order": [order[option.lha] for option in options],
        "start_at": home if starts else NOWHERE,
        "home": home,
        "waits": waits,
        "counted": setting.profile.cohort != MAPPA
        or case.level in setting.numbers["spread.counted_levels"],
        "travel": _travel(measured),
        "area": _areas(measured, homes),
        "departs": draws[0],
        "elsewhere": draws[1],
        "chance": draws[2],
    }


def _travel(measured: CaseFacts) -> list[float]:
    """Return the median minutes from each LHA to the farthest place of the plan."""
    minutes = []
    for i in range(len(measured.places.lhas)):
        journeys = [measured.minutes_from(i, s.place) for s in measured.case.services or ()]
        known = [minute for minute in journeys if minute is not None]
        minutes.append(max(known) if known and len(known) == len(journeys) else float("nan"))
    return minutes


def _areas(measured: CaseFacts, draws: Floats) -> list[int]:
    """Draw a home in each LHA among the postcodes still possible, or among all where none is."""
    places, clear = measured.places, measured.together.possible
    found = []
    for i in range(len(places.lhas)):
        part = slice(int(places.starts[i]), int(places.starts[i + 1]))
        here = np.flatnonzero(clear[part])
        count = len(here) or part.stop - part.start
        at = int(draws[i] * count)
        found.append(int(places.area[part.start + (int(here[at]) if len(here) else at)]))
    return found


def recommendation(
    assessed: Assessed,
    spread: list[tuple[Finding, Finding]],
    setting: Setting,
) -> tuple[str, tuple[str, ...]]:
    """Return the outcome and the LHAs that the engine would recommend with these spread points."""
    from placement.recommend import recommend
    from placement.results import Eligibility

    options = [
        replace(
            option,
            factors={
                **option.factors,
                "spread": replace(option.factors["spread"], findings=spread[i]),
            },
        )
        for i, option in enumerate(assessed.options)
    ]
    ordered, _, field = in_order(options, assessed.case, setting.numbers, asking=False)
    found = recommend(
        assessed.case,
        ordered,
        origin=assessed.origin,
        numbers=setting.numbers,
        eligibility=Eligibility(outcome="eligible", findings=()),
        field=field,
        cohort=setting.profile.cohort,
    )
    return found.outcome, found.lhas
