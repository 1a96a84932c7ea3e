"""Authorities merged and split: what becomes of each, what is read as what, what is not known."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from geodata.regroup import merged
from placement.assess import assess
from placement.cli import main
from placement.errors import InputError
from placement.rules.contributions import SpocWord
from scenarios.what_if.ask import what_if
from scenarios.what_if.base import base_from_files
from scenarios.what_if.boundaries import reorganised, told_of_parts
from scenarios.what_if.changes import changes_from_text
from scenarios.what_if.files import changes_given
from tests.engine.making import (
    CAMBRIDGE,
    EAST_CAMBS,
    FENLAND,
    HUNTS,
    PETERBOROUGH,
    PLACES,
    SOUTH_CAMBS,
    case,
    job,
    placed,
    stay,
    victim,
    view,
    zone,
)
from tests.engine.making import set_up as setting

LGR = Path(__file__).parents[2] / "scenarios" / "lgr"
CASES = Path(__file__).parents[2] / "scenarios" / "cases"
MERGE = f'merge {CAMBRIDGE} {SOUTH_CAMBS} into "Greater Cambridge"'
SPLIT = (
    f'split {HUNTS} into [{{ name = "West", sectors = ["PE2", "PE3", "PE7", "PE8"] }}, '
    '{ name = "East", rest = true }]'
)
GREATER = "E06990001"
WEST, EAST = "E06990001", "E06990002"
YAXLEY, ST_IVES = "PE7 3AA", "PE27 5AD"


def after(*lines, one=None, **changes):
    where = reorganised(setting(**changes), changes_from_text(lines))
    return assess(one or case(), where)


def option(ranking, lha):
    return next(each for each in ranking.options if each.lha == lha)


# --- places ------------------------------------------------------------------------------------


def test_a_merger_moves_no_postcode_and_its_areas_join():
    both = merged(PLACES, {CAMBRIDGE: GREATER, SOUTH_CAMBS: GREATER})
    assert len(both) == len(PLACES)
    assert both.lhas == (PETERBOROUGH, GREATER, EAST_CAMBS, FENLAND, HUNTS)
    for postcode in ("CB1 1AA", "CB22 3AA", "PE13 1AB"):
        was, now = PLACES.find(postcode), both.find(postcode)
        assert (was.easting, was.northing) == (now.easting, now.northing)
        assert now.lha == (GREATER if was.lha in (CAMBRIDGE, SOUTH_CAMBS) else was.lha)
    shared = {s for s, lha in PLACES.areas if lha == CAMBRIDGE} & {
        s for s, lha in PLACES.areas if lha == SOUTH_CAMBS
    }
    assert shared
    assert len(both.areas) == len(PLACES.areas) - len(shared)
    assert both.area_sizes.sum() == len(PLACES)
    assert (both.area_edges[:, 0] < both.area_edges[:, 1]).all()


def test_areas_that_touched_still_touch_after_a_merger_and_no_others_do():
    both = merged(PLACES, {CAMBRIDGE: GREATER, SOUTH_CAMBS: GREATER})

    def now(area):
        sector, lha = area
        return sector, GREATER if lha in (CAMBRIDGE, SOUTH_CAMBS) else lha

    expected = {
        frozenset((now(PLACES.areas[i]), now(PLACES.areas[j])))
        for i, j in PLACES.area_edges.tolist()
    }
    expected = {pair for pair in expected if len(pair) == 2}
    assert {frozenset((both.areas[i], both.areas[j])) for i, j in both.area_edges.tolist()} == (
        expected
    )


def test_a_split_and_a_merger_give_the_same_places_back():
    changes = changes_from_text([SPLIT, 'merge West East into "Huntingdonshire again"'])
    back = reorganised(setting(), changes).places
    again = merged(back, {"E06990003": HUNTS})
    for name in ("lhas", "areas"):
        assert getattr(again, name) == getattr(PLACES, name)
    for name in ("easting", "northing", "units", "area", "starts", "area_edges", "nearest_m"):
        assert np.array_equal(getattr(again, name), getattr(PLACES, name)), name


def test_two_groupings_of_one_file_have_different_digests():
    one = merged(PLACES, {CAMBRIDGE: GREATER, SOUTH_CAMBS: GREATER})
    other = merged(PLACES, {FENLAND: GREATER, EAST_CAMBS: GREATER})
    assert len({PLACES.digest, one.digest, other.digest}) == 3


# --- what a merger does to a case --------------------------------------------------------------


def test_residents_add_up_and_the_successor_says_that_it_is_hypothetical():
    where = reorganised(setting(), changes_from_text([MERGE]))
    new = where.profile[GREATER]
    assert new.population == 145_681 + 162_106
    assert "the sum of Cambridge, South Cambridgeshire" in new.population_source
    assert new.households is None  # nobody sourced South Cambridgeshire's
    assert new.name == "Greater Cambridge (hypothetical)"
    assert "its code is none" in new.notes[0]
    assert new.county is None
    assert where.profile.scheme_of(GREATER).id == "home_link"


def test_a_register_that_the_parts_did_not_share_is_not_known():
    line = f'merge {PETERBOROUGH} {FENLAND} into "North"'
    where = reorganised(setting(), changes_from_text([line]))
    assert not where.profile.scheme_of(GREATER).sourced
    north = option(assess(case(), where), GREATER)
    assert north.local_connection["part6"].outcome == "unknown"
    assert "is not known" in north.route.sentence


def test_the_parts_of_the_profile_that_nobody_touched_rank_as_before():
    before, now = assess(case(), setting()), after(MERGE)
    for lha in (PETERBOROUGH, EAST_CAMBS, FENLAND, HUNTS):
        assert option(before, lha).factors == option(now, lha).factors


def test_a_view_of_one_part_is_not_a_view_of_the_whole():
    views = (view(CAMBRIDGE), view(SOUTH_CAMBS, "unsuitable"))
    both = case(management_views=views)
    points = option(after(MERGE, one=both), GREATER).factors["management"].findings[0]
    assert points.outcome == "unknown"
    assert any("ask for one" in note for note in after(MERGE, one=both).notes)
    alike = case(management_views=(view(CAMBRIDGE), view(SOUTH_CAMBS)))
    assert option(after(MERGE, one=alike), GREATER).factors["management"].findings[0].points == 50


def test_a_zone_on_an_lha_that_is_no_more_covers_its_own_postcodes_alone():
    left = option(after(MERGE, one=case(conditions=(zone(lhas=(CAMBRIDGE,)),))), GREATER)
    cambridge, both = PLACES.slice(CAMBRIDGE), PLACES.slice(SOUTH_CAMBS)
    sizes = [part.stop - part.start for part in (cambridge, both)]
    assert f"{sizes[1] / sum(sizes):.0%} of the postcodes" in left.gates[0].sentence
    kept = zone("restriction_zone", lhas=(CAMBRIDGE,))
    inside = option(after(MERGE, one=case(conditions=(kept,))), GREATER)
    assert f"{sizes[0] / sum(sizes):.0%} of the postcodes" in inside.gates[1].sentence


def test_a_victims_request_about_a_part_is_asked_about_for_the_whole():
    asked_for = victim(home=None, metres=0, avoid=(CAMBRIDGE,))
    asked = after(MERGE, one=case(victims=(asked_for,), victim_check="listed"))
    assert option(asked, GREATER).status == "refer"
    assert [o.lha for o in asked.options if o.status == "refer"] == [GREATER]
    assert any("a victim's request" in note for note in asked.notes)


def test_housing_is_told_nothing_of_a_victims_request_by_what_is_read_as_what():
    asked_for = victim(home=None, metres=0, avoid=(CAMBRIDGE,))
    one = case(victims=(asked_for,), victim_check="listed")
    where = reorganised(setting(), changes_from_text([MERGE]))
    housing = replace(where, housing=True)
    assert assess(one, housing).notes == assess(case(), housing).notes


def test_everybody_placed_in_the_parts_is_counted_in_the_whole():
    people = (*(placed(CAMBRIDGE) for _ in range(3)), *(placed(SOUTH_CAMBS) for _ in range(2)))
    found = option(after(MERGE, placements=people), GREATER).factors["spread"].findings[0]
    assert found.sentence.startswith("6 people would be counted")


def test_what_the_spoc_of_a_part_said_closes_nothing_of_the_whole():
    def heard(*words):
        where = reorganised(replace(setting(), heard=words), changes_from_text([MERGE]))
        return option(assess(case(), where), GREATER)

    def word(lha, **said):
        return SpocWord(**{"lha": lha, "availability": "possible", "exclusion": "none", **said})

    one = heard(word(CAMBRIDGE, availability="nothing_suitable"))
    assert one.status == "open"
    both = [word(lha, availability="nothing_suitable") for lha in (CAMBRIDGE, SOUTH_CAMBS)]
    assert heard(*both).status == "refer"
    assert heard(word(CAMBRIDGE, exclusion="excluded")).status == "refer"


# --- what a split does -------------------------------------------------------------------------


def test_work_in_a_split_lha_is_not_known_without_a_postcode_and_exact_with_one():
    def outcomes(where):
        ranking = after(SPLIT, one=case(employment=(job(where),)))
        return [option(ranking, lha).local_connection["part7"].outcome for lha in (WEST, EAST)]

    assert outcomes(HUNTS) == ["unknown", "unknown"]
    assert outcomes(YAXLEY) == ["met", "lha_to_consider"]
    assert outcomes(ST_IVES) == ["lha_to_consider", "met"]
    elsewhere = option(after(SPLIT, one=case(employment=(job(HUNTS),))), FENLAND)
    assert elsewhere.local_connection["part7"].outcome == "lha_to_consider"


def test_residents_of_the_parts_are_not_guessed_and_spread_is_then_not_known():
    people = tuple(placed(FENLAND) for _ in range(4))
    ranking = after(SPLIT, placements=people)
    found = option(ranking, FENLAND).factors["spread"].findings[0]
    assert found.outcome == "unknown"
    assert "share of the residents is not known" in found.sentence
    said = SPLIT.replace(
        'sectors = ["PE2"', 'population = 40000, population_source = "a test", sectors = ["PE2"'
    ).replace("rest = true", 'rest = true, population = 140834, population_source = "a test"')
    known = option(after(said, placements=people), FENLAND).factors["spread"].findings[0]
    assert (
        known
        == option(assess(case(), setting(placements=people)), FENLAND).factors["spread"].findings[0]
    )


def test_somebody_whose_area_is_known_is_counted_in_their_part_and_others_in_either():
    people = (placed(HUNTS, area="PE7 3"), *(placed(HUNTS) for _ in range(9)))
    parts = (
        '{ name = "West", sectors = ["PE2", "PE3", "PE7", "PE8"], population = 40000, '
        'population_source = "a test" }, { name = "East", rest = true, population = 140834, '
        'population_source = "a test" }'
    )
    ranking = after(f"split {HUNTS} into [{parts}]", placements=people)
    west = option(ranking, WEST).factors["spread"].findings[0]
    assert west.outcome == "unknown"
    assert "9 people more may live in it or in another part" in west.sentence
    assert west.low < west.high


def test_the_origin_is_read_from_homes_of_choice_and_never_from_a_prison():
    homes = case(
        origin=HUNTS,
        can_return="yes",
        history=(
            stay(date(2015, 1, 1), date(2020, 1, 1), YAXLEY),
            stay(date(2020, 1, 1), None, ST_IVES, "prison"),
        ),
    )
    ranking = after(SPLIT, one=homes)
    assert option(ranking, WEST).is_origin
    assert ranking.recommendation.outcome == "origin"
    lost = case(origin=HUNTS, can_return="yes", history=())
    unknown = after(SPLIT, one=lost)
    assert not any(o.is_origin for o in unknown.options)
    assert any("is not known without a postcode (the origin)" in n for n in unknown.notes)


def test_split_then_merged_a_case_ranks_as_it_did():
    people = (placed(HUNTS, area="PE7 3"), placed(HUNTS), placed(CAMBRIDGE))
    one = case(
        origin=HUNTS,
        can_return="no",
        preference=(HUNTS,),
        employment=(job(HUNTS),),
    )
    back = {"E06990003": HUNTS}

    def row(o):
        return (
            back.get(o.lha, o.lha),
            o.rank,
            o.status,
            o.units,
            o.homes_left,
            o.rank_shares,
            o.is_origin,
            {name: factor.points for name, factor in o.factors.items()},
            {name: test.outcome for name, test in o.local_connection.items()},
        )

    # The parts were given no residents, so the whole has none: few people are too few to tell.
    small = {"spread.too_few": 5}
    before = assess(one, setting(placements=people, changes=small))
    now = after(
        SPLIT, 'merge West East into "Huntingdonshire"', one=one, placements=people, changes=small
    )
    assert sorted(map(row, before.options)) == sorted(map(row, now.options))


# --- asking ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f'merge {CAMBRIDGE} E07000999 into "X"', "'E07000999' is not an LHA of the area"),
        (f'merge {CAMBRIDGE} Cambridge into "X"', "at least two LHAs"),
        (SPLIT.replace('"PE3", ', '"NR1", '), "NR1 has no postcode of E07000011"),
        (
            SPLIT.replace("rest = true", 'sectors = ["PE26"]'),
            "of E07000011 would be nobody's: give each to one",
        ),
        (
            SPLIT.replace('sectors = ["PE2", "PE3", "PE7", "PE8"]', 'wards = ["E05000001"]'),
            "there are no boundaries of level 'ward'",
        ),
    ],
)
def test_a_change_that_cannot_be_made_says_what_there_is(line, says, tmp_path, monkeypatch):
    monkeypatch.setenv("PLACEMENT_DATA", str(tmp_path))
    with pytest.raises(InputError) as refused:
        reorganised(setting(), changes_from_text([line]))
    assert says in str(refused.value)


def test_a_line_that_stands_in_is_marked_until_its_wards_are_given(tmp_path):
    proposal = LGR / "option-d.toml"
    changes, note = changes_given([], proposal)
    marked = [lha.name for lha in reorganised(setting(), changes).profile.on(setting().as_of)]
    assert sorted(marked) == [
        "Greater Cambridge (hypothetical)",
        "Greater Peterborough (hypothetical, stand-in line)",
        "Mid Cambridgeshire (hypothetical, stand-in line)",
    ]
    assert "only stands in for the one meant" in changes[0].says()
    told = told_of_parts(reorganised(setting(), changes).profile)
    assert [each.partition(" postcodes")[0] for each in told] == [
        "Western Huntingdonshire has 458 of the 10,737",
        "Eastern Huntingdonshire has 10,279 of the 10,737",
    ]
    assert all("How many residents it has is not known" in each for each in told)
    file = tmp_path / "west.csv"
    file.write_text("# as published\nname,WD23CD\nElton,E05002767\nStilton,E05002786\n")
    given, told_of = changes_given([], proposal, [f"Western Huntingdonshire={file}"])
    assert given[0].into[0] == {
        "name": "Western Huntingdonshire",
        "wards": ["E05002767", "E05002786"],
    }
    assert given[0].into[1] == changes[0].into[1]
    assert not given[0].stand_in
    assert "stands in" not in given[0].says()
    assert told_of == f"{note} Wards were given for Western Huntingdonshire."


@pytest.mark.parametrize(
    ("wards", "text", "says"),
    [
        ("West", "E05002767", "'West' is not of the form PART=FILE"),
        ("West={}", "E05002767", "the parts are Western Huntingdonshire, Eastern"),
        ("Western Huntingdonshire={}", "# none\n", "it lists no ward"),
        ("Western Huntingdonshire={}", "Sawtry\nSawtry\n", "Sawtry is there twice"),
    ],
)
def test_a_file_of_wards_that_cannot_be_used_says_why(tmp_path, wards, text, says):
    (tmp_path / "w").write_text(text)
    with pytest.raises(InputError, match=says):
        changes_given([], LGR / "option-d.toml", [wards.format(tmp_path / "w")])


def test_a_later_day_leaves_the_day_as_it_is_and_says_what_will_end():
    where = reorganised(setting(), changes_from_text([f"{MERGE} on 2027-09-01"]))
    ranking = assess(case(), where)
    assert {o.lha for o in ranking.options} == set(PLACES.lhas)
    ends = [f for f in option(ranking, CAMBRIDGE).findings if f.rule.startswith("lha_stands")]
    assert "Greater Cambridge (hypothetical)" in ends[0].sentence
    assert ends[0].outcome == "not_met"
    on_it = reorganised(
        replace(setting(), as_of=date(2027, 9, 1)), changes_from_text([f"{MERGE} on 2027-09-01"])
    )
    assert GREATER in on_it.places.lhas


def test_housing_may_not_draw_a_border():
    base = replace(base_from_files(CASES / "demo-014.toml"), housing=True)
    with pytest.raises(InputError, match="merge: it rests on matter"):
        what_if(base, changes_from_text([MERGE]), replace(setting(), housing=True))


def test_the_base_is_not_touched_and_each_lha_is_accounted_for():
    base = replace(base_from_files(CASES / "demo-014.toml"), placements=())
    tables = json.dumps(base.tables, default=str)
    found = what_if(base, changes_from_text([MERGE]), setting())
    assert json.dumps(base.tables, default=str) == tables
    assert dict(found.became) == {
        "Cambridge": ("Greater Cambridge (hypothetical)",),
        "South Cambridgeshire": ("Greater Cambridge (hypothetical)",),
    }
    assert {(s.was, s.lha) for s in found.shifts if s.was} == {
        ("Cambridge", GREATER),
        ("South Cambridgeshire", GREATER),
    }
    same = [s.lha for s in found.shifts if not s.was and not s.moved]
    assert set(same) == {PETERBOROUGH, EAST_CAMBS, FENLAND, HUNTS}


@pytest.mark.parametrize("path", sorted(LGR.glob("*.toml")), ids=lambda path: path.stem)
def test_each_proposal_is_said_to_be_one_and_leaves_nobody_out(path, capsys):
    case_file = str(CASES / "demo-014.toml")
    assert main(["what-if", case_file, "--changes", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert "A proposal: the outcome is not known." in found["note"]
    after_lhas = {each["lha"] for each in found["lhas"] if each["after"]}
    assert len(after_lhas) == {"option-a": 2, "option-b": 2}.get(path.stem, 3)
    gone = {each["lha"] for each in found["became"]}
    stays = {each["name"] for each in found["lhas"] if each["was"] is None}
    assert len(gone) + len(stays) == 6
    assert all(each["now"] for each in found["became"])
