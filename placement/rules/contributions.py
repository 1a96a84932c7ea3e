"""
What the SPOC of an LHA said at the meeting, as far as a ranking reads it (6.7).

Two of the seven heads: nothing suitable is there, or the person is excluded. Either makes that LHA
``refer``, with the office to ask, and closes nothing: supply may change, and an exclusion is for
the LHA to decide. What no SPOC has said has no finding. Nothing here is protected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from placement.rules.base import Verdict, apply, met, rule, rules_for, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from placement.facts import Facts
    from placement.parameters import Numbers
    from placement.profile_model import LHA
    from placement.results import Finding

AVAILABILITY = ("suitable_found", "possible", "nothing_suitable", "not_known")
EXCLUSION = ("none", "excluded", "not_known")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpocWord:
    """
    What the SPOC of one LHA said, and the office to ask about it.

    ``availability`` is one of ``AVAILABILITY``, ``exclusion`` one of ``EXCLUSION``.
    """

    lha: str
    availability: str
    exclusion: str
    ask: str | None = None


class Heard:
    """The facts of one LHA that its SPOC gave."""

    def __init__(self, word: SpocWord, name: str) -> None:
        self.word, self.name, self.code = word, name, word.lha
        self._facts = {"spoc.availability": word.availability, "spoc.exclusion": word.exclusion}

    def __contains__(self, name: str) -> bool:
        return name in self._facts

    def __getitem__(self, name: str) -> str:
        return self._facts[name]

    @property
    def asked(self) -> str:
        """Whom to ask, for a sentence."""
        return f"ask {self.word.ask or f'the SPOC of {self.name}'} before anything is decided."


@rule(clause="6.7.1", question="contribution")
def somewhere_suitable_by_the_spoc(f: Heard, p: Numbers) -> Verdict:
    """The SPOC does not say that nothing suitable is there."""
    said = f["spoc.availability"]
    if said == "nothing_suitable":
        return unknown(
            f"The SPOC of {f.name} says that nothing suitable is there: {f.asked}",
            fact=f"what is available in {f.code}",
        )
    return met(f"The SPOC of {f.name} {_AVAILABLE[said]}")


_AVAILABLE = {
    "suitable_found": "says that a suitable home has been found.",
    "possible": "says that a suitable home is possible.",
    "not_known": "does not know yet what is available; that limits nothing.",
}


@rule(clause="6.7.7", question="contribution")
def no_exclusion_by_the_spoc(f: Heard, p: Numbers) -> Verdict:
    """The SPOC does not say that the person is excluded."""
    said = f["spoc.exclusion"]
    if said == "excluded":
        return unknown(
            f"The SPOC of {f.name} says that an exclusion stands against the person; it is for the "
            f"LHA to decide whether it holds: {f.asked}",
            fact=f"an exclusion in {f.code}",
        )
    return met(f"The SPOC of {f.name} {_EXCLUDED[said]}")


_EXCLUDED = {
    "none": "says that no exclusion stands against the person.",
    "not_known": "does not know yet of an exclusion; that limits nothing.",
}


def contribution_gates(
    heard: Iterable[SpocWord], lha: LHA, numbers: Numbers, day: date
) -> tuple[Finding, ...]:
    """Return the findings on what the SPOC of an LHA said; none where nothing was said."""
    word = next((each for each in heard if each.lha == lha.code), None)
    if word is None:
        return ()
    facts = Heard(word, lha.name)
    return tuple(
        apply(each, cast("Facts", facts), numbers)  # facts of their own, read alike
        for each in rules_for("contribution", day)
    )
