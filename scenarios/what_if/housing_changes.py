"""
What if a SPOC said otherwise, or a kind of home stood otherwise: the changes of housing facts.

A housing role's copy may hold both. A SPOC's speaks for their own LHA alone (``base`` refuses the
rest). A contribution is read as one given at the meeting is (6.7.1, 6.7.7); how a kind of home
stands (8.1) is shown and closes nothing.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from placement.errors import InputError
from placement.profile_model import KnownOption, Sourced
from placement.profile_reading import KINDS_OF_HOME, STATUSES
from placement.rules.contributions import AVAILABILITY, EXCLUSION, SpocWord
from placement.succession import gone
from scenarios.what_if.change import Change, said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from placement.assess import Setting
    from placement.profile_model import LHA

OF_THE_CASE = ("previous_home", "family")  # what these are rests on the person, not on the LHA
HOMES = tuple(kind for kind in KINDS_OF_HOME if kind not in OF_THE_CASE)
UNSAID = "not_known"


@dataclass(frozen=True, slots=True, kw_only=True)
class SayContribution(Change):
    """What the SPOC of an LHA says (6.7), as ``[[contributions]]``; what is left out stays."""

    lha: str
    availability: str | None = None
    exclusion: str | None = None
    ask: str | None = None
    verb: ClassVar[str] = "say"
    form: ClassVar[str] = (
        'say LHA { availability = "...", exclusion = "...", ask = "..." } '
        "(what its SPOC says; any of the three)"
    )
    for_housing: ClassVar[bool] = True

    def __post_init__(self) -> None:
        problems = [
            f"{name} is {value!r}; it is one of {', '.join(allowed)}."
            for name, value, allowed in (
                ("availability", self.availability, AVAILABILITY),
                ("exclusion", self.exclusion, EXCLUSION),
            )
            if value is not None and value not in allowed
        ]
        if not self.given():
            problems.append(f"it says nothing. It is: {self.form}.")
        if problems:
            raise InputError("The what-if", [f"say {self.lha}: {each}" for each in problems])

    def given(self) -> dict[str, str]:
        """Return the parts that are said."""
        parts = {
            "availability": self.availability,
            "exclusion": self.exclusion,
            "ask": self.ask,
        }
        return {name: value for name, value in parts.items() if value is not None}

    def says(self) -> str:
        """Return what it changes, in words."""
        words = [
            _AVAILABLE.get(self.availability or ""),
            _EXCLUDED.get(self.exclusion or ""),
            f"ask {self.ask}" if self.ask is not None else None,
        ]
        return f"the SPOC of {self.lha} says: {', '.join(each for each in words if each)}"


_AVAILABLE = {
    "suitable_found": "a suitable home is found",
    "possible": "a suitable home is possible",
    "nothing_suitable": "nothing suitable is there",
    "not_known": "what is available is not known yet",
}
_EXCLUDED = {
    "none": "no exclusion stands",
    "excluded": "an exclusion stands",
    "not_known": "whether an exclusion stands is not known yet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOption(Change):
    """How one kind of home stands in an LHA (8.1): shown, and neither a gate nor points."""

    lha: str
    kind: str
    status: str
    verb: ClassVar[str] = "option"
    form: ClassVar[str] = f"option LHA KIND = STATUS ({', '.join(HOMES)}; {', '.join(STATUSES)})"
    for_housing: ClassVar[bool] = True

    def __post_init__(self) -> None:
        problems = []
        if self.kind in OF_THE_CASE:
            problems.append(f"{said(self.kind)} rests on the case, so it is a fact to set there.")
        elif self.kind not in HOMES:
            problems.append(f"{self.kind!r} is no kind of home; it is one of {', '.join(HOMES)}.")
        if self.status not in STATUSES:
            problems.append(f"{self.status!r} is not one of {', '.join(STATUSES)}.")
        if problems:
            raise InputError("The what-if", [f"option {self.lha}: {each}" for each in problems])

    def says(self) -> str:
        """Return what it changes, in words."""
        return f"the housing option {said(self.kind)} in {self.lha} is {self.status}"


HousingChange = SayContribution | SetOption


def with_housing_facts(setting: Setting, changes: Iterable[HousingChange]) -> Setting:
    """
    Return a setting in which SPOCs say, and kinds of home stand, as the changes have it.

    Raises
    ------
    InputError
        With every change of an LHA that the area does not have then.
    """
    problems = list[str]()
    heard = {word.lha: word for word in setting.heard}
    there = {lha.code: lha for lha in setting.profile.on(setting.as_of)}
    before = gone(setting.profile, setting.as_of)  # what was said of these is read for successors
    lhas = {lha.code: lha for lha in setting.profile.lhas}
    for change in changes:
        spoken = isinstance(change, SayContribution)
        if change.lha not in there and not (spoken and change.lha in before):
            known = ", ".join(f"{code} {lha.name}" for code, lha in there.items())
            problems.append(
                f"{change.verb}: {change.lha!r} is not an LHA of the area then; it has {known}."
            )
        elif isinstance(change, SayContribution):
            unsaid = SpocWord(lha=change.lha, availability=UNSAID, exclusion=UNSAID)
            word = heard.get(change.lha, unsaid)
            heard[change.lha] = replace(word, **change.given())
        else:
            lhas[change.lha] = _standing(lhas[change.lha], change, setting)
    if problems:
        raise InputError("The what-if", problems)
    profile = replace(setting.profile, lhas=tuple(lhas.values()))
    return replace(setting, profile=profile, heard=tuple(word for _, word in sorted(heard.items())))


def _standing(lha: LHA, change: SetOption, setting: Setting) -> LHA:
    known = lha.option(change.kind)
    if (known.status if known else "unknown") == change.status:
        return lha  # it stands so already, with the profile's own words
    supposed = KnownOption(
        kind=change.kind,
        status=change.status,
        sentence="Supposed in this what-if; nobody has said so.",
        origin=Sourced(source="a what-if", checked=setting.as_of),
    )
    others = (each for each in lha.housing_options if each.kind != change.kind)
    return replace(lha, housing_options=(*others, supposed))


_SAID = re.compile(r"(\S+)\s+(\{.*\})")
_OPTION = re.compile(r"(\S+)\s+(\w+)\s*=\s*(\w+)")


def _say(rest: str) -> dict[str, Any]:
    found = _SAID.fullmatch(rest)
    given = tomllib.loads(f"value = {found[2]}")["value"] if found else {}
    if not found or not isinstance(given, dict) or {"do", "lha"} & given.keys():
        raise ValueError(rest)
    return {"lha": found[1], **given}


def _option(rest: str) -> dict[str, Any]:
    found = _OPTION.fullmatch(rest)
    if not found:
        raise ValueError(rest)
    return {"lha": found[1], "kind": found[2], "status": found[3]}


PARTS: dict[str, Any] = {"say": _say, "option": _option}
