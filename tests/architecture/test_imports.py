"""Each heavy package has one home, data flows one way, and starting stays light."""

from __future__ import annotations

import subprocess
import sys

import pytest

from .sources import ROOT, below, imported, importers

HOMES = {
    "streamlit": ("app.py", "placement/ui/"),
    "ortools": ("placement/planning/", "placement/monitoring/"),
    "geopandas": ("geodata/",),
    "shapely": ("geodata/",),
    "pyogrio": ("geodata/",),
    "pyproj": ("geodata/",),
    "networkx": ("geodata/", "placement/planning/"),
    "msgpack": ("geodata/",),
    "brotli": ("geodata/",),
    "sqlalchemy": ("placement/records/",),
    "alembic": ("placement/records/",),
    "cryptography": ("placement/records/",),
    "psycopg": ("placement/records/",),
    "esda": ("placement/monitoring/",),
    "libpysal": ("placement/monitoring/",),
    "docx": ("placement/documents/",),
    "joblib": ("placement/machines.py",),
    "dask": ("placement/machines.py",),
    "distributed": ("placement/machines.py",),
    "altair": ("placement/charts.py", "placement/maps.py", "placement/ui/"),
    # sobol.py asks scipy only for dimensions beyond its own file
    "scipy": (
        "placement/planning/",
        "placement/monitoring/",
        "placement/records/oracle/",  # which places stay possible for a victim: k-d trees
        "geodata/",
        "placement/sobol.py",
    ),
}


@pytest.mark.parametrize("package", HOMES)
def test_each_heavy_package_has_one_home(package):
    astray = [p for p in importers(package) if not p.startswith(HOMES[package])]
    assert astray == []


def test_pages_write_to_the_screen_through_the_door_that_has_the_areas_words():
    pages = [path for path in importers("streamlit") if path.startswith("placement/ui/")]
    writes = {p for p in pages if "streamlit" in set(imported(below(p)[p]))}
    assert writes == {"placement/ui/headers.py", "placement/ui/spoken.py"}  # headers: none written


def test_geodata_imports_nothing_of_placement_but_its_errors():
    for path, tree in below("geodata").items():
        taken = [name for name in imported(tree) if name.split(".")[0] == "placement"]
        assert [n for n in taken if not n.startswith("placement.errors")] == [], path


def test_rules_import_neither_places_nor_the_views_of_a_reader():
    barred = (
        "geodata",
        "placement.view",
        "placement.text",
        "placement.cli",
        "placement.ui",
        "placement.assess",
        "placement.charts",
        "placement.maps",
    )
    for path, tree in below("placement/rules").items():
        assert [n for n in imported(tree) if n.startswith(barred)] == [], path


def test_only_the_facts_open_the_door_to_the_places():
    engine = {
        path: tree
        for path, tree in below("placement").items()
        if not path.startswith(
            ("placement/ui/", "placement/planning/", "placement/monitoring/", "placement/records/")
        )
    }
    doors = {path for path, tree in engine.items() if any(map(_is_geodata, imported(tree)))}
    typed = {  # for the types alone
        "placement/assess.py",
        "placement/spread.py",
        "placement/succession.py",
        "placement/succession_case.py",
    }
    assert doors - typed <= {
        "placement/facts.py",
        "placement/zoning.py",  # the part of the facts that is about zones
        "placement/load.py",
        "placement/cli.py",
        "placement/profile_commands.py",  # makes the postcodes of a new area
        "placement/cases/spelling.py",
        "placement/charts.py",
        "placement/maps.py",
    }


def _is_geodata(name):
    return name.split(".")[0] == "geodata"


HEAVY = ("pandas", "geopandas", "scipy", "networkx", "ortools", "streamlit", "altair", "pyogrio")
STARTS = {
    "import placement": ("import placement", (*HEAVY, "numpy", "shapely", "rich", "openpyxl")),
    "placement rank": (
        "from placement.cli import main\nmain(['rank', {case!r}, '--placements', {placements!r}])",
        (*HEAVY, "openpyxl"),
    ),
    "placement rank --json": (
        "from placement.cli import main\n"
        "main(['rank', {case!r}, '--placements', {placements!r}, '--json', '--role', 'spoc'])",
        (*HEAVY, "openpyxl", "rich"),
    ),
    "placement why-not": (
        "from placement.cli import main\nmain(['why-not', {case!r}, 'Fenland', '--json'])",
        (*HEAVY, "openpyxl", "rich"),
    ),
}


@pytest.mark.parametrize("start", STARTS)
def test_starting_loads_nothing_heavy(start):
    code, barred = STARTS[start]
    data = ROOT / "tests" / "cases" / "data"
    code = code.format(case=str(data / "example.toml"), placements=str(data / "placements.csv"))
    script = f"{code}\nimport sys\nprint(*sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = set(done.stderr.split())
    assert "placement" in loaded
    assert sorted(set(barred) & loaded) == []
