"""
What a change of ``what-if`` means in years of made-up people, where no case is anybody's own.

A change of the area is made once, for the whole time. A change of a case is made to everybody who
becomes known, each in turn; whoever it cannot be made to (no such entry, or no case could be so)
stays as they were, and how many it reached is counted. What could mean nothing is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from placement.cases.checks import check_postcodes
from placement.cases.problems import Problems
from placement.errors import InputError
from scenarios.what_if.base import Base, apply
from scenarios.what_if.changes import (
    AddEntry,
    Change,
    CloseSupply,
    DropEntry,
    EndPlacement,
    MoveService,
    OpenSupply,
    SetFact,
    SetOption,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from scenarios.cohorts import Cohort
    from scenarios.cohorts.model import SyntheticPerson

OF_A_CASE = (SetFact, AddEntry, DropEntry, MoveService)
MEANINGLESS: dict[type[Change], str] = {
    EndPlacement: "who lives in the area at the start is made up anew in each repetition, so that "
    "no reference is one person's; to have fewer there, simulate another area or start",
    SetOption: "how a kind of home stands is shown beside an LHA, and closes nothing and moves no "
    "points, so that the years would be the same; use say, open or close",
}
THE_COHORTS_OWN = {
    "reference": "who somebody is",
    "assessed_on": "the day on which somebody becomes known",
}


@dataclass(frozen=True, kw_only=True)
class Made:
    """
    A cohort after the changes of its cases, and for each such change how many people it reached.

    ``why_not`` has, for each, what stood against it for the first person it could not be made to.
    """

    cohort: Cohort
    reached: tuple[int, ...] = ()
    why_not: tuple[str | None, ...] = ()


def of_a_case(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes that are made to each person."""
    return tuple(change for change in changes if isinstance(change, OF_A_CASE))


def of_the_area(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes that are made once."""
    return tuple(change for change in changes if not isinstance(change, OF_A_CASE))


def said(change: Change) -> str:
    """
    Return what a change changes here, in words.

    >>> said(SetFact(key="origin.can_return", value="yes"))
    'for everybody who becomes known: origin: can return is yes'
    """
    if isinstance(change, OF_A_CASE):
        return f"for everybody who becomes known: {change.says()}"
    return change.says()


def meaningless(changes: Iterable[Change], *, homes_known: bool) -> list[str]:
    """Return a sentence for each change that can mean nothing in simulated years."""
    found = []
    for change in changes:
        why = MEANINGLESS.get(type(change))
        if isinstance(change, OpenSupply | CloseSupply) and not homes_known:
            why = (
                "which homes there are is not known here, and what is not known limits nothing; "
                "give --vacancies FILE"
            )
        if isinstance(change, SetFact) and change.key in THE_COHORTS_OWN:
            why = f"{change.key} is {THE_COHORTS_OWN[change.key]}: the cohort has one for each"
        if isinstance(change, SetFact) and change.key.partition(".")[0] == "equality":
            why = "no rule and no way of choosing reads it, so that the years would be the same"
        if why is not None:
            found.append(f"--change {change.verb}: {why}.")
    return found


def made_to(
    cohort: Cohort, changes: Sequence[Change], find: Callable[[str], object] | None = None
) -> Made:
    """
    Return a cohort in which everybody's case is changed, as far as it can be.

    ``find`` finds a postcode; a case with one that it does not find cannot be so.
    """
    wanted = of_a_case(changes)
    if not wanted:
        return Made(cohort=cohort)
    reached = [0] * len(wanted)
    why_not: list[str | None] = [None] * len(wanted)
    people = tuple(_changed(each, wanted, reached, why_not, find) for each in cohort.people)
    return Made(
        cohort=replace(cohort, people=people), reached=tuple(reached), why_not=tuple(why_not)
    )


def nobody(made: Made, changes: Sequence[Change]) -> list[str]:
    """Return a sentence for each change that could be made to nobody at all, with a reason."""
    return [
        f"--change {change.verb}: it can be made to nobody of the first repetition. Of one: {why}"
        for change, many, why in zip(of_a_case(changes), made.reached, made.why_not, strict=True)
        if not many and why is not None
    ]


def _changed(
    person: SyntheticPerson,
    wanted: Sequence[Change],
    reached: list[int],
    why_not: list[str | None],
    find: Callable[[str], object] | None,
) -> SyntheticPerson:
    base = Base(tables=person.tables, protected=person.protected)
    case = person.case
    for place, change in enumerate(wanted):
        try:
            copy = apply(base, [change])
            after = copy.case()
            problems = Problems()
            if find is not None:
                check_postcodes(after, find, problems)
            problems.refuse_any("the changed case")
        except InputError as error:
            why_not[place] = why_not[place] or " ".join(error.problems)
            continue
        if (copy.tables, copy.protected) != (base.tables, base.protected):
            reached[place] += 1
            base, case = copy, after
    if case is person.case:
        return person
    return replace(
        person,
        case=case,
        tables=dict(base.tables),
        protected=None if base.protected is None else dict(base.protected),
    )
