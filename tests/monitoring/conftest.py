from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from geodata.places import load
from placement.cases.registers import Placement, read_placements
from placement.monitoring.report import basis_of
from placement.profile import load_profile

ROOT = Path(__file__).parents[2]

EXAMPLE = ROOT / "tests" / "cases" / "data" / "placements.csv"
DAY = date(2026, 11, 21)


def person(i, lha="E06000031", **given):
    """One placement of somebody made up, open since long ago unless said otherwise."""
    return Placement(
        **{
            "reference": f"T-{i:03d}",
            "lha": lha,
            "area": None,
            "level": 2,
            "category": 1,
            "setting": "private_rent",
            "start": date(2020, 1, 1),
            "end": None,
        }
        | given
    )


@pytest.fixture(scope="session")
def places():
    return load("cambridgeshire")


@pytest.fixture(scope="session")
def basis_for(places):
    """Make what a report rests on, of some placements."""

    def make(placements, day=DAY, **given):
        return basis_of(
            placements,
            profile=load_profile("cambridgeshire"),
            places=places,
            as_of=day,
            **given,
        )

    return make


@pytest.fixture(scope="session")
def example(basis_for):
    """The example register of the contract."""
    return basis_for(read_placements(EXAMPLE))


@pytest.fixture(scope="session")
def crowd(places, basis_for):
    """Some eighty stays, with a cluster in one corner of Fenland, made by rule."""
    fenland = [a for a in places.areas if a[1] == "E07000010" and a[0].startswith("PE13")]
    made = []
    for i in range(80):
        sector, lha = fenland[i % len(fenland)] if i % 4 == 0 else places.areas[i * 37 % 285]
        start = date(2023, 1, 1) + timedelta(days=i * 16)
        end = start + timedelta(days=100 + i * 53 % 700)
        made.append(
            person(
                i,
                lha,
                area=sector,
                level=1 + i % 3,
                category=1 if i % 3 == 0 else 1 + i % 3,
                setting=("private_rent", "supported", "approved_premises", "prison")[i % 7 % 4],
                start=start,
                end=end if end < DAY else None,
            )
        )
    return basis_for(made)
