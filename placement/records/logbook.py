"""Reading the log, and having it verified."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from placement.errors import Unavailable
from placement.records import audit, clock, datakeys, policy, schema
from placement.records.audit import Entry
from placement.records.verify import Report, verify

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import RowMapping

    from placement.records.desk import Desk
    from placement.records.transaction import Transaction


def entries(
    desk: Desk,
    *,
    case: str | None = None,
    actor: str | None = None,
    action: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    newest: int = 1000,
) -> list[Entry]:
    """
    Return entries of the log, the newest first; the reading is itself logged.

    What was typed about something protected is opened for nobody but those who may see what is
    protected; what was typed about an erased case is gone.

    Raises
    ------
    NotAllowed
        If this person's role does not read the log.
    """
    policy.require(policy.may_act(desk.actor, "read_audit"))
    table = schema.audit
    query = select(table).order_by(table.c.seq.desc()).limit(newest)
    wanted = {"case_id": case, "actor": actor, "action": action}
    for column, value in wanted.items():
        if value is not None:
            query = query.where(table.c[column] == value)
    if since is not None:
        query = query.where(table.c.at >= clock.written(since))
    if until is not None:
        query = query.where(table.c.at < clock.written(until))
    with desk.record.writing() as transaction:
        rows = list(transaction.connection.execute(query).mappings())
        found = _opened(transaction, rows, vault=desk.actor.role != "auditor")
        what = {"kind": "audit", "list": len(found), "of_actor": actor, "of_action": action}
        transaction.log(desk.actor, "consultation", {**what, "of_case": case})
        return found


def _opened(transaction: Transaction, rows: list[RowMapping], *, vault: bool) -> list[Entry]:
    compartments = [datakeys.RECORD]
    if vault and transaction.keyring.has(transaction.keys[datakeys.VAULT]):
        compartments.append(datakeys.VAULT)
    secrets = {
        (compartment, subject): secret
        for compartment in compartments
        for subject, secret in datakeys.find(
            transaction.connection,
            transaction.keyring,
            (row["subject"] for row in rows if row["compartment"] == compartment),
            compartment,
        ).items()
    }
    return [_entry(row, secrets.get((row["compartment"], row["subject"]))) for row in rows]


def _entry(row: RowMapping, secret: bytes | None) -> Entry:
    typed: dict[str, Any] = {} if secret is None else audit.unsealed(dict(row), secret)
    what: dict[str, Any] = {**json.loads(row["what"]), **typed.get("what", {})}
    return Entry(
        seq=row["seq"],
        at=clock.read(row["at"]),
        actor=row["actor"],
        role=row["role"],
        agency=row["agency"],
        action=row["action"],
        case=row["case_id"],
        to_whom=what.pop("to_whom", None) or typed.get("to_whom"),
        what=what,
        reason=None if secret is None else typed.get("reason", ""),
    )


def verified(desk: Desk) -> Report:
    """
    Hold the log against itself and everything that is kept; a sound log notes that it was.

    Raises
    ------
    NotAllowed
        If this person's role does not verify the log.
    """
    policy.require(policy.may_act(desk.actor, "verify_audit"))
    with desk.record.database.reading() as connection:
        report = verify(connection, desk.record.keyring)
    if report.sound:
        with desk.record.writing() as transaction:
            what = {"kind": "audit", "event": "verified", "entries": report.entries}
            transaction.log(desk.actor, "consultation", what)
    return report


def need_sound(report: Report) -> None:
    """Refuse to go on with a log that is not sound."""
    if not report.sound:
        raise Unavailable(str(report))
