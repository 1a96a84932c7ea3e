"""The SPOC, else the deputy, else nobody, which is said; and what a SPOC's word does (6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from engine.making import case, rank, set_up

from placement.assess import assess
from placement.explain import why_not
from placement.records.directory import route
from placement.records.kinds import KINDS
from placement.records.kinds.meetings import heard_from
from placement.results import Outcome, Status
from placement.rules.contributions import SpocWord
from placement.view import Reader, ranking_as_data, why_not_as_data

from .examples import EAST, FENLAND, ID, OTHER, example

DAY = date(2026, 12, 22)


def office(post="spoc", **changes):
    return KINDS["office"].model.from_data(example("office", post=post, **changes))


def absence(office_id=ID, **changes):
    return KINDS["absence"].model.from_data(example("absence", office=office_id, **changes))


def asked(offices, absences=(), day=DAY):
    return route(EAST, day, offices=offices, absences=absences, name="East Cambridgeshire")


def test_the_spoc_is_asked_first():
    found = asked({ID: office(), OTHER: office("deputy")})
    assert (found.office, found.instead_of) == (ID, None)


def test_the_deputy_stands_in_while_the_spoc_is_away_and_not_a_day_longer():
    offices = {ID: office(), OTHER: office("deputy", staff="dep.east", name="D. Puty")}
    found = asked(offices, [absence()])
    assert (found.office, found.instead_of) == (OTHER, ID)
    assert "D. Puty" in found.sentence
    assert asked(offices, [absence()], date(2027, 1, 3)).office == ID
    assert asked(offices, [absence()], date(2026, 12, 19)).office == ID


def test_where_nobody_is_there_that_is_said_with_the_day_somebody_is_back():
    found = asked({ID: office()}, [absence()])
    assert found.office is None
    assert found.back_on == date(2027, 1, 3)
    assert "nothing is sent to a general mailbox" in found.sentence
    assert asked({}).back_on is None


def test_a_post_that_has_ended_is_nobodys():
    assert asked({ID: office(to="2026-12-22")}).office is None
    assert asked({ID: office(to="2026-12-23")}).office == ID


def test_another_authoritys_office_is_never_asked():
    assert asked({ID: office(lha=FENLAND)}).office is None


# --- what a SPOC's word does ------------------------------------------------------------------


def contribution(**changes):
    return KINDS["contribution"].model.from_data(example("contribution", **changes))


def test_the_latest_contribution_of_an_authority_counts_until_the_day_it_holds():
    first = contribution(availability="nothing_suitable", ask=ID, on="2026-11-01")
    second = contribution(holds_until="2026-12-01")
    there = {"offices": {ID: "the SPOC, E. Cambs"}}
    assert heard_from([second, first], day=date(2026, 11, 5), **there) == (
        SpocWord(
            lha=EAST, availability="nothing_suitable", exclusion="none", ask="the SPOC, E. Cambs"
        ),
    )
    assert heard_from([first, second], day=date(2026, 11, 10), **there)[0].availability == (
        "possible"
    )
    assert heard_from([first, second], day=date(2026, 12, 1), **there) == ()
    assert heard_from([first], day=date(2026, 10, 31), **there) == ()


def with_word(role="coordinator", **said):
    word = SpocWord(lha=FENLAND, **{"availability": "not_known", "exclusion": "not_known", **said})
    return replace(set_up(role=role), heard=(word,))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("somewhere_suitable_by_the_spoc", {"availability": "nothing_suitable"}),
        ("no_exclusion_by_the_spoc", {"exclusion": "excluded"}),
    ],
)
@pytest.mark.parametrize("role", ["coordinator", "spoc"])
def test_nothing_suitable_or_an_exclusion_makes_it_refer_and_changes_no_point(rule, said, role):
    before = assess(case(), with_word(role))
    after = assess(case(), with_word(role, **said))
    assert before[FENLAND].status is Status.OPEN
    assert after[FENLAND].status is Status.REFER
    assert after[FENLAND].units == before[FENLAND].units
    assert after[FENLAND].rank == before[FENLAND].rank
    found = next(gate for gate in after[FENLAND].gates if gate.rule == rule)
    assert found.outcome is Outcome.UNKNOWN
    assert "ask the SPOC of Fenland" in found.sentence
    told = ranking_as_data(after, Reader(role, FENLAND if role == "spoc" else None))
    assert rule in str(told)


def test_what_nobody_has_said_has_no_finding():
    assert not [
        gate
        for option in rank(case()).options
        for gate in option.gates
        if "by_the_spoc" in gate.rule
    ]


def test_why_not_says_what_the_spoc_said():
    told = why_not(case(), with_word(availability="nothing_suitable"), FENLAND)
    assert "nothing suitable" in str(why_not_as_data(told, Reader("coordinator", None)))
