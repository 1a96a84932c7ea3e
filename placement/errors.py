"""
What can go wrong that a person can put right.

Every error the product raises on purpose is a ``PlacementError``; its text was written for the
person reading it and says what is wrong, where, what is allowed and what to do. Anything else
that escapes is a fault of ours.

PlacementError
├── InputError        a file, a case or an option is not as it must be (all problems at once)
├── ParameterError    a number of the protocol is missing or not dated for the day asked for
├── ProfileError      a profile is not known or not well formed
├── PlacesError       a postcode, an area, a zone or a boundary file cannot be used
└── RecordError       the record of cases and decisions refuses, or cannot be used
    ├── NotAllowed    this role, or this person for this case, may not
    ├── Stale         somebody saved before you; what you typed is kept as a draft
    ├── NoKey         a key is missing, wrong, or was destroyed when something was erased
    └── Unavailable   the database is gone, full or of another schema, or the clock is behind
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any


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

    def __reduce__(self) -> tuple[type[InputError], tuple[str, tuple[str, ...]]]:
        """Come back from another process with all that is said."""
        return type(self), (self.source, self.problems)


class ParameterError(PlacementError):
    """A number of the protocol cannot be read for the day asked for."""


class ProfileError(PlacementError):
    """A profile is not known, or its file is not well formed."""


class PlacesError(PlacementError):
    """A postcode, an area, a zone or a boundary file cannot be used."""


class RecordError(PlacementError):
    """The record refuses what was asked of it, or cannot be used."""


class NotAllowed(RecordError):  # noqa: N818 - it is what a person is told
    """What was asked is not for this role, or not for this person in this case."""


class Stale(RecordError):  # noqa: N818 - it is what a person is told
    """
    Somebody saved before you, and nothing of yours was written over theirs.

    ``current`` is the version that stands now, and ``differences`` gives, for each field in which
    it and what was typed differ, the pair (as it stands, as typed). Both are empty for a person who
    may not read the record. ``draft`` is the id under which what was typed is kept.
    """

    def __init__(
        self,
        message: str,
        *,
        current: Any = None,  # noqa: ANN401 - a Stored; errors know nothing of the record
        differences: Mapping[str, tuple[Any, Any]] | None = None,
        draft: str | None = None,
    ) -> None:
        super().__init__(message)
        self.current = current
        self.differences = dict(differences or {})
        self.draft = draft
        # how the record keeps what was typed, once all else of the attempt was taken back
        self.keep: Callable[[Any], str] | None = None


class NoKey(RecordError):  # noqa: N818 - it is what a person is told
    """A key is missing, is of another record, or was destroyed when something was erased."""


class Unavailable(RecordError):  # noqa: N818 - it is what a person is told
    """The database cannot be reached, is full, is of another schema, or the clock is behind."""
