"""
What the curious reader sees depends on one yes or no for each LHA, and on nothing else protected.

Every test makes two cases that differ only in protected matter and leave the same yes and no, and
compares every page that the reader could be shown, byte for byte.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from properties import people

from placement.cases.model import Place

from .outputs import LHAS, READERS, bits, everything
from .worlds import worlds

STEADY = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def differing(one, other):
    """The names of the pages on which two cases can be told apart."""
    if set(one) != set(other):
        return sorted(set(one) ^ set(other))
    return [name for name in one if one[name] != other[name]]


def alike(cases):
    """Groups of two or more cases with the same yes and no for every LHA."""
    marked = sorted(((bits(case), n) for n, case in enumerate(cases)))
    for _, group in groupby(marked, key=lambda pair: pair[0]):
        found = [cases[n] for _, n in group]
        if len(found) > 1:
            yield found


@settings(STEADY, max_examples=6)
@given(
    base=people.cases(),
    several=st.lists(worlds, min_size=5, max_size=5),
    reader=st.sampled_from(READERS),
)
def test_worlds_with_the_same_yes_and_no_look_the_same(base, several, reader):
    for group in alike([world.of(base) for world in several]):
        first = everything(group[0], reader, why=())
        for other in group[1:]:
            assert differing(first, everything(other, reader, why=())) == []


@settings(STEADY, max_examples=4)
@given(
    base=people.cases(),
    several=st.lists(worlds, min_size=4, max_size=4),
    reader=st.sampled_from(READERS),
    lha=st.sampled_from(LHAS),
)
def test_why_not_tells_no_more_than_the_ranking(base, several, reader, lha):
    for group in alike([world.of(base) for world in several]):
        one, other = (everything(case, reader, why=[lha]) for case in group[:2])
        assert differing(one, other) == []


@settings(STEADY, max_examples=6)
@given(
    base=people.cases(),
    world=worlds,
    moved=st.lists(
        st.tuples(*[st.sampled_from(codes) for codes in people.POSTCODES.values()]),
        min_size=2,
        max_size=2,
        unique=True,
    ),
    reader=st.sampled_from(READERS),
)
def test_another_persons_home_moved_within_its_lha_shows_only_in_points(base, world, moved, reader):
    one, other = (at_home(world.of(base), codes) for codes in moved)
    assume(points(one) == points(other))
    assert differing(everything(one, reader, why=()), everything(other, reader, why=())) == []


def at_home(case, codes):
    """Return the case with every relative and network at one postcode of its own LHA."""
    where = dict(zip(people.POSTCODES, codes, strict=True))
    home = {code: lha for lha, found in people.POSTCODES.items() for code in found}

    def moved(entries):
        return entries and tuple(
            replace(each, place=Place(postcode=where[home[each.place.postcode]]))
            if each.place is not None and each.place.postcode in home
            else each
            for each in entries
        )

    household = case.household and tuple(
        replace(member, family=moved(member.family), history=moved(member.history))
        for member in case.household
    )
    return replace(
        case, family=moved(case.family), networks=moved(case.networks), household=household
    )


def points(case):
    """The points of each finding for housing: a network's may rest on how near it is."""
    from placement.assess import assess

    from .outputs import ground

    return [
        [finding.points for factor in option.factors.values() for finding in factor.findings]
        for option in assess(case, ground()).options
    ]


@pytest.mark.parametrize("reader", READERS, ids=str)
def test_a_checked_case_without_victims_looks_like_one_with_victims_elsewhere(reader):
    from placement.cases import read_case_text

    from .outputs import EXAMPLE

    case = read_case_text(EXAMPLE)
    far = replace(
        case.victims[0],
        home=Place(postcode="SW1A 2AA"),
        asks_to_avoid=(),
        statement_for_housing=None,
        views="not_sought",
    )
    unshared = tuple(c for c in case.conditions if c.share_with_housing)
    one = replace(case, victims=(), victim_check="none_known", conditions=unshared)
    other = replace(case, victims=(far, replace(far, reference="V2")), conditions=unshared)
    assert bits(one) == bits(other)
    assert differing(everything(one, reader), everything(other, reader)) == []
