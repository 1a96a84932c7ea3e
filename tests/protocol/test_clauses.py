"""The register of clauses is whole, and holds the product to what it says."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace

import pytest

from placement.clauses import DIRECTORY, check, load_clauses, overdue, unverified
from placement.errors import InputError

REGISTER = load_clauses()
READ = date(2026, 11, 22)

SMALL = """
[protocol]
title = "P"
edition = "January 2017"
issued = 2017-01-31
checked = 2026-11-22
review_months = 12
[sections]
6 = "Housing input"
[[clauses]]
id = "6.2"
kind = "rule"
text = "t"
reason = "r"
[[clauses]]
id = "6.3"
kind = "rule"
with = "6.2"
text = "t"
reason = "r"
[[clauses]]
id = "6.4"
kind = "process"
text = "t"
reason = "r"
[[law]]
id = "X s.1"
title = "t"
verified = false
seen = "s"
checked = 2026-11-01
note = "n"
"""


def register(tmp_path, text=SMALL, notes=()):
    (tmp_path / "interpretations").mkdir()
    for note in notes:
        (tmp_path / "interpretations" / note).write_text("a note", encoding="utf-8")
    (tmp_path / "clauses.toml").write_text(text, encoding="utf-8")
    return load_clauses(tmp_path)


def a_rule(name="first_options", clause="6.2", law=()):
    return SimpleNamespace(name=name, clause=clause, law=law)


def a_number(clause="6.2", source="agreed", checked=READ):
    value = SimpleNamespace(source=source)
    return SimpleNamespace(name="n", clause=clause, checked=checked, values=(value,))


def a_scenario(*clauses):
    return SimpleNamespace(clauses=clauses)


def problems(tmp_path, *, text=SMALL, notes=(), rules=None, numbers=(), scenarios=None, test=None):
    """Check a small register, in order but for what is given."""
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "test_it.py").write_text(test or "first_options(facts)", encoding="utf-8")
    return check(
        register(tmp_path, text, notes),
        [a_rule()] if rules is None else rules,
        numbers,
        [a_scenario("6.2")] if scenarios is None else scenarios,
        tests,
    )


def test_every_section_of_the_protocol_has_statements():
    assert list(REGISTER.sections) == [str(number) for number in range(1, 15)]
    assert {clause.section for clause in REGISTER} == set(REGISTER.sections)


def test_paragraphs_and_statements_are_numbered_without_a_gap():
    ids = {clause.id for clause in REGISTER} | set(REGISTER.sections)
    for key in ids:
        match = re.fullmatch(r"(.*)\.(\d+)", key)
        if match is None or key == "7.2":
            continue
        parent, last = match[1], int(match[2])
        assert parent in ids
        assert last == 1 or f"{parent}.{last - 1}" in ids


@pytest.mark.parametrize("key", ["6(a)", "6(b)", "6(c)", "7(i)", "7(ii)"])
def test_the_bullets_on_choosing_and_on_eligibility_are_rules(key):
    assert REGISTER[key].kind == "rule"


def test_the_eight_sections_that_rules_rest_on_can_be_looked_up():
    assert REGISTER["6"].title == "Housing input into MAPPP meetings"
    assert "6" in REGISTER
    assert "6.99" not in REGISTER
    with pytest.raises(KeyError):
        REGISTER["6.99"]


def test_every_interpretation_note_is_cited_and_none_is_missing():
    assert [each for each in check(REGISTER, [], [], [], DIRECTORY) if "interpr" in each] == []
    assert len(REGISTER.interpretations) >= 20


@pytest.mark.parametrize("name", REGISTER.interpretations)
def test_each_note_has_its_parts_and_names_clauses_that_cite_it(name):
    text = (DIRECTORY / "interpretations" / name).read_text(encoding="utf-8")
    for part in ("- Date: ", "- Status: ", "- Agreed by: ", "## Question", "## Reading taken"):
        assert part in text
    named = re.search(r"^- Clause: (.*)$", text, re.MULTILINE)[1].split(", ")
    citing = {clause.id for clause in REGISTER if name in clause.interpretation}
    assert set(named) <= set(REGISTER.clauses)
    assert citing <= set(named)
    assert citing
    assert len(text.splitlines()) < 40


def test_law_is_verified_only_where_the_statute_was_read():
    unread = {law.id for law in unverified(REGISTER)}
    assert "HA1996 s.198(2)" in unread
    assert "HA1996 s.199(7)" in unread
    assert "HA1996 s.199(1)" not in unread


def test_a_register_in_order_has_no_problem(tmp_path):
    assert problems(tmp_path, numbers=[a_number()]) == []


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("", "names no clause"),
        ("6.9", "names 6.9, which clauses.toml does not have"),
        ("6.4", "treats as process"),
    ],
)
def test_a_rule_must_name_a_clause_that_is_treated_as_a_rule(tmp_path, clause, words):
    found = problems(tmp_path, rules=[a_rule(), a_rule("other", clause)])
    assert len(found) == 1
    assert words in found[0]


def test_a_rule_may_rest_on_a_whole_section_or_on_the_law(tmp_path):
    rules = [a_rule(), a_rule("second", "6"), a_rule("third", "X s.1", law=("X s.1",))]
    assert problems(tmp_path, rules=rules) == []


def test_a_rule_that_names_law_nobody_wrote_down_is_found(tmp_path):
    found = problems(tmp_path, rules=[a_rule(law=("Y s.2",))])
    assert found == [
        "The rule first_options names Y s.2, which clauses.toml does not have.",
    ]


def test_a_clause_treated_as_a_rule_needs_a_rule_a_scenario_and_a_test(tmp_path):
    found = problems(tmp_path, rules=[], scenarios=[], test="nothing")
    assert [each.partition(", and ")[2] for each in found] == [
        "no rule names it.",
        "no scenario names it.",
        "no test names it or its rules.",
    ]


def test_a_scenario_of_a_statement_answered_elsewhere_counts_for_the_answering_clause(tmp_path):
    assert problems(tmp_path, scenarios=[a_scenario("6.3")]) == []


def test_a_scenario_that_names_no_known_clause_is_found(tmp_path):
    found = problems(tmp_path, scenarios=[a_scenario("6.2", "6.99")])
    assert found == ["A scenario names 6.99, which clauses.toml does not have."]


@pytest.mark.parametrize(
    ("test", "enough"),
    [
        ("apply(first_options, facts)", True),
        ("assert finding.clause == '6.2'", True),
        ("first_options_again()", False),
        ("clause 6.2 without quotes", False),
    ],
)
def test_a_test_speaks_for_a_rule_by_its_name_or_its_quoted_clause(tmp_path, test, enough):
    assert (problems(tmp_path, test=test) == []) is enough


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (a_number(clause=""), "names no clause"),
        (a_number(clause="6.99"), "not a clause"),
        (a_number(source=" "), "without a source"),
        (a_number(checked=None), "when it was last checked"),
    ],
)
def test_a_number_needs_a_clause_a_source_and_a_day(tmp_path, number, words):
    found = problems(tmp_path, numbers=[number])
    assert len(found) == 1
    assert words in found[0]


def test_a_note_that_is_missing_or_cited_nowhere_is_found(tmp_path):
    text = SMALL.replace('id = "6.4"', 'id = "6.4"\ninterpretation = ["1-gone.md"]')
    assert problems(tmp_path, text=text, notes=["2-lonely.md"]) == [
        "interpretations/1-gone.md is cited by a clause and is missing.",
        "interpretations/2-lonely.md is cited by no clause.",
    ]


def test_the_protocol_is_overdue_the_day_after_its_review_was_due(tmp_path):
    small = register(tmp_path)
    assert overdue(small, date(2018, 1, 31)) == []
    assert "due for review by 31 January 2018" in overdue(small, date(2018, 2, 1))[0]


def test_what_was_checked_a_year_ago_is_overdue_the_day_after(tmp_path):
    small = register(tmp_path)
    assert len(overdue(small, date(2027, 11, 1))) == 1
    assert "X s.1 was last checked" in overdue(small, date(2027, 11, 2))[1]
    assert len(overdue(small, date(2027, 11, 22))) == 2
    assert len(overdue(small, date(2027, 11, 23))) == 3


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "process"', 'kind = "maybe"', "allowed: guidance, outside, process, rule"),
        ('reason = "r"', "", "reason is missing"),
        ("verified = false", "verified = true", "only legislation.gov.uk counts"),
        ("verified = false", 'verified = "no"', "it must be true or false"),
        ('with = "6.2"', 'with = "6.4"', "6.4 is not such a rule"),
        ('id = "6.3"', 'id = "6.2"', "6.2 is given 2 times"),
        ('id = "6.3"', 'id = "5.3"', "5 is not a section"),
        ("[[law]]", "[[law]]\nhue = 1", "hue is not known"),
    ],
)
def test_a_fault_of_the_file_is_named(tmp_path, old, new, words):
    with pytest.raises(InputError, match=re.escape(words)):
        register(tmp_path, SMALL.replace(old, new, 1))
