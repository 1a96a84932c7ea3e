"""What people read of a comparison, and what they are told when something is wrong."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from placement.cli import main
from scenarios.simulation.assumptions import assumed, shipped
from scenarios.simulation.report.page import page
from scenarios.simulation.report.short import in_short

WORDS = ["simulate", "--start", "2026-12-01", "--seed", "5", "--jobs", "1", "--people", "6"]


def simulated(capsys, *words):
    code = main([*WORDS, *words])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """One comparison of two areas under a change, as the command writes it."""
    folder = tmp_path_factory.mktemp("out")
    code = main(
        [
            *WORDS,
            *("--repetitions", "2", "--out", str(folder)),
            *("--profile", "cambridgeshire", "--profile", "bedfordshire"),
            *("--policy", "protocol", "--policy", "weights=2,1,1", "--policy", "origin-only"),
            *("--change", "weight spread = 0", "--assume", "departs_share=0.2"),
        ]
    )
    assert code == 0
    return folder


@pytest.fixture(scope="module")
def found(out):
    return json.loads((out / "comparison.json").read_text())


MEANINGLESS = {
    "end SYN-1-S001 2026-12-24": "made up anew in each repetition",
    "option E07000008 social = closed": "closes nothing and moves no points",
    'open { reference = "H", lha = "E07000008", kind = "cas3" }': "open: which homes there are",
    "close H": "close: which homes there are is not known here",
    "set reference = X": "reference is who somebody is",
    "set equality.sex = female": "no rule and no way of choosing reads it",
    "set assessed_on = 2026-12-24": "assessed_on is the day on which somebody becomes known",
}


class Read(HTMLParser):
    """The elements of a page: ids, headings, and what each drawing is named by."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.named, self.tags = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        self.tags.append(tag)
        if "id" in held:
            self.ids.append(held["id"])
        self.named += held.get("aria-labelledby", "").split()


def test_the_page_says_first_that_everybody_is_made_up_and_what_it_cannot_say(out, found):
    text = (out / "report.html").read_text()
    before, _, _ = text.partition("<h2")
    for said in (found["synthetic"], found["can_say"], found["cannot_say"]):
        assert said in before
    assert "default, agreed by no SMB" in before


def test_the_page_needs_nothing_else_and_every_drawing_has_its_words(out):
    text = (out / "report.html").read_text()
    read = Read(text)
    assert len(read.ids) == len(set(read.ids))
    assert set(read.named) <= set(read.ids)
    assert read.tags.count("svg") == read.tags.count("desc") == read.tags.count("figcaption") > 5
    assert not {"script", "link", "img", "iframe"} & set(read.tags)
    assert not re.search(r"(src|href)=\"(?!#)", text)


def test_every_assumption_and_every_figure_of_the_cohort_stands_with_its_source(out, found):
    text = (out / "report.html").read_text()
    assert {each["name"] for each in found["assumptions"]} == set(shipped())
    given = next(each for each in found["assumptions"] if each["name"] == "departs_share")
    assert (given["value"], given["source"]) == (0.2, "given on the command line")
    assert text.count("assumption, agreed by nobody") >= 6
    for area in found["areas"]:
        assert area["cohort"]
        assert all(mark["status"] in text for mark in area["cohort"])


def test_the_published_figures_stand_beside_hindsight_with_their_source(found):
    assert "98%" in found["published"]["says"]
    assert "10.1287/opre.2021.0534" in found["published"]["source"]
    for area in found["areas"]:
        for held in area["found"]["policies"].values():
            near = held["of_hindsight"]
            least, most = near["if_followed_at_least"]["mean"], near["if_followed_at_most"]["mean"]
            assert 0 < least <= most <= 1


def test_a_change_is_compared_on_the_same_people(found):
    assert found["changes"] == ["the weight of spread is 0"]
    area = found["areas"][0]
    assert area["after"]["people"] == area["found"]["people"]
    assert area["change"]["protocol"]["placed_share"]["mean"] == 0


def test_what_made_the_difference_stands_by_clause_and_no_figure_is_hidden(out, found):
    text = (out / "report.html").read_text()
    for area in found["areas"]:
        made = area["made"]
        moved = sum(made["moved"][kind]["mean"] for kind in made["moved"])
        assert sum(made["because"].values()) == pytest.approx(moved, abs=0.02)
        assert made["findings"] == []  # a weight changes no finding
    assert "The weights differ" in text
    assert ">Why needs were met elsewhere</caption>" in text


def test_two_profile_files_of_one_name_are_told_apart(capsys, tmp_path):
    files = []
    for when in ("old", "new"):
        files.append(tmp_path / when / "here.toml")
        files[-1].parent.mkdir()
        files[-1].write_text('name = "here"\nbase = "bedfordshire"\n')
    code = main(
        [
            *WORDS,
            *("--people", "1", "--repetitions", "1", "--policy", "origin-only"),
            *(word for file in files for word in ("--profile", str(file))),
            *("--out", str(tmp_path / "out")),
        ]
    )
    assert code == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "(old/here)" in said
    assert "(new/here)" in said
    assert {each.name for each in (tmp_path / "out" / "work").iterdir()} == {"old-here", "new-here"}
    read = Read((tmp_path / "out" / "report.html").read_text())
    assert len(read.ids) == len(set(read.ids))


def test_the_short_of_it_says_what_repetition_alone_would_give(found):
    said = in_short(found, found["areas"][0])
    assert any("original LHA" in each for each in said)
    assert all(each.endswith(".") for each in said)
    alone = json.loads(json.dumps(found))
    alone["areas"][0]["found"]["repetitions"] = 1
    assert "One repetition" in " ".join(in_short(alone, alone["areas"][0]))
    assert page(found) == page(json.loads(json.dumps(found)))


def test_json_is_one_document_and_the_terminal_says_what_it_cannot_say(capsys, found):
    few = ("--repetitions", "1", "--policy", "protocol")
    code, text, said = simulated(capsys, *few, "--json")
    assert code == 0
    assert json.loads(text)["synthetic"] == found["synthetic"]
    assert "0 of 1 repetitions done" in said
    code, text, _ = simulated(capsys, *few)
    assert code == 0
    assert "made up" in text
    assert "It cannot say" in " ".join(text.split())


def test_everything_that_is_wrong_is_said_at_once(capsys, tmp_path):
    code, text, said = simulated(
        capsys,
        *("--people", "0", "--years", "99", "--repetitions", "0", "--jobs", "0", "--resume"),
        *("--policy", "fastest", "--policy", "weights=0,0,0", "--assume", "departs_share=3"),
        *("--assume", "luck=1", "--change", "set mappa.level = 2", "--change", "fly away"),
        *("--vacancies", str(tmp_path / "none.csv")),
    )
    assert (code, text) == (1, "")
    for part in (
        "--people 0",
        "--years 99",
        "--repetitions 0",
        "--jobs 0",
        "--resume: give --out",
        "'fastest' is no policy",
        "'weights=0,0,0' is no policy",
        "'departs_share=3'",
        "there is no assumption 'luck'",
        "'fly away'",
        "none.csv",
    ):
        assert part in said
    assert "Traceback" not in said
    words = [word for each in MEANINGLESS for word in ("--change", each)]
    code, _, said = simulated(capsys, *words)
    assert code == 1
    for why in MEANINGLESS.values():
        assert why in said
    code, _, said = simulated(capsys, "--change", 'merge Cambridge Atlantis into "One"')
    assert code == 1
    assert "Atlantis" in said


def test_an_assumption_is_whole_where_it_counts_days():
    assert assumed(["moves_share=0.5"])["moves_share"].value == 0.5
    assert assumed(["meeting_days=28"])["meeting_days"].given
    with pytest.raises(Exception, match="whole number"):
        assumed(["meeting_days=28.5"])
