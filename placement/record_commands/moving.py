"""``placement record import``, ``export``, ``backup``, ``restore``: what comes in and goes out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from placement.errors import InputError
from placement.record_commands.asking import (
    actor_of,
    add_asking,
    desk_of,
    keys_of,
    url_of,
)
from placement.record_commands.tables import plain
from placement.terminal import print_json, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from placement.records import Desk
    from placement.records.imports import Plan

# A column that only this register has.
TELLS: Final = {"placement": "category", "vacancy": "bedrooms", "office": "post"}
ARGUMENTS: Final = {"placement": "placements", "vacancy": "vacancies", "office": "offices"}


def add_moving(verbs: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add the commands that carry things in and out."""
    bring = verbs.add_parser(
        "import",
        help="case files (TOML), registers of placements, vacancies and offices (CSV, XLSX)",
        description="Bring files into the record: all of them or nothing. Which register a CSV or "
        "XLSX file is, its first row says.",
    )
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_asking(bring, reason="imported from files")
    bring.add_argument(
        "--protected",
        action="append",
        default=[],
        metavar="CASEFILE=FILE|DIR",
        help="the protected part of one of the case files, or a folder with those of all; may be "
        "given again",
    )
    bring.add_argument("--dry-run", action="store_true", help="say every problem, record nothing")
    bring.set_defaults(run=_import)
    take = verbs.add_parser("export", help="all that you may see, without what is protected")
    take.add_argument("--out", type=Path, required=True, metavar="DIR", help="an empty folder")
    take.add_argument("--to", required=True, metavar="WHOM", help="to whom it goes, for the log")
    add_asking(take, reason="an export was asked for")
    take.set_defaults(run=_export)
    backup = verbs.add_parser("backup", help="everything in one file, without the keys")
    backup.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="a file that is not there yet, or a folder: one named after the moment is made in it",
    )
    add_asking(backup, reason="backup")
    backup.set_defaults(run=_backup)
    restore = verbs.add_parser(
        "restore",
        help="a backup into a new place",
        description="Restore a backup into an empty place, which --record names, with the keys of "
        "the record it was made of. What was erased since stays erased.",
    )
    restore.add_argument("file", type=Path, metavar="FILE")
    add_asking(restore, reason="restored from a backup")
    restore.set_defaults(run=_restore)


def _import(options: argparse.Namespace) -> int:
    from placement.records.imports import carry_out

    with desk_of(options) as desk:
        plan = _planned(options, desk)
        done = None
        if not options.dry_run:
            done = carry_out(plan, desk, reason=options.reason)
    if options.json:
        print_json({"would_record": plan.counts, "problems": list(plan.problems), "recorded": done})
    elif done is None:
        say(plan.in_words())
    else:
        counted = ", ".join(f"{n} of {kind.replace('_', ' ')}" for kind, n in sorted(done.items()))
        say(f"Recorded: {counted}.")
    return 1 if plan.problems else 0


def _planned(options: argparse.Namespace, desk: Desk) -> Plan:
    from placement.records import policy
    from placement.records.imports import plan_import

    policy.require(policy.may_act(desk.actor, "import"))
    problems: list[str] = []
    registers: dict[str, Path] = {}
    cases: list[Path] = []
    for path in options.files:
        kind = "case" if path.suffix.lower() == ".toml" else _register(path, problems)
        if kind == "case":
            cases.append(path)
        elif kind in registers:
            problems.append(f"{path.name}: {registers[kind].name} is a register of {kind}s too.")
        elif kind is not None:
            registers[kind] = path
    seconds = _seconds(options.protected, cases, problems)
    if problems:
        raise InputError("The import", problems)
    return plan_import(
        **{ARGUMENTS[kind]: path for kind, path in registers.items()},
        cases=[(path, seconds.get(path)) for path in cases],
        references=[row.reference for row in desk.cases()],
        held_vacancies=[str(each.data["reference"]) for each in desk.list("vacancy")],
    )


def _register(path: Path, problems: list[str]) -> str | None:
    """Say which register a file is, by its columns."""
    from placement.cases.sheets import read_rows

    try:
        rows = read_rows(path)
    except InputError as error:
        problems += [f"{path.name}: {problem}" for problem in error.problems]
        return None
    names = set(rows[0].cells) if rows else set()
    found = [kind for kind, column in TELLS.items() if column in names]
    if len(found) == 1:
        return found[0]
    known = "; ".join(f"{column} (a register of {kind}s)" for kind, column in TELLS.items())
    problems.append(f"{path.name}: its first row has none, or several, of the columns {known}.")
    return None


def _seconds(given: Iterable[str], cases: list[Path], problems: list[str]) -> dict[Path, Path]:
    from placement.cases.second_files import second_files

    found: dict[Path, Path] = {}
    for text in given:
        if Path(text).is_dir():
            try:
                found |= second_files(Path(text), cases)
            except InputError as error:
                problems += [f"--protected {text}: {each}" for each in error.problems]
            continue
        first, sign, second = text.partition("=")
        if not sign or Path(first) not in cases:
            problems.append(f"--protected {text}: write CASEFILE=FILE, with one of the case files.")
        found[Path(first)] = Path(second)
    return found


def _export(options: argparse.Namespace) -> int:
    from placement.records.exports import export

    out: Path = options.out
    if out.is_file() or (out.is_dir() and any(out.iterdir())):
        problem = "there is something there. Name an empty folder, or one not yet there."
        raise InputError(str(out), [problem])
    with desk_of(options) as desk, desk.transaction():  # not logged where it cannot be written
        found = export(desk, desk.actor, to_whom=options.to, reason=options.reason)
        failed = ""
        try:
            written = found.write(out)
        except OSError as error:
            failed, written = error.strerror or "it cannot be written", []
        if failed:
            raise InputError(str(out), [f"{failed}. Nothing was exported."])
    if options.json:
        print_json({"files": [str(path) for path in written], "counts": dict(found.counts)})
        return 0
    total = sum(found.counts.values())
    say(f"Wrote {total} records in {len(written)} files to {out}; the log says to whom and why.")
    return 0


def _backup(options: argparse.Namespace) -> int:
    from placement.records.backup import back_up

    with desk_of(options) as desk:
        path: Path = options.file
        if path.is_dir():
            path = path / f"{desk.record.clock():%Y-%m-%d-%H%M%SZ}.backup"
        made = back_up(desk, path, reason=options.reason)
    if options.json:
        print_json(plain(made))
        return 0
    say(
        f"Wrote {made.rows:,} rows to {made.path}, up to entry {made.entries} of the log.",
        "It holds no key. Keep it apart from the keys.",
    )
    return 0


def _restore(options: argparse.Namespace) -> int:
    from placement.records.clock import system
    from placement.records.restore import restore

    done = restore(
        options.file,
        url_of(options),
        keys_of(options),
        actor_of(options),
        reason=options.reason,
        clock=system,
    )
    if options.json:
        print_json(plain(done))
        return 0
    say(f"Restored, with {done.entries} entries of the log.")
    if done.seen is not None and done.seen > done.entries:
        say(f"Not in the backup: entries {done.entries + 1} to {done.seen} of the old copy's log.")
    if done.erased:
        say(f"Erased again, since they were erased after the backup: {len(done.erased)}.")
    say("Run `placement audit verify` before people use it.")
    return 0
