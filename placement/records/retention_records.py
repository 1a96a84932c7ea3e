"""How long records of no case are kept, each kind as long as its own retention says: a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from placement.parameters import load as load_parameters
from placement.records import policy, versions
from placement.records.kinds import KINDS
from placement.records.retention import years_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from placement.records.desk import Desk
    from placement.records.transaction import Transaction
    from placement.records.versions import Stored

# Where a record says on which day it ended: the first of these that it holds, else never.
ENDS: Final[Mapping[str, tuple[str, ...]]] = {
    "vacancy": ("to",),
    "placement": ("to",),
    "office": ("to",),
    "absence": ("to",),
    "protocol_review": ("on",),
    "session": ("ended", "ends"),
    "draft": ("on",),
    "information_request": ("answered_on",),
}
LIKE_ITS_VACANCY: Final = ("vacancy_confirmation",)
ON_ANY_DAY: Final = ("to", "on", "at", "as_of")  # of a kind that is not named above


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecord:
    """
    How long one record of no case is kept.

    ``ended_on`` is None where it has not ended: it is then never due. A record that was withdrawn
    ended on that day.
    """

    id: str
    kind: str
    ended_on: date | None
    until: date | None
    due: bool


def records_due(desk: Desk, today: date) -> list[KeptRecord]:
    """
    Return every record of no case that can still be opened, the first due first.

    ``erasure.erase_record`` does what this only reports.

    Raises
    ------
    NotAllowed
        If this person's role does not erase.
    """
    policy.require(policy.may_act(desk.actor, "erase_case"))
    years = load_parameters().on(today)
    with desk.record.writing() as transaction:
        there = _of_no_case(transaction)
        ends = {stored.id: _ended(stored) for stored in there}
        found = []
        for stored in there:
            ended = ends[stored.id]
            if stored.kind in LIKE_ITS_VACANCY and ended is None:
                ended = ends.get(str(stored.data["vacancy"]))
            until = ended and years_after(ended, years[KINDS[stored.kind].retention])
            found.append(
                KeptRecord(
                    id=stored.id,
                    kind=stored.kind,
                    ended_on=ended,
                    until=until,
                    due=until is not None and until <= today,
                )
            )
        what = {"kind": "record_of_no_case", "event": "retention", "list": len(found)}
        what["due"] = sum(each.due for each in found)
        transaction.log(desk.actor, "consultation", what)
    return sorted(found, key=lambda each: (not each.due, each.until or date.max, each.kind))


def _of_no_case(transaction: Transaction) -> list[Stored]:
    found: list[Stored] = []
    for vault in (False, True):
        names = [name for name, kind in KINDS.items() if not (kind.of_case and kind.case_needed)]
        rows: Iterable[Any] = versions.newest_of_kind(
            transaction.connection, *names, vault=vault, case=None
        )
        alone = [row for row in rows if row["case_id"] is None]
        table = versions.table_of(vault=vault)
        found += versions.opened(transaction.connection, transaction.keyring, table, alone)
    return found


def _ended(stored: Stored) -> date | None:
    """Return the day a record ended, as it says itself, or as it was withdrawn."""
    if stored.state == versions.WITHDRAWN:
        return stored.at.date()
    for name in ENDS.get(stored.kind, () if stored.kind in LIKE_ITS_VACANCY else ON_ANY_DAY):
        if value := stored.data.get(name):
            return datetime.fromisoformat(str(value)).date()
    return None
