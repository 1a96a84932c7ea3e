"""A decision as the records write it becomes the annex's, and nothing typed reaches housing."""

from __future__ import annotations

import pytest

from placement.documents.annex import annex
from placement.documents.decided import decided
from placement.errors import InputError
from placement.records.decisions.decision import Decision
from placement.records.kinds.meetings import Meeting

from .making import full, housing, opened, parts, titled

TYPED = {
    "on": "2026-11-28",
    "outcome": "lha",
    "lha": "E07000009",
    "let": "direct_let",
    "reasons": [
        {"code": "connection_or_network", "clause": "6(a)", "text": "HIDDEN-1."},
        {"code": "victims", "clause": "7.2", "text": "HIDDEN-2."},
    ],
    "rejected": [{"lha": "E07000010", "code": "victims", "text": "HIDDEN-3."}],
    "dissent": [],
    "diversity_discussed": "yes",
    "rests_on": ["HIDDEN-4"],
    "next_review": "2027-02-28",
    "standing": "final",
    "departs": False,
}
MEETING = {
    "on": "2026-11-28",
    "level": 3,
    "attendance": [{"agency": "police", "attended": True}],
    "letters_to": "Offender manager, Peterborough office",
    "letters_agency": "probation",
}


def recorded(**changes):
    return Decision.from_data({**TYPED, **changes}).to_data()


def rows_of(version, ranking, **changes):
    file = annex(
        ranking,
        version=version,
        decision=decided(recorded(**changes), Meeting.from_data(MEETING).to_data()),
    )
    document = opened(file)
    found = dict(titled(document, "The decision and its reasons"))
    return found | dict(titled(document, "The meeting")), "".join(parts(file).values())


def test_what_was_recorded_stands_in_the_full_annex():
    rows, _ = rows_of("full", full())
    assert rows["LHA to be asked (6.3)"] == "East Cambridgeshire"
    assert rows["Bid or direct let (9.2)"] == "A direct let is sought"
    assert "6(a): Connection or network: HIDDEN-1." in " ".join(rows.values())
    assert rows["Options rejected, and why"] == "Fenland: Victims: HIDDEN-3."
    assert rows["Departure from the recommendation, and why"] == "No departure."
    assert rows["Dissent, by agency"] == "No dissent recorded."
    assert rows["Attendance, by agency"] == "police: present"
    assert rows["Copies of letters go to (11.2.2)"] == (
        "Offender manager, Peterborough office (probation)"
    )
    assert rows["Decided by (post), on"] == "MAPPP meeting, Level 3, 28 November 2026"


def test_housing_is_given_labels_that_tell_nothing_and_no_text():
    rows, everything = rows_of("housing", housing())
    assert "HIDDEN" not in everything
    assert "Victims:" not in everything
    assert "6(a): Connection or network." in rows.values()
    assert rows["Options rejected, and why"] == (
        "Fenland\nThe offender manager holds what was recorded."
    )
    assert (
        rows["Diversity: issues named, and how they are met (ethnicity as the person describes it)"]
        == "Discussed."
    )


def test_a_departure_is_shown_with_its_reason():
    rows, _ = rows_of("full", full(), departs=True, departure_code="notice", departure="Too late.")
    assert rows["Departure from the recommendation, and why"] == "Notice: Too late."


@pytest.mark.parametrize("standing", ["draft", None])
def test_what_does_not_stand_as_recorded_is_a_draft(standing):
    missing = [{"code": "findings", "text": "Somebody is to look at the findings."}]
    with pytest.raises(InputError, match="still missing: Somebody is to look at the findings"):
        annex(
            full(),
            version="full",
            decision=decided(recorded(standing=standing, missing=missing)),
        )


def test_nobody_asked_is_an_outcome_too():
    rows, _ = rows_of("full", full(), outcome="none", lha=None, let=None)
    assert rows["LHA to be asked (6.3)"] == "no LHA is asked"
