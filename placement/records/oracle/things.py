"""
What of a case is protected by place, and what cannot be reckoned with.

A *thing* is a home whose place nobody may learn, with the radius of the area round it: a victim, or
a circle that the offender manager does not share. Two cases with one victim, or a victim and a
circle round the same postcode, are one thing: it goes by a keyed digest of the postcode, so that a
victim who moves is a new one. What is protected and is not a circle of known radius has no set of
postcodes that could be counted; while there is any, housing gets no answer that could rest on it.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from placement.zoning import Zoning

if TYPE_CHECKING:
    from placement.facts import CaseFacts


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """One protected home: the digest it goes by, and the radius round it in metres."""

    key: str
    radius: float


@dataclass(frozen=True, slots=True)
class Protected:
    """
    The protected things of one case, on one day.

    ``beyond_reckoning`` says, for those who may know, why nothing that rests on protected matter
    can be answered for housing. ``asked_for`` are the LHAs held for a reason that is no area:
    a victim asks that they be avoided, or nowhere in them is apart from others.
    """

    things: tuple[Thing, ...]
    beyond_reckoning: tuple[str, ...]
    asked_for: frozenset[str]


def key_of(postcode: str, secret: bytes) -> str:
    """Return the digest that a home goes by: the same for one postcode, nothing without the key."""
    return _digest(f"home\0{postcode}", secret)


def _digest(text: str, secret: bytes) -> str:
    return hmac.new(secret, f"protected\0{text}".encode(), hashlib.sha256).hexdigest()


def protected_in(measured: CaseFacts, secret: bytes, case_id: str) -> Protected:
    """
    Gather the protected things of a measured case.

    ``secret`` is made from the vault's key: without it nobody can tell which home a digest is. It
    must never change, or all that housing was told would be forgotten. A case with no protected
    home gets one that stands in, nowhere near: its answers then do not show that there is none.
    """
    radius: dict[str, float] = {}

    def add(postcode: str, metres: float) -> None:
        key = key_of(measured.located[postcode].postcode, secret)
        radius[key] = max(metres, radius.get(key, 0.0))

    for victim in measured.case.victims or ():
        if victim.home is not None and victim.home.postcode is not None and victim.avoid_metres:
            add(victim.home.postcode, float(victim.avoid_metres))
    why = _unknowns(measured)
    for condition in measured.zones:
        zone = condition.zone
        if condition.share_with_housing or zone is None:
            continue
        if condition.kind == "exclusion_zone" and zone.postcode is not None and zone.metres:
            add(zone.postcode, float(zone.metres))
        else:
            why.append("A zone that is not shared with housing is not a circle to keep out of.")
    stand_in = float(measured.numbers["oracle.stand_in_metres"])
    if not radius and stand_in:
        radius[_digest(f"stand-in\0{case_id}", secret)] = stand_in
    return Protected(
        things=tuple(sorted(Thing(key, metres) for key, metres in radius.items())),
        beyond_reckoning=tuple(dict.fromkeys(why)),
        asked_for=frozenset(lha for lha in measured.places.lhas if _asked_for(measured, lha)),
    )


def shown_to_housing(measured: CaseFacts) -> Zoning:
    """Return the same case and day with the conditions shared with housing, and nothing else."""
    case = measured.case
    shown = replace(
        case,
        conditions=tuple(c for c in case.conditions or () if c.share_with_housing),
        victims=(),
        victim_check="none_known",
        protected_elsewhere=False,
    )
    found = Zoning(shown, places=measured.places, numbers=measured.numbers, as_of=measured.as_of)
    found.stand_for = measured.stand_for
    return found


def _unknowns(measured: CaseFacts) -> list[str]:
    said = {
        "The licence and order conditions are not all here.": measured.conditions_known,
        "A victim's area is not known, or victims have not been checked for.": (
            measured.victims_known
        ),
        "Whether a victim asks that an LHA be avoided is not known.": measured.requests_known,
        "Whom the person must not live near is not recorded.": (
            measured.case.non_association is not None
        ),
    }
    return [text for text, known in said.items() if not known]


def _asked_for(measured: CaseFacts, lha: str) -> bool:
    """Whether an LHA is held for a reason that has nothing to do with the area round a home."""
    asked = any(lha in (victim.asks_to_avoid or ()) for victim in measured.case.victims or ())
    return asked or measured.areas_closed_by_others(lha) >= measured.areas_of[lha]
