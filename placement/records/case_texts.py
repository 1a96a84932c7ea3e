"""The two texts of a case, with the outlines that their zones name: what is saved of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.errors import InputError
from placement.records import consulting, geometry, versions
from placement.records.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from placement.records.people import Actor
    from placement.records.transaction import Transaction


def with_geometry(
    text: str,
    files: Mapping[str, bytes],
    *,
    hidden: bool,
    before: Iterable[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Return the data that is kept of a text, with the outlines of the files its zones name."""
    found = geometry.kept(text, files, hidden=hidden, before=before)
    return {"text": text, geometry.FIELD: found} if found else {"text": text}


def to_be_kept(
    transaction: Transaction,
    actor: Actor,
    kind: str,
    data: Mapping[str, Any],
    case: str | None,
    id: str | None,
    files: Mapping[str, bytes] | None,
) -> Mapping[str, Any]:
    """
    Return what is to be saved; of a case's text, with the outlines that its zones name.

    ``files`` are those given now, by name; of the others, what the version ``id`` has is kept on.
    """
    text = data.get("text")
    if kind not in geometry.OF_A_CASE or not isinstance(text, str):
        return data
    try:
        named = geometry.named_in(text)
    except InputError:
        return data  # the text cannot be read: what is wrong with it is said with all else
    if not named:
        return data
    before: Iterable[Mapping[str, Any]] = ()
    if id is not None:
        table, rows = consulting.readable(transaction, actor, id)
        (stored,) = consulting.opened(transaction, table, rows[-1:])
        before = stored.data.get(geometry.FIELD) or () if stored.kind == kind else ()
        case = stored.case
    hidden = kind == "protected"
    kept = with_geometry(text, files or {}, hidden=hidden, before=before)
    if case is not None:
        need_other_names(transaction, case, kind, kept)
    return {**data, **kept}


def need_other_names(
    transaction: Transaction, case: str, kind: str, kept: Mapping[str, Any]
) -> None:
    """Refuse one name for two outlines, in a case's file and in its protected part."""
    other = KINDS["case" if kind == "protected" else "protected"]
    connection = transaction.connection
    rows = [
        row
        for row in versions.newest_of_kind(connection, other.name, vault=other.vault, case=case)
        if row["state"] == versions.CURRENT
    ]
    table = versions.table_of(vault=other.vault)
    for stored in versions.opened(connection, transaction.keyring, table, rows):
        theirs = stored.data.get(geometry.FIELD) or ()
        if geometry.clashing(kept.get(geometry.FIELD) or (), theirs):
            problem = "it names a geometry file as the case's other part does. Give it a new name."
            raise InputError(KINDS[kind].label, [problem])
