"""Integrated offender management: that cohort's own rules on eligibility, and whose the rest is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from placement.assess import assess, setting_of
from placement.cohorts import cohort_clauses, load_cohort
from placement.errors import InputError, ProfileError
from placement.load import places_on
from placement.profile import load_profile
from placement.results import Outcome
from placement.rules import RULES
from tests.engine.making import DAY, case, view

IOM = load_profile("bedfordshire-iom")
LHAS = ("E06000032", "E06000055", "E06000056")


def ranked(profile=IOM, **changes):
    known = {"in_cohort": "yes", "risk_of_reoffending": "high"}
    one = case(origin="none", management_views=tuple(map(view, LHAS)), **{**known, **changes})
    setting = setting_of(profile=profile, places=places_on(profile, DAY), as_of=DAY, placements=())
    return assess(one, setting)


def outcomes(ranking):
    return {each.rule: each.outcome for each in ranking.eligibility.findings}


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "eligible"),
        ({"risk_of_reoffending": "very_high"}, "eligible"),
        ({"risk_of_reoffending": "medium"}, "not_shown"),
        ({"risk_of_reoffending": "unknown"}, "unknown"),
        ({"in_cohort": "no"}, "not_shown"),
        ({"in_cohort": "unknown"}, "unknown"),
        ({"accommodation_need": "none"}, "not_shown"),
        ({"accommodation_need": "not_assessed"}, "unknown"),
        ({"in_cohort": "no", "risk_of_reoffending": "unknown"}, "not_shown"),
        ({"level": None, "category": None}, "eligible"),
        ({"level": 1, "risk_of_serious_harm": "low"}, "eligible"),
    ],
)
def test_eligibility_is_that_cohorts_and_never_mappas(changes, outcome):
    ranking = ranked(**changes)
    assert ranking.eligibility.outcome == outcome
    assert set(outcomes(ranking)) == {
        "chosen_for_the_cohort",
        "high_risk_of_reoffending",
        "by_criteria_that_were_read",
        "a_need_of_accommodation",
    }
    assert {each.clause for each in ranking.eligibility.findings} == {"IOM 1", "IOM 1.1", "IOM 2"}


def test_the_criteria_are_unknown_whoever_is_chosen():
    assert outcomes(ranked())["by_criteria_that_were_read"] == Outcome.UNKNOWN


def test_mappas_answers_ask_nothing_of_another_cohort():
    mappa = load_profile("bedfordshire")
    ranking = ranked(mappa)
    assert "within_levels" in outcomes(ranking)
    assert not any(each.clause.startswith("IOM") for each in ranking.eligibility.findings)
    assert not any("not MAPPA" in note for note in ranking.notes)
    rules = {each.rule for option in ranking.options for each in option.findings}
    assert "what_is_commissioned_together" not in rules


def test_gates_and_considerations_stay_and_every_answer_says_whose_they_are():
    other, own = ranked(load_profile("bedfordshire")), ranked()
    points = [[(o.lha, o.units, o.status) for o in each.options] for each in (other, own)]
    assert points[0] == points[1]
    assert "No protocol on housing has been read for this cohort" in own.notes[0]
    assert "Cambridgeshire and Peterborough protocol" in own.notes[0]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("in_place", "met"), ("under_review", "unknown"), ("ended", "not_met")],
)
def test_what_is_commissioned_together_is_said_and_scores_nothing(status, outcome):
    together = tuple(replace(each, status=status) for each in IOM.commissioned)
    ranking = ranked(replace(IOM, commissioned=together))
    for option in ranking.options:
        (found,) = [f for f in option.findings if f.rule == "what_is_commissioned_together"]
        assert (found.outcome, found.points) == (outcome, 0)
    assert [o.units for o in ranking.options] == [o.units for o in ranked().options]


def test_an_authority_outside_what_is_commissioned_is_told_so():
    two = tuple(replace(each, lhas=LHAS[:2]) for each in IOM.commissioned)
    ranking = ranked(replace(IOM, commissioned=two))
    (found,) = [f for f in ranking[LHAS[2]].findings if f.clause == "IOM 3"]
    assert found.outcome == "not_met"


def test_every_rule_of_the_cohort_names_a_clause_that_its_register_treats_as_one():
    theirs = [rule for rule in RULES.values() if rule.clause.startswith("IOM")]
    assert theirs
    for rule in theirs:
        assert cohort_clauses()[rule.clause].kind == "rule"
    kinds = {each.id for each in cohort_clauses().values() if each.kind == "rule"}
    assert kinds == {rule.clause for rule in theirs}


def test_the_cohorts_source_is_dated_and_an_unknown_cohort_is_refused(tmp_path):
    cohort = load_cohort("iom")
    assert (cohort.issued, cohort.checked) == (date(2016, 12, 31), date(2026, 11, 29))
    with pytest.raises(InputError, match="there are mappa, iom"):
        load_cohort("probation")
    path = tmp_path / "mine.toml"
    path.write_text('base = "bedfordshire"\nname = "mine"\ncohort = "other"\n', encoding="utf-8")
    with pytest.raises(ProfileError, match="cohort is 'other'; allowed: iom, mappa"):
        load_profile(path)


def test_a_profile_laid_over_another_keeps_what_it_does_not_say(tmp_path):
    base = load_profile("bedfordshire")
    assert IOM.codes == base.codes
    assert IOM.schemes == base.schemes
    assert IOM.places_name == "bedfordshire"
    assert IOM.bodies["coordinator"] == "IOM co-ordinator"
    path = tmp_path / "mine.toml"
    path.write_text('base = "atlantis"\nname = "mine"\n', encoding="utf-8")
    with pytest.raises(ProfileError, match="base 'atlantis' is not a profile"):
        load_profile(path)
