"""Short words for the codes of a ranking: the same on every page, in every table and chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

ROLES = {
    "coordinator": "MAPPA coordinator",
    "offender_manager": "Offender manager",
    "victim_liaison": "Victim liaison",
    "panel": "Panel member",
    "spoc": "Housing SPOC",
}
EVERY_ROLE = {**ROLES, "smb": "Board member (SMB)", "auditor": "Auditor"}
STATUS = {"open": "open", "refer": "ask first", "excluded": "closed"}
LEADING = {"clear": "recommended", "origin": "start here", "close": "close between"}
OUTCOME = {"met": "yes", "not_met": "no", "unknown": "not known"}
CONSIDERATIONS = {
    "connection": "Connection 6(a)",
    "management": "Management 6(b)",
    "spread": "Spread 6(c)",
}
CONNECTION = {
    "met": "shown",
    "borderline": "borderline",
    "lha_to_decide": "LHA to decide",
    "lha_to_consider": "LHA to consider",
    "unknown": "not known",
    "not_met": "not met",
}
ELIGIBILITY = {
    "eligible": "comes under the protocol on these facts",
    "advice_only": "advice only (Level 1)",
    "not_shown": "not shown to come under the protocol",
    "lha_to_decide": "for the LHA to decide",
    "unknown": "not known",
}
HOMES = {
    "available": "available",
    "possible": "possible",
    "closed": "closed",
    "unknown": "not known",
}
POSTCODES = {
    "most": "most",
    "some": "some",
    "little": "little",
    "none": "none",
    "unknown": "not known",
}
ROUTES = {
    "route_through_home_link": "Home-Link, red flag",
    "route_by_note_and_bid": "Note, then bid",
    "route_of_another_register": "Ask the LHA",
}
KINDS = {
    "rule": "Rule: the engine makes a finding",
    "guidance": "Guidance: shapes questions and wording",
    "process": "Process: what people do",
    "outside": "Outside: not acted on here",
}
INITIALS = {"lha": "LHA", "lhas": "LHAs", "spoc": "SPOC"}
NOT_DECIDED = (
    ("Whom to ask", "The offender manager picks the LHA (6)."),
    ("What duty is owed", "The LHA decides, and anyone may apply to any authority (7, 8)."),
    ("Bid or direct let", "The MAPPA meeting decides (9)."),
    ("Whether the person is accepted", "The landlord decides (9)."),
)
TABLE_KEY = (
    "Considerations and score run from 0 to 100; in brackets, the least and the most that missing "
    "facts could make of them. First in 100: in how many of 100 ways of weighing the three "
    "considerations, and of filling the gaps, the LHA comes first; it is not a probability. "
    "Part 7 and register: two local-connection tests, both for the LHA to decide. Postcodes "
    "possible: land that no condition rules out, not vacancies. "
    "There is no quota: spread never closes an LHA."
)


def eligibility_clauses(ranking: Mapping[str, Any]) -> str:
    """
    Return the clauses that eligibility was read by: sections 3 and 7, or another cohort's own.

    >>> eligibility_clauses({"eligibility": {"findings": [{"clause": "IOM 1"}]}})
    'IOM 1'
    """
    theirs = dict.fromkeys(each["clause"] for each in ranking["eligibility"]["findings"])
    return "3, 7" if "3.1" in theirs else ", ".join(theirs)


def spanned(value: int, low: int, high: int) -> str:
    """
    Write a number with what missing facts could make of it.

    >>> spanned(64, 36, 86), spanned(90, 90, 90)
    ('64 (36 to 86)', '90')
    """
    return str(value) if low == high else f"{value} ({low} to {high})"


def points(part: Mapping[str, Any]) -> str:
    """Write the points of a consideration or a finding, with their interval."""
    return spanned(part["points"], part["low"], part["high"])


def score(option: Mapping[str, Any]) -> str:
    """Write an LHA's score with its interval; a dash where it is not ranked and must not be."""
    if option["rank"] is None:
        return "not ranked"
    return spanned(option["score"], option["score_low"], option["score_high"])


def first_in_100(option: Mapping[str, Any]) -> str:
    """
    Write in how many of 100 ways an LHA comes first; never 0 or 100 unless exactly so.

    >>> [first_in_100({"rank_shares": [x]}) for x in (0.0, 0.001, 0.824, 0.9999, 1.0)]
    ['0', 'under 1', '82', 'over 99', '100']
    """
    if not option["rank_shares"]:
        return "-"
    share = option["rank_shares"][0]
    if share in (0, 1):
        return f"{100 * share:.0f}"
    if share < 0.01:
        return "under 1"
    return "over 99" if share > 0.99 else f"{100 * share:.0f}"


def plainly(code: str) -> str:
    """
    Write a code as words.

    >>> plainly("lha_stands_through_the_tenancy")
    'LHA stands through the tenancy'
    """
    return " ".join(INITIALS.get(word, word) for word in code.split("_"))
