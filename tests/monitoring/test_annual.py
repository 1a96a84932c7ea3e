from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from placement.errors import InputError, ProfileError
from placement.monitoring.annual import (
    Event,
    Spell,
    YearRecords,
    count_year,
    last_whole_year,
    read_year_records,
)
from placement.monitoring.annual_tables import MAY_BE_CALLED, with_labels, year_tables
from placement.monitoring.denominators import RESIDENTS_10, Denominator
from placement.monitoring.layout import laid_across
from placement.profile import load_profile

from . import bedfordshire

AGED_10 = Denominator(
    name=RESIDENTS_10, by_lha={"area": 581_700}, source="ONS mid-2019 estimate", date="2020-06-24"
)


@pytest.fixture(scope="module")
def tables():
    counts = count_year(bedfordshire.records(), bedfordshire.FIRST)
    return {table.name: table for table in year_tables(counts, AGED_10)}


def body(table):
    return [list(row) for row in laid_across(table).rows]


def test_the_snapshot_reproduces_the_published_one_with_its_dash(tables):
    assert body(tables["year_snapshot"]) == [
        ["Level 1", "626", "237", "–", "863"],
        ["Level 2", "8", "6", "6", "20"],
        ["Level 3", "0", "1", "2", "3"],
        ["Total", "634", "244", "8", "886"],
    ]


def test_the_year_s_total_reproduces_the_published_one(tables):
    assert body(tables["year_total"]) == [
        ["Level 2", "10", "9", "8", "27"],
        ["Level 3", "2", "5", "5", "12"],
        ["Total", "12", "14", "13", "39"],
    ]


def test_returns_to_custody_reproduce_the_published_ones_a_dash_where_none_can_be(tables):
    assert body(tables["year_returned"]) == [
        ["Breach of licence", "Level 2", "2", "4", "0", "6"],
        ["Breach of licence", "Level 3", "2", "3", "2", "7"],
        ["Breach of licence", "Total", "4", "7", "2", "13"],
        ["Breach of SOPO", "Level 2", "1", "–", "–", "1"],
        ["Breach of SOPO", "Level 3", "0", "–", "–", "0"],
        ["Breach of SOPO", "Total", "1", "–", "–", "1"],
    ]


def test_breaches_and_orders_reproduce_the_published_ones(tables):
    assert [row[-1] for row in body(tables["year_happened"])] == ["32", "4", "1"]
    assert [row[-1] for row in body(tables["year_orders"])] == ["73", "0", "2"]


def test_the_rate_reproduces_the_published_one_and_is_unknown_without_a_denominator(tables):
    assert body(tables["year_rate"]) == [["634", "109"]]
    counts = count_year(bedfordshire.records(), bedfordshire.FIRST)
    without = year_tables(counts, None)[-1]
    assert body(without) == [["634", "[x]"]]


def test_a_dash_is_not_a_zero_in_the_data_either(tables):
    snapshot = tables["year_snapshot"]
    values = {(r["level"], r["category"][:10]): r["people"] for r in snapshot.rows()}
    assert values["Level 1", "Category 3"] is None
    assert values["Level 3", "Category 1"] == 0


def spell(person="A", level=2, category=1, start="2019-01-01", end=None):
    days = [date.fromisoformat(day) if day else None for day in (start, end)]
    return Spell(person=person, level=level, category=category, start=days[0], end=days[1])


def count(*spells, events=()):
    return count_year(YearRecords(spells=spells, events=events), date(2019, 4, 1))


def test_somebody_at_both_levels_in_the_year_counts_once_at_the_highest():
    found = count(
        spell(level=2, end="2019-08-01"),
        spell(level=3, category=2, start="2019-08-01", end="2019-10-01"),
        spell(level=2, start="2019-10-01"),
    )
    assert found.total == {(3, 2): 1}
    assert found.snapshot == {(2, 1): 1}


@pytest.mark.parametrize(
    ("start", "end", "snapshot", "total"),
    [
        ("2019-01-01", "2019-04-01", 0, 0),  # ended before the first day
        ("2019-01-01", "2019-04-02", 0, 1),
        ("2020-03-31", None, 1, 1),
        ("2019-01-01", "2020-03-31", 0, 1),  # half-open: not there on the last day
        ("2019-01-01", "2020-04-01", 1, 1),
        ("2020-04-01", None, 0, 0),
    ],
)
def test_the_year_runs_from_1_april_to_31_march(start, end, snapshot, total):
    found = count(spell(start=start, end=end))
    assert (found.snapshot.total(), found.total.total()) == (snapshot, total)


@pytest.mark.parametrize(
    ("spells", "events", "said"),
    [
        ([spell(level=1, category=3)], [], "category 3 at Level 1"),
        ([spell(), spell(start="2019-05-01")], [], "before the person's last one ends"),
        (
            [spell(level=1)],
            [Event(person="A", kind="returned_licence", on=date(2019, 6, 1))],
            "was not managed at Level 2 or 3",
        ),
    ],
)
def test_records_that_contradict_each_other_are_refused(spells, events, said):
    with pytest.raises(InputError, match=said):
        count(*spells, events=tuple(events))


def test_the_last_whole_year_is_over_on_the_day():
    assert last_whole_year(date(2020, 3, 31)) == date(2018, 4, 1)
    assert last_whole_year(date(2020, 4, 1)) == date(2019, 4, 1)


def test_category_4_has_a_column_only_where_somebody_is_in_it():
    made = year_tables(count(spell(category=4)), None)[0]
    assert len(laid_across(made).headings) == 6
    assert "4" not in "".join(laid_across(year_tables(count(spell()), None)[0]).headings)


def test_records_are_read_from_a_file_and_every_problem_is_said(tmp_path):
    path = tmp_path / "year.csv"
    head = "kind,person,from,to,level,category\n"
    path.write_text(head + "spell,A,2019-01-01,,2,1\nshpo,A,2019-06-01,,,\n", encoding="utf-8")
    assert read_year_records(path) == YearRecords(
        spells=(spell(),), events=(Event(person="A", kind="shpo", on=date(2019, 6, 1)),)
    )
    path.write_text(head + "spell,A,2019-13-01,,2,1\nmoved,A,2019-06-01,,,\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_year_records(path)
    assert len(refused.value.problems) == 2
    path.write_text(head + "spell,A,2019-01-01,2019-01-01,,\n", encoding="utf-8")
    with pytest.raises(InputError, match="a spell needs its level"):
        read_year_records(path)


def test_a_year_without_anybody_is_all_zeros_and_dashes():
    made = {t.name: t for t in year_tables(count(), replace(AGED_10))}
    assert body(made["year_snapshot"])[0] == ["Level 1", "0", "0", "–", "0"]


def test_an_area_prints_its_own_headings_over_the_same_numbers(tables):
    own = load_profile("bedfordshire").yearly.words
    assert set(own) == set(MAY_BE_CALLED) - {MAY_BE_CALLED[0]}
    orders = with_labels(tables["year_orders"], own)
    assert orders.title.endswith(
        "SHPOs with foreign travel restriction & NOs imposed by the courts"
    )
    assert body(orders) == [
        ["SHPO", "73"],
        ["SHPO with foreign travel restriction", "0"],
        ["NOs", "2"],
    ]
    assert body(with_labels(tables["year_snapshot"], own)) == body(tables["year_snapshot"])


def test_a_heading_that_disclosure_control_knows_a_row_by_keeps_its_name(tables):
    with pytest.raises(ProfileError, match="'SHPO' is not one of"):
        with_labels(tables["year_orders"], {"SHPO": "Orders"})
