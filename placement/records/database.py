"""
The engine: SQLite in a file beside us, or PostgreSQL for several offices at once.

Writing is done by one at a time: ``BEGIN IMMEDIATE`` on SQLite, one advisory lock on PostgreSQL.
The log is one chain, so two who write at once would otherwise both add to the same last entry.
"""

from __future__ import annotations

import contextlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from placement.errors import Unavailable
from placement.records.faults import in_doubt, plainly

if TYPE_CHECKING:
    from collections.abc import Iterator

_WAIT_MS: Final = 30_000
_CHAIN_LOCK: Final = 0x504C4143
_FORMS: Final = "sqlite:///path/to/record.db or postgresql://user@host/database"


class Database:
    """One database, by URL; nothing of it is opened before it is asked for something."""

    def __init__(self, url: str) -> None:
        self._url = _checked(url)
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        options: dict[str, Any] = {"hide_parameters": True}
        if self.is_sqlite:
            options["connect_args"] = {"timeout": _WAIT_MS / 1000, "check_same_thread": False}
        else:
            options["connect_args"] = {
                "connect_timeout": 10,
                "options": f"-c lock_timeout={_WAIT_MS} -c timezone=UTC",
            }
            options.update(pool_pre_ping=True, pool_size=20, max_overflow=20)
        self.engine = create_engine(self._url, **options)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @property
    def path(self) -> Path | None:
        """The file of an SQLite record; None for a server."""
        return Path(self._url.database or "") if self.is_sqlite else None

    @property
    def place(self) -> str:
        """Where the record is, as a person may be told: never a password."""
        if self.is_sqlite:
            return str(self.path)
        return f"{self._url.host or 'this machine'}/{self._url.database}"

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Hold the one writing transaction; committed at the end, rolled back on any error."""
        with plainly(), self.engine.connect() as connection:
            connection = connection.execution_options(placement_writing=True)
            transaction = connection.begin()
            try:
                if not self.is_sqlite:
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({_CHAIN_LOCK})"))
                yield connection
            except BaseException:
                with contextlib.suppress(Exception):
                    transaction.rollback()
                raise
            self._commit(transaction)

    def _commit(self, transaction: Any) -> None:  # noqa: ANN401 - of SQLAlchemy, not exported
        lost = False
        try:
            transaction.commit()
        except DBAPIError as error:
            lost = error.connection_invalidated and not self.is_sqlite
            with contextlib.suppress(Exception):
                transaction.rollback()
            if not lost:
                raise
        if lost:
            raise in_doubt()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Hold one consistent view of the whole, while others go on writing."""
        with plainly(), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    def tidy(self) -> None:
        """Leave no trace of what was overwritten: empty SQLite's log, rewrite PostgreSQL's keys."""
        with plainly(), self.engine.connect() as connection:
            if self.is_sqlite:
                connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text("VACUUM FULL data_keys"))

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _checked(url: str) -> Any:  # noqa: ANN401 - of SQLAlchemy, not exported
    found = None
    with contextlib.suppress(ArgumentError, ValueError):
        found = make_url(url)
    if found is None or found.get_backend_name() not in ("sqlite", "postgresql"):
        raise Unavailable(f"A record is named by its URL: {_FORMS}. Correct the URL.")
    if found.get_backend_name() == "sqlite" and found.database in (None, "", ":memory:"):
        raise Unavailable(f"A record needs a file, so that it is kept: {_FORMS}. Name one.")
    if found.get_backend_name() == "postgresql":
        return found.set(drivername="postgresql+psycopg")
    return found


def _prepare_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401 - of the driver
    connection.isolation_level = None  # we begin and end transactions ourselves
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={_WAIT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("placement_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
