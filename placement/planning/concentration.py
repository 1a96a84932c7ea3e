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

from placement.facts import CaseFacts, Facts
from placement.rules import apply, rules_for
from placement.spread import Register, register_of
from placement.succession import gone

if TYPE_CHECKING:
    from collections.abc import Collection

    from placement.assess import Setting
    from placement.cases.model import Case

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
    )


def costs_of(
    any_case: Case, setting: Setting, register: Register | None, people: int
) -> dict[str, tuple[int, ...]]:
    """
    Return, by LHA, what the first, second, ... person costs in units; never falling.

    ``any_case`` stands for whoever is placed: the rules on spread read nothing of a case.
    """
    weight = setting.numbers["ranking.weight_spread"]
    rules = rules_for("spread", setting.as_of)
    costs: dict[str, tuple[int, ...]] = {}
    for lha in setting.profile.on(setting.as_of):
        found = []
        for nth in range(max(people, 1)):
            measured = CaseFacts(
                any_case,
                profile=setting.profile,
                places=setting.places,
                numbers=setting.numbers,
                as_of=setting.as_of,
                register=None if register is None else _with(register, lha.code, nth, people),
            )
            facts = Facts(measured, lha)
            points = sum(apply(rule, facts, setting.numbers).points for rule in rules)
            found.append(weight * (FULL - points))
            if register is None:
                break
        costs[lha.code] = tuple(accumulate(found, max))
    return costs


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
