"""The referral pack's checklist: what is there, what is missing, and no more than is needed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from placement.documents.referral_pack import facts_for_pack, referral_pack
from placement.errors import InputError

from .making import BARE, WORKED, full, ground, housing, opened, parts, said, titled

CHECKLIST = "What protocol 6 asks for, what of it is needed, and whether it is there"
THERE = {"state": "there", "on": "2026-11-20"}
FACTS = facts_for_pack(WORKED)


def states(file):
    return {row[0]: row[3] for row in titled(opened(file), CHECKLIST)}


def answer(file):
    return next(p.text for p in opened(file).paragraphs if p.style.name == "Answer")


def test_what_the_record_shows_is_there_and_papers_are_missing_until_somebody_says_so():
    file = referral_pack(housing(), FACTS, lha="E07000009")
    assert states(file) == {
        "Licence or order conditions": "MISSING",
        "Copy of the risk assessment": "MISSING",
        "Housing history": "there",
        "Interest in a property": "there",
        "First options explored": "there",
    }
    assert answer(file) == (
        "Not complete: 2 of 5 missing. Licence or order conditions; Copy of the risk assessment."
    )


def test_a_case_of_which_nothing_is_known_misses_everything():
    file = referral_pack(housing(BARE), facts_for_pack(BARE), lha="E07000009")
    assert set(states(file).values()) == {"MISSING"}
    assert answer(file).startswith("Not complete: 5 of 5 missing.")
    assert "The housing history is not recorded: ask the offender manager." in said(file)


def test_a_complete_pack_says_so():
    papers = {"licence_conditions": THERE, "risk_assessment": {"state": "not_needed"}}
    file = referral_pack(housing(), FACTS, lha="E07000009", papers=papers)
    assert answer(file) == "Complete: nothing is missing of 5."
    assert "20 November 2026" in said(file)


def test_further_papers_that_the_service_asks_for_are_counted():
    asked = [{"name": "Tenancy reference", "state": "missing"}, {"name": "Arrears", **THERE}]
    papers = {"licence_conditions": THERE, "risk_assessment": THERE}
    file = referral_pack(housing(), FACTS, lha="E07000009", papers=papers, asked_for=asked)
    assert answer(file) == "Not complete: 1 of 7 missing. Tenancy reference."
    rows = titled(opened(file), "Further papers, case by case")
    assert rows[0] == ["Tenancy reference", "MISSING", "not yet"]
    assert rows[-1] == ["To be completed"] * 3


def test_no_postcode_of_a_former_home_and_no_unshared_condition_goes_in():
    facts = facts_for_pack(WORKED, lha_of=lambda code: ground().places.find(code).lha)
    text = "".join(parts(referral_pack(housing(), facts, lha="E07000009")).values())
    for stay in WORKED.history:
        assert stay.place.postcode is None or stay.place.postcode not in text
    assert [each["source"] for each in facts["shared_conditions"]] == ["restraining_order"]
    assert [stay["lha"] for stay in facts["history"]] == ["E07000010", "E07000010", "E07000011"]
    assert "V1" not in said(referral_pack(housing(), facts, lha="E07000009"))


def test_it_says_so_where_another_lha_is_asked_than_the_one_named():
    assert "It does not name Fenland" in said(referral_pack(housing(), FACTS, lha="E07000010"))
    assert "It does not name" not in said(referral_pack(housing(), FACTS, lha="E07000009"))


def test_an_open_history_without_shared_conditions_is_said_in_words():
    case = replace(WORKED, history=(), conditions=())
    text = said(referral_pack(housing(case), facts_for_pack(case), lha="E07000009"))
    assert "The housing history is empty." in text
    assert "No condition is marked for housing." in text


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(InputError) as refused:
        referral_pack(
            housing(), FACTS, lha="E09000001", papers={"risk_assessment": {"state": "perhaps"}}
        )
    assert "2 problems" in str(refused.value)


def test_it_is_never_made_of_a_ranking_for_others():
    with pytest.raises(ValueError, match="housing view"):
        referral_pack(full(), FACTS, lha="E07000009")
