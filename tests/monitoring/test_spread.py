from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from placement.monitoring import change, series, spread
from placement.monitoring.denominators import RESIDENTS_10, read_denominators
from placement.monitoring.layout import laid_across, words_of
from placement.monitoring.report import build
from placement.monitoring.specification import SHIPPED, editions, in_force
from placement.monitoring.stays import months_to, years_to
from placement.parameters import UNAGREED
from placement.spread import register_of

from .conftest import DAY, person

CODES = ["E06000031", "E07000008", "E07000009", "E07000010", "E07000011", "E07000012"]


@pytest.fixture(scope="module")
def report(crowd):
    return build(crowd)


def test_those_counted_are_those_that_the_ranking_counts(crowd):
    held = register_of(
        crowd.placements, places=crowd.places, numbers=crowd.numbers, as_of=DAY, leaving_out=""
    )
    assert crowd.now_by_lha == held.by_lha


def test_the_shipped_specification_counts_what_the_ranking_counts(example):
    spec = in_force(editions(), DAY)
    assert list(spec.counted_levels) == example.numbers["spread.counted_levels"]
    assert set(spec.apart) == set(example.numbers["spread.not_community_settings"])
    assert spec.approval == UNAGREED


def test_the_example_counts_eleven_and_one_apart(example):
    rows = laid_across(spread.whereabouts(example)).rows
    assert rows[0] == ("Peterborough", "3", "1", "0", "0", "0", "4")
    assert rows[-1] == ("Whole area", "11", "1", "0", "0", "0", "12")


@pytest.mark.parametrize("name", ["now", "levels_categories", "months", "years", "change"])
def test_totals_are_the_sums_of_their_parts(report, name):
    table = report.table(name)
    people = [column.name for column in table.columns if column.people]
    for key, total in table.totals.items():
        others = [k for k in table.keys if k != key]
        frame = table.frame.assign(whole=table.frame[key] == total)
        sums = frame.groupby([*others, "whole"])[people].sum() if others else None
        if sums is None:
            parts = frame[~frame["whole"]][people].sum()
            assert parts.tolist() == frame[frame["whole"]][people].iloc[0].tolist()
        else:
            split = sums.unstack("whole")
            for each in people:
                assert (split[each][True] == split[each][False]).all()


def test_the_same_cell_holds_the_same_number_in_every_table(report):
    seen = {}
    for table in report.tables:
        for column in table.columns:
            if column.people is None:
                continue
            for i in range(len(table.frame)):
                value = table.value(i, column.name)
                measure, of = table.cell(i, column.name)
                key = (measure, tuple(sorted(of.items())))
                assert seen.setdefault(key, value) == value, (table.name, key)
    assert len(seen) > 500


def test_lhas_stand_in_the_order_of_their_codes_and_never_of_their_numbers(report):
    for table in report.tables:
        if "lha" not in table.keys:
            continue
        firsts = [k for k in table.keys if k in ("edition", "month", "year")]
        groups = (
            table.frame.groupby(firsts, sort=False)["lha"] if firsts else [("", table.frame.lha)]
        )
        for _, codes in groups:
            order = [c for c in dict.fromkeys(codes) if c != "total"]
            assert order == sorted(order), table.name


def test_the_order_of_the_register_changes_nothing(crowd, basis_for):
    turned = basis_for(tuple(reversed(crowd.placements)))
    for make in (spread.whereabouts, spread.against_denominators, series.months, change.change):
        assert make(turned).rows() == make(crowd).rows()


def test_every_table_of_places_against_chance_says_each_row_in_words(report):
    for name in ("against", "change", "stays", "areas", "concentration", "clustering"):
        table = report.table(name)
        assert len(words_of(table)) == len(table.frame)
        assert all(said.endswith(".") for said in words_of(table))


def test_a_stay_is_half_open_and_arrivals_and_departures_are_of_their_month(basis_for):
    made = [
        person(1, start=date(2026, 9, 1), end=date(2026, 9, 30)),
        person(2, start=date(2026, 8, 31), end=date(2026, 9, 1)),
        person(3, start=date(2026, 9, 30), end=date(2026, 10, 1)),
        person(4, start=date(2026, 9, 5), setting="prison"),
        person(5, start=date(2026, 9, 5), level=1),
    ]
    rows = {(r["month"], r["lha"]): r for r in series.months(basis_for(made)).rows()}
    row = rows["2026-09", "E06000031"]
    assert (row["counted"], row["arrivals"], row["departures"]) == (1, 2, 2)
    assert rows["2026-08", "E06000031"]["counted"] == 1
    assert rows["2026-10", "total"]["departures"] == 1


def test_counted_now_is_counted_before_and_arrived_less_departed(report):
    table = report.table("months").frame
    for _, lha in table.groupby("lha"):
        moved = (lha["arrivals"] - lha["departures"]).tolist()
        stock = lha["counted"].tolist()
        assert [b - a for a, b in pairwise(stock)] == moved[1:]


def test_the_future_is_not_known_on_the_day(basis_for):
    known = [person(1, start=date(2026, 1, 1))]
    later = [
        person(1, start=date(2026, 1, 1), end=date(2027, 1, 1)),
        person(2, start=date(2026, 11, 22)),
    ]
    for make in (spread.whereabouts, series.months, change.stay_lengths):
        assert make(basis_for(known)).rows() == make(basis_for(later)).rows()


def test_months_and_years_end_on_the_day_of_the_report():
    months = months_to(date(2026, 11, 21), 3)
    assert [(m.name, m.last, m.whole) for m in months] == [
        ("2026-09", date(2026, 9, 30), True),
        ("2026-10", date(2026, 10, 31), True),
        ("2026-11", date(2026, 11, 21), False),
    ]
    assert [y.name for y in years_to(date(2026, 3, 31), 2)] == ["2024/25", "2025/26"]
    assert years_to(date(2026, 3, 31), 2)[-1].whole
    assert [y.name for y in years_to(date(2026, 4, 1), 2)] == ["2025/26", "2026/27"]


def test_a_change_is_beyond_chance_where_many_more_come_than_leave(basis_for):
    made = [person(i, start=date(2026, 5, 1)) for i in range(12)]
    row = change.change(basis_for(made, complete_from=date(2020, 1, 1))).rows()[0]
    assert (row["label"], row["came"], row["left"]) == (change.BEYOND, 12, 0)
    unsure = change.change(basis_for(made))
    assert unsure.value(0, "label") == "not known"
    assert unsure.mark(0, "chance") == "x"


def test_few_ended_stays_give_no_mean(example):
    table = change.stay_lengths(example)
    assert {table.mark(i, "mean_days") for i in range(7)} == {"n"}


TWO = """
[[editions]]
name = "first"
from = 2017-01-01
approval = "Board minute 3"
counted_levels = [2, 3]
apart = ["prison"]
changed = "The first edition."

[[editions]]
name = "second"
from = 2026-04-01
approval = "Board minute 7"
counted_levels = [3]
apart = ["prison", "hospital"]
changed = "Level 2 is no longer counted."
"""


def test_a_changed_definition_keeps_both_series(tmp_path, basis_for):
    path = tmp_path / "specification.toml"
    path.write_text(TWO, encoding="utf-8")
    made = [person(1, level=2), person(2, level=3), person(3, level=2, setting="hospital")]
    basis = basis_for(made, specification=path)
    table = series.years(basis)
    whole = {(r["edition"], r["year"]): r["counted"] for r in table.rows() if r["lha"] == "total"}
    assert whole["first", "2026/27"] == whole["first", "2022/23"] == 3
    assert whole["second", "2026/27"] == whole["second", "2022/23"] == 1
    assert basis.now_by_lha["E06000031"] == 1
    assert any("Level 2 is no longer counted" in note for note in table.notes)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("counted_levels = [3]", "counted_levels = [4]", "counted_levels"),
        ('name = "second"', 'name = "first"', "the same name"),
        ("from = 2026-04-01", "from = 2016-04-01", "order of their days"),
        ('approval = "Board minute 7"', "", "approval"),
        ('name = "second"', 'nmae = "second"', "nmae: is not a key"),
    ],
)
def test_a_specification_that_is_wrong_is_refused_in_words(tmp_path, old, new, said):
    path = tmp_path / "specification.toml"
    path.write_text(TWO.replace(old, new), encoding="utf-8")
    with pytest.raises(Exception, match=said):
        editions(path)


def test_a_day_before_the_first_edition_is_refused():
    with pytest.raises(Exception, match="the first edition holds from 2017-01-01"):
        in_force(editions(SHIPPED), date(2016, 12, 31))


HEAD = "lha,area,measure,value,source,date\n"


def test_denominators_are_read_and_the_report_says_which(tmp_path, basis_for, example):
    path = tmp_path / "sizes.csv"
    rows = [
        f"{code},,residents_10_and_over,{100_000 + i},ONS,2021-03-21"
        for i, code in enumerate(CODES)
    ]
    path.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    basis = basis_for(example.placements, denominators=path)
    assert basis.chief.name == RESIDENTS_10
    table = spread.against_denominators(basis)
    assert {r["against"] for r in table.rows()} == {"residents", "postcodes", RESIDENTS_10}
    assert "residents aged 10 and over (ONS, 2021-03-21)" in table.notes[0]


def test_a_denominator_that_is_not_known_everywhere_gives_no_label(tmp_path, basis_for, crowd):
    path = tmp_path / "sizes.csv"
    path.write_text(HEAD + "E06000031,,social_rented_homes,9000,Council,2024", encoding="utf-8")
    basis = basis_for(crowd.placements, denominators=path)
    table = spread.against_denominators(basis)
    rows = [r for r in table.rows() if r["against"] == "social_rented_homes"]
    assert {r["label"] for r in rows} <= {"not known", "too few to tell"}
    assert [r["rate"] is None for r in rows] == [False, True, True, True, True, True]
    assert basis.chief.name == "residents"
    assert any("not known for Cambridge" in said for said in build(basis).warnings)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lha,measure\n", "must name the columns"),
        (HEAD + "E99999999,,homes,5,Council,2024", "lha"),
        (HEAD + "E06000031,,homes,0,Council,2024", "above 0"),
        (HEAD + "E06000031,,homes,5,,2024", "needs its source"),
        (HEAD + "E06000031,,homes,5,C,2024\nE06000031,,homes,6,C,2024", "earlier row"),
    ],
)
def test_denominators_that_are_wrong_are_refused_in_words(tmp_path, text, said):
    path = tmp_path / "sizes.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Exception, match=said):
        read_denominators(path, CODES)
