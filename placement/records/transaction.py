"""One writing transaction of the record: what is saved, and the entries that say so."""

from __future__ import annotations

import contextlib
import json
import threading
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from placement.errors import NoKey, Stale, Unavailable
from placement.parameters import load as load_parameters
from placement.records import audit, clock, datakeys, schema
from placement.records.anchor import Anchor, Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from placement.records.clock import Clock
    from placement.records.database import Database
    from placement.records.keys import Key, Keyring
    from placement.records.people import Actor

_TOLERANCE: Final = "records.clock_tolerance_seconds"


class Transaction:
    """What is being written: the connection, the moment, and the end of the log so far."""

    def __init__(
        self, connection: Connection, keyring: Keyring, moment: datetime, mark: Mark
    ) -> None:
        self.connection = connection
        self.keyring = keyring
        self.moment = moment
        self.at = clock.written(moment)
        self.mark = mark
        self.keys = current_keys(connection)
        self._secrets: dict[tuple[str, str], bytes] = {}

    def wrapping(self, compartment: str) -> Key:
        """Return the key outside the database that wraps new keys of a compartment."""
        return self.keyring.get(self.keys[compartment])

    def key(self, subject: str, compartment: str, *, make: bool = False) -> bytes:
        """Return a subject's key; made if it has never had one and ``make`` says so."""
        whose = (subject, compartment)
        if whose not in self._secrets:
            found = datakeys.find(self.connection, self.keyring, [subject], compartment)
            if subject not in found and make and not datakeys.had(self.connection, *whose):
                wrapping = self.wrapping(compartment)
                found[subject] = datakeys.make(self.connection, wrapping, subject, self.at)
            if subject not in found:
                raise NoKey(datakeys.ERASED)
            self._secrets[whose] = found[subject]
        return self._secrets[whose]

    def log(
        self,
        who: Actor | tuple[str, str, str],
        action: str,
        what: Mapping[str, Any],
        *,
        case: str | None = None,
        subject: str | None = None,
        vault: bool = False,
        reason: str = "",
        to_whom: str | None = None,
        digest: bytes | None = None,
    ) -> None:
        """Add an entry; what was typed is sealed under the subject's key, else the case's."""
        whose = subject or case or datakeys.LOG
        compartment = datakeys.VAULT if vault else datakeys.RECORD
        names = who if isinstance(who, tuple) else (who.id, who.role, who.agency)
        self.mark = audit.append(
            self.connection,
            self.mark,
            at=self.at,
            who=names,
            action=action,
            what=what,
            typed={"reason": reason, "to_whom": to_whom},
            secret=self.key(whose, compartment),
            subject=whose,
            compartment=compartment,
            audit_key=audit_key_of(self),
            case=case,
            digest=digest,
        )
        # each entry is later than the one before it, so that what it saved has its place in time
        self.moment += timedelta(microseconds=1)
        self.at = clock.written(self.moment)


class Writer:
    """Opens transactions, one at a time in each thread; an inner one joins the outer one."""

    def __init__(self, database: Database, keyring: Keyring, clock_: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock_
        self._here = threading.local()

    @property
    def current(self) -> Transaction | None:
        """The transaction that this thread is in."""
        found: Transaction | None = getattr(self._here, "transaction", None)
        return found

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """
        Hold a transaction: all of it is saved at the end, or nothing of it.

        A ``Stale`` that ends it leaves what was typed behind: it is kept as a draft once the rest
        has been taken back.

        Raises
        ------
        Unavailable
            If the clock is behind the log, or the log is not the one last seen here.
        """
        if self.current is not None:
            yield self.current
            return
        try:
            with self._outermost() as transaction:
                yield transaction
        except Stale as stale:
            if stale.keep is not None:
                with self._outermost() as transaction:
                    stale.draft = stale.keep(transaction)
                stale.keep = None
            raise

    @contextmanager
    def first(
        self, setup: Callable[[Connection], None], *, any_time: bool = False
    ) -> Iterator[Transaction]:
        """Hold the transaction in which a database becomes a copy of its own, after ``setup``."""
        with self._outermost(setup, any_time=any_time) as transaction:
            yield transaction

    @contextmanager
    def _outermost(
        self, setup: Callable[[Connection], None] | None = None, *, any_time: bool = False
    ) -> Iterator[Transaction]:
        ready = None
        anchor = mark = None
        try:
            with self._database.writing() as connection:
                if setup is not None:
                    setup(connection)
                anchor = Anchor(self._keyring, about(connection)["copy"])
                before = self._checked_end(connection, anchor)
                moment = self._clock() if any_time else self._moment(connection)
                transaction = Transaction(connection, self._keyring, moment, before)
                self._here.transaction = transaction
                try:
                    yield transaction
                finally:
                    self._here.transaction = None
                mark = transaction.mark
                if mark != before:
                    ready = anchor.prepare(mark, audit_key_of(transaction))
        except BaseException:
            if ready is not None:
                with contextlib.suppress(OSError):
                    ready.unlink()
            raise
        if ready is not None and anchor is not None and mark is not None:
            anchor.publish(ready, mark)

    def _checked_end(self, connection: Connection, anchor: Anchor) -> Mark:
        """Return the end of the log; refuse to add to a log that is not the one last seen."""
        newest = audit.last(connection)
        if newest is None:
            return audit.origin(about(connection)["record"])
        end = Mark(newest["seq"], newest["hash"])
        seen = anchor.read()
        if seen is not None and not holds(connection, seen):
            raise Unavailable(
                f"The log ends at entry {end.seq}, and entry {seen.seq}, which was seen here "
                "before, is not in it: its end was cut off, or an older copy of the database was "
                "put in its place. Nothing is written until somebody has looked: run `placement "
                "audit verify`."
            )
        return end

    def _moment(self, connection: Connection) -> datetime:
        moment = self._clock()
        newest = audit.last(connection)
        if newest is None:
            return moment
        before = clock.read(newest["at"])
        allowed = load_parameters().on(moment.date())[_TOLERANCE]
        if moment < before - timedelta(seconds=allowed):
            raise Unavailable(
                f"The clock of this machine says {clock.said(moment)}, but the last entry of the "
                f"log was made at {clock.said(before)}. Nothing was saved: an entry may not be "
                "older than the one before it. Set the clock right and do this again; if it is the "
                "entry's time that is wrong, `placement audit accept` goes on from it."
            )
        return max(moment, before)


def audit_key_of(transaction: Transaction) -> Key:
    """Return the audit key in use."""
    return transaction.keyring.get(transaction.keys["audit"])


def about(connection: Connection) -> dict[str, str]:
    """Return what the database says of itself."""
    table = schema.about
    return {row.name: row.value for row in connection.execute(select(table))}


def current_keys(connection: Connection) -> dict[str, str]:
    """Return the ids of the keys outside the database that are in use, by purpose."""
    found: dict[str, str] = json.loads(about(connection)["keys"])
    return found


def holds(connection: Connection, mark: Mark) -> bool:
    """Say whether an entry is in the log as it was."""
    table = schema.audit
    found = connection.execute(select(table.c.hash).where(table.c.seq == mark.seq)).scalar()
    return found is not None and bytes(found) == mark.hash


def need_keys(connection: Connection, keyring: Keyring) -> None:
    """Refuse a directory without the record or the audit key; the vault's may be missing."""
    missing: list[str] = []
    for purpose, key_id in current_keys(connection).items():
        if purpose == "vault" or keyring.has(key_id):
            continue
        try:
            keyring.get(key_id)
        except NoKey as error:
            missing.append(str(error))
    if missing:
        raise NoKey("\n".join(missing))
