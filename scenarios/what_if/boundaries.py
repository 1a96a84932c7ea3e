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
from geodata.by_ward import ward_codes
from placement.errors import InputError, PlacesError
from placement.profile_model import LHA, Profile, RegisterScheme
from scenarios.what_if.boundary_changes import MergeLHAs, SplitLHA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geodata.by_ward import ByWard
    from geodata.places import Places
    from placement.assess import Setting
    from scenarios.what_if.boundary_changes import BoundaryChange

HYPOTHETICAL, STAND_IN = " (hypothetical)", " (hypothetical, stand-in line)"
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


def told_of_parts(profile: Profile) -> tuple[str, ...]:
    """Return what is to be said of each part of an LHA that was split: postcodes, residents."""
    made = (lha for lha in profile.lhas if lha.code.startswith(CODES))
    return tuple(note for lha in made for note in lha.notes[1:])


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
    if not now:
        return _with(profile, [whole], new, end), places
    divided, told = _divided(places, whole, change, codes)
    new = [replace(lha, notes=(*lha.notes, told[lha.code])) for lha in new]
    return _with(profile, [whole], new, end), divided


def _found(given: str, there: Sequence[LHA]) -> LHA:
    """Return the LHA with an ONS code or a name; a hypothetical one's needs no mark."""
    for lha in there:
        if given == lha.code or _plain(given) == _plain(lha.name):
            return lha
    known = ", ".join(f"{lha.code} {lha.name}" for lha in there)
    raise InputError("", [f"{given!r} is not an LHA of the area then; it has {known}."])


def _plain(name: str) -> str:
    return name.casefold().removesuffix(HYPOTHETICAL).removesuffix(STAND_IN)


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
        _blank(
            first,
            code,
            change.into,
            change,
            stand_in=any(lha.name.endswith(STAND_IN) for lha in old),
        ),
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
        _blank(whole, code, str(part["name"]), change, stand_in=change.stand_in),
        population=population if isinstance(population, int) else None,
        population_source=str(part["population_source"]) if population else None,
        population_date=None,
        households=None,
        households_source=None,
        county=None if change.unitary else whole.county,
    )


def _blank(like: LHA, code: str, name: str, change: BoundaryChange, *, stand_in: bool) -> LHA:
    name = name.removesuffix(HYPOTHETICAL).removesuffix(STAND_IN)
    return replace(
        like,
        code=code,
        name=name + (STAND_IN if stand_in else HYPOTHETICAL),
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


def _divided(
    places: Places, whole: LHA, change: SplitLHA, codes: Sequence[str]
) -> tuple[Places, dict[str, str]]:
    """Return the places with one LHA divided, and what is to be said of each part."""
    given: dict[str, str] = {}
    by_ward = False
    for code, part in zip(codes, change.into, strict=True):
        by_ward = by_ward or "wards" in part
        entries = part.get("sectors", part.get("wards", ()))
        given |= {str(each) if by_ward else str(each).upper(): code for each in entries}
        if part.get("rest"):
            given[""] = code
    wards = ward_codes(places, whole.code, given) if by_ward else None
    lha_of = wards.lha_of if wards else regroup.sector_codes(places, whole.code, given)
    many = {code: int((lha_of == code).sum()) for code in codes}
    names = {code: str(part["name"]) for code, part in zip(codes, change.into, strict=True)}
    empty = [names[code] for code in codes if not many[code]]
    if empty:
        raise InputError("", [f"no postcode is left for {each}." for each in empty])
    all_ = sum(many.values())
    told = {}
    for code, part in zip(codes, change.into, strict=True):
        how = _how(part, wards, code)
        known = "population" in part
        told[code] = (
            f"{names[code]} has {many[code]:,} of the {all_:,} postcodes of {whole.name}{how}. "
            + (
                f"Residents: {part['population']:,} ({part['population_source']})."
                if known
                else "How many residents it has is not known: give population and "
                "population_source."
            )
        )
    return regroup.regroup(places, lha_of), told


def _how(part: Mapping[str, object], wards: ByWard | None, code: str) -> str:
    if wards is None:
        return ": the rest" if part.get("rest") else ", by postcode sectors"
    said = ": the rest" if part.get("rest") else f", by {wards.wards[code]} wards as imported"
    near = wards.nearest[code]
    return said + (f"; {near} of them stand in no ward and are read as in the nearest" * (near > 0))
