"""The points of 6(c) and of the care not to over-populate a district or an area of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from engine.making import (
    ALL,
    CAMBRIDGE,
    DAY,
    FENLAND,
    HUNTS,
    PLACES,
    SOUTH_CAMBS,
    case,
    facts,
    found,
    placed,
    rank,
)

from placement.results import Outcome
from placement.rules import spread

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
NUMBER, ROOM = "number_within_what_chance_gives", "roomy_areas"
TWO = (placed(FENLAND), placed(FENLAND))


def counted(lha, *people, **setting):
    told = facts(case(), lha, placements=people, **setting)
    return told["spread.here"], told["spread.everywhere"]


# --- who is counted -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "number"),
    [
        (placed(FENLAND), 1),
        (placed(FENLAND, level=3), 1),
        (placed(FENLAND, level=1), 0),
        (placed(FENLAND, setting="approved_premises"), 0),
        (placed(FENLAND, setting="prison"), 0),
        (placed(FENLAND, setting="hospital"), 0),
        (placed(FENLAND, setting="cas3"), 1),
        (placed(FENLAND, setting="unknown"), 1),
        (placed(FENLAND, name="T-1"), 0),  # the case itself
        (placed(FENLAND, start=DAY), 1),
        (placed(FENLAND, start=DAY + timedelta(days=1)), 0),
        (placed(FENLAND, end=DAY), 0),  # `to` is the first day that it no longer holds
        (placed(FENLAND, end=DAY + timedelta(days=1)), 1),
        (placed("E07000245"), 0),  # outside the profile
    ],
)
def test_who_is_counted(person, number):
    assert counted(FENLAND, person) == (number, number)


def test_which_levels_and_settings_are_counted_is_data():
    people = (placed(FENLAND, level=1), placed(FENLAND, setting="approved_premises"))
    changes = {"spread.counted_levels": [1, 2, 3], "spread.not_community_settings": ["prison"]}
    assert counted(FENLAND, *people, changes=changes) == (2, 2)


# --- number ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chance", "points", "outcome"),
    [
        (0.20, 60, MET),
        (0.1999, 45, NOT_MET),
        (0.05, 45, NOT_MET),
        (0.0499, 25, NOT_MET),
        (0.01, 25, NOT_MET),
        (0.0099, 10, NOT_MET),
    ],
)
def test_the_points_for_the_number_at_each_limit(monkeypatch, chance, points, outcome):
    monkeypatch.setattr(spread, "tail", lambda *_: chance)
    finding = found(NUMBER, case(), FENLAND, placements=TWO)
    assert (finding.points, finding.low, finding.high) == (points, points, points)
    assert (finding.outcome, finding.clause) == (outcome, "6(c)")


def test_one_or_two_people_are_too_few_to_tell_whatever_the_chance(monkeypatch):
    monkeypatch.setattr(spread, "tail", lambda *_: 0.0)
    assert found(NUMBER, case(), FENLAND, placements=()).points == 60
    two = found(NUMBER, case(), FENLAND, placements=TWO[:1])
    assert two.points == 60
    assert "too few to tell" in two.sentence
    assert found(NUMBER, case(), FENLAND, placements=TWO).points == 10
    few = {"spread.too_few": 3}
    assert found(NUMBER, case(), FENLAND, placements=TWO, changes=few).points == 60


def test_the_case_is_added_to_the_number_here_and_everywhere(monkeypatch):
    asked = []
    monkeypatch.setattr(spread, "tail", lambda *args: asked.append(args) or 1.0)
    found(NUMBER, case(), FENLAND, placements=(*TWO, placed(CAMBRIDGE)))
    assert asked == [(3, 4, pytest.approx(102_465 / 894_524))]


def test_being_below_what_is_expected_earns_nothing_more():
    crowd = tuple(placed(CAMBRIDGE) for _ in range(40))
    few = tuple(placed(FENLAND) for _ in range(3))
    assert found(NUMBER, case(), FENLAND, placements=(*crowd, *few)).points == 60
    assert found(NUMBER, case(), HUNTS, placements=(*crowd, *few)).points == 60


def test_without_a_file_the_number_takes_four_values():
    finding = found(NUMBER, case(), FENLAND, placements=None)
    assert (finding.outcome, sorted(finding.values)) == (UNKNOWN, [10, 25, 45, 60])
    assert (finding.points, finding.low, finding.high) == (35, 10, 60)


def test_the_sentence_gives_the_number_the_share_and_the_range():
    people = tuple(placed(FENLAND) for _ in range(3)) + tuple(placed(CAMBRIDGE) for _ in range(8))
    finding = found(NUMBER, case(), FENLAND, placements=people)
    assert "4 people" in finding.sentence
    assert "1.4 by its share" in finding.sentence
    assert finding.housing == "Fenland: many."


# --- location -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "points", "outcome"),
    [
        (1.0, 40, MET),
        (0.75, 40, MET),
        (0.7499, 30, NOT_MET),
        (0.50, 30, NOT_MET),
        (0.4999, 20, NOT_MET),
        (0.25, 20, NOT_MET),
        (0.2499, 10, NOT_MET),
        (0.0, 10, NOT_MET),
    ],
)
def test_the_points_for_the_location_at_each_limit(monkeypatch, share, points, outcome):
    monkeypatch.setattr("placement.facts.CaseFacts.room", lambda *_: (share, share))
    finding = found(ROOM, case(), FENLAND)
    assert (finding.points, finding.low, finding.high) == (points, points, points)
    assert (finding.outcome, finding.clause) == (outcome, "6.6.2")


def test_without_a_file_the_location_takes_four_values():
    finding = found(ROOM, case(), FENLAND, placements=None)
    assert (finding.outcome, finding.values) == (UNKNOWN, (10, 20, 30, 40))
    assert (finding.points, finding.low, finding.high) == (25, 10, 40)


def room_lost(lha, *people, **setting):
    """Return which areas of an LHA are no longer roomy, worst first supposed."""
    told = facts(case(), lha, placements=people, **setting)
    return 1 - told["spread.room"][0], 1 - told["spread.room"][1]


def share_of(lha, indices):
    sizes = PLACES.area_sizes
    whole = sum(size for size, (_, code) in zip(sizes, PLACES.areas, strict=True) if code == lha)
    return sum(int(sizes[i]) for i in indices if PLACES.areas[i][1] == lha) / whole


def neighbours(index):
    edges = PLACES.area_edges
    return {int(j) for i, j in edges if i == index} | {int(i) for i, j in edges if j == index}


AREA = PLACES.areas.index(("PE15 8", FENLAND))


def test_an_area_of_two_has_no_room_for_a_third_and_an_area_of_one_has():
    def lost(count):
        return room_lost(FENLAND, *(placed(FENLAND, "PE15 8") for _ in range(count)))[0]

    assert lost(1) == 0
    assert lost(2) == pytest.approx(share_of(FENLAND, {AREA}))
    more = {"spread.area_limit": 4}
    two = (placed(FENLAND, "PE15 8"), placed(FENLAND, "PE15 8"))
    assert room_lost(FENLAND, *two, changes=more)[0] == 0


def test_four_people_in_an_area_and_its_neighbours_leave_no_room_for_a_fifth():
    around = sorted(neighbours(AREA)) * 4
    people = [placed(PLACES.areas[i][1], PLACES.areas[i][0]) for i in around[:4]]
    told = facts(case(), FENLAND, placements=people)
    assert told["spread.room"][1] <= 1 - share_of(FENLAND, {AREA})
    three = facts(case(), FENLAND, placements=people[:3])
    more = {"spread.area_and_neighbours_limit": 6}
    raised = facts(case(), FENLAND, placements=people, changes=more)
    assert three["spread.room"][1] > told["spread.room"][1] < raised["spread.room"][1]


def test_neighbouring_areas_are_seen_across_a_border():
    areas = PLACES.areas
    mine, theirs = next(
        (int(i), int(j))
        for i, j in PLACES.area_edges
        if {areas[i][1], areas[j][1]} == {CAMBRIDGE, SOUTH_CAMBS}
    )
    sector, lha = areas[theirs]
    people = [placed(lha, sector) for _ in range(4)]
    other = areas[mine][1]
    assert share_of(other, {mine}) > 0
    assert room_lost(other, *people)[0] >= share_of(other, {mine}) - 1e-9


def test_somebody_without_an_area_widens_the_location_and_counts_in_the_number():
    people = [placed(FENLAND) for _ in range(2)]
    finding = found(ROOM, case(), FENLAND, placements=people)
    assert (finding.outcome, finding.low, finding.high) == (UNKNOWN, 10, 40)
    assert facts(case(), FENLAND, placements=people)["spread.here"] == 2


def test_an_area_that_is_not_of_the_lha_is_taken_as_not_given():
    people = [placed(FENLAND, "CB1 3") for _ in range(2)]
    assert found(ROOM, case(), FENLAND, placements=people).outcome is UNKNOWN


# --- no quota -------------------------------------------------------------------------------------


def test_spread_never_falls_below_twenty_and_closes_no_lha():
    crowd = [placed(FENLAND, sector) for sector, lha in PLACES.areas if lha == FENLAND] * 9
    option = rank(case(), placements=crowd)[FENLAND]
    assert option.factors["spread"].points == 20
    assert option.status.value == "open"


def test_one_more_person_never_raises_an_lhas_points():
    people, before = [], {}
    for sector, lha in PLACES.areas[::9]:
        people.append(placed(lha, sector))
        for code in (lha,):
            points = sum(
                found(rule, case(), code, placements=people).points for rule in (NUMBER, ROOM)
            )
            assert points <= before.get(code, 100)
            before[code] = points
    assert set(before) == set(ALL)
