"""
The commands of the record: what is kept, who decided what, and the log of who looked.

Their modules are imported only for them: ``placement rank`` needs no database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

HELP: Final = {
    "record": "the record: make it, fill it, back it up, erase from it",
    "vacancy": "real homes in the record: list, confirm, link to a case",
    "check-address": "may the address of a vacancy be used for a case?",
    "replay": "run recorded decisions again",
    "audit": "the log of the record: verify it, show it",
}


def add_record_commands(commands: Any, argv: Sequence[str]) -> None:  # noqa: ANN401 - argparse's
    """Add the commands of the record; the options of one only where it is the one given."""
    wanted = argv[0] if argv else ""
    for name, words in HELP.items():
        if name != wanted:
            commands.add_parser(name, help=words)
    if wanted == "record":
        from placement.record_commands.entering import add_entering
        from placement.record_commands.figures import add_figures
        from placement.record_commands.keeping import add_keeping
        from placement.record_commands.moving import add_moving

        verbs = _verbs(commands, wanted)
        for add in (add_keeping, add_moving, add_entering, add_figures):
            add(verbs)
    elif wanted == "vacancy":
        from placement.record_commands.address import add_vacancies

        add_vacancies(_verbs(commands, wanted))
    elif wanted == "audit":
        from placement.record_commands.auditing import add_audit

        add_audit(_verbs(commands, wanted))
    elif wanted == "check-address":
        from placement.record_commands.address import add_check_address

        add_check_address(commands)
    elif wanted == "replay":
        from placement.record_commands.replaying import add_replay

        add_replay(commands)


def add_case_verbs(verbs: Any) -> None:  # noqa: ANN401
    """Add, beside ``placement case split``, the commands about cases of the record."""
    from placement.record_commands.cases import add_cases
    from placement.record_commands.deciding import add_deciding
    from placement.record_commands.papers import add_papers
    from placement.record_commands.ranking import add_ranking
    from placement.record_commands.seeing import add_seeing

    for add in (add_cases, add_seeing, add_ranking, add_deciding, add_papers):
        add(verbs)


def _verbs(commands: Any, name: str) -> Any:  # noqa: ANN401
    from placement.record_commands.asking import LOCK

    group = commands.add_parser(name, help=HELP[name], epilog=LOCK)
    return group.add_subparsers(title="commands", metavar="COMMAND", required=True)
