"""
The recommendation in one sentence: what the findings of one case amount to.

Outcomes, the first that applies: ``not_enough_information``, ``none``, ``origin``, ``clear``,
``close``. It advises: the offender manager picks whom to ask, the LHA decides what duty is owed,
the meeting decides bid or direct let, the landlord decides acceptance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from placement.cohorts import MAPPA
from placement.preference import tie_break
from placement.results import Option, Outcome, Recommendation, Status
from placement.weights import FACTORS, leader_can_change

if TYPE_CHECKING:
    from placement.cases.model import Case
    from placement.parameters import Numbers
    from placement.results import Eligibility, Finding
    from placement.weights import Field


NAMED = 6  # LHAs that one sentence names before it counts the rest


def recommend(
    case: Case,
    options: list[Option],
    *,
    origin: Finding,
    numbers: Numbers,
    eligibility: Eligibility,
    field: Field | None,
    cohort: str = MAPPA,
) -> Recommendation:
    """Return the recommendation for LHAs that are already in order."""
    missing = missing_facts(case, cohort)
    outcome, lhas, sentence = _outcome(case, options, origin, numbers, field, missing)
    if case.can_return == "no" and case.origin in lhas:
        home = next(option.name for option in options if option.lha == case.origin)
        sentence += f" But the case says that the person cannot go back to {home} (1)."
    return Recommendation(
        outcome=outcome, lhas=lhas, sentence=said_first(case, eligibility) + sentence
    )


def said_first(case: Case, eligibility: Eligibility) -> str:
    """Return what must be said first: advice only, and options that come before any LHA."""
    said = ""
    if eligibility.outcome == "advice_only":
        said += "Advice only (3): no meeting is called. "
    waiting = {
        "a previous home": case.previous_home,
        "family or networks": case.family_or_network,
    }
    free = [name for name, value in waiting.items() if value == "available"]
    open_ = [name for name, value in waiting.items() if value == "not_explored"]
    parts = [
        f"use {' and '.join(free)}" if free else "",
        f"explore {' and '.join(open_)}" if open_ else "",
    ]
    if free or open_:
        said += f"Before any LHA is asked (6): {'; '.join(part for part in parts if part)}. "
    return said


def _outcome(
    case: Case,
    options: list[Option],
    origin: Finding,
    numbers: Numbers,
    field: Field | None,
    missing: list[str],
) -> tuple[str, tuple[str, ...], str]:
    left = [option for option in options if option.status is not Status.EXCLUDED]
    if missing:
        return "not_enough_information", (), f"Not enough information: {_and(missing)}."
    if left and all(option.status is Status.REFER for option in left):
        return "not_enough_information", (), _all_refer(left)
    if not left:
        return "none", (), "Every LHA is closed by a condition: see each one's gates."
    home = next((o for o in options if o.is_origin and o.status is Status.OPEN), None)
    if origin.outcome is Outcome.MET and home is not None:
        return "origin", (home.lha,), _origin_sentence(home, options)
    ranked = [option for option in options if option.rank is not None]
    leader = ranked[0]
    if _is_clear(leader, ranked, case, numbers, field):
        return "clear", (leader.lha,), _clear_sentence(leader)
    named = _close_set(ranked, numbers["ranking.close_share"])
    return "close", tuple(option.lha for option in named), _close_sentence(named)


def missing_facts(case: Case, cohort: str = MAPPA) -> list[str]:
    """Return what nobody should go on without; of another cohort its own facts are asked."""
    missing = []
    if case.victim_check == "not_checked":
        missing.append("victims have not been checked for")
    if cohort == MAPPA and case.risk_of_serious_harm == "unknown":
        missing.append("the risk of serious harm is not recorded")
    if cohort != MAPPA and case.in_cohort == "unknown":
        missing.append("whether the partnership has chosen the person is not recorded")
    if cohort != MAPPA and case.risk_of_reoffending == "unknown":
        missing.append("the risk of reoffending is not recorded")
    if case.can_return == "unknown":
        missing.append("whether the person can go back is not recorded")
    return missing


def _all_refer(left: list[Option]) -> str:
    facts = {gate.fact for option in left for gate in option.gates if gate.fact}
    common = sorted(facts & {"victims", "conditions", "non-association", "victims' requests"})
    why = f" Missing for all: {_and(common)}." if common else ""
    return f"Not enough information: somebody must be asked about each LHA first.{why}"


def _origin_sentence(home: Option, options: list[Option]) -> str:
    text = f"Start with {home.name}, the original housing authority (1): the person can go back."
    best = next((option for option in options if option.rank == 1), home)
    if best.lha == home.lha:
        return f"{text} The considerations of 6 favour it too."
    gap = best.units - home.units
    if gap == 0:
        return f"{text} The considerations of 6 put {best.name} level with it."
    weight = sum(factor.weight_units for factor in best.factors.values())
    return (
        f"{text} The considerations of 6 favour {best.name}, by {gap} of {100 * weight} units "
        f"(score {best.score} against {home.score})."
    )


def _is_clear(
    leader: Option, ranked: list[Option], case: Case, numbers: Numbers, field: Field | None
) -> bool:
    if leader.status is not Status.OPEN or leader.rank_shares[0] < numbers["ranking.clear_share"]:
        return False
    if _viewed_unsuitable(leader):
        return False
    if field is None:
        return False
    by_code = {option.lha: option for option in ranked}
    points = np.array(
        [[by_code[lha].factors[name].points for name in FACTORS] for lha in field.lhas],
        dtype=np.int64,
    )
    weights = [leader.factors[name].weight_units for name in FACTORS]
    order = {option.lha: tie_break(option, case) for option in ranked}
    return not leader_can_change(field, weights, order, points)


def _viewed_unsuitable(option: Option) -> bool:
    return any(
        finding.rule == "suited_in_the_offender_managers_view"
        and finding.outcome is Outcome.NOT_MET
        for finding in option.factors["management"].findings
    )


def _close_set(ranked: list[Option], share: float) -> list[Option]:
    """
    Return the LHAs by first share until they hold a share together: two at least.

    Equal shares go by units, then origin, then ONS code: preference decides nobody's place here.
    """
    order = sorted(ranked, key=lambda o: (-o.rank_shares[0], -o.units, not o.is_origin, o.lha))
    held = 0.0
    named: list[Option] = []
    for option in order:
        if len(named) >= 2 and held >= share:
            break
        named.append(option)
        held += option.rank_shares[0]
    return named


def in_a_hundred(share: float) -> str:
    """
    Return a share in words that no reader takes for a probability.

    >>> in_a_hundred(0.82)
    'in 82 of 100 ways of weighing and of filling the gaps'
    >>> in_a_hundred(1.0)
    'in every way of weighing and of filling the gaps'
    """
    if share > 0.9995:
        return "in every way of weighing and of filling the gaps"
    return f"in {_count(share)} of 100 ways of weighing and of filling the gaps"


def _clear_sentence(leader: Option) -> str:
    return (
        f"Ask {leader.name}: it is first {in_a_hundred(leader.rank_shares[0])}, and no single "
        "missing fact would change that."
    )


def _close_sentence(named: list[Option]) -> str:
    """
    Name the LHAs of a close answer, each with its share of first places; the last few by number.

    Over a large area a close answer may hold dozens of LHAs: the table has them all.
    """
    said = [f"{option.name} ({_count(option.rank_shares[0])})" for option in named[:NAMED]]
    if len(named) > NAMED:
        said.append(f"{len(named) - NAMED} more")
    refer = [option.name for option in named[:NAMED] if option.status is Status.REFER]
    ask = f" Somebody must be asked first about {_and(refer)}." if refer else ""
    return (
        f"Close between {_and(said)}: each first in that many of 100 ways of weighing and of "
        f"filling the gaps. A person chooses.{ask}"
    )


def _count(share: float) -> str:
    """Return a share as a count of a hundred, never all or none where it is not."""
    if share in (0.0, 1.0):
        return f"{100 * share:.0f}"
    return f"{min(99, max(1, round(100 * share)))}"


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
