"""Locks, opening, unlocking and re-planning; what cannot be is refused, all of it at once."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from engine.making import (
    ALL,
    CAMBRIDGE,
    EAST_CAMBS,
    FENLAND,
    HUNTS,
    PETERBOROUGH,
    SOUTH_CAMBS,
    case,
    view,
    zone,
)

from placement.errors import InputError
from placement.planning.previous import read_previous
from placement.planning.question import Spot

from .quarter import CASES, HOMES, plan_of, refused, where


def test_a_lock_holds_and_the_rest_is_planned_round_it():
    plan = plan_of(CASES, locks=["QTR-06=Cambridge"])
    assert where(plan)["QTR-06"] == CAMBRIDGE
    lock = plan.quarter.wishes.lock("QTR-06")
    assert (lock.lha, lock.home) == (CAMBRIDGE, "")


def test_a_lock_may_lie_further_below_than_the_limit_for_people_decide():
    plan = plan_of(CASES, locks=[f"QTR-03={HUNTS}"])
    (found,) = [each for each in plan.assignments if each.case == "QTR-03"]
    assert (found.spot.lha, found.cause) == (HUNTS, "panel")
    assert found.below_units > plan.quarter.regret * plan.quarter.question.weight


def test_an_lha_to_be_asked_about_is_given_only_when_the_panel_opens_it():
    only = tuple(view(lha, "suitable" if lha == FENLAND else "unsuitable") for lha in ALL)
    one = replace(CASES[4], management_views=only, networks=(), family=(), preference=None)
    assert where(plan_of([one]))["QTR-05"] != FENLAND
    opened = plan_of([one], opened=["QTR-05=Fenland:the victim liaison unit agrees"], regret=0)
    assert opened.quarter.question["QTR-05"].own_best == FENLAND
    assert where(opened)["QTR-05"] == FENLAND


def test_a_case_starts_with_its_origin_until_it_is_unlocked_with_a_reason():
    views = tuple(view(lha, "suitable" if lha == CAMBRIDGE else "unsuitable") for lha in ALL)
    one = case(origin=EAST_CAMBS, can_return="yes", management_views=views)
    assert where(plan_of([one]))["T-1"] == EAST_CAMBS
    freed = plan_of([one], unlocked=["T-1:the family there has moved away"])
    assert where(freed)["T-1"] == CAMBRIDGE


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"locks": ["QTR-02=E06000099"]}, "E06000099 is not an LHA of cambridgeshire"),
        ({"locks": ["QTR-99=Cambridge"]}, "QTR-99 is not in this plan"),
        ({"locks": ["QTR-02"]}, "write CASE=LHA"),
        ({"locks": ["QTR-02="]}, "write CASE=LHA"),
        ({"locks": ["QTR-05=Fenland"]}, "A victim has asked that Fenland be avoided"),
        ({"locks": ["QTR-01=Cambridge"]}, "--unlock QTR-01:REASON"),
        ({"locks": ["QTR-02=Cambridge", "QTR-02=Fenland"]}, "QTR-02 is given twice"),
        ({"opened": ["QTR-02=Cambridge:why"]}, "Cambridge is open already"),
        ({"opened": ["QTR-05=Fenland"]}, "write CASE=LHA:REASON"),
        ({"opened": ["QTR-05=Fenland:"]}, "write CASE=LHA:REASON"),
        ({"unlocked": ["QTR-01"]}, "write CASE:REASON"),
        ({"unlocked": ["QTR-02:why"]}, "nothing to unlock"),
        ({"cases": [*CASES, CASES[0]]}, "QTR-01 is given twice"),
        ({"cases": []}, "no case is given"),
        ({"regret": -1}, "--regret -1"),
        ({"homes": True, "locks": ["QTR-02=QTV-4", "QTR-06=QTV-4"]}, "QTV-4 is one home"),
        ({"homes": True, "locks": ["QTR-02=QTV-3"]}, "QTV-3 is not supported"),
        ({"homes": True, "locks": ["QTR-04=Fenland"]}, "No home in Fenland is on the list"),
        ({"homes": True, "locks": ["QTR-02=QTV-9"]}, "nor one of the homes QTV-1"),
        ({"homes": (replace(HOMES[0], lha="E07000099"),)}, "E07000099 is not an LHA"),
        ({"homes": (replace(HOMES[0], lha=FENLAND),)}, "lies in Peterborough, not in Fenland"),
        ({"homes": (replace(HOMES[0], postcode="PE99 9ZZ"),)}, "QTV-1: PE99 9ZZ"),
    ],
)
def test_what_cannot_be_is_refused(asked, says):
    assert says in refused(**asked)


def test_a_lock_against_a_closed_gate_is_refused_and_nobody_can_open_it():
    one = case(conditions=(zone(lhas=(SOUTH_CAMBS,)),))
    assert "leave no postcode" in refused(cases=[one], locks=["T-1=South Cambridgeshire"])
    said = refused(cases=[one], opened=["T-1=South Cambridgeshire:because"])
    assert "It cannot be opened." in said


def test_a_case_that_waits_can_neither_be_fixed_nor_opened():
    one = case(risk_of_serious_harm="unknown")
    assert "Find that out first" in refused(cases=[one], locks=["T-1=Cambridge"])


def test_two_fixed_in_one_area_who_must_be_apart_are_refused():
    homes = tuple(
        replace(HOMES[0], reference=name, postcode=code, start=None)
        for name, code in (("V-1", "PE1 2AA"), ("V-2", "PE1 2AB"))
    )
    pair = [case(reference="T-1", non_association=("T-2",)), case(reference="T-2")]
    said = refused(cases=pair, homes=homes, locks=["T-1=V-1", "T-2=V-2"])
    assert "must not live near each other" in said


def test_every_problem_is_in_the_one_message():
    said = refused(
        cases=[*CASES, CASES[0]],
        homes=(replace(HOMES[0], lha="E07000099"),),
        locks=["QTR-99=Cambridge"],
        regret=-2,
    )
    assert len(said.splitlines()) == 4


# --- planning again --------------------------------------------------------------------------


def test_the_earlier_plan_is_kept_where_it_is_as_good_and_what_moved_is_said():
    level = [case(reference=f"T-{i}") for i in (1, 2)]
    first = plan_of(level, placements=())
    assert where(first) != {"T-1": SOUTH_CAMBS, "T-2": SOUTH_CAMBS}
    before = {"T-1": Spot(SOUTH_CAMBS), "T-2": Spot(HUNTS)}
    again = plan_of(level, placements=(), previous=before)
    assert where(again) == {"T-1": SOUTH_CAMBS, "T-2": HUNTS}
    assert again.moves == ()
    locked = plan_of(level, placements=(), previous=before, locks=["T-1=Peterborough"])
    assert where(locked) == {"T-1": PETERBOROUGH, "T-2": HUNTS}
    assert [(m.case, m.before.lha, m.after.lha) for m in locked.moves] == [
        ("T-1", SOUTH_CAMBS, PETERBOROUGH)
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "it is not JSON"),
        ("[]", "no list of assignments"),
        ('{"assignments": [{"case": 3}]}', "assignments[1]"),
        ('{"assignments": [{"case": "A-1", "lha": "E1"}, {"case": "A-1", "lha": "E1"}]}', "twice"),
        ('{"assignments": [], "profile": "london"}', "it is a plan of london"),
    ],
)
def test_an_earlier_plan_that_is_none_is_refused(tmp_path, text, says):
    file = tmp_path / "plan.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says.replace("[", r"\[").replace("]", r"\]")):
        read_previous(file, "cambridgeshire")


def test_an_earlier_plan_says_where_everybody_was(tmp_path):
    file = tmp_path / "plan.json"
    rows = [{"case": "A-1", "lha": "E1", "vacancy": "V-1", "area": "CB1 2"}]
    file.write_text(json.dumps({"cases": ["A-1", "A-2"], "assignments": rows}), encoding="utf-8")
    assert read_previous(file, "cambridgeshire") == {
        "A-1": Spot("E1", "V-1", "CB1 2"),
        "A-2": None,
    }


def test_an_earlier_plan_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_previous(tmp_path / "none.json", "cambridgeshire")
