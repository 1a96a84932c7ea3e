"""
Assess one case against every LHA of a profile: ``assess(case, ...) -> Ranking``.

The rules find; this module only puts their findings in order. Eligibility and timing first, then
the origin, then each LHA's gates and three considerations, then the order at the agreed weights
and over all weightings. For one case sorting is enough, and is easier to defend than a solver.

Today is an argument. The same case, day, numbers and places give the same ranking, byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import placement
from placement import parameters
from placement.area_words import KEYS, in_words, reworded, terms_of
from placement.cohorts import MAPPA, notes_of
from placement.errors import InputError
from placement.facts import CaseFacts, Facts
from placement.option import connections_of, factors_of, gates_of, status_of
from placement.preference import preference_finding, tie_break
from placement.recommend import recommend
from placement.record_words import cohort_terms
from placement.results import Eligibility, Option, Outcome, Ranking, Status
from placement.rules import ROUTES, apply, housing_options, rules_for
from placement.rules.base import RULES
from placement.rules.cohort_iom import iom_outcome_of
from placement.rules.eligibility import outcome_of
from placement.spread import register_of
from placement.succession import gone, heard_on
from placement.succession_case import read_on
from placement.weights import FACTORS, ask_first, field_of, shares_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    import numpy as np

    from geodata.places import Places
    from geodata.roads import RoadGraph
    from placement.cases.model import Case
    from placement.cases.registers import Placement
    from placement.parameters import Numbers
    from placement.profile_model import LHA, Profile
    from placement.rules.contributions import SpocWord
    from placement.spread import Register
    from placement.succession_case import ReadCase

HOUSING_ROLES = ("spoc", "panel")
OUTCOMES = {"iom": iom_outcome_of}  # what a cohort's own findings on eligibility amount to


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Everything beside the case that a ranking rests on."""

    profile: Profile
    places: Places
    numbers: Numbers
    as_of: date
    placements: tuple[Placement, ...] | None = None
    roads: RoadGraph | None = None
    housing: bool = False
    held: frozenset[str] | None = None  # what-if for housing: where something is held, as released
    heard: tuple[SpocWord, ...] = ()  # what SPOCs said of their own LHA at the meeting (6.7)


def setting_of(
    *,
    profile: Profile,
    places: Places,
    as_of: date,
    placements: Iterable[Placement] | None = None,
    weights: Mapping[str, int] | None = None,
    changes: Mapping[str, Any] | None = None,
    roads: RoadGraph | None = None,
    role: str = "coordinator",
    heard: Iterable[SpocWord] = (),
) -> Setting:
    """
    Gather what a ranking rests on, for one day and one role.

    ``weights`` are whole units for connection, management and spread; ``changes`` are other
    numbers of the protocol, by name, for a what-if. ``heard`` is what SPOCs said at the meeting.
    """
    numbers = weights_as_changes(weights or {})
    return Setting(
        profile=profile,
        places=places,
        numbers=parameters.load().on(as_of, {**numbers, **(changes or {})}),
        as_of=as_of,
        placements=None if placements is None else tuple(placements),
        roads=roads,
        housing=role in HOUSING_ROLES,
        heard=tuple(heard),
    )


def weights_as_changes(weights: Mapping[str, int]) -> dict[str, int]:
    """Return weights as changes to the protocol's numbers, or say what is wrong with them."""
    problems = [
        f"{name}={value}: weigh {', '.join(FACTORS)} in whole units, 0 or more."
        for name, value in weights.items()
        if name not in FACTORS or not isinstance(value, int) or value < 0
    ]
    if set(weights) == set(FACTORS) and not problems and not any(weights.values()):
        problems = ["at least one weight must be more than 0."]
    if problems:
        raise InputError("The weights", problems)
    return {f"ranking.weight_{name}": value for name, value in weights.items()}


def assess(case: Case, setting: Setting, *, only: Iterable[str] | None = None) -> Ranking:
    """
    Rank every LHA of the profile for one case, with every reason.

    ``only`` restricts the candidates; it changes nobody's points. Raises ``InputError`` with all
    the places of the case that cannot be found.
    """
    return assess_measured(measure(case, setting), setting, only=only)


def assess_measured(
    measured: CaseFacts, setting: Setting, *, only: Iterable[str] | None = None
) -> Ranking:
    """Rank from what was measured of a case: today, or when a decision was recorded."""
    case, candidates = measured.case, _candidates(setting, only)
    numbers, day = setting.numbers, setting.as_of
    whole = Facts(measured)
    eligibility = _eligibility(whole, numbers, day)
    heard, words = heard_on(setting.heard, setting.profile, day)
    setting = replace(setting, heard=heard) if words else setting
    options = [option_of(measured, lha, setting) for lha in candidates]
    options, questions, shares = in_order(options, case, numbers)
    findings = [apply(rule, whole, numbers) for rule in rules_for("case", day)]
    origin = apply(RULES["origin_is_the_starting_point"], whole, numbers)
    recommendation = recommend(
        case,
        options,
        origin=origin,
        numbers=numbers,
        eligibility=eligibility,
        field=shares,
        cohort=setting.profile.cohort,
    )
    findings = [
        origin,
        *findings,
        preference_finding(case, options, recommendation, numbers, measured),
    ]
    ranking = Ranking(
        case=case.reference,
        as_of=day,
        move_in=measured.move_in,
        profile=setting.profile.name,
        versions=versions(setting),
        eligibility=eligibility,
        timing=tuple(apply(rule, whole, numbers) for rule in rules_for("timing", day)),
        findings=tuple(findings),
        recommendation=recommendation,
        ask_first=questions,
        options=tuple(options),
        notes=(*_notes(setting, measured), *words),
        for_housing=setting.housing,
        terms={**terms_of(setting.profile), **cohort_terms(setting.profile)},
    )
    asked = tuple(replace(q, fact=in_words(q.fact, ranking.terms)) for q in ranking.ask_first)
    return reworded(replace(ranking, ask_first=asked), ranking.terms, keys=(*KEYS, "terms"))


def standing(case: Case, setting: Setting, lha: str) -> bool:
    """Whether an LHA would be open and first at the agreed weights, without the shares."""
    measured = measure(case, setting)
    options = [option_of(measured, each, setting) for each in _candidates(setting, None)]
    ranked = [option for option in options if _is_ranked(option)]
    first = min(ranked, key=lambda o: (-o.units, tie_break(o, measured.case)), default=None)
    return first is not None and first.lha == lha and first.status is Status.OPEN


def measure(
    case: Case,
    setting: Setting,
    *,
    register: Register | None = None,
    rooms: tuple[np.ndarray, np.ndarray] | None = None,
    medians: dict[str, np.ndarray] | None = None,
) -> CaseFacts:
    """
    Measure a case, read under the LHAs of the day, against the places and placements.

    ``register`` and ``rooms`` are the placements already counted, for many cases who are not in
    it; ``medians`` keeps the journeys from each postcode, for many cases who name the same.
    """
    read = read_under(case, setting)
    if setting.placements is not None and register is None:
        register = register_of(
            setting.placements,
            places=setting.places,
            numbers=setting.numbers,
            as_of=setting.as_of,
            leaving_out=case.reference,
            now=gone(setting.profile, setting.as_of),
            every_level=setting.profile.cohort != MAPPA,
        )
    return CaseFacts(
        read.case,
        profile=setting.profile,
        places=setting.places,
        numbers=setting.numbers,
        as_of=setting.as_of,
        register=register,
        roads=setting.roads,
        housing=setting.housing,
        held=setting.held,
        read_as=read.sentences,
        read_as_protected=read.protected_sentences,
        rooms=rooms,
        medians=medians,
    )


def read_under(case: Case, setting: Setting) -> ReadCase:
    """Read a case under the LHAs that stand on the day of a setting."""
    chosen = setting.numbers["part7.residence_of_choice_kinds"]
    return read_on(case, setting.profile, setting.as_of, setting.places, chosen=chosen)


def _candidates(setting: Setting, only: Iterable[str] | None) -> list[LHA]:
    there = {lha.code: lha for lha in setting.profile.on(setting.as_of)}
    if not there:
        raise InputError(
            f"Profile {setting.profile.name}", [f"no LHA of it exists on {setting.as_of}."]
        )
    if only is None:
        return list(there.values())
    wanted = sorted(set(only))
    if not wanted:
        raise InputError("The LHAs asked for", ["name at least one."])
    strangers = [code for code in wanted if code not in there]
    if strangers:
        known = ", ".join(f"{code} {lha.name}" for code, lha in there.items())
        raise InputError(
            "The LHAs asked for",
            [
                f"{code} is not an LHA of {setting.profile.name}; it has {known}."
                for code in strangers
            ],
        )
    return [there[code] for code in wanted]


def _eligibility(whole: Facts, numbers: Numbers, day: date) -> Eligibility:
    cohort = whole.measured.profile.cohort
    if cohort != MAPPA:
        theirs = [apply(rule, whole, numbers) for rule in rules_for(f"eligibility:{cohort}", day)]
        found = {finding.rule: finding for finding in theirs}
        return Eligibility(outcome=OUTCOMES[cohort](found), findings=tuple(theirs))
    findings = [apply(rule, whole, numbers) for rule in rules_for("eligibility", day)]
    outcome = outcome_of(
        {finding.rule: finding for finding in findings},
        cumulative=numbers["eligibility.limbs_cumulative"],
    )
    return Eligibility(outcome=outcome, findings=tuple(findings))


def option_of(measured: CaseFacts, lha: LHA, setting: Setting) -> Option:
    """Assess one LHA: nothing here knows that there are others."""
    day, move_in, case = measured.as_of, measured.move_in, measured.case
    numbers = setting.numbers
    tests = connections_of(measured, lha, day, numbers)
    later = connections_of(measured, lha, move_in or day, numbers)
    facts = Facts(measured, lha, tests, later)
    gates, factors = gates_of(facts, setting), factors_of(facts, numbers)
    route = RULES[ROUTES.get(lha.route, "route_of_another_register")]
    return Option(
        lha=lha.code,
        name=lha.name,
        status=status_of(gates),
        factors=factors,
        gates=gates,
        homes_left=_homes_left(facts, numbers),
        local_connection=tests,
        local_connection_at_move_in=later,
        referral_198=tuple(apply(rule, facts, numbers) for rule in rules_for("referral_198", day)),
        housing_options=housing_options(facts),
        route=apply(route, facts, numbers),
        findings=tuple(
            apply(rule, facts, numbers)
            for question in ("housing_options", "option", f"option:{measured.profile.cohort}")
            for rule in rules_for(question, day)
        ),
        is_origin=case.origin == lha.code,
        is_preferred=lha.code in (case.preference or ()),
    )


def _homes_left(facts: Facts, numbers: Numbers) -> str:
    """Return the band of postcodes still possible: land, not vacancies."""
    enough, most = numbers["zones.enough_share"], numbers["zones.most_share"]
    if facts.measured.housing:
        little = facts["held"] or facts["homes.shared_clear_share"] < enough
        return "little" if little else "some"
    possible = facts["homes.possible_share"]
    if possible == 0:
        return "none"
    known = facts["homes.conditions_known"] and facts["homes.victims_known"]
    settled = not facts.measured.unsettled_kinds
    if possible >= enough and not (known and (settled or facts["homes.clear_share"] >= enough)):
        return "unknown"
    return "most" if possible >= most else "some" if possible >= enough else "little"


def in_order(
    options: list[Option], case: Case, numbers: Numbers, *, asking: bool = True
) -> tuple[list[Option], tuple[Any, ...], Any]:
    """
    Order the LHAs by their exact units; excluded and held ones keep their row, unranked.

    ``asking`` also works out which missing fact would settle most.
    """
    ranked = [option for option in options if _is_ranked(option)]
    if not ranked:
        return sorted(options, key=lambda option: option.lha), (), None
    field = field_of({option.lha: option.factors for option in ranked})
    shares = shares_of(field)
    least = numbers["ranking.ask_least_bits"]
    questions = ask_first(field, shares, least) if asking else ()
    units = {option.lha: option.units for option in ranked}
    ranked.sort(key=lambda option: (-units[option.lha], tie_break(option, case)))
    level: dict[int, list[str]] = {}
    for option in ranked:
        level.setdefault(units[option.lha], []).append(option.lha)
    row = {lha: index for index, lha in enumerate(field.lhas)}
    held = shares.ranks.tolist()
    placed = [
        replace(
            option,
            rank=place + 1,
            tied_with=tuple(lha for lha in level[units[option.lha]] if lha != option.lha),
            rank_shares=tuple(held[row[option.lha]]),
        )
        for place, option in enumerate(ranked)
    ]
    left_out = sorted((o for o in options if not _is_ranked(o)), key=lambda option: option.lha)
    return [*placed, *left_out], questions, field


def is_held(option: Option) -> bool:
    """Whether housing was told that the offender manager holds something about the LHA."""
    return any(
        gate.rule == "nothing_held_about_the_area" and gate.outcome is Outcome.UNKNOWN
        for gate in option.gates
    )


def _is_ranked(option: Option) -> bool:
    return option.status is not Status.EXCLUDED and not is_held(option)


def versions(setting: Setting) -> dict[str, str]:
    """Return what a ranking rests on, so that it can be replayed."""
    return {
        "protocol": "January 2017",
        "parameters": setting.numbers.register.digest,
        "geodata": f"{setting.places.edition} ({setting.places.digest})",
        "engine": placement.__version__,
    }


def _notes(setting: Setting, measured: CaseFacts) -> tuple[str, ...]:
    notes = notes_of(setting.profile.cohort)
    notes.append("Points and weights are starting values: default, agreed by no SMB.")
    notes += setting.profile.together
    if setting.places.ended_included:
        notes.append("Counts of postcodes are of postcodes, ended ones included.")
    if setting.placements is None:
        notes.append("No placements were given: how many others live where is not known.")
    elsewhere = () if setting.housing else measured.sectors_elsewhere
    if elsewhere:
        notes.append(
            f"Zone areas that lie wholly elsewhere cover nothing here: {', '.join(elsewhere)}."
        )
    if measured.case.protected_elsewhere:
        notes.append(
            "This is the shared part of a split case: give the other part with --protected, or ask "
            "the offender manager for a ranking made for you."
        )
    notes += measured.read_as if setting.housing else measured.read_as + measured.read_as_protected
    notes.append(f"Journeys are {measured.how.label}.")
    return tuple(notes)
