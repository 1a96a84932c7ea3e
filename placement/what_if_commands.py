"""
``placement what-if``: what would move if something about a case were different.

Only words in and words out; ``scenarios.what_if`` holds the vocabulary and asks the engine. The
case file is read and never written.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.errors import InputError
from placement.terminal import print_json, show

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

    from scenarios.what_if.changes import Change
FORMS = (
    "set KEY = VALUE",
    "add LIST { key = value, ... }",
    "drop LIST NUMBER",
    "move NUMBER POSTCODE (a service)",
    "open { reference = ..., lha = ..., kind = ... } (a vacancy)",
    "close REFERENCE (a vacancy)",
    "place { reference = ..., lha = ..., level = ..., ... }",
    "end REFERENCE DATE (a placement)",
    "number NAME = VALUE",
    "weight CONSIDERATION = UNITS",
    "say LHA { availability = ..., exclusion = ..., ask = ... } (what its SPOC says)",
    "option LHA KIND = STATUS (how a kind of home stands there)",
    'merge LHA LHA... into "NAME" [on DATE]',
    'split LHA into [{ name = "NAME", sectors = [...] }, { name = "NAME", rest = true }] [on DATE]',
)


def add_what_if(
    commands: Any,  # noqa: ANN401 - argparse has no public name for it
    add_setting: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add the command; ``add_setting`` adds the options that it shares with ``rank``."""
    add_parser = commands.add_parser(
        "what-if",
        help="change something in a copy of a case: before and after, by clause",
        description="Change something in a copy of a case and show what moves, by clause. Nothing "
        "touches the case. A change is one of: " + "; ".join(FORMS) + ".",
    )
    add_parser.add_argument("case", type=Path, metavar="CASE", help="a case file (TOML)")
    add_changes(add_parser, "one change, as 'set origin.can_return = yes'; may be given again")
    add_parser.add_argument(
        "--vacancies", type=Path, metavar="FILE", help="real homes (CSV or XLSX), to open and close"
    )
    add_setting(add_parser)
    add_parser.set_defaults(run=run_what_if)


def run_what_if(options: argparse.Namespace) -> int:
    """Apply the changes to a copy, assess both, and write what moved."""
    from dataclasses import replace

    from placement.cases.registers import read_vacancies
    from placement.load import load_setting, placements_in
    from placement.profile import load_profile
    from placement.view import Reader
    from scenarios.what_if.ask import what_if
    from scenarios.what_if.base import base_from_files, locked_for
    from scenarios.what_if.difference import difference_as_data

    reader = Reader(options.role, options.lha).check()
    changes, note = _changes(options)
    base = base_from_files(options.case, options.protected)
    held, area = options.placements, load_profile(options.profile)
    base = replace(
        locked_for(base, reader),
        placements=placements_in(held, area) if held else None,
        vacancies=tuple(read_vacancies(options.vacancies)) if options.vacancies else None,
    )
    setting = load_setting(
        profile=options.profile,
        as_of=options.as_of or base.case().assessed_on,
        weights=options.weights,
        role=options.role,
    )
    found = difference_as_data(what_if(base, changes, setting), reader)
    names = {lha.code: lha.name for lha in area.lhas}
    found["changes"] = [_as_json(change, names) for change in changes]
    found["note"] = note
    if options.json:
        print_json(found)
        return 0
    if note:
        show(note)
    _show(found)
    return 0


def add_changes(parser: argparse.ArgumentParser, change: str) -> None:
    """Add the options by which changes are given, ``change`` the help of a single one."""
    parser.add_argument("--change", action="append", default=[], metavar="CHANGE", help=change)
    parser.add_argument(
        "--changes",
        type=Path,
        metavar="FILE",
        help="[[change]] tables in a TOML file, with a note if need be",
    )
    parser.add_argument(
        "--wards",
        action="append",
        default=[],
        metavar="PART=FILE",
        help="the wards that go to a part of a split, one a line by code or name, in place of what "
        "the change gives it; their boundaries come from `geodata import`. May be given again",
    )


def _changes(options: argparse.Namespace) -> tuple[tuple[Change, ...], str | None]:
    """Return the changes asked for, and the note of their file, if it has one."""
    from scenarios.what_if.files import changes_given

    given, note = changes_given(options.change, options.changes, options.wards)
    if not given:
        raise InputError("The what-if", ["give at least one --change, or --changes FILE."])
    return given, note


def _as_json(change: Change, names: Mapping[str, str]) -> dict[str, Any]:
    from scenarios.what_if.change import named

    plain = json.loads(json.dumps(change.to_data(), default=str))
    return {"says": named(change.says(), names), **plain}


def _show(found: dict[str, Any]) -> None:
    from placement.what_if_text import difference_text

    show("What if: " + "; ".join(change["says"] for change in found["changes"]) + ".")
    show(difference_text(found))
