"""How hypothesis runs here: as for the properties of a ranking."""

from __future__ import annotations

from properties import conftest

__all__ = ["conftest"]
