"""
The vocabulary of the rules: a few words, used everywhere.

A rule is a plain function of the facts and of the protocol's numbers on a day. It returns a
``Verdict``; ``apply`` makes the ``Finding`` from it and adds, as evidence, whatever the rule read
on the way. A rule that meets a missing fact says so with ``unknown``: never met, never zero.

Words for two readers. ``sentence`` is for people who may see protected matter. A sentence that
would tell a housing reader where a victim, an unshared zone or another person's home is must come
with ``housing``, the same finding in words that do not. Evidence is never shown to housing roles.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from placement.results import Connection, Evidence, Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from placement.facts import Facts
    from placement.parameters import Numbers

ASK_OFFENDER_MANAGER = "Ask the offender manager."


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What a rule found, before its evidence is added."""

    outcome: Outcome
    sentence: str
    points: int = 0
    low: int = 0
    high: int = 0
    housing: str | None = None
    fact: str | None = None
    values: tuple[int, ...] = ()
    answers: tuple[str, ...] = ()
    ground: Connection | None = None


def met(sentence: str, points: int = 0, *, housing: str | None = None) -> Verdict:
    """Say that what the clause asks for is there."""
    return Verdict(
        outcome=Outcome.MET,
        sentence=sentence,
        points=points,
        low=points,
        high=points,
        housing=housing,
    )


def not_met(sentence: str, points: int = 0, *, housing: str | None = None) -> Verdict:
    """Say that it is not."""
    return Verdict(
        outcome=Outcome.NOT_MET,
        sentence=sentence,
        points=points,
        low=points,
        high=points,
        housing=housing,
    )


def unknown(
    sentence: str,
    *,
    fact: str,
    answers: dict[str, int] | None = None,
    housing: str | None = None,
) -> Verdict:
    """
    Say that a fact is missing.

    ``fact`` names it; ``answers`` gives, for each answer the fact could have, the points that the
    rule would then give. The points are the mean of those values rounded half up; the answers are
    equally likely.
    """
    values = tuple(answers.values()) if answers else ()
    return Verdict(
        outcome=Outcome.UNKNOWN,
        sentence=sentence,
        points=mean_half_up(values),
        low=min(values, default=0),
        high=max(values, default=0),
        housing=housing,
        fact=fact,
        values=values,
        answers=tuple(answers) if answers else (),
    )


def mean_half_up(values: tuple[int, ...]) -> int:
    """
    Return the mean of whole numbers as a whole number, halves rounded up; 0 for none.

    >>> mean_half_up((0, 35, 50)), mean_half_up((5, 20)), mean_half_up((-30, 0))
    (28, 13, -15)
    """
    if not values:
        return 0
    return (2 * sum(values) + len(values)) // (2 * len(values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: its name, the clause and the sections of law it implements, and its days."""

    name: str
    clause: str
    question: str
    law: tuple[str, ...]
    since: date | None
    until: date | None
    asks: str
    function: Callable[[Facts, Numbers], Verdict]

    def runs_on(self, day: date) -> bool:
        """Whether this rule is the one in force on a day (both ends included)."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


RULES: dict[str, Rule] = {}


def rule(
    *,
    clause: str,
    question: str,
    law: tuple[str, ...] = (),
    since: date | None = None,
    until: date | None = None,
) -> Callable[[Callable[[Any, Any], Verdict]], Rule]:
    """Enter a function among the rules. Its docstring's first line is what the clause asks for."""

    def enter(function: Callable[[Any, Any], Verdict]) -> Rule:
        entry = Rule(
            name=function.__name__,
            clause=clause,
            question=question,
            law=law,
            since=since,
            until=until,
            asks=(function.__doc__ or "").strip().splitlines()[0],
            function=function,
        )
        if entry.name in RULES:
            raise ValueError(f"two rules are named {entry.name}")
        RULES[entry.name] = entry
        return entry

    return enter


class _Recorded:
    """Facts or numbers, noting what is asked of them; everything else is passed through."""

    __slots__ = ("_kept", "read")

    def __init__(self, kept: Facts | Numbers) -> None:
        self._kept = kept
        self.read: dict[str, Any] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._kept

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        value = self._kept[name]
        self.read[name] = value
        return value

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._kept, name)


def apply(entry: Rule, facts: Facts, numbers: Numbers) -> Finding:
    """Apply one rule and record what it read."""
    return finding_of(entry, *evaluate(entry, facts, numbers))


def evaluate(entry: Rule, facts: Facts, numbers: Numbers) -> tuple[Verdict, tuple[Evidence, ...]]:
    """Run a rule's function; return its verdict and what it read."""
    told, figures = _Recorded(facts), _Recorded(numbers)
    verdict = entry.function(told, figures)  # type: ignore[arg-type]
    evidence = [Evidence("fact", name, value) for name, value in told.read.items()]
    evidence += [Evidence("number", name, value) for name, value in figures.read.items()]
    return verdict, tuple(evidence)


def finding_of(entry: Rule, verdict: Verdict, evidence: tuple[Evidence, ...]) -> Finding:
    """Make the finding that a rule's verdict amounts to."""
    return Finding(
        rule=entry.name,
        clause=entry.clause,
        outcome=verdict.outcome,
        sentence=verdict.sentence,
        points=verdict.points,
        low=verdict.low,
        high=verdict.high,
        evidence=evidence,
        housing=verdict.housing,
        fact=verdict.fact,
        values=verdict.values,
        answers=verdict.answers,
    )


def rules_for(question: str, day: date) -> tuple[Rule, ...]:
    """Return the rules that answer one question on a day, in the order they were written."""
    return _rules_for(question, day, len(RULES))


@lru_cache(maxsize=512)
def _rules_for(question: str, day: date, entered: int) -> tuple[Rule, ...]:
    return tuple(r for r in RULES.values() if r.question == question and r.runs_on(day))
