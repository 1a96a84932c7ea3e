"""
The command line: one function a verb, one catch at the edge.

Exit 0 on success, 1 with one clear message on bad input, 2 on wrong usage. With ``--json`` exactly
one JSON document goes to standard output and nothing else. Warnings and progress go to standard
error.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import placement
from placement import arguments
from placement.errors import InputError, PlacementError
from placement.monitor_commands import add_monitor
from placement.plan_commands import add_plan
from placement.profile_commands import add_profile
from placement.protocol_commands import add_protocol
from placement.record_commands import add_case_verbs, add_record_commands
from placement.simulate_commands import add_simulate
from placement.synth_commands import add_synth
from placement.terminal import console, print_json, progress, show
from placement.what_if_commands import add_what_if

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geodata.commands import KnownProfile
    from placement.assess import Setting
    from placement.cases import Case
    from placement.results import Ranking
    from placement.view import Reader


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    parser = _parser(given)
    options = parser.parse_args(given)
    if not hasattr(options, "run"):
        parser.print_help(sys.stderr)
        return 2
    try:
        code = options.run(options)
    except PlacementError as error:
        print(f"placement: {_in_area(options, str(error))}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("placement: stopped.", file=sys.stderr)
        return 130
    return int(code or 0)


def _in_area(options: argparse.Namespace, message: str) -> str:
    """Return a message in the words of the area asked about, as far as its profile can be read."""
    from placement.profile import load_profile
    from placement.record_words import outside_quotes, record_terms

    named = getattr(options, "profile", None) or os.environ.get("PLACEMENT_PROFILE")
    if not isinstance(named, str):
        return message  # none, or several areas at once
    try:
        terms = record_terms(load_profile(named))
    except PlacementError:
        return message  # it may be just this that the message says
    given = [each for v in vars(options).values() for each in (v if isinstance(v, list) else [v])]
    return outside_quotes(message, terms, [str(path) for path in given if isinstance(path, Path)])


def _parser(argv: Sequence[str] = ()) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="placement",
        description="Which local housing authority should be asked, and why. It advises; people "
        "decide.",
    )
    parser.add_argument("--version", action="version", version=f"placement {placement.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_rank(commands)
    _add_why_not(commands)
    _add_compare(commands)
    add_plan(commands, _add_setting)
    add_what_if(commands, _add_setting)
    add_synth(commands)
    add_simulate(commands)
    add_monitor(commands, arguments.today)
    add_protocol(commands)
    add_profile(commands)
    _add_case(commands, with_verbs="case" in argv[:1])
    add_record_commands(commands, argv)
    _add_geodata(commands, with_verbs="geodata" in argv[:1])
    app = commands.add_parser("app", help="serve the panel app")
    app.add_argument(
        "--port", type=arguments.port, default=8501, help="port on this machine (8501)"
    )
    app.add_argument(
        "--listen",
        type=arguments.address,
        default="127.0.0.1",
        metavar="ADDRESS",
        help="the address to listen on (127.0.0.1); another only behind a proxy that encrypts",
    )
    app.add_argument("--case", type=Path, metavar="FILE", help="open with this case")
    app.add_argument("--placements", type=Path, metavar="FILE", help="and these placements")
    app.add_argument(
        "--demo", action="store_true", help="with a record of synthetic people, in any role"
    )
    app.add_argument("--record", metavar="URL", help="with this record (or PLACEMENT_RECORD)")
    app.add_argument("--keys", type=Path, metavar="DIR", help="its keys (or PLACEMENT_KEYS)")
    app.add_argument(
        "--sign-in",
        type=Path,
        metavar="FILE",
        help="how people sign in, a TOML file (or PLACEMENT_SIGN_IN)",
    )
    app.add_argument("--profile", metavar="NAME", help="the area (or PLACEMENT_PROFILE)")
    app.set_defaults(run=_app)
    return parser


# --- one case ---------------------------------------------------------------------------------


def _add_rank(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    rank = commands.add_parser(
        "rank",
        help="assess every LHA of the profile for a case",
        description="Assess every LHA of the profile for one case or several.",
    )
    rank.add_argument("case", nargs="+", type=Path, metavar="CASE", help="a case file (TOML)")
    _add_setting(rank)
    rank.add_argument(
        "--reasons", metavar="LHA", help="also every reason for one LHA (code or name)"
    )
    rank.set_defaults(run=_rank)


def _add_why_not(commands: Any) -> None:  # noqa: ANN401
    why = commands.add_parser(
        "why-not", help="what stands against one LHA, and what would change it"
    )
    why.add_argument("case", type=Path, metavar="CASE")
    why.add_argument("about", metavar="LHA", help="an ONS code or a name")
    _add_setting(why)
    why.set_defaults(run=_why_not)


def _add_compare(commands: Any) -> None:  # noqa: ANN401
    compare = commands.add_parser("compare", help="two or more LHAs side by side")
    compare.add_argument("case", type=Path, metavar="CASE")
    compare.add_argument("lhas", nargs="+", metavar="LHA", help="ONS codes or names")
    _add_setting(compare)
    compare.set_defaults(run=_compare)


def _add_setting(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--protected",
        type=Path,
        metavar="FILE|DIR",
        help="victims and unshared conditions of the case; or a folder with those of many, each "
        "called as its case file or its reference",
    )
    add("--placements", type=Path, metavar="FILE", help="where people now live (CSV or XLSX)")
    add("--profile", default="cambridgeshire", metavar="NAME", help="a profile's name or file")
    add(
        "--as-of",
        type=arguments.day,
        metavar="DATE",
        help="the day to assess on (the case's own day)",
    )
    add("--role", default="coordinator", metavar="ROLE", help="whose view to render (coordinator)")
    add("--lha", metavar="CODE", help="a SPOC's own LHA, whose spread is shown in numbers")
    add(
        "--weights",
        type=arguments.weights,
        metavar="a=1,b=1,c=1",
        help="whole units for 6(a), 6(b), 6(c)",
    )
    add("--json", action="store_true", help="one JSON document on standard output")


def _rank(options: argparse.Namespace) -> int:
    reader = _reader(options)
    if options.protected and len(options.case) > 1 and not options.protected.is_dir():
        problem = "the file belongs to one case: give one CASE with it, or a folder with several."
        raise InputError("--protected", [problem])
    from placement.explain import option_of

    rankings = list(_each_ranking(options, reader))
    explained = [option_of(ranking, options.reasons) for ranking in rankings if options.reasons]
    if options.json:
        from placement.view import ranking_as_data

        documents = [ranking_as_data(ranking, reader) for ranking in rankings]
        print_json(documents[0] if len(options.case) == 1 else documents)
        return 0
    from placement.text import ranking_text, reasons_text

    width = console().width
    for number, ranking in enumerate(rankings):
        show(ranking_text(ranking, reader, width))
        if explained:
            show("", reasons_text(explained[number], reader))
        if len(rankings) > 1:
            show("")
    return 0


def _each_ranking(options: argparse.Namespace, reader: Reader) -> Iterator[Ranking]:
    """Assess every case file, with a progress bar where there are several."""
    from placement.assess import assess
    from placement.cases.second_files import second_files

    problems: list[str] = []
    cases: list[Case] = []
    seconds: dict[Path, Path] = {}
    if options.protected is not None and options.protected.is_dir():
        try:
            seconds = second_files(options.protected, options.case)
        except InputError as error:
            problems.append(str(error))
    for path in options.case:
        try:
            cases.append(_case(path, options, reader, seconds))
        except InputError as error:
            problems.append(str(error))
    if problems:
        if len(options.case) == 1:
            raise PlacementError(problems[0])
        raise PlacementError("\n".join(problems))
    for case in progress(cases, "Assessing"):
        yield assess(case, _setting(case, options, reader))


def _why_not(options: argparse.Namespace) -> int:
    from placement.explain import why_not

    reader = _reader(options)
    case = _case(options.case, options, reader)
    answer = why_not(case, _setting(case, options, reader), options.about)
    if not options.json:
        from placement.text import why_not_text

        show(why_not_text(answer, reader))
        return 0
    from placement.view import why_not_as_data

    print_json(why_not_as_data(answer, reader))
    return 0


def _compare(options: argparse.Namespace) -> int:
    from placement.assess import assess
    from placement.explain import compare

    reader = _reader(options)
    case = _case(options.case, options, reader)
    ranking = assess(case, _setting(case, options, reader))
    found, rows = compare(ranking, options.lhas)
    if not options.json:
        from placement.text import compare_text

        show(compare_text(found, rows, reader, terms=ranking.terms))
        return 0
    from placement.view import compare_as_data

    print_json(compare_as_data(found, rows, reader))
    return 0


def _reader(options: argparse.Namespace) -> Reader:
    from placement.profile import load_profile
    from placement.view import Reader

    reader = Reader(options.role, options.lha).check()
    profile = load_profile(options.profile)
    if reader.lha is not None and reader.lha not in profile.codes:
        known = ", ".join(f"{lha.code} {lha.name}" for lha in profile.lhas)
        raise InputError("--lha", [f"{reader.lha} is not an LHA of {profile.name}: {known}."])
    return reader


def _case(
    path: Path,
    options: argparse.Namespace,
    reader: Reader,
    seconds: dict[Path, Path] | None = None,
) -> Case:
    """Read a case with its protected file: the one given, or its own of a folder."""
    from geodata.places import load as load_places
    from placement.cases import read_case
    from placement.cases.second_files import second_files
    from placement.profile import load_profile

    profile = load_profile(options.profile)
    second: Path | None = options.protected
    if second is not None and second.is_dir():
        second = (second_files(second, [path]) if seconds is None else seconds).get(path)
    case = read_case(
        path,
        protected=second,
        place_names=tuple(lha.name for lha in profile.lhas),
        find=load_places(profile.places_name).find,
    )
    if case.holds_protected:
        from placement.cases.split import HOLDS_PROTECTED

        print(HOLDS_PROTECTED.format(path=path), file=sys.stderr)
    return case


def _setting(case: Case, options: argparse.Namespace, reader: Reader) -> Setting:
    from placement.load import load_setting

    return load_setting(
        profile=options.profile,
        as_of=options.as_of or case.assessed_on,
        placements=options.placements,
        weights=options.weights,
        role=reader.role,
    )


# --- files and places -------------------------------------------------------------------------


def _add_case(commands: Any, *, with_verbs: bool) -> None:  # noqa: ANN401
    case = commands.add_parser("case", help="work on a case: its file, or as the record keeps it")
    verbs = case.add_subparsers(title="commands", metavar="COMMAND", required=True)
    split = verbs.add_parser("split", help="put victims and unshared conditions in a second file")
    split.add_argument("case", type=Path, metavar="CASE")
    split.add_argument("--out", type=Path, default=None, metavar="DIR", help="where to (beside it)")
    split.set_defaults(run=_split)
    if with_verbs:  # their modules are imported only for them
        add_case_verbs(verbs)


def _split(options: argparse.Namespace) -> int:
    from placement.cases.split import split_case

    shared, protected = split_case(options.case, options.out or options.case.parent)
    print(f"Wrote {shared} (for housing) and {protected} (protected).")
    return 0


def _add_geodata(commands: Any, *, with_verbs: bool) -> None:  # noqa: ANN401
    geodata = commands.add_parser("geodata", help="postcodes, boundaries, areas, roads")
    if not with_verbs:  # their modules are imported only for them
        return
    verbs = geodata.add_subparsers(title="commands", metavar="COMMAND", required=True)
    from geodata.commands import add_build, add_show
    from geodata.import_commands import add_fetch, add_import

    for add in (add_build, add_import, add_fetch, add_show):
        add(verbs, codes_of=_codes_of)


def _codes_of(name: str) -> KnownProfile | None:
    """Return what the places of a profile are built for, or None where there is no such profile."""
    from geodata.commands import KnownProfile
    from placement.profile import found_profiles, load_profile

    if name not in found_profiles() and not name.endswith(".toml"):
        return None
    profile = load_profile(name)
    dated = frozenset(lha.code for lha in profile.lhas if lha.start or lha.end)
    return KnownProfile(profile.places_name, profile.codes, dated)


def _app(options: argparse.Namespace) -> int:
    from placement.ui.serve import serve, serve_demo, served_profile, the_record

    profile = served_profile(options.profile, arguments.today())
    if options.demo:
        code: int = serve_demo(port=options.port, profile=profile, listen=options.listen)
        return code
    code = serve(
        port=options.port,
        listen=options.listen,
        case=options.case,
        placements=options.placements,
        kept=the_record(options.record, options.keys, options.sign_in, profile),
        profile=profile,
    )
    return code


if __name__ == "__main__":
    sys.exit(main())
