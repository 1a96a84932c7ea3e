"""Loading what a ranking rests on, by name: the profile, its places, the placements, the roads."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from placement.assess import Setting, setting_of
from placement.profile import load_profile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from placement.cases.registers import Placement


def load_setting(
    *,
    profile: str,
    as_of: date,
    placements: Path | None = None,
    weights: Mapping[str, int] | None = None,
    changes: Mapping[str, Any] | None = None,
    role: str = "coordinator",
) -> Setting:
    """
    Load a profile with its postcodes, a register of placements and the road graph, if there is one.

    Raises ``ProfileError``, ``PlacesError`` or ``InputError`` where one of them cannot be read.
    """
    from geodata.places import load as load_places
    from geodata.roads import load as load_roads

    area = load_profile(profile)
    return setting_of(
        profile=area,
        places=load_places(area.name, area.codes),
        as_of=as_of,
        placements=None if placements is None else _placements(placements),
        weights=weights,
        changes=changes,
        roads=load_roads(),
        role=role,
    )


def _placements(path: Path) -> tuple[Placement, ...]:
    changed = path.stat().st_mtime_ns if path.exists() else 0
    return _read(path, changed)


@lru_cache(maxsize=4)
def _read(path: Path, changed_ns: int) -> tuple[Placement, ...]:
    from placement.cases.registers import read_placements

    return tuple(read_placements(path))
