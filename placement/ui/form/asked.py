"""What of the form's fields somebody is asked elsewhere: single facts, lists, and without files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from placement.profile import load_profile
from placement.ui import state
from placement.ui.form import fields
from placement.ui.form.cohorts import sections_for

if TYPE_CHECKING:
    from placement.ui.form.fields import Entries, Field, Section


def without_files(section: Section) -> Section:
    """Return a section whose lists take no files, for where nothing keeps them."""
    return replace(
        section,
        lists=tuple(
            replace(each, fields=tuple(f for f in each.fields if f.kind != fields.FILE))
            for each in section.lists
        ),
    )


def sections() -> tuple[Section, ...]:
    """Return the sections that the form has in this area: its cohort's own first."""
    return sections_for(load_profile(state.area()).cohort)


def single_facts() -> dict[str, Field]:
    """Return every field that is one fact of the case, by its key."""
    return {field.key: field for section in sections() for field in section.fields}


def lists() -> dict[str, Entries]:
    """Return every list that a copy asks for, by its key; shared conditions, and no files."""
    found: dict[str, Entries] = {}
    for section in map(without_files, sections()):
        for entries in section.lists:
            found.setdefault(entries.key, entries)
    return found
