"""The protocol as treated, and its numbers, for the terminal and as data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement import clauses, parameters
from placement.cohorts import MAPPA, load_cohort
from placement.days import add_months, in_words
from placement.errors import PlacementError
from placement.rules.base import RULES

if TYPE_CHECKING:
    from datetime import date

    from rich.console import RenderableType
    from rich.table import Table

TESTS = Path(__file__).resolve().parent.parent / "tests"


def _enter_every_rule() -> None:
    """Import the modules in which rules are written."""
    import placement.preference
    import placement.rules  # noqa: F401


def clause_check(day: date) -> tuple[list[str], list[str]]:
    """
    Return (problems, notices) of the register of clauses as it stands on a day.

    A problem is a rule without a clause, a clause of kind rule without a rule, a scenario or a
    test, or a number without clause, source or day last checked. A notice is law that nobody has
    verified, or something checked too long ago. Raises ``PlacementError`` for an installed copy,
    beside which the project's tests do not lie.
    """
    from scenarios.run import load_all

    if not TESTS.is_dir():
        raise PlacementError(
            "`placement clauses --check` reads the project's tests, which do not lie beside this "
            "installed copy. Run it in a clone of the project."
        )

    _enter_every_rule()
    register = clauses.load_clauses()
    numbers = parameters.load()
    months = numbers["review.checked_months"].on(day)
    limit = months.value if months else 12
    problems = clauses.check(register, RULES.values(), numbers, load_all(), TESTS)
    notices = [f"not verified: {law.id} - {law.title}" for law in clauses.unverified(register)]
    notices += clauses.overdue(register, day, months=limit)
    notices += [
        f"overdue: {number.name} was last checked on {number.checked}"
        for number in numbers
        if number.checked is not None and add_months(number.checked, limit) < day
    ]
    return problems, notices


def clauses_as_data() -> list[dict[str, Any]]:
    """Return every statement of the protocol, how it is treated, and its rules."""
    _enter_every_rule()
    register = clauses.load_clauses()
    return [
        {
            "id": clause.id,
            "kind": clause.kind,
            "text": clause.text,
            "reason": clause.reason,
            "interpretation": list(clause.interpretation),
            "rules": [rule.name for rule in RULES.values() if rule.clause == clause.id],
        }
        for clause in register
    ]


def cohort_as_data(name: str) -> list[dict[str, Any]]:
    """Return every statement of a cohort's own source, in the same form, each with that source."""
    _enter_every_rule()
    cohort = load_cohort(name)
    return [
        {
            "id": clause.id,
            "kind": clause.kind,
            "text": clause.text,
            "reason": clause.reason,
            "interpretation": [],
            "rules": [rule.name for rule in RULES.values() if rule.clause == clause.id],
            "cohort": cohort.id,
            "source": cohort.source,
            "checked": cohort.checked.isoformat(),
        }
        for clause in cohort.clauses.values()
    ]


def statements_of(cohort: str) -> list[dict[str, Any]]:
    """Return what an area's answers rest on: another cohort's own register, then the protocol."""
    return [*([] if cohort == MAPPA else cohort_as_data(cohort)), *clauses_as_data()]


def clauses_text(cohort: str = MAPPA) -> RenderableType:
    """Return the register of clauses as a table; another cohort's own before it."""
    from rich.console import Group

    protocol = _clause_table(clauses_as_data())
    if cohort == MAPPA:
        return protocol
    its = load_cohort(cohort)
    return Group(
        f"{its.title[0].upper()}{its.title[1:]}: who is in it",
        f"Source: {its.source}; last read on {in_words(its.checked)}.",
        "",
        _clause_table(cohort_as_data(cohort)),
        "",
        f"Besides, {its.reads}:",
        "",
        protocol,
    )


def _clause_table(entries: list[dict[str, Any]]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in ("Clause", "Treated as", "What it says", "Rules"):
        table.add_column(column)
    for entry in entries:
        table.add_row(entry["id"], entry["kind"], entry["text"], ", ".join(entry["rules"]) or "-")
    return table


def parameters_as_data(day: date) -> list[dict[str, Any]]:
    """Return every number as it stands on a day; ``value`` is null where it has none."""
    found = []
    for number in parameters.load():
        dated = number.on(day)
        found.append(
            {
                "name": number.name,
                "clause": number.clause,
                "label": number.label,
                "unit": number.unit,
                "value": dated.value if dated else None,
                "from": dated.start.isoformat() if dated else None,
                "source": dated.source if dated else None,
                "checked": number.checked.isoformat() if number.checked else None,
            }
        )
    return found


def parameters_text(day: date) -> RenderableType:
    """Return the numbers as they stand on a day as a table."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in ("Clause", "Number", "Value", "Unit", "Source"):
        table.add_column(column)
    for entry in parameters_as_data(day):
        value = entry["value"]
        said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        table.add_row(
            entry["clause"],
            entry["name"],
            said if value is not None else "not in force",
            entry["unit"],
            entry["source"] or "",
        )
    return table
