"""
How the area's meeting is held, where it has written that down: its opening and required topics.

``agenda_of`` is what a paper and a page show alike. Nothing is said of an area that has written
none: what every meeting decides is in ``placement.documents.meeting``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.days import in_words
from placement.documents.meeting import is_advice_only
from placement.documents.tables import heading, table
from placement.documents.wording import profile_named
from placement.profile_practice import WHEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document as Word

    from placement.profile_model import Profile


def agenda_of(profile: Profile) -> list[tuple[str, str, str]]:
    """
    Return (when, what, source) of what every meeting of an area does, in its own order.

    >>> from placement.profile import load_profile
    >>> agenda_of(load_profile("london"))[0][:2]
    ('At the start', 'A diversity statement is read out at the beginning of every meeting.')
    >>> agenda_of(load_profile("cambridgeshire"))
    []
    """
    order = list(WHEN)
    return [
        (WHEN[item.when], item.what, f"{item.source}; last read on {in_words(item.checked)}")
        for item in sorted(profile.agenda, key=lambda item: order.index(item.when))
    ]


def add_agenda(document: Word, ranking: Mapping[str, Any]) -> None:
    """Add the section to a paper for a meeting; none for a case without one."""
    profile = profile_named(ranking)
    rows = agenda_of(profile) if profile else []
    if not rows or profile is None or is_advice_only(ranking):
        return
    heading(document, f"How a meeting is held in {profile.title}")
    table(
        document,
        title="What every meeting does",
        header=("When", "What", "Written in"),
        rows=[list(row) for row in rows],
        widths_cm=(2.7, 7.3, 7.0),
    )
