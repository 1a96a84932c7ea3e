"""
Disclosure control: what of the monitoring report may leave, and the proof that nothing leaks.

``release`` is the way in. Cells of people and everything a reader could know of them are lines of
one sparse system (``cells``); ``suppress`` hides the least that is safe; ``audit`` proves it from
the tables as released, with all that was released before (``history``).
"""

from __future__ import annotations

from placement.monitoring.control.history import History, read_history, write_history
from placement.monitoring.control.reading import Links
from placement.monitoring.control.refused import NotReleased
from placement.monitoring.control.release import AUDIENCES, Released, release
from placement.monitoring.control.shipped import shipped_links

__all__ = [
    "AUDIENCES",
    "History",
    "Links",
    "NotReleased",
    "Released",
    "read_history",
    "release",
    "shipped_links",
    "write_history",
]
