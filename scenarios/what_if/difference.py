"""
Before and after: what a change moved, LHA by LHA, and the clauses that made the difference.

Both sides are whole rankings, assessed the same way; nothing is guessed from one to the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from placement.results import Finding, Outcome
from placement.weights import FACTORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from placement.results import HousingOption, Option, Ranking
    from placement.view import Reader

    Became = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One finding that differs: before, after; None where a side has no such finding."""

    consideration: str
    before: Finding | None
    after: Finding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """
    One LHA before and after; None where it is not there on one side.

    ``was`` is the name of the LHA that it succeeds, where a merger or a split made it.
    """

    lha: str
    name: str
    before: Option | None
    after: Option | None
    moved: tuple[Moved, ...]
    was: str | None = None

    @property
    def same(self) -> bool:
        """Whether nothing about the LHA differs."""
        return not self.moved and _standing(self.before) == _standing(self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two rankings of one case, and each LHA's shift in the order of the second."""

    before: Ranking
    after: Ranking
    shifts: tuple[Shift, ...]
    about_the_case: tuple[Moved, ...]
    became: tuple[
        tuple[str, tuple[str, ...]], ...
    ] = ()  # names: an LHA that is no more, and what is
    borders: tuple[str, ...] = ()  # of each part of an LHA that was split: postcodes, residents

    @property
    def same(self) -> bool:
        """Whether the change moved nothing at all."""
        recommended = self.before.recommendation == self.after.recommendation
        return recommended and not self.about_the_case and all(each.same for each in self.shifts)


def difference(before: Ranking, after: Ranking, *, became: Became | None = None) -> Difference:
    """
    Put two rankings of one case side by side.

    ``became`` has the successors of LHAs that are no more: each successor is set against every LHA
    that went into it, so that what differs is more than its name.
    """
    became = became or {}
    old = {option.lha: option for option in before.options}
    new = {option.lha: option for option in after.options}
    names = {code: option.name for code, option in (*old.items(), *new.items())}
    pairs = [
        (each, code)
        for code in new
        for each in ([o for o, to in became.items() if code in to] or [code])
    ]
    pairs += [(code, code) for code in old if code not in new and not became.get(code)]
    return Difference(
        before=before,
        after=after,
        shifts=tuple(_shift(code, old.get(was), new.get(code)) for was, code in pairs),
        about_the_case=tuple(_moved("case", _of_case(before), _of_case(after))),
        became=tuple(
            (names[code], tuple(names.get(each, each) for each in to))
            for code, to in became.items()
        ),
    )


def _standing(option: Option | None) -> object:
    if option is None:
        return None
    return option.rank, option.status, option.units, option.homes_left


def _shift(code: str, before: Option | None, after: Option | None) -> Shift:
    some = after or before
    if some is None:
        raise ValueError("an LHA on neither side")
    moved: list[Moved] = []
    renamed = (before.name, some.name) if before and before.name != some.name else None
    for part in ("gates", *FACTORS, "option"):
        moved += _moved(part, _findings(before, part), _findings(after, part), renamed)
    return Shift(
        lha=code,
        name=some.name,
        before=before,
        after=after,
        moved=tuple(moved),
        was=renamed[0] if renamed else None,
    )


def _findings(option: Option | None, part: str) -> tuple[Finding, ...]:
    if option is None:
        return ()
    if part == "option":
        return tuple(_as_finding(each) for each in option.housing_options)
    return option.gates if part == "gates" else option.factors[part].findings


def _as_finding(home: HousingOption) -> Finding:
    """Return how a kind of home stands, to be set beside itself: it is no gate and no points."""
    stands = f"{home.kind.replace('_', ' ')}: {home.status}. ".capitalize()
    return Finding(
        rule=f"housing_option_{home.kind}",
        clause="8.1",
        outcome=_STANDS.get(home.status, Outcome.UNKNOWN),
        sentence=stands + home.sentence,
        housing=None if home.housing is None else stands + home.housing,
    )


_STANDS = {"available": Outcome.MET, "possible": Outcome.MET, "closed": Outcome.NOT_MET}


def _of_case(ranking: Ranking) -> tuple[Finding, ...]:
    return (*ranking.eligibility.findings, *ranking.timing, *ranking.findings)


def _moved(
    part: str,
    before: tuple[Finding, ...],
    after: tuple[Finding, ...],
    renamed: tuple[str, str] | None = None,
) -> Iterator[Moved]:
    old, new = _by_rule(before), _by_rule(after)
    for key in dict.fromkeys([*old, *new]):
        one, other = old.get(key), new.get(key)
        if _heart(one, renamed) != _heart(other):
            yield Moved(consideration=part, before=one, after=other)


def _by_rule(findings: tuple[Finding, ...]) -> dict[tuple[str, int], Finding]:
    """Return findings by rule, numbered where one rule found several."""
    counts: dict[str, int] = {}
    named = {}
    for finding in findings:
        counts[finding.rule] = counts.get(finding.rule, 0) + 1
        named[finding.rule, counts[finding.rule]] = finding
    return named


def _heart(finding: Finding | None, renamed: tuple[str, str] | None = None) -> object:
    """Return what makes a finding another; a name alone does not."""
    if finding is None:
        return None
    sentence = finding.sentence.replace(*renamed) if renamed else finding.sentence
    return finding.outcome, finding.points, finding.low, finding.high, sentence


def difference_as_data(found: Difference, reader: Reader) -> dict[str, Any]:
    """
    Return before and after as plain data, for one reader.

    For a housing role a finding counts as moved only where the words that it may read differ.
    """
    reader.may_have(found.before)
    reader.may_have(found.after)
    return {
        "case": found.after.case,
        "recommendation": {
            side: {
                "outcome": ranking.recommendation.outcome,
                "lhas": list(ranking.recommendation.lhas),
                "sentence": ranking.recommendation.sentence,
            }
            for side, ranking in (("before", found.before), ("after", found.after))
        },
        "weights": {"before": _weights(found.before), "after": _weights(found.after)},
        "became": [{"lha": old, "now": list(new)} for old, new in found.became],
        "borders": list(found.borders),
        "notes": {"before": list(found.before.notes), "after": list(found.after.notes)},
        "about_the_case": _moved_as_data(found.about_the_case, reader, None),
        "lhas": [
            {
                "lha": shift.lha,
                "name": shift.name,
                "was": shift.was,
                "before": _option_as_data(shift.before),
                "after": _option_as_data(shift.after),
                "moved": _moved_as_data(shift.moved, reader, shift.lha),
            }
            for shift in found.shifts
        ],
    }


def _weights(ranking: Ranking) -> dict[str, int]:
    return {
        name: factor.weight_units
        for option in ranking.options[:1]
        for name, factor in option.factors.items()
    }


def _option_as_data(option: Option | None) -> dict[str, Any] | None:
    if option is None:
        return None
    return {
        "rank": option.rank,
        "status": option.status.value,
        "score": option.score,
        "score_low": option.score_low,
        "score_high": option.score_high,
        "units": option.units,
        "homes_left": option.homes_left,
        "points": {name: factor.points for name, factor in option.factors.items()},
        "first_share": option.rank_shares[0] if option.rank_shares else None,
    }


def _moved_as_data(
    moved: tuple[Moved, ...], reader: Reader, lha: str | None
) -> list[dict[str, Any]]:
    rows = []
    for each in moved:
        some = each.after or each.before
        if some is None:
            continue
        before = _side(each.before, reader, lha)
        after = _side(each.after, reader, lha)
        if before != after:
            rows.append(
                {
                    "consideration": each.consideration,
                    "clause": some.clause,
                    "rule": some.rule,
                    "before": before,
                    "after": after,
                }
            )
    return rows


def _side(finding: Finding | None, reader: Reader, lha: str | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    return {
        "outcome": finding.outcome.value,
        "points": finding.points,
        "low": finding.low,
        "high": finding.high,
        "sentence": reader.words(finding, lha),
    }
