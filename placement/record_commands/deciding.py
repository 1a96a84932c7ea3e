"""``placement case decide``, ``tasks`` and ``due``: what was decided, and what follows from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement import arguments
from placement.record_commands.asking import add_asking, add_assessing, desk_of
from placement.record_commands.naming import (
    case_of,
    data_in,
    in_area,
    role_in_area,
    setting_of,
    tasks_in_area,
)
from placement.record_commands.seeing import overview_of
from placement.record_commands.tables import plain, table
from placement.terminal import print_json, say, warn

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from placement.assess import Setting
    from placement.records import Desk

EXAMPLE = """\
on = 2026-11-24
outcome = "lha"                      # lha, none, deferred
lha = "E07000009"
let = "later"                        # bid, direct_let, later
diversity_discussed = "yes"
diversity = "..."
rests_on = ["electronic monitoring"]
next_review = 2027-02-24
[[reasons]]
code = "connection_or_network"
text = "..."
[[rejected]]
lha = "E07000008"
code = "less_connection"
[[attendance]]
agency = "probation"
attended = true
"""


def add_deciding(verbs: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add the three commands."""
    from argparse import RawDescriptionHelpFormatter

    decide = verbs.add_parser(
        "decide",
        help="record what a meeting decided: final, or a draft with what is missing",
        description="Record what a meeting decided, from a TOML file such as:\n\n" + EXAMPLE,
        formatter_class=RawDescriptionHelpFormatter,
    )
    decide.add_argument("case", metavar="REF")
    decide.add_argument("--file", type=Path, required=True, metavar="FILE", help="TOML")
    decide.add_argument("--id", metavar="ID", help="of a decision recorded before, to change it")
    decide.add_argument("--based-on", type=int, metavar="VERSION", help="the version changed")
    add_asking(decide, reason="as the meeting decided")
    add_assessing(decide)
    decide.add_argument(
        "--weights",
        type=arguments.weights,
        metavar="a=1,b=1,c=1",
        help="as the meeting saw the ranking, where it moved them",
    )
    decide.set_defaults(run=_decide)
    tasks = verbs.add_parser("tasks", help="what follows a decision: task, owner, due, done")
    tasks.add_argument("case", metavar="REF")
    add_asking(tasks)
    tasks.set_defaults(run=_tasks)
    due = verbs.add_parser("due", help="what is due or wrong, over all cases that you may see")
    add_asking(due)
    due.set_defaults(run=_due)


def _decide(options: argparse.Namespace) -> int:
    from placement.records.decisions.recording import decide

    typed = data_in(options.file)
    with desk_of(options) as desk:
        case = case_of(desk, options.case)
        setting = as_shown(desk, case.id, setting_of(desk, options, options.weights))
        found = decide(
            desk,
            case.id,
            typed,
            setting=setting,
            id=options.id,
            based_on=options.based_on,
            reason=options.reason,
        )
    if options.json:
        print_json({"case": case.reference, **plain(found), "sentence": found.sentence})
        return 0
    head = "Final" if found.standing == "final" else "Draft"
    say(f"{head}: decision {found.id}, version {found.version}.")
    if found.standing == "final":
        say(found.sentence)
    else:
        say("Nothing is lost, and no referral and no annex is made from it. What is missing:")
        say(*(in_area(options, f"  - {one.text}") for one in found.missing))
        say(
            "Correct the file and record it again with "
            f"`--id {found.id} --based-on {found.version}`. The coordinator sees the draft."
        )
    if found.departs:
        say(f"It departs from the recommendation. {found.departs}")
    return 0


def as_shown(desk: Desk, case: str, setting: Setting) -> Setting:
    """
    Return what the ranking that people saw rested on: the record's placements and SPOCs' words.

    What is frozen for housing holds what housing was last told, so where nothing was told yet it is
    released first: it is never worked out from the truth.
    """
    from dataclasses import replace

    from placement.records.assessing import ground
    from placement.records.oracle.kept import last_released, release_for_housing

    with desk.transaction():
        full = replace(ground(desk, case, setting).setting, housing=False, held=None)
        held = last_released(desk, case)
        if held is None:
            held = release_for_housing(desk, case, full)
    return replace(full, held=held)


def _tasks(options: argparse.Namespace) -> int:
    with desk_of(options) as desk:
        case = case_of(desk, options.case)
        found = overview_of(desk, options)
    (line,) = [line for line in found.lines if line.row.id == case.id]
    todo = tasks_in_area(options, line.tasks, line.asked)
    if options.json:
        print_json({"case": case.reference, "decision": line.decided, "tasks": plain(todo)})
        return 0
    if not todo:
        say(f"{case.reference} has no tasks: they follow a final decision that names an LHA.")
        return 0
    table(
        ("Clause", "Owner", "State", "Due", "Task"),
        [
            (
                task.clause,
                role_in_area(options, task.owner),
                f"done {task.done_on}" if task.done_on else task.state.replace("_", " "),
                task.due,
                _more(task.title, task.waits_for and f"waits for {task.waits_for}", task.note),
            )
            for task in todo
        ],
    )
    return 0


def _more(title: str, *notes: str | None) -> str:
    said = "; ".join(note for note in notes if note)
    return f"{title} ({said})" if said else title


def _due(options: argparse.Namespace) -> int:
    with desk_of(options) as desk:
        found = overview_of(desk, options)
        told = list(
            _alerts(desk, options, {line.row.id: line.row.reference for line in found.lines})
        )
    if options.json:
        print_json({"due": plain(found.due), "alerts": told, "banner": found.banner})
        return 0
    if found.banner:
        warn(f"placement: {in_area(options, found.banner)}")
    for alert in told:
        say(f"{alert['reference']}: {in_area(options, alert['sentence'])}")
    if not found.due:
        say("Nothing is due today.")
        return 0
    table(
        ("Case", "State", "By", "Clause", "What"),
        [
            (row.reference, row.state, row.due, row.clause, in_area(options, row.sentence))
            for row in found.due
        ],
    )
    return 0


def _alerts(
    desk: Desk, options: argparse.Namespace, named: dict[str, str]
) -> Iterable[dict[str, str]]:
    """Give what the coordinator and victim liaison are told of the questions of housing."""
    from placement.records.oracle.kept import VaultLog
    from placement.records.oracle.ration import ALERTED, standing_alerts

    if desk.actor.role not in ALERTED:
        return
    numbers = setting_of(desk, options).numbers
    with desk.transaction() as transaction:
        told = VaultLog(transaction, desk).told()
        moment = transaction.moment
    for alert in standing_alerts(told, moment, numbers):
        if alert.case in named:
            yield {
                "case": alert.case,
                "reference": named[alert.case],
                "about": alert.about,
                "sentence": alert.sentence,
            }
