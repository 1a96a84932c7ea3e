"""
The tables of the record, as they stand at the newest revision.

``versions`` and ``vault_versions`` hold every version of every record; like ``audit``, they are
only ever added to, and triggers in both engines refuse anything else. ``data_keys`` holds the keys
under which a case, or a record of no case, is sealed, each wrapped by a key outside the database;
destroying one is how something is erased. ``about`` says what this database is.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

HEAD: Final = "0002"
APPEND_ONLY: Final = ("versions", "vault_versions", "audit")

metadata: Final = MetaData()
_Seq = BigInteger().with_variant(Integer, "sqlite")

about = Table(
    "about",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("reference_index", LargeBinary, nullable=True, unique=True),
    Column("opened_at", String(27), nullable=False),
    Column("limited_access", Boolean, nullable=False),
    Column("ended_on", String(10), nullable=True),
    Column("erased_at", String(27), nullable=True),
)

data_keys = Table(
    "data_keys",
    metadata,
    Column("subject", String(32), primary_key=True),
    Column("compartment", String(6), primary_key=True),
    Column("wrapped", LargeBinary, nullable=True),
    Column("key_id", String(40), nullable=True),
    Column("made_at", String(27), nullable=False),
    Column("destroyed_at", String(27), nullable=True),
)


def _versions(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("id", String(32), primary_key=True),
        Column("version", Integer, primary_key=True, autoincrement=False),
        Column("kind", String(40), nullable=False),
        Column("case_id", String(32), nullable=True),
        Column("at", String(27), nullable=False),
        Column("by", String(100), nullable=False),
        Column("role", String(40), nullable=False),
        Column("state", String(10), nullable=False),
        Column("controller", Text, nullable=False),
        Column("regime", Text, nullable=False),
        Column("plain", Text, nullable=False),
        Column("sealed", LargeBinary, nullable=False),
        Column("key_id", String(40), nullable=False),
        Column("digest", LargeBinary, nullable=False),
        Index(f"ix_{name}_kind_case", "kind", "case_id"),
    )


versions = _versions("versions")
vault_versions = _versions("vault_versions")

audit = Table(
    "audit",
    metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=False),
    Column("at", String(27), nullable=False),
    Column("actor", String(100), nullable=False),
    Column("role", String(40), nullable=False),
    Column("agency", String(100), nullable=False),
    Column("action", String(20), nullable=False),
    Column("case_id", String(32), nullable=True),
    Column("what", Text, nullable=False),
    Column("digest", LargeBinary, nullable=True),
    Column("subject", String(32), nullable=False),
    Column("compartment", String(6), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("mac", LargeBinary, nullable=False),
    Column("key_id", String(40), nullable=False),
    Index("ix_audit_case", "case_id"),
)
