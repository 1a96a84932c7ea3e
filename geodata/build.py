"""
Make the places of a profile from a national source, and keep them in a file.

Run once an edition; scipy is needed here and nowhere else in ``geodata``. The same source and the
same authorities give the same file, byte for byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodata import areas, boundaries, store
from geodata.places import Places, from_columns
from geodata.postcodes import UNIT_LETTERS
from placement.errors import PlacesError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from geodata.national import Rows, Source

OUTLINES_AT_MOST = 500_000
"""Outlines are derived for a profile of at most so many postcodes; they would take minutes."""

ROUND_ABOUT_M = 10_000
"""Postcodes of other authorities as near as this (metres) to the profile shape its outer edge."""


def build(profile: str, lha_codes: Sequence[str], source: Source) -> Places:
    """
    Return the places of a profile: the postcodes of some local housing authorities (ONS codes).

    Raises ``PlacesError``, with all problems at once, when a code has no postcodes in the source.
    """
    about, columns = contents(profile, lha_codes, source)
    return from_columns(about, columns, store.digest_of(store.plain(about, columns)))


def write(profile: str, lha_codes: Sequence[str], source: Source, path: Path) -> Places:
    """
    Build the places of a profile, keep them in a file, whole or not at all, and return them.

    Its indicative outlines are kept beside it, unless it has more than ``OUTLINES_AT_MOST``
    postcodes.
    """
    import numpy as np

    about, columns = contents(profile, lha_codes, source)
    places = from_columns(about, columns, store.digest_of(store.plain(about, columns)))
    if len(places) <= OUTLINES_AT_MOST:
        homes = source.rows.take((source.rows.ended == 0) & ~source.rows.large)
        others = homes.take(~np.isin(homes.lha, np.array(places.lhas, "S9")))
        boundaries.write(places, _round_about(_points(places), others), path)
    store.write(path, store.pack(about, columns))
    return places


def contents(
    profile: str, lha_codes: Sequence[str], source: Source
) -> tuple[dict[str, Any], dict[str, NDArray[np.int64]]]:
    """Return what a places file says of itself, and its columns."""
    import numpy as np

    lhas = sorted(set(lha_codes))
    _check_codes(lhas, source)
    rows = source.rows
    wanted = np.isin(rows.lha, np.array(lhas, "S9"))
    live = rows.ended == 0
    homes = _in_order(rows.take(wanted & live & ~rows.large))
    sectors, columns, area_of = _areas_of(homes, lhas)
    columns |= _neighbours(homes, area_of, rows.take(~wanted & live & ~rows.large))
    large, ended = rows.take(wanted & live & rows.large), rows.take(wanted & ~live)
    counts = {"homes": len(homes), "large_users_left_out": len(large), "ended_left_out": len(ended)}
    about = {
        "profile": profile,
        "edition": source.edition,
        "ended_included": source.ended_included,
        "source": source.credit,
        "lhas": lhas,
        "sectors": sectors,
        "counts": counts | {f"source_{name}": n for name, n in source.counts.items()},
        "large": _large_lines(large),
        "ended": _ended_lines(ended),
    }
    return about, columns


def lha_codes_of(source: Source, countries: str = "EW") -> tuple[str, ...]:
    """Return every authority of some countries (E, W, S) that a source has postcodes for."""
    import numpy as np

    return tuple(code.decode() for code in np.unique(source.rows.lha) if chr(code[0]) in countries)


def _check_codes(lhas: Sequence[str], source: Source) -> None:
    known = set(lha_codes_of(source, "EWS"))
    unknown = [code for code in lhas if code not in known]
    if not lhas:
        raise PlacesError("no authorities were given: name at least one ONS code, as E07000008.")
    if unknown:
        raise PlacesError(
            f"{source.edition} has no postcodes in {', '.join(unknown)}: codes change when "
            "authorities merge or split. Use the codes of this edition, as E07000008."
        )


def _in_order(rows: Rows) -> Rows:
    """Return rows by LHA, then postcode, which is by sector too; no postcode twice."""
    import numpy as np

    rows = rows.take(np.lexsort((rows.postcode, rows.lha)))
    again = rows.postcode[1:][rows.postcode[1:] == rows.postcode[:-1]]
    if len(again):
        raise PlacesError(f"the source has {again[0].decode()} more than once: use one edition.")
    return rows


def _areas_of(
    homes: Rows, lhas: Sequence[str]
) -> tuple[list[str], dict[str, NDArray[np.int64]], NDArray[np.int64]]:
    """Return the sectors, the columns of postcodes and areas, and each postcode's area."""
    import numpy as np

    parts = np.strings.rpartition(homes.postcode, b" ")
    inward = np.ascontiguousarray(parts[2]).astype("S3").view("S1").reshape(-1, 3)
    sector = np.strings.add(np.strings.add(parts[0], b" "), inward[:, 0])
    names, sector_at = np.unique(sector, return_inverse=True)
    lha_at = np.searchsorted(np.array(lhas, "S9"), homes.lha)
    key, area_of, sizes = np.unique(
        lha_at * len(names) + sector_at, return_inverse=True, return_counts=True
    )
    place = np.zeros(256, np.int64)
    place[[ord(letter) for letter in UNIT_LETTERS]] = range(len(UNIT_LETTERS))
    unit = place[inward.view(np.uint8)[:, 1:]] @ np.array([len(UNIT_LETTERS), 1])
    columns = {
        "area_lha": key // len(names),
        "area_sector": key % len(names),
        "area_sizes": sizes,
        "unit": unit,
        "easting": homes.easting.astype(np.int64),
        "northing": homes.northing.astype(np.int64),
    }
    return [name.decode() for name in names], columns, area_of


def _neighbours(
    homes: Rows, area_of: NDArray[np.int64], others: Rows
) -> dict[str, NDArray[np.int64]]:
    """Return the next distinct point of each home (squared metres) and the areas' neighbours."""
    import numpy as np
    from scipy.spatial import cKDTree

    at = _points(homes)
    distinct, point_of = np.unique(at, axis=0, return_inverse=True)
    next_to = cKDTree(distinct).query(distinct, k=2)[1][:, 1] if len(distinct) > 1 else None
    gap = distinct[next_to] - distinct if next_to is not None else np.zeros_like(distinct)
    around = _round_about(at, others)
    points, point_of_all = np.unique(np.concatenate([at, around]), axis=0, return_inverse=True)
    area_of_all = np.concatenate([area_of, np.full(len(around), -1)])
    edges = areas.edges_between(points, point_of_all, area_of_all)
    return {
        "nearest_squared": (gap**2).sum(axis=1)[point_of],
        "area_edges": edges.ravel(),
    }


def _round_about(at: NDArray[np.int64], others: Rows) -> NDArray[np.int64]:
    """Return the points (m, 2) of others, no farther from the box than ``ROUND_ABOUT_M``."""
    low, high = at.min(axis=0) - ROUND_ABOUT_M, at.max(axis=0) + ROUND_ABOUT_M
    them = _points(others)
    near: NDArray[np.int64] = them[((them >= low) & (them <= high)).all(axis=1)]
    return near


def _points(of: Rows | Places) -> NDArray[np.int64]:
    """Return eastings and northings as points (n, 2)."""
    import numpy as np

    return np.stack([of.easting, of.northing], axis=1).astype(np.int64)


def _large_lines(rows: Rows) -> str:
    rows = rows.take(rows.postcode.argsort(kind="stable"))
    return "\n".join(
        f"{p.decode()},{lha.decode()},{e},{n}"
        for p, lha, e, n in zip(rows.postcode, rows.lha, rows.easting, rows.northing, strict=True)
    )


def _ended_lines(rows: Rows) -> str:
    rows = rows.take(rows.postcode.argsort(kind="stable"))
    return "\n".join(f"{p.decode()},{m}" for p, m in zip(rows.postcode, rows.ended, strict=True))
