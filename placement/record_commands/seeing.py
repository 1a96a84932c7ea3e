"""``placement case list`` and ``show``: what the record holds, for whoever may see it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.errors import InputError, NotAllowed
from placement.record_commands.asking import HOUSING, add_asking, desk_of
from placement.record_commands.naming import case_of, setting_of
from placement.record_commands.tables import table
from placement.terminal import print_json, say

if TYPE_CHECKING:
    import argparse

    from placement.record_commands.naming import Named
    from placement.records import Desk


def add_seeing(verbs: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add both commands."""
    listed = verbs.add_parser("list", help="the cases that you may see")
    add_asking(listed)
    listed.set_defaults(run=_list)
    show = verbs.add_parser("show", help="what the record holds of a case")
    show.add_argument("case", metavar="REF")
    show.add_argument("--file", action="store_true", help="write its file, to change it")
    show.add_argument(
        "--into",
        type=Path,
        metavar="FOLDER",
        help="with --file: write its file into a new folder, with the geometry files it names, "
        "and the protected part if you may have it",
    )
    add_asking(show, reason="to look at the case")
    show.set_defaults(run=_show)


def _list(options: argparse.Namespace) -> int:
    with desk_of(options) as desk:
        lines = overview_of(desk, options).lines
    rows: list[dict[str, Any]] = [
        {
            "reference": line.row.reference,
            "id": line.row.id,
            "version": line.row.version,
            "level": line.level,
            "release_on": line.release_on.isoformat() if line.release_on else None,
            "decision": line.decided,
            "tasks_open": sum(task.state == "open" for task in line.tasks),
            "limited": line.row.limited,
            "changed_on": line.row.changed_at.date().isoformat(),
        }
        for line in lines
    ]
    if options.json:
        print_json(rows)
    elif not rows:
        say("There are no cases that you may see.")
    else:
        table(
            ("Case", "Level", "Release", "Decision", "Tasks open", "Changed", "Access"),
            [
                (
                    *(row["reference"], row["level"], row["release_on"]),
                    *(row["decision"].replace("_", " "), row["tasks_open"], row["changed_on"]),
                    "limited" if row["limited"] else "",
                )
                for row in rows
            ],
        )
    return 0


def overview_of(desk: Desk, options: argparse.Namespace) -> Any:  # noqa: ANN401 - an Overview
    """Return what somebody finds when they come in; see ``placement.records.overview``."""
    from placement.clauses import load_clauses
    from placement.records.overview import overview

    setting = setting_of(desk, options)
    routes = {lha.code: lha.route for lha in setting.profile.lhas}
    issued = load_clauses().protocol.issued
    return overview(desk, setting.as_of, setting.numbers, routes=routes, issued=issued)


def _show(options: argparse.Namespace) -> int:
    from placement.cases.reader import read_case_text
    from placement.records.oracle.kept import passed_on

    with desk_of(options) as desk, desk.transaction():  # one commit for all that is looked at
        housing = desk.actor.role in HOUSING
        if options.file and housing:
            raise NotAllowed(
                "The file of a case is for those who work with the person: it says more than "
                "housing is told. Leave --file out."
            )
        case = case_of(desk, options.case)
        stored = desk.read(case.id, reason=options.reason)
        text = str(stored.data["text"])
        if options.file and options.into:
            return _into(desk, case, options)
        if options.file:
            if options.json:
                print_json({"reference": case.reference, "version": stored.version, "file": text})
            else:
                say(text.rstrip("\n"))
            return 0
        read = read_case_text(text)  # nothing protected in it is said here
        held = {
            kind: len(there)
            for kind in _kinds_shown(desk)
            if (there := desk.list(kind, case=case.id))
        }
        waiting = [] if housing else passed_on(desk, case.id)
    found: dict[str, Any] = {
        "reference": case.reference,
        "id": case.id,
        "version": stored.version,
        "changed_by": stored.by,
        "changed_at": stored.at.isoformat(),
        "assessed_on": read.assessed_on.isoformat(),
        "level": read.level,
        "category": read.category,
        "release_on": read.release.isoformat() if read.release else None,
        "records": held,
        "questions_passed_on": len(waiting),
    }
    if options.json:
        print_json(found)
        return 0
    say(
        f"{case.reference}: version {stored.version} of its file, of "
        f"{stored.at:%Y-%m-%d %H:%M} UTC by {stored.by}.",
        f"Level {read.level or 'not known'}, category {read.category or 'not known'}; release "
        f"{found['release_on'] or 'not known'}; assessed on {found['assessed_on']}.",
        "Recorded about it: "
        + (", ".join(f"{n} {kind.replace('_', ' ')}" for kind, n in held.items()) or "nothing yet")
        + ".",
    )
    if waiting:
        say(f"Housing passed {len(waiting)} questions about addresses on to you.")
    return 0


def _into(desk: Desk, case: Named, options: argparse.Namespace) -> int:
    """Write what a case is made of into a new folder that nobody else may read."""
    from placement.records import geometry

    folder: Path = options.into
    kept = [desk.read(case.id, reason=options.reason)]
    kept += desk.list("protected", case=case.id)
    files = {
        f"{'case' if each.kind == 'case' else 'protected'}.toml": str(each.data["text"])
        for each in kept
    }
    files |= geometry.carried(each.data for each in kept)
    what = {"kind": "case_files", "ids": [each.id for each in kept]}
    desk.log("disclosure", case=case.id, what=what, to_whom=desk.actor.id, reason=options.reason)
    try:
        folder.mkdir(mode=0o700)
        for name, text in files.items():
            path = folder / name
            path.touch(mode=0o600, exist_ok=False)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        problem = f"{error.strerror or error}. Name a folder that is not there yet."
        raise InputError(str(folder), [problem]) from None
    if options.json:
        print_json({"reference": case.reference, "folder": str(folder), "files": sorted(files)})
    else:
        say(f"{', '.join(sorted(files))} are in {folder}.")
    return 0


def _kinds_shown(desk: Desk) -> list[str]:
    """Return the kinds of records of a case that this role may see, those of the vault apart."""
    from placement.records.kinds import KINDS

    apart = ("case", "zone_release", "frozen", "shown", "draft")
    return [
        name
        for name, kind in KINDS.items()
        if kind.of_case and not kind.vault and name not in apart and desk.actor.role in kind.reads
    ]
