"""The quarter of ``scenarios/``, read once, and plans of it."""

from __future__ import annotations

import argparse
from functools import cache
from pathlib import Path

from engine.making import set_up

from placement import cli
from placement.cases import read_case
from placement.cases.registers import read_placements, read_vacancies
from placement.errors import InputError
from placement.plan_commands import add_plan
from placement.planning.cases import plan_cases

FOLDER = Path(__file__).parents[2] / "scenarios" / "quarter"
FILES = tuple(str(path) for path in sorted(FOLDER.glob("QTR-*.toml")))
PLACEMENTS, VACANCIES = str(FOLDER / "placements.csv"), str(FOLDER / "vacancies.csv")
CASES = tuple(read_case(path) for path in FILES)
HOMES = read_vacancies(VACANCIES)
LIVING = read_placements(PLACEMENTS)
DAY = CASES[0].assessed_on


@cache
def planned(**asked):
    """Return the plan of the quarter; ``homes=True`` with its vacancies, ``role`` for a role."""
    return plan_of(CASES, **asked)


def plan_of(cases, *, homes=False, role="coordinator", placements=LIVING, **asked):
    setting = set_up(as_of=DAY, placements=placements, role=role)
    return plan_cases(cases, setting, vacancies=HOMES if homes is True else homes or None, **asked)


def where(plan):
    """Return each case's LHA, or home; None for nobody's."""
    return {r: spot and (spot.home or spot.lha) for r, spot in plan.answer.plan.items()}


def refused(**asked):
    """Return every problem of a plan that is refused."""
    try:
        plan_of(asked.pop("cases", CASES), **asked)
    except InputError as error:
        return "\n".join(error.problems)
    raise AssertionError("it was not refused")


def command(capsys, *words):
    """Run ``placement plan`` and return (exit code, standard output, standard error)."""
    parser = argparse.ArgumentParser()
    add_plan(parser.add_subparsers(), cli._add_setting)
    capsys.readouterr()
    code = 0
    try:
        options = parser.parse_args(["plan", *map(str, words)])
        code = options.run(options)
    except InputError as error:
        written = capsys.readouterr()
        return 1, written.out, f"{written.err}{error}"
    except SystemExit as stop:
        code = stop.code
    written = capsys.readouterr()
    return code, written.out, written.err
