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
from operator import is_
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
    >>> in_words("SPOCs and absences", {"SPOC": "housing representative"})
    'Housing representatives and absences'
    >>> in_words("MAPPP meeting, Level 2; Housing SPOC", {
    ...     "MAPPP": "MAPPA meeting", "SPOC": "housing representative"})
    'MAPPA meeting, Level 2; Housing representative'
    >>> in_words("SPOC-1 is for the SPOC.", {"SPOC": "contact"})  # a reference is nobody's title
    'SPOC-1 is for the contact.'
    """
    return _in_words(text, tuple(terms.items())) if terms and text else text


@lru_cache(maxsize=65536)
def _in_words(text: str, terms: tuple[tuple[str, str], ...]) -> str:
    if not any(word[1:] in text for word, _ in terms):
        return text  # whatever the pattern finds holds these letters as they stand
    return _pattern(terms).sub(lambda found: _put(found, terms), text)


@lru_cache(maxsize=64)
def _pattern(terms: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    """
    Find every word in one pass, longest first, so that nothing put in is found again.

    Each with its article and its plural, and with a noun beside it that the new one holds already.
    """
    each = [
        _one(number, word, called)
        for number, (word, called) in sorted(enumerate(terms), key=lambda one: -len(one[1][0]))
    ]
    return re.compile("|".join(each))


def _one(number: int, word: str, called: str) -> str:
    last = called.rsplit(" ", 1)[-1]
    start = f"[{word[0].upper()}{word[0].lower()}]" if word[0].islower() else word[0]
    before = "(?:([Hh])ousing )?" if "housing" in called.casefold() else "()"
    return (
        rf"\b(?:([Aa])n? )?{before}(?P<w{number}>{start}{re.escape(word[1:])})(s)?"
        rf"(?: {re.escape(last)})?(?!\w|-\d|\.\w)"  # SPOC-1 is a reference, SPOC.csv a file
    )


def _put(found: re.Match[str], terms: tuple[tuple[str, str], ...]) -> str:
    number = next(each for each in range(len(terms)) if found[f"w{each}"])
    kind = f"w{number}"
    word, called = terms[number]
    at = found.re.groupindex[kind]
    article, housing, plural = found[at - 2] or "", found[at - 1] or "", found[at + 1] or ""
    before = found.string[: found.start()]
    starts = word[0].isupper() and (not before or before.endswith(". "))
    if not article and (starts or found[kind][0] != word[0] or housing == "H"):
        called = called[0].upper() + called[1:]
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
    return cast("T", _Reworder(terms, keys).of(value)) if terms else value


# what a record's field is said to be where no sentence can stand in it
_WORDLESS = re.compile(
    r"(?:tuple\[(?:int|float|Evidence), \.\.\.\]|int|float|bool|date|Outcome|Status|Connection)"
    r"(?: \| None)?"
)


class _Reworder:
    """Rewords one value; what several parts of it share is looked at once."""

    def __init__(self, terms: Mapping[str, str], keys: Iterable[str]) -> None:
        self.terms = tuple(terms.items())
        self.keys = frozenset(keys)
        self.seen: dict[int, Any] = {}  # by identity: the whole value outlives this
        self.names: dict[type, tuple[str, ...]] = {}

    def of(self, value: Any) -> Any:  # noqa: ANN401 - data of any shape
        """Return a value in the area's words; itself where nothing in it is another word."""
        kind = type(value)
        if kind is str:
            return _in_words(value, self.terms) if value else value
        if kind is list or kind is tuple:
            new = [self.of(each) for each in value]
            return value if all(map(is_, new, value)) else kind(new)
        if isinstance(value, dict):
            keys = self.keys
            held = {k: v if k in keys else self.of(v) for k, v in value.items()}
            return value if all(map(is_, held.values(), value.values())) else held
        names = self.names.get(kind)
        if names is None:
            names = self.names[kind] = self._names(kind)
        if not names:
            return value
        found = self.seen.get(id(value))
        if found is None:
            found = self.seen[id(value)] = self._record(value, names)
        return found

    def _names(self, kind: type) -> tuple[str, ...]:
        if not is_dataclass(kind):
            return ()
        return tuple(
            each.name
            for each in fields(kind)
            if each.name not in self.keys and not _WORDLESS.fullmatch(str(each.type))
        )

    def _record(self, value: Any, names: tuple[str, ...]) -> Any:  # noqa: ANN401
        changes = {}
        for name in names:
            held = getattr(value, name)
            new = self.of(held)
            if new is not held and new != held:
                changes[name] = new
        return replace(value, **changes) if changes else value


def strings_of(value: object) -> list[str]:
    """Return every string that some data holds."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [each for inner in value.values() for each in strings_of(inner)]
    if isinstance(value, list | tuple):
        return [each for inner in value for each in strings_of(inner)]
    return []
