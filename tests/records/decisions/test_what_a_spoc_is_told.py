"""A SPOC gets the tasks that are theirs and what those rest on, and nothing more of a decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from placement import parameters
from placement.documents.decided import FOR_HOUSING
from placement.records.decisions.for_spoc import NOT_PROTECTED, told
from placement.records.overview import overview

from ..conftest import LHA
from ..oracle.kept_cases import CASE, opened

OTHER = "E07000010"
CUSTODY = '"custody"\nrelease = { date = 2027-03-08, kind = "conditional" }'
FINAL = {
    "on": "2026-11-22",
    "outcome": "lha",
    "lha": LHA,
    "let": "bid",
    "standing": "final",
    "next_review": "2027-02-22",
    "reasons": [
        {"code": "connection_or_network", "text": "xyzzy near the river"},
        {"code": "victims", "text": "xyzzy lives in March"},
    ],
    "rejected": [{"lha": OTHER, "code": "victims", "text": "xyzzy again"}],
    "dissent": [{"agency": "police", "text": "xyzzy"}],
    "diversity": "xyzzy",
    "rests_on": ["xyzzy"],
}


@pytest.fixture
def case(desk):
    return opened(desk, "AB-1")


def decide(desk, case, **changes):
    return desk.save("decision", {**FINAL, **changes}, case=case, reason="decided").id


def seen(desk, route="home_link_flag"):
    numbers = parameters.load().on(date(2026, 11, 22))
    found = overview(
        desk, date(2026, 11, 22), numbers, routes={LHA: route}, issued=date(2017, 1, 1)
    )
    return found.lines[0]


def test_a_spoc_whose_authority_is_asked_sees_their_tasks_and_no_others(desk, spoc, case):
    assert seen(spoc).tasks == ()
    decide(desk, case)
    line = seen(spoc)
    assert line.decided == "final"
    assert {"interview", "application", "let"} <= {task.name for task in line.tasks}
    assert {task.owner for task in line.tasks} == {"spoc"}
    assert {task.owner for task in seen(desk).tasks} == {"spoc", "offender_manager"}


def test_the_address_is_due_before_release_and_the_provider_told_where_a_home_is_temporary(
    desk, spoc, case
):
    decision = decide(desk, case)
    assert {task.name: task.state for task in seen(desk).tasks}["address"] == "waiting"
    text = CASE.format(reference="AB-1").replace('"licence"', CUSTODY)
    desk.save("case", {"text": text}, case=case, id=case, based_on=1, reason="a day is set")
    tasks = {task.name: task for task in seen(desk).tasks}
    assert tasks["address"].state == "open"
    assert tasks["address"].due == date(2027, 3, 8) - timedelta(days=7)
    assert "disclosure" not in tasks
    housed = {"step": "housed_on", "on": "2026-11-22", "setting": "temporary_accommodation"}
    housed |= {"decision": decision, "lha": LHA, "by": LHA}
    spoc.save("outcome", housed, case=case, reason="housed")
    assert "disclosure" in {task.name for task in seen(spoc).tasks}


def test_no_free_text_no_other_authority_and_no_protected_reason_comes_with_it(desk, spoc, case):
    decide(desk, case)
    data = told(spoc)[case].decision.data
    assert "xyzzy" not in repr(data)
    assert OTHER not in repr(data)
    assert data["reasons"] == [{"code": "connection_or_network"}]
    assert spoc.list("decision", case=case) == []


@pytest.mark.parametrize(
    "changes", [{"standing": "draft"}, {"lha": OTHER, "rejected": []}, {"standing": None}]
)
def test_of_a_draft_or_of_another_authority_nothing_is_told(desk, spoc, case, changes):
    decide(desk, case, **changes)
    assert told(spoc) == {}
    assert seen(spoc).decided == "none"


def test_a_later_decision_for_another_authority_takes_it_back(desk, spoc, case):
    decide(desk, case)
    decide(desk, case, lha=OTHER, on="2026-11-23", rejected=[])
    assert told(spoc) == {}


def test_a_case_that_was_not_referred_or_is_limited_is_not_told_of(desk, spoc, people):
    row = desk.open_case("AB-2", 'reference = "AB-2"\nassessed_on = 2026-11-21\n', reason="new")
    decide(desk, row.id)
    assert told(spoc) == {}
    case = opened(desk, "AB-3")
    decide(desk, case)
    assert set(told(spoc)) == {case}
    coordinator = desk.record.desk(people.coordinator)
    coordinator.limit(case, reason="limited")
    assert told(spoc) == {}


def test_only_a_spoc_is_told_so_and_it_is_in_the_log(desk, spoc, case, people):
    made = decide(desk, case)
    for other in (people.panel, people.coordinator, people.auditor, people.smb):
        assert told(desk.record.desk(other)) == {}
    stranger = desk.record.desk(replace(people.spoc, id="sp.two", lha=OTHER))
    assert told(stranger) == {}
    told(spoc)
    from sqlalchemy import select

    from placement.records import schema

    with desk.record.database.reading() as connection:
        last = connection.execute(select(schema.audit).order_by(schema.audit.c.seq)).all()[-1]
    assert last.action == "consultation"
    assert made in repr(tuple(last))


def test_the_reasons_are_those_that_the_housing_annex_may_name():
    assert set(FOR_HOUSING) == NOT_PROTECTED
