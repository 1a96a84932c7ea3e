"""The manual: links lead somewhere, pages can be read in their time, examples do as told."""

from __future__ import annotations

import re
import shutil
from datetime import date

import pytest

from placement import parameters
from scenarios import reading, run

from .running import ROOT
from .test_record_pages import PAGES, steps

LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)#\s]+)(?:#[\w-]+)?\)")
READ = [*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
WORDS_A_MINUTE = 200
MINUTES = {"spoc.md": 10, "panel.md": 5, "board.md": 5, "offender-manager.md": 10}
# An abbreviation of the field, and the words that say what it is on the page where it stands.
ABBREVIATIONS = {
    "LHA": "local housing authorit",
    "SPOC": "single point of contact",
    "SMB": "strategic management board",
}
FOR_PEOPLE = ("spoc", "panel", "offender-manager", "coordinator", "board")


@pytest.mark.parametrize("page", READ, ids=lambda page: page.name)
def test_each_link_leads_somewhere_and_each_picture_says_what_it_shows(page):
    for picture, words, target in LINK.findall(page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target
        assert not picture or len(words) > 20, f"{target} has no text that stands for it"


def test_the_index_names_every_page():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    named = {target for _, _, target in LINK.findall(index)}
    assert {page.name for page in PAGES} - {"README.md"} <= named


@pytest.mark.parametrize("name", MINUTES)
def test_a_page_is_read_in_its_minutes(name):
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert len(text.split()) <= MINUTES[name] * WORDS_A_MINUTE


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_a_page_for_people_says_what_its_abbreviations_mean(name):
    text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    for short, words in ABBREVIATIONS.items():
        assert not re.search(rf"\b{short}s?\b", text) or words in text.lower(), short


@pytest.fixture
def examples(tmp_path, monkeypatch):
    """The files that the protocol author's page shows, and the parameters with the number added."""
    text = (ROOT / "docs" / "protocol-author.md").read_text(encoding="utf-8")
    found = {name: block for name, block in steps(text) if name is not None}
    folder = tmp_path / "parameters"
    shutil.copytree(parameters.DIRECTORY, folder)
    name = "placement/protocol/parameters/spread.toml"
    with (folder / "spread.toml").open("a", encoding="utf-8") as file:
        file.write(found.pop(name))
    scenario = tmp_path / "scenario.toml"
    scenario.write_text(found.popitem()[1], encoding="utf-8")
    assert not found
    return parameters.load(folder), scenario


def test_the_number_of_the_authors_page_holds_from_its_day_on(examples):
    register, _ = examples
    before, after = (register.on(date(2027, month, 1)) for month in (1, 2))
    assert (before["spread.too_few"], after["spread.too_few"]) == (2, 3)


def test_the_scenario_of_the_authors_page_fails_before_the_number_and_agrees_after(
    examples, monkeypatch
):
    register, path = examples
    scenario = reading.read_scenario(path, name="spread/example")
    assert not run.run(scenario).agrees
    monkeypatch.setattr(parameters, "load", lambda: register)
    assert run.run(scenario).agrees
