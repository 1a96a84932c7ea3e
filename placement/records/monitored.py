"""
What the record holds for monitoring, as plain data: one entry a case, one a placement (10).

Only the coordinator gathers it, through their own desk; nothing of a victim, a home or a name is in
it. ``placement.monitoring.recorded`` makes rows of it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from placement.cases.reader import read_case_text
from placement.errors import NotAllowed
from placement.records import assessing
from placement.records.decisions.recording import frozen_decisions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from placement.cases.registers import Placement
    from placement.records.desk import Desk

ABOUT: Final = (
    "referral",
    "decision",
    "outcome",
    "register_application",
    "bid_or_direct_let",
    "placement",
)
WHY: Final = "monitoring (10)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CaseHeld:
    """One case as monitoring reads it; ``records`` by kind, each as data with its id."""

    reference: str
    release: date | None
    preference: tuple[str, ...] | None
    equality: tuple[tuple[str, str], ...]
    records: Mapping[str, tuple[Mapping[str, Any], ...]]
    findings: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Held:
    """Everything monitoring reads of the record; ``synthetic`` where everybody in it is made up."""

    cases: tuple[CaseHeld, ...]
    placements: tuple[Placement, ...]
    synthetic: bool = False


def gathered(desk: Desk) -> Held:
    """
    Return what the record holds for monitoring, and put in the log that it was read.

    Raises
    ------
    NotAllowed
        For anybody but the coordinator.
    """
    if desk.actor.role != "coordinator":
        raise NotAllowed("The figures are worked out by the MAPPA coordinator.")
    with desk.transaction() as transaction:
        rows = desk.cases()
        by_case: defaultdict[str, dict[str, list[Mapping[str, Any]]]] = defaultdict(dict)
        for kind in ABOUT:
            for stored in desk.list(kind):
                if stored.case is not None:
                    found = by_case[stored.case].setdefault(kind, [])
                    found.append({**stored.data, "id": stored.id, "kept_at": stored.at.isoformat()})
        rankings = {
            decision: frozen.ranking for decision, frozen in frozen_decisions(desk, ()).items()
        }
        cases = []
        for row in sorted(rows, key=lambda each: each.reference):
            case = read_case_text(desk.read(row.id, reason=WHY).data["text"])
            held = by_case[row.id]
            cases.append(
                CaseHeld(
                    reference=row.reference,
                    release=case.release,
                    preference=case.preference,
                    equality=case.equality,
                    records={kind: tuple(each) for kind, each in held.items()},
                    findings=_findings(held.get("decision", ()), rankings),
                )
            )
        placements = assessing.placed(transaction)
        what = {"kind": "placement", "list": len(placements), "event": "monitoring"}
        transaction.log(desk.actor, "consultation", what, reason=WHY)
    return Held(cases=tuple(cases), placements=placements, synthetic=desk.record.synthetic)


def _findings(
    decisions: Iterable[Mapping[str, Any]], rankings: Mapping[str, Mapping[str, Any]]
) -> tuple[tuple[str, str, str], ...]:
    """Return rule, clause and outcome of every finding of the last decision's ranking."""
    made = [each for each in decisions if each["id"] in rankings]
    if not made:
        return ()
    last = max(made, key=lambda each: (each["on"], each["kept_at"]))
    ranking = rankings[last["id"]]
    return tuple(
        (str(finding["rule"]), str(finding["clause"]), str(finding["outcome"]))
        for option in ranking["options"]
        for finding in (
            *option["gates"],
            *(one for factor in option["factors"].values() for one in factor["findings"]),
        )
    )
