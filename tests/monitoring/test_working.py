from __future__ import annotations

from datetime import date

import pytest

from placement import parameters
from placement.errors import InputError
from placement.monitoring.caseload import caseload
from placement.monitoring.layout import laid_across
from placement.monitoring.working import (
    FIELDS,
    Window,
    notice,
    read_working,
    review,
    working_tables,
)

DAY = date(2026, 11, 21)
NUMBERS = parameters.load().on(DAY)
WINDOW = Window(first=date(2025, 11, 22), as_of=DAY)
BLANK = {field.name: None for field in FIELDS}


def case(i=1, **given):
    return BLANK | {"reference": f"C-{i}", "referred_on": date(2026, 3, 1)} | given


@pytest.mark.parametrize(
    ("release", "said"),
    [
        (date(2026, 9, 1), "6 months or more"),  # at the limit
        (date(2026, 8, 31), "56 days or more, under 6 months"),
        (date(2026, 4, 26), "56 days or more, under 6 months"),  # 56 days
        (date(2026, 4, 25), "under 56 days"),
        (date(2026, 3, 2), "under 56 days"),
        (date(2026, 3, 1), "none: on the day or after it"),
        (None, "not known"),
    ],
)
def test_notice_is_set_against_six_months_and_56_days(release, said):
    assert notice(case(release_on=release), NUMBERS) == said


@pytest.mark.parametrize(
    ("due", "done", "said"),
    [
        (None, None, "no review set"),
        (date(2026, 11, 20), None, "overdue"),
        (DAY, None, "not due yet"),
        (date(2026, 6, 1), date(2026, 6, 1), "done in time"),
        (date(2026, 6, 1), date(2026, 6, 2), "done late"),
        (date(2026, 6, 1), date(2026, 11, 22), "overdue"),  # done after the day of the report
    ],
)
def test_where_a_review_stands(due, done, said):
    assert review(case(review_due=due, reviewed_on=done), DAY) == said


def table(rows, name):
    found = {t.name: t for t in working_tables(rows, NUMBERS, WINDOW)}
    return {r["what"]: r["people"] for r in found[f"working_{name}"].rows()}


def test_what_came_of_cases_is_counted_once_each():
    rows = [
        case(1, answer="clear", standing="final", departs="no", preference="followed"),
        case(2, answer="close", standing="final", departs="yes", departure_code="victims"),
        case(3, answer="clear", standing="draft", missing_codes=("reasons", "departure")),
        case(4, preference="overruled", overruled_by="connection"),
        case(5, refusal_codes=("no_capacity", "no_capacity", "other"), unplaced_because="waiting"),
        case(6, housed_on=date(2026, 6, 1), setting="social_rent", let="direct_let", band="B"),
        case(7, referred_on=date(2025, 11, 21), answer="clear"),  # the day before the window
    ]
    answers = table(rows, "answers")
    assert (answers["clear"], answers["close"], answers["not known"]) == (2, 1, 3)
    followed = table(rows, "followed")
    assert followed == {"followed": 1, "departed": 1, "draft": 1, "not decided": 3, "total": 6}
    assert table(rows, "departures") == {"victims": 1, "total": 1}
    assert table(rows, "drafts") == {"departure": 1, "reasons": 1, "total": 2}
    assert table(rows, "preference")["overruled by: connection"] == 1
    assert table(rows, "refusals") == {"no_capacity": 2, "other": 1, "total": 3}
    assert table(rows, "options")["social_direct_let"] == 1
    assert table(rows, "bands")["B"] == 1
    assert table(rows, "unplaced") == {"waiting": 1, "not known": 4, "total": 5}


def test_too_few_cases_have_numbers_and_no_shares():
    tables = working_tables([case(i, answer="clear") for i in range(9)], NUMBERS, WINDOW)
    answers = next(t for t in tables if t.name == "working_answers")
    assert answers.shown(1, "people") == "9"
    assert answers.shown(1, "share") == "[n]"
    more = working_tables([case(i, answer="clear") for i in range(10)], NUMBERS, WINDOW)
    assert next(t for t in more if t.name == "working_answers").shown(1, "share") == "100%"


def test_the_time_to_a_home_counts_in_those_who_wait():
    rows = [case(i, housed_on=date(2026, 4, 10)) for i in range(5)]
    rows += [case(i) for i in range(5, 10)]
    time = next(t for t in working_tables(rows, NUMBERS, WINDOW) if t.name == "working_time")
    row = time.rows()[0]
    assert (row["cases"], row["housed"]) == (10, 5)
    wait = (DAY - date(2026, 3, 1)).days
    assert row["mean_days"] == pytest.approx((40 + wait) / 2)


def test_referrals_are_read_from_a_file_and_a_refusal_shows_no_cell(tmp_path):
    path = tmp_path / "referrals.csv"
    head = ",".join(BLANK)
    cells = {"reference": "C-1", "referred_on": "2026-03-01", "refusal_codes": "no_capacity other"}
    path.write_text(f"{head}\n{','.join(cells.get(n, '') for n in BLANK)}\n", encoding="utf-8")
    (row,) = read_working(path)
    assert row["refusal_codes"] == ("no_capacity", "other")
    cells |= {"referred_on": "someday secret", "answer": "perhaps"}
    path.write_text(f"{head}\n{','.join(cells.get(n, '') for n in BLANK)}\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_working(path)
    assert len(refused.value.problems) == 2
    assert "secret" not in str(refused.value)


def test_the_caseload_reproduces_the_published_one_with_zeros_for_blanks():
    published = {
        ("Bedford", "community"): (78, 0),
        ("Luton", "community"): (76, 3),
        ("Bedford", "licence"): (133, 17),
        ("Luton", "licence"): (209, 9),
        ("Bedford", "custody"): (103, 5),
        ("Luton", "custody"): (213, 14),
    }
    people = [
        {"person": "L", "office": office, "status": status, "sex": sex}
        for (office, status), many in published.items()
        for sex, n in zip(("male", "female"), many, strict=True)
        for _ in range(n)
    ]
    laid = laid_across(caseload(people, date(2021, 2, 10)))
    assert [[row[0], *row[1:10], row[-1]] for row in laid.rows] == [
        ["Bedford", *["78", "0", "78", "133", "17", "150", "103", "5", "108", "336"]],
        ["Luton", *["76", "3", "79", "209", "9", "218", "213", "14", "227", "524"]],
        ["Total", *["154", "3", "157", "342", "26", "368", "316", "19", "335", "860"]],
    ]
