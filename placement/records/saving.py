"""Saving one version of one record, and what happens when somebody saved before you."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from placement.errors import InputError, NoKey, NotAllowed, Stale
from placement.records import datakeys, policy, schema, versions
from placement.records.canonical import text_of
from placement.records.consulting import NO_SUCH
from placement.records.kinds import KINDS
from placement.records.standing import Standings, answer_for, first_author

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import RowMapping, Table

    from placement.records.kinds.base import Kind
    from placement.records.people import Actor
    from placement.records.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save gave: the record's id and the version that was written."""

    id: str
    version: int


def kind_named(name: str) -> Kind:
    """Return a kind of record by its name, or say which there are."""
    if name not in KINDS:
        raise InputError(f"The kind {name!r}", [f"it is one of: {', '.join(KINDS)}."])
    return KINDS[name]


def need_reason(reason: str) -> None:
    """Refuse an empty reason: the log keeps a short one with every change and disclosure."""
    if not reason.strip():
        raise InputError("The reason", ["it is empty. Say in a few words why this is done."])


def save_new(
    transaction: Transaction,
    actor: Actor,
    kind: Kind,
    data: Mapping[str, Any],
    *,
    case: str | None,
    state: str,
    reason: str,
    id: str | None = None,
) -> Saved:
    """Write the first version of a record; whether it may be done was asked before."""
    check_case(transaction, case)
    new_id = id or uuid.uuid4().hex
    _write(transaction, actor, kind, data, new_id, 1, case=case, state=state, reason=reason)
    return Saved(new_id, 1)


def save_next(
    transaction: Transaction,
    actor: Actor,
    kind: Kind,
    data: Mapping[str, Any],
    *,
    id: str,
    based_on: int | None,
    state: str,
    reason: str,
    verb: str = "write",
) -> Saved:
    """
    Write the next version of a record.

    Raises
    ------
    Stale
        If the newest version is not the one this is based on.
    """
    table, row = existing(transaction, id)
    if row["kind"] != kind.name:
        raise InputError(f"The record {id}", [f"it is no {kind.label.lower()}. Check the id."])
    standings = Standings(transaction.connection, transaction.moment.date())
    policy.require(answer_for(transaction.connection, standings, actor, verb, table, row))
    if verb == "withdraw":
        policy.require(policy.may_write_directly(actor, kind))
    if based_on is None:
        raise InputError(
            "The save",
            ["say which version it is based on (based_on), so that nobody's change is lost."],
        )
    if row["version"] != based_on:
        raise _stale(transaction, standings, actor, kind, data, table, row, based_on)
    version = row["version"] + 1
    case = row["case_id"]
    try:
        _write(transaction, actor, kind, data, id, version, case=case, state=state, reason=reason)
    except IntegrityError:
        said = "Somebody saved this at the same moment. Read it again, then save yours."
        raise Stale(said) from None
    return Saved(id, version)


def need_may_write(
    transaction: Transaction, actor: Actor, kind: Kind, data: Mapping[str, Any], record_id: str
) -> str | None:
    """Refuse a next version to whoever may not write it; return the id of its case, if any."""
    table, row = existing(transaction, record_id)
    standings = Standings(transaction.connection, transaction.moment.date())
    policy.require(answer_for(transaction.connection, standings, actor, "write", table, row))
    # nor may it be moved to an authority that this person may not write for
    standing = standings.of(row["case_id"])
    lha, first = data.get("lha"), first_author(transaction.connection, table, record_id)
    policy.require(policy.may(actor, "write", kind, standing, lha=lha, author=first))
    case: str | None = row["case_id"]
    return case


def existing(transaction: Transaction, record_id: str) -> tuple[Table, RowMapping]:
    """Return the newest version's row of a record, or say that there is none to be seen."""
    found = versions.newest(transaction.connection, record_id)
    if found is None:
        raise NotAllowed(NO_SUCH)
    return found


def check_case(transaction: Transaction, case: str | None) -> None:
    """Refuse a case that there is not, or that was erased."""
    if case is None:
        return
    table = schema.cases
    query = select(table.c.erased_at).where(table.c.id == case)
    row = transaction.connection.execute(query).first()
    if row is None:
        raise NotAllowed(policy.NOT_YOURS)
    if row.erased_at is not None:
        raise NoKey("This case was erased: nothing can be added to it or read of it again.")


def _write(
    transaction: Transaction,
    actor: Actor,
    kind: Kind,
    data: Mapping[str, Any],
    record_id: str,
    version: int,
    *,
    case: str | None,
    state: str,
    reason: str,
    vault: bool | None = None,
) -> None:
    closed = kind.vault if vault is None else vault
    compartment = datakeys.VAULT if closed else datakeys.RECORD
    subject = case or record_id
    new = versions.New(
        id=record_id,
        version=version,
        kind=kind,
        case=case,
        at=transaction.at,
        by=actor.id,
        role=actor.role,
        state=state,
        data=data,
        vault=closed,
    )
    secret = transaction.key(subject, compartment, make=True)
    digest = versions.write(transaction.connection, new, secret, subject)
    transaction.log(
        actor,
        "collection" if version == 1 else "alteration",
        {"kind": kind.name, "id": record_id, "version": version, "state": state},
        case=case,
        subject=subject,
        vault=closed,
        reason=reason,
        digest=digest,
    )


def _stale(
    transaction: Transaction,
    standings: Standings,
    actor: Actor,
    kind: Kind,
    data: Mapping[str, Any],
    table: Table,
    row: RowMapping,
    based_on: int,
) -> Stale:
    """Say what stands now, to whoever may read it, and keep what was typed."""
    connection = transaction.connection
    current = None
    differences: dict[str, tuple[Any, Any]] = {}
    if answer_for(connection, standings, actor, "read", table, row).allowed:
        current = next(iter(versions.opened(connection, transaction.keyring, table, [row])), None)
    if current is not None:
        differences = {
            name: (current.data.get(name), data.get(name))
            for name in sorted({*current.data, *data})
            if current.data.get(name) != data.get(name)
        }
    stale = Stale(
        f"{kind.label}: somebody saved version {row['version']} while you worked from version "
        f"{based_on}. Nothing of theirs was changed, and what you typed is kept as a draft of "
        "yours. Look at what differs, then save again based on the newest version.",
        current=current,
        differences=differences,
    )
    case, record_id = row["case_id"], row["id"]
    seen = {"kind": kind.name, "id": record_id, "version": row["version"]}

    def keep(again: Transaction) -> str:
        if current is not None:
            subject = case or record_id
            again.log(actor, "consultation", seen, case=case, subject=subject, vault=kind.vault)
        typed = {
            "for_kind": kind.name,
            "of": record_id,
            "based_on": based_on,
            "on": again.moment.date().isoformat(),
            "typed": text_of(dict(data)),
        }
        draft = uuid.uuid4().hex
        _write(
            again,
            actor,
            KINDS["draft"],
            typed,
            draft,
            1,
            case=case,
            state=versions.DRAFT,
            reason="somebody saved first",
            vault=kind.vault,
        )
        return draft

    stale.keep = keep
    return stale
