"""How one person stands to cases and records: what the policy asks before it answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from placement.records import policy, schema, versions
from placement.records.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import Connection, RowMapping, Table

    from placement.records.people import Actor

# The kinds whose plain fields say who has to do with a case; none is of the vault.
_TELLING: Final = ("access", "meeting", "referral")


class Standings:
    """How people stand to cases on a day, looked up once each; nothing here is unsealed."""

    def __init__(self, connection: Connection, day: date) -> None:
        self._connection = connection
        self._day = day
        self._known: dict[str, policy.Standing] = {}

    def of(self, case: str | None) -> policy.Standing | None:
        """Return how people stand to a case; None where there is no case."""
        if case is None:
            return None
        if case not in self._known:
            self._load(case)
        return self._known[case]

    def all(self) -> dict[str, policy.Standing]:
        """Return how people stand to every case, by its id."""
        self._load(None)
        return self._known

    def _load(self, case: str | None) -> None:
        found: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
        for row in versions.newest_of_kind(self._connection, *_TELLING, vault=False, case=case):
            if row["state"] == versions.CURRENT and row["case_id"]:
                told = found.setdefault(row["case_id"], [])
                told.append((row["kind"], json.loads(row["plain"])))
        table = schema.cases
        query = select(table.c.id, table.c.limited_access)
        if case is not None:
            query = query.where(table.c.id == case)
        limited = {row.id: bool(row.limited_access) for row in self._connection.execute(query)}
        for each in [case] if case is not None else list(limited):
            self._known[each] = policy.standing_of(
                each, found.get(each, ()), day=self._day, limited=limited.get(each, False)
            )


def answer_for(
    connection: Connection,
    standings: Standings,
    actor: Actor,
    verb: str,
    table: Table,
    row: RowMapping,
    *,
    first_by: str | None = None,
) -> policy.Answer:
    """Say whether somebody may do something with a record that is kept."""
    kind = KINDS[row["kind"]]
    plain = json.loads(row["plain"])
    author = first_by
    if author is None:
        author = row["by"] if row["version"] == 1 else first_author(connection, table, row["id"])
    return policy.may(
        actor, verb, kind, standings.of(row["case_id"]), lha=plain.get("lha"), author=author
    )


def first_author(connection: Connection, table: Table, record_id: str) -> str:
    """Return the staff id of whoever wrote the first version of a record."""
    query = select(table.c.by).where(table.c.id == record_id, table.c.version == 1)
    return str(connection.execute(query).scalar())
