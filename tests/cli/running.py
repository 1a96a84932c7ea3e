"""Run the command line as a person does, and what every answer of it must be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from placement.cli import main

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "cases" / "data"
CASE = str(DATA / "example.toml")
PLACEMENTS = str(DATA / "placements.csv")


def run(capsys, *words):
    """Return (exit code, standard output, standard error) of a command run in this process."""
    capsys.readouterr()
    try:
        code = main([str(word) for word in words])
    except SystemExit as stop:
        code = stop.code
    written = capsys.readouterr()
    assert "Traceback" not in written.err + written.out
    return code, written.out, written.err


def shell(command, **options):
    """Run a command line in a shell from the project's root, ``placement`` on its path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        cwd=options.pop("cwd", ROOT),
        env={**os.environ, "PATH": path, **options},
        timeout=120,
        check=False,
    )
