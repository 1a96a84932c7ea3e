"""
What each role may see of a ranking, as plain data for ``--json`` and for every page.

A ranking for a housing role is already *assessed* in the housing view (``assess``): nothing
protected enters its points. Here its words are chosen: the housing wording where a finding has
one, never the evidence. The audience is decided before anything is written, in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from placement.assess import HOUSING_ROLES
from placement.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from placement.explain import Row, WhyNot
    from placement.results import ConnectionTest, Factor, Finding, Option, Question, Ranking

ROLES = (
    "offender_manager",
    "victim_liaison",
    "panel",
    "spoc",
    "coordinator",
    "smb",
    "auditor",
)
NO_CASES = ("smb", "auditor")
SPREAD_RULES = ("number_within_what_chance_gives", "roomy_areas", "rate_of_placements")


@dataclass(frozen=True, slots=True)
class Reader:
    """
    Somebody who reads a ranking: their role and, for a SPOC, their own LHA.

    ``marked``: a panel member whom the coordinator lets see what is protected in this case.
    """

    role: str = "coordinator"
    lha: str | None = None
    marked: bool = False

    @property
    def housing(self) -> bool:
        """Whether protected matter is kept from this reader."""
        return self.role in HOUSING_ROLES and not (self.marked and self.role == "panel")

    def check(self) -> Reader:
        """Return the reader, or refuse a role that sees no cases."""
        if self.role not in ROLES:
            raise InputError(
                "--role", [f"{self.role!r} is not a role; there are {', '.join(ROLES)}."]
            )
        if self.role in NO_CASES:
            who = {"smb": "The Board", "auditor": "An auditor"}[self.role]
            raise InputError("--role", [f"{who} sees no cases."])
        return self

    def may_have(self, ranking: Ranking) -> None:
        """Stop where a ranking was assessed for those who may see more than this reader."""
        if self.housing and not ranking.for_housing:
            raise ValueError("a ranking for a housing role must be assessed in the housing view")

    def words(self, finding: Finding, lha: str | None = None) -> str:
        """Return a finding's sentence as this reader may have it."""
        if not self.housing or finding.housing is None:
            return finding.sentence
        own = self.role == "spoc" and lha is not None and lha == self.lha
        if own and finding.rule in SPREAD_RULES:
            return finding.sentence
        return finding.housing


def ranking_as_data(ranking: Ranking, reader: Reader) -> dict[str, Any]:
    """Return a ranking as the contract's JSON, for one reader."""
    reader.may_have(ranking)
    return {
        "case": ranking.case,
        "as_of": ranking.as_of.isoformat(),
        "move_in": ranking.move_in.isoformat() if ranking.move_in else None,
        "profile": ranking.profile,
        "role": reader.role,
        "versions": ranking.versions,
        "eligibility": {
            "outcome": ranking.eligibility.outcome,
            "findings": _findings(ranking.eligibility.findings, reader),
        },
        "timing": {"findings": _findings(ranking.timing, reader)},
        "findings": _findings(ranking.findings, reader),
        "recommendation": {
            "outcome": ranking.recommendation.outcome,
            "lhas": list(ranking.recommendation.lhas),
            "sentence": ranking.recommendation.sentence,
        },
        "ask_first": [_question(question, reader) for question in ranking.ask_first],
        "options": [_option(option, reader) for option in ranking.options],
        "notes": list(ranking.notes),
        **({"terms": dict(ranking.terms)} if ranking.terms else {}),
    }


def _option(option: Option, reader: Reader) -> dict[str, Any]:
    return {
        "lha": option.lha,
        "name": option.name,
        "rank": option.rank,
        "tied_with": list(option.tied_with),
        "status": option.status.value,
        "units": option.units,
        "score": option.score,
        "score_low": option.score_low,
        "score_high": option.score_high,
        "rank_shares": list(option.rank_shares),
        "homes_left": option.homes_left,
        "factors": {
            name: _factor(factor, reader, option.lha) for name, factor in option.factors.items()
        },
        "gates": _findings(option.gates, reader, option.lha),
        "local_connection": _tests(option.local_connection),
        "local_connection_at_move_in": _tests(option.local_connection_at_move_in),
        "referral_198": _findings(option.referral_198, reader, option.lha),
        "housing_options": [
            {
                "kind": each.kind,
                "status": each.status,
                "sentence": each.housing if reader.housing and each.housing else each.sentence,
            }
            for each in option.housing_options
        ],
        "route": _finding(option.route, reader, option.lha),
        "is_origin": option.is_origin,
        "is_preferred": option.is_preferred,
        "findings": _findings(option.findings, reader, option.lha),
    }


def _factor(factor: Factor, reader: Reader, lha: str) -> dict[str, Any]:
    return {
        "points": factor.points,
        "low": factor.low,
        "high": factor.high,
        "weight_units": factor.weight_units,
        "weight": round(factor.weight, 3),
        "findings": _findings(factor.findings, reader, lha),
    }


def _findings(
    findings: Iterable[Finding], reader: Reader, lha: str | None = None
) -> list[dict[str, Any]]:
    return [_finding(finding, reader, lha) for finding in findings]


def _finding(finding: Finding, reader: Reader, lha: str | None = None) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "clause": finding.clause,
        "outcome": finding.outcome.value,
        "points": finding.points,
        "low": finding.low,
        "high": finding.high,
        "sentence": reader.words(finding, lha),
        "evidence": []
        if reader.housing
        else [
            {"kind": each.kind, "name": each.name, "value": plain(each.value)}
            for each in finding.evidence
        ],
    }


def _tests(tests: dict[str, ConnectionTest]) -> dict[str, Any]:
    return {
        name: {
            "outcome": test.outcome.value,
            "grounds": [
                {
                    "ground": ground.ground,
                    "outcome": ground.outcome.value,
                    "sentence": ground.sentence,
                }
                for ground in test.grounds
            ],
        }
        for name, test in tests.items()
    }


def _question(question: Question, reader: Reader) -> dict[str, Any]:
    hidden = reader.housing and question.housing is not None
    return {
        "fact": question.fact,
        "sentence": question.housing if hidden else question.sentence,
        "value": question.value,
        "answers": [
            {"answer": answer.answer, "leader": answer.leader} for answer in question.answers
        ],
    }


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever a rule read
    """Return a value as JSON can hold it: sets sorted, tuples as lists, days as text."""
    if isinstance(value, frozenset | set):
        return sorted(plain(each) for each in value)
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def why_not_as_data(answer: WhyNot, reader: Reader) -> dict[str, Any]:
    """Return what stands against one LHA as plain data, for one reader."""
    levers = answer.would_have_to_differ
    said = None
    if levers is not None:
        said = list(dict.fromkeys(x.housing if reader.housing else x.says for x in levers))
    return {
        "case": answer.ranking.case,
        "lha": answer.lha,
        "name": answer.name,
        "leads": answer.leads,
        "against": _findings(answer.against, reader, answer.lha),
        "would_have_to_differ": said,
        "weights": list(answer.weights) if answer.weights else None,
        "share_of_weightings": round(answer.share_of_weights, 6),
    }


def compare_as_data(
    options: tuple[Option, ...], rows: tuple[Row, ...], reader: Reader
) -> dict[str, Any]:
    """Return LHAs side by side as plain data, for one reader."""
    return {
        "options": [_option(option, reader) for option in options],
        "rows": [
            {
                "consideration": row.consideration,
                "clause": row.clause,
                "rule": row.rule,
                "differs": row.differs,
                "findings": [
                    _finding(cell, reader, option.lha)
                    for option, cell in zip(options, row.cells, strict=True)
                ],
            }
            for row in rows
        ],
    }
