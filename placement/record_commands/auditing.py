"""``placement audit verify`` and ``show``: the log of the record."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from placement import arguments
from placement.record_commands.asking import add_asking, desk_of
from placement.record_commands.naming import case_of, is_id
from placement.record_commands.tables import plain, table
from placement.terminal import print_json, say

if TYPE_CHECKING:
    import argparse
    from datetime import date

    from placement.records import Desk

ACTIONS: Final = (
    "collection",
    "alteration",
    "consultation",
    "disclosure",
    "combination",
    "erasure",
)


def add_audit(verbs: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add both commands."""
    verify = verbs.add_parser(
        "verify",
        help="hold the log against itself and everything kept",
        description="Find any edit, gap or truncation. Exit code 1 where something is wrong, with "
        "what, where and what to do.",
    )
    add_asking(verify)
    verify.set_defaults(run=_verify)
    show = verbs.add_parser("show", help="entries of the log, the newest first")
    show.add_argument("--case", metavar="REF", help="about one case, by reference or id")
    show.add_argument("--of-user", metavar="ID", help="of one person")
    show.add_argument("--action", choices=ACTIONS, help="of one kind")
    show.add_argument("--since", type=arguments.day, metavar="DATE")
    show.add_argument("--until", type=arguments.day, metavar="DATE", help="that day included")
    show.add_argument("--newest", type=int, default=100, metavar="N", help="how many (100)")
    add_asking(show)
    show.set_defaults(run=_show)


def _verify(options: argparse.Namespace) -> int:
    from placement.records.logbook import verified

    with desk_of(options) as desk:
        report = verified(desk)
    if options.json:
        print_json({"sound": report.sound, **plain(report)})
    else:
        say(str(report))
    return 0 if report.sound else 1


def _show(options: argparse.Namespace) -> int:
    from placement.records.logbook import entries

    with desk_of(options) as desk:
        found = entries(
            desk,
            case=_case(desk, options.case),
            actor=options.of_user,
            action=options.action,
            since=_start(options.since),
            until=_start(options.until and options.until + timedelta(days=1)),
            newest=options.newest,
        )
        named = {row.id: row.reference for row in desk.cases()}
    if options.json:
        print_json([{**plain(each), "reference": named.get(each.case or "")} for each in found])
        return 0
    table(
        ("Entry", "When (UTC)", "Who", "What", "Case", "To, why"),
        [
            (
                each.seq,
                f"{each.at:%Y-%m-%d %H:%M}",
                f"{each.actor}, {each.role.replace('_', ' ')}",
                f"{each.action}: {str(each.what.get('kind', '')).replace('_', ' ')}",
                named.get(each.case or "", (each.case or "")[:8]),
                "; ".join(
                    part
                    for part in (
                        f"to {each.to_whom}" if each.to_whom else "",
                        "erased" if each.reason is None else each.reason,
                    )
                    if part
                ),
            )
            for each in found
        ],
        wide=(2, 3, 5),
    )
    return 0


def _case(desk: Desk, named: str | None) -> str | None:
    """Return the id of a case: an auditor sees no cases, and names one by its id."""
    if named is None or is_id(named):
        return named
    return case_of(desk, named).id


def _start(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), tzinfo=UTC)
