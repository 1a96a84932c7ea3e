"""
Which column holds the ONS codes, and what they are codes of.

The values decide, not the column's name: ONS has used LAD13CD, lad19cd, areacd, LAD22CD and more
for the same thing, and its codes say their level in the first three characters. The name is read
for the vintage, and to choose between columns that hold codes of the same level.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

CODE = re.compile(r"[EWSN]\d{8}")
CODE_COLUMN = re.compile(r"(?P<stem>[a-z]+?)_?(?P<year>\d{2})?_?(?P<end>cd|code)", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
YEAR_SHORT = re.compile(
    r"(?:^|[_\W])(?:lad|wd|wards?|msoa|lsoa|par|parncp|dec|may|apr)[_-]?(\d{2})(?=$|[_\W])",
    re.IGNORECASE,
)
LEAST_SHARE = 0.8  # of a column's rows, to be taken as a column of codes


@dataclass(frozen=True)
class Level:
    """A level of official areas: its key, its words, and the first three characters of codes."""

    key: str
    one: str
    many: str
    prefixes: tuple[str, ...]


# Finest first: a file of small areas often names the larger ones beside them.
LEVELS = {
    level.key: level
    for level in (
        Level("lsoa", "LSOA", "LSOAs", ("E01", "W01", "S01")),
        Level("msoa", "MSOA", "MSOAs", ("E02", "W02", "S02")),
        Level("parish", "parish", "parishes", ("E04", "E43", "W04")),
        Level("ward", "ward", "wards", ("E05", "W05", "S13", "N08")),
        Level(
            "lad",
            "local authority district",
            "local authority districts",
            ("E06", "E07", "E08", "E09", "W06", "S12", "N09"),
        ),
    )
}
OF_PREFIX = {prefix: level for level in LEVELS.values() for prefix in level.prefixes}


@dataclass(frozen=True)
class Chosen:
    """The columns of a layer that are read: its level, codes, names, and the codes' year."""

    level: Level
    column: str
    names: str | None
    year: int | None


def code_of(value: str | None) -> str | None:
    """Give the ONS code in a value, None where it holds none."""
    code = (value or "").strip().upper()
    return code if CODE.fullmatch(code) else None


def choose(columns: dict[str, list[str | None]]) -> Chosen | None:
    """
    Choose the column of ONS codes of a layer.

    The column with the most different codes wins, then the finer level, then a column named like
    an ONS one, then the newest year, then the first.

    >>> choose({"LAD13CD": ["E07000008"], "lad22cd": ["E07000008"], "LAD22NM": ["Cambridge"]})
    ... # doctest: +ELLIPSIS
    Chosen(level=Level(key='lad', ...), column='lad22cd', names='LAD22NM', year=2022)
    """
    best: tuple[tuple[int, int, int, int], str, Level] | None = None
    for column, values in columns.items():
        codes = [code for code in map(code_of, values) if code and code[:3] in OF_PREFIX]
        if not codes or len(codes) < LEAST_SHARE * len(values):
            continue
        level = Counter(OF_PREFIX[code[:3]] for code in codes).most_common(1)[0][0]
        fineness = -list(LEVELS).index(level.key)
        named = int(CODE_COLUMN.fullmatch(column) is not None)
        key = (len(set(codes)), fineness, named, _year(column) or 0)
        if best is None or key > best[0]:
            best = (key, column, level)
    if best is None:
        return None
    _, column, level = best
    return Chosen(level, column, _names(column, columns), _year(column))


def year_in_name(stem: str) -> int | None:
    """Read a vintage from a file's name: "Wards_December_2024", "LAD_MAY_2022", "WD_DEC_24"."""
    if found := YEAR.findall(stem):
        return int(found[-1])
    short = YEAR_SHORT.search(stem)
    return 2000 + int(short[1]) if short else None


def _year(column: str) -> int | None:
    match = CODE_COLUMN.fullmatch(column)
    return 2000 + int(match["year"]) if match and match["year"] else None


def _names(column: str, columns: dict[str, list[str | None]]) -> str | None:
    """Find the column of names that belongs to a column of codes."""
    by_lower = {name.lower(): name for name in columns if name != column}
    stem = re.sub(r"(cd|code)$", "", column.lower())
    for wanted in (f"{stem}nm", f"{stem}name", "areanm", "name", "label"):
        if wanted in by_lower:
            return by_lower[wanted]
    return None
