"""
Which LHAs a case cannot tell apart: the rules on gates, connection and management find the same.

Over all the authorities of England and Wales most read alike to one person: nothing in the case
names them, no zone touches them and everything is far away. They differ by their names, which are
in the sentences and in no point. So the rules need only run for one of each kind. What those rules
read of an LHA is listed here, and the tests hold this against the rules run for every one. In the
housing view, where more is read of an LHA than stands here, no two are taken to be alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from placement.assess import Setting
    from placement.cases.model import Case, Place
    from placement.facts import CaseFacts
    from placement.profile_model import LHA

LIMITS = ("connection.near_min", "management.reach_near_min", "management.reach_far_min")
UNKNOWN = -1


def kinds_of(
    measured: CaseFacts, lhas: Sequence[LHA], setting: Setting
) -> list[tuple[int, list[int]]]:
    """Return the kinds of LHA that a case tells apart: the first of each, and all its positions."""
    if setting.housing:
        return [(place, [place]) for place in range(len(lhas))]
    at = np.array([measured.places.index(lha.code) for lha in lhas], np.intp)
    found: dict[tuple[object, ...], list[int]] = {}
    for place, key in enumerate(zip(*_columns(measured, lhas, at, setting), strict=True)):
        found.setdefault(key, []).append(place)
    return [(places[0], places) for places in found.values()]


def _columns(
    measured: CaseFacts, lhas: Sequence[LHA], at: NDArray[np.intp], setting: Setting
) -> Iterator[Sequence[object]]:
    """Give, one after another, what the rules read of every LHA."""
    case = measured.case
    named = _named(measured) | {word.lha for word in setting.heard}
    yield [lha.code if lha.code in named else "" for lha in lhas]
    yield [lha.country for lha in lhas]
    owing = {each.authority for each in case.special_circumstances or ()}
    yield [lha.county if lha.county in owing else "" for lha in lhas]
    yield measured.left.clear[at].tolist()
    yield measured.left.possible[at].tolist()
    for left in measured.left_by.values():
        yield left.possible[at].tolist()
    where = measured.register.where if measured.register else {}
    anywhere = sum(other not in where for other in case.non_association or ())
    yield [min(measured.areas_of[lha.code], anywhere + 1) for lha in lhas]
    limits = sorted(setting.numbers[name] for name in LIMITS)
    for postcode in destinations(case):
        minutes = measured.minutes_to(postcode)[at]
        rate = np.searchsorted(limits, minutes)
        yield np.where(np.isnan(minutes), UNKNOWN, rate).tolist()


def destinations(case: Case) -> list[str]:
    """Return the postcodes to which a case needs journeys, each once."""
    places = [service.place for service in case.services or ()]
    places += [network.place for network in case.networks or ()]
    found = (place.postcode for place in places if place is not None)
    return list(dict.fromkeys(postcode for postcode in found if postcode is not None))


def _named(measured: CaseFacts) -> set[str | None]:
    """Return the LHAs that anything in a case names, and what stands for those divided."""
    case = measured.case
    networks: list[Place | None] = [network.place for network in case.networks or ()]
    codes = {measured.lha_of(place) for place in networks}
    codes |= {view.lha for view in case.management_views or ()}
    codes |= {lha for victim in case.victims or () for lha in victim.asks_to_avoid or ()}
    where = measured.register.where if measured.register else {}
    codes |= {where[other][0] for other in case.non_association or () if other in where}
    divided = (measured.divided.get(code or "", ()) for code in codes)
    return codes.union(*divided, measured.named)
