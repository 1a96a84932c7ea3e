"""A decision that is frozen, kept as JSON and thawed gives the same ranking, byte for byte."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from engine.making import EAST_CAMBS, FENLAND, case, placed, set_up, zone
from hypothesis import given, settings
from properties.people import cases, registers

from placement.assess import Setting, assess
from placement.cases.model import Case
from placement.errors import RecordError
from placement.records.canonical import digest_of
from placement.records.canonical import text_of as one_spelling
from placement.records.decisions.freeze import COORDINATOR, Frozen, freeze, thawed_case
from placement.records.decisions.measured import LEFT_OUT
from placement.records.decisions.replay import replay, replay_many
from placement.rules.contributions import SpocWord
from placement.view import Reader, ranking_as_data
from scenarios.run import _setting, load_all

from .frozen import SPOC, again, frozen_of, thawed

SCENARIOS = {each.name: each for each in load_all()}


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_worked_case_is_the_same_when_it_is_thawed(name):
    scenario = SCENARIOS[name]
    reader = Reader(scenario.role, scenario.spoc_of)
    setting = _setting(scenario)
    kept = thawed(freeze(scenario.case, setting, [reader]))
    for each in kept.readers:
        assert one_spelling(again(kept, each)) == one_spelling(kept.shown_to(each))
    assert replay(kept).identical
    live = ranking_as_data(assess(scenario.case, setting), reader)
    assert outline(kept.shown_to(reader)) == outline(live)


def outline(ranking):
    """What nobody could mistake: the recommendation, and each LHA's place and points."""
    return [
        ranking["recommendation"],
        *(
            (each["lha"], each["rank"], each["status"], each["units"], each["rank_shares"])
            for each in ranking["options"]
        ),
    ]


@settings(max_examples=25)
@given(one=cases(), placements=registers)
def test_any_case_is_the_same_when_it_is_thawed(one, placements):
    kept = frozen_of(one, readers=[SPOC, Reader("panel")], placements=placements)
    assert replay(kept).identical
    setting = set_up(placements=placements)
    assert outline(kept.ranking) == outline(ranking_as_data(assess(one, setting), COORDINATOR))


def test_what_spocs_said_at_the_meeting_is_frozen_too():
    word = SpocWord(lha=FENLAND, availability="nothing_suitable", exclusion="none")
    kept = thawed(freeze(case(), replace(set_up(), heard=(word,))))
    assert replay(kept).identical
    status = {option["lha"]: option["status"] for option in kept.ranking["options"]}
    assert status[FENLAND] == "refer"


def test_numbers_changed_in_the_meeting_are_frozen_as_they_were_moved():
    kept = frozen_of(weights={"connection": 1, "management": 4, "spread": 1})
    assert kept.weights_moved == {"management": 3}
    assert replay(kept).identical
    assert frozen_of().weights_moved == {}


def test_the_day_it_was_frozen_for_the_sources_and_the_editions_are_kept():
    kept = frozen_of()
    number = kept.body["numbers"]["ranking.clear_share"]
    assert number["source"] == "default, agreed by no SMB"
    assert kept.body["places"]["edition"] in kept.ranking["versions"]["geodata"]
    assert kept.ranking["versions"]["parameters"] == kept.body["parameters"]
    assert kept.as_of.isoformat() == "2026-11-21"


def test_the_same_case_frozen_twice_has_the_same_digest():
    assert frozen_of().digest == frozen_of().digest
    assert frozen_of().digest != frozen_of(case(level=3)).digest


def test_whoever_it_was_shown_to_finds_what_was_shown_and_nobody_else():
    kept = frozen_of(readers=[SPOC])
    assert kept.readers == (COORDINATOR, SPOC)
    assert kept.shown_to(SPOC)["role"] == "spoc"
    assert kept.shown_to(Reader("panel")) is None


@pytest.mark.parametrize(
    "path",
    [("case", "level"), ("measured", "lhas", FENLAND, "held"), ("numbers", "zones.enough_share")],
    ids=str,
)
def test_a_bundle_that_was_changed_is_refused(path):
    data = json.loads(json.dumps(frozen_of().to_data()))
    place = data["body"]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = 0
    with pytest.raises(RecordError, match="changed since"):
        Frozen.from_data(data)


def test_a_ranking_that_was_changed_is_refused():
    data = json.loads(json.dumps(frozen_of().to_data()))
    data["body"]["rankings"][0]["ranking"]["options"][0]["units"] += 1
    with pytest.raises(RecordError, match="digest does not fit"):
        Frozen.from_data(data)


@pytest.mark.parametrize(
    "data", [{}, {"body": {}}, {"digest": "0" * 64}, {"body": [], "digest": 3}]
)
def test_half_a_bundle_is_refused_in_words(data):
    with pytest.raises(RecordError, match="no frozen decision"):
        Frozen.from_data(data)


def test_a_bundle_of_a_later_format_says_what_to_use():
    body = {**frozen_of().body, "format": 99}
    with pytest.raises(RecordError, match="format 99"):
        Frozen.from_data({"body": body, "digest": digest_of(body).hex()})


def test_another_engine_that_says_the_same_is_identical_and_is_named(monkeypatch):
    kept = frozen_of()
    monkeypatch.setattr("placement.__version__", "9.9.9")
    done = replay(kept)
    assert done.identical
    assert "recorded with engine 0.1.0; this is 9.9.9" in done.sentence


def test_an_engine_that_says_something_else_is_told_in_a_table():
    """As if another engine had recorded it: it gave this LHA 12 points to start with."""
    body = json.loads(json.dumps(frozen_of().body))
    body["engine"] = "0.0.1"
    option = next(o for o in body["rankings"][0]["ranking"]["options"] if o["lha"] == EAST_CAMBS)
    option["factors"]["connection"]["findings"][0]["points"] = 12
    done = replay(Frozen.from_data({"body": body, "digest": digest_of(body).hex()}))
    assert not done.identical
    assert "1 thing differs. It was recorded with engine 0.0.1; this is" in done.sentence
    (row,) = done.differences
    assert (row.lha, row.what, row.clause) == (EAST_CAMBS, "starting points", "6(a)")
    assert (row.before, row.after) == ("met, 12 points", "met, 30 points")


def test_many_are_run_in_the_order_given():
    many = [frozen_of(case(reference=f"T-{n}")) for n in (3, 1, 2)]
    assert [done.case for done in replay_many(many)] == ["T-3", "T-1", "T-2"]


# --- whoever adds to what a ranking rests on must say here whether it is frozen ---------------


def test_every_part_of_a_setting_is_frozen_or_known_to_be_measured():
    assert {each.name for each in fields(Setting)} == {
        *("profile", "numbers", "as_of", "heard"),  # kept as they are
        *("places", "placements", "roads", "held"),  # measured
        "housing",  # each reader's own
    }


def test_every_field_of_a_case_is_kept_or_known_to_be_left_out():
    kept = frozen_of(whole_case())
    known = {each.name for each in fields(Case)}
    assert set(LEFT_OUT) <= known
    thawed_one, live = thawed_case(kept.body), whole_case()
    for name in known - set(LEFT_OUT) - {"history", "employment", "family", "household"}:
        assert getattr(thawed_one, name) == getattr(live, name), name


def whole_case():
    return case(preference=(FENLAND,), conditions=(zone(areas=("PE13 2",)),))


def test_placements_that_were_given_stay_told_from_none_given():
    given, none = frozen_of(placements=(placed(FENLAND),)), frozen_of(placements=None)
    assert "No placements were given" not in str(given.ranking["notes"])
    assert "No placements were given" in str(none.ranking["notes"])
    assert replay(none).identical
