"""What somebody names on the command line: a case, an LHA, a day, a file."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from placement.errors import InputError, NotAllowed

if TYPE_CHECKING:
    import argparse
    from datetime import date
    from pathlib import Path

    from placement.assess import Setting
    from placement.records import CaseRow, Desk

T = TypeVar("T")
_ID: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Named:
    """A case as somebody named it: its id, and its reference as far as they may know it."""

    id: str
    reference: str


def is_id(named: str) -> bool:
    """Whether something is named by its id."""
    return _ID.fullmatch(named) is not None


def case_of(desk: Desk, named: str) -> Named:
    """
    Return the case with a reference, or with an id, as this person may see it.

    Raises ``NotAllowed`` where there is none that they may see, ``NoKey`` for the id of one that
    was erased: nothing kept holds the reference of an erased case.
    """
    if is_id(named):
        from placement.records.casework import reference_in

        text = desk.read(named, reason="named by its id").data.get("text")
        if isinstance(text, str):
            return Named(named, reference_in(text))
        raise NotAllowed(f"{named} is the id of something else than a case. Give a reference.")
    found: CaseRow | None = desk.find_case(named)
    if found is None:
        raise NotAllowed(
            f"There is no case {named} among those you may see: it is not in the record, it was "
            "erased, or it is not for you. `placement case list` shows yours."
        )
    return Named(found.id, found.reference)


def today(desk: Desk) -> date:
    """Return the day by the record's own clock."""
    return desk.record.clock().date()


def setting_of(
    desk: Desk, options: argparse.Namespace, weights: dict[str, int] | None = None
) -> Setting:
    """Return what rankings rest on beside the record: profile, places, numbers, the day."""
    from placement.load import load_setting

    return load_setting(
        profile=profile_of(options),
        as_of=getattr(options, "as_of", None) or today(desk),
        weights=weights,
    )


def profile_of(options: argparse.Namespace) -> str:
    """Return the name of the profile: as given, else as set, else Cambridgeshire's."""
    given = getattr(options, "profile", None) or os.environ.get("PLACEMENT_PROFILE")
    return str(given or "cambridgeshire")


def in_area(options: argparse.Namespace, text: str) -> str:
    """Return a sentence in the words of the area that the record is of."""
    from placement.area_words import in_words
    from placement.profile import load_profile
    from placement.record_words import record_terms

    return in_words(text, record_terms(load_profile(profile_of(options))))


def tasks_in_area(options: argparse.Namespace, tasks: T, lha: str | None) -> T:
    """Return tasks in the words of the area, with the LHA's own register; notes are people's."""
    from placement.area_words import KEYS, reworded
    from placement.profile import load_profile
    from placement.record_words import task_terms

    terms = task_terms(load_profile(profile_of(options)), lha)
    return reworded(tasks, terms, keys=(*KEYS, "note", "owner", "name"))


def role_in_area(options: argparse.Namespace, role: str) -> str:
    """Return whose a task is, in the words of the area that the record is of."""
    from placement.area_words import role_in_words, terms_of
    from placement.profile import load_profile

    return role_in_words(role, terms_of(load_profile(profile_of(options))))


def lha_in(setting: Setting, named: str) -> str:
    """Return the code of an LHA that is named by its code or its name."""
    lhas = setting.profile.on(setting.as_of)
    for lha in lhas:
        if named.casefold() in (lha.code.casefold(), lha.name.casefold()):
            return str(lha.code)
    listed = ", ".join(f"{lha.code} {lha.name}" for lha in lhas)
    raise InputError("The LHA", [f"{named} is none of {setting.profile.name}: {listed}."])


def data_in(path: Path) -> dict[str, Any]:
    """Return what a TOML file holds; ``InputError`` with what keeps it from being read."""
    from placement.cases.source import read_text, read_toml

    return read_toml(read_text(path), str(path))


def new_file(path: Path) -> Path:
    """Return a path to write to; ``InputError`` where something is there, or no folder is."""
    problem = ""
    if path.exists():
        problem = "it is there already. Name another file: nothing is written over."
    elif not path.parent.is_dir():
        problem = "there is no such folder. Make it, or name another."
    if problem:
        raise InputError(str(path), [problem])
    return path
