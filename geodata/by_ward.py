"""
An LHA divided by electoral wards, by the official boundaries that somebody has imported.

A postcode is in the ward that its point is in; a ward is of the LHA that most of its postcodes are
of. Boundaries are drawn more or less finely, so that a few postcodes of an LHA may stand in none of
its wards: they are read as in the nearest, up to ``EDGE_M``, and how many there were is said. Which
LHA a postcode is in is never read from a shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.errors import PlacesError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from geodata.boundaries import Outline
    from geodata.places import Places

EDGE_M = 500.0
_OVERLAP_SHARE, _OVERLAP_LEAST = 0.01, 2  # a border rounded to the metre may share a postcode
_NAMED = 40
REST = -1


@dataclass(frozen=True)
class ByWard:
    """
    Postcodes divided by wards.

    ``lha_of`` (n,) is the code of each postcode of the area; ``nearest`` counts, by code, those
    that stand in no ward and are read as in the nearest; ``wards`` counts the wards given to each.
    """

    lha_of: NDArray[np.str_]
    nearest: Mapping[str, int]
    wards: Mapping[str, int]


def ward_codes(places: Places, lha: str, given: Mapping[str, str]) -> ByWard:
    """
    Return the LHA of each postcode where one LHA is divided by wards.

    ``given`` has a code for each ward, by its ONS code (``E05...``) or its name; ``""`` is for the
    rest. Raises ``PlacesError`` with every ward that has no boundary or no postcode of the LHA,
    wards that lie over one another (of different years), and postcodes that nobody takes.
    """
    import numpy as np

    from geodata import boundaries

    outlines = boundaries.load(places.profile, "ward")
    lha_of = np.repeat(np.array(places.lhas, "U9"), np.diff(places.starts))
    part = places.slice(lha)
    shapes = boundaries.shapes(outlines)
    east, north = places.easting.astype(float), places.northing.astype(float)
    inside = {i: rows for i, rows in enumerate(_inside(shapes, east, north)) if len(rows)}
    inside = {
        i: rows[lha_of[rows] == lha] - part.start
        for i, rows in inside.items()
        if _mostly(lha_of[rows]) == lha  # a ward over the border holds a few by its drawing alone
    }
    here = sorted(inside)
    to, problems = _wards(given, outlines, here, lha)
    problems += _overlaps({i: inside[i] for i in to}, outlines)
    ward_of = np.full(part.stop - part.start, REST)
    for i in [*(i for i in here if i not in to), *to]:  # a ward that is given goes before others
        ward_of[inside[i]] = i
    loose = np.flatnonzero(ward_of == REST)
    near = _nearest([shapes[i] for i in here], east[part][loose], north[part][loose])
    ward_of[loose] = np.array([*here, REST])[near]
    taken = np.array([to.get(i, given.get("", "")) for i in ward_of.tolist()], "U9")
    if "" in taken.tolist() and not problems:
        problems.append(_nobody(ward_of[taken == ""], outlines, lha))
    if problems:
        raise PlacesError(" ".join(problems))
    lha_of[part] = taken
    codes = sorted(set(given.values()))
    return ByWard(
        lha_of=lha_of,
        nearest={c: int((taken[loose] == c).sum()) for c in codes},
        wards={c: sum(code == c for code in to.values()) for c in codes},
    )


def _mostly(codes: NDArray[np.str_]) -> str:
    import numpy as np

    found, counts = np.unique(codes, return_counts=True)
    return str(found[counts.argmax()])


def _inside(
    shapes: Sequence[object], east: NDArray[np.float64], north: NDArray[np.float64]
) -> list[NDArray[np.intp]]:
    import numpy as np
    import shapely

    found: list[NDArray[np.intp]] = [np.zeros(0, np.intp)] * len(shapes)
    rows, hits = shapely.STRtree(list(shapes)).query(
        shapely.points(east, north), predicate="intersects"
    )
    for i in np.unique(hits).tolist():
        found[i] = rows[hits == i]
    return found


def _wards(
    given: Mapping[str, str], outlines: Sequence[Outline], here: Sequence[int], lha: str
) -> tuple[dict[int, str], list[str]]:
    """Return to which code each ward given goes, and what is wrong with the rest."""
    to: dict[int, str] = {}
    problems: list[str] = []
    there = set(here)
    known = ", ".join(f"{outlines[i]['code']} {outlines[i]['name']}" for i in here[:_NAMED])
    more = f" and {len(here) - _NAMED} more" if len(here) > _NAMED else ""
    lacking: list[str] = []
    for ward in sorted(set(given) - {""}):
        wanted = ward.casefold()
        meant = [i for i, o in enumerate(outlines) if wanted == o["code"].casefold()]
        meant = meant or [i for i in here if wanted == outlines[i]["name"].casefold()]
        if not meant:
            lacking.append(ward)
        elif len(meant) > 1:
            codes = ", ".join(outlines[i]["code"] for i in meant)
            problems.append(f"{ward} is the name of {codes}: give the code.")
        elif meant[0] not in there:
            problems.append(f"{ward} has no postcode of {lha}.")
        elif meant[0] in to:
            problems.append(f"{ward} is given twice, by its code and by its name.")
        else:
            to[meant[0]] = given[ward]
    if lacking:
        problems.append(
            f"no boundary of {', '.join(lacking)} is imported (placement geodata import FILE). The "
            f"wards imported that have postcodes of {lha}: {known or 'none'}{more}."
        )
    return to, problems


def _overlaps(inside: Mapping[int, NDArray[np.intp]], outlines: Sequence[Outline]) -> list[str]:
    """Say which wards lie over one another: those of two years, imported both."""
    import numpy as np

    found = []
    wards = sorted(inside)
    for place, one in enumerate(wards):
        for other in wards[place + 1 :]:
            both = len(np.intersect1d(inside[one], inside[other]))
            least = min(len(inside[one]), len(inside[other]))
            if both > max(_OVERLAP_LEAST, _OVERLAP_SHARE * least):
                names = " and ".join(
                    f"{outlines[i]['code']} {outlines[i]['name']}" for i in (one, other)
                )
                found.append(
                    f"{names} lie over one another ({both} postcodes): they are of different "
                    "years. Give wards of one year."
                )
    return found


def _nearest(
    shapes: Sequence[object], east: NDArray[np.float64], north: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return the nearest ward of each point, or ``REST`` where none is near."""
    import numpy as np
    import shapely

    found = np.full(len(east), REST)
    if len(east):
        rows, hits = shapely.STRtree(list(shapes)).query_nearest(
            shapely.points(east, north), max_distance=EDGE_M, all_matches=False
        )
        found[rows] = hits
    return found


def _nobody(ward_of: NDArray[np.int64], outlines: Sequence[Outline], lha: str) -> str:
    import numpy as np

    wards, counts = np.unique(ward_of, return_counts=True)
    said = [
        "in no ward that is imported"
        if i == REST
        else f"in {outlines[i]['code']} {outlines[i]['name']}"
        for i in wards.tolist()
    ]
    each = "; ".join(f"{n:,} {where}" for n, where in zip(counts.tolist(), said, strict=True))
    return (
        f"postcodes of {lha} would be nobody's: {each}. Give each ward to a part, or one part the "
        "rest."
    )
