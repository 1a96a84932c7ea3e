"""The rows of versions: written once each, read newest first, never changed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, insert, select

from placement.records import clock, datakeys, schema, seal
from placement.records.canonical import digest_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping, Table

    from placement.records.keys import Keyring
    from placement.records.kinds.base import Kind

CURRENT: Final = "current"
WITHDRAWN: Final = "withdrawn"
DRAFT: Final = "draft"
STATES: Final = (CURRENT, WITHDRAWN, DRAFT)
_COVERED: Final = (
    "id",
    "version",
    "kind",
    "case_id",
    "at",
    "by",
    "role",
    "state",
    "controller",
    "regime",
    "plain",
    "sealed",
    "key_id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One version of one record, open; what it holds is in no text of it."""

    id: str
    kind: str
    case: str | None
    version: int
    at: datetime
    by: str
    role: str
    state: str
    controller: str
    regime: str
    data: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """What a version to be written holds, before it is sealed."""

    id: str
    version: int
    kind: Kind
    case: str | None
    at: str
    by: str
    role: str
    state: str
    data: Mapping[str, Any] = field(repr=False)
    vault: bool


def table_of(*, vault: bool) -> Table:
    """Return the table of a compartment."""
    return schema.vault_versions if vault else schema.versions


def compartment_of(table: Table) -> str:
    """Return the compartment whose keys seal a table's rows."""
    return datakeys.VAULT if table is schema.vault_versions else datakeys.RECORD


def row_digest(row: Mapping[str, Any]) -> bytes:
    """Return the digest of a row, over every column but itself."""
    return digest_of(*(row[name] for name in _COVERED))


def write(connection: Connection, new: New, secret: bytes, subject: str) -> bytes:
    """Seal and write one version; return its digest."""
    table = table_of(vault=new.vault)
    plain = {key: value for key, value in new.data.items() if key in new.kind.plain}
    closed = {key: value for key, value in new.data.items() if key not in new.kind.plain}
    row: dict[str, Any] = {
        "id": new.id,
        "version": new.version,
        "kind": new.kind.name,
        "case_id": new.case,
        "at": new.at,
        "by": new.by,
        "role": new.role,
        "state": new.state,
        "controller": new.kind.controller,
        "regime": new.kind.regime,
        "plain": text_of(plain),
        "key_id": subject,
    }
    step = seal.VAULT_STEP if new.vault else seal.RECORD_STEP
    row["sealed"] = seal.seal_data(secret, closed, step, *_bound(table, row))
    row["digest"] = row_digest(row)
    connection.execute(insert(table).values(**row))
    return bytes(row["digest"])


def newest(connection: Connection, record_id: str) -> tuple[Table, RowMapping] | None:
    """Return the newest version of a record and the table that it is in."""
    rows = all_of(connection, record_id)
    return None if rows is None else (rows[0], rows[1][-1])


def all_of(connection: Connection, record_id: str) -> tuple[Table, list[RowMapping]] | None:
    """Return every version of a record, oldest first, and the table that they are in."""
    for table in (schema.versions, schema.vault_versions):
        query = select(table).where(table.c.id == record_id).order_by(table.c.version)
        rows = list(connection.execute(query).mappings())
        if rows:
            return table, rows
    return None


def newest_of_kind(
    connection: Connection, *kinds: str, vault: bool, case: str | None = None
) -> list[RowMapping]:
    """Return the newest version of each record of some kinds, the earliest saved first."""
    table = table_of(vault=vault)
    latest = select(table.c.id, func.max(table.c.version).label("newest")).where(
        table.c.kind.in_(kinds)
    )
    if case is not None:
        latest = latest.where(table.c.case_id == case)
    newest_ids = latest.group_by(table.c.id).subquery()
    query = (
        select(table)
        .join(
            newest_ids,
            (table.c.id == newest_ids.c.id) & (table.c.version == newest_ids.c.newest),
        )
        .order_by(table.c.at, table.c.id)
    )
    return list(connection.execute(query).mappings())


def is_equal(row: RowMapping, equal: Mapping[str, object]) -> bool:
    """Say whether the plain fields of a row are those asked for."""
    if not equal:
        return True
    plain = json.loads(row["plain"])
    return all(plain.get(name) == value for name, value in equal.items())


def opened(
    connection: Connection, keyring: Keyring, table: Table, rows: Iterable[RowMapping]
) -> list[Stored]:
    """
    Open rows of one table; rows whose key was destroyed are left out.

    Raises
    ------
    NoKey
        If the key that wraps theirs is not here.
    RecordError
        If a row was changed.
    """
    rows = list(rows)
    keys = datakeys.find(
        connection, keyring, (row["key_id"] for row in rows), compartment_of(table)
    )
    return [_stored(table, row, keys[row["key_id"]]) for row in rows if row["key_id"] in keys]


def _stored(table: Table, row: RowMapping, secret: bytes) -> Stored:
    closed = seal.unseal_data(secret, row["sealed"], *_bound(table, dict(row)))
    return Stored(
        id=row["id"],
        kind=row["kind"],
        case=row["case_id"],
        version=row["version"],
        at=clock.read(row["at"]),
        by=row["by"],
        role=row["role"],
        state=row["state"],
        controller=row["controller"],
        regime=row["regime"],
        data={**json.loads(row["plain"]), **closed},
    )


def _bound(table: Table, row: Mapping[str, Any]) -> tuple[object, ...]:
    columns = ("id", "version", "kind", "case_id", "state", "key_id", "plain")
    return (table.name, *(row[name] for name in columns))
