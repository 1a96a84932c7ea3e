"""One whole record of every kind, as data; everybody in them is made up."""

from __future__ import annotations

from placement.records.kinds.releases import packed

ID = "0123456789abcdef0123456789abcdef"
OTHER = "fedcba9876543210fedcba9876543210"
DIGEST = "ab" * 32
EAST, FENLAND, PETERBOROUGH = "E07000009", "E07000010", "E06000031"

CASE = """
reference = "SYN-001"
assessed_on = 2026-11-21
[mappa]
level = 2
category = 1
risk_of_serious_harm = "high"
"""
PROTECTED = """
reference = "SYN-001"
[[victims]]
reference = "V-1"
home = { postcode = "CB7 4AA" }
avoid_metres = 1000
"""

EXAMPLES: dict[str, dict] = {
    "case": {"text": CASE},
    "protected": {"text": PROTECTED},
    "management": {"level": 2, "category": 1, "from": "2026-01-05"},
    "access": {
        "person": "om.one",
        "as": "offender_manager",
        "from": "2026-01-05",
        "why": "opened the case",
    },
    "placement": {
        "reference": "SYN-001",
        "lha": EAST,
        "area": "CB7 4",
        "level": 2,
        "category": 1,
        "setting": "private_rent",
        "from": "2026-06-01",
        "review_due": "2026-12-01",
    },
    "vacancy": {
        "reference": "V-101",
        "lha": EAST,
        "postcode": "CB7 4AA",
        "kind": "social_rent",
        "from": "2026-11-01",
        "bedrooms": 1,
        "supported": False,
        "accepts": "not_arson not_sexual",
    },
    "vacancy_confirmation": {
        "vacancy": ID,
        "lha": EAST,
        "on": "2026-11-02",
        "landlord_reference": "HA/7714",
    },
    "vacancy_link": {"vacancy": ID, "lha": EAST, "from": "2026-11-03"},
    "meeting": {
        "on": "2026-11-10",
        "level": 2,
        "attendance": [
            {"agency": "probation", "person": "om.one", "attended": True},
            {"agency": "police", "person": "pol.one", "attended": False, "sent_a_report": True},
            {"agency": EAST, "attended": True},
        ],
        "lead_agency": "probation",
        "letters_to": "A. N. Officer",
        "letters_agency": "probation",
        "let": "direct_let",
        "let_lha": EAST,
    },
    "office": {
        "lha": EAST,
        "post": "spoc",
        "staff": "spoc.east",
        "name": "E. Cambs",
        "telephone": "01632 960001",
        "from": "2026-01-01",
    },
    "absence": {"office": ID, "lha": EAST, "from": "2026-12-20", "to": "2027-01-03"},
    "contribution": {
        "lha": EAST,
        "on": "2026-11-10",
        "accommodation": "Two flats may come free.",
        "availability": "possible",
        "informal": "Said to have cousins here.",
        "informal_from": "a housing officer",
        "exclusion": "none",
    },
    "voice": {
        "on": "2026-11-01",
        "heard_by": "the offender manager",
        "own_words": "I want to be near my sister.",
        "chosen_lha": EAST,
        "consent_to_refer": "given",
        "consent_to_contact": "given",
        "duty_referred_on": "2026-11-02",
    },
    "decision": {"on": "2026-11-10", "outcome": "lha", "lha": EAST},
    "frozen": {"body": {"format": 1}, "digest": DIGEST},
    "dissent": {"decision": ID, "on": "2026-11-10", "agency": "police", "why": "Too far away."},
    "review_request": {
        "decision": ID,
        "on": "2026-11-15",
        "asked_by": "person",
        "text": "Please look again.",
    },
    "review_answer": {
        "request": ID,
        "on": "2026-11-20",
        "outcome": "upheld",
        "text": "It stands, because of the conditions.",
    },
    "media_event": {
        "on": "2026-11-18",
        "interest": "known",
        "changes_recommendation": True,
        "supersedes": [ID],
        "holders": [{"agency": EAST, "person": "spoc.east"}],
        "what": "A newspaper rang.",
    },
    "monitoring_release": {
        "number": 1,
        "on": "2026-10-31",
        "as_of": "2026-09-30",
        "audience": "lha",
        "lha": EAST,
        "digest": DIGEST,
        "body": packed("{}"),
    },
    "released_report": {
        "on": "2026-10-31",
        "as_of": "2026-09-30",
        "audience": "smb",
        "release": ID,
        "title": "Placements",
        "body": packed("{}"),
    },
    "released_to_lha": {
        "lha": EAST,
        "on": "2026-10-31",
        "as_of": "2026-09-30",
        "release": ID,
        "title": "Placements",
        "body": packed("{}"),
    },
    "protocol_review": {
        "on": "2026-03-01",
        "outcome": "no_change",
        "approval": "Board, item 7",
    },
    "session": {
        "login": DIGEST,
        "staff": "om.one",
        "role": "offender_manager",
        "began": "2026-11-22T09:00:00+00:00",
        "seen": "2026-11-22T09:00:00+00:00",
        "ends": "2026-11-22T17:00:00+00:00",
    },
    "draft": {"for_kind": "meeting", "of": ID, "based_on": 2, "typed": '{"on": "2026"}'},
    "what_if": {"name": "later release", "changes": '[{"do": "drop"}]'},
    "housing_what_if": {"name": "two more homes", "changes": '[{"do": "open"}]'},
    "address_check": {
        "vacancy": ID,
        "postcode": "CB7 4AA",
        "edge_m": 50,
        "answer": "refer",
        "answered": False,
    },
    "zone_release": {"as_of": "2026-11-20", "held": [EAST]},
    "release_log": {
        "quarter": 0.25,
        "edge_least_m": 25,
        "edge_gap_share": 0.5,
        "edge_most_m": 200,
    },
    "told_before": {"on": "2026-11-20", "entries": []},
    "referral": {
        "lha": EAST,
        "office": ID,
        "on": "2026-11-11",
        "channel": "secure_email",
        "conditions": "given",
        "risk_assessment": "given",
        "housing_history": "given",
        "property_interest": "not_held",
    },
    "interview": {
        "lha": EAST,
        "state": "held",
        "on": "2026-11-18",
        "mode": "video",
        "interpreter_needed": "no",
        "options_discussed": "Private renting with a deposit; supported housing.",
    },
    "register_application": {
        "lha": EAST,
        "choice": "applied",
        "on": "2026-11-19",
        "band": "B",
        "banded_on": "2026-11-20",
    },
    "home_link_flag": {
        "lha": EAST,
        "state": "set",
        "on": "2026-11-19",
        "text": "Speak to the Housing Options team before accepting.",
    },
    "register_note": {
        "lha": PETERBOROUGH,
        "on": "2026-11-19",
        "text": "Housing is needed under the MAPPA arrangements.",
    },
    "bid_or_direct_let": {
        "lha": EAST,
        "how": "direct_let",
        "meeting": ID,
        "on": "2026-11-20",
    },
    "landlord_enquiry": {
        "lha": EAST,
        "landlord": "Fen Homes",
        "asked_on": "2026-11-20",
        "police": "suitable",
        "police_on": "2026-11-21",
        "probation": "suitable_with_conditions",
        "probation_on": "2026-11-22",
    },
    "landlord_approach": {
        "lha": EAST,
        "landlord": "Fen Homes",
        "on": "2026-11-20",
        "sharing_agreement": True,
        "shared": True,
        "disclosure": ID,
        "result": "interested",
    },
    "disclosure": {
        "lha": EAST,
        "on": "2026-11-20",
        "to_whom": "temporary_accommodation_provider",
        "name": "Night Rooms Ltd",
        "what": "How to reach the officer; no visitors under 18.",
        "basis": "public_protection",
        "sharing_agreement": False,
        "authorised_by": "om.one",
        "from_agency": "probation",
        "told_how": "telephone",
    },
    "letter": {
        "lha": EAST,
        "on": "2026-11-21",
        "sender": EAST,
        "about": "the register application",
        "meeting": ID,
        "copied_to": "A. N. Officer",
        "copied_on": "2026-11-21",
    },
    "address_assessment": {
        "lha": EAST,
        "postcode": "CB7 4AA",
        "on": "2026-11-22",
        "by": "om.one",
        "profile": ["children"],
        "result": "unfinished",
    },
    "outcome": {
        "decision": ID,
        "lha": EAST,
        "step": "refused",
        "on": "2026-11-22",
        "by": "landlord",
        "code": "no_capacity",
    },
    "task": {
        "decision": ID,
        "lha": EAST,
        "task": "letters",
        "state": "done",
        "on": "2026-11-22",
    },
    "information_request": {
        "request": "subject_access",
        "received_on": "2026-11-01",
        "received_by": "police",
        "state": "passed_on",
        "passed_on": "2026-11-02",
        "asked_by": "the person",
        "what": "Everything about me.",
    },
}


def example(kind: str, **changes: object) -> dict:
    """Return the example of a kind with some fields changed; None leaves a field out."""
    whole = {**EXAMPLES[kind], **changes}
    return {key: value for key, value in whole.items() if value is not None}
