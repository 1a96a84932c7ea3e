from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from placement import parameters
from placement.monitoring.disproportion import compare, power
from placement.monitoring.equality import FIELDS, ethnicity, read_equality
from placement.monitoring.equality_tables import ALIKE, DIFFERS, TOO_SMALL, equality_tables
from placement.monitoring.working import FIELDS as CASE
from placement.monitoring.working import Window

DAY = date(2026, 11, 21)
NUMBERS = parameters.load().on(DAY)
WINDOW = Window(first=date(2025, 11, 22), as_of=DAY)


def held(i, **given):
    return {field.name: None for field in FIELDS} | {"reference": f"C-{i}"} | given


def case(i, **given):
    blank = {field.name: None for field in CASE}
    return blank | {"reference": f"C-{i}", "referred_on": date(2026, 3, 1)} | given


@given(st.integers(1, 25), st.integers(1, 25), st.data())
@settings(max_examples=80, deadline=None)
def test_the_test_of_disproportion_is_fisher_s(size, others, data):
    yes = data.draw(st.integers(0, size))
    yes_others = data.draw(st.integers(0, others))
    found = compare(yes, size, yes_others, others, difference=0.2, level=0.05)
    known = stats.fisher_exact([[yes, size - yes], [yes_others, others - yes_others]]).pvalue
    assert found.chance == pytest.approx(known)


def test_the_power_is_how_often_the_test_finds_a_difference():
    import numpy as np

    random = np.random.default_rng(3)
    draws = zip(random.binomial(30, 0.3, 1500), random.binomial(40, 0.6, 1500), strict=True)
    found = sum(
        compare(int(a), 30, int(b), 40, difference=0.2, level=0.05).chance < 0.05 for a, b in draws
    )
    assert power(30, 40, 0.3, 0.6, 0.05) == pytest.approx(found / 1500, abs=0.04)


@given(st.integers(2, 30), st.integers(2, 30), st.floats(0.05, 0.95))
@settings(max_examples=30, deadline=None)
def test_where_there_is_no_difference_the_test_seldom_finds_one(size, others, share):
    assert power(size, others, share, share, 0.05) <= 0.05 + 1e-9


def test_eighteen_groups_and_not_stated_sum_to_five_and_not_stated():
    groups = ethnicity()
    assert len(groups.titles) == 19
    assert len(set(groups.groups.values())) == 6
    assert groups.groups["NS"] == "Not stated"


def tables(people, cases, findings=()):
    made = equality_tables(people, cases, NUMBERS, WINDOW, findings)
    return {table.name: table for table in made}


def test_completeness_counts_what_is_stated():
    people = [held(1, sex="male", ethnicity="NS"), held(2, sex="not_stated", age=30)]
    made = tables(people, [case(1), case(2), case(3)])["equality_completeness"]
    shares = {row["what"]: (row["held"], row["cases"]) for row in made.rows()}
    assert shares["Sex"] == (1, 3)
    assert shares["Age"] == (1, 3)
    assert shares["Ethnicity (5+1)"] == (0, 3)


def sexes(women, women_yes, men, men_yes):
    people = [held(i, sex="female" if i < women else "male") for i in range(women + men)]
    yes = {*range(women_yes), *range(women, women + men_yes)}
    return people, [case(i, accepted="yes" if i in yes else "no") for i in range(women + men)]


def row_of(table, group, outcome="accepted"):
    return next(r for r in table.rows() if (r["group"], r["outcome"]) == (group, outcome))


def test_a_small_group_has_no_share_and_the_words_say_so():
    table = tables(*sexes(9, 9, 60, 10))["equality_sex"]
    row = row_of(table, "female")
    assert (row["share"], row["chance"], row["label"]) == (None, None, TOO_SMALL)
    assert "numbers too small to say" in row["words"]
    assert "9 of 9" not in row["words"]


def test_a_large_difference_is_found_and_a_test_without_power_says_nothing():
    assert row_of(tables(*sexes(40, 35, 60, 10))["equality_sex"], "female")["label"] == DIFFERS
    assert row_of(tables(*sexes(12, 6, 60, 30))["equality_sex"], "female")["label"] == TOO_SMALL
    alike = row_of(tables(*sexes(200, 100, 300, 150))["equality_sex"], "female")
    assert alike["label"] == ALIKE
    assert alike["power"] > 0.8


def test_the_effect_of_each_rule_is_given_by_group_without_the_unknown():
    people, cases = sexes(20, 0, 20, 0)
    findings = [
        {"reference": c["reference"], "rule": "r", "clause": "6(a)", "outcome": said}
        for c, said in zip(cases, ["met", "not_met", "unknown", "met"] * 10, strict=True)
    ]
    table = tables(people, cases, findings)["equality_rules_sex"]
    totals = next(r for r in table.rows() if r["group"] == "total")
    assert (totals["people"], totals["yes"], totals["clause"]) == (30, 20, "6(a)")


def test_ages_fall_in_bands_at_their_first_year():
    people = [held(i, age=age) for i, age in enumerate((24, 25, 54, 55, 90))]
    table = tables(people, [case(i, accepted="yes") for i in range(5)])["equality_age"]
    counts = {r["group"]: r["people"] for r in table.rows() if r["outcome"] == "accepted"}
    assert counts == {"under 25": 1, "25 to 34": 1, "45 to 54": 1, "55 and over": 2, "total": 5}


def test_an_ethnic_code_that_is_not_one_is_refused_without_showing_it(tmp_path):
    path = tmp_path / "equality.csv"
    path.write_text("reference,sex,age,ethnicity,religion,disability\nC-1,,,Z9,,\n", "utf-8")
    with pytest.raises(Exception, match="ethnicity") as refused:
        read_equality(path)
    assert "Z9" not in str(refused.value)
