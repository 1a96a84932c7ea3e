"""Cases and small records for the tests of the store; everybody in them is invented."""

from __future__ import annotations

from pathlib import Path

EXAMPLE = (Path(__file__).parents[2] / "cases" / "data" / "example.toml").read_text("utf-8")
REFERENCE = "DEMO-014"

PLAIN = """reference = "{reference}"
assessed_on = 2026-11-21
non_association = []
household = []
"""

PROTECTED = """reference = "{reference}"
[[victims]]
reference = "V1"
home = {{ postcode = "PE13 2AA" }}
avoid_metres = 4000
"""


def plain(reference):
    """The text of a small case file."""
    return PLAIN.format(reference=reference)


def protected(reference):
    """The text of its protected part."""
    return PROTECTED.format(reference=reference)


def access(why="works with them", person="pa.one"):
    """A need to know: a small record with fields in the open and a sealed one."""
    return {"person": person, "as": "named", "from": "2026-01-01", "why": why}
