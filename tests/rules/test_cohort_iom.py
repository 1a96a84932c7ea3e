"""Integrated offender management: that cohort's own rules on eligibility, and whose the rest is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from placement.assess import assess, setting_of
from placement.cohorts import cohort_clauses, load_cohort
from placement.documents.annex import annex
from placement.documents.referral_pack import facts_for_pack, referral_pack
from placement.errors import InputError, ProfileError
from placement.load import load_setting, places_on
from placement.profile import load_profile
from placement.results import Outcome
from placement.rules import RULES
from placement.view import Reader, ranking_as_data
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


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"in_cohort": "unknown"}, "whether the partnership has chosen the person"),
        ({"risk_of_reoffending": "unknown"}, "the risk of reoffending is not recorded"),
        ({"risk_of_serious_harm": "unknown"}, None),
    ],
)
def test_what_nobody_should_go_on_without_is_asked_of_the_cohorts_own_facts(changes, said):
    ranking = ranked(can_return="no", **changes)
    assert (ranking.recommendation.outcome == "not_enough_information") == (said is not None)
    assert said is None or said in ranking.recommendation.sentence


def test_what_is_commissioned_together_is_said_with_every_answer_and_its_source():
    (note,) = [each for each in ranked().notes if "commission" in each]
    assert note.startswith("Whether Luton, Bedford and Central Bedfordshire commission dedicated")
    assert "was under review" in note
    assert "Central Bedfordshire community safety strategy, 2016" in note
    assert not any("commission" in each for each in ranked(load_profile("bedfordshire")).notes)


def test_everybody_in_the_cohorts_register_is_counted_whatever_their_level(tmp_path):
    rows = ["reference,lha,area,level,category,setting,from,to"]
    rows += [f"{n},{LHAS[0]},,{level},,private_rent,2026-01-01," for n, level in ((1, ""), (2, 1))]
    rows += [f"3,{LHAS[0]},,,,approved_premises,2026-01-01,"]
    path = tmp_path / "people.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    setting = load_setting(profile=IOM.name, as_of=DAY, placements=path)
    (found,) = [
        f
        for f in assess(case(origin="none"), setting)[LHAS[0]].factors["spread"].findings
        if f.rule == "number_within_what_chance_gives"
    ]
    assert found.sentence.startswith("3 people would be counted in Luton")
    with pytest.raises(InputError, match="row 2, level: is missing"):
        load_setting(profile="bedfordshire", as_of=DAY, placements=path)


def test_the_papers_call_the_cohort_by_its_name_and_show_what_is_commissioned(tmp_path):
    text = "\n".join(
        cell.text
        for content in papers(ranked())
        for table in Document(BytesIO(content)).tables
        for row in table.rows
        for cell in row.cells
    )
    text += "\n".join(p.text for c in papers(ranked()) for p in Document(BytesIO(c)).paragraphs)
    assert set(re.findall(r"[^.\n]*MAPPA[^.\n]*", text)) == {
        "This is integrated offender management, not MAPPA"
    }
    assert "This is the referral for integrated offender management." in text
    assert "Eligibility (IOM 1, IOM 1.1, IOM 2): comes under integrated offender management" in text
    assert text.count("was under review") >= 2 + 3  # in each paper, and beside each LHA
    assert "Housing representative (housing version)" in text


def papers(ranking):
    """The annex for housing and the referral pack."""
    shown = ranking_as_data(replace(ranking, for_housing=True), Reader("spoc", LHAS[0]))
    facts = facts_for_pack(case(origin="none"), lha_of=lambda _: None)
    return annex(shown, version="housing"), referral_pack(shown, facts, lha=LHAS[0])
