"""
The words of the record and its papers, where an area has other bodies, registers or another cohort.

``placement.area_words`` has what an area calls its bodies. The record says more: it names the
registers of the protocol's own area (Home-Link, Peterborough's) and calls management by MAPPA's
name. Where a profile has neither, its own words stand. In the protocol's own area nothing changes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from placement.area_words import in_words, terms_of
from placement.cohorts import MAPPA, load_cohort

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from placement.profile_model import Profile

REGISTERS = {  # scheme of the protocol's own area: what the record says of it, and of any register
    "home_link": {
        "Home-Link flag": "register flag",
        "Home-Link application": "register application",
    },
    "peterborough_homes": {
        "Peterborough note": "register note",
        "Peterborough application": "register application",
    },
}

COORDINATES = ("coordinator", "co-ordinator", "manager", "officer", "lead")
QUOTED = re.compile(r"((?<!\w)'[^'\n]*'(?!\w)|\"[^\"\n]*\"|`[^`\n]*`)")


def cohort_terms(profile: Profile) -> dict[str, str]:
    """
    Return what is said in place of MAPPA where a profile serves another cohort.

    >>> from placement.profile import load_profile
    >>> cohort_terms(load_profile("bedfordshire-iom"))["MAPPA referral"]
    'referral for integrated offender management'
    >>> cohort_terms(load_profile("bedfordshire"))
    {}
    """
    if profile.cohort == MAPPA:
        return {}
    title = load_cohort(profile.cohort).title
    return {
        "MAPPA referral": f"referral for {title}",
        "MAPPA has ended": f"{title} has ended",
        "MAPPA management": title,
        "under MAPPA": f"under {title}",
        "under the protocol on": f"under {title} on",
        "come under the protocol": f"come under {title}",
    }


def record_terms(profile: Profile) -> dict[str, str]:
    """
    Return what the record and its papers say in this area for words of the protocol's own.

    >>> from placement.profile import load_profile
    >>> record_terms(load_profile("cambridgeshire"))
    {}
    >>> record_terms(load_profile("london"))["MAPPA coordinator"]
    'MAPPA co-ordinator'
    """
    bodies = terms_of(profile)
    contact, coordinator, board = (bodies.get(w) for w in ("SPOC", "MAPPA Manager", "SMB"))
    before, after = {}, {}
    if contact:
        before = {"Housing SPOC": contact[0].upper() + contact[1:], "housing SPOC": contact}
    if coordinator:
        after["MAPPA coordinator"] = coordinator
    if board:
        after |= {"The Board": f"The {board}", "the Board": f"the {board}"}
    held = {scheme.id for scheme in profile.schemes}
    for scheme, said in REGISTERS.items():
        if scheme not in held:
            after |= said
    return {**before, **bodies, **after, **cohort_terms(profile)}


def task_terms(profile: Profile, lha: str | None) -> dict[str, str]:
    """
    Return the same for what is to be done in one LHA, whose own register is named.

    >>> from placement.profile import load_profile
    >>> task_terms(load_profile("bedfordshire"), "E06000032")["register application"]
    'application to the Luton housing register'
    """
    terms = record_terms(profile)
    if not terms or lha is None or lha not in profile:
        return terms
    named = f"application to the {profile.scheme_of(lha).title}"
    told = {word: named if said == "register application" else said for word, said in terms.items()}
    return {**told, "register application": named}


def outside_quotes(text: str, terms: Mapping[str, str], typed: Iterable[str] = ()) -> str:
    """
    Return a message in the area's words; what somebody typed stands in quotes, and stays.

    So do the texts ``typed``, such as the names of files.

    >>> outside_quotes("'say SPOC' is not of the form: what its SPOC says.", {"SPOC": "contact"})
    "'say SPOC' is not of the form: what its contact says."
    >>> outside_quotes("/tmp/my SPOC/a.csv: no SPOC.", {"SPOC": "contact"}, ["/tmp/my SPOC/a.csv"])
    '/tmp/my SPOC/a.csv: no contact.'
    """
    if not terms:
        return text
    longest = sorted(filter(None, typed), key=len, reverse=True)
    stays = "|".join([*map(re.escape, longest), QUOTED.pattern[1:-1]])
    parts = re.split(f"({stays})", text)
    return "".join(part if i % 2 else in_words(part, terms) for i, part in enumerate(parts))


def screen_terms(profile: Profile) -> dict[str, str]:
    """
    Return what pages say besides in this area, where they speak of the same bodies otherwise.

    Pages speak of the meeting, the panel and the Board as such, and never name a role by the key
    that a command would be given; so these words too are the area's own there.

    >>> from placement.profile import load_profile
    >>> screen_terms(load_profile("cambridgeshire"))
    {}
    >>> screen_terms(load_profile("london"))["the panel"]
    'the MAPPA meeting'
    """
    terms, called = record_terms(profile), profile.bodies
    meeting, board, coordinator = (terms.get(w) for w in ("MAPPP", "SMB", "MAPPA Manager"))
    if meeting and "panel" not in meeting.casefold():
        terms |= {"panel member": f"member of the {meeting}", "the panel": f"the {meeting}"}
    if meeting and "mappa" not in meeting.casefold():
        terms["MAPPA meeting"] = meeting
    if board and "board" in called["smb"].casefold():
        terms.pop("the Board")  # it is a board there too
    elif board:
        terms["Board member (SMB)"] = f"member of the {board}"
    if coordinator:
        last = coordinator.rsplit(" ", 1)[-1]
        terms["coordinator"] = last.lower() if last.casefold() in COORDINATES else coordinator
    return terms
