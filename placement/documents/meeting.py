"""What the meeting must still decide, who decides it, and what the assessment says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.documents.tables import heading, paragraph, table
from placement.documents.wording import areas, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docx.document import Document as Word

    from placement.documents.tables import Cell

MEETING = "The meeting"
MANAGER = "Offender manager"
NOT_FOR_US = (
    "Not decided here: what homelessness duty is owed (the LHA decides, and anyone may apply "
    "to any authority), and whether the person is accepted for a home (the landlord decides)."
)
LEVEL_ONE = (
    "Level 1: no meeting is called (3). What the protocol gives to a meeting is for the offender "
    "manager and the LHA to settle between them, with the local risk meeting where there is one."
)
TIMING = {"meeting_six_months_before", "reasonable_notice"}


def is_advice_only(ranking: Mapping[str, Any]) -> bool:
    """Whether the case is at Level 1: advice and assistance, and no meeting (3)."""
    return bool(ranking["eligibility"]["outcome"] == "advice_only")


def add_questions(
    document: Word, ranking: Mapping[str, Any], *, housing: bool, decided: bool
) -> None:
    """Add the section on what people must still decide, or had to where it has been decided."""
    advice_only = is_advice_only(ranking)
    who = "people" if advice_only else "the meeting"
    heading(document, f"What {who} {'had to' if decided else 'must still'} decide")
    if advice_only:
        paragraph(document, LEVEL_ONE)
    rows = [
        [clause, asked, MANAGER if advice_only and by == MEETING else by, said]
        for clause, asked, by, said in _questions(ranking, housing=housing)
    ]
    table(
        document,
        title="To decide, who decides it and what is known",
        header=("Clause", "To decide", "Who decides", "What the assessment says"),
        rows=rows,
        widths_cm=(1.5, 4.3, 2.7, 8.5),
    )
    paragraph(document, NOT_FOR_US, "Note")


def _questions(
    ranking: Mapping[str, Any], *, housing: bool
) -> Iterator[tuple[str, str, str, Cell]]:
    found = {each["rule"]: each for each in ranking["findings"]}
    yield "6.3", "Which LHA to ask", MANAGER, ranking["recommendation"]["sentence"]
    yield "9.2", "Bid, or a direct let", MEETING, _routes(ranking)
    if "plan_items_the_home_rests_on" in found:
        said = found["plan_items_the_home_rests_on"]["sentence"]
        yield "5.3", "Whether the plan items that a home rests on stand", MEETING, said
    if "victims_location_and_views" in found:
        said = found["victims_location_and_views"]["sentence"]
        heard = "How victims' location and views are met"
        yield "7.2", heard, "The LHA, told by the offender manager" if housing else MEETING, said
    preference = found.get("preference_considered")
    if preference and preference["outcome"] == "not_met":
        asked = "Whether the preference is over-ruled, and why"
        yield "6.5", asked, MANAGER, preference["sentence"]
    for each in ranking["timing"]["findings"]:
        if each["rule"] in TIMING and each["outcome"] != "met":
            yield each["clause"], "Why it is late, and what follows", MEETING, each["sentence"]
    yield (
        *("8.3.1", "How the Housing Options interview is held", "The LHA asked"),
        "Face to face if possible, else telephone or video. Is an interpreter needed?",
    )
    yield (
        *("11.2.2", "Who gets copies of letters to the person", MEETING),
        "One named person, normally of the lead agency.",
    )
    yield (
        *("13.1", "Whether media interest is likely", MEETING),
        "If it is, the MAPPA Manager is told at once; a change of the recommendation goes to "
        "everybody who holds this annex.",
    )


def _routes(ranking: Mapping[str, Any]) -> Cell:
    """Return how a let happens, LHAs with the same way named together."""
    groups: dict[str, list[str]] = {}
    for option in ranking["options"]:
        groups.setdefault(option["route"]["sentence"], []).append(option["name"])
    everywhere = len(ranking["options"])
    if len(groups) == 1:
        return list(groups)
    most = max(groups.values(), key=len)
    return [
        f"{areas(names, everywhere) if names is not most else _others(groups, most)}: {sentence}"
        for sentence, names in groups.items()
    ]


def _others(groups: Mapping[str, list[str]], most: list[str]) -> str:
    rest = [name for names in groups.values() if names is not most for name in names]
    return f"All but {listed(rest)}" if len(most) > len(rest) else listed(most)
