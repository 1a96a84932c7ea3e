"""
Official boundaries that a person has: read, checked against the postcodes, kept.

Boundary files come in many formats, coordinate systems and vintages of column names.
``import_file`` reads any of them, says what it found and which local housing authorities (LHAs)
of the profile the file covers, and keeps the shapes in the user's data directory. A file that
covers only some LHAs is reported, not refused; a file of the wrong place or without ONS codes is
refused. Boundaries draw maps and name areas: which LHA a postcode is in always comes from the
ONS field of the postcode and never from one of these shapes.
"""

from __future__ import annotations

from geodata.official.importing import import_file
from geodata.official.layers import LinesOnlyError
from geodata.official.levels import LEVELS
from geodata.official.report import Coverage, Report
from geodata.official.stored import Boundaries, Source, load, sources, undo

__all__ = [
    "LEVELS",
    "Boundaries",
    "Coverage",
    "LinesOnlyError",
    "Report",
    "Source",
    "import_file",
    "load",
    "sources",
    "undo",
]
