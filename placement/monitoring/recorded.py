"""
From what the record holds to the rows that the report is made of: nothing is typed twice.

A case's row is of its first referral. What was decided is its last decision; whether a review was
held shows in a later one. What the record does not hold (orders, breaches and returns to custody,
a probation office) is not made up: those tables come from files.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from placement.monitoring import equality, working
from placement.monitoring.annual import Spell, YearRecords
from placement.monitoring.parts import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from placement.cases.registers import Placement
    from placement.records.monitored import CaseHeld, Held

NOT_ASKED, NO_ANSWER = "no authority asked yet", "asked, and no answer yet"
NO_DECISION, DRAFT = "no decision yet", "the decision is a draft"
AWAY = ("prison", "hospital")


def rows_of(held: Held, as_of: date) -> Rows:
    """Return the rows of every part that the record can give, as known on a day."""
    cases = [case for case in held.cases if case.records.get("referral")]
    return Rows(
        referrals=[referral(case, as_of) for case in cases],
        equality=[characteristics(case) for case in cases],
        findings=[
            {"reference": case.reference, "rule": rule, "clause": clause, "outcome": outcome}
            for case in cases
            for rule, clause, outcome in case.findings
        ],
        register=YearRecords(spells=spells(held.placements), events=()),
    )


def referral(case: CaseHeld, as_of: date) -> dict[str, Any]:
    """Return what came of a case's first referral, with the columns of ``working.FIELDS``."""
    row: dict[str, Any] = {field.name: None for field in working.FIELDS}
    referrals = _by_day(case, "referral", as_of)
    outcomes = _by_day(case, "outcome", as_of)
    decisions = _by_day(case, "decision", as_of)
    row["reference"] = case.reference
    row["release_on"] = case.release
    row["referred_on"] = _day(referrals[0]["on"]) if referrals else None
    if decisions:
        row |= _decided(case, decisions, as_of)
    steps = {each["step"] for each in outcomes}
    if steps & {"accepted", "housed_on"}:
        row["accepted"] = "yes"
    elif "refused" in steps:
        row["accepted"] = "no"
    row["refusal_codes"] = tuple(e["code"] for e in outcomes if e["step"] == "refused")
    row |= _home(case, outcomes, row["referred_on"], as_of)
    bands = [each for each in _by_day(case, "register_application", as_of) if each.get("band")]
    row["band"] = bands[-1]["band"] if bands else None
    if row["housed_on"] is None:
        row["unplaced_because"] = _why_not(referrals, decisions, outcomes)
    return row


def characteristics(case: CaseHeld) -> dict[str, Any]:
    """Return what is held for equality monitoring; a word that is not known is not stated."""
    said = dict(case.equality)
    row: dict[str, Any] = {"reference": case.reference}
    for field in equality.FIELDS[1:]:
        value = said.get(field.name)
        if field.kind is int:
            row[field.name] = int(value) if value is not None and value.isdigit() else None
        else:
            row[field.name] = value if not field.allowed or value in field.allowed else None
    return row


def spells(placements: Iterable[Placement]) -> tuple[Spell, ...]:
    """Return who was managed in the community at Levels 2 and 3, from where people live."""
    by_person: dict[str, list[Placement]] = {}
    for each in placements:
        if each.setting not in AWAY and each.level > 1:
            by_person.setdefault(each.reference, []).append(each)
    found = []
    for person, stays in by_person.items():
        ordered = sorted(stays, key=lambda each: each.start)
        ends = [min(one.end or two.start, two.start) for one, two in pairwise(ordered)]
        for stay, end in zip(ordered, [*ends, ordered[-1].end], strict=True):
            if end is None or end > stay.start:
                found.append(
                    Spell(
                        person=person,
                        level=stay.level,
                        category=stay.category,
                        start=stay.start,
                        end=end,
                    )
                )
    return tuple(found)


def _decided(case: CaseHeld, decisions: Sequence[Mapping[str, Any]], as_of: date) -> dict[str, Any]:
    last = decisions[-1]
    departs = last.get("departs")
    reviews = [
        (one, two)
        for one, two in zip(decisions, [*decisions[1:], None], strict=True)
        if one.get("next_review")
    ]
    due, then = next(
        (pair for pair in reversed(reviews) if _day(pair[0]["next_review"]) <= as_of),
        reviews[-1] if reviews else (None, None),
    )
    return {
        "answer": last.get("recommended"),
        "standing": last.get("standing"),
        "departs": None if departs is None else "yes" if departs else "no",
        "departure_code": last.get("departure_code"),
        "missing_codes": tuple(last.get("missing_codes") or ()),
        **_preference(case, last),
        "let": last.get("let") if last.get("let") in ("bid", "direct_let") else None,
        "review_due": None if due is None else _day(due["next_review"]),
        "reviewed_on": None if due is None or then is None else _day(then["on"]),
    }


def _preference(case: CaseHeld, decision: Mapping[str, Any]) -> dict[str, Any]:
    """Return what became of a preference: followed, or overruled by the first reason given."""
    if not case.preference:
        return {"preference": None if case.preference is None else "none_stated"}
    if decision.get("outcome") != "lha" or decision.get("lha") is None:
        return {"preference": None}
    if decision["lha"] in case.preference:
        return {"preference": "followed"}
    reasons = [code for code in decision.get("reason_codes") or () if code != "preference"]
    return {"preference": "overruled", "overruled_by": reasons[0] if reasons else None}


def _home(
    case: CaseHeld,
    outcomes: Sequence[Mapping[str, Any]],
    referred: date | None,
    as_of: date,
) -> dict[str, Any]:
    """Return the first home after the referral: as an outcome says, else the register."""
    housed = [each for each in outcomes if each["step"] == "housed_on"]
    homes = [(_day(each["on"]), each.get("setting")) for each in housed]
    if not homes and referred is not None:
        homes = [
            (start, each["setting"])
            for each in case.records.get("placement", ())
            if referred <= (start := _day(each["from"])) <= as_of
            and each["setting"] not in (*AWAY, "approved_premises")
        ]
    if not homes:
        return {}
    day, setting = min(homes, key=lambda each: each[0])
    lets = [each for each in _by_day(case, "bid_or_direct_let", as_of) if _day(each["on"]) <= day]
    return {
        "housed_on": day,
        "setting": setting,
        **({"let": lets[-1]["how"]} if lets else {}),
    }


def _why_not(
    referrals: Sequence[Mapping[str, Any]],
    decisions: Sequence[Mapping[str, Any]],
    outcomes: Sequence[Mapping[str, Any]],
) -> str:
    coded = [each["code"] for each in outcomes if each.get("code")]
    if coded:
        return str(coded[-1])
    if not decisions:
        return NO_DECISION
    if decisions[-1].get("standing") == "draft":
        return DRAFT
    return NO_ANSWER if referrals else NOT_ASKED


def _by_day(case: CaseHeld, kind: str, as_of: date) -> list[Mapping[str, Any]]:
    """Return the records of a kind up to a day, oldest first."""
    found = [each for each in case.records.get(kind, ()) if _day(each["on"]) <= as_of]
    return sorted(found, key=lambda each: (each["on"], each["kept_at"]))


def _day(written: object) -> date:
    return date.fromisoformat(str(written))
