"""Several people at once: nobody's change is lost, and the second is told, and loses nothing."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from placement.errors import NotAllowed, Stale
from placement.records.store import create_record, open_record

from .cases import EXAMPLE, REFERENCE, access, plain
from .test_the_log import report_of

WRITERS = 20


@pytest.fixture
def case(record, people):
    return record.desk(people.offender_manager).open_case(REFERENCE, EXAMPLE, reason="new").id


def test_the_second_is_told_sees_the_difference_and_keeps_what_they_typed(record, people, case):
    first = record.desk(people.coordinator)
    saved = first.save("access", access(), case=case, reason="named")
    first.save("access", access("chairs"), id=saved.id, based_on=1, reason="better")
    with pytest.raises(Stale) as refused:
        first.save("access", access("takes notes"), id=saved.id, based_on=1, reason="mine")
    stale = refused.value
    assert "somebody saved version 2 while you worked from version 1" in str(stale)
    assert stale.differences == {"why": ("chairs", "takes notes")}
    assert stale.current.data["why"] == "chairs"
    draft = first.read(stale.draft)
    assert (draft.state, draft.data["of"], draft.data["based_on"]) == ("draft", saved.id, 1)
    assert json.loads(draft.data["typed"])["why"] == "takes notes"
    assert first.read(saved.id).data["why"] == "chairs"
    again = first.save("access", access("both"), id=saved.id, based_on=2, reason="agreed")
    assert again.version == 3
    assert report_of(record).sound


def test_a_draft_is_for_whoever_typed_it(record, people, case):
    desk = record.desk(people.offender_manager)
    text = plain(REFERENCE) + "conditions = []\n"
    desk.save("case", {"text": text}, id=case, based_on=1, reason="first")
    with pytest.raises(Stale) as refused:
        desk.save("case", {"text": text + "\n"}, id=case, based_on=1, reason="second")
    draft = refused.value.draft
    assert desk.read(draft).by == "om.one"
    for other in (people.victim_liaison, people.panel, people.spoc, people.other_manager):
        with pytest.raises(NotAllowed):
            record.desk(other).read(draft)


def test_what_was_typed_about_somebody_protected_is_kept_in_the_vault(record, people, case):
    from sqlalchemy import select

    from placement.records import schema

    desk = record.desk(people.offender_manager)
    kept = desk.list("protected", case=case)[0]
    desk.save("protected", dict(kept.data), id=kept.id, based_on=1, reason="first")
    with pytest.raises(Stale) as refused:
        desk.save("protected", dict(kept.data), id=kept.id, based_on=1, reason="second")
    with record.database.reading() as connection:
        vault = connection.execute(select(schema.vault_versions.c.id)).scalars().all()
        outside = connection.execute(select(schema.versions.c.id)).scalars().all()
    assert refused.value.draft in vault
    assert refused.value.draft not in outside
    assert "PE13" not in str(refused.value)


def test_a_save_in_a_transaction_that_comes_second_takes_back_the_rest_and_keeps_the_draft(
    record, people, case
):
    desk = record.desk(people.coordinator)
    saved = desk.save("access", access(), case=case, reason="named")
    desk.save("access", access("chairs"), id=saved.id, based_on=1, reason="better")

    def comes_second():
        with desk.transaction():
            desk.save("access", access(person="z.z"), case=case, reason="named")
            desk.save("access", access("mine"), id=saved.id, based_on=1, reason="mine")

    with pytest.raises(Stale) as refused:
        comes_second()
    assert desk.list("access", person="z.z") == []
    assert "mine" in desk.read(refused.value.draft).data["typed"]


@pytest.mark.parametrize("each", [1, pytest.param(5, marks=pytest.mark.soak)])
def test_20_writers_at_once_lose_no_update_and_the_chain_is_whole(
    postgresql_url, keys, people, each
):
    with create_record(postgresql_url, keys) as record:
        desk = record.desk(people.coordinator)
        case = desk.open_case(REFERENCE, EXAMPLE, reason="new").id
        target = desk.save("access", access("0"), case=case, reason="start").id
        with ThreadPoolExecutor(WRITERS) as pool:
            tasks = [
                pool.submit(changes, postgresql_url, keys, people, case, target, number, each)
                for number in range(WRITERS)
            ]
            told = [task.result() for task in tasks]
        history = desk.history(target)
        assert [version.version for version in history] == list(range(1, len(history) + 1))
        texts = {version.data["why"] for version in history}
        assert texts == {"0"} | {
            f"writer {number} change {change}"
            for number in range(WRITERS)
            for change in range(each)
        }
        assert len(history) == 1 + WRITERS * each
        assert len(desk.list("access", case=case, person="x.x")) == WRITERS
        assert len(desk.list("draft")) == sum(told)
        assert report_of(record).sound


def changes(url, keys, people, case, target, number, each):
    """Change one record and add another, as one of several; return how often one came second."""
    second = 0
    with open_record(url, keys) as record:
        desk = record.desk(people.coordinator)
        desk.save("access", access(person="x.x"), case=case, reason="one more")
        base = 1
        for change in range(each):
            why = f"writer {number} change {change}"
            while True:
                try:
                    saved = desk.save(
                        "access", access(why), id=target, based_on=base, reason="change"
                    )
                except Stale as stale:
                    second += 1
                    base = stale.current.version
                else:
                    base = saved.version
                    break
    return second
