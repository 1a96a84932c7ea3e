"""The proof that no rule reads a protected characteristic: by the code, and by changing them."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path

import pytest

from placement.cases.words import EQUALITY

ROOT = Path(__file__).parents[2]
ENGINE = [
    *sorted((ROOT / "placement" / "rules").glob("*.py")),
    *sorted((ROOT / "placement" / "planning").glob("*.py")),
    *(
        ROOT / "placement" / f"{name}.py"
        for name in ("assess", "facts", "recommend", "weights", "spread", "preference", "explain")
    ),
]


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: path.stem)
def test_no_module_of_the_engine_reads_the_equality_fields(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    read = [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr == "equality")
        or (isinstance(node, ast.Constant) and node.value == "equality")
    ]
    assert read == []


@pytest.mark.parametrize("key", EQUALITY)
def test_changing_a_characteristic_changes_no_byte_of_a_ranking(key):
    from placement.assess import assess
    from placement.cases import read_case
    from placement.load import load_setting
    from placement.view import Reader, ranking_as_data

    case = read_case(ROOT / "scenarios" / "cases" / "demo-014.toml")
    setting = load_setting(
        profile="cambridgeshire",
        as_of=case.assessed_on,
        placements=ROOT / "scenarios" / "cases" / "demo-014-placements.csv",
    )
    answers = {
        json.dumps(
            ranking_as_data(assess(replace(case, equality=given), setting), Reader("coordinator")),
            default=str,
        )
        for given in ((), ((key, "one"),), ((key, "another"),))
    }
    assert len(answers) == 1
