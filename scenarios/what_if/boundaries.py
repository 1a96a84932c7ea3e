"""
An area whose authorities have merged or been split: its profile and its places, both changed.

The successors have codes that nobody has given (``E0699`` and four digits) and names that say so.
What they would have in common with all that went into them they keep; whatever differed between
the parts, or that nobody has said, is not known. ``reorganised`` is what simulation applies too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from geodata import regroup
from placement.errors import InputError, PlacesError
from placement.profile_model import LHA, Profile, RegisterScheme
from scenarios.what_if.boundary_changes import MergeLHAs, SplitLHA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geodata.places import Places
    from placement.assess import Setting
    from scenarios.what_if.boundary_changes import BoundaryChange

HYPOTHETICAL = " (hypothetical)"
CODES = "E0699"
ALWAYS = date.min  # the end of an LHA that is taken as if it had never been
UNKNOWN_ROUTE = (
    "How a social let would happen here, and how landlords would be told to ask, is not known."
)


def reorganised(setting: Setting, changes: Iterable[BoundaryChange]) -> Setting:
    """
    Return a setting whose area is merged and split as the changes say, as it stands on its day.

    A change ``on`` a later day leaves the places as they are and is said of the LHAs that will end.

    Raises
    ------
    InputError
        With every change that cannot be made.
    """
    profile, places = redrawn(setting.profile, setting.places, changes, setting.as_of)
    return replace(setting, profile=profile, places=places)


def redrawn(
    profile: Profile, places: Places, changes: Iterable[BoundaryChange], day: date
) -> tuple[Profile, Places]:
    """Return a profile and its places, both merged and split as they stand on a day."""
    problems = list[str]()
    for change in changes:
        try:
            profile, places = _changed(profile, places, change, day)
        except (InputError, PlacesError) as error:
            found = error.problems if isinstance(error, InputError) else [str(error)]
            problems += [f"{change.verb}: {each}" for each in found]
    if problems:
        raise InputError("The what-if", problems)
    return profile, places


def _changed(
    profile: Profile, places: Places, change: BoundaryChange, day: date
) -> tuple[Profile, Places]:
    end = change.on or ALWAYS
    now = change.on is None or change.on <= day
    there = profile.on(day if now else end)
    if isinstance(change, MergeLHAs):
        old = [_found(each, there) for each in change.lhas]
        if len({lha.code for lha in old}) < 2:
            raise InputError("", ["name at least two LHAs, each once."])
        (code,) = _new_codes(profile, 1)
        new = [_merged(old, code, change)]
        after = _with(profile, old, new, end)
        return after, regroup.merged(places, {lha.code: code for lha in old}) if now else places
    whole = _found(change.lha, there)
    codes = _new_codes(profile, len(change.into))
    new = [_part(whole, code, part, change) for code, part in zip(codes, change.into, strict=True)]
    after = _with(profile, [whole], new, end)
    return after, _divided(places, whole.code, change, codes) if now else places


def _found(given: str, there: Sequence[LHA]) -> LHA:
    """Return the LHA with an ONS code or a name; a hypothetical one's needs no mark."""
    wanted = given.casefold().removesuffix(HYPOTHETICAL)
    for lha in there:
        if given == lha.code or wanted == lha.name.casefold().removesuffix(HYPOTHETICAL):
            return lha
    known = ", ".join(f"{lha.code} {lha.name}" for lha in there)
    raise InputError("", [f"{given!r} is not an LHA of the area then; it has {known}."])


def _new_codes(profile: Profile, many: int) -> list[str]:
    taken = sum(code.startswith(CODES) for code in profile.codes)
    return [f"{CODES}{taken + n:04d}" for n in range(1, many + 1)]


def _merged(old: Sequence[LHA], code: str, change: MergeLHAs) -> LHA:
    """Return the LHA that some become; what they do not share is not known."""
    first = old[0]
    populations, households = [lha.population for lha in old], [lha.households for lha in old]
    days = {lha.population_date for lha in old}
    counties = {lha.county for lha in old}
    options = [o for o in first.housing_options if all(o in lha.housing_options for lha in old)]
    routes = {(lha.route, lha.route_clause, lha.route_sentences) for lha in old}
    return replace(
        _blank(first, code, change.into, change),
        population=None if None in populations else sum(n or 0 for n in populations),
        population_source=None if None in populations else _sum_of(old, "population_source"),
        population_date=days.pop() if len(days) == 1 and None not in populations else None,
        households=None if None in households else sum(n or 0 for n in households),
        households_source=None if None in households else _sum_of(old, "households_source"),
        scheme=first.scheme if len({lha.scheme for lha in old}) == 1 else f"register-{code}",
        county=None if change.unitary or len(counties) > 1 else first.county,
        housing_options=tuple(options),
        route=first.route if len(routes) == 1 else "not_known",
        route_clause=first.route_clause if len(routes) == 1 else None,
        route_sentences=first.route_sentences if len(routes) == 1 else (UNKNOWN_ROUTE,),
    )


def _sum_of(old: Sequence[LHA], what: str) -> str:
    sources = dict.fromkeys(str(getattr(lha, what)) for lha in old)
    return f"the sum of {', '.join(lha.name for lha in old)}: {'; '.join(sources)}"


def _part(whole: LHA, code: str, part: Mapping[str, object], change: SplitLHA) -> LHA:
    population = part.get("population")
    return replace(
        _blank(whole, code, str(part["name"]), change),
        population=population if isinstance(population, int) else None,
        population_source=str(part["population_source"]) if population else None,
        population_date=None,
        households=None,
        households_source=None,
        county=None if change.unitary else whole.county,
    )


def _blank(like: LHA, code: str, name: str, change: BoundaryChange) -> LHA:
    return replace(
        like,
        code=code,
        name=name if name.endswith(HYPOTHETICAL) else name + HYPOTHETICAL,
        start=change.on,
        end=None,
        successors=(),
        notes=(
            "Hypothetical: a what-if. No such authority is known to exist, and its code is none.",
        ),
    )


def _with(profile: Profile, old: Sequence[LHA], new: Sequence[LHA], end: date) -> Profile:
    """Return the profile with some LHAs ended and others in their stead, their registers too."""
    ended = {lha.code for lha in old}
    after = tuple(lha.code for lha in new)
    kept = [
        replace(lha, end=end, successors=after) if lha.code in ended else lha
        for lha in profile.lhas
    ]
    schemes = [
        replace(
            scheme, partners=(*scheme.partners, *(n.code for n in new if n.scheme == scheme.id))
        )
        for scheme in profile.schemes
    ]
    known = {scheme.id for scheme in schemes}
    schemes += [_unread(lha) for lha in new if lha.scheme not in known]
    return replace(
        profile,
        lhas=tuple(sorted([*kept, *new], key=lambda lha: lha.code)),
        schemes=tuple(schemes),
    )


def _unread(lha: LHA) -> RegisterScheme:
    """Return the register of an LHA whose parts had different ones: nobody can have read it."""
    return RegisterScheme(
        id=lha.scheme,
        title=f"whatever register {lha.name} would have",
        partners=(lha.code,),
        partners_outside={},
        sourced=False,
        source=None,
        checked=None,
        numbers=(),
        windows=(),
        relatives=(),
        exemptions=(),
        bands={},
        notes=(),
    )


def _divided(places: Places, lha: str, change: SplitLHA, codes: Sequence[str]) -> Places:
    given: dict[str, str] = {}
    by_ward = False
    for code, part in zip(codes, change.into, strict=True):
        by_ward = by_ward or "wards" in part
        given |= {str(each).upper(): code for each in part.get("sectors", part.get("wards", ()))}
        if part.get("rest"):
            given[""] = code
    codes_of = regroup.ward_codes if by_ward else regroup.sector_codes
    lha_of = codes_of(places, lha, given)
    empty = [
        str(part["name"])
        for code, part in zip(codes, change.into, strict=True)
        if not (lha_of == code).any()
    ]
    if empty:
        raise InputError("", [f"no postcode is left for {each}." for each in empty])
    return regroup.regroup(places, lha_of)
