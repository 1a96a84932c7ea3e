"""Loading what a ranking rests on, by name: the profile, its places, the placements, the roads."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from placement.assess import Setting, setting_of
from placement.cohorts import MAPPA
from placement.profile import load_profile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from geodata.places import Places
    from placement.cases.registers import Placement
    from placement.profile_model import Profile


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
    from geodata.roads import load as load_roads

    area = load_profile(profile)
    return setting_of(
        profile=area,
        places=places_on(area, as_of),
        as_of=as_of,
        placements=None if placements is None else placements_in(placements, area),
        weights=weights,
        changes=changes,
        roads=load_roads(),
        role=role,
    )


def places_on(profile: Profile, day: date) -> Places:
    """
    Return a profile's places under the LHAs that stand on a day.

    The file may be of an edition before a merger (its LHAs are then joined) or after a split (they
    are joined again); what an edition cannot tell apart is refused.
    """
    from geodata.places import load
    from geodata.regroup import merged
    from placement.errors import PlacesError
    from placement.succession import and_

    if not any(lha.start or lha.end for lha in profile.lhas):
        return load(profile.places_name, profile.codes)
    places = load(profile.places_name)
    wanted = {lha.code for lha in profile.on(day)}
    if set(places.lhas) == wanted:
        return places
    into, problems = {}, []
    for code in places.lhas:
        if code in wanted or code not in profile:
            continue
        after = profile.successors_on(code, day) or profile.predecessors_on(code, day)
        stands = [each for each in after if each in wanted]
        if len(stands) == 1:
            into[code] = stands[0]
        else:
            names = and_([profile[each].name for each in stands] or ["none that is named"])
            problems.append(f"{code} {profile[code].name}, which is {names} on {day}")
    grouped = merged(places, into) if into and not problems else places
    if problems or set(grouped.lhas) != wanted:
        raise PlacesError(
            f"the postcodes of {profile.name} ({places.edition}) have {', '.join(places.lhas)}, "
            f"and on {day} its authorities are {', '.join(sorted(wanted))}"
            f"{': it cannot divide ' + '; '.join(problems) if problems else ''}. Build them from "
            f"an edition of that day: placement geodata build {profile.name} --from FILE"
        )
    return grouped


def placements_in(path: Path, profile: Profile) -> tuple[Placement, ...]:
    """Read a register of placements as that of the cohort that a profile serves."""
    changed = path.stat().st_mtime_ns if path.exists() else 0
    return _read(path, changed, profile.cohort == MAPPA)


@lru_cache(maxsize=4)
def _read(path: Path, changed_ns: int, mappa: bool) -> tuple[Placement, ...]:
    from placement.cases.registers import read_placements

    return tuple(read_placements(path, mappa=mappa))
