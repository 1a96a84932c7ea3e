"""What is due or wrong on a day, in rows; at the limit, past it, and the day before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from placement import parameters
from placement.records.attention import (
    DUE,
    OVERDUE,
    SOON,
    CaseNow,
    Seen,
    attention,
    nobody_there,
    protocol_banner,
)
from placement.records.kinds import KINDS
from placement.records.tasks import Task

from .examples import EAST, ID, example

DAY = date(2026, 11, 22)
NUMBERS = parameters.load().on(DAY)


def seen(kind, *, entered_on=date(2026, 11, 10), **changes):
    model = KINDS[kind].model.from_data(example(kind, **changes))
    return Seen(id=ID, record=model, entered_on=entered_on, case="c1")


def case(*, release_on=None, level=2, tasks=(), **records):
    return CaseNow(
        id="c1",
        reference="SYN-001",
        release_on=release_on,
        level=level,
        records={kind: [each] for kind, each in records.items()},
        tasks=tasks,
    )


def rows(*cases, day=DAY, **rest):
    return {row.what: row for row in attention(day, NUMBERS, cases=cases, **rest)}


def test_nothing_is_due_of_a_case_that_says_nothing():
    assert rows(case()) == {}


def test_the_meeting_is_due_six_months_before_release():
    release = date(2027, 5, 22)
    assert rows(case(release_on=release))["meeting"].state == SOON
    assert rows(case(release_on=release), day=date(2026, 11, 23))["meeting"].state == OVERDUE
    assert "meeting" not in rows(case(release_on=date(2027, 6, 22)))
    assert "meeting" not in rows(case(release_on=release, meeting=seen("meeting")))
    assert "meeting" not in rows(case(release_on=release, level=1))


def test_the_duty_to_refer_opens_56_days_before_and_needs_a_record_of_its_own():
    opens = DAY + timedelta(days=56)
    assert rows(case(release_on=opens))["duty to refer"].state == DUE
    assert "duty to refer" not in rows(case(release_on=opens + timedelta(days=1)))
    there = case(release_on=opens, voice=seen("voice"), referral=seen("referral"))
    assert not {"duty to refer", "referral"} & set(rows(there))
    silent = seen("voice", duty_referred_on=None)
    assert "duty to refer" in rows(case(release_on=opens, voice=silent))


def test_a_release_that_has_passed_warns_of_nothing():
    assert rows(case(release_on=date(2026, 11, 21))) == {}


def test_a_placed_person_is_looked_at_again():
    placed = seen("placement")
    assert rows(case(placement=placed))["placement"].state == SOON
    assert rows(case(placement=placed), day=date(2026, 12, 2))["placement"].state == OVERDUE
    without = seen("placement", review_due=None)
    assert rows(case(placement=without))["placement"].due == date(2026, 12, 1)
    done = seen("placement", reviewed_on="2026-12-01", review="Settled.")
    assert "placement" not in rows(case(placement=done), day=date(2026, 12, 2))
    moved = seen("placement", to="2026-11-22")
    assert "placement" not in rows(case(placement=moved))


def test_a_placed_person_whose_case_is_not_kept_here_is_looked_at_too():
    (row,) = attention(DAY, NUMBERS, cases=(), placements=[seen("placement")])
    assert (row.case, row.reference) == (None, "SYN-001")


def test_a_decision_is_reviewed_and_a_draft_is_seen_with_what_is_missing():
    decided = seen("decision", next_review="2026-11-21")
    assert rows(case(decision=decided))["decision"].state == OVERDUE
    draft = seen(
        "decision",
        standing="draft",
        missing=[{"code": "only_spread", "text": "A reason beside spread."}],
        missing_codes=["only_spread"],
    )
    row = rows(case(decision=draft))["draft"]
    assert "A reason beside spread." in row.sentence
    assert row.state == OVERDUE
    assert rows(case(decision=draft), day=date(2026, 11, 17))["draft"].state == DUE


def test_holders_of_an_old_recommendation_who_were_not_told_are_counted():
    row = rows(case(media_event=seen("media_event")))["media"]
    assert "1 holder of it has not been told" in row.sentence
    told = [{"agency": EAST, "told_on": "2026-11-19"}]
    assert "media" not in rows(case(media_event=seen("media_event", holders=told)))


def test_a_request_for_review_waits_until_it_is_answered():
    asked = seen("review_request", answer_due="2026-11-21")
    assert rows(case(review_request=asked))["request for review"].state == OVERDUE
    answered = case(review_request=asked, review_answer=seen("review_answer", request=ID))
    assert "request for review" not in rows(answered)


def test_a_vacancy_waits_for_somebody_else():
    vacancy = seen("vacancy")
    assert rows(vacancies=[vacancy])["vacancy"].state == DUE
    assert rows(vacancies=[vacancy], confirmed=[ID]) == {}
    assert rows(vacancies=[seen("vacancy", to="2026-11-22")]) == {}


@pytest.mark.parametrize(("due", "there"), [(21, True), (22, False)])
def test_a_task_past_its_day_is_there(due, there):
    task = Task(
        name="interview",
        title="Hold the Housing Options interview",
        clause="8.3.1",
        owner="spoc",
        state="open",
        due=date(2026, 11, due),
    )
    assert ("task" in rows(case(tasks=(task,)))) is there


def test_what_is_overdue_comes_first():
    mixed = case(placement=seen("placement"), decision=seen("decision", next_review="2026-11-20"))
    assert [row.state for row in attention(DAY, NUMBERS, cases=[mixed])] == [OVERDUE, SOON]


def test_an_authority_with_nobody_is_named():
    (row,) = nobody_there(DAY, {EAST: "East Cambridgeshire"}, offices={}, absences=())
    assert "East Cambridgeshire" in row.sentence


def test_the_banner_is_there_until_the_board_has_reviewed_the_protocol():
    issued = date(2017, 1, 31)
    banner = protocol_banner(DAY, NUMBERS, issued=issued, reviews=())
    assert "31 January 2018" in banner
    review = KINDS["protocol_review"].model.from_data(example("protocol_review"))
    assert protocol_banner(DAY, NUMBERS, issued=issued, reviews=[review]) is None
    assert protocol_banner(date(2027, 3, 1), NUMBERS, issued=issued, reviews=[review]) is None
    assert protocol_banner(date(2027, 3, 2), NUMBERS, issued=issued, reviews=[review])
    begun = KINDS["protocol_review"].model.from_data(
        example("protocol_review", outcome="consulting", on="2026-11-01")
    )
    assert protocol_banner(DAY, NUMBERS, issued=issued, reviews=[begun])
