"""
Restoring a backup into a new place, as a new copy of the record.

The copy gets an anchor of its own, so the old one, should it still be there, is not mistaken for
it. Everything that was erased since the backup is erased again. The log goes on from where the
backup's ended, with an entry that says so.
"""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from placement.errors import RecordError
from placement.records import policy, schema
from placement.records.anchor import Anchor
from placement.records.backup import check_whole, head_of, load
from placement.records.clock import Clock, system
from placement.records.database import Database
from placement.records.erasure import Erasures, apply
from placement.records.keys import Keyring
from placement.records.logbook import need_sound
from placement.records.migrating import move_to
from placement.records.saving import need_reason
from placement.records.store import need_empty
from placement.records.transaction import Writer, need_keys
from placement.records.verify import verify

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from placement.records.people import Actor
    from placement.records.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """
    What was restored.

    Attributes
    ----------
    entries
        How far the log of the backup went.
    seen
        The last entry of the old copy that was seen here; what lies between is not in the backup.
    erased
        The cases and records that were erased again.
    """

    entries: int
    seen: int | None
    erased: tuple[str, ...]


def restore(
    path: str | Path,
    url: str,
    keyring: Keyring | str | Path,
    actor: Actor,
    *,
    reason: str,
    clock: Clock = system,
) -> Restored:
    """
    Restore a backup into an empty place, all of it or nothing.

    Parameters
    ----------
    path
        The backup.
    url
        A file that is not there yet, or an empty PostgreSQL database; either engine will do.
    keyring
        The keys of the record that was backed up.

    Raises
    ------
    NotAllowed
        If this person's role does not look after the record.
    Unavailable
        If the place is not empty, or the backup is not whole or its log not sound.
    NoKey
        If the keys are another record's.
    """
    policy.require(policy.may_act(actor, "back_up"))
    need_reason(reason)
    source = Path(path)
    head = head_of(source)
    ring = keyring if isinstance(keyring, Keyring) else Keyring.load(keyring)
    check_whole(source, ring)
    seen = None
    with contextlib.suppress(RecordError):
        seen = Anchor(ring, str(head["copy"])).read()
    copy = uuid.uuid4().hex
    erased: list[str] = []

    def setup(connection: Connection) -> None:
        move_to(connection, str(head["schema"]))
        load(connection, source)
        move_to(connection)
        need_keys(connection, ring)
        need_sound(verify(connection, ring, anchored=False))
        table = schema.about
        connection.execute(update(table).where(table.c.name == "copy").values(value=copy))

    with Database(url) as database:
        need_empty(database)
        new_file = database.path is not None and not database.path.exists()
        try:
            with Writer(database, ring, clock).first(setup) as transaction:
                what = {
                    "kind": "record",
                    "event": "restored",
                    "copy": copy,
                    "entries": head["entries"],
                    "seen": None if seen is None else seen.seq,
                }
                transaction.log(actor, "alteration", what, reason=reason)
                erased += _erase_again(transaction, actor, Erasures(ring, str(head["record"])))
        except BaseException:
            if new_file and database.path is not None:
                database.close()
                for end in ("", "-wal", "-shm"):
                    Path(f"{database.path}{end}").unlink(missing_ok=True)
            raise
        if database.path is not None:
            database.path.chmod(0o600)
    return Restored(
        entries=int(head["entries"]),
        seen=None if seen is None else seen.seq,
        erased=tuple(erased),
    )


def _erase_again(transaction: Transaction, actor: Actor, listed: Erasures) -> list[str]:
    """Destroy again the keys of whatever was erased since the backup."""
    table = schema.data_keys
    held = select(table.c.subject).where(table.c.wrapped.is_not(None))
    there = set(transaction.connection.execute(held).scalars())
    cases = set(transaction.connection.execute(select(schema.cases.c.id)).scalars())
    again = []
    for subject, compartments in sorted(listed.all().items()):
        if subject in there and apply(
            transaction, actor, subject, compartments, "restored", is_case=subject in cases
        ):
            again.append(subject)
    return again
