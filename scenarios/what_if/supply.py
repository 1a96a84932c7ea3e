"""
What if there were a home more or fewer: which of an LHA's homes would suit the person (6.7.1).

A home is neither a gate nor points of a ranking: what differs stands beside the LHA. Whether one
suits is what the planner says of it. For a housing role it is answered by what housing was shown
alone: no zone that is not shared and no victim is read, whatever address is opened; whether the
address may be used is asked of the record (``placement check-address``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from placement.results import Finding, Outcome
from placement.succession import vacancies_on
from scenarios.what_if.difference import Difference, Moved, Shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from placement.assess import Setting
    from placement.cases.model import Case
    from placement.cases.registers import Vacancy

    Side = tuple[Case, Setting, Sequence[Vacancy] | None]

RULE, CLAUSE = "homes_that_suit", "6.7.1"
ASKED_APART = " Whether an address may be used is for the offender manager to say."


def with_homes(found: Difference, before: Side, after: Side) -> Difference:
    """Return a difference with what the homes of each LHA would be for the person, where other."""
    redrawn = before[1].places is not after[1].places
    one, two = {*(before[2] or ())}, {*(after[2] or ())}
    other = one | two if redrawn else one ^ two
    old, new = _by_lha(*before, other), _by_lha(*after, other)
    codes = {each.name: each.lha for each in found.before.options}
    shifts = []
    for shift in found.shifts:
        was = codes.get(shift.was or "", shift.lha)
        sides = old.get(was, _none(before)), new.get(shift.lha, _none(after))
        touched = was in old or shift.lha in new
        shifts.append(_with(shift, *sides) if touched and sides[0] != sides[1] else shift)
    return replace(found, shifts=tuple(shifts))


def _with(shift: Shift, one: Finding, other: Finding) -> Shift:
    moved = Moved(consideration="home", before=one, after=other)
    return replace(shift, moved=(*shift.moved, moved))


def _none(side: Side) -> Finding:
    if side[2] is None:
        return _finding(Outcome.UNKNOWN, "Which homes are free here is not known.")
    return _finding(Outcome.NOT_MET, "No home is given here.")


def _by_lha(
    case: Case, setting: Setting, vacancies: Sequence[Vacancy] | None, other: Iterable[Vacancy]
) -> dict[str, Finding]:
    """Return what the homes of each LHA in which there are ``other`` ones are for the person."""
    from placement.planning.homes import against, doubts, located, measured_for_homes

    if not vacancies:
        return {}
    area = setting.profile, setting.as_of, setting.places
    touched = {home.lha for home in vacancies_on(tuple(other), *area)}
    homes = [home for home in vacancies_on(vacancies, *area) if home.lha in touched]
    places = located(homes, setting)
    measured = measured_for_homes(case, setting)
    suits: dict[str, list[str]] = {}
    not_: dict[str, list[str]] = {}
    for home in homes:
        at = places[home.reference]
        why = [
            finding.housing if setting.housing and finding.housing else finding.sentence
            for _, finding in against(home, at, measured)
        ]
        confirm = _to_confirm(doubts(home, at, case))
        (not_ if why else suits).setdefault(home.lha, []).append(
            " ".join(why) if why else f"{home.reference}{confirm}"
        )
    end = ASKED_APART if setting.housing else ""
    return {
        lha: _finding(
            Outcome.MET if lha in suits else Outcome.NOT_MET,
            _said(suits.get(lha, []), not_.get(lha, [])) + end,
        )
        for lha in sorted(suits.keys() | not_.keys())
    }


def _said(suits: Sequence[str], not_: Sequence[str]) -> str:
    first = f"These suit: {'; '.join(suits)}." if suits else "None that is given suits."
    return " ".join([first, *not_])


def _to_confirm(doubtful: Iterable[str]) -> str:
    held = ", ".join(doubtful)
    return f" (to be confirmed: {held})" if held else ""


def _finding(outcome: Outcome, sentence: str) -> Finding:
    return Finding(rule=RULE, clause=CLAUSE, outcome=outcome, sentence=sentence)
