"""
``placement plan``: several cases together, on the command line.

Only words in and words out; ``placement.planning.cases`` plans. Progress and warnings go to
standard error, and with ``--json`` exactly one document to standard output.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement import plan_progress
from placement.errors import InputError
from placement.plan_at_scale_command import run_at_scale, too_many, unfold_unless_large

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from placement.assess import Setting
    from placement.cases import Case
    from placement.cases.registers import Vacancy
    from placement.planning.cases import CasePlan
    from placement.view import Reader

MOST_LISTED = 6  # days of cases named one by one in a message
DECIDING = ("coordinator", "offender_manager", "victim_liaison")


def add_plan(
    commands: Any,  # noqa: ANN401 - argparse has no public name for it
    add_setting: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add the command; ``add_setting`` adds the options that it shares with ``rank``."""
    plan = commands.add_parser(
        "plan",
        help="several cases together, merits first",
        description="Plan several cases together, merits first. It advises: people fix, open, "
        "unlock and choose.",
        conflict_handler="resolve",
    )
    add = plan.add_argument
    add(
        "case",
        nargs="+",
        type=Path,
        metavar="CASE",
        help="case files (TOML), or folders of them, as `synth` makes",
    )
    add_setting(plan)
    add(
        "--protected",
        action="append",
        default=[],
        metavar="CASE=FILE|DIR",
        help="victims and unshared conditions of one case, by its reference; may be given again. "
        "Or a folder with those of all, each called as its case file or its reference",
    )
    add("--vacancies", type=Path, metavar="FILE", help="real homes (CSV or XLSX), one person each")
    add("--regret", type=float, metavar="POINTS", help="how far below their own best, at most")
    for name, form, words in (
        ("--lock", "CASE=LHA", "fix a case to an LHA, or to a vacancy"),
        ("--open", "CASE=LHA:REASON", "open an LHA that was to be asked about first"),
        ("--unlock", "CASE:REASON", "free a case from its original housing authority"),
    ):
        add(name, action="append", default=[], metavar=form, help=f"{words}; may be given again")
    add("--previous", type=Path, metavar="FILE", help="an earlier --json: change as little")
    add("--swap", nargs=2, metavar="CASE", help="say why these two do not change places")
    add("--frontier", action="store_true", help="points given up against concentration removed")
    add("--time-limit", type=float, metavar="SECONDS", help="stop with the best plan so far")
    add(
        "--at-scale",
        action="store_true",
        help="thousands: who goes where, without reasons",
    )
    add("--jobs", type=int, metavar="N", help="with --at-scale: processes here (all cores)")
    add("--cluster", metavar="ADDRESS", help="with --at-scale: a Dask scheduler to work on instead")
    plan.set_defaults(run=run_plan)


def run_plan(options: argparse.Namespace) -> int:
    """Plan, and write what the reader may see."""
    if options.at_scale:
        return run_at_scale(options)
    unfold_unless_large(options)
    from placement.planning.plan_view import plan_as_data, plan_reader
    from placement.profile import load_profile

    profile = load_profile(options.profile)
    reader = plan_reader(options.role, options.lha, {lha.code: lha.name for lha in profile.lhas})
    if (options.lock or options.open or options.unlock) and reader.role not in DECIDING:
        who = ", ".join(role.replace("_", " ") for role in DECIDING)
        raise InputError("--role", [f"--lock, --open and --unlock are for {who}."])
    cases = _cases(options, tuple(lha.name for lha in profile.lhas))
    plan = _plan(cases, options, reader)
    data = plan_as_data(plan, reader)
    if options.swap:
        data["swaps"] = [_swap(plan, options.swap, reader)]
    if options.json:
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
        return 0
    from rich.console import Console

    from placement.planning.plan_text import plan_text

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=100)
    console.print(plan_text(data), markup=False)
    return 0


def _plan(cases: list[Case], options: argparse.Namespace, reader: Reader) -> CasePlan:
    from placement.planning.cases import plan_cases
    from placement.planning.instance import TOO_LARGE
    from placement.planning.quarter import gather

    problems: list[str] = []
    vacancies = _read(lambda: _vacancies(options), problems)
    setting = _read(lambda: _setting(cases, options, reader), problems)
    previous = _read(lambda: _previous(options, setting), problems)
    if options.time_limit is not None and not options.time_limit > 0:
        problems.append(f"--time-limit {options.time_limit:g}: give seconds, more than 0.")
    if options.swap:
        problems += _swap_problems(options.swap, cases)
    asked = {
        "vacancies": vacancies,
        "regret": options.regret,
        "locks": options.lock,
        "opened": options.open,
        "unlocked": options.unlock,
        "previous": previous,
    }
    if problems and setting is not None:  # say what else is wrong in the same message
        if options.vacancies is not None and vacancies is None:
            asked["locks"] = _to_an_lha(options.lock, setting)
        _read(lambda: gather(cases, setting, **asked), problems)
    if problems or setting is None:
        raise InputError("The plan", problems)
    with plan_progress.planning() as progress:
        try:
            return plan_cases(
                cases,
                setting,
                **asked,
                with_frontier=options.frontier or reader.role == "smb",
                time_limit_s=options.time_limit,
                progress=progress,
                assessing=plan_progress.assessing,
            )
        except InputError as error:
            if TOO_LARGE in str(error):
                raise too_many(len(cases)) from error
            raise


def _to_an_lha(locks: Sequence[str], setting: Setting) -> list[str]:
    """Leave out what may be a lock to a home, where the list of homes could not be read."""
    known = {name.casefold() for lha in setting.profile.lhas for name in (lha.code, lha.name)}
    return [lock for lock in locks if lock.partition("=")[2].strip().casefold() in {*known, ""}]


def _read(make: Callable[[], Any], problems: list[str]) -> Any:  # noqa: ANN401 - what it makes
    """Return what ``make`` makes; where it cannot be made, note every problem and return None."""
    try:
        return make()
    except InputError as error:
        said = "" if error.source == "The plan" else f"{error.source}: "
        problems += [f"{said}{problem}" for problem in error.problems]
        return None


def _vacancies(options: argparse.Namespace) -> tuple[Vacancy, ...] | None:
    from placement.cases.registers import read_vacancies

    return None if options.vacancies is None else read_vacancies(options.vacancies)


def _previous(options: argparse.Namespace, setting: Setting | None) -> Any:  # noqa: ANN401
    from placement.planning.previous import read_previous

    if options.previous is None:
        return None
    return read_previous(options.previous, setting.profile.name if setting else options.profile)


def _setting(cases: list[Case], options: argparse.Namespace, reader: Reader) -> Setting:
    from placement.load import load_setting

    days = sorted({case.assessed_on for case in cases})
    if options.as_of is None and len(days) > 1:
        listed = ", ".join(f"{case.reference} {case.assessed_on}" for case in cases)
        if len(cases) > MOST_LISTED:
            listed = f"from {days[0]} to {days[-1]}"
        raise InputError(
            "--as-of", [f"the cases are assessed on different days ({listed}); give one day."]
        )
    return load_setting(
        profile=options.profile,
        as_of=options.as_of or days[0],
        placements=options.placements,
        weights=options.weights,
        role=reader.role,
    )


def _swap_problems(pair: Sequence[str], cases: list[Case]) -> list[str]:
    known = list(dict.fromkeys(case.reference for case in cases))
    strangers = [each for each in dict.fromkeys(pair) if each not in known]
    said = [f"--swap: {each} is not in this plan; it has {', '.join(known)}." for each in strangers]
    if pair[0] == pair[1]:
        said.append(f"--swap: {pair[0]} is given twice; name two cases.")
    return said


def _swap(plan: CasePlan, pair: Sequence[str], reader: Reader) -> dict[str, Any]:
    from placement.planning.explain_plan import why_not_swap

    if reader.role in ("spoc", "smb"):
        raise InputError("--swap", ["a SPOC and the Board do not see two cases of a plan."])
    found = why_not_swap(plan.quarter, plan.answer.plan, *pair)
    hidden = reader.housing and found.housing
    return {"cases": list(pair), "sentence": found.housing if hidden else found.sentence}


def _cases(options: argparse.Namespace, names: tuple[str, ...]) -> list[Case]:
    """Read every case with its second file; every problem of every file is in one message."""
    from placement.cases import read_case
    from placement.cases.second_files import second_files
    from placement.cases.split import HOLDS_PROTECTED

    problems: list[str] = []
    seconds: dict[str, str] = {}
    found: dict[Path, Path] = {}
    for text in options.protected:
        if Path(text).is_dir():
            found |= _read(partial(second_files, Path(text), options.case), problems) or {}
            continue
        reference, sign, path = text.partition("=")
        if not sign and len(options.case) > 1:
            problems.append(f"--protected {text}: write CASE=FILE, for there are several cases.")
        seconds[reference if sign else ""] = path if sign else text
    cases = []
    used = {""}
    for path in options.case:
        read = partial(read_case, path, place_names=names)
        case = _read(read, problems)
        if case is not None:
            key = case.reference if case.reference in seconds else ""
            used.add(key)
            second = seconds.get(key, found.get(path))
            if second is not None:
                case = _read(partial(read, protected=second), problems) or case
            if case.holds_protected:
                sys.stderr.write(HOLDS_PROTECTED.format(path=path) + "\n")
            cases.append(case)
    problems += [f"--protected {key}: it is not one of the cases." for key in set(seconds) - used]
    if problems:
        raise InputError("The cases", problems)
    return cases
