"""The protocol as it is treated, as HTML tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from placement.days import in_words
from placement.parameters import UNAGREED
from placement.ui import words
from placement.ui.markup import Group, safe, table, tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from placement.clauses import Law
    from placement.ui.readings import Reading

Data = dict[str, Any]


def statements_table(statements: Sequence[Data]) -> str:
    """Return statements of the protocol: how each is treated, why, and by which rules."""
    rows = [
        [
            each["id"],
            tag(each["kind"], "plain"),
            each["text"],
            f"{each['reason']} Source: {each['source']}." if "source" in each else each["reason"],
            ", ".join(words.plainly(rule) for rule in each["rules"]) or "-",
        ]
        for each in statements
    ]
    of = "the cohort's own source and of " if any("source" in one for one in statements) else ""
    return table(
        caption=f"Statements of {of}the protocol ({len(rows)})",
        head=("Clause", "Treated as", "What it says, in our words", "Why so", "Rules"),
        groups=[Group(rows=rows)],
        kind="p-statements",
        wide=True,
    )


def numbers_table(numbers: Sequence[Data]) -> str:
    """Return the numbers that rules read; one that nobody has agreed says so."""
    rows = [
        [
            each["label"][:1].upper() + each["label"][1:],
            each["clause"],
            _value(each["value"], each["unit"]),
            tag(UNAGREED, "unagreed") if each["source"] == UNAGREED else each["source"] or "-",
            _day(each["from"], "-"),
            _day(each["checked"], "never"),
        ]
        for each in numbers
    ]
    return table(
        caption=f"Numbers that rules read ({len(rows)})",
        head=("Number", "Clause", "Value", "Source", "In force from", "Last checked"),
        groups=[Group(rows=rows)],
        kind="p-numbers",
        wide=True,
    )


def _day(iso: str | None, none: str) -> str:
    return in_words(date.fromisoformat(iso)) if iso else none


def _value(value: Any, unit: str) -> str:  # noqa: ANN401 - numbers, lists, yes and no alike
    if value is None:
        return "not in force"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(words.plainly(str(each)) for each in value)
    return f"{value} {unit}".strip()


def readings_table(readings: Sequence[Reading]) -> str:
    """Return where the text is unclear: the question, the reading taken, who agreed to it."""
    rows = [[f"{r.title} ({r.clause})", r.question, r.reading, r.agreed] for r in readings]
    return table(
        caption=f"Where the text is unclear ({len(rows)})",
        head=("Question", "What is unclear", "Reading taken", "Agreed by"),
        groups=[Group(rows=rows)],
        wide=True,
    )


def law_table(law: Iterable[Law]) -> str:
    """Return the sections of law that rules rest on, and whether anyone read the statute."""
    rows = [
        [
            each.id,
            each.title,
            safe("checked against the statute")
            if each.verified
            else tag("not verified", "unagreed"),
            each.seen,
            each.note,
        ]
        for each in law
    ]
    return table(
        caption=f"Law that rules rest on ({len(rows)})",
        head=("Law", "What it is", "Verified?", "Seen in", "Note"),
        groups=[Group(rows=rows)],
        wide=True,
    )
