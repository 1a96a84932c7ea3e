"""The shipped postcodes of a profile, which worked cases rest on whatever a user has built."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geodata.places import Places


@lru_cache(maxsize=4)
def shipped_places(profile: str) -> Places:
    """Return the shipped postcodes of a profile."""
    from geodata import store
    from geodata.places import from_columns

    return from_columns(*store.read(store.embedded_path(profile)))
