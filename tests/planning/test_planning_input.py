"""Arrays that do not fit together are refused, all problems in one message."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from placement.errors import InputError
from placement.planning import solve

MERIT = [[1, 2, 3], [4, 5, 6]]
OPEN = [[1, 1, 1], [1, 1, 1]]

BROKEN = [
    ({"merit": [1, 2]}, "merit: 1 dimension(s) given; there must be 2"),
    ({"merit": [[1, 2], [3]]}, "merit: rows of unequal length"),
    ({"merit": [[1.5, 2, 3], [4, 5, 6]]}, "merit: 1.5 at [0, 0]"),
    ({"merit": [[float("nan"), 2, 3], [4, 5, 6]]}, "merit: nan at [0, 0]"),
    ({"merit": [["a", "b", "c"]] * 2}, "merit: <U1 given; every entry must be a whole number"),
    ({"merit": np.full((2, 3), 2**62)}, "may not fit in 64 bits"),
    ({"allowed": [[1, 1]]}, "allowed: shape (1, 2) given; it must be 2 cases x 3 places"),
    (
        {"allowed": [[1, 2, 1], [1, 1, 1]]},
        "allowed: 2 at [0, 1]; every entry must be true or false",
    ),
    ({"preference": [[1, 2, 3]]}, "preference: shape (1, 3) given"),
    ({"apart": [(0, 0)]}, "apart[0]: case 0 is paired with itself"),
    ({"apart": [(0, 2)]}, "apart[0]: (0, 2) given; case rows are 0 to 1"),
    ({"apart": [(0, 1, 1)]}, "apart: rows of 3 given"),
    ({"base": [0, 0]}, "base: 2 entries given; there must be one for each of 3 places"),
    ({"base": [0, -1, 0]}, "base: -1 at [1]; every entry must be 0 or more"),
    ({"spread_cost": [[1, 2]]}, "spread_cost: 1 rows given; there must be one per place, 3"),
    ({"spread_cost": [[1, 2], [2, 1], [0, 0]]}, "not convex in 1 row(s), first at [1, 1]"),
    ({"spread_cost": [[], [], []]}, "spread_cost: no columns given"),
    ({"group": [0, 1, 1], "group_cost": [[1]]}, "group 1 has no row in group_cost"),
    ({"group_cost": [[1]]}, "group_cost: given without group"),
    ({"size": [1, -1], "capacity": [1, 1, 1]}, "size: -1 at [1]"),
    ({"capacity": [1, 1]}, "capacity: 2 entries given; there must be one for each of 3 places"),
]


@pytest.mark.parametrize(("given", "said"), BROKEN, ids=[said[:40] for _, said in BROKEN])
def test_a_problem_is_refused_with_what_is_wrong_and_where(given, said):
    with pytest.raises(InputError) as refused:
        solve(**{"merit": MERIT, "allowed": OPEN, **given})
    assert said in str(refused.value)


def test_all_problems_come_in_one_message():
    with pytest.raises(InputError) as refused:
        solve(MERIT, [[1, 1]], apart=[(0, 0), (0, 9)], base=[-1, 0, 0], size=[1])
    assert len(refused.value.problems) == 5


def test_whole_numbers_may_be_written_as_floats_and_pairs_twice():
    plan = solve([[1.0, 2.0]] * 2, [[True, True]] * 2, apart=[(0, 1), (1, 0)])
    assert plan.objective == 3


def test_no_cases_are_placed_and_no_places_hold_nobody():
    assert solve(np.zeros((0, 3)), np.zeros((0, 3))).status == "optimal"
    assert solve(np.zeros((2, 0)), np.zeros((2, 0))).status == "infeasible"


def test_importing_the_planner_imports_no_solver_and_no_numpy():
    code = (
        "import sys, placement.planning;"
        "print(sorted({'numpy', 'ortools', 'scipy', 'networkx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_specification_needs_no_solver():
    code = (
        "import sys; from placement.planning import check, price, read; i = read([[1]], [[1]]);"
        "print(check(i, [0]), price(i, [0]), sorted({'ortools', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] (1, 0) []"
