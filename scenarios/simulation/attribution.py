"""
What made the difference between two simulated years of the same people, by clause.

Two questions are answered apart. Which findings differ, of whom and in how many LHAs: gates, and
the points of the first two considerations, as the rules gave them; those of the third as they stood
on the day of each choice. And of the needs of a home that were met elsewhere: what changed there
first, in the order in which a choice is made (clause 1, gates, homes, then the consideration that
moved most between the LHA of before and that of after). Of one way of choosing, the first.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from placement.weights import FACTORS
from scenarios.simulation.caseload import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from placement.results import Finding, Option
    from scenarios.simulation.caseload import Assessed
    from scenarios.simulation.year import World, Year

    Pairs = list[tuple[int, int]]

BECAUSE: dict[str, str] = {
    "start": "whether, or where, the case starts with its original LHA (1)",
    "gate": "a gate: what is open, must first be asked, or is closed (7, 6.7)",
    "home": "which homes were free (6.7.1)",
    "connection": "points of connection (6(a))",
    "management": "points of management (6(b))",
    "spread": "points of spread, from who else lived there (6(c))",
    "weight": "the weights",
    "other": "something else: a tie, a lot, or the panel's departure",
}


@dataclass(frozen=True, kw_only=True)
class Lived:
    """One arm of a comparison: what everybody met, and what came of the first way of choosing."""

    world: World
    year: Year

    @property
    def codes(self) -> tuple[str, ...]:
        """The LHAs of the arm."""
        return tuple(self.world.crowding.codes)


def difference_made(
    before: Lived, after: Lived, became: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    """
    Return what differs between the arms of one repetition, as counts.

    ``became`` has the successors of each LHA of before: itself, where it still stands.
    """
    pairs = [
        (place, after.codes.index(code))
        for place, was in enumerate(before.codes)
        for code in became.get(was, (was,))
        if code in after.codes
    ]
    touched: set[int] = set()
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    people = list(zip(before.world.load.people, after.world.load.people, strict=True))
    for number, (one, other) in enumerate(people):
        for key, step, closer in _moved(one, other, pairs):
            row = rows.setdefault(
                key, {"people": set(), "pairs": 0, "points": 0, "shut": 0, "opened": 0}
            )
            row["people"].add(number)
            row["pairs"] += 1
            row["points"] += step
            row["shut"] += closer > 0
            row["opened"] += closer < 0
            touched.add(number)
    found = {
        "people": len(people),
        "touched": len(touched),
        "findings": [
            {"part": part, "clause": clause, "rule": rule, **row, "people": len(row["people"])}
            for (part, clause, rule), row in sorted(rows.items())
        ],
    }
    return found | _needs(before, after, pairs)


def _moved(
    one: Assessed, other: Assessed, pairs: Pairs
) -> Iterator[tuple[tuple[str, str, str], int, int]]:
    """Give each finding that differs: its part, clause and rule, points more, and -1, 0 or 1."""
    closer = _shut(other.origin) - _shut(one.origin)
    if closer:
        yield ("case", other.origin.clause, other.origin.rule), 0, int(np.sign(closer))
    for i, j in pairs:
        for part in ("gates", "connection", "management"):
            old, new = _by_rule(one.options[i], part), _by_rule(other.options[j], part)
            for key in old.keys() | new.keys():
                was, now = old.get(key), new.get(key)
                step = (now.points if now else 0) - (was.points if was else 0)
                closer = _shut(now) - _shut(was)
                if step or (part == "gates" and closer):
                    some = now or was
                    if some is not None:
                        yield (part, some.clause, some.rule), step, int(np.sign(closer))


def _by_rule(option: Option, part: str) -> dict[tuple[str, int], Finding]:
    findings = option.gates if part == "gates" else option.factors[part].findings
    counts: Counter[str] = Counter()
    found = {}
    for finding in findings:
        counts[finding.rule] += 1
        found[finding.rule, counts[finding.rule]] = finding
    return found


def _shut(finding: Finding | None) -> int:
    """Return how far a gate is shut: 0 met or not there, 1 somebody must say more, 2 closed."""
    return 0 if finding is None else {"met": 0, "unknown": 1, "not_met": 2}[finding.outcome.value]


def _needs(before: Lived, after: Lived, pairs: Pairs) -> dict[str, Any]:
    """Count the needs met elsewhere, only before or only after, and why."""
    rows = {
        (int(person), bool(moved)): i
        for i, (person, moved) in enumerate(
            zip(after.world.load.person.tolist(), after.world.load.moved.tolist(), strict=True)
        )
    }
    because, tally = Counter[str](), Counter[str]()
    load = before.world.load
    for i, key in enumerate(zip(load.person.tolist(), load.moved.tolist(), strict=True)):
        j = rows.get(key)
        if j is None:
            continue
        tally["needs"] += 1
        x, y = int(before.year.lha[i]), int(after.year.lha[j])
        tally["spread_differs"] += bool(_spread_differs(before, after, i, j, pairs))
        if x == y == NOWHERE or (x, y) in pairs:
            continue
        kind = "only_after" if x == NOWHERE else "only_before" if y == NOWHERE else "elsewhere"
        tally[kind] += 1
        because[_why(before, after, i, j, pairs)] += 1
    names = ("needs", "elsewhere", "only_before", "only_after", "spread_differs")
    return {name: tally[name] for name in names} | {
        "because": {name: because[name] for name in BECAUSE}
    }


def _spread_differs(before: Lived, after: Lived, i: int, j: int, pairs: Pairs) -> bool:
    was, now = before.year.spread[i], after.year.spread[j]
    return any(was[x] != now[y] for x, y in pairs)


def _why(before: Lived, after: Lived, i: int, j: int, pairs: Pairs) -> str:
    """Return what differs first, in the order in which a choice is made."""
    one, other = before.world.load, after.world.load
    x, y = int(before.year.lha[i]), int(after.year.lha[j])
    to = [b for a, b in pairs if a == x]
    of = [a for a, b in pairs if b == y]
    starts = int(one.start_at[i]), int(other.start_at[j])
    if starts != (NOWHERE, NOWHERE) and starts not in pairs:
        return "start"
    if _shut_since(to, other.open_[j]) or _shut_since(of, one.open_[i]):
        return "gate"
    if _shut_since(to, after.year.free[j]) or _shut_since(of, before.year.free[i]):
        return "home"
    if not to or not of:
        return "other"
    gaps = {name: _gap(before, after, (i, j), (x, to[0]), (of[0], y), k) for k, name in _EACH}
    name = min(gaps, key=lambda each: gaps[each][0])
    least, points_alone = gaps[name]
    if least >= 0:
        return "other"
    return name if points_alone else "weight"


_EACH = tuple(enumerate(FACTORS))


def _shut_since(places: list[int], open_: Any) -> bool:  # noqa: ANN401 - an array of flags
    return bool(places) and not any(bool(open_[place]) for place in places)


def _gap(
    before: Lived,
    after: Lived,
    row: tuple[int, int],
    left: tuple[int, int],
    taken: tuple[int, int],
    k: int,
) -> tuple[int, bool]:
    """Return by how many units the LHA left fell behind the one taken, and if its points did."""
    was = _points(before, row[0], k)
    now = _points(after, row[1], k)
    one, other = int(was[left[0]] - was[taken[0]]), int(now[left[1]] - now[taken[1]])
    step = after.world.weights[k] * other - before.world.weights[k] * one
    return step, one != other


def _points(lived: Lived, row: int, k: int) -> Any:  # noqa: ANN401 - a row of points
    load = lived.world.load
    return (load.connection, load.management, lived.year.spread)[k][row]
