"""What the record holds of a case, as a row of the report: each thing from its own record."""

from __future__ import annotations

from datetime import date

import pytest

from placement.monitoring import equality, working
from placement.monitoring.recorded import (
    DRAFT,
    NO_ANSWER,
    NO_DECISION,
    characteristics,
    referral,
    rows_of,
    spells,
)
from placement.records.monitored import CaseHeld, Held
from tests.monitoring.conftest import person

DAY = date(2026, 11, 21)
EAST, FENLAND = "E07000009", "E07000010"


def held(preference=(EAST,), said=(), findings=(), **records):
    """A case with records by kind, each entered in the order given."""
    given = {
        kind: tuple(
            {"id": f"{kind}-{i}", "kept_at": f"2026-01-01T00:00:{i:02d}"} | each
            for i, each in enumerate(found)
        )
        for kind, found in {"referral": [{"on": "2026-03-01", "lha": EAST}], **records}.items()
    }
    return CaseHeld(
        reference="C-1",
        release=date(2026, 9, 1),
        preference=preference,
        equality=said,
        records=given,
        findings=findings,
    )


def decision(**given):
    whole = {"on": "2026-03-10", "standing": "final", "recommended": "clear", "departs": False}
    return whole | {"outcome": "lha", "lha": EAST, "reason_codes": ["preference"]} | given


def test_a_row_has_the_columns_of_a_file_and_no_other():
    row = referral(held(), DAY)
    assert list(row) == [field.name for field in working.FIELDS]
    assert row["referred_on"] == date(2026, 3, 1)
    assert row["release_on"] == date(2026, 9, 1)
    assert list(characteristics(held())) == [field.name for field in equality.FIELDS]


def test_the_last_decision_says_what_was_decided_and_the_one_before_when_it_was_reviewed():
    first = decision(next_review="2026-06-01")
    second = decision(
        on="2026-06-09",
        departs=True,
        departure_code="victims",
        lha=FENLAND,
        reason_codes=["preference", "victims"],
        let="bid",
        next_review="2027-01-01",
    )
    row = referral(held(decision=[first, second]), DAY)
    assert (row["departs"], row["departure_code"]) == ("yes", "victims")
    assert (row["preference"], row["overruled_by"]) == ("overruled", "victims")
    assert (row["review_due"], row["reviewed_on"]) == (date(2026, 6, 1), date(2026, 6, 9))
    assert row["let"] == "bid"
    before = referral(held(decision=[first, second]), date(2026, 6, 8))
    assert (before["departs"], before["preference"]) == ("no", "followed")
    assert working.review(before, date(2026, 6, 8)) == "overdue"


@pytest.mark.parametrize(
    ("preference", "said"),
    [((EAST,), "followed"), ((), "none_stated"), (None, None), ((FENLAND,), "overruled")],
)
def test_what_became_of_a_preference(preference, said):
    assert referral(held(preference, decision=[decision()]), DAY)["preference"] == said


def test_outcomes_say_who_accepted_who_refused_and_when_there_was_a_home():
    outcomes = [
        {"on": "2026-04-01", "step": "refused", "code": "no_capacity"},
        {"on": "2026-05-01", "step": "accepted"},
        {"on": "2026-05-20", "step": "housed_on", "setting": "social_rent"},
    ]
    row = referral(
        held(outcome=outcomes, bid_or_direct_let=[{"on": "2026-04-20", "how": "direct_let"}]), DAY
    )
    assert row["accepted"] == "yes"
    assert row["refusal_codes"] == ("no_capacity",)
    assert (row["housed_on"], row["setting"]) == (date(2026, 5, 20), "social_rent")
    assert (row["let"], row["unplaced_because"]) == ("direct_let", None)
    earlier = referral(held(outcome=outcomes), date(2026, 4, 2))
    assert (earlier["accepted"], earlier["housed_on"]) == ("no", None)
    assert earlier["unplaced_because"] == "no_capacity"


def test_without_an_outcome_the_register_says_where_somebody_lives():
    stays = [{"from": "2026-04-04", "setting": "supported"}]
    assert referral(held(placement=stays), DAY)["housed_on"] == date(2026, 4, 4)
    premises = [{"from": "2026-04-04", "setting": "approved_premises"}]
    assert referral(held(placement=premises), DAY)["housed_on"] is None


@pytest.mark.parametrize(
    ("decisions", "said"),
    [([], NO_DECISION), ([decision(standing="draft")], DRAFT), ([decision()], NO_ANSWER)],
)
def test_why_nobody_has_housed_the_person(decisions, said):
    assert referral(held(decision=decisions), DAY)["unplaced_because"] == said


def test_words_that_equality_monitoring_does_not_know_are_not_stated():
    row = characteristics(held(said=(("sex", "female"), ("age", "34"), ("ethnicity", "blue"))))
    assert (row["sex"], row["age"], row["ethnicity"]) == ("female", 34, None)


def test_spells_come_from_stays_in_the_community_at_level_2_or_3():
    found = spells(
        [
            person(1, start=date(2026, 1, 1), end=date(2026, 5, 1)),
            person(1, start=date(2026, 4, 1), level=3),
            person(2, level=1),
            person(3, setting="prison"),
        ]
    )
    assert [(s.person, s.level, s.start, s.end) for s in found] == [
        ("T-001", 2, date(2026, 1, 1), date(2026, 4, 1)),
        ("T-001", 3, date(2026, 4, 1), None),
    ]


def test_a_report_from_the_record_has_every_part_that_it_can_give(basis_for):
    from placement.monitoring.parts import parts_of

    case = held(
        decision=[decision()],
        said=(("sex", "male"),),
        findings=(("connection", "6(a)", "met"),),
    )
    whole = Held(cases=(case,), placements=(person(1), person(2, level=3)))
    parts = parts_of(basis_for(whole.placements), rows_of(whole, DAY))
    assert [section.name for section, _ in parts] == ["year", "working", "equality"]
    tables = {table.name: table for _, tables in parts for table in tables}
    snapshot = {(r["level"], r["category"]): r["people"] for r in tables["year_snapshot"].rows()}
    assert snapshot["total", "total"] == 2
    assert {"working_answers", "equality_sex", "equality_rules_sex"} <= set(tables)
    assert "year_orders" not in tables  # not held: not made up
