"""
The rules, one module per question of the protocol.

Each rule names its clause, reads facts and dated numbers, and answers with a sentence. Importing
this package enters them all; ``RULES`` holds them by name, in the order in which they are applied.
"""

from placement.rules import (  # noqa: I001 - the order here is the order in which rules are applied
    eligibility,
    timing,
    case_findings,
    ranking_findings,
    gates,
    local_connection,
    register_connection,
    connection,
    management,
    spread,
    options,
    contributions,
    cohort_iom,
)
from placement.rules.base import RULES, Rule, apply, rules_for
from placement.rules.local_connection import part7
from placement.rules.options import ROUTES, housing_options
from placement.rules.register_connection import part6

__all__ = [
    "ROUTES",
    "RULES",
    "Rule",
    "apply",
    "case_findings",
    "cohort_iom",
    "connection",
    "contributions",
    "eligibility",
    "gates",
    "housing_options",
    "local_connection",
    "management",
    "options",
    "part6",
    "part7",
    "ranking_findings",
    "register_connection",
    "rules_for",
    "spread",
    "timing",
]
