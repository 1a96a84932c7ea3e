"""
The postcodes of one profile, as arrays, and where any postcode lies.

A ``Places`` holds the homes: every postcode with a grid reference whose ONS authority is one of
the profile's local housing authorities (LHAs). Its arrays are aligned and sorted by LHA, sector
and postcode, so that an LHA, and an area within it, is a slice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from geodata import store
from geodata.postcodes import UNIT_LETTERS, near, normalise
from placement.errors import PlacesError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

_UNITS = len(UNIT_LETTERS)


@dataclass(frozen=True)
class Located:
    """
    One postcode and where it is.

    ``easting`` and ``northing`` are metres, EPSG:27700. ``lha`` is the ONS code of the authority
    that ONS puts the postcode in; ``in_profile`` says whether it is one of the profile's.
    """

    postcode: str
    easting: int
    northing: int
    lha: str
    sector: str
    in_profile: bool


@dataclass(frozen=True, eq=False)
class Places:
    """
    All postcodes of one profile that may stand for homes.

    ``n`` postcodes, ``A`` areas. ``starts`` has one more entry than ``lhas``: the postcodes of
    ``lhas[i]`` are ``starts[i]:starts[i + 1]``. ``easting`` and ``northing`` (n,) are metres,
    EPSG:27700. ``area`` (n,) is an index into ``areas``, pairs of sector and LHA in the order of
    LHA, then sector. ``nearest_m`` (n,) is metres to the next *distinct* postcode point of the
    profile. ``area_edges`` (m, 2) are the pairs of areas that share a border, each once, the
    lower index first. ``ended_included`` says whether postcodes no longer in use are among them.
    ``former`` holds the positions of LHAs that have merged or been split since, by code.
    """

    profile: str
    edition: str
    ended_included: bool
    source: str
    digest: str
    lhas: tuple[str, ...]
    areas: tuple[tuple[str, str], ...]
    starts: NDArray[np.int64]
    easting: NDArray[np.int32]
    northing: NDArray[np.int32]
    area: NDArray[np.int32]
    area_sizes: NDArray[np.int64]
    nearest_m: NDArray[np.float32]
    area_edges: NDArray[np.int32]
    units: NDArray[np.int16] = field(repr=False)
    counts: dict[str, int] = field(default_factory=dict)
    large: str = field(default="", repr=False)
    ended: str = field(default="", repr=False)
    former: dict[str, NDArray[np.int64]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.easting)

    def has(self, lha: str) -> bool:
        """Say whether an LHA is one of the profile's."""
        return lha in self._positions

    def index(self, lha: str) -> int:
        """Return the position of an LHA in ``lhas``; ``PlacesError`` if it is not there."""
        if lha not in self._positions:
            raise PlacesError(
                f"{lha} is not an authority of {self.profile}: it has {', '.join(self.lhas)}."
            )
        return self._positions[lha]

    def slice(self, lha: str) -> slice:
        """Return which postcodes are an LHA's, to cut any of the arrays with."""
        i = self.index(lha)
        return slice(int(self.starts[i]), int(self.starts[i + 1]))

    def postcode(self, i: int) -> str:
        """Return the postcode at position ``i`` of the arrays."""
        first, second = divmod(int(self.units[i]), _UNITS)
        sector = self.areas[int(self.area[i])][0]
        return f"{sector}{UNIT_LETTERS[first]}{UNIT_LETTERS[second]}"

    def postcodes(self, positions: Iterable[int]) -> list[str]:
        """Return the postcodes at some positions of the arrays."""
        return [self.postcode(int(i)) for i in positions]

    @cached_property
    def lha_edges(self) -> tuple[tuple[str, str], ...]:
        """Pairs of LHAs that share a border, each once, the lower code first."""
        ends = ((self.areas[i][1], self.areas[j][1]) for i, j in self.area_edges.tolist())
        return tuple(sorted({(min(pair), max(pair)) for pair in ends if pair[0] != pair[1]}))

    @cached_property
    def by_easting(self) -> NDArray[np.int64]:
        """Positions (n,) in the order of easting, for quick candidates by bounding box."""
        import numpy as np

        return np.argsort(self.easting, kind="stable")

    @cached_property
    def area_starts(self) -> NDArray[np.int64]:
        """Where each area's postcodes begin (A + 1,), as ``starts`` for LHAs."""
        import numpy as np

        return np.concatenate([[0], np.cumsum(self.area_sizes)])

    def find(self, postcode: str) -> Located:
        """
        Return where a postcode lies, in any usual spelling.

        The profile is looked through first, then the installed national data, which gives
        ``in_profile`` False. Raises ``PlacesError`` for what is no postcode, for an unknown one
        (with near spellings), one that has ended (with its end), and one without a place on the
        British National Grid.
        """
        try:
            wanted = normalise(postcode)
        except PlacesError as refused:
            raise PlacesError(f"{refused}{self._did_you_mean(postcode)}") from None
        position = self.position(wanted)
        if position is not None:
            return Located(
                wanted,
                int(self.easting[position]),
                int(self.northing[position]),
                self.areas[int(self.area[position])][1],
                wanted[:-2],
                in_profile=True,
            )
        return self._find_elsewhere(wanted)

    def _find_elsewhere(self, wanted: str) -> Located:
        from geodata.national import installed_postcode

        if wanted in self._large:
            lha, easting, northing = self._large[wanted]
            return Located(wanted, easting, northing, lha, wanted[:-2], in_profile=True)
        if wanted in self._ended:
            raise PlacesError(
                f"{wanted} is no longer in use: it ended in {self._ended[wanted]} ({self.edition})."
                " Give the postcode that the address has now."
            )
        found = installed_postcode(wanted)
        if found is None:
            raise PlacesError(
                f"{wanted} is not a known postcode ({self.edition})."
                f"{self._did_you_mean(wanted)} Check the spelling."
            )
        lha, easting, northing = found
        at = self.former.get(lha)
        if at is not None and len(now := {self.lha_at(int(i)) for i in at}) == 1:
            (lha,) = now
        return Located(wanted, easting, northing, lha, wanted[:-2], in_profile=self.has(lha))

    def lha_at(self, i: int) -> str:
        """Return the LHA of the postcode at position ``i`` of the arrays."""
        return self.areas[int(self.area[i])][1]

    def _did_you_mean(self, typed: str) -> str:
        from geodata.national import installed_has

        near_ones = near(typed, lambda one: self.position(one) is not None)
        near_ones = near_ones or near(typed, lambda one: installed_has(one, like=typed))
        return f" Near spellings: {', '.join(near_ones)}." if near_ones else ""

    def position(self, postcode: str) -> int | None:
        """Return where a postcode, in the one spelling, stands in the arrays; None: nowhere."""
        import numpy as np

        first, second = (UNIT_LETTERS.index(letter) for letter in postcode[-2:])
        unit = first * _UNITS + second
        for area in self.areas_of_sector.get(postcode[:-2], ()):
            start, stop = self.area_starts[area : area + 2].tolist()
            position: int = start + int(np.searchsorted(self.units[start:stop], unit))
            if position < stop and self.units[position] == unit:
                return position
        return None

    @cached_property
    def area_index(self) -> dict[tuple[str, str], int]:
        """The position of each area in ``areas``."""
        return {area: i for i, area in enumerate(self.areas)}

    @cached_property
    def areas_of_sector(self) -> dict[str, list[int]]:
        """The positions of each sector's areas, one for each LHA that it lies in."""
        found: dict[str, list[int]] = {}
        for i, (sector, _) in enumerate(self.areas):
            found.setdefault(sector, []).append(i)
        return found

    @cached_property
    def areas_of(self) -> Counter[str]:
        """How many areas each LHA has; 0 for one that is not here."""
        return Counter(lha for _, lha in self.areas)

    @cached_property
    def area_lha(self) -> NDArray[np.int64]:
        """The position in ``lhas`` of each area's LHA (A,)."""
        import numpy as np

        return np.array([self._positions[lha] for _, lha in self.areas], np.int64)

    @cached_property
    def area_boxes(self) -> NDArray[np.float64]:
        """West, south, east and north (4, A) of each area's postcodes, metres, EPSG:27700."""
        import numpy as np

        starts, x, y = self.area_starts[:-1], self.easting, self.northing
        least, most = np.minimum.reduceat, np.maximum.reduceat
        corners = [least(x, starts), least(y, starts), most(x, starts), most(y, starts)]
        return np.array(corners, np.float64)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {lha: i for i, lha in enumerate(self.lhas)}

    @cached_property
    def _large(self) -> dict[str, tuple[str, int, int]]:
        rows = (line.split(",") for line in self.large.splitlines())
        return {postcode: (lha, int(e), int(n)) for postcode, lha, e, n in rows}

    @cached_property
    def _ended(self) -> dict[str, str]:
        rows = (line.split(",") for line in self.ended.splitlines())
        return {postcode: f"{month[:4]}-{month[4:]}" for postcode, month in rows}


def load(profile: str, lhas: Sequence[str] | None = None) -> Places:
    """
    Return the places of a profile: a user-built file if there is one, else the embedded one.

    Raises ``PlacesError`` when there is no file, it cannot be read, or ``lhas`` is given and the
    file was built for other LHAs.
    """
    path = store.places_path(profile)
    if path is None:
        raise PlacesError(
            f"there are no postcodes for the profile {profile!r}: there are some for "
            f"{', '.join(store.available())}. Make them: placement geodata build {profile}"
        )
    places = _read(path, path.stat().st_mtime_ns)
    if lhas is not None and set(lhas) != set(places.lhas):
        raise PlacesError(
            f"{path} was built for {', '.join(places.lhas)}, and the profile {profile} now has "
            f"{', '.join(sorted(lhas))}. Build it again: placement geodata build {profile} "
            f"--lhas {' '.join(sorted(lhas))}"
        )
    return places


@lru_cache(maxsize=4)
def _read(path: Path, changed_ns: int) -> Places:
    """Read one places file; ``changed_ns`` makes a rebuilt file be read afresh."""
    about, columns, digest = store.read(path)
    return from_columns(about, columns, digest)


def from_columns(
    about: dict[str, Any], columns: dict[str, NDArray[np.int64]], digest: str
) -> Places:
    """Return the places that a file's text and columns describe (see ``build.columns_of``)."""
    import numpy as np

    lhas = tuple(about["lhas"])
    sectors = about["sectors"]
    area_lha, sizes = columns["area_lha"], columns["area_sizes"]
    areas = tuple(
        (sectors[s], lhas[i])
        for s, i in zip(columns["area_sector"].tolist(), area_lha.tolist(), strict=True)
    )
    per_lha = np.bincount(area_lha, weights=sizes, minlength=len(lhas)).astype(np.int64)
    return Places(
        profile=about["profile"],
        edition=about["edition"],
        ended_included=about["ended_included"],
        source=about["source"],
        digest=digest,
        lhas=lhas,
        areas=areas,
        starts=np.concatenate([[0], np.cumsum(per_lha)]),
        easting=columns["easting"].astype(np.int32),
        northing=columns["northing"].astype(np.int32),
        area=np.repeat(np.arange(len(areas), dtype=np.int32), sizes),
        area_sizes=sizes,
        nearest_m=np.sqrt(columns["nearest_squared"]).astype(np.float32),
        area_edges=columns["area_edges"].astype(np.int32).reshape(-1, 2),
        units=columns["unit"].astype(np.int16),
        counts=about["counts"],
        large=about["large"],
        ended=about["ended"],
    )
