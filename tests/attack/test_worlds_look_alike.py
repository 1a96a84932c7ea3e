"""
What the curious reader sees depends on one yes or no for each LHA, and on nothing else protected.

Every test makes two cases that differ only in protected matter and leave the same yes and no, and
compares every page that the reader could be shown, byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from properties import people

from placement.cases.model import Place
from placement.errors import PlacementError
from placement.view import Reader
from placement.what_if_text import difference_text
from scenarios.what_if.ask import what_if
from scenarios.what_if.base import Base, locked_for
from scenarios.what_if.changes import VOCABULARY, changes_from_text
from scenarios.what_if.difference import difference_as_data

from .outputs import HOMES, LHAS, READERS, bits, dumped, everything, ground, printed
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


OWN = "E07000010"
MAY_CHANGE = (
    "weight management = 9",
    "weight connection = 0",
    f'say {OWN} {{ availability = "suitable_found", exclusion = "none" }}',
    f'say {OWN} {{ availability = "nothing_suitable" }}',
    f"option {OWN} supported = available",
)
OPENED = tuple(
    f'open {{ reference = "T-{n}", lha = "{OWN}", kind = "supported", postcode = "{code}" }}'
    for n, code in enumerate(("PE13 2AA", "PE15 8AA"))
)
MAY_NOT = (
    "set origin.can_return = yes",
    'add victims { reference = "V9" }',
    "drop victims 1",
    "move 1 CB1 1AA",
    f'place {{ reference = "T", lha = "{OWN}", level = 2, category = 1, setting = "private_rent", '
    "from = 2026-01-01 }",
    "end P-005 2026-10-01",
    "number zones.enough_share = 0.9",
    'merge Fenland Huntingdonshire into "One"',
    'split Fenland into [{ name = "N", sectors = ["PE13"] }, { name = "S", rest = true }]',
)


@settings(STEADY, max_examples=6)
@given(
    base=people.cases(),
    several=st.lists(worlds, min_size=4, max_size=4),
    lines=st.lists(st.sampled_from(MAY_CHANGE), max_size=2, unique=True),
)
def test_no_change_that_housing_may_make_tells_two_worlds_apart(base, several, lines):
    for group in alike([world.of(base) for world in several]):
        first, *others = (changed(case, [*lines, *OPENED]) for case in group)
        assert others == [first] * len(others)


@pytest.mark.parametrize("line", MAY_NOT)
def test_no_other_change_is_made_for_housing_and_the_refusal_is_one_sentence(line):
    from placement.cases import read_case_text

    from .outputs import EXAMPLE

    case = read_case_text(EXAMPLE)
    said = {changed(each, [line]) for each in (case, replace(case, victims=()))}
    (only,) = said
    assert "ask the offender manager for the rest" in only
    verbs = {each.split()[0] for each in (*MAY_CHANGE, *OPENED, *MAY_NOT)} | {"close"}
    assert verbs == {*VOCABULARY}


@dataclass(frozen=True, kw_only=True)
class OfACase(Base):
    """A base of a case that is made already."""

    made: object

    def case(self):
        return self.made


def changed(case, lines):
    """What a SPOC is shown of changes to their copy: every word, or the refusal."""
    reader = Reader("spoc", OWN)
    setting = ground("spoc")
    base = OfACase(made=case, tables={}, placements=setting.placements, vacancies=tuple(HOMES))
    try:
        found = what_if(locked_for(base, reader), changes_from_text(lines), setting)
    except PlacementError as error:
        return str(error)
    data = difference_as_data(found, reader)
    return dumped(data) + printed(difference_text(data))


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
