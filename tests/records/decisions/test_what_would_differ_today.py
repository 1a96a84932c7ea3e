"""A table of what would differ under other numbers: which LHA, what, before, after, and why."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from engine.making import (
    CAMBRIDGESHIRE,
    EAST_CAMBS,
    FENLAND,
    case,
    network,
    placed,
    service,
    victim,
)

from placement import parameters
from placement.parameters import Dated, Parameters
from placement.records.decisions.replay import PROFILE, TOGETHER, replay, under, under_many

from .frozen import frozen_of

LATER = date(2027, 6, 1)


def changed(**values):
    """The register with some numbers another from 2027 on; ``a__b`` stands for ``a.b``."""
    numbers = {number.name: number for number in parameters.load()}
    for name, value in values.items():
        name = name.replace("__", ".")
        one = Dated(start=date(2027, 1, 1), value=value, source="the Board, minute 7")
        numbers[name] = replace(numbers[name], values=(*numbers[name].values, one))
    return Parameters(numbers, "another")


def rows(today):
    return {(row.lha, row.what): (row.before, row.after, row.causes) for row in today.differences}


def test_nothing_differs_under_the_same_numbers():
    today = under(frozen_of(), parameters.load(), LATER)
    assert (today.changed, today.differences, today.notes) == ((), (), ())


def test_a_number_not_yet_in_force_changes_nothing():
    assert under(frozen_of(), changed(connection__near_min=5), date(2026, 12, 31)).changed == ()


def test_a_changed_number_shows_in_every_row_that_it_makes():
    kept = frozen_of(case(networks=(network("PE13 1AB"),)))
    today = under(kept, changed(connection__protective_inside_points=40), LATER)
    (number,) = today.changed
    assert (number.name, number.clause) == ("connection.protective_inside_points", "6(a)")
    assert number.source == "the Board, minute 7"
    before, after, causes = rows(today)[FENLAND, "protective network"]
    assert before != after
    assert after == "met, 40 points"
    assert causes == ("connection.protective_inside_points",)
    assert {lha for lha, _ in rows(today)} <= {FENLAND, ""} | set(CAMBRIDGESHIRE.codes)
    row = next(r for r in today.differences if r.rule == "protective_network")
    assert row.clause == "6(a)"


def test_each_row_names_the_number_that_makes_it_alone():
    kept = frozen_of(case(networks=(network("PE13 1AB"),)))
    other = changed(connection__protective_inside_points=40, timing__reasonable_notice_days=500)
    found = rows(under(kept, other, LATER))
    assert found["", "reasonable notice"][2] == ("timing.reasonable_notice_days",)
    assert found[FENLAND, "protective network"][2] == ("connection.protective_inside_points",)


def test_a_row_that_no_number_makes_alone_says_that_they_do_together():
    points = {"connection__start_points": 11, "connection__protective_inside_points": 40}
    kept = frozen_of(case(networks=(network("PE13 1AB"),)))
    found = rows(under(kept, changed(**points), LATER))
    causes = found[FENLAND, "units"][2]
    assert causes == (TOGETHER,) or set(causes) == {
        "connection.start_points",
        "connection.protective_inside_points",
    }


def test_agreed_weights_that_changed_show_and_weights_moved_in_the_meeting_stay():
    heavy = changed(ranking__weight_spread=3)
    assert (EAST_CAMBS, "weight of spread") in rows(under(frozen_of(), heavy, LATER))
    moved = frozen_of(weights={"connection": 1, "management": 1, "spread": 2})
    assert under(moved, heavy, LATER).changed == ()


def test_what_was_measured_with_a_number_since_changed_is_said_and_not_guessed():
    kept = frozen_of(case(victims=(victim(),), victim_check="listed"))
    today = under(kept, changed(zones__edge_most_m=1), LATER)
    assert [one.measured_with for one in today.changed] == [True]
    assert "no place is kept to measure again" in today.notes[0]
    assert today.differences == ()


def test_a_quarter_that_became_a_third_is_read_from_what_was_kept():
    one = case(victims=(victim("PE15 8AA", 15_000.0),), victim_check="listed")
    kept = frozen_of(one)
    share = kept.body["measured"]["lhas"][FENLAND]["homes"]["clear"]
    today = under(kept, changed(zones__enough_share=0.59 if share < 0.25 else share + 0.01), LATER)
    assert any(row.clause == "6(b)" for row in today.differences)


def test_a_number_that_is_gone_says_that_it_cannot_be_run():
    kept = frozen_of()
    gone = {n.name: n for n in parameters.load() if n.name != "connection.start_points"}
    today = under(kept, Parameters(gone, "another"), LATER)
    assert today.changed[0].after is None
    assert "cannot be run under today's" in today.notes[-1]


def test_the_profile_of_today_is_looked_at_where_it_has_the_same_lhas():
    kept = frozen_of(placements=tuple(placed(FENLAND) for _ in range(9)))
    lhas = tuple(replace(lha, population=900_000) for lha in CAMBRIDGESHIRE.lhas)
    today = under(kept, parameters.load(), LATER, profile=replace(CAMBRIDGESHIRE, lhas=lhas))
    assert {cause for row in today.differences for cause in row.causes} == {PROFILE}
    fewer = replace(CAMBRIDGESHIRE, lhas=CAMBRIDGESHIRE.lhas[1:])
    today = under(kept, parameters.load(), LATER, profile=fewer)
    assert today.differences == ()
    assert "other LHAs today" in today.notes[0]


def test_many_are_asked_in_the_order_given():
    many = [frozen_of(case(reference=f"T-{n}", services=(service("PE15 8AA"),))) for n in (2, 1)]
    found = under_many(many, changed(management__reach_near_min=1), LATER)
    assert [today.case for today in found] == ["T-2", "T-1"]
    assert all(today.differences for today in found)


def test_both_answers_can_be_written_as_json():
    kept = frozen_of()
    today = under(kept, changed(connection__start_points=31), LATER).to_data()
    assert json.loads(json.dumps(today)) == today
    assert today["changed"][0]["name"] == "connection.start_points"
    assert today["differences"][0]["causes"] == ["connection.start_points"]
    done = replay(kept).to_data()
    assert json.loads(json.dumps(done)) == done
    assert (done["identical"], done["differences"]) == (True, [])
