"""
The log: every collection, alteration, consultation, disclosure, combination and erasure.

Each entry says who, in what role, when, what (a kind and ids) and why. What a person typed, the
reason above all, is sealed under the key of the case it is about, so that it goes when the case is
erased. Entries are chained: each hash covers the entry, its sealed text and the hash before it, and
is vouched for with the audit key, which is not in the database. An entry about a saved version also
covers that version's digest.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import insert, select

from placement.errors import InputError
from placement.records import datakeys, schema, seal
from placement.records.anchor import Mark
from placement.records.canonical import digest_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping

    from placement.records.keys import Key

ACTIONS: Final = (
    "collection",
    "alteration",
    "consultation",
    "disclosure",
    "combination",
    "erasure",
)
# The event of an entry that may be older than the one before it; see ``accepting``.
ACCEPTED: Final = "accepted"
# Ids, kinds, codes, days and counts: what may stand in the open. All else is sealed.
_CODE: Final = re.compile(r"[A-Za-z0-9_.:+@/-]{0,100}")
_COVERED: Final = (
    "seq",
    "at",
    "actor",
    "role",
    "agency",
    "action",
    "case_id",
    "what",
    "digest",
    "subject",
    "compartment",
    "sealed",
    "key_id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the log as it may be read; ``reason`` is None where it was erased."""

    seq: int
    at: datetime
    actor: str
    role: str
    agency: str
    action: str
    case: str | None
    what: Mapping[str, Any]
    to_whom: str | None
    reason: str | None


def origin(record_id: str) -> Mark:
    """Return what the first entry of a record follows."""
    return Mark(0, digest_of("placement record", record_id))


def last(connection: Connection) -> RowMapping | None:
    """Return the newest entry's row."""
    table = schema.audit
    return (
        connection.execute(select(table).order_by(table.c.seq.desc()).limit(1)).mappings().first()
    )


def row_hash(previous: bytes, row: Mapping[str, Any]) -> bytes:
    """Return the hash of an entry that follows another."""
    return digest_of(previous, *(row[name] for name in _COVERED))


def vouched(key: Key, found: bytes) -> bytes:
    """Return what the audit key says of a hash."""
    return hmac.digest(key.secret, found, "sha256")


def append(
    connection: Connection,
    previous: Mark,
    *,
    at: str,
    who: tuple[str, str, str],
    action: str,
    what: Mapping[str, Any],
    typed: Mapping[str, Any],
    secret: bytes,
    subject: str,
    compartment: str,
    audit_key: Key,
    case: str | None = None,
    digest: bytes | None = None,
) -> Mark:
    """
    Add one entry and return it.

    Parameters
    ----------
    who
        Id, role and agency.
    what
        What was done it to: whatever in it is no id or code is sealed with ``typed``.
    typed
        ``reason`` and ``to_whom``, as people typed them.
    secret, subject, compartment
        The key that seals what was typed, and whose it is.
    digest
        Of the version that was saved, if one was.
    """
    if action not in ACTIONS:
        raise InputError(f"The action {action!r}", [f"it is one of: {', '.join(ACTIONS)}."])
    seq = previous.seq + 1
    plain = {name: value for name, value in what.items() if is_code(value)}
    closed = {name: value for name, value in what.items() if name not in plain}
    hidden = {key: value for key, value in typed.items() if value}
    if (to_whom := hidden.get("to_whom")) and is_code(to_whom):
        plain["to_whom"] = hidden.pop("to_whom")
    if closed:
        hidden["what"] = closed
    step = seal.VAULT_STEP if compartment == datakeys.VAULT else seal.RECORD_STEP
    row: dict[str, Any] = {
        "seq": seq,
        "at": at,
        "actor": who[0],
        "role": who[1],
        "agency": who[2],
        "action": action,
        "case_id": case,
        "what": text_of(plain),
        "digest": digest,
        "subject": subject,
        "compartment": compartment,
        "sealed": seal.seal_data(secret, hidden, step, "audit", seq, action, case),
        "key_id": audit_key.id,
    }
    row["hash"] = row_hash(previous.hash, row)
    row["mac"] = vouched(audit_key, row["hash"])
    connection.execute(insert(schema.audit).values(**row))
    return Mark(seq, row["hash"])


def is_code(value: object) -> bool:
    """
    Say whether a value may stand in the open: an id, a code, a count, or a list of them.

    >>> is_code(["E07000009", 3]), is_code("PE13 2AA"), is_code("Mr Smith")
    (True, False, False)
    """
    if isinstance(value, (list, tuple)):
        return all(is_code(item) for item in value)
    if isinstance(value, str):
        return bool(_CODE.fullmatch(value))
    return value is None or isinstance(value, (bool, int))


def unsealed(row: Mapping[str, Any], secret: bytes) -> dict[str, Any]:
    """Open what an entry seals: ``reason``, ``to_whom``, ``what``."""
    bound = ("audit", row["seq"], row["action"], row["case_id"])
    opened: dict[str, Any] = seal.unseal_data(secret, row["sealed"], *bound)
    return opened
