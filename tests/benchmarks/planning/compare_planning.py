"""
Time the planner beside the same model written plainly for CP-SAT and for HiGHS.

    python -m tests.benchmarks plan                                # the table of the README
    python -m tests.benchmarks.planning.compare_planning --seeds 3 --size 1000 --plainly 60

All solvers run on one thread and on the same seeded instances; the plain models see the first
seed of each kind, each in a process of its own that is ended after so many seconds of processor
time. All seconds are of the processor, so that other work on the machine counts little; the wall
clock of the planner stands beside. The first, untimed call imports what every later call uses.
Each row is printed as soon as it is measured.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import sys
import time
from collections import defaultdict

from placement.planning import solve
from tests.benchmarks.planning.planning_instances import KINDS, families, placements
from tests.benchmarks.planning.planning_plainly import with_cp_sat, with_highs

SIZES = {200: (192, 120), 1_000: (192, 600), 10_000: (318, 6_000)}
LARGEST = max(SIZES)
FAMILIES, FAMILY_SEEDS = 329, 16
PLAINLY = {"plain CP-SAT": with_cp_sat, "plain HiGHS": with_highs}
COLUMNS = ["cases x places, pairs apart", "here", "proven by", *PLAINLY, "as long", "wall clock"]


def instances(sizes, seeds):
    """Name, size, seed and instance of each, row by row, small ones first."""
    for size in sizes:
        places, pairs = SIZES[size]
        for kind in KINDS:
            name = f"{size:,} x {places}, {pairs:,} pairs, {kind}"
            yield name, size, (placements(kind, size, places, pairs, s) for s in range(seeds))
    name = f"{FAMILIES} families of 1 to 9 x 21"
    yield name, FAMILIES, (families(FAMILIES, 21, s) for s in range(FAMILY_SEEDS))


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


def within(how, asked, seconds):
    """Run a plain model for at most so many seconds of processor time; None where it is ended."""
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe(duplex=False)

    def work():
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        status, objective, _ = how(asked, 100 * seconds)
        there.send((status, objective, time.process_time()))

    process = fork.Process(target=work)
    process.start()
    there.close()
    try:
        return here.recv()
    except EOFError:
        return None
    finally:
        process.join()


def beside(row, asked, plan, seconds):
    """Solve it by the plain models as well; all that prove an objective must agree."""
    ours = row["processor"][0]
    for name, how in PLAINLY.items():
        status, objective, spent = within(how, asked, seconds) or ("ended", None, seconds)
        if status == plan.status == "optimal" and objective != plan.objective:
            raise SystemExit(f"{name} proves {objective}, the planner {plan.objective}")
        proven = status == "optimal"
        row[name] = f"{spent:.1f} s" if proven else f"not proven in {seconds} s"
        times = f"{spent / ours:,.0f}" if proven else f"over {seconds / ours:,.0f}"
        row["ratios"].append(f"{name.removeprefix('plain ')} {times} times")


def shown(name, row):
    """One row of the table: median to worst, what proved them, the plain models' seconds."""
    proofs = ", ".join(f"{row['proven'].count(how)} {how}" for how in sorted(set(row["proven"])))
    clock = {
        clock: f"{statistics.median(row[clock]):.3f} to {max(row[clock]):.3f} s"
        for clock in ("processor", "wall")
    }
    plainly = [row[other] or "-" for other in PLAINLY]
    ratios = ", ".join(row["ratios"]) or "-"
    return _line([name, clock["processor"], proofs, *plainly, ratios, clock["wall"]])


def _line(cells):
    return f"| {' | '.join(cells)} |\n"


def main(words=None):
    """Print one row per kind and size, median to worst."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    ask.add_argument("--size", type=int, choices=[*SIZES, FAMILIES], action="append")
    ask.add_argument("--kind", choices=KINDS, action="append")
    ask.add_argument("--seeds", type=int, default=3)
    ask.add_argument("--plainly", type=int, default=0, help="most seconds for each plain model")
    ask.add_argument("--largest", type=int, default=0, help="the same for 10,000 cases, uniform")
    given = ask.parse_args(words)
    warm_up()
    sys.stdout.write(_line(COLUMNS) + _line(["---"] * len(COLUMNS)))
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
            if plainly and not row["ratios"]:
                beside(row, each, plan, plainly)
        sys.stdout.write(shown(name, row))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
