"""
The area's own words for its bodies, in place of those of the Cambridgeshire protocol.

Sentences are written in the protocol's words; a profile says under ``[bodies]`` what its area calls
the same people. Only where the two differ is anything replaced, so that in the protocol's own area
every sentence stays as it is. People's own words are never touched.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from placement.profile_model import Profile

T = TypeVar("T")

PROTOCOL = {  # body: the protocol's word for it
    "offender_manager": "offender manager",
    "housing_contact": "SPOC",
    "coordinator": "MAPPA Manager",
    "panel": "MAPPP",
    "smb": "SMB",
    "housing_service": "Housing Advice and Options Service",
}
SHORT_FOR = {"SMB": "strategic management board", "SPOC": "single point of contact"}
KEYS = ("fact", "rule", "clause", "lha", "code", "role", "case", "reference", "profile", "outcome")


def terms_of(profile: Profile) -> dict[str, str]:
    """Return what the area says for each of the protocol's words that it does not use."""
    found = {}
    for body, word in PROTOCOL.items():
        called = profile.bodies.get(body)
        if called is None:
            continue
        known = (word.casefold(), SHORT_FOR.get(word, word).casefold())
        if not any(each in called.casefold() for each in known):
            found[word] = re.sub(r"^the (?:authority's )?", "", called)
    return found


def in_words(text: str, terms: Mapping[str, str]) -> str:
    """
    Return a sentence in the area's words.

    >>> in_words("Ask the SPOC. An offender manager decides.", {
    ...     "SPOC": "housing representative", "offender manager": "probation practitioner"})
    'Ask the housing representative. A probation practitioner decides.'
    >>> in_words("MAPPP meeting, Level 2", {"MAPPP": "MAPPA meeting"})
    'MAPPA meeting, Level 2'
    """
    return _in_words(text, tuple(terms.items())) if terms and text else text


@lru_cache(maxsize=16384)
def _in_words(text: str, terms: tuple[tuple[str, str], ...]) -> str:
    for word, called in terms:
        text = _pattern(word, called).sub(lambda found, to=called: _put(found, to), text)  # type: ignore[misc]
    return text


@lru_cache(maxsize=64)
def _pattern(word: str, called: str) -> re.Pattern[str]:
    """Find a word with its article and its plural, and a noun after it that the new one holds."""
    last = called.rsplit(" ", 1)[-1]
    start = f"[{word[0].upper()}{word[0].lower()}]" if word[0].islower() else word[0]
    return re.compile(rf"\b(?:([Aa])n? )?{start}{re.escape(word[1:])}(s)?(?: {re.escape(last)})?\b")


def _put(found: re.Match[str], called: str) -> str:
    article, plural = found[1] or "", found[2] or ""
    if found[0].startswith("O") and not article:
        called = called[0].upper() + called[1:]  # the protocol's word began a sentence
    if article:
        article += "n " if called[0] in "aeiouAEIOU" else " "
    return f"{article}{called}{plural}"


def role_in_words(role: str, terms: Mapping[str, str]) -> str:
    """
    Return who reads, in the area's words.

    >>> role_in_words("spoc", {}), role_in_words("spoc", {"SPOC": "housing representative"})
    ('spoc', 'housing representative')
    """
    return terms.get(role.upper()) or in_words(role.replace("_", " "), terms)


def reworded(value: T, terms: Mapping[str, str], *, keys: Iterable[str] = KEYS) -> T:
    """
    Return data or a record with all its sentences in the area's words.

    What stands under ``keys`` names something to a program and stays.
    """
    if not terms:
        return value
    if isinstance(value, str):
        return cast("T", in_words(value, terms)) if type(value) is str else value
    if isinstance(value, dict):
        return cast(
            "T", {k: v if k in keys else reworded(v, terms, keys=keys) for k, v in value.items()}
        )
    if isinstance(value, list | tuple) and type(value) in (list, tuple):
        return cast("T", type(value)(reworded(each, terms, keys=keys) for each in value))
    if is_dataclass(value) and not isinstance(value, type):
        changes: dict[str, Any] = {}
        for each in fields(value):
            if each.name in keys:
                continue
            held = getattr(value, each.name)
            new = reworded(held, terms, keys=keys)
            if new is not held and new != held:
                changes[each.name] = new
        return cast("T", replace(cast("Any", value), **changes)) if changes else value
    return value


def strings_of(value: object) -> list[str]:
    """Return every string that some data holds."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [each for inner in value.values() for each in strings_of(inner)]
    if isinstance(value, list | tuple):
        return [each for inner in value for each in strings_of(inner)]
    return []
