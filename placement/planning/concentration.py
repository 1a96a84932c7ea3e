"""
What each further person in an LHA costs a plan, from the table that the ranking reads (6(c)).

The k-th person whom a plan gives to an LHA costs ``wc * (100 - c)`` units, with c as the rules on
spread give it at the number then reached: those counted there now, and k of the plan. Counted in
all are those counted now and everybody whom the plan would place, wherever that is. Which areas
people of the plan come to live in is not known yet, so that they weigh on the areas as others do
whose area is not recorded. One case alone is priced as the ranking prices it.

Each cost is at least the one before it (the greatest so far), so that the table is convex whatever
numbers a Board may agree. Without a placements file no number is known and nothing is added.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from placement.cohorts import MAPPA
from placement.facts import CaseFacts, Facts
from placement.rules import apply, rules_for
from placement.spread import Register, register_of, rooms_of, tail
from placement.succession import gone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from placement.assess import Setting
    from placement.cases.model import Case
    from placement.parameters import Numbers
    from placement.profile_model import LHA

FULL = 100
ELSEWHERE = "people of the plan in other LHAs"


def register_without(setting: Setting, references: Collection[str]) -> Register | None:
    """Count the placements as they stand on the day, leaving out those who are to be placed."""
    if setting.placements is None:
        return None
    return register_of(
        (person for person in setting.placements if person.reference not in references),
        places=setting.places,
        numbers=setting.numbers,
        as_of=setting.as_of,
        leaving_out="",
        now=gone(setting.profile, setting.as_of),
        every_level=setting.profile.cohort != MAPPA,
    )


def costs_of(
    any_case: Case, setting: Setting, register: Register | None, people: int
) -> dict[str, tuple[int, ...]]:
    """
    Return, by LHA, what the first, second, ... person costs in units; never falling.

    A row may be shorter than ``people``: its last cost is that of everybody after.

    ``any_case`` stands for whoever is placed: the rules on spread read nothing of a case.
    """
    weight = setting.numbers["ranking.weight_spread"]
    costs: dict[str, tuple[int, ...]] = {}
    measured = CaseFacts(
        any_case,
        profile=setting.profile,
        places=setting.places,
        numbers=setting.numbers,
        as_of=setting.as_of,
        register=register,
    )
    for lha in setting.profile.on(setting.as_of):
        points = _points(measured, setting, lha, people)
        found = [weight * (FULL - each) for each in points]
        costs[lha.code] = tuple(accumulate(found, max))
    return costs


def _points(before: CaseFacts, setting: Setting, lha: LHA, people: int) -> Iterator[int]:
    """
    Give the points that the rules on spread find for the first, second, ... person in an LHA.

    The last are those of everybody after: where no area is sure to have room, and the number is as
    improbable as the rule tells apart, one more changes nothing.
    """
    rules = rules_for("spread", setting.as_of)
    numbers, lhas, register = setting.numbers, len(setting.places.lhas), before.register
    rooms = None
    if register is not None:
        rooms = rooms_of(
            register,
            setting.places,
            lha.code,
            limit=numbers["spread.area_limit"],
            with_neighbours=numbers["spread.area_and_neighbours_limit"],
        )
    for nth in range(max(people, 1) if register is not None else 1):
        least, most = rooms(nth) if rooms else (0.0, 0.0)
        counted = None if register is None else _with(register, lha.code, nth, people)
        rows = (np.full(lhas, least), np.full(lhas, most))
        facts = Facts(before.counted_as(counted, rows), lha)
        yield sum(apply(rule, facts, numbers).points for rule in rules)
        if rooms and least == 0 and _as_improbable_as_can_be(facts, numbers):
            return


def _as_improbable_as_can_be(facts: Facts, numbers: Numbers) -> bool:
    """Whether the number in an LHA is beyond the last step that the rule tells apart."""
    here, everywhere = facts["spread.here"] + 1, facts["spread.everywhere"] + 1
    share = facts["spread.share"]
    if share is None or here <= numbers["spread.too_few"]:
        return False
    return bool(tail(here, everywhere, share) < numbers["spread.improbable_tail"])


def _with(register: Register, lha: str, here: int, people: int) -> Register:
    """Return a register in which ``here`` others of the plan have come to live in an LHA."""
    return replace(
        register,
        by_lha={
            **register.by_lha,
            lha: register.by_lha[lha] + here,
            ELSEWHERE: max(people - 1 - here, 0),
        },
        unplaced={**register.unplaced, lha: register.unplaced[lha] + here},
    )
