"""``placement record figures``: the year's figures from the record, as a draft or as a release."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from placement.errors import InputError, NotAllowed
from placement.record_commands.asking import add_asking, desk_of
from placement.record_commands.naming import profile_of, today
from placement.terminal import say, warn

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from datetime import date

    from placement.monitoring.tables import Report
    from placement.records import Desk

AUDIENCES: Final = ("internal", "smb", "lha", "public")
NOTHING_YET: Final = (
    "Nothing has been released to you yet. Figures are released on fixed days by the coordinator."
)
RELEASED: Final = (
    "Released, and kept in the record: those it is for read it there. It cannot be taken back."
)


def add_figures(verbs: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add the command."""
    figures = verbs.add_parser(
        "figures",
        help="how placements are spread, from what is recorded; on its day, the release",
        description="A coordinator works the figures out, as a draft for an audience or as its "
        "release; anybody else is shown what was last released to them.",
    )
    add = figures.add_argument
    add("--audience", choices=AUDIENCES, default="internal", help="who will read it (internal)")
    add("--authority", metavar="LHA", help="with --audience lha: which one, a code or a name")
    add("--release", action="store_true", help="release it: on a day of the calendar or soon after")
    add("--out", type=Path, metavar="DIR", help="also write the page, workbook and CSV files there")
    add("--profile", metavar="NAME", help="a profile's name (PLACEMENT_PROFILE, cambridgeshire)")
    add_asking(figures, reason="monitoring (10)")
    figures.set_defaults(run=_figures)


def _figures(options: argparse.Namespace) -> int:
    from placement.monitor_commands import show_report, telling

    problems = []
    if (options.authority is not None) != (options.audience == "lha"):
        problems.append("--authority goes with --audience lha, and only with it. Give both.")
    if options.release and options.audience == "internal":
        problems.append(
            "what is for you alone is not released: give --audience smb, lha or public."
        )
    if problems:
        raise InputError("placement record figures", problems)
    with desk_of(options) as desk, telling() as tell:
        if desk.actor.role == "coordinator":
            report, keep = _worked_out(desk, options, tell)
        else:
            found, keep = _read(desk, options), _nothing
            if found is None:
                say(NOTHING_YET)
                return 0
            report = found
        if options.out is None:
            keep()
        else:
            written = _handed_over(desk, report, keep, options, tell)
    show_report(report, as_json=options.json)
    if options.out is not None:
        warn(f"placement: wrote {len(written)} files to {options.out}")
    if options.release:
        warn(RELEASED)
    return 0


def _worked_out(
    desk: Desk, options: argparse.Namespace, tell: Callable[[str], None]
) -> tuple[Report, Callable[[], object]]:
    """Return the figures, and what keeps their release once everything is written."""
    from placement.figures import figures, keep_release
    from placement.monitor_commands import code_of
    from placement.monitoring.control.calendar import due_release
    from placement.profile import load_profile
    from placement.records import monitored, released

    area, day = profile_of(options), today(desk)
    names = {lha.code: lha.name for lha in load_profile(area).lhas}
    lha = code_of(options.authority, names, "--authority")
    about: date = day
    if options.release:
        due = due_release(options.audience, day, _numbers(area, day))
        about = due[1] if due is not None else day  # refused below, with the next day
    earlier = released.earlier(desk)
    tell("reading the record")
    report, release = figures(
        held=monitored.gathered(desk),
        profile=area,
        as_of=about,
        audience=options.audience,
        lha=lha,
        earlier=earlier,
        on=day if options.release else None,
        tell=tell,
    )
    if release is None:
        return report, _nothing
    return report, lambda: keep_release(
        desk, report, release, after=len(earlier), reason=options.reason
    )


def _read(desk: Desk, options: argparse.Namespace) -> Report | None:
    """Return the last report that was released to whoever asks."""
    from placement.monitoring.output.kept import report_from
    from placement.records import released
    from placement.records.kinds import KINDS

    if not any(desk.actor.role in KINDS[kind].reads for kind in released.REPORTS):
        raise NotAllowed(
            "Figures are released to the Board and to each authority, not to this role."
        )
    if options.release or options.audience != "internal":
        raise InputError(
            "placement record figures",
            [
                "only a coordinator works figures out and releases them. Leave --audience and "
                "--release out to read what was last released to you."
            ],
        )
    found = released.reports(desk)
    return report_from(released.text_of(found[0])) if found else None


def _numbers(area: str, day: date) -> Any:  # noqa: ANN401 - Numbers
    from placement.load import load_setting

    return load_setting(profile=area, as_of=day).numbers


def _handed_over(
    desk: Desk,
    report: Report,
    keep: Callable[[], object],
    options: argparse.Namespace,
    tell: Callable[[str], None],
) -> list[Path]:
    """Log that files leave, write them and keep the release: all of it, or nothing."""
    from placement.monitor_commands import write_files

    written: list[Path] = []
    what = {"kind": "monitoring_report_files"}
    try:
        with desk.transaction():
            desk.log("disclosure", what=what, to_whom=desk.actor.id, reason=options.reason)
            with _for_the_owner_alone():
                written = write_files(report, options.out, tell)
            keep()
    except BaseException:
        for path in written:  # of a release that was not made
            path.unlink(missing_ok=True)
        raise
    return written


@contextmanager
def _for_the_owner_alone() -> Iterator[None]:
    """Make what is written here readable by nobody else of this machine."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _nothing() -> None:
    return None
