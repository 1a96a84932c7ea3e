"""``placement case add``, ``update``, ``limit``, ``end``: cases of the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement import arguments
from placement.errors import InputError
from placement.record_commands.asking import add_asking, desk_of
from placement.record_commands.naming import case_of, today
from placement.terminal import print_json, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping


def add_cases(verbs: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add the commands about the case itself."""
    add = verbs.add_parser("add", help="open a case in the record from its file")
    add.add_argument("file", type=Path, metavar="FILE", help="a case file (TOML)")
    add.add_argument("--protected", type=Path, metavar="FILE", help="its protected part")
    add_asking(add, reason="case opened")
    add.set_defaults(run=_add)
    update = verbs.add_parser("update", help="record a newer file of a case")
    update.add_argument("case", metavar="REF")
    update.add_argument("file", type=Path, metavar="FILE", help="its file (TOML)")
    update.add_argument(
        "--based-on",
        type=int,
        required=True,
        metavar="VERSION",
        help="the version that was changed, as `case show` says",
    )
    add_asking(update, reason="case updated")
    update.set_defaults(run=_update)
    limit = verbs.add_parser("limit", help="close a case to all who are not named for it")
    limit.add_argument("case", metavar="REF")
    limit.add_argument("--lift", action="store_true", help="open it again")
    add_asking(limit, reason="limited access")
    limit.set_defaults(run=_limit)
    end = verbs.add_parser("end", help="the day a case ended, from which retention counts")
    end.add_argument("case", metavar="REF")
    end.add_argument("day", type=arguments.day, metavar="DATE")
    add_asking(end, reason="the case ended")
    end.set_defaults(run=_end)


def _add(options: argparse.Namespace) -> int:
    from placement.cases.reader import read_case_text
    from placement.cases.source import read_text

    path, second = options.file, options.protected
    text = read_text(path)
    protected = None if second is None else read_text(second)
    files = geometry_beside(path, text)
    if second is not None and protected is not None:
        files |= geometry_beside(second, protected, but_not=files)
    with desk_of(options) as desk:
        # read here first, so that what is wrong is said with the name of its file
        case = read_case_text(
            text,
            source=str(path),
            directory=path.parent,
            protected_text=protected,
            protected_source="" if second is None else str(second),
            protected_directory=path.parent if second is None else second.parent,
        )
        row = desk.open_case(
            case.reference, text, protected=protected, files=files, reason=options.reason
        )
    if options.json:
        print_json({"reference": row.reference, "id": row.id, "version": row.version})
        return 0
    say(f"{row.reference} is open in the record, its file as version {row.version}.")
    if case.holds_protected:
        say("Victims and conditions not shared with housing are kept in the vault.")
    return 0


def geometry_beside(
    path: Path, text: str, *, but_not: Mapping[str, bytes] | None = None, all_there: bool = True
) -> dict[str, bytes]:
    """
    Return the geometry files that the zones of a file name and that lie beside it.

    ``but_not`` are those of the case's other file: one name cannot stand for two outlines.
    ``all_there``: one that is not there is refused; else the record goes on with what it holds.
    """
    from placement.records.geometry import beside

    problems: list[str] = []
    found = beside(path.parent, text, problems, all_there=all_there)
    problems += [
        f"{name}: the case's other file names another geometry file so. Give one a new name."
        for name, content in found.items()
        if (but_not or {}).get(name, content) != content
    ]
    if problems:
        raise InputError(str(path), problems)
    return found


def _update(options: argparse.Namespace) -> int:
    from placement.cases.reader import read_case_text
    from placement.cases.source import read_text
    from placement.records.decisions.recording import mark

    text = read_text(options.file)
    with desk_of(options) as desk:
        case = case_of(desk, options.case)
        read = read_case_text(text, source=str(options.file), directory=options.file.parent)
        problems = []
        if read.reference != case.reference:
            problems.append(f"its reference is {read.reference}, and the case is {case.reference}.")
        if read.holds_protected:
            problems.append(
                "it holds what is protected. Split it (`placement case split`), and record the "
                "second part with `placement record enter protected`."
            )
        if problems:
            raise InputError(str(options.file), problems)
        saved = desk.save(
            "case",
            {"text": text},
            case=case.id,
            id=case.id,
            based_on=options.based_on,
            reason=options.reason,
            files=geometry_beside(options.file, text, all_there=False),
        )
        changed = mark(desk, case.id, day=today(desk), reason="the case was changed")
    if options.json:
        print_json({"id": saved.id, "version": saved.version, "decisions_to_review": list(changed)})
        return 0
    say(f"{case.reference}: version {saved.version} was recorded.")
    if changed:
        say(f"Decisions to be looked at again because of it: {len(changed)}.")
    return 0


def _limit(options: argparse.Namespace) -> int:
    with desk_of(options) as desk:
        case = case_of(desk, options.case)
        desk.limit(case.id, limited=not options.lift, reason=options.reason)
        closed_to_you = not options.lift and desk.actor.id not in desk.standing(case.id).named
    if options.json:
        print_json({"reference": case.reference, "limited": not options.lift})
        return 0
    said = "open again to all whose role sees it" if options.lift else "for those named for it only"
    say(f"{case.reference} is {said}.")
    if closed_to_you:
        say(
            "You are not named for it, so it is closed to you too. To open it again, first name "
            f"somebody: `placement record enter access FILE --case {case.id}`."
        )
    return 0


def _end(options: argparse.Namespace) -> int:
    with desk_of(options) as desk:
        case = case_of(desk, options.case)
        desk.end_case(case.id, on=options.day, reason=options.reason)
    if options.json:
        print_json({"reference": case.reference, "ended_on": options.day.isoformat()})
        return 0
    say(f"{case.reference} ended on {options.day}: retention counts from then.")
    return 0
