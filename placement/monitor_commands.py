"""
``placement monitor``: the Board's report, on the command line.

Only words in and words out; ``placement.monitoring`` works everything out. Progress and warnings
go to standard error, and with ``--json`` exactly one document to standard output.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement import arguments
from placement.errors import InputError
from placement.terminal import print_json, show

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from placement.monitoring.basis import Basis
    from placement.monitoring.tables import Report

AUDIENCES = ("internal", "smb", "lha", "public")


def add_monitor(commands: Any, today: Callable[[], date]) -> None:  # noqa: ANN401 - argparse's own
    """Add the command; ``today`` is asked where no day is given."""
    monitor = commands.add_parser(
        "monitor",
        help="how placements are spread, for the Board",
        description="The report to the Strategic Management Board: how placements are spread, "
        "and what chance alone would give.",
    )
    add = monitor.add_argument
    add("placements", type=Path, metavar="PLACEMENTS", help="where people live (CSV or XLSX)")
    add("--as-of", type=arguments.day, metavar="YYYY-MM-DD", help="the day (today)")
    add("--audience", choices=AUDIENCES, default="internal", help="who will read it (internal)")
    add("--lha", metavar="LHA", help="with --audience lha: which one, a code or a name")
    add("--out", type=Path, metavar="DIR", help="also write the page, workbook and CSV files there")
    add("--profile", default="cambridgeshire", metavar="NAME", help="a profile's name or file")
    add("--denominators", type=Path, metavar="FILE", help="residents aged 10 and over, homes ...")
    add("--specification", type=Path, metavar="FILE", help="what the Board agreed to monitor")
    for name, words in (
        ("--year-records", "spells and events: the year's standard tables"),
        ("--caseload", "caseload by office, status and sex"),
        ("--referrals", "what came of referrals: how the protocol is working"),
        ("--equality", "characteristics by case, with --referrals"),
        ("--findings", "what each rule found by case, with --equality"),
        ("--equality-residents", "residents by group, to set the cases against: London's tables"),
    ):
        add(name, type=Path, metavar="FILE", help=words, dest=f"{name[2:].replace('-', '_')}_file")
    add(
        "--complete-from",
        type=arguments.day,
        metavar="YYYY-MM-DD",
        help="since when the register keeps those who have left",
    )
    add("--history", type=Path, metavar="FILE", help="every earlier release, to be judged with it")
    add(
        "--release-on",
        type=arguments.day,
        metavar="YYYY-MM-DD",
        help="release it, on a day of the release calendar; otherwise it is a draft",
    )
    add("--json", action="store_true", help="print one JSON document")
    monitor.set_defaults(run=run_monitor, default_day=today)


def run_monitor(options: argparse.Namespace) -> int:
    """Make the report and write it for its audience."""
    if (options.lha is not None) != (options.audience == "lha"):
        raise InputError("--lha", ["it goes with --audience lha, and only with it. Give both."])
    if options.release_on is not None and options.history is None:
        raise InputError("--release-on", ["a release goes with --history FILE: give both."])
    with telling() as tell:
        report, keep = _report(options, tell)
        if options.out is not None:
            written = write_files(report, options.out, tell)
    keep()
    show_report(report, as_json=options.json)
    if options.out is not None:
        sys.stderr.write(f"placement: wrote {len(written)} files to {options.out}\n")
    return 0


def _report(
    options: argparse.Namespace, tell: Callable[[str], None]
) -> tuple[Report, Callable[[], None]]:
    """Return the report, and what keeps its release once everything is written."""
    from placement.load import load_setting
    from placement.monitoring.parts import Files, more_parts
    from placement.monitoring.report import basis_of, build

    tell("reading the register")
    setting = load_setting(
        profile=options.profile,
        as_of=options.as_of or options.default_day(),
        placements=options.placements,
    )
    basis = basis_of(
        setting.placements or (),
        profile=setting.profile,
        places=setting.places,
        as_of=setting.as_of,
        denominators=options.denominators,
        specification=options.specification,
        complete_from=options.complete_from,
    )
    files = Files(
        year_records=options.year_records_file,
        caseload=options.caseload_file,
        referrals=options.referrals_file,
        equality=options.equality_file,
        findings=options.findings_file,
        residents=options.equality_residents_file,
    )
    report = build(basis, more_parts(basis, files), tell=tell)
    return _released(report, basis, options, tell)


def _released(
    report: Report, basis: Basis, options: argparse.Namespace, tell: Callable[[str], None]
) -> tuple[Report, Callable[[], None]]:
    """Return what the audience may have: all of it for internal use, else what control lets go."""
    if options.audience == "internal":
        return report, _nothing
    from placement.monitoring.control.history import History, read_history, write_history
    from placement.monitoring.control.release import release
    from placement.monitoring.control.shipped import shipped_links
    from placement.monitoring.report import in_area

    tell("what may be published, and the proof that nothing hidden can be found")
    path: Path | None = options.history
    released = release(
        report.tables,
        options.audience,
        code_of(options.lha, basis.names),
        History() if path is None else read_history(path),
        basis.numbers,
        as_of=basis.as_of,
        on=options.release_on,
        links=shipped_links(basis.numbers, len(basis.held)),
        draft=options.release_on is None,
        progress=tell,
    )
    controlled = replace(
        report,
        tables=released.tables,
        audience=options.audience if options.lha is None else f"{options.lha}, its own in full",
        warnings=(*report.warnings, *released.words),
    )
    controlled = in_area(controlled, basis.profile)
    if path is None or released.draft:
        return controlled, _nothing
    return controlled, lambda: write_history(released.history, path)


def code_of(given: str | None, names: Mapping[str, str], option: str = "--lha") -> str | None:
    """Return the ONS code of an LHA given by code or name with an option."""
    if given is None or given in names:
        return given
    for code, name in names.items():
        if name.casefold() == given.casefold():
            return code
    listed = ", ".join(f"{code} {name}" for code, name in names.items())
    raise InputError(option, [f"{given} is not one of {listed}."])


def _word(report: Report) -> dict[str, bytes]:
    from placement.documents.monitoring import NAME, monitoring_document

    return {NAME: monitoring_document(report)}


def _nothing() -> None:
    return None


def write_files(report: Report, folder: Path, tell: Callable[[str], None]) -> list[Path]:
    """Write the page, the workbook, the Word version and the CSV files; return their paths."""
    from placement.monitoring.outlines import shapes_of
    from placement.monitoring.output.write import write_all

    tell("writing the files")
    return write_all(report, folder, shapes=shapes_of(report.profile), more=_word)


def show_report(report: Report, *, as_json: bool) -> None:
    """Write a report to standard output, for people or as one JSON document."""
    if as_json:
        from placement.monitoring.output.data import report_as_data

        print_json(report_as_data(report))
        return
    from placement.monitoring.text import report_text

    show(report_text(report))


@contextmanager
def telling() -> Iterator[Callable[[str], None]]:
    """Show, on a terminal, what is being worked out."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield lambda doing: status.update(f"Monitoring: {doing}")
