"""Cases: opening one from the text of its file, listing them, and giving one to a reader."""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from placement.cases.reader import read_case_text
from placement.cases.source import read_toml
from placement.cases.split import split_text
from placement.cases.writing import as_toml
from placement.errors import InputError
from placement.records import case_texts, clock, datakeys, geometry, policy, schema, versions
from placement.records.kinds import KINDS
from placement.records.saving import Saved, save_new
from placement.records.standing import Standings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from placement.cases.model import Case
    from placement.records.people import Actor
    from placement.records.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case on somebody's list; ``version`` is that of its file."""

    id: str
    reference: str = field(repr=False)
    version: int
    opened_at: datetime
    changed_at: datetime
    limited: bool
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Parts:
    """What is kept of a case: the data of its open part, and of its protected one if it has one."""

    open: dict[str, Any]
    protected: dict[str, Any] | None


def parts_of(reference: str, text: str, protected: str | None, files: Mapping[str, bytes]) -> Parts:
    """
    Check the text of a case and return what is kept of it in the open part and in the vault.

    A text that holds victims or unshared conditions is cut in two; together the two give it back.
    ``files`` are the geometry files that its zones name; each goes with the part that names it.

    Raises
    ------
    InputError
        With every problem of both texts, or where the reference is not the one given.
    """
    case = read_case_text(text, source="the case", protected_text=protected)
    if case.reference != reference:
        raise InputError("The case", ["its reference is not the one it was opened under."])
    if case.holds_protected:
        if protected is not None:
            raise InputError(
                "The case",
                ["it holds what is protected, and a protected part is given too. Keep it in one."],
            )
        text, protected = split_text(text)
    return Parts(
        case_texts.with_geometry(text, files, hidden=False),
        None if protected is None else case_texts.with_geometry(protected, files, hidden=True),
    )


def open_case(
    transaction: Transaction,
    actor: Actor,
    reference: str,
    parts: Parts,
    reason: str,
) -> Saved:
    """Write a new case: its row, its files, and the need to know of whoever opened it."""
    policy.require(policy.may_act(actor, "open_case"))
    connection = transaction.connection
    index = index_of(transaction, reference)
    table = schema.cases
    if connection.execute(select(table.c.id).where(table.c.reference_index == index)).first():
        raise InputError(
            "The reference",
            ["a case is open under it. Look for it among your cases, or ask the coordinator."],
        )
    case = uuid.uuid4().hex
    connection.execute(
        insert(table).values(
            id=case, reference_index=index, opened_at=transaction.at, limited_access=False
        )
    )
    # the file of a case has the case's own id, so that either finds it
    saved = save_new(
        transaction,
        actor,
        KINDS["case"],
        KINDS["case"].model.from_data(parts.open).to_data(),
        case=case,
        id=case,
        state=versions.CURRENT,
        reason=reason,
    )
    if actor.role in ("offender_manager", "victim_liaison"):
        access = {
            "person": actor.id,
            "as": actor.role,
            "from": transaction.moment.date().isoformat(),
            "why": "opened the case",
        }
        _save(transaction, actor, "access", access, case, reason)
    if parts.protected is not None:
        _save(transaction, actor, "protected", parts.protected, case, reason)
    return saved


def _save(
    transaction: Transaction, actor: Actor, kind: str, data: dict[str, Any], case: str, reason: str
) -> None:
    checked = KINDS[kind].model.from_data(data).to_data()
    save_new(
        transaction,
        actor,
        KINDS[kind],
        checked,
        case=case,
        state=versions.CURRENT,
        reason=reason,
    )


def index_of(transaction: Transaction, reference: str) -> bytes:
    """Return the keyed mark by which a case is found by its reference."""
    secret = transaction.key(datakeys.INDEX, datakeys.RECORD)
    return hmac.digest(secret, reference.encode("utf-8"), "sha256")


def case_with(transaction: Transaction, reference: str) -> str | None:
    """Return the id of the case with a reference, if there is one."""
    table = schema.cases
    index = index_of(transaction, reference)
    query = select(table.c.id).where(table.c.reference_index == index)
    found = transaction.connection.execute(query).scalar()
    return None if found is None else str(found)


def visible(transaction: Transaction, actor: Actor, only: str | None = None) -> list[CaseRow]:
    """Return the cases that somebody may see, the earliest opened first; erased ones are gone."""
    connection = transaction.connection
    looked_up = Standings(connection, transaction.moment.date())
    one = looked_up.of(only)
    standings = looked_up.all() if only is None or one is None else {only: one}
    seen = {case for case, standing in standings.items() if policy.sees_case(actor, standing)}
    table = schema.cases
    query = select(table).where(table.c.erased_at.is_(None)).order_by(table.c.opened_at, table.c.id)
    rows = {row["id"]: row for row in connection.execute(query).mappings() if row["id"] in seen}
    newest = versions.newest_of_kind(connection, "case", vault=False, case=only)
    files = versions.opened(
        connection,
        transaction.keyring,
        schema.versions,
        [row for row in newest if row["case_id"] in rows],
    )
    by_case = {stored.case: stored for stored in files}
    return [
        CaseRow(
            id=case,
            reference=reference_in(by_case[case].data["text"]),
            version=by_case[case].version,
            opened_at=clock.read(row["opened_at"]),
            changed_at=by_case[case].at,
            limited=bool(row["limited_access"]),
            ended_on=date.fromisoformat(row["ended_on"]) if row["ended_on"] else None,
        )
        for case, row in rows.items()
        if case in by_case
    ]


def reference_in(text: str) -> str:
    """Return the reference that the text of a case file gives."""
    return str(read_toml(text, "the case")["reference"])


def built(file: Mapping[str, Any], protected: Sequence[Mapping[str, Any]]) -> Case:
    """Return the case of a file and its protected part, where the reader may hold one."""
    case = read_case_text(file["text"], protected_text=protected[0]["text"] if protected else None)
    return replace(case, carried=geometry.carried([file, *protected[:1]]))


# Not for housing: where other people live, and what the offender manager writes for the meeting.
NOT_FOR_HOUSING = (
    "family",
    "networks",
    "household",
    "non_association",
    "risk_to_applicant",
    "equality",
    "management_view",
    "risk_plan",
)


def text_for_housing(text: str) -> str:
    """
    Return the text of a case file as a housing role may read it.

    What is left out is where other people live, the offender manager's own words, and the reasons
    for not going back other than those marked for housing; leaving it out makes it not known.
    """
    tables = {k: v for k, v in read_toml(text, "the case").items() if k not in NOT_FOR_HOUSING}
    origin = dict(tables.get("origin", {}))
    origin.pop("reasons", None)
    check = dict(tables.get("victim_check", {}))
    check.pop("by", None)
    for name, part in (("origin", origin), ("victim_check", check)):
        if name in tables:
            tables[name] = part
    return as_toml(tables)


def without_protected(file: Mapping[str, Any], *, has_protected: bool, housing: bool) -> Case:
    """Return the case of a file alone, marked as holding more elsewhere where it does."""
    case = read_case_text(file["text"], housing_role=housing)
    case = replace(case, carried=geometry.carried([file]))
    if has_protected and not case.protected_elsewhere:
        return replace(case, protected_elsewhere=True)
    return case


def limit(transaction: Transaction, actor: Actor, case: str, *, limited: bool, reason: str) -> None:
    """Set or lift a case's limited access."""
    _change(transaction, case, limited_access=limited)
    what = {"kind": "case_access", "id": case, "limited": limited}
    transaction.log(actor, "alteration", what, case=case, reason=reason)


def end(transaction: Transaction, actor: Actor, case: str, on: date | None, reason: str) -> None:
    """Set the day on which a case ended, or take it back."""
    day = None if on is None else on.isoformat()
    _change(transaction, case, ended_on=day)
    what = {"kind": "case_end", "id": case, "on": day}
    transaction.log(actor, "alteration", what, case=case, reason=reason)


def _change(transaction: Transaction, case: str, **values: object) -> None:
    table = schema.cases
    transaction.connection.execute(update(table).where(table.c.id == case).values(**values))
