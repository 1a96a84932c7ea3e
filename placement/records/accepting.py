"""
Going on with a log whose end is known to be lost, or whose last time is known to be wrong.

A server that failed over may have lost its last entries, and a clock that ran a year ahead leaves
an entry that nothing may follow for a year. Nothing is mended in silence: somebody accepts it, with
a reason, in an entry of its own, and the record goes on under a new anchor. A log that is not whole
in itself cannot be accepted.
"""

from __future__ import annotations

import contextlib
import uuid
from typing import TYPE_CHECKING

from sqlalchemy import update

from placement.errors import RecordError
from placement.records import audit, policy, schema
from placement.records.anchor import Anchor
from placement.records.clock import Clock, system
from placement.records.database import Database
from placement.records.keys import Keyring
from placement.records.logbook import need_sound
from placement.records.migrating import check_schema
from placement.records.saving import need_reason
from placement.records.store import need_file
from placement.records.transaction import Writer, about, need_keys
from placement.records.verify import verify

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from placement.records.people import Actor


def accept(
    url: str, keyring: Keyring | str | Path, actor: Actor, *, reason: str, clock: Clock = system
) -> None:
    """
    Accept the log as it ends now, at the time it is now; the entry says what was seen before.

    Raises
    ------
    NotAllowed
        If this person's role does not look after the record.
    Unavailable
        If anything but the anchor and the time speaks against the log.
    """
    policy.require(policy.may_act(actor, "back_up"))
    need_reason(reason)
    ring = keyring if isinstance(keyring, Keyring) else Keyring.load(keyring)
    copy = uuid.uuid4().hex
    seen: list[int] = []

    def setup(connection: Connection) -> None:
        check_schema(connection, database.place)
        need_keys(connection, ring)
        need_sound(verify(connection, ring, anchored=False))
        with contextlib.suppress(RecordError):
            mark = Anchor(ring, about(connection)["copy"]).read()
            seen.extend([] if mark is None else [mark.seq])
        table = schema.about
        connection.execute(update(table).where(table.c.name == "copy").values(value=copy))

    with Database(url) as database:
        need_file(database)
        with Writer(database, ring, clock).first(setup, any_time=True) as transaction:
            what = {
                "kind": "record",
                "event": audit.ACCEPTED,
                "copy": copy,
                "end": transaction.mark.seq,
                "seen": seen[0] if seen else None,
            }
            transaction.log(actor, "alteration", what, reason=reason)
