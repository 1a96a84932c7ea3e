"""
The ground of a release: all cells, old and new, what must be protected, and who reads it.

Differences are cells too. From one snapshot to the next, from one definition to another and from
one publication of a figure to its correction, and between windows of time that overlap, the change
is a cell of its own. Small changes are protected like small counts, and so month-on-month figures,
a changed specification, a changed geography, a year that rolls on and a corrected figure are judged
by the same means as a margin.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from placement.monitoring.control.cells import ANYBODY, Key, Reader, Statement, Target, World
from placement.monitoring.control.reading import SNAPSHOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from placement.monitoring.control.history import History
    from placement.monitoring.control.reading import Read
    from placement.parameters import Numbers

STOCKS = ("people", "managed", "caseload")
"""What is counted on a day, so that two days' numbers have a change between them."""
WINDOW = "window"
_SERIES = (SNAPSHOT, WINDOW, "edition", "published")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What counts as small, and how closely it may be known (the Board's numbers)."""

    threshold: int
    zeros: bool
    interval: int
    change: int

    @classmethod
    def of(cls, numbers: Numbers) -> Rule:
        """Return the rule as the numbers of a day have it."""
        return cls(
            threshold=numbers["disclosure.threshold"],
            zeros=numbers["disclosure.zeros_hidden"],
            interval=numbers["disclosure.protection_interval"],
            change=numbers["disclosure.least_change"],
        )

    def small(self, count: int) -> bool:
        """Whether a count is too small to be shown."""
        return count < self.threshold and (count > 0 or self.zeros)

    def around(self, key: Key, count: int, *, signed: bool, only_if: int | None = None) -> Target:
        """Return what a reader must still hold possible of a cell."""
        low = count - self.interval
        return Target(
            key=key,
            low=low if signed else max(0, low),
            high=count + self.interval,
            only_if=only_if,
        )


@dataclass(frozen=True, kw_only=True)
class Ground:
    """
    The world of a release, the cells that are small in it, and what is known to be 0.

    ``told`` are the lines that each LHA alone was given before.
    """

    world: World
    targets: tuple[Target, ...]
    small: frozenset[Key]
    never: frozenset[Key]
    told: Mapping[str, tuple[Statement, ...]]


def ground_of(read: Read, history: History, rule: Rule) -> Ground:
    """Put what is to be released on top of all that was, for readers of every kind."""
    counts: dict[Key, int | None] = dict(read.counts)
    lines: list[Statement] = list(read.lines)
    for release in history.releases:
        lines += [*release.structure, *(release.said if release.audience != "lha" else ())]
    lines = _with_corrections(lines, history, counts)
    told = _told(history, counts)
    alone = [line for each in told.values() for line in each]
    for line in [*lines, *alone]:
        for key, _ in line.terms:
            counts.setdefault(key, None)
    # what one LHA was told, and no longer holds, is a figure that was corrected too
    corrected = [line for line in alone if any(key.get("published") for key, _ in line.terms)]
    _work_out(counts, [*lines, *corrected])
    signed = {key for release in history.releases for key in release.signed}
    changes = _changes(counts, rule)
    for line in changes:
        (change, _), (after, _), (before, _) = line.terms
        counts[change] = (counts[after] or 0) - (counts[before] or 0)
        signed.add(change)
    never = frozenset(
        line.terms[0][0] for line in lines if len(line.terms) == 1 and line.upper == line.lower == 0
    )
    small = frozenset(
        key
        for key, count in counts.items()
        if count is not None and key not in signed and key not in never and rule.small(count)
    )
    targets = [rule.around(key, counts[key] or 0, signed=False) for key in counts if key in small]
    targets += [
        rule.around(key, count, signed=True)
        for key, count in counts.items()
        if key in signed and count is not None and 0 < abs(count) < rule.change
    ]
    once_hidden = {key for release in history.releases for key in release.hidden}
    targets += [
        Target(key=key, width=rule.interval)
        for key, count in counts.items()
        if count is None and key in once_hidden
    ]
    world = World(
        counts=counts, known=tuple(dict.fromkeys([*lines, *changes])), signed=frozenset(signed)
    )
    return Ground(world=world, targets=tuple(targets), small=small, never=never, told=told)


def _told(history: History, counts: dict[Key, int | None]) -> dict[str, tuple[Statement, ...]]:
    """Return what each LHA alone was told; what no longer holds as it was published then."""
    said: defaultdict[str, list[Statement]] = defaultdict(list)
    for release in history.releases:
        if release.lha is not None:
            said[release.lha] += release.said
    return {lha: tuple(_with_corrections(lines, history, counts)) for lha, lines in said.items()}


def readers_of(ground: Ground, lha: str | None) -> tuple[Reader, ...]:
    """Return who reads: one LHA alone, or anybody and, one by one, every LHA with what it knows."""
    codes = {code for key in ground.world.counts if (code := key.get("lha"))} | ground.told.keys()
    if lha is not None:
        return (_reader(ground, lha),)
    return (ANYBODY, *(_reader(ground, code) for code in sorted(codes)))


def _reader(ground: Ground, lha: str) -> Reader:
    counts = ground.world.counts
    return Reader(
        name=lha,
        knows=frozenset(k for k, n in counts.items() if n is not None and k.get("lha") == lha),
        also=ground.told.get(lha, ()),
    )


def _with_corrections(
    lines: Sequence[Statement], history: History, counts: dict[Key, int | None]
) -> list[Statement]:
    """Give figures that were published and no longer hold a cell of their own."""
    old = {line: release.on for release in history.releases for line in release.said}
    kept = []
    for line in lines:
        held = {key: count for key, _ in line.terms if (count := counts.get(key)) is not None}
        if line not in old or len(held) < len(line.terms) or line.holds(held):
            kept.append(line)
            continue
        when = old[line].isoformat()
        terms = tuple((key.also(published=when), c) for key, c in line.terms)
        moved = Statement(terms=terms, lower=line.lower, upper=line.upper, why=line.why)
        kept.append(moved)
        for key, _ in terms:
            counts.setdefault(key, None)
    return kept


def _work_out(counts: dict[Key, int | None], lines: Sequence[Statement]) -> None:
    """Fill in numbers of old cells that follow, one by one, from what was published exactly."""
    open_ = [line for line in lines if any(counts[key] is None for key, _ in line.terms)]
    while open_:
        left = []
        for line in open_:
            unknown = [(key, c) for key, c in line.terms if counts[key] is None]
            if len(unknown) == 1 and line.lower == line.upper and line.lower is not None:
                (key, coefficient) = unknown[0]
                rest = sum(c * n for k, c in line.terms if (n := counts[k]) is not None)
                counts[key] = (line.lower - rest) // coefficient
            elif unknown:
                left.append(line)
        if len(left) == len(open_):
            return
        open_ = left


def _changes(counts: Mapping[Key, int | None], rule: Rule) -> list[Statement]:
    """Return the lines that define the changes between neighbours that might both be shown."""
    lines = []
    for name in _SERIES:
        series: dict[Key, list[tuple[str, Key]]] = defaultdict(list)
        for key, count in counts.items():
            if name != SNAPSHOT or key.measure in STOCKS:
                at = key.get(name)
                if (at is not None or name == "published") and count is not None:
                    series[key.without(name)].append((at or "now", key))
        for rest, known in series.items():
            found = sorted(known)
            for (one, before), (other, after) in pairwise(found):
                if name == WINDOW and not _overlap(one, other):
                    continue
                shown = [n for n in (counts[before], counts[after]) if n is not None]
                if not any(rule.small(n) for n in shown) or name != SNAPSHOT:
                    change = Key(f"change in {rest.measure}", rest.at)
                    change = change.also(**{f"{name}_from": one, f"{name}_to": other})
                    terms = ((change, 1), (after, -1), (before, 1))
                    lines.append(Statement(terms=terms, lower=0, upper=0, why="a change"))
    return lines


def _overlap(one: str, other: str) -> bool:
    """Whether two windows ("2025-10-01/2026-09-30") have a day in common."""
    return max(one[:10], other[:10]) <= min(one[11:], other[11:])
