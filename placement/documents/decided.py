"""
A recorded decision, and its meeting, as the annex takes them (``placement.documents.record``).

Both come as plain data, as their kinds in the records write them. Nothing that was typed is taken
to have been written for housing: housing is given the label of a reason only where the reason can
have nothing to do with a victim, a condition or a plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.ui import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FOR_HOUSING = {
    "original_authority",
    "connection_or_network",
    "preference",
    "own_merits",
    "accommodation_available",
    "range_of_options",
    "notice",
}
OUTCOMES = {"lha": "", "none": "no LHA is asked", "deferred": "put off"}
RECORDED = ("final", "to_review", "superseded")


def decided(
    decision: Mapping[str, Any], meeting: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """
    Return a decision, and the meeting it was made at, as the annex takes it.

    Whatever does not stand as recorded is a draft, and no annex is made of it. What was not
    recorded is left out, and becomes a space to fill in.
    """
    met = meeting or {}
    given: dict[str, Any] = {
        "state": decision.get("standing") if decision.get("standing") in RECORDED else "draft",
        "missing": [each["text"] for each in decision.get("missing") or ()],
        "decided_on": decision.get("on"),
        "decided_by": f"MAPPP meeting, Level {met['level']}" if met.get("level") else None,
        "lha": decision.get("lha"),
        "outcome": OUTCOMES.get(decision.get("outcome") or "lha"),
        "let": decision.get("let") or met.get("let"),
        "reasons": _each(decision, "reasons", _reason),
        "departure": _departure(decision),
        "rejected": _each(decision, "rejected", _rejected),
        "dissent": _each(decision, "dissent", dict),
        "diversity": _diversity(decision),
        "attendance": _each(
            decision if decision.get("attendance") else met,
            "attendance",
            lambda each: {"agency": each["agency"], "present": each["attended"]},
        ),
        "risk_plan": decision.get("rests_on"),
        "copies_to": _copies(met),
        "next_review": decision.get("next_review"),
    }
    kept = {key: value for key, value in given.items() if value is not None}
    if decision.get("departs") is False:
        kept["departure"] = None  # recorded that there is none, which is not a space to fill in
    return kept


def _each(
    decision: Mapping[str, Any], key: str, write: Callable[[Mapping[str, Any]], dict[str, Any]]
) -> list[dict[str, Any]] | None:
    entries = decision.get(key)
    return None if entries is None else [write(each) for each in entries]


def _reason(reason: Mapping[str, Any]) -> dict[str, Any]:
    label = _label(reason["code"])
    note = {"clause": reason.get("clause"), "text": _with(label, reason.get("text"))}
    return {**note, "for_housing": f"{label}."} if reason["code"] in FOR_HOUSING else note


def _rejected(rejected: Mapping[str, Any]) -> dict[str, Any]:
    said = _with(_label(rejected["code"]), rejected.get("text"))
    return {"lha": rejected["lha"], "text": said}


def _departure(decision: Mapping[str, Any]) -> dict[str, Any] | None:
    code, text = decision.get("departure_code"), decision.get("departure")
    if code:
        return {"text": _with(_label(code), text)}
    return {"text": text} if text else None


def _copies(meeting: Mapping[str, Any]) -> str | None:
    if not meeting.get("letters_to"):
        return None
    agency = meeting.get("letters_agency")
    return f"{meeting['letters_to']} ({agency})" if agency else str(meeting["letters_to"])


def _diversity(decision: Mapping[str, Any]) -> dict[str, Any] | None:
    if decision.get("diversity"):
        return {"text": decision["diversity"]}
    said = {"yes": "Discussed.", "no": "Not discussed."}.get(
        decision.get("diversity_discussed") or ""
    )
    return {"text": said, "for_housing": said} if said else None


def _label(code: str) -> str:
    said = words.plainly(code)
    return said[:1].upper() + said[1:]


def _with(label: str, text: str | None) -> str:
    return f"{label}: {text}" if text else f"{label}."
