"""
Which offers to hide, at the least cost, so that no target can be worked out (optimal suppression).

The master problem (CP-SAT) chooses what to hide; the attackers (linear programs) say what the rest
gives away. Each thing given away is a cut: of the offers that prove it, one at least must be
hidden. Each answer of the master is made safe by hiding more, which finds further cuts on the way;
when a safe answer costs no more than the master's bound, it is the least there is, because every
cut holds for every safe choice. If the rounds run out, the gap to the proven bound is stated.

One worker, a fixed seed and limits counted in work, not seconds: one run is like the next.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.monitoring.control.attack import Attacker
from placement.monitoring.control.cells import ANYBODY, Reader
from placement.monitoring.control.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from placement.monitoring.control.attack import End
    from placement.monitoring.control.cells import Offer, Target, World
    from placement.monitoring.control.reduced import Asked

SEED = 20170401
_AT_ONCE = 40  # cuts after which the master is asked again: many are then met by the way
_ONE_IN = 25  # or after one question in so many, where there are more
_EFFORT = 5.0  # deterministic seconds of CP-SAT in one round
_SMALL = 1e-6
_MANY_LHAS = 4  # from so many on, tables that change two of them serve most readers


@dataclass(frozen=True, slots=True)
class Cut:
    """Of these offers one at least must be hidden; where ``only_if`` is given, if that one is."""

    offers: frozenset[int]
    only_if: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """
    What is hidden, at what cost, and how good that is proven to be.

    ``cost`` and ``bound`` are sums of weights over offers that are not barred; ``proven`` says that
    no safe choice costs less. ``beyond`` are targets of which earlier releases and common knowledge
    give away more than is allowed: for them, nothing more is given.
    """

    hidden: frozenset[int]
    cost: int
    bound: int
    proven: bool
    rounds: int
    questions: int
    cuts: tuple[Cut, ...]
    beyond: tuple[Target, ...]


def suppress(
    world: World,
    offers: Sequence[Offer],
    targets: Sequence[Target],
    readers: Sequence[Reader] = (ANYBODY,),
    *,
    cuts: Iterable[Cut] = (),
    rounds: int = 200,
    progress: Callable[[int, int], None] | None = None,
) -> Suppression:
    """
    Choose what to hide; ``cuts`` are known beforehand (see ``Cut``).

    ``progress`` is told after each round its number and how many cuts there are.
    """
    search = _Search(world, offers, targets, readers)
    found: dict[Cut, None] = dict.fromkeys(cuts)
    bound = 0
    best: frozenset[int] | None = None
    for number in range(1, rounds + 1):
        hidden, least = _master(offers, list(found))
        bound = max(bound, least)
        safe = search.made_safe(hidden, found)
        if progress:
            progress(number, len(found))
        if best is None or search.cost(safe) < search.cost(best):
            best = safe
        if search.cost(best) <= bound:
            break
    return search.result(best or frozenset(), bound, number, found)


class _Search:
    """The attackers, what they are asked, and the ranges that were out before this release."""

    def __init__(
        self,
        world: World,
        offers: Sequence[Offer],
        targets: Sequence[Target],
        readers: Sequence[Reader],
    ) -> None:
        self.offers = offers
        self.targets = targets
        pool = Pool(world, offers)
        self.attackers = [Attacker(world, offers, reader, pool) for reader in readers]
        self.questions = [_questions(attacker, targets) for attacker in self.attackers]
        self.pairs = [Attacker(world, offers, each, pool) for each in _pairs(world, readers)]
        self.of_pairs = [_questions(attacker, targets) for attacker in self.pairs]
        self.beyond: dict[Target, None] = {}
        self._next = 0

    def separate(self, hidden: frozenset[int]) -> list[Cut]:
        """Return a cut for targets that are given away; the readers are asked in turn."""
        shown = frozenset(i for i, each in enumerate(self.offers) if not each.barred) - hidden
        cuts: dict[Cut, None] = {}
        for attacker, questions in zip(self.pairs, self.of_pairs, strict=True):
            attacker.show(shown)
            attacker.look_ahead(
                (q.target.key, q.asked, q.low, q.high)
                for q in _in_force(questions, hidden)
                if q.width is None and not attacker.shows(q.target, q.low, q.high, None)
            )
        for attacker, questions in zip(self.attackers, self.questions, strict=True):
            attacker.show(shown)
            asked = [
                q
                for q in _in_force(questions, hidden)
                if not attacker.shows(q.target, q.low, q.high, q.width)
            ]
            attacker.look_ahead(
                (q.target.key, q.asked, q.low, q.high) for q in asked if q.width is None
            )
            for i in range(len(asked)):
                question = asked[(self._next + i) % len(asked)]
                if attacker.shows(question.target, question.low, question.high, question.width):
                    continue
                cuts.update(dict.fromkeys(self._given_away(attacker, question)))
                if len(cuts) >= max(_AT_ONCE, len(asked) // _ONE_IN):
                    self._next = (self._next + i + 1) % len(asked)
                    return list(cuts)
            if cuts and attacker is self.attackers[0]:
                break  # what anybody can work out is met first; then each insider's own
        return list(cuts)

    def _given_away(self, attacker: Attacker, question: _Question) -> list[Cut]:
        if question.width is not None:
            return self._too_narrow(attacker, question)
        found = []
        if not attacker.shows(question.target, question.low, None, None):
            end = attacker.end(question.asked, greatest=False, key=question.target.key)
            if question.low is not None and end.value > question.low + _SMALL:
                found += self._cut(question, end.because)
                if not end.because:
                    question.low = math.ceil(end.value - _SMALL)
        if not attacker.shows(question.target, None, question.high, None):
            end = attacker.end(question.asked, greatest=True, key=question.target.key)
            if question.high is not None and end.value < question.high - _SMALL:
                found += self._cut(question, end.because)
                if not end.because:
                    question.high = math.floor(end.value + _SMALL)
        return found

    def _too_narrow(self, attacker: Attacker, question: _Question) -> list[Cut]:
        key = question.target.key
        ends: list[End] = [
            attacker.end(question.asked, greatest=up, key=key) for up in (False, True)
        ]
        width = ends[1].value - ends[0].value
        if question.width is None or width >= question.width - _SMALL:
            return []
        because = ends[0].because | ends[1].because
        if not because:
            question.width = max(0, math.floor(width + _SMALL))
        return self._cut(question, because)

    def _cut(self, question: _Question, because: frozenset[int]) -> list[Cut]:
        """Return the cut, or none where the range was as narrow before anything is released."""
        if not because:
            self.beyond[question.target] = None
            return []
        return [Cut(because, question.target.only_if)]

    def made_safe(self, hidden: frozenset[int], found: dict[Cut, None]) -> frozenset[int]:
        """Hide the cheapest offer of each cut until nothing is given away; keep the cuts found."""
        while True:
            fresh = [cut for cut in self.separate(hidden) if cut not in found]
            found.update(dict.fromkeys(fresh))
            open_ = [cut for cut in found if not self._met(cut, hidden)]
            if not open_:
                return hidden
            for cut in open_:
                if not self._met(cut, hidden):
                    hidden |= {min(cut.offers, key=lambda i: (self.offers[i].weight, i))}

    def _met(self, cut: Cut, hidden: frozenset[int]) -> bool:
        return bool(cut.offers & hidden) or (
            cut.only_if is not None
            and not (cut.only_if in hidden or self.offers[cut.only_if].barred)
        )

    def cost(self, hidden: frozenset[int]) -> int:
        """Return what hiding these offers costs."""
        return sum(self.offers[i].weight for i in hidden)

    def result(
        self, hidden: frozenset[int], bound: int, rounds: int, found: dict[Cut, None]
    ) -> Suppression:
        """Return the outcome."""
        cost = self.cost(hidden)
        barred = {i for i, each in enumerate(self.offers) if each.barred}
        return Suppression(
            hidden=hidden | barred,
            cost=cost,
            bound=bound,
            proven=bound >= cost,
            rounds=rounds,
            questions=sum(attacker.asked for attacker in self.attackers),
            cuts=tuple(found),
            beyond=tuple(self.beyond),
        )


class _Question:
    """A target as one attacker is asked it; its limits give way to what is out already."""

    __slots__ = ("asked", "high", "low", "target", "width")

    def __init__(self, target: Target, asked: Asked) -> None:
        self.target = target
        self.asked = asked
        self.low, self.high, self.width = target.low, target.high, target.width


_Questions = dict[tuple["Asked", int | None], list[_Question]]


def _questions(attacker: Attacker, targets: Sequence[Target]) -> _Questions:
    """Return what one attacker is asked, questions that have the same answer taken together."""
    mine: _Questions = {}
    for target in targets:
        if target.key not in attacker.reader.knows:
            question = _Question(target, attacker.reduced.asked(target.key))
            mine.setdefault((question.asked, target.only_if), []).append(question)
    return {name: _strictest(each) for name, each in mine.items()}


def _in_force(questions: _Questions, hidden: frozenset[int]) -> list[_Question]:
    return [
        question
        for each in questions.values()
        for question in each
        if question.target.only_if is None or question.target.only_if in hidden
    ]


def _pairs(world: World, readers: Sequence[Reader]) -> list[Reader]:
    """
    Return readers who know all but two LHAs' numbers, to look for tables that change little.

    What such a reader must hold possible, every other LHA and anybody must: a table found once
    serves them all. The LHAs stand in a ring, so that each is in two pairs.
    """
    lhas = sorted({lha for key in world.counts if (lha := key.get("lha")) is not None})
    if len(lhas) < _MANY_LHAS or len(readers) < _MANY_LHAS:
        return []
    pairs = zip(lhas, [*lhas[1:], lhas[0]], strict=True)
    known = [key for key, count in world.counts.items() if count is not None and key.get("lha")]
    return [
        Reader(
            name=f"all but {one} and {other}",
            knows=frozenset(key for key in known if key.get("lha") not in (one, other)),
        )
        for one, other in pairs
    ]


def _strictest(questions: list[_Question]) -> list[_Question]:
    """Keep, of questions with the same range, those that ask for most; the rest follow."""
    ranges = [each for each in questions if each.width is None]
    kept = [
        max((e for e in questions if e.width is not None), key=lambda e: e.width or 0, default=None)
    ]
    lows = [each for each in ranges if each.low is not None]
    highs = [each for each in ranges if each.high is not None]
    kept.append(min(lows, key=lambda e: e.low or 0, default=None))
    kept.append(max(highs, key=lambda e: e.high or 0, default=None))
    return list(dict.fromkeys(each for each in kept if each is not None))


def _master(offers: Sequence[Offer], cuts: Sequence[Cut]) -> tuple[frozenset[int], int]:
    """Return the cheapest choice that meets every cut, and a bound that is proven on its cost."""
    rows = []
    for cut in cuts:
        needs = cut.only_if is not None and not offers[cut.only_if].barred
        rows.append((tuple(sorted(cut.offers)), cut.only_if if needs else None))
    hidden: frozenset[int] = frozenset()
    bound = 0
    for part in _apart(rows):
        chosen, least = _solved(offers, part)
        hidden |= chosen
        bound += least
    return hidden, bound


_Row = tuple[tuple[int, ...], int | None]


def _apart(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Split rows into parts that share no offer, each in its order."""
    leader: dict[int, int] = {}

    def found(i: int) -> int:
        while leader.setdefault(i, i) != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    for named, condition in rows:
        for i in (*named, *(() if condition is None else (condition,))):
            leader[found(i)] = found(named[0])
    parts: dict[int, list[_Row]] = {}
    for row in rows:
        parts.setdefault(found(row[0][0]), []).append(row)
    return list(parts.values())


def _solved(offers: Sequence[Offer], rows: Sequence[_Row]) -> tuple[frozenset[int], int]:
    """Return the cheapest choice for one part, and the bound."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    named = sorted({i for row, c in rows for i in (*row, *(() if c is None else (c,)))})
    hide = {i: model.new_bool_var("") for i in named}
    for row, condition in rows:
        literals = [hide[i] for i in row]
        model.add_bool_or(literals if condition is None else [*literals, ~hide[condition]])
    model.minimize(sum(offers[i].weight * hide[i] for i in named))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = _EFFORT
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        # hiding everything meets every cut, so this is want of effort alone
        return frozenset(named), 0
    chosen = frozenset(i for i in named if solver.boolean_value(hide[i]))
    return chosen, math.ceil(solver.best_objective_bound - _SMALL)
