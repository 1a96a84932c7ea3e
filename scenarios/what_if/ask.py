"""Ask what a change would move: two rankings of one case, before and after, the same way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from placement.assess import assess, is_held, weights_as_changes
from scenarios.what_if.base import apply, in_the_area
from scenarios.what_if.difference import difference
from scenarios.what_if.housing_changes import with_housing_facts
from scenarios.what_if.supply import with_homes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from placement.assess import Setting
    from placement.results import Ranking
    from scenarios.what_if.base import Base
    from scenarios.what_if.changes import Change
    from scenarios.what_if.difference import Became, Difference


def what_if(base: Base, changes: Iterable[Change], setting: Setting) -> Difference:
    """
    Assess a case before and after some changes.

    ``setting`` is that of the case as it stands. In the housing view what rests on protected
    matter is answered as released, before and after alike: a what-if never works it out anew, or
    asking often enough would find what it keeps.

    Raises
    ------
    InputError
        With every change that cannot be made, or that makes a case no file could hold.
    """
    before = assess(base.case(), replace(setting, placements=base.placements))
    held = setting.held
    if setting.housing and held is None:
        held = frozenset(option.lha for option in before.options if is_held(option))
    copy = apply(base, changes)
    changed = replace(changed_setting(copy, setting), held=held)
    after = assess(copy.case(), changed)
    found = replace(
        difference(before, after, became=_became(before, after, copy, setting)),
        borders=_borders(copy, changed),
    )
    if copy.vacancies == base.vacancies:
        return found
    was = base.case(), replace(setting, placements=base.placements), base.vacancies
    return with_homes(found, was, (copy.case(), changed, copy.vacancies))


def _became(before: Ranking, after: Ranking, copy: Base, setting: Setting) -> Became:
    """Return what became of each LHA that is no more: its successors by code."""
    if not copy.boundaries:
        return {}
    profile = changed_setting(copy, setting).profile
    stands = {option.lha for option in after.options}
    return {
        option.lha: profile.successors_on(option.lha, setting.as_of)
        for option in before.options
        if option.lha not in stands
    }


def _borders(copy: Base, changed: Setting) -> tuple[str, ...]:
    """Return what is to be said of each part that a split made: its postcodes and residents."""
    if not copy.boundaries:
        return ()
    from scenarios.what_if.boundaries import told_of_parts

    return told_of_parts(changed.profile)


def changed_setting(copy: Base, setting: Setting) -> Setting:
    """Return the setting with a copy's placements, numbers, weights, borders and housing facts."""
    in_the_area(copy, setting.profile)
    numbers = setting.numbers.changed({**copy.numbers, **weights_as_changes(copy.weights)})
    changed = replace(setting, numbers=numbers, placements=copy.placements)
    if copy.boundaries:
        from scenarios.what_if.boundaries import reorganised

        changed = reorganised(changed, copy.boundaries)
    return with_housing_facts(changed, copy.housing_facts) if copy.housing_facts else changed
