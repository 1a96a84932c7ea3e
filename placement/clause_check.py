"""
Holding the register of clauses against the rules, the numbers, the scenarios and the tests.

Everything is passed in as plain iterables, so that any part can be checked without the others. A
rule has ``name``, ``clause`` and ``law``; a number has ``name``, ``clause``, ``checked`` and
``values``, each value with its ``source``; a scenario has ``clauses``, a list of clause ids. A test
speaks for a rule when the rule's name, or its clause id in quotes, stands in a test file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from placement.cohorts import cohort_clauses
from placement.days import add_months, in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from placement.clauses import Clause, Law, Register


class RuleLike(Protocol):
    """What is read of a rule."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def clause(self) -> str: ...  # noqa: D102
    @property
    def law(self) -> Iterable[str]: ...  # noqa: D102


class ValueLike(Protocol):
    """What is read of one dated value of a number."""

    @property
    def source(self) -> str: ...  # noqa: D102


class NumberLike(Protocol):
    """What is read of a number."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def clause(self) -> str: ...  # noqa: D102
    @property
    def checked(self) -> date | None: ...  # noqa: D102
    @property
    def values(self) -> Sequence[ValueLike]: ...  # noqa: D102


class ScenarioLike(Protocol):
    """What is read of a scenario."""

    @property
    def clauses(self) -> Iterable[str]: ...  # noqa: D102


def check(
    register: Register,
    rules: Iterable[RuleLike],
    parameters: Iterable[NumberLike],
    scenarios: Iterable[ScenarioLike],
    tests_dir: Path,
) -> list[str]:
    """
    Return every place where the register and the product do not agree; empty when they do.

    A problem is: a rule that names no clause or law of the register, or a clause that the register
    does not treat as a rule; a clause treated as a rule that has no rule, no scenario or no test; a
    number without clause, source or day last checked; an interpretation note that is missing, or
    that no clause cites.
    """
    rules = tuple(rules)
    return [
        *_rules_without_a_clause(register, rules),
        *_clauses_without_a_rule(register, rules, tuple(scenarios), _text_of_tests(tests_dir)),
        *_numbers_without_a_source(register, parameters),
        *_notes(register),
    ]


def unverified(register: Register) -> tuple[Law, ...]:
    """Return the law that nobody has checked against the statute."""
    return tuple(law for law in register.law.values() if not law.verified)


def overdue(register: Register, day: date, *, months: int = 12) -> list[str]:
    """
    Say what ought to have been looked at again by ``day``.

    That is the protocol's own review (14), our reading of it, and each section of law: the last
    two are overdue once more than ``months`` months have passed since they were checked.
    """
    protocol = register.protocol
    found = []
    due = add_months(protocol.issued, protocol.review_months)
    if day > due:
        found.append(
            f"The protocol of {protocol.edition} was due for review by {in_words(due)} (14.1); "
            "no later edition has been seen."
        )
    if day > add_months(protocol.checked, months):
        found.append(
            f"The clauses were last read against the protocol on {in_words(protocol.checked)}."
        )
    found += [
        f"{law.id} was last checked on {in_words(law.checked)}."
        for law in register.law.values()
        if day > add_months(law.checked, months)
    ]
    return found


def _rules_without_a_clause(register: Register, rules: Iterable[RuleLike]) -> Iterator[str]:
    for rule in rules:
        clause = register.clauses.get(rule.clause)
        if not rule.clause:
            yield f"The rule {rule.name} names no clause."
        elif rule.clause not in register:
            yield f"The rule {rule.name} names {rule.clause}, which clauses.toml does not have."
        elif clause is not None and clause.kind != "rule":
            yield (
                f"The rule {rule.name} names {rule.clause}, which clauses.toml treats as "
                f"{clause.kind}: change one of them."
            )
        for law in rule.law:
            if law not in register.law:
                yield f"The rule {rule.name} names {law}, which clauses.toml does not have."


def _clauses_without_a_rule(
    register: Register,
    rules: Sequence[RuleLike],
    scenarios: Sequence[ScenarioLike],
    tests: str,
) -> Iterator[str]:
    shown = {clause for scenario in scenarios for clause in scenario.clauses}
    yield from _cohorts_without_a_rule(rules, shown)
    for clause in register.of_kind("rule"):
        if clause.answered_with is not None:
            continue
        names = [rule.name for rule in rules if rule.clause == clause.id]
        if not names:
            yield f"Clause {clause.id} is treated as a rule, and no rule names it."
        if not shown & _family(register, clause):
            yield f"Clause {clause.id} is treated as a rule, and no scenario names it."
        if not any(_spoken_of(word, tests) for word in [*names, f'"{clause.id}"']):
            yield f"Clause {clause.id} is treated as a rule, and no test names it or its rules."
    for number in sorted(shown - set(register.clauses) - set(register.sections)):
        if number not in register:
            yield f"A scenario names {number}, which clauses.toml does not have."


def _cohorts_without_a_rule(rules: Sequence[RuleLike], shown: set[str]) -> Iterator[str]:
    """Hold the registers of other cohorts against the rules and the scenarios too."""
    if not any(rule.clause in cohort_clauses() for rule in rules):
        return  # only MAPPA's rules were given
    for clause in cohort_clauses().values():
        named = [rule.name for rule in rules if rule.clause == clause.id]
        if clause.kind == "rule" and not named:
            yield f"Clause {clause.id} is treated as a rule, and no rule names it."
        if clause.kind == "rule" and clause.id not in shown:
            yield f"Clause {clause.id} is treated as a rule, and no scenario names it."
        if clause.kind != "rule" and named:
            yield f"Clause {clause.id} is {clause.kind}, and {', '.join(named)} names it."


def _family(register: Register, clause: Clause) -> set[str]:
    """Return a clause's id and the ids of those that its rule answers too."""
    return {clause.id} | {each.id for each in register if each.answered_with == clause.id}


def _spoken_of(word: str, tests: str) -> bool:
    start, end = (r"\b", r"\b") if word[0] != '"' else ("", "")
    return re.search(f"{start}{re.escape(word)}{end}", tests) is not None


def _text_of_tests(tests_dir: Path) -> str:
    paths = sorted(tests_dir.rglob("test_*.py"))
    return "\n".join(path.read_text(encoding="utf-8").replace("'", '"') for path in paths)


def _numbers_without_a_source(
    register: Register, parameters: Iterable[NumberLike]
) -> Iterator[str]:
    for number in parameters:
        if not number.clause:
            yield f"The number {number.name} names no clause."
        elif number.clause not in register:
            yield f"The number {number.name} names {number.clause}, not a clause of clauses.toml."
        if not number.values or not all(value.source.strip() for value in number.values):
            yield f"The number {number.name} has a value without a source."
        if number.checked is None:
            yield f"The number {number.name} does not say when it was last checked."


def _notes(register: Register) -> Iterator[str]:
    cited = {note for clause in register for note in clause.interpretation}
    for note in sorted(cited - set(register.interpretations)):
        yield f"interpretations/{note} is cited by a clause and is missing."
    for note in sorted(set(register.interpretations) - cited):
        yield f"interpretations/{note} is cited by no clause."
