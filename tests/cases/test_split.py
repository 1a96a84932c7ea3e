"""One case file becomes two, and the two are the case."""

from __future__ import annotations

import stat
from dataclasses import replace

import pytest

from placement.cases import read_case, read_case_text
from placement.cases.blocks import blocks
from placement.cases.split import split_case, split_text
from placement.errors import InputError

from .texts import DATA, EXAMPLE, SMALL, changed

UNSHARED = 'kind = "curfew"\nsource = "shpo"'
SHARED = UNSHARED + "\nshare_with_housing = true"


def refusal(text, folder):
    path = folder / "case.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        split_case(path, folder)
    assert [item.name for item in folder.iterdir()] == ["case.toml"]
    return str(caught.value)


def test_the_two_files_of_the_example_together_are_the_example(tmp_path):
    housing, protected = split_case(DATA / "example.toml", tmp_path)
    assert [housing.name, protected.name] == ["example-housing.toml", "example-protected.toml"]
    both, whole = read_case(housing, protected=protected), read_case(DATA / "example.toml")
    assert set(both.conditions) == set(whole.conditions)
    assert replace(both, conditions=None) == replace(
        whole, conditions=None, holds_protected=False, directory=tmp_path
    )


def test_the_housing_file_can_be_imported_by_a_housing_role_and_says_that_there_is_more(tmp_path):
    housing, _ = split_case(DATA / "example.toml", tmp_path)
    case = read_case(housing, housing_role=True)
    assert (case.victims, len(case.conditions), case.protected_elsewhere) == (None, 1, True)
    text = housing.read_text(encoding="utf-8")
    assert "PE13 2AA" not in text
    assert "4000" not in text


def test_every_line_is_in_one_of_the_two_files(tmp_path):
    texts = "".join(path.read_text() for path in split_case(DATA / "example.toml", tmp_path))
    assert all(texts.count(line) >= EXAMPLE.count(line) for line in EXAMPLE.split("\n"))


def test_the_protected_file_is_its_owners_alone(tmp_path):
    _, protected = split_case(DATA / "example.toml", tmp_path)
    assert stat.S_IMODE(protected.stat().st_mode) == 0o600


def test_nothing_is_written_over(tmp_path):
    there = tmp_path / "example-protected.toml"
    there.write_text("keep me", encoding="utf-8")
    with pytest.raises(InputError, match="it is there already"):
        split_case(DATA / "example.toml", tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == [there.name]
    assert there.read_text(encoding="utf-8") == "keep me"


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        split_case(DATA / "example.toml", tmp_path / "none")


def test_a_case_with_nothing_protected_is_not_split(tmp_path):
    assert "there is nothing to cut" in refusal(SMALL, tmp_path)


def test_shared_and_unshared_conditions_in_one_list_cannot_be_cut(tmp_path):
    inline = ", ".join("{" + item.replace("\n", ", ") + "}" for item in (SHARED, UNSHARED))
    message = refusal(f"{SMALL}conditions = [{inline}]\n", tmp_path)
    assert "conditions: cannot be cut as they stand" in message


def test_a_comment_that_names_a_protected_place_is_not_left_for_housing(tmp_path):
    message = refusal(changed("[needs]", "# the victim's pe132aa\n[needs]"), tmp_path)
    assert "a comment that housing would get holds a protected place" in message
    assert "pe132aa" not in message


def test_a_comment_above_a_protected_table_goes_with_it():
    text = f'{SMALL}\n# her sister knows\n[[victims]]\nreference = "V1"\n\n# size\n[needs]\n'
    housing, protected = split_text(text)
    assert "her sister" not in housing
    assert "# size" in housing
    assert "her sister" in protected


def test_relative_geometry_files_keep_the_files_in_their_folder(tmp_path):
    zone = '[[conditions]]\nkind = "exclusion_zone"\nsource = "shpo"\ngeometry = "zone.geojson"\n'
    path = tmp_path / "case.toml"
    path.write_text(SMALL + zone, encoding="utf-8")
    (tmp_path / "other").mkdir()
    with pytest.raises(InputError, match="would not be found from"):
        split_case(path, tmp_path / "other")
    housing, protected = split_case(path, tmp_path)
    assert read_case(housing, protected=protected).conditions == read_case(path).conditions


@pytest.mark.parametrize(
    "lines",
    [
        f"[[conditions]]\n{UNSHARED}\n",
        f"[[conditions]]\n{UNSHARED}\n[[conditions]]\n{SHARED}\n[[conditions]]\n{UNSHARED}\n",
        "conditions = [{" + UNSHARED.replace("\n", ", ") + "}]\n",
        'victims = [\n  { reference = "V1" }, # one\n  { reference = "V2" },\n]\n',
        '[[victims]]\nreference = "V1"\n[victims.home]\npostcode = "CB7 4AA"\n[needs]\n',
        "[[conditions]]\nkind = 'exclusion_zone'\nsource = 'shpo'\n"
        "[conditions.around]\npostcode = 'CB7 4AA'\nmetres = 900\n[needs]\n",
        '[["victims"]]\n"reference" = "V1"\n[ needs ]\nbedrooms = 1\n',
        "[[conditions]]\nkind = 'other'\nsource = 'shpo'\nnote = '''\n[[victims]]\n# no\n'''\n",
        '[[victims]]\nreference = "V1"\nstatement_for_housing = """\n[a]\n"quoted" \\"""\n"""\n',
        '[[victims]]\nreference = "V1"\nasks_to_avoid = [ # two\n"E07000008",\n"E07000009"]\n',
        '[[victims]]\nreference = "V1" # the last line has no end',
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_however_it_is_written_the_two_texts_are_the_case(lines, newline):
    text = (SMALL + lines).replace("\n", newline)
    case = read_case_text(text)
    housing, protected = split_text(text)
    both = read_case_text(housing, protected_text=protected)
    assert both.victims == case.victims
    assert set(both.conditions or ()) == set(case.conditions or ())
    assert (both.bedrooms, both.reference) == (case.bedrooms, case.reference)
    assert not read_case_text(housing, housing_role=True).holds_protected


def test_no_character_is_lost_between_the_blocks():
    for text in (EXAMPLE, EXAMPLE.replace("\n", "\r\n"), SMALL, "# nothing\n", "a=1", ""):
        assert "".join(block.text for block in blocks(text)) == text
