"""``placement geodata import`` and ``placement geodata fetch``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.commands import places_name

if TYPE_CHECKING:
    from geodata.commands import CodesOf
    from geodata.official import LinesOnlyError
    from geodata.places import Places

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

ROADS_BEYOND_M = 10_000  # a way round may leave the profile and come back
LEVELS = ("lad", "ward", "parish", "msoa", "lsoa")
IMPORT = """\
Read official boundaries from files you have (GeoJSON, TopoJSON, GeoPackage, KML, shapefile or
zipped shapefile; any coordinate system; ONS codes of any vintage), check them against the
postcodes, and keep them. Several files of one level add up: a later one replaces the same codes.
A file of roads is handed to the road graph.
"""
FETCH = """\
Get official boundaries from ONS's open services and check them as an import does. Where the
network does not allow it, download the file in a browser and use `placement geodata import`.
"""


def add_import(subparsers: Subparsers, codes_of: CodesOf | None = None) -> None:
    """Register ``import`` with the subparsers of ``placement geodata``."""
    parser = subparsers.add_parser(
        "import", help="read official boundaries from files", description=IMPORT
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="boundary files")
    _add_common(parser)
    parser.add_argument("--layer", metavar="NAME", help="the layer to read, of several")
    parser.add_argument(
        "--undo", choices=LEVELS, metavar="LEVEL", help="remove what was kept of a level"
    )

    def run(options: argparse.Namespace) -> None:
        if bool(options.files) == bool(options.undo):
            parser.error("give one or more files, or --undo LEVEL")
        if options.undo and options.dry_run:
            parser.error("--undo and --dry-run do not go together")
        _undo(options) if options.undo else _import(options)

    parser.set_defaults(run=run, codes_of=codes_of)


def add_fetch(subparsers: Subparsers, codes_of: CodesOf | None = None) -> None:
    """Register ``fetch`` with the subparsers of ``placement geodata``."""
    parser = subparsers.add_parser(
        "fetch", help="get official boundaries from ONS", description=FETCH
    )
    parser.add_argument("level", nargs="?", default="lad", choices=LEVELS, help="default: lad")
    _add_common(parser)
    parser.add_argument(
        "--detail",
        choices=("generalised", "full"),
        default="generalised",
        help="generalised to 20 metres (default) or in full",
    )
    parser.add_argument("--url", metavar="URL", help="another server, up to /services")
    parser.add_argument(
        "--time-limit", type=_seconds, default=600.0, metavar="SECONDS", help="default: 600"
    )
    parser.set_defaults(run=_fetch, codes_of=codes_of)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", default="cambridgeshire", metavar="NAME")
    parser.add_argument("--dry-run", action="store_true", help="check and report; keep nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"must be a number of seconds above 0; given: {text}")
    return seconds


def _import(options: argparse.Namespace) -> None:
    from geodata import official, places

    profile = places.load(places_name(options))
    done: list[dict[str, Any]] = []
    for path in options.files:
        try:
            if path.is_dir():
                raise official.LinesOnlyError(f"{path} is a folder: of road files, perhaps.")
            report = official.import_file(
                path, profile, layer=options.layer, dry_run=options.dry_run
            )
            done.append(report.to_json())
            said = report.text()
        except official.LinesOnlyError as lines:
            said = _import_roads(path, profile, lines, dry_run=options.dry_run)
            done.append({"source": path.name, "level": "roads", "text": said})
        if not options.json:
            sys.stdout.write(said.rstrip("\n") + "\n")
    if options.json:
        _write_json({"imports": done})


def _import_roads(path: Path, profile: Places, lines: LinesOnlyError, *, dry_run: bool) -> str:
    """Hand a file of lines to the road graph, read round the profile only."""
    from geodata.roads import import_roads

    if dry_run:
        return f"{lines} It would go to the road graph. Dry run: nothing is read or kept."
    box = (
        float(profile.easting.min() - ROADS_BEYOND_M),
        float(profile.northing.min() - ROADS_BEYOND_M),
        float(profile.easting.max() + ROADS_BEYOND_M),
        float(profile.northing.max() + ROADS_BEYOND_M),
    )
    return import_roads(path, within=box)


def _undo(options: argparse.Namespace) -> None:
    from geodata import official

    files = [source.file for source in official.undo(options.undo)]
    if options.json:
        _write_json({"removed": {"level": options.undo, "files": files}})
        return
    of = f", which came from {', '.join(files)}" if files else ""
    sys.stdout.write(f"Removed the imported boundaries of level {options.undo}{of}.\n")


def _fetch(options: argparse.Namespace) -> None:
    from rich.console import Console
    from rich.progress import Progress

    from geodata import fetch, places
    from geodata.services import Limits

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(f"Fetching {options.level}", total=None)
        report = fetch.fetch(
            options.level,
            places.load(places_name(options)),
            detail=options.detail,
            base=options.url,
            dry_run=options.dry_run,
            limits=Limits(total_s=options.time_limit),
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if options.json:
        _write_json({"imports": [report.to_json()]})
    else:
        sys.stdout.write(report.text())


def _write_json(document: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
