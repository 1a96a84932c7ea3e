"""
What changes are applied to: a case as its file has it, and what stands round it.

A base holds the tables of the case file and of its protected file, not the case made of them, so
that a changed copy goes through the same reader as any file and is refused for the same reasons.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.cases.reader import read_case_tables
from placement.cases.registers import placement_of, vacancy_of
from placement.cases.second_files import second_files
from placement.cases.source import read_text, read_toml
from placement.errors import InputError
from scenarios.what_if import changes as what

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from placement.cases.model import Case
    from placement.cases.registers import Placement, Vacancy
    from placement.profile_model import Profile
    from placement.view import Reader
    from scenarios.what_if.boundary_changes import BoundaryChange
    from scenarios.what_if.housing_changes import HousingChange

WHAT_IF = "the what-if"
_NOT_YOURS = (
    "rests on matter that the offender manager holds, so a housing role's copy cannot change it. "
    "Housing may change vacancies, housing options, its own contribution and weights; ask the "
    "offender manager for the rest."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """
    A case in its file's own tables, the registers, the numbers changed and the weights.

    ``protected`` is the tables of the second file, None where there is none. ``placements`` and
    ``vacancies`` of None are not known. ``boundaries`` are the LHAs merged and split, in order.
    ``housing_facts`` are what SPOCs say and how kinds of home stand; ``placed`` is who was placed.
    ``carried`` are the outlines that a record keeps with it. ``housing`` locks the copy: ``own`` is
    then the LHA of a SPOC, and ``panel`` says that it is a panel member's, who speaks for none.
    """

    tables: Mapping[str, Any]
    protected: Mapping[str, Any] | None = None
    placements: tuple[Placement, ...] | None = None
    vacancies: tuple[Vacancy, ...] | None = None
    numbers: Mapping[str, Any] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    boundaries: tuple[BoundaryChange, ...] = ()
    housing_facts: tuple[HousingChange, ...] = ()
    placed: tuple[Placement, ...] = ()
    directory: Path = Path()
    carried: Mapping[str, str] | None = field(default=None, repr=False)
    housing: bool = False
    own: str | None = None
    panel: bool = False

    def case(self) -> Case:
        """Return the case; InputError with every problem that a change has made."""
        case = read_case_tables(
            dict(self.tables),
            source=WHAT_IF,
            directory=self.directory,
            protected=None if self.protected is None else dict(self.protected),
            protected_source="its protected part",
        )
        return replace(case, carried=self.carried)


def base_from_files(path: Path, protected: Path | None = None) -> Base:
    """
    Return the base that a case file makes; InputError where it cannot be read.

    ``protected`` is its second file, or a folder that holds it.
    """
    if protected is not None and protected.is_dir():
        protected = second_files(protected, [path]).get(path)
    second = None if protected is None else read_toml(read_text(protected), str(protected))
    return Base(
        tables=read_toml(read_text(path), str(path)),
        protected=second,
        directory=path.parent,
    )


def locked_for(base: Base, reader: Reader) -> Base:
    """Return a base as the copy of one reader: a housing role's is locked."""
    return replace(
        base,
        housing=reader.housing,
        own=reader.lha,
        panel=reader.housing and reader.role == "panel",
    )


def apply(base: Base, changes: Iterable[what.Change]) -> Base:
    """
    Return a changed copy of a base; the base itself stays as it is.

    Raises
    ------
    InputError
        With every change that cannot be made (a list without such an entry, a vacancy that is not
        there), and every change that a housing role's copy may not hold.
    """
    copy, problems = base, list[str]()
    for change in changes:
        if base.housing and not change.for_housing:
            problems.append(f"{change.verb}: it {_NOT_YOURS}")
            continue
        try:
            copy = _APPLY[type(change)](copy, change)
        except InputError as error:
            problems += [f"{change.verb}: {each}" for each in error.problems]
    if problems:
        raise InputError(WHAT_IF, problems)
    return copy


def in_the_area(base: Base, profile: Profile) -> None:
    """Refuse a copy in which somebody was placed in an LHA that the area does not have."""
    known = ", ".join(f"{lha.code} {lha.name}" for lha in profile.lhas)
    problems = [
        f"place: {each.lha!r} is not an LHA of the area; it has {known}."
        for each in base.placed
        if each.lha not in profile.codes
    ]
    if problems:
        raise InputError(WHAT_IF, problems)


def _refuse(problem: str) -> InputError:
    return InputError(WHAT_IF, [problem])


def _set(base: Base, change: what.SetFact) -> Base:
    tables = deepcopy(dict(base.tables))
    *path, last = change.key.split(".")
    at: dict[str, Any] = tables
    for name in path:
        inner = at.setdefault(name, {})
        if not isinstance(inner, dict):
            raise _refuse(f"{change.key} is not a single fact; add or drop an entry of {name}.")
        at = inner
    if change.value is None:
        at.pop(last, None)
    else:
        at[last] = change.value
    return replace(base, tables=tables)


def _holder(base: Base, name: str, *, protected: bool) -> str:
    """Return which of the two files a new entry goes into."""
    return "protected" if protected and base.protected is not None else "tables"


def _add(base: Base, change: what.AddEntry) -> Base:
    unshared = change.list == "conditions" and not change.entry.get("share_with_housing", False)
    where = _holder(base, change.list, protected=unshared or change.list in what.PROTECTED_LISTS)
    tables = deepcopy(dict(getattr(base, where)))
    if where == "protected" and change.list == "conditions":
        main = deepcopy(dict(base.tables))
        main.setdefault("conditions", [])
        base = replace(base, tables=main)
    entries = tables.setdefault(change.list, [])
    if not isinstance(entries, list):
        raise _refuse(f"{change.list} is not a list of the case file.")
    entries.append(dict(change.entry))
    return replace(base, **{where: tables})  # type: ignore[arg-type]


def _drop(base: Base, change: what.DropEntry) -> Base:
    """Drop an entry, counted over the case file first and its protected file after it."""
    left = change.number
    for where in ("tables", "protected"):
        held = getattr(base, where)
        entries = (held or {}).get(change.list) or []
        if isinstance(entries, list) and 1 <= left <= len(entries):
            tables = deepcopy(dict(held))
            del tables[change.list][left - 1]
            return replace(base, **{where: tables})  # type: ignore[arg-type]
        left -= len(entries)
    raise _refuse(f"{change.list} has no entry {change.number}.")


def _move(base: Base, change: what.MoveService) -> Base:
    tables = deepcopy(dict(base.tables))
    services = tables.get("services") or []
    if not 1 <= change.number <= len(services):
        raise _refuse(f"services has no entry {change.number}.")
    kept = {k: v for k, v in services[change.number - 1].items() if k != "lha"}
    services[change.number - 1] = {**kept, "postcode": change.postcode}
    return replace(base, tables=tables)


def _open(base: Base, change: what.OpenSupply) -> Base:
    new = vacancy_of(change.vacancy, WHAT_IF)
    if not _speaks_for(base, new.lha):
        raise _refuse(f"a SPOC opens and closes homes of their own LHA only, {_own(base)}.")
    there = base.vacancies or ()
    if any(each.reference == new.reference for each in there):
        raise _refuse(f"there is a vacancy {new.reference} already. Give another reference.")
    return replace(base, vacancies=(*there, new))


def _close(base: Base, change: what.CloseSupply) -> Base:
    there = base.vacancies or ()
    gone = [v for v in there if v.reference == change.reference and _speaks_for(base, v.lha)]
    if not gone:  # said alike whether or not another LHA has it
        limits = "" if _speaks_for(base, None) else f" that a SPOC may close: {_theirs(base)}"
        raise _refuse(f"there is no vacancy {change.reference}{limits}.")
    return replace(base, vacancies=tuple(v for v in there if v not in gone))


def _place(base: Base, change: what.AddPlacement) -> Base:
    new = placement_of(change.placement, WHAT_IF)
    there = base.placements or ()
    if any(each.reference == new.reference for each in there):
        raise _refuse(f"{new.reference} lives somewhere already. End that placement first.")
    return replace(base, placements=(*there, new), placed=(*base.placed, new))


def _end(base: Base, change: what.EndPlacement) -> Base:
    there = base.placements or ()
    found = next((each for each in there if each.reference == change.reference), None)
    if found is None:
        raise _refuse(f"there is no placement {change.reference}.")
    if change.on < found.start:
        raise _refuse(f"{change.reference} moved in on {found.start.isoformat()}, after that day.")
    ended = replace(found, end=change.on)
    return replace(base, placements=tuple(ended if e is found else e for e in there))


def _number(base: Base, change: what.SetNumber) -> Base:
    return replace(base, numbers={**base.numbers, change.name: change.value})


def _weight(base: Base, change: what.SetWeight) -> Base:
    return replace(base, weights={**base.weights, change.consideration: change.units})


def _say(base: Base, change: what.SayContribution) -> Base:
    if base.housing and base.own != change.lha:
        raise _refuse(
            f"only the SPOC of {change.lha} says what is so there, {_own(base)}. "
            "Ask them for their contribution."
        )
    return replace(base, housing_facts=(*base.housing_facts, change))


def _option(base: Base, change: what.SetOption) -> Base:
    if not _speaks_for(base, change.lha):
        raise _refuse(f"a SPOC changes the options of their own LHA only, {_own(base)}.")
    return replace(base, housing_facts=(*base.housing_facts, change))


def _speaks_for(base: Base, lha: str | None) -> bool:
    """Say whether this copy may change the supply of an LHA: a SPOC's, of their own alone."""
    return not base.housing or base.panel or (lha is not None and base.own == lha)


def _own(base: Base) -> str:
    return f"and yours is {base.own}" if base.own else "and you speak for none"


def _theirs(base: Base) -> str:
    return f"yours are those of {base.own}" if base.own else "you speak for no LHA"


def _redraw(base: Base, change: BoundaryChange) -> Base:
    """Note a merger or a split: the area's profile and places are changed where they are known."""
    return replace(base, boundaries=(*base.boundaries, change))


_APPLY: dict[type[what.Change], Callable[[Base, Any], Base]] = {
    what.SetFact: _set,
    what.AddEntry: _add,
    what.DropEntry: _drop,
    what.MoveService: _move,
    what.OpenSupply: _open,
    what.CloseSupply: _close,
    what.AddPlacement: _place,
    what.EndPlacement: _end,
    what.SetNumber: _number,
    what.SetWeight: _weight,
    what.SayContribution: _say,
    what.SetOption: _option,
    what.MergeLHAs: _redraw,
    what.SplitLHA: _redraw,
}
