"""
The record: one database and its keys, from which desks are given out.

Everything goes through a ``Desk``: one person's access, in one role. The record itself only makes,
opens and upgrades.
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert, inspect

from placement.errors import NotAllowed, Unavailable
from placement.records import datakeys, schema
from placement.records.anchor import Anchor
from placement.records.clock import system
from placement.records.database import Database
from placement.records.desk import Desk
from placement.records.keys import PURPOSES, Keyring
from placement.records.migrating import check_schema, move_to, revision_of
from placement.records.people import SYSTEM
from placement.records.transaction import Transaction, Writer, about, need_keys

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Connection

    from placement.records.clock import Clock
    from placement.records.people import Actor

PROGRAM: Final = (SYSTEM, SYSTEM, SYSTEM)


class Record:
    """One record: its database, its keys and its clock."""

    def __init__(
        self, database: Database, keyring: Keyring, clock: Clock, facts: Mapping[str, str]
    ) -> None:
        self.database = database
        self.keyring = keyring
        self.clock = clock
        self.id = facts["record"]
        self.synthetic = facts["synthetic"] == "yes"
        self.writer = Writer(database, keyring, clock)

    def __repr__(self) -> str:
        return f"Record({self.id})"

    def desk(self, actor: Actor) -> Desk:
        """
        Return one person's access to the record.

        Raises
        ------
        NotAllowed
            If the person is one of the demonstration and the record is not marked synthetic.
        """
        if actor.synthetic and not self.synthetic:
            raise NotAllowed(
                "The demonstration opens only a record of synthetic people, and this one is not "
                "marked as one. Sign in, or open the demonstration's own record."
            )
        return Desk(self, actor)

    def writing(self) -> AbstractContextManager[Transaction]:
        """Hold the one writing transaction; see ``Writer.writing``."""
        return self.writer.writing()

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create_record(
    url: str,
    key_directory: str | Path,
    *,
    synthetic: bool = False,
    clock: Clock = system,
) -> Record:
    """
    Make a new record: a database with its tables, and a directory with its keys.

    Parameters
    ----------
    url
        ``sqlite:///path/to/record.db``, or the URL of an empty PostgreSQL database.
    key_directory
        Where the keys will be kept; never a folder that is backed up with the database.
    synthetic
        Mark the record as one of synthetic people, which the demonstration may open.

    Raises
    ------
    Unavailable
        If there is a record already, or the place cannot be written.
    NoKey
        If the directory holds keys already or cannot be written.
    """
    with Database(url) as database:
        need_empty(database)
        keyring = Keyring.create(key_directory)
        facts = {"record": uuid.uuid4().hex, "synthetic": "yes" if synthetic else "no"}
        begin(database, keyring, facts, clock)
    return open_record(url, keyring, clock=clock)


def need_empty(database: Database) -> None:
    """Refuse a place that holds something already, or that is not there."""
    path = database.path
    if path is not None and not path.parent.is_dir():
        raise Unavailable(f"There is no folder {path.parent}. Make it, or name another place.")
    if path is not None and not path.exists():
        return
    with database.reading() as connection:
        taken = bool(inspect(connection).get_table_names())
    if taken:
        raise Unavailable(
            f"There is something in {database.place} already. Name an empty place, or open what "
            "is there."
        )


def begin(database: Database, keyring: Keyring, facts: dict[str, str], clock: Clock) -> None:
    """Make the tables of a new record and the first entry of its log."""
    copy = uuid.uuid4().hex
    keys = {purpose: keyring.newest(purpose).id for purpose in PURPOSES}
    rows = {**facts, "copy": copy, "keys": json.dumps(keys)}

    def setup(connection: Connection) -> None:
        move_to(connection)
        values = [{"name": name, "value": value} for name, value in rows.items()]
        connection.execute(insert(schema.about), values)

    with Writer(database, keyring, clock).first(setup) as transaction:
        for subject in (datakeys.LOG, datakeys.INDEX):
            transaction.key(subject, datakeys.RECORD, make=True)
        what = {
            "kind": "record",
            "event": "created",
            "copy": copy,
            "keys": [*keys.values()],
            **facts,
        }
        transaction.log(PROGRAM, "collection", {**what, **facts})
    if database.path is not None:
        database.path.chmod(0o600)


def open_record(url: str, keyring: Keyring | str | Path, *, clock: Clock = system) -> Record:
    """
    Open a record with its keys.

    Raises
    ------
    Unavailable
        If there is none, it cannot be reached, or it is of another edition of the program.
    NoKey
        If the record key or the audit key is not the right one; without the vault key the record
        opens, and only what is protected stays closed.
    """
    database = Database(url)
    try:
        need_file(database)
        ring = keyring if isinstance(keyring, Keyring) else Keyring.load(keyring)
        with database.reading() as connection:
            check_schema(connection, database.place)
            facts = about(connection)
            need_keys(connection, ring)
        Anchor(ring, facts["copy"]).sweep()
    except BaseException:
        database.close()
        raise
    return Record(database, ring, clock, facts)


def upgrade_record(url: str) -> tuple[str, str]:
    """
    Bring the tables of a record up to this edition; return the revision before and after.

    All of it is done or nothing is; it needs no keys, and a record that is up to date stays as is.

    Raises
    ------
    Unavailable
        If there is no record, or it is of a newer edition.
    """
    with Database(url) as database:
        need_file(database)
        with database.writing() as connection:
            before = revision_of(connection)
            if before is None or before > schema.HEAD:
                check_schema(connection, database.place)
            if before != schema.HEAD:
                move_to(connection)
    return str(before), schema.HEAD


def need_file(database: Database) -> None:
    """Refuse a file that is not there: SQLite would make an empty one."""
    if database.path is not None and not database.path.is_file():
        raise Unavailable(
            f"There is no record in {database.place}. Check the URL, or make one: "
            "`placement record create`."
        )
