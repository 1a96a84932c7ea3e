"""``placement record create``, ``upgrade``, ``status``, ``demo``, ``rotate-keys``, and endings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from placement.errors import InputError
from placement.record_commands.asking import (
    LOCK,
    add_asking,
    add_record,
    desk_of,
    keys_of,
    record_of,
    url_of,
)
from placement.record_commands.ending import add_ending
from placement.record_commands.naming import in_area
from placement.terminal import print_json, say

if TYPE_CHECKING:
    import argparse

REASONS: Final = ("retention", "asked_by_the_person", "opened_in_error", "order_of_a_court")


def add_keeping(verbs: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add the commands that make, look after and end what is kept."""
    create = verbs.add_parser("create", help="make a new record and its keys")
    create.epilog = LOCK
    add_record(create)
    create.add_argument("--synthetic", action="store_true", help="mark it: synthetic people only")
    create.set_defaults(run=_create)
    upgrade = verbs.add_parser("upgrade", help="bring its tables up to this edition")
    add_record(upgrade, keys=False)
    upgrade.set_defaults(run=_upgrade)
    status = verbs.add_parser("status", help="what this record is, and whether it can be used")
    add_record(status)
    status.set_defaults(run=_status)
    demo = verbs.add_parser("demo", help="make a record of synthetic people to try things with")
    demo.add_argument("folder", type=Path, metavar="DIR", help="where: record.db and keys/ in it")
    demo.add_argument("--profile", default="cambridgeshire", metavar="NAME")
    demo.add_argument("--json", action="store_true")
    demo.set_defaults(run=_demo)
    rotate = verbs.add_parser("rotate-keys", help="change the keys that seal what is kept")
    add_asking(rotate, reason="keys changed as planned")
    rotate.add_argument(
        "--retire",
        action="store_true",
        help="destroy older keys that nothing needs: older backups can then not be opened",
    )
    rotate.set_defaults(run=_rotate)
    add_ending(verbs)


def _create(options: argparse.Namespace) -> int:
    from placement.records import create_record
    from placement.records.clock import system

    url, keys = url_of(options), keys_of(options)
    with create_record(url, keys, synthetic=options.synthetic, clock=system) as record:
        made = {"record": record.database.place, "keys": str(keys), "synthetic": record.synthetic}
    if options.json:
        print_json(made)
        return 0
    say(
        f"Made a record in {made['record']}, and its keys in {keys}.",
        "Keep a copy of the keys apart from every backup: without them nothing can be read.",
        f"{in_area(options, 'Next: enter the SPOCs')} (`placement record import OFFICES.csv`), "
        "then the first case.",
    )
    return 0


def _upgrade(options: argparse.Namespace) -> int:
    from placement.records import upgrade_record

    before, after = upgrade_record(url_of(options))
    if options.json:
        print_json({"before": before, "after": after})
    elif before == after:
        say(f"The record is up to date (tables {after}); nothing was changed.")
    else:
        say(f"The tables were brought from {before} to {after}.")
    return 0


def _status(options: argparse.Namespace) -> int:
    from placement.records import audit
    from placement.records.clock import read, said
    from placement.records.keys import PURPOSES
    from placement.records.schema import HEAD
    from placement.records.standing import Standings
    from placement.records.transaction import current_keys

    with record_of(options) as record:
        with record.database.reading() as connection:
            last = audit.last(connection)
            cases = len(Standings(connection, record.clock().date()).all())
            in_use = current_keys(connection)
        held = {purpose: record.keyring.has(in_use[purpose]) for purpose in PURPOSES}
        found = {
            "record": record.database.place,
            "tables": HEAD,
            "synthetic": record.synthetic,
            "cases_opened": cases,
            "log_entries": last["seq"] if last else 0,
            "last_entry": last["at"] if last else None,
            "keys": held,
        }
    if options.json:
        print_json(found)
        return 0
    missing = [purpose for purpose, here in held.items() if not here]
    opened = "1 case was" if cases == 1 else f"{cases:,} cases were"
    length = found["log_entries"]
    entries = "1 entry, made" if length == 1 else f"{length:,} entries, the last made"
    say(
        f"The record in {found['record']} can be used (tables {HEAD}).",
        *(["It is marked synthetic: nobody in it is real."] if found["synthetic"] else []),
        f"{opened} opened in it, erased ones counted; the log has {entries} "
        f"{said(read(str(found['last_entry'])))}.",
        f"Not here: the key of the {', '.join(missing)}. What it seals stays closed."
        if missing
        else "All its keys are here.",
    )
    return 0


def _demo(options: argparse.Namespace) -> int:
    from scenarios.demonstration import asked_in, make, person

    folder: Path = options.folder
    failed = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        failed = error.strerror or "it cannot be written"
    if failed:
        raise InputError(str(folder), [f"{failed}. Name another folder."])
    make(folder, profile=options.profile).close()
    url, keys = f"sqlite:///{folder / 'record.db'}", folder / "keys"
    user, manager = (
        person(role, profile=options.profile).id for role in ("coordinator", "offender_manager")
    )
    lha = asked_in(options.profile)
    spoc = person("spoc", lha, options.profile).id
    if options.json:
        print_json({"record": url, "keys": str(keys), "user": user, "synthetic": True})
        return 0
    say(
        f"Made a record of synthetic people in {folder}. To use it in this shell:",
        f"  export PLACEMENT_RECORD={url} PLACEMENT_KEYS={keys} PLACEMENT_USER={user}",
        f"Others in it: --user {manager} --role offender_manager, and --user "
        f"{spoc} --role spoc --lha {lha}.",
    )
    return 0


def _rotate(options: argparse.Namespace) -> int:
    from placement.records.rotation import retire, rotate

    with desk_of(options) as desk:
        done = rotate(desk, reason=options.reason)
        gone = retire(desk, reason=options.reason) if options.retire else []
    if options.json:
        print_json({"wrapped": done, "retired": gone})
        return 0
    for purpose, count in done.items():
        say(f"The {purpose} key was changed" + (f"; it wraps {count} keys." if count else "."))
    if options.retire:
        say(f"{len(gone)} older keys were destroyed: backups made under them stay closed.")
    say("Copy the directory of keys to where you keep it, now: the older copy is out of date.")
    return 0
