"""
What the coordinator and victim liaison are told of questions about protected places.

Nothing is stored: alerts follow from the log of what housing asked and was told, and from when a
zone or a victim's area was changed, so that none can be lost or sent twice. No sentence names a
place.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from placement.cases.source import read_toml
from placement.records import clock, versions
from placement.records.attention import DUE, OVERDUE, Row
from placement.records.oracle.kept import VaultLog, passed_on
from placement.records.oracle.ration import ALERTED, standing_alerts, zone_changed
from placement.zoning import ZONE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from placement.parameters import Numbers
    from placement.records.desk import Desk
    from placement.records.transaction import Transaction
    from placement.records.versions import Stored

CLAUSE: Final = "7(ii)"
OPENING: Final = timedelta(milliseconds=500)  # one commit: what a case was opened with is no change
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
            rows += _changed(transaction, references, day, numbers)
    return tuple(rows)


def _waiting(desk: Desk, references: Mapping[str, str], day: date) -> Iterator[Row]:
    if desk.actor.role not in ("offender_manager", "coordinator"):
        return
    for case in references:
        for each in passed_on(desk, case):
            yield _row(case, references, "question", DUE, each.at.date(), PASSED_ON)


def _changed(
    transaction: Transaction, references: Mapping[str, str], day: date, numbers: Numbers
) -> Iterator[Row]:
    """
    Say in which cases a zone or a victim's area was changed.

    It is said for as long as address checks are counted, so that whoever comes in late is told too,
    and on until housing is told anew.
    """
    since = transaction.moment - timedelta(days=numbers["oracle.window_days"])
    for case in references:
        released = versions.newest_of_kind(
            transaction.connection, "zone_release", vault=False, case=case
        )
        last = max((clock.read(row["at"]) for row in released), default=None)
        changed = max(changes(transaction, case, min(since, last) if last else since), default=None)
        if changed is not None and (changed > since or (last is not None and changed > last)):
            said = zone_changed(case).sentence
            yield _row(case, references, "zone changed", DUE, min(changed.date(), day), said)


def changes(transaction: Transaction, case: str, since: datetime) -> Iterator[datetime]:
    """Give when a zone or a victim's area of a case was changed after a moment."""
    connection = transaction.connection
    begun = None
    for kind in ("case", "protected"):
        vault = kind == "protected"
        for row in versions.newest_of_kind(connection, kind, vault=vault, case=case):
            table, rows = versions.all_of(connection, row["id"]) or (None, [])
            first = clock.read(rows[0]["at"]) if rows else since
            begun = begun or first  # what was opened with the case is no change of it
            if first > max(since, begun + OPENING):
                yield first
            for earlier, later in pairwise(rows):
                at = clock.read(later["at"])
                if at > since and table is not None:
                    both = versions.opened(connection, transaction.keyring, table, [earlier, later])
                    if len({_zones(each) for each in both}) > 1:
                        yield at


def _zones(stored: Stored) -> str:
    """Return what is drawn by a text, and whether it stands, as text that can be compared."""
    tables = read_toml(str(stored.data["text"]), "the file")
    conditions = tables.get("conditions") or ()
    drawn = [
        each for each in conditions if isinstance(each, dict) and each.get("kind") in ZONE_KINDS
    ]
    kept = [drawn, tables.get("victims"), stored.data.get("geometry")]
    return repr([*kept, stored.state == versions.WITHDRAWN])


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
