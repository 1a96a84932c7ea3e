"""A record refuses what does not go together: by kind, in the order of the protocol."""

from __future__ import annotations

import pytest

from placement.errors import InputError
from placement.records.kinds import KINDS
from placement.records.kinds.address import check_items, items_for
from placement.records.kinds.offences import names_an_offence
from placement.records.kinds.words import VICTIM_PROFILE

from .examples import FENLAND, ID, example

REFUSED = [
    ("management", {"level": 1, "category": 3}, "level"),
    ("placement", {"level": 1, "category": 3}, "level"),
    ("placement", {"level": None}, "level"),
    ("placement", {"category": None}, "category"),
    ("placement", {"review_due": "2026-06-01"}, "review_due"),
    ("placement", {"reviewed_on": "2026-11-01"}, "review"),
    ("vacancy_link", {"to": "2026-11-05"}, "ended_because"),
    ("office", {"telephone": None}, "telephone"),
    ("meeting", {"level": 1}, "level"),
    ("meeting", {"letters_agency": None}, "letters_agency"),
    ("meeting", {"let_lha": None}, "let_lha"),
    ("meeting", {"next_on": "2026-11-10"}, "next_on"),
    (
        "meeting",
        {"attendance": [{"agency": "police", "attended": True}] * 2},
        "attendance",
    ),
    ("contribution", {"informal_from": None}, "informal_from"),
    ("contribution", {"availability": "nothing_suitable"}, "ask"),
    ("contribution", {"exclusion": "excluded", "ask": ID}, "exclusions"),
    ("voice", {"consent_to_refer": "refused"}, "duty_referred_on"),
    ("voice", {"consent_to_contact": "not_asked"}, "duty_referred_on"),
    ("voice", {"chosen_lha": None}, "duty_referred_on"),
    ("media_event", {"supersedes": None}, "supersedes"),
    ("media_event", {"holders": None}, "holders"),
    ("media_event", {"interest": "hostile"}, "police_told_on"),
    ("protocol_review", {"outcome": "amended", "clauses": ["9.3"]}, "signatories"),
    ("protocol_review", {"outcome": "amended", "signatories": [FENLAND]}, "clauses"),
    ("monitoring_release", {"audience": "smb"}, "lha"),
    ("monitoring_release", {"as_of": "2026-10-31"}, "on"),
    ("referral", {"risk_assessment": "withheld"}, "withheld_because"),
    ("referral", {"instead_of": ID}, "instead_of"),
    ("interview", {"options_discussed": None}, "options_discussed"),
    ("interview", {"interpreter_needed": "yes"}, "interpreter"),
    ("register_application", {"choice": "not_yet"}, "band"),
    ("register_application", {"banded_on": None}, "banded_on"),
    ("home_link_flag", {"text": "Convicted of arson"}, "text"),
    ("home_link_flag", {"text": None}, "text"),
    ("home_link_flag", {"state": "lifted"}, "lifted_because"),
    ("home_link_flag", {"state": "lifted", "lifted_because": "mappa_ended"}, "mappa_ended_on"),
    ("register_note", {"text": "Sex offender, MAPPA"}, "text"),
    ("bid_or_direct_let", {"state": "bidding"}, "state"),
    ("landlord_enquiry", {"police_on": None}, "police_on"),
    ("landlord_enquiry", {"probation_on": "2026-11-19"}, "probation_on"),
    ("landlord_approach", {"disclosure": None}, "disclosure"),
    ("disclosure", {"basis": "information_sharing_agreement"}, "basis"),
    ("information_request", {"passed_on": None}, "passed_on"),
    ("information_request", {"state": "answered"}, "answered_on"),
    ("address_assessment", {"result": "suitable"}, "result"),
    ("outcome", {"code": None}, "code"),
    ("outcome", {"code": "death"}, "code"),
    ("outcome", {"code": "other"}, "note"),
    ("outcome", {"step": "asked"}, "code"),
    ("outcome", {"step": "accepted", "code": None}, "enquiry"),
    ("outcome", {"step": "housed_on", "code": None}, "setting"),
    ("task", {"state": "not_needed"}, "note"),
    ("session", {"ended": "2026-11-22T10:00:00+00:00"}, "ended_because"),
    ("access", {"as": "friend"}, "as"),
]


@pytest.mark.parametrize(("kind", "changes", "key"), REFUSED)
def test_what_does_not_go_together_is_refused_at_its_key(kind, changes, key):
    with pytest.raises(InputError) as caught:
        KINDS[kind].model.from_data(example(kind, **changes))
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith(f"{key}: ")


def test_a_referral_under_the_duty_needs_three_conditions_and_one_under_the_protocol_none():
    voice = KINDS["voice"].model
    silent = example("voice", consent_to_refer="refused", duty_referred_on=None)
    assert not voice.from_data(silent).duty_to_refer_met
    assert voice.from_data(example("voice")).duty_to_refer_met


def test_only_the_register_of_another_cohort_has_no_levels():
    given = example("placement", cohort="iom", level=None, category=None)
    assert KINDS["placement"].model.from_data(given).level is None
    with pytest.raises(InputError, match="cohort"):
        KINDS["placement"].model.from_data({**given, "cohort": "mappa"})


def test_an_lhas_own_acceptance_needs_no_enquiry():
    said = example("outcome", step="accepted", code=None, by="E07000009")
    assert KINDS["outcome"].model.from_data(said).step == "accepted"


@pytest.mark.parametrize(
    "text",
    [
        "Ask the Housing Options team before accepting.",
        "Please contact police and probation before an offer.",
        "Housing is needed under the MAPPA arrangements.",
        "Further information should be obtained: ring the SPOC.",
    ],
)
def test_a_flag_that_says_only_to_ask_is_taken(text):
    assert not names_an_offence(text)


@pytest.mark.parametrize(
    "text",
    [
        "RSO - call before offer",
        "Registered sex offender",
        "MAPPA Category 1",
        "level 3 case",
        "convicted 2019",
        "Ａｒｓｏｎ risk",
        "ar\u200bson",
        "victim lives near",
        "subject to a S.H.P.O.",
    ],
)
def test_a_flag_that_hints_at_why_is_refused(text):
    assert names_an_offence(text)


def test_the_checklist_is_chosen_by_the_victim_profile():
    general, whole = items_for(()), check_items()
    assert {item.part for item in general} == {"place", "building", "neighbours"}
    assert "children_places" not in {item.id for item in general}
    assert "children_places" in {item.id for item in items_for(["children"])}
    assert set(items_for(VICTIM_PROFILE)) == set(whole)
    assert {each for item in whole for each in item.profiles} <= set(VICTIM_PROFILE)
    assert len({item.id for item in whole}) == len(whole)


def test_an_assessment_is_finished_when_every_item_of_the_profile_was_looked_at():
    looked = [{"item": item.id, "found": "no_concern"} for item in items_for(["children"])]
    model = KINDS["address_assessment"].model
    done = model.from_data(example("address_assessment", looked=looked, result="suitable"))
    assert done.missing == ()
    with pytest.raises(InputError, match="not everything was looked at"):
        model.from_data(example("address_assessment", looked=looked[1:], result="suitable"))
    concern = [{**looked[0], "found": "concern"}, *looked[1:]]
    with pytest.raises(InputError, match="an item is a concern"):
        model.from_data(example("address_assessment", looked=concern, result="suitable"))


def test_a_case_that_holds_what_is_protected_is_refused_without_showing_it():
    text = example("case")["text"] + '[[victims]]\nreference = "V-1"\nhome = {lha = "E07000009"}\n'
    with pytest.raises(InputError) as caught:
        KINDS["case"].model.from_data({"text": text})
    assert "E07000009" not in str(caught.value)
