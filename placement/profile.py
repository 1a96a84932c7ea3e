"""
Loading a profile: a MAPPA area as data, from a TOML file.

The shipped ones stand in ``placement/profiles``; others in the folders that the environment
variable ``PLACEMENT_PROFILES`` names. ``load_profile`` takes a name, or the path of a file. What
the records mean is in ``placement.profile_model``.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from placement.errors import ProfileError
from placement.profile_model import (
    LHA,
    DatedNumber,
    Exemption,
    KnownOption,
    Profile,
    RegisterScheme,
    ResidenceWindow,
    Sourced,
)
from placement.profile_reading import contradictions, read_profile
from placement.tables import Table, all_problems, read_toml

__all__ = [
    "LHA",
    "DatedNumber",
    "Exemption",
    "KnownOption",
    "Profile",
    "RegisterScheme",
    "ResidenceWindow",
    "Sourced",
    "found_profiles",
    "load_profile",
    "profile_names",
]

DIRECTORY = Path(__file__).parent / "profiles"
FOLDERS = "PLACEMENT_PROFILES"
PRACTICE = ("meeting", "yearly", "equality")


def profile_names() -> tuple[str, ...]:
    """Return the names of the shipped profiles."""
    return tuple(sorted(path.stem for path in DIRECTORY.glob("*.toml")))


def found_profiles() -> dict[str, Path]:
    """
    Return the file of every profile that a name finds: the shipped ones and those of your folders.

    ``PLACEMENT_PROFILES`` names the folders, as ``PATH`` does; the first that has a name wins, and
    a shipped name stays the shipped profile's.
    """
    found = {name: DIRECTORY / f"{name}.toml" for name in profile_names()}
    for folder in os.environ.get(FOLDERS, "").split(os.pathsep):
        for path in sorted(Path(folder).glob("*.toml")) if folder else ():
            found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


def load_profile(name_or_path: str | Path) -> Profile:
    """
    Load a shipped profile by its name, or another by the path of its TOML file.

    Raises
    ------
    ProfileError
        If there is no such profile, or its file is not well formed: every problem of the file in
        one message.

    Examples
    --------
    >>> load_profile("cambridgeshire")["E07000009"].name
    'East Cambridgeshire'
    """
    named = found_profiles()
    path = named.get(name_or_path, Path(name_or_path)) if isinstance(name_or_path, str) else None
    path = path or Path(name_or_path)
    if path.suffix != ".toml":
        raise ProfileError(
            f"There is no profile called {str(name_or_path)!r}. There are: {', '.join(named)}. For "
            f"one of your own, give the path of its .toml file, or put its folder in {FOLDERS}."
        )
    return _kept(path, path.stat().st_mtime_ns) if path.is_file() else _load(path)


@lru_cache(maxsize=16)
def _kept(path: Path, changed_ns: int) -> Profile:
    """Read a file once; ``changed_ns`` makes a changed one be read afresh."""
    return _load(path)


def _load(path: Path) -> Profile:
    problems: list[str] = []
    table = read_toml(path, problems)
    based = table.maybe_text("base")
    if based and not problems:
        table = _over(table, based, problems)
    if not problems:
        profile = read_profile(table)
        problems += contradictions(profile)
    if problems:
        raise ProfileError(all_problems(str(path), problems))
    return profile


def _over(table: Table, based: str, problems: list[str]) -> Table:
    """Return a profile's table laid over that of the profile it is based on, key by key."""
    under = found_profiles().get(based)
    if under is None:
        problems.append(f"base {based!r} is not a profile; there are {', '.join(found_profiles())}")
        return table
    below = read_toml(under, problems)
    values = {**below.values, **table.values}
    if table.values.get("cohort", below.values.get("cohort")) != below.values.get("cohort"):
        for name in PRACTICE:  # what the area wrote of its MAPPA is not of another cohort
            values.pop(name, None)
        values |= {name: table.values[name] for name in PRACTICE if name in table.values}
    values.pop("base", None)
    values.setdefault("postcodes", below.values.get("postcodes") or based)
    return Table(values, "", problems)
