"""Who the cases are, by what an area has promised: intervals, comparison, control."""

from __future__ import annotations

from datetime import date

import pytest
from scipy import stats

from placement import parameters
from placement.errors import InputError
from placement.monitoring.composition import Residents, composition_tables, read_residents
from placement.monitoring.control.history import History
from placement.monitoring.control.release import release
from placement.monitoring.control.shipped import shipped_links
from placement.monitoring.disproportion import against_share
from placement.monitoring.equality import FIELDS as HELD
from placement.monitoring.equality_tables import ALIKE, DIFFERS, TOO_SMALL, UNTESTED
from placement.monitoring.working import FIELDS as CASE
from placement.monitoring.working import Window
from placement.profile import load_profile

DAY = date(2026, 11, 21)
NUMBERS = parameters.load().on(DAY)
WINDOW = Window(first=date(2025, 11, 22), as_of=DAY)
LONDON = load_profile("london").equality
GROUPS = ("White", "Mixed or multiple", "Asian or Asian British", "Black or Black British", "Other")


def people(**many):
    """Cases with an ethnicity each, so many of each 18+1 code."""
    codes = [code for code, count in many.items() for _ in range(count)]
    blank = dict.fromkeys(field.name for field in HELD)
    held = [
        {**blank, "reference": f"L-{i}", "ethnicity": code, "sex": "male", "age": 20 + i % 50}
        for i, code in enumerate(codes)
    ]
    case = dict.fromkeys(field.name for field in CASE)
    cases = [
        {**case, "reference": f"L-{i}", "referred_on": date(2026, 3, 1)} for i in range(len(codes))
    ]
    return held, cases


def made(residents=None, **many):
    tables = composition_tables(LONDON, *people(**many), NUMBERS, WINDOW, residents)
    return {table.name: table for table in tables}


def by_group(table):
    return {row["group"]: row for row in table.rows()}


def test_londons_tables_are_those_it_promised_in_its_words_and_order():
    assert [table.title for table in made(W1=12).values()] == [
        f"Who the cases are, by {own}" for own in ("race", "ethnicity", "gender", "age")
    ]
    assert {"statement", "interpreting", "topic", "involved"} <= {
        word for item in load_profile("london").agenda for word in item.what.strip(".").split()
    }
    assert LONDON.source.endswith("Equality and Diversity Impact")


def test_without_a_figure_nothing_is_compared_and_nothing_is_said_to_be_well():
    table = made(W1=30, B2=20, NS=3)["equality_who_ethnicity_5"]
    rows = by_group(table)
    assert {row["label"] for row in rows.values()} == {UNTESTED}
    assert rows["White"]["share"] == 30 / 50  # of those who stated it
    low = stats.binomtest(30, 50).proportion_ci(method="exact").low
    assert rows["White"]["low"] == pytest.approx(low, abs=1e-6)
    assert rows["not stated"]["people"] == 3
    assert rows["total"]["people"] == 53
    assert table.first is None  # every row is shown: none is passed over as within chance
    assert "not given, so nothing is compared" in table.notes[1]
    assert "nothing to compare it with" in rows["White"]["words"]


def test_beside_residents_a_difference_beyond_chance_is_said_and_a_power_too_small_too():
    shares = dict(zip(GROUPS, (500, 60, 200, 140, 100), strict=True))
    given = Residents(by_group={"ethnicity_5": shares}, sources={"ethnicity_5": "made up, 2026"})
    rows = by_group(made(given, W1=40, A1=30, B2=70, M1=10, O9=10)["equality_who_ethnicity_5"])
    assert rows["Black or Black British"]["label"] == DIFFERS
    assert rows["Black or Black British"]["residents"] == 0.14
    assert rows["Asian or Asian British"]["label"] == ALIKE
    few = by_group(made(given, W1=6, A1=3, B2=3)["equality_who_ethnicity_5"])
    assert {few[group]["label"] for group in GROUPS} == {TOO_SMALL}


@pytest.mark.parametrize(("yes", "size", "share"), [(9, 20, 0.2), (0, 12, 0.3), (5, 5, 0.9)])
def test_the_test_against_a_share_is_the_exact_binomial_one(yes, size, share):
    found = against_share(yes, size, share, difference=0.2, level=0.05)
    assert found.chance == pytest.approx(stats.binomtest(yes, size, share).pvalue)


def test_residents_are_read_with_their_source_and_every_problem_is_said(tmp_path):
    path = tmp_path / "residents.csv"
    head = "characteristic,group,residents,source,date\n"
    path.write_text(f"{head}sex,female,10,made up,2026-01-01\n", encoding="utf-8")
    assert read_residents(path, NUMBERS).by_group == {"sex": {"female": 10}}
    path.write_text(f"{head}sex,women,10,x,2026-01-01\nsex,women,1,x,2026-01-01\n", "utf-8")
    with pytest.raises(InputError) as refused:
        read_residents(path, NUMBERS)
    assert len(refused.value.problems) == 3


def test_what_is_released_hides_the_few_and_every_share_that_would_tell_of_them():
    tables = composition_tables(LONDON, *people(W1=30, B2=20, O9=2), NUMBERS, WINDOW)
    out = release(
        tables, "public", None, History(), NUMBERS, as_of=DAY, on=None,
        links=shipped_links(NUMBERS, 52), draft=True,
    )  # fmt: skip
    shown = next(each for each in out.tables if each.name == "equality_who_ethnicity_5")
    assert by_group(shown)["Other"]["people"] is None
    assert by_group(shown)["White"]["share"] is None
    assert out.proof.passed
