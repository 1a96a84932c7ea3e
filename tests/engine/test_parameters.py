"""The protocol's numbers: dated, sourced, and refused in one message where a file is broken."""

from __future__ import annotations

from datetime import date

import pytest

from placement.errors import ParameterError
from placement.parameters import UNAGREED, load

GOOD = """
[limit]
clause = "6(c)"
label = "a limit"
unit = "people"
checked = 2026-11-22

[[limit.values]]
from = 2017-01-01
value = 2
source = "the first"

[[limit.values]]
from = 2020-04-01
value = 3
source = "the second"
"""


@pytest.fixture
def read(tmp_path):
    def from_text(text, name="made.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return load(tmp_path)

    load.cache_clear()
    yield from_text
    load.cache_clear()


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2017, 1, 1), 2), (date(2020, 3, 31), 2), (date(2020, 4, 1), 3)],
)
def test_the_day_chooses_the_value(read, day, value):
    assert read(GOOD).on(day)["made.limit"] == value


def test_before_the_first_day_there_is_no_value_and_the_message_says_what_to_do(read):
    numbers = read(GOOD).on(date(2016, 12, 31))
    assert "made.limit" not in numbers
    with pytest.raises(ParameterError, match="the first one holds from 2017-01-01"):
        numbers["made.limit"]


def test_a_repealed_number_ends_on_its_day(read):
    ended = GOOD + '\n[[limit.values]]\nfrom = 2024-01-01\nrepealed = true\nsource = "ended"\n'
    numbers = read(ended)
    assert numbers.on(date(2023, 12, 31))["made.limit"] == 3
    assert "made.limit" not in numbers.on(date(2024, 1, 1))


def test_a_number_can_be_changed_for_a_what_if_but_not_made_up(read):
    numbers = read(GOOD)
    assert numbers.on(date(2021, 1, 1), {"made.limit": 9})["made.limit"] == 9
    with pytest.raises(ParameterError, match=r"made\.limitt is not a number"):
        numbers.on(date(2021, 1, 1), {"made.limitt": 9})
    with pytest.raises(ParameterError, match=r"is not a number"):
        numbers.on(date(2021, 1, 1))["made.other"]


@pytest.mark.parametrize(
    ("good", "broken", "said"),
    [
        ('clause = "6(c)"\n', "", "made.limit has no clause"),
        ('label = "a limit"\n', "", "made.limit has no label"),
        ('unit = "people"\n', "", "made.limit has no unit"),
        ("checked = 2026-11-22\n", "", "made.limit has no checked"),
        ("checked = 2026-11-22\n", 'checked = "2026"\n', "made.limit has no checked"),
        ("from = 2017-01-01\n", "", "lacks its `from` day or its source"),
        ('source = "the first"\n', "", "lacks its `from` day or its source"),
        ("value = 2\n", "", "is neither given nor repealed"),
        ("from = 2020-04-01", "from = 2016-04-01", "do not stand in order"),
        ("from = 2020-04-01", "from = 2017-01-01", "do not stand in order"),
        ("value = 2\n", "value = \n", "made.toml"),
        ("value = 2\n", "value = 2\nvalue = 2\n", "made.toml"),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_what_is_wrong(read, good, broken, said):
    assert good in GOOD
    with pytest.raises(ParameterError) as refused:
        read(GOOD.replace(good, broken, 1))
    assert said in str(refused.value)
    assert "made.toml" in str(refused.value)


def test_a_number_without_values_is_refused(read):
    with pytest.raises(ParameterError, match=r"made.limit has no \[\[limit.values\]\]"):
        read(GOOD.split("[[")[0])


def test_all_faults_come_in_one_message(read, tmp_path):
    (tmp_path / "other.toml").write_text("not toml", encoding="utf-8")
    with pytest.raises(ParameterError) as refused:
        read(GOOD.replace('clause = "6(c)"\n', "").replace('unit = "people"\n', ""))
    text = str(refused.value)
    assert all(word in text for word in ("no clause", "no unit", "other.toml"))


def test_the_digest_follows_the_content(read):
    first = read(GOOD).digest
    load.cache_clear()
    assert read(GOOD).digest == first
    load.cache_clear()
    assert read(GOOD.replace("value = 2", "value = 4")).digest != first


def test_points_that_nobody_has_agreed_say_so():
    for number in load():
        if number.unit == "points":
            assert {value.source for value in number.values} == {UNAGREED}
