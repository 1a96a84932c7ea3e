"""Changing the keys: what is sealed stays as it is, only the keys of cases are wrapped anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from placement.records import datakeys, policy, schema
from placement.records.keys import PURPOSES
from placement.records.saving import need_reason
from placement.records.transaction import current_keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from placement.records.desk import Desk


def rotate(desk: Desk, *, purposes: Iterable[str] = PURPOSES, reason: str) -> dict[str, int]:
    """
    Change the keys of some purposes; return how many keys of cases each now wraps.

    The new key is on the disk before anything is wrapped under it, and all is wrapped in one
    transaction; a change that was cut short is taken up where it stopped. Older keys stay until
    ``retire``: a backup made before needs them.

    Raises
    ------
    NotAllowed
        If this person's role does not look after the record.
    NoKey
        If a key to be changed is not here.
    """
    policy.require(policy.may_act(desk.actor, "back_up"))
    need_reason(reason)
    keyring = desk.record.keyring
    with desk.record.database.reading() as connection:
        in_use = current_keys(connection)
    wanted = [purpose for purpose in PURPOSES if purpose in set(purposes)]
    for purpose in wanted:
        keyring.get(in_use[purpose])
        if keyring.newest(purpose).id == in_use[purpose]:
            keyring.add(purpose)
    done: dict[str, int] = {}
    with desk.record.writing() as transaction:
        connection = transaction.connection
        for purpose in wanted:
            newest = keyring.newest(purpose)
            transaction.keys[purpose] = newest.id
            done[purpose] = (
                0 if purpose == "audit" else datakeys.rewrap(connection, keyring, newest)
            )
        table = schema.about
        kept = json.dumps(transaction.keys)
        connection.execute(update(table).where(table.c.name == "keys").values(value=kept))
        what = {"kind": "key", "event": "changed", "keys": [*transaction.keys.values()]}
        transaction.log(desk.actor, "alteration", {**what, "wrapped": done}, reason=reason)
    desk.record.database.tidy()
    return done


def retire(desk: Desk, *, reason: str) -> list[str]:
    """
    Destroy the record and vault keys that nothing here is wrapped under; return their ids.

    Backups made while they were in use cannot be opened again: this is how what was erased here
    is erased there too. Audit keys stay, since the log of that time is vouched for with them.
    """
    policy.require(policy.may_act(desk.actor, "back_up"))
    need_reason(reason)
    keyring = desk.record.keyring
    with desk.record.writing() as transaction:
        table = schema.data_keys
        used = set(transaction.connection.execute(select(table.c.key_id).distinct()).scalars())
        used |= set(transaction.keys.values())
        old = [
            key.id
            for purpose in (datakeys.RECORD, datakeys.VAULT)
            for key in keyring.of(purpose)
            if key.id not in used and key.version < keyring.get(transaction.keys[purpose]).version
        ]
        what = {"kind": "key", "event": "retired", "retired": old}
        transaction.log(desk.actor, "erasure", what, reason=reason)
    for key_id in old:
        keyring.drop(key_id)
    return old
