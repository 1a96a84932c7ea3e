"""
Read a user's own ONS Postcode Directory (ONSPD) or National Statistics Postcode Lookup (NSPL).

A CSV file of any vintage, or the zip that ONS publishes it in. Unlike the installed data it says
when a postcode ended and which belong to one large user; both are kept apart from the homes.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from geodata.national import CREDIT, Rows, Source, on_the_grid, together
from placement.errors import PlacesError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from geodata.national import Progress

ACCEPTED = {
    "postcode": r"pcds|pcd8|pcd7|pcd2?|postcode",
    "authority": r"oslaua|laua|lad\d\dcd|ladcd",
    "easting": r"oseast1m|east1m",
    "northing": r"osnrth1m|north1m",
    "ended": r"doterm",
    "user type": r"usertype|usrtypind",
}
"""The column names of every vintage, as patterns; the last two may be absent."""

_SHOWN = {
    "postcode": "pcds, pcd, pcd2, pcd7, pcd8",
    "authority": "oslaua, laua, lad23cd, lad25cd ...",
    "easting": "oseast1m, east1m",
    "northing": "osnrth1m, north1m",
}
_LARGE_USER = "1"
_BATCH = 200_000
_PROBLEMS_SHOWN = 10
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_NAMED = re.compile(r"(ONSPD|NSPL)\w*?_([A-Z]{3})_?(\d{4})", re.IGNORECASE)
_POSTCODE = re.compile(r"[A-Z][A-Z0-9]{1,3}[0-9][A-Z]{2}")
_MONTH = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])")


def read_file(path: Path, progress: Progress | None = None) -> Source:
    """
    Read an ONSPD or NSPL file: a CSV, or a zip that holds one.

    ``progress`` is called with the bytes read and the bytes of the whole file. Raises
    ``PlacesError`` when the file cannot be opened, lacks a column (all that are missing, and the
    names accepted for each), or has rows that cannot be read (the first ten).
    """
    counts = dict.fromkeys(("rows", "without_grid_reference", "on_another_grid"), 0)
    parts: list[Rows] = []
    with _opened(path) as (binary, name, size):
        lines = csv.reader(io.TextIOWrapper(binary, "utf-8-sig", errors="replace", newline=""))
        header = next(lines, [])
        found = _columns(header, name)
        for batch in _batches(lines):
            parts.append(_rows(batch, found, name, counts))
            if progress is not None:
                progress(min(binary.tell(), size), size)
    if not parts:
        raise PlacesError(f"{name} has a header and no rows: give the whole file.")
    return Source(together(parts), _edition(name), CREDIT, "ended" not in found, counts)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], str, int]]:
    """Give the CSV file to read, its name and its size in bytes."""
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb") as file:
                yield file, path.name, path.stat().st_size
            return
        with zipfile.ZipFile(path) as archive:
            member = _member(archive, path)
            with archive.open(member) as file:
                yield file, member.filename.rsplit("/", 1)[-1], member.file_size
    except (OSError, zipfile.BadZipFile, csv.Error) as reason:
        raise PlacesError(f"{path} cannot be read: {reason}.") from None


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    """Return the largest CSV of a zip that has the columns: ONS's zips hold lookups beside it."""
    files = [file for file in archive.infolist() if file.filename.lower().endswith(".csv")]
    for file in sorted(files, key=lambda one: (-one.file_size, one.filename)):
        with archive.open(file) as binary:
            header = next(csv.reader(io.TextIOWrapper(binary, "utf-8-sig", errors="replace")), [])
        if not _missing(_matched(header)):
            return file
    raise PlacesError(
        f"{path} holds no postcode file: {len(files)} CSV files, none with the columns "
        f"{'; '.join(_SHOWN.values())}. Give the ONSPD or NSPL zip as ONS publishes it."
    )


def _matched(header: Sequence[str]) -> dict[str, int]:
    """Return where each kind of column stands, the first name accepted being preferred."""
    names = [name.strip().lower() for name in header]
    found: dict[str, int] = {}
    for kind, pattern in ACCEPTED.items():
        for one in pattern.split("|"):
            places = [i for i, name in enumerate(names) if re.fullmatch(one, name)]
            if places:
                found[kind] = places[0]
                break
    return found


def _missing(found: dict[str, int]) -> list[str]:
    return [kind for kind in _SHOWN if kind not in found]


def _columns(header: Sequence[str], name: str) -> dict[str, int]:
    found = _matched(header)
    if missing := _missing(found):
        wanted = "\n".join(f"  - {kind}: {_SHOWN[kind]}" for kind in missing)
        given = ", ".join(header[:12]) or "nothing"
        raise PlacesError(
            f"{name} is not a postcode file that can be read. It lacks a column for:\n{wanted}\n"
            f"Its first line has: {given}. Give an ONSPD or NSPL file as ONS publishes it."
        )
    return found


def _batches(lines: Iterator[list[str]]) -> Iterator[list[tuple[int, list[str]]]]:
    """Give numbered lines (the header is line 1) in lots, blank ones left out."""
    batch: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines, start=2):
        if line:
            batch.append((number, line))
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _rows(
    batch: list[tuple[int, list[str]]], found: dict[str, int], name: str, counts: dict[str, int]
) -> Rows:
    """Return one lot of lines as rows on the British National Grid."""
    import numpy as np

    read, problems = [], []
    for number, line in batch:
        try:
            read.append(_row(line, found))
        except (ValueError, IndexError) as reason:
            problems.append(f"  - line {number}: {reason}")
    if problems:
        shown = "\n".join(problems[:_PROBLEMS_SHOWN])
        more = len(problems) - _PROBLEMS_SHOWN
        rest = f"\n  - and {more} more" if more > 0 else ""
        raise PlacesError(f"{name} has lines that cannot be read:\n{shown}{rest}")
    postcode, lha, easting, northing, ended, large = zip(*read, strict=True)
    rows = Rows(
        np.array(postcode, "S8"),
        np.array(lha, "S9"),
        np.array(easting, np.int32),
        np.array(northing, np.int32),
        np.array(ended, np.int32),
        np.array(large, np.bool_),
    )
    return on_the_grid(rows, (rows.easting > 0) & (rows.northing > 0), counts)


def _row(line: list[str], found: dict[str, int]) -> tuple[Any, ...]:
    """Return postcode, authority, easting, northing, month ended or 0, large user or not."""
    squeezed = line[found["postcode"]].replace(" ", "").upper()
    if not _POSTCODE.fullmatch(squeezed):
        raise ValueError(f"{line[found['postcode']]!r} is not a postcode")
    easting, northing = (_metres(line[found[kind]]) for kind in ("easting", "northing"))
    month = line[found["ended"]].strip() if "ended" in found else ""
    if month and not _MONTH.fullmatch(month):
        raise ValueError(f"doterm is {month!r}: a year and month is wanted, as 202304")
    kind = line[found["user type"]].strip() if "user type" in found else ""
    return (
        f"{squeezed[:-3]} {squeezed[-3:]}",
        line[found["authority"]].strip(),
        easting,
        northing,
        int(month or 0),
        kind == _LARGE_USER,
    )


def _metres(text: str) -> int:
    """Return a coordinate in whole metres; 0 when there is none."""
    try:
        return int(text) if text.strip() else 0
    except ValueError:
        pass
    try:
        return round(float(text))
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} is not a coordinate in metres") from None


def _edition(name: str) -> str:
    """Return which edition a file is, from the name ONS gives it."""
    named = _NAMED.search(name)
    if named is None or named[2].upper() not in _MONTHS:
        return f"the file {name}"
    titles = {"ONSPD": "ONS Postcode Directory", "NSPL": "National Statistics Postcode Lookup"}
    return f"{titles[named[1].upper()]}, {named[2].capitalize()} {named[3]} ({name})"
