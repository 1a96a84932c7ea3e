"""
England and Wales as one profile: what it costs to build, to rank one case, to plan thousands.

Every row is a process of its own, so that its processor seconds and the greatest memory it held
are its own. Elapsed time is not shown: it says more about what else the machine does.

    python -m tests.benchmarks national            # 1,000 people
    python -m tests.benchmarks.national 10000      # and 10,000: a quarter of an hour of processor
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from placement.assess import Setting
    from placement.cases import Case
    from scenarios.cohorts import Cohort

PROFILE = "england-and-wales"
SEED, START, AS_OF = 7, date(2026, 11, 21), date(2027, 5, 21)


def run(sizes: tuple[int, ...] = (1000,)) -> None:
    """Measure everything and print the table."""
    with TemporaryDirectory() as folder:
        os.environ["PLACEMENT_DATA"] = folder
        made = Path(folder) / "people"
        command = [sys.executable, "-m", "placement.cli"]
        ask = ["--profile", PROFILE]
        show("build the postcodes", [*command, "geodata", "build", PROFILE])
        step("load the profile and its postcodes", "load")
        asked = ["--people", "1000", "--seed", str(SEED), "--start", START.isoformat()]
        show(
            "synth: 1,000 people to files",
            [*command, "synth", *ask, *asked, "--out", str(made)],
        )
        one = sorted((made / "cases").iterdir())[0]
        register = ["--placements", str(made / "placements.csv"), "--as-of", AS_OF.isoformat()]
        show(
            "rank: one case from its file, 1,753 placed, cold",
            [*command, "rank", str(one), *ask, *register, "--json"],
        )
        step("rank: ten more cases, warm", "rank")
        step("plan: 1,000 people from files", "files", str(made))
        for size in sizes:
            step(f"plan: {size:,} people made in memory", "memory", str(size))


def step(what: str, *arguments: str) -> None:
    """Run one step of this module in a process and print its row."""
    show(what, [sys.executable, "-m", "tests.benchmarks.national", "step", *arguments])


def show(what: str, command: list[str]) -> None:
    """Run a command, and print its processor seconds, its greatest memory, its last words."""
    with TemporaryDirectory() as folder:
        said = Path(folder) / "said"
        with said.open("wb") as out:
            child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
            _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"{what}: exit {child.returncode}")
        words = said.read_text(encoding="utf-8").strip().splitlines()
    seconds, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    last = words[-1] if words and "step" in command else ""
    sys.stdout.write(f"{what:<50} {seconds:>9.1f} s {megabytes:>7,.0f} MB  {last}\n")
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
    import time

    from placement.assess import assess

    cohort = cohort_of(11)
    there = setting(cohort)
    assess(cohort.people[0].case, there)
    began = time.process_time()
    for person in cohort.people[1:]:
        assess(person.case, there)
    each = (time.process_time() - began) / 10
    sys.stdout.write(f"{each:.2f} s of processor each\n")


def plan_files(folder: str) -> None:
    """Read every case of a folder with its protected file, and plan them."""
    from dataclasses import replace

    from placement.cases import read_case
    from placement.cases.registers import read_placements

    made = Path(folder)
    cases = []
    for path in sorted((made / "cases").iterdir()):
        hidden = made / "protected" / path.name
        cases.append(read_case(path, protected=hidden if hidden.exists() else None))
    plan(cases, replace(setting(), placements=read_placements(made / "placements.csv")))


def plan_memory(people: str) -> None:
    """Make so many people and plan them."""
    cohort = cohort_of(int(people))
    plan([person.case for person in cohort.people], setting(cohort))


def plan(cases: list[Case], there: Setting) -> None:
    """Plan and say what came of it."""
    from placement.planning.at_scale import plan_at_scale

    made = plan_at_scale(cases, there)
    times = ", ".join(f"{what} {seconds:.0f} s" for what, seconds in made.seconds.items())
    sys.stdout.write(
        f"{made.status}: {made.placed:,} placed, {int(made.waits.sum()):,} wait for a fact, "
        f"{int(made.starts.sum()):,} start at their origin, "
        f"{int((made.below_units > 0).sum()):,} below their own best ({times} elapsed)\n"
    )


STEPS = {"load": load_only, "rank": rank_warm, "files": plan_files, "memory": plan_memory}


if __name__ == "__main__":
    if sys.argv[1:2] == ["step"]:
        STEPS[sys.argv[2]](*sys.argv[3:])
    else:
        run(tuple(map(int, sys.argv[1:])) or (1000,))
