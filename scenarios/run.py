"""
Run the worked cases and say which agree: ``run_all() -> list[Result]``.

They rest on what is shipped - postcodes, profiles, rough journeys - and never on files that a
user has built or imported, so that they say the same everywhere.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from placement.errors import InputError
from scenarios.compare import differences
from scenarios.model import Result, Scenario
from scenarios.reading import DIRECTORY, read_scenario

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from rich.console import RenderableType

    from placement.assess import Setting
    from placement.cases.registers import Placement

NOT_SCENARIOS = ("cases", "cohorts", "simulation", "lgr", "quarter")


def load_all(directory: Path = DIRECTORY) -> tuple[Scenario, ...]:
    """
    Read every scenario, by name.

    Raises
    ------
    InputError
        With the problems of every file that cannot be used.
    """
    return _read(_files(directory), directory)


def run_all(names: Iterable[str] = ()) -> list[Result]:
    """
    Run every scenario, or those named: by a whole name, its last part, or its folder.

    Raises
    ------
    InputError
        Where a name is not known, or a file cannot be used.
    """
    files = _files(DIRECTORY)
    wanted = list(names)
    return [run(each) for each in _read(_chosen(files, wanted) if wanted else files, DIRECTORY)]


def _files(directory: Path) -> dict[str, Path]:
    """Return the file of every scenario by its name."""
    paths = {
        path.relative_to(directory).with_suffix("").as_posix(): path
        for path in directory.rglob("*.toml")
    }
    return {
        name: path
        for name, path in sorted(paths.items())
        if name.partition("/")[0] not in NOT_SCENARIOS
    }


def _read(files: Mapping[str, Path], directory: Path) -> tuple[Scenario, ...]:
    found, problems = [], []
    for name, path in files.items():
        try:
            found.append(read_scenario(path, name=name, cases=directory / "cases"))
        except InputError as error:
            problems += [f"{name}: {problem}" for problem in error.problems]
    if problems:
        raise InputError("The scenarios", problems)
    return tuple(found)


def _chosen(files: Mapping[str, Path], names: list[str]) -> dict[str, Path]:
    kept: dict[str, Path] = {}
    problems = []
    for name in names:
        found = [each for each in files if name in _called(each)]
        kept |= {each: files[each] for each in found}
        if not found:
            known = sorted({word for each in files for word in _called(each)})
            near = get_close_matches(name, known, n=3, cutoff=0.5)
            folders = sorted({each.partition("/")[0] for each in files})
            advice = f"Near it: {', '.join(near)}." if near else f"Folders: {', '.join(folders)}."
            problems.append(f"there is no scenario {name!r}. {advice}")
    if problems:
        raise InputError("The names given", problems)
    return kept


def _called(name: str) -> tuple[str, str, str]:
    folder, _, last = name.partition("/")
    return name, last or folder, folder


def run(scenario: Scenario) -> Result:
    """Run one scenario."""
    from placement.assess import assess
    from placement.explain import why_not
    from placement.view import Reader, ranking_as_data, why_not_as_data

    reader = Reader(scenario.role, scenario.spoc_of)
    setting = _setting(scenario)
    answer = ranking_as_data(assess(scenario.case, setting), reader)

    def explain(lha: str) -> Mapping[str, Any]:
        return why_not_as_data(why_not(scenario.case, setting, lha), reader)

    problems = [
        problem
        for expectation in scenario.expects
        for problem in differences(expectation, answer, explain)
    ]
    return Result(scenario=scenario, problems=tuple(problems))


def _setting(scenario: Scenario) -> Setting:
    from placement.assess import setting_of
    from placement.profile import load_profile
    from scenarios.shipped import shipped_places
    from scenarios.what_if.boundaries import reorganised

    profile = load_profile(scenario.profile)
    setting = setting_of(
        profile=profile,
        places=shipped_places(profile.places_name),
        as_of=scenario.as_of,
        placements=_placements(scenario),
        weights=scenario.weights,
        changes=scenario.numbers,
        role=scenario.role,
        heard=scenario.heard,
    )
    return reorganised(setting, scenario.boundaries) if scenario.boundaries else setting


def _placements(scenario: Scenario) -> tuple[Placement, ...] | None:
    if scenario.placements is None or isinstance(scenario.placements, tuple):
        return scenario.placements
    from placement.cases.registers import read_placements

    return read_placements(scenario.placements)


def results_text(results: Iterable[Result]) -> RenderableType:
    """Return the results as a table, and below it whatever differs."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    results = list(results)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in ("", "Clauses", "Scenario"):
        table.add_column(column)
    for result in results:
        said = "agrees" if result.agrees else "DIFFERS"
        table.add_row(said, ", ".join(result.scenario.clauses), result.scenario.title)
    differing = [result for result in results if not result.agrees]
    lines = [f"{len(results) - len(differing)} of {len(results)} scenarios agree."]
    for result in differing:
        lines += ["", f"{result.scenario.name}: {result.scenario.title}"]
        lines += [f"  - {problem}" for problem in result.problems]
    return Group(table, Text(""), Text("\n".join(lines)))


def results_as_data(results: Iterable[Result]) -> list[dict[str, Any]]:
    """Return the results as plain data."""
    return [
        {
            "name": result.scenario.name,
            "title": result.scenario.title,
            "clauses": list(result.scenario.clauses),
            "agrees": result.agrees,
            "problems": list(result.problems),
        }
        for result in results
    ]
