"""
Which LHAs a ranking for housing may answer for, and what it says of them.

A ranking tells housing of each LHA whether the offender manager holds something about it. Here that
is worked out question by question: of one LHA after another, the truth is told where every possible
place of the protected home gives the same answer, or where a yes and a no would both leave enough
postcodes. Which LHA is asked about next, and whether it is, never depends on the truth of those not
yet told. The others are ``held``, whatever the truth: that says nothing of them.

Where a case has several protected homes, one question is about all of them at once. Then only those
LHAs are told that no possible places of all of them together could leave with too little.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from placement.records.oracle.coverage import Question
from placement.records.oracle.possible import Ground, Possible
from placement.records.oracle.things import protected_in, shown_to_housing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.facts import CaseFacts
    from placement.records.oracle.possible import Bools
    from placement.records.oracle.things import Protected, Thing


@dataclass(frozen=True, slots=True)
class Release:
    """
    What a ranking may tell housing.

    ``held``: the LHAs to be shown as held. ``told``: those of which the truth was told; every other
    LHA is held whatever the truth. ``splits`` are the answers that narrowed what stays possible, in
    their order; ``left`` is what then stays possible, by thing.
    """

    held: frozenset[str]
    told: frozenset[str]
    splits: tuple[tuple[str, bool], ...]
    left: Mapping[str, Possible]


def release(measured: CaseFacts, protected: Protected, possible: Mapping[str, Possible]) -> Release:
    """
    Say what a ranking of a case may tell housing, given what stays possible by now.

    ``possible`` has an entry for each key of ``protected.things``. Read nothing of ``measured`` but
    what the full view of the same case and day was ranked from.
    """
    lhas = measured.places.lhas
    if protected.beyond_reckoning:
        return Release(frozenset(lhas), frozenset(), (), possible)
    questions = _questions(measured, [lha for lha in lhas if lha not in protected.asked_for])
    told, splits, left = _told(questions, measured, protected.things, dict(possible))
    held = {lha for lha in lhas if lha not in told or _little(measured, lha)}
    return Release(frozenset(held), frozenset(told), tuple(splits), left)


def without_a_record(measured: CaseFacts) -> frozenset[str]:
    """
    Say which LHAs a ranking shows as held where no record remembers what housing was told.

    As a first release would; give it to ``Setting.held``. Rankings made so on several days, or
    with several radii, are not counted together: only a record can do that.
    """
    protected = protected_in(measured, b"nobody keeps this", "")
    possible = {thing.key: Possible.anywhere(Ground.of(measured)) for thing in protected.things}
    return release(measured, protected, possible).held


def _told(
    questions: Mapping[str, Question],
    measured: CaseFacts,
    things: tuple[Thing, ...],
    left: dict[str, Possible],
) -> tuple[set[str], list[tuple[str, bool]], dict[str, Possible]]:
    quarter = measured.numbers["zones.enough_share"]
    if not things:
        return set(questions), [], left
    if len(things) > 1:
        safe = {
            lha for lha, asked in questions.items() if _never_little(asked, things, left, quarter)
        }
        return safe, [], left
    (thing,) = things
    least = measured.numbers["zones.possible_postcodes"]
    masks = {lha: asked.of(thing.radius).closing(quarter) for lha, asked in questions.items()}
    told: set[str] = set()
    splits: list[tuple[str, bool]] = []
    while True:
        now = left[thing.key]
        told |= {lha for lha, closing in masks.items() if now.settled(closing) is not None}
        lha = _next(masks.keys() - told, masks, now, least)
        if lha is None:
            return told, splits, left
        answer = _little(measured, lha)
        left[thing.key] = now.told(masks[lha], answer, alone=True)
        splits.append((lha, answer))
        told.add(lha)


def _next(waiting: set[str], masks: Mapping[str, Bools], now: Possible, least: int) -> str | None:
    """Choose the LHA to tell next: the one for which most places give no hold, if any may be."""
    may = [lha for lha in sorted(waiting) if now.both_leave(masks[lha], least)]
    return max(may, key=lambda lha: np.count_nonzero(now.inner & ~masks[lha]), default=None)


def _never_little(
    asked: Question, things: tuple[Thing, ...], left: Mapping[str, Possible], quarter: float
) -> bool:
    """Whether the areas together leave enough of an LHA wherever all the homes are."""
    size = len(asked.open_here)
    there = int(np.count_nonzero(asked.open_here))
    reaches = [(asked.of(thing.radius), left[thing.key].outer) for thing in things]

    def enough(taken: int) -> bool:
        return there / size < quarter or (there - taken) / size >= quarter

    return enough(sum(reach.at_most(homes) for reach, homes in reaches)) or enough(
        sum(reach.most(homes) for reach, homes in reaches)
    )


def _questions(measured: CaseFacts, lhas: list[str]) -> dict[str, Question]:
    ground, shared = Ground.of(measured), shown_to_housing(measured).together.clear
    return {lha: Question(ground, lha, shared[measured.places.slice(lha)]) for lha in lhas}


def _little(measured: CaseFacts, lha: str) -> bool:
    """Whether too little of an LHA is clear, and what is shared with housing does not say so."""
    index = measured.places.index(lha)
    quarter = measured.numbers["zones.enough_share"]
    shared = bool(measured.left_shared.clear[index] < quarter)
    return not shared and bool(measured.left.clear[index] < quarter)
