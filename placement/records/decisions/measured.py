"""
Take the places out of a case: what was measured of it, and the case without anything protected.

Nothing returned here holds a victim's home, the shape, distance or place of a zone, or another
person's home. A place becomes the local housing authority (LHA) that it stands in, or the minutes
to it; a zone becomes its days and the shares of each LHA that it leaves.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from placement.cases.model import Case, Condition, Place, Victim, Zone
from placement.records.decisions.coarse import minutes_as_said, share_as_said, without_places
from placement.records.decisions.frozen_facts import Reached

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.cases.model import Service
    from placement.facts import CaseFacts
    from placement.parameters import Numbers
    from placement.zoning import Left

T = TypeVar("T")

HOMES_LIMITS = ("zones.enough_share", "zones.most_share")
ROOM_LIMITS = (
    "spread.location_most_share",
    "spread.location_half_share",
    "spread.location_some_share",
)
REACH_LIMITS = ("connection.near_min", "management.reach_near_min", "management.reach_far_min")
# What no rule of a ranking reads, or is measured instead: it is not kept.
LEFT_OUT = (
    *("levels", "release_kind", "victim_check_on", "bedrooms", "supported", "equality"),
    *("directory", "carried", "holds_protected", "networks", "conditions", "victims", "services"),
    "non_association",
)
SOMEBODY = "SOMEBODY-1"  # stands for whoever the person must not live near, and says not who


class Noted:
    """Numbers of the protocol that note which of them were asked for."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self.read: dict[str, Any] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._numbers

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - whatever the number is
        self.read[name] = self._numbers[name]
        return self.read[name]


def measurements_of(facts: CaseFacts, numbers: Numbers) -> dict[str, Any]:
    """
    Return every measurement that a rule could ask for, as plain data.

    Shares and minutes are kept as they are said, never finer (see ``coarse``); the LHAs are those
    of the day, in ONS-code order.
    """
    on_the_day = [lha.code for lha in facts.options]
    kinds = sorted(facts.left_by)
    counted = None if facts.register is None else dict(facts.register.by_lha)
    said = {"read_as": facts.read_as, "read_as_protected": facts.read_as_protected}
    reorganised: dict[str, Any] = {name: list(words) for name, words in said.items() if words}
    if facts.register is not None and facts.register.either:
        doubtful = dict(facts.register.doubtful)
        reorganised |= {"doubtful": doubtful, "either": facts.register.either}
    return {
        **reorganised,
        "lhas": {code: _lha(facts, code, kinds, numbers) for code in on_the_day},
        "kinds": kinds,
        "counted": counted,
        "victims_known": facts.victims_known,
        "journeys": facts.how.label,
    }


def _lha(facts: CaseFacts, code: str, kinds: list[str], numbers: Numbers) -> dict[str, Any]:
    index = facts.places.index(code)
    homes: dict[str, float] = {}
    parts = {"": facts.left, "shared_": facts.left_shared}
    parts |= {f"{kind}_": facts.left_by[kind] for kind in kinds}
    limits = [numbers[name] for name in HOMES_LIMITS]
    for name, left in parts.items():
        homes |= _homes(name, left, index, limits)
    room = None
    if facts.register is not None:
        steps = [numbers[name] for name in ROOM_LIMITS]
        room = [share_as_said(share, steps) for share in facts.room(index)]
    return {
        "homes": homes,
        "room": room,
        "networks": _networks(facts, code, numbers),
        "held": facts.held(code),
        "areas": facts.areas_of[code],
        "areas_closed": facts.areas_closed_by_others(code),
        "areas_all_closed": _all_closed(facts, code),
    }


def _homes(name: str, left: Left, index: int, limits: list[float]) -> dict[str, float]:
    return {
        f"{name}{which}": share_as_said(round(float(getattr(left, which)[index]), 6), limits)
        for which in ("clear", "possible")
    }


def _networks(facts: CaseFacts, code: str, numbers: Numbers) -> dict[str, Any]:
    """Return what was known of networks: the nearest alone, and no finer than it is said."""
    inside, doubtful, minutes, unplaced = facts.protective(code)
    return {
        "inside": sorted(map(without_places, inside)),
        "doubtful": sorted(map(without_places, doubtful)),
        "minutes": None if minutes is None else _minutes(minutes, numbers),
        "unplaced": unplaced,
        "harmful": facts.harmful(code),
    }


def _minutes(minutes: float, numbers: Numbers) -> float:
    return minutes_as_said(minutes, [numbers[name] for name in REACH_LIMITS])


def _all_closed(facts: CaseFacts, code: str) -> bool:
    """Whether somebody to be kept apart from is known to live in each area of the LHA."""
    where = facts.register.where if facts.register else {}
    lived_in = {where.get(reference) for reference in facts.case.non_association or ()}
    areas = [(sector, lha) for sector, lha in facts.places.areas if lha == code]
    return all((lha, sector) in lived_in for sector, lha in areas)


def case_without_places(facts: CaseFacts, numbers: Numbers) -> tuple[Case, bool]:
    """
    Return the case as the rules may read it ever after, and whether any words were taken out.

    Words are taken out where free text names a postcode, a sector or a distance, and a condition
    that is not shared with housing loses its note altogether.
    """
    case = facts.case
    kept = {
        each.name: getattr(case, each.name)
        for each in fields(case)
        if each.name not in LEFT_OUT and getattr(case, each.name) is not None
    }
    plain = Case(**{name: _in_lhas(value, facts) for name, value in kept.items()})
    plain = replace(
        plain,
        reference=case.reference,
        conditions=_each(case.conditions, _condition),
        victims=_each(case.victims, _victim),
        services=_each(case.services, lambda one: _service(one, facts, numbers)),
        networks=None if case.networks is None else (),
        non_association=case.non_association and (SOMEBODY,),
    )
    withheld = any(c.note and not c.share_with_housing for c in case.conditions or ())
    reworded = _worded(replace(plain))
    return reworded, withheld or reworded != plain


def _each(entries: tuple[T, ...] | None, change: Any) -> tuple[T, ...] | None:  # noqa: ANN401
    return None if entries is None else tuple(change(entry) for entry in entries)


def _in_lhas(value: Any, facts: CaseFacts) -> Any:  # noqa: ANN401 - any part of a case
    """Return part of a case with the LHA in the stead of every place."""
    if isinstance(value, Place):
        return Place(lha=facts.lha_of(value))
    if isinstance(value, tuple):
        return tuple(_in_lhas(each, facts) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {each.name: _in_lhas(getattr(value, each.name), facts) for each in fields(value)}
        return replace(cast("Any", value), **changes)
    return value


def _condition(one: Condition) -> Condition:
    """Return a condition with its days; of a zone, only that it is one."""
    note = one.note if one.share_with_housing else None
    return replace(one, zone=Zone() if one.zone else None, note=note)


def _victim(one: Victim) -> Victim:
    """Return what the rules read of a victim beside their area: wishes and views, and no place."""
    return replace(one, reference="", home=None, avoid_metres=None, contact_scheme="unknown")


def _service(one: Service, facts: CaseFacts, numbers: Numbers) -> Service:
    if one.place is None:
        return one
    medians = [facts.minutes_from(facts.places.index(lha.code), one.place) for lha in facts.options]
    minutes = tuple(None if each is None else _minutes(each, numbers) for each in medians)
    return replace(one, place=Reached(minutes=minutes))


def _worded(value: T) -> T:
    """Return part of a case with every postcode, sector and distance taken out of its words."""
    if isinstance(value, str):
        return cast("T", without_places(value))
    if isinstance(value, tuple):
        return cast("T", tuple(_worded(each) for each in value))
    if is_dataclass(value) and not isinstance(value, type):
        changes: Mapping[str, Any] = {
            each.name: _worded(getattr(value, each.name))
            for each in fields(value)
            if each.name != "reference" or not isinstance(value, Case)
        }
        return cast("T", replace(cast("Any", value), **changes))
    return value
