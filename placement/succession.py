"""
Authorities that merge and split: what stands for which on a day, in the registers and the places.

A local housing authority (LHA) that is no more is read as its successor. Where one was split, an
area or a postcode says which successor is meant; without one, what depends on it is not known, and
that is said. Where a postcode lies never changes with a name. ``succession_case`` reads a case.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from geodata.places import Places
    from placement.cases.model import Case
    from placement.cases.registers import Placement, Vacancy
    from placement.profile_model import Profile
    from placement.rules.contributions import SpocWord

    Now = Mapping[str, tuple[str, ...]]

UNSAID = "not_known"


def gone(profile: Profile, day: date) -> dict[str, tuple[str, ...]]:
    """Return what stands on a day for each LHA of a profile that is no more; () where unknown."""
    return {
        lha.code: profile.successors_on(lha.code, day)
        for lha in profile.lhas
        if lha.end is not None and lha.end <= day
    }


def divided(profile: Profile, day: date) -> dict[str, frozenset[str]]:
    """Return the successors of each LHA that more than one, or nobody known, stands for."""
    return {code: frozenset(after) for code, after in gone(profile, day).items() if len(after) != 1}


def authority_on(profile: Profile, code: str | None, day: date) -> str | None:
    """
    Return the council that owes care-leaver duties on a day for one that did; None: several.

    A county whose every LHA is no more is read as their one successor, if there is one.
    """
    now = gone(profile, day)
    if code in now:
        return now[code][0] if len(now[code]) == 1 else None
    theirs = [lha for lha in profile.lhas if code is not None and lha.county == code]
    if not theirs or not all(lha.code in now for lha in theirs):
        return code
    after = {each for lha in theirs for each in now[lha.code]}
    return after.pop() if len(after) == 1 else None


def parts_of(profile: Profile, now: Now, given: Iterable[str]) -> dict[str, list[str]]:
    """
    Return which LHAs that are no more make up each that stands for them.

    ``given`` are those of which something was said. Between an LHA and what came of it before the
    last change the one that something was said of is taken, the earlier one first.
    """
    said = frozenset(given)
    before = {code: {lha.code for lha in profile.lhas if code in lha.successors} for code in now}
    parts: dict[str, list[str]] = {}
    for code, after in now.items():
        for each in after:
            parts.setdefault(each, []).append(code)
    for each, codes in parts.items():
        own = set(codes)
        kept = [code for code in codes if not before[code] & own & said]
        later = {code: {c for c in kept if code in before[c]} for code in kept}
        parts[each] = [c for c in kept if c in said or not (later[c] and later[c] <= said)]
    return parts


def stand_for(case: Case, profile: Profile, day: date, places: Places) -> Now:
    """Return what stands for the LHAs of the case's zones that the places no longer tell apart."""
    named = {
        code
        for condition in case.conditions or ()
        for code in (condition.zone.lhas if condition.zone else None) or ()
    }
    return {
        code: tuple(each for each in after if places.has(each))
        for code, after in gone(profile, day).items()
        if code in named and not places.has(code) and code not in places.former
    }


def and_(words: list[str]) -> str:
    """Join names as a sentence does."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def placement_lhas(
    person: Placement, now: Now, areas: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    """
    Return the LHAs in which somebody may now be counted: one, or those that cannot be told apart.

    ``areas`` has, for each postcode sector, the LHAs that it lies in on the day.
    """
    after = now.get(person.lha)
    if after is None or len(after) < 2 or person.area is None:
        return (person.lha,) if after is None else after
    there = areas.get(person.area, frozenset())
    return tuple(code for code in after if code in there) or after


def sectors_of(places: Places) -> dict[str, frozenset[str]]:
    """Return the LHAs that each postcode sector lies in."""
    found: dict[str, set[str]] = {}
    for sector, lha in places.areas:
        found.setdefault(sector, set()).add(lha)
    return {sector: frozenset(lhas) for sector, lhas in found.items()}


def placements_on(
    placements: Iterable[Placement], profile: Profile, day: date, places: Places
) -> tuple[tuple[Placement, ...], tuple[str, ...]]:
    """
    Return a register under the LHAs of a day, and what could not be read so, in sentences.

    Somebody whose successor cannot be told keeps the old LHA, and is then counted in none.
    """
    people, now = tuple(placements), gone(profile, day)
    if not now:
        return people, ()
    areas = sectors_of(places)
    read, moved, doubtful = [], set[str](), set[str]()
    for person in people:
        after = placement_lhas(person, now, areas)
        if person.lha in now:
            (moved if len(after) == 1 else doubtful).add(person.lha)
        read.append(replace(person, lha=after[0]) if len(after) == 1 else person)
    said = [  # without numbers: whoever reads the report reads these
        f"{profile[code].name} is no more: those whom the register has there are counted under "
        f"{and_([profile[each].name for each in now[code] if each in profile])}."
        for code in sorted(moved)
    ]
    said += [
        f"Of some whom the register has in {profile[code].name} it is not known which successor "
        "they live in: they are counted in none."
        for code in sorted(doubtful)
    ]
    return tuple(read), tuple(said)


def vacancies_on(
    vacancies: Iterable[Vacancy], profile: Profile, day: date, places: Places
) -> tuple[Vacancy, ...]:
    """Return homes under the LHAs of a day: by the postcode where an LHA was split."""
    homes, now = tuple(vacancies), gone(profile, day)
    read = []
    for home in homes:
        after = now.get(home.lha, (home.lha,))
        position = places.position(home.postcode) if home.postcode else None
        if len(after) != 1 and position is not None and places.lha_at(position) in after:
            after = (places.lha_at(position),)
        read.append(replace(home, lha=after[0]) if len(after) == 1 else home)
    return tuple(read)


def heard_on(
    heard: tuple[SpocWord, ...], profile: Profile, day: date
) -> tuple[tuple[SpocWord, ...], tuple[str, ...]]:
    """
    Return what SPOCs said under the LHAs of a day.

    An exclusion in any part stands, to be asked about. That nothing suitable is there holds of a
    merged LHA only where every part's SPOC said so, and of each part of one that was split.
    """
    now = gone(profile, day)
    if not now or not any(word.lha in now for word in heard):
        return heard, ()
    said_by = {word.lha: word for word in heard}
    parts = parts_of(profile, now, said_by)
    read = [word for word in heard if word.lha not in now]
    for successor, codes in sorted(parts.items()):
        there = [said_by[code] for code in codes if code in said_by]
        if not there or successor in {word.lha for word in read}:
            continue
        words = {word.availability for word in there}
        agreed = len(there) == len(codes) and len(words) == 1
        split = any(len(now[code]) > 1 for code in codes)
        availability = words.pop() if agreed else UNSAID
        if split and availability != "nothing_suitable":
            availability = UNSAID
        exclusions = {word.exclusion for word in there}
        exclusion = "none" if exclusions == {"none"} and len(there) == len(codes) else UNSAID
        read.append(
            replace(
                there[0],
                lha=successor,
                availability=availability,
                exclusion="excluded" if "excluded" in exclusions else exclusion,
                ask=there[0].ask if len(there) == 1 else None,
            )
        )
    names = and_([profile[word.lha].name for word in heard if word.lha in now])
    return tuple(read), (f"What was said for {names} is read for what succeeded it.",)
