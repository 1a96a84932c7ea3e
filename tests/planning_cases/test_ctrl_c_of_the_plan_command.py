"""Ctrl-C in the middle of ``placement plan``, by a real signal: the best plan so far is printed."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from placement import plan_progress
from placement.planning.question import Spot
from placement.planning.together import best
from placement.planning.valid import check
from tests.planning_cases.made import person, question

QUARTER = Path(__file__).parents[2] / "scenarios" / "quarter"
PEOPLE = 14


def crowd(folder):
    """As many people who must all live apart, and two homes for each in three sectors."""
    names = [f"CROWD-{i:02}" for i in range(PEOPLE)]
    text = (QUARTER / "QTR-04.toml").read_text(encoding="utf-8")
    for name in names:
        others = json.dumps([other for other in names if other != name])
        mine = text.replace('"QTR-04"', f'"{name}"')
        mine = mine.replace("non_association = []", f"non_association = {others}")
        (folder / f"{name}.toml").write_text(mine, encoding="utf-8")
    spots = [
        ("E07000010", "PE13 1AA"),
        ("E06000031", "PE1 2AA"),
        ("E07000009", "CB6 1AA"),
    ]
    head = "reference,lha,postcode,kind,from,to,bedrooms,supported,accepts"
    rows = [
        f"HOME-{i},{spots[i % 3][0]},{spots[i % 3][1]},social_rent,2026-12-01,,1,yes,any"
        for i in range(2 * PEOPLE)
    ]
    homes = folder / "homes.csv"
    homes.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return [str(folder / f"{name}.toml") for name in names], str(homes)


def _watch(screen):
    """Read what a terminal shows until it is closed, so that nobody waits for it."""
    with contextlib.suppress(OSError):
        while os.read(screen, 4096):
            pass


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
def test_ctrl_c_prints_the_best_plan_so_far_and_says_that_it_is_not_proven(tmp_path):
    cases, homes = crowd(tmp_path)
    command = [sys.executable, "-m", "placement.cli", "plan", *cases, "--vacancies", homes]
    screen, end = os.openpty()  # a terminal, so that progress is shown
    process = subprocess.Popen(
        [*command, "--regret", "100", "--json"], stdout=subprocess.PIPE, stderr=end, text=True
    )
    os.close(end)
    shown = b""
    try:
        while shown.count(b"Planning: ") < 20:
            shown += os.read(screen, 4096)
        threading.Thread(target=_watch, args=(screen,), daemon=True).start()
        assert process.poll() is None, "the question was meant to be a long one"
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=120)
    finally:
        process.kill()
    assert b"Ctrl-C gives the best plan so far" in shown
    assert process.returncode == 0
    plan = json.loads(said)
    assert plan["status"] == "feasible"
    assert len(plan["assignments"]) + len(plan["unplaced"]) == PEOPLE
    assert any("Not proven best" in note for note in plan["notes"])


def test_without_a_terminal_a_long_search_says_where_it_stands_now_and_then(capsys, monkeypatch):
    monkeypatch.setattr(plan_progress, "EVERY_S", 0.01)
    with plan_progress.planning() as tell:
        tell("flow", None, None)
        _until(capsys, r"placement: planning: flow; no plan yet \(\d+ s\); Ctrl-C gives .* so far")
        tell("search of what is left", 90, 102)
        _until(capsys, r"placement: planning: search of what is left, at most 12 units short")
    capsys.readouterr()
    cases = [f"case {number}" for number in range(3)]
    monkeypatch.setattr(plan_progress, "EVERY_S", 0.0)
    assert list(plan_progress.assessing(cases)) == cases
    assert "placement: assessing: 2 of 3 cases are done" in capsys.readouterr().err


def _until(capsys, pattern):
    """Wait until standard error says it, and nothing is on standard output."""
    said = ""
    for _ in range(1000):
        time.sleep(0.01)
        out, err = capsys.readouterr()
        said += err
        assert out == ""
        if re.search(pattern, said):
            return
    raise AssertionError(said)


def test_ctrl_c_in_a_later_branch_ends_the_search_there():
    homes = [Spot("E1", f"H{i}", "A") for i in range(6)]
    people = [person(f"P-{i}", {"E1": 9 - i}, spots=homes) for i in range(5)]
    apart = frozenset((f"P-{i}", f"P-{j}") for i in range(5) for j in range(i + 1, 5))
    asked = question(*people, spots=homes, apart=apart)
    begun = []

    def stop(doing, _worth, _most):
        begun.append(doing)
        if begun.count("flow") == 3:
            raise KeyboardInterrupt

    answer = best(asked, progress=stop)
    assert begun.count("flow") == 3
    assert answer.status == "feasible"
    assert check(asked, answer.plan) == []
    assert answer.bound >= answer.worth.objective
