"""
Loading a profile: a MAPPA area as data, from a TOML file.

The shipped ones stand in ``placement/profiles``; ``load_profile`` takes a name of theirs or the
path of a file of your own. What the records mean is in ``placement.profile_model``.
"""

from __future__ import annotations

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
from placement.tables import all_problems, read_toml

__all__ = [
    "LHA",
    "DatedNumber",
    "Exemption",
    "KnownOption",
    "Profile",
    "RegisterScheme",
    "ResidenceWindow",
    "Sourced",
    "load_profile",
    "profile_names",
]

DIRECTORY = Path(__file__).parent / "profiles"


def profile_names() -> tuple[str, ...]:
    """Return the names of the shipped profiles."""
    return tuple(sorted(path.stem for path in DIRECTORY.glob("*.toml")))


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
    if isinstance(name_or_path, str) and name_or_path in profile_names():
        return _shipped(name_or_path)
    path = Path(name_or_path)
    if path.suffix != ".toml":
        raise ProfileError(
            f"There is no profile called {str(name_or_path)!r}. Shipped: "
            f"{', '.join(profile_names())}. For one of your own, give the path of its .toml file."
        )
    return _load(path)


@lru_cache
def _shipped(name: str) -> Profile:
    return _load(DIRECTORY / f"{name}.toml")


def _load(path: Path) -> Profile:
    problems: list[str] = []
    table = read_toml(path, problems)
    if not problems:
        profile = read_profile(table)
        problems += contradictions(profile)
    if problems:
        raise ProfileError(all_problems(str(path), problems))
    return profile
