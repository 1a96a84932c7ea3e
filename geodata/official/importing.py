"""Import one file of official boundaries: read, clean, hold against the postcodes, keep."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from geodata.official import formats, stored
from geodata.official.coverage import cover, misplaced
from geodata.official.layers import Layer, refuse
from geodata.official.levels import Chosen, choose, year_in_name
from geodata.official.report import Coverage, Report
from geodata.official.shapes import Areas, clean, named

if TYPE_CHECKING:
    from pathlib import Path

    from geodata.places import Places

CREDIT = (
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. "
    "Contains OS data © Crown copyright and database right {year}."
)


def import_file(
    path: Path, places: Places, *, layer: str | None = None, dry_run: bool = False
) -> Report:
    """
    Read, check and keep the boundaries in one file.

    Parameters
    ----------
    path
        GeoJSON, TopoJSON, GeoPackage, KML, or a shapefile (zipped or not).
    places
        The postcodes of the profile that the file is checked against.
    layer
        The layer to read, where a file has several of different levels.
    dry_run
        Check and report only; keep nothing.

    Raises
    ------
    PlacesError
        The file cannot be read, holds no polygons with ONS codes, or is of another place.
        ``LinesOnlyError`` where it holds lines instead.
    """
    found, chosen = _pick(path, formats.read(path, layer))
    areas = clean(found, chosen)
    _refuse_elsewhere(path, areas, places)
    coverage = cover(areas, chosen.level.key, places)
    if misplaced(coverage, chosen.level.key):
        lines = "; ".join(f"{one.lha} {one.share:.0%}" for one in coverage if one.areas)
        problem = f"few postcodes lie in the shape of their own authority ({lines})."
        raise refuse(path, _found(areas, chosen), f"its codes do not fit its shapes: {problem}")
    if not any(one.areas for one in coverage):
        problem = f"none of its areas is of {places.profile} ({', '.join(places.lhas[:8])})."
        raise refuse(path, _found(areas, chosen), "; ".join([problem, *areas.notes]))
    near = _near(areas, places)
    year = chosen.year or year_in_name(path.stem)
    source = stored.Source(
        file=path.name,
        sha256=_sha256(path),
        vintage=year,
        column=chosen.column,
        credit=CREDIT.format(year=year or "(year not known)"),
        codes=tuple(areas.codes[i] for i in near),
    )
    areas.notes.extend(_about_kept(chosen.level.key, source))
    if not dry_run:
        names = {areas.codes[i]: areas.names[i] for i in near}
        shapes = {areas.codes[i]: areas.shapes[i] for i in near}
        stored.keep(chosen.level.key, names, shapes, source)
    kept = None if dry_run else stored.load(chosen.level.key)
    return Report(
        source=path.name,
        sha256=source.sha256,
        format=found.format,
        layer=found.name,
        level=chosen.level.key,
        column=chosen.column,
        names_column=chosen.names,
        vintage=year,
        vintage_from="from the column's name" if chosen.year else "from the file's name",
        coordinates=areas.coordinates,
        areas=len(areas.codes),
        near=len(near),
        repaired=tuple(areas.repaired),
        notes=tuple(areas.notes),
        profile=places.profile,
        postcodes="postcodes, ended ones included" if places.ended_included else "live postcodes",
        coverage=_with_names(coverage),
        credit=source.credit,
        written=None if kept is None else str(stored.path_of(kept.level)),
        stored=0 if kept is None else len(kept.codes),
        stored_lhas=() if kept is None else _covered(kept, places),
    )


def _near(areas: Areas, places: Places) -> list[int]:
    """Give the areas in the box round the profile's postcodes: a nation's are too many to draw."""
    import shapely

    left, bottom, right, top = shapely.bounds(areas.shapes).T
    inside = (
        (left <= places.easting.max())
        & (right >= places.easting.min())
        & (bottom <= places.northing.max())
        & (top >= places.northing.min())
    )
    return [int(i) for i in inside.nonzero()[0]]


def _covered(kept: stored.Boundaries, places: Places) -> tuple[str, ...]:
    """Give the LHAs that all the kept boundaries of a level cover together."""
    areas = Areas(list(kept.codes), list(kept.names), kept.shapes, "as kept")
    return tuple(one.lha for one in cover(areas, kept.level, places) if one.state == "covered")


def _with_names(coverage: tuple[Coverage, ...]) -> tuple[Coverage, ...]:
    """Name the LHAs from the kept districts, where the file itself does not."""
    districts = None if all(one.name for one in coverage) else stored.load("lad")
    if districts is None:
        return coverage
    names = dict(zip(districts.codes, districts.names, strict=True))
    return tuple(replace(one, name=one.name or names.get(one.lha, "")) for one in coverage)


def _pick(path: Path, layers: list[Layer]) -> tuple[Layer, Chosen]:
    """Choose the layer with codes; refuse none and refuse to guess between several."""
    coded = [(one, chosen) for one in layers if (chosen := choose(one.columns))]
    if len(coded) == 1:
        return coded[0]
    if coded:
        listed = "; ".join(f"{one.name}: {chosen.level.many}" for one, chosen in coded)
        raise refuse(path, listed, "it has several layers. Name one with --layer.")
    shown = "; ".join(
        f"{one.format} with {len(one.shapes):,} shapes and columns "
        + (", ".join(list(one.columns)[:12]) or "none")
        for one in layers[:4]
    )
    raise refuse(path, shown, "no column holds ONS codes of a known level.")


def _refuse_elsewhere(path: Path, areas: Areas, places: Places) -> None:
    import shapely

    if not areas.codes:
        problem = "no shape of it can be used in Great Britain; " + "; ".join(areas.notes)
        raise refuse(path, areas.coordinates, problem)
    if not _near(areas, places):
        left, bottom, right, top = shapely.total_bounds(areas.shapes)
        box = f"eastings {left:,.0f} to {right:,.0f}, northings {bottom:,.0f} to {top:,.0f}"
        problem = f"it lies wholly outside {places.profile}: {box}."
        raise refuse(path, f"{named(areas.codes)}; {areas.coordinates}", problem)


def _found(areas: Areas, chosen: Chosen) -> str:
    return f"{len(areas.codes):,} {chosen.level.many} ({named(areas.codes)})"


def _about_kept(level: str, source: stored.Source) -> list[str]:
    """Say what the file replaces, and where vintages would stand side by side."""
    notes = []
    new = set(source.codes)
    for one in stored.sources().get(level, ()):
        if one.sha256 == source.sha256:
            continue
        again = len(new & set(one.codes))
        if again:
            notes.append(f"takes the place of {again:,} areas from {one.file}")
        if again < len(one.codes) and one.vintage != source.vintage:
            notes.append(f"stands beside {one.file} of {one.vintage or 'an unknown year'}")
    return notes


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
