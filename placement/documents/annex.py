"""
The annex to the minutes of one case: what is advised, why, what is unknown, what people decide.

It is made from the plain data of ``placement.view.ranking_as_data`` and from nothing else. The
housing version is made only from a ranking as a housing role is given it, and takes of a decision
only what was written for housing. No annex is made of a draft decision.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from placement.area_words import strings_of
from placement.assess import HOUSING_ROLES
from placement.documents.agenda import add_agenda
from placement.documents.meeting import add_questions
from placement.documents.page import new_document, saved
from placement.documents.reasons import add_reasons
from placement.documents.record import add_record, refuse_a_draft
from placement.documents.tables import bullets, heading, key_values, paragraph, table
from placement.documents.unknown import add_unknown
from placement.documents.wording import day, spread_label, terms_of_paper
from placement.rules.options import NOT_A_DECISION
from placement.text import ADVICE
from placement.ui import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document as Word

    from placement.documents.tables import Cell

VERSIONS = ("housing", "full")
PROVENANCE = (("Protocol", "protocol"), ("Postcodes", "geodata"), ("Engine", "engine"))


def annex(
    ranking: Mapping[str, Any],
    *,
    version: str,
    decision: Mapping[str, Any] | None = None,
    synthetic: bool = False,
) -> bytes:
    """
    Return the annex as a Word file; the same data give the same bytes.

    Parameters
    ----------
    ranking
        What ``ranking_as_data`` gave: for a housing role for the ``housing`` version, for another
        role for the ``full`` one.
    version
        ``housing`` or ``full``.
    decision
        What the meeting decided (``placement.documents.record`` says with which keys), or None:
        the annex then has spaces to fill in.
    synthetic
        Say on every page that nobody in it is real.

    Raises
    ------
    InputError
        If the decision is a draft: it says what is missing.
    ValueError
        If the ranking was made for the other readers than the version is for.
    """
    _check_reader(ranking, version)
    refuse_a_draft(decision)
    housing = version == "housing"
    document = new_document(
        title=f"Annex to the minutes: which housing authority to ask ({version} version)",
        reference=ranking["case"],
        kind=f"Annex to the minutes, {version} version",
        day=date.fromisoformat(ranking["as_of"]),
        synthetic=synthetic,
    )
    _add_answer(document, ranking, housing=housing)
    _add_side_by_side(document, ranking)
    add_unknown(document, ranking)
    add_agenda(document, ranking)
    add_questions(document, ranking, housing=housing, decided=decision is not None)
    add_record(document, ranking, decision, housing=housing)
    add_reasons(document, ranking)
    _add_provenance(document, ranking, version)
    by = (decision or {}).get("decided_by")  # written here, not by a person
    said = [each for each in strings_of(decision) if each != by]
    return saved(document, terms=terms_of_paper(ranking), said=said)


def _check_reader(ranking: Mapping[str, Any], version: str) -> None:
    if version not in VERSIONS:
        raise ValueError(f"an annex is {' or '.join(VERSIONS)}, not {version!r}")
    if (ranking["role"] in HOUSING_ROLES) != (version == "housing"):
        raise ValueError(f"the {version} annex is not made of a ranking for {ranking['role']}")


def _add_answer(document: Word, ranking: Mapping[str, Any], *, housing: bool) -> None:
    heading(document, "Which housing authority to ask", 0)
    paragraph(
        document,
        f"Case {ranking['case']}. Assessed as of {day(ranking['as_of'])}; moving in "
        f"{day(ranking['move_in'])}. "
        + (
            "Housing version: what the offender manager holds back from housing is not in it."
            if housing
            else "Full version: it may hold protected matter. Not for housing roles."
        ),
    )
    heading(document, "Recommendation")
    paragraph(document, ranking["recommendation"]["sentence"], "Answer")
    paragraph(document, ADVICE)
    standing = words.ELIGIBILITY[ranking["eligibility"]["outcome"]]
    noted = [f"Eligibility ({words.eligibility_clauses(ranking)}): {standing}."]
    noted += [
        f"{finding['sentence']} ({finding['clause']})"
        for finding in (*ranking["findings"], *ranking["timing"]["findings"])
        if finding["outcome"] != "met"
    ]
    bullets(document, noted)


def _add_side_by_side(document: Word, ranking: Mapping[str, Any]) -> None:
    heading(document, "The local housing authorities (LHAs) side by side")
    options = ranking["options"]
    table(
        document,
        title="The three considerations of protocol 6, each 0 to 100 points; the score after them",
        header=(
            *("LHA", "Status", "Connection 6(a)", "Management 6(b)", "Spread 6(c)"),
            *("Score of 100", "First in 100"),
        ),
        rows=[
            (
                _named(option),
                words.STATUS[option["status"]],
                *(words.points(option["factors"][name]) for name in words.CONSIDERATIONS),
                words.score(option),
                words.first_in_100(option),
            )
            for option in options
        ],
        widths_cm=(4.2, 1.7, 2.4, 2.4, 2.4, 2.4, 1.5),
        right=(2, 3, 4, 5, 6),
        caption=True,
    )
    table(
        document,
        title="Local connection by both tests, land, spread and the way to a home",
        header=(
            *("LHA", "Part 7 test (s.199)", "Register test", "Postcodes still possible"),
            *("Spread label", "Route to a let"),
        ),
        rows=[
            (
                option["name"],
                words.CONNECTION[option["local_connection"]["part7"]["outcome"]],
                words.CONNECTION[option["local_connection"]["part6"]["outcome"]],
                words.POSTCODES[option["homes_left"]],
                spread_label(option),
                words.ROUTES.get(option["route"]["rule"], "Ask the LHA"),
            )
            for option in options
        ],
        widths_cm=(3.7, 2.1, 2.1, 2.0, 3.9, 3.2),
        caption=True,
    )
    paragraph(document, words.TABLE_KEY, "Note")
    paragraph(document, NOT_A_DECISION, "Note")


def _named(option: Mapping[str, Any]) -> str:
    marks = ["origin"] * option["is_origin"] + ["preferred"] * option["is_preferred"]
    place = f"{option['rank']}. " if option["rank"] else ""
    return f"{place}{option['name']}" + (f" ({', '.join(marks)})" if marks else "")


def _add_provenance(document: Word, ranking: Mapping[str, Any], version: str) -> None:
    heading(document, "Where this comes from")
    versions = ranking["versions"]
    rows: dict[str, Cell] = {label: versions[key] for label, key in PROVENANCE}
    rows["Numbers of the protocol"] = f"{versions['parameters']}, as they stood on the day"
    rows["As of"] = day(ranking["as_of"])
    rows["Moving in"] = day(ranking["move_in"])
    rows["Area"] = words.plainly(ranking["profile"]).capitalize()
    rows["Made for"] = f"{words.ROLES[ranking['role']]} ({version} version)"
    rows["To bear in mind"] = ranking["notes"] or ["nothing noted"]
    key_values(document, title="Versions and days", rows=rows, header=("What", "Which"))
