"""The annex says what the ranking says, in either version, whatever the case."""

from __future__ import annotations

import copy

import pytest

from placement.documents.annex import annex
from placement.errors import InputError
from placement.rules.options import NOT_A_DECISION
from placement.ui import words

from .making import (
    BARE,
    CLOSED,
    DECISION,
    LEVEL_ONE,
    WORKED,
    full,
    housing,
    opened,
    parts,
    said,
    titled,
)

SIDE = "The three considerations of protocol 6, each 0 to 100 points; the score after them"
REST = "Local connection by both tests, land, spread and the way to a home"


def both(case=WORKED, **setting):
    yield full(case, **setting), "full"
    yield housing(case, **setting), "housing"


@pytest.mark.parametrize("case", [WORKED, BARE, CLOSED, LEVEL_ONE], ids=lambda c: c.reference)
def test_the_numbers_are_the_rankings(case):
    for ranking, version in both(case):
        document = opened(annex(ranking, version=version))
        options = ranking["options"]
        for row, option in zip(titled(document, SIDE), options, strict=True):
            assert option["name"] in row[0]
            assert row[1] == words.STATUS[option["status"]]
            points = [words.points(option["factors"][name]) for name in words.CONSIDERATIONS]
            assert row[2:] == [*points, words.score(option), words.first_in_100(option)]
        for row, option in zip(titled(document, REST), options, strict=True):
            assert row[0] == option["name"]
            assert row[3] == words.POSTCODES[option["homes_left"]]
        for option in options:
            rows = titled(document, f"Reasons for {option['name']}")
            for name, label in words.CONSIDERATIONS.items():
                word = label.split()[0]
                found = [row for row in rows if row[1] == word]
                factor = option["factors"][name]
                assert [row[3] for row in found] == [words.points(f) for f in factor["findings"]]
                assert [row[2] for row in found] == [f["sentence"] for f in factor["findings"]]
                (total,) = [row for row in rows if row[1] == f"{word}, total"]
                assert total[3] == f"{words.points(factor)} of 100"


@pytest.mark.parametrize("case", [WORKED, BARE, CLOSED], ids=lambda c: c.reference)
def test_no_finding_is_lost(case):
    for ranking, version in both(case):
        text = said(annex(ranking, version=version))
        findings = [*ranking["findings"], *ranking["timing"]["findings"]]
        findings += ranking["eligibility"]["findings"]
        for option in ranking["options"]:
            findings += [*option["gates"], *option["referral_198"], *option["findings"]]
        for finding in findings:
            sentence = finding["sentence"].replace(NOT_A_DECISION, "").strip()
            general = [
                sentence.replace(option["name"], "this LHA") for option in ranking["options"]
            ]
            capital = [each[:1].upper() + each[1:] for each in general]
            assert any(each in text for each in (sentence, *general, *capital)), sentence


def test_the_recommendation_comes_first_and_the_caution_is_there():
    for ranking, version in both():
        document = opened(annex(ranking, version=version))
        answer = [p.text for p in document.paragraphs if p.style.name == "Answer"]
        assert answer == [ranking["recommendation"]["sentence"]]
        assert [p.text for p in document.paragraphs].index(answer[0]) < 5
        assert NOT_A_DECISION in [p.text for p in document.paragraphs]


def test_where_it_comes_from_is_said():
    rows = dict(titled(opened(annex(full(), version="full")), "Versions and days"))
    versions = full()["versions"]
    assert rows["Protocol"] == versions["protocol"]
    assert rows["Postcodes"] == versions["geodata"]
    assert rows["Engine"] == versions["engine"]
    assert rows["Numbers of the protocol"].startswith(versions["parameters"])
    assert rows["As of"] == "21 November 2026"
    assert "default, agreed by no SMB" in rows["To bear in mind"]


def test_a_level_one_case_calls_no_meeting():
    text = said(annex(full(LEVEL_ONE), version="full"))
    assert "Level 1: no meeting is called (3)." in text
    assert "What people must still decide" in text
    rows = titled(
        opened(annex(full(LEVEL_ONE), version="full")),
        "To decide, who decides it and what is known",
    )
    assert "The meeting" not in {row[2] for row in rows}


def test_everything_closed_says_so_and_ranks_nobody():
    document = opened(annex(full(CLOSED), version="full"))
    rows = titled(document, SIDE)
    assert {row[1] for row in rows} == {"closed"}
    assert {row[5] for row in rows} == {"not ranked"}


def test_everything_unknown_is_asked_for_and_nothing_is_nought():
    ranking = full(BARE, placed=False)
    document = opened(annex(ranking, version="full"))
    asked = titled(document, "Ask first")
    assert [row[0] for row in asked] == [q["sentence"] for q in ranking["ask_first"][:8]]
    assert f"{len(ranking['ask_first']) - 8} more" in said(annex(ranking, version="full"))
    assert {row[4] for row in titled(document, REST)} == {"not known"}
    opens = titled(document, "Findings that a missing fact leaves open")
    assert "Victims have not been checked for: nobody should recommend anything yet." in [
        row[1] for row in opens
    ]
    assert "Every LHA" in {row[2] for row in opens}


def test_the_longest_names_and_a_large_area_are_written_whole():
    ranking = copy.deepcopy(full())
    long = "Bournemouth, Christchurch and Poole with the Royal Borough of Kingston upon Thames " * 3
    ranking["options"][0]["name"] = long.strip()
    ranking["case"] = "A" * 60 + "-1"
    assert long.strip() in said(annex(ranking, version="full"))
    london = full(profile="london", placed=False)
    assert len(titled(opened(annex(london, version="full")), SIDE)) == 33


def test_a_draft_yields_no_annex_and_the_refusal_says_what_is_missing():
    draft = {**DECISION, "state": "draft", "missing": ["a reason other than spread", "a route"]}
    with pytest.raises(InputError) as refused:
        annex(full(), version="full", decision=draft)
    assert "no annex is made of a draft" in str(refused.value)
    assert "still missing: a reason other than spread" in str(refused.value)
    assert "HIDDEN" not in str(refused.value)


def test_a_recorded_decision_fills_the_spaces():
    document = opened(annex(full(), version="full", decision=DECISION))
    rows = dict(titled(document, "The decision and its reasons"))
    rows |= dict(titled(document, "The meeting"))
    assert rows["LHA to be asked (6.3)"] == "East Cambridgeshire"
    assert rows["Bid or direct let (9.2)"] == "A direct let is sought"
    assert rows["Departure from the recommendation, and why"] == "No departure."
    assert rows["Next review"] == "28 February 2027"
    assert rows["Dissent, by agency"] == "Police: HIDDEN-6."
    assert "Fenland District Council: not present" in rows["Attendance, by agency"]
    assert rows["Copies of letters go to (11.2.2)"] == "Offender manager, Peterborough office"
    assert "Fenland: HIDDEN-4." in rows["Options rejected, and why"]


def test_the_housing_version_reads_only_what_was_written_for_housing():
    file = annex(housing(), version="housing", decision=DECISION)
    assert "HIDDEN" not in "".join(parts(file).values())
    rows = dict(titled(opened(file), "The decision and its reasons"))
    assert rows["Reasons, each with its clause; spread cannot be the only one (6)"] == (
        "6(a): Family is near."
    )
    assert rows["Options rejected, and why"] == (
        "Fenland\nPeterborough\nThe offender manager holds what was recorded."
    )


def test_options_rejected_are_explained_to_housing_for_every_lha_or_for_none():
    every = copy.deepcopy(DECISION)
    every["rejected"][0]["for_housing"] = "Further from support."
    rows = titled(
        opened(annex(housing(), version="housing", decision=every)), "The decision and its reasons"
    )
    assert dict(rows)["Options rejected, and why"] == (
        "Fenland: Further from support.\nPeterborough: Viewed as unsuitable."
    )


@pytest.mark.parametrize(
    ("state", "note"), [("to_review", "looked at again"), ("superseded", "no longer stands")]
)
def test_a_decision_that_no_longer_simply_stands_says_so(state, note):
    decision = {**DECISION, "state": state}
    assert note in said(annex(full(), version="full", decision=decision))


def test_the_housing_version_is_the_same_whatever_others_wrote():
    one = copy.deepcopy(DECISION)
    other = copy.deepcopy(DECISION)
    other["reasons"][0]["text"] = "Something else."
    other["reasons"].append({"clause": "7.2", "text": "A victim."})
    other["rejected"][0]["text"] = "Another."
    other["risk_plan"] = ["curfew", "tag"]
    other["victims"] = {"text": "Different."}
    assert annex(housing(), version="housing", decision=one) == annex(
        housing(), version="housing", decision=other
    )


def test_a_version_is_never_made_of_the_other_readers_ranking():
    with pytest.raises(ValueError, match="housing annex is not made of a ranking for coordinator"):
        annex(full(), version="housing")
    with pytest.raises(ValueError, match="full annex is not made of a ranking for spoc"):
        annex(housing(), version="full")
    with pytest.raises(ValueError, match="housing or full"):
        annex(full(), version="public")
