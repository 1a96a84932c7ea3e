"""What must never matter: equality fields, and the order in which anything is written."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from placement.cases import read_case_text

from .people import cases, registers
from .reading import EXAMPLE, as_json, bare, counted

LISTS = (
    "history",
    "employment",
    "family",
    "networks",
    "services",
    "management_views",
    "conditions",
    "victims",
    "risk_plan",
    "non_association",
    "household",
    "special_circumstances",
    "risk_to_applicant",
    "origin_reasons",
    "origin_reasons_for_housing",
)


def shuffled(case, seed):
    """Return the same case with every list but the preference in another order."""
    rng = Random(seed)
    changes = {}
    for name in LISTS:
        found = getattr(case, name)
        if found:
            changes[name] = tuple(rng.sample(found, len(found)))
    return replace(case, **changes)


@settings(max_examples=18)
@given(case=cases(), seed=st.integers(0, 99), register=registers)
def test_the_order_of_lists_and_of_placements_never_changes_a_result(case, seed, register):
    one = replace(bare(), placements=register)
    other = replace(bare(), placements=tuple(Random(seed).sample(register, len(register))))
    assert as_json(case, one) == as_json(shuffled(case, seed), other)


@settings(max_examples=8)
@given(case=cases(), seed=st.integers(0, 99))
def test_the_order_of_lists_never_changes_what_housing_reads(case, seed):
    setting = counted("spoc")
    assert as_json(case, setting, "spoc") == as_json(shuffled(case, seed), setting, "spoc")


@settings(max_examples=8)
@given(
    case=cases(),
    equality=st.dictionaries(
        st.sampled_from(("sex", "age", "ethnicity", "religion", "disability")),
        st.text("abc", min_size=1),
    ),
)
def test_equality_fields_never_change_a_result(case, equality):
    changed = replace(case, equality=tuple(sorted(equality.items())))
    assert as_json(case, counted()) == as_json(changed, counted())


def test_equality_fields_of_a_file_never_change_a_result():
    head, tail = EXAMPLE.split("[equality]")
    fields = '[equality]\nsex = "female"\nage = 44\nreligion = "none"'
    one, other = read_case_text(head + tail), read_case_text(head + fields + tail)
    assert one.equality != other.equality
    assert as_json(one, counted()) == as_json(other, counted())
