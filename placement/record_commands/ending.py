"""``placement record retention`` and ``erase``: how long things are kept, and the end of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.errors import InputError
from placement.record_commands.asking import add_asking, desk_of
from placement.record_commands.naming import case_of, in_area, today
from placement.record_commands.tables import plain, table
from placement.terminal import print_json, say

if TYPE_CHECKING:
    import argparse

REASONS = ("retention", "asked_by_the_person", "opened_in_error", "order_of_a_court")


def add_ending(verbs: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add both commands."""
    retention = verbs.add_parser("retention", help="what has been kept as long as it is to be")
    add_asking(retention)
    retention.set_defaults(run=_retention)
    erase = verbs.add_parser("erase", help="erase a case: its keys are destroyed, for good")
    erase.add_argument("case", metavar="CASE", nargs="?", help="its reference")
    erase.add_argument(
        "--record-id", metavar="ID", help="a record of no case instead, as `retention` lists them"
    )
    add_asking(erase)
    erase.add_argument("--reason", required=True, choices=REASONS, help="why, as a code")
    erase.add_argument(
        "--protected-only", action="store_true", help="only victims and unshared conditions"
    )
    erase.set_defaults(run=_erase)


def _retention(options: argparse.Namespace) -> int:
    from placement.records.kinds import KINDS
    from placement.records.retention import due
    from placement.records.retention_records import records_due

    with desk_of(options) as desk:
        named = {row.id: row.reference for row in desk.cases()}
        cases, others = due(desk, today(desk)), records_due(desk, today(desk))
    rows = [{"reference": named.get(each.case), **plain(each)} for each in cases]
    alone = [plain(each) for each in others]
    if options.json:
        print_json({"cases": rows, "records": alone})
        return 0
    table(
        ("Case", "Ended", "Protected until", "All until", "Due to be erased"),
        [
            (
                row["reference"] or row["case"],
                row["ended_on"],
                row["protected_until"],
                row["until"],
                {0: "no", 1: "what is protected", 2: "all of it"}[len(row["compartments"])],
            )
            for row in rows
        ],
    )
    shown = [row for row in alone if row["ended_on"]]
    if shown:
        table(
            ("Of no case", "Id", "Ended", "Until", "Due to be erased"),
            [
                (
                    *(
                        in_area(options, KINDS[row["kind"]].label),
                        row["id"],
                        row["ended_on"],
                        row["until"],
                    ),
                    "yes" if row["due"] else "no",
                )
                for row in shown
            ],
        )
    if going_on := len(alone) - len(shown):
        say(f"{going_on} records of no case have not ended: they are kept.")
    say(
        "Nothing was erased: `placement record erase CASE --reason retention` does that, or "
        "`erase --record-id ID --reason retention`."
    )
    return 0


def _erase(options: argparse.Namespace) -> int:
    from placement.records.erasure import BOTH, erase_case, erase_record

    if (options.case is None) == (options.record_id is None):
        raise InputError("The erasure", ["name a case, or a record of no case: one of them."])
    if options.record_id is not None:
        with desk_of(options) as desk:
            erase_record(desk, options.record_id, reason=options.reason)
        if options.json:
            print_json({"id": options.record_id, "erased": list(BOTH), "reason": options.reason})
        else:
            say(f"{options.record_id} was erased: the keys that opened it are destroyed.")
        return 0
    parts = ("vault",) if options.protected_only else BOTH
    with desk_of(options) as desk:
        case = case_of(desk, options.case)
        erase_case(desk, case.id, reason=options.reason, compartments=parts)
    if options.json:
        print_json({"id": case.id, "erased": list(parts), "reason": options.reason})
        return 0
    what = "What is protected of the case" if options.protected_only else "The case"
    say(
        f"{what} was erased: the keys that opened it are destroyed.",
        f"What its decisions counted stays under its id {case.id}; no person does.",
    )
    return 0
