"""
What the rules find of one LHA for one case: gates, considerations, connection, status.

``assess`` puts what is found here in order. ``option_in_brief`` is for work on many people at once,
which reads nothing that only the reader of one case would look at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.facts import CaseFacts, Facts
from placement.results import Factor, Finding, Option, Outcome, Status
from placement.rules import apply, part6, part7, rules_for
from placement.rules.contributions import contribution_gates
from placement.rules.person import applicant
from placement.weights import FACTORS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from placement.assess import Setting
    from placement.parameters import Numbers
    from placement.profile_model import LHA
    from placement.results import ConnectionTest


def gates_of(facts: Facts, setting: Setting) -> tuple[Finding, ...]:
    """Return what could close one LHA to a case: conditions, victims, and what SPOCs said."""
    measured, numbers = facts.measured, setting.numbers
    kind = "housing_gate" if measured.housing else "gate"
    found = tuple(apply(rule, facts, numbers) for rule in rules_for(kind, measured.as_of))
    if facts.lha is None:
        return found
    return found + contribution_gates(setting.heard, facts.lha, numbers, measured.as_of)


def factors_of(facts: Facts, numbers: Numbers) -> dict[str, Factor]:
    """Return the three considerations of 6 for one LHA."""
    total = sum(numbers[f"ranking.weight_{name}"] for name in FACTORS)
    day = facts.measured.as_of
    return {
        name: Factor(
            findings=tuple(apply(rule, facts, numbers) for rule in rules_for(name, day)),
            weight_units=numbers[f"ranking.weight_{name}"],
            weight=numbers[f"ranking.weight_{name}"] / total,
        )
        for name in FACTORS
    }


def connections_of(
    measured: CaseFacts, lha: LHA, day: date, numbers: Numbers
) -> dict[str, ConnectionTest]:
    """
    Return both local-connection tests for an LHA on a day.

    LHAs that nothing in the case names read alike where their county, country and register are
    the same: they are read once.
    """
    named = lha.code if lha.code in measured.named else None
    key = (day, named, lha.county, lha.country, lha.scheme)
    if key not in measured.connections:
        who = applicant(measured, lha, day)
        measured.connections[key] = {"part7": part7(who, numbers), "part6": part6(who, numbers)}
    return measured.connections[key]


def status_of(gates: Iterable[Finding]) -> Status:
    """Return whether an LHA is open, needs a word from somebody first, or is closed."""
    outcomes = {gate.outcome for gate in gates}
    if Outcome.NOT_MET in outcomes:
        return Status.EXCLUDED
    return Status.REFER if Outcome.UNKNOWN in outcomes else Status.OPEN


def option_in_brief(measured: CaseFacts, lha: LHA, setting: Setting) -> Option:
    """
    Assess one LHA as far as the order and the recommendation read it, and no further.

    For work on many people at once; whatever only a reader of one case would look at is empty.
    """
    tests = connections_of(measured, lha, measured.as_of, setting.numbers)
    facts = Facts(measured, lha, tests, tests)
    gates = gates_of(facts, setting)
    route = Finding(rule="", clause="9", outcome=Outcome.UNKNOWN, sentence="")
    return Option(
        lha=lha.code,
        name=lha.name,
        status=status_of(gates),
        factors=factors_of(facts, setting.numbers),
        gates=gates,
        homes_left="",
        local_connection=tests,
        local_connection_at_move_in=tests,
        referral_198=(),
        housing_options=(),
        route=route,
        findings=(),
        is_origin=measured.case.origin == lha.code,
        is_preferred=lha.code in (measured.case.preference or ()),
    )
