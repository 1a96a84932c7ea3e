"""
What housing was told of a case outlives the case, as far as it rests on a protected home.

A victim may be one of another case, or the same person's case may be opened again. If answers were
forgotten when a case is erased, they could be asked for once more and added up with the first. Kept
are the digest of the home, what was asked and what was answered: no case, no person, nobody asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from placement.errors import NoKey
from placement.records import clock, saving, schema, versions
from placement.records.kinds import KINDS
from placement.records.kinds.oracle import AddressCheck, ReleaseLog
from placement.records.oracle.log import Told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from placement.records.people import Actor
    from placement.records.transaction import Transaction

KIND: Final = "told_before"
LOGGED: Final[dict[str, type[AddressCheck | ReleaseLog]]] = {
    "address_check": AddressCheck,
    "release_log": ReleaseLog,
}
NOT_KEPT: Final = ("passed_on", "release")


def remember(transaction: Transaction, actor: Actor, case: str) -> None:
    """Carry what housing was told of a case over into a record of no case, before it is erased."""
    table = schema.vault_versions
    query = select(table).where(table.c.kind.in_(LOGGED), table.c.case_id == case)
    rows = transaction.connection.execute(query.order_by(table.c.at, table.c.id)).mappings().all()
    try:
        opened = versions.opened(transaction.connection, transaction.keyring, table, rows)
    except NoKey:
        return  # without the vault's key nothing can be told of it, to anybody
    entries = []
    for each in opened:
        kept = {name: value for name, value in each.data.items() if name not in NOT_KEPT}
        entry = {"kind": each.kind, "at": clock.written(each.at), "data": kept}
        if LOGGED[each.kind].from_data(kept).tells and entry not in entries:
            entries.append(entry)
    if entries:
        saving.save_new(
            transaction,
            actor,
            KINDS[KIND],
            {"on": transaction.moment.date().isoformat(), "entries": entries},
            case=None,
            state=versions.CURRENT,
            reason="what housing was told still counts",
        )


def remembered(data: Mapping[str, Any]) -> Iterator[Told]:
    """Give what a record of this kind holds, of no case and asked by nobody."""
    for each in data["entries"]:
        what = LOGGED[each["kind"]].from_data(each["data"])
        yield Told(clock.read(each["at"]), "", "", what)
