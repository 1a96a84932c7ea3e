"""Synthetic cohorts: who is in one, that they are the same again, and that none is a person."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date
from functools import cache

import pytest
from scipy.stats import binomtest

from geodata.places import load
from placement.assess import assess
from placement.cases import read_case_text, words
from placement.cases.checks import check_postcodes
from placement.cases.problems import Problems
from placement.errors import InputError
from placement.load import load_setting
from scenarios.cohorts import lives, make_cohort, person, protection, yearly_people
from scenarios.cohorts.figures import ASSUMPTION, all_figures
from scenarios.cohorts.files import case_text, protected_text

START = date(2026, 11, 21)
PROFILES = ("cambridgeshire", "bedfordshire", "london")
MANY = 1000
SURE = 0.9999


@cache
def cohort(profile="cambridgeshire", people=MANY, seed=7, days=365):
    return make_cohort(profile, people, seed=seed, start=START, days=days)


# --- made up, and nobody ---------------------------------------------------------------------

WRITTEN = {
    *(reason for reasons in person.REASONS.values() for reason in reasons),
    *person.PLAN,
    lives.MEDICAL,
    lives.FORCES,
    protection.CHECKED_BY,
    protection.STATEMENT,
}
SENTENCES = {"note", "reason", "item", "by", "statement_for_housing"}
CODED = {"reference", "postcode", "lha", "lhas", "areas", "asks_to_avoid", "non_association"}
WORDS = {word for name in vars(words).values() if isinstance(name, tuple) for word in name}


def texts(value, key=""):
    """Every text of some tables, with the key that it stands under."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, key)
    elif isinstance(value, str):
        yield key, value


def test_nothing_that_could_describe_somebody_stands_in_a_case():
    for made in cohort().people:
        for key, text in texts([made.tables, made.protected or {}]):
            if key in SENTENCES:
                assert text in WRITTEN
            elif key not in CODED:
                assert key in ("kind", "provided_by", "authority") or text in WORDS | {
                    "none",
                    "victim",
                    "licence_condition",
                    "risk",
                }
                assert " " not in text


def test_everybody_is_marked_synthetic():
    made = cohort(people=40)
    assert all(each.reference.startswith("SYN-7-") for each in made.people)
    assert all(each.reference.startswith("SYN-7-P") for each in made.placements)
    assert all(case_text(each).startswith("# Synthetic: this person") for each in made.people)
    hidden = [protected_text(each) for each in made.people if each.protected]
    assert hidden
    assert all(text.startswith("# Synthetic: this person") for text in hidden)


def test_what_is_held_apart_stands_in_no_case():
    for made in cohort(people=40).people:
        keys = {key for key, _ in texts([made.tables, made.protected or {}])}
        assert not keys & {"sex", "ethnicity", "religion", "disability", "equality"}
        assert "equality" not in made.tables
        assert made.case.equality == ()


# --- the same again --------------------------------------------------------------------------


def test_the_same_seed_makes_the_same_people_however_many_are_asked_for():
    few = {
        each.reference: each
        for each in make_cohort("cambridgeshire", 20, seed=7, start=START).people
    }
    many = {each.reference: each for each in cohort().people}
    assert few.keys() <= many.keys()
    for reference, made in few.items():
        assert made == many[reference]
        assert case_text(made) == case_text(many[reference])


def test_another_seed_makes_others():
    one, other = cohort(people=20), make_cohort("cambridgeshire", 20, seed=8, start=START)
    assert not {each.case for each in one.people} & {each.case for each in other.people}


# --- read by the product ---------------------------------------------------------------------


@pytest.mark.parametrize("profile", PROFILES)
def test_every_case_is_read_back_from_its_files_with_every_postcode_known(profile):
    find = load(profile).find
    for made in cohort(profile, people=150).people:
        text, hidden = case_text(made), protected_text(made)
        case = read_case_text(text, protected_text=hidden)
        assert case == made.case
        problems = Problems()
        check_postcodes(case, find, problems)
        problems.refuse_any(made.reference)
        read_case_text(text, housing_role=True)  # nothing protected stands in the first file
        assert tomllib.loads(text)["reference"] == made.reference


def test_people_come_in_the_order_in_which_they_become_known():
    made = cohort(days=30).people
    days = [each.known_on for each in made]
    assert days == sorted(days)
    assert {(day - START).days for day in days} == set(range(30))
    assert all(each.case.assessed_on == each.known_on for each in made)


def test_a_cohort_reaches_every_answer_that_there_is():
    setting = load_setting(profile="cambridgeshire", as_of=date(2027, 5, 21))
    missing = {"origin", "clear", "close", "not_enough_information"}
    for each in cohort(people=MANY).people[:110]:
        missing.discard(assess(each.case, setting).recommendation.outcome)
        if not missing:
            return
    pytest.fail(f"nobody of 110 has {', '.join(sorted(missing))}")


def test_a_cohort_holds_everything_that_a_case_may_hold():
    cases = [each.case for each in cohort().people]
    blank = {name for name in cases[0].__slots__ if not any(getattr(c, name) for c in cases)}
    # elsewhere by design: kept apart, or a file's own affair
    assert blank == {"carried", "equality", "holds_protected", "protected_elsewhere"}
    kinds = Counter(each.kind for case in cases for each in case.conditions or ())
    assert set(kinds) == set(words.CONDITION) - {"other"}
    stays = {stay.kind for case in cases for stay in case.history or ()}
    assert stays == set(words.SETTING) - {"unknown"}
    unknown = {name for name in cases[0].__slots__ if any(getattr(c, name) is None for c in cases)}
    assert {"history", "networks", "conditions", "victims", "release", "services"} <= unknown


# --- calibrated ------------------------------------------------------------------------------


def holds(count, of, share):
    """Whether an exact interval of a count holds a published share."""
    interval = binomtest(count, of).proportion_ci(SURE, method="exact")
    return interval.low <= share <= interval.high


def by_name(name):
    return next(each for each in all_figures() if each.name == name).given


@pytest.mark.parametrize("profile", PROFILES)
def test_levels_and_categories_are_those_published(profile):
    cases = [each.case for each in cohort(profile).people]
    found = Counter(f"{c.level}/{c.category}" for c in cases if c.level > 1 and c.category < 4)
    weights = by_name("year_total")
    for cell, weight in weights.items():
        assert holds(found[cell], found.total(), weight / sum(weights.values())), cell


def test_status_and_sex_are_those_of_the_published_caseload():
    group = {"hospital": "custody", "community_order": "community"}
    group["suspended_sentence"] = "community"
    people = cohort().people
    found = Counter(
        f"{group.get(each.case.status, each.case.status)}/{each.characteristics.sex}"
        for each in people
    )
    weights = by_name("caseload")
    assert set(found) == set(weights)
    for cell, weight in weights.items():
        assert holds(found[cell], MANY, weight / sum(weights.values())), cell


def test_orders_notice_and_ethnicity_are_those_published():
    people = cohort().people
    orders = Counter(each.case.status for each in people)
    made = orders["community_order"] + orders["suspended_sentence"]
    assert holds(orders["community_order"], made, 35 / 102)
    leads = [(each.case.release - each.known_on).days for each in people if each.case.release]
    assert holds(sum(lead < 183 for lead in leads), len(leads), by_name("short_custody"))
    minority = set(by_name("ethnicity_minority"))
    found = sum(each.characteristics.ethnicity in minority for each in people)
    assert holds(found, MANY, 81 / 224)


def test_those_who_stand_at_the_start_are_those_of_the_snapshot():
    made = make_cohort("bedfordshire", 0, seed=7, start=START)
    assert len(made.placements) == sum(by_name("snapshot").values()) == 23
    assert yearly_people("bedfordshire", START) == sum(by_name("year_total").values()) == 39
    assert yearly_people("cambridgeshire", START) == round(39 * 894_524 / 704_800)
    many = make_cohort("bedfordshire", 0, seed=7, start=START, standing=2000)
    found = Counter(f"{each.level}/{each.category}" for each in many.placements)
    for cell, weight in by_name("snapshot").items():
        assert holds(found[cell], 2000, weight / 23), cell
    assert all(each.start <= START and each.end is None for each in many.placements)
    assert len(many.standing_days) == 2000
    assert min(many.standing_days) >= 1


def test_people_are_spread_over_lhas_as_residents_are():
    many = make_cohort("cambridgeshire", 0, seed=7, start=START, standing=2000)
    found = Counter(each.lha for each in many.placements)
    residents = {
        lha.code: lha.population
        for lha in load_setting(profile="cambridgeshire", as_of=START).profile.lhas
    }
    for code, number in residents.items():
        assert holds(found[code], 2000, number / sum(residents.values())), code


def test_a_stay_lasts_so_long_that_an_area_stays_as_full_as_it_is():
    stays = [each.stay_days for each in cohort().people]
    assert sum(stays) / len(stays) == pytest.approx(365 * 23 / 39, rel=0.1)


# --- every figure says where it is from -------------------------------------------------------


def test_every_figure_is_published_carried_over_or_an_assumption_and_says_so():
    for profile in PROFILES:
        marks = cohort(profile, people=150).marks
        assert {mark.status for mark in marks} <= {"published", "carried over", "assumption"}
        for mark in marks:
            assert (mark.status == "assumption") == mark.source.startswith(ASSUMPTION), mark
    own = {
        mark.name for mark in cohort("bedfordshire", people=150).marks if mark.status == "published"
    }
    assert {"year_total", "snapshot", "caseload", "orders", "short_custody"} <= own
    assert "standing_total" not in {mark.name for mark in cohort(people=40).marks}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"people": -1}, "people: -1"),
        ({"people": 100_001}, "people: 100001"),
        ({"seed": 2**32}, "seed: 4294967296"),
        ({"days": 0}, "days: 0"),
        ({"standing": -1}, "standing: -1"),
        ({"start": date(1900, 1, 1)}, "start: 1900-01-01"),
    ],
)
def test_what_cannot_be_made_is_refused(asked, said):
    given = {"people": 5, "seed": 7, "start": START, **asked}
    with pytest.raises(InputError, match=said):
        make_cohort("cambridgeshire", given.pop("people"), **given)
