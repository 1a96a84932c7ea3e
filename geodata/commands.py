"""``placement geodata build`` and ``placement geodata show``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geodata import boundaries, store
from geodata.places import load
from placement.errors import PlacesError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from rich.progress import Progress
    from rich.table import Table

    from geodata.national import Source
    from geodata.places import Places

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]
    CodesOf = Callable[[str], "KnownProfile | None"]

EVERYWHERE = "england-and-wales"
BUILD = f"""\
Make the postcodes of a profile: where they are, their areas, neighbours and outlines to draw. From
the installed national data, or from an ONSPD or NSPL file (a CSV, or the zip that holds it), which
also says which postcodes have ended. The profile {EVERYWHERE} is all authorities of the two.
"""
SHOW = """\
Say which postcodes are in use: edition, numbers for each authority and area, whether ended ones
are among them, where the file lies, and whether boundaries are official or indicative.
"""


class KnownProfile(NamedTuple):
    """A profile to build places for: its name, its ONS codes, and those that come and go."""

    name: str
    codes: Sequence[str]
    dated: frozenset[str]


def add_build(subparsers: Subparsers, codes_of: CodesOf | None = None) -> None:
    """
    Register ``build`` with the subparsers of ``placement geodata``.

    ``codes_of`` gives what there is to know of a profile by its name or file, None for another.
    """
    parser = subparsers.add_parser(
        "build", help="make the postcodes of a profile", description=BUILD
    )
    parser.add_argument("profile", metavar="PROFILE", help="a name, or its file")
    parser.add_argument("--from", dest="file", type=Path, metavar="FILE", help="ONSPD or NSPL")
    parser.add_argument("--lhas", nargs="+", metavar="CODE", help="ONS codes, as E07000008")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=build_command, codes_of=codes_of)


def add_show(subparsers: Subparsers, codes_of: CodesOf | None = None) -> None:
    """Register ``show`` with the subparsers of ``placement geodata``."""
    parser = subparsers.add_parser("show", help="say which postcodes are in use", description=SHOW)
    parser.add_argument("profile", nargs="?", metavar="PROFILE", help="default: all there are")
    parser.add_argument("--areas", action="store_true", help="every area as well")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=show_command, codes_of=codes_of)


def build_command(options: argparse.Namespace) -> None:
    """Make the postcodes of a profile and say what was made; progress on standard error."""
    from rich.console import Console
    from rich.progress import Progress

    from geodata import build

    known = options.codes_of(options.profile) if options.codes_of else None
    profile = places_name(options)
    store.built_path(profile)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        source = _source(options.file, progress)
        waiting = progress.add_task("Areas, neighbours, outlines", total=None)
        codes = _codes(options, source, known)
        build.write(profile, codes, source, store.built_path(profile))
        progress.remove_task(waiting)
    summary = summary_of(load(profile)) | {"source_rows": source.counts}
    _say(summary, as_json=options.json, areas=False)


def places_name(options: argparse.Namespace) -> str:
    """Return under which name the places of the profile are kept: another's, where it says so."""
    known = options.codes_of(options.profile) if options.codes_of else None
    return known.name if known else str(options.profile)


def show_command(options: argparse.Namespace) -> None:
    """Say which postcodes are in use, of one profile or in short of all."""
    if options.profile is not None:
        _say(summary_of(load(places_name(options))), as_json=options.json, areas=options.areas)
        return
    summaries = [summary_of(load(profile)) for profile in store.available()]
    if options.json:
        brief = [{k: v for k, v in one.items() if k != "areas"} for one in summaries]
        _print_json({"profiles": brief})
        return
    for summary in summaries:
        _say(summary, as_json=False, areas=options.areas)


def summary_of(places: Places) -> dict[str, Any]:
    """Return what there is to say of a profile's places, ready for JSON."""
    path = store.places_path(places.profile)
    names = boundaries.lha_names()
    neighbours = _neighbours(places)
    lhas = [
        {
            "code": lha,
            "name": names.get(lha, lha),
            "postcodes": len(places.easting[places.slice(lha)]),
            "areas": sum(code == lha for _, code in places.areas),
        }
        for lha in places.lhas
    ]
    areas = [
        {"sector": sector, "lha": lha, "postcodes": size, "neighbours": count}
        for (sector, lha), size, count in zip(
            places.areas, places.area_sizes.tolist(), neighbours, strict=True
        )
    ]
    return {
        "profile": places.profile,
        "edition": places.edition,
        "ended_included": places.ended_included,
        "digest": places.digest,
        "file": str(path),
        "built_by_user": path == store.built_path(places.profile),
        "postcodes": len(places),
        "counts": places.counts,
        "source": places.source,
        "boundaries": _boundaries(places.profile),
        "lhas": lhas,
        "areas": areas,
    }


def _source(file: Path | None, progress: Progress) -> Source:
    from geodata import national, onspd

    task = progress.add_task("Reading postcodes", total=None)

    def tell(done: int, total: int) -> None:
        progress.update(task, completed=done, total=total)

    source = onspd.read_file(file, tell) if file else national.read_installed(tell)
    progress.remove_task(task)
    return source


def _codes(
    options: argparse.Namespace, source: Source, known: KnownProfile | None
) -> Sequence[str]:
    """Return the ONS codes to build for: given, the profile's, or those of its file."""
    from geodata import build

    if options.lhas:
        return [str(code).strip().upper() for code in options.lhas]
    if options.profile == EVERYWHERE:
        return build.lha_codes_of(source)
    if known:  # of authorities that merge or split, an edition has those of its own day
        there = set(build.lha_codes_of(source)) if known.dated else set()
        return [code for code in known.codes if code not in known.dated or code in there]
    if store.places_path(options.profile):
        return load(options.profile).lhas
    raise PlacesError(
        f"{options.profile} is not a known profile: say which authorities it has with --lhas, as "
        f"in placement geodata build {options.profile} --lhas E07000008 E07000012"
    )


def _neighbours(places: Places) -> list[int]:
    import numpy as np

    counts = np.bincount(places.area_edges.ravel(), minlength=len(places.areas))
    return [int(count) for count in counts]


def _boundaries(profile: str) -> str:
    """Return ``official``, ``indicative``, ``official for 4 of 6``, or ``none``."""
    try:
        outlines = boundaries.load(profile)
    except PlacesError:
        return "none"
    official = sum(outline["official"] for outline in outlines)
    if official in (0, len(outlines)):
        return "official" if official else boundaries.INDICATIVE
    return f"official for {official} of {len(outlines)}"


def _say(summary: dict[str, Any], *, as_json: bool, areas: bool) -> None:
    if as_json:
        _print_json(summary)
        return
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=100)
    console.print(f"[bold]{summary['profile']}[/bold]: {_homes(summary)}")
    console.print(f"Edition: {summary['edition']}")
    console.print(f"File: {summary['file']} ({summary['digest']})")
    console.print(f"Boundaries: {summary['boundaries']}")
    table = Table("code", "authority")
    for heading in ("postcodes", "areas"):
        table.add_column(heading, justify="right")
    for lha in summary["lhas"]:
        table.add_row(lha["code"], lha["name"], f"{lha['postcodes']:,}", f"{lha['areas']:,}")
    console.print(table)
    if areas:
        console.print(_area_table(summary))
    console.print(summary["source"])


def _homes(summary: dict[str, Any]) -> str:
    """Return how many postcodes there are, and what was left out."""
    many = f"{summary['postcodes']:,} postcodes"
    if summary["ended_included"]:
        return f"{many}, ended ones included"
    counts = summary["counts"]
    return (
        f"{many} in use; left out: {counts['ended_left_out']:,} ended, "
        f"{counts['large_users_left_out']:,} of large users"
    )


def _area_table(summary: dict[str, Any]) -> Table:
    from rich.table import Table

    table = Table("sector", "authority")
    for heading in ("postcodes", "neighbours"):
        table.add_column(heading, justify="right")
    for area in summary["areas"]:
        table.add_row(
            area["sector"], area["lha"], f"{area['postcodes']:,}", f"{area['neighbours']:,}"
        )
    return table


def _print_json(document: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
