"""What differs between two rankings of one case: a table of LHA, what, before, after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EVIDENCE = " (evidence)"
WHOLE = ""  # the LHA of a row that is about the case as a whole
_IN_WORDS = {
    "status": "status",
    "rank": "rank",
    "units": "units",
    "homes_left": "postcodes still possible",
    "is_preferred": "preferred",
}
_LISTS = ("gates", "referral_198", "findings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """
    One thing that differs: about which LHA (none: the case), what, before and after.

    ``clause`` is that of the rule where the row is one rule's; ``causes`` are the numbers of the
    protocol that make it.
    """

    lha: str
    name: str
    what: str
    before: Any
    after: Any
    clause: str = ""
    rule: str = ""
    causes: tuple[str, ...] = ()

    def because_of(self, *causes: str) -> Difference:
        """Return the row with what makes it."""
        return replace(self, causes=causes)

    def is_about(self, other: Difference) -> bool:
        """Whether another row is about the same thing."""
        return (self.lha, self.what, self.rule) == (other.lha, other.what, other.rule)

    def to_data(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {
            "lha": self.lha,
            "name": self.name,
            "what": self.what,
            "before": self.before,
            "after": self.after,
            "clause": self.clause,
            "causes": list(self.causes),
        }


def rows_between(
    before: Mapping[str, Any], after: Mapping[str, Any], *, evidence: bool = True
) -> tuple[Difference, ...]:
    """
    Return every difference between two rankings of one case as plain data.

    Words alone are a row only where nothing else of the same rule differs; versions are none.
    ``evidence``: whether a rule that read another number and said the same is a row too.
    """
    rows = [
        *_row(WHOLE, "", "recommendation", _outcome(before), _outcome(after)),
        *_row(
            WHOLE,
            "",
            "eligibility",
            before["eligibility"]["outcome"],
            after["eligibility"]["outcome"],
        ),
        *_row(WHOLE, "", "day of moving in", before["move_in"], after["move_in"]),
    ]
    for part in ("eligibility", "timing"):
        rows += _findings(WHOLE, "", before[part]["findings"], after[part]["findings"])
    rows += _findings(WHOLE, "", before["findings"], after["findings"])
    rows += _row(WHOLE, "", "ask first", _facts(before), _facts(after))
    rows += _row(WHOLE, "", "notes", before["notes"], after["notes"])
    then = {option["lha"]: option for option in before["options"]}
    now = {option["lha"]: option for option in after["options"]}
    for lha in sorted(set(then) | set(now)):
        rows += _option(then.get(lha), now.get(lha))
    if not rows and before["recommendation"] != after["recommendation"]:
        sentences = before["recommendation"]["sentence"], after["recommendation"]["sentence"]
        rows += _row(WHOLE, "", "words of the recommendation", *sentences)
    return tuple(row for row in rows if evidence or not row.what.endswith(EVIDENCE))


def _outcome(ranking: Mapping[str, Any]) -> list[str]:
    said = ranking["recommendation"]
    return [said["outcome"], *said["lhas"]]


def _facts(ranking: Mapping[str, Any]) -> list[str]:
    return [question["fact"] for question in ranking["ask_first"]]


def _option(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> Iterator[Difference]:
    """Yield what differs for one LHA."""
    one = before or after
    if one is None:
        return
    lha, name = one["lha"], one["name"]
    if before is None or after is None:
        yield from _row(lha, name, "looked at", before is not None, after is not None)
        return
    for key, words in _IN_WORDS.items():
        yield from _row(lha, name, words, before[key], after[key])
    yield from _row(lha, name, "first, of 100 ways", _first(before), _first(after))
    for factor, part in before["factors"].items():
        other = after["factors"][factor]
        yield from _row(
            lha, name, f"weight of {factor}", part["weight_units"], other["weight_units"]
        )
        yield from _row(lha, name, f"points of {factor}", part["points"], other["points"])
        yield from _findings(lha, name, part["findings"], other["findings"])
    for key in _LISTS:
        yield from _findings(lha, name, before[key], after[key])
    yield from _findings(lha, name, [before["route"]], [after["route"]])
    for when, words in (
        ("local_connection", "now"),
        ("local_connection_at_move_in", "on moving in"),
    ):
        for test, found in before[when].items():
            other = after[when][test]
            what = f"{test} test {words}"
            yield from _row(lha, name, what, found["outcome"], other["outcome"])
            if found["outcome"] == other["outcome"]:
                yield from _row(lha, name, f"{what}, grounds", found["grounds"], other["grounds"])
    yield from _row(
        lha, name, "housing options", before["housing_options"], after["housing_options"]
    )


def _first(option: Mapping[str, Any]) -> float | None:
    shares = option["rank_shares"]
    return round(100 * shares[0], 1) if shares else None


def _findings(
    lha: str, name: str, before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> Iterator[Difference]:
    """Yield what differs rule by rule: the outcome and points, or else the words."""
    then = {finding["rule"]: finding for finding in before}
    now = {finding["rule"]: finding for finding in after}
    for rule in [*then, *(each for each in now if each not in then)]:
        old, new = then.get(rule), now.get(rule)
        if old == new:
            continue
        found = old or new or {}
        what = rule.replace("_", " ")
        short: tuple[Any, Any] = (_short(old), _short(new))
        if short[0] == short[1]:
            short = (old or {}).get("sentence"), (new or {}).get("sentence")
        if short[0] == short[1]:
            what, short = f"{what}{EVIDENCE}", _values(old, new)
        yield Difference(
            lha=lha,
            name=name,
            what=what,
            before=short[0],
            after=short[1],
            clause=found.get("clause", ""),
            rule=rule,
        )


def _values(
    old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> tuple[list[Any], list[Any]]:
    """Return the evidence in which two findings differ."""
    then, now = (old or {}).get("evidence", []), (new or {}).get("evidence", [])
    return [each for each in then if each not in now], [each for each in now if each not in then]


def _short(finding: Mapping[str, Any] | None) -> str | None:
    """Return a finding as its outcome and points, for a table."""
    if finding is None:
        return None
    points, low, high = finding["points"], finding["low"], finding["high"]
    if not (points or low or high):
        return str(finding["outcome"])
    between = f" ({low} to {high})" if low != high else ""
    return f"{finding['outcome']}, {points} points{between}"


def _row(
    lha: str,
    name: str,
    what: str,
    before: Any,  # noqa: ANN401 - whatever stands there
    after: Any,  # noqa: ANN401
) -> Iterator[Difference]:
    if before != after:
        yield Difference(lha=lha, name=name, what=what, before=before, after=after)
