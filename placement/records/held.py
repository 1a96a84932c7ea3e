"""A new record held against those that are there, inside the transaction that would write it."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from placement.records import addresses, policy, versions
from placement.records.kinds import KINDS
from placement.records.together import Held, Others, check_together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from placement.records.people import Actor
    from placement.records.transaction import Transaction


def check_against_others(
    transaction: Transaction,
    actor: Actor,
    record: object,
    *,
    case: str | None,
    own: str | None = None,
) -> None:
    """
    Refuse a record (a kind's model) that does not go with those of its case and of no case.

    ``own`` is its id, where this is the next version of one that is there.

    Raises
    ------
    InputError
        With every problem; see ``together``.
    """
    day = transaction.moment.date()

    @cache
    def of(kind: str) -> Sequence[Held]:
        declared = KINDS[kind]
        rows = versions.newest_of_kind(
            transaction.connection,
            kind,
            vault=declared.vault,
            case=case if declared.of_case else None,
        )
        wanted = [
            row
            for row in rows
            if row["state"] == versions.CURRENT and (not declared.of_case or row["case_id"] == case)
        ]
        table = versions.table_of(vault=declared.vault)
        opened = versions.opened(transaction.connection, transaction.keyring, table, wanted)
        if kind == "vacancy_confirmation":
            opened = addresses.still_confirming(transaction, opened)
        return [_held(transaction, stored) for stored in opened]

    def linked_elsewhere(vacancy: str) -> bool:
        today = day.isoformat()
        rows = versions.newest_of_kind(
            transaction.connection, "vacancy_link", vault=False, case=None
        )
        for row in rows:
            told = json.loads(row["plain"])
            if (
                row["state"] == versions.CURRENT
                and row["case_id"] != case
                and told["vacancy"] == vacancy
                and today < told.get("to", "9999")
            ):
                return True
        return False

    others = Others(of=of, linked_elsewhere=linked_elsewhere, own=own)
    check_together(record, others, actor=actor, day=day)


def _held(transaction: Transaction, stored: versions.Stored) -> Held:
    record = KINDS[stored.kind].model.from_data(stored.data)
    if stored.kind != "vacancy":
        return Held(id=stored.id, kind=stored.kind, record=record)
    since = addresses.entered(transaction, stored.id) or stored
    return Held(
        id=stored.id,
        kind=stored.kind,
        record=record,
        by=since.by,
        office=policy.office_of(since.role, stored.data["lha"]),
    )
