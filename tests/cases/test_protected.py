"""What is protected may stand in a second file, and is in no message."""

from __future__ import annotations

import pytest

from placement.cases import read_case, read_case_text
from placement.errors import InputError

from .texts import DATA, EXAMPLE, SMALL, changed, problems

VICTIM = '[[victims]]\nreference = "V1"\nhome = { postcode = "CB7 4EA" }\n'
UNSHARED = (
    '[[conditions]]\nkind = "exclusion_zone"\nsource = "shpo"\n'
    'around = { postcode = "CB7 4EA", metres = 2000 }\n'
)
SHARED = '[[conditions]]\nkind = "curfew"\nsource = "licence"\nshare_with_housing = true\n'


def test_victims_and_unshared_conditions_come_from_the_protected_file():
    case = read_case_text(SMALL + SHARED, protected_text=VICTIM + UNSHARED)
    assert [victim.reference for victim in case.victims] == ["V1"]
    assert [condition.kind for condition in case.conditions] == ["curfew", "exclusion_zone"]
    assert not case.holds_protected


def test_the_main_file_says_when_it_holds_protected_matter_itself():
    assert read_case_text(SMALL + VICTIM).holds_protected
    assert read_case_text(SMALL + UNSHARED).holds_protected
    assert not read_case_text(SMALL + SHARED).holds_protected


def test_a_condition_is_not_shared_unless_it_says_so():
    assert not read_case_text(SMALL + UNSHARED).conditions[0].share_with_housing


@pytest.mark.parametrize(
    ("main", "protected", "words"),
    [
        ("victims = []\n", VICTIM, "victims: is written here and in the protected file"),
        (VICTIM, VICTIM, "victims: is written here and in the protected file"),
        ("", UNSHARED, "Write conditions = [] in the case file if there are no shared ones."),
        ("", 'reference = "T-1"\n', "the protected file: holds neither victims nor conditions"),
        ("", 'reference = "T-2"\n' + VICTIM, "the protected file: reference: is not the case file"),
        ("conditions = []\n", SHARED, "conditions[1].share_with_housing: a condition shared with"),
        (
            "",
            "assessed_on = 2026-01-01\n" + VICTIM,
            "assessed_on: is not a key of a protected file",
        ),
        ("", VICTIM + "[needs]\nbedrooms = 1\n", "needs: is not a key of a protected file"),
        ("", "", "the protected file: it is empty"),
        ("", "[[victims]", "the protected file: "),
        ("protected_elsewhere = true\nconditions = []\n" + VICTIM, UNSHARED, "true contradicts"),
    ],
)
def test_two_files_that_do_not_fit_are_refused(main, protected, words):
    text = SMALL + main
    (problem,) = problems(text, protected_text=protected)
    assert words in problem


def test_the_problems_of_both_files_are_said_together():
    found = problems("", protected_text="[[")
    assert len(found) == 2
    found = problems(SMALL + "[mappa]\nlevel = 4\n", protected_text=VICTIM.replace("home", "hom"))
    assert [problem.split(":")[0] for problem in found] == ["mappa.level", "the protected file"]


def test_the_victim_check_is_read_with_both_files_together():
    check = '[victim_check]\noutcome = "none_known"\n'
    assert problems(SMALL + check) == ()
    (problem,) = problems(SMALL + check, protected_text=VICTIM)
    assert "contradicts the victims" in problem


def test_a_file_that_says_the_rest_is_elsewhere_stays_incomplete_until_it_is_given():
    text = "protected_elsewhere = true\nconditions = []\n"
    assert read_case_text(SMALL + text).protected_elsewhere
    assert not read_case_text(SMALL + text, protected_text=UNSHARED).protected_elsewhere


def test_a_housing_role_imports_neither_victims_nor_unshared_conditions():
    assert problems(SMALL + SHARED, housing_role=True) == ()
    for text in (VICTIM, UNSHARED, "victims = []\n"):
        (problem,) = problems(SMALL + text, housing_role=True)
        assert "may not be imported by a housing role" in problem
    (problem,) = problems(SMALL, housing_role=True, protected_text=VICTIM)
    assert "may not be given for a housing role" in problem


def test_geometry_of_the_protected_file_is_looked_for_beside_it(tmp_path):
    (tmp_path / "safe").mkdir()
    main, second = tmp_path / "case.toml", tmp_path / "safe" / "protected.toml"
    main.write_text(SMALL + "conditions = []\n", encoding="utf-8")
    zone = '[[conditions]]\nkind = "exclusion_zone"\nsource = "shpo"\ngeometry = "zone.geojson"\n'
    second.write_text(zone, encoding="utf-8")
    (condition,) = read_case(main, protected=second).conditions
    assert condition.zone.geometry == tmp_path / "safe" / "zone.geojson"


@pytest.mark.parametrize(
    "words",
    [
        "They live close to CB7 4EA.",
        "Not near cb74ea please",
        "Not in CB7 4 please",
        "Nowhere in CB7",
        "Not in E07000009",
        "Not in East  Cambridgeshire.",
        "not in east-cambridgeshire",
        "Not in Ely West!",
        "ＣＢ７ ４ＥＡ",
    ],
)
def test_a_statement_for_housing_may_not_name_a_place(words):
    names = ("East Cambridgeshire", "Ely West")
    text = SMALL + VICTIM + f'statement_for_housing = "{words}"\n'
    (problem,) = problems(text, place_names=names)
    assert problem.startswith("victims[1].statement_for_housing: names a place (not shown here)")


@pytest.mark.parametrize(
    "words",
    ["Please hear them before a home is offered.", "Within 14 days, as in V1.", "In Elysium."],
)
def test_a_statement_that_names_no_place_is_read(words):
    text = SMALL + VICTIM + f'statement_for_housing = "{words}"\n'
    assert problems(text, place_names=("Ely",)) == ()


@pytest.mark.parametrize(
    "text",
    [
        changed('home = { postcode = "PE13 2AA" }', 'home = { postcode = "SECRET 1" }'),
        changed('home = { postcode = "PE13 2AA" }', 'home = "SECRET 1"'),
        changed('home = { postcode = "PE13 2AA" }', 'home = { "SECRET 1" = 1 }'),
        changed("avoid_metres = 4000", 'avoid_metres = "SECRET 1"'),
        changed('asks_to_avoid = ["E07000010"]', 'asks_to_avoid = ["SECRET 1"]'),
        changed('contact_scheme = "yes"', 'contact_scheme = "SECRET 1"'),
        changed('reference = "V1"', 'reference = "SECRET 1"'),
        changed('around = { postcode = "PE13 2AA"', 'around = { postcode = "SECRET 1"'),
        changed("to = 2029-05-14", 'to = "SECRET 1"'),
        SMALL + '[[networks]]\nkind = "family"\ninfluence = "harmful"\nlha = "SECRET 1"\n',
        changed("household = []", 'household = [{ reference = "H1", relation = "SECRET 1" }]'),
        SMALL + '[[family]]\nrelation = "mother"\npostcode = "SECRET 1"\n',
        SMALL + '[equality]\nreligion = ["SECRET 1"]\n',
        SMALL + 'victims = "SECRET 1"\n',
        SMALL + 'conditions = ["SECRET 1"]\n',
        SMALL + '[[victims]]\nhome = { postcode "SECRET 1" }\n',
        SMALL + "[[victims]]\nhome = SECRET-1\n",
    ],
)
def test_a_protected_value_that_is_refused_is_not_shown(text):
    found = problems(text)
    assert found
    assert not any("SECRET" in problem for problem in found)


def test_the_persons_own_past_addresses_are_shown_so_that_they_can_be_put_right():
    (problem,) = problems(SMALL + '[[services]]\nkind = "police"\npostcode = "CB7"\n')
    assert "'CB7'" in problem


def test_an_error_keeps_no_exception_that_holds_the_file(tmp_path):
    path = tmp_path / "case.toml"
    path.write_bytes(EXAMPLE.encode() + b"\xff")
    with pytest.raises(InputError) as caught:
        read_case(path)
    assert caught.value.__context__ is None
    assert "line 1" in str(caught.value)


def test_the_example_is_refused_for_a_housing_role_and_says_each_reason():
    with pytest.raises(InputError) as caught:
        read_case(DATA / "example.toml", housing_role=True)
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "victims",
        "conditions[1]",
    ]
