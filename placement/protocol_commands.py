"""``placement clauses``, ``parameters`` and ``scenarios``: the protocol as it is treated here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement import arguments
from placement.terminal import print_json, say, show

if TYPE_CHECKING:
    import argparse


def add_protocol(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add the three commands."""
    clauses = commands.add_parser(
        "clauses",
        help="the protocol as treated, clause by clause",
        description="Every statement of the protocol: whether it is a rule, guidance, process or "
        "outside, and what is made of it.",
    )
    clauses.add_argument("--check", action="store_true", help="fail where rules and text differ")
    clauses.add_argument(
        "--profile", metavar="NAME", help="with the register of the cohort that it serves"
    )
    clauses.add_argument("--json", action="store_true", help="one JSON document on standard output")
    clauses.set_defaults(run=_clauses)
    numbers = commands.add_parser(
        "parameters",
        help="every number, its clause and source",
        description="Every number as it stands on a day: its clause, its source, and when it was "
        "last checked. The files are in placement/protocol/parameters.",
    )
    numbers.add_argument(
        "--on", type=arguments.day, metavar="DATE", help="as they stood on a day (today)"
    )
    numbers.add_argument("--json", action="store_true", help="one JSON document on standard output")
    numbers.set_defaults(run=_parameters)
    scenarios = commands.add_parser(
        "scenarios",
        help="run the worked cases",
        description="Run the worked cases of scenarios/ and say which agree with what a person "
        "wrote that they should give.",
    )
    scenarios.add_argument("names", nargs="*", metavar="NAME", help="only these")
    scenarios.add_argument(
        "--json", action="store_true", help="one JSON document on standard output"
    )
    scenarios.set_defaults(run=_scenarios)


def _clauses(options: argparse.Namespace) -> int:
    from placement.cohorts import MAPPA
    from placement.profile import load_profile
    from placement.protocol_report import clause_check, clauses_text, statements_of

    cohort = load_profile(options.profile).cohort if options.profile else MAPPA
    if options.check:
        problems, notices = clause_check(arguments.today())
        if options.json:
            print_json({"problems": problems, "notices": notices})
        else:
            say(*notices, *problems)
            say("The register of clauses holds." if not problems else f"{len(problems)} problems.")
        return 1 if problems else 0
    if options.json:
        print_json(statements_of(cohort))
    else:
        show(clauses_text(cohort))
    return 0


def _parameters(options: argparse.Namespace) -> int:
    from placement.protocol_report import parameters_as_data, parameters_text

    day = options.on or arguments.today()
    if options.json:
        print_json(parameters_as_data(day))
    else:
        show(parameters_text(day))
    return 0


def _scenarios(options: argparse.Namespace) -> int:
    from scenarios.run import results_as_data, results_text, run_all

    results = run_all(options.names)
    if options.json:
        print_json(results_as_data(results))
    else:
        show(results_text(results))
    return 0 if all(result.agrees for result in results) else 1
