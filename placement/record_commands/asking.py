"""
Who asks on the command line, of which record, about which case.

Whoever can read the key files can open all that they open, so here the files are the lock and
nobody signs in. ``--user`` and ``--role`` say who asks: they choose what is shown and go into the
log. They are held against what the record itself knows of a person, which catches a slip and would
stop nobody who lies.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from placement.errors import InputError, NotAllowed

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from placement.records import Actor, Desk, Record

LOCK: Final = (
    "On the command line the key files are the lock: whoever can read them can do here what any "
    "role may. --user and --role choose what is shown and go into the log as who asked. Keep the "
    "keys to those who look after the record; everybody else signs in to the app."
)
ROLE: Final = "coordinator"
HOUSING: Final = ("spoc", "panel")
_AGENCIES: Final = {
    "offender_manager": "probation",
    "victim_liaison": "probation",
    "coordinator": "mappa",
    "smb": "mappa",
    "auditor": "audit",
}


# --- options ----------------------------------------------------------------------------------


def add_record(parser: argparse.ArgumentParser, *, keys: bool = True) -> None:
    """Add which record it is, and where its keys are."""
    add = parser.add_argument
    add("--record", metavar="URL", help="sqlite:///FILE or postgresql://... (PLACEMENT_RECORD)")
    if keys:
        add("--keys", type=Path, metavar="DIR", help="where its keys are (PLACEMENT_KEYS)")
    add("--json", action="store_true", help="one JSON document on standard output")


def add_asking(parser: argparse.ArgumentParser, *, reason: str | None = None) -> None:
    """Add which record it is, who asks and, where ``reason`` says what for, why."""
    parser.epilog = LOCK
    add_record(parser)
    add = parser.add_argument
    add("--user", metavar="ID", help="your staff id, never a name (PLACEMENT_USER)")
    add("--role", metavar="ROLE", help=f"in which role (PLACEMENT_ROLE, else {ROLE})")
    add("--lha", metavar="CODE", help="the LHA that a SPOC speaks for (PLACEMENT_LHA)")
    add("--agency", metavar="AGENCY", help="your agency, as police (what the role suggests)")
    if reason is not None:
        add("--reason", metavar="WORDS", default=reason, help=f"why, for the log ({reason!r})")


def add_assessing(parser: argparse.ArgumentParser) -> None:
    """Add what a ranking of a recorded case rests on beside the record."""
    from placement import arguments

    add = parser.add_argument
    add("--profile", metavar="NAME", help="a profile's name (PLACEMENT_PROFILE, cambridgeshire)")
    add("--as-of", type=arguments.day, metavar="DATE", help="the day to assess on (today)")


# --- the record and the desk --------------------------------------------------------------------


def url_of(options: argparse.Namespace) -> str:
    """Return the URL of the record; ``InputError`` where none is named."""
    named = options.record or os.environ.get("PLACEMENT_RECORD")
    if not named:
        problem = "no record is named. Give --record URL, or set PLACEMENT_RECORD."
        raise InputError("The command", [problem])
    return str(named)


def keys_of(options: argparse.Namespace) -> Path:
    """Return the directory of the keys; ``InputError`` where none is named."""
    named = options.keys or os.environ.get("PLACEMENT_KEYS")
    if not named:
        problem = "no keys are named. Give --keys DIR, or set PLACEMENT_KEYS."
        raise InputError("The command", [problem])
    return Path(named)


@contextmanager
def record_of(options: argparse.Namespace) -> Iterator[Record]:
    """Open the record that is named, and close it."""
    from placement.records import open_record
    from placement.records.clock import system

    with open_record(url_of(options), keys_of(options), clock=system) as record:
        yield record


@contextmanager
def desk_of(options: argparse.Namespace) -> Iterator[Desk]:
    """Open the record that is named, at the desk of whoever asks."""
    who = actor_of(options)
    with record_of(options) as record:
        _check_known(record, who)
        yield record.desk(who)


def actor_of(options: argparse.Namespace) -> Actor:
    """Return who asks, as they say; ``InputError`` where that is not whole."""
    from placement.records import Actor

    user = options.user or os.environ.get("PLACEMENT_USER")
    role = options.role or os.environ.get("PLACEMENT_ROLE") or ROLE
    lha = options.lha or (os.environ.get("PLACEMENT_LHA") if role == "spoc" else None)
    agency = options.agency or os.environ.get("PLACEMENT_AGENCY") or _AGENCIES.get(role)
    problems = []
    if not user:
        problems.append("nobody is named: give --user ID, or set PLACEMENT_USER.")
    if role == "spoc" and not lha:
        problems.append("a SPOC speaks for one LHA: give --lha CODE, or set PLACEMENT_LHA.")
    if role != "spoc" and lha:
        problems.append(f"--lha goes with --role spoc, and the role is {role}. Leave it out.")
    if role == "panel" and not agency:
        problems.append("a panel member comes for an agency: give --agency, as police.")
    if problems or not user:
        raise InputError("Who asks", problems)
    return Actor(id=user, role=role, agency=str(agency or lha or role), lha=lha)


def _check_known(record: Record, who: Actor) -> None:
    """
    Hold who asks against the directory and the cases they are named for.

    Asked of fields kept in the open, so that nothing is opened for it. Anybody may sit on a panel.
    """
    import json

    from placement.records.versions import CURRENT, newest_of_kind

    day = record.clock().date().isoformat()
    known: set[tuple[str, str | None]] = set()
    speaks: set[str] = set()
    with record.database.reading() as connection:
        for kind in ("office", "access"):
            for row in newest_of_kind(connection, kind, vault=False):
                told = json.loads(row["plain"])
                if row["state"] != CURRENT or not told["from"] <= day < told.get("to", "9999"):
                    continue
                if kind == "office" and told["lha"] == who.lha:
                    speaks.add(str(told.get("staff") or ""))
                if kind == "office" and told.get("staff") == who.id:
                    known.add(("spoc", told["lha"]))
                elif kind == "access" and told["person"] == who.id and told["as"] != "named":
                    known.add((told["as"], None))
    said = ", ".join(
        f"{role.replace('_', ' ')}{f' of {lha}' if lha else ''}" for role, lha in known
    )
    if known and who.role != "panel" and (who.role, who.lha) not in known:
        asked = f"{who.role.replace('_', ' ')}{f' of {who.lha}' if who.lha else ''}"
        raise NotAllowed(
            f"The record knows {who.id} as {said}, not as {asked}. Correct --role and --lha "
            "(PLACEMENT_ROLE, PLACEMENT_LHA), or have the coordinator enter it."
        )
    if who.role == "spoc" and speaks and who.id not in speaks:
        raise NotAllowed(
            f"The record's directory names others for {who.lha}, and not {who.id}. Correct --user "
            "or --lha, or have the coordinator enter them: `placement record enter office`."
        )
