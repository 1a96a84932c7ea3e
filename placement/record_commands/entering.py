"""``placement record enter``, ``look``, ``withdraw``, ``kinds``: any other record, by its kind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from placement.errors import InputError, NotAllowed
from placement.record_commands.asking import HOUSING, add_asking, desk_of
from placement.record_commands.naming import case_of, data_in, in_area, is_id, role_in_area
from placement.record_commands.tables import plain, table
from placement.terminal import print_json, say

if TYPE_CHECKING:
    import argparse

    from placement.records import Desk, Stored
    from placement.records.kinds.base import Kind

# What is recorded by a command of its own, or by the record itself.
INSTEAD: Final = {
    "case": "placement case add, or case update",
    "decision": "placement case decide",
    "address_check": "placement check-address",
    "frozen": "placement case decide",
    "shown": "placement case decide",
    "zone_release": "placement case rank",
    "release_log": "placement case rank",
    "told_before": "placement record erase",
    "session": "signing in to the app",
    "draft": "saving what it is a draft of",
}
# Kinds whose text is not for a housing role, whoever may read the record itself.
NOT_FOR_HOUSING: Final = (
    "case",
    "protected",
    "frozen",
    "shown",
    "address_check",
    "release_log",
    "told_before",
)


def add_entering(verbs: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add the commands."""
    kinds = verbs.add_parser("kinds", help="what kinds of records there are, and their fields")
    kinds.add_argument("--json", action="store_true")
    kinds.set_defaults(run=_kinds)
    enter = verbs.add_parser(
        "enter",
        help="record a meeting, a contribution, an outcome ... from a TOML file",
        description="Record something from a TOML file whose keys are the fields of its kind; "
        "`placement record kinds` lists them.",
    )
    enter.add_argument("kind", metavar="KIND")
    enter.add_argument("file", type=Path, metavar="FILE", help="TOML")
    enter.add_argument("--case", metavar="REF", help="the case it is about")
    enter.add_argument("--id", metavar="ID", help="of a record that is to be changed")
    enter.add_argument("--based-on", type=int, metavar="VERSION", help="the version changed")
    add_asking(enter, reason="entered from a file")
    enter.set_defaults(run=_enter)
    look = verbs.add_parser("look", help="the records of a kind that you may see")
    look.add_argument("kind", metavar="KIND")
    look.add_argument("--case", metavar="REF", help="about one case")
    add_asking(look)
    look.set_defaults(run=_look)
    withdraw = verbs.add_parser("withdraw", help="withdraw a record; its versions stay")
    withdraw.add_argument("id", metavar="ID")
    withdraw.add_argument("--based-on", type=int, required=True, metavar="VERSION")
    add_asking(withdraw, reason="withdrawn")
    withdraw.set_defaults(run=_withdraw)


def _kind(name: str) -> Kind:
    from placement.records.kinds import KINDS

    if name not in KINDS:
        listed = ", ".join(sorted(set(KINDS) - set(INSTEAD)))
        raise InputError("The kind", [f"{name} is none of: {listed}."])
    return KINDS[name]


def _label(kind: Kind, options: argparse.Namespace) -> str:
    """Return what the area calls a kind of record, as a sentence begins with it."""
    said = in_area(options, kind.label)
    return said[0].upper() + said[1:]


def _kinds(options: argparse.Namespace) -> int:
    from placement.records.kinds import KINDS

    rows: list[dict[str, Any]] = [
        {
            "kind": name,
            "label": _label(kind, options),
            "clause": kind.clause,
            "of_case": kind.of_case,
            "fields": list(kind.model.keys()),  # type: ignore[attr-defined]
            "controller": kind.controller,
            "regime": kind.regime,
        }
        for name, kind in KINDS.items()
        if name not in INSTEAD
    ]
    if options.json:
        print_json(rows)
        return 0
    table(
        ("Kind", "Clause", "About", "Fields"),
        [
            (
                *(row["kind"], row["clause"], "a case" if row["of_case"] else "no case"),
                ", ".join(row["fields"]),
            )
            for row in rows
        ],
    )
    return 0


def _enter(options: argparse.Namespace) -> int:
    declared = _kind(options.kind)
    if options.kind in INSTEAD:
        label = _label(declared, options)
        raise InputError("The kind", [f"{label} is recorded by: {INSTEAD[options.kind]}."])
    files = None
    if options.kind == "protected":
        from placement.record_commands.cases import geometry_beside

        data: dict[str, Any] = {"text": _text(options.file)}
        files = geometry_beside(options.file, data["text"], all_there=options.id is None)
    else:
        data = data_in(options.file)
    with desk_of(options) as desk:
        saved = desk.save(
            options.kind,
            data,
            case=_about(desk, options),
            id=options.id,
            based_on=options.based_on,
            reason=options.reason,
            files=files,
        )
    if options.json:
        print_json({"kind": options.kind, "id": saved.id, "version": saved.version})
        return 0
    say(f"{_label(declared, options)}: recorded as {saved.id}, version {saved.version}.")
    return 0


def _about(desk: Desk, options: argparse.Namespace) -> str | None:
    """Return the id of the case; who is named for a limited one is recorded without seeing it."""
    if options.case is None:
        return None
    if options.kind == "access" and is_id(options.case):
        return str(options.case)
    return case_of(desk, options.case).id


def _text(path: Path) -> str:
    from placement.cases.source import read_text

    return read_text(path)


def _look(options: argparse.Namespace) -> int:
    declared = _kind(options.kind)
    with desk_of(options) as desk:
        if desk.actor.role in HOUSING and options.kind in NOT_FOR_HOUSING:
            raise NotAllowed(f"{_label(declared, options)}: this is not shown to a housing role.")
        if desk.actor.role not in declared.reads:
            role = role_in_area(options, desk.actor.role)
            label = _label(declared, options)
            raise NotAllowed(f"{label}: this is not shown to the role {role}.")
        case = None if options.case is None else case_of(desk, options.case)
        found = desk.list(options.kind, case=None if case is None else case.id)
        rows = [_as_data(desk, declared, each) for each in found]
    if options.json:
        print_json(rows)
        return 0
    if not rows:
        say(f"{_label(declared, options)}: there is none that you may see.")
    for row in rows:
        say(f"{row['id']} version {row['version']} ({row['state']}), {row['at'][:10]} {row['by']}")
        told = {
            **row["data"],
            **(
                {"post": role_in_area(options, row["data"]["post"])}
                if "post" in row["data"]
                else {}
            ),
        }
        table(("Field", "As recorded"), [(name, _words(v)) for name, v in told.items()])
    return 0


def _words(value: object) -> str:
    """Return a field as a person reads it: tables and lists in a line."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_words(each)}" for name, each in value.items())
    if isinstance(value, list):
        return "; ".join(map(_words, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _as_data(desk: Desk, kind: Kind, stored: Stored) -> dict[str, Any]:
    """Return a record as plain data; of where others live, housing gets what is in the open."""
    data = dict(stored.data)
    if kind.name == "placement" and desk.actor.role in HOUSING:
        data = {name: value for name, value in data.items() if name in kind.plain}
    about = ("id", "case", "version", "state", "by", "at")
    return {**{name: plain(getattr(stored, name)) for name in about}, "data": plain(data)}


def _withdraw(options: argparse.Namespace) -> int:
    with desk_of(options) as desk:
        saved = desk.withdraw(options.id, based_on=options.based_on, reason=options.reason)
    if options.json:
        print_json({"id": saved.id, "version": saved.version, "state": "withdrawn"})
        return 0
    say(f"{saved.id} is withdrawn; what stood before is kept.")
    return 0
