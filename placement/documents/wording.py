"""
How a ranking's plain data are said on paper: days, areas that share a reason, labels.

Everything here reads the data of ``placement.view.ranking_as_data`` as one reader was given it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from placement.days import in_words
from placement.profile import found_profiles, load_profile
from placement.record_words import record_terms
from placement.rules.options import NOT_A_DECISION
from placement.ui import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from placement.profile_model import Profile

Data = dict[str, Any]

SPREAD = "number_within_what_chance_gives"
GATE = "Gate"
CONSIDERATION = {"connection": "Connection", "management": "Management", "spread": "Spread"}
CLAUSES = {"connection": "6(a)", "management": "6(b)", "spread": "6(c)"}
KINDS = {
    "previous_home": "A home held before",
    "family": "Family or networks",
    "private_rent": "Private rent",
    "supported": "Supported housing",
    "social": "Social rent",
    "temporary": "Temporary accommodation",
}
MANY = 8
"""So many LHAs are named in a cell; beyond that they are counted."""


def day(text: str | None) -> str:
    """
    Write a day of the data as people here write it.

    >>> day("2027-05-14"), day(None)
    ('14 May 2027', 'not known')
    """
    return in_words(date.fromisoformat(text)) if text else "not known"


def terms_of_paper(ranking: Mapping[str, Any]) -> dict[str, str]:
    """Return what a paper says in the ranking's area for the protocol's words; bodies as frozen."""
    held = dict(ranking.get("terms") or {})
    profile = profile_named(ranking)
    return {**record_terms(profile), **held} if profile else held


def profile_named(ranking: Mapping[str, Any]) -> Profile | None:
    """Return the profile of a ranking; None where this machine has none of that name any more."""
    named = str(ranking.get("profile") or "")
    return load_profile(named) if named in found_profiles() else None


def listed(names: Sequence[str]) -> str:
    """
    Write names as a sentence has them.

    >>> listed(["Fenland"]), listed(["Fenland", "Cambridge", "Peterborough"])
    ('Fenland', 'Fenland, Cambridge and Peterborough')
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def areas(names: Sequence[str], everywhere: int) -> str:
    """
    Name LHAs, or say that it is all of them.

    >>> areas(["Fenland"], 6), areas(["a", "b"], 2), areas([str(n) for n in range(9)], 33)
    ('Fenland', 'Every LHA', '0, 1, 2, 3, 4, 5, 6, 7 and 1 more')
    """
    if everywhere > 1 and len(names) == everywhere:
        return "Every LHA"
    if len(names) > MANY:
        return listed([*names[:MANY], f"{len(names) - MANY} more"])
    return listed(names)


def anywhere(sentence: str, name: str) -> str:
    """
    Say of any LHA what a sentence says of one, so that reasons shared by several are said once.

    >>> anywhere("No harmful network in Fenland is recorded.", "Fenland")
    'No harmful network in this LHA is recorded.'
    """
    own = re.escape(name)
    sentence = re.sub(rf"\b{own} housing register\b", "this LHA's housing register", sentence)
    said = re.sub(rf"\b{own}\b", "this LHA", sentence)
    return said[:1].upper() + said[1:]


def without_caution(sentence: str) -> str:
    """Return a sentence without the words that are said once, below the table it stands in."""
    return sentence.replace(NOT_A_DECISION, "").strip()


def spread_label(option: Mapping[str, Any]) -> str:
    """
    Return the spread label of an LHA as its reader may have it: the end of the finding's sentence.

    >>> found = {"rule": SPREAD, "outcome": "met", "sentence": "Fenland: too few to tell."}
    >>> spread_label({"factors": {"spread": {"findings": [found]}}})
    'too few to tell'
    """
    for finding in option["factors"]["spread"]["findings"]:
        if finding["rule"] == SPREAD and finding["outcome"] != "unknown":
            return str(finding["sentence"]).rsplit(": ", 1)[-1].rstrip(".")
    return "not known"


def result(finding: Mapping[str, Any], *, points: bool) -> str:
    """Write what a finding came to: its points with their interval, or met, not met, not known."""
    if points:
        return words.points(finding)
    return {"met": "met", "not_met": "not met", "unknown": "not known"}[finding["outcome"]]


def in_every_lha(options: Sequence[Data]) -> list[Data]:
    """
    Return the findings that give no points and say the same of every LHA, each with a part's label.

    Where there is one LHA they stay with it. A gate that is not met always stays with its LHA.
    """
    if len(options) < 2:
        return []
    first, *others = [list(unpointed(option)) for option in options]
    shared = set(map(_said, first)).intersection(*(map(_said, each) for each in others))
    return [
        {"part": part, **finding, "sentence": anywhere(finding["sentence"], name)}
        for part, finding, name in first
        if _said((part, finding, name)) in shared
    ]


def of_one_lha(option: Data, shared: Iterable[Data]) -> Iterable[tuple[str, Data]]:
    """Yield the findings without points that are not among those said of every LHA."""
    said = {(each["part"], each["clause"], each["outcome"], each["sentence"]) for each in shared}
    for part, finding, name in unpointed(option):
        if _said((part, finding, name)) not in said:
            yield part, finding


def unpointed(option: Data) -> Iterable[tuple[str, Data, str]]:
    """Yield an LHA's gates, conditions of a referral and other findings, with the part's label."""
    for part, key in ((GATE, "gates"), ("Referral, s.198", "referral_198"), ("Also", "findings")):
        for finding in option[key]:
            yield part, finding, option["name"]


def _said(entry: tuple[str, Data, str]) -> tuple[str, str, str, str]:
    part, finding, name = entry
    text = anywhere(finding["sentence"], name)
    stands_in_the_way = part == GATE and finding["outcome"] != "met"
    return (
        part,
        finding["clause"],
        finding["outcome"],
        f"{name}: {text}" * stands_in_the_way or text,
    )
