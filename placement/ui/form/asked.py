"""What of the form's fields somebody is asked elsewhere: single facts, lists, and without files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from placement.ui.form import fields

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


def single_facts() -> dict[str, Field]:
    """Return every field that is one fact of the case, by its key."""
    return {field.key: field for section in fields.SECTIONS for field in section.fields}


def lists() -> dict[str, Entries]:
    """Return every list that a copy asks for, by its key; shared conditions, and no files."""
    found: dict[str, Entries] = {}
    for section in map(without_files, fields.SECTIONS):
        for entries in section.lists:
            found.setdefault(entries.key, entries)
    return found
