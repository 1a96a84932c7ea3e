"""The vocabulary of what-if: each change read from words, from a file, and refused in words."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from placement.errors import InputError
from placement.what_if_commands import FORMS
from scenarios.what_if.changes import VOCABULARY, changes_from_text, read_changes

LINES = {
    "set mappa.level = 2": "mappa: level is 2",
    "set origin.can_return = yes": "origin: can return is yes",
    "set status.release.date = 2027-02-01": "status: release: date is 2027-02-01",
    "set property_interest.held =": "property interest: held is not known",
    'add services { kind = "treatment", postcode = "CB1 1AA" }': (
        "one more entry in services: treatment"
    ),
    "drop conditions 2": "without entry 2 of conditions",
    "move 1 CB1 1AA": "service 1 is given at CB1 1AA",
    'open { reference = "V-9", lha = "E07000009", kind = "supported" }': (
        "vacancy V-9 in E07000009 opens"
    ),
    "close V-101": "vacancy V-101 is not there",
    'place { reference = "P-99", lha = "E07000009", level = 2, category = 1 }': (
        "P-99 lives in E07000009"
    ),
    "end P-007 2026-10-01": "P-007 has left by 2026-10-01",
    "number zones.enough_share = 0.3": "the number zones.enough_share is 0.3",
    "weight connection = 2": "the weight of connection is 2",
    'say E07000010 { availability = "nothing_suitable", ask = "Housing Options" }': (
        "the SPOC of E07000010 says: nothing suitable is there, ask Housing Options"
    ),
    "option E07000010 private_rent = closed": (
        "the housing option private rent in E07000010 is closed"
    ),
    'merge E07000008 "South Cambridgeshire" into "Greater Cambridge" on 2028-04-01': (
        "E07000008 and South Cambridgeshire merge into Greater Cambridge on 2028-04-01"
    ),
    'split E07000011 into [{ name = "A", sectors = ["PE26"] }, { name = "B", rest = true }]': (
        "E07000011 is split into A and B"
    ),
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_becomes_a_change_that_says_itself(line):
    (change,) = changes_from_text([line])
    assert change.says() == LINES[line]


def test_every_verb_has_a_line_here():
    assert {line.split()[0] for line in LINES} == set(VOCABULARY)


@pytest.mark.parametrize("line", LINES)
def test_a_change_survives_being_written_down(line):
    (change,) = changes_from_text([line])
    assert read_changes([change.to_data()], "a file") == (change,)


def test_a_file_makes_the_same_changes_as_lines():
    text = """
    [[change]]
    do = "end"
    reference = "P-007"
    on = 2026-10-01

    [[change]]
    do = "add"
    list = "conditions"
    entry = { kind = "exclusion_zone", source = "licence", areas = ["CB7 4"] }
    """
    ended, added = read_changes(tomllib.loads(text)["change"], "a file")
    assert ended.on == date(2026, 10, 1)
    assert added.says() == "one more entry in conditions: exclusion zone"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("paint it blue", "begin with one of set, add"),
        ("drop conditions two", "drop LIST NUMBER"),
        ("end P-007 tomorrow", "end REFERENCE DATE"),
        ("weight connection = many", "'units' is 'many'"),
        ("set", "is not of the form: set KEY"),
        ("open V-9", "is not of the form: open"),
        ('merge E07000008 into "Alone"', "is not of the form: merge LHA LHA"),
        ("merge E07000008 E07000012", "is not of the form: merge LHA LHA"),
        ('merge E07000008 E07000012 into "New" on Monday', "is not of the form: merge LHA LHA"),
        ("split E07000011 into A and B", "is not of the form: split LHA into"),
        ('split E07000011 into [{ name = "A", rest = true }]', "at least two parts"),
        (
            'split E07000011 into [{ name = "A", sectors = ["PE26"] }, { name = "B" }]',
            "B: give its",
        ),
    ],
)
def test_a_line_that_is_no_change_is_refused_with_its_form(line, says):
    with pytest.raises(InputError) as caught:
        changes_from_text([line])
    assert says in str(caught.value)


def test_the_help_of_the_command_lists_the_whole_vocabulary():
    assert [form.split()[0] for form in FORMS] == [*VOCABULARY]


def test_all_lines_that_are_wrong_are_said_at_once():
    with pytest.raises(InputError) as caught:
        changes_from_text(["paint it", "drop x"])
    assert len(caught.value.problems) == 2


def test_a_table_with_a_part_too_many_or_too_few_is_refused():
    with pytest.raises(InputError) as caught:
        read_changes([{"do": "drop", "list": "services", "colour": 1}, {"do": "fly"}], "a file")
    text = str(caught.value)
    assert "'colour' is not a part of it" in text
    assert "'number' is missing" in text
    assert "do = 'fly'" in text


def test_what_is_said_of_a_victim_is_that_there_is_one():
    (change,) = changes_from_text(
        ['add victims { reference = "V2", home = { postcode = "PE13 2AA" } }']
    )
    assert "PE13" not in change.says()
