"""What forms and tables of the meeting call the fields and codes of records."""

from __future__ import annotations

from typing import Final

from placement.records.kinds.words import HEADS
from placement.ui import words

HEAD_LABELS: Final = {
    "accommodation": "Suitable accommodation that is available",
    "housing_options": "Housing options: deposit schemes, links to support",
    "places": "Particular places and kinds of accommodation",
    "informal": "Informal knowledge of the person, their links and former homes",
    "law": "Housing and homelessness law, rights and responsibilities",
    "behaviour_and_arrears": "Policies on anti-social behaviour and arrears",
    "exclusions": "Exclusions from the register",
}
LABELS: Final = {
    **{head: f"{label} ({HEADS[head]})" for head, label in HEAD_LABELS.items()},
    "on": "Day",
    "lha": "LHA",
    "availability": "In short: what is available",
    "exclusion": "In short: is the person excluded",
    "informal_from": "Whose informal knowledge it is",
    "ask": "Office to ask about it",
    "holds_until": "Holds until before (if it ends)",
    "let": "Bid or direct let (9)",
    "let_lha": "In which LHA",
    "how": "Bid or direct let (9)",
    "diversity_discussed": "Was diversity discussed",
    "diversity": "What was discussed about diversity",
    "letters_to": "Who gets copies of letters to the person (11)",
    "letters_agency": "Their agency",
    "next_on": "Next meeting",
    "next_review": "Looked at again on",
    "rests_on": "Items of the risk plan it rests on",
    "rejected": "LHAs not chosen, and why",
    "reasons": "Reasons",
    "departure": "Why it departs from the recommendation",
    "departure_code": "Reason for departing",
    "outcome": "What was decided",
    "attendance": "Agencies that were there",
    "dissent": "Agencies that did not agree",
    "meeting": "Meeting",
    "office": "To which office",
    "instead_of": "In the place of",
    "channel": "How it is sent",
    "conditions": "Licence conditions",
    "risk_assessment": "Risk assessment that shows why return will not do",
    "housing_history": "Housing history",
    "property_interest": "Interest in other property",
    "withheld_because": "Why something is withheld",
    "first_options": "First options explored (6.2)",
    "mode": "How it is held",
    "state": "State",
    "why_not_face_to_face": "Why not face to face",
    "interpreter_needed": "Is an interpreter needed",
    "banded_on": "Banded on",
    "mappa_ended_on": "MAPPA management ended on",
    "asked_on": "Asked on",
    "police_on": "Police answered on",
    "probation_on": "Probation answered on",
    "by": "By",
    "sharing_agreement": "Is there an information sharing agreement",
    "shared": "Was anything shared",
    "to_whom": "To what kind of recipient",
    "name": "Name of the recipient",
    "what": "What was told",
    "basis": "On which basis",
    "authorised_by": "Authorised by (staff id)",
    "from_agency": "For which agency",
    "told_how": "How it was told",
    "copied_to": "Copied to",
    "copied_on": "Copied on",
    "why": "Why",
    "would_have": "LHA it would have asked",
    "agency": "Agency",
    "from": "From",
    "to": "Until before",
    "text": "Words (landlords read them: no offence, no victim)",
    "looked": "What was looked at",
    "step": "What happened",
    "code": "Code",
    "due": "Due",
    "note": "Note",
    "reference": "Reference (a pseudonym with a digit)",
    "landlord_reference": "The landlord's reference for the home",
    "accepts": "Who is accepted (any, or not_arson)",
    "profile": "Whom the person has harmed or might",
    "review_due": "To be looked at again on",
}
AVAILABILITY: Final = {
    "suitable_found": "a suitable home was found",
    "possible": "possible",
    "nothing_suitable": "nothing suitable",
    "not_known": "not known yet",
}
EXCLUSION: Final = {"none": "no exclusion", "excluded": "excluded", "not_known": "not known yet"}
OUTCOMES: Final = {"lha": "an LHA is asked", "none": "no LHA is asked", "deferred": "put off"}
STANDING: Final = {
    "draft": "draft",
    "final": "recorded",
    "to_review": "to be looked at again",
    "superseded": "no longer stands (13)",
}
LET: Final = {"bid": "bid", "direct_let": "direct let", "later": "decided later"}
SAID: Final = {**AVAILABILITY, **EXCLUSION, **STANDING, **LET, "lha": "an LHA is asked"}
AGENCIES: Final = {
    "probation": "Probation",
    "police": "Police",
    "prison": "Prison",
    "mappa_team": "MAPPA team",
    "health": "Health",
    "social_care": "Social care",
    "youth_justice": "Youth justice",
    "victim_liaison": "Victim liaison",
    "electronic_monitoring": "Electronic monitoring",
    "housing_provider": "Housing provider",
    "landlord": "Landlord",
    "other": "Other",
}


def label(key: str) -> str:
    """Return what a form calls a field."""
    found = LABELS.get(key, words.plainly(key))
    return found[:1].upper() + found[1:]


def said(code: str) -> str:
    """
    Return a code in words.

    >>> said("nothing_suitable"), said("arrears_or_behaviour")
    ('nothing suitable', 'arrears or behaviour')
    """
    return SAID.get(code, words.plainly(code))
