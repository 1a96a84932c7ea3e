"""
The text of a new profile: a commented TOML file in which nothing that is not known is made up.

Figures are left out, each with the line to fill in; registers are unsourced; the ways to a let and
the homes of protocol 8 are "not recorded".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

HOMES = {
    "private_rent": "Whether there is a deposit scheme, and for whom, is not recorded: ask the "
    "authority.",
    "supported": "Supported housing is not recorded: ask the authority.",
    "social": "Whether the register is open to this person is not recorded: ask the authority.",
}
TEMPORARY = "Only where the authority owes it under the homelessness law, which it decides itself."
NO_ROUTE = (
    "How a social let happens here, and how landlords are told to ask, is not recorded: see the "
    "authority's allocation scheme."
)
NO_PROTOCOL = (
    "The protocol whose clauses the engine follows is that of Cambridgeshire and Peterborough; no "
    "protocol of this area has been read. Findings show how that text would apply, not what this "
    "area has agreed."
)
BODIES = """\
# What the area calls its bodies; they stand in what people read. Change what is called otherwise.
[bodies]
smb = "Strategic Management Board"
coordinator = "MAPPA co-ordinator"
panel = "MAPPA meeting"
housing_contact = "the authority's MAPPA housing contact"
housing_service = "the authority's housing options service"
offender_manager = "probation practitioner"
police = "the police"
probation = "Probation Service"
"""
POPULATION = """\
# Residents, from one source and one day: without them what chance would give is not known for
# any authority, so 6(c) stays open. Take the # away and give a population to each authority.
# [population]
# source = "Census 2021, usual residents (ONS), as given in ..."
# date = 2021-03-21
# households = "Census 2021, ..."       # where the households come from, if they are given
"""


def profile_text(
    name: str,
    lhas: Mapping[str, str],
    *,
    day: date,
    title: str | None = None,
    police_area: str | None = None,
    counties: Mapping[str, str] | None = None,
) -> str:
    """
    Return the file of a new profile: ``lhas`` are names by ONS code, ``counties`` likewise.

    Districts (E07) are put under the county where exactly one is given.
    """
    counties = counties or {}
    county = next(iter(counties)) if len(counties) == 1 else None
    parts = [
        f"# {title or name}: made by `placement profile new`; `placement profile check` says what "
        "is missing.",
        "# A figure left out is unknown. `checked` is the day on which somebody last looked.",
        f"name = {_text(name)}",
        f"title = {_text(title or name.replace('-', ' ').title())}",
        f"police_area = {_text(police_area or 'not recorded')}",
        f"checked = {day}",
        f"notes = [{_text(NO_PROTOCOL)}]",
        "",
        BODIES,
        "# County councils that owe the duties to care leavers in their districts (E07).",
        "[counties]",
        *(f"{code} = {_text(called)}" for code, called in counties.items()),
        "",
        POPULATION,
        "[[routes]]",
        'id = "not_recorded"',
        f"sentences = [{_text(NO_ROUTE)}]",
        "",
        *_homes(day),
        *(line for code in sorted(lhas) for line in _lha(code, lhas[code], county)),
        "# Each register, and its own connection test once somebody has read it: the profile of",
        "# Cambridgeshire has one that is sourced. LHAs that share a register name one scheme.",
        "",
        *(line for code in sorted(lhas) for line in _scheme(code, lhas[code])),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _homes(day: date) -> list[str]:
    lines: list[str] = []
    for kind, sentence in {**HOMES, "temporary": TEMPORARY}.items():
        source = "HA1996 s.188" if kind == "temporary" else "nothing read"
        lines += [
            "[[housing_options]]",
            f"kind = {_text(kind)}",
            'status = "unknown"',
            f"sentence = {_text(sentence)}",
            f"source = {_text(source)}",
            f"checked = {day}",
            "",
        ]
    return lines


def _lha(code: str, name: str, county: str | None) -> Sequence[str]:
    district = code.startswith("E07")
    owes = f"county = {_text(county)}" if county else '# county = "E10000000"   # as in [counties]'
    return [
        "[[lhas]]",
        f"code = {_text(code)}",
        f"name = {_text(name)}",
        "# population = ",
        "# households = ",
        f"scheme = {_text(scheme_id(name))}",
        'route = "not_recorded"',
        *([owes] if district else []),
        "",
    ]


def _scheme(code: str, name: str) -> Sequence[str]:
    return [
        "[[schemes]]",
        f"id = {_text(scheme_id(name))}",
        f"title = {_text(f'{name} housing register')}",
        f"partners = [{_text(code)}]",
        "sourced = false",
        'notes = ["Its connection test has not been read: see the scheme."]',
        "",
    ]


def scheme_id(name: str) -> str:
    """
    Return the id of an authority's register.

    >>> scheme_id("King's Lynn and West Norfolk")
    'kings_lynn_and_west_norfolk'
    """
    kept = name.casefold().replace("'", "").replace(".", "")
    return "_".join("".join(c if c.isalnum() else " " for c in kept).split())


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
