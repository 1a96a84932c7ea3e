import pytest

from tests.ui.app import text


@pytest.mark.parametrize("role", ["coordinator", "offender_manager", "victim_liaison", "panel"])
def test_whoever_may_see_the_worked_case_finds_it_in_hand(recorded, role):
    assert "Case in hand: DEMO-014" in text(recorded.open(role))


def test_a_spoc_of_an_lha_it_was_not_referred_to_has_no_case_in_hand(recorded):
    assert "Case in hand" in text(recorded.open("spoc", "E07000010"))
    assert "Case in hand" not in text(recorded.open("spoc", "E07000012"))


def test_each_test_has_a_record_of_its_own(recorded, desk):
    assert desk("coordinator").list("contribution") == []
