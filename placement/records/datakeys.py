"""
The keys in the database: one for each case and compartment, wrapped by a key outside it.

A subject is a case, a record of no case, or one of ``LOG`` (reasons about no case) and ``INDEX``
(finding a case by its reference). Destroying a subject's key is how it is erased: what was sealed
stays, as noise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import insert, select, update

from placement.records import schema, seal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, RowMapping

    from placement.records.keys import Key, Keyring

RECORD: Final = "record"
VAULT: Final = "vault"
LOG: Final = "log"
INDEX: Final = "index"
ERASED: Final = (
    "What this held was erased, and its key destroyed: nobody can read it again. The log still "
    "says who held it and when it was erased."
)
_AT_ONCE: Final = 500


def make(connection: Connection, wrapping: Key, subject: str, at: str) -> bytes:
    """Make a subject's key in the compartment of the key that wraps it, and return it."""
    secret = seal.new_secret()
    connection.execute(
        insert(schema.data_keys).values(
            subject=subject,
            compartment=wrapping.purpose,
            wrapped=_wrapped(secret, wrapping, subject),
            key_id=wrapping.id,
            made_at=at,
            destroyed_at=None,
        )
    )
    return secret


def find(
    connection: Connection, keyring: Keyring, subjects: Iterable[str], compartment: str
) -> dict[str, bytes]:
    """Return the keys of subjects that have one; an erased subject is left out."""
    table = schema.data_keys
    wanted = list(dict.fromkeys(subjects))
    found: dict[str, bytes] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        rows = connection.execute(
            select(table).where(
                table.c.subject.in_(wanted[start : start + _AT_ONCE]),
                table.c.compartment == compartment,
                table.c.wrapped.is_not(None),
            )
        ).mappings()
        found.update((row["subject"], opened(row, keyring)) for row in rows)
    return found


def had(connection: Connection, subject: str, compartment: str) -> bool:
    """Say whether a subject has or ever had a key."""
    table = schema.data_keys
    query = select(table.c.subject).where(
        table.c.subject == subject, table.c.compartment == compartment
    )
    return connection.execute(query).first() is not None


def destroy(connection: Connection, subject: str, compartments: Iterable[str], at: str) -> int:
    """Destroy a subject's keys; return how many there were."""
    table = schema.data_keys
    done = connection.execute(
        update(table)
        .where(
            table.c.subject == subject,
            table.c.compartment.in_(list(compartments)),
            table.c.wrapped.is_not(None),
        )
        .values(wrapped=None, key_id=None, destroyed_at=at)
    )
    return int(done.rowcount)


def rewrap(connection: Connection, keyring: Keyring, wrapping: Key) -> int:
    """Wrap every key of a compartment anew under another key; return how many."""
    table = schema.data_keys
    rows = (
        connection.execute(
            select(table).where(
                table.c.compartment == wrapping.purpose,
                table.c.wrapped.is_not(None),
                table.c.key_id != wrapping.id,
            )
        )
        .mappings()
        .all()
    )
    for row in rows:
        connection.execute(
            update(table)
            .where(table.c.subject == row["subject"], table.c.compartment == row["compartment"])
            .values(
                wrapped=_wrapped(opened(row, keyring), wrapping, row["subject"]),
                key_id=wrapping.id,
            )
        )
    return len(rows)


def _wrapped(secret: bytes, wrapping: Key, subject: str) -> bytes:
    return seal.seal(wrapping.secret, secret, "data_keys", subject, wrapping.purpose, wrapping.id)


def opened(row: RowMapping, keyring: Keyring) -> bytes:
    """Return the key that a row wraps; ``RecordError`` if it was changed."""
    wrapping = keyring.get(row["key_id"])
    bound = ("data_keys", row["subject"], row["compartment"], row["key_id"])
    return seal.unseal(wrapping.secret, row["wrapped"], *bound)
