"""What makes a decision final, what it departs from, and when it is looked at again."""

from __future__ import annotations

from datetime import date

import pytest
from engine.making import CAMBRIDGE, EAST_CAMBS, FENLAND, case, network, view

from placement.cases.model import RiskPlanItem
from placement.clauses import load_clauses
from placement.errors import InputError
from placement.records.decisions import words
from placement.records.decisions.decision import Decision
from placement.records.decisions.judge import completeness, departure
from placement.records.decisions.review import dropped_items, marked, reasons_to_review

from .frozen import frozen_of

WHOLE = {
    "on": date(2026, 11, 21),
    "outcome": "lha",
    "lha": FENLAND,
    "let": "bid",
    "reasons": [{"code": "connection_or_network", "text": "A mentor."}],
    "diversity_discussed": "no",
    "attendance": [{"agency": "probation", "attended": True}],
    "rests_on": [],
    "next_review": date(2027, 2, 1),
}


def decision(**changes):
    given = {**WHOLE, **changes}
    return Decision.from_data({k: v for k, v in given.items() if v is not None})


def ranking(outcome, *named):
    """A ranking with a recommendation of one's own; the LHAs are those of a real one."""
    made = frozen_of().ranking
    return {
        **made,
        "recommendation": {"outcome": outcome, "lhas": list(named), "sentence": ""},
    }


CLEAR = ranking("clear", FENLAND)


def codes(one, rank=CLEAR, looked=(FENLAND, EAST_CAMBS, CAMBRIDGE), plan=()):
    return [missing.code for missing in completeness(one, rank, looked, plan=plan)]


def test_a_whole_decision_lacks_nothing():
    assert codes(decision()) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"outcome": None}, "outcome"),
        ({"lha": None, "let": None}, "lha"),
        ({"let": None}, "let"),
        ({"reasons": None}, "reasons"),
        ({"reasons": []}, "reasons"),
        ({"reasons": [{"code": "other"}]}, "reason_text"),
        ({"reasons": [{"code": "number_and_location_of_others"}]}, "spread_alone"),
        ({"diversity_discussed": None}, "diversity"),
        ({"diversity_discussed": "yes"}, "diversity"),
        ({"attendance": None}, "attendance"),
        ({"next_review": None}, "next_review"),
    ],
    ids=str,
)
def test_each_thing_that_is_missing_is_said(change, code):
    assert code in codes(decision(**change))


def test_nobody_is_final_without_a_look_at_that_lhas_findings():
    assert codes(decision(), looked=()) == ["look"]
    assert codes(decision(), looked=(EAST_CAMBS,)) == ["look"]


def test_spread_may_be_one_reason_of_several():
    both = [{"code": "number_and_location_of_others"}, {"code": "management_of_the_person"}]
    assert codes(decision(reasons=both)) == []


def test_a_departure_for_spread_alone_is_the_coordinators():
    found = codes(
        decision(
            lha=EAST_CAMBS,
            departure_code="number_and_location_of_others",
            departure="Fewer there.",
            rejected=[{"lha": FENLAND, "code": "less_connection"}],
        )
    )
    assert found == ["departure_for_spread"]


def test_the_plan_items_it_rests_on_are_asked_for_where_there_are_any():
    assert codes(decision(rests_on=None), plan=("curfew",)) == ["rests_on"]
    assert codes(decision(rests_on=None)) == []


def test_why_not_is_asked_of_every_other_lha_that_was_recommended():
    close = ranking("close", FENLAND, EAST_CAMBS)
    assert codes(decision(), close) == ["rejected"]
    said = decision(rejected=[{"lha": EAST_CAMBS, "code": "less_connection"}])
    assert codes(said, close) == []


def test_a_draft_says_in_words_what_is_missing():
    (missing,) = completeness(decision(), CLEAR, ())
    assert "findings of Fenland" in missing.text


# --- departures ------------------------------------------------------------------------------


def test_any_lha_of_a_close_answer_may_be_chosen():
    close = ranking("close", FENLAND, EAST_CAMBS)
    assert departure(decision(lha=EAST_CAMBS), close) is None
    assert "not among those close" in departure(decision(lha=CAMBRIDGE), close)


def test_another_than_the_origin_departs_from_where_every_case_starts():
    origin = ranking("origin", FENLAND)
    assert departure(decision(), origin) is None
    assert "every case starts with" in departure(decision(lha=EAST_CAMBS), origin)


def test_none_departs_where_one_was_recommended_and_putting_off_never_does():
    none = decision(outcome="none", lha=None, let=None)
    assert "No LHA was chosen" in departure(none, CLEAR)
    assert departure(none, ranking("none")) is None
    assert departure(decision(outcome="deferred", lha=None, let=None), CLEAR) is None


@pytest.mark.parametrize("outcome", ["none", "not_enough_information"])
def test_an_lha_chosen_where_none_was_recommended_departs(outcome):
    assert departure(decision(), ranking(outcome))


def test_a_departure_with_its_reason_is_final():
    found = codes(
        decision(
            lha=EAST_CAMBS,
            departure_code="victims",
            departure="What the victim liaison unit said at the meeting.",
            rejected=[{"lha": FENLAND, "code": "victims"}],
        )
    )
    assert found == []


def test_the_preference_in_a_close_set_is_no_departure():
    views = [view(lha) for lha in (FENLAND, EAST_CAMBS)]
    kept = frozen_of(
        case(
            management_views=tuple(views),
            networks=(network("PE13 1AB"),),
            preference=(EAST_CAMBS,),
        )
    )
    if kept.ranking["recommendation"]["outcome"] == "close":
        for lha in kept.ranking["recommendation"]["lhas"]:
            assert departure(decision(lha=lha), kept.ranking) is None


# --- the form ---------------------------------------------------------------------------------


def test_every_contradiction_is_said_in_one_message():
    with pytest.raises(InputError) as refused:
        decision(
            next_review=date(2020, 1, 1),
            rejected=[{"lha": FENLAND, "code": "notice"}, {"lha": FENLAND, "code": "notice"}],
            diversity="Something.",
        )
    said = str(refused.value)
    assert all(key in said for key in ("next_review", "rejected", "diversity"))


def test_a_reason_carries_its_own_clause():
    with pytest.raises(InputError, match=r"6\(a\)"):
        decision(reasons=[{"code": "connection_or_network", "clause": "9.3"}])


def test_a_decision_is_read_back_as_it_was_written():
    one = decision(dissent=[{"agency": "police", "text": "Too near."}], standing="final")
    assert Decision.from_data(one.to_data()) == one


def test_every_code_rests_on_a_clause_that_there_is():
    known = load_clauses()
    codes = {**words.REASONS, **words.REJECTED}
    assert [code for code, clause in codes.items() if clause not in known] == []


def test_its_text_is_in_no_repr():
    assert "mentor" not in repr(decision())


# --- looked at again -----------------------------------------------------------------------------

DAY = date(2026, 12, 1)
PLAN = (
    RiskPlanItem(item="curfew", needed=True),
    RiskPlanItem(item="programme", needed=False),
)


def test_an_item_dropped_or_no_longer_needed_is_named():
    one = decision(rests_on=["curfew", "programme", "tagging"])
    assert dropped_items(one, case(risk_plan=PLAN)) == ("programme", "tagging")


def test_an_item_of_which_it_is_not_known_whether_it_is_needed_is_not_dropped():
    plan = (RiskPlanItem(item="curfew", needed=None),)
    assert dropped_items(decision(rests_on=["curfew"]), case(risk_plan=plan)) == ()


def test_a_newer_case_a_protected_change_and_a_due_day_each_ask_for_review():
    one = decision(case_version=1, protected_version=1)
    held = case()
    again = {"case": held, "case_version": 1, "protected_version": 1, "day": DAY}
    assert reasons_to_review(one, **again) == ()
    assert "stands at version 2" in reasons_to_review(one, **{**again, "case_version": 2})[0]
    assert "protected" in reasons_to_review(one, **{**again, "protected_version": 2})[0]
    assert "due on 1 February 2027" in reasons_to_review(
        one, **{**again, "day": date(2027, 2, 1)}
    )[0]  # fmt: skip


def test_a_draft_stays_a_draft_and_what_is_superseded_stays_so():
    again = {"case": case(), "case_version": 9, "day": DAY}
    draft = decision(case_version=1, standing="draft")
    assert marked(draft, **again) == draft
    old = marked(decision(standing="final"), **again, media_event="a" * 32)
    assert old.standing == "superseded"
    assert marked(old, **again) == old
    final = marked(decision(standing="final", case_version=1), **again)
    assert final.standing == "to_review"
    assert not final.is_final
