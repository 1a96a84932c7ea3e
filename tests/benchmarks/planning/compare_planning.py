"""
Time the planner beside the same model written plainly for CP-SAT and for HiGHS.

    python tests/benchmarks/planning/compare_planning.py               # the table of the README
    python tests/benchmarks/planning/compare_planning.py --seeds 3 --size 1000 --plainly 60

All solvers run on one thread and on the same seeded instances. The first, untimed call imports
what every later call uses.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from planning_instances import KINDS, families, placements
from planning_plainly import with_cp_sat, with_highs

from placement.planning import solve

SIZES = {200: (192, 120), 1_000: (192, 600), 10_000: (318, 6_000)}


def instances(sizes, seeds):
    """Name and maker of each instance, small ones first."""
    for size in sizes:
        places, pairs = SIZES[size]
        for kind in KINDS:
            for seed in range(seeds):
                yield (
                    f"{size:,} x {places}, {kind}",
                    size,
                    placements(kind, size, places, pairs, seed),
                )
    for seed in range(seeds):
        yield "families, 329 x 21", 329, families(329, 21, seed)


def warm_up():
    """Import everything once, by solving something that needs each stage."""
    small = families(30, 4, 0)
    solve(**small)
    with_cp_sat(small, 5)
    with_highs(small, 5)


def timed(row, asked):
    """Solve one instance; the wall clock also shows what else the machine was doing."""
    start = time.process_time()
    plan = solve(**asked, time_limit_s=60)
    row["processor"].append(time.process_time() - start)
    row["wall"].append(plan.seconds)
    row["proven"].append(plan.proof if plan.status == "optimal" else "not proven")
    return plan


def beside(row, asked, plan, seconds):
    """Solve it by the plain models as well; all that prove an objective must agree."""
    for other, how in (("cp-sat", with_cp_sat), ("highs", with_highs)):
        status, objective, taken = how(asked, seconds)
        if status == plan.status == "optimal" and objective != plan.objective:
            raise SystemExit(f"{other} proves {objective}, the planner {plan.objective}")
        row[other].append(f"{taken:.2f}" + ("" if status == "optimal" else " (not proven)"))


def shown(name, row):
    """One line: median and worst, what proved them, the others' seconds."""
    proofs = ", ".join(f"{row['proven'].count(how)} {how}" for how in sorted(set(row["proven"])))
    times = "  ".join(
        f"{clock} {statistics.median(row[clock]):.3f} to {max(row[clock]):.3f} s"
        for clock in ("processor", "wall")
    )
    plainly = "  ".join(f"{other} {' '.join(row[other])}" for other in ("cp-sat", "highs"))
    return f"{name:24} {times}  ({proofs})  {plainly if row['highs'] else ''}\n"


def main():
    """Print one row per kind and size, median to worst."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    ask.add_argument("--size", type=int, choices=SIZES, action="append")
    ask.add_argument("--seeds", type=int, default=3)
    ask.add_argument("--plainly", type=float, default=0, help="most seconds for each plain model")
    given = ask.parse_args()
    warm_up()
    rows = {}
    for name, size, asked in instances(given.size or SIZES, given.seeds):
        row = rows.setdefault(name, defaultdict(list))
        plan = timed(row, asked)
        if given.plainly and size <= 1_000 and not row["highs"]:
            beside(row, asked, plan, given.plainly)
    for name, row in rows.items():
        sys.stdout.write(shown(name, row))


if __name__ == "__main__":
    main()
