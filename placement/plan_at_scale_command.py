"""
``placement plan --at-scale``: thousands of cases together, who goes where and no reasons.

Only words in and words out; ``placement.planning.at_scale`` plans. It is the coordinator's: every
case is in it, and nothing of it is made for a housing reader.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.area_words import in_words, terms_of
from placement.cases.second_files import plain
from placement.errors import InputError
from placement.machines import How, wrong_jobs
from placement.terminal import print_json, show, warn

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence

    from placement.assess import Setting
    from placement.cases import Case
    from placement.planning.at_scale import LargePlan

NOT_HERE = ("vacancies", "lock", "open", "unlock", "previous", "swap", "frontier", "time_limit")
MOST_SHOWN = 20
LARGE = "--at-scale"
NO_CASE = "{path}: no case file (*.toml) is in it."


def run_at_scale(options: argparse.Namespace) -> int:
    """Read folders of cases, plan everybody in them, and say who goes where."""
    from placement.load import load_setting
    from placement.planning.at_scale import plan_at_scale
    from placement.profile import load_profile
    from placement.progress import Telling

    _refuse(options)
    names = tuple(lha.name for lha in load_profile(options.profile).lhas)
    cases = _cases(options, names)
    setting = load_setting(
        profile=options.profile,
        as_of=options.as_of or _day_of(cases),
        placements=options.placements,
        weights=options.weights,
    )
    jobs = -1 if options.jobs is None else options.jobs
    with Telling("cases") as told:
        plan = plan_at_scale(
            cases,
            setting,
            regret=options.regret,
            how=How(jobs=jobs, cluster=options.cluster),
            progress=told,
        )
    data = as_data(plan, setting)
    if options.json:
        print_json(data)
    else:
        show(*_text(data, terms_of(setting.profile)))
    return 0


def unfold_unless_large(options: argparse.Namespace) -> None:
    """Put the files of folders in their place; say of what is only for thousands that it is."""
    given = {"--jobs": options.jobs, "--cluster": options.cluster}
    problems = [f"{name}: it is for {LARGE}." for name, held in given.items() if held is not None]
    files: list[Path] = []
    for path in options.case:
        inside = _inside(path)
        files += sorted(inside.glob("*.toml")) if path.is_dir() else [path]
        if path.is_dir() and not any(inside.glob("*.toml")):
            problems.append(NO_CASE.format(path=path))
        beside = path / "protected"
        if inside != path and beside.is_dir() and str(beside) not in options.protected:
            options.protected = [*options.protected, str(beside)]
    if problems:
        raise InputError("The plan", problems)
    options.case = files


def too_many(count: int) -> InputError:
    """Say what to do where the sums over so many cases cannot be held to be right."""
    return InputError(
        "The plan",
        [
            f"{count:,} cases are more than can be planned with their reasons at once. Give "
            f"{LARGE}: who goes where, without the reasons. Or plan fewer."
        ],
    )


def _inside(path: Path) -> Path:
    """Return where the case files of a folder stand: in it, or in ``cases``, as `synth` makes."""
    return path / "cases" if (path / "cases").is_dir() else path


def _refuse(options: argparse.Namespace) -> None:
    problems = wrong_jobs(-1 if options.jobs is None else options.jobs)
    problems += [
        f"--{name.replace('_', '-')}: a plan of thousands has none of it; leave out {LARGE}."
        for name in NOT_HERE
        if getattr(options, name)
    ]
    if options.role != "coordinator" or options.lha:
        problems.append(f"--role, --lha: {LARGE} is for the coordinator alone.")
    if options.regret is not None and not 0 <= options.regret <= 100:
        problems.append(f"--regret {options.regret:g}: give points of the score, from 0 to 100.")
    if problems:
        raise InputError("The plan", problems)


def _cases(options: argparse.Namespace, names: tuple[str, ...]) -> list[Case]:
    """Read every case of every folder; every problem of every file is in one message."""
    from placement.cases import read_case

    problems: list[str] = []
    cases = []
    without = []
    for file, second in _files(options.case, options.protected, problems):
        try:
            case = read_case(file, protected=second, place_names=names)
        except InputError as error:
            problems += [f"{error.source}: {problem}" for problem in error.problems]
            continue
        cases.append(case)
        if case.protected_elsewhere:
            without.append(file)
    if options.protected:
        problems += [
            f"{file}: its protected part stands elsewhere, and no folder given holds "
            f"{plain(file.stem)}.toml or {plain(file.stem)}-protected.toml."
            for file in without
        ]
    if problems:
        raise InputError("The cases", problems)
    if without:
        warn(
            f"placement: warning: the protected parts of {len(without):,} cases stand elsewhere "
            "and were not given: what they close is not known. Give their folder with --protected."
        )
    held = sum(case.holds_protected for case in cases)
    if held:
        warn(
            f"placement: warning: {held:,} of the case files themselves hold victims or zones not "
            "shared with housing. Keep them in second files (`placement case split`)."
        )
    return cases


def _files(
    given: Sequence[Path], protected: Sequence[str], problems: list[str]
) -> Iterator[tuple[Path, Path | None]]:
    """Give each case's file with its second one, called as it or as `case split` names it."""
    seconds = [Path(folder) for folder in protected]
    problems += [
        f"--protected {folder}: with {LARGE}, give a folder whose files are called as the cases'."
        for folder in seconds
        if not folder.is_dir()
    ]
    for path in given:
        inside = _inside(path)
        files = sorted(inside.glob("*.toml")) if path.is_dir() else [path]
        beside = [*seconds, path / "protected"] if inside != path else seconds
        if not files:
            problems.append(NO_CASE.format(path=path))
        for file in files:
            called = plain(file.stem)
            known = (file.name, f"{called}.toml", f"{called}-protected.toml")
            found = (folder / name for folder in beside for name in dict.fromkeys(known))
            yield file, next((second for second in found if second.exists()), None)


def _day_of(cases: Sequence[Case]) -> Any:  # noqa: ANN401 - a day
    days = sorted({case.assessed_on for case in cases})
    if len(days) > 1:
        raise InputError(
            "--as-of",
            [f"the cases are assessed on {len(days)} days, {days[0]} to {days[-1]}; give one day."],
        )
    return days[0]


def as_data(plan: LargePlan, setting: Setting) -> dict[str, Any]:
    """Return a large plan as plain data; the same for the same cases wherever it was made."""
    from placement.assess import versions

    def lha(place: int) -> str | None:
        return None if place < 0 else plan.lhas[place]

    rows = zip(
        plan.references,
        plan.assignment.tolist(),
        plan.own_best.tolist(),
        plan.below_units.tolist(),
        plan.waits.tolist(),
        plan.starts.tolist(),
        strict=True,
    )
    names = {code: setting.profile[code].name for code in plan.lhas}
    given = Counter(lha(place) for place in plan.assignment.tolist())
    return {
        "as_of": setting.as_of.isoformat(),
        "profile": setting.profile.name,
        "status": plan.status,
        "placed": plan.placed,
        "objective": plan.objective,
        "bound": plan.bound,
        "assignments": [
            {
                "case": case,
                "lha": lha(place),
                "own_best": lha(best),
                "below_points": round(below / plan.weight, 2),
                "waits": waits,
                "starts_at_origin": starts,
            }
            for case, place, best, below, waits, starts in rows
        ],
        "lhas": [
            {"lha": code, "name": names[code], "people": given[code]}
            for code in sorted(plan.lhas, key=lambda code: (-given[code], code))
        ],
        "versions": versions(setting),
    }


def _text(data: dict[str, Any], terms: Mapping[str, str]) -> Iterator[Any]:
    """Give what a person reads: how many, whether it is proven, where most go."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from placement.planning.plan_words import ADVICE

    people = data["assignments"]
    yield Text(f"Plan   as of {data['as_of']} · {data['profile']} · for coordinator", style="bold")
    proven = "proven best" if data["status"] == "optimal" else "not proven best"
    yield Text(f"{data['placed']:,} of {len(people):,} cases placed, {proven}.", style="bold")
    moved = (each for each in people if not each["starts_at_origin"])
    below = [each["below_points"] for each in moved if each["below_points"] > 0]
    waiting = sum(each["waits"] for each in people)
    nowhere = len(people) - data["placed"] - waiting
    starting = sum(each["starts_at_origin"] for each in people)
    said = [
        _many(waiting, "waits for a fact", "wait for a fact"),
        _many(starting, "starts at their origin", "start at their origin"),
        _many(nowhere, "has no place", "have no place"),
        _many(len(below), "other is below their own best", "others are below their own best"),
    ]
    yield ". ".join(said) + (f", by {max(below):g} points at most." if below else ".")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    table.add_column("LHA")
    table.add_column("People", justify="right")
    used = [row for row in data["lhas"] if row["people"]]
    for row in used[:MOST_SHOWN]:
        table.add_row(row["name"], f"{row['people']:,}")
    yield table
    rest = used[MOST_SHOWN:]
    if rest:
        others = sum(row["people"] for row in rest)
        yield f"And {others:,} people in {len(rest):,} other LHAs. --json names everybody."
    yield in_words("Points and weights are starting values: default, agreed by no SMB.", terms)
    yield in_words(ADVICE, terms)


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"
