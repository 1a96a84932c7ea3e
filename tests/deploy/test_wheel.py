"""The wheel, unpacked away from the checkout: what a server runs."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
import zipfile

import pytest

from tests.cli.running import CASE, PLACEMENTS, ROOT
from tests.e2e.conftest import _wait_for
from tests.e2e.test_sign_in import free_port


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder of nothing but the wheel's content, and an environment that finds it first."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("placement-*.whl")
    place = folder / "site"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(place)
    return place, {**os.environ, "PYTHONPATH": str(place)}


def test_a_case_is_ranked_from_the_wheel_and_the_worked_cases_agree(installed, tmp_path):
    place, environment = installed
    script = (
        "import placement, geodata, scenarios\n"
        f"assert all(m.__file__.startswith({str(place)!r})"
        " for m in (placement, geodata, scenarios))\n"
        "from placement.cli import main\n"
        f"assert main(['rank', {CASE!r}, '--placements', {PLACEMENTS!r}]) == 0\n"
        "assert main(['scenarios', 'worked']) == 0\n"
        "assert main(['clauses']) == 0\n"
        "own = ['--record', 'sqlite:///own.db', '--keys', 'keys']\n"
        "assert main(['record', 'create', *own]) == 0\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Ask East Cambridgeshire" in done.stdout


def test_the_app_is_served_from_the_wheel(installed, tmp_path):
    _, environment = installed
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "placement.cli", "app", "--port", str(port)],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://localhost:{port}/_stcore/health", server)
        with urllib.request.urlopen(f"http://localhost:{port}/") as answer:
            assert "content-security-policy" in {name.lower() for name in answer.headers}
    finally:
        server.terminate()
        server.wait(timeout=20)
