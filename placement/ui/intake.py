"""
The files that a person gives the app: which is which, and what is wrong with any of them.

A case (TOML), perhaps its protected file (TOML), perhaps placements (CSV or XLSX). They are read
together or refused together, with every problem in one message.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import scenarios
from placement.cases import read_case, read_case_text
from placement.cases.registers import read_placements
from placement.cases.source import decode, read_text, read_toml
from placement.cohorts import MAPPA
from placement.errors import InputError, PlacementError
from placement.load import placements_in
from placement.profile import load_profile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from typing import TypeVar

    from placement.cases import Case
    from placement.cases.registers import Placement
    from placement.view import Reader
    from scenarios.what_if.base import Base

    T = TypeVar("T")

WORKED = Path(scenarios.__file__).parent / "cases" / "demo-014.toml"
WORKED_PLACEMENTS = WORKED.with_name("demo-014-placements.csv")
OF_PROTECTED = frozenset({"reference", "victims", "conditions"})
GIVE = "Give a case file (TOML); with it, perhaps its protected file and placements."


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The case in hand: what it is called here, the case, and where people now live, if given."""

    label: str
    case: Case
    placements: tuple[Placement, ...] | None
    worked: bool = False
    texts: tuple[str, str | None] = ("", None)  # of the case file and its protected file


@dataclass(frozen=True, slots=True)
class Given:
    """One file as it was given: its name and its bytes."""

    name: str
    content: bytes


def worked_case(profile: str, day: date) -> Held:
    """Return the worked case, told of the area: a fictional person, real postcodes."""
    from scenarios.demonstration import OWN, story_of

    if profile == OWN:
        held = from_paths(WORKED, WORKED_PLACEMENTS, OWN)
        return replace(held, label="the worked case", worked=True)
    text, placements = worked_text(profile, day), story_of(profile, day).placements
    return Held(
        label="the worked case",
        case=read_case_text(text, source="the worked case"),
        placements=placements,
        worked=True,
        texts=(text, None),
    )


def worked_text(profile: str, day: date) -> str:
    """Return the text of the worked case's file, told of the area."""
    from scenarios.demonstration import story_of

    return story_of(profile, day).texts[0]


def from_paths(case: Path, placements: Path | None, area: str) -> Held:
    """Return a case that was named when the app was started; InputError as the command line has."""
    return Held(
        label=case.name,
        case=read_case(case),
        texts=(read_text(case), None),
        placements=None if placements is None else placements_in(placements, load_profile(area)),
    )


def from_uploads(given: Sequence[Given], before: Held | None, *, housing: bool, area: str) -> Held:
    """
    Return the case that some uploaded files make, or placements added to the case in hand.

    ``housing`` refuses victims and conditions not shared with housing. ``area`` is the name of the
    profile: the register of another cohort than MAPPA's has no levels. Raises ``PlacementError``
    with every problem of every file.
    """
    problems: list[str] = []
    texts = [each for each in given if each.name.lower().endswith(".toml")]
    registers = [each for each in given if each not in texts]
    placements = None
    if len(registers) > 1:
        problems.append(_one("placements", registers))
    elif registers:
        placements = _noting(problems, lambda: _register(registers[0], area))
    if not texts and before is not None and placements is not None and not problems:
        return replace(before, placements=placements, worked=False)
    read = _noting(problems, lambda: _case(texts, housing=housing))
    if problems or read is None:
        raise PlacementError("\n".join(problems))
    label = ", ".join(each.name for each in given)
    return Held(label=label, case=read[0], placements=placements, texts=read[1])


def _noting(problems: list[str], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except PlacementError as error:
        problems.append(str(error))
        return None


def _case(texts: Sequence[Given], *, housing: bool) -> tuple[Case, tuple[str, str | None]]:
    main: list[Given] = []
    second: list[Given] = []
    for each in texts:
        tables = read_toml(decode(each.content, each.name), each.name)
        protected = not set(tables) - OF_PROTECTED and set(tables) != {"reference"}
        (second if protected else main).append(each)
    problems = [
        _one(what, some) for what, some in (("case", main), ("protected", second)) if len(some) > 1
    ]
    if not main:
        problems.append(f"There is no case file among the files. {GIVE}")
    if problems:
        raise PlacementError("\n".join(problems))
    protected_file = second[0] if second else None
    text = decode(main[0].content, main[0].name)
    apart = decode(protected_file.content, protected_file.name) if protected_file else None
    case = read_case_text(
        text,
        source=main[0].name,
        protected_text=apart,
        protected_source=protected_file.name if protected_file else "the protected file",
        housing_role=housing,
    )
    if any(condition.zone and condition.zone.geometry for condition in case.conditions or ()):
        raise InputError(
            main[0].name,
            [
                "a condition's zone names a geometry file, which an upload cannot bring with it. "
                "Start the app with the file (placement app --case FILE), or give the zone as "
                "areas, LHAs or a circle."
            ],
        )
    return case, (text, apart)


def _register(given: Given, area: str) -> tuple[Placement, ...]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / ("placements" + Path(given.name).suffix.lower())
        path.write_bytes(given.content)
        try:
            return tuple(read_placements(path, mappa=load_profile(area).cohort == MAPPA))
        except InputError as error:
            problems = error.problems
    raise InputError(given.name, problems)


def _one(what: str, some: Sequence[Given]) -> str:
    names = ", ".join(each.name for each in some)
    return f"There are {len(some)} {what} files ({names}). Give one."


def base_of(held: Held, reader: Reader) -> Base:
    """Return what a what-if changes a copy of, of a case from files."""
    from scenarios.what_if.base import Base, locked_for

    text, protected = held.texts
    base = Base(
        tables=read_toml(text, held.label),
        protected=read_toml(protected, "its protected file") if protected else None,
        placements=held.placements,
    )
    return locked_for(base, reader)
