"""What is said: never "no connection", always who decides, and the same bytes for the same case."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from engine.making import FENLAND, case, job, network, rank, relative, set_up, special, stay
from placement.cases.model import HouseholdMember
from placement.explain import why_not
from placement.view import Reader, ranking_as_data, why_not_as_data

LISTS = "history employment family networks services special_circumstances household conditions"
UNKNOWN = dict.fromkeys(LISTS.split())
MEMBER = HouseholdMember(reference="H1", relation="partner", history=(), employment=(), family=())
CASES = {
    "nothing tells them apart": case(),
    "nothing is known": case(**UNKNOWN, release=None),
    "somebody lives with them": case(household=(MEMBER,)),
    "ties that are not enough": case(
        employment=(job(FENLAND, kind="study"), job(FENLAND, kind="casual")),
        family=(relative("dependent_child", FENLAND), relative("sister", FENLAND, wants=False)),
        history=(stay(case().assessed_on.replace(year=2010), None, FENLAND, "prison"),),
        special_circumstances=(special("care_leaver", authority="E10000003", age=30),),
        networks=(network(FENLAND, "peers", "harmful"),),
    ),
}
ROLES = ("coordinator", "spoc")  # one who sees protected matter and one who does not


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", CASES)
def test_nobody_is_ever_told_of_no_connection(name, role):
    one = CASES[name]
    ranking = rank(one, role=role)
    said = json.dumps(ranking_as_data(ranking, Reader(role))).casefold()
    answer = why_not(one, set_up(role=role), FENLAND)
    said += json.dumps(why_not_as_data(answer, Reader(role))).casefold()
    for phrase in ("no connection", "no local connection", "not connected", "without connection"):
        assert phrase not in said


@pytest.mark.parametrize("name", CASES)
def test_no_test_as_a_whole_is_not_met(name):
    for option in rank(CASES[name]).options:
        for tests in (option.local_connection, option.local_connection_at_move_in):
            assert {test.outcome.value for test in tests.values()} <= {
                "met",
                "borderline",
                "lha_to_decide",
                "lha_to_consider",
                "unknown",
            }


@pytest.mark.parametrize("name", CASES)
def test_every_sentence_is_a_sentence(name):
    ranking = rank(CASES[name], placements=None)
    findings = [*ranking.findings, *ranking.timing, *ranking.eligibility.findings]
    for option in ranking.options:
        findings += [*option.gates, *option.referral_198, *option.findings, option.route]
        findings += [f for factor in option.factors.values() for f in factor.findings]
    for finding in findings:
        for words in (finding.sentence, finding.housing or "A word."):
            assert words[0].isupper() or words[0].isdigit(), words
            assert words.rstrip()[-1] in ".)", words
            assert "None" not in words
            assert "_" not in words


@pytest.mark.parametrize("name", CASES)
def test_the_same_case_gives_the_same_answer_byte_for_byte(name):
    one = CASES[name]
    first, second = (
        json.dumps(ranking_as_data(rank(each), Reader())) for each in (one, replace(one))
    )
    assert first == second


def test_equality_fields_change_nothing():
    told = case(equality=(("sex", "female"), ("ethnicity", "any")))
    assert rank(told) == rank(case())
