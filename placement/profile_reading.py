"""
Reading a profile's TOML into its records, and finding what in it cannot be so.

Nothing here raises: what is wrong is noted in the table's list of problems, or returned as text.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from placement.cohorts import MAPPA, cohort_names
from placement.profile_model import (
    LHA,
    Commissioned,
    DatedNumber,
    Exemption,
    KnownOption,
    Profile,
    RegisterScheme,
    ResidenceWindow,
    Sourced,
)
from placement.profile_practice import CHARACTERISTICS, read_agenda, read_practice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from placement.tables import Table

Origin = TypeVar("Origin", str, date)

KINDS_OF_HOME = ("previous_home", "family", "private_rent", "supported", "social", "temporary")
STATUSES = ("available", "possible", "closed", "unknown")
EXEMPT = ("care_leaver", "armed_forces", "domestic_abuse")
ONS_CODE = re.compile(r"[EW]\d{8}")


def read_profile(table: Table) -> Profile:
    """Read the outermost table of a profile's file."""
    counties = _named_texts(table.table("counties"))
    routes = {each.text("id"): _route(each) for each in table.tables("routes", name="id")}
    options = _options(table.tables("housing_options", name="kind"))
    census = table.table("population")
    population = (census.maybe_text("source"), census.day("date"), census.maybe_text("households"))
    census.close()
    lhas = [_lha(each, routes, options, population) for each in table.tables("lhas", name="code")]
    profile = Profile(
        name=table.text("name"),
        title=table.text("title"),
        police_area=table.text("police_area"),
        checked=_required_day(table, "checked"),
        bodies=_named_texts(table.table("bodies")),
        counties=counties,
        lhas=tuple(sorted(lhas, key=lambda lha: lha.code)),
        schemes=tuple(_scheme(each) for each in table.tables("schemes", name="id")),
        notes=table.texts("notes"),
        cohort=table.maybe_text("cohort", allowed=(MAPPA, *cohort_names())) or MAPPA,
        commissioned=tuple(_commissioned(each) for each in table.tables("commissioned")),
        postcodes=table.maybe_text("postcodes") or "",
        agenda=read_agenda(table.tables("meeting")),
        yearly=read_practice(table.table("yearly"), "labels"),
        equality=read_practice(table.table("equality"), "breakdown", CHARACTERISTICS),
    )
    table.close()
    return profile


def _commissioned(table: Table) -> Commissioned:
    together = Commissioned(
        what=table.text("what"),
        lhas=table.texts("lhas"),
        status=table.text("status", allowed=("in_place", "under_review", "ended")),
        origin=_origin(table),
    )
    if len(together.lhas) < 2:
        table.problem("lhas must name two LHAs or more: it is what several commission together")
    table.close()
    return together


def _lha(
    table: Table,
    routes: Mapping[str, tuple[str | None, tuple[str, ...]]],
    shared: tuple[KnownOption, ...],
    census: tuple[str | None, date | None, str | None],
) -> LHA:
    source, day, households_source = census
    code = table.text("code")
    route = table.text("route")
    if route and route not in routes:
        table.problem(f"route {route!r} is not one of this file's: {', '.join(routes) or 'none'}")
    clause, sentences = routes.get(route, (None, ()))
    own = _options(table.tables("housing_options", name="kind"))
    population, households = table.whole("population", least=1), table.whole("households", least=1)
    lha = LHA(
        code=code,
        name=table.text("name"),
        start=table.day("start"),
        end=table.day("end"),
        successors=table.texts("successors"),
        population=population,
        population_source=_with(population, table.maybe_text("population_source") or source),
        population_date=_with(population, table.day("population_date") or day),
        households=households,
        households_source=_with(
            households, table.maybe_text("households_source") or households_source
        ),
        scheme=table.text("scheme"),
        route=route,
        route_clause=clause,
        route_sentences=sentences,
        county=table.maybe_text("county"),
        housing_options=own + tuple(each for each in shared if each.kind not in _kinds(own)),
        notes=table.texts("notes"),
    )
    if population and not (lha.population_source and lha.population_date):
        table.problem("its population needs a source and a date, here or under [population]")
    if households and not lha.households_source:
        table.problem("its households need a source, here or under [population] households")
    table.close()
    return lha


def _scheme(table: Table) -> RegisterScheme:
    scheme = RegisterScheme(
        id=table.text("id"),
        title=table.text("title"),
        partners=table.texts("partners"),
        partners_outside=_named_texts(table.table("partners_outside")),
        sourced=table.flag("sourced"),
        source=table.maybe_text("source"),
        checked=table.day("checked"),
        numbers=tuple(_number(each) for each in table.tables("numbers", name="name")),
        windows=tuple(_window(each) for each in table.tables("residence")),
        relatives=table.texts("relatives"),
        exemptions=tuple(_exemption(each) for each in table.tables("exemptions", name="kind")),
        bands=_named_texts(table.table("bands")),
        notes=table.texts("notes"),
    )
    if scheme.sourced and not (scheme.source and scheme.checked):
        table.problem("is marked sourced; give its source and the day it was checked")
    if not scheme.sourced and (scheme.numbers or scheme.windows or scheme.relatives):
        table.problem("holds a connection test but is marked sourced = false; say where it is from")
    table.close()
    return scheme


def _number(table: Table) -> DatedNumber:
    number = DatedNumber(
        name=table.text("name"),
        value=table.whole("value") or 0,
        unit=table.text("unit"),
        start=table.day("from"),
        origin=_origin(table),
    )
    table.close()
    return number


def _window(table: Table) -> ResidenceWindow:
    window = ResidenceWindow(
        days=table.whole("days", least=1) or 1,
        of_days=table.whole("of_days", least=1) or 1,
        start=table.day("from"),
        origin=_origin(table),
    )
    if window.days > window.of_days:
        table.problem(f"days is {window.days}, more than the {window.of_days} of of_days")
    table.close()
    return window


def _exemption(table: Table) -> Exemption:
    exemption = Exemption(
        kind=table.text("kind", allowed=EXEMPT),
        under_age=table.whole("under_age", least=1),
        start=table.day("from"),
        sentence=table.text("sentence"),
        origin=_origin(table),
    )
    table.close()
    return exemption


def _options(tables: tuple[Table, ...]) -> tuple[KnownOption, ...]:
    options = []
    for table in tables:
        options.append(
            KnownOption(
                kind=table.text("kind", allowed=KINDS_OF_HOME),
                status=table.text("status", allowed=STATUSES),
                sentence=table.text("sentence"),
                origin=_origin(table),
            )
        )
        table.close()
    return tuple(options)


def _route(table: Table) -> tuple[str | None, tuple[str, ...]]:
    route = table.maybe_text("clause"), table.texts("sentences")
    if not route[1]:
        table.problem("has no sentences; say in at least one how a let happens")
    table.close()
    return route


def _origin(table: Table) -> Sourced:
    return Sourced(source=table.text("source"), checked=_required_day(table, "checked"))


def _required_day(table: Table, key: str) -> date:
    return table.day(key, required=True) or date.min


def _named_texts(table: Table) -> Mapping[str, str]:
    return MappingProxyType({key: table.text(key) for key in table.keys()})  # noqa: SIM118


def _kinds(options: tuple[KnownOption, ...]) -> set[str]:
    return {option.kind for option in options}


def _with(figure: int | None, origin: Origin | None) -> Origin | None:
    return None if figure is None else origin


def contradictions(profile: Profile) -> list[str]:
    """Return what cannot be so, each with what to do."""
    schemes = {scheme.id: scheme for scheme in profile.schemes}
    found = [] if profile.lhas else ["it names no LHA; give at least one [[lhas]]"]
    ids = [f"lhas {code}" for code in profile.codes]
    ids += [f"schemes {scheme.id}" for scheme in profile.schemes]
    found += [
        f"{key} is given {count} times; keep one"
        for key, count in Counter(ids).items()
        if count > 1
    ]
    for lha in profile.lhas:
        found += [f"lhas {lha.code}: {text}" for text in _wrong_with(lha, profile, schemes)]
    found += [
        f"commissioned: {code} is not an LHA of this profile"
        for each in profile.commissioned
        for code in each.lhas
        if code not in profile
    ]
    for scheme in profile.schemes:
        found += [
            f"schemes {scheme.id}: partner {code} is not an LHA of this profile; put it under "
            "[schemes.partners_outside]"
            for code in scheme.partners
            if code not in profile
        ]
    return found


def _wrong_with(lha: LHA, profile: Profile, schemes: Mapping[str, RegisterScheme]) -> Iterator[str]:
    for code in (lha.code, *lha.successors):
        if code and not ONS_CODE.fullmatch(code):
            yield f"{code!r} is not an ONS code of an English or Welsh authority (E07000009)"
    if lha.start and lha.end and lha.end <= lha.start:
        yield f"it ends on {lha.end}, not after its start on {lha.start}"
    if lha.successors and lha.end is None:
        yield "it has successors but no end; give the first day on which it no longer exists"
    for after in (each for each in profile.lhas if each.code in lha.successors):
        if lha.end and after.start and after.start > lha.end:
            yield f"its successor {after.code} begins on {after.start}, after its end, {lha.end}"
        if lha.end and after.end and after.end <= lha.end:
            yield f"its successor {after.code} ends on {after.end}, not after it ends itself"
    if lha.county is not None and lha.county not in profile.counties:
        yield f"county {lha.county} is not named under [counties]"
    if lha.scheme and lha.scheme not in schemes:
        yield f"scheme {lha.scheme!r} is not one of this file's: {', '.join(schemes) or 'none'}"
    elif lha.scheme and lha.code not in schemes[lha.scheme].partners:
        yield f"it is not among the partners of its scheme, {lha.scheme}"
