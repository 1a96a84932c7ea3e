"""
What a SPOC is told of a decision that asks their own authority: what their tasks rest on.

A SPOC may read no decision: it says why other authorities were passed over, in people's own words.
But once their authority is the one to be asked, what is left of the protocol is theirs to do (8, 9,
11). They get the day, the let, the next review and those coded reasons that can have nothing to do
with a victim, a condition or a plan; no free text, no other LHA, no number of the ranking, and
nothing at all where the decision names another authority, is a draft, or the case was not referred
to them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from placement.records import versions
from placement.records.kinds import KINDS
from placement.records.standing import Standings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.records.desk import Desk
    from placement.records.transaction import Transaction
    from placement.records.versions import Stored

TOLD: Final = ("on", "outcome", "lha", "let", "next_review", "standing", "diversity_discussed")
STANDS: Final = ("final", "to_review")
NOT_PROTECTED: Final = frozenset(
    {
        *("original_authority", "connection_or_network", "preference", "own_merits"),
        *("accommodation_available", "range_of_options", "notice"),
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """A decision as a SPOC may have it, and whether the meeting named whom letters go to."""

    decision: Stored
    letters_named: bool


def told(desk: Desk, case: str | None = None) -> dict[str, Told]:
    """
    Return by case what a SPOC is told of the decision that stands, and log that they were.

    Empty for whoever is no SPOC: the others read decisions, or do not.
    """
    if desk.actor.role != "spoc" or desk.actor.lha is None:
        return {}
    with desk.transaction() as transaction:
        standings = Standings(transaction.connection, transaction.moment.date())
        last: dict[str, Stored] = {}
        for stored in _of(transaction, "decision", case):
            standing = standings.of(stored.case)
            if standing is None or desk.actor.lha not in standing.referred:
                continue
            if standing.limited and desk.actor.id not in standing.named:
                continue
            if stored.data.get("standing") in STANDS:
                before = last.get(str(stored.case))
                if before is None or _when(before) <= _when(stored):
                    last[str(stored.case)] = stored
        found = {
            of: Told(replace(stored, data=_for(stored.data)), _letters(transaction, of))
            for of, stored in last.items()
            if stored.data.get("lha") == desk.actor.lha
        }
        for of, each in found.items():
            what = {"kind": "decision", "ids": [each.decision.id]}
            transaction.log(desk.actor, "consultation", what, case=of)
    return found


def _for(data: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: data[name] for name in TOLD if name in data}
    codes = [each["code"] for each in data.get("reasons") or () if each["code"] in NOT_PROTECTED]
    return {**kept, "reasons": [{"code": code} for code in codes]}


def _when(stored: Stored) -> tuple[str, Any]:
    return str(stored.data["on"]), stored.at


def _letters(transaction: Transaction, case: str) -> bool:
    meetings = _of(transaction, "meeting", case)
    last = max(meetings, key=_when, default=None)
    return bool(last is not None and last.data.get("letters_to"))


def _of(transaction: Transaction, kind: str, case: str | None) -> list[Stored]:
    declared = KINDS[kind]
    rows = [
        row
        for row in versions.newest_of_kind(
            transaction.connection, kind, vault=declared.vault, case=case
        )
        if row["state"] == versions.CURRENT
    ]
    table = versions.table_of(vault=declared.vault)
    return versions.opened(transaction.connection, transaction.keyring, table, rows)
