"""Short ways to look at a ranking."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

from placement.assess import assess
from placement.load import load_setting
from placement.view import Reader, ranking_as_data
from placement.weights import FACTORS

DATA = Path(__file__).parents[1] / "cases" / "data"
EXAMPLE = (DATA / "example.toml").read_text(encoding="utf-8")
ORDER = {"open": 0, "refer": 1, "excluded": 2}


@cache
def bare():
    """Cambridgeshire on the worked day, without any placements."""
    return load_setting(profile="cambridgeshire", as_of=date(2026, 11, 21))


@cache
def counted(role="coordinator"):
    """The same with the example placements."""
    return load_setting(
        profile="cambridgeshire",
        as_of=date(2026, 11, 21),
        placements=DATA / "placements.csv",
        role=role,
    )


def as_json(case, setting, role="coordinator", **options):
    """The document of ``placement rank --json``, as text."""
    data = ranking_as_data(assess(case, setting, **options), Reader(role))
    return json.dumps(data, ensure_ascii=False, indent=1)


def points(ranking):
    """Every factor's (points, low, high) and every option's scores and status, by LHA."""
    return {
        option.lha: (
            tuple(
                (option.factors[f].points, option.factors[f].low, option.factors[f].high)
                for f in FACTORS
            ),
            (option.score, option.score_low, option.score_high),
            option.status.value,
            option.homes_left,
        )
        for option in ranking.options
    }


def standings(ranking):
    """How closed each LHA is: 0 open, 1 refer, 2 excluded."""
    return {option.lha: ORDER[option.status.value] for option in ranking.options}
