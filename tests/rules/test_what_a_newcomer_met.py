"""Cases that a first reader tripped over: each is answered in words that say what to do."""

from __future__ import annotations

from datetime import date

from engine.making import ALL, CAMBRIDGE, FENLAND, case, found, rank, view, zone

from placement.cases.model import Condition, HouseholdMember
from placement.results import Outcome, Status


def test_a_release_date_that_has_passed_is_said_where_the_person_is_still_in_custody():
    one = case(status="custody", release=date(2026, 11, 20))
    finding = found("meeting_six_months_before", one)
    assert finding.outcome is Outcome.NOT_MET
    assert "has passed" in finding.sentence
    ahead = found("meeting_six_months_before", case(status="custody", release=date(2027, 11, 21)))
    assert "has passed" not in ahead.sentence


def test_a_sector_that_lies_wholly_elsewhere_covers_nothing_here_and_is_said():
    plain, with_zone = rank(case()), rank(case(conditions=(zone(areas=("PE30 1",)),)))
    assert [o.status for o in with_zone.options] == [o.status for o in plain.options]
    assert any("PE30 1" in note for note in with_zone.notes)
    assert not any("PE30 1" in note for note in plain.notes)


def test_naming_an_origin_to_which_the_person_cannot_go_back_is_said_in_the_headline():
    views = tuple(view(lha, "suitable" if lha == CAMBRIDGE else "unsuitable") for lha in ALL)
    ours = rank(case(origin=CAMBRIDGE, management_views=views)).recommendation
    theirs = rank(case(origin=FENLAND, management_views=views)).recommendation
    assert (ours.outcome, ours.lhas) == (theirs.outcome, theirs.lhas) == ("clear", (CAMBRIDGE,))
    assert "cannot go back to Cambridge (1)" in ours.sentence
    assert "cannot go back" not in theirs.sentence


def test_a_condition_about_children_meets_a_child_of_the_household():
    condition = Condition(
        kind="no_residence_with_under_18s",
        source="shpo",
        start=date(2026, 1, 1),
        end=None,
        share_with_housing=True,
    )

    def said(relation):
        member = HouseholdMember(
            reference="H1", relation=relation, history=None, employment=None, family=None
        )
        return found(
            "conditions_on_the_home", case(conditions=(condition,), household=(member,))
        ).sentence

    assert "settle this first" in said("dependent_child")
    assert "settle this first" not in said("partner")


def test_a_zone_whose_first_day_is_unknown_leaves_the_band_unknown_and_the_lha_refer():
    option = rank(case(conditions=(zone(start=None, lhas=(FENLAND,)),)))[FENLAND]
    assert (option.status, option.homes_left) == (Status.REFER, "unknown")
    assert rank(case(conditions=(zone(lhas=(FENLAND,)),)))[FENLAND].homes_left == "none"
