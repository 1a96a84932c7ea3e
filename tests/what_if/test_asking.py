"""Before and after: what moves, by which clause; the base stays; housing's copy tells nothing."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from placement.cases.registers import read_placements, read_vacancies
from placement.cli import main
from placement.errors import InputError, ParameterError
from placement.load import load_setting
from placement.rules.contributions import SpocWord
from placement.view import Reader
from placement.what_if_text import rows_moved
from scenarios.what_if.ask import what_if
from scenarios.what_if.base import apply, base_from_files, locked_for
from scenarios.what_if.changes import changes_from_text
from scenarios.what_if.difference import difference_as_data
from scenarios.what_if.housing_changes import with_housing_facts

CASES = Path(__file__).parents[2] / "scenarios" / "cases"
CASE, PLACEMENTS = CASES / "demo-014.toml", CASES / "demo-014-placements.csv"
HOMES = Path(__file__).parents[2] / "scenarios" / "quarter" / "vacancies.csv"
DAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def base():
    return replace(
        base_from_files(CASE),
        placements=tuple(read_placements(PLACEMENTS)),
        vacancies=tuple(read_vacancies(HOMES)),
    )


def setting(role="coordinator"):
    return load_setting(profile="cambridgeshire", as_of=DAY, role=role)


def asked(base, *lines, role="coordinator"):
    return what_if(base, changes_from_text(lines), setting(role))


def shift(found, lha):
    return next(each for each in found.shifts if each.lha == lha)


def test_nothing_that_matters_moves_nothing(base):
    assert asked(base, "number zones.enough_share = 0.25").same


def test_a_dropped_condition_moves_the_gate_that_read_it_and_no_other_lha(base):
    found = asked(base, "drop conditions 1")
    fenland = shift(found, "E07000010")
    assert [(m.consideration, m.after.clause) for m in fenland.moved] == [("gates", "6(b)")]
    assert [each.lha for each in found.shifts if not each.same] == ["E07000010"]


def test_a_moved_service_moves_management_alone(base):
    found = asked(base, "move 2 PE30 1AA")
    parts = {m.consideration for each in found.shifts for m in each.moved}
    assert parts == {"management"}


def test_somebody_more_in_an_lha_moves_spread_alone(base):
    lines = [
        f'place {{ reference = "N-{n}", lha = "E07000009", level = 2, category = 1, '
        f'setting = "private_rent", from = 2026-01-01 }}'
        for n in range(9)
    ]
    found = asked(base, *lines)
    moved = shift(found, "E07000009")
    assert {m.consideration for m in moved.moved} == {"spread"}
    assert moved.after.factors["spread"].points < moved.before.factors["spread"].points


def test_a_weight_moves_scores_and_no_finding(base):
    found = asked(base, "weight connection = 3")
    assert all(not each.moved for each in found.shifts)
    assert any(not each.same for each in found.shifts)
    rows = list(rows_moved(difference_as_data(found, Reader("coordinator"))))
    before = "connection 1, management 1, spread 1"
    assert rows == [
        ("", "6", "the weights", before, before.replace("connection 1", "connection 3"))
    ]


def test_an_unknown_made_of_a_known_fact_is_not_enough_information(base):
    found = asked(base, "set victim_check.outcome = not_checked", "drop victims 1")
    assert found.after.recommendation.outcome == "not_enough_information"
    assert found.before.recommendation.outcome == "clear"


def test_the_base_stays_as_it_was(base):
    before = copy.deepcopy(base)
    apply(base, changes_from_text([*LINES_OF_EVERY_KIND]))
    assert base == before


LINES_OF_EVERY_KIND = (
    "set mappa.level = 2",
    'add networks { kind = "faith", influence = "protective", postcode = "CB7 4AA" }',
    "drop employment 1",
    "move 1 CB1 1AA",
    'open { reference = "V-900", lha = "E07000009", kind = "supported" }',
    "close QTV-1",
    'place { reference = "N-1", lha = "E07000009", level = 2, category = 1, '
    'setting = "private_rent", from = 2026-01-01 }',
    "end P-007 2026-10-01",
    "number zones.enough_share = 0.3",
    "weight spread = 0",
    'say E07000009 { exclusion = "excluded" }',
    "option E07000009 social = closed",
)


def test_every_impossible_change_is_said_at_once(base):
    with pytest.raises(InputError) as caught:
        apply(
            base,
            changes_from_text(
                ["drop services 9", "close V-404", "end P-404 2026-01-01", "move 7 CB1 1AA"]
            ),
        )
    assert len(caught.value.problems) == 4


def test_a_value_no_case_file_could_hold_is_refused_as_a_file_would_be(base):
    with pytest.raises(InputError, match=r"mappa\.level: 9 is not allowed"):
        asked(base, "set mappa.level = 9")


def test_somebody_placed_outside_the_area_is_refused_and_not_left_out_in_silence(base):
    line = 'place { reference = "N-1", lha = "E07000099", level = 2, category = 1, '
    with pytest.raises(InputError, match="'E07000099' is not an LHA of the area; it has E06000031"):
        asked(base, line + 'setting = "private_rent", from = 2026-01-01 }')


def test_a_number_of_another_kind_is_refused(base):
    with pytest.raises(ParameterError, match="only a value of the same kind"):
        asked(base, "number zones.enough_share = wide")
    with pytest.raises(ParameterError, match="is not a number of the protocol"):
        asked(base, "number zones.colour = 1")


def test_a_housing_role_may_change_supply_and_weights_and_nothing_else(base):
    spoc = locked_for(base, Reader("spoc", "E06000031"))
    allowed = ["close QTV-1", "weight connection = 2"]
    assert apply(spoc, changes_from_text(allowed)).weights == {"connection": 2}
    for line in LINES_OF_EVERY_KIND:
        if line.split()[0] not in ("open", "close", "weight", "say", "option"):
            with pytest.raises(InputError, match="offender manager holds"):
                apply(spoc, changes_from_text([line]))


def test_for_housing_two_worlds_that_look_alike_answer_alike(base):
    """The victim lives elsewhere, and asks as before that Fenland be avoided."""
    other = copy.deepcopy(dict(base.tables))
    other["victims"][0]["home"]["postcode"] = "PE13 4AA"
    told = []
    for tables in (base.tables, other):
        world = replace(base, tables=tables, housing=True)
        found = asked(world, "weight management = 5", role="spoc")
        told.append(json.dumps(difference_as_data(found, Reader("spoc", "E07000010"))))
    assert told[0] == told[1]
    assert "PE13" not in told[0]


def test_for_housing_what_is_held_is_as_released_whatever_changes(base):
    world = replace(base, housing=True)
    found = asked(world, "weight management = 5", role="spoc")
    for each in found.shifts:
        held = [
            [g.outcome for g in side.gates if g.rule == "nothing_held_about_the_area"]
            for side in (each.before, each.after)
        ]
        assert held[0] == held[1]


def test_what_a_spoc_says_is_one_to_ask_first_by_its_two_clauses(base):
    said = 'say E07000009 { availability = "nothing_suitable", exclusion = "excluded" }'
    found = asked(base, said)
    moved = shift(found, "E07000009")
    assert [(m.consideration, m.after.clause) for m in moved.moved] == [
        ("gates", "6.7.1"),
        ("gates", "6.7.7"),
    ]
    assert moved.after.status.value == "refer"
    assert moved.after.units == moved.before.units
    assert [each.lha for each in found.shifts if each.moved] == ["E07000009"]


def test_what_is_not_said_stays_as_the_spoc_said_it(base):
    word = SpocWord(lha="E07000009", availability="possible", exclusion="none", ask="Housing")
    heard = replace(setting(), heard=(word,))
    (said,) = changes_from_text(['say E07000009 { availability = "nothing_suitable" }'])
    after = with_housing_facts(heard, [said])
    assert after.heard == (replace(word, availability="nothing_suitable"),)


def test_a_kind_of_home_is_shown_and_closes_nothing_and_moves_no_points(base):
    moved = shift(asked(base, "option E07000009 social = closed"), "E07000009")
    assert [(m.consideration, m.after.clause) for m in moved.moved] == [("option", "8.1")]
    assert (moved.after.status, moved.after.units, moved.after.rank) == (
        moved.before.status,
        moved.before.units,
        moved.before.rank,
    )
    assert asked(base, "option E07000009 social = possible").same


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('say E07000009 { availability = "full" }', "availability is 'full'; it is one of"),
        ("say E07000009 {}", "it says nothing"),
        ("option E07000009 family = closed", "family rests on the case"),
        ("option E07000009 castle = closed", "'castle' is no kind of home"),
        ("option E07000009 social = full", "'full' is not one of available"),
        ("option E06000001 social = closed", "is not an LHA of the area then"),
        ('say E06000001 { exclusion = "none" }', "is not an LHA of the area then"),
    ],
)
def test_a_housing_fact_that_cannot_be_is_refused_in_a_sentence(base, line, problem):
    with pytest.raises(InputError, match=problem):
        asked(base, line)


def test_a_spoc_says_what_is_so_in_their_own_lha_alone(base):
    spoc = locked_for(base, Reader("spoc", "E07000010"))
    panel = locked_for(base, Reader("panel"))
    nobody = replace(base, housing=True)
    lines = ('say {} {{ exclusion = "none" }}', "option {} social = closed")
    own = changes_from_text([line.format("E07000010") for line in lines])
    assert apply(spoc, own).housing_facts == own
    others = changes_from_text([line.format("E07000009") for line in lines])
    with pytest.raises(InputError) as caught:
        apply(spoc, others)
    assert caught.value.problems == (
        "say: only the SPOC of E07000009 says what is so there, and yours is E07000010. Ask them "
        "for their contribution.",
        "option: a SPOC changes the options of their own LHA only, and yours is E07000010.",
    )
    assert apply(panel, others[1:]).housing_facts == others[1:]
    for copied, refused in ((panel, others[:1]), (nobody, others[1:])):
        with pytest.raises(InputError, match=r"own LHA only|you speak for none"):
            apply(copied, refused)


def test_a_spoc_opens_and_closes_homes_of_their_own_lha_alone(base):
    own = changes_from_text(["close QTV-1", OPENED.format("E06000031")])
    spoc, panel = (locked_for(base, Reader(*who)) for who in (("spoc", "E06000031"), ("panel",)))
    assert {home.reference for home in apply(spoc, own).vacancies} >= {"V-900", "QTV-2"}
    others = changes_from_text(["close QTV-3", "close NONE-1", OPENED.format("E07000008")])
    with pytest.raises(InputError) as caught:
        apply(spoc, others)
    limit = "that a SPOC may close: yours are those of E06000031."
    assert caught.value.problems == (  # said alike whether or not another LHA has it
        f"close: there is no vacancy QTV-3 {limit}",
        f"close: there is no vacancy NONE-1 {limit}",
        "open: a SPOC opens and closes homes of their own LHA only, and yours is E06000031.",
    )
    assert "V-900" in {home.reference for home in apply(panel, others[2:]).vacancies}
    with pytest.raises(InputError, match="you speak for no LHA"):
        apply(replace(base, housing=True), own[:1])


OPENED = 'open {{ reference = "V-900", lha = "{}", kind = "supported" }}'


def test_a_home_more_or_fewer_is_said_by_its_clause_and_moves_no_points(base):
    found = asked(base, "close QTV-5", OPENED.format("E07000009"))
    moved = shift(found, "E07000009")
    (home,) = moved.moved
    assert (home.consideration, home.after.clause) == ("home", "6.7.1")
    assert "QTV-5" in home.before.sentence
    assert "V-900 (to be confirmed: from when it is free" in home.after.sentence
    assert [each.lha for each in found.shifts if each.moved] == ["E07000009"]
    assert all(each.before.units == each.after.units for each in found.shifts)


def test_homes_of_an_lha_that_is_split_stand_in_the_part_that_their_postcode_says(base):
    split = 'split {} into [{{ name = "N", sectors = ["{}"] }}, {{ name = "S", rest = true }}]'
    found = asked(base, split.format("Huntingdonshire", "PE29"), "close QTV-5")
    homes = {
        shift.name: [m.after.sentence for m in shift.moved if m.consideration == "home"]
        for shift in found.shifts
    }
    assert homes["S (hypothetical)"] == ["No home is given here."]
    assert homes["N (hypothetical)"] != homes["S (hypothetical)"]  # QTV-6, in PE29
    unknown = OPENED.format("E07000011")
    with pytest.raises(InputError, match=r"without a postcode a home may be in any of them"):
        asked(base, split.format("Huntingdonshire", "PE29"), unknown)


def test_for_housing_an_address_that_is_opened_says_nothing_of_a_victim(base):
    """The victim's own postcode is opened: what is said is what any other postcode gives."""
    told = []
    for postcode in (base.tables["victims"][0]["home"]["postcode"], "PE13 4AA"):
        opened = OPENED.format("E07000010").replace(" }}", "")
        line = opened.removesuffix(" }") + f', postcode = "{postcode}" }}'
        reader = Reader("spoc", "E07000010")
        shared = replace(base, tables={**base.tables, "conditions": []})
        found = asked(locked_for(shared, reader), line, role="spoc")
        told.append(json.dumps(difference_as_data(found, reader)))
        (home,) = [m for m in shift(found, "E07000010").moved if m.consideration == "home"]
        assert home.after.sentence.endswith("is for the offender manager to say.")
    assert told[0] == told[1]
    wide = asked(replace(base, vacancies=None), line)
    (home,) = [m for m in shift(wide, "E07000010").moved if m.consideration == "home"]
    assert home.before.sentence == "Which homes are free here is not known."


def test_a_housing_fact_of_a_spoc_tells_nothing_of_what_is_held(base):
    """What is held is as released; two worlds that look alike before look alike after."""
    other = copy.deepcopy(dict(base.tables))
    other["victims"][0]["home"]["postcode"] = "PE13 4AA"
    told = []
    reader = Reader("spoc", "E07000010")
    lines = (
        'say E07000010 { availability = "suitable_found", exclusion = "none" }',
        "option E07000010 social = available",
    )
    for tables in (base.tables, other):
        found = asked(locked_for(replace(base, tables=tables), reader), *lines, role="spoc")
        told.append(json.dumps(difference_as_data(found, reader)))
    assert told[0] == told[1]
    assert "PE13" not in told[0]
    fenland = shift(found, "E07000010")
    held = [
        [g for g in side.gates if g.rule == "nothing_held_about_the_area"]
        for side in (fenland.before, fenland.after)
    ]
    assert held[0] == held[1] != []
    assert fenland.after.status.value == "refer"


def test_the_command_shows_before_and_after(capsys):
    given = ["what-if", str(CASE), "--placements", str(PLACEMENTS)]
    assert main([*given, "--change", "set origin.can_return = yes"]) == 0
    text = capsys.readouterr().out
    assert "The person can go back to" in text
    assert main([*given, "--change", "number zones.enough_share = 0.25"]) == 0
    assert "Nothing moves" in capsys.readouterr().out
    assert main([*given]) == 1
    assert "give at least one --change" in capsys.readouterr().err


def test_the_command_writes_one_json_document(capsys, tmp_path):
    file = tmp_path / "changes.toml"
    file.write_text('[[change]]\ndo = "drop"\nlist = "conditions"\nnumber = 1\n')
    assert main(["what-if", str(CASE), "--changes", str(file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["changes"] == [
        {
            "says": "without entry 1 of conditions",
            "do": "drop",
            "list": "conditions",
            "number": 1,
        }
    ]
    assert {each["lha"] for each in found["lhas"]} >= {"E07000010"}
