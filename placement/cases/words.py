"""The words that a case file may use, as the case format lists them."""

from __future__ import annotations

YES_NO = ("yes", "no", "unknown")
ACCOMMODATION_NEED = ("assessed", "not_assessed", "none", "unknown")
HOMELESSNESS_DUTY = ("likely", "unlikely", "unknown")
RISK_OF_SERIOUS_HARM = ("low", "medium", "high", "very_high", "unknown")
STATUS = (
    "custody",
    "hospital",
    "community_order",
    "suspended_sentence",
    "licence",
    "bail",
    "none",
)
FIRST_OPTION = ("available", "unsuitable", "unrealistic", "not_explored")
VICTIM_CHECK = ("listed", "none_known", "not_checked")
SETTING = (
    "owner",
    "social_rent",
    "private_rent",
    "with_family",
    "temporary_accommodation",
    "supported",
    "rough_sleeping",
    "sofa_surfing",
    "prison",
    "hospital",
    "approved_premises",
    "cas3",
    "asylum_support",
    "unknown",
)
VACANCY = ("social_rent", "private_rent", "supported", "temporary_accommodation", "cas3")
EMPLOYMENT = ("permanent", "casual", "voluntary", "study")
RELATION = (
    "parent",
    "mother",
    "father",
    "adult_child",
    "brother",
    "sister",
    "partner",
    "dependent_child",
    "other",
)
INFLUENCE = ("protective", "neutral", "harmful")
SERVICE = ("probation_office", "police", "treatment", "work", "other")
VIEW = ("suitable", "with_conditions", "unsuitable")
ZONE = ("exclusion_zone", "restriction_zone")
CONDITION = (
    *ZONE,
    "no_residence_with_under_18s",
    "no_contact",
    "premises_type",
    "event_zone",
    "curfew",
    "reside_as_directed",
    "region_of_residence",
    "other",
)
CONDITION_SOURCE = (
    "licence",
    "shpo",
    "sro",
    "restraining_order",
    "non_molestation",
    "community_order",
    "suspended_sentence",
    "bail",
)
VICTIM_VIEWS = ("received", "sought", "not_sought", "unknown")
SPECIAL_CIRCUMSTANCE = ("care_leaver", "armed_forces", "medical", "other")
YES_NO_UNKNOWN = ("yes", "no", "unknown")
RISK_OF_REOFFENDING = ("low", "medium", "high", "very_high", "unknown")
RISK_TO_APPLICANT = ("domestic_abuse", "other_violence")
EQUALITY = ("sex", "age", "ethnicity", "religion", "disability")

TOP_KEYS = (
    "reference",
    "assessed_on",
    "accommodation_need",
    "homelessness_duty",
    "non_association",
    "protected_elsewhere",
    "household",
    "special_circumstances",
    "risk_to_applicant",
    "mappa",
    "cohort",
    "status",
    "first_options",
    "origin",
    "victim_check",
    "property_interest",
    "history",
    "employment",
    "family",
    "networks",
    "services",
    "management_view",
    "conditions",
    "victims",
    "risk_plan",
    "preference",
    "needs",
    "equality",
)
PROTECTED_KEYS = ("reference", "conditions", "victims")
