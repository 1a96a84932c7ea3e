"""
Read a scenario from its file: every key known, every name checked, all problems in one message.

A scenario's case is a case file of ``cases/`` with some of its keys changed. ``[case]`` replaces
them: a table key by key, anything else whole. ``without`` leaves keys out, which makes what they
say unknown.
"""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement import parameters
from placement.cases import read_case_text
from placement.cases.source import read_text, read_toml
from placement.errors import InputError, ProfileError
from placement.profile import load_profile
from placement.tables import Table
from placement.view import ROLES
from scenarios.expecting import read_expectation
from scenarios.model import Scenario
from scenarios.people import read_heard, read_people
from scenarios.shipped import shipped_places
from scenarios.what_if.boundaries import redrawn
from scenarios.what_if.boundary_changes import MergeLHAs, SplitLHA
from scenarios.what_if.files import read_changes_file
from scenarios.words import clauses_not_known, codes_of, not_known

if TYPE_CHECKING:
    from placement.cases.model import Case
    from placement.cases.registers import Placement
    from placement.profile_model import Profile
    from scenarios.what_if.boundary_changes import BoundaryChange

DIRECTORY = Path(__file__).resolve().parent
CASES = DIRECTORY / "cases"


def read_scenario(path: Path, *, name: str, cases: Path = CASES) -> Scenario:
    """
    Read one scenario.

    Raises
    ------
    InputError
        With every problem of the file: where it stands, the value given, what is allowed.
    """
    values = read_toml(read_text(path), str(path))
    problems: list[str] = []
    own = values.pop("case", {})
    people = values.pop("placements", None)
    numbers = values.pop("numbers", {})
    table = Table(values, "", problems)
    profile = _profile(table.maybe_text("profile") or "cambridgeshire", problems)
    base, without = table.maybe_text("base"), table.texts("without")
    case = _case(own, base, without, cases, name, problems)
    as_of = table.day("as_of")
    clauses = table.texts("clauses")
    problems += clauses_not_known(clauses)
    title = table.text("title")
    role = table.maybe_text("role", allowed=ROLES) or "coordinator"
    spoc_of = table.maybe_text("spoc_of")
    own_area = codes_of(spoc_of, profile, "spoc_of", problems) if spoc_of else ()
    weights = _whole_numbers(table.table("weights"))
    problems += _numbers_not_known(numbers)
    heard = read_heard(table.tables("contributions"), profile, problems)
    boundaries = _boundaries(table.maybe_text("reorganised"), problems)
    met_on = as_of or (case.assessed_on if case else None)
    named = _redrawn(profile, boundaries, met_on, problems) if boundaries else profile
    expects = [read_expectation(each, named, problems) for each in _expect(values, table)]
    table.close()
    day = as_of or (case.assessed_on if case else date.min)
    placements = _placements(people, profile, day, cases, problems)
    if problems or case is None:
        raise InputError(str(path), problems)
    return Scenario(
        name=name,
        title=title,
        clauses=clauses,
        case=case,
        as_of=day,
        profile=profile.name if profile else "",
        role=role,
        spoc_of=own_area[0] if own_area else None,
        weights=weights,
        numbers=numbers,
        placements=placements,
        heard=heard,
        expects=tuple(each for each in expects if each is not None),
        boundaries=boundaries,
    )


def _profile(name: str, problems: list[str]) -> Profile | None:
    try:
        return load_profile(name)
    except ProfileError as error:
        problems.append(f"profile: {error}")
        return None


def _boundaries(name: str | None, problems: list[str]) -> tuple[BoundaryChange, ...]:
    """Return the mergers and splits of a file of ``lgr/``, by its name."""
    if name is None:
        return ()
    path = DIRECTORY / "lgr" / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(each.stem for each in path.parent.glob("*.toml")))
        problems.append(f"reorganised is {name!r}, and there is no such file; there are: {known}")
        return ()
    changes, _ = read_changes_file(path)
    others = [each.verb for each in changes if not isinstance(each, MergeLHAs | SplitLHA)]
    problems += [f"reorganised: {path.name} holds {verb}, no merger or split" for verb in others]
    return tuple(each for each in changes if isinstance(each, MergeLHAs | SplitLHA))


def _redrawn(
    profile: Profile | None,
    boundaries: tuple[BoundaryChange, ...],
    day: date | None,
    problems: list[str],
) -> Profile | None:
    """Return the LHAs that what is expected may name: those that stand on the day."""
    if profile is None or day is None:
        return profile
    try:
        after, _ = redrawn(profile, shipped_places(profile.places_name), boundaries, day)
    except InputError as error:
        problems += [f"reorganised: {problem}" for problem in error.problems]
        return profile
    return replace(after, lhas=after.on(day))


def _case(
    own: object,
    base: str | None,
    without: tuple[str, ...],
    cases: Path,
    name: str,
    problems: list[str],
) -> Case | None:
    """Put the case together and read it as any case file is read."""
    if not isinstance(own, dict):
        problems.append("case is not a table; write [case] and the keys to change below it")
        return None
    values: dict[str, Any] = {}
    if base is not None:
        path = cases / f"{base}.toml"
        if not path.is_file():
            known = ", ".join(sorted(each.stem for each in cases.glob("*.toml")))
            problems.append(f"base is {base!r}, and there is no such case; there are: {known}")
            return None
        values = deepcopy(_base(path, path.stat().st_mtime_ns))
    for key in without:
        if not _leave_out(values, key.split(".")):
            problems.append(f"without names {key!r}, which {base or 'no base'} does not have")
    values = merged(values, own)
    values.setdefault("reference", "SCENARIO-1")
    try:
        return read_case_text(as_toml(values), source=name, directory=cases)
    except InputError as error:
        problems += [f"case, {problem}" for problem in error.problems]
        return None


@lru_cache(maxsize=16)
def _base(path: Path, changed_ns: int) -> dict[str, Any]:
    """Read a base case once; ``changed_ns`` makes a changed file be read afresh."""
    return read_toml(read_text(path), str(path))


def _leave_out(values: dict[str, Any], path: list[str]) -> bool:
    for key in path[:-1]:
        inner = values.get(key)
        if not isinstance(inner, dict):
            return False
        values = inner
    return values.pop(path[-1], None) is not None


def merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """
    Return a case with some keys changed: tables key by key, anything else whole.

    >>> merged({"mappa": {"level": 2, "category": 1}, "family": [1]}, {"mappa": {"level": 3}})
    {'mappa': {'level': 3, 'category': 1}, 'family': [1]}
    """
    result = dict(base)
    for key, value in own.items():
        under = result.get(key)
        both = isinstance(value, dict) and isinstance(under, dict)
        result[key] = merged(under, value) if both and isinstance(under, dict) else value
    return result


def as_toml(values: dict[str, Any]) -> str:
    """
    Write a case as the text of a case file, one key a line.

    >>> print(as_toml({"household": [], "mappa": {"level": 2}, "reference": "A-1"}), end="")
    household = []
    mappa = { level = 2 }
    reference = "A-1"
    """
    return "".join(f"{key} = {_written(value)}\n" for key, value in values.items())


def _written(value: Any) -> str:  # noqa: ANN401 (TOML holds anything)
    if isinstance(value, dict):
        inner = ", ".join(f"{key} = {_written(each)}" for key, each in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_written(each) for each in value)}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value).lower()


def _whole_numbers(table: Table) -> dict[str, int]:
    found = {}
    for key in ("connection", "management", "spread"):
        value = table.whole(key)
        if value is not None:
            found[key] = value
    table.close()
    return found


def _numbers_not_known(numbers: object) -> list[str]:
    """Return a problem for each number of the protocol that a scenario changes and nobody has."""
    if not isinstance(numbers, dict):
        return ['numbers is not a table; write [numbers] and "name" = value below it']
    register = parameters.load()
    known = [number.name for number in register]
    return [not_known("numbers", name, known) for name in numbers if name not in register]


def _expect(values: dict[str, Any], table: Table) -> list[dict[str, Any]]:
    """Return the entries of [[expect]], noting where there is none."""
    found = values.get("expect")
    table.tables("expect")
    if not isinstance(found, list) or not found:
        table.problem("[[expect]] is missing: say at least one thing that is to be found")
        return []
    return [each for each in found if isinstance(each, dict)]


def _placements(
    people: object, profile: Profile | None, day: date, cases: Path, problems: list[str]
) -> Path | tuple[Placement, ...] | None:
    if people is None:
        return None
    if isinstance(people, str):
        path = cases / people
        if not path.is_file():
            known = ", ".join(sorted(each.name for each in cases.glob("*.csv")))
            problems.append(
                f"placements is {people!r}, and there is no such file; there are: {known}"
            )
        return path
    if not isinstance(people, list) or not all(isinstance(each, dict) for each in people):
        problems.append("placements must be the name of a CSV in cases/, [] or [[placements]]")
        return None
    return read_people(people, profile, day, problems)
