"""Each page about a case at its edges: nothing known, everything closed, the longest names."""

import pytest

from placement.profile import load_profile
from placement.ui import state
from tests.ui.app import opened, text, turn_to, upload, well

UNKNOWN = 'reference = "MP-0001"\nassessed_on = 2026-11-02\n'
EVERY = [lha.code for lha in load_profile("cambridgeshire").lhas]
CLOSED = f"""{UNKNOWN}
victim_check = {{ outcome = "none_known" }}
victims = []
[[conditions]]
kind = "exclusion_zone"
source = "licence"
share_with_housing = true
from = 2026-11-01
lhas = {EVERY}
"""


def with_case(content):
    app = opened()
    return well(upload(app, ("case.toml", content.encode())))


def shown(app):
    return " ".join(text(app).split())


@pytest.mark.parametrize("page", ["options", "compare", "what-if"])
def test_a_case_of_which_nothing_is_known_is_shown_with_what_to_ask(page):
    said = shown(turn_to(with_case(UNKNOWN), page))
    if page == "options":
        assert "Not enough information" in said
        assert "not known" in said
        assert "Ask first" in said
    if page == "compare":
        assert "How the order holds over all weightings" in said


@pytest.mark.parametrize("page", ["options", "compare", "what-if"])
def test_a_case_for_which_every_lha_is_closed_says_so_and_ranks_none(page):
    said = shown(turn_to(with_case(CLOSED), page))
    if page == "options":
        assert said.count(" closed ") >= len(EVERY)
        assert "not ranked" in said
        assert "1. " not in said[said.index("The LHAs side by side") :][:400]
    if page == "compare":
        assert "Side by side" in said


def test_the_longest_names_stand_whole_in_every_table_and_on_the_map():
    app = opened()
    app.radio(state.AREA).set_value("london").run()
    well(upload(app, ("case.toml", UNKNOWN.encode())))
    longest = max(load_profile("london").lhas, key=lambda lha: len(lha.name)).name
    said = shown(app)
    assert len(longest) > 20
    assert said.count(longest) > 3
