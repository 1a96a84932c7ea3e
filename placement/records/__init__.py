"""
The record: cases, placements, meetings, decisions, and the log of who did what with them.

``create_record`` makes one, ``open_record`` opens it, and ``record.desk(actor)`` is one person's
access. Names are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

_WHERE = {
    "Actor": "placement.records.people",
    "CaseRow": "placement.records.casework",
    "Desk": "placement.records.desk",
    "Entry": "placement.records.audit",
    "Keyring": "placement.records.keys",
    "Record": "placement.records.store",
    "Saved": "placement.records.saving",
    "Stored": "placement.records.versions",
    "create_record": "placement.records.store",
    "open_record": "placement.records.store",
    "upgrade_record": "placement.records.store",
}

if TYPE_CHECKING:
    from placement.records.audit import Entry
    from placement.records.casework import CaseRow
    from placement.records.desk import Desk
    from placement.records.keys import Keyring
    from placement.records.people import Actor
    from placement.records.saving import Saved
    from placement.records.store import Record, create_record, open_record, upgrade_record
    from placement.records.versions import Stored

__all__ = [
    "Actor",
    "CaseRow",
    "Desk",
    "Entry",
    "Keyring",
    "Record",
    "Saved",
    "Stored",
    "create_record",
    "open_record",
    "upgrade_record",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name in _WHERE:
        from importlib import import_module

        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"placement.records has no {name!r}")
