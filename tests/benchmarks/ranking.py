"""
How long one case takes, and beside what.

Every figure is the best of several turns in processor seconds, because the machines that run this
are noisy and shared; the ratios are between figures of the same run.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from geodata import build, national
from geodata.places import Places, load
from placement.assess import Setting, assess, setting_of
from placement.cases import read_case
from placement.cases.model import Case, Condition, Network, Place, Service, Zone
from placement.cases.registers import read_placements
from placement.profile import load_profile
from placement.weights import Field, field_of, shares_of, units_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from placement.profile_model import LHA, Profile, RegisterScheme

CASES = Path(__file__).parents[2] / "scenarios" / "cases"
DAY = date(2026, 11, 21)


def best_of(turns: int, work: Callable[[], object]) -> float:
    """Return the shortest time of some turns, in seconds."""
    times = []
    for _ in range(turns):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def a_case(places: Places, *, zones: int, seed: int = 1) -> Case:
    """Return the worked case moved to another profile, with many zones; fictional throughout."""
    rng = random.Random(seed)

    def somewhere() -> str:
        return places.postcode(rng.randrange(len(places)))

    circles = tuple(
        Condition(
            kind="exclusion_zone",
            source="licence",
            start=DAY,
            end=None,
            share_with_housing=False,
            zone=Zone(postcode=somewhere(), metres=rng.randrange(500, 5000)),
        )
        for _ in range(zones)
    )
    case = read_case(CASES / "demo-014.toml")
    return replace(
        case,
        origin=places.lhas[0],
        preference=(places.lhas[1],),
        conditions=circles,
        victims=tuple(
            replace(victim, home=Place(postcode=somewhere()), asks_to_avoid=())
            for victim in case.victims or ()
        ),
        services=tuple(
            Service(kind=kind, place=Place(postcode=somewhere()), visits_per_week=1.0)
            for kind in ("probation_office", "treatment")
        ),
        networks=tuple(
            Network(kind=kind, influence=influence, place=Place(postcode=somewhere()))
            for kind, influence in (("family", "protective"), ("peers", "harmful"))
        ),
        management_views=(),
    )


def england_and_wales(folder: Path) -> tuple[Profile, Places]:
    """Build one profile of every authority of England and Wales, and its postcodes."""
    source = national.read_installed()
    codes = build.lha_codes_of(source)
    places = build.write("england-and-wales", codes, source, folder / "ew.places")
    model = load_profile("bedfordshire")
    lha: LHA = model.lhas[0]
    scheme: RegisterScheme = model.scheme_of(lha.code)
    lhas = tuple(
        replace(lha, code=code, name=code, population=None, scheme=scheme.id) for code in codes
    )
    return replace(model, name="england-and-wales", lhas=lhas, schemes=(scheme,)), places


def cold(command: list[str], turns: int = 3) -> tuple[float, float]:
    """Return the least processor seconds of a fresh process, and its greatest memory, in MB."""
    script = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL,"
        " stderr=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
    )
    found = []
    for _ in range(turns):
        done = subprocess.run(
            [sys.executable, "-c", script, *command], capture_output=True, text=True, check=True
        )
        seconds, megabytes = map(float, done.stdout.split())
        found.append((seconds, megabytes))
    return min(found)


def warm(profile: Profile, places: Places, turns: int) -> tuple[float, Case, Setting]:
    """Return the time of one case with 20 zones, once everything is loaded."""
    case = a_case(places, zones=20)
    placements = read_placements(CASES / "demo-014-placements.csv")
    setting = setting_of(profile=profile, places=places, as_of=DAY, placements=placements)
    assess(case, setting)
    return best_of(turns, lambda: assess(case, setting)), case, setting


def zones_beside_sjoin(places: Places) -> tuple[float, float]:
    """Return the times of the zone test and of a plain geopandas join of the same work."""
    import geopandas as gpd
    import numpy as np

    from geodata.zones import inside, shape_of

    case = a_case(places, zones=20)
    circles = [(c.zone.postcode, c.zone.metres) for c in case.conditions or () if c.zone]

    def ours() -> int:
        covered = np.zeros(len(places), dtype=bool)
        for postcode, metres in circles:
            covered |= inside(places, shape_of(places, postcode=postcode, metres=metres))
        return int(covered.sum())

    points = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(places.easting, places.northing), crs="EPSG:27700"
    )
    centres = [places.find(postcode) for postcode, _ in circles]
    zones = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(
            [c.easting for c in centres], [c.northing for c in centres]
        ).buffer([metres for _, metres in circles], quad_segs=64),
        crs="EPSG:27700",
    )

    def theirs() -> int:
        return int(gpd.sjoin(points, zones, predicate="within").index.nunique())

    assert abs(ours() - theirs()) < 20  # the buffers are polygons of 256 corners
    return best_of(7, ours), best_of(3, theirs)


def shares_beside_pandas(field: Field) -> tuple[float, float]:
    """Return the times of the rank shares and of ranking each weighting with pandas."""
    import numpy as np
    import pandas as pd

    def theirs() -> pd.Series:
        units = pd.DataFrame(units_of(field).T)
        first = units.rank(axis=1, method="min", ascending=False) == 1
        return first.div(first.sum(axis=1), axis=0).mean()

    assert np.allclose(theirs(), shares_of(field).ranks[:, 0])
    return best_of(20, lambda: shares_of(field)), best_of(5, theirs)


def run() -> None:
    """Run all and print the table: what, here, the plain alternative, the ratio."""
    rows: list[tuple[str, str, str, str]] = []
    plain, _ = cold([sys.executable, "-c", "import pandas, shapely"])
    rank = ["-m", "placement.cli", "rank", str(CASES / "demo-014.toml")]
    seconds, megabytes = cold(
        [sys.executable, *rank, "--placements", str(CASES / "demo-014-placements.csv")]
    )
    rows.append(
        (
            "cold `placement rank`",
            f"{seconds:.2f} s, {megabytes:.0f} MB",
            f"`import pandas, shapely`: {plain:.2f} s",
            f"{plain / seconds:.1f}",
        )
    )
    script = (
        "import time; t = time.process_time(); import placement; print(time.process_time() - t)"
    )
    took = min(
        float(
            subprocess.run(
                [sys.executable, "-c", script], capture_output=True, text=True, check=True
            ).stdout
        )
        for _ in range(5)
    )
    rows.append(("`import placement`", f"{took * 1e3:.1f} ms", "", ""))

    first = None
    with TemporaryDirectory() as folder:
        for name in ("cambridgeshire", "london", "England and Wales"):
            if name == "England and Wales":
                profile, places = england_and_wales(Path(folder))
            else:
                profile = load_profile(name)
                places = load(name, profile.codes)
            took, case, setting = warm(profile, places, 5 if len(places) > 10**6 else 20)
            first = first or took
            rows.append(
                (
                    f"one case, {name}: {len(places.lhas)} LHAs, {len(places):,} postcodes",
                    f"{took * 1e3:.1f} ms",
                    f"{took / first:.1f} times Cambridgeshire",
                    "",
                )
            )
            if name == "cambridgeshire":
                ranking = assess(case, setting)
                field = field_of({o.lha: o.factors for o in ranking.options if o.rank})
                ours, theirs = shares_beside_pandas(field)
                rows.append(
                    (
                        "rank shares, 16,384 points, six LHAs",
                        f"{ours * 1e3:.1f} ms",
                        f"pandas `rank`: {theirs * 1e3:.0f} ms",
                        f"{theirs / ours:.0f}",
                    )
                )
            if name == "london":
                ours, theirs = zones_beside_sjoin(places)
                rows.append(
                    (
                        "20 zones against London's postcodes",
                        f"{ours * 1e3:.1f} ms",
                        f"geopandas `sjoin`: {theirs * 1e3:.0f} ms",
                        f"{theirs / ours:.0f}",
                    )
                )
    width, other = (max(len(row[column]) for row in rows) for column in (0, 2))
    for what, here, plainly, ratio in rows:
        sys.stdout.write(f"{what:<{width}}  {here:>16}  {plainly:<{other}}  {ratio:>5}\n")
