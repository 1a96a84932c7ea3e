"""Any file at all is read, or refused in one clear message; never anything else."""

from __future__ import annotations

from random import Random

import pytest

from placement.cases import Case, read_case_text
from placement.cases.source import decode
from placement.cases.split import split_text
from placement.errors import PlacementError

from .generate import POSTCODES, case_text, spoil

VALID = 300


def attempt(raw):
    """Return the case that the bytes give, or the message that refuses them."""
    try:
        return read_case_text(decode(raw, "the file"), source="the file")
    except PlacementError as error:
        return str(error)


def read_or_refused(seeds):
    read = refused = 0
    for seed in seeds:
        rng = Random(seed)
        outcome = attempt(spoil(rng, case_text(rng)))
        if isinstance(outcome, Case):
            read += 1
            continue
        refused += 1
        assert outcome.startswith("the file cannot be used: "), seed
        assert "  - " in outcome, seed
        assert "Traceback" not in outcome, seed
        assert outcome.isprintable() or outcome.replace("\n", "").isprintable(), seed
    return read, refused


@pytest.mark.parametrize("start", range(0, VALID, 100))
def test_every_generated_case_is_read(start):
    for seed in range(start, start + 100):
        text = case_text(Random(seed))
        assert isinstance(read_case_text(text), Case), seed


def test_a_seed_gives_the_same_text_again():
    assert case_text(Random(7)) == case_text(Random(7))
    assert case_text(Random(7)) != case_text(Random(8))


def test_a_key_that_is_left_out_is_never_written():
    for seed in range(50):
        case = read_case_text(case_text(Random(seed), leave_out=("networks", "victims")))
        assert (case.networks, case.victims) == (None, None)


def test_every_generated_case_that_holds_protected_matter_splits_and_comes_together_again():
    splits = 0
    for seed in range(VALID):
        text = case_text(Random(seed))
        case = read_case_text(text)
        if not case.holds_protected:
            continue
        housing, protected = split_text(text)
        both = read_case_text(housing, protected_text=protected)
        assert sorted(map(repr, both.conditions or ())) == sorted(map(repr, case.conditions or ()))
        assert both.victims == case.victims
        assert not read_case_text(housing, housing_role=True).holds_protected
        splits += 1
    assert splits > VALID // 3


def test_a_thousand_spoilt_files_are_each_read_or_refused():
    read, refused = read_or_refused(range(1_000))
    assert read > 50
    assert refused > 500


@pytest.mark.soak
def test_ten_thousand_spoilt_files_are_each_read_or_refused():
    read, refused = read_or_refused(range(10_000))
    assert read + refused == 10_000


def test_no_refusal_names_a_place_that_only_the_victims_have():
    """Write a postcode in the victims alone, spoil their tables, and look for it in messages."""
    secret, refused = "SW1A 2AA", 0
    for seed in range(400):
        rng = Random(seed)
        text = case_text(rng, leave_out=("victims", "victim_check"))
        protected = (
            f'\n[[victims]]\nreference = "V9"\nhome = {{ postcode = "{secret}" }}\n'
            f'asks_to_avoid = ["{secret}"]\nviews = "{secret}"\navoid_metres = "{secret}"\n'
            f'statement_for_housing = "near {secret}"\n{secret.replace(" ", "-")} = 1\n'
        )
        outcome = attempt(text.encode() + protected.encode())
        assert isinstance(outcome, str)
        refused += 1
        assert "SW1A" not in outcome
        assert not any(f"{code!r}" in outcome for code in POSTCODES)
    assert refused == 400
