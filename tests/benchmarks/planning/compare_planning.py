"""
Time the planner beside the same model written plainly for CP-SAT and for HiGHS.

    python -m tests.benchmarks plan                                # the table of the README
    python -m tests.benchmarks.planning.compare_planning --seeds 3 --size 1000 --plainly 60

All solvers run on one thread and on the same seeded instances; the plain models see the first
seed of each kind, and of the largest size one kind only. The first, untimed call imports what
every later call uses. Processor seconds are given beside the wall clock, for machines that do
other work as well. Each row is printed as soon as it is measured.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import defaultdict

from placement.planning import solve
from tests.benchmarks.planning.planning_instances import KINDS, families, placements
from tests.benchmarks.planning.planning_plainly import with_cp_sat, with_highs

SIZES = {200: (192, 120), 1_000: (192, 600), 10_000: (318, 6_000)}
LARGEST = max(SIZES)
FAMILIES = 329


def instances(sizes, seeds):
    """Name, size, seed and instance of each, row by row, small ones first."""
    for size in sizes:
        places, pairs = SIZES[size]
        for kind in KINDS:
            name = f"{size:,} x {places}, {kind}"
            yield name, size, (placements(kind, size, places, pairs, s) for s in range(seeds))
    yield f"families, {FAMILIES} x 21", FAMILIES, (families(FAMILIES, 21, s) for s in range(seeds))


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
        start = time.process_time()
        status, objective, taken = how(asked, seconds)
        spent = time.process_time() - start
        if status == plan.status == "optimal" and objective != plan.objective:
            raise SystemExit(f"{other} proves {objective}, the planner {plan.objective}")
        row[other].append(
            f"{spent:.2f} ({taken:.2f}) s"
            if status == "optimal"
            else f"not proven in {seconds:g} s"
        )


def shown(name, row):
    """One line: median and worst, what proved them, the others' seconds."""
    proofs = ", ".join(f"{row['proven'].count(how)} {how}" for how in sorted(set(row["proven"])))
    times = "  ".join(
        f"{clock} {statistics.median(row[clock]):.3f} to {max(row[clock]):.3f} s"
        for clock in ("processor", "wall")
    )
    plainly = "  ".join(f"{other} {' '.join(row[other])}" for other in ("cp-sat", "highs"))
    return f"{name:24} {times}  ({proofs})  {plainly if row['highs'] else ''}\n"


def main(words=None):
    """Print one row per kind and size, median to worst."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    ask.add_argument("--size", type=int, choices=[*SIZES, FAMILIES], action="append")
    ask.add_argument("--kind", choices=KINDS, action="append")
    ask.add_argument("--seeds", type=int, default=3)
    ask.add_argument("--plainly", type=float, default=0, help="most seconds for each plain model")
    ask.add_argument("--largest", type=float, default=0, help="the same for 10,000 cases, uniform")
    given = ask.parse_args(words)
    warm_up()
    for name, size, asked in instances(SIZES, given.seeds):
        kind = name.rpartition(", ")[2]
        if (given.size and size not in given.size) or (
            given.kind and kind in KINDS and kind not in given.kind
        ):
            continue
        row = defaultdict(list)
        largest = given.largest if kind == KINDS[0] else 0
        plainly = largest if size == LARGEST else given.plainly
        for each in asked:
            plan = timed(row, each)
            if plainly and not row["highs"]:
                beside(row, each, plan, plainly)
        sys.stdout.write(shown(name, row))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
