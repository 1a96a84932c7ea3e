"""What a scenario is once it is read: a sentence, a case, its setting and what is expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from placement.cases.model import Case
    from placement.cases.registers import Placement
    from placement.rules.contributions import SpocWord
    from scenarios.what_if.boundary_changes import BoundaryChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """
    One thing that is expected.

    ``about`` says of what, by the keys that select it (``lha`` holds ONS codes, one or several);
    ``wants`` says what it should be, by the keys of the answer. Both are as the file writes them.
    """

    kind: str
    about: Mapping[str, Any]
    wants: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """
    One worked case.

    ``name`` is its file's path under ``scenarios/`` without the ending; ``title`` its point in one
    sentence; ``clauses`` the ids of the clauses it shows. ``as_of`` is the day it is assessed on.
    ``placements`` is None where they are not known, empty where nobody is placed. ``heard`` is what
    SPOCs said at the meeting; ``boundaries`` are the LHAs merged and split, as a what-if has them.
    """

    name: str
    title: str
    clauses: tuple[str, ...]
    case: Case
    as_of: date
    profile: str
    role: str
    spoc_of: str | None
    weights: Mapping[str, int]
    numbers: Mapping[str, Any]
    placements: Path | tuple[Placement, ...] | None
    heard: tuple[SpocWord, ...]
    expects: tuple[Expectation, ...]
    boundaries: tuple[BoundaryChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A scenario that was run, and every expectation that did not hold, in words."""

    scenario: Scenario
    problems: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether everything was as expected."""
        return not self.problems
