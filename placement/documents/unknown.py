"""What is unknown in a case, what each answer would change, and which to ask for first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.documents.tables import heading, paragraph, table
from placement.documents.wording import CONSIDERATION, anywhere, areas, unpointed, without_caution
from placement.ui import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docx.document import Document as Word

    from placement.documents.wording import Data

NOTHING = "Nothing to ask first: no single fact that scores would settle who is first."
SHOWN = 8
"""So many facts to ask for are shown, those first that settle most."""
BITS = (
    "In the order of how much an answer would settle who is first: one bit settles an even choice "
    "between two."
)


def add_unknown(document: Word, ranking: Mapping[str, Any]) -> None:
    """Add the section on what is unknown: what to ask first, then every finding it leaves open."""
    heading(document, "What is unknown, and what it would change")
    _add_ask_first(document, ranking)
    rows = list(_open_findings(ranking))
    if not rows:
        paragraph(document, "No finding is left open by a missing fact.")
        return
    table(
        document,
        title="Findings that a missing fact leaves open",
        header=("Clause", "Not known", "For", "What it could change"),
        rows=rows,
        widths_cm=(1.5, 7.0, 4.5, 4.0),
        caption=True,
    )


def _add_ask_first(document: Word, ranking: Mapping[str, Any]) -> None:
    names = {option["lha"]: option["name"] for option in ranking["options"]}
    asked = ranking["ask_first"]
    if not asked:
        paragraph(document, NOTHING)
        return
    table(
        document,
        title="Ask first",
        header=("Ask", "Then most often first", "Settles"),
        rows=[
            (
                question["sentence"],
                [
                    f"{_capital(words.plainly(answer['answer']))}: "
                    f"{names.get(answer['leader'], answer['leader'])}"
                    for answer in question["answers"]
                ]
                or ["not known"],
                f"{question['value']:.2f} bits",
            )
            for question in asked[:SHOWN]
        ],
        widths_cm=(8.5, 6.5, 2.0),
        right=(2,),
        caption=True,
    )
    more = len(asked) - SHOWN
    rest = f" Left out here: {more} more, each of which would settle less." if more > 0 else ""
    paragraph(document, f"{BITS}{rest}", "Note")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _open_findings(ranking: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Yield each open finding once, with the LHAs that it is open for and what hangs on it."""
    options = ranking["options"]
    for finding in (
        *ranking["eligibility"]["findings"],
        *ranking["findings"],
        *ranking["timing"]["findings"],
    ):
        if finding["outcome"] == "unknown":
            said = without_caution(finding["sentence"])
            yield finding["clause"], said, "The whole case", "The recommendation as a whole"
    groups: dict[tuple[str, str, str], dict[str, str]] = {}
    for option in options:
        for clause, sentence, hangs in _of_option(option):
            key = (clause, anywhere(sentence, option["name"]), hangs)
            groups.setdefault(key, {})[option["name"]] = sentence
    for (clause, shared, hangs), said_of in groups.items():
        names = list(said_of)
        words_for_it = shared if len(names) > 1 else said_of[names[0]]
        yield clause, words_for_it, areas(names, len(options)), hangs


def _of_option(option: Data) -> Iterator[tuple[str, str, str]]:
    for name, label in CONSIDERATION.items():
        for finding in option["factors"][name]["findings"]:
            if finding["outcome"] == "unknown" or finding["low"] != finding["high"]:
                hangs = f"{label}: {finding['low']} to {finding['high']} points"
                yield finding["clause"], finding["sentence"], hangs
    effects = {"gates": "Whether it may be asked at all"}
    for part, finding, _ in unpointed(option):
        if finding["outcome"] == "unknown":
            hangs = effects["gates"] if part == "Gate" else "No points"
            yield finding["clause"], without_caution(finding["sentence"]), hangs
    for test, label, clause in (("part7", "Part 7", "7(i)"), ("part6", "Register", "9.1.1")):
        if option["local_connection"][test]["outcome"] == "unknown":
            for ground in option["local_connection"][test]["grounds"]:
                if ground["outcome"] == "unknown":
                    yield clause, ground["sentence"], f"{label} test of local connection"
