"""When a recorded decision is to be looked at again: pure functions of it and what came later."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from placement.days import in_words

if TYPE_CHECKING:
    from datetime import date

    from placement.cases.model import Case
    from placement.records.decisions.decision import Decision

TO_REVIEW, SUPERSEDED = "to_review", "superseded"


def dropped_items(decision: Decision, case: Case) -> tuple[str, ...]:
    """Return the items of the risk management plan it rests on that a newer case has dropped."""
    needed = {item.item: item.needed for item in case.risk_plan or ()}
    return tuple(item for item in decision.rests_on or () if needed.get(item, False) is False)


def reasons_to_review(
    decision: Decision, *, case: Case, case_version: int, protected_version: int = 0, day: date
) -> tuple[str, ...]:
    """
    Return why a decision is to be looked at again, in words; nothing where it is not.

    ``case`` is the case as it now stands, ``case_version`` and ``protected_version`` are the
    versions of its file and of its protected part; ``day`` is today.
    """
    said = [
        f"It rests on an item of the risk management plan that was dropped: {item}."
        for item in dropped_items(decision, case)
    ]
    if decision.case_version is not None and case_version > decision.case_version:
        said.append(
            f"The case has changed since: it was decided on version {decision.case_version} and "
            f"stands at version {case_version}."
        )
    if protected_version > (decision.protected_version or 0):
        said.append("What is protected of the case has changed since. Ask the offender manager.")
    if decision.next_review is not None and decision.next_review <= day:
        said.append(f"Its review was due on {in_words(decision.next_review)}.")
    return tuple(said)


def marked(
    decision: Decision,
    *,
    case: Case,
    case_version: int,
    protected_version: int = 0,
    day: date,
    media_event: str | None = None,
) -> Decision:
    """
    Return a decision with the standing that it has now.

    A draft stays a draft, and what is superseded stays so. ``media_event`` is the id of media
    interest that changes the recommendation (13): it supersedes.
    """
    if decision.standing == SUPERSEDED:
        return decision
    if media_event is not None:
        return replace(decision, standing=SUPERSEDED, superseded_by=media_event)
    if decision.standing == "draft":
        return decision
    reasons = reasons_to_review(
        decision,
        case=case,
        case_version=case_version,
        protected_version=protected_version,
        day=day,
    )
    if not reasons:
        return decision
    return replace(decision, standing=TO_REVIEW, review_because=reasons)
