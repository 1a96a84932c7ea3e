"""Requests go to the MAPPA Manager, with the day by which they are to be answered."""

from __future__ import annotations

from datetime import date

import pytest

from placement import parameters
from placement.errors import InputError
from placement.monitoring.control.requests import KIND, routed

NUMBERS = parameters.load().on(date(2026, 11, 22))


@pytest.mark.parametrize(
    ("request_", "received", "due"),
    [
        ("freedom_of_information", date(2026, 11, 2), date(2026, 11, 30)),
        ("freedom_of_information", date(2026, 12, 7), date(2027, 1, 6)),  # two bank holidays
        ("subject_access", date(2027, 1, 31), date(2027, 2, 28)),
        ("other_data_protection", date(2027, 1, 31), None),
    ],
)
def test_each_request_has_its_own_clock(request_, received, due):
    holidays = {date(2026, 12, 25), date(2026, 12, 28)}
    route = routed(request_, received, NUMBERS, holidays=holidays)
    assert (route.to, route.due, route.clause) == ("MAPPA Manager", due, "12.1")


def test_figures_that_were_not_released_are_a_new_publication():
    said = routed("freedom_of_information", date(2026, 11, 2), NUMBERS).sentences
    assert any("new publication" in each for each in said)


def test_another_kind_of_request_is_refused_with_what_is_allowed():
    with pytest.raises(InputError, match="subject_access"):
        routed("curiosity", date(2026, 11, 2), NUMBERS)


def test_the_record_keeps_them():
    from placement.records.kinds import KINDS

    assert KIND in KINDS
