"""
England and Wales as one profile: what it costs to build, to rank one case, to plan thousands.

Every row is a process of its own, so that its processor seconds (those of its workers included),
its elapsed seconds and the greatest memory that one process of it held are its own. Elapsed time
says as much about what else the machine does.

    python -m tests.benchmarks national            # 1,000 and 10,000 people
    python -m tests.benchmarks.national 2000       # so many
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from placement.assess import Setting
    from scenarios.cohorts import Cohort

PROFILE = "england-and-wales"
SIZES = (1_000, 10_000)
SEED, START, AS_OF = 7, date(2026, 11, 21), date(2027, 5, 21)


def run(sizes: tuple[int, ...] = SIZES) -> None:
    """Measure everything and print the table."""
    with TemporaryDirectory() as folder:
        os.environ["PLACEMENT_DATA"] = folder
        command = [sys.executable, "-m", "placement.cli"]
        ask = ["--profile", PROFILE]
        show("build the postcodes", [*command, "geodata", "build", PROFILE])
        step("load the profile and its postcodes", "load")
        step("rank: ten cases one after another, warm", "rank")
        for size in sizes:
            made = Path(folder) / f"people-{size}"
            asked = ["--people", str(size), "--seed", str(SEED), "--start", START.isoformat()]
            show(
                f"synth: {size:,} people to files",
                [*command, "synth", *ask, *asked, "--out", str(made)],
            )
            register = ["--placements", str(made / "placements.csv"), "--as-of", AS_OF.isoformat()]
            if size == sizes[0]:
                one = sorted((made / "cases").iterdir())[0]
                show(
                    "rank: one case from its file, 1,753 placed, cold",
                    [*command, "rank", str(one), *ask, *register, "--json"],
                )
            plan = [*command, "plan", str(made), *ask, *register, "--at-scale"]
            show(f"plan: {size:,} people from files, one process", [*plan, "--jobs", "1"])
            show(f"plan: {size:,} people from files, all cores", plan)


def step(what: str, *arguments: str) -> None:
    """Run one step of this module in a process and print its row."""
    show(what, [sys.executable, "-m", "tests.benchmarks.national", "step", *arguments])


def show(what: str, command: list[str]) -> None:
    """Run a command, and print what it used and the line of its words that says the most."""
    with TemporaryDirectory() as folder:
        said = Path(folder) / "said"
        began = time.perf_counter()
        with said.open("wb") as out:
            child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
            _, status, used = os.wait4(child.pid, 0)
        elapsed = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"{what}: exit {child.returncode}")
        words = said.read_text(encoding="utf-8").strip().splitlines()
    seconds, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    told = [line for line in words if "placed, " in line] or (words if "step" in command else [])
    sys.stdout.write(
        f"{what:<50} {seconds:>7.1f} s {elapsed:>7.1f} s elapsed {megabytes:>7,.0f} MB  "
        f"{told[-1] if told else ''}\n"
    )
    sys.stdout.flush()


# --- the steps, each in its own process -------------------------------------------------------


def setting(cohort: Cohort | None = None) -> Setting:
    """Return the setting of the whole of England and Wales."""
    from geodata.places import load
    from placement.assess import setting_of
    from placement.profile import load_profile

    profile = load_profile(PROFILE)
    return setting_of(
        profile=profile,
        places=load(PROFILE, profile.codes),
        as_of=AS_OF,
        placements=cohort.placements if cohort else None,
    )


def cohort_of(people: int) -> Cohort:
    """Make people in memory."""
    from scenarios.cohorts import make_cohort

    return make_cohort(PROFILE, people, seed=SEED, start=START)


def load_only() -> None:
    """Load the profile and its postcodes."""
    there = setting()
    sys.stdout.write(f"{len(there.places.lhas)} LHAs, {len(there.places):,} postcodes\n")


def rank_warm() -> None:
    """Rank eleven cases and say what each but the first took."""
    from placement.assess import assess

    cohort = cohort_of(11)
    there = setting(cohort)
    assess(cohort.people[0].case, there)
    began = time.process_time()
    for person in cohort.people[1:]:
        assess(person.case, there)
    each = (time.process_time() - began) / 10
    sys.stdout.write(f"{each:.2f} s of processor each\n")


STEPS = {"load": load_only, "rank": rank_warm}


if __name__ == "__main__":
    if sys.argv[1:2] == ["step"]:
        STEPS[sys.argv[2]](*sys.argv[3:])
    else:
        run(tuple(map(int, sys.argv[1:])) or SIZES)
