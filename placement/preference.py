"""
Protocol 6.5: where the person would like to live is considered last, and may be over-ruled.

It changes no point and no share, and a rank only in an exact tie. This module says which
consideration over-rules it, and by how many points; or that nothing in 6 conflicts with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from placement.results import Finding, Option, Recommendation, Status
from placement.rules.base import RULES, Verdict, apply, met, not_met, rule, unknown
from placement.weights import FACTORS

if TYPE_CHECKING:
    from placement.cases.model import Case
    from placement.facts import CaseFacts
    from placement.parameters import Numbers


def tie_break(option: Option, case: Case) -> tuple[int, int, str]:
    """Return the key for exact ties: preference, then origin, then ONS code."""
    preference = case.preference or ()
    place = preference.index(option.lha) if option.lha in preference else len(preference)
    return place, 0 if option.is_origin else 1, option.lha


@dataclass(frozen=True, slots=True)
class Contest:
    """The preferred LHA against the one that leads: the facts that the rule on preference reads."""

    case: Case
    options: list[Option]
    recommendation: Recommendation
    measured: CaseFacts

    def __contains__(self, name: str) -> bool:
        return name in ("preference", "outcome", "leader")

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        if name == "preference":
            return self.case.preference
        if name == "outcome":
            return self.recommendation.outcome
        leader = self.leader
        return leader.lha if leader else None

    @property
    def leader(self) -> Option | None:
        """The LHA in first place, if any is ranked."""
        return next((option for option in self.options if option.rank == 1), None)

    def option(self, code: str) -> Option | None:
        """Return one LHA's option, or None where it is not a candidate."""
        return next((option for option in self.options if option.lha == code), None)


@rule(clause="6.5", question="preference")
def preference_considered(f: Contest, p: Numbers) -> Verdict:
    """Where the person would like to live is considered, and over-ruled only where 6 conflicts."""
    preference = f["preference"]
    if preference is None:
        return unknown("Where the person would like to live is not recorded.", fact="preference")
    if not preference:
        return met("The person has no preference.")
    said = [_one(f, code) for code in preference]
    agreed = all(ok for ok, _ in said)
    return (met if agreed else not_met)(" ".join(text for _, text in said))


def _one(f: Contest, code: str) -> tuple[bool, str]:
    option, leader, named = f.option(code), f.leader, f.recommendation.lhas
    name = f.measured.name_of(code)
    if option is None:
        return False, f"Preference {name}: not one of the LHAs looked at."
    if option.status is Status.EXCLUDED:
        return False, f"Preference {name}: over-ruled, because it is closed by a condition."
    if option.rank is None:
        return (
            False,
            f"Preference {name}: cannot be weighed until the offender manager has been asked about "
            "it.",
        )
    if leader is None or option is leader or option.lha in named:
        return True, f"Preference {name}: nothing in section 6 conflicts with it{_but(f, option)}."
    against = [
        (leader.factors[factor].points - option.factors[factor].points, factor)
        for factor in FACTORS
        if leader.factors[factor].weight_units
    ]
    over = [f"{factor} ({gap} points)" for gap, factor in against if gap > 0]
    if not over:
        why = "" if option.status is Status.OPEN else "; somebody must be asked about it first"
        return option.status is Status.OPEN, f"Preference {name}: level with {leader.name}{why}."
    return False, f"Preference {name}: over-ruled by {_and(over)}, in which {leader.name} is ahead."


def _but(f: Contest, option: Option) -> str:
    """Return what else is to be said of a preferred LHA with which nothing in 6 conflicts."""
    named = option.lha in f.recommendation.lhas
    said = "; choosing it is no departure" if named and f["outcome"] == "close" else ""
    if f["outcome"] == "origin" and not named:
        said = "; the case starts with the original housing authority (1)"
    return (
        said if option.status is Status.OPEN else f"{said}; somebody must be asked about it first"
    )


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def preference_finding(
    case: Case,
    options: list[Option],
    recommendation: Recommendation,
    numbers: Numbers,
    measured: CaseFacts,
) -> Finding:
    """Return what is to be said of the person's preference, once the order is known."""
    contest = Contest(case, options, recommendation, measured)
    return apply(RULES["preference_considered"], contest, numbers)  # type: ignore[arg-type]
