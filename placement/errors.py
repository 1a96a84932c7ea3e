"""
What can go wrong that a person can put right.

Every error the product raises on purpose is a ``PlacementError``; its text was written for the
person reading it and says what is wrong, where, what is allowed and what to do. Anything else
that escapes is a fault of ours.

PlacementError
├── InputError        a file, a case or an option is not as it must be (all problems at once)
├── ParameterError    a number of the protocol is missing or not dated for the day asked for
├── ProfileError      a profile is not known or not well formed
└── PlacesError       a postcode, an area, a zone or a boundary file cannot be used
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class PlacementError(Exception):
    """Something a person can act on; its text is the whole message."""


class InputError(PlacementError):
    """One or more problems with what was given, all of them in one message."""

    def __init__(self, source: str, problems: Iterable[str]) -> None:
        self.source = source
        self.problems = tuple(problems)
        count = len(self.problems)
        head = f"{source} cannot be used: " + ("1 problem." if count == 1 else f"{count} problems.")
        super().__init__("\n".join([head, *(f"  - {problem}" for problem in self.problems)]))


class ParameterError(PlacementError):
    """A number of the protocol cannot be read for the day asked for."""


class ProfileError(PlacementError):
    """A profile is not known, or its file is not well formed."""


class PlacesError(PlacementError):
    """A postcode, an area, a zone or a boundary file cannot be used."""
