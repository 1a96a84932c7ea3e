"""
What the coordinator and victim liaison are told of questions about protected places.

Nothing is stored: alerts follow from the log of what housing asked and was told, and from when a
protected part was last changed, so that none can be lost or sent twice. No sentence names a place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from placement.records import versions
from placement.records.attention import DUE, OVERDUE, Row
from placement.records.oracle.kept import VaultLog, passed_on
from placement.records.oracle.ration import ALERTED, standing_alerts, zone_changed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from placement.parameters import Numbers
    from placement.records.desk import Desk
    from placement.records.transaction import Transaction

CLAUSE: Final = "7(ii)"
PASSED_ON: Final = (
    "Housing asked whether a vacancy may be used and was not told; the question waits for the "
    "offender manager."
)


def alert_rows(
    desk: Desk, references: Mapping[str, str], day: date, numbers: Numbers
) -> tuple[Row, ...]:
    """
    Return the alerts that this person gets about the cases they may see.

    ``references`` are those cases' references by their ids.
    """
    with desk.transaction() as transaction:
        rows = [*_waiting(desk, references, day)]
        if desk.actor.role in ALERTED:
            rows += [
                _row(alert.case, references, "address checks", OVERDUE, day, alert.sentence)
                for alert in standing_alerts(
                    VaultLog(transaction, desk).told(), transaction.moment, numbers
                )
                if alert.case in references
            ]
            rows += _changed(transaction, references, day)
    return tuple(rows)


def _waiting(desk: Desk, references: Mapping[str, str], day: date) -> Iterator[Row]:
    if desk.actor.role not in ("offender_manager", "coordinator"):
        return
    for case in references:
        for each in passed_on(desk, case):
            yield _row(case, references, "question", DUE, each.at.date(), PASSED_ON)


def _changed(transaction: Transaction, references: Mapping[str, str], day: date) -> Iterator[Row]:
    """Say of which cases what is protected was changed after housing was last told."""
    connection = transaction.connection
    for case in references:
        protected = versions.newest_of_kind(connection, "protected", vault=True, case=case)
        released = versions.newest_of_kind(connection, "zone_release", vault=False, case=case)
        if not protected or not released:
            continue
        if max(row["at"] for row in protected) > max(row["at"] for row in released):
            text = zone_changed(case).sentence
            yield _row(case, references, "zone changed", DUE, day, text)


def _row(
    case: str, references: Mapping[str, str], what: str, state: str, due: date, sentence: str
) -> Row:
    return Row(
        case=case,
        reference=references[case],
        what=what,
        clause=CLAUSE,
        state=state,
        due=due,
        sentence=sentence,
    )
