"""At a desk: decisions final or drafts, looks in the log, marks for review, replay of them all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from engine.making import DAY, EAST_CAMBS, set_up
from properties.reading import EXAMPLE

from placement.errors import InputError, NotAllowed
from placement.records.decisions.decision import Decision
from placement.records.decisions.recording import (
    decide,
    frozen_decisions,
    look,
    looked_at,
    mark,
)
from placement.records.decisions.replay import replay_many
from placement.records.people import Actor
from placement.records.store import create_record

REASON = "for the meeting"
COORDINATOR = Actor(id="c.ordinator", role="coordinator", agency="police")
MANAGER = Actor(id="o.manager", role="offender_manager", agency="probation")
AUDITOR = Actor(id="a.uditor", role="auditor", agency="audit")


class Ticking:
    """A clock that moves on a second each time it is read."""

    def __init__(self):
        self.now = datetime(2026, 11, 21, 9, tzinfo=UTC)

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def record(tmp_path):
    url = f"sqlite:///{tmp_path / 'record.db'}"
    with create_record(url, tmp_path / "keys", clock=Ticking()) as made:
        yield made


@pytest.fixture
def desk(record):
    return record.desk(COORDINATOR)


@pytest.fixture
def case(desk):
    return desk.open_case("DEMO-014", EXAMPLE, reason=REASON).id


def typed(**changes):
    return {
        "on": "2026-11-21",
        "outcome": "lha",
        "lha": EAST_CAMBS,
        "let": "later",
        "reasons": [{"code": "connection_or_network", "text": "The sister lives there."}],
        "rejected": [],
        "diversity_discussed": "yes",
        "diversity": "A prayer room near by.",
        "attendance": [{"agency": "probation", "attended": True}],
        "rests_on": ["electronic monitoring"],
        "next_review": "2027-02-21",
        **changes,
    }


def decided(desk, case, data=None, *, looked=True, **kept):
    if looked:
        look(desk, case, [EAST_CAMBS], reason=REASON)
    return decide(desk, case, data or typed(), setting=set_up(), reason=REASON, **kept)


def test_a_whole_decision_is_final_and_keeps_its_numbers_in_the_open(desk, case):
    done = decided(desk, case)
    assert (done.standing, done.missing, done.departs) == ("final", (), None)
    kept = desk.read(done.id, reason=REASON)
    assert kept.state == "current"
    assert kept.data["recommended"] == "clear"
    leader = kept.data["considered"][0]
    assert (leader["lha"], leader["rank"]) == (EAST_CAMBS, 1)
    assert Decision.from_data(kept.data).is_final


def test_without_a_look_at_its_findings_it_stays_a_draft_that_says_so(desk, case):
    done = decided(desk, case, looked=False)
    assert done.standing == "draft"
    assert [one.code for one in done.missing] == ["look"]
    assert "looked at the findings of East Cambridgeshire" in done.sentence
    assert desk.read(done.id, reason=REASON).state == "draft"


def test_a_look_by_somebody_else_or_before_the_case_changed_does_not_count(record, desk, case):
    look(record.desk(Actor(id="c.two", role="coordinator", agency="police")), case, [EAST_CAMBS],
         reason=REASON)  # fmt: skip
    assert looked_at(desk, case) == frozenset()
    look(desk, case, [EAST_CAMBS], reason=REASON)
    assert looked_at(desk, case) == {EAST_CAMBS}
    change(desk, case)
    assert looked_at(desk, case) == frozenset()


def change(desk, case, old="electronic monitoring", new="electronic tagging"):
    stored = desk.read(case, reason=REASON)
    text = stored.data["text"].replace(old, new)
    assert text != stored.data["text"]
    desk.save("case", {"text": text}, id=case, based_on=stored.version, reason=REASON)


def test_a_draft_is_made_final_by_looking_and_recording_it_again(desk, case):
    first = decided(desk, case, looked=False)
    second = decided(desk, case, id=first.id, based_on=first.version)
    assert (second.id, second.version, second.standing) == (first.id, 2, "final")


def test_what_contradicts_itself_is_kept_as_typed_and_the_message_says_where(desk, case):
    with pytest.raises(InputError) as refused:
        decided(desk, case, typed(next_review="2020-01-01", lha="Ely"))
    said = str(refused.value)
    assert "next_review" in said or "lha" in said
    draft = desk.list("draft", case=case)[0]
    assert draft.id in said
    assert "2020-01-01" in draft.data["typed"]
    assert desk.list("decision", case=case) == []


def test_nobody_types_what_is_worked_out(desk, case):
    with pytest.raises(InputError, match="standing: is worked out"):
        decided(desk, case, typed(standing="final"))


def test_facts_that_cannot_be_frozen_leave_a_draft(desk, case, monkeypatch):
    from placement.errors import RecordError
    from placement.records.decisions import recording

    def fault(*_, **__):
        raise RecordError("a fault")

    monkeypatch.setattr(recording, "freeze", fault)
    done = decided(desk, case)
    assert done.standing == "draft"
    assert [one.code for one in done.missing] == ["not_frozen"]
    assert desk.read(done.id, reason=REASON).data["reasons"] == typed()["reasons"]


def test_whoever_may_not_decide_records_nothing(record, desk, case):
    with pytest.raises(NotAllowed):
        decided(record.desk(MANAGER), case, looked=False)
    assert desk.list("decision", case=case) == []


def test_a_plan_item_that_is_dropped_marks_the_decision_for_review(desk, case):
    done = decided(desk, case)
    assert mark(desk, case, day=DAY, reason=REASON) == ()
    change(desk, case)
    assert mark(desk, case, day=DAY, reason=REASON) == (done.id,)
    data = desk.read(done.id, reason=REASON).data
    assert data["standing"] == "to_review"
    assert any("was dropped: electronic monitoring" in why for why in data["review_because"])
    assert mark(desk, case, day=DAY, reason=REASON) == ()


def test_media_interest_that_changes_it_supersedes_it(desk, case):
    done = decided(desk, case)
    event = desk.save(
        "media_event",
        {
            "on": "2026-11-25",
            "interest": "known",
            "changes_recommendation": True,
            "supersedes": [done.id],
            "holders": [{"agency": EAST_CAMBS}],
            "what": "A newspaper asked.",
        },
        case=case,
        reason=REASON,
    )
    assert mark(desk, case, day=DAY, reason=REASON) == (done.id,)
    data = desk.read(done.id, reason=REASON).data
    assert (data["standing"], data["superseded_by"]) == ("superseded", event.id)


def test_every_decision_recorded_is_replayed_the_same(desk, case):
    first = decided(desk, case)
    second = decided(desk, case, typed(lha="E07000010"), looked=False)
    kept = frozen_decisions(desk)
    assert set(kept) == {first.id, second.id}
    assert all(done.identical for done in replay_many(kept.values()))
    assert list(frozen_decisions(desk, [second.id])) == [second.id]


def test_one_that_is_not_there_is_named(desk, case):
    with pytest.raises(InputError, match="f" * 32):
        frozen_decisions(desk, ["f" * 32])


def test_an_offender_manager_replays_nothing(record):
    with pytest.raises(NotAllowed):
        frozen_decisions(record.desk(MANAGER))


def test_the_housing_view_is_replayed_where_the_vault_key_is_not(desk, case, monkeypatch):
    from placement.records.decisions import recording

    done = decided(desk, case)
    monkeypatch.setattr(
        recording, "_list", lambda d, kind: [] if kind == "frozen" else d.list(kind)
    )
    kept = frozen_decisions(desk)[done.id]
    assert [reader.housing for reader in kept.readers] == [True]
    assert replay_many([kept])[0].identical


def test_no_plain_field_holds_a_word_that_was_typed():
    from placement.records.decisions.decision import PLAIN

    assert not PLAIN & {"reasons", "departure", "rejected", "dissent", "diversity", "rests_on"}
    assert Decision.keys()
    assert date(2026, 11, 21) == DAY
