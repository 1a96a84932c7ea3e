"""What is said of a case whose places are wrong too, and of an LHA that is not there."""

from pathlib import Path

from placement.cli import main

CASE = Path(__file__).parents[2] / "scenarios" / "cases" / "demo-014.toml"


def test_an_unknown_postcode_is_said_with_the_other_problems(capsys, tmp_path):
    text = CASE.read_text(encoding="utf-8")
    wrong = text.replace('"CB7 4AA"', '"ZZ9 9ZZ"').replace("level = 3", "level = 9", 1)
    assert wrong != text
    path = tmp_path / "case.toml"
    path.write_text(wrong, encoding="utf-8")
    assert main(["rank", str(path)]) == 1
    said = capsys.readouterr().err
    assert "mappa.level: 9" in said
    assert "ZZ9 9ZZ" in said


def test_a_protected_postcode_that_is_not_found_is_not_shown(capsys, tmp_path):
    text = CASE.read_text(encoding="utf-8").replace('"PE13 2AA" }', '"ZZ9 9ZZ" }')
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    assert main(["rank", str(path)]) == 1
    said = capsys.readouterr().err
    assert "victims[1].home" in said
    assert "ZZ9" not in said


def test_an_lha_of_another_area_is_refused_and_those_there_are_named(capsys):
    assert main(["rank", str(CASE), "--role", "spoc", "--lha", "E99999999"]) == 1
    assert "E07000009 East Cambridgeshire" in capsys.readouterr().err
