"""
What housing may be told of one address, settled before the true answer is looked at.

The true answer is ``clear`` only where the address is clear of every area and zone of the case and
near the edge of none. It is told only if both answers would leave enough postcodes possible for
every protected home of the case. Otherwise it is ``refer``, wherever anybody lives. The same work
is done in every case, in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.records.kinds.oracle import About, AddressCheck

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodata.places import Located
    from placement.facts import CaseFacts
    from placement.records.oracle.log import Told
    from placement.records.oracle.possible import Ground, Possible
    from placement.records.oracle.things import Protected, Thing

CLEAR, REFER, CONFLICT = "clear", "refer", "conflict"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer for housing, and whether it is the true one that was told."""

    answer: str
    answered: bool
    edge_m: float


def for_housing(
    at: Located,
    measured: CaseFacts,
    protected: Protected,
    possible: Mapping[str, Possible],
    *,
    ground: Ground,
    shared_clear: bool,
    before: Sequence[Told],
) -> Verdict:
    """
    Say whether an address is clear, as housing may have it.

    Parameters
    ----------
    at
        The address.
    measured, protected, possible, ground
        The case, its protected things, and what stays possible for each of them by now.
    shared_clear
        Whether it is clear of all that housing was shown.
    before
        All that housing was told before: the same question gets the same answer again.
    """
    here = ground.at(at.easting, at.northing)
    edge_m = float(ground.edge_m[here].max()) if here.size else 0.0
    least = measured.numbers["zones.possible_postcodes"]
    safe = [
        possible[thing.key].both_leave(
            ground.disc(at.easting, at.northing, thing.radius, edge_m), least
        )
        for thing in protected.things
    ]
    told = _answer_given(at.postcode, protected.things, before)
    may = (
        bool(here.size)
        and not protected.beyond_reckoning
        and not measured.case.non_association
        and at.lha not in protected.asked_for
        and shared_clear
        and all(safe)
    )
    true = bool(here.size) and bool(measured.together.clear[here].all())
    if may and told is None:
        return Verdict(CLEAR if true else REFER, answered=True, edge_m=edge_m)
    again = may_repeat(measured, protected, at, shared_clear=shared_clear) and told == CLEAR
    return Verdict(CLEAR if again else REFER, answered=False, edge_m=edge_m)


def may_repeat(
    measured: CaseFacts, protected: Protected, at: Located, *, shared_clear: bool
) -> bool:
    """Whether an answer given before about the same things may be given again."""
    return (
        shared_clear
        and not protected.beyond_reckoning
        and not measured.case.non_association
        and at.lha not in protected.asked_for
    )


def _answer_given(postcode: str, things: Sequence[Thing], before: Sequence[Told]) -> str | None:
    """Return the true answer told earlier to the very same question, if it was."""
    same = {(thing.key, thing.radius) for thing in things}
    for each in before:
        check = each.what
        if (
            isinstance(check, AddressCheck)
            and check.answered
            and check.postcode == postcode
            and {(a.key, a.metres) for a in check.about or ()} == same
        ):
            return check.answer
    return None


def for_others(at: Located, measured: CaseFacts, ground: Ground, asked_for: bool) -> str:
    """
    Say whether an address may be used, for those who may see protected matter.

    ``conflict``: a zone or an area surely covers it, or somebody to be kept apart from lives in its
    area. ``refer``: it is near an edge, or something is not known; somebody has to look.
    """
    here = ground.at(at.easting, at.northing)
    if not here.size:
        return REFER
    near = [_lives_near(at, measured, other) for other in measured.case.non_association or ()]
    if not measured.together.possible[here].all() or True in near:
        return CONFLICT
    unknown = asked_for or None in near or measured.case.non_association is None
    return CLEAR if measured.together.clear[here].all() and not unknown else REFER


def _lives_near(at: Located, measured: CaseFacts, other: str) -> bool | None:
    """Whether another person lives in the area of an address; None where that is not known."""
    lives = measured.register.where.get(other) if measured.register else None
    if lives is None:
        return None
    if lives[0] != at.lha:
        return False
    return None if lives[1] is None else lives[1] == at.sector


def check_of(
    verdict: Verdict, *, vacancy: str, postcode: str, things: Sequence[Thing], profile: str
) -> AddressCheck:
    """Put down a question and what was told."""
    return AddressCheck(
        vacancy=vacancy,
        postcode=postcode,
        edge_m=verdict.edge_m,
        about=tuple(About(key=thing.key, metres=thing.radius) for thing in things),
        answer=verdict.answer,
        answered=verdict.answered,
        profile=profile,
    )
