"""Which cases have been kept as long as they are to be: a report, and nothing is erased by it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from placement.parameters import load as load_parameters
from placement.records import datakeys, policy, schema, versions
from placement.records.kinds import KINDS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from placement.records.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """
    How long one case is kept.

    Attributes
    ----------
    ended_on
        The day on which it ended; None where nobody recorded one, and then nothing is due.
    protected_until, until
        The days from which what is protected, and the whole case, are due to be erased.
    compartments
        What is due on the day of the report: nothing, ("vault",), or both.
    """

    case: str
    ended_on: date | None
    protected_until: date | None
    until: date | None
    compartments: tuple[str, ...]


def due(desk: Desk, today: date) -> list[Kept]:
    """
    Return every case that is not erased, the first due first, with what of it is due on a day.

    The longest of its kinds' times counts for a case as a whole, and what is protected has its
    own. ``erasure.erase_case`` does what this only reports.

    Raises
    ------
    NotAllowed
        If this person's role does not erase cases.
    """
    policy.require(policy.may_act(desk.actor, "erase_case"))
    years = load_parameters().on(today)
    with desk.record.writing() as transaction:
        connection = transaction.connection
        ends = _ends(connection)
        keeps = {
            vault: _longest(
                connection, vault=vault, years={k: years[v.retention] for k, v in KINDS.items()}
            )
            for vault in (False, True)
        }
        live = _live(connection)
        kept = [
            _kept(case, ends.get(case), keeps, live.get(case, set()), today)
            for case in sorted(ends)
        ]
        count = sum(bool(each.compartments) for each in kept)
        what = {"kind": "case", "event": "retention", "list": len(kept), "due": count}
        transaction.log(desk.actor, "consultation", what)
    return sorted(kept, key=lambda each: (not each.compartments, each.until or date.max, each.case))


def _ends(connection: Connection) -> dict[str, date | None]:
    """Return the day each case ended: as recorded for it, else the end of MAPPA on a record."""
    table = schema.cases
    rows = connection.execute(
        select(table.c.id, table.c.ended_on).where(table.c.erased_at.is_(None))
    )
    found = {row.id: date.fromisoformat(row.ended_on) if row.ended_on else None for row in rows}
    for row in versions.newest_of_kind(connection, "home_link_flag", vault=False):
        case, day = row["case_id"], json.loads(row["plain"]).get("mappa_ended_on")
        if day and case in found and found[case] is None and row["state"] == versions.CURRENT:
            found[case] = date.fromisoformat(day)
    return found


def _longest(connection: Connection, *, vault: bool, years: dict[str, int]) -> dict[str, int]:
    """Return, by case, the most years that any kind of record it holds is kept."""
    table = versions.table_of(vault=vault)
    query = select(table.c.case_id, table.c.kind).where(table.c.case_id.is_not(None)).distinct()
    found: dict[str, int] = {}
    for row in connection.execute(query):
        found[row.case_id] = max(found.get(row.case_id, 0), years[row.kind])
    return found


def _live(connection: Connection) -> dict[str, set[str]]:
    """Return, by case, the compartments that still have their key."""
    table = schema.data_keys
    found: dict[str, set[str]] = {}
    for row in connection.execute(select(table).where(table.c.wrapped.is_not(None))):
        found.setdefault(row.subject, set()).add(row.compartment)
    return found


def _kept(
    case: str,
    ended: date | None,
    keeps: dict[bool, dict[str, int]],
    live: set[str],
    today: date,
) -> Kept:
    until = None if ended is None else years_after(ended, keeps[False].get(case, 0))
    protected = None
    if ended is not None and datakeys.VAULT in live:
        protected = years_after(ended, keeps[True].get(case, 0))
    compartments: tuple[str, ...] = ()
    if until is not None and until <= today:
        compartments = (datakeys.RECORD, datakeys.VAULT)
    elif protected is not None and protected <= today:
        compartments = (datakeys.VAULT,)
    return Kept(
        case=case,
        ended_on=ended,
        protected_until=protected,
        until=until,
        compartments=compartments,
    )


def years_after(day: date, years: int) -> date:
    """
    Return the same day some years on; 28 February where there is no 29th.

    >>> years_after(date(2024, 2, 29), 1)
    datetime.date(2025, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
