"""
The decision as the minutes record it, or spaces for it where none has been recorded.

A decision comes as plain data. Every key may be left out; what is left out is a space to fill in.

``state``
    ``"draft"`` is refused, with the sentences of ``missing``; ``"to_review"`` and ``"superseded"``
    are said above the record.
``decided_on``, ``next_review``
    Days, as ISO text.
``decided_by``, ``copies_to``
    Roles or posts.
``lha``
    The ONS code of the LHA to be asked. ``outcome``: a word on it.
``let``
    ``"bid"``, ``"direct_let"`` or another word.
``reasons``
    Each with ``clause`` and a note; ``rejected``: each with ``lha`` and a note; ``dissent``: each
    with ``agency`` and a note; ``departure``, ``diversity``, ``victims``, ``interview``,
    ``media``: a note each.
``attendance``
    Each with ``agency`` and ``present``. ``risk_plan``: names of items.

A note is a mapping with ``text``, for those who may see protected matter, and ``for_housing``,
written for housing; a bare text counts as ``text`` alone. The housing version reads ``for_housing``
and nothing else of a note, so what was written for others cannot reach it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.documents.meeting import is_advice_only
from placement.documents.tables import heading, key_values, paragraph
from placement.documents.wording import MANY, day
from placement.errors import InputError
from placement.ui import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document as Word

    from placement.documents.tables import Cell

HELD = "The offender manager holds what was recorded."
LETS = {"bid": "The person bids", "direct_let": "A direct let is sought"}
SHORT = "What only people know or decide. Short points; no pasting of reports."
NOTHING_PROTECTED = "Nothing about who or where a victim is goes into this version."
VICTIMS = "Victims and possible victims: how their safety and views are met (7.2)"
VICTIMS_HOUSING = "Victims' views, as given for housing (7.2)"
LEFT = "What was not recorded is left as a space to fill in."
STANDING = {
    "to_review": "This decision is to be looked at again. ",
    "superseded": "This decision no longer stands: it has been superseded (13). ",
}
TO_WRITE = "to be completed"


def refuse_a_draft(decision: Mapping[str, Any] | None) -> None:
    """Raise ``InputError``, with all that is missing, where a decision is a draft."""
    if decision is not None and decision.get("state") == "draft":
        missing = [str(each) for each in decision.get("missing") or ()]
        raise InputError(
            "The decision",
            [
                "it is a draft, and no annex is made of a draft: complete it, or make the annex "
                "without a decision, with spaces to fill in",
                *(f"still missing: {each}" for each in missing),
            ],
        )


def add_record(
    document: Word,
    ranking: Mapping[str, Any],
    decision: Mapping[str, Any] | None,
    *,
    housing: bool,
) -> None:
    """Add the section for the record, filled in from a decision where there is one."""
    names = {option["lha"]: option["name"] for option in ranking["options"]}
    if decision is None:
        heading(document, "For the record: to be completed", new_page=True)
        paragraph(document, f"{SHORT} {NOTHING_PROTECTED}" if housing else SHORT)
    else:
        when = day(decision.get("decided_on"))
        heading(document, f"The decision recorded on {when}", new_page=True)
        paragraph(document, STANDING.get(str(decision.get("state")), "") + LEFT)
    rows = _decided(decision or {}, ranking, names, housing=housing)
    key_values(document, title="The decision and its reasons", rows=rows, caption=True)
    key_values(
        document,
        title="The meeting" if not is_advice_only(ranking) else "The people",
        rows=_met(decision or {}, names, housing=housing),
        caption=True,
    )


def _decided(
    decision: Mapping[str, Any],
    ranking: Mapping[str, Any],
    names: Mapping[str, str],
    *,
    housing: bool,
) -> dict[str, Cell]:
    chosen = decision.get("lha")
    outcome = [names.get(chosen, chosen)] if chosen else []
    outcome += [words.plainly(str(decision["outcome"]))] if decision.get("outcome") else []
    let = decision.get("let")
    return {
        "LHA to be asked (6.3)": ", ".join(outcome) or None,
        "Bid or direct let (9.2)": LETS.get(let, words.plainly(let)) if let else None,
        "Reasons, each with its clause; spread cannot be the only one (6)": _notes(
            decision, "reasons", "clause", housing=housing
        ),
        "Departure from the recommendation, and why": _note(
            decision, "departure", housing=housing, none="No departure."
        ),
        "Options rejected, and why": _rejected(decision, ranking, names, housing=housing),
        VICTIMS_HOUSING if housing else VICTIMS: _note(decision, "victims", housing=housing),
        "Plan items that this rests on; dropping one opens it again (5.3)": _plan(
            decision, housing=housing
        ),
        "Release address (the approved one only)": None,
        "No home before custody: area of closest links": None,
        "Next review": day(decision["next_review"]) if decision.get("next_review") else None,
    }


def _met(
    decision: Mapping[str, Any], names: Mapping[str, str], *, housing: bool
) -> dict[str, Cell]:
    attendance: Cell = [
        f"{names.get(each['agency'], words.plainly(each['agency']))}: "
        f"{'present' if each.get('present') else 'not present'}"
        for each in decision.get("attendance") or ()
    ] or None
    return {
        "Decided by (post), on": _by(decision),
        "Attendance, by agency": attendance,
        "Confidentiality and diversity statement read": None,
        "Information relied on: agency, and date of it": None,
        "Diversity: issues named, and how they are met (ethnicity as the person describes it)": (
            _note(decision, "diversity", housing=housing)
        ),
        "Dissent, by agency": _notes(
            decision, "dissent", "agency", housing=housing, none="No dissent recorded."
        ),
        "Housing Options interview: how, interpreter (8.3.1)": _note(
            decision, "interview", housing=housing
        ),
        "Media interest (13.1)": _note(decision, "media", housing=housing),
        "Copies of letters go to (11.2.2)": decision.get("copies_to"),
        "This annex was given to (13.1.2)": None,
    }


def _by(decision: Mapping[str, Any]) -> Cell:
    if not decision.get("decided_by"):
        return None
    return f"{decision['decided_by']}, {day(decision.get('decided_on'))}"


def _said(note: object, *, housing: bool) -> str | None:
    """Return a note's words for the reader; None where there are none for them."""
    if isinstance(note, str):
        return None if housing else note
    if isinstance(note, dict):
        said = note.get("for_housing") if housing else note.get("text") or note.get("for_housing")
        return str(said) if said else None
    return None


def _note(decision: Mapping[str, Any], key: str, *, housing: bool, none: str | None = None) -> Cell:
    """Return one note; ``none`` is said where a decision has the key and holds nothing in it."""
    if not decision.get(key):
        return none if key in decision else None
    return _said(decision[key], housing=housing) or (HELD if housing else None)


def _notes(
    decision: Mapping[str, Any],
    key: str,
    label: str,
    *,
    housing: bool,
    none: str | None = None,
) -> Cell:
    """Return several notes, each under its label; for housing only those written for it."""
    if not decision.get(key):
        return none if key in decision else None
    said = [
        f"{each[label]}: {text}" if isinstance(each, dict) and each.get(label) else text
        for each in decision[key]
        if (text := _said(each, housing=housing))
    ]
    return said or (HELD if housing else None)


def _rejected(
    decision: Mapping[str, Any],
    ranking: Mapping[str, Any],
    names: Mapping[str, str],
    *,
    housing: bool,
) -> Cell:
    given = {each.get("lha"): each for each in decision.get("rejected") or ()}
    if "rejected" in decision:
        said = {lha: _said(each, housing=housing) for lha, each in given.items()}
        if housing and not all(said.values()):  # which LHA lacks words for housing would tell
            return [*(str(names.get(lha, lha)) for lha in said), HELD]
        return [
            f"{names.get(lha, lha)}: {text or TO_WRITE}" for lha, text in said.items()
        ] or "None."
    left = [o["name"] for o in ranking["options"] if o["lha"] not in _named(decision, ranking)]
    if not left or len(left) > MANY:
        return None
    return [f"{name}: {TO_WRITE}" for name in left]


def _named(decision: Mapping[str, Any], ranking: Mapping[str, Any]) -> list[str]:
    """Return the LHAs that are chosen, or else recommended."""
    if decision.get("lha"):
        return [str(decision["lha"])]
    return list(ranking["recommendation"]["lhas"])


def _plan(decision: Mapping[str, Any], *, housing: bool) -> Cell:
    if "risk_plan" not in decision:
        return None
    return HELD if housing else list(map(str, decision["risk_plan"])) or "None."
