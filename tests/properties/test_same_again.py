"""The same inputs give the same output, byte for byte, in any process and on any day."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings

from .people import cases
from .reading import DATA, as_json, counted

COMMANDS = (
    ["rank", "CASE", "--json"],
    ["rank", "CASE", "--reasons", "Fenland", "--role", "spoc", "--lha", "E07000010"],
    ["why-not", "CASE", "Peterborough", "--json"],
)


@settings(max_examples=10)
@given(case=cases())
def test_a_case_assessed_twice_gives_the_same_bytes(case):
    assert as_json(case, counted()) == as_json(case, counted())


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_two_processes_give_the_same_bytes(command):
    outputs = {run(command, seed) for seed in ("0", "4242")}
    assert len(outputs) == 1
    assert all(outputs)


def run(command, seed):
    words = [str(DATA / "example.toml") if word == "CASE" else word for word in command]
    done = subprocess.run(
        [sys.executable, "-m", "placement.cli", *words, "--placements", DATA / "placements.csv"],
        env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo" if seed == "0" else "UTC"},
        capture_output=True,
        check=True,
    )
    return done.stdout
