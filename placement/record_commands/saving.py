"""Saving what somebody gave on the command line, held against what the record has already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.records import Desk, Saved


def save(
    desk: Desk,
    kind: str,
    data: Mapping[str, Any],
    *,
    case: str | None = None,
    id: str | None = None,
    based_on: int | None = None,
    reason: str,
) -> Saved:
    """
    Save a record, where it goes with those of its case and of no case; see ``Desk.save``.

    Whether this person may write it at all is asked first: what else is wrong would tell them of
    records that they may not see.

    Raises ``InputError`` with every problem, ``NotAllowed`` and ``Stale`` as the desk does.
    """
    from placement.records import policy
    from placement.records.held import check_against_others
    from placement.records.saving import kind_named

    declared = kind_named(kind)
    record = declared.model.from_data(data)
    with desk.transaction() as transaction:
        standing = desk.standing(case) if case else None
        lha = record.to_data().get("lha")
        policy.require(policy.may(desk.actor, "write", declared, standing, lha=lha))
        check_against_others(transaction, desk.actor, record, case=case, own=id)
        return desk.save(kind, data, case=case, id=id, based_on=based_on, reason=reason)
