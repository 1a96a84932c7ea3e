"""Looking at records that are kept: what the policy lets through, opened, and put in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.errors import NoKey, NotAllowed
from placement.records import datakeys, policy, schema, versions
from placement.records.standing import Standings, answer_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import RowMapping, Table

    from placement.records.kinds.base import Kind
    from placement.records.people import Actor
    from placement.records.transaction import Transaction
    from placement.records.versions import Stored

NO_SUCH = "There is no such record among those you may see. Ask the MAPPA coordinator."


def readable(
    transaction: Transaction, actor: Actor, record_id: str
) -> tuple[Table, list[RowMapping]]:
    """Return every version's row of a record that somebody may read, oldest first."""
    connection = transaction.connection
    found = versions.all_of(connection, record_id)
    if found is None:
        raise NotAllowed(NO_SUCH)
    table, rows = found
    standings = Standings(connection, transaction.moment.date())
    first = rows[0]["by"]
    answer = answer_for(connection, standings, actor, "read", table, rows[-1], first_by=first)
    policy.require(answer)
    return table, rows


def listed(
    transaction: Transaction,
    actor: Actor,
    kind: Kind,
    *,
    case: str | None,
    withdrawn: bool,
    equal: Mapping[str, object],
) -> list[RowMapping]:
    """Return the newest version's row of each record of a kind that somebody may read."""
    connection = transaction.connection
    standings = Standings(connection, transaction.moment.date())
    if case is None:
        standings.all()
    table = versions.table_of(vault=kind.vault)
    rows = versions.newest_of_kind(connection, kind.name, vault=kind.vault, case=case)
    return [
        row
        for row in rows
        if (withdrawn or row["state"] != versions.WITHDRAWN)
        and versions.is_equal(row, equal)
        and answer_for(connection, standings, actor, "read", table, row).allowed
    ]


def opened(transaction: Transaction, table: Table, rows: Sequence[RowMapping]) -> list[Stored]:
    """Open rows; ``NoKey`` where what they held was erased."""
    stored = versions.opened(transaction.connection, transaction.keyring, table, rows)
    if not stored:
        raise NoKey(datakeys.ERASED)
    return stored


def log(
    transaction: Transaction, actor: Actor, table: Table, stored: Sequence[Stored], reason: str
) -> None:
    """Put in the log that somebody looked at versions of a record."""
    newest = stored[-1]
    what: dict[str, Any] = {"kind": newest.kind, "id": newest.id, "version": newest.version}
    if len(stored) > 1:
        what["versions"] = len(stored)
    transaction.log(
        actor,
        "consultation",
        what,
        case=newest.case,
        subject=newest.case or newest.id,
        vault=table is schema.vault_versions,
        reason=reason,
    )
