"""
The words that records use for what happened.

Reasons for refusing, withdrawing and leaving follow the lists that accommodation services for
people leaving prison keep (approved premises and CAS3), in our own words, so that a year's figures
can be set beside theirs.
"""

from __future__ import annotations

from typing import Final

YES_NO: Final = ("yes", "no")
YES_NO_UNKNOWN: Final = ("yes", "no", "unknown")
POST: Final = ("spoc", "deputy")
CHANNEL: Final = ("secure_email", "case_system", "telephone", "meeting", "post")
CONSENT: Final = ("given", "refused", "not_asked")

MEDIA: Final = ("anticipated", "known", "hostile")
REVIEWED: Final = ("no_change", "amended", "consulting")

INTERVIEW_MODE: Final = ("face_to_face", "telephone", "video")
INTERVIEW_STATE: Final = ("arranged", "held", "not_attended", "cancelled")
REGISTER_CHOICE: Final = ("applied", "chose_not_to", "not_yet")
BAND: Final = ("A", "B", "C", "D", "1", "2", "3", "4", "5", "not_banded", "not_accepted")
FLAG_STATE: Final = ("set", "lifted")
LET: Final = ("bid", "direct_let")
BID: Final = ("bidding", "successful", "unsuccessful", "stopped")

ASKED: Final = ("police", "probation")
ENQUIRY: Final = ("asked", "suitable", "suitable_with_conditions", "not_suitable")
APPROACH: Final = ("asked", "interested", "offer", "declined", "no_reply")
DISCLOSED_TO: Final = (
    "temporary_accommodation_provider",
    "landlord",
    "supported_housing_provider",
    "housing_authority",
    "other",
)
BASIS: Final = (
    "public_protection",
    "duty_to_cooperate",
    "information_sharing_agreement",
    "consent",
    "court_order",
)
REQUEST: Final = ("freedom_of_information", "subject_access", "other_data_protection")
REQUEST_STATE: Final = ("received", "passed_on", "answer_agreed", "answered", "refused")

STEP: Final = ("asked", "accepted", "refused", "withdrawn", "housed_on", "ended")
REFUSED: Final = (
    "no_capacity",
    "lost_vacancy",
    "offered_to_somebody_else",
    "offence_not_accepted",
    "risk_to_residents_or_neighbours",
    "support_needs_not_met",
    "access_needs_not_met",
    "outside_the_area",
    "no_local_connection",
    "found_intentionally_homeless",
    "not_in_priority_need",
    "not_eligible_for_assistance",
    "excluded_from_register",
    "arrears_or_behaviour",
    "not_enough_notice",
    "not_enough_information",
    "declined_by_the_person",
    "other",
)
WITHDRAWN: Final = (
    "duplicate",
    "another_home_found",
    "circumstances_changed",
    "release_decision_changed",
    "recalled_or_remanded",
    "person_withdrew",
    "entered_in_error",
    "withdrawn_by_offender_manager",
    "superseded_by_a_new_recommendation",
    "death",
    "other",
)
ENDED: Final = (
    "planned_move",
    "moved_without_notice",
    "rent_arrears",
    "behaviour",
    "end_of_stay",
    "home_lost",
    "recalled",
    "further_offence",
    "admitted_to_hospital",
    "victim_or_public_safety",
    "death",
    "other",
)
WITH_CODE: Final = {"refused": REFUSED, "withdrawn": WITHDRAWN, "ended": ENDED}

# The seven heads under which protocol 6 asks for the SPOC's knowledge, in its order.
HEADS: Final = {
    "accommodation": "6.7.1",
    "housing_options": "6.7.2",
    "places": "6.7.3",
    "informal": "6.7.4",
    "law": "6.7.5",
    "behaviour_and_arrears": "6.7.6",
    "exclusions": "6.7.7",
}

# Physical checks before a person moves in, chosen by whom the person has harmed or might.
VICTIM_PROFILE: Final = (
    "children",
    "older_people",
    "women",
    "partners_or_family",
    "vulnerable_adults",
    "a_protected_group",
    "strangers",
    "people_by_exploitation",
    "property",
)
