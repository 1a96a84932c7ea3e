"""Spellings of postcodes, sectors, and what a mistyped one may have been."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.postcodes import UNIT_LETTERS, near, normalise, sector_of
from placement.errors import PlacesError

KNOWN = {"PE13 1AB", "PE13 1AD", "PE1 3AB", "CB1 1AA", "CB1 0AA", "SO15 2AB", "SW1A 1AA"}


@pytest.mark.parametrize(
    "spelling",
    [
        "PE13 1AB",
        "pe131ab",
        "PE13  1AB",
        "Pe13-1ab",
        " pe13 1ab ",
        "PE13.1AB",
        "PE13\u00a01AB",
        "PE13–1AB",
        "p e 1 3 1 a b",
    ],
)
def test_every_usual_spelling_is_read_as_one(spelling):
    assert normalise(spelling) == "PE13 1AB"


@pytest.mark.parametrize(
    "postcode", ["M1 1AE", "M60 1NW", "CR2 6XH", "DN55 1PT", "W1A 1HQ", "EC1A 1BB", "GIR 0AA"]
)
def test_every_pattern_of_postcode_is_read(postcode):
    assert normalise(postcode.replace(" ", "").lower()) == postcode


@pytest.mark.parametrize(
    "text",
    ["", "PE13", "PE13 1A", "PE13 11AB", "PE13 IAB", "1E13 1AB", "PE13 1CB", "hello", "PE13/1AB"],
)
def test_what_cannot_be_a_postcode_is_refused_with_what_was_given(text):
    with pytest.raises(PlacesError, match="cannot be a postcode") as refused:
        normalise(text)
    assert repr(text) in str(refused.value)


def test_the_sector_is_all_but_the_last_two_letters():
    assert sector_of("pe131ab") == "PE13 1"
    assert sector_of("SW1A1AA") == "SW1A 1"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("PE13 IAB", "PE13 1AB"),  # I for 1
        ("PEI3 1AB", "PE13 1AB"),
        ("CB1 OAA", "CB1 0AA"),  # O for 0
        ("5O15 2AB", "SO15 2AB"),  # 5 for S
        ("5015 2A8", "SO15 2AB"),  # three at once, all look-alikes
        ("EP13 1AB", "PE13 1AB"),  # swapped
        ("PE13 11AB", "PE13 1AB"),  # one too many
        ("PE13 1A", "PE13 1AB"),  # one left out
        ("PF13 1AB", "PE13 1AB"),  # one wrong
    ],
)
def test_a_slip_is_answered_with_the_postcode_that_was_meant(typed, meant):
    assert near(typed, KNOWN.__contains__)[0] == meant


def test_a_near_spelling_is_never_the_one_that_was_typed():
    assert "PE13 1AB" not in near("pe13 1ab", KNOWN.__contains__)
    assert "PE13 1AD" in near("pe13 1ab", KNOWN.__contains__)


def test_at_most_five_near_spellings_are_named():
    assert len(near("PE13 1AB", lambda postcode: True)) == 5
    assert len(near("PE13 1AB", lambda postcode: True, limit=2)) == 2


def test_what_is_like_no_postcode_has_no_near_spelling():
    assert near("hello", KNOWN.__contains__) == ()
    assert near("O" * 500, lambda postcode: True) == ()


@given(
    st.from_regex(rf"[A-Z]{{1,2}}[0-9][0-9A-Z]? [0-9][{UNIT_LETTERS}]{{2}}", fullmatch=True),
    st.sampled_from(["", " ", "  ", "-", "."]),
    st.booleans(),
)
def test_one_spelling_is_reached_whatever_case_and_gap(postcode, gap, lower):
    text = postcode.replace(" ", gap)
    assert normalise(text.lower() if lower else text) == postcode


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_in_one_message(text):
    assert len(near(text, lambda postcode: True)) <= 5
    with contextlib.suppress(PlacesError):
        assert normalise(normalise(text)) == normalise(text)
