"""
The referral pack for a SPOC: what protocol 6 asks for, what is there and what is missing.

It is made from the housing view of a ranking and from ``facts_for_pack``, which takes of a case
what the SPOC is to be given and nothing finer than an LHA. It lists papers; it holds none of them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from placement.assess import HOUSING_ROLES
from placement.cohorts import TOGETHER
from placement.documents.page import new_document, saved
from placement.documents.tables import bullets, heading, key_values, paragraph, table
from placement.documents.wording import day, terms_of_paper
from placement.errors import InputError
from placement.rules.options import NOT_A_DECISION
from placement.ui import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from docx.document import Document as Word

    from placement.cases.model import Case, Place
    from placement.documents.tables import Cell

ITEMS = (
    (
        *("licence_conditions", "Licence or order conditions", "6.8.1"),
        "The conditions that bear on where the person may live, as the offender manager has marked "
        "them for housing. No victim, and no zone that was not marked.",
    ),
    (
        *("risk_assessment", "Copy of the risk assessment", "6.8.1"),
        "The part that shows why going back is not appropriate: its conclusion, not the whole "
        "assessment.",
    ),
    (
        *("housing_history", "Housing history", "6.8.2"),
        "Kind of home, LHA and days, as far as an interest in another property needs them.",
    ),
    (
        *("property_interest", "Interest in a property", "6.8.2, 6.8.3"),
        "Whether one is held; for an owner-occupier the LHA decides whether social housing or help "
        "with a deposit is appropriate.",
    ),
    (
        *("first_options", "First options explored", "6.2"),
        "That a return to a former home, and family or networks, were looked at, and with what "
        "result.",
    ),
)
STATES = {"there": "there", "missing": "MISSING", "given": "given", "not_needed": "not needed"}
OTHER = "It does not name {name}: the offender manager decides whom to ask (6.3)."
NO_HISTORY = "The housing history is not recorded: ask the offender manager."
FIRST = {
    "available": "available",
    "unsuitable": "unsuitable",
    "unrealistic": "unrealistic",
    "not_explored": "not explored",
}


def facts_for_pack(
    case: Case, *, lha_of: Callable[[str], str | None] | None = None
) -> dict[str, Any]:
    """
    Return what of a case goes into the pack, as plain data.

    Of the conditions only those marked for housing, without their shapes; of former homes the kind,
    the days and the LHA, never a postcode; nothing of a victim. ``lha_of`` finds the ONS code of
    the LHA that a postcode is in; without it only LHAs written in the case are named.
    """
    find = lha_of or (lambda _: None)
    shared = [each for each in case.conditions or () if each.share_with_housing]
    return {
        "previous_home": case.previous_home,
        "family_or_network": case.family_or_network,
        "property_held": case.property_held,
        "history": None
        if case.history is None
        else [
            {
                "from": stay.start.isoformat(),
                "to": stay.end.isoformat() if stay.end else None,
                "kind": stay.kind,
                "lha": _lha(stay.place, find),
            }
            for stay in case.history
        ],
        "shared_conditions": [
            {
                "kind": each.kind,
                "source": each.source,
                "from": each.start.isoformat() if each.start else None,
                "to": each.end.isoformat() if each.end else None,
            }
            for each in shared
        ],
    }


def _lha(place: Place | None, find: Callable[[str], str | None]) -> str | None:
    if place is None or place.postcode is None:
        return place.lha if place else None
    return find(place.postcode)


def referral_pack(
    ranking: Mapping[str, Any],
    facts: Mapping[str, Any],
    *,
    lha: str,
    papers: Mapping[str, Mapping[str, Any]] | None = None,
    asked_for: Iterable[Mapping[str, Any]] = (),
    synthetic: bool = False,
) -> bytes:
    """
    Return the checklist of the referral pack for one LHA's SPOC, as a Word file.

    Parameters
    ----------
    ranking
        What ``ranking_as_data`` gave for a housing role.
    facts
        What ``facts_for_pack`` gave.
    lha
        The ONS code of the LHA that is asked.
    papers
        By item (``licence_conditions``, ``risk_assessment``, ``housing_history``,
        ``property_interest``, ``first_options``): ``state`` (``there``, ``missing``, ``given`` or
        ``not_needed``), ``on`` (a day as ISO text) and ``note``, written for housing. What is left
        out is worked out from the facts; a paper that the facts cannot hold is missing.
    asked_for
        Further papers that the service asked for (6.9): ``name``, ``state``, ``on``, ``note``.
    synthetic
        Say on every page that nobody in it is real.

    Raises
    ------
    InputError
        If the LHA is not one of the ranking's, or a state is not one of those above.
    ValueError
        If the ranking was not made for a housing role.
    """
    if ranking["role"] not in HOUSING_ROLES:
        raise ValueError("a referral pack is made of the housing view of a ranking")
    names = {option["lha"]: option["name"] for option in ranking["options"]}
    rows = [_item(key, facts, (papers or {}).get(key, {})) for key, *_ in ITEMS]
    extra = list(asked_for)
    _check(lha, names, [*rows, *extra])
    document = new_document(
        title="Referral pack: what goes to the housing authority",
        reference=ranking["case"],
        kind=f"Referral pack for {names[lha]}",
        day=date.fromisoformat(ranking["as_of"]),
        synthetic=synthetic,
    )
    heading(document, f"Referral to {names[lha]}: what goes with it", 0)
    paragraph(
        document,
        f"Case {ranking['case']}, as of {day(ranking['as_of'])}. From the offender manager to the "
        f"SPOC or the deputy of {names[lha]}, agency to agency (6.4).",
    )
    _add_state(document, rows, extra)
    _add_checklist(document, rows)
    _add_why(document, ranking, lha, names[lha])
    _add_facts(document, facts, names)
    _add_asked_for(document, extra)
    _add_sending(document, names[lha])
    paragraph(document, NOT_A_DECISION, "Note")
    return saved(document, terms=terms_of_paper(ranking))


def _item(key: str, facts: Mapping[str, Any], paper: Mapping[str, Any]) -> dict[str, Any]:
    known = {
        "housing_history": facts["history"] is not None,
        "property_interest": facts["property_held"] != "unknown",
        "first_options": "not_explored" not in (facts["previous_home"], facts["family_or_network"]),
    }
    state = "there" if known.get(key) else "missing"
    return {"key": key, "state": state, "on": None, "note": None, **paper}


def _check(lha: str, names: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> None:
    problems = [] if lha in names else [f"{lha} is not one of the LHAs: {', '.join(names)}"]
    for row in rows:
        if row.get("state", "missing") not in STATES:
            what = row.get("key") or row.get("name")
            problems.append(f"{what}: {row['state']!r} is not one of {', '.join(STATES)}")
    if problems:
        raise InputError("The referral pack", problems)


def _add_state(document: Word, rows: list[dict[str, Any]], extra: list[Mapping[str, Any]]) -> None:
    labels = {key: label for key, label, *_ in ITEMS}
    missing = [labels[row["key"]] for row in rows if row["state"] == "missing"]
    missing += [str(each["name"]) for each in extra if each.get("state", "missing") == "missing"]
    count = len(rows) + len(extra)
    if missing:
        said = f"Not complete: {len(missing)} of {count} missing. {'; '.join(missing)}."
    else:
        said = f"Complete: nothing is missing of {count}."
    paragraph(document, said, "Answer")


def _add_checklist(document: Word, rows: list[dict[str, Any]]) -> None:
    heading(document, "Checklist")
    table(
        document,
        title="What protocol 6 asks for, what of it is needed, and whether it is there",
        header=("Paper", "Clause", "No more than is needed", "State", "Day and note"),
        rows=[
            (label, clause, least, STATES[row["state"]], _dated(row))
            for (_, label, clause, least), row in zip(ITEMS, rows, strict=True)
        ],
        widths_cm=(3.4, 1.7, 6.3, 2.1, 3.5),
    )


def _dated(row: Mapping[str, Any]) -> Cell:
    said = [day(row["on"])] if row.get("on") else []
    said += [str(row["note"])] if row.get("note") else []
    return said or ("not yet" if row.get("state", "missing") == "missing" else "no note")


def _add_why(document: Word, ranking: Mapping[str, Any], lha: str, name: str) -> None:
    wanted = {
        "origin_is_the_starting_point",
        "spoc_is_told_why_return_is_impossible",
        "conditions_on_the_home",
        "property_interest_known",
        "victims_location_and_views",
    }
    found = [each for each in ranking["findings"] if each["rule"] in wanted]
    asked = next(option for option in ranking["options"] if option["lha"] == lha)
    found += [each for each in asked["findings"] if each["rule"] == TOGETHER]
    heading(document, "Why the person is referred")
    paragraph(document, f"The assessment says: {ranking['recommendation']['sentence']}")
    if lha not in ranking["recommendation"]["lhas"]:
        paragraph(document, OTHER.format(name=name))
    bullets(document, [f"{each['sentence']} ({each['clause']})" for each in found])


def _add_facts(document: Word, facts: Mapping[str, Any], names: Mapping[str, str]) -> None:
    heading(document, "What the record holds for it")
    key_values(
        document,
        title="First options and property",
        rows={
            "A home held before (6.2)": FIRST[facts["previous_home"]],
            "Family or networks (6.2)": FIRST[facts["family_or_network"]],
            "Interest in a property (6.8.2)": {"unknown": "not known"}.get(
                facts["property_held"], facts["property_held"]
            ),
        },
        caption=True,
    )
    conditions = facts["shared_conditions"]
    if conditions:
        table(
            document,
            title="Conditions marked for housing",
            header=("Condition", "Source", "From", "To"),
            rows=[
                (
                    words.plainly(each["kind"]),
                    words.plainly(each["source"]),
                    day(each["from"]),
                    day(each["to"]) if each["to"] else "no end",
                )
                for each in conditions
            ],
            widths_cm=(6.0, 4.6, 3.2, 3.2),
            caption=True,
        )
    else:
        paragraph(document, "No condition is marked for housing.")
    _add_history(document, facts["history"], names)


def _add_history(
    document: Word, history: list[dict[str, Any]] | None, names: Mapping[str, str]
) -> None:
    if not history:
        paragraph(document, "The housing history is empty." if history == [] else NO_HISTORY)
        return
    table(
        document,
        title="Housing history",
        header=("Kind of home", "LHA", "From", "Until before"),
        rows=[
            (
                words.plainly(stay["kind"]),
                names.get(stay["lha"], stay["lha"]) if stay["lha"] else "with the offender manager",
                day(stay["from"]),
                day(stay["to"]) if stay["to"] else "still there",
            )
            for stay in history
        ],
        widths_cm=(4.6, 6.0, 3.2, 3.2),
        caption=True,
    )


def _add_asked_for(document: Word, extra: list[Mapping[str, Any]]) -> None:
    heading(document, "Further papers that the service asks for (6.9)")
    rows: list[tuple[Cell, ...]] = [
        (each["name"], STATES[each.get("state", "missing")], _dated(each)) for each in extra
    ]
    rows += [(None, None, None)] * (2 if not extra else 1)
    table(
        document,
        title="Further papers, case by case",
        header=("Paper", "State", "Day and note"),
        rows=rows,
        widths_cm=(8.0, 3.0, 6.0),
    )


def _add_sending(document: Word, name: str) -> None:
    heading(document, "Sending it")
    key_values(
        document,
        title="Who gave it, to whom, when and how",
        rows={
            "Given by (post)": None,
            f"Given to: SPOC or deputy of {name}": None,
            "Day": None,
            "Channel (never a general mailbox)": None,
            "Authorised by, and on what basis (11)": None,
        },
    )
    paragraph(
        document,
        "This is the MAPPA referral. The duty to refer is another: it needs the person's consent, "
        "and the person chooses the LHA.",
        "Note",
    )
