"""What the README's table of speed is measured with can be run; its figures are not tested."""

from __future__ import annotations

import re
import sys

import pytest

from tests.benchmarks import __main__ as benchmarks
from tests.benchmarks import national
from tests.benchmarks.planning import compare_planning
from tests.cli.running import ROOT


def test_every_benchmark_that_the_readme_names_is_there():
    named = re.findall(
        r"python -m tests\.benchmarks (\w+)", (ROOT / "README.md").read_text("utf-8")
    )
    assert set(named) == set(benchmarks.KNOWN)
    with pytest.raises(SystemExit, match="speed: not a benchmark"):
        benchmarks.main(["speed"])


def test_a_row_of_plans_beside_the_plain_models(capsys, monkeypatch):
    monkeypatch.setattr(compare_planning, "SIZES", {8: (3, 2)})
    monkeypatch.setattr(compare_planning, "warm_up", lambda: None)
    asked = ["--size", "8", "--kind", "uniform", "--seeds", "1", "--plainly", "5"]
    compare_planning.main(asked)
    *_, row = capsys.readouterr().out.splitlines()
    assert row.startswith("| 8 x 3, 2 pairs, uniform | 0.")
    assert re.search(r"CP-SAT (over )?[\d,]+ times, HiGHS (over )?[\d,]+ times", row)


def test_a_row_of_england_and_wales_has_what_the_command_used(capsys):
    national.show(
        "plan", [sys.executable, "-c", "print('3 of 4 cases placed, proven best.\\nend')"]
    )
    row = capsys.readouterr().out
    assert re.fullmatch(
        r"plan +\d+\.\d s +\d+\.\d s elapsed +[\d,]+ MB  3 of 4 cases placed, proven best\.\n", row
    )
    with pytest.raises(SystemExit, match="plan: exit 3"):
        national.show("plan", [sys.executable, "-c", "raise SystemExit(3)"])
