"""
From cases to one planning question: what each may have, what closes the rest, what it costs.

**Merits first.** Nobody is given an LHA that lies more than ``regret`` points of the score below
their own best open LHA, both as the ranking has them at today's counts - unless people have fixed
them there, or the case starts there (1.5).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.assess import assess, read_under
from placement.cases.model import Case
from placement.errors import InputError
from placement.planning import homes
from placement.planning.concentration import FULL, costs_of, register_without
from placement.planning.homes import HELD
from placement.planning.people import People, is_there, pairs_apart
from placement.planning.question import Question, Spot, merits_first
from placement.planning.valid import check
from placement.planning.wishes import Reader, Wishes
from placement.recommend import missing_facts
from placement.succession import vacancies_on
from placement.weights import FACTORS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from geodata.places import Located
    from placement.assess import Setting
    from placement.cases.registers import Vacancy
    from placement.results import Ranking
    from placement.spread import Register


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """The cases of one plan, assessed, and the question that they make together."""

    cases: tuple[Case, ...]
    rankings: Mapping[str, Ranking]
    setting: Setting
    question: Question
    register: Register | None
    regret: float
    wishes: Wishes
    vacancies: tuple[Vacancy, ...] | None
    waiting: Mapping[str, str]

    def name(self, lha: str) -> str:
        """Return an LHA's name."""
        return self.setting.profile[lha].name


def gather(
    cases: Sequence[Case],
    setting: Setting,
    *,
    vacancies: Iterable[Vacancy] | None = None,
    regret: float | None = None,
    locks: Iterable[str] = (),
    opened: Iterable[str] = (),
    unlocked: Iterable[str] = (),
    previous: Mapping[str, Spot | None] | None = None,
    progress: Callable[[Sequence[Case]], Iterable[Case]] = iter,
) -> Quarter:
    """
    Assess every case and say what each may have in a plan.

    Raises ``InputError`` with everything that is wrong: a case twice, a home in an unknown LHA, a
    lock against a gate or against another.
    """
    listed = None
    if vacancies is not None:
        listed = vacancies_on(vacancies, setting.profile, setting.as_of, setting.places)
    allowed = setting.numbers["ranking.regret"] if regret is None else regret
    problems = _problems(cases, allowed)
    found: dict[str, Located | None] = {}
    try:
        found = homes.located(listed or (), setting)
    except InputError as error:
        problems += error.problems
    rankings, waiting = {}, {}
    for case in progress(cases):
        try:
            rankings[case.reference] = assess(case, setting)
        except InputError as error:
            problems += [f"{error.source}: {problem}" for problem in error.problems]
        missing = missing_facts(case, setting.profile.cohort)
        if missing:
            waiting[case.reference] = f"It waits, because {'; '.join(missing)}."
    wishes = Wishes()
    if len(rankings) == len({case.reference for case in cases}):
        reader = Reader(rankings, listed or (), waiting, housing=setting.housing)
        wishes = reader.read(locks, opened, unlocked)
        problems += reader.problems
    unread = len(rankings) < len({case.reference for case in cases}) or not cases
    if problems and (unread or (listed and not found)):
        raise InputError("The plan", problems)
    cases = [
        read_under(case, setting).case for case in {case.reference: case for case in cases}.values()
    ]
    maker = People(setting, listed, found, rankings, wishes, waiting, allowed)
    weight = sum(setting.numbers[f"ranking.weight_{name}"] for name in FACTORS)
    everybody = (maker.person(case, cases) for case in cases)
    people = tuple(merits_first(person, allowed * weight) for person in everybody)
    placing = [person.reference for person in people if person.open_spots]
    register = register_without(setting, placing)
    neutral = Case(reference="PLAN-1", assessed_on=setting.as_of)
    question = Question(
        people=people,
        spots=maker.spots,
        costs=costs_of(neutral, setting, register, len(placing)),
        apart=pairs_apart(cases),
        previous=dict(previous or {}),
        weight=weight,
    )
    problems += _against_locks(question, wishes, housing=setting.housing)
    if problems:
        raise InputError("The plan", problems)
    return Quarter(
        cases=tuple(cases),
        rankings=rankings,
        setting=setting,
        question=question,
        register=register,
        regret=allowed,
        wishes=wishes,
        vacancies=listed,
        waiting=waiting,
    )


def _problems(cases: Sequence[Case], regret: float) -> list[str]:
    twice = [r for r, n in Counter(case.reference for case in cases).items() if n > 1]
    said = [f"{reference} is given twice; give each case once." for reference in sorted(twice)]
    if not cases:
        said.append("no case is given; give at least one.")
    if not 0 <= regret <= FULL:
        said.append(f"--regret {regret:g}: give points of the score, from 0 to {FULL}.")
    return said


def _against_locks(question: Question, wishes: Wishes, *, housing: bool) -> list[str]:
    """Say which locks break a rule, alone or together."""
    plan: dict[str, Spot | None] = {person.reference: None for person in question.people}
    problems = []
    for lock in wishes.locks:
        person = question[lock.case]
        there = [spot for spot in question.spots if is_there(spot, lock)]
        if not any(person.may(spot) for spot in there):
            keys = dict.fromkeys(key for spot in there for key in person.closed[spot])
            found = [person.findings[key] for key in keys]
            why = " ".join(f.housing if housing and f.housing else f.sentence for f in found)
            problems.append(f"--lock {lock.case}={lock.home or lock.lha}: {why}")
        elif lock.home:
            plan[lock.case] = there[0]
    homes = [lock.home for lock in wishes.locks if lock.home]
    if not problems and len(set(homes)) == len(homes):
        problems += [HELD] if housing and check(question, plan) else check(question, plan)
    return problems
