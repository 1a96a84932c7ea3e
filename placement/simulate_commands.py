"""
``placement simulate``: what a year would have looked like under several ways of choosing.

Only words in and words out; ``scenarios.simulation`` makes the people, lives the years and sums up.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement import arguments
from placement.errors import InputError
from placement.machines import How, wrong_jobs
from placement.terminal import print_json, show, warn
from placement.what_if_commands import add_changes

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from datetime import date

    from scenarios.simulation.assumptions import Assumption
    from scenarios.simulation.replication import Order

MOST_PEOPLE, MOST_YEARS, MOST_REPETITIONS, LARGEST_SEED = 20_000, 20, 10_000, 2**32 - 1
STOPPED = 130


def add_simulate(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add the command."""
    parser = commands.add_parser(
        "simulate",
        help="years that have not been: ways of choosing compared on made-up people",
        description="Make up a year of people, let several ways of choosing place them, and "
        "compare: merit, concentration, notice, travel, and how near each comes to having known "
        "the whole year. Everybody in it is synthetic.",
    )
    add = parser.add_argument
    add(
        "--profile",
        action="append",
        metavar="NAME",
        help="an area, or a profile file, or several one after the other (cambridgeshire)",
    )
    add("--people", type=int, metavar="N", help="who become known in a year (as published)")
    add("--years", type=int, default=1, metavar="Y", help="how many years (1)")
    add("--repetitions", "--replications", type=int, default=20, metavar="R", help="how many (20)")
    add("--seed", type=int, default=1, metavar="S", help="the source of chance (1)")
    add("--start", type=arguments.day, metavar="DATE", help="the first day (today)")
    add(
        "--policy",
        action="append",
        metavar="NAME",
        help="a way of choosing; may be given again. protocol, first-come, origin-only, random, "
        "day-of-need, looking-ahead, weights=A,B,C, quarterly=REGRET (a standard set). The first "
        "is what the others are compared with",
    )
    add("--vacancies", type=Path, metavar="FILE", help="real homes (CSV or XLSX); else no limit")
    add_changes(
        parser,
        "compare with and without a change of `what-if`, on the same people: of the area (weight, "
        "number, say, open, close, place, merge, split), or of everybody who becomes known (set, "
        "add, drop, move)",
    )
    add(
        "--assume",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="another value for an assumption; the report lists them",
    )
    add("--out", type=Path, metavar="DIR", help="keep every repetition, the report and the data")
    add("--resume", action="store_true", help="go on from the repetitions kept in --out")
    add("--jobs", type=int, default=-1, metavar="N", help="processes on this machine (all cores)")
    add("--cluster", metavar="ADDRESS", help="a Dask scheduler to work on instead")
    add("--json", action="store_true", help="one JSON document and nothing else")
    parser.set_defaults(run=run_simulate)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What was asked for, read and checked."""

    orders: tuple[Order, ...]
    assumptions: dict[str, Assumption]
    repetitions: int


def run_simulate(options: argparse.Namespace) -> int:
    """Read what is asked, work it out, and write what may be said."""
    from placement.progress import Telling
    from scenarios.simulation.comparison import comparison
    from scenarios.simulation.naming import keys_of
    from scenarios.simulation.running import Stopped, run

    asked = _read(options)
    out: Path | None = options.out
    keys = keys_of([order.profile for order in asked.orders])
    folders = None if out is None else [out / "work" / key for key in keys]
    try:
        with Telling("repetitions") as told:
            results = run(
                asked.orders,
                asked.repetitions,
                How(jobs=options.jobs, cluster=options.cluster),
                folders=folders,
                resume=options.resume,
                progress=told,
            )
    except Stopped as stopped:
        kept = "nothing is kept: give --out DIR to keep what is done."
        if out is not None:
            kept = f"they are kept in {out}; the same command with --resume goes on."
        warn(f"placement: stopped after {stopped.done} of {stopped.asked} repetitions; {kept}")
        return STOPPED
    found = comparison(asked.orders, results, asked.assumptions)
    written = _write(found, out)
    if options.json:
        print_json(found)
        return 0
    from scenarios.simulation.report.text import as_text

    show(*as_text(found))
    for file in written:
        show(f"Written: {file}")
    return 0


def _write(found: dict[str, Any], out: Path | None) -> list[Path]:
    if out is None:
        return []
    import json

    from scenarios.simulation.folder import write_whole
    from scenarios.simulation.report.page import page

    report, data = out / "report.html", out / "comparison.json"
    write_whole(report, page(found))
    write_whole(data, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return [report, data]


def _read(options: argparse.Namespace) -> _Asked:
    """Read everything that was asked, or refuse all that is wrong in one message."""
    from placement.cases.registers import read_vacancies
    from scenarios.simulation.assumptions import assumed, shipped
    from scenarios.simulation.changing import meaningless
    from scenarios.simulation.policies import STANDARD, policies_of
    from scenarios.simulation.replication import Order, base_of
    from scenarios.what_if.files import changes_given

    problems = _wrong_numbers(options)
    start: date = options.start or arguments.today()

    def told(read: Any, otherwise: Any) -> Any:  # noqa: ANN401 - whatever is read
        try:
            return read()
        except InputError as error:
            problems.extend(f"{error.source}: {each}" for each in error.problems)
            return otherwise

    policies = told(lambda: policies_of(options.policy or STANDARD), ())
    supposed = told(lambda: assumed(options.assume), dict(shipped()))
    given = told(lambda: changes_given(options.change, options.changes, options.wards), ((), None))
    changes, note = given
    problems += meaningless(changes, homes_known=options.vacancies is not None)
    vacancies = None
    if options.vacancies is not None:
        vacancies = told(lambda: read_vacancies(options.vacancies), None)
    if options.resume and options.out is None:
        problems.append("--resume: give --out DIR, where the repetitions are kept.")
    if problems:
        raise InputError("The simulation", problems)
    orders = tuple(
        Order(
            profile=profile,
            people=options.people if options.people is not None else _as_published(profile, start),
            years=options.years,
            seed=options.seed,
            start=start,
            policies=tuple(policy.name for policy in policies),
            supposed=tuple((name, each.value) for name, each in supposed.items()),
            vacancies=vacancies,
            changes=changes,
            note=note,
        )
        for profile in _each_once(options.profile or ["cambridgeshire"])
    )
    for order in orders:
        told(lambda order=order: _try(order, base_of(order, None, changed=True)), None)
    if problems:
        raise InputError("The simulation", problems)
    return _Asked(orders=orders, assumptions=supposed, repetitions=options.repetitions)


def _each_once(profiles: Sequence[str]) -> list[str]:
    """Return profiles without those that are another spelling of a file already given."""
    files = {Path(each).resolve() if each.endswith(".toml") else each: each for each in profiles}
    return list(files.values())


def _try(order: Order, base: Any) -> None:  # noqa: ANN401
    """Read a setting once, so that what is wrong is said before any work."""
    from scenarios.simulation.changing import made_to, nobody, of_a_case
    from scenarios.simulation.replication import cohort_of, settings
    from scenarios.simulation.supply import homes_of

    setting = settings(order, base)(order.start)
    if of_a_case(order.changes):
        made = made_to(cohort_of(order, 0), order.changes, setting.places.find)
        problems = nobody(made, order.changes)
        if problems:
            raise InputError("The simulation", problems)
    if base.vacancies is not None:
        homes_of(base.vacancies, setting, order.start)


def _as_published(profile: str, start: date) -> int:
    from scenarios.cohorts import yearly_people

    return max(1, yearly_people(profile, start))


def _wrong_numbers(options: argparse.Namespace) -> list[str]:
    ranges = {
        "--people": (options.people, 1, MOST_PEOPLE),
        "--years": (options.years, 1, MOST_YEARS),
        "--repetitions": (options.repetitions, 1, MOST_REPETITIONS),
        "--seed": (options.seed, 0, LARGEST_SEED),
    }
    problems = [
        f"{name} {value}: give a whole number from {least} to {most}."
        for name, (value, least, most) in ranges.items()
        if value is not None and not least <= value <= most
    ]
    return problems + wrong_jobs(options.jobs)
