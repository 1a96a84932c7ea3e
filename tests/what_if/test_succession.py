"""A profile whose authorities merge on a day: what every command reads before it and from it on."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from geodata.places import load
from placement import profile as profiles
from placement.assess import assess, setting_of
from placement.cli import main
from placement.errors import PlacesError, ProfileError
from placement.load import places_on
from placement.profile import load_profile
from placement.succession import heard_on, stand_for
from tests.engine.making import (
    CAMBRIDGE,
    EAST_CAMBS,
    FENLAND,
    HUNTS,
    PETERBOROUGH,
    SOUTH_CAMBS,
    case,
    job,
    placed,
    special,
    stay,
    zone,
)

CASES = Path(__file__).parents[2] / "scenarios" / "cases"
DAY = date(2028, 4, 1)
EVE = date(2028, 3, 31)
GREATER, NORTH = "E06000098", "E06000099"
NEW = """
[[lhas]]
code = "E06000098"
name = "Greater Cambridge"
start = 2028-04-01
population = 307_787
scheme = "home_link"
route = "home_link_flag"

[[lhas]]
code = "E06000099"
name = "North Cambridgeshire"
start = 2028-04-01
population = 586_737
scheme = "peterborough_homes"
route = "bid_with_note"
"""


@pytest.fixture(scope="module")
def area(tmp_path_factory):
    """A profile in which option B came true: a made-up decision."""
    text = (profiles.DIRECTORY / "cambridgeshire.toml").read_text(encoding="utf-8")
    for code in (PETERBOROUGH, EAST_CAMBS, FENLAND, HUNTS, CAMBRIDGE, SOUTH_CAMBS):
        to = GREATER if code in (CAMBRIDGE, SOUTH_CAMBS) else NORTH
        text = text.replace(
            f'code = "{code}"', f'code = "{code}"\nend = 2028-04-01\nsuccessors = ["{to}"]'
        )
    text = text.replace('"E07000011", "E07000012"]', '"E07000011", "E07000012", "E06000098"]')
    text = text.replace('partners = ["E06000031"]', 'partners = ["E06000031", "E06000099"]')
    text = text.replace("[[schemes]]", f"{NEW}\n[[schemes]]", 1)
    path = tmp_path_factory.mktemp("profiles") / "cambridgeshire.toml"
    path.write_text(text, encoding="utf-8")
    return path


def ranked(area, one, day, placements=()):
    profile = load_profile(area)
    setting = setting_of(
        profile=profile, places=places_on(profile, day), as_of=day, placements=placements
    )
    return assess(one, setting)


def option(ranking, lha):
    return next(each for each in ranking.options if each.lha == lha)


def test_the_day_before_the_six_stand_and_on_the_day_the_two(area):
    one = case(assessed_on=EVE, release=None, status="community_order")
    assert {o.lha for o in ranked(area, one, EVE).options} == set(load("cambridgeshire").lhas)
    assert {o.lha for o in ranked(area, one, DAY).options} == {GREATER, NORTH}


def test_an_address_in_an_authority_that_is_no_more_is_read_as_its_successor(area):
    one = case(
        status="community_order",
        release=None,
        history=(stay(date(2026, 1, 1), None, FENLAND),),
        origin=FENLAND,
        can_return="yes",
    )
    ranking = ranked(area, one, DAY)
    assert option(ranking, NORTH).local_connection["part7"].outcome == "met"
    assert option(ranking, NORTH).is_origin
    assert (
        "Fenland is read as its successor, North Cambridgeshire: the origin, the address history "
        "and the offender manager's view." in ranking.notes
    )
    assert not any("successor" in note for note in ranked(area, one, EVE).notes)


def test_a_county_that_is_no_more_owes_through_its_one_successor_or_nobody_knows_which(area):
    leaver = special("care_leaver", authority="E10000003", age=20)
    one = case(status="community_order", release=None, special_circumstances=(leaver,))
    ranking = ranked(area, one, DAY)
    grounds = option(ranking, NORTH).local_connection["part7"].grounds
    assert next(g for g in grounds if g.ground == "care_leaver").outcome == "unknown"
    assert any("which successor owes leaving-care duties" in note for note in ranking.notes)


def test_postcodes_of_a_later_edition_are_joined_again_for_an_earlier_day(area, monkeypatch):
    profile = load_profile(area)
    later = places_on(profile, DAY)
    monkeypatch.setattr("geodata.places.load", lambda *_: later)
    with pytest.raises(PlacesError, match="cannot divide E06000098 Greater Cambridge"):
        places_on(profile, EVE)
    assert places_on(profile, DAY) is later


def test_a_zone_on_an_authority_that_the_postcodes_no_longer_tell_is_never_clear(area):
    from dataclasses import replace

    profile = load_profile(area)
    later = replace(places_on(profile, DAY), former={})
    one = case(conditions=(zone(lhas=(CAMBRIDGE,)),), release=None, status="community_order")
    assert stand_for(one, profile, DAY, later) == {CAMBRIDGE: (GREATER,)}
    setting = setting_of(profile=profile, places=later, as_of=DAY, placements=())
    ranking = assess(one, setting)
    assert option(ranking, GREATER).status == "refer"
    assert option(ranking, NORTH).status == "open"
    kept = case(
        conditions=(zone("restriction_zone", lhas=(CAMBRIDGE,)),),
        release=None,
        status="community_order",
    )
    only = assess(kept, setting)
    assert option(only, GREATER).status == "refer"
    assert option(only, NORTH).status == "excluded"


def test_every_command_reads_the_register_under_the_day(area, tmp_path, capsys):
    placements = CASES / "demo-014-placements.csv"
    demo, day = str(CASES / "demo-014.toml"), ["--profile", str(area), "--as-of", "2028-04-01"]
    assert main(["rank", demo, *day, "--placements", str(placements), "--json"]) == 0
    ranking = json.loads(capsys.readouterr().out)
    assert {each["lha"] for each in ranking["options"]} == {GREATER, NORTH}
    said = " ".join(each["sentence"] for o in ranking["options"] for each in o["findings"])
    assert "0 counted" not in said
    homes = tmp_path / "homes.csv"
    homes.write_text(
        "reference,lha,postcode,kind,from,to,bedrooms,supported,accepts\n"
        "V-1,E07000009,CB7 4AA,supported,,,1,yes,any\n",
        encoding="utf-8",
    )
    # A victim asked that Fenland be avoided, so the whole of its successor waits for a word.
    asked = ["--open", f"DEMO-014={NORTH}:the home is not in what was Fenland"]
    assert main(["plan", demo, *day, "--vacancies", str(homes), *asked, "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert plan["unplaced"] == []
    (given,) = plan["assignments"]
    assert (given["lha"], given["vacancy"]) == (NORTH, "V-1")
    assert main(["monitor", str(placements), *day, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert any("Cambridge is no more" in each for each in report["warnings"])
    assert main(["why-not", demo, "Greater Cambridge", *day]) == 0
    assert main(["compare", demo, GREATER, NORTH, *day]) == 0


def test_what_nobody_named_as_a_successor_is_not_guessed(area):
    profile = load_profile(area)
    assert profile.successors_on(CAMBRIDGE, EVE) == (CAMBRIDGE,)
    assert profile.successors_on(CAMBRIDGE, DAY) == (GREATER,)
    assert profile.predecessors_on(GREATER, EVE) == (CAMBRIDGE, SOUTH_CAMBS)
    assert profile.successors_on("E07000245", DAY) == ("E07000245",)
    assert heard_on((), profile, DAY) == ((), ())


def test_a_successor_that_begins_too_late_is_refused(area, tmp_path):
    text = area.read_text(encoding="utf-8")
    path = tmp_path / "late.toml"
    path.write_text(text.replace("start = 2028-04-01", "start = 2028-05-01", 1), encoding="utf-8")
    with pytest.raises(ProfileError, match="begins on 2028-05-01, after its end, 2028-04-01"):
        load_profile(path)


def test_people_of_the_old_authorities_are_counted_under_the_new(area):
    people = tuple(placed(lha) for lha in (FENLAND, HUNTS, CAMBRIDGE, NORTH) for _ in range(2))
    one = case(status="community_order", release=None, employment=(job(FENLAND),))
    found = option(ranked(area, one, DAY, people), NORTH).factors["spread"].findings[0]
    assert found.sentence.startswith("7 people would be counted in North Cambridgeshire")
