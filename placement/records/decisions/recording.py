"""
Recording a decision at somebody's desk, and running those recorded again.

``decide`` freezes what the ranking rested on, asks the log whether its maker has looked at the
findings of the LHA, and keeps the decision: final, or as a draft with what is missing in words.
Nothing typed is ever lost.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from placement.errors import InputError, NoKey, NotAllowed, PlacementError
from placement.records import policy, schema, versions
from placement.records.canonical import text_of
from placement.records.decisions.decision import TYPED, Decision, Missing
from placement.records.decisions.freeze import Frozen, freeze
from placement.records.decisions.housing import HOUSING, for_housing
from placement.records.decisions.judge import (
    DRAFT,
    FINAL,
    completeness,
    considered,
    departure,
)
from placement.records.decisions.review import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from placement.assess import Setting
    from placement.records.desk import Desk
    from placement.records.transaction import Transaction
    from placement.view import Reader

FINDINGS = "findings"
_LONGEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What came of recording a decision: its id and version, its standing and what it lacks."""

    id: str
    version: int
    standing: str
    missing: tuple[Missing, ...]
    departs: str | None
    frozen_id: str | None

    @property
    def sentence(self) -> str:
        """What came of it, in words."""
        if self.standing == FINAL:
            return "The decision is recorded."
        said = " ".join(one.text for one in self.missing)
        return (
            f"Kept as a draft, nothing is lost: no referral and no annex is made from it. {said} "
            "The coordinator sees it."
        )


def look(desk: Desk, case: str, lhas: Iterable[str], *, reason: str) -> None:
    """Put in the log that somebody was shown the findings of some LHAs, of the case as it is."""
    with desk.transaction() as transaction:
        desk.log(
            "consultation",
            case=case,
            what={
                "kind": FINDINGS,
                "lhas": sorted(set(lhas)),
                "version": _version(transaction, "case", case),
                "protected": _version(transaction, "protected", case),
            },
            reason=reason,
        )


def looked_at(desk: Desk, case: str) -> frozenset[str]:
    """Return the LHAs whose findings this person was shown of the case as it now stands."""
    table = schema.audit
    query = select(table.c.what).where(
        table.c.case_id == case,
        table.c.actor == desk.actor.id,
        table.c.action == "consultation",
    )
    found: set[str] = set()
    with desk.transaction() as transaction:
        now = _version(transaction, "case", case), _version(transaction, "protected", case)
        for row in transaction.connection.execute(query):
            what = json.loads(row.what)
            seen = what.get("version"), what.get("protected")
            if what.get("kind") == FINDINGS and seen == now:
                found |= set(what.get("lhas", ()))
    return frozenset(found)


def decide(
    desk: Desk,
    case: str,
    typed: Mapping[str, Any],
    *,
    setting: Setting,
    readers: Iterable[Reader] = (),
    moved: Mapping[str, int] | None = None,
    id: str | None = None,
    based_on: int | None = None,
    reason: str,
) -> Decided:
    """
    Record what was decided about a case, final or as a draft.

    Parameters
    ----------
    typed
        The fields of ``decision.TYPED``, as people typed them.
    setting
        What the ranking rested on as it was shown: the day, the placements, the weights as moved,
        what SPOCs said, and what housing was last told.
    readers
        To whom it was shown, beside the coordinator and the panel.
    moved
        By how many units each weight's slider had been moved from the agreed value while people
        explored: the decision itself is frozen at the weights of ``setting``.
    id, based_on
        Of a decision recorded before, to record its next version.

    Raises
    ------
    InputError
        Where what was typed contradicts itself: it is kept as a draft of its maker's, whose id the
        message gives. Call it outside any other transaction, or that draft goes with it.
    NotAllowed
        If this person may not decide on this case.
    Stale
        If somebody recorded a version since.
    """
    try:
        _refuse_what_is_worked_out(typed)
        decision = Decision.from_data(typed)
    except InputError as error:
        draft = _keep(desk, case, typed, id, based_on)
        problems = [*error.problems, f"What was typed is kept as the draft {draft}."]
        raise InputError(error.source, problems) from None
    with desk.transaction() as transaction:
        try:
            held = desk.case(case, reason=reason)
            frozen = freeze(held, setting, dict.fromkeys((*readers, HOUSING)))
            shown = for_housing(frozen)
        except NotAllowed:
            raise
        except PlacementError as error:
            lacks = Missing(code="not_frozen", text=f"It could not be frozen. {error}"[:_LONGEST])
            data = {**decision.to_data(), **_lacking([lacks])}
            return _save(desk, case, data, None, id, based_on, reason)
        ranking = frozen.ranking
        missing = completeness(decision, ranking, looked_at(desk, case), plan=frozen.plan)
        full = desk.save("frozen", frozen.to_data(), case=case, reason=reason)
        desk.save("shown", {"frozen": full.id, **shown.to_data()}, case=case, reason=reason)
        data = {
            **decision.to_data(),
            **_worked_out(decision, frozen, ranking, moved or {}),
            **_lacking(missing),
            "case_version": _version(transaction, "case", case),
            "protected_version": _version(transaction, "protected", case),
            "frozen_id": full.id,
        }
        return _save(desk, case, data, departure(decision, ranking), id, based_on, reason)


def _refuse_what_is_worked_out(typed: Mapping[str, Any]) -> None:
    worked_out = sorted(set(typed) & (set(Decision.keys()) - set(TYPED)))
    if worked_out:
        raise InputError(
            "The decision", [f"{key}: is worked out and never typed." for key in worked_out]
        )


def _keep(
    desk: Desk, case: str, typed: Mapping[str, Any], of: str | None, based_on: int | None
) -> str:
    """Keep what was typed as a draft of the person who typed it."""
    text = text_of(json.loads(json.dumps(dict(typed), default=str)))
    data = {"for_kind": "decision", "of": of, "based_on": based_on, "typed": text}
    reason = "what was typed cannot be read yet"
    given = {key: value for key, value in data.items() if value is not None}
    saved = desk.save("draft", given, case=case, state=versions.DRAFT, reason=reason)
    return saved.id


def _worked_out(
    decision: Decision, frozen: Frozen, ranking: Mapping[str, Any], moved: Mapping[str, int]
) -> dict[str, Any]:
    """Return what is never typed: the recommendation, the numbers, the editions, the digest."""
    said = ranking["recommendation"]
    return {
        "departs": departure(decision, ranking) is not None,
        "reason_codes": list(dict.fromkeys(one.code for one in decision.reasons or ())),
        "recommended": said["outcome"],
        "recommended_lhas": list(said["lhas"]),
        "considered": [one.to_data() for one in considered(ranking)],
        "weights_moved": [
            {"weight": name, "by": by}
            for name, by in sorted({**frozen.weights_moved, **moved}.items())
            if by
        ],
        "frozen": frozen.digest,
        "parameters": frozen.body["parameters"],
        "geodata": ranking["versions"]["geodata"],
        "engine": frozen.engine,
    }


def _lacking(missing: Iterable[Missing]) -> dict[str, Any]:
    lacking = list(missing)
    return {
        "standing": DRAFT if lacking else FINAL,
        "missing": [one.to_data() for one in lacking],
        "missing_codes": [one.code for one in lacking],
    }


def _save(
    desk: Desk,
    case: str,
    data: Mapping[str, Any],
    departs: str | None,
    record: str | None,
    based_on: int | None,
    reason: str,
) -> Decided:
    final = data["standing"] == FINAL
    saved = desk.save(
        "decision",
        data,
        case=case,
        id=record,
        based_on=based_on,
        state=versions.CURRENT if final else versions.DRAFT,
        reason=reason,
    )
    return Decided(
        id=saved.id,
        version=saved.version,
        standing=data["standing"],
        missing=tuple(Missing(**one) for one in data["missing"]),
        departs=departs,
        frozen_id=data.get("frozen_id"),
    )


def _version(transaction: Transaction, kind: str, case: str) -> int:
    """Return how many versions of a case's file, or of its protected part, there have been."""
    rows = versions.newest_of_kind(
        transaction.connection, kind, vault=kind == "protected", case=case
    )
    return sum(row["version"] for row in rows)


def mark(desk: Desk, case: str, *, day: date, reason: str) -> tuple[str, ...]:
    """
    Mark the decisions of a case that are to be looked at again, and those superseded (13).

    Called when a case changed, a media event was recorded, or a day has come; returns the ids of
    those that were marked.
    """
    changed = []
    with desk.transaction() as transaction:
        now = _version(transaction, "case", case)
        protected = _version(transaction, "protected", case)
        held = desk.case(case, reason=reason)
        events = {
            decision: event.id
            for event in desk.list("media_event", case=case)
            if event.data.get("changes_recommendation")
            for decision in event.data.get("supersedes", ())
        }
        for stored in desk.list("decision", case=case):
            before = Decision.from_data(stored.data)
            after = marked(
                before,
                case=held,
                case_version=now,
                protected_version=protected,
                day=day,
                media_event=events.get(stored.id),
            )
            if after != before:
                desk.save(
                    "decision",
                    after.to_data(),
                    id=stored.id,
                    based_on=stored.version,
                    state=stored.state,
                    reason=reason,
                )
                changed.append(stored.id)
    return tuple(changed)


def frozen_decisions(desk: Desk, ids: Iterable[str] = ()) -> dict[str, Frozen]:
    """
    Return what was frozen with every decision, or with those named, by the decision's id.

    The full view where this person and the keys open it; else the housing view beside it. One that
    was erased has neither, and is left out.

    Raises
    ------
    NotAllowed
        If this person may not replay.
    InputError
        If one named is not a decision, or nothing was frozen with it.
    """
    wanted = list(ids)
    with desk.transaction():
        policy.require(policy.may_act(desk.actor, "replay"))
        decisions = {
            stored.id: stored.data["frozen_id"]
            for stored in desk.list("decision", withdrawn=True)
            if stored.data.get("frozen_id") and (not wanted or stored.id in wanted)
        }
        full = {one.id: one.data for one in _list(desk, "frozen")}
        shown = {one.data["frozen"]: one.data for one in _list(desk, "shown")}
    found: dict[str, Frozen] = {}
    for decision, frozen_id in decisions.items():
        data = full.get(frozen_id) or shown.get(frozen_id)
        if data is not None:
            found[decision] = Frozen.from_data(data)
    if absent := [each for each in wanted if each not in found]:
        raise InputError(
            "The decisions named",
            [f"{each}: there is none, or nothing was frozen with it." for each in absent],
        )
    return found


def _list(desk: Desk, kind: str) -> list[Any]:
    """List records of a kind, or none where the vault key is not here."""
    try:
        return desk.list(kind, withdrawn=True)
    except NoKey:
        return []
