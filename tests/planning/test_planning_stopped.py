"""Ctrl-C for real: a signal to a process in the middle of its search gives the best so far."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

LONG = """
import sys
sys.path.insert(0, {folder!r})
from planning_questions import dense
from placement.planning import check, read, solve
asked = dense(0)

def tell(doing, worth, most):
    print(doing, worth, flush=True)

plan = solve(**asked, progress=tell)
assert check(read(**asked), plan.assignment) == []
print("answer", plan.status, plan.bound >= plan.objective, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
def test_ctrl_c_in_the_middle_of_a_search_gives_the_best_so_far():
    code = LONG.format(folder=str(Path(__file__).parent))
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if line.startswith("search of what is left") and "None" not in line:
            break
    assert process.poll() is None, "the question was meant to be a long one"
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert said.splitlines()[-1] == "answer feasible True"
