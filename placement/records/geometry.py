"""
Geometry files that zones name: taken in with a case, kept beside its text, drawn from there.

What is kept is the outline alone, in EPSG:27700 as GeoJSON: a file's words, attributes and names
may say whom a zone is for. It is sealed with the text that names it, so that of a zone not shared
with housing in the vault; a case is measured from memory, and nothing is written to a disk for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from placement.cases.source import read_toml
from placement.errors import InputError, PlacesError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

MOST_BYTES: Final = 5_000_000  # of one file as it is given
MOST_CORNERS: Final = 20_000  # of one outline
MOST_FILES: Final = 20  # of one text
FIELD: Final = "geometry"
OF_A_CASE: Final = ("case", "protected")
_SIMPLIFY: Final = "Simplify it, or name the sectors, LHAs or a circle."


def named_in(text: str) -> tuple[str, ...]:
    """Return the geometry files that the zones of a text name, each once."""
    found = []
    conditions = read_toml(text, "the file").get("conditions")
    for each in conditions if isinstance(conditions, list) else ():
        name = each.get(FIELD) if isinstance(each, dict) else None
        if isinstance(name, str):
            found.append(name)
    return tuple(dict.fromkeys(found))


def beside(
    folder: Path, text: str, problems: list[str], *, all_there: bool = True
) -> dict[str, bytes]:
    """
    Read the files that a text names from the folder it lies in; note what is wrong.

    ``all_there``: one that is not there is noted too.
    """
    found = {}
    for name in named_in(text):
        path = folder / name
        if not all_there and not path.exists():
            continue
        try:
            if path.stat().st_size > MOST_BYTES:
                problems.append(_too_large(name))
            else:
                found[name] = path.read_bytes()
        except OSError as error:
            problems.append(
                f"{name}: it cannot be read ({error.strerror}). Put it beside the file."
            )
    return found


def kept(
    text: str, files: Mapping[str, bytes], *, hidden: bool, before: Iterable[Mapping[str, Any]] = ()
) -> list[dict[str, str]]:
    """
    Return the geometry that is kept with a text: of every file that its zones name, the outline.

    Parameters
    ----------
    files
        What is given now, by name; a file that no zone names is left.
    hidden
        Whether the text is a protected one: no name and no place then stands in a message.
    before
        What the version before kept, for names that are given no file now.

    Raises
    ------
    InputError
        With every file that is missing, too large or no polygon.
    """
    earlier = {str(each["name"]): str(each["text"]) for each in before}
    found, problems = [], []
    names = named_in(text)
    if len(names) > MOST_FILES:
        problems.append(f"it names {len(names)} geometry files; at most {MOST_FILES} are kept.")
    for number, name in enumerate(names[:MOST_FILES], 1):
        said = f"geometry file {number}" if hidden else name
        if name in files:
            try:
                found.append({"name": name, "text": _outline(name, files[name])})
            except ValueError as error:
                problems.append(f"{said}: {HIDDEN if hidden else error}")
        elif name in earlier:
            found.append({"name": name, "text": earlier[name]})
        else:
            problems.append(f"{said}: a zone names it, and it is not here. Give it with the case.")
    if problems:
        raise InputError("The protected file" if hidden else "The case", problems)
    return found


HIDDEN: Final = (
    f"it cannot be kept (protected, so no more is said here): it must hold polygons of at most "
    f"{MOST_CORNERS:,} corners in at most {MOST_BYTES / 1e6:g} MB, name its CRS where that is not "
    "longitude and latitude, and go by its plain name."
)


def carried(parts: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return what several parts of a case keep, by name: a case is measured with it alone."""
    return {
        str(each["name"]): str(each["text"]) for part in parts for each in part.get(FIELD) or ()
    }


def clashing(one: Iterable[Mapping[str, Any]], other: Iterable[Mapping[str, Any]]) -> bool:
    """Whether two parts of a case keep different outlines under one name."""
    mine = {each["name"]: each["text"] for each in one}
    return any(mine.get(each["name"], each["text"]) != each["text"] for each in other)


def is_outline(text: str) -> bool:
    """Whether a text is an outline as this module keeps it, and holds nothing else."""
    try:
        return _outline("it", text.encode()) == text
    except ValueError:
        return False


def _outline(name: str, content: bytes) -> str:
    """Return the outline of a file; ValueError says why there is none to be kept."""
    from geodata.outlines import GRID_BOX, InMemory, bare_geojson, corners_of, read_outline

    if len(content) > MOST_BYTES:
        raise ValueError(_too_large(name).partition(": ")[2])
    if set(name) & set("/\\"):
        raise ValueError("in the record it goes by its plain name. Put it beside the case's file.")
    try:
        shape = read_outline(InMemory(name, content), GRID_BOX)
    except UnicodeDecodeError:
        raise ValueError("it is no text, and no format with shapes that is known.") from None
    except PlacesError as error:
        problems = [line.strip().removeprefix("- ") for line in str(error).splitlines()[1:]]
        raise ValueError(" ".join(problems) or str(error)) from None
    corners = corners_of(shape)
    if corners > MOST_CORNERS:
        raise ValueError(
            f"it has {corners:,} corners, and at most {MOST_CORNERS:,} are kept. {_SIMPLIFY}"
        )
    return bare_geojson(shape)


def _too_large(name: str) -> str:
    return f"{name}: it is larger than {MOST_BYTES / 1e6:g} MB, the most that is taken. {_SIMPLIFY}"
