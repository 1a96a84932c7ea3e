"""
``placement synth``: fictional people on real postcodes, on the command line.

Only words in and words out; ``scenarios.cohorts`` makes them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement import arguments
from placement.terminal import print_json, progress, say

if TYPE_CHECKING:
    import argparse


def add_synth(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add the command."""
    synth = commands.add_parser(
        "synth",
        help="make fictional people on real postcodes, for trying things out",
        description="Make fictional people on real postcodes: case files, protected files, a "
        "register and characteristics held apart. Calibrated to published figures; what is not "
        "published is marked 'assumption, agreed by nobody'. The same seed makes the same people.",
    )
    add = synth.add_argument
    add("--profile", default="cambridgeshire", metavar="NAME", help="a profile's name or file")
    add("--people", type=int, required=True, metavar="N", help="how many cases become known")
    add("--seed", type=int, required=True, metavar="S", help="a whole number")
    add("--start", type=arguments.day, required=True, metavar="DATE", help="the first day")
    add("--days", type=int, default=365, metavar="N", help="they become known over so many (365)")
    add(
        "--standing",
        type=int,
        metavar="N",
        help="how many live there at the start (the published snapshot, by residents)",
    )
    add("--out", type=Path, required=True, metavar="DIR", help="an empty folder or a new one")
    add("--json", action="store_true", help="one JSON document on standard output")
    synth.set_defaults(run=run_synth)


def run_synth(options: argparse.Namespace) -> int:
    """Make a cohort, write it, and say what it is."""
    from scenarios.cohorts import make_cohort
    from scenarios.cohorts.files import check_empty, cohort_as_data, write_cohort

    check_empty(options.out)
    cohort = make_cohort(
        options.profile,
        options.people,
        seed=options.seed,
        start=options.start,
        days=options.days,
        standing=options.standing,
        each=lambda numbers: progress(list(numbers), "Making"),
    )
    write_cohort(cohort, options.out, each=lambda people: progress(list(people), "Writing"))
    data = cohort_as_data(cohort)
    if options.json:
        print_json({**data, "out": str(options.out)})
        return 0
    statuses = [figure["status"] for figure in data["figures"]]
    say(
        data["note"],
        f"Profile {data['profile']}, seed {data['seed']}. Cases that become known: "
        f"{data['people']:,}, in {data['days']:,} day{'' if data['days'] == 1 else 's'} from "
        f"{data['start']}. Living there at the "
        f"start: {data['placements']:,}.",
        f"Figures: {len(statuses)}. Published for this area: {statuses.count('published')}. "
        f"Carried over from another: {statuses.count('carried over')}. Assumptions, agreed by "
        f"nobody: {statuses.count('assumption')}.",
        f"What each rests on: {options.out / 'README.md'}.",
    )
    return 0
