"""The vocabulary of what-if in simulated years: every change made, or refused with a reason."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from engine.making import PLACES

from placement.cases.registers import vacancy_of
from scenarios.simulation.attribution import Lived, difference_made
from scenarios.simulation.changing import MEANINGLESS, made_to, nobody
from scenarios.simulation.policies import policies_of
from scenarios.simulation.replication import cohort_of, pools_of, replicate
from scenarios.simulation.year import live
from scenarios.what_if.changes import VOCABULARY, changes_from_text

from .making import LHAS, caseload, world
from .test_years import ORDER

SMALL = replace(
    ORDER,
    people=6,
    policies=("protocol", "looking-ahead"),
    supposed=tuple((name, 1 if name == "futures" else value) for name, value in ORDER.supposed),
)
HOME = vacancy_of({"reference": "H-1", "lha": "E07000009", "kind": "social_rent"}, "a test")
CAMBRIDGE = "E07000008"
AREA = {
    "weight": "weight spread = 3",
    "number": "number spread.too_few = 1",
    "say": 'say E06000031 { availability = "nothing_suitable" }',
    "open": f'open {{ reference = "H-2", lha = "{CAMBRIDGE}", kind = "social_rent" }}',
    "close": "close H-1",
    "place": f'place {{ reference = "W-1", lha = "{CAMBRIDGE}", level = 2, category = 1, '
    'setting = "private_rent", from = 2026-01-01 }',
    "merge": 'merge Cambridge "South Cambridgeshire" into "Greater Cambridge"',
    "split": 'split Huntingdonshire into [{ name = "North", sectors = ["PE26", "PE28 5"] }, '
    '{ name = "South", rest = true }]',
}
PEOPLE = {
    "set": "set origin.can_return = yes",
    "add": 'add conditions { kind = "exclusion_zone", source = "licence", '
    f'lhas = ["{CAMBRIDGE}"], share_with_housing = true }}',
    "drop": "drop services 1",
    "move": "move 1 PE1 1AA",
}


def changed(*lines, **order):
    return replicate(replace(SMALL, **order, changes=changes_from_text(lines)), 0, None)


def test_every_change_of_the_vocabulary_is_made_or_refused_with_a_reason():
    refused = {kind.verb for kind in MEANINGLESS}
    assert {*AREA, *PEOPLE} | refused == {*VOCABULARY}
    assert not refused & {*AREA, *PEOPLE}


@pytest.mark.parametrize("verb", ["number", "say", "open", "close", "place"])
def test_a_change_of_the_area_is_lived_on_the_same_people(verb):
    homes = (HOME,) if verb in ("open", "close") else None
    found = changed(AREA[verb], vacancies=homes, policies=("protocol",))
    one, other = (found[arm]["policies"]["protocol"] for arm in ("before", "after"))
    assert one["episodes"] == other["episodes"] == found["made"]["needs"]
    assert one != other
    if verb == "say":
        (row,) = found["made"]["findings"]
        assert (row["clause"], row["people"], row["shut"]) == ("6.7.1", 6, 6)
    if verb == "close":
        assert (one["placed"], other["placed"]) == (1, 0)
        assert found["made"]["because"]["home"] == found["made"]["only_before"] == 1


@pytest.mark.parametrize(("verb", "lhas"), [("merge", LHAS - 1), ("split", LHAS + 1)])
def test_redrawn_borders_are_lived_with_futures_of_their_own(verb, lhas):
    order = replace(SMALL, changes=changes_from_text([AREA[verb]]))
    found = replicate(order, 0, pools_of(order))
    for policy in SMALL.policies:
        one, other = (found[arm]["policies"][policy] for arm in ("before", "after"))
        assert len(one["by_lha"]) == LHAS
        assert len(other["by_lha"]) == lhas
        assert one["episodes"] == other["episodes"]
        # residents of the parts are not known: nobody can tell where there are many
        assert (other["crowded_share"] is None) == (verb == "split")
    assert found["made"]["needs"] == one["episodes"]
    assert sum(found["made"]["because"].values()) == sum(
        found["made"][kind] for kind in ("elsewhere", "only_before", "only_after")
    )


def test_what_chance_decides_of_a_person_is_the_same_with_other_borders():
    from scenarios.simulation.replication import base_of, settings, world_of

    loads, homes = [], []
    for changes in ((), changes_from_text([AREA["split"]])):
        order = replace(SMALL, changes=changes)
        cohort = cohort_of(order, 0)
        base = base_of(order, cohort, changed=True)
        whole = world_of(order, 0, None, cohort, base, settings(order, base))
        loads.append(whole.load)
        at = whole.crowding.codes.index(CAMBRIDGE)
        areas = whole.crowding.places.areas
        homes.append([areas[area] for area in whole.load.area[:, at].tolist()])
    one, other = loads
    for name in ("departs", "elsewhere", "chance", "moved", "ready"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist()
    assert homes[0] == homes[1]  # of an LHA whose borders stay
    assert len(set(homes[0])) > 1


@pytest.mark.parametrize("verb", PEOPLE)
def test_a_change_of_a_case_is_made_to_everybody_whom_it_can_reach(verb):
    cohort = cohort_of(SMALL, 0)
    changes = changes_from_text([PEOPLE[verb]])
    made = made_to(cohort, changes)
    touched = sum(
        (a.tables, a.protected) != (b.tables, b.protected)
        for a, b in zip(cohort.people, made.cohort.people, strict=True)
    )
    assert made.reached == (touched,)
    assert 0 < touched <= len(cohort.people)
    assert nobody(made, changes) == []
    kept = [person for person in made.cohort.people if person in cohort.people]
    assert len(kept) == len(cohort.people) - touched
    for person in made.cohort.people:
        if verb == "set":
            assert person.case.can_return == "yes"
        if verb == "add":
            zones = [each.zone for each in person.case.conditions if each.zone]
            assert any(CAMBRIDGE in (zone.lhas or ()) for zone in zones)
    assert changed(PEOPLE[verb], policies=("protocol",))["reached"] == [touched]


def test_what_can_be_made_to_nobody_is_said_with_a_reason():
    cohort = cohort_of(SMALL, 0)
    lines = ["drop conditions 99", "set mappa.level = 9", "move 1 ZZ1 1ZZ"]
    changes = changes_from_text(lines)
    made = made_to(cohort, changes, PLACES.find)
    assert made.reached == (0, 0, 0)
    assert made.cohort.people == cohort.people
    first, second, third = nobody(made, changes)
    assert "conditions has no entry 99" in first
    assert "mappa.level: 9 is not allowed" in second
    assert "ZZ1 1ZZ is not a known postcode" in third


def test_a_change_to_what_is_so_already_makes_no_difference():
    found = changed("weight spread = 1", policies=("protocol", "random"))
    assert found["before"] == found["after"]
    made = found["made"]
    assert (made["touched"], made["findings"], made["elsewhere"]) == (0, [], 0)


def _lived(weights=(1, 1, 1), **given):
    first, second = [50, 40] + [0] * (LHAS - 2), [True] * LHAS
    load = caseload([(30, 400, first, given.pop("open_", second))], **given)
    whole = world(load, weights=weights)
    return Lived(world=whole, year=live(whole, policies_of(["protocol"])[0]))


def _points(first, second):
    return np.array([[first, second] + [0] * (LHAS - 2)])


@pytest.mark.parametrize(
    ("after", "why"),
    [
        ({"start_at": np.array([1])}, "start"),
        ({"open_": [False] + [True] * (LHAS - 1)}, "gate"),
        ({"connection": _points(50, 70)}, "connection"),
        ({"management": _points(0, 30)}, "management"),
    ],
)
def test_what_differs_first_is_named_by_its_clause(after, why):
    made = difference_made(_lived(), _lived(**after), {})
    assert made["elsewhere"] == 1
    assert [name for name, many in made["because"].items() if many] == [why]


def test_a_weight_that_sends_somebody_elsewhere_is_named_as_the_weight():
    points = {"management": _points(0, 8)}
    before, after = _lived(**points), _lived(weights=(1, 3, 1), **points)
    made = difference_made(before, after, {})
    assert made["because"]["weight"] == made["elsewhere"] == 1
