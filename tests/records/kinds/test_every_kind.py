"""Every kind of record is whole: read, written, declared, and silent about people."""

from __future__ import annotations

import dataclasses
import json

import pytest

from placement import parameters
from placement.clauses import load_clauses
from placement.errors import InputError
from placement.records.kinds import KINDS, SPLIT
from placement.records.kinds.base import REGIMES, ROLES, SCOPES
from placement.records.kinds.files import Kept
from placement.records.kinds.reading import Record

from .examples import EXAMPLES, example

RECORDS = [name for name, kind in KINDS.items() if issubclass(kind.model, Record)]


KEPT = {name: {"any": ["thing", 1]} for name in KINDS if KINDS[name].model is Kept}
EXAMPLES = {**KEPT, **EXAMPLES}


def test_there_is_an_example_of_every_kind():
    assert set(EXAMPLES) == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_a_record_is_given_back_as_it_was_given(name):
    data = KINDS[name].model.from_data(EXAMPLES[name]).to_data()
    assert data == EXAMPLES[name]
    again = KINDS[name].model.from_data(json.loads(json.dumps(data)))
    assert again.to_data() == data


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_rests_on_a_clause_a_regime_and_a_number_of_years(name):
    kind = KINDS[name]
    assert kind.clause in load_clauses()
    assert kind.regime in REGIMES
    assert kind.retention in {number.name for number in parameters.load()}
    assert kind.label
    assert kind.controller
    assert {*kind.reads, *kind.writes} <= set(ROLES)
    assert {*kind.reads.values(), *kind.writes.values()} <= set(SCOPES)


def test_who_answers_for_what_is_said_to_be_proposed_in_one_place():
    assert "for the data protection officer to settle" in SPLIT


@pytest.mark.parametrize("name", RECORDS)
def test_what_is_kept_in_the_open_is_no_text_and_no_place(name):
    kind = KINDS[name]
    assert kind.plain <= set(kind.model.keys())
    spelt = {"start": "from", "end": "to", "as_": "as"}
    private = {
        spelt.get(each.name, each.name)
        for each in dataclasses.fields(kind.model)
        if each.metadata["read"].private
    }
    assert not kind.plain & private


@pytest.mark.parametrize("name", KINDS)
def test_nothing_of_the_vault_is_open_to_housing_or_the_board(name):
    kind = KINDS[name]
    if kind.vault:
        assert not {"spoc", "smb", "auditor"} & set(kind.reads)
        assert not kind.plain
    assert not kind.reads.get("smb") or not kind.of_case


@pytest.mark.parametrize("name", KINDS)
def test_no_text_of_a_record_shows_what_is_in_it(name):
    record = KINDS[name].model.from_data(EXAMPLES[name])
    for told in (repr(record), str(record), f"{record!r}"):
        for value in EXAMPLES[name].values():
            assert str(value) not in told


@pytest.mark.parametrize("name", RECORDS)
def test_an_unknown_key_is_refused_and_every_problem_is_said_at_once(name):
    model = KINDS[name].model
    with pytest.raises(InputError) as caught:
        model.from_data({"colour": "Sheffield"})
    assert "colour" in str(caught.value)
    assert "Sheffield" not in str(caught.value)
    needed = [each for each in dataclasses.fields(model) if each.default is dataclasses.MISSING]
    assert len(caught.value.problems) >= len(needed) + 1


@pytest.mark.parametrize("name", RECORDS)
def test_a_private_value_that_is_refused_is_never_shown(name):
    model = KINDS[name].model
    secret = "CB7 4AA\0Sheffield"
    for each in dataclasses.fields(model):
        if not each.metadata["read"].private or each.name in ("typed", "closed"):
            continue  # those two take any text
        with pytest.raises(InputError) as caught:
            model.from_data({**EXAMPLES[name], each.name: secret})
        assert "Sheffield" not in str(caught.value)


def test_a_record_is_not_changed_once_it_is_read():
    record = KINDS["office"].model.from_data(example("office"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.lha = "E07000010"


def test_days_out_of_order_are_refused_once():
    with pytest.raises(InputError) as caught:
        KINDS["absence"].model.from_data(example("absence", to="2026-12-20"))
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith("to: ")


JUNK = (
    *("", " ", "x" * 50_000, "\0", "2026-13-01", "E07000009", True, 0, -1, 10**30, 1.5),
    *(float("nan"), [], [[]], ["a", "a"], [None], [{"a": 1}], {}, {"from": 1}, b"x", ("a",)),
)


@pytest.mark.parametrize("name", RECORDS)
def test_whatever_is_given_is_read_or_refused_in_words(name):
    model = KINDS[name].model
    for key in model.keys():  # noqa: SIM118 - a list of names, not a mapping
        for junk in JUNK:
            try:
                read = model.from_data({**EXAMPLES[name], key: junk})
            except InputError:
                continue
            assert model.from_data(read.to_data()).to_data() == read.to_data()
    for junk in JUNK:
        with pytest.raises(InputError):
            model.from_data(dict.fromkeys(model.keys(), junk))
