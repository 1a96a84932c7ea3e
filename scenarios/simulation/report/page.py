"""The comparison as one page that needs nothing else."""

from __future__ import annotations

from typing import Any


def page(found: dict[str, Any]) -> str:
    """Return the page."""
    return str(found)
