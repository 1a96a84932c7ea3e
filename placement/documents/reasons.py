"""Every reason by clause: the case as a whole, each LHA, and what is the same for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.documents.tables import heading, paragraph, table
from placement.documents.wording import (
    CLAUSES,
    CONSIDERATION,
    KINDS,
    areas,
    in_every_lha,
    of_one_lha,
    result,
    without_caution,
)
from placement.rules.options import NOT_A_DECISION
from placement.ui import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docx.document import Document as Word

    from placement.documents.wording import Data

HEADER = ("Clause", "Looked at", "What was found", "Result")
WIDTHS = (1.5, 3.0, 10.1, 2.4)
TOTAL = ", total"
KEY = (
    "Points of a consideration add up to its total. A gate can close an LHA, or mean that somebody "
    "must be asked first; spread is never one."
)


def add_reasons(document: Word, ranking: Mapping[str, Any]) -> None:
    """Add the section with the reasons."""
    heading(document, "Reasons, by clause", new_page=True)
    paragraph(document, KEY, "Note")
    heading(document, "The case as a whole", 2)
    table(
        document,
        title="Findings about the case as a whole",
        header=("Clause", "Looked at", "What was found", "Result"),
        rows=[
            (each["clause"], part, without_caution(each["sentence"]), result(each, points=False))
            for part, found in (
                ("Eligibility", ranking["eligibility"]["findings"]),
                ("Considered", ranking["findings"]),
                ("Timing", ranking["timing"]["findings"]),
            )
            for each in found
        ],
        widths_cm=WIDTHS,
        right=(3,),
    )
    shared = in_every_lha(ranking["options"])
    for option in ranking["options"]:
        _add_lha(document, option, shared)
    if shared:
        _add_shared(document, shared)
    _add_homes(document, ranking["options"])


def _add_lha(document: Word, option: Data, shared: Sequence[Data]) -> None:
    status = words.STATUS[option["status"]]
    score = words.score(option)
    place = f"{option['rank']}. " if option["rank"] else ""
    rows = [*_points(option), *_tests(option), *_others(option, shared)]
    heading(document, f"{place}{option['name']}: {status}, {_scored(score)}", 2)
    table(
        document,
        title=f"Reasons for {option['name']}",
        header=HEADER,
        rows=rows,
        widths_cm=WIDTHS,
        right=(3,),
        strong=[number for number, row in enumerate(rows) if row[1].endswith(TOTAL)],
    )
    paragraph(document, NOT_A_DECISION, "Note")


def _scored(score: str) -> str:
    return score if score == "not ranked" else f"score {score} of 100"


def _points(option: Data) -> Iterator[tuple[str, str, str, str]]:
    for name, label in CONSIDERATION.items():
        factor = option["factors"][name]
        for each in factor["findings"]:
            yield each["clause"], label, each["sentence"], result(each, points=True)
        unit = "unit" if factor["weight_units"] == 1 else "units"
        said = f"All of the above together, with a weight of {factor['weight_units']} {unit}"
        yield CLAUSES[name], f"{label}{TOTAL}", f"{said}.", f"{words.points(factor)} of 100"


def _tests(option: Data) -> Iterator[tuple[str, str, str, str]]:
    for test, label, clause in (
        ("part7", "Local connection, part 7 (s.199)", "7(i)"),
        ("part6", "Local connection, register", "9.1.1"),
    ):
        found = option["local_connection"][test]
        said = [each["sentence"] for each in found["grounds"] if each["outcome"] != "not_met"]
        bare = [_ground(each) for each in found["grounds"] if each["outcome"] == "not_met"]
        if bare:
            said.append(f"Not shown on the facts: {', '.join(bare)}.")
        yield clause, label, without_caution(" ".join(said)), words.CONNECTION[found["outcome"]]


def _ground(ground: Mapping[str, Any]) -> str:
    special = {"special": "special circumstances"}
    return special.get(ground["ground"], words.plainly(ground["ground"]))


def _others(option: Data, shared: Sequence[Data]) -> Iterator[tuple[str, str, str, str]]:
    for part, each in of_one_lha(option, shared):
        yield each["clause"], part, without_caution(each["sentence"]), result(each, points=False)


def _add_shared(document: Word, shared: Sequence[Data]) -> None:
    heading(document, "The same for every LHA", 2)
    table(
        document,
        title="Findings that are the same for every LHA",
        header=HEADER,
        rows=[
            (
                each["clause"],
                each["part"],
                without_caution(each["sentence"]),
                result(each, points=False),
            )
            for each in shared
        ],
        widths_cm=WIDTHS,
        right=(3,),
    )


def _add_homes(document: Word, options: Sequence[Data]) -> None:
    """Add each kind of home of protocol 8, LHAs of which the same is known in one row."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for kind in dict.fromkeys(each["kind"] for o in options for each in o["housing_options"]):
        for option in options:
            for each in option["housing_options"]:
                if each["kind"] == kind:
                    key = (kind, each["status"], each["sentence"])
                    groups.setdefault(key, []).append(option["name"])
    heading(document, "Homes to explore (8)", 2)
    table(
        document,
        title="Kinds of home, where, and what is known",
        header=("Home", "Where", "What is known", "Status"),
        rows=[
            (
                KINDS.get(kind, words.plainly(kind)),
                areas(names, len(options)),
                without_caution(sentence),
                words.HOMES[status],
            )
            for (kind, status, sentence), names in groups.items()
        ],
        widths_cm=(3.3, 4.2, 7.2, 2.3),
    )
    paragraph(document, NOT_A_DECISION, "Note")
