"""Cases with a victim, and homes that may be asked about, in a record of the tests."""

from __future__ import annotations

from dataclasses import replace

from ..conftest import LHA

CASE = """reference = "{reference}"
assessed_on = 2026-11-21
non_association = []
household = []
conditions = []
[status]
kind = "licence"
[victim_check]
outcome = "listed"
by = "victim liaison unit"
on = 2026-11-01
"""
PROTECTED = """reference = "{reference}"
[[victims]]
reference = "V1"
home = {{ postcode = "{home}" }}
avoid_metres = {metres}
asks_to_avoid = []
contact_scheme = "yes"
views = "sought"
"""
OFFICE = {"lha": LHA, "post": "spoc", "staff": "sp.one", "name": "S", "from": "2026-01-01"}
OFFICE["telephone"] = "01632 960001"
GIVEN = dict.fromkeys(
    ("conditions", "risk_assessment", "housing_history", "property_interest"), "given"
)


def protected_text(reference, metres, home="CB7 4EA"):
    """The protected part of a case: one victim, and how far from their home is too near."""
    return PROTECTED.format(reference=reference, metres=metres, home=home)


def opened(desk, reference, metres=4000):
    """A case with one victim, referred to the SPOC's LHA."""
    row = desk.open_case(
        reference,
        CASE.format(reference=reference),
        protected=protected_text(reference, metres),
        reason="new",
    )
    coordinator = desk.record.desk(replace(desk.actor, id="co.one", role="coordinator"))
    there = coordinator.list("office")
    office = there[0].id if there else coordinator.save("office", OFFICE, reason="new").id
    referral = {"lha": LHA, "office": office, "on": "2026-11-22", "channel": "secure_email"}
    desk.save("referral", {**referral, **GIVEN}, case=row.id, reason="referred")
    return row.id


def vacancy(desk, spoc, case, clock, *, postcode="CB6 1AA", reference="V-1"):
    """A home of the SPOC's LHA, confirmed by the offender manager and linked; days pass."""
    data = {"reference": reference, "lha": LHA, "postcode": postcode, "kind": "social_rent"}
    made = spoc.save("vacancy", data, reason="free").id
    day = clock().date().isoformat()
    confirmed = {"vacancy": made, "lha": LHA, "on": day, "landlord_reference": "HA/1"}
    desk.save("vacancy_confirmation", confirmed, reason="rang them")
    linked = {"vacancy": made, "lha": LHA, "from": day}
    desk.save("vacancy_link", linked, case=case, reason="may suit")
    return made
