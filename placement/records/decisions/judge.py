"""
Whether a decision may be final: what it departs from, and what it still lacks.

Nothing is refused and nobody has to invent a reason: a decision that lacks something is kept as a
draft with what is missing in words, goes to the coordinator, and makes no referral and no annex.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from placement.records.decisions.decision import Considered, Decision, Missing
from placement.records.decisions.words import SPREAD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

FINAL, DRAFT = "final", "draft"
FACTORS: Final = ("connection", "management", "spread")


def departure(decision: Decision, ranking: Mapping[str, Any]) -> str | None:
    """
    Say how a decision departs from the recommendation of a ranking (plain data); None: it does not.

    In a `close` answer every LHA named may be chosen, by preference or otherwise. `origin` means
    *start there* (1): another LHA departs from it. Putting a decision off departs from nothing.
    """
    said = ranking["recommendation"]
    outcome, named = said["outcome"], said["lhas"]
    if decision.outcome == "none":
        if not named:
            return None
        return f"No LHA was chosen, and the recommendation names {_names(ranking, named)}."
    if decision.outcome != "lha" or decision.lha is None or decision.lha in named:
        return None
    chosen = _names(ranking, [decision.lha])
    return {
        "origin": f"{chosen} was chosen; every case starts with the original housing authority, "
        f"{_names(ranking, named)}, to which the person can go back (1).",
        "clear": f"{chosen} was chosen, and the recommendation is clear: {_names(ranking, named)}.",
        "close": f"{chosen} was chosen, which is not among those close: {_names(ranking, named)}.",
        "none": f"{chosen} was chosen, and every LHA is closed by a condition.",
    }.get(
        outcome, f"{chosen} was chosen, and there was not enough information to recommend an LHA."
    )


def completeness(
    decision: Decision,
    ranking: Mapping[str, Any],
    looked: Collection[str],
    *,
    plan: Collection[str] = (),
) -> tuple[Missing, ...]:
    """
    Return what a decision lacks to be final; nothing where it lacks nothing.

    Parameters
    ----------
    ranking
        The coordinator's ranking that was frozen with it, as plain data.
    looked
        The LHAs whose findings the log has this person looking at.
    plan
        The items of the risk management plan that a home is said to need.
    """
    found = [
        *_about_the_outcome(decision, ranking, looked),
        *_about_the_reasons(decision, ranking),
        *_about_the_meeting(decision, ranking, plan),
    ]
    return tuple(Missing(code=code, text=text) for code, text in found)


def _about_the_outcome(
    decision: Decision, ranking: Mapping[str, Any], looked: Collection[str]
) -> Iterator[tuple[str, str]]:
    known = {option["lha"] for option in ranking["options"]}
    if decision.outcome is None:
        yield "outcome", "Say what was decided: an LHA, none, or put off."
    if decision.outcome == "lha" and decision.lha is None:
        yield "lha", "Say which LHA was chosen."
    if decision.lha is not None and decision.lha not in known:
        yield "not_an_option", f"{decision.lha} was not one of the LHAs looked at."
    elif decision.lha is not None and decision.lha not in looked:
        name = _names(ranking, [decision.lha])
        yield (
            "look",
            f"Nothing shows that you have looked at the findings of {name}. Open them, and record "
            "the decision again.",
        )
    if decision.lha is not None and decision.let is None:
        yield (
            "let",
            "Say whether the person bids, there is a direct let (9), or it is decided later.",
        )


def _about_the_reasons(decision: Decision, ranking: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    codes = {reason.code for reason in decision.reasons or ()}
    if not codes:
        yield "reasons", "Give a reason."
    if codes and (codes | {decision.departure_code or SPREAD}) == {SPREAD}:
        yield (
            "spread_alone",
            "The number and location of others is the only reason. It may be one reason of several "
            "(6(c)) and never the only one (6): the coordinator is told. If there is no other, "
            "leave it so.",
        )
    if any(reason.code == "other" and not reason.text for reason in decision.reasons or ()):
        yield "reason_text", "Say in words what the other reason is."
    departs = departure(decision, ranking)
    if departs and not (decision.departure and decision.departure_code):
        yield "departure", f"{departs} Say why: a code and a sentence."
    elif departs and decision.departure_code == SPREAD and codes != {SPREAD}:
        yield (
            "departure_for_spread",
            "It departs from the recommendation because of the number and location of others "
            "alone. Say what else speaks for it, or leave it to the coordinator.",
        )
    given = {each.lha for each in decision.rejected or ()}
    left = [lha for lha in ranking["recommendation"]["lhas"] if lha not in given | {decision.lha}]
    if left and decision.outcome in ("lha", "none"):
        yield "rejected", f"Say why not {_names(ranking, left)}."


def _about_the_meeting(
    decision: Decision, ranking: Mapping[str, Any], plan: Collection[str]
) -> Iterator[tuple[str, str]]:
    advice_only = ranking["eligibility"]["outcome"] == "advice_only"
    if not decision.attendance and not advice_only:
        yield "attendance", "Say which agencies were there."
    if decision.diversity_discussed is None:
        yield "diversity", "Say whether diversity was discussed."
    elif decision.diversity_discussed == "yes" and not decision.diversity:
        yield "diversity", "Say what was discussed about diversity."
    if decision.rests_on is None and plan:
        yield "rests_on", "Say which items of the risk management plan it rests on, or that none."
    if decision.next_review is None:
        yield "next_review", "Give the day on which it is looked at again."


def considered(ranking: Mapping[str, Any]) -> tuple[Considered, ...]:
    """Return every LHA of a ranking as codes and numbers, which outlive the person's data."""
    return tuple(
        Considered(
            lha=option["lha"],
            status=option["status"],
            rank=option["rank"],
            units=option["units"],
            first_share=option["rank_shares"][0] if option["rank_shares"] else None,
            **{name: option["factors"][name]["points"] for name in FACTORS},
        )
        for option in ranking["options"]
    )


def _names(ranking: Mapping[str, Any], lhas: Sequence[str]) -> str:
    known = {option["lha"]: option["name"] for option in ranking["options"]}
    said = [known.get(lha, lha) for lha in lhas] or ["none"]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
