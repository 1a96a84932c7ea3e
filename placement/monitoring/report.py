"""
The whole report, from a register and a day: sections and their tables, and what it rests on.

``build`` is the one way to make it; disclosure control and every output take what it returns.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import placement
from placement import parameters
from placement.area_words import KEYS, reworded
from placement.cases.registers import NO_LEVEL, SYNTHETIC
from placement.cohorts import MAPPA
from placement.days import in_words
from placement.monitoring import change, clustering, concentration, series, spread
from placement.monitoring import specification as specifications
from placement.monitoring.basis import Basis
from placement.monitoring.denominators import read_denominators, shipped
from placement.monitoring.tables import Report, Section
from placement.parameters import UNAGREED
from placement.record_words import record_terms
from placement.succession import placements_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from pathlib import Path

    from geodata.places import Places
    from placement.cases.registers import Placement
    from placement.monitoring.parts import Part
    from placement.monitoring.tables import Table
    from placement.profile_model import Profile

    Telling = Callable[[str], None]

INTERNAL = "internal"
EVERY_LEVEL = (NO_LEVEL, 1, 2, 3)

SPREAD = Section(
    name=spread.SECTION,
    title="How placements are spread",
    intro=(
        "How many people live where, and whether that is more than chance would bring about if "
        "everybody were placed by nothing but the number of residents. With few people almost any "
        "picture is one that chance could have drawn: “too few to tell” and “within what chance "
        "gives” are the usual answers and good ones.",
        "The protocol knows no quota (section 6). Nothing here is a target, a turn or a limit; "
        "the LHAs stand in the order of their ONS codes and never by their numbers.",
    ),
)


def basis_of(
    placements: Iterable[Placement],
    *,
    profile: Profile,
    places: Places,
    as_of: date,
    denominators: Path | None = None,
    specification: Path | None = None,
    complete_from: date | None = None,
) -> Basis:
    """Gather what a report rests on; ``InputError`` where a file cannot be used."""
    found = specifications.editions(specification or specifications.SHIPPED)
    specifications.in_force(found, as_of)
    if profile.cohort != MAPPA:
        found = tuple(replace(each, counted_levels=EVERY_LEVEL) for each in found)
    codes = sorted(lha.code for lha in profile.on(as_of))
    loaded = shipped(profile, places, codes)
    if denominators is not None:
        own = read_denominators(denominators, codes)
        loaded = [each for each in loaded if each.name not in {one.name for one in own}] + own
    people, read_as = placements_on(placements, profile, as_of, places)
    return Basis(
        profile=profile,
        places=places,
        numbers=parameters.load().on(as_of),
        as_of=as_of,
        placements=people,
        read_as=read_as,
        denominators=tuple(loaded),
        editions=found,
        complete_from=complete_from,
    )


def build(basis: Basis, more: Iterable[Part] = (), *, tell: Telling | None = None) -> Report:
    """
    Return the report: the spread, and other sections with their tables after it.

    ``tell`` is told in words what is being worked out, for a long run.
    """
    say = tell or _nothing
    tables = list(_spread(basis, say))
    sections = [SPREAD]
    for section, its in more:
        sections.append(section)
        tables += its
    report = Report(
        title=f"Placements under MAPPA, {basis.profile.title}",
        as_of=basis.as_of,
        profile=basis.profile.name,
        audience=INTERNAL,
        sections=tuple(sections),
        tables=tuple(tables),
        rests_on=_rests_on(basis),
        warnings=_warnings(basis),
    )
    return in_area(report, basis.profile)


def in_area(report: Report, profile: Profile) -> Report:
    """Return a report in the words of its area; what names something to a program stays."""
    return reworded(report, record_terms(profile), keys=(*KEYS, "name", "frame"))


def _spread(basis: Basis, tell: Telling) -> Iterable[Table]:
    tell("who is where")
    yield spread.whereabouts(basis)
    yield spread.against_denominators(basis)
    if basis.of_mappa:
        yield spread.by_level_and_category(basis)
    yield change.change(basis)
    tell("how concentrated the whole is")
    yield concentration.concentration_of_the_whole(basis)
    tell("whether neighbouring areas fill up together")
    areas = clustering.areas_of(basis)
    found = clustering.found_clusters(basis, areas)
    yield clustering.clustering_of_the_whole(basis, areas, found)
    yield clustering.area_table(basis, areas, found)
    tell("month by month and year by year")
    yield series.years(basis)
    yield series.months(basis)
    yield change.stay_lengths(basis)
    yield series.area_years(basis)
    yield series.area_months(basis)


def _rests_on(basis: Basis) -> tuple[tuple[str, str], ...]:
    spec, numbers = basis.specification, parameters.load()
    return (
        ("Day", in_words(basis.as_of)),
        ("Profile", f"{basis.profile.title}, checked {basis.profile.checked}"),
        (
            "What is monitored",
            f"edition {spec.name}, from {spec.start}: {spec.approval}",
        ),
        *((f"Denominator: {d.title}", f"{d.source}, {d.date}") for d in basis.denominators),
        ("Labels are read against", basis.chief.title),
        ("Places", f"{basis.places.source}, {basis.places.edition}"),
        ("Numbers of the protocol", numbers.digest),
        ("Version", placement.__version__),
    )


def _warnings(basis: Basis) -> tuple[str, ...]:
    said = list(basis.read_as)
    made_up = sum(each.reference.startswith(f"{SYNTHETIC}-") for each in basis.placements)
    if made_up:
        whole = made_up == len(basis.placements)
        who = "everybody in the register is" if whole else "the register holds people who are"
        begins = f"(references that begin with {SYNTHETIC}-)"
        said.insert(0, f"Synthetic: {who} made up {begins}.")
    if not basis.specification.agreed:
        said.append(
            "What is monitored, and the numbers behind the labels, are starting values: "
            f"{UNAGREED}. The Board agrees each year what is monitored (protocol 10)."
        )
    if len(basis.inside) < len(basis.everybody):
        said.append(
            f"The register has people in LHAs outside {basis.profile.title}; they are left out."
        )
    if len(basis.everybody) < len(basis.placements):
        said.append(f"The register has stays that begin later than {in_words(basis.as_of)}.")
    for each in basis.denominators:
        if each.missing:
            named = ", ".join(basis.names[code] for code in each.missing)
            said.append(f"The number of {each.title} is not known for {named}.")
    return tuple(said)


def _nothing(_: str) -> None:
    return None
