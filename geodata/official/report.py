"""What an import found, for people (``text``) and for programs (``to_json``)."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from geodata.official.levels import LEVELS


@dataclass(frozen=True)
class Coverage:
    """
    How far a file covers one LHA.

    ``postcodes`` of the LHA, of which ``inside`` lie in the file's shapes for it and
    ``inside_others`` in shapes of another authority; ``areas`` is the number of shapes for it.
    ``share`` is inside / postcodes; ``state`` is covered, partly covered or not covered.
    """

    lha: str
    name: str
    areas: int
    postcodes: int
    inside: int
    inside_others: int
    share: float
    state: str

    def line(self) -> str:
        """Write one line of the table."""
        if not self.areas:
            return f"  {self.lha}  {self.name:<24} not covered"
        share = math.floor(self.share * 1000) / 10  # 99.96% is not yet 100%
        numbers = f"{self.inside:>7,} of {self.postcodes:>7,} inside  {share:>5}%"
        return f"  {self.lha}  {self.name:<24} {numbers}  {self.state} ({self.areas:,})"


@dataclass(frozen=True)
class Report:
    """
    What one import found and did.

    ``areas`` counts the file's areas, ``near`` those in the box round the profile's postcodes,
    which are kept. ``written`` is the file they went to, None on a dry run; ``stored`` counts the
    areas in it then and ``stored_lhas`` the LHAs it covers, this file and earlier ones together.
    ``vintage`` is the year of the codes, None where nothing says it.
    """

    source: str
    sha256: str
    format: str
    layer: str
    level: str
    column: str
    names_column: str | None
    vintage: int | None
    vintage_from: str
    coordinates: str
    areas: int
    near: int
    repaired: tuple[str, ...]
    notes: tuple[str, ...]
    profile: str
    postcodes: str
    coverage: tuple[Coverage, ...]
    credit: str
    written: str | None
    stored: int
    stored_lhas: tuple[str, ...]

    def lhas(self, state: str) -> tuple[str, ...]:
        """Give the codes of the LHAs that are ``covered``, ``partly covered`` or ``not covered``.

        Coverage is judged by the profile's postcodes.
        """
        return tuple(one.lha for one in self.coverage if one.state == state)

    def to_json(self) -> dict[str, Any]:
        """Give the report as JSON values."""
        return {**asdict(self), "covered": list(self.lhas("covered"))}

    def text(self) -> str:
        """Write the report for a person to read."""
        level = LEVELS[self.level]
        noun = level.one if self.areas == 1 else level.many
        whose = f"codes in {self.column}, " + (
            f"names in {self.names_column}" if self.names_column else "no column of names"
        )
        vintage = f"{self.vintage} ({self.vintage_from})" if self.vintage else "not known"
        lines = [
            f"{self.source}: {self.areas:,} {noun}" + self._away(),
            f"  read as      {self.format}, layer {self.layer}; {whose}",
            f"  vintage      {vintage}",
            f"  coordinates  {self.coordinates}",
            f"  repaired     {', '.join(self.repaired) or 'nothing: every shape is valid'}",
            *(f"  note         {note}" for note in self.notes),
            f"Postcodes of {self.profile} inside the file's shapes for each authority "
            f"({self.postcodes}); the number of shapes in brackets:",
            *(one.line() for one in self.coverage),
            *self._summary(),
            f"Credit: {self.credit}",
        ]
        return "\n".join(lines) + "\n"

    def _away(self) -> str:
        if self.near == self.areas:
            return ""
        return f", of which {self.near:,} lie round {self.profile} and are kept"

    def _summary(self) -> list[str]:
        total = len(self.coverage)
        parts = [
            f"{state}: {len(found)} of {total}"
            for state in ("covered", "partly covered", "not covered")
            if (found := self.lhas(state))
        ]
        summary = f"LHAs {', '.join(parts)}."
        if not self.written:
            return [summary, "Dry run: nothing is kept."]
        kept = f"{self.stored:,} areas, all imports together, covering {len(self.stored_lhas)}"
        return [summary, f"Kept in {self.written} ({kept} of {total} LHAs)."]
