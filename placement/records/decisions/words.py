"""The codes of a decision, with the clause that each rests on."""

from __future__ import annotations

from typing import Final

OUTCOMES: Final = ("lha", "none", "deferred")
LET: Final = ("bid", "direct_let", "later")
STANDINGS: Final = ("final", "draft", "to_review", "superseded")

# Why an LHA was chosen, or none was; `other` says in its text what it is.
REASONS: Final = {
    "original_authority": "1.5",
    "connection_or_network": "6(a)",
    "management_of_the_person": "6(b)",
    "number_and_location_of_others": "6(c)",
    "preference": "6.5",
    "own_merits": "6.6.1",
    "first_option_available": "6.2",
    "victims": "7.2",
    "conditions": "5.3.2",
    "risk_plan": "5.3.1",
    "accommodation_available": "6.7.1",
    "range_of_options": "8.1",
    "notice": "8.5",
    "media_interest": "13.1",
    "fact_missing": "6.9",
    "other": "6.3",
}
SPREAD: Final = "number_and_location_of_others"

# Why another LHA was not chosen.
REJECTED: Final = {
    **REASONS,
    "closed_by_a_condition": "6(b)",
    "excluded_from_the_register": "6.7.7",
    "less_connection": "6(a)",
    "less_suited_to_manage": "6(b)",
    "reserve": "6.3",
}
