"""Least hiding, against every choice there is; and the auditor, against every table there is."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.monitoring.control.audit import audit
from placement.monitoring.control.cells import (
    ANYBODY,
    Key,
    Offer,
    Reader,
    Statement,
    Target,
    World,
    adds_up,
    says,
)
from placement.monitoring.control.suppress import Cut, suppress

from .tables_made import everything, grid, in_force, possible, ranges, shown, to_protect


def test_one_hidden_cell_in_a_row_is_found_out_and_mended():
    world = grid([[2, 9, 8], [7, 6, 12]])
    offers = everything(world)
    targets = to_protect(world, offers)
    alone = frozenset(i for i, each in enumerate(offers) if each.barred)
    proof = audit(world, shown(offers, alone), in_force(targets, alone))
    assert [(each.least, each.greatest) for each in proof.failures] == [(2, 2)]
    chosen = suppress(world, offers, targets)
    assert audit(world, shown(offers, chosen.hidden), in_force(targets, chosen.hidden)).passed


def test_four_cells_that_can_swap_are_safe_only_as_far_as_they_can_swap():
    world = grid([[1, 6, 9], [6, 1, 9], [9, 9, 9]])
    offers = everything(world)
    corners = {Key.of("n", r=r, c=c) for r in (0, 1) for c in (0, 1)}
    hidden = frozenset(i for i, each in enumerate(offers) if each.key in corners)
    near = [Target(key=key, low=max(0, world.counts[key] - 1)) for key in corners]
    assert audit(world, shown(offers, hidden), near).passed
    far = [Target(key=Key.of("n", r=0, c=1), low=0)]
    proof = audit(world, shown(offers, hidden), far)
    assert [each.least for each in proof.failures] == [0] if proof.failures else proof.passed
    wide = [Target(key=Key.of("n", r=0, c=0), high=8)]
    assert [f.greatest for f in audit(world, shown(offers, hidden), wide).failures] == [7]


def test_two_tables_joined_by_a_margin_are_judged_together():
    parts = [Key.of("n", lha=x, level=y) for x in "ab" for y in "23"]
    other = [Key.of("n", lha=x, category=y) for x in "ab" for y in "12"]
    numbers = dict(zip([*parts, *other], [3, 9, 7, 8, 5, 7, 6, 9], strict=True))
    margins = {Key.of("n", lha="a"): 12, Key.of("n", lha="b"): 15}
    known = [
        adds_up(Key.of("n", lha=x), [k for k in group if k.get("lha") == x])
        for x in "ab"
        for group in (parts, other)
    ]
    world = World(counts={**numbers, **margins}, known=tuple(known))
    offers = everything(world)
    targets = to_protect(world, offers)
    # the margin is not shown in the first table, but the second gives it away
    hidden = frozenset(
        i for i, each in enumerate(offers) if each.barred or each.key == Key.of("n", lha="a")
    )
    assert not audit(world, shown(offers, hidden), in_force(targets, hidden)).passed
    chosen = suppress(world, offers, targets)
    assert audit(world, shown(offers, chosen.hidden), in_force(targets, chosen.hidden)).passed


def test_sectors_that_cross_a_border_are_judged_with_the_lhas():
    # sector s lies in both LHAs; all of a is in s or t, all of b in s or u
    n = {("a", "s"): 2, ("a", "t"): 8, ("b", "s"): 7, ("b", "u"): 9}
    counts = {Key.of("n", lha=x, sector=y): v for (x, y), v in n.items()}
    for x in "ab":
        counts[Key.of("n", lha=x)] = sum(v for (i, _), v in n.items() if i == x)
    for y in "stu":
        counts[Key.of("n", sector=y)] = sum(v for (_, j), v in n.items() if j == y)
    known = [
        adds_up(total, [k for k in counts if len(k.at) == 2 and set(total.at) <= set(k.at)])
        for total in counts
        if len(total.at) == 1
    ]
    world = World(counts=counts, known=tuple(known))
    offers = everything(world)
    targets = to_protect(world, offers)
    only_margins = frozenset(i for i, each in enumerate(offers) if len(each.key.at) == 2)
    assert not audit(world, shown(offers, only_margins), in_force(targets, only_margins)).passed
    chosen = suppress(world, offers, targets)
    assert audit(world, shown(offers, chosen.hidden), in_force(targets, chosen.hidden)).passed


def test_an_lha_that_subtracts_its_own_number_learns_nothing():
    world = World(
        counts={Key.of("n", lha=x): v for x, v in zip("abcd", (3, 2, 9, 8), strict=True)}
        | {Key("n"): 22},
        known=(adds_up(Key("n"), [Key.of("n", lha=x) for x in "abcd"]),),
    )
    offers = everything(world, weight=lambda key: 9 if not key.at else 1)
    targets = to_protect(world, offers, 2)
    insider = Reader(name="a", knows=frozenset({Key.of("n", lha="a")}))
    two = frozenset(i for i, each in enumerate(offers) if each.barred)
    assert audit(world, shown(offers, two), in_force(targets, two)).passed
    caught = audit(world, shown(offers, two), in_force(targets, two), [insider]).failures
    assert [(each.reader, each.least, each.greatest) for each in caught] == [("a", 2, 2)]
    chosen = suppress(world, offers, targets, [ANYBODY, insider])
    assert len(chosen.hidden) == 3
    published = shown(offers, chosen.hidden)
    assert audit(world, published, in_force(targets, chosen.hidden), [ANYBODY, insider]).passed


def test_whole_numbers_are_looked_at_and_not_only_fractions():
    # 2x + 2y + z = 6: by fractions z could be 1, by whole numbers it is 0 or 2
    x, y, z = Key("x"), Key("y"), Key("z")
    world = World(counts={x: 2, y: 1, z: 0}, known=(says(z, 0, 1),))
    line = Statement(terms=((x, 2), (y, 2), (z, 1)), lower=6, upper=6)
    target = Target(key=z, high=1)
    assert not suppress(world, [Offer(statements=(line,))], [target]).hidden
    assert [each.greatest for each in audit(world, [line], [target]).failures] == [0]


def test_what_is_out_already_cannot_be_taken_back_but_nothing_is_added():
    world = grid([[2, 9], [7, 6]])
    told = World(
        counts=world.counts,
        known=(*world.known, says(Key.of("n", r=0, c=0), 2, 4, "an earlier release")),
    )
    offers = everything(told)
    targets = to_protect(told, offers)
    chosen = suppress(told, offers, targets)
    proof = audit(told, shown(offers, chosen.hidden), in_force(targets, chosen.hidden))
    assert proof.passed
    assert proof.beyond == 1
    everything_else = frozenset(i for i, each in enumerate(offers) if each.barred)
    assert not audit(told, shown(offers, everything_else), targets).passed


def test_a_published_line_that_is_not_true_is_refused():
    world = grid([[5, 9], [7, 6]])
    with pytest.raises(ValueError, match="not true"):
        audit(world, [says(Key.of("n", r=0), 15, 15, "a slip")], [])


def test_the_same_question_has_the_same_answer():
    world = grid([[2, 9, 8, 1], [7, 6, 3, 12], [5, 8, 9, 4]])
    offers = everything(world)
    targets = to_protect(world, offers)
    first, second = (suppress(world, offers, targets) for _ in range(2))
    assert first == second


def test_out_of_rounds_the_answer_is_safe_and_the_gap_is_said():
    world = grid([[2, 9, 8, 1], [7, 6, 3, 12], [5, 8, 9, 4]])
    offers = everything(world)
    targets = to_protect(world, offers)
    hurried = suppress(world, offers, targets, rounds=1)
    best = suppress(world, offers, targets)
    assert best.proven
    assert hurried.bound <= best.cost <= hurried.cost
    assert hurried.proven == (hurried.bound == hurried.cost)
    published = shown(offers, hurried.hidden)
    assert audit(world, published, in_force(targets, hurried.hidden)).passed


def test_cuts_known_beforehand_are_met():
    world = grid([[6, 9], [7, 6]])
    offers = everything(world)
    assert suppress(world, offers, [], cuts=[Cut(frozenset({0, 1}))]).cost == 1


small = st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=2, max_size=2)


@settings(max_examples=20, deadline=None)
@given(numbers=small, interval=st.integers(1, 2), threshold=st.integers(1, 4))
def test_every_hidden_cell_can_be_anything_in_its_interval(numbers, interval, threshold):
    world = grid(numbers, total=False)
    offers = everything(world, threshold=threshold)
    targets = to_protect(world, offers, interval)
    chosen = suppress(world, offers, targets)
    published = shown(offers, chosen.hidden)
    asked = in_force(targets, chosen.hidden)
    proof = audit(world, published, asked)
    found = ranges(world, published, 9)
    covered = all(
        found[each.key][0] <= each.low and found[each.key][1] >= min(each.high, 9) for each in asked
    )
    assert proof.passed
    assert covered


@settings(max_examples=20, deadline=None)
@given(numbers=small, hide=st.sets(st.integers(0, 7), max_size=6))
def test_the_auditor_agrees_with_every_table_there_is(numbers, hide):
    world = grid(numbers, total=False)
    offers = everything(world, threshold=0)
    hidden = frozenset(i for i in hide if i < len(offers))
    published = shown(offers, hidden)
    targets = in_force(to_protect(world, offers, 2), hidden)
    targets = [each for each in targets if each.only_if in hidden]
    proof = audit(world, published, targets)
    found = ranges(world, published, 8)
    for each in targets:
        if world.counts[each.key] + 2 <= 8:
            safe = found[each.key][0] <= each.low and found[each.key][1] >= each.high
            assert safe == (each.key not in {f.target.key for f in proof.failures})


@settings(max_examples=8, deadline=None)
@given(
    numbers=st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=2),
    weights=st.lists(st.integers(1, 5), min_size=8, max_size=8),
)
def test_nothing_cheaper_is_safe(numbers, weights):
    world = grid(numbers, total=False)
    offers = [
        Offer(statements=o.statements, key=o.key, barred=o.barred, weight=w)
        for o, w in zip(everything(world, threshold=3), weights, strict=True)
    ]
    targets = to_protect(world, offers, 1)
    chosen = suppress(world, offers, targets)
    assert chosen.proven
    optional = [i for i, each in enumerate(offers) if not each.barred]
    barred = frozenset(range(len(offers))) - frozenset(optional)
    best = chosen.cost
    for size in range(len(optional) + 1):
        for extra in combinations(optional, size):
            cost = sum(offers[i].weight for i in extra)
            hidden = barred | frozenset(extra)
            if cost < best:
                proof = audit(world, shown(offers, hidden), in_force(targets, hidden))
                assert not proof.passed


def test_every_possible_table_is_listed():
    world = grid([[1, 1], [1, 0]], total=False)
    published = [says(Key.of("n", r=0), 2, 2), says(Key.of("n", r=1), 1, 1)]
    assert len(list(possible(world, published, 3))) == 6
