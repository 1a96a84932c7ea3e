"""
Since when a vacancy stands where it does: what was confirmed before is not what stands there now.

A vacancy that is entered, confirmed and then moved would be an address that anybody could make up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.records import schema, versions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from placement.records.transaction import Transaction
    from placement.records.versions import Stored


@dataclass(frozen=True, slots=True)
class Entered:
    """When a vacancy's address as it is now was entered, and by whom in which role."""

    at: datetime
    by: str
    role: str


def entered(transaction: Transaction, vacancy: str) -> Entered | None:
    """Return who entered a vacancy's address as it is now; None where there is no such vacancy."""
    found = versions.all_of(transaction.connection, vacancy)
    if found is None or found[0] is not schema.versions:
        return None
    stored = versions.opened(transaction.connection, transaction.keyring, *found)
    if not stored:
        return None
    since = stored[-1]
    for each in reversed(stored):
        if _where(each) != _where(since):
            break
        since = each
    return Entered(since.at, since.by, since.role)


def still_confirming(transaction: Transaction, confirmations: Iterable[Stored]) -> list[Stored]:
    """Return the confirmations that were given since their vacancy stands where it does."""
    known: dict[str, Entered | None] = {}
    found = []
    for each in confirmations:
        vacancy = str(each.data["vacancy"])
        if vacancy not in known:
            known[vacancy] = entered(transaction, vacancy)
        since = known[vacancy]
        if since is not None and each.at >= since.at:
            found.append(each)
    return found


def _where(stored: Stored) -> tuple[object, object]:
    return stored.data.get("postcode"), stored.data["lha"]
