"""
Get official boundaries from ONS's open services, then import them like any other file.

The layers are in ``ons_services.toml``. Districts are asked for by code, finer areas by the box
round the profile's postcodes, page by page. Only when as many areas came as the service counted
is anything imported, by ``geodata.official.import_file`` and under all its checks; whatever fails
before that leaves what was kept as it was.
"""

from __future__ import annotations

import json
import tempfile
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata import official
from geodata.official.stored import check_level
from geodata.services import Client, Limits, UnansweredError
from placement.errors import PlacesError

if TYPE_CHECKING:
    from collections.abc import Callable

    from geodata.places import Places

PAGE_AREAS = 200
MOST_CODES = 100  # in one address; beyond that the box is asked for


@dataclass(frozen=True)
class Service:
    """One layer of the open services; ``verified`` says whether its name was ever tried."""

    level: str
    detail: str
    name: str
    title: str
    column: str
    verified: bool


@lru_cache(maxsize=1)
def services() -> tuple[str, str, tuple[Service, ...]]:
    """Read the base address, the portal's name for people, and the layers."""
    text = (Path(__file__).parent / "ons_services.toml").read_text(encoding="utf-8")
    document = tomllib.loads(text)
    listed = tuple(Service(**one) for one in document["service"])
    return document["base"], document["portal"], listed


def fetch(
    level: str,
    places: Places,
    *,
    detail: str = "generalised",
    base: str | None = None,
    dry_run: bool = False,
    limits: Limits | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> official.Report:
    """
    Fetch the official boundaries of one level for a profile, check and keep them.

    Parameters
    ----------
    level
        lad, ward, parish, msoa or lsoa.
    places
        The postcodes of the profile; the answer is asked for, and checked, against them.
    detail
        ``generalised`` (to 20 metres, ONS's BGC) or ``full`` (BFC).
    base
        Another server's address up to ``/services``, in place of ONS's.
    progress
        Called with the number of areas that have come, and of all, after each page.

    Raises
    ------
    PlacesError
        No usable answer came (with what was tried and how to do it by hand), or the answer
        failed the checks of an import.
    """
    check_level(level)
    own_base, _, listed = services()
    base = (base or own_base).rstrip("/")
    if not base.startswith(("http://", "https://")):
        raise PlacesError(f"--url must begin with http:// or https://; given: {base}")
    service = next((one for one in listed if (one.level, one.detail) == (level, detail)), None)
    if service is None:
        offered = ", ".join(sorted({one.detail for one in listed}))
        raise PlacesError(f"There is no {detail!r} layer of {level}; details: {offered}.")
    url = f"{base}/{service.name}/FeatureServer/0/query"
    try:
        features = _features(Client(limits or Limits()), url, service, places, progress)
    except UnansweredError as failure:
        raise PlacesError(_by_hand(url, service, str(failure))) from None
    document = {"type": "FeatureCollection", "crs": _crs(), "features": features}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{service.name}.geojson"
        path.write_text(json.dumps(document), encoding="utf-8")
        return official.import_file(path, places, dry_run=dry_run)


def _features(
    client: Client,
    url: str,
    service: Service,
    places: Places,
    progress: Callable[[int, int], None],
) -> list[dict[str, Any]]:
    """Ask how many areas there are, then for all of them, page by page."""
    wanted = _wanted(service, places)
    total = client.ask(url, {**wanted, "returnCountOnly": "true", "f": "json"}).get("count")
    if not isinstance(total, int) or total < 1:
        raise UnansweredError(f"it has no areas for {places.profile} (count: {total})")
    features: list[dict[str, Any]] = []
    more = True
    while more:
        page = client.ask(url, {**wanted, **_page(service, len(features))})
        got = page.get("features")
        if not isinstance(got, list):
            raise UnansweredError("its answer holds no list of features")
        features.extend(got)
        progress(len(features), total)
        more = bool(got) and _exceeded(page) and len(features) <= total
    if len(features) != total:
        raise UnansweredError(f"it counted {total:,} areas and sent {len(features):,}")
    return features


def _wanted(service: Service, places: Places) -> dict[str, str]:
    """Say which areas are wanted, in the service's words."""
    if service.level == "lad" and len(places.lhas) <= MOST_CODES:
        codes = ",".join(f"'{lha}'" for lha in places.lhas)
        return {"where": f"{service.column} IN ({codes})"}
    box = (
        places.easting.min(),
        places.northing.min(),
        places.easting.max(),
        places.northing.max(),
    )
    return {
        "where": "1=1",
        "geometry": ",".join(str(int(side)) for side in box),
        "geometryType": "esriGeometryEnvelope",
        "inSR": "27700",
        "spatialRel": "esriSpatialRelIntersects",
    }


def _page(service: Service, offset: int) -> dict[str, str]:
    return {
        "outFields": "*",
        "outSR": "27700",
        "orderByFields": service.column,
        "resultOffset": str(offset),
        "resultRecordCount": str(PAGE_AREAS),
        "f": "geojson",
    }


def _exceeded(page: dict[str, Any]) -> bool:
    """Say whether there is more; servers put the word in one of two places."""
    inner = page.get("properties")
    inside = inner.get("exceededTransferLimit") if isinstance(inner, dict) else False
    return bool(page.get("exceededTransferLimit") or inside)


def _crs() -> dict[str, Any]:
    return {"type": "name", "properties": {"name": "EPSG:27700"}}


def _by_hand(url: str, service: Service, failure: str) -> str:
    """Say what was tried, and how to do the same without the service."""
    _, portal, _ = services()
    unsure = "" if service.verified else " The layer's name has not been verified; it may be other."
    return (
        f"The official boundaries could not be fetched: {failure}.\n"
        f"  tried: {url}.{unsure}\n"
        f"  instead: download “{service.title}” as GeoJSON from the {portal}, in a browser, and\n"
        f"  run: placement geodata import FILE (it does the same, with the same checks)\n"
        f"  Nothing was changed."
    )
